//! Looking a client up, key by key, beside a plain scan of the folded names; and
//! how often one typing error is forgiven.

use std::hint::black_box;

use balm::{
    domain::{
        client::Client,
        ids::{ClientId, RawId},
        text::fold,
    },
    ops::client_index::ClientIndex,
};
use fastrand::Rng;

use crate::{
    row::{Finding, Row, Unit},
    spa::Bench,
    timing::{Times, timed},
};

const N_QUERIES: usize = 400;
/// So many scans are enough to know how long one takes.
const N_SCANS: usize = 40;
const HITS: usize = 8;
#[rustfmt::skip]
const SYLLABLES: [&str; 32] = [
    "an", "ber", "chi", "da", "el", "fre", "gri", "ha", "il", "ja", "ka", "li", "ma", "ne", "oz", "pe",
    "ra", "san", "ta", "u", "vi", "wa", "xi", "yu", "ze", "ška", "ņa", "ви", "ан", "王", "նա", "芳",
];

pub(crate) fn rows(_: &Bench) -> Vec<Finding> {
    // The goals for 100,000 and for a million clients, in seconds.
    let mut rows = of(100_000, 0.5e-3);
    rows.extend(of(1_000_000, 2e-3));
    rows
}

fn of(n_clients: u64, most: f64) -> Vec<Finding> {
    let mut rng = Rng::with_seed(7);
    let clients: Vec<Client> = (1..=n_clients).map(|it| client(it, &mut rng)).collect();
    let folded: Vec<String> = clients.iter().map(|it| fold(&it.name)).collect();
    let index = ClientIndex::of(clients.iter().map(|it| (it, 0)));
    let (mut keys, mut scans) = (Times::default(), Times::default());
    let (mut n_found, mut n_asked) = (0_u32, 0_u32);
    for nth in 0..N_QUERIES {
        let at = rng.usize(..folded.len());
        let name = &folded[at];
        for end in (1..=name.len()).filter(|it| name.is_char_boundary(*it)) {
            let typed = &name[..end];
            let (seconds, found) = timed(|| index.find(typed, HITS));
            black_box(found);
            keys.push(seconds);
        }
        if nth < N_SCANS {
            let (seconds, n) = timed(|| {
                folded
                    .iter()
                    .filter(|it| it.contains(name.as_str()))
                    .count()
            });
            black_box(n);
            scans.push(seconds);
        }
        let typed = mistyped(name, &mut rng);
        let (seconds, found) = timed(|| index.find(&typed, HITS));
        keys.push(seconds);
        n_asked += 1;
        let is_it =
            |it: &ClientId| usize::try_from(it.0.counter()).is_ok_and(|it| folded[it - 1] == *name);
        n_found += u32::from(found.clients.iter().any(is_it));
    }
    let scan = scans.percentile(99);
    let what = |part: &str| format!("client look-up, {n_clients} clients, {part}");
    let missed = f64::from(n_asked - n_found) * 100.0 / f64::from(n_asked);
    vec![
        Row::times(
            what("a key, p50"),
            (Unit::Seconds, keys.percentile(50)),
            ("a scan", scan),
            1.0,
        ),
        Row::times(
            what("a key, p99"),
            (Unit::Seconds, keys.percentile(99)),
            ("a scan", scan),
            1.0,
        ),
        Row::at_most(
            what("a key, p99, goal"),
            (Unit::Seconds, keys.percentile(99)),
            most,
        ),
        Row::at_most(
            what("typing errors not forgiven, of 100"),
            (Unit::Count, missed),
            5.0,
        ),
    ]
}

fn client(number: u64, rng: &mut Rng) -> Client {
    let mut word = || -> String {
        let n = rng.usize(2..5);
        (0..n)
            .map(|_| SYLLABLES[rng.usize(..SYLLABLES.len())])
            .collect()
    };
    let name = format!("{} {}", word(), word());
    Client {
        id: ClientId(RawId::from_u64(number)),
        name,
        phone: format!("+371 {}", rng.u32(20_000_000..30_000_000)),
        email: String::new(),
        birth_date: None,
        sex: None,
        alert: String::new(),
        notes: String::new(),
        usual_staff: None,
        created_at: chrono::DateTime::UNIX_EPOCH,
        active: true,
        card: String::new(),
    }
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
