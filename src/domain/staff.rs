//! Who works here, and at what hours when nothing else is said; [`super::rota`] knows
//! all that may be said.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    client::Sex,
    ids::{ServiceId, ShiftPatternId, StaffId},
    time::hhmm,
    typed,
};

const DAY_NAMES: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// A shift may end after midnight, up to six in the morning.
const SHIFT_END_MAX: u16 = 30 * 60;

/// Working hours of a week, Monday to Sunday; a day off has no shift.
pub type Week = [Vec<Shift>; 7];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    Therapist,
    Desk,
    Manager,
}

/// Minutes of the day, half-open; the end may pass 1,440 on a late night.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Shift {
    pub start_minute: u16,
    pub end_minute: u16,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Staff {
    pub id: StaffId,
    pub name: String,
    /// What the grid's column is headed with.
    pub short: String,
    pub role: StaffRole,
    /// Monday to Sunday; a day off has no shift. For who works by no pattern.
    pub week: Week,
    /// What this person can do; empty means everything.
    pub services: Vec<ServiceId>,
    pub active: bool,
    /// Of whom the person is one: `Massage`, `Evenings`; empty for none.
    pub group: String,
    /// The shift pattern that the person works by.
    pub pattern: Option<ShiftPatternId>,
    /// What clients ask for; not told of everybody.
    pub sex: Option<Sex>,
    /// Whom the person treats; everybody where nothing is said.
    pub treats: Option<Sex>,
}

impl Staff {
    pub fn can_do(&self, service: ServiceId) -> bool {
        self.role == StaffRole::Therapist
            && (self.services.is_empty() || self.services.contains(&service))
    }

    /// Of whom nothing is told may be anybody.
    pub fn may_treat(&self, sex: Option<Sex>) -> bool {
        sex.is_none() || self.treats.is_none() || self.treats == sex
    }
}

/// Reads `mon-fri 09:00-13:00, 14:00-18:00; sat 10-16`, Monday first. Days may run
/// over the week's end (`sat-mon`) or be listed (`mon,wed`). `None` where the text
/// is nothing of the kind, or shifts of a day overlap.
pub fn parse_week(text: &str) -> Option<Week> {
    let mut week = Week::default();
    for part in text.split(';').map(str::trim).filter(|it| !it.is_empty()) {
        let (days, spans) = part.split_once(' ')?;
        let shifts: Vec<Shift> = spans.split(',').map(parse_shift).collect::<Option<_>>()?;
        for days in days.split(',') {
            for day in days_of(days)? {
                week[day].extend(&shifts);
            }
        }
    }
    for shifts in &mut week {
        shifts.sort_by_key(|it| it.start_minute);
        let overlap = |it: &[Shift]| it[1].start_minute < it[0].end_minute;
        if shifts.windows(2).any(overlap) {
            return None;
        }
    }
    Some(week)
}

/// As [`parse_week`] reads it, neighbouring days with the same hours in one.
pub fn write_week(week: &Week) -> String {
    let mut parts = Vec::new();
    let mut day = 0;
    while day < week.len() {
        let shifts = &week[day];
        let n_same = week[day..].iter().take_while(|it| *it == shifts).count();
        if !shifts.is_empty() {
            let (first, last) = (DAY_NAMES[day], DAY_NAMES[day + n_same - 1]);
            let days = if n_same == 1 {
                first.to_owned()
            } else {
                format!("{first}-{last}")
            };
            let spans: Vec<String> = shifts.iter().map(write_shift).collect();
            parts.push(format!("{days} {}", spans.join(", ")));
        }
        day += n_same;
    }
    parts.join("; ")
}

/// Reads `09:00-17:00` and `9-17`.
pub fn parse_shift(text: &str) -> Option<Shift> {
    let (start, end) = text.split_once('-')?;
    let (start_minute, end_minute) = (minute(start)?, minute(end)?);
    (start_minute < end_minute).then_some(Shift {
        start_minute,
        end_minute,
    })
}

pub fn write_shift(shift: &Shift) -> String {
    format!("{}-{}", hhmm(shift.start_minute), hhmm(shift.end_minute))
}

/// Reads `mon-fri` and `mon,wed` as bits, Monday the lowest; nothing is every day.
pub fn parse_days(text: &str) -> Option<u8> {
    if text.trim().is_empty() {
        return Some(0b111_1111);
    }
    let mut bits = 0;
    for part in text.split([',', ' ']).filter(|it| !it.is_empty()) {
        for day in days_of(part)? {
            bits |= 1 << day;
        }
    }
    Some(bits)
}

/// As [`parse_days`] reads it.
pub fn write_days(bits: u8) -> String {
    if bits & 0b111_1111 == 0b111_1111 {
        return String::new();
    }
    let days = DAY_NAMES.iter().enumerate();
    let days = days.filter(|(nth, _)| bits & (1 << nth) != 0);
    let names: Vec<&str> = days.map(|(_, name)| *name).collect();
    names.join(",")
}

fn days_of(text: &str) -> Option<Vec<usize>> {
    let day = |name: &str| {
        DAY_NAMES
            .iter()
            .position(|it| name.trim().eq_ignore_ascii_case(it))
    };
    let (from, to) = match text.split_once('-') {
        Some((from, to)) => (day(from)?, day(to)?),
        None => (day(text)?, day(text)?),
    };
    let n_days = (to + 7 - from) % 7 + 1;
    Some((from..from + n_days).map(|it| it % 7).collect())
}

/// The clock's last hour is 29 for whoever types a time; a shift's end is one more.
fn minute(text: &str) -> Option<u16> {
    if text.trim() == hhmm(SHIFT_END_MAX) {
        return Some(SHIFT_END_MAX);
    }
    typed::time(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn week_table() {
        #[rustfmt::skip]
        let cases = [
            // typed                                       written, or refused
            ("mon-fri 09:00-17:00",                        Some("mon-fri 09:00-17:00")),
            ("MON-fri 9-17; sat 10.30-16",                 Some("mon-fri 09:00-17:00; sat 10:30-16:00")),
            ("sat-mon 10:00-12:00",                        Some("mon 10:00-12:00; sat-sun 10:00-12:00")),
            ("mon,wed,fri 9-12",                           Some("mon 09:00-12:00; wed 09:00-12:00; fri 09:00-12:00")),
            ("Tue 13:00-14:00, 9:00-12:00; sun 20:00-26:00", Some("tue 09:00-12:00, 13:00-14:00; sun 20:00-26:00")),
            ("sun 22:00-30:00",                            Some("sun 22:00-30:00")),
            ("mon 9-12; tue 9-12; mon 13-17",              Some("mon 09:00-12:00, 13:00-17:00; tue 09:00-12:00")),
            ("mon 9-12, 12-17",                            Some("mon 09:00-12:00, 12:00-17:00")),
            ("",                                           Some("")),
            ("mon 09:00-08:00",                            None),
            ("mon 09:00-09:00",                            None),
            ("mon 09:00-12:00, 11:59-13:00",               None),
            ("mon 09:60-12:00",                            None),
            ("mon 09:00-30:01",                            None),
            ("mon 09:00-31:00",                            None),
            ("someday 09:00-12:00",                        None),
            ("mon",                                        None),
            ("09:00-17:00",                                None),
        ];
        for (typed, want) in cases {
            let got = parse_week(typed).map(|week| write_week(&week));
            assert_eq!(got.as_deref(), want, "{typed:?}");
            if let Some(written) = got {
                assert_eq!(parse_week(&written), parse_week(typed), "{typed:?}");
            }
        }
    }
}
