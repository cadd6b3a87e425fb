//! The power goes at any moment of two days, and again while the shop recovers.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use balm::store::{self, IndexVerdict};
use serde_json::Value;

use super::{
    day::{self, Day},
    disk::{Disk, Luck},
    env_number,
    tape::{Event, Tape},
    watched::{Place, Said, library},
};

/// A longer run by hand: `BALM_CUTS=1000 cargo test --test whole loses_nothing`.
fn n_cuts() -> u32 {
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
    let report = store::verify(&place.store(), None).unwrap_or_else(|err| panic!("{what}: {err}"));
    assert!(report.is_sound(), "{what}: {:?}", report.problems);
    assert_eq!(report.index, IndexVerdict::Same, "{what}");
    assert_eq!(report.n_entries, day.lines.len() as u64, "{what}");
    assert_eq!(report.closings[&1], 2, "{what}");
}

/// An answer without the moment at which it was given.
fn figures(answer: &str) -> Value {
    let mut answer: Value = serde_json::from_str(answer).unwrap();
    if let Some(closing) = answer["ok"]["closing"].as_object_mut() {
        closing.remove("closed_at");
    }
    answer
}

/// One cut, perhaps a second and a third one during the recovery.
fn trial(seed: u32, day: &Day, tape: &Tape, empty: &Disk) -> u32 {
    let mut rng = fastrand::Rng::with_seed(u64::from(seed));
    let mut known = Acknowledged::new();
    let mut place = Place::new();
    let mut n_cuts = 0;
    let mut moment = rng.usize(..=tape.events.len());
    let mut what = format!("seed {seed}");
    let (mut base, mut recovery) = (empty.clone(), None);
    if rng.u8(..4) == 0 {
        // Killed first: the disk goes on, but no sync was waited for.
        let kill = rng.u64(1..=tape.n_calls());
        let _ = write!(what, ", killed at call {kill}");
        place.faults.kill = Some(kill);
        place.exec(&day.lines);
        place.faults.kill = None;
        assert_eq!(place.exec(&day.lines).code, Some(0), "{what}");
        recovery = Some(place.tape());
        moment = rng.usize(..=place.tape().events.len());
    }
    loop {
        let tape = recovery.as_ref().unwrap_or(tape);
        let _ = write!(what, ", cut at {moment} of {}", tape.events.len());
        for event in &tape.events[..moment] {
            base.play(tape, event);
        }
        known.extend(acknowledged(&tape.said(moment)));
        place = Place::new();
        let nothing = rng.bool();
        what.push_str(if nothing {
            " to the syncs"
        } else {
            " somewhere"
        });
        base.cut(
            &place.disk(),
            if nothing {
                Luck::Nothing
            } else {
                Luck::Some(&mut rng)
            },
        );
        n_cuts += 1;
        if n_cuts == 3 || rng.bool() {
            break;
        }
        base = Disk::of(&place.disk());
        let said = place.exec(&day.lines);
        assert_eq!(said.code, Some(0), "{what}: {}", said.complaints);
        let tape = place.tape();
        // Most of what there is to see happens before the first answer.
        let said = |it: &Event| matches!(it, Event::Say { .. });
        let first = tape.events.iter().position(said);
        let until = if rng.bool() { first } else { None };
        moment = rng.usize(..=until.unwrap_or(tape.events.len()));
        recovery = Some(tape);
    }
    is_whole(&place, day, &known, &what);
    n_cuts
}

#[test]
fn a_cut_at_any_moment_loses_nothing() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    let empty = Disk::of(&place.disk());
    let day = day::live(&place);
    let tape = place.tape();
    syncs_are_never_fewer_than_answers(&day, &tape);
    let n_cuts = n_cuts();
    let (next, n_done) = (AtomicU32::new(0), AtomicU32::new(0));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while n_done.load(Ordering::Relaxed) < n_cuts {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    n_done.fetch_add(trial(seed, &day, &tape, &empty), Ordering::Relaxed);
                }
            });
        }
    });
    println!(
        "{} cuts in {} changing calls of {} requests, none lost",
        n_done.into_inner(),
        tape.n_calls(),
        day.lines.len(),
    );
}

/// At each answer, the journal has been synced at least once for each before it.
fn syncs_are_never_fewer_than_answers(day: &Day, tape: &Tape) {
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
