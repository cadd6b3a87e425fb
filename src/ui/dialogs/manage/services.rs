//! Services: name, price or none, minutes, tax, and the rooms that will do.

use super::{named, prices, steps, taxes, with_new};
use crate::{
    domain::{
        catalog::{Manner, Service},
        ids::{RoomId, TaxClassId},
        money::Money,
        text, typed,
    },
    ops::{
        refusal::Field,
        request::{Request, ServiceDraft},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, amount, chosen, names, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Picker, Row},
        },
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Tax(TaxClassId),
    InUse(bool),
    AllRooms(bool),
}

/// The field of the price.
const PRICE: usize = 2;

pub fn list(view: &View) -> Box<dyn Component> {
    let choose =
        |service: &Option<Service>, view: &View| vec![Cmd::Push(form(service.as_ref(), view))];
    Picker::new(
        view.text("manage-services"),
        "help-manage-services",
        rows,
        choose,
    )
    .with_new()
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
    let tax = taxes::classes(view)
        .into_iter()
        .find(|class| Some(class.id) == begun.tax_class);
    let tax = tax.map(|class| (class.name, Value::Tax(class.id)));
    let mut fields = vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name).needed(),
        fields::minutes(&minutes, view).needed(),
        fields::money(Field::Price, label(Field::Price), &money(begun.price))
            .hint(view.text("product-price")),
        FormField::text(Field::Code, label(Field::Code), &begun.code),
        FormField::text(Field::Category, label(Field::Category), &begun.category),
        FormField::pick(Field::Tax, label(Field::Tax), tax, |typed, view| {
            taxes::choices(typed, view, Value::Tax)
        })
        .hint(view.text("manage-tax")),
        FormField::text(
            Field::Rooms,
            label(Field::Rooms),
            &names_of(&begun.rooms, view),
        )
        .hint(view.text("manage-any-room")),
        prices::levels(&begun.prices, view),
        prices::staff(&begun.by_staff, view),
        prices::timed(begun.timed, view),
        yes_or_no(
            Field::InUse,
            label(Field::InUse),
            begun.active,
            view,
            Value::InUse,
        ),
    ];
    let rooms = fields.iter().position(|it| it.field == Field::Rooms);
    let behind = rooms.map_or(fields.len(), |it| it + 1);
    fields.splice(behind..behind, given_by(&begun, view));
    let id = begun.id;
    let before = service.map_or_else(String::new, |it| it.name.clone());
    // The usual new service is complete with its price.
    let submit_from = if service.is_none() {
        PRICE
    } else {
        fields.len() - 1
    };
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
    .submit_from(submit_from)
    .doubting(move |fields, view| {
        let others = view.services.iter().filter(|it| Some(it.id) != id);
        let others = others.map(|it| (it.active, &*it.name, &*it.code));
        fields::named_so(fields, &before, others, view)
    })
    .boxed()
}

/// How it is given.
fn given_by(begun: &ServiceDraft, view: &View) -> Vec<FormField<Value>> {
    let mut fields = vec![
        fields::either(
            Field::AllRooms,
            view.words().field(Field::AllRooms),
            begun.manner.all_rooms,
            ["manage-all-rooms", "manage-one-room"],
            view,
            Value::AllRooms,
        ),
        steps::steps(&begun.segments, view),
    ];
    fields.extend(steps::manner(&begun.manner, view));
    fields
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
            prices: service.prices.clone(),
            by_staff: service.by_staff.clone(),
            timed: service.timed,
            segments: service.segments.clone(),
            manner: service.manner.clone(),
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
            prices: Vec::new(),
            by_staff: Vec::new(),
            timed: None,
            segments: Vec::new(),
            manner: Manner::default(),
        },
    }
}

fn draft(
    begun: &ServiceDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<ServiceDraft, Wrong> {
    // What is no length of time has been said by the field.
    let minutes = typed::minutes(text_of(fields, Field::Minutes)).unwrap_or(0);
    let mut manner = steps::read_manner(&begun.manner, fields, view)?;
    if let Some(Value::AllRooms(all)) = chosen(fields, Field::AllRooms, view)? {
        manner.all_rooms = all;
    }
    Ok(ServiceDraft {
        name: text_of(fields, Field::Name).to_owned(),
        minutes,
        segments: steps::read_steps(&begun.segments, minutes, fields, view)?,
        manner,
        price: amount(fields, Field::Price, view)?,
        code: text_of(fields, Field::Code).to_owned(),
        category: text_of(fields, Field::Category).to_owned(),
        tax_class: match chosen(fields, Field::Tax, view)? {
            Some(Value::Tax(class)) => Some(class),
            _ => None,
        },
        rooms: rooms(&begun.rooms, text_of(fields, Field::Rooms), view)?,
        prices: prices::read_levels(&begun.prices, fields, view)?,
        by_staff: prices::read_staff(&begun.by_staff, fields, view)?,
        timed: prices::read_timed(fields, view)?,
        active: match chosen(fields, Field::InUse, view)? {
            Some(Value::InUse(active)) => active,
            _ => begun.active,
        },
        ..begun.clone()
    })
}

pub(super) fn names_of(rooms: &[RoomId], view: &View) -> String {
    let rooms = rooms.iter().filter_map(|id| view.room_named(*id));
    rooms
        .map(|it| it.name.as_str())
        .collect::<Vec<_>>()
        .join(", ")
}

/// By name or by what the grid calls them. What was not touched stays, whatever
/// the names have in them.
pub(super) fn rooms(begun: &[RoomId], typed: &str, view: &View) -> Result<Vec<RoomId>, Wrong> {
    if typed == names_of(begun, view) {
        return Ok(begun.to_vec());
    }
    let find = |name: String| {
        let is_it = |it: &str| text::fold(it) == text::fold(&name);
        let room = view
            .rooms
            .iter()
            .find(|room| is_it(&room.name) || is_it(&room.short));
        room.map(|room| room.id).ok_or_else(|| {
            (
                Field::Rooms,
                view.fill("manage-no-room", &[("typed", name.as_str().into())]),
            )
        })
    };
    names(typed).into_iter().map(find).collect()
}
