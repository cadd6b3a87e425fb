//! Taxes: what a service or product is taxed with, as one or more lines of the
//! receipt. Sales that are posted keep the rates that they were made with.

use super::with_new;
use crate::{
    domain::{ids::TaxClassId, tax::TaxClass, text},
    ops::{
        refusal::Field,
        request::{Request, TaxClassDraft},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{
            chosen, optional_date, read_optional_date, tax, taxes, text_of, write_taxes, yes_or_no,
        },
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Picker, Row},
        },
    },
};

pub fn list(view: &View) -> Box<dyn Component> {
    let choose =
        |class: &Option<TaxClass>, view: &View| vec![Cmd::Push(form(class.as_ref(), view))];
    Picker::new(view.text("manage-taxes"), "help-manage-taxes", rows, choose)
        .with_new()
        .staying()
        .boxed()
}

/// Those in use: a tax that was given up is on old receipts only.
pub(super) fn classes(view: &View) -> Vec<TaxClass> {
    let mut classes = view.shop.read().all::<TaxClass>().unwrap_or_default();
    classes.retain(|class| class.active);
    classes
}

/// `VAT 21`, or what says that there is none.
pub(super) fn shown(class: &TaxClass, view: &View) -> String {
    match class.on(view.today()) {
        [] => view.text("manage-no-tax"),
        components => write_taxes(components, view),
    }
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<TaxClass>>> {
    let rows = classes(view).into_iter().map(|class| Row {
        left: class.name.clone(),
        right: shown(&class, view),
        value: Some(class),
    });
    with_new(typed, "manage-new-tax", rows.collect(), view)
}

fn form(class: Option<&TaxClass>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let name = class.map_or("", |class| class.name.as_str());
    // From when is asked each time: without a day the new rate counts at once.
    let components = class.map_or_else(String::new, |class| {
        write_taxes(class.on(view.today()), view)
    });
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), name).needed(),
        tax(&components, view),
        optional_date(Field::From, view.text("manage-tax-from"), view),
        yes_or_no(Field::InUse, label(Field::InUse), true, view, |is| is),
    ];
    let id = class.map(|class| class.id);
    Form::new(
        view.text("manage-tax-class"),
        "help-manage-taxes",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveTaxClass(TaxClassDraft {
                id,
                name: text_of(fields, Field::Name).to_owned(),
                components: taxes(fields, view)?,
                from: read_optional_date(fields, Field::From, view)?,
                active: chosen(fields, Field::InUse, view)?.unwrap_or(true),
            }))])
        },
    )
    .boxed()
}

/// Taxes that begin with what is typed.
pub(in crate::ui) fn choices<V>(
    typed: &str,
    view: &View,
    value: impl Fn(TaxClassId) -> V,
) -> Vec<Choice<V>> {
    let typed = text::fold(typed);
    classes(view)
        .into_iter()
        .filter(|class| text::fold(&class.name).starts_with(&typed))
        .map(|class| Choice {
            detail: shown(&class, view),
            label: class.name,
            value: value(class.id),
        })
        .collect()
}
