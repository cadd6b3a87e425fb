//! What people who work here have earned and had ahead: a list of all, how each account
//! came to what it stands at, and a form for what is new.

use crate::{
    domain::{
        cash::PaidFrom,
        ids::StaffId,
        money::Money,
        pay_account::{PayCause, PayMovement},
    },
    ops::{
        query::{self, PayRow},
        refusal::Field,
        request::{PayDraft, Request},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{self, Wrong, amount, chosen, one_of, text_of},
            reason::any_why,
        },
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

const WHY: &[&str] = &[
    "earned-why-treatments",
    "earned-why-goods",
    "earned-why-late",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picked {
    Cause(PayCause),
    From(PaidFrom),
    Reason,
}

pub(super) fn accounts(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("earned-title"),
        "help-pay",
        rows,
        |staff: &StaffId, view| vec![Cmd::Push(movements(*staff, view))],
    )
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<StaffId>> {
    let rows = query::pay_accounts(&view.shop.read()).unwrap_or_default();
    let wanted = Filter::of(typed);
    let row = |it: PayRow| Row {
        right: stands_at(it.owed, it.ahead, view),
        left: it.name,
        value: it.staff,
    };
    let fits = |it: &PayRow| wanted.fits(&it.name);
    rows.into_iter().filter(fits).map(row).collect()
}

fn stands_at(owed: Money, ahead: Money, view: &View) -> String {
    let args = [
        ("owed", view.money(owed).into()),
        ("ahead", view.money(ahead).into()),
    ];
    let id = if ahead.is_zero() {
        "earned-owed"
    } else {
        "earned-owed-ahead"
    };
    view.fill(id, &args)
}

fn movements(staff: StaffId, view: &View) -> Box<dyn Component> {
    let name = view.staff_named(staff).map_or("", |it| it.name.as_str());
    let source = move |typed: &str, view: &View| {
        let moved = query::pay_movements(&view.shop.read(), staff).unwrap_or_default();
        let wanted = Filter::of(typed);
        let new = Row {
            left: view.text("earned-new"),
            right: String::new(),
            value: true,
        };
        let rows = std::iter::once(new).chain(moved.iter().map(|it| row(it, view)));
        rows.filter(|it| wanted.fits(&it.left)).collect()
    };
    Picker::new(
        view.fill("earned-of", &[("name", name.into())]),
        "help-pay-account",
        source,
        move |is_new: &bool, view| match is_new {
            true => vec![Cmd::Push(form(staff, view))],
            false => Vec::new(),
        },
    )
    .not_counting(|is_new| *is_new)
    .staying()
    .boxed()
}

/// Not chosen: it is posted, and what is wrong with it is set right by another.
fn row(it: &PayMovement, view: &View) -> Row<bool> {
    let words = view.words();
    let date = words.short_date(it.business_date);
    let cause = words.pay_cause(it.cause);
    Row {
        left: format!("{date}  {cause}  {}", it.reason),
        right: view.money(it.amount),
        value: false,
    }
}

fn form(staff: StaffId, view: &View) -> Box<dyn Component> {
    let words = view.words();
    let causes = PayCause::ALL.map(|it| (words.pay_cause(it), Picked::Cause(it)));
    let places = PaidFrom::ALL.map(|it| (words.paid_from(it), Picked::From(it)));
    let (cause, from) = (Field::PayCause, Field::PaidFrom);
    let all = vec![
        one_of(cause, words.field(cause), 0, causes.to_vec()),
        fields::money(Field::Amount, words.field(Field::Amount), "")
            .needed()
            .hint(view.text("earned-amount-hint")),
        any_why(WHY, "", Picked::Reason, view),
        one_of(from, words.field(from), 0, places.to_vec()).hint(view.text("earned-from-hint")),
    ];
    Form::new(
        view.text("earned-new"),
        "help-pay-account",
        all,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::RecordPay(draft(
                staff, fields, view,
            )?))])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

fn draft(staff: StaffId, fields: &[FormField<Picked>], view: &View) -> Result<PayDraft, Wrong> {
    let cause = match chosen(fields, Field::PayCause, view)? {
        Some(Picked::Cause(cause)) => cause,
        _ => PayCause::Commission,
    };
    let from = match chosen(fields, Field::PaidFrom, view)? {
        Some(Picked::From(from)) => from,
        _ => PaidFrom::Drawer,
    };
    Ok(PayDraft {
        staff,
        cause,
        amount: amount(fields, Field::Amount, view)?.unwrap_or_default(),
        reason: text_of(fields, Field::Reason).to_owned(),
        from,
    })
}
