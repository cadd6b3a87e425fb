//! Counting by coin and note: the float in the morning, and the blind count of the
//! evening. What is expected is on neither form.

use chrono::NaiveDate;

use super::result;
use crate::{
    domain::{
        drawer::{Count, Pieces},
        money::Money,
        text, typed,
    },
    ops::{drawer::proposed_day, outcome::Outcome, refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component, Tone},
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
    fields.push(day.replaced_by_typing());
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

/// The blind count, with the card terminal's own total.
pub(super) fn close(view: &View) -> Box<dyn Component> {
    let mut fields = cash_fields(view);
    let card = fields::money(Field::Amount, view.text("drawer-card"), "");
    fields.push(card.hint(view.text("drawer-card-hint")));
    form(
        view,
        "drawer-count-title",
        "help-drawer-count",
        fields,
        |cash, fields, view| {
            let card = amount(fields, Field::Amount, view)?;
            Ok(Request::CountDrawer {
                count: Count { cash, card },
            })
        },
    )
    .boxed()
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
    Form::new(view.text(title), help, fields, move |fields, view| {
        let request = request(pieces(&values, fields), fields, view)?;
        Ok(vec![Cmd::Run(request)])
    })
    .foot(move |fields, view| {
        let cash = pieces(&counted, fields);
        let total = Count { cash, card: None }.cash_total();
        let total = view.fill("drawer-counted", &[("total", view.money(total).into())]);
        format!("{total}\n{}", view.text("drawer-count-keys"))
    })
    .on_done(|outcome, view| match outcome {
        Outcome::Counted { .. } => vec![Cmd::Push(result::result(view))],
        outcome => vec![Cmd::Say(Tone::Good, view.words().outcome(outcome))],
    })
}

/// A field for each coin and note; an empty one is none.
fn cash_fields(view: &View) -> Vec<FormField<()>> {
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

fn pieces(values: &[i64], fields: &[FormField<()>]) -> Vec<Pieces> {
    let counted = values.iter().zip(fields).map(|(value, field)| Pieces {
        value_minor: *value,
        n: field.value().parse().unwrap_or(0),
    });
    counted.filter(|it| it.n > 0).collect()
}
