//! The fuzz targets on a stable compiler: inputs that are changed at random from
//! good ones. libFuzzer goes deeper, since it sees which lines an input reaches:
//!
//! ```text
//! cargo +nightly fuzz run journal -- -max_total_time=60
//! BALM_EXECUTIONS=1000000 cargo test --test whole fuzzing::
//! BALM_SEEDS_TO=fuzz/corpus cargo test --test whole fuzzing::
//! ```

#[path = "../fuzz/targets/bodies.rs"]
mod bodies;

use std::{
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    thread,
};

use fastrand::Rng;

use self::bodies::{TARGETS, Target};

/// Of each target.
const N_EXECUTIONS_USUAL: u64 = 3_000;
/// Changes of one input.
const N_CHANGES_MAX: usize = 6;

/// Bits of what any of them understands.
const WORDS: [&[u8]; 24] = [
    b"\n",
    b"\r\n",
    b"\"",
    b"'",
    b",",
    b";",
    b"\t",
    b"=",
    b"[",
    b"]",
    b"{",
    b"}",
    b"null",
    b"-1",
    b"0",
    b"99999999999999999999",
    b"1e400",
    b"\xEF\xBB\xBF",
    "\u{661}".as_bytes(),
    b"\x00",
    "e\u{301}".as_bytes(),
    b"2026-11-20",
    b"\xFF\xFF\xFF\xFF",
    b"[[[[[[[[[[[[[[[[",
];

#[test]
fn no_input_breaks_a_reader() {
    let n_executions =
        env::var("BALM_EXECUTIONS").map_or(N_EXECUTIONS_USUAL, |it| it.parse().unwrap());
    let first = env::var("BALM_SEED").map_or(0, |it| it.parse().unwrap());
    let (left, right) = TARGETS.split_at(TARGETS.len() / 2);
    thread::scope(|scope| {
        for targets in [left, right] {
            scope.spawn(move || {
                for target in targets {
                    drive(target, first..first + n_executions);
                }
            });
        }
    });
}

fn drive(target: &Target, numbers: std::ops::Range<u64>) {
    let seeds = (target.seeds)();
    keep(target, &seeds);
    for seed in &seeds {
        (target.run)(seed);
    }
    for number in numbers {
        let input = changed(&seeds, &mut Rng::with_seed(number));
        let ran = catch_unwind(AssertUnwindSafe(|| (target.run)(&input)));
        assert!(
            ran.is_ok(),
            "{}: again by BALM_SEED={number} BALM_EXECUTIONS=1: {}",
            target.name,
            input.escape_ascii()
        );
    }
}

/// What libFuzzer begins with.
fn keep(target: &Target, seeds: &[Vec<u8>]) {
    let Some(folder) = env::var_os("BALM_SEEDS_TO") else {
        return;
    };
    let folder = PathBuf::from(folder).join(target.name);
    fs::create_dir_all(&folder).unwrap();
    for (number, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("seed-{number}")), seed).unwrap();
    }
}

fn changed(seeds: &[Vec<u8>], rng: &mut Rng) -> Vec<u8> {
    let mut input = seeds[rng.usize(..seeds.len())].clone();
    for _ in 0..rng.usize(1..=N_CHANGES_MAX) {
        change(&mut input, seeds, rng);
    }
    input
}

fn change(input: &mut Vec<u8>, seeds: &[Vec<u8>], rng: &mut Rng) {
    let at = rng.usize(..=input.len());
    let to = (at + rng.usize(..40)).min(input.len());
    match rng.u8(..8) {
        0 if at < input.len() => input[at] ^= 1 << rng.u8(..8),
        1 if at < input.len() => input[at] = rng.u8(..),
        2 => drop(input.drain(at..to)),
        3 => {
            let part = input[at..to].to_vec();
            let place = rng.usize(..=input.len());
            input.splice(place..place, part);
        }
        4 => {
            let other = &seeds[rng.usize(..seeds.len())];
            let from = rng.usize(..=other.len());
            input.splice(at.., other[from..].iter().copied());
        }
        5 => {
            let word = WORDS[rng.usize(..WORDS.len())];
            input.splice(at..at, word.iter().copied());
        }
        6 => {
            let noise: Vec<u8> = (0..rng.usize(..12)).map(|_| rng.u8(..)).collect();
            input.splice(at..to, noise);
        }
        _ => input.truncate(at),
    }
}
