//! Appointments of one person as an iCalendar file (RFC 5545) that is published (RFC
//! 5546): each with a name that stays and a number that grows with its changes, those
//! that do not take place as cancelled.

use std::fmt::Write;

use chrono::{DateTime, Duration, NaiveDate, Utc};

use crate::{
    domain::{
        booking::{Appointment, Changed, Status, VisitChange},
        catalog::Service,
        client::Client,
        ids::{ClientId, StaffId},
        room::Room,
        settings::Settings,
    },
    store::{Reads, StoreError, record::Lookup},
};

/// The longest line in octets, without its end (RFC 5545, 3.1).
const LINE_OCTETS: usize = 75;

/// Of whom a calendar is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// All the time that they work on it, preparation and tidying up too.
    Staff(StaffId),
    /// Only the time that they are there.
    Client(ClientId),
}

/// What a calendar is made of.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    pub whose: Whose,
    /// The person's name.
    pub name: &'a str,
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Without names of clients and without notes.
    pub is_discreet: bool,
    /// What tells this shop's appointments from those of others.
    pub shop_id: &'a str,
    pub now: DateTime<Utc>,
}

/// An appointment as calendars know it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub uid: String,
    pub sequence: u32,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub created_at: DateTime<Utc>,
    pub status: Taking,
    pub summary: String,
    pub location: String,
    pub description: String,
    pub category: String,
}

/// Whether it takes place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Taking {
    Tentative,
    #[default]
    Confirmed,
    Cancelled,
}

impl Taking {
    fn of(status: Status) -> Self {
        match status {
            Status::Requested | Status::Held => Self::Tentative,
            it if it.holds_time() => Self::Confirmed,
            _ => Self::Cancelled,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Tentative => "TENTATIVE",
            Self::Confirmed => "CONFIRMED",
            Self::Cancelled => "CANCELLED",
        }
    }
}

/// The file, and how many events it has.
///
/// # Errors
///
/// When the store cannot be read.
pub fn calendar(
    reads: &impl Reads,
    settings: &Settings,
    wanted: &Wanted,
) -> Result<(String, usize), StoreError> {
    let mut events: Vec<Event> = Vec::new();
    for it in appointments(reads, wanted)? {
        events.extend(event(reads, settings, wanted, &it)?);
    }
    Ok((written(settings, wanted, &events), events.len()))
}

fn appointments(reads: &impl Reads, wanted: &Wanted) -> Result<Vec<Appointment>, StoreError> {
    let mut found = Vec::new();
    match wanted.whose {
        Whose::Client(client) => found = reads.find(&Lookup::AppointmentOfClient(client))?,
        Whose::Staff(_) => {
            let days = wanted.from.iter_days().take_while(|it| *it <= wanted.until);
            for day in days {
                found.extend(reads.find::<Appointment>(&Lookup::AppointmentOn(day))?);
            }
        }
    }
    found.retain(|it| (wanted.from..=wanted.until).contains(&it.start().date));
    found.sort_by_key(|it| (it.starts_at, it.id));
    found.dedup_by_key(|it| it.id);
    Ok(found)
}

/// The person's part of an appointment, from its first minute to its last; as cancelled
/// where they have none any more, `None` where they never had one.
fn event(
    reads: &impl Reads,
    settings: &Settings,
    wanted: &Wanted,
    it: &Appointment,
) -> Result<Option<Event>, StoreError> {
    let mut ends_at = it.starts_at;
    let mut span: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for segment in &it.segments {
        let starts_at = ends_at;
        ends_at += Duration::minutes(segment.minutes.into());
        let is_theirs = match wanted.whose {
            Whose::Staff(staff) => segment.staff.contains(&staff),
            Whose::Client(_) => segment.holds_client,
        };
        if is_theirs {
            let first = span.map_or(starts_at, |(first, _)| first);
            span = Some((first, ends_at));
        }
    }
    let (span, status) = match (span, wanted.whose) {
        (Some(span), _) => (span, Taking::of(it.status)),
        (None, Whose::Staff(staff)) if had(reads, it, staff)? => {
            ((it.starts_at, ends_at), Taking::Cancelled)
        }
        (None, _) => return Ok(None),
    };
    let (starts_at, ends_at) = span;
    let service = reads.get::<Service>(&it.service)?;
    let (service, category) = service.map_or_else(Default::default, |it| (it.name, it.category));
    let client = match it.client {
        Some(id) if !wanted.is_discreet => reads.get::<Client>(&id)?.map(|it| it.name),
        _ => None,
    };
    let room = match it.room() {
        Some(id) => reads.get::<Room>(&id)?.map(|it| it.name),
        None => None,
    };
    let (owner, summary, location, description) = match wanted.whose {
        Whose::Staff(staff) => {
            let parts: Vec<String> = [Some(service), client].into_iter().flatten().collect();
            let note = if wanted.is_discreet { "" } else { &it.note };
            let room = room.unwrap_or_default();
            (staff.to_string(), parts.join(", "), room, note.to_owned())
        }
        // What the house notes is not for them.
        Whose::Client(client) => {
            let place = settings.shop_name.clone();
            (client.to_string(), service, place, String::new())
        }
    };
    Ok(Some(Event {
        uid: format!("appointment-{}-{owner}@{}", it.id, wanted.shop_id),
        sequence: it.revision,
        starts_at,
        ends_at,
        created_at: it.created_at,
        status,
        summary,
        location,
        description,
        category,
    }))
}

/// Whether it was once this therapist's, whose calendar program still has it.
fn had(reads: &impl Reads, it: &Appointment, staff: StaffId) -> Result<bool, StoreError> {
    if it.revision == 0 {
        return Ok(false);
    }
    let changes = reads.find::<VisitChange>(&Lookup::ChangeOf(it.id))?;
    let mut all = changes.iter().flat_map(|it| &it.what);
    Ok(all.any(|it| matches!(it, Changed::Staff { from, .. } if from.contains(&staff))))
}

fn written(settings: &Settings, wanted: &Wanted, events: &[Event]) -> String {
    let mut file = File::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line(concat!(
        "PRODID:-//Balm//Balm ",
        env!("CARGO_PKG_VERSION"),
        "//EN"
    ));
    file.line("CALSCALE:GREGORIAN");
    file.line("METHOD:PUBLISH");
    file.text("X-WR-CALNAME", wanted.name);
    for it in events {
        file.event(settings, wanted.now, it);
    }
    file.line("END:VCALENDAR");
    file.0
}

/// Lines as RFC 5545 wants them.
#[derive(Default)]
struct File(String);

impl File {
    fn event(&mut self, settings: &Settings, now: DateTime<Utc>, it: &Event) {
        self.line("BEGIN:VEVENT");
        self.text("UID", &it.uid);
        self.line(&format!("SEQUENCE:{}", it.sequence));
        self.line(&format!("DTSTAMP:{}", utc(now)));
        self.line(&format!("CREATED:{}", utc(it.created_at)));
        self.line(&format!("DTSTART:{}", utc(it.starts_at)));
        self.line(&format!("DTEND:{}", utc(it.ends_at)));
        self.line(&format!("STATUS:{}", it.status.name()));
        let is_off = it.status == Taking::Cancelled;
        self.line(if is_off {
            "TRANSP:TRANSPARENT"
        } else {
            "TRANSP:OPAQUE"
        });
        // Whoever publishes names themselves; a shop need not have an address.
        let organizer = quoted(&settings.shop_name);
        self.line(&format!("ORGANIZER;CN={organizer}:invalid:nomail"));
        self.text("SUMMARY", &it.summary);
        self.text("LOCATION", &it.location);
        self.text("DESCRIPTION", &it.description);
        self.text("CATEGORIES", &it.category);
        self.line("END:VEVENT");
    }

    /// A property that is a text; one without any is left out.
    fn text(&mut self, name: &str, text: &str) {
        if !text.is_empty() {
            self.line(&format!("{name}:{}", escaped(text)));
        }
    }

    /// Folded, so that no line is longer than it may be and no letter is cut.
    fn line(&mut self, line: &str) {
        let mut n_octets = 0;
        for letter in line.chars() {
            if n_octets + letter.len_utf8() > LINE_OCTETS {
                self.0.push_str("\r\n ");
                n_octets = 1;
            }
            self.0.push(letter);
            n_octets += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

/// `20261121T114000Z`.
fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

/// A value of type TEXT (RFC 5545, 3.3.11).
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.replace("\r\n", "\n").chars() {
        match letter {
            '\n' | '\r' => escaped.push_str("\\n"),
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            it if it.is_control() && it != '\t' => (),
            it => escaped.push(it),
        }
    }
    escaped
}

/// A parameter's value in quotes, in which there is no way to write a quote (3.2).
fn quoted(text: &str) -> String {
    let kept = text.chars().filter(|it| !it.is_control());
    let mut quoted = String::from("\"");
    for letter in kept {
        // Writing to a text does not fail.
        let _ = write!(quoted, "{}", if letter == '"' { '\'' } else { letter });
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The lines of a file put together again, as RFC 5545, 3.1 says.
    fn unfolded(file: &str) -> Vec<String> {
        let whole = file.replace("\r\n ", "").replace("\r\n\t", "");
        whole.split_terminator("\r\n").map(str::to_owned).collect()
    }

    /// The example of RFC 5545, 3.1, is one line again.
    #[test]
    fn the_published_example_of_folding_unfolds() {
        let folded =
            "DESCRIPTION:This is a lo\r\n ng description\r\n  that exists on a long line.\r\n";
        let whole = "DESCRIPTION:This is a long description that exists on a long line.";
        assert_eq!(unfolded(folded), [whole]);
        let mut file = File::default();
        file.line(whole);
        assert_eq!(unfolded(&file.0), [whole]);
    }

    /// The example of RFC 5545, 3.3.11, and each sign that it names.
    #[test]
    fn texts_are_escaped_as_published() {
        #[rustfmt::skip]
        let cases = [
            ("Project XYZ Final Review\nConference Room - 3B\nCome Prepared.",
             r"Project XYZ Final Review\nConference Room - 3B\nCome Prepared."),
            (r"a;b,c\d:e", r"a\;b\,c\\d:e"),
            ("one\r\ntwo\u{7}", r"one\ntwo"),
            ("Līga \"Zirnis\"", "Līga \"Zirnis\""),
        ];
        for (text, want) in cases {
            assert_eq!(escaped(text), want);
        }
        assert_eq!(quoted("The \"Lotus\"; Spa"), "\"The 'Lotus'; Spa\"");
    }

    #[test]
    fn no_line_is_longer_than_75_octets_and_no_letter_is_cut() {
        for letter in ["a", "ā", "王", "𝄞", "a\u{301}"] {
            for n in [0, 60, 73, 74, 75, 76, 150, 400] {
                let line = format!("X:{}", letter.repeat(n));
                let mut file = File::default();
                file.line(&line);
                assert!(
                    file.0.split("\r\n").all(|it| it.len() <= LINE_OCTETS),
                    "{letter} {n}"
                );
                assert_eq!(unfolded(&file.0), [line]);
            }
        }
    }

    #[test]
    fn what_does_not_take_place_is_cancelled_and_what_is_not_certain_tentative() {
        use Status as S;
        #[rustfmt::skip]
        let cases = [
            (S::Requested, "TENTATIVE"), (S::Held, "TENTATIVE"),
            (S::Booked, "CONFIRMED"), (S::Confirmed, "CONFIRMED"), (S::Arrived, "CONFIRMED"),
            (S::InService, "CONFIRMED"), (S::Done, "CONFIRMED"),
            (S::Cancelled, "CANCELLED"), (S::LateCancel, "CANCELLED"), (S::NoShow, "CANCELLED"),
        ];
        for (status, want) in cases {
            assert_eq!(Taking::of(status).name(), want, "{status:?}");
        }
    }
}
