//! Changes of who works when, and the appointments that they would leave outside of
//! working hours. What is looked at beforehand and what is done go the same way.

use chrono::{DateTime, Days, NaiveDate, Utc};

use super::{
    clash::Premises,
    context::Context,
    entry::{NAME_MAX, REASON_MAX, bounded, missing, optional, refuse, required, within},
    halt::{Named, Step, need},
    names,
    outcome::Outcome,
    query,
    refusal::{Field, FieldProblem, HitVisit, Noun, Refusal},
    request::{AbsenceDraft, HoursChange, PatternDraft},
    setup::check_day,
};
use crate::{
    domain::{
        booking::{Appointment, Clash, DayBook, stranded},
        client::Client,
        ids::{AbsenceId, ShiftPatternId, StaffId},
        rota::{Absence, DayHours, HouseHours, Rota, ShiftPattern, monday},
        settings::Settings,
        staff::{Staff, Week},
        text,
        time::{self, WallTime},
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup},
    },
};

/// A rota of a quarter of a year.
const WEEKS_MAX: usize = 13;
const PATTERNS_MAX: usize = 500;
/// Who is away longer has left.
const ABSENCE_DAYS_MAX: i64 = 800;
/// A date farther away than this is a slip of the keys.
const DAYS_AHEAD_MAX: Days = Days::new(1_826);
const EDGE_MINUTE_MAX: u16 = 30 * 60;
/// That a refusal names; all are counted.
const VISITS_NAMED_MAX: usize = 20;
/// More days than this are read in one go.
const DAYS_ONE_BY_ONE: i64 = 45;

impl Named for ShiftPattern {
    const NOUN: Noun = Noun::ShiftPattern;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Absence {
    const NOUN: Noun = Noun::Absence;
}

/// One record as it is to be.
#[derive(Clone, Debug)]
pub(super) enum Put {
    House(HouseHours),
    Pattern(ShiftPattern),
    Day(StaffId, NaiveDate, Option<DayHours>),
    Absence(Absence),
    NoAbsence(AbsenceId),
    Person(Staff),
}

/// # Errors
///
/// What cannot be so, and [`Refusal::HitsVisits`] unless it is meant all the same.
pub(super) fn set(tx: &mut Tx, cx: &Context, change: &HoursChange, anyway: bool) -> Step<Outcome> {
    let mut puts = puts(tx, cx.settings, cx.believed, change)?;
    let hit = hit(tx, cx.settings, cx.believed, &puts)?;
    if !anyway {
        refuse_hit(tx, &hit)?;
    }
    let (mut pattern, mut absence) = (None, None);
    for put in &mut puts {
        match put {
            Put::House(hours) => tx.put(hours)?,
            Put::Pattern(it) => {
                if it.id == ShiftPatternId::default() {
                    it.id = tx.next_id(cx.register(), Kind::ShiftPattern)?.into();
                }
                pattern = Some(it.id);
                tx.put(it)?;
            }
            Put::Day(_, _, Some(hours)) => tx.put(hours)?,
            Put::Day(staff, date, None) => {
                if tx.get::<DayHours>(&(*date, *staff))?.is_some() {
                    tx.remove::<DayHours>(&(*date, *staff))?;
                }
            }
            Put::Absence(it) => {
                if it.id == AbsenceId::default() {
                    it.id = tx.next_id(cx.register(), Kind::Absence)?.into();
                }
                absence = Some(it.id);
                tx.put(it)?;
            }
            Put::NoAbsence(id) => {
                tx.remove::<Absence>(id)?;
            }
            Put::Person(it) => tx.put(it)?,
        }
    }
    Ok(Outcome::HoursSet {
        pattern,
        absence,
        n_hit: hit.len(),
    })
}

/// Refuses a person's new card if it leaves appointments outside the person's hours.
///
/// # Errors
///
/// [`Refusal::HitsVisits`].
pub(super) fn admit_person(tx: &Tx, cx: &Context, staff: &Staff) -> Step<()> {
    let put = Put::Person(staff.clone());
    let hit = hit(tx, cx.settings, cx.believed, &[put])?;
    refuse_hit(tx, &hit)
}

fn refuse_hit(reads: &impl Reads, hit: &[(Appointment, Clash)]) -> Step<()> {
    if hit.is_empty() {
        return Ok(());
    }
    let named = hit.iter().take(VISITS_NAMED_MAX);
    let visits = named.map(|(visit, _)| hit_visit(reads, visit));
    Err(Refusal::HitsVisits {
        n: hit.len(),
        visits: visits.collect::<Result<_, _>>()?,
    }
    .into())
}

fn hit_visit(reads: &impl Reads, visit: &Appointment) -> Result<HitVisit, StoreError> {
    let client = match visit.client {
        Some(id) => reads.get::<Client>(&id)?,
        None => None,
    };
    let staff = match visit.staff() {
        Some(id) => reads.get::<Staff>(&id)?,
        None => None,
    };
    Ok(HitVisit {
        appointment: visit.id,
        client: client.map(|it| it.name).unwrap_or_default(),
        staff: staff.map(|it| it.name).unwrap_or_default(),
        start: visit.start(),
    })
}

/// What a change comes to, as far as it can be so. What is new has no id yet.
///
/// # Errors
///
/// What cannot be so.
pub(super) fn puts(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    change: &HoursChange,
) -> Step<Vec<Put>> {
    let today = time::wall(now, settings.time_zone).date;
    Ok(match change {
        HoursChange::House { week } => {
            check_week(week)?;
            vec![Put::House(HouseHours { week: week.clone() })]
        }
        HoursChange::Pattern(draft) => vec![Put::Pattern(pattern(reads, draft)?)],
        HoursChange::Day {
            staff,
            date,
            shifts,
            reason,
        } => {
            let staff = need::<Staff>(reads, *staff)?.id;
            near(Field::Date, *date, today)?;
            let reason = optional(Field::Reason, reason, REASON_MAX)?;
            if let Some(shifts) = shifts {
                check_day(shifts)?;
            }
            let hours = shifts.clone().map(|shifts| DayHours {
                staff,
                date: *date,
                shifts,
                reason,
            });
            vec![Put::Day(staff, *date, hours)]
        }
        HoursChange::Absence(draft) => {
            vec![Put::Absence(absence(reads, settings, today, draft)?)]
        }
        HoursChange::NoAbsence { absence } => {
            vec![Put::NoAbsence(need::<Absence>(reads, *absence)?.id)]
        }
        HoursChange::CopyWeek { from, to, staff } => {
            near(Field::Date, *to, today)?;
            copied(reads, (*from, *to), *staff)?
        }
    })
}

fn check_week(week: &Week) -> Result<(), Refusal> {
    week.iter().try_for_each(|day| check_day(day))
}

/// No more than years away, either way.
fn near(field: Field, date: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    within(
        field,
        &date,
        &(today - DAYS_AHEAD_MAX),
        &(today + DAYS_AHEAD_MAX),
    )
}

fn pattern(reads: &impl Reads, draft: &PatternDraft) -> Step<ShiftPattern> {
    let old = match draft.id {
        Some(id) => Some(need::<ShiftPattern>(reads, id)?),
        None => None,
    };
    let all = reads.all::<ShiftPattern>()?;
    bounded(Field::Pattern, &all, PATTERNS_MAX)?;
    bounded(Field::Hours, &draft.weeks, WEEKS_MAX)?;
    if draft.weeks.is_empty() {
        return Err(missing(Field::Hours).into());
    }
    draft.weeks.iter().try_for_each(check_week)?;
    let group = group(reads, &draft.group)?;
    let mut others = all.iter().filter(|it| Some(it.id) != draft.id && it.active);
    if draft.active && !group.is_empty() && others.any(|it| it.group == group) {
        return Err(refuse(Field::Group, FieldProblem::Taken).into());
    }
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    if draft.active {
        let others = all.iter().filter(|it| Some(it.id) != draft.id && it.active);
        let before = old.as_ref().filter(|it| it.active).map(|it| &*it.name);
        let others = others.map(|it| &*it.name);
        names::of_nobody_else::<ShiftPattern>(Field::Name, &name, before, others)?;
    }
    Ok(ShiftPattern {
        id: draft.id.unwrap_or_default(),
        name,
        group,
        anchor: draft.anchor,
        weeks: draft.weeks.clone(),
        active: draft.active,
    })
}

/// A group of people, as it is spelled where it is there already.
///
/// # Errors
///
/// A name that is too long.
pub(super) fn group(reads: &impl Reads, typed: &str) -> Step<String> {
    let typed = optional(Field::Group, typed, NAME_MAX)?;
    if typed.is_empty() {
        return Ok(typed);
    }
    let folded = text::fold(&typed);
    let of_staff = reads.all::<Staff>()?.into_iter().map(|it| it.group);
    let of_patterns = reads.all::<ShiftPattern>()?.into_iter().map(|it| it.group);
    let mut known = of_patterns.chain(of_staff);
    let same = known.find(|it| text::fold(it) == folded);
    Ok(same.unwrap_or(typed))
}

fn absence(
    reads: &impl Reads,
    settings: &Settings,
    today: NaiveDate,
    draft: &AbsenceDraft,
) -> Step<Absence> {
    if let Some(id) = draft.id {
        need::<Absence>(reads, id)?;
    }
    if let Some(staff) = draft.staff {
        need::<Staff>(reads, staff)?;
    }
    let AbsenceDraft { from, until, .. } = *draft;
    for (field, edge) in [(Field::From, from), (Field::Until, until)] {
        near(field, edge.date, today)?;
        within(Field::Time, &edge.minute, &0, &EDGE_MINUTE_MAX)?;
    }
    let zone = settings.time_zone;
    let is_empty = time::at_or_after(until, zone) <= time::at_or_after(from, zone);
    let is_long = (until.date - from.date).num_days() > ABSENCE_DAYS_MAX;
    if is_empty || is_long {
        let least = from.plus(1).naive().to_string();
        let most = WallTime::new(from.date + Days::new(ABSENCE_DAYS_MAX.unsigned_abs()), 0);
        let most = most.naive().to_string();
        return Err(refuse(Field::Until, FieldProblem::OutOfRange { least, most }).into());
    }
    Ok(Absence {
        id: draft.id.unwrap_or_default(),
        staff: draft.staff,
        from,
        until,
        reason: optional(Field::Reason, &draft.reason, REASON_MAX)?,
    })
}

/// The shifts of a week in another one: where they are as usual anyway, nothing is set.
fn copied(
    reads: &impl Reads,
    (from, to): (NaiveDate, NaiveDate),
    staff: Option<StaffId>,
) -> Step<Vec<Put>> {
    let (from, to) = (monday(from), monday(to));
    if from == to {
        return Err(missing(Field::Date).into());
    }
    let people = match staff {
        Some(staff) => vec![need::<Staff>(reads, staff)?],
        None => reads.all()?,
    };
    let rota = query::rota(reads, from.min(to))?;
    let mut puts = Vec::new();
    for person in people.iter().filter(|it| it.active) {
        for (source, date) in from.iter_days().zip(to.iter_days()).take(7) {
            let shifts = rota.planned(person, source).to_vec();
            let hours = (shifts != rota.usual(person, date)).then(|| DayHours {
                staff: person.id,
                date,
                shifts,
                reason: String::new(),
            });
            puts.push(Put::Day(person.id, date, hours));
        }
    }
    Ok(puts)
}

/// The premises as they would be.
pub(super) fn after(mut premises: Premises, puts: &[Put]) -> Premises {
    for put in puts {
        apply(&mut premises.rota, &mut premises.staff, put);
    }
    premises
}

fn apply(rota: &mut Rota, people: &mut Vec<Staff>, put: &Put) {
    match put {
        Put::House(hours) => rota.set_hours(hours.clone()),
        Put::Pattern(pattern) => rota.set_pattern(pattern.clone()),
        Put::Day(staff, date, hours) => rota.set_day(*staff, *date, hours.clone()),
        Put::Absence(absence) => {
            if absence.id != AbsenceId::default() {
                rota.remove_absence(absence.id);
            }
            rota.add_absence(absence.clone());
        }
        Put::NoAbsence(id) => rota.remove_absence(*id),
        Put::Person(person) => {
            people.retain(|it| it.id != person.id);
            people.push(person.clone());
        }
    }
}

/// Appointments to come that lie within working hours now and would lie outside of them,
/// in order of time, each with the reason.
pub(super) fn hit(
    reads: &impl Reads,
    settings: &Settings,
    now: DateTime<Utc>,
    puts: &[Put],
) -> Step<Vec<(Appointment, Clash)>> {
    let today = time::wall(now, settings.time_zone).date;
    let (from, until) = days_of(puts, today);
    if until.is_some_and(|until| until < from) {
        return Ok(Vec::new());
    }
    let before = Premises::of(reads, from, None)?;
    let after = after(before.clone(), puts);
    let visits = to_come(reads, now, from, until)?;
    let outside = outside(&after, settings, now, &visits);
    let outside_before = outside_ids(&before, settings, now, &visits);
    Ok(outside
        .into_iter()
        .filter(|(visit, _)| !outside_before.contains(&visit.id))
        .collect())
}

/// The days on which a change may matter, from today on; `None` without an end.
fn days_of(puts: &[Put], today: NaiveDate) -> (NaiveDate, Option<NaiveDate>) {
    let mut first: Option<NaiveDate> = None;
    let mut last = Some(NaiveDate::MIN);
    for put in puts {
        let (from, until) = match put {
            Put::Day(_, date, _) => (*date, Some(*date)),
            Put::Absence(it) => (it.from.date, Some(it.until.plus(0).date)),
            _ => (today, None),
        };
        first = Some(first.map_or(from, |it| it.min(from)));
        last = last.zip(until).map(|(one, other)| one.max(other));
    }
    // What begins on the evening before lasts into the small hours.
    let begin = first.and_then(|it| it.pred_opt()).unwrap_or(today);
    let yesterday = today.pred_opt().unwrap_or(today);
    (begin.max(yesterday), last.and_then(|it| it.succ_opt()))
}

/// Appointments that are not over and hold time, begun or not, in order of time.
pub(super) fn to_come(
    reads: &impl Reads,
    now: DateTime<Utc>,
    from: NaiveDate,
    until: Option<NaiveDate>,
) -> Result<Vec<Appointment>, StoreError> {
    let mut visits: Vec<Appointment> = Vec::new();
    match until {
        Some(until) if (until - from).num_days() < DAYS_ONE_BY_ONE => {
            for date in from.iter_days().take_while(|it| *it <= until) {
                visits.extend(reads.find::<Appointment>(&Lookup::AppointmentOn(date))?);
            }
        }
        _ => visits.extend(reads.find_from::<Appointment>(&Lookup::AppointmentOn(from))?),
    }
    visits.retain(|it| query::is_to_come(it, now));
    visits.sort_by_key(|it| (it.starts_at, it.id));
    visits.dedup_by_key(|it| it.id);
    Ok(visits)
}

/// Those of `visits`, in order of time, that cannot take place as they stand.
pub(super) fn outside(
    premises: &Premises,
    settings: &Settings,
    now: DateTime<Utc>,
    visits: &[Appointment],
) -> Vec<(Appointment, Clash)> {
    let house = premises.house(settings.time_zone, now);
    let mut found = Vec::new();
    for of_day in visits.chunk_by(|one, other| one.start().date == other.start().date) {
        let Some(first) = of_day.first() else {
            continue;
        };
        let book = DayBook::new(house, first.start().date, &[]);
        for visit in of_day {
            if let Some(clash) = stranded(visit, &book) {
                found.push((visit.clone(), clash));
            }
        }
    }
    found
}

fn outside_ids(
    premises: &Premises,
    settings: &Settings,
    now: DateTime<Utc>,
    visits: &[Appointment],
) -> std::collections::HashSet<crate::domain::ids::AppointmentId> {
    let outside = outside(premises, settings, now, visits);
    outside.into_iter().map(|(visit, _)| visit.id).collect()
}
