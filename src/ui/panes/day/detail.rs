//! The lines under the grid: what is under the cursor, in words.

use super::{jobs::client_name, pane::DayPane};
use crate::{
    domain::{booking::Status, time::WallTime},
    ops::query::DayBlock,
    ui::view::View,
};

/// Two lines; the second may be empty.
pub(super) fn lines(pane: &DayPane, view: &View) -> Vec<String> {
    if let Some(lifted) = &pane.lifted {
        return moving(pane, &lifted.block, view);
    }
    match pane.block() {
        Some(block) => of_block(block, view),
        None => of_free(pane, view),
    }
}

fn of_block(block: &DayBlock, view: &View) -> Vec<String> {
    let words = view.words();
    let appointment = &block.appointment;
    let status = words.status(appointment.status);
    let first = [
        span(block, view),
        block.service.clone(),
        block.room.clone(),
        status,
    ];
    let alert = if block.alert.is_empty() {
        String::new()
    } else {
        format!("{} {}", view.theme.glyph("◆", "*"), block.alert)
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

/// `14:05-15:05`, on the clock of the day it then is.
pub(super) fn span(block: &DayBlock, view: &View) -> String {
    let start = block.appointment.start();
    let end = start.plus(i64::from(block.appointment.minutes()));
    format!("{}-{}", view.words().time(start), view.words().time(end))
}

fn of_free(pane: &DayPane, view: &View) -> Vec<String> {
    let Some(column) = pane.column() else {
        return vec![view.text("day-nobody-works")];
    };
    let minute = pane.cursor.minute;
    let time = |minute| view.words().time(WallTime::new(pane.date, minute));
    let mut args = vec![
        ("time", time(minute).into()),
        ("staff", column.name.as_str().into()),
    ];
    let first = match pane.grid.free_until(pane.cursor.column, minute) {
        Some(until) => {
            args.push(("until", time(until).into()));
            view.fill("day-free-until", &args)
        }
        None => view.fill("day-off", &args),
    };
    vec![first, gone(pane, view)]
}

/// Cancelled visits and no-shows of this therapist at this time: they take no room
/// on the grid.
fn gone(pane: &DayPane, view: &View) -> String {
    let Some((sheet, staff)) = pane.sheet.as_ref().zip(pane.staff()) else {
        return String::new();
    };
    let at = pane.at().naive();
    let was_here = |it: &&DayBlock| {
        let start = it.appointment.start();
        let end = start.plus(i64::from(it.appointment.minutes()));
        let is_gone = matches!(it.appointment.status, Status::Cancelled | Status::NoShow);
        is_gone && it.appointment.staff() == Some(staff) && start.naive() <= at && at < end.naive()
    };
    let said = sheet.blocks.iter().filter(was_here).map(|it| {
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

fn moving(pane: &DayPane, block: &DayBlock, view: &View) -> Vec<String> {
    let staff = pane.column().map(|it| it.name.clone()).unwrap_or_default();
    let who = [
        ("who", client_name(block, view).into()),
        ("service", block.service.as_str().into()),
    ];
    let to = [
        (
            "from",
            view.words().moment(block.appointment.start()).into(),
        ),
        ("to", view.words().moment(pane.at()).into()),
        ("staff", staff.into()),
    ];
    vec![
        view.fill("day-moving", &who),
        view.fill("day-moving-to", &to),
    ]
}

fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    said.join("  ")
}
