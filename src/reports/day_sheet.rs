//! A therapist's day on paper: who comes when, for what and where, and what is to be
//! minded.

use chrono::{Duration, NaiveDate};

use crate::{
    domain::{
        booking::Appointment,
        catalog::Service,
        client::Client,
        ids::StaffId,
        paper::{Paper, PaperWriter},
        room::Room,
        staff::Staff,
    },
    locale::Words,
    store::{Reads, StoreError, record::Lookup},
};

/// `None` if there is nobody of that number. A discreet one has neither clients nor notes.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn day_sheet(
    reads: &impl Reads,
    words: &Words,
    shop_name: &str,
    (staff, on): (StaffId, NaiveDate),
    is_discreet: bool,
    n_columns: u16,
) -> Result<Option<Paper>, StoreError> {
    let Some(therapist) = reads.get::<Staff>(&staff)? else {
        return Ok(None);
    };
    let mut visits = reads.find::<Appointment>(&Lookup::AppointmentOn(on))?;
    let is_theirs = |it: &Appointment| it.segments.iter().any(|it| it.staff.contains(&staff));
    visits.retain(|it| it.start().date == on && it.status.holds_time() && is_theirs(it));
    visits.sort_by_key(|it| (it.starts_at, it.id));
    let mut paper = PaperWriter::new(n_columns);
    paper.centred(shop_name);
    paper.centred_bold(&therapist.name);
    paper.centred(&words.date(on));
    paper.rule();
    if visits.is_empty() {
        paper.centred(&words.locale.text("day-sheet-none"));
    }
    for visit in &visits {
        entry(reads, words, &mut paper, (staff, is_discreet), visit)?;
    }
    Ok(Some(paper.finish()))
}

fn entry(
    reads: &impl Reads,
    words: &Words,
    paper: &mut PaperWriter,
    (staff, is_discreet): (StaffId, bool),
    visit: &Appointment,
) -> Result<(), StoreError> {
    let room = match visit.room() {
        Some(id) => reads.get::<Room>(&id)?.map(|it| it.name),
        None => None,
    };
    let service = reads.get::<Service>(&visit.service)?;
    let service = service.map_or_else(|| visit.service.to_string(), |it| it.name);
    paper.columns_bold(&hours(words, staff, visit), &room.unwrap_or_default());
    paper.wrapped(&service);
    if !is_discreet {
        about_client(reads, words, paper, visit)?;
    }
    paper.rule();
    Ok(())
}

fn about_client(
    reads: &impl Reads,
    words: &Words,
    paper: &mut PaperWriter,
    visit: &Appointment,
) -> Result<(), StoreError> {
    let client = match visit.client {
        Some(id) => reads.get::<Client>(&id)?,
        None => None,
    };
    let walk_in = || words.locale.text("client-walk-in");
    let name = client.as_ref().map_or_else(walk_in, |it| it.name.clone());
    paper.wrapped(&name);
    if let Some(client) = client {
        if !client.alert.is_empty() {
            paper.wrapped_bold(&format!("! {}", client.alert));
        }
        said(paper, &client.notes);
    }
    said(paper, &visit.note);
    Ok(())
}

/// Where there is something to say: an empty text is no line.
fn said(paper: &mut PaperWriter, text: &str) {
    if !text.is_empty() {
        paper.wrapped(text);
    }
}

/// When the therapist works on it: `14:00-14:30, 15:00-15:30` around a time in which
/// nobody is needed.
fn hours(words: &Words, staff: StaffId, visit: &Appointment) -> String {
    let mut ends_at = visit.starts_at;
    let mut spans: Vec<(_, _)> = Vec::new();
    for segment in &visit.segments {
        let starts_at = ends_at;
        ends_at += Duration::minutes(segment.minutes.into());
        if !segment.staff.contains(&staff) {
            continue;
        }
        match spans.last_mut() {
            Some((_, last)) if *last == starts_at => *last = ends_at,
            _ => spans.push((starts_at, ends_at)),
        }
    }
    let told = spans.iter().map(|(from, until)| {
        let (from, until) = (words.wall(*from), words.wall(*until));
        format!("{}-{}", words.time(from), words.time(until))
    });
    told.collect::<Vec<_>>().join(", ")
}
