//! What a service does when, what it holds meanwhile, and how it is given: held
//! against what there is.

use super::{
    entry::{bounded, refuse, within},
    halt::{Step, need},
    refusal::{Field, FieldProblem},
    request::ServiceDraft,
};
use crate::{
    domain::{
        catalog::{Manner, SegmentPlan},
        equipment::{Equipment, Need},
        staff::Staff,
    },
    store::Tx,
};

/// Twelve hours.
const MINUTES_MAX: u16 = 720;
const STEPS_MAX: usize = 20;
const ROLES_MAX: u8 = 6;
/// So many pieces at once, and so many that each may be: all ways are tried.
const PIECES_MAX: u8 = 6;
const OPTIONS_MAX: usize = 8;
const STAFF_MAX: usize = 200;
pub(super) const GRADE_MAX: u8 = 9;
/// Ten years.
const RETURN_DAYS_MAX: u16 = 3_650;

pub(super) fn segments(tx: &Tx, draft: &ServiceDraft) -> Step<Vec<SegmentPlan>> {
    if draft.segments.is_empty() {
        within(Field::Minutes, &draft.minutes, &1, &MINUTES_MAX)?;
        return Ok(vec![SegmentPlan::whole(draft.minutes)]);
    }
    bounded(Field::Steps, &draft.segments, STEPS_MAX)?;
    let mut segments = draft.segments.clone();
    let mut needs: Vec<Need> = Vec::new();
    for segment in &mut segments {
        within(Field::Steps, &segment.minutes, &1, &MINUTES_MAX)?;
        segment.roles.sort_unstable();
        segment.roles.dedup();
        let last = segment.roles.last().copied().unwrap_or(0);
        within(Field::Steps, &last, &0, &(ROLES_MAX - 1))?;
        for need in &segment.needs {
            known(tx, need)?;
            if !needs.contains(need) {
                needs.push(need.clone());
            }
        }
    }
    let minutes: u32 = segments.iter().map(|it| u32::from(it.minutes)).sum();
    within(Field::Steps, &minutes, &1, &u32::from(MINUTES_MAX))?;
    let n_pieces = needs.iter().fold(0, |sum: u8, it| sum.saturating_add(it.n));
    within(Field::Steps, &n_pieces, &0, &PIECES_MAX)?;
    all_roles(&segments)?;
    Ok(segments)
}

fn known(tx: &Tx, it: &Need) -> Step<()> {
    within(Field::Steps, &it.n, &1, &PIECES_MAX)?;
    within(Field::Steps, &it.of.len(), &1, &OPTIONS_MAX)?;
    for id in &it.of {
        need::<Equipment>(tx, *id)?;
    }
    Ok(())
}

/// Where there is a third therapist there is a second, and there is a main one where
/// there is a second.
fn all_roles(segments: &[SegmentPlan]) -> Step<()> {
    let has = |role: u8| segments.iter().any(|it| it.roles.contains(&role));
    let roles = segments.iter().flat_map(|it| &it.roles);
    let last = roles.max().copied().unwrap_or(0);
    match (0..last).find(|role| !has(*role)) {
        Some(role) => {
            let typed = (role + 1).to_string();
            Err(refuse(Field::Steps, FieldProblem::NotUnderstood { typed }).into())
        }
        None => Ok(()),
    }
}

pub(super) fn manner(tx: &Tx, draft: &ServiceDraft, segments: &[SegmentPlan]) -> Step<Manner> {
    let manner = &draft.manner;
    bounded(Field::Paces, &manner.paces, STAFF_MAX)?;
    let minutes: u16 = segments.iter().map(|it| it.minutes).sum();
    let longest = segments.iter().map(|it| it.minutes).max().unwrap_or(0);
    let most = MINUTES_MAX - (minutes - longest).min(MINUTES_MAX - 1);
    for (idx, pace) in manner.paces.iter().enumerate() {
        need::<Staff>(tx, pace.staff)?;
        within(Field::Paces, &pace.minutes, &1, &most)?;
        if manner.paces[..idx].iter().any(|it| it.staff == pace.staff) {
            return Err(refuse(Field::Paces, FieldProblem::Taken).into());
        }
    }
    bounded(Field::Grades, &manner.grades, STAFF_MAX)?;
    for (idx, it) in manner.grades.iter().enumerate() {
        need::<Staff>(tx, it.staff)?;
        within(Field::Grades, &it.grade, &0, &GRADE_MAX)?;
        if manner.grades[..idx].iter().any(|one| one.staff == it.staff) {
            return Err(refuse(Field::Grades, FieldProblem::Taken).into());
        }
    }
    within(Field::GradeMin, &manner.grade_min, &0, &GRADE_MAX)?;
    if let Some(off) = manner.off.filter(|it| it.until < it.from) {
        let typed = off.until.to_string();
        return Err(refuse(Field::OffDays, FieldProblem::NotUnderstood { typed }).into());
    }
    if let Some(days) = manner.return_after_days {
        within(Field::ReturnAfter, &days, &1, &RETURN_DAYS_MAX)?;
    }
    Ok(Manner {
        all_rooms: manner.all_rooms && !draft.rooms.is_empty(),
        ..manner.clone()
    })
}
