//! The next free times for a service: which service, whose and when if it matters,
//! then one of the times, then the booking with all of it filled in.

use std::{cell::Cell, rc::Rc};

use super::{
    booking::{self, Pick, Prefill},
    fields,
};
use crate::{
    domain::{
        client::Client,
        ids::{ClientId, ServiceId, StaffId},
        time::{self, WallTime},
        typed,
    },
    ops::{
        query::{self, Answer, Query},
        refusal::{Field, FieldProblem, OfferReport},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// Whom it is for; a scanned card says so at any time.
type Whom = Rc<Cell<Option<ClientId>>>;

/// For this client if one is given, at the times nearest to `near` or to the date and
/// the time that are typed.
pub fn next_free(view: &View, client: Option<ClientId>, near: WallTime) -> Box<dyn Component> {
    let whom: Whom = Rc::new(Cell::new(client));
    let (shown, scanned) = (Rc::clone(&whom), Rc::clone(&whom));
    let label = |field| view.words().field(field);
    let service = FormField::pick(
        Field::Service,
        label(Field::Service),
        None,
        |typed, view| {
            booking::services(typed, None, view)
                .into_iter()
                .map(|it| booking::service(it, view))
                .collect()
        },
    )
    .hint(view.text("booking-service-hint"));
    let staff = FormField::pick(Field::Staff, label(Field::Staff), None, booking::staff)
        .hint(view.text("next-free-any"));
    let date = fields::date("", view).hint(view.words().short_date(near.date));
    let time = fields::time("", view).hint(view.words().time(near));
    Form::new(
        view.text("next-free-title"),
        "help-next-free",
        vec![service, staff, date, time],
        move |fields, view| {
            let Some(Pick::Service(service)) = fields[0].chosen() else {
                return Err(wrong(&fields[0], view));
            };
            let staff = match fields[1].chosen() {
                Some(Pick::Staff(staff)) => Some(*staff),
                _ if fields[1].value().is_empty() => None,
                _ => return Err(wrong(&fields[1], view)),
            };
            let wanted = Wanted {
                service: *service,
                staff,
                near: wished(fields, near, view),
            };
            Ok(vec![
                Cmd::Pop,
                Cmd::Push(times(wanted, Rc::clone(&whom), view)),
            ])
        },
    )
    .submit_from(0)
    .on_scan(move |code, _, view| by_card(code, &scanned, view).is_some())
    .foot(move |_, view| {
        let name = shown.get().and_then(|id| name_of(id, view));
        name.map_or_else(String::new, |name| {
            view.fill("next-free-for", &[("client", name.into())])
        })
    })
    .boxed()
}

/// What is to be given, by whom, and around when.
#[derive(Clone, Copy)]
struct Wanted {
    service: ServiceId,
    staff: Option<StaffId>,
    near: WallTime,
}

fn name_of(id: ClientId, view: &View) -> Option<String> {
    let client = view.shop.read().get::<Client>(&id).ok()??;
    Some(client.name)
}

/// The client whose card it is, from now on.
fn by_card(code: &str, whom: &Whom, view: &View) -> Option<ClientId> {
    let found = query::with_card(&view.shop.read(), code).ok()?;
    let client = found.first()?.id;
    whom.set(Some(client));
    Some(client)
}

/// The date and the time that are typed; what is left empty is as in `near`. The form
/// has refused what is neither.
fn wished(fields: &[FormField<Pick>], near: WallTime, view: &View) -> WallTime {
    let date = typed::date(fields::text_of(fields, Field::Date), view.today());
    let typed = typed::time_of_two(fields::text_of(fields, Field::Time));
    let wished = WallTime {
        date: date.unwrap_or(near.date),
        ..near
    };
    let wished = typed.map_or(wished, |(minute, which)| {
        let wished = WallTime::new(wished.date, minute);
        time::meant(wished, which, view.settings.time_zone).unwrap_or(wished)
    });
    wished.max(view.now)
}

fn wrong(field: &FormField<Pick>, view: &View) -> (Field, String) {
    let problem = match field.value() {
        "" => FieldProblem::Missing,
        typed => FieldProblem::NotUnderstood {
            typed: typed.to_owned(),
        },
    };
    (
        field.field,
        view.words().field_problem(field.field, &problem),
    )
}

/// The times that would do; the one that is chosen goes into a booking.
fn times(wanted: Wanted, whom: Whom, view: &View) -> Box<dyn Component> {
    let Wanted { service, .. } = wanted;
    let (asked, scanned) = (Rc::clone(&whom), Rc::clone(&whom));
    let name = view
        .service_named(service)
        .map(|it| it.name.clone())
        .unwrap_or_default();
    let title = view.fill("next-free-times", &[("service", name.into())]);
    let rows = move |typed: &str, view: &View| {
        let query = Query::Offers {
            service,
            staff: wanted.staff,
            client: asked.get(),
            near: wanted.near,
        };
        let Ok(Answer::Offers { offers }) = view.shop.ask(&view.session, &view.locale, &query)
        else {
            return Vec::new();
        };
        let typed = Filter::of(typed);
        let rows = offers.into_iter().map(|offer| row(offer, view));
        rows.filter(|row| typed.fits(&format!("{} {}", row.left, row.right)))
            .collect()
    };
    Picker::new(
        title,
        "help-next-free-times",
        rows,
        move |offer: &OfferReport, view| {
            let prefill = Prefill {
                client: whom.get(),
                staff: Some(offer.staff),
                start: Some(offer.start),
                service: Some(service),
                ..Prefill::default()
            };
            vec![
                Cmd::ShowTime(offer.start),
                Cmd::Push(booking::book(view, prefill)),
            ]
        },
    )
    .on_scan(move |code, view| {
        let client = by_card(code, &scanned, view)?;
        let name = name_of(client, view).unwrap_or_default();
        let said = view.fill("next-free-for", &[("client", name.into())]);
        Some(vec![Cmd::Say(Tone::Good, said)])
    })
    .boxed()
}

fn row(offer: OfferReport, view: &View) -> Row<OfferReport> {
    let left = format!("{}  {}", view.words().moment(offer.start), offer.staff_name);
    Row {
        left,
        right: offer.room_name.clone(),
        value: offer,
    }
}
