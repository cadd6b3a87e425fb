//! The power goes at any moment of two days, and again while the shop recovers.

use std::{collections::BTreeMap, sync::OnceLock};

use balm::store::{IndexVerdict, VerifyOptions, VerifyReport, verify_with};
use serde_json::Value;

use super::{
    day::{self, Day},
    disk::{Disk, Luck},
    env_number,
    scene::Scene,
    tape::{Event, Tape},
    watched::{Place, SHOP, Said, library},
};

/// A longer run by hand: `BALM_CUTS=1000`; the whole command is in the README.
pub(super) fn n_cuts() -> u32 {
    env_number("BALM_CUTS").unwrap_or(100)
}

/// Answers to changes by their ids: what was acknowledged, and has to be found again.
pub(super) type Acknowledged = BTreeMap<String, String>;

pub(super) fn acknowledged(answers: &[String]) -> Acknowledged {
    let mut all = Acknowledged::new();
    for answer in answers {
        let read: Value = serde_json::from_str(answer).unwrap();
        if let (Some(id), true) = (read["id"].as_str(), read["ok"]["done"].is_string()) {
            all.insert(id.to_owned(), answer.clone());
        }
    }
    all
}

fn id_of(line: &str) -> String {
    let line: Value = serde_json::from_str(line).unwrap();
    line["id"].as_str().unwrap().to_owned()
}

/// Asks for all of the day once more: what was acknowledged is answered as before, and
/// the rest is done now; then there is nothing but the day, once.
#[track_caller]
pub(super) fn is_whole(place: &Place, day: &Day, acknowledged: &Acknowledged, what: &str) {
    let Said {
        answers,
        complaints,
        code,
        ..
    } = place.exec(&day.lines);
    assert_eq!(code, Some(0), "{what}: {complaints}\n{:?}", answers.last());
    assert_eq!(answers.len(), day.lines.len(), "{what}: {complaints}");
    for ((line, answer), first) in day.lines.iter().zip(&answers).zip(&day.answers) {
        if let Some(before) = acknowledged.get(&id_of(line)) {
            assert_eq!(answer, before, "{what}: {line}");
        }
        assert_eq!(figures(answer), figures(first), "{what}: {line}");
    }
    let report = proof(place, what);
    assert!(report.is_sound(), "{what}: {:?}", report.problems);
    assert_eq!(report.index, IndexVerdict::Same, "{what}");
    assert_eq!(report.n_entries, day.n_entries, "{what}");
    assert_eq!(report.closings[&1], day.n_closings, "{what}");
}

/// As [`is_whole`], where some of the day was refused and the rest then led elsewhere.
#[track_caller]
pub(super) fn is_kept(place: &Place, day: &Day, acknowledged: &Acknowledged, what: &str) {
    let Said {
        answers,
        complaints,
        ..
    } = place.exec(&day.lines);
    assert_eq!(answers.len(), day.lines.len(), "{what}: {complaints}");
    let mut n_done = 0;
    for (line, answer) in day.lines.iter().zip(&answers) {
        if let Some(before) = acknowledged.get(&id_of(line)) {
            assert_eq!(answer, before, "{what}: {line}");
        }
        let read: Value = serde_json::from_str(answer).unwrap();
        assert!(read["failed"].is_null(), "{what}: {answer}");
        n_done += u64::from(read["ok"].is_object());
    }
    let report = proof(place, what);
    assert!(report.is_sound(), "{what}: {:?}", report.problems);
    assert_eq!(report.index, IndexVerdict::Same, "{what}");
    assert_eq!(report.n_entries, n_done, "{what}");
}

/// All of it, the index record by record.
#[track_caller]
pub(super) fn proof(place: &Place, what: &str) -> VerifyReport {
    let options = VerifyOptions {
        deep: true,
        ..VerifyOptions::default()
    };
    verify_with(&place.store(), options).unwrap_or_else(|err| panic!("{what}: {err}"))
}

/// An answer without the moment at which it was given.
fn figures(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    if let Some(outcome) = answer["ok"].as_object_mut() {
        outcome.remove("now");
    }
    if let Some(closing) = answer["ok"]["closing"].as_object_mut() {
        closing.remove("closed_at");
    }
    answer
}

/// The two days, lived once for all tests that need them: the empty disk before, the
/// requests with their answers, and the tape.
fn two_days() -> &'static (Disk, Day, Tape) {
    static DAYS: OnceLock<(Disk, Day, Tape)> = OnceLock::new();
    DAYS.get_or_init(|| {
        let place = Place::new();
        let empty = Disk::of(&place.disk());
        let day = day::live(&place);
        assert_eq!(day.n_entries, day.lines.len() as u64);
        assert_eq!(day.n_closings, 2);
        let tape = place.tape();
        (empty, day, tape)
    })
}

#[test]
fn a_cut_at_any_moment_loses_nothing() {
    if library().is_none() {
        return;
    }
    let (empty, day, tape) = two_days();
    let scene = Scene {
        shop: SHOP,
        base: empty.clone(),
        tape: tape.clone(),
        go_on: &|place| place.exec(&day.lines),
        heard: acknowledged,
        check: &|place, known, what| is_whole(place, day, known, what),
    };
    println!(
        "{} cuts in {} changing calls of {} requests, none lost",
        scene.trials(n_cuts()),
        tape.n_calls(),
        day.lines.len(),
    );
}

/// Killed between the write of an entry and the end of its sync, the program finds the entry when it
/// starts again, in the system's memory. The index is not safe before it: one that had
/// seen more than the journal would mean that the journal has lost something.
#[test]
fn an_index_is_never_ahead_of_the_journal() {
    if library().is_none() {
        return;
    }
    let (empty, day, tape) = two_days();
    let is_entry =
        |event: &Event| matches!(event, Event::Write { path, .. } if path.ends_with(".balmlog"));
    let (mut n_found, mut n_cuts) = (0, 0);
    for call in (1..tape.n_calls()).skip(50) {
        let mut place = Place::new();
        place.faults.kill = Some(call);
        place.exec(&day.lines);
        place.faults.kill = None;
        let killed = place.tape().events;
        let written = killed.iter().rposition(is_entry);
        let synced = killed.iter().rposition(
            |it| matches!(it, Event::SyncEnds { path, .. } if path.starts_with("shop/journal/")),
        );
        if written <= synced {
            continue;
        }
        n_found += 1;
        place.exec(&[]);
        let again = place.tape();
        let mut disk = empty.clone();
        for (at, event) in again.events.iter().enumerate() {
            disk.play(&again, event);
            if at >= killed.len() && matches!(event, Event::SyncEnds { .. }) {
                let cut = Place::new();
                disk.cut(&cut.disk(), Luck::Nothing);
                let said = cut.exec(&[]);
                assert_eq!(said.code, Some(0), "cut at {at}: {}", said.complaints);
                n_cuts += 1;
            }
        }
        if n_found == 4 {
            break;
        }
    }
    println!("{n_cuts} cuts after {n_found} kills behind the write of an entry");
    assert!(n_found > 0 && n_cuts > 0, "{n_found} {n_cuts}");
}

/// At each answer, the journal has been synced at least once for each before it.
#[test]
fn syncs_are_never_fewer_than_answers() {
    if library().is_none() {
        return;
    }
    let (_, day, tape) = two_days();
    let is_said = |end: &usize| matches!(tape.events[end - 1], Event::Say { .. });
    for end in (1..=tape.events.len()).filter(is_said) {
        let n_answers = acknowledged(&tape.said(end)).len();
        let n_syncs = tape.n_syncs("shop/journal/", end);
        assert!(n_syncs >= n_answers, "{n_syncs} syncs, {n_answers} answers");
    }
    assert_eq!(acknowledged(&day.answers).len(), day.lines.len());
    println!(
        "{} answers, {} syncs of the journal, {} of all files",
        day.answers.len(),
        tape.n_syncs("shop/journal/", tape.events.len()),
        tape.n_syncs("", tape.events.len()),
    );
}

/// These tests would notice: a single sync of the journal that is left out, of an entry
/// or of a name, loses what was acknowledged by it.
#[test]
fn a_sync_that_is_left_out_is_noticed() {
    if library().is_none() {
        return;
    }
    let (empty, _, tape) = two_days();
    let n_events = tape.events.len();
    let last_file = |path: &str| path.ends_with(".balmlog");
    for left_out in ["a file", "the folder"] {
        let mut deaf = tape.clone();
        let is_it = |it: &Event| match it {
            Event::SyncEnds { path, .. } if left_out == "a file" => last_file(path),
            Event::SyncEnds { path, .. } => path == "shop/journal",
            _ => false,
        };
        let at = deaf.events.iter().rposition(is_it).unwrap();
        if let Event::SyncEnds { is_done, .. } = &mut deaf.events[at] {
            *is_done = false;
        }
        let mut disk = empty.clone();
        for event in &deaf.events {
            disk.play(&deaf, event);
        }
        let place = Place::new();
        disk.cut(&place.disk(), Luck::Nothing);
        let n_answers = acknowledged(&tape.said(n_events)).len() as u64;
        let kept = proof(&place, left_out).n_entries;
        assert!(kept < n_answers, "{left_out}: {kept} of {n_answers}");
    }
}
