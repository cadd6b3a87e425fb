//! Income and expense in cash over a span of days, by category; each opens its
//! movements, and each of those its order.

use chrono::{Datelike, NaiveDate};

use super::figures;
use crate::{
    domain::cash::MovedFor,
    ops::{
        query::{Answer, CashJournal, CashSum, Query},
        refusal::Field,
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{optional_date, read_optional_date},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// From when until when; usually this month so far.
pub(super) fn span(view: &View) -> Box<dyn Component> {
    let first = view.today().with_day(1).unwrap_or(view.today());
    let since = [("date", view.words().date(first).into())];
    let fields: Vec<FormField<()>> = vec![
        optional_date(Field::From, view.fill("statement-from", &since), view),
        optional_date(Field::Until, view.text("statement-until"), view),
    ];
    let title = view.text("journal-title");
    Form::new(title, "help-cash-journal", fields, move |fields, view| {
        let from = read_optional_date(fields, Field::From, view)?.unwrap_or(first);
        let until = read_optional_date(fields, Field::Until, view)?;
        let until = until.unwrap_or(view.today());
        match ask(from, until, view) {
            Ok(found) => Ok(vec![Cmd::Pop, Cmd::Push(journal(&found, view))]),
            Err(said) => Err((Field::Until, said)),
        }
    })
    .submit_from(0)
    .boxed()
}

fn ask(from: NaiveDate, until: NaiveDate, view: &View) -> Result<CashJournal, String> {
    let query = Query::CashJournal { from, until };
    match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::CashJournal(journal)) => Ok(journal),
        Ok(_) => Err(String::new()),
        Err(stop) => match view.say_stop(&stop) {
            Cmd::Say(_, said) => Err(said),
            _ => Err(String::new()),
        },
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Movements,
    Said,
}

fn journal(found: &CashJournal, view: &View) -> Box<dyn Component> {
    let (from, until) = (found.from, found.until);
    let words = view.words();
    let args = [
        ("from", words.short_date(from).into()),
        ("until", words.short_date(until).into()),
    ];
    let title = view.fill("journal-of", &args);
    let rows = move |typed: &str, view: &View| match ask(from, until, view) {
        Ok(found) => rows(&found, typed, view),
        Err(_) => Vec::new(),
    };
    Picker::new(
        title,
        "help-cash-journal",
        rows,
        move |place, view| match place {
            Place::Movements => {
                let query = Query::CashJournal { from, until };
                vec![Cmd::Push(figures::moves(query, view))]
            }
            Place::Said => Vec::new(),
        },
    )
    .staying()
    .when_empty("figures-no-moves")
    .boxed()
}

fn rows(found: &CashJournal, typed: &str, view: &View) -> Vec<Row<Place>> {
    if found.rows.is_empty() {
        return Vec::new();
    }
    let mut rows: Vec<Row<Place>> = found.rows.iter().map(|it| row(it, view)).collect();
    let sums = [
        ("journal-income", found.income),
        ("journal-expense", found.expense),
        ("journal-both", found.income + found.expense),
    ];
    rows.extend(sums.map(|(id, amount)| Row {
        left: view.text(id),
        right: view.money(amount),
        value: Place::Said,
    }));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

/// Both ways where both were gone.
fn row(sum: &CashSum, view: &View) -> Row<Place> {
    let name = match sum.what {
        MovedFor::Category => sum.name.clone(),
        _ => view.text("z-moved-petty"),
    };
    let n = [("n", sum.n.into()), ("name", name.into())];
    let parts = [sum.income, sum.expense];
    let parts = parts.iter().filter(|it| !it.is_zero());
    let parts: Vec<String> = parts.map(|it| view.money(*it)).collect();
    Row {
        left: view.fill("journal-row", &n),
        right: parts.join("  "),
        value: Place::Movements,
    }
}
