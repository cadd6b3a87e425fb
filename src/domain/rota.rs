//! Who works when: the one answer for the rule, the search, the grid and the sentences.
//!
//! A person's hours of a date are, in this order: those set for that date alone
//! ([`DayHours`]), those of the person's shift pattern, those of the group's pattern, the
//! week on the person's card. From them comes off what the house is closed
//! ([`Absence`] of nobody), what the person is away, and what is beyond the hours of the
//! house. A shift belongs to the date on which it begins, small hours and all.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime};
use chrono_tz::Tz;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{AbsenceId, ShiftPatternId, StaffId},
    staff::{Shift, Staff, Week},
    time::{self, Span, WallTime},
};

/// Hours that come again after so many weeks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ShiftPattern {
    pub id: ShiftPatternId,
    pub name: String,
    /// Holds for all of this group who have no pattern of their own; empty for those
    /// only on whose card it stands.
    pub group: String,
    /// A day in the first of its weeks.
    pub anchor: NaiveDate,
    /// At least one.
    pub weeks: Vec<Week>,
    pub active: bool,
}

/// Somebody's hours on one date, whatever they are otherwise. Breaks are the gaps
/// between shifts; without a shift it is a day off.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DayHours {
    pub staff: StaffId,
    pub date: NaiveDate,
    pub shifts: Vec<Shift>,
    pub reason: String,
}

/// A stretch in which a person is not here, or the house is closed.
///
/// Half-open. An edge at minute 0 of a date lies between two days of work: a shift that
/// began on the evening before is on the other side of it with its small hours. Any
/// other edge is a moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Absence {
    pub id: AbsenceId,
    /// `None` is the house: it is closed.
    pub staff: Option<StaffId>,
    pub from: WallTime,
    pub until: WallTime,
    pub reason: String,
}

/// When the house is open; outside of it nobody can be booked. A week without any shift
/// sets no hours.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct HouseHours {
    pub week: Week,
}

/// What is known of who works when, from some date on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rota {
    patterns: Vec<ShiftPattern>,
    days: BTreeMap<(StaffId, NaiveDate), DayHours>,
    closings: Vec<Absence>,
    away: BTreeMap<StaffId, Vec<Absence>>,
    hours: HouseHours,
}

/// Why somebody does not work at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why<'a> {
    /// A closing day.
    Closed(&'a Absence),
    /// Beyond the hours of the house.
    Shut,
    Away(&'a Absence),
    /// No shift then.
    Off,
}

const DAY: Shift = Shift {
    start_minute: 0,
    end_minute: 24 * 60,
};

/// Every person works by the week on the card.
static NOTHING: Rota = Rota {
    patterns: Vec::new(),
    days: BTreeMap::new(),
    closings: Vec::new(),
    away: BTreeMap::new(),
    hours: HouseHours {
        week: [const { Vec::new() }; 7],
    },
};

impl ShiftPattern {
    /// The hours of a date, before and after the anchor alike.
    pub fn shifts_on(&self, date: NaiveDate) -> &[Shift] {
        let n_weeks = i64::try_from(self.weeks.len()).unwrap_or(i64::MAX).max(1);
        let since = monday(date) - monday(self.anchor);
        let nth = (since.num_days() / 7).rem_euclid(n_weeks);
        let week = usize::try_from(nth).ok().and_then(|it| self.weeks.get(it));
        week.map_or(&[], |it| &it[weekday(date)])
    }
}

impl Absence {
    /// From when to when it takes away of what begins on `date`; `None` is from the
    /// first and to the last moment.
    fn cut(&self, date: NaiveDate, zone: Tz) -> Option<Cut> {
        let from = match self.from.minute {
            0 if self.from.date > date => return None,
            0 => None,
            _ => Some(time::at_or_after(self.from, zone).naive_utc()),
        };
        let until = match self.until.minute {
            0 if self.until.date <= date => return None,
            0 => None,
            _ => Some(time::at_or_after(self.until, zone).naive_utc()),
        };
        Some(Cut { from, until })
    }

    /// Whether it may take something away of what begins on `date`.
    pub fn touches(&self, date: NaiveDate) -> bool {
        let before = date.checked_sub_days(Days::new(2)).unwrap_or(date);
        let after = date.checked_add_days(Days::new(2)).unwrap_or(date);
        self.from.date <= after && before <= self.until.date
    }

    /// Whether it takes in a day of work, some of it or all.
    pub fn is_on(&self, date: NaiveDate) -> bool {
        self.from.plus(0).date <= date && date <= self.last_date()
    }

    /// Whether it lies on whole days of work.
    pub fn is_whole_days(&self) -> bool {
        self.from.minute == 0 && self.until.minute == 0
    }

    /// The last day of work that it touches.
    pub fn last_date(&self) -> NaiveDate {
        match self.until.minute {
            0 => self.until.date.pred_opt().unwrap_or(self.until.date),
            _ => self.until.plus(0).date,
        }
    }
}

/// Half-open; `None` has no edge on that side.
#[derive(Clone, Copy)]
struct Cut {
    from: Option<NaiveDateTime>,
    until: Option<NaiveDateTime>,
}

impl Cut {
    /// What of `span` is before it and behind it.
    fn leaves(self, span: Span) -> impl Iterator<Item = Span> {
        let before = self.from.map(|from| Span {
            end: span.end.min(from),
            ..span
        });
        let behind = self.until.map(|until| Span {
            start: span.start.max(until),
            ..span
        });
        // An interval that says nothing takes nothing.
        let is_empty =
            matches!((self.from, self.until), (Some(from), Some(until)) if until <= from);
        let parts = if is_empty {
            [Some(span), None]
        } else {
            [before, behind]
        };
        parts.into_iter().flatten().filter(|it| it.start < it.end)
    }

    fn holds(self, at: NaiveDateTime) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

impl Rota {
    pub fn new(
        patterns: Vec<ShiftPattern>,
        days: Vec<DayHours>,
        absences: Vec<Absence>,
        hours: HouseHours,
    ) -> Self {
        let mut rota = Self {
            patterns: patterns.into_iter().filter(|it| it.active).collect(),
            days: days
                .into_iter()
                .map(|it| ((it.staff, it.date), it))
                .collect(),
            closings: Vec::new(),
            away: BTreeMap::new(),
            hours,
        };
        for absence in absences {
            rota.add_absence(absence);
        }
        rota
    }

    /// Every person works by the week on the card.
    pub fn nothing() -> &'static Self {
        &NOTHING
    }

    pub fn patterns(&self) -> &[ShiftPattern] {
        &self.patterns
    }

    pub fn hours(&self) -> &HouseHours {
        &self.hours
    }

    /// The hours set for one date alone.
    pub fn day_hours(&self, staff: StaffId, date: NaiveDate) -> Option<&DayHours> {
        self.days.get(&(staff, date))
    }

    /// When the person is away; of `None`, when the house is closed.
    pub fn absences(&self, staff: Option<StaffId>) -> &[Absence] {
        match staff {
            None => &self.closings,
            Some(staff) => self.away.get(&staff).map_or(&[], Vec::as_slice),
        }
    }

    pub fn set_hours(&mut self, hours: HouseHours) {
        self.hours = hours;
    }

    pub fn set_pattern(&mut self, pattern: ShiftPattern) {
        self.patterns.retain(|it| it.id != pattern.id);
        if pattern.active {
            self.patterns.push(pattern);
            self.patterns.sort_by_key(|it| it.id);
        }
    }

    /// Without `hours` the date is as any other.
    pub fn set_day(&mut self, staff: StaffId, date: NaiveDate, hours: Option<DayHours>) {
        match hours {
            Some(hours) => self.days.insert((staff, date), hours),
            None => self.days.remove(&(staff, date)),
        };
    }

    pub fn add_absence(&mut self, absence: Absence) {
        match absence.staff {
            None => self.closings.push(absence),
            Some(staff) => self.away.entry(staff).or_default().push(absence),
        }
    }

    pub fn remove_absence(&mut self, id: AbsenceId) {
        self.closings.retain(|it| it.id != id);
        for own in self.away.values_mut() {
            own.retain(|it| it.id != id);
        }
    }

    /// The pattern that a person works by, if any.
    pub fn pattern_of(&self, staff: &Staff) -> Option<&ShiftPattern> {
        let own = |it: &&ShiftPattern| Some(it.id) == staff.pattern;
        let of_group = |it: &&ShiftPattern| !staff.group.is_empty() && it.group == staff.group;
        let mut patterns = self.patterns.iter();
        let own = patterns.clone().find(own);
        own.or_else(|| patterns.find(of_group))
    }

    /// The shifts that begin on a date before anything comes off.
    pub fn planned<'r>(&'r self, staff: &'r Staff, date: NaiveDate) -> &'r [Shift] {
        if let Some(own) = self.days.get(&(staff.id, date)) {
            return &own.shifts;
        }
        self.usual(staff, date)
    }

    /// As [`Self::planned`], were nothing set for that date alone.
    pub fn usual<'r>(&'r self, staff: &'r Staff, date: NaiveDate) -> &'r [Shift] {
        match self.pattern_of(staff) {
            Some(pattern) => pattern.shifts_on(date),
            None => &staff.week[weekday(date)],
        }
    }

    /// The hours of the house on a date; none where it sets none, or is shut.
    pub fn house_shifts(&self, date: NaiveDate) -> &[Shift] {
        &self.hours.week[weekday(date)]
    }

    fn house_shifts_or<'r>(&'r self, usual: &'r [Shift], date: NaiveDate) -> &'r [Shift] {
        if self.has_hours() {
            self.house_shifts(date)
        } else {
            usual
        }
    }

    fn has_hours(&self) -> bool {
        self.hours.week.iter().any(|it| !it.is_empty())
    }

    pub fn day(&self, date: NaiveDate, zone: Tz) -> RotaDay<'_> {
        RotaDay::new(self, date, zone)
    }

    /// When the house is open, as instants, from the day before to the day after;
    /// `None` where it has no hours and is never closed.
    pub fn house_around(&self, date: NaiveDate, zone: Tz) -> Option<Vec<Span>> {
        if !self.has_hours() && !self.closings.iter().any(|it| it.touches(date)) {
            return None;
        }
        let days = three_days(date);
        Some(
            days.flat_map(|it| house_spans(self, DAY, it, zone))
                .collect(),
        )
    }

    /// When somebody works, as instants, from the day before to the day after, for
    /// each of `staff`.
    pub fn around<'s>(
        &self,
        staff: &'s [Staff],
        date: NaiveDate,
        zone: Tz,
    ) -> impl Iterator<Item = (&'s Staff, Vec<Span>)> {
        let days: Vec<RotaDay> = three_days(date).map(|it| self.day(it, zone)).collect();
        staff.iter().map(move |person| {
            let spans = days.iter().flat_map(|it| it.works(person));
            (person, spans.collect())
        })
    }
}

/// Who works in the shifts that begin on one date.
pub struct RotaDay<'a> {
    rota: &'a Rota,
    date: NaiveDate,
    zone: Tz,
    closings: Vec<&'a Absence>,
    /// `None` where the house sets no hours.
    open: Option<Vec<Span>>,
}

impl<'a> RotaDay<'a> {
    fn new(rota: &'a Rota, date: NaiveDate, zone: Tz) -> Self {
        let touching = rota.closings.iter().filter(|it| it.touches(date));
        let closings: Vec<&Absence> = touching.collect();
        let open = rota.has_hours().then(|| {
            let days = three_days(date);
            days.flat_map(|day| house_spans(rota, DAY, day, zone))
                .collect()
        });
        Self {
            rota,
            date,
            zone,
            closings,
            open,
        }
    }

    /// When a person works, as instants, of the shifts that begin on the date. In
    /// order, each with a length.
    pub fn works(&self, staff: &Staff) -> Vec<Span> {
        let planned = self.rota.planned(staff, self.date);
        let mut spans = spans_of(planned, self.date, self.zone);
        let away = self.rota.absences(Some(staff.id)).iter();
        for absence in self.closings.iter().copied().chain(away) {
            if spans.is_empty() {
                return spans;
            }
            cut_out(&mut spans, absence, self.date, self.zone);
        }
        match &self.open {
            Some(open) => meet(&spans, open),
            None => spans,
        }
    }

    /// As [`Self::works`], as minutes of the date on the wall.
    pub fn shifts(&self, staff: &Staff) -> Vec<Shift> {
        let spans = self.works(staff);
        spans.iter().map(|it| self.shown(*it)).collect()
    }

    /// When the house is open, as instants, without what it is closed; by `usual` where
    /// it sets no hours.
    pub fn house(&self, usual: Shift) -> Vec<Span> {
        house_spans(self.rota, usual, self.date, self.zone)
    }

    /// What the house says of its hours on the date.
    pub fn hours_set(&self) -> &'a [Shift] {
        self.rota.house_shifts(self.date)
    }

    /// The house's hours of the date, without what it is closed, as minutes on the wall:
    /// day and night where it sets none.
    pub fn house_shifts(&self) -> Vec<Shift> {
        let spans = self.house(DAY);
        spans.into_iter().map(|it| self.shown(it)).collect()
    }

    /// A span as minutes of the date on the wall.
    pub fn shown(&self, span: Span) -> Shift {
        let midnight = WallTime::new(self.date, 0).naive();
        let minute = |at: NaiveDateTime| {
            let wall = time::wall(at.and_utc(), self.zone).naive();
            u16::try_from((wall - midnight).num_minutes()).unwrap_or(0)
        };
        Shift {
            start_minute: minute(span.start),
            end_minute: minute(span.end),
        }
    }

    /// Why a person who does not work at a moment does not, as far as this date's
    /// shifts go.
    pub fn why(&self, staff: &Staff, at: NaiveDateTime) -> Why<'a> {
        if let Some(closing) = self.closing_at(at) {
            return Why::Closed(closing);
        }
        let is_in = |spans: &[Span]| spans.iter().any(|it| it.start <= at && at < it.end);
        if self.open.as_deref().is_some_and(|it| !is_in(it)) {
            return Why::Shut;
        }
        let mut away = self.rota.absences(Some(staff.id)).iter();
        match away.find(|it| self.holds(it, at)) {
            Some(absence) => Why::Away(absence),
            None => Why::Off,
        }
    }

    /// What the house is closed for at a moment, as far as this date's hours go.
    pub fn closing_at(&self, at: NaiveDateTime) -> Option<&'a Absence> {
        let mut closings = self.closings.iter().copied();
        closings.find(|it| self.holds(it, at))
    }

    fn holds(&self, absence: &Absence, at: NaiveDateTime) -> bool {
        let cut = absence.cut(self.date, self.zone);
        cut.is_some_and(|it| it.holds(at))
    }

    /// Whether a shift that begins on the date has this moment, before anything comes
    /// off.
    pub fn is_planned(&self, staff: &Staff, at: NaiveDateTime) -> bool {
        self.is_in(self.rota.planned(staff, self.date), at)
    }

    /// The same of the hours of the house; of any moment of the day where it sets none.
    pub fn is_house_planned(&self, at: NaiveDateTime) -> bool {
        self.is_in(self.rota.house_shifts_or(&[DAY], self.date), at)
    }

    fn is_in(&self, shifts: &[Shift], at: NaiveDateTime) -> bool {
        let spans = spans_of(shifts, self.date, self.zone);
        spans.iter().any(|it| it.start <= at && at < it.end)
    }
}

fn house_spans(rota: &Rota, usual: Shift, date: NaiveDate, zone: Tz) -> Vec<Span> {
    let usual = [usual];
    let hours = rota.house_shifts_or(&usual, date);
    let mut spans = spans_of(hours, date, zone);
    for closing in &rota.closings {
        cut_out(&mut spans, closing, date, zone);
    }
    spans
}

/// Shifts as instants; one in an hour that the clock jumps over is none.
fn spans_of(shifts: &[Shift], date: NaiveDate, zone: Tz) -> Vec<Span> {
    let span = |shift: &Shift| Span {
        start: time::edge(WallTime::new(date, shift.start_minute), zone, false),
        end: time::edge(WallTime::new(date, shift.end_minute), zone, true),
    };
    let spans = shifts.iter().map(span);
    spans.filter(|it| it.start < it.end).collect()
}

fn cut_out(spans: &mut Vec<Span>, absence: &Absence, date: NaiveDate, zone: Tz) {
    if !absence.touches(date) {
        return;
    }
    if let Some(cut) = absence.cut(date, zone) {
        *spans = spans.iter().flat_map(|it| cut.leaves(*it)).collect();
    }
}

/// What is in both, each part by itself.
fn meet(ones: &[Span], others: &[Span]) -> Vec<Span> {
    let both = |one: Span, other: Span| Span {
        start: one.start.max(other.start),
        end: one.end.min(other.end),
    };
    let mut parts: Vec<Span> = (ones.iter())
        .flat_map(|one| others.iter().map(move |other| both(*one, *other)))
        .filter(|it| it.start < it.end)
        .collect();
    parts.sort_unstable_by_key(|it| it.start);
    // Hours of the house that run into each other are the same stretch once.
    let mut free_from = None;
    parts.retain_mut(|it| {
        if let Some(from) = free_from {
            it.start = it.start.max(from);
        }
        free_from = Some(free_from.unwrap_or(it.end).max(it.end));
        it.start < it.end
    });
    parts
}

fn three_days(date: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    [date.pred_opt(), Some(date), date.succ_opt()]
        .into_iter()
        .flatten()
}

/// The first day of a date's week.
pub fn monday(date: NaiveDate) -> NaiveDate {
    let since = Days::new(u64::from(date.weekday().num_days_from_monday()));
    date.checked_sub_days(since).unwrap_or(date)
}

fn weekday(date: NaiveDate) -> usize {
    date.weekday().num_days_from_monday() as usize
}

#[cfg(test)]
mod tests;
