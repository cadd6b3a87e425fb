//! Appointments that a change of hours would leave outside of them, told before it is
//! made; and those that cannot take place as they stand, listed until each is moved.

use crate::{
    ops::{
        query::{self, Hit},
        refusal::{OfferReport, Refusal},
        request::{Moving, Request},
    },
    ui::{
        component::{Cmd, Component, Pane, Tone},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Choice {
    Anyway,
    Hit(Box<Hit>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Way {
    Move(OfferReport),
    Show,
    Leave,
}

/// What follows a refusal of changed hours: what they would hit, and the way to change
/// them all the same. `request` is the same request, meant; `n_below` dialogs are closed
/// once it is done.
pub fn follow(refusal: &Refusal, request: Request, n_below: usize, view: &View) -> Vec<Cmd> {
    match refusal {
        Refusal::HitsVisits { .. } => vec![Cmd::Push(preview(request, n_below, view))],
        _ => Vec::new(),
    }
}

fn preview(request: Request, n_below: usize, view: &View) -> Box<dyn Component> {
    let asked = request.clone();
    Picker::new(
        view.text("hits-title"),
        "help-hits",
        move |typed, view| {
            let hits = hits_of(&asked, view);
            let n = [("n", hits.len().into())];
            let anyway = Row {
                left: view.fill("hits-anyway", &n),
                right: String::new(),
                value: Choice::Anyway,
            };
            let rows = hits
                .into_iter()
                .map(|it| row(it, view, |hit| Choice::Hit(Box::new(hit))));
            let wanted = Filter::of(typed);
            let rows = rows.filter(|it| wanted.fits(&format!("{} {}", it.left, it.right)));
            std::iter::once(anyway).chain(rows).collect()
        },
        move |choice, view| match choice {
            Choice::Anyway => vec![Cmd::Run(request.clone())],
            Choice::Hit(hit) => vec![Cmd::Say(Tone::Note, why(hit, view))],
        },
    )
    .staying()
    .on_answer(move |answer, view| match answer {
        Ok(_) => {
            let mut cmds: Vec<Cmd> = (0..=n_below).map(|_| Cmd::Pop).collect();
            cmds.push(Cmd::Push(stranded(view)));
            cmds
        }
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}

fn hits_of(request: &Request, view: &View) -> Vec<Hit> {
    let (reads, now) = (view.shop.read(), view.shop.now());
    let found = match request {
        Request::SetHours { change, .. } => query::hits(&reads, &view.settings, now, change),
        Request::SaveStaff(draft) => query::hits_of_person(&reads, &view.settings, now, draft),
        _ => return Vec::new(),
    };
    found.unwrap_or_default()
}

/// `Sat 21 Nov 14:00  Liga Berzina  Swedish 60  Anna`, and what would do.
fn row<T>(hit: Hit, view: &View, value: impl Fn(Hit) -> T) -> Row<T> {
    let words = view.words();
    let left = format!(
        "{}  {}  {}  {}",
        words.moment(hit.start),
        words.client(&hit.client_name),
        hit.service,
        hit.staff_name
    );
    let right = hit.offers.first().map_or_else(String::new, |offer| {
        let when = if offer.start.date == hit.start.date {
            words.time(offer.start)
        } else {
            words.moment(offer.start)
        };
        let words = [
            ("when", when.into()),
            ("staff", offer.staff_name.as_str().into()),
        ];
        view.fill("hits-offer", &words)
    });
    Row {
        left,
        right,
        value: value(hit),
    }
}

fn why(hit: &Hit, view: &View) -> String {
    let clash = hit.clash.as_ref().map(|it| view.words().clash(it));
    clash.unwrap_or_default()
}

/// All to come that lie outside working hours; Enter offers other times.
pub fn stranded(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("stranded-title"),
        "help-stranded",
        |typed, view| {
            let (reads, now) = (view.shop.read(), view.shop.now());
            let hits = query::stranded(&reads, &view.settings, now).unwrap_or_default();
            let wanted = Filter::of(typed);
            let rows = hits.into_iter().map(|it| row(it, view, |hit| hit));
            rows.filter(|it| wanted.fits(&format!("{} {}", it.left, it.right)))
                .collect()
        },
        |hit: &Hit, view| vec![Cmd::Push(ways(hit.clone(), view))],
    )
    .staying()
    .when_empty("stranded-none")
    .boxed()
}

/// What can be done about one of them.
fn ways(hit: Hit, view: &View) -> Box<dyn Component> {
    let words = [
        ("client", view.words().client(&hit.client_name).into()),
        ("start", view.words().moment(hit.start).into()),
    ];
    let title = view.fill("stranded-one", &words);
    let appointment = hit.appointment;
    let why = std::rc::Rc::new(std::cell::RefCell::new(why(&hit, view)));
    Picker::new(
        title,
        "help-stranded-one",
        move |typed, view| {
            let wanted = Filter::of(typed);
            let offers = hit.offers.iter().map(|offer| Row {
                left: format!("{}  {}", view.words().moment(offer.start), offer.staff_name),
                right: offer.room_name.clone(),
                value: Way::Move(offer.clone()),
            });
            let others = [("stranded-show", Way::Show), ("stranded-leave", Way::Leave)];
            let others = others.into_iter().map(|(id, value)| Row {
                left: view.text(id),
                right: String::new(),
                value,
            });
            let rows = offers.chain(others);
            rows.filter(|it| wanted.fits(&it.left)).collect()
        },
        move |way, _| match way {
            Way::Move(offer) => vec![Cmd::Run(Request::Move(Moving {
                appointment,
                staff: Some(offer.staff),
                team: Vec::new(),
                room: None,
                start: Some(offer.start),
                override_reason: None,
            }))],
            Way::Show => vec![
                Cmd::Pop,
                Cmd::Pop,
                Cmd::Focus(Pane::Day),
                Cmd::ShowAppointment(appointment),
            ],
            Way::Leave => vec![Cmd::Pop],
        },
    )
    .with_new_ones(2)
    .noted(why)
    .staying()
    .on_answer(|answer, view| match answer {
        Ok(outcome) => vec![Cmd::Pop, view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}
