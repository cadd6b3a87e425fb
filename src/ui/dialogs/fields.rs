//! What forms ask alike: yes or no, an amount, a whole number.

use crate::{
    domain::{
        money::{Money, Rate},
        tax::TaxComponent,
        text,
    },
    ops::refusal::Field,
    ui::{
        view::View,
        widgets::form::{Choice, FormField},
    },
};

/// A field that is wrong, and why.
pub(in crate::ui) type Wrong = (Field, String);

pub(in crate::ui) fn yes_or_no<V: Clone + 'static>(
    field: Field,
    label: String,
    is: bool,
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    either(field, label, is, ["form-yes", "form-no"], view, value)
}

/// One of two, by the message ids of what they are called; the first is `true`.
pub(in crate::ui) fn either<V: Clone + 'static>(
    field: Field,
    label: String,
    is: bool,
    [yes, no]: [&'static str; 2],
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    let options = vec![(view.text(yes), value(true)), (view.text(no), value(false))];
    one_of(field, label, usize::from(!is), options)
}

/// One of a few that are there from the start.
pub(in crate::ui) fn one_of<V: Clone + 'static>(
    field: Field,
    label: String,
    chosen: usize,
    options: Vec<(String, V)>,
) -> FormField<V> {
    let chosen = options.get(chosen).cloned();
    FormField::pick(field, label, chosen, move |typed, _| {
        let typed = text::fold(typed);
        let fits = |(label, _): &&(String, V)| text::fold(label).starts_with(&typed);
        let choice = |(label, value): &(String, V)| Choice {
            label: label.clone(),
            detail: String::new(),
            value: value.clone(),
        };
        options.iter().filter(fits).map(choice).collect()
    })
}

/// How prices relate to tax.
pub(in crate::ui) fn tax_inside<V: Clone + 'static>(
    is: bool,
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    let label = view.words().field(Field::TaxInside);
    let words = ["start-inside", "start-added"];
    either(Field::TaxInside, label, is, words, view, value)
}

pub(in crate::ui) fn text_of<V: Clone>(fields: &[FormField<V>], field: Field) -> &str {
    fields
        .iter()
        .find(|it| it.field == field)
        .map_or("", FormField::value)
}

/// What was chosen; nothing typed is no choice.
pub(in crate::ui) fn chosen<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<V>, Wrong> {
    let found = fields.iter().find(|it| it.field == field);
    let chosen = found.and_then(FormField::chosen).cloned();
    match found.map_or("", FormField::value) {
        typed if chosen.is_none() && !typed.is_empty() => Err((
            field,
            view.fill("form-no-choice", &[("typed", typed.into())]),
        )),
        _ => Ok(chosen),
    }
}

/// Nothing typed is no amount.
pub(in crate::ui) fn amount<V: Clone>(
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

pub(in crate::ui) fn number<V: Clone, N: std::str::FromStr>(
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

/// `VAT 21`, or `GST 5, PST 8` for several lines on the receipt; a bare number is
/// called by the usual word; nothing typed is no tax.
pub(in crate::ui) fn taxes<V: Clone>(
    fields: &[FormField<V>],
    view: &View,
) -> Result<Vec<TaxComponent>, Wrong> {
    names(text_of(fields, Field::Tax))
        .into_iter()
        .map(|part| {
            let bare = part.trim_end_matches('%').trim_end();
            let (name, rate) = bare.rsplit_once(' ').unwrap_or(("", bare));
            let rate: Rate = rate.parse().map_err(|_| {
                (
                    Field::Tax,
                    view.fill("start-no-tax", &[("typed", part.as_str().into())]),
                )
            })?;
            let name = match name.trim() {
                "" => view.text("start-tax-name"),
                name => name.to_owned(),
            };
            Ok(TaxComponent { name, rate })
        })
        .collect()
}

/// As [`taxes`] reads it.
pub(in crate::ui) fn write_taxes(components: &[TaxComponent]) -> String {
    let parts = components
        .iter()
        .map(|it| format!("{} {}", it.name, it.rate));
    parts.collect::<Vec<_>>().join(", ")
}

/// What stands between commas.
pub(in crate::ui) fn names(typed: &str) -> Vec<String> {
    typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
