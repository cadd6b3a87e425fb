//! What forms ask alike: yes or no, an amount, a whole number.

use crate::{
    domain::{money::Money, text},
    ops::refusal::Field,
    ui::{
        view::View,
        widgets::form::{Choice, FormField},
    },
};

/// A field that is wrong, and why.
pub(super) type Wrong = (Field, String);

pub(super) fn yes_or_no<V: Clone>(
    field: Field,
    label: String,
    is: bool,
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    let word = |is: bool, view: &View| view.text(if is { "form-yes" } else { "form-no" });
    let chosen = (word(is, view), value(is));
    FormField::pick(field, label, Some(chosen), move |typed, view| {
        let typed = text::fold(typed);
        [true, false]
            .into_iter()
            .map(|is| Choice {
                label: word(is, view),
                detail: String::new(),
                value: value(is),
            })
            .filter(|choice| text::fold(&choice.label).starts_with(&typed))
            .collect()
    })
}

pub(super) fn text_of<V: Clone>(fields: &[FormField<V>], field: Field) -> &str {
    fields
        .iter()
        .find(|it| it.field == field)
        .map_or("", FormField::value)
}

pub(super) fn chosen<V: Clone>(fields: &[FormField<V>], field: Field) -> Option<V> {
    fields
        .iter()
        .find(|it| it.field == field)
        .and_then(FormField::chosen)
        .cloned()
}

/// Nothing typed is no amount.
pub(super) fn amount<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<Money>, Wrong> {
    match text_of(fields, field) {
        "" => Ok(None),
        typed => view.settings.currency.parse(typed).map(Some).map_err(|_| {
            (
                field,
                view.fill("form-no-amount", &[("typed", typed.into())]),
            )
        }),
    }
}

pub(super) fn number<V: Clone, N: std::str::FromStr>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<N, Wrong> {
    let typed = text_of(fields, field);
    typed.parse().map_err(|_| {
        (
            field,
            view.fill("form-no-number", &[("typed", typed.into())]),
        )
    })
}
