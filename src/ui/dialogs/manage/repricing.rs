//! The price list changed at once: by how much, of what, rounded to what; then every
//! price as it is and as it would be, before anything changes.

use super::promotions::written;
use crate::{
    domain::{
        money::{Money, Rate},
        price::LevelId,
        repricing::{Change, Column, Columns, PriceMove, Repricing, RoundTo},
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::{Field, Refusal},
        request::{RepriceWish, Request},
        shop::Stop,
    },
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{
            fields::{self, Wrong, chosen, text_of},
            manage::prices,
        },
        view::View,
        widgets::{
            form::{Form, FormField, Reading},
            picker::{Filter, Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Columns(Columns),
    To(RoundTo),
}

pub fn ask(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let fields = vec![
        FormField::text(Field::PriceChange, label(Field::PriceChange), "")
            .hint(view.text("reprice-change"))
            .read_by(|typed, view| match parse_change(typed) {
                Some(change) => Reading::Fine(said(change, view)),
                None => Reading::Wrong(no_change(typed, view)),
            })
            .needed(),
        fields::one_of(Field::RoundTo, label(Field::RoundTo), 0, round_to(view)),
        written::scope_field("", view),
        fields::one_of(Field::Columns, label(Field::Columns), 0, columns(view)),
    ];
    Form::new(
        view.text("reprice-title"),
        "help-reprice",
        fields,
        |fields, view| {
            let wish = wish(fields, view)?;
            match query::new_prices(&view.shop.read(), &wish) {
                Ok(moves) if moves.is_empty() => Err((
                    Field::PriceChange,
                    view.words().refusal(&Refusal::NothingToReprice),
                )),
                Ok(moves) => Ok(vec![Cmd::Push(preview(wish, moves, view))]),
                Err(Stop::Refused(refusal)) => {
                    Err((Field::PriceChange, view.words().refusal(&refusal)))
                }
                Err(stop) => Ok(vec![view.say_stop(&stop)]),
            }
        },
    )
    .boxed()
}

fn wish(fields: &[FormField<Value>], view: &View) -> Result<Repricing, Wrong> {
    let typed = text_of(fields, Field::PriceChange);
    let of = text_of(fields, Field::Scope);
    Ok(Repricing {
        of: written::parse_scope(of, view).map_err(|wrong| (Field::Scope, wrong))?,
        columns: match chosen(fields, Field::Columns, view)? {
            Some(Value::Columns(columns)) => columns,
            _ => Columns::All,
        },
        change: parse_change(typed).ok_or_else(|| (Field::PriceChange, no_change(typed, view)))?,
        to: match chosen(fields, Field::RoundTo, view)? {
            Some(Value::To(to)) => to,
            _ => RoundTo {
                step: Money::from_minor(1),
                less: Money::ZERO,
            },
        },
    })
}

fn no_change(typed: &str, view: &View) -> String {
    view.fill("reprice-no-change", &[("typed", typed.into())])
}

/// `+5 %`, `-3.5`, or a rate of exchange before and after: `0.92 > 0.95`.
fn parse_change(typed: &str) -> Option<Change> {
    let typed = typed.trim();
    if let Some((was, now)) = typed.split_once('>') {
        let (was, now) = (number(was)?, number(now)?);
        return (was > 0 && now > 0).then_some(Change::Exchange { was, now });
    }
    if let Some(rate) = typed.strip_prefix('-') {
        return rate.parse().ok().map(Change::Lower);
    }
    let rate: Rate = typed.strip_prefix('+').unwrap_or(typed).parse().ok()?;
    (rate > Rate::ZERO).then_some(Change::Raise(rate))
}

/// In millionths.
fn number(typed: &str) -> Option<u64> {
    let typed = typed.trim();
    let (whole, part) = typed.split_once(['.', ',']).unwrap_or((typed, ""));
    if part.len() > 6 || !part.bytes().all(|it| it.is_ascii_digit()) {
        return None;
    }
    format!("{whole}{part:0<6}").parse().ok()
}

fn said(change: Change, view: &View) -> String {
    match change {
        Change::Raise(rate) => format!("+ {rate} %"),
        Change::Lower(rate) => format!("- {rate} %"),
        Change::Exchange { .. } => view.text("reprice-exchange"),
    }
}

/// Steps of the currency: its smallest unit, and what labels end in.
fn round_to(view: &View) -> Vec<(String, Value)> {
    let to = |step, less| RoundTo {
        step: Money::from_minor(step),
        less: Money::from_minor(less),
    };
    let steps = [to(1, 0), to(5, 0), to(10, 0), to(50, 0), to(100, 0)];
    let ends = [to(100, 10), to(100, 5), to(100, 1), to(1_000, 10)];
    let step = |it: RoundTo| {
        let words = [("step", view.money(it.step).into())];
        (view.fill("reprice-step", &words), Value::To(it))
    };
    let end = |it: RoundTo| {
        let words = [("end", view.money(it.step - it.less).into())];
        (view.fill("reprice-end", &words), Value::To(it))
    };
    steps.map(step).into_iter().chain(ends.map(end)).collect()
}

fn columns(view: &View) -> Vec<(String, Value)> {
    let usual = [
        ("columns-all", Columns::All),
        ("columns-usual", Columns::Usual),
    ];
    let usual = usual.map(|(id, it)| (view.text(id), Value::Columns(it)));
    let level = |id: LevelId| Value::Columns(Columns::Level(id));
    let levels = prices::all(view).into_iter();
    let levels = levels.map(|it| (it.name, level(it.id)));
    usual.into_iter().chain(levels).collect()
}

/// The first row does it; the others are looked at.
fn preview(wish: Repricing, moves: Vec<PriceMove>, view: &View) -> Box<dyn Component> {
    let told: Money = moves.iter().map(|it| it.now).sum();
    let n = moves.len();
    Picker::new(
        view.text("reprice-preview"),
        "help-reprice-preview",
        move |typed, view| rows(&moves, typed, view),
        move |does, _| {
            if !*does {
                return Vec::new();
            }
            vec![Cmd::Run(Request::ChangePrices(RepriceWish {
                repricing: wish.clone(),
                told: Some(told),
            }))]
        },
    )
    .staying()
    .on_answer(move |answer, view| match answer {
        Ok(Outcome::PricesChanged { .. }) => {
            let words = view.fill("outcome-prices-changed", &[("n", n.into())]);
            vec![Cmd::Pop, Cmd::Pop, Cmd::Say(Tone::Good, words)]
        }
        Ok(_) => Vec::new(),
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}

fn rows(moves: &[PriceMove], typed: &str, view: &View) -> Vec<Row<bool>> {
    let levels = prices::all(view);
    let column = |it: &PriceMove| match it.column {
        Column::Usual => String::new(),
        Column::Level(id) => {
            let level = levels.iter().find(|level| level.id == id);
            level.map_or_else(String::new, |it| format!("  {}", it.name))
        }
        Column::Staff(id) => view
            .staff_named(id)
            .map_or_else(String::new, |it| format!("  {}", it.name)),
    };
    let row = |it: &PriceMove| {
        let words = [
            ("was", view.money(it.was).into()),
            ("now", view.money(it.now).into()),
        ];
        Row {
            left: format!("{}{}", it.name, column(it)),
            right: view.fill("reprice-row", &words),
            value: false,
        }
    };
    let wanted = Filter::of(typed);
    let doing = Row {
        left: view.fill("reprice-do", &[("n", moves.len().into())]),
        right: String::new(),
        value: true,
    };
    let rows = moves.iter().map(row).filter(|row| wanted.fits(&row.left));
    std::iter::once(doing).chain(rows).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_a_percent_or_two_rates() {
        let raise = |milli| Some(Change::Raise(Rate::from_milli_percent(milli)));
        let lower = |milli| Some(Change::Lower(Rate::from_milli_percent(milli)));
        let exchange = |was, now| Some(Change::Exchange { was, now });
        #[rustfmt::skip]
        let cases = [
            ("5",              raise(5_000)),
            ("+5 %",           raise(5_000)),
            (" + 2,5%",        raise(2_500)),
            ("-3.125 %",       lower(3_125)),
            ("0.92 > 0.95",    exchange(920_000, 950_000)),
            ("1.95583>1",      exchange(1_955_830, 1_000_000)),
            ("0",              None),
            ("0 > 1",          None),
            ("0.1234567 > 1",  None),
            ("a lot",          None),
            ("",               None),
        ];
        for (typed, want) in cases {
            assert_eq!(parse_change(typed), want, "{typed:?}");
        }
    }
}
