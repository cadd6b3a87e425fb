//! A spa run at random beside a naive model of it: after every request the two
//! agree, and what must always hold does.
//!
//! Runs of their own size, and one run again by the seed that a failure prints:
//!
//! ```text
//! BALM_REQUESTS=1000000 cargo test --test whole model::
//! BALM_SEED=17 cargo test --test whole model::
//! BALM_REPLAYS=1000 cargo test --test whole model::
//! ```
//!
//! In reading order:

mod spa;

mod wish;
mod wish_office;
mod wish_till;

mod members;
mod naive;
mod till;

mod accounts;
mod back;
mod book;
mod cart;
mod deposits;
mod exchange;
mod holdings;
mod hours;
mod jobs;
mod means;
mod offers;
mod office;
mod owed;
mod pay;
mod people;
mod points;
mod purses;
mod queue;
mod supplies;
mod together;

mod audit;
mod refused;

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use balm::ops::{
    Stop,
    outcome::Outcome,
    request::{Request, Session},
};
use chrono::{DateTime, Utc};

use self::{naive::Naive, spa::Spa, wish::Wishes};

/// Of one run, of which each has a seed.
const N_REQUESTS: u64 = 500;
/// Of all runs, if nothing else is asked for.
const N_REQUESTS_USUAL: u64 = 45_000;
/// Every record is looked at again after so many requests.
const N_BETWEEN_AUDITS: u64 = 100;
/// Runs at once.
const N_THREADS: usize = 2;
/// In runs with a clock that cannot be trusted, one request in so many comes after it
/// jumped.
const REQUESTS_BETWEEN_JUMPS: u64 = 80;

fn wanted(name: &str) -> Option<u64> {
    env::var(name).ok().map(|it| it.parse().unwrap())
}

/// How often each kind of request was done.
type Done = BTreeMap<String, u32>;

#[test]
fn the_shop_agrees_with_a_naive_model() {
    let one = wanted("BALM_SEED");
    let n_requests = wanted("BALM_REQUESTS").unwrap_or(N_REQUESTS_USUAL);
    let n_runs = if one.is_some() {
        1
    } else {
        n_requests.div_ceil(N_REQUESTS)
    };
    let next = AtomicU64::new(one.unwrap_or(1));
    let last = next.load(Ordering::Relaxed) + n_runs;
    let done = Mutex::new(Done::new());
    thread::scope(|scope| {
        let work = || {
            loop {
                let seed = next.fetch_add(1, Ordering::Relaxed);
                if seed >= last {
                    return;
                }
                let run = Run::of(seed).finish();
                let mut done = done.lock().unwrap();
                for (name, n) in run.done {
                    *done.entry(name).or_default() += n;
                }
            }
        };
        for _ in 0..N_THREADS {
            scope.spawn(work);
        }
    });
    let done = done.into_inner().unwrap();
    println!("{n_runs} runs, done: {done:?}");
    // Of fewer, what is rare may be missing.
    if one.is_none() && n_requests >= N_REQUESTS_USUAL {
        let names: BTreeSet<String> = done.into_keys().collect();
        assert_eq!(names, all_requests(), "each kind of request was done");
    }
}

/// What a shop writes depends on what it is asked and when, and on nothing else.
#[test]
fn the_same_requests_at_the_same_times_make_the_same_bytes() {
    let n_seeds = wanted("BALM_REPLAYS").unwrap_or(1);
    let first = wanted("BALM_SEED").unwrap_or(1_000_008);
    let next = AtomicU64::new(first);
    thread::scope(|scope| {
        for _ in 0..N_THREADS {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= first + n_seeds {
                        return;
                    }
                    let (one, two) = (Run::of(seed).finish(), Run::of(seed).finish());
                    assert!(one.journal.len() > 50_000, "seed {seed}: too short");
                    assert!(one.journal == two.journal, "seed {seed}: other bytes");
                }
            });
        }
    });
}

/// By their schema, so that none is forgotten that is made later.
fn all_requests() -> BTreeSet<String> {
    let schema = serde_json::to_value(schemars::schema_for!(Request)).unwrap();
    let kinds = schema["oneOf"].as_array().unwrap().iter();
    let names: BTreeSet<String> = kinds
        .map(|it| it["properties"]["do"]["const"].as_str().unwrap().to_owned())
        .collect();
    assert!(
        names.contains("set_up_shop") && names.len() > 30,
        "{names:?}"
    );
    names
}

struct Run {
    again: Again,
    spa: Spa,
    naive: Naive,
    n: u64,
    n_done: u64,
    journal_len: usize,
    last_at: Option<DateTime<Utc>>,
}

struct Finished {
    done: Done,
    journal: Vec<u8>,
}

/// Says how a run of this seed that failed is had again.
struct Again(u64);

impl Drop for Again {
    fn drop(&mut self) {
        if thread::panicking() {
            let seed = self.0;
            eprintln!("again by: BALM_SEED={seed} cargo test --test whole model::");
        }
    }
}

impl Run {
    fn of(seed: u64) -> Self {
        let mut run = Self {
            again: Again(seed),
            spa: Spa::new(seed),
            naive: Naive::default(),
            n: 0,
            n_done: 0,
            journal_len: 0,
            last_at: None,
        };
        for request in wish_office::furniture(seed) {
            let session = Session {
                register: 1,
                operator: None,
            };
            run.ask(&session, &request);
        }
        let mut wishes = Wishes::new(seed);
        let clock_jumps = seed.is_multiple_of(4);
        let n_before = run.n_done;
        for n in 0..N_REQUESTS {
            if clock_jumps && wishes.0.u64(0..REQUESTS_BETWEEN_JUMPS) == 0 {
                run.spa.jump(&mut wishes.0);
            }
            let (session, mut request) = wishes.next(&run.spa, &run.naive);
            if let Some(confirmation) = run.spa.confirmation(&mut wishes.0) {
                request = confirmation;
            }
            run.ask(&session, &request);
            if n % N_BETWEEN_AUDITS == 0 || n + 1 == N_REQUESTS {
                let label = format!("seed {seed}, after request {}", run.n);
                run.naive.audit(&run.spa, &label);
                run.spa.check_journal(true, &label);
            }
        }
        // A run in which nearly all is refused would prove little. Where nobody may do
        // much, or the clock is not believed, much is.
        let n_done = run.n_done - n_before;
        assert!(n_done > N_REQUESTS / 10, "seed {seed}: only {n_done} done");
        run
    }

    fn ask(&mut self, session: &Session, request: &Request) {
        self.n += 1;
        let seed = self.again.0;
        let id = format!("{seed}-{}", self.n);
        let label = format!("seed {seed}, request {}: {request:?}", self.n);
        match self.spa.shop.run(session, &id, request) {
            Ok(outcome) => self.did(session, (&id, request), outcome, &label),
            Err(Stop::Refused(refusal)) => {
                let naive = &self.naive;
                naive.check_refusal(session, request, &refusal, &label);
                let len = self.spa.check_journal(false, &label);
                assert_eq!(len, self.journal_len, "{label}: {refusal:?} left a trace");
            }
            Err(Stop::Failed(failure)) => panic!("{label}: {failure:?}"),
        }
        self.naive.check(&self.spa, &label);
    }

    fn did(
        &mut self,
        session: &Session,
        (id, request): (&str, &Request),
        outcome: Outcome,
        label: &str,
    ) {
        self.n_done += 1;
        let len = self.spa.check_journal(false, label);
        assert!(len > self.journal_len, "{label}: left no trace");
        let at = self.spa.last_at();
        assert!(at > self.last_at, "{label}: {at:?}, {:?}", self.last_at);
        (self.journal_len, self.last_at) = (len, at);
        self.naive
            .follow(&self.spa, session, request, &outcome, label);
        assert_eq!(
            self.spa.shop.run(session, id, request),
            Ok(outcome),
            "{label}"
        );
        let len = self.spa.check_journal(false, label);
        assert_eq!(len, self.journal_len, "{label}: done twice");
    }

    /// Closes the shop and holds what it leaves behind against the model.
    fn finish(self) -> Finished {
        let label = format!("seed {}, at the end", self.again.0);
        let (report, journal) = self.spa.close(&label);
        assert_eq!(report.receipts, self.naive.receipts, "{label}");
        assert_eq!(report.closings, self.naive.z_numbers, "{label}");
        let done = self.naive.done;
        Finished { done, journal }
    }
}
