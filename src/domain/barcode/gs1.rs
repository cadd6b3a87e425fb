//! GS1 element strings: what a code says beside the number of the article, such as
//! its lot and the date until which it may be used.
//!
//! Kept and typed as people read it, `(01)04006381333931(10)A12(17)261130`; a
//! scanner sends the same without brackets (GS1 General Specifications, sections
//! 3 and 7.8).

use chrono::{Datelike, NaiveDate};

use super::{CodeCheck, check};

/// Ends a field of variable length in what a scanner sends.
pub(super) const SEPARATOR: char = '\u{1D}';

/// What is of use at a desk, from the fields of one code.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields {
    /// `01`: 14 digits, with a good check digit.
    pub gtin: Option<String>,
    /// `10`
    pub lot: Option<String>,
    /// `11`
    pub made: Option<Day>,
    /// `15`: best before; after that the shop decides.
    pub best_before: Option<Day>,
    /// `17`: not to be used or sold after.
    pub expires: Option<Day>,
    /// `21`
    pub serial: Option<String>,
    /// `30` or `37`: pieces inside.
    pub count: Option<u32>,
}

/// A date with two digits of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    year: i32,
    month: u32,
    /// 0: the last of the month.
    in_month: u32,
}

impl Day {
    fn read(digits: &str) -> Option<Self> {
        let part = |range| {
            digits
                .get(range)
                .and_then(|it: &str| it.parse::<u32>().ok())
        };
        let (year, month, in_month) = (part(0..2)?, part(2..4)?, part(4..6)?);
        let it = Self {
            year: i32::try_from(year).ok()?,
            month,
            in_month,
        };
        // 2000 is a leap year, and so has every day that any year of the century has.
        let possible = Self { year: 2_000, ..it };
        possible.in_year().map(|_| it)
    }

    /// The date meant by someone who reads it on `today`: the century is the one that
    /// puts it at most 50 years ahead and less than 50 back (section 7.12). A 29th of
    /// February that is not there is the 28th.
    pub fn near(self, today: NaiveDate) -> Option<NaiveDate> {
        let century = today.year().div_euclid(100) * 100;
        let ahead = self.year - today.year().rem_euclid(100);
        let century = match ahead {
            51.. => century - 100,
            ..=-50 => century + 100,
            _ => century,
        };
        let year = century + self.year;
        Self { year, ..self }.in_year()
    }

    fn in_year(self) -> Option<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(self.year, self.month, 1)?;
        let last = first
            .checked_add_months(chrono::Months::new(1))?
            .pred_opt()?;
        match self.in_month {
            0 => Some(last),
            29 if last.day() == 28 => Some(last),
            day => first.with_day(day),
        }
    }
}

/// The fields of a code in brackets; `None` if it is none.
pub fn read(code: &str) -> Option<Fields> {
    let mut fields = Fields::default();
    let mut rest = code.trim().strip_prefix('(')?;
    loop {
        let (id, value) = rest.split_once(')')?;
        let (value, next) = match value.split_once('(') {
            Some((value, next)) => (value, Some(next)),
            None => (value, None),
        };
        fields.take(id, value)?;
        match next {
            Some(next) => rest = next,
            None => return Some(fields),
        }
    }
}

/// The fields that a scanner sent, in brackets; `None` if they do not add up to a
/// code.
pub(super) fn bracketed(sent: &str) -> Option<String> {
    let mut shown = String::new();
    let mut rest = sent.trim_matches(SEPARATOR);
    while !rest.is_empty() {
        let id = rest.get(..id_len(rest)?)?;
        let value = rest.get(id.len()..)?;
        let (value, next) = match fixed_len(id) {
            Some(len) => (value.get(..len)?, value.get(len..)?),
            None => value.split_once(SEPARATOR).unwrap_or((value, "")),
        };
        // Brackets inside a value could not be told from those around an id.
        if value.is_empty() || value.contains(['(', ')', SEPARATOR]) {
            return None;
        }
        shown.push('(');
        shown.push_str(id);
        shown.push(')');
        shown.push_str(value);
        rest = next.trim_start_matches(SEPARATOR);
    }
    read(&shown).map(|_| shown)
}

impl Fields {
    fn take(&mut self, id: &str, value: &str) -> Option<()> {
        if value.is_empty() || fixed_len(id).is_some_and(|len| value.len() != len) {
            return None;
        }
        match id {
            "01" => {
                self.gtin = (check(value) == CodeCheck::Gtin14).then(|| value.to_owned());
                self.gtin.as_ref()?;
            }
            "10" => self.lot = Some(value.to_owned()),
            "11" => self.made = Some(Day::read(value)?),
            "15" => self.best_before = Some(Day::read(value)?),
            "17" => self.expires = Some(Day::read(value)?),
            "21" => self.serial = Some(value.to_owned()),
            "30" | "37" => self.count = Some(value.parse().ok()?),
            _ => (),
        }
        Some(())
    }
}

/// How many digits the application identifier takes at the start of `text`.
fn id_len(text: &str) -> Option<usize> {
    match text.get(..2)? {
        "00" | "01" | "02" | "03" | "10" | "11" | "12" | "13" | "15" | "16" | "17" | "20"
        | "21" | "22" | "30" | "37" => Some(2),
        "23" | "24" | "25" | "40" | "41" | "42" | "71" => Some(3),
        "31" | "32" | "33" | "34" | "35" | "36" | "39" | "43" | "70" | "72" | "80" | "81"
        | "82" => Some(4),
        // The companies' own.
        own if own.starts_with('9') && own != "9" => Some(2),
        _ => None,
    }
}

/// The value's length for the identifiers that need no separator after them (General
/// Specifications, table of predefined lengths).
fn fixed_len(id: &str) -> Option<usize> {
    match id.get(..2)? {
        "00" => Some(18),
        "01" | "02" | "03" => Some(14),
        // Dates, then measures.
        "11" | "12" | "13" | "14" | "15" | "16" | "17" | "18" | "19" | "31" | "32" | "33"
        | "34" | "35" | "36" => Some(6),
        "20" => Some(2),
        "41" => Some(13),
        _ => None,
    }
}
