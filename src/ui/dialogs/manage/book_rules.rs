//! What the shop has decided about appointments: how long a time is held, when a
//! cancellation is late, what is asked of who does not come, and of whom a deposit.

use crate::{
    domain::{
        booking::{BookRules, DepositRule, Fee},
        money::{Money, Rate},
    },
    ops::{
        query,
        refusal::{Field, FieldProblem},
        request::Request,
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, text_of, whole},
        view::View,
        widgets::form::{Form, FormField},
    },
};

fn rules(view: &View) -> BookRules {
    query::book_rules(&view.shop.read()).unwrap_or_default()
}

pub fn summary(view: &View) -> String {
    let now = rules(view);
    let asks = now.no_show_fee != Fee::Nothing
        || now.late_fee != Fee::Nothing
        || !now.deposit.rate.is_zero();
    view.text(if asks {
        "book-rules-some"
    } else {
        "book-rules-none"
    })
}

pub fn form(view: &View) -> Box<dyn Component> {
    let now = rules(view);
    let label = |field| view.words().field(field);
    let count = |field, now: u16, hint: &str| {
        whole(field, label(field), &now.to_string()).hint(view.text(hint))
    };
    let text = |field, now: String, hint: &str| {
        FormField::text(field, label(field), &now)
            .replaced_by_typing()
            .hint(view.text(hint))
    };
    let from = Some(now.deposit.from_price).filter(|it| !it.is_zero());
    let from = from.map_or_else(String::new, |it| view.money(it));
    let rows: Vec<FormField<()>> = vec![
        count(Field::HoldMinutes, now.hold_min, "book-rules-hold-hint"),
        count(Field::LateHours, now.late_hours, "book-rules-late-hint"),
        text(
            Field::NoShowFee,
            written(now.no_show_fee, view),
            "book-rules-fee-hint",
        ),
        text(
            Field::LateFee,
            written(now.late_fee, view),
            "book-rules-fee-hint",
        ),
        text(
            Field::DepositRate,
            share(now.deposit.rate),
            "book-rules-deposit-hint",
        ),
        fields::money(Field::DepositFrom, label(Field::DepositFrom), &from)
            .hint(view.text("book-rules-from-hint")),
        count(
            Field::DepositNoShows,
            now.deposit.no_shows,
            "book-rules-no-shows-hint",
        ),
        count(
            Field::DepositHours,
            now.deposit.hold_hours,
            "book-rules-hours-hint",
        ),
    ];
    let title = view.text("settings-book-rules");
    Form::new(title, "help-book-rules", rows, |fields, view| {
        let rules = read(fields, view)?;
        Ok(vec![Cmd::Run(Request::SaveBookRules { rules })])
    })
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

fn share(rate: Rate) -> String {
    if rate.is_zero() {
        String::new()
    } else {
        format!("{rate} %")
    }
}

fn written(fee: Fee, view: &View) -> String {
    match fee {
        Fee::Nothing => String::new(),
        Fee::Amount(amount) => view.money(amount),
        Fee::Share(rate) => share(rate),
    }
}

fn not_understood(field: Field, typed: &str, view: &View) -> Wrong {
    let problem = FieldProblem::NotUnderstood {
        typed: typed.to_owned(),
    };
    (field, view.words().field_problem(field, &problem))
}

/// `50 %`, or nothing.
fn read_share(fields: &[FormField<()>], field: Field, view: &View) -> Result<Rate, Wrong> {
    let typed = text_of(fields, field);
    match typed.trim().trim_end_matches('%').trim() {
        "" => Ok(Rate::ZERO),
        rate => rate.parse().map_err(|_| not_understood(field, typed, view)),
    }
}

/// `15.00`, `50 %`, or nothing.
fn read_fee(fields: &[FormField<()>], field: Field, view: &View) -> Result<Fee, Wrong> {
    let typed = text_of(fields, field).trim();
    if typed.is_empty() {
        return Ok(Fee::Nothing);
    }
    if typed.ends_with('%') {
        return read_share(fields, field, view).map(Fee::Share);
    }
    let parsed = view.settings.currency.parse(typed);
    let amount = parsed.map_err(|_| not_understood(field, typed, view))?;
    Ok(if amount.is_zero() {
        Fee::Nothing
    } else {
        Fee::Amount(amount)
    })
}

fn read(fields: &[FormField<()>], view: &View) -> Result<BookRules, Wrong> {
    let count = |field| -> Result<u16, Wrong> {
        if text_of(fields, field).is_empty() {
            return Ok(0);
        }
        fields::number(fields, field, view)
    };
    Ok(BookRules {
        hold_min: count(Field::HoldMinutes)?,
        late_hours: count(Field::LateHours)?,
        no_show_fee: read_fee(fields, Field::NoShowFee, view)?,
        late_fee: read_fee(fields, Field::LateFee, view)?,
        deposit: DepositRule {
            rate: read_share(fields, Field::DepositRate, view)?,
            from_price: amount(fields, Field::DepositFrom, view)?.unwrap_or(Money::ZERO),
            no_shows: count(Field::DepositNoShows)?,
            hold_hours: count(Field::DepositHours)?,
        },
    })
}
