//! Services: name, price or none, minutes, tax, and the rooms that will do.

use super::{named, with_new};
use crate::{
    domain::{
        catalog::Service,
        ids::{RoomId, TaxClassId},
        money::Money,
        tax::TaxClass,
        text,
    },
    ops::{
        refusal::Field,
        request::{Request, ServiceDraft},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{Wrong, amount, chosen, number, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Tax(TaxClassId),
    InUse(bool),
}

pub fn list(view: &View) -> Box<dyn Component> {
    let choose =
        |service: &Option<Service>, view: &View| vec![Cmd::Push(form(service.as_ref(), view))];
    Picker::new(
        view.text("manage-services"),
        "help-manage-services",
        rows,
        choose,
    )
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<Service>>> {
    let rows = view.services.iter().map(|service| {
        let price = price(service.price, view);
        let minutes = view.fill("find-minutes", &[("n", service.minutes().into())]);
        Row {
            left: named(&service.name, service.active, view),
            right: format!("{minutes}  {}", text::pad_start(&price, 9)),
            value: Some(service.clone()),
        }
    });
    with_new(typed, "manage-new-service", rows.collect(), view)
}

fn price(price: Option<Money>, view: &View) -> String {
    price.map_or_else(|| view.text("stock-price-asked"), |price| view.money(price))
}

fn form(service: Option<&Service>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let begun = begun(service);
    let money = |amount: Option<Money>| amount.map_or_else(String::new, |it| view.money(it));
    let minutes = if begun.minutes == 0 {
        String::new()
    } else {
        begun.minutes.to_string()
    };
    let tax = tax_classes(view)
        .into_iter()
        .find(|class| Some(class.id) == begun.tax_class);
    let tax = tax.map(|class| (class.name, Value::Tax(class.id)));
    let rooms: Vec<&str> = begun
        .rooms
        .iter()
        .filter_map(|id| view.room_named(*id))
        .map(|room| room.name.as_str())
        .collect();
    let optional = || view.text("form-optional");
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name),
        FormField::text(Field::Minutes, label(Field::Minutes), &minutes),
        FormField::text(Field::Price, label(Field::Price), &money(begun.price))
            .hint(view.text("product-price")),
        FormField::text(Field::Code, label(Field::Code), &begun.code).hint(optional()),
        FormField::text(Field::Category, label(Field::Category), &begun.category).hint(optional()),
        FormField::pick(Field::Tax, label(Field::Tax), tax, taxes).hint(view.text("manage-tax")),
        FormField::text(Field::Rooms, label(Field::Rooms), &rooms.join(", "))
            .hint(view.text("manage-any-room")),
        yes_or_no(
            Field::InUse,
            label(Field::InUse),
            begun.active,
            view,
            Value::InUse,
        ),
    ];
    Form::new(
        view.text("manage-service"),
        "help-manage-services",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveService(draft(
                &begun, fields, view,
            )?))])
        },
    )
    .boxed()
}

fn begun(service: Option<&Service>) -> ServiceDraft {
    match service {
        Some(service) => ServiceDraft {
            id: Some(service.id),
            code: service.code.clone(),
            name: service.name.clone(),
            category: service.category.clone(),
            price: service.price,
            cost: service.cost,
            tax_class: Some(service.tax_class),
            minutes: service.minutes(),
            rooms: service.rooms.clone(),
            active: service.active,
        },
        None => ServiceDraft {
            id: None,
            code: String::new(),
            name: String::new(),
            category: String::new(),
            price: None,
            cost: Money::ZERO,
            tax_class: None,
            minutes: 0,
            rooms: Vec::new(),
            active: true,
        },
    }
}

fn draft(
    begun: &ServiceDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<ServiceDraft, Wrong> {
    Ok(ServiceDraft {
        name: text_of(fields, Field::Name).to_owned(),
        minutes: number(fields, Field::Minutes, view)?,
        price: amount(fields, Field::Price, view)?,
        code: text_of(fields, Field::Code).to_owned(),
        category: text_of(fields, Field::Category).to_owned(),
        tax_class: match chosen(fields, Field::Tax, view)? {
            Some(Value::Tax(class)) => Some(class),
            _ => None,
        },
        rooms: rooms(text_of(fields, Field::Rooms), view)?,
        active: match chosen(fields, Field::InUse, view)? {
            Some(Value::InUse(active)) => active,
            _ => begun.active,
        },
        ..begun.clone()
    })
}

/// By name or by what the grid calls them.
fn rooms(typed: &str, view: &View) -> Result<Vec<RoomId>, Wrong> {
    let names = typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty());
    names
        .map(|name| {
            let is_it = |it: &str| text::fold(it) == text::fold(name);
            let room = view
                .rooms
                .iter()
                .find(|room| is_it(&room.name) || is_it(&room.short));
            room.map(|room| room.id).ok_or_else(|| {
                (
                    Field::Rooms,
                    view.fill("manage-no-room", &[("typed", name.into())]),
                )
            })
        })
        .collect()
}

fn tax_classes(view: &View) -> Vec<TaxClass> {
    view.shop.read().all::<TaxClass>().unwrap_or_default()
}

fn taxes(typed: &str, view: &View) -> Vec<Choice<Value>> {
    let typed = text::fold(typed);
    tax_classes(view)
        .into_iter()
        .filter(|class| class.active && text::fold(&class.name).starts_with(&typed))
        .map(|class| {
            let parts: Vec<String> = class
                .components
                .iter()
                .map(|it| format!("{} {} %", it.name, it.rate))
                .collect();
            Choice {
                label: class.name,
                detail: parts.join(" + "),
                value: Value::Tax(class.id),
            }
        })
        .collect()
}
