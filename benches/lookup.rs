//! Looking a client up, key by key, beside a plain scan of the folded names; how
//! often one typing error is forgiven; and how much memory the index takes.

use std::{fs, hint::black_box, process::Command};

use balm::{
    domain::{client::Client, ids::ClientId, text::fold},
    ops::client_index::ClientIndex,
};
use fastrand::Rng;

use crate::{
    names::somebody,
    row::{Finding, Row, Unit},
    spa::Bench,
    timing::{Times, timed},
};

const N_QUERIES: usize = 300;
/// So many scans are enough to know how long one takes.
const N_SCANS: usize = 40;
/// Each key is timed so many times, others between, and its quickest counts: what
/// else this machine does is no part of it.
const N_ROUNDS: usize = 3;
const HITS: usize = 8;
/// A key's share of a scan at 100,000 and at a million clients.
const SHARES: [(u64, f64); 2] = [(100_000, 0.26), (1_000_000, 0.1)];
const N_IN_MEMORY: u64 = 100_000;
const INDEX_BYTES_MAX: f64 = 16e6;
/// Given to this program by itself: to build an index, and tell how big it is.
pub(crate) const INDEX_ALONE: &str = "index-alone";

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    let mut rows: Vec<Finding> = SHARES.into_iter().flat_map(|it| of(it.0, it.1)).collect();
    rows.push(memory());
    rows
}

fn of(n_clients: u64, share: f64) -> Vec<Finding> {
    let mut rng = Rng::with_seed(7);
    let clients: Vec<(Client, u16)> = (1..=n_clients).map(|it| somebody(it, &mut rng)).collect();
    let folded: Vec<String> = clients.iter().map(|it| fold(&it.0.name)).collect();
    let index = ClientIndex::of(clients.iter().map(|(client, seen)| (client, *seen)));
    let asked: Vec<usize> = (0..N_QUERIES).map(|_| rng.usize(..clients.len())).collect();
    let mut typed = Vec::new();
    let (mut n_found, mut n_mistyped) = (0_u32, 0_u32);
    for (nth, at) in asked.iter().enumerate() {
        let wrong = mistyped(&folded[*at], &mut rng);
        let found = index.find(&wrong, HITS).clients;
        let is_it = |it: &ClientId| {
            usize::try_from(it.0.counter()).is_ok_and(|it| folded[it - 1] == folded[*at])
        };
        n_mistyped += 1;
        n_found += u32::from(found.iter().any(is_it));
        // Names mostly, also as they are written, with an error, and numbers.
        typed.extend(keys(match nth % 10 {
            0..5 => &folded[*at],
            5 => &clients[*at].0.name,
            6 | 7 => &wrong,
            8 => &clients[*at].0.phone["+371 ".len()..],
            _ => &clients[*at].0.phone,
        }));
    }
    let keys = times(&typed, |it| index.find(it, HITS));
    let scans = asked[..N_SCANS].iter().map(|it| folded[*it].clone());
    let scans = times(&scans.collect::<Vec<_>>(), |name| {
        let names = folded.iter().filter(|it| it.contains(name));
        names.count()
    });
    let scan = scans.percentile(50);
    let what = |part: &str| format!("client look-up, {n_clients} clients, {part}");
    let a_key = |percent| (Unit::Seconds, keys.percentile(percent));
    let missed = f64::from(n_mistyped - n_found) * 100.0 / f64::from(n_mistyped);
    vec![
        Row::beside(what("a key, p50"), a_key(50), ("a scan", scan)),
        Row::times(what("a key, p99"), a_key(99), ("a scan", scan), share),
        Row::beside(what("the slowest key"), a_key(100), ("a scan", scan)),
        Row::at_most(
            what("typing errors not forgiven, of 100"),
            (Unit::Count, missed),
            5.0,
        ),
    ]
}

/// What stands in the field after each key.
fn keys(text: &str) -> Vec<String> {
    let ends = (1..=text.len()).filter(|it| text.is_char_boundary(*it));
    ends.map(|it| text[..it].to_owned()).collect()
}

fn times<T>(texts: &[String], act: impl Fn(&str) -> T) -> Times {
    let mut least = vec![f64::INFINITY; texts.len()];
    for _ in 0..N_ROUNDS {
        for (least, text) in least.iter_mut().zip(texts) {
            let (seconds, found) = timed(|| act(text));
            black_box(found);
            *least = least.min(seconds);
        }
    }
    let mut times = Times::default();
    for seconds in least {
        times.push(seconds);
    }
    times
}

/// Measured in a process of its own, which holds nothing else.
fn memory() -> Finding {
    let what = format!("memory of the client index, {N_IN_MEMORY} clients");
    let program = std::env::current_exe().unwrap();
    let told = Command::new(program).arg(INDEX_ALONE).output().unwrap();
    match String::from_utf8_lossy(&told.stdout).trim().parse() {
        Ok(n_bytes) => Row::at_most(what, (Unit::Bytes, n_bytes), INDEX_BYTES_MAX),
        Err(_) => Finding::skipped(what, "this system does not tell"),
    }
}

/// Builds an index from clients that are not kept, as the program does, and prints how
/// much more memory this process has than before.
pub(crate) fn tell_index_bytes() {
    let mut rng = Rng::with_seed(7);
    // What is made once, such as tables of letters.
    black_box(ClientIndex::of([somebody(1, &mut rng)]).find("anna", HITS));
    let before = resident_bytes();
    let index = ClientIndex::of((1..=N_IN_MEMORY).map(|it| somebody(it, &mut rng)));
    let after = resident_bytes();
    assert!(index.find("a", HITS).n > 1_000);
    if let Some((before, after)) = before.zip(after) {
        println!("{}", after.saturating_sub(before));
    }
}

fn resident_bytes() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|it| it.starts_with("VmRSS:"))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// One letter of the longest word left out, doubled, changed or swapped.
fn mistyped(name: &str, rng: &mut Rng) -> String {
    let mut words: Vec<Vec<char>> = name.split(' ').map(|it| it.chars().collect()).collect();
    let Some(word) = words.iter_mut().max_by_key(|it| it.len()) else {
        return String::new();
    };
    let at = rng.usize(..word.len());
    match rng.u8(..4) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, word[at]),
        2 => word[at] = rng.lowercase(),
        _ => word.swap(at, at.saturating_sub(1)),
    }
    let words: Vec<String> = words
        .into_iter()
        .map(|it| it.into_iter().collect())
        .collect();
    words.join(" ")
}
