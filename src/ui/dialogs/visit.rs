//! Several services at once, for one client or for several: one after the other is
//! named, then the times that would do for all of them are offered.

use std::{cell::RefCell, rc::Rc};

use chrono::NaiveDate;

use crate::{
    domain::{
        booking::How,
        client::Sex,
        ids::{AppointmentId, ClientId, ServiceId, StaffId},
        text,
        time::WallTime,
        typed,
        visit::Bill,
    },
    ops::{
        outcome::Outcome,
        query::{Answer, DayBlock, PartWish, Query, VisitPlan, VisitSheet, VisitWish},
        refusal::Field,
        request::{Booking, Moving, MovingAll, Request, VisitDraft},
        shop::Stop,
    },
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::{
            booking::{self, Pick},
            fields,
            next_free::{self, Hours},
            series,
        },
        panes::day::jobs,
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

/// One of the services so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen {
    pub client: Option<ClientId>,
    pub service: ServiceId,
    /// Any therapist who can, when open.
    pub staff: Option<StaffId>,
    /// Any woman, or any man.
    pub sex: Option<Sex>,
}

/// What is known so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Party {
    pub parts: Vec<Chosen>,
    pub near: WallTime,
    pub note: String,
    pub bill: Bill,
    /// In the order in which they were named.
    pub in_order: bool,
    hours: Hours,
}

impl Party {
    pub fn of(parts: Vec<Chosen>, near: WallTime, note: &str) -> Self {
        Self {
            parts,
            near,
            note: note.to_owned(),
            bill: Bill::One,
            in_order: false,
            hours: Hours::default(),
        }
    }

    /// Whose each part is: a client's own follow each other, and everybody without a
    /// name is somebody else.
    fn persons(&self) -> Vec<u8> {
        let mut known: Vec<Option<ClientId>> = Vec::new();
        let person = |part: &Chosen| {
            let same = |it: &Option<ClientId>| it.is_some() && *it == part.client;
            let found = known.iter().position(same).unwrap_or_else(|| {
                known.push(part.client);
                known.len() - 1
            });
            u8::try_from(found).unwrap_or(u8::MAX)
        };
        self.parts.iter().map(person).collect()
    }

    fn n_persons(&self) -> usize {
        self.persons()
            .into_iter()
            .max()
            .map_or(0, |last| usize::from(last) + 1)
    }

    fn wish(&self, near: WallTime) -> VisitWish {
        let parts = self.parts.iter().zip(self.persons());
        let parts = parts.map(|(part, person)| PartWish {
            staff: part.staff,
            sex: part.sex,
            client: part.client,
            person,
            ..PartWish::new(part.service)
        });
        VisitWish {
            any_order: !self.in_order,
            days: self.hours.days,
            from_minute: self.hours.from_minute,
            until_minute: self.hours.until_minute,
            ..VisitWish::new(parts.collect(), near)
        }
    }

    fn draft(&self, plan: &VisitPlan) -> VisitDraft {
        let parts = plan.parts.iter().filter_map(|it| {
            let part = self.parts.get(it.part)?;
            Some(Booking {
                client: part.client,
                service: part.service,
                staff: it.offer.staff,
                team: Vec::new(),
                room: it.offer.room,
                equipment: Vec::new(),
                start: it.offer.start,
                note: String::new(),
                how: How::default(),
                override_reason: None,
            })
        });
        VisitDraft {
            parts: parts.collect(),
            host: self.parts.first().and_then(|it| it.client),
            note: self.note.clone(),
            bill: self.bill,
        }
    }

    /// `1 Līga Ozola: Swedish 60, Anna`.
    fn said(&self, view: &View) -> String {
        let said = self.parts.iter().enumerate().map(|(idx, part)| {
            let service = view.service_named(part.service);
            let staff = part.staff.and_then(|id| view.staff_named(id));
            let anybody = match part.sex {
                Some(Sex::Female) => "next-free-woman",
                Some(Sex::Male) => "next-free-man",
                None => "next-free-any",
            };
            let staff = staff.map_or_else(|| view.text(anybody), |it| it.name.clone());
            format!(
                "{} {}: {}, {staff}",
                idx + 1,
                series::name_of(part.client, view),
                service.map_or("", |it| it.name.as_str()),
            )
        });
        said.collect::<Vec<_>>().join("; ")
    }
}

/// Asks for one more; without a service it goes on to the times.
pub fn more(party: Party, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let last = party.parts.last().and_then(|it| it.client);
    let chosen = last.map(|id| (series::name_of(Some(id), view), Pick::Client(id)));
    let mut form_fields = vec![
        FormField::pick(
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
        .hint(view.text("visit-service-hint")),
        FormField::pick(
            Field::Client,
            label(Field::Client),
            chosen,
            booking::clients,
        )
        .hint(view.text("visit-client-hint"))
        .unlisted(view.text("booking-unknown-client"))
        .none_found(booking::no_client),
        FormField::pick(Field::Staff, label(Field::Staff), None, booking::whoever)
            .hint(view.text("next-free-any")),
        FormField::text(Field::Note, label(Field::Note), &party.note)
            .hint(view.text("visit-note-hint")),
    ];
    if party.n_persons() > 1 {
        let words = ["visit-bill-one", "visit-bill-many"];
        let is_one = party.bill == Bill::One;
        form_fields.push(fields::either(
            Field::Bill,
            label(Field::Bill),
            is_one,
            words,
            view,
            Pick::Yes,
        ));
    }
    if party.n_persons() < party.parts.len() {
        let words = ["visit-order-any", "visit-order-given"];
        let is_any = !party.in_order;
        form_fields.push(fields::either(
            Field::Order,
            view.text("visit-order"),
            is_any,
            words,
            view,
            Pick::Yes,
        ));
    }
    form_fields.extend(party.hours.fields(view));
    let said = party.said(view);
    let title = view.fill("visit-more", &[("n", party.parts.len().into())]);
    let has_parts = !party.parts.is_empty();
    let mut form = Form::new(title, "help-visit", form_fields, move |fields, view| {
        next(&party, fields, view)
    })
    .on_unknown(booking::enters_client)
    .on_client(booking::takes_client)
    // Who else comes is asked before it counts.
    .submit_from(1)
    .empty_submits(0)
    .foot(move |_, _| said.clone());
    // Those so far were typed too.
    form.set_typed_in(has_parts);
    form.boxed()
}

fn next(
    party: &Party,
    fields: &[FormField<Pick>],
    view: &View,
) -> Result<Vec<Cmd>, (Field, String)> {
    let mut party = party.clone();
    let is = |field| {
        let found = fields.iter().find(|it| it.field == field)?;
        match found.chosen() {
            Some(Pick::Yes(is)) => Some(*is),
            _ => None,
        }
    };
    fields::text_of(fields, Field::Note).clone_into(&mut party.note);
    match is(Field::Bill) {
        Some(false) => party.bill = Bill::Many,
        Some(true) => party.bill = Bill::One,
        None => (),
    }
    party.in_order = is(Field::Order).map_or(party.in_order, |is_any| !is_any);
    let client = match fields::chosen(fields, Field::Client, view)? {
        Some(Pick::Client(id)) => Some(id),
        _ => None,
    };
    let (staff, sex) = match fields::chosen(fields, Field::Staff, view)? {
        Some(Pick::Staff(id)) => (Some(id), None),
        Some(Pick::Sex(sex)) => (None, Some(sex)),
        _ => (None, None),
    };
    party.hours = Hours::of(fields, view)?;
    let Some(Pick::Service(service)) = fields::chosen(fields, Field::Service, view)? else {
        return Ok(vec![Cmd::Push(times(party, view))]);
    };
    party.parts.push(Chosen {
        client,
        service,
        staff,
        sex,
    });
    Ok(vec![Cmd::Pop, Cmd::Push(more(party, view))])
}

/// The times that would do for all of them; one Enter books.
fn times(party: Party, view: &View) -> Box<dyn Component> {
    let asked = party.clone();
    let note = Rc::new(RefCell::new(String::new()));
    let said = Rc::clone(&note);
    let rows = move |typed: &str, view: &View| {
        let (near, filter) = near_of(typed, asked.near, view);
        rows(asked.wish(near), &filter, &said, view)
    };
    let title = view.fill("visit-times", &[("n", party.parts.len().into())]);
    let book =
        move |plan: &VisitPlan, _: &View| vec![Cmd::Run(Request::BookVisit(party.draft(plan)))];
    Picker::new(title, "help-visit-times", rows, book)
        .looking_up()
        .noted(note)
        .when_empty("visit-no-time")
        .staying()
        .on_answer(booked)
        .boxed()
}

/// The parts of a visit that is booked, at another time.
pub fn move_all(
    parts: &[(AppointmentId, PartWish)],
    near: WallTime,
    view: &View,
) -> Box<dyn Component> {
    let (ids, wishes): (Vec<_>, Vec<_>) = parts.iter().cloned().unzip();
    let asked = ids.clone();
    let note = Rc::new(RefCell::new(String::new()));
    let said = Rc::clone(&note);
    let rows = move |typed: &str, view: &View| {
        let (near, filter) = near_of(typed, near, view);
        let wish = VisitWish {
            any_order: false,
            moves: asked.clone(),
            ..VisitWish::new(wishes.clone(), near)
        };
        rows(wish, &filter, &said, view)
    };
    let title = view.fill("visit-move", &[("n", ids.len().into())]);
    let then = move |plan: &VisitPlan, _: &View| {
        let moves = plan.parts.iter().filter_map(|it| {
            Some(Moving {
                appointment: *ids.get(it.part)?,
                staff: Some(it.offer.staff),
                team: Vec::new(),
                room: it.offer.room,
                start: Some(it.offer.start),
                override_reason: None,
            })
        });
        let moves = moves.collect();
        vec![Cmd::Run(Request::MoveAll(MovingAll { moves }))]
    };
    Picker::new(title, "help-visit-times", rows, then)
        .looking_up()
        .noted(note)
        .when_empty("visit-no-time")
        .staying()
        .on_answer(|answer, view| match answer {
            Ok(outcome) => vec![Cmd::Pop, view.say_done(outcome)],
            Err(stop) => vec![view.say_stop(stop)],
        })
        .boxed()
}

/// The times that would do, with what is to be said of them.
fn rows(
    wish: VisitWish,
    filter: &Filter,
    note: &RefCell<String>,
    view: &View,
) -> Vec<Row<VisitPlan>> {
    let near = wish.near;
    let query = Query::PlanVisit(wish);
    let sheet = match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::VisitPlans(sheet)) => sheet,
        _ => VisitSheet::default(),
    };
    *note.borrow_mut() = said(&sheet, near, view);
    let rows = sheet.plans.into_iter().map(|plan| row(plan, view));
    rows.filter(|row| filter.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}

/// Why not as it was asked for, and what the times are instead.
fn said(sheet: &VisitSheet, near: WallTime, view: &View) -> String {
    let words = view.words();
    let why = sheet.why.as_ref().map(|it| {
        let why = [
            ("time", words.moment(near).into()),
            ("service", it.service.as_str().into()),
            ("why", words.why_no_time(&it.reason).into()),
        ];
        view.fill("visit-why", &why)
    });
    let instead = if sheet.gave_up {
        Some(view.text("visit-gave-up"))
    } else if sheet.plans.is_empty() {
        Some(view.text("visit-nothing"))
    } else {
        next_free::instead(sheet.without, view)
    };
    let both: Vec<String> = why.into_iter().chain(instead).collect();
    both.join(" ")
}

/// A date, a time or both say around when; anything else filters.
fn near_of(typed: &str, near: WallTime, view: &View) -> (WallTime, Filter) {
    let typed = typed.trim();
    let date = |text: &str| -> Option<NaiveDate> { typed::date_ahead(text, view.today()) };
    let at = |date, text: &str| Some(WallTime::new(date, typed::time(text)?));
    let of_both = typed
        .rsplit_once(' ')
        .and_then(|(day, time)| at(date(day)?, time));
    let is_time = typed.contains([':', 'h']);
    let found = of_both
        .or_else(|| is_time.then(|| at(near.date, typed)).flatten())
        .or_else(|| Some(WallTime::new(date(typed)?, near.minute)));
    match found {
        Some(near) => (near, Filter::of("")),
        None => (near, Filter::of(typed)),
    }
}

/// When, who and where, and how long somebody waits.
fn row(plan: VisitPlan, view: &View) -> Row<VisitPlan> {
    let words = view.words();
    let start = plan.parts.iter().map(|it| it.offer.start).min();
    let start = start.unwrap_or(view.now);
    let with = plan.parts.iter().map(|it| {
        let short = view.staff_named(it.offer.staff);
        let short = short.map_or_else(String::new, |it| it.short.clone());
        let room = it.offer.room.and_then(|id| view.room_named(id));
        let room = room.map_or_else(String::new, |it| it.short.clone());
        let at = if it.offer.start == start {
            String::new()
        } else {
            format!("{} ", words.time(it.offer.start))
        };
        format!("{at}{short} {room}").trim().to_owned()
    });
    let with: Vec<String> = with.collect();
    let mut left = format!("{}  {}", words.moment(start), with.join(", "));
    left = text::cut(&left, 60);
    let right = match plan.wait_min {
        0 => String::new(),
        minutes => view.fill("visit-waits", &[("minutes", minutes.into())]),
    };
    Row {
        left,
        right,
        value: plan,
    }
}

/// Closes the times and what asked for them.
/// How many, from when, and whose they are.
fn booked_words(appointments: &[AppointmentId], view: &View) -> Option<String> {
    let blocks = appointments.iter().map(|id| jobs::read_block(view, *id));
    let blocks: Vec<DayBlock> = blocks.map(|it| it.ok().flatten()).collect::<Option<_>>()?;
    let start = blocks.iter().map(|it| it.appointment.start()).min()?;
    let mut who: Vec<String> = Vec::new();
    for block in &blocks {
        let name = jobs::client_name(block, view);
        if !who.contains(&name) {
            who.push(name);
        }
    }
    let said = [
        ("n", blocks.len().into()),
        ("start", view.words().moment(start).into()),
        ("who", who.join(", ").into()),
    ];
    Some(view.fill("visit-booked", &said))
}

fn booked(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    match answer {
        Ok(outcome) => {
            let mut cmds = vec![Cmd::Pop, Cmd::Pop];
            let Outcome::BookedVisit { appointments, .. } = outcome else {
                cmds.push(view.say_done(outcome));
                return cmds;
            };
            cmds.extend(appointments.first().map(|it| Cmd::ShowAppointment(*it)));
            let said = booked_words(appointments, view);
            cmds.push(said.map_or_else(|| view.say_done(outcome), |it| Cmd::Say(Tone::Good, it)));
            cmds
        }
        Err(stop) => vec![view.say_stop(stop)],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    #[test]
    fn parts_of_a_client_follow_each_other_and_who_has_no_name_is_somebody_else() {
        let client = |n| Some(ClientId::from(RawId::from_u64(n)));
        let part = |client| Chosen {
            client,
            service: ServiceId::default(),
            staff: None,
            sex: None,
        };
        let near = WallTime::new("2026-11-21".parse().unwrap(), 600);
        let mut party = Party::of(vec![part(client(1))], near, "");
        for client in [client(2), client(1), None, None] {
            party.parts.push(part(client));
        }
        assert_eq!(party.persons(), [0, 1, 0, 2, 3]);
    }
}
