//! The disk fails: each changing call of two days in turn, once and for ever, and again
//! while the shop recovers from it.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use serde_json::Value;

use super::{
    cuts::{Acknowledged, acknowledged, is_kept, is_whole},
    day::{self, Day},
    disk::{Disk, Luck},
    env_number,
    tape::{Event, Tape},
    watched::{Place, Said, library},
};

const EIO: i32 = 5;
const ENOSPC: i32 = 28;

/// Of the calls every so many-th is made to fail; all of them by hand: `BALM_CALLS=1`.
fn step() -> u64 {
    env_number("BALM_CALLS").unwrap_or(17).max(1).into()
}

/// What is said under a fault is no panic, and once a sync has failed nothing more is
/// done in that run.
fn check_said(said: &Said, tape: &Tape, what: &str) {
    let Said { complaints, .. } = said;
    assert!(!said.hangs, "{what}: hangs\n{complaints}");
    assert!(!complaints.contains("panicked"), "{what}: {complaints}");
    // An index that fails while the shop is opened is given up and built anew.
    let is_open = |it: &Event| matches!(it, Event::Say { .. });
    let opened = tape.events.iter().position(is_open).unwrap_or(usize::MAX);
    let failed = |(at, event): (usize, &Event)| match event {
        Event::SyncEnds { path, is_done, .. } => {
            !is_done && (at > opened || !path.starts_with("shop/index/"))
        }
        _ => false,
    };
    let Some(failed) = tape.events.iter().enumerate().position(failed) else {
        return;
    };
    // The answer under way may be one that was safe already.
    let before = acknowledged(&tape.said(failed)).len();
    let after = acknowledged(&tape.said(tape.events.len())).len();
    assert!(
        after <= before + 1,
        "{what}: {} done after it",
        after - before
    );
}

/// What was tried after the failure is answered by what is safe and what to do.
fn check_text(answers: &[String], what: &str) {
    for answer in answers {
        let read: Value = serde_json::from_str(answer).unwrap();
        if read["failed"].is_object() {
            let text = read["text"].as_str().unwrap();
            assert!(text.contains("safe"), "{what}: {text}");
        }
    }
}

/// One call fails in the day, another one in the start after it; then all is well.
fn trial(call: u64, (errno, ever): (i32, bool), day: &Day, empty: &Disk) -> BTreeMap<String, u64> {
    let mut rng = fastrand::Rng::with_seed(call * 2 + u64::from(ever));
    let mut place = Place::new();
    let mut known = Acknowledged::new();
    let mut what = format!("call {call}, error {errno}, ever {ever}");
    let mut failed = BTreeMap::new();
    let calls = [(call, errno, ever), (rng.u64(1..60), EIO, rng.bool())];
    let mut disk = empty.clone();
    for (call, errno, ever) in calls {
        place.faults.fail = Some((call, errno, ever));
        let said = place.exec(&day.lines);
        let tape = place.tape();
        let _ = write!(what, ", {:?}", tape.failures().first());
        check_said(&said, &tape, &what);
        check_text(&said.answers, &what);
        known.extend(acknowledged(&said.answers));
        for failure in tape.failures() {
            *failed.entry(failure).or_default() += 1;
        }
        tape.events.iter().for_each(|event| disk.play(&tape, event));
        place.forget_tape();
    }
    place.faults.fail = None;
    // A disk that was full has refused some of the day, and not what came after it.
    let check = if errno == ENOSPC { is_kept } else { is_whole };
    check(&place, day, &known, &what);
    // What a sync had failed to bring to the disk has come there by another one.
    let tape = place.tape();
    tape.events.iter().for_each(|event| disk.play(&tape, event));
    known = acknowledged(&tape.said(tape.events.len()));
    let place = Place::new();
    disk.cut(&place.disk(), Luck::Nothing);
    check(&place, day, &known, &format!("{what}, then a cut"));
    failed
}

#[test]
fn a_failing_disk_loses_nothing() {
    if library().is_none() {
        return;
    }
    let place = Place::new();
    let empty = Disk::of(&place.disk());
    let day = day::live(&place);
    place.forget_tape();
    // In one run, as below.
    let place = Place::new();
    place.exec(&day.lines);
    let n_calls = place.tape().n_calls();
    let next = AtomicU64::new(1);
    let n_failed = Mutex::new(0);
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let call = next.fetch_add(step(), Ordering::Relaxed);
                    if call > n_calls {
                        return;
                    }
                    // A full disk may say so at any call; most of them are no harm.
                    for how in [(EIO, false), (EIO, true), (ENOSPC, call.is_multiple_of(2))] {
                        let failed = trial(call, how, &day, &empty);
                        *n_failed.lock().unwrap() += failed.values().sum::<u64>();
                    }
                }
            });
        }
    });
    let n_failed = n_failed.into_inner().unwrap();
    println!(
        "{n_failed} errors in {n_calls} changing calls, every {}. of them, none lost",
        step()
    );
    assert!(n_failed > 3 * n_calls / step(), "{n_failed}");
}
