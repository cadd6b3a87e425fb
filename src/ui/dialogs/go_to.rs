//! Goes to a date, however it is spelled.

use chrono::NaiveDate;

use crate::{
    domain::time,
    ops::refusal::{Field, FieldProblem},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// `shown` is the day that the grid shows.
pub fn go_to(view: &View, shown: NaiveDate) -> Box<dyn Component> {
    let label = view.words().field(Field::Date);
    let date = FormField::<()>::text(Field::Date, label, "").hint(view.text("go-to-hint"));
    let title = view.fill("go-to-title", &[("shown", view.words().date(shown).into())]);
    Form::new(title, "help-go-to", vec![date], |fields, view| {
        let typed = fields[0].value();
        if let Some(date) = time::parse_date(typed, view.today()) {
            return Ok(vec![Cmd::Pop, Cmd::ShowDay(date)]);
        }
        let problem = if typed.is_empty() {
            FieldProblem::Missing
        } else {
            FieldProblem::NotUnderstood {
                typed: typed.to_owned(),
            }
        };
        Err((
            Field::Date,
            view.words().field_problem(Field::Date, &problem),
        ))
    })
    .boxed()
}
