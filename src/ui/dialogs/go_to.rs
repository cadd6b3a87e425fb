//! Goes to a date, however it is spelled.

use chrono::NaiveDate;

use crate::{
    domain::typed,
    ui::{
        component::{Cmd, Component},
        dialogs::fields,
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// `shown` is the day that the grid shows.
pub fn go_to(view: &View, shown: NaiveDate) -> Box<dyn Component> {
    let date: FormField<()> = fields::date("", view)
        .needed()
        .hint(view.text("go-to-hint"));
    let title = view.fill("go-to-title", &[("shown", view.words().date(shown).into())]);
    Form::new(title, "help-go-to", vec![date], |fields, view| {
        let date = typed::date(fields[0].value(), view.today());
        let shown = date.map(Cmd::ShowDay);
        Ok([Cmd::Pop].into_iter().chain(shown).collect())
    })
    .boxed()
}
