//! Counting by coin and note: the float in the morning, and the blind count of the
//! evening. What is expected is on neither form.

use chrono::NaiveDate;

use super::{payout, result};
use crate::{
    domain::{
        drawer::{Count, Pieces, TenderClosing, TenderCount},
        money::{Currency, Money},
        tender::TenderKind,
        text, typed,
    },
    ops::{
        drawer::proposed_day,
        outcome::Outcome,
        query::{Answer, Query},
        refusal::Field,
        request::Request,
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, amount, text_of},
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

/// As many digits as [`crate::domain::drawer::PIECES_MAX`] has.
const DIGITS_MAX: usize = 5;
/// Amounts stand under each other by their points.
const VALUE_CELLS: usize = 9;

/// The float.
pub(super) fn open(view: &View) -> Box<dyn Component> {
    let mut fields = cash_fields(view);
    let last = fields.len().saturating_sub(1);
    let day = proposed(view).unwrap_or(view.today());
    let day = fields::date(&day.format("%d.%m.%Y").to_string(), view);
    fields.push(day);
    let asked: Asked = |cash, fields, view| {
        let float = Count { cash, card: None };
        let typed = typed::date(text_of(fields, Field::Date), view.today());
        Ok(Request::OpenDrawer {
            float,
            business_date: typed.filter(|it| Some(*it) != proposed(view)),
        })
    };
    form(
        view,
        "drawer-float-title",
        "help-drawer-float",
        fields,
        asked,
    )
    // The day is mostly right: the last coin opens it.
    .submit_from(last)
    .boxed()
}

/// The day of trade that is begun unless another is typed.
fn proposed(view: &View) -> Option<NaiveDate> {
    let (read, register) = (view.shop.read(), view.session.register);
    proposed_day(&read, &view.settings, register, view.shop.now()).ok()
}

/// The count: cash, and what else the shop counts when a day is closed. Where it does
/// not count blind, what is expected stands below.
pub(super) fn close(view: &View) -> Box<dyn Component> {
    let mut fields = if view.has_drawer() {
        cash_fields(view)
    } else {
        Vec::new()
    };
    if view.tenders.of(TenderKind::Card).counted {
        let card = fields::money(Field::Amount, view.text("drawer-card"), "");
        fields.push(card.hint(view.text("drawer-card-hint")));
    }
    for (kind, currency) in others(view) {
        let label = view.words().tender(kind);
        fields.push(payout::in_currency(label, currency).hint(view.text("drawer-card-hint")));
    }
    if fields.is_empty() {
        return result::result(view);
    }
    form(
        view,
        "drawer-count-title",
        "help-drawer-count",
        fields,
        |cash, fields, view| {
            let card = amount(fields, Field::Amount, view)?;
            Ok(Request::CountDrawer {
                count: Count { cash, card },
                others: counted_others(fields, view)?,
            })
        },
    )
    .boxed()
}

/// Slips, papers and cash of another currency that the shop counts, in which currency.
fn others(view: &View) -> Vec<(TenderKind, Currency)> {
    let kinds = TenderKind::ALL.into_iter().filter(|kind| {
        let is_own = matches!(kind, TenderKind::Cash | TenderKind::Card);
        !is_own && !kind.is_balance() && view.tenders.takes(*kind)
    });
    let counted = kinds.filter(|kind| view.tenders.of(*kind).counted);
    let foreign = view.tenders.foreign.as_ref();
    counted
        .map(|kind| match foreign {
            Some(rule) if kind == TenderKind::Foreign => (kind, rule.currency.clone()),
            _ => (kind, view.settings.currency.clone()),
        })
        .collect()
}

fn counted_others(
    fields: &[FormField<()>],
    view: &View,
) -> Result<Vec<TenderCount>, fields::Wrong> {
    let typed = fields.iter().filter(|it| it.field == Field::OtherCount);
    let mut counts = Vec::new();
    for (field, (kind, currency)) in typed.zip(others(view)) {
        if field.value().is_empty() {
            continue;
        }
        let wrong = |_| {
            let args = [("typed", field.value().into())];
            (Field::OtherCount, view.fill("cart-not-an-amount", &args))
        };
        counts.push(TenderCount {
            kind,
            amount: currency.parse(field.value()).map_err(wrong)?,
            currency: if kind == TenderKind::Foreign {
                currency.code
            } else {
                String::new()
            },
        });
    }
    Ok(counts)
}

/// What should be there, where the shop says so before the count.
fn expected(view: &View) -> Option<String> {
    if view.drawer_rules.blind_count {
        return None;
    }
    let query = Query::DrawerFigures;
    let Ok(Answer::DrawerFigures { tenders }) = view.shop.ask(&view.session, &view.locale, &query)
    else {
        return None;
    };
    let words = view.words();
    let one = |it: &TenderClosing| {
        let amount = words.in_currency(it.expected, &it.currency);
        format!("{} {amount}", words.tender_closed(it))
    };
    let all: Vec<String> = tenders.iter().map(one).collect();
    let args = [("figures", all.join(", ").into())];
    Some(view.fill("drawer-expected", &args))
}

type Asked = fn(Vec<Pieces>, &[FormField<()>], &View) -> Result<Request, fields::Wrong>;

fn form(
    view: &View,
    title: &str,
    help: &'static str,
    fields: Vec<FormField<()>>,
    request: Asked,
) -> Form<()> {
    let values = view.settings.denominations.clone();
    let counted = values.clone();
    let is_count = help == "help-drawer-count";
    let said = is_count.then(|| expected(view)).flatten();
    Form::new(view.text(title), help, fields, move |fields, view| {
        let request = request(pieces(&values, fields), fields, view)?;
        Ok(vec![Cmd::Run(request)])
    })
    .foot(move |fields, view| {
        let cash = pieces(&counted, fields);
        let total = Count { cash, card: None }.cash_total();
        let total = view.fill("drawer-counted", &[("total", view.money(total).into())]);
        let below = said
            .as_deref()
            .map_or_else(String::new, |it| format!("{it}\n"));
        format!("{total}\n{below}{}", view.text("drawer-count-keys"))
    })
    .on_done(|outcome, view| match outcome {
        Outcome::Counted { .. } => vec![Cmd::Push(result::result(view))],
        outcome => vec![view.say_done(outcome)],
    })
}

/// A field for each coin and note; an empty one is none.
pub(super) fn cash_fields<V: Clone + 'static>(view: &View) -> Vec<FormField<V>> {
    let field = |value: &i64| {
        let value = Money::from_minor(*value);
        let label = text::pad_start(&view.money(value), VALUE_CELLS);
        FormField::text(Field::Count, label, "")
            .of_digits(DIGITS_MAX)
            .read_by(move |typed, view| {
                let sum = value * typed.parse().unwrap_or(0);
                Reading::Fine(text::pad_start(&view.money(sum), VALUE_CELLS))
            })
    };
    view.settings.denominations.iter().map(field).collect()
}

pub(super) fn pieces<V: Clone>(values: &[i64], fields: &[FormField<V>]) -> Vec<Pieces> {
    let cash = fields.iter().filter(|it| it.field == Field::Count);
    let counted = values.iter().zip(cash).map(|(value, field)| Pieces {
        value_minor: *value,
        n: field.value().parse().unwrap_or(0),
    });
    counted.filter(|it| it.n > 0).collect()
}
