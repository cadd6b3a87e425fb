//! A membership on the price list: what it pays, takes off and lets in, and for how long.

use super::{
    plans::{begun, life, services, services_of, written},
    promotions::written::{parse_scope, scope, scope_field},
    taxes,
};
use crate::{
    domain::{
        ids::TaxClassId,
        membership::{Earned, EntryLimit, Membership, Per},
        money::Rate,
        plan::{Plan, PlanKind},
        promotion::Scope,
    },
    ops::{
        refusal::Field,
        request::{PlanDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, number, one_of, text_of, yes_or_no},
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Tax(TaxClassId),
    Is(bool),
    Per(Per),
    Earned(Earned),
}

const NUMBER_DIGITS_MAX: usize = 4;
/// From here on the usual new membership is complete.
const ENTRIES: usize = 9;

pub(super) fn form(plan: Option<&Plan>, view: &View) -> Box<dyn Component> {
    let mut begun = begun(plan);
    let gives = match &begun.kind {
        PlanKind::Membership(gives) => gives.clone(),
        _ => Membership {
            credits: 0,
            per: Per::Month,
            services: Vec::new(),
            rolls_over: false,
            off: Rate::ZERO,
            on: Scope::default(),
            entry: None,
            earned: Earned::OverTime,
            gives_back: true,
        },
    };
    begun.kind = PlanKind::Membership(gives.clone());
    let mut all = what_it_is(&begun, plan.is_none(), view);
    all.extend(what_it_gives(&begun, &gives, view));
    all.extend(how_it_is_held(&begun, &gives, view));
    let submit_from = if plan.is_none() {
        ENTRIES
    } else {
        all.len() - 1
    };
    Form::new(
        view.text("manage-membership"),
        "help-manage-membership",
        all,
        move |fields, view| {
            let draft = draft(&begun, &gives, fields, view)?;
            Ok(vec![Cmd::Run(Request::SavePlan(draft))])
        },
    )
    .submit_from(submit_from)
    .boxed()
}

fn what_it_is(begun: &PlanDraft, is_new: bool, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let price = if is_new {
        String::new()
    } else {
        view.money(begun.price)
    };
    vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name).needed(),
        fields::money(Field::Price, label(Field::Price), &price).needed(),
        FormField::text(Field::Life, label(Field::Life), &written(begun.life, view))
            .replaced_by_typing()
            .hint(view.text("membership-life-hint"))
            .needed(),
    ]
}

fn per(field: Field, now: Per, view: &View) -> FormField<Value> {
    let options = [
        ("membership-per-term", Per::Term),
        ("membership-per-month", Per::Month),
        ("membership-per-week", Per::Week),
        ("membership-per-day", Per::Day),
    ];
    let at = options.iter().position(|(_, it)| *it == now).unwrap_or(0);
    let options = options.map(|(id, per)| (view.text(id), Value::Per(per)));
    one_of(field, view.words().field(field), at, options.to_vec())
}

fn what_it_gives(begun: &PlanDraft, gives: &Membership, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let or_nothing = |n: u32| if n == 0 { String::new() } else { n.to_string() };
    let off = if gives.off.is_zero() {
        String::new()
    } else {
        format!("{} %", gives.off)
    };
    let entries = match gives.entry {
        None => String::new(),
        Some(EntryLimit { most: 0, .. }) => view.text("membership-any"),
        Some(limit) => limit.most.to_string(),
    };
    let entry_per = gives.entry.map_or(Per::Month, |it| it.per);
    vec![
        FormField::text(
            Field::Credits,
            label(Field::Credits),
            &or_nothing(gives.credits),
        )
        .of_digits(NUMBER_DIGITS_MAX)
        .hint(view.text("membership-visits-hint")),
        FormField::text(
            Field::Services,
            label(Field::Services),
            &services_of(begun, view),
        )
        .hint(view.text("membership-services-hint")),
        per(Field::CreditsPer, gives.per, view),
        yes_or_no(
            Field::RollsOver,
            label(Field::RollsOver),
            gives.rolls_over,
            view,
            Value::Is,
        ),
        FormField::text(Field::MemberOff, label(Field::MemberOff), &off)
            .replaced_by_typing()
            .hint(view.text("membership-off-hint"))
            .read_by(|typed, view| match rate(typed) {
                Some(rate) => Reading::Fine(format!("{rate} %")),
                None => Reading::Wrong(view.text("cart-percent-wrong")),
            }),
        scope_field(&scope(&gives.on, view), view).hint(view.text("membership-scope-hint")),
        FormField::text(Field::Entries, label(Field::Entries), &entries)
            .replaced_by_typing()
            .hint(view.text("membership-entry-hint")),
        per(Field::EntriesPer, entry_per, view),
    ]
}

fn rate(typed: &str) -> Option<Rate> {
    match typed.trim().trim_end_matches('%').trim() {
        "" => Some(Rate::ZERO),
        rate => rate.parse().ok(),
    }
}

fn how_it_is_held(begun: &PlanDraft, gives: &Membership, view: &View) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let is = |field, is| yes_or_no(field, label(field), is, view, Value::Is);
    let earned = vec![
        (
            view.text("membership-over-time"),
            Value::Earned(Earned::OverTime),
        ),
        (view.text("membership-at-use"), Value::Earned(Earned::AtUse)),
    ];
    let at = usize::from(gives.earned == Earned::AtUse);
    let mut classes = taxes::classes(view).into_iter();
    let tax = classes.find(|class| Some(class.id) == begun.tax_class);
    let tax = tax.map(|class| (class.name, Value::Tax(class.id)));
    let choices = |typed: &str, view: &View| taxes::choices(typed, view, Value::Tax);
    let rest = begun.rest_days.to_string();
    vec![
        one_of(Field::Earned, label(Field::Earned), at, earned),
        is(Field::GivesBack, gives.gives_back),
        FormField::text(Field::RestDays, label(Field::RestDays), &rest)
            .of_digits(NUMBER_DIGITS_MAX),
        is(Field::RestExtends, begun.rest_extends),
        is(Field::CanMove, begun.can_move),
        FormField::text(Field::Code, label(Field::Code), &begun.code),
        FormField::pick(Field::Tax, label(Field::Tax), tax, choices).hint(view.text("manage-tax")),
        is(Field::InUse, begun.active),
    ]
}

fn draft(
    begun: &PlanDraft,
    gives: &Membership,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<PlanDraft, Wrong> {
    let is = |field, else_as| {
        Ok::<_, Wrong>(match chosen(fields, field, view)? {
            Some(Value::Is(is)) => is,
            _ => else_as,
        })
    };
    Ok(PlanDraft {
        name: text_of(fields, Field::Name).to_owned(),
        price: amount(fields, Field::Price, view)?.unwrap_or(begun.price),
        life: life(text_of(fields, Field::Life), view)?,
        kind: PlanKind::Membership(membership(begun, gives, fields, view)?),
        rest_days: match text_of(fields, Field::RestDays) {
            "" => 0,
            _ => number(fields, Field::RestDays, view)?,
        },
        rest_extends: is(Field::RestExtends, begun.rest_extends)?,
        can_move: is(Field::CanMove, begun.can_move)?,
        code: text_of(fields, Field::Code).to_owned(),
        tax_class: match chosen(fields, Field::Tax, view)? {
            Some(Value::Tax(class)) => Some(class),
            _ => begun.tax_class,
        },
        active: is(Field::InUse, begun.active)?,
        ..begun.clone()
    })
}

fn membership(
    begun: &PlanDraft,
    gives: &Membership,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<Membership, Wrong> {
    let per_of = |field, else_as| {
        Ok::<_, Wrong>(match chosen(fields, field, view)? {
            Some(Value::Per(per)) => per,
            _ => else_as,
        })
    };
    let is = |field, else_as| {
        Ok::<_, Wrong>(match chosen(fields, field, view)? {
            Some(Value::Is(is)) => is,
            _ => else_as,
        })
    };
    let off = text_of(fields, Field::MemberOff);
    let wrong_off = || (Field::MemberOff, view.text("cart-percent-wrong"));
    let on = parse_scope(text_of(fields, Field::Scope), view);
    let limit = |most| {
        let per = per_of(Field::EntriesPer, Per::Month)?;
        Ok::<_, Wrong>(Some(EntryLimit { most, per }))
    };
    let any = view.text("membership-any");
    Ok(Membership {
        credits: match text_of(fields, Field::Credits) {
            "" => 0,
            _ => number(fields, Field::Credits, view)?,
        },
        per: per_of(Field::CreditsPer, gives.per)?,
        services: services(begun, text_of(fields, Field::Services), view)?,
        rolls_over: is(Field::RollsOver, gives.rolls_over)?,
        off: rate(off).ok_or_else(wrong_off)?,
        on: on.map_err(|sentence| (Field::Scope, sentence))?,
        entry: match text_of(fields, Field::Entries) {
            "" => None,
            typed if any.starts_with(typed) => limit(0)?,
            _ => limit(number(fields, Field::Entries, view)?)?,
        },
        earned: match chosen(fields, Field::Earned, view)? {
            Some(Value::Earned(earned)) => earned,
            _ => gives.earned,
        },
        gives_back: is(Field::GivesBack, gives.gives_back)?,
    })
}
