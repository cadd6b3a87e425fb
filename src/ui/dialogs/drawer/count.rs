//! Counting by coin and note: the float in the morning, and the blind count of the
//! evening. What is expected is on neither form.

use super::result;
use crate::{
    domain::{
        drawer::{Count, Pieces},
        money::Money,
        text,
    },
    ops::{outcome::Outcome, refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{self, amount},
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
    let fields = cash_fields(view);
    form(
        view,
        "drawer-float-title",
        "help-drawer-float",
        fields,
        |cash, _, _| {
            let float = Count { cash, card: None };
            Ok(Request::OpenDrawer {
                float,
                business_date: None,
            })
        },
    )
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
}

type Asked = fn(Vec<Pieces>, &[FormField<()>], &View) -> Result<Request, fields::Wrong>;

fn form(
    view: &View,
    title: &str,
    help: &'static str,
    fields: Vec<FormField<()>>,
    request: Asked,
) -> Box<dyn Component> {
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
    .boxed()
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
