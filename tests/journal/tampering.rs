//! A thousand ways to change a journal behind the shop's back.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use balm::store::{AnchorVerdict, verify_journal};
use fastrand::Rng;

use super::{Days, Journal, Said, balm_says, frame, has_python, python_says, write};

const N: usize = 1_000;
/// So many folders are there at one time.
const AT_ONCE: usize = 100;

/// What was done, to which entry first, and what a chain can tell of it.
#[derive(Clone, Debug)]
struct Tampered {
    how: How,
    /// The first entry that is not what it was.
    first: u64,
    segments: Vec<Vec<u8>>,
    tells: Tells,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Edit,
    Deletion,
    Swap,
    Duplicate,
    SegmentGone,
    CutBetween,
    CutInside,
    EditWithItsHash,
    EditWithAllHashes,
    DeletionWithAllHashes,
    SwapWithAllHashes,
    DuplicateWithAllHashes,
}

const ALL: [How; 12] = [
    How::Edit,
    How::Deletion,
    How::Swap,
    How::Duplicate,
    How::SegmentGone,
    How::CutBetween,
    How::CutInside,
    How::EditWithItsHash,
    How::EditWithAllHashes,
    How::DeletionWithAllHashes,
    How::SwapWithAllHashes,
    How::DuplicateWithAllHashes,
];

/// What the chain alone, without an anchor, must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tells {
    /// This entry is bad.
    Bad(u64),
    /// The end of the file is unfinished.
    Torn,
    /// Nothing: the hashes are right.
    Nothing,
}

/// Some entry but the last, whose loss alone would be a cut.
fn inner(rng: &mut Rng, journal: &Journal) -> usize {
    rng.usize(1..journal.n_entries())
}

fn number(seq: usize) -> u64 {
    seq as u64
}

fn tamper(clean: &Journal, how: How, rng: &mut Rng) -> Tampered {
    let mut journal = clean.clone();
    let (first, tells) = match how {
        How::Edit => return edit(clean, rng),
        How::CutInside => return cut_inside(clean, rng),
        How::SegmentGone => return segment_gone(clean, rng),
        How::CutBetween => {
            let kept = inner(rng, clean);
            cut(&mut journal, kept);
            (number(kept + 1), Tells::Nothing)
        }
        How::Deletion | How::DeletionWithAllHashes => {
            let seq = inner(rng, clean);
            let (segment, place) = journal.place(seq);
            journal.segments[segment].entries.remove(place);
            (number(seq), Tells::Bad(number(seq)))
        }
        How::Swap | How::SwapWithAllHashes => {
            let (one, other) = (inner(rng, clean), inner(rng, clean));
            let (one, other) = if one == other {
                (one, one + 1)
            } else {
                (one.min(other), one.max(other))
            };
            let held = std::mem::take(journal.entry(one));
            let held = std::mem::replace(journal.entry(other), held);
            *journal.entry(one) = held;
            (number(one), Tells::Bad(number(one)))
        }
        How::Duplicate | How::DuplicateWithAllHashes => {
            // Behind the last anchor anybody may go on.
            let seq = inner(rng, clean);
            let (segment, place) = journal.place(seq);
            let again = journal.entry(seq).clone();
            journal.segments[segment].entries.insert(place, again);
            (number(seq + 1), Tells::Bad(number(seq + 1)))
        }
        How::EditWithItsHash | How::EditWithAllHashes => {
            let seq = inner(rng, clean);
            let entry = journal.entry(seq);
            // The last bytes are those of the last record's value.
            let at = entry.len() - 1 - rng.usize(..4);
            entry[at] ^= 1 << rng.u32(..8);
            (number(seq), Tells::Bad(number(seq + 1)))
        }
    };
    let is_forged = matches!(
        how,
        How::EditWithAllHashes
            | How::DeletionWithAllHashes
            | How::SwapWithAllHashes
            | How::DuplicateWithAllHashes
    );
    if is_forged {
        journal.forge_chain();
    }
    Tampered {
        how,
        first,
        segments: journal.bytes(),
        tells: if is_forged { Tells::Nothing } else { tells },
    }
}

/// One to four bytes anywhere.
fn edit(clean: &Journal, rng: &mut Rng) -> Tampered {
    let mut segments = clean.bytes();
    let idx = rng.usize(..segments.len());
    let bytes = &mut segments[idx];
    let mut at = rng.usize(..bytes.len());
    let n = rng.usize(1..=4).min(bytes.len() - at);
    for byte in &mut bytes[at..at + n] {
        *byte ^= rng.u8(1..);
    }
    let before: usize = clean.segments[..idx]
        .iter()
        .map(|it| it.entries.len())
        .sum();
    let mut first = before + 1;
    at = at.saturating_sub(super::HEADER_LEN);
    for entry in &clean.segments[idx].entries {
        let n_frame = frame(entry).len();
        if at < n_frame {
            break;
        }
        at -= n_frame;
        first += 1;
    }
    Tampered {
        how: How::Edit,
        first: number(first),
        segments,
        tells: Tells::Bad(number(first)),
    }
}

/// Keeps the first entries and the segments that they are in.
fn cut(journal: &mut Journal, n_kept: usize) {
    let (segment, place) = journal.place(n_kept);
    journal.segments.truncate(segment + 1);
    journal.segments[segment].entries.truncate(place + 1);
}

fn cut_inside(clean: &Journal, rng: &mut Rng) -> Tampered {
    let kept = inner(rng, clean);
    let mut journal = clean.clone();
    cut(&mut journal, kept);
    let mut segments = journal.bytes();
    let last = segments.last_mut().unwrap();
    let n_frame = frame(clean.clone().entry(kept)).len();
    last.truncate(last.len() - rng.usize(1..n_frame));
    Tampered {
        how: How::CutInside,
        first: number(kept),
        segments,
        tells: Tells::Torn,
    }
}

/// The file is gone and those after it have moved up, or they have not.
fn segment_gone(clean: &Journal, rng: &mut Rng) -> Tampered {
    let mut segments = clean.bytes();
    let idx = rng.usize(..segments.len() - 1);
    if rng.bool() {
        segments.remove(idx);
    } else {
        segments.swap(idx, idx + 1);
    }
    let before: usize = clean.segments[..idx]
        .iter()
        .map(|it| it.entries.len())
        .sum();
    Tampered {
        how: How::SegmentGone,
        first: number(before + 1),
        segments,
        tells: Tells::Bad(number(before + 1)),
    }
}

/// Each is reported: by the chain with the first bad entry, or, where somebody has put
/// all hashes right or cut the end off, by the anchor of the last closing. The second
/// verifier says the same of every one.
#[test]
fn a_thousand_ways_of_tampering_are_all_found() {
    let seed = std::env::var("BALM_SEED").map_or(11, |seed| seed.parse().unwrap());
    let mut rng = Rng::with_seed(seed);
    let days = Days::new();
    let clean = days.journal();
    let python = has_python();
    let folder = tempfile::tempdir().unwrap();
    let mut n_found: BTreeMap<How, usize> = BTreeMap::new();
    let mut n_done = 0;
    while n_done < N {
        let mut batch: Vec<(PathBuf, Tampered)> = Vec::new();
        for nth in 0..AT_ONCE.min(N - n_done) {
            let how = ALL[(n_done + nth) % ALL.len()];
            let tampered = tamper(&clean, how, &mut rng);
            let is_changed = tampered.segments != clean.bytes();
            assert!(is_changed, "seed {seed}: nothing was changed: {how:?}");
            let dir = folder.path().join(nth.to_string());
            write(&dir, &tampered.segments);
            batch.push((dir, tampered));
        }
        for (nth, (dir, tampered)) in batch.iter().enumerate() {
            let place = format!(
                "seed {seed}, number {}: {:?} at entry {}",
                n_done + nth,
                tampered.how,
                tampered.first
            );
            is_found(&days, dir, tampered, &place);
            *n_found.entry(tampered.how).or_default() += 1;
        }
        if python {
            second_says_so(&days, &batch, seed);
        }
        n_done += batch.len();
    }
    println!("{n_done} found: {n_found:?}");
}

fn is_found(days: &Days, dir: &Path, tampered: &Tampered, place: &str) {
    let alone = verify_journal(dir, &[], None);
    match (tampered.tells, balm_says(&alone)) {
        // A format that is not known is said before all else.
        (Tells::Bad(expected), Said::Bad(found)) if found > 0 => {
            assert_eq!(found, expected, "{place}");
        }
        (Tells::Bad(_), Said::Bad(_))
        | (Tells::Torn, Said::Torn(_))
        | (Tells::Nothing, Said::Ok(_)) => (),
        (expected, said) => panic!("{place}: {expected:?}, not {said:?}"),
    }
    // What the records themselves tell comes no earlier than what was changed.
    if let Ok(report) = &alone
        && let Some(problem) = report.problems.first()
    {
        assert!(problem.entry >= tampered.first, "{place}: {problem:?}");
    }
    let Ok(report) = verify_journal(dir, &days.marks(), None) else {
        return;
    };
    assert!(!report.is_sound(), "{place}");
    for (anchor, verdict) in days.anchors.iter().zip(&report.anchors) {
        let holds = matches!(verdict, AnchorVerdict::Holds { .. });
        let is_before = anchor.n_entries < tampered.first;
        assert_eq!(holds, is_before, "{place}: {anchor:?}: {verdict:?}");
    }
}

fn second_says_so(days: &Days, batch: &[(PathBuf, Tampered)], seed: u64) {
    let dirs: Vec<_> = batch.iter().map(|it| it.0.as_path()).collect();
    let said = python_says(None, &dirs);
    for ((dir, tampered), said) in batch.iter().zip(said) {
        let ours = balm_says(&verify_journal(dir, &[], None));
        let is_same = ours == said || matches!((&ours, &said), (Said::Bad(0), Said::Bad(_)));
        assert!(
            is_same,
            "seed {seed}: {:?} at {}: {ours:?}, {said:?}",
            tampered.how, tampered.first
        );
    }
    let last = days.anchors.last().unwrap().code();
    for (said, (_, tampered)) in python_says(Some(&last), &dirs).iter().zip(batch) {
        let how = tampered.how;
        assert!(
            matches!(said, Said::Bad(_)),
            "seed {seed}: {how:?}: {said:?}"
        );
    }
}
