//! The same appointment once more: at its weekday and time if that is free, else why
//! not, and the nearest times that would do. One Enter books.

use std::{cell::RefCell, rc::Rc};

use chrono::{Days, NaiveDate};

use crate::{
    domain::{ids::AppointmentId, typed},
    ops::{
        outcome::Outcome,
        query::{Again, Answer, Query},
        refusal::OfferReport,
        request::{Booking, How, Request},
        shop::Stop,
    },
    ui::{
        component::{Cmd, Component, Tone},
        panes::day::jobs,
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

const WEEKS_MAX: u64 = 104;
const WEEK_DAYS: u64 = 7;

pub fn again(of: AppointmentId, view: &View) -> Box<dyn Component> {
    let block = jobs::read_block(view, of).ok().flatten();
    let who = block
        .as_ref()
        .map_or_else(String::new, |it| jobs::client_name(it, view));
    let service = block.as_ref().map(|it| it.service.clone());
    let args = [
        ("who", who.into()),
        ("service", service.unwrap_or_default().into()),
    ];
    let first = block.map_or(view.today(), |it| it.appointment.start().plus(0).date);
    let note = Rc::new(RefCell::new(String::new()));
    let said = Rc::clone(&note);
    Picker::new(
        view.fill("again-title", &args),
        "help-again",
        move |typed, view| rows(of, first, typed, &said, view),
        |booking: &Booking, _| vec![Cmd::Run(Request::Book(booking.clone()))],
    )
    .looking_up()
    .noted(note)
    .staying()
    .on_answer(booked)
    .boxed()
}

fn rows(
    of: AppointmentId,
    first: NaiveDate,
    typed: &str,
    note: &RefCell<String>,
    view: &View,
) -> Vec<Row<Booking>> {
    let typed = typed.trim();
    let on = on(typed, first, view.today());
    let query = Query::Again {
        appointment: of,
        on,
    };
    let again = match view.shop.ask(&view.session, &view.locale, &query) {
        Ok(Answer::Again(again)) => again,
        Ok(_) => return Vec::new(),
        Err(stop) => {
            note.replace(view.stop(&stop));
            return Vec::new();
        }
    };
    note.replace(match &again.planned.clash {
        Some(clash) => {
            let start = view.words().moment(again.planned.start);
            format!("{start}: {}", view.words().clash(clash))
        }
        None => view.text("again-how"),
    });
    let filter = Filter::of(if on.is_some() { "" } else { typed });
    let planned = &again.planned;
    let offers = planned.free.iter().chain(&planned.offers);
    offers
        .map(|offer| row(&again, offer, view))
        .filter(|row| filter.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}

fn row(again: &Again, offer: &OfferReport, view: &View) -> Row<Booking> {
    Row {
        left: format!("{}  {}", view.words().moment(offer.start), offer.staff_name),
        right: offer.room_name.clone(),
        value: Booking {
            client: again.client,
            service: again.service,
            staff: offer.staff,
            team: Vec::new(),
            room: offer.room,
            equipment: Vec::new(),
            start: offer.start,
            note: String::new(),
            override_reason: None,
            how: How::default(),
        },
    }
}

/// The day that is typed: so many weeks later, so many days later, or a date.
fn on(typed: &str, first: NaiveDate, today: NaiveDate) -> Option<NaiveDate> {
    let later = |n: &str, days: u64| {
        let n = n.trim().parse::<u64>().ok().filter(|n| *n > 0)?;
        let days = n
            .checked_mul(days)
            .filter(|it| *it <= WEEKS_MAX * WEEK_DAYS)?;
        first.checked_add_days(Days::new(days))
    };
    let folded = typed.to_lowercase();
    if let Some(n) = folded.strip_suffix('d') {
        return later(n, 1);
    }
    later(folded.strip_suffix('w').unwrap_or(&folded), WEEK_DAYS)
        .or_else(|| typed::date_ahead(typed, today))
}

/// The desk stays where it was: it is said where the booking is.
pub(super) fn booked(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    let appointment = match answer {
        Ok(Outcome::Booked { appointment, .. }) => *appointment,
        Ok(_) => return vec![Cmd::Pop],
        Err(stop) => return vec![view.say_stop(stop)],
    };
    let mut cmds = vec![Cmd::Pop];
    if let Ok(Some(block)) = jobs::read_block(view, appointment) {
        let args = [
            ("who", jobs::client_name(&block, view).into()),
            ("service", block.service.as_str().into()),
            ("place", jobs::place(&block, view).into()),
        ];
        cmds.push(Cmd::Say(Tone::Good, view.fill("booking-booked", &args)));
    }
    cmds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_days_and_dates_are_understood() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (first, today) = (day("2026-11-20"), day("2026-11-21"));
        #[rustfmt::skip]
        let cases = [
            ("6",     Some("2027-01-01")),
            ("6w",    Some("2027-01-01")),
            ("10d",   Some("2026-11-30")),
            ("24.12", Some("2026-12-24")),
            ("0",     None),
            ("105",   None),
            ("anna",  None),
            ("",      None),
        ];
        for (typed, want) in cases {
            assert_eq!(on(typed, first, today), want.map(day), "{typed}");
        }
    }
}
