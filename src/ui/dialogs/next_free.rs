//! The next free times for a service: which service, whose, when, where and in which
//! order if it matters, then one of the times, then the booking with all of it filled
//! in.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
};

use super::{
    booking::{self, Pick, Prefill},
    fields::{self, Wrong, text_of},
};
use crate::{
    domain::{
        booking::{EVERY_DAY, Order},
        client::Client,
        ids::{ClientId, StaffId},
        staff::parse_days,
        text,
        time::{self, WallTime},
        typed,
    },
    ops::{
        query::{self, Answer, LetGo, Query, TimeSheet, TimeWish},
        refusal::{Field, FieldProblem, OfferReport},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
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
    Form::new(
        view.text("next-free-title"),
        "help-next-free",
        all_fields(near, view),
        move |fields, view| {
            let wanted = TimeWish {
                client: whom.get(),
                ..wish(fields, near, view)?
            };
            Ok(vec![
                Cmd::Pop,
                Cmd::Push(times(wanted, 0, "", Rc::clone(&whom), view)),
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

fn all_fields(near: WallTime, view: &View) -> Vec<FormField<Pick>> {
    let label = |field| view.words().field(field);
    let service = |typed: &str, view: &View| {
        let found = booking::services(typed, None, view).into_iter();
        found.map(|it| booking::service(it, view)).collect()
    };
    let anywhere = view.text("next-free-anywhere");
    let mut fields = vec![
        FormField::pick(Field::Service, label(Field::Service), None, service)
            .hint(view.text("booking-service-hint")),
        FormField::pick(Field::Staff, label(Field::Staff), None, booking::whoever)
            .hint(view.text("next-free-any")),
        fields::date_ahead("", view).hint(view.words().short_date(near.date)),
        fields::time("", view).hint(view.words().time(near)),
        FormField::text(Field::OrElse, label(Field::OrElse), "")
            .hint(view.text("next-free-or-else")),
    ];
    fields.extend(Hours::default().fields(view));
    fields.push(
        FormField::pick(Field::Room, label(Field::Room), None, booking::rooms)
            .hint(anywhere.clone()),
    );
    if view.equipment.iter().any(|it| it.active) {
        let label = label(Field::Equipment);
        fields.push(FormField::pick(Field::Equipment, label, None, equipment).hint(anywhere));
    }
    let orders = [
        ("next-free-nearest", Order::Nearest, false),
        ("next-free-first", Order::First, false),
        ("next-free-best", Order::Best, false),
        ("next-free-all", Order::First, true),
    ];
    let orders = orders.map(|(id, order, all)| (view.text(id), Pick::Times(order, all)));
    let label = label(Field::TimeOrder);
    fields.push(fields::one_of(Field::TimeOrder, label, 0, orders.into()));
    fields
}

fn equipment(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    let folded = text::fold(typed);
    let active = view.equipment.iter().filter(|it| it.active);
    active
        .filter(|it| text::fold(&it.name).contains(&folded))
        .map(|it| Choice {
            label: it.name.clone(),
            detail: String::new(),
            value: Pick::Equipment(it.id),
        })
        .collect()
}

/// What the fields say, for nobody yet.
fn wish(fields: &[FormField<Pick>], near: WallTime, view: &View) -> Result<TimeWish, Wrong> {
    let chosen = |field| fields::chosen(fields, field, view);
    let Some(Pick::Service(service)) = fields[0].chosen() else {
        return Err(wrong(&fields[0], view));
    };
    let mut wish = TimeWish::new(*service, wished(fields, near, view));
    match chosen(Field::Staff)? {
        Some(Pick::Staff(staff)) => wish.staff = Some(staff),
        Some(Pick::Sex(sex)) => wish.sex = Some(sex),
        _ => (),
    }
    wish.among = or_else(text_of(fields, Field::OrElse), view)?;
    if !wish.among.is_empty() {
        wish.among.extend(wish.staff.take());
        // Any woman, or else who is named.
        let sex = wish.sex.take().map(Some);
        let staff = view.staff.iter().filter(|it| Some(it.sex) == sex);
        wish.among.extend(staff.map(|it| it.id));
    }
    let hours = Hours::of(fields, view)?;
    (wish.days, wish.from_minute) = (hours.days, hours.from_minute);
    wish.until_minute = hours.until_minute;
    if let Some(Pick::Room(room)) = chosen(Field::Room)? {
        wish.rooms.push(room);
    }
    if let Some(Pick::Equipment(piece)) = chosen(Field::Equipment)? {
        wish.equipment.push(piece);
    }
    if let Some(Pick::Times(order, all)) = chosen(Field::TimeOrder)? {
        (wish.order, wish.all) = (order, all);
    }
    Ok(wish)
}

/// The days and hours that will do, and how they were typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    typed: [String; 3],
    pub(super) days: u8,
    pub(super) from_minute: u16,
    pub(super) until_minute: Option<u16>,
}

impl Default for Hours {
    fn default() -> Self {
        Self {
            typed: Default::default(),
            days: EVERY_DAY,
            from_minute: 0,
            until_minute: None,
        }
    }
}

impl Hours {
    pub(super) fn fields(&self, view: &View) -> [FormField<Pick>; 3] {
        let [days, from, until] = &self.typed;
        [
            (Field::Weekdays, days, "waitlist-days-hint"),
            (Field::FromTime, from, "next-free-from-hint"),
            (Field::UntilTime, until, "next-free-until-hint"),
        ]
        .map(|(field, typed, hint)| {
            FormField::text(field, view.words().field(field), typed).hint(view.text(hint))
        })
    }

    pub(super) fn of(fields: &[FormField<Pick>], view: &View) -> Result<Self, Wrong> {
        let minute = |field| match text_of(fields, field) {
            "" => Ok(None),
            typed => match typed::time(typed) {
                Some(minute) => Ok(Some(minute)),
                None => Err((field, view.fill("form-no-time", &[("typed", typed.into())]))),
            },
        };
        let days = text_of(fields, Field::Weekdays);
        Ok(Self {
            typed: [Field::Weekdays, Field::FromTime, Field::UntilTime]
                .map(|it| text_of(fields, it).to_owned()),
            days: parse_days(days).ok_or_else(|| {
                let problem = FieldProblem::NotUnderstood { typed: days.into() };
                let said = view.words().field_problem(Field::Weekdays, &problem);
                (Field::Weekdays, said)
            })?,
            from_minute: minute(Field::FromTime)?.unwrap_or(0),
            until_minute: minute(Field::UntilTime)?,
        })
    }
}

/// Others by name, with commas.
fn or_else(typed: &str, view: &View) -> Result<Vec<StaffId>, Wrong> {
    let find = |name: String| {
        fields::staff_called(&name, view)
            .ok_or_else(|| fields::nobody_called(Field::OrElse, &name, view))
    };
    fields::names(typed).into_iter().map(find).collect()
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
    let date = typed::date_ahead(fields::text_of(fields, Field::Date), view.today());
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

/// A row of the list of times.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Time {
    Offer(OfferReport),
    /// More of them than are shown.
    More,
}

/// The times that would do; the one that is chosen goes into a booking. `at`: the row
/// to begin on; `typed`: what they are to have in them.
fn times(wanted: TimeWish, at: usize, typed: &str, whom: Whom, view: &View) -> Box<dyn Component> {
    let service = wanted.service;
    let scanned = Rc::clone(&whom);
    let name = view
        .service_named(service)
        .map(|it| it.name.clone())
        .unwrap_or_default();
    let title = view.fill("next-free-times", &[("service", name.into())]);
    let note = Rc::new(RefCell::new(String::new()));
    let filter = Rc::new(RefCell::new(typed.to_owned()));
    let rows = {
        let (wanted, asked, note) = (wanted.clone(), Rc::clone(&whom), Rc::clone(&note));
        let filter = Rc::clone(&filter);
        move |typed: &str, view: &View| {
            typed.clone_into(&mut filter.borrow_mut());
            let wish = TimeWish {
                client: asked.get(),
                ..wanted.clone()
            };
            let query = Query::Offers(Box::new(wish));
            let sheet = view.shop.ask(&view.session, &view.locale, &query);
            let Ok(Answer::Offers(sheet)) = sheet else {
                return Vec::new();
            };
            *note.borrow_mut() = said(&sheet, wanted.near, view);
            rows(sheet, typed, view)
        }
    };
    let choose = move |time: &Time, view: &View| match time {
        Time::More => {
            let n = wanted.n.unwrap_or(TIMES_USUAL);
            let wanted = TimeWish {
                n: Some(n.saturating_add(TIMES_MORE)),
                ..wanted.clone()
            };
            let typed = filter.borrow().clone();
            let at = if typed.is_empty() { n.into() } else { 0 };
            vec![Cmd::Push(times(wanted, at, &typed, Rc::clone(&whom), view))]
        }
        Time::Offer(offer) => {
            let prefill = Prefill {
                client: whom.get(),
                staff: Some(offer.staff),
                start: Some(offer.start),
                service: Some(service),
                room: offer.room.filter(|it| wanted.rooms.contains(it)),
                equipment: wanted.equipment.first().copied(),
                ..Prefill::default()
            };
            vec![
                Cmd::ShowTime(offer.start),
                Cmd::Push(booking::book(view, prefill)),
            ]
        }
    };
    Picker::new(title, "help-next-free-times", rows, choose)
        .noted(note)
        .starting_at(at)
        .typed(typed)
        .not_counting(|time| *time == Time::More)
        .on_scan(move |code, view| {
            let client = by_card(code, &scanned, view)?;
            let name = name_of(client, view).unwrap_or_default();
            let said = view.fill("next-free-for", &[("client", name.into())]);
            Some(vec![Cmd::Say(Tone::Good, said)])
        })
        .boxed()
}

/// So many times are shown at first, and so many more each time.
const TIMES_USUAL: u16 = 8;
const TIMES_MORE: u16 = 16;

/// Why not as it was asked for, and what the times are instead.
fn said(sheet: &TimeSheet, near: WallTime, view: &View) -> String {
    let words = view.words();
    let why = sheet.why.as_ref().map(|why| {
        let why = [
            ("time", words.moment(near).into()),
            ("why", words.why_no_time(why).into()),
        ];
        view.fill("next-free-why", &why)
    });
    let instead = if sheet.offers.is_empty() {
        Some(view.text("next-free-nothing"))
    } else {
        instead(sheet.without, view)
    };
    let both: Vec<String> = why.into_iter().chain(instead).collect();
    both.join(" ")
}

/// What the times are without.
pub(super) fn instead(without: Option<LetGo>, view: &View) -> Option<String> {
    let id = match without? {
        LetGo::Times => "next-free-without-times",
        LetGo::Place => "next-free-without-place",
        LetGo::Person => "next-free-without-person",
        LetGo::All => "next-free-without-all",
    };
    Some(view.text(id))
}

fn rows(sheet: TimeSheet, typed: &str, view: &View) -> Vec<Row<Time>> {
    let typed = Filter::of(typed);
    let offers = sheet.offers.into_iter().map(|offer| row(offer, view));
    let fits = |row: &Row<Time>| typed.fits(&format!("{} {}", row.left, row.right));
    let more = sheet.more.then(|| Row {
        left: view.text("next-free-more"),
        right: String::new(),
        value: Time::More,
    });
    offers.filter(fits).chain(more).collect()
}

fn row(offer: OfferReport, view: &View) -> Row<Time> {
    let left = format!("{}  {}", view.words().moment(offer.start), offer.staff_name);
    Row {
        left,
        right: offer.room_name.clone(),
        value: Time::Offer(offer),
    }
}
