//! The ways of paying that the shop takes, its second currency, and how much a client
//! may owe.

use crate::{
    domain::{
        money::{Money, Rate},
        tender::TenderKind,
        tender_rules::{TenderRule, format_rate, parse_rate},
    },
    ops::{
        refusal::Field,
        request::{ForeignDraft, Request, TenderRulesDraft},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, amount, chosen, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField, Submitted},
            picker::{Filter, Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Tender(TenderKind),
    Foreign,
    Tabs,
}

pub fn list(view: &View) -> Box<dyn Component> {
    let title = view.text("manage-tenders");
    Picker::new(title, "help-manage-tenders", rows, open)
        .staying()
        .boxed()
}

/// How many ways of paying are taken.
pub(super) fn summary(view: &View) -> String {
    let taken = TenderKind::ALL.into_iter();
    let n = taken.filter(|kind| view.tenders.takes(*kind)).count();
    view.fill("settings-in-use", &[("n", n.into())])
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "a picker passes a reference"
)]
fn open(place: &Place, view: &View) -> Vec<Cmd> {
    vec![Cmd::Push(match place {
        Place::Tender(kind) => tender(*kind, view),
        Place::Foreign => foreign(view),
        Place::Tabs => tabs(view),
    })]
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
    let row = |left: String, right: String, value| Row { left, right, value };
    let of_kind = |kind: TenderKind| {
        let right = about(&view.tenders.of(kind), view);
        row(view.words().tender(kind), right, Place::Tender(kind))
    };
    let mut rows: Vec<Row<Place>> = TenderKind::ALL.into_iter().map(of_kind).collect();
    let currency = view.tenders.foreign.as_ref().map(|rule| {
        let args = [
            ("currency", rule.currency.code.as_str().into()),
            ("rate", format_rate(rule.rate_millionths).into()),
            ("day", view.words().short_date(rule.set_on).into()),
        ];
        view.fill("manage-foreign-is", &args)
    });
    let currency = currency.unwrap_or_else(|| view.text("manage-foreign-none"));
    rows.push(row(view.text("manage-foreign"), currency, Place::Foreign));
    let limit = match view.tenders.tab_limit {
        Money::ZERO => view.text("manage-tabs-none"),
        limit => view.money(limit),
    };
    rows.push(row(view.text("manage-tabs"), limit, Place::Tabs));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

fn about(rule: &TenderRule, view: &View) -> String {
    if !view.tenders.takes(rule.kind) {
        // What is wanted and lacks something else says what.
        let why = match rule.kind {
            TenderKind::Account if rule.taken => "manage-tender-no-limit",
            TenderKind::Foreign if rule.taken => "manage-tender-no-currency",
            _ => "manage-tender-off",
        };
        return view.text(why);
    }
    if rule.fee == Rate::ZERO {
        return String::new();
    }
    let rate = [("rate", rule.fee.to_string().into())];
    view.fill("manage-tender-fee", &rate)
}

/// What was not asked here stays as it is by then.
fn draft(view: &View) -> TenderRulesDraft {
    let rules = &view.tenders;
    let foreign = rules.foreign.as_ref();
    TenderRulesDraft {
        tenders: rules.tenders.clone(),
        foreign: foreign.map(|rule| ForeignDraft {
            currency: rule.currency.code.clone(),
            rate_millionths: rule.rate_millionths,
            stale_days: rule.stale_days,
            looked_up: false,
        }),
        tab_limit: rules.tab_limit,
    }
}

fn form(
    title: String,
    fields: Vec<FormField<bool>>,
    submit: impl Fn(&[FormField<bool>], &View) -> Submitted + 'static,
) -> Box<dyn Component> {
    Form::new(title, "help-manage-tenders", fields, submit)
        .on_done(|outcome, view| vec![view.say_done(outcome)])
        .boxed()
}

fn tender(kind: TenderKind, view: &View) -> Box<dyn Component> {
    let rule = view.tenders.of(kind);
    let usual = view.text(kind_name(kind));
    let yes = |field, label: &str, is| yes_or_no(field, view.text(label), is, view, |is| is);
    let label = |field| view.words().field(field);
    let fields = vec![
        yes(Field::InUse, "manage-tender-taken", rule.taken),
        FormField::text(Field::Name, label(Field::Name), &rule.name)
            .hint(view.fill("manage-tender-name", &[("name", usual.into())])),
        yes(Field::Drawer, "field-drawer", rule.opens_drawer),
        yes(Field::Count, "manage-tender-counted", rule.counted),
        yes(
            Field::Reference,
            "manage-tender-number",
            rule.reference_needed,
        ),
        FormField::text(Field::Fee, label(Field::Fee), &rule.fee.to_string()).replaced_by_typing(),
    ];
    let title = view.words().tender(kind);
    form(title, fields, move |fields, view| {
        let now = view.tenders.of(kind);
        let is = |field, before| Ok(chosen(fields, field, view)?.unwrap_or(before));
        let fee = match text_of(fields, Field::Fee) {
            "" => Ok(Rate::ZERO),
            typed => typed.parse::<Rate>(),
        };
        let fee = fee.map_err(|_| (Field::Fee, view.text("manage-tender-no-fee")))?;
        let rule = TenderRule {
            kind,
            taken: is(Field::InUse, now.taken)?,
            name: text_of(fields, Field::Name).to_owned(),
            opens_drawer: is(Field::Drawer, now.opens_drawer)?,
            counted: is(Field::Count, now.counted)?,
            fee,
            reference_needed: is(Field::Reference, now.reference_needed)?,
        };
        let mut draft = draft(view);
        draft.tenders.retain(|it| it.kind != kind);
        draft.tenders.push(rule);
        Ok(vec![Cmd::Run(Request::SaveTenderRules(draft))])
    })
}

/// The message of its usual name, whatever the shop calls it.
fn kind_name(kind: TenderKind) -> &'static str {
    match kind {
        TenderKind::Cash => "tender-cash",
        TenderKind::Card => "tender-card",
        TenderKind::Transfer => "tender-transfer",
        TenderKind::Cheque => "tender-cheque",
        TenderKind::Account => "tender-account",
        TenderKind::GiftCard => "tender-gift-card",
        TenderKind::Points => "tender-points",
        TenderKind::Deposit => "tender-deposit",
        TenderKind::Voucher => "tender-voucher",
        TenderKind::Foreign => "tender-foreign",
    }
}

fn foreign(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let rule = view.tenders.foreign.as_ref();
    let code = rule.map_or("", |it| it.currency.code.as_str());
    let rate = rule.map_or_else(String::new, |it| format_rate(it.rate_millionths));
    let days = rule.filter(|it| it.stale_days > 0);
    let days = days.map_or_else(String::new, |it| it.stale_days.to_string());
    let own = ("currency", view.settings.currency.code.as_str().into());
    let fields = vec![
        FormField::text(Field::Currency, label(Field::Currency), code)
            .replaced_by_typing()
            .hint(view.text("manage-foreign-code")),
        FormField::text(Field::ExchangeRate, label(Field::ExchangeRate), &rate)
            .replaced_by_typing()
            .hint(view.fill("manage-foreign-rate", &[own])),
        FormField::text(Field::StaleDays, label(Field::StaleDays), &days)
            .of_digits(4)
            .hint(view.text("manage-foreign-days")),
    ];
    form(view.text("manage-foreign"), fields, |fields, view| {
        let mut draft = draft(view);
        let code = text_of(fields, Field::Currency).to_uppercase();
        draft.foreign = if code.is_empty() {
            None
        } else {
            let rate = parse_rate(text_of(fields, Field::ExchangeRate));
            let rate_millionths =
                rate.ok_or_else(|| (Field::ExchangeRate, view.text("manage-foreign-no-rate")))?;
            Some(ForeignDraft {
                currency: code,
                rate_millionths,
                stale_days: text_of(fields, Field::StaleDays).parse().unwrap_or(0),
                looked_up: true,
            })
        };
        Ok(vec![Cmd::Run(Request::SaveTenderRules(draft))])
    })
}

fn tabs(view: &View) -> Box<dyn Component> {
    let limit = match view.tenders.tab_limit {
        Money::ZERO => String::new(),
        limit => view.money(limit),
    };
    let label = view.words().field(Field::Amount);
    let fields =
        vec![fields::money(Field::Amount, label, &limit).hint(view.text("manage-tabs-hint"))];
    form(view.text("manage-tabs"), fields, |fields, view| {
        let mut draft = draft(view);
        draft.tab_limit = amount(fields, Field::Amount, view)?.unwrap_or(Money::ZERO);
        Ok(vec![Cmd::Run(Request::SaveTenderRules(draft))])
    })
}
