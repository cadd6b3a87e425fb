//! Killed with SIGKILL at random moments, again and again: nothing that was
//! acknowledged is lost, nothing is half done, receipts run from 1 without gaps.

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use balm::{
    domain::{
        ids::ProductId,
        ledger::LedgerEntry,
        money::Money,
        sale::Sale,
        stock::{StockLevel, StockMovement},
        ticket::Ticket,
    },
    store::{self, Reads},
};
use serde_json::{Value, json};

use crate::desk::{afternoon, open_shop};

/// A longer run by hand: `BALM_KILLS=10000 cargo test --test whole loses_nothing`.
fn n_cycles() -> u32 {
    std::env::var("BALM_KILLS")
        .ok()
        .and_then(|n| n.parse().ok())
        .unwrap_or(500)
}

/// One program on the store, fed line by line.
struct Exec {
    child: Child,
    answers: mpsc::Receiver<Value>,
}

impl Exec {
    fn start(store: &Path) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
            .arg("--store")
            .arg(store)
            .arg("exec")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let (send, answers) = mpsc::channel();
        thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                // A line cut short by the kill was not acknowledged.
                if let Ok(answer) = serde_json::from_str(&line)
                    && send.send(answer).is_err()
                {
                    return;
                }
            }
        });
        Self { child, answers }
    }

    /// `false` when the program is gone.
    fn say(&mut self, request: &Value) -> bool {
        let stdin = self.child.stdin.as_mut().unwrap();
        writeln!(stdin, "{request}")
            .and_then(|()| stdin.flush())
            .is_ok()
    }

    fn answer(&self) -> Value {
        self.answers.recv_timeout(Duration::from_secs(30)).unwrap()
    }

    /// Kills without warning, and gives what was acknowledged before.
    fn kill(mut self) -> Vec<Value> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.answers.iter().collect()
    }
}

fn set_up(store: &Path) {
    let mut exec = Exec::start(store);
    let requests = [
        json!({"id": "a1", "do": "set_up_shop", "shop_name": "Crash test", "currency": "EUR",
            "time_zone": "Europe/Riga", "prices_include_tax": true,
            "tax": [{"name": "VAT", "rate": 21000}], "therapists": ["Anna"], "rooms": ["Rose"],
            "cash_step_minor": 1}),
        json!({"id": "a2", "do": "save_product", "id_": null, "name": "Oil", "code": "OIL",
            "price": 1890, "cost": 700}),
        json!({"id": "a3", "do": "open_drawer", "float": {"cash": [{"value_minor": 100, "n": 50}]}}),
    ];
    for mut request in requests {
        request.as_object_mut().unwrap().remove("id_");
        assert!(exec.say(&request));
        let answer = exec.answer();
        assert!(answer.get("ok").is_some(), "{request} -> {answer}");
    }
    drop(exec.child.stdin.take());
    exec.child.wait().unwrap();
}

/// What the desk was told: receipt number to total, and the lines of the open cart.
#[derive(Default)]
struct Told {
    receipts: BTreeMap<u64, i64>,
}

impl Told {
    fn hear(&mut self, answer: &Value) {
        let ok = &answer["ok"];
        if ok["done"] == "sold" {
            let number = ok["receipt"]["number"].as_u64().unwrap();
            self.receipts.insert(number, ok["total"].as_i64().unwrap());
        }
    }
}

/// Sells until it is killed: two scans, a sale, all sent without waiting.
fn sell_until_killed(store: &Path, cycle: u32, rng: &mut fastrand::Rng) -> Vec<Value> {
    let mut exec = Exec::start(store);
    let n_said = rng.u32(1..60);
    for n in 0..n_said {
        let id = format!("c{cycle}-{n}");
        let request = match n % 3 {
            2 => json!({"id": id, "do": "pay", "tenders": [{"kind": "cash", "amount": null}]}),
            _ => json!({"id": id, "do": "add_line", "what": {"code": "OIL"}}),
        };
        assert!(exec.say(&request), "it ended by itself");
    }
    // One in five dies while it starts; the others in the middle of their work,
    // however fast the machine is.
    if rng.u32(..5) == 0 {
        thread::sleep(Duration::from_micros(rng.u64(0..60_000)));
        return exec.kill();
    }
    let mut heard: Vec<Value> = (0..rng.u32(1..=n_said)).map(|_| exec.answer()).collect();
    thread::sleep(Duration::from_micros(rng.u64(0..3_000)));
    heard.extend(exec.kill());
    heard
}

fn check(store: &Path, told: &Told, cycle: u32) {
    let (shop, _) = open_shop(store, afternoon());
    let reads = shop.read();
    let sales = reads.all::<Sale>().unwrap();
    let kept: BTreeMap<u64, i64> = sales
        .iter()
        .map(|sale| (sale.receipt.number, sale.total.minor()))
        .collect();
    for (number, total) in &told.receipts {
        assert_eq!(
            kept.get(number),
            Some(total),
            "cycle {cycle}: receipt {number} is lost"
        );
    }
    let numbers: Vec<u64> = kept.keys().copied().collect();
    let want: Vec<u64> = (1..=u64::try_from(sales.len()).unwrap()).collect();
    assert_eq!(
        numbers, want,
        "cycle {cycle}: receipts have gaps or doubles"
    );
    let ledger = reads.all::<LedgerEntry>().unwrap();
    for entry in &ledger {
        let sum: Money = entry.postings.iter().map(|posting| posting.amount).sum();
        assert_eq!(sum, Money::ZERO, "cycle {cycle}: {entry:?}");
    }
    // A sale and its goods are one: what was sold is what left the shelf.
    let n_sold: i64 = sales
        .iter()
        .flat_map(|sale| &sale.lines)
        .map(|line| line.quantity)
        .sum();
    let moved: i64 = reads
        .all::<StockMovement>()
        .unwrap()
        .iter()
        .map(|it| it.quantity)
        .sum();
    let levels = reads.all::<StockLevel>().unwrap();
    assert_eq!(moved, -n_sold, "cycle {cycle}");
    assert_eq!(
        levels.iter().map(|level| level.on_hand).sum::<i64>(),
        -n_sold,
        "cycle {cycle}"
    );
    assert!(
        reads.all::<Ticket>().unwrap().len() <= 1,
        "cycle {cycle}: two carts"
    );
    assert!(
        levels
            .iter()
            .all(|level| level.product != ProductId::default())
    );
}

/// Each opening after a kill proves the whole journal, so a long run begins anew now and
/// then.
const CYCLES_PER_STORE: u32 = 500;

#[test]
fn kill_at_random_moments_loses_nothing() {
    let mut rng = fastrand::Rng::with_seed(7);
    let n_cycles = n_cycles();
    let (mut n_done, mut n_sales) = (0, 0);
    while n_done < n_cycles {
        let n_here = CYCLES_PER_STORE.min(n_cycles - n_done);
        n_sales += killed_many_times(n_here, &mut rng);
        n_done += n_here;
        println!("{n_done} kills, {n_sales} acknowledged sales, none lost");
    }
}

/// How many sales were acknowledged, all of which are there.
fn killed_many_times(n_cycles: u32, rng: &mut fastrand::Rng) -> usize {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    set_up(&store);
    let mut told = Told::default();
    for cycle in 0..n_cycles {
        for answer in sell_until_killed(&store, cycle, rng) {
            told.hear(&answer);
        }
        if cycle % 10 == 9 || cycle + 1 == n_cycles {
            check(&store, &told, cycle);
        }
    }
    assert!(
        told.receipts.len() > usize::try_from(n_cycles / 2).unwrap(),
        "too few sales to tell"
    );
    store::verify(&store, None).unwrap();
    told.receipts.len()
}
