//! Stores as earlier programs have left them open, say the same as ever, prove
//! themselves and go on. Each folder of `fixtures/stores` is the journal that a
//! program of that time wrote by `balm exec`, from the same small day:
//!
//! ```text
//! prices include 21 % tax; cash is rounded to 0.05
//! receipt 1  massage 45.00, 3 x argan oil 12.60 less 10 % = 34.02      79.02
//!            cash 90.00, change 11.00, rounding -0.02
//! receipt 2  2 x argan oil                                             25.20  card
//! receipt 3  1 argan oil of receipt 1 back, on the shelf again        -11.34
//!            cash -11.35, rounding -0.01
//! cash       100.00 + 79.00 - 11.35 + 20.00 - 15.00 = 172.65, counted 150.00
//! argan oil  20 - 3 - 2 + 1 = 16
//! ```
//!
//! Then the drawer is opened again with 50.00, and a parked cart of one oil is back.
//! A folder is added when records change their shape, and none is ever changed.
//!
//! Those from later days, in which there is a record of every kind, have what they come
//! to in a file of their name in `fixtures/said`, as the program of their time said it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::Arc,
    thread,
    time::Duration,
};

use balm::{
    domain::{
        booking::Appointment, client::Client, drawer::DrawerSession, holding::Holding,
        ledger::LedgerEntry, purse::GiftCard, sale::Sale, settings::Settings, stock::StockLevel,
        tender::TenderKind, ticket::Ticket,
    },
    ops::{
        clock::SettableClock,
        outcome::Outcome,
        query,
        request::{Paying, Request},
        shop::Shop,
    },
    store::{self, IndexOutcome, OpenOptions, Reads},
};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::desk::SESSION;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn all_kept() -> Vec<PathBuf> {
    let mut stores: Vec<_> = fs::read_dir(fixtures().join("stores"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .collect();
    stores.sort();
    stores
}

/// Where it is written down what a later store comes to.
fn said_of(kept: &Path) -> PathBuf {
    let name = kept.file_name().unwrap();
    fixtures().join("said").join(name).with_extension("txt")
}

/// Those of the small day.
pub(crate) fn kept() -> Vec<PathBuf> {
    let mut stores = all_kept();
    stores.retain(|it| !said_of(it).exists());
    stores
}

/// A copy of the store as the old program left it, less the index.
fn copy(kept: &Path) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    let journal = dir.path().join("journal");
    fs::create_dir(&journal).unwrap();
    for segment in fs::read_dir(kept).unwrap() {
        let segment = segment.unwrap();
        fs::copy(segment.path(), journal.join(segment.file_name())).unwrap();
    }
    dir
}

fn journal(dir: &Path) -> Vec<u8> {
    fs::read(dir.join("journal/000001.balmlog")).unwrap()
}

fn open(dir: &Path) -> (Shop, store::OpenReport) {
    let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
    let clock = Arc::new(SettableClock::new(now));
    Shop::open(dir, clock, OpenOptions::default()).unwrap()
}

/// All that the day comes to.
fn says(shop: &Shop) -> Vec<String> {
    let read = shop.read();
    let mut said = Vec::new();
    let settings: Settings = read.get(&()).unwrap().unwrap();
    said.push(format!("{} {}", settings.shop_name, settings.currency.code));
    for sale in read.all::<Sale>().unwrap() {
        said.push(format!("{} {}", sale.receipt.number, sale.total.minor()));
    }
    for session in read.all::<DrawerSession>().unwrap() {
        let Some(closing) = session.closing else {
            said.push("open".into());
            continue;
        };
        for it in &closing.tenders {
            let counted = it.counted.map(balm::domain::money::Money::minor);
            let is_cash = it.kind == TenderKind::Cash;
            said.push(format!("{is_cash} {} {counted:?}", it.expected.minor()));
        }
    }
    for level in read.all::<StockLevel>().unwrap() {
        said.push(format!("on hand {}", level.on_hand));
    }
    for client in read.all::<Client>().unwrap() {
        said.push(format!("{} {}", client.name, client.phone));
    }
    for visit in read.all::<Appointment>().unwrap() {
        said.push(format!("{} {:?}", visit.start().hhmm(), visit.status));
    }
    for ticket in read.all::<Ticket>().unwrap() {
        said.push(format!(
            "cart of {} line, {} taken",
            ticket.lines.len(),
            ticket.taken.len()
        ));
    }
    let mut accounts: BTreeMap<String, i64> = BTreeMap::new();
    for entry in read.all::<LedgerEntry>().unwrap() {
        for posting in entry.postings {
            let account = format!("{:?}", posting.account);
            *accounts.entry(account).or_default() += posting.amount.minor();
        }
    }
    assert_eq!(accounts.values().sum::<i64>(), 0, "{accounts:?}");
    said.extend(
        accounts
            .iter()
            .map(|(account, sum)| format!("{account} {sum}")),
    );
    said
}

fn check(dir: &Path) -> Vec<String> {
    let (shop, _) = open(dir);
    let said = says(&shop);
    shop.close().unwrap();
    let report = store::verify(dir, None).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
    said
}

#[test]
fn stores_of_every_shape_open_and_say_the_same() {
    let mut first: Option<Vec<String>> = None;
    for kept in kept() {
        let dir = copy(&kept);
        let before = journal(dir.path());
        let (shop, report) = open(dir.path());
        assert!(
            matches!(report.index, IndexOutcome::Rebuilt { .. }),
            "{report:?}"
        );
        shop.close().unwrap();
        // Reading changes nothing: records take a new shape when they are put again.
        assert_eq!(journal(dir.path()), before, "{}", kept.display());
        let said = check(dir.path());
        for want in [
            "1 7902",
            "2 2520",
            "3 -1134",
            "true 17265 Some(15000)",
            "false 2520 None",
            "on hand 16",
            "Līga Ozola +371 2612 3456",
            "14:00 Done",
            "11:00 Cancelled",
            "cart of 1 line, 0 taken",
            "open",
        ] {
            let is_said = said.iter().any(|it| it == want);
            assert!(is_said, "{}: {want} in {said:#?}", kept.display());
        }
        let first = first.get_or_insert_with(|| said.clone());
        assert_eq!(&said, first, "{}", kept.display());
        goes_on(dir.path(), &before);
    }
    assert!(first.is_some());
}

/// Receipts, closings, books, shelves, and what is left of what was paid ahead.
fn comes_to(shop: &Shop) -> String {
    let read = shop.read();
    let mut said = String::new();
    for sale in read.all::<Sale>().unwrap() {
        let (kind, total) = (json!(sale.kind), sale.total.minor());
        let tenders: Vec<String> = sale
            .payments
            .iter()
            .map(|it| format!("{} {}", json!(it.kind), it.kept().minor()))
            .collect();
        let (n, lines) = (sale.receipt.number, sale.lines.len());
        writeln!(
            said,
            "receipt {n} {kind} {lines} {total}: {}",
            tenders.join(", ")
        )
        .unwrap();
    }
    for session in read.all::<DrawerSession>().unwrap() {
        let closing = session.closing.map(|it| {
            let sales = (it.sales_total, it.refunds_total, it.prepaid_total);
            let nets = (it.services_net, it.products_net, it.tips_total);
            format!("{} {sales:?} {nets:?}", it.z_number)
        });
        writeln!(said, "day {closing:?}").unwrap();
    }
    for it in query::balances(&read).unwrap() {
        writeln!(said, "{} {}", it.account, it.balance.minor()).unwrap();
    }
    for it in query::stock_values(&read).unwrap() {
        writeln!(said, "{} {} {}", it.code, it.on_hand, it.value.minor()).unwrap();
    }
    for it in read.all::<GiftCard>().unwrap() {
        writeln!(said, "gift card {} {}", it.number, it.balance.minor()).unwrap();
    }
    for it in read.all::<Holding>().unwrap() {
        writeln!(said, "paid ahead {} {}", it.name, it.value_left.minor()).unwrap();
    }
    for it in read.all::<Client>().unwrap() {
        writeln!(said, "{} {}", it.name, it.phone).unwrap();
    }
    said
}

/// `BALM_BLESS=1` writes down what a store comes to that has a file for it.
#[test]
fn stores_with_every_kind_of_record_come_to_what_they_came_to() {
    let mut n = 0;
    for kept in all_kept() {
        let file = said_of(&kept);
        if !file.exists() {
            continue;
        }
        let dir = copy(&kept);
        let (shop, _) = open(dir.path());
        let said = comes_to(&shop);
        shop.close().unwrap();
        let report = store::verify(dir.path(), None).unwrap();
        assert!(report.is_sound(), "{:?}", report.problems);
        if std::env::var_os("BALM_BLESS").is_some() {
            fs::write(&file, &said).unwrap();
        }
        assert_eq!(
            said,
            fs::read_to_string(&file).unwrap(),
            "{}",
            kept.display()
        );
        n += 1;
    }
    assert!(n > 0);
}

/// Shapes that were replaced on the day they were made, and that no shop ever had: their
/// bytes are in `fixtures/records.txt` all the same.
const IN_NO_STORE: [(&str, u64); 3] = [("LoyaltyRules", 1), ("LoyaltyRules", 2), ("PriceRules", 1)];

#[test]
fn every_shape_of_a_record_is_in_some_store() {
    let mut there = BTreeSet::new();
    for kept in all_kept() {
        let dir = copy(&kept);
        let mut lines = Vec::new();
        store::export_journal(dir.path(), true, &mut lines, None).unwrap();
        for line in String::from_utf8(lines).unwrap().lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            for change in line["changes"].as_array().into_iter().flatten() {
                let kind = change["kind"].as_str().unwrap().to_owned();
                // The second byte of a value is its version.
                if let Some(value) = change["value"].as_str() {
                    there.insert((kind, u64::from_str_radix(&value[2..4], 16).unwrap()));
                }
            }
        }
    }
    let golden = fs::read_to_string(fixtures().join("records.txt")).unwrap();
    for line in golden.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let shape = (words[0].to_owned(), words[2].parse::<u64>().unwrap());
        let is_known = IN_NO_STORE.contains(&(words[0], shape.1));
        assert_eq!(there.contains(&shape), !is_known, "{shape:?}");
    }
}

/// The cart is paid, a client is changed: the next number, and new shapes beside the
/// old.
fn goes_on(dir: &Path, before: &[u8]) {
    let (shop, _) = open(dir);
    let pay = Request::Pay(Paying {
        tenders: vec![balm::domain::tender::Tender::of(TenderKind::Card, None)],
        told: None,
        confirmed: false,
    });
    let Ok(Outcome::Sold(sold)) = shop.run(&SESSION, "upgraded-pay", &pay) else {
        panic!("not sold");
    };
    assert_eq!(sold.receipt.number, 4);
    shop.close().unwrap();
    assert!(journal(dir).starts_with(before));
    fs::remove_dir_all(dir.join("index")).unwrap();
    let said = check(dir);
    assert!(said.contains(&"on hand 15".to_owned()), "{said:?}");
}

/// A longer run by hand: `BALM_KILLS=200 cargo test --test whole killed_while`.
fn n_kills() -> u64 {
    let n = std::env::var("BALM_KILLS")
        .ok()
        .and_then(|n| n.parse().ok());
    n.unwrap_or(16)
}

/// The journal of the old program is the truth before and after; the index is built
/// beside it, and half of one is not taken for a whole one.
#[test]
fn killed_while_it_upgrades_a_store_is_the_old_or_the_new() {
    let stores = all_kept();
    let said: Vec<_> = stores.iter().map(|it| check(copy(it).path())).collect();
    for nth in 0..n_kills() {
        let idx = usize::try_from(nth).unwrap() % stores.len();
        let dir = copy(&stores[idx]);
        let before = journal(dir.path());
        // Once and again: the second start finds what the first has left.
        for round in 0..2 {
            let mut child = Command::new(env!("CARGO_BIN_EXE_balm"))
                .arg("--store")
                .arg(dir.path())
                .arg("exec")
                .stdin(Stdio::piped())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            let micros = fastrand::Rng::with_seed(nth * 2 + round).u64(0..60_000);
            thread::sleep(Duration::from_micros(micros));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        assert_eq!(journal(dir.path()), before, "kill {nth}");
        assert_eq!(check(dir.path()), said[idx], "kill {nth}");
    }
}
