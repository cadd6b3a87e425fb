//! The lines under the grid: what is under the cursor, in words.

use super::{
    carry::{Carry, Lifted},
    grid::Holder,
    jobs::{client_name, span},
    pane::DayPane,
};
use crate::{
    locale::Arg,
    ops::query::DayBlock,
    ui::{sign::Sign, view::View},
};

/// Two lines; the second may be empty.
pub(super) fn lines(pane: &DayPane, view: &View) -> Vec<String> {
    if let Some(lifted) = &pane.lifted {
        return carried(pane, lifted, view);
    }
    match pane.block_at(pane.settled) {
        Some(block) => of_block(pane, block, view),
        None => of_free(pane, view),
    }
}

fn of_block(pane: &DayPane, block: &DayBlock, view: &View) -> Vec<String> {
    let words = view.words();
    let appointment = &block.appointment;
    let status = words.status(appointment.status);
    let first = [
        span(block, view),
        block.service.clone(),
        pane.other_holder(block, view),
        status,
    ];
    let alert = if block.alert.is_empty() {
        String::new()
    } else {
        format!("{} {}", Sign::Alert.shown(view.theme), block.alert)
    };
    let overridden = appointment
        .overridden
        .as_ref()
        .map_or_else(String::new, |it| {
            view.fill("day-overridden", &[("reason", it.reason.as_str().into())])
        });
    let second = [
        client_name(block, view),
        alert,
        appointment.note.clone(),
        overridden,
    ];
    vec![joined(&first), joined(&second)]
}

fn of_free(pane: &DayPane, view: &View) -> Vec<String> {
    let Some(column) = pane.grid.columns.get(pane.settled.column) else {
        return vec![view.text("day-nobody-works")];
    };
    let minute = pane.settled.minute;
    let clock = pane.clock_of(pane.settled.column);
    let time = |minute| view.words().time(clock.wall(minute));
    let mut args = vec![
        ("time", time(minute).into()),
        ("column", column.name.as_str().into()),
    ];
    let first = match pane.grid.free_until(pane.settled.column, minute) {
        Some(until) => {
            args.push(("until", time(until).into()));
            view.fill("day-free-until", &args)
        }
        None => view.fill(why_not(pane, column.holder), &args),
    };
    vec![first, gone(pane, view)]
}

/// Why a column cannot be booked under the cursor.
fn why_not(pane: &DayPane, holder: Holder) -> &'static str {
    let is_break = pane.grid.is_break(pane.settled.column, pane.settled.minute);
    match holder {
        Holder::Staff(_) if is_break => "day-break",
        Holder::Staff(_) => "day-off",
        Holder::Room(_) | Holder::Equipment(_) => "day-closed",
        Holder::NoStaff | Holder::NoRoom => "day-nobodys",
    }
}

/// Cancelled visits and no-shows of this column at this time: they take no room
/// on the grid.
fn gone(pane: &DayPane, view: &View) -> String {
    let column = pane.grid.columns.get(pane.settled.column);
    let Some((day, column)) = pane.page_of(pane.settled.column).zip(column) else {
        return String::new();
    };
    let at = i64::from(pane.settled.minute);
    let was_here = |it: &&DayBlock| {
        let start = day.clock.minute_at(it.appointment.starts_at);
        let end = start + i64::from(it.appointment.minutes());
        let is_gone = !it.appointment.status.holds_time();
        is_gone && column.holder.is_of(&it.appointment) && (start..end).contains(&at)
    };
    let said = day.sheet.blocks.iter().filter(was_here).map(|it| {
        let args = [
            ("status", view.words().status(it.appointment.status).into()),
            ("who", client_name(it, view).into()),
            ("time", view.words().time(it.appointment.start()).into()),
            ("reason", it.appointment.reason.as_str().into()),
        ];
        view.fill("day-gone", &args)
    });
    said.collect::<Vec<_>>().join("  ")
}

/// What is in the hand, and what becomes of it where the cursor is.
fn carried(pane: &DayPane, lifted: &Lifted, view: &View) -> Vec<String> {
    let (block, words) = (&lifted.block, view.words());
    let column = pane.column().map(|it| it.name.clone()).unwrap_or_default();
    let who = [
        ("who", client_name(block, view).into()),
        ("service", block.service.as_str().into()),
    ];
    let (from, to) = (block.appointment.start(), pane.at());
    // On one day the date is said once: the column shall not be cut off.
    let until = if from.plus(0).date == to.plus(0).date {
        words.time(to)
    } else {
        words.moment(to)
    };
    let mut place = vec![("column", column.into())];
    let (first, second) = match lifted.carry {
        Carry::Move => {
            place.extend([("from", words.moment(from).into()), ("to", until.into())]);
            ("day-moving", "day-moving-to")
        }
        Carry::Copy => {
            place.push(("to", words.moment(to).into()));
            ("day-copying", "day-copying-to")
        }
        Carry::Part(nth, _) => {
            place.push(("nth", (nth + 1).into()));
            place.push(("time", words.time(to).into()));
            ("day-part", "day-part-to")
        }
        Carry::Length(minutes) => {
            let ends = pane.ghost_place().map_or(0, |(_, _, end)| end);
            let ends = pane.clock_of(pane.cursor.column).wall(ends);
            place.push(("minutes", minutes.into()));
            place.push(("from", words.time(from).into()));
            place.push(("to", words.time(ends).into()));
            ("day-length", "day-length-to")
        }
        Carry::Swap => return swapping(pane, block, &who, view),
    };
    vec![view.fill(first, &who), view.fill(second, &place)]
}

fn swapping(pane: &DayPane, block: &DayBlock, who: &[(&str, Arg)], view: &View) -> Vec<String> {
    let other = pane.block_at(pane.settled);
    let other = other.filter(|it| it.appointment.id != block.appointment.id);
    let with = match other {
        Some(other) => joined(&[
            span(other, view),
            client_name(other, view),
            other.service.clone(),
        ]),
        None => view.text("day-swap-with-what"),
    };
    vec![view.fill("day-swapping", who), with]
}

fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    said.join("  ")
}
