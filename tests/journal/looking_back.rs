//! The shop as it was at a moment.

use std::{io::Write, path::PathBuf, process::Output};

use balm::{
    domain::{sale::Sale, stock::StockMovement},
    ops::refusal::Refusal,
    store::{AsOf, Moment, copy_as_of},
};
use chrono::{DateTime, Utc};
use chrono_tz::Europe::Riga;

use super::*;

/// How many sales and closings there are in the shop of then.
fn counts(dir: &Path, moment: Moment) -> (usize, usize) {
    let then = tempfile::tempdir().unwrap();
    let AsOf { at, .. } = copy_as_of(dir, moment, then.path(), None).unwrap();
    let clock = Arc::new(SettableClock::new(at));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let (shop, _) = Shop::open(then.path(), clock, options).unwrap();
    let shop = shop.looked_back_at(at);
    assert_eq!(shop.now(), at);
    let request = serde_json::from_value(json!({"do": "close_drawer", "carry_over": true}));
    let request: Request = request.unwrap();
    let refused = Stop::Refused(Refusal::LookingBack { at });
    assert_eq!(shop.run(&SESSION, "later", &request).unwrap_err(), refused);
    count(&shop, at)
}

fn count(shop: &Shop, until: DateTime<Utc>) -> (usize, usize) {
    let reads = shop.read();
    let sales: Vec<Sale> = reads.all().unwrap();
    let sessions: Vec<DrawerSession> = reads.all().unwrap();
    let closings = sessions.iter().filter_map(|it| it.closing.as_ref());
    let n_closings = closings.filter(|it| it.closed_at <= until).count();
    let n_sales = sales.iter().filter(|it| it.at <= until).count();
    (n_sales, n_closings)
}

/// The instants at which the days were closed.
fn closings(dir: &Path) -> Vec<DateTime<Utc>> {
    let (shop, _) = open(dir);
    let sessions: Vec<DrawerSession> = shop.read().all().unwrap();
    let closings = sessions.iter().filter_map(|it| it.closing.as_ref());
    let mut closed: Vec<_> = closings.map(|it| it.closed_at).collect();
    closed.sort_unstable();
    shop.close().unwrap();
    closed
}

#[test]
fn each_day_is_as_it_was_when_it_was_closed_and_just_before() {
    let days = Days::new();
    let dir = days.dir.path();
    let closed = closings(dir);
    let (shop, _) = open(dir);
    let want: Vec<_> = closed.iter().map(|at| count(&shop, *at)).collect();
    // Whoever has it open need not leave.
    for (at, want) in closed.iter().zip(&want) {
        assert_eq!(counts(dir, Moment::Instant(*at)), *want);
        let before = *at - Duration::milliseconds(1);
        assert_eq!(counts(dir, Moment::Instant(before)), (want.0, want.1 - 1));
        let by_the_clock = (*at + Duration::minutes(1)).with_timezone(&Riga);
        assert_eq!(counts(dir, Moment::Wall(by_the_clock.naive_local())), *want);
    }
    assert!(
        want.windows(2)
            .all(|it| it[0].0 < it[1].0 && it[0].1 + 1 == it[1].1)
    );
    let never = Moment::Instant(closed[0] - Duration::days(400));
    let then = tempfile::tempdir().unwrap();
    let copied = copy_as_of(dir, never, then.path(), None).unwrap();
    assert_eq!(copied.n_entries, 0);
    assert!(copied.first_at.is_some());
}

#[test]
fn damage_after_the_moment_does_not_matter_and_before_it_is_named() {
    let days = Days::new();
    let dir = days.dir.path();
    let closed = closings(dir);
    let (last, mut bytes) = journal_files(dir).pop().unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(last, bytes).unwrap();
    assert_eq!(counts(dir, Moment::Instant(closed[0])).1, 1);
    let then = tempfile::tempdir().unwrap();
    let end = Moment::Instant(closed[3] + Duration::days(1));
    let failed = copy_as_of(dir, end, then.path(), None).unwrap_err();
    assert!(
        matches!(failed, StoreError::JournalDamaged { .. }),
        "{failed}"
    );
}

fn journal_files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let files = fs::read_dir(dir.join("journal")).unwrap();
    let files = files.map(|it| it.unwrap().path());
    let mut files: Vec<_> = files
        .map(|it| (it.clone(), fs::read(it).unwrap()))
        .collect();
    files.sort();
    files
}

fn at(dir: &Path, moment: &str, lines: &str) -> Output {
    let mut balm = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["at", moment, "exec", "--store"])
        .arg(dir)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    balm.stdin
        .take()
        .unwrap()
        .write_all(lines.as_bytes())
        .unwrap();
    balm.wait_with_output().unwrap()
}

#[test]
fn a_script_asks_the_shop_of_then_and_changes_nothing() {
    let days = Days::new();
    let dir = days.dir.path();
    let before = journal_files(dir);
    let first = closings(dir)[0].with_timezone(&Riga);
    let moment = (first + Duration::minutes(1))
        .format("%Y-%m-%dT%H:%M")
        .to_string();
    let lines = concat!(
        r#"{"id": "a", "ask": "attention"}"#,
        "\n",
        r#"{"id": "b", "do": "move_cash", "amount": -500, "reason": "flowers"}"#,
        "\n",
    );
    let said = at(dir, &moment, lines);
    let answers = String::from_utf8(said.stdout).unwrap();
    let answers: Vec<Value> = answers
        .lines()
        .map(|it| serde_json::from_str(it).unwrap())
        .collect();
    assert!(answers[0]["ok"].is_object(), "{}", answers[0]);
    assert_eq!(answers[1]["refused"]["refused"], "looking_back");
    assert_eq!(journal_files(dir), before);

    let said = at(dir, "2001-01-01", lines);
    assert_eq!(said.status.code(), Some(1));
    let text = String::from_utf8(said.stderr).unwrap();
    assert!(text.contains("There was no shop yet"), "{text}");
}

/// The rows of a report as it was then.
fn report(dir: &Path, moment: &str, name: &str) -> Vec<Value> {
    let said = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["at", moment, "report", name, "--json", "--store"])
        .arg(dir)
        .output()
        .unwrap();
    let text = String::from_utf8(said.stdout).unwrap();
    serde_json::from_str(&text).unwrap_or_else(|err| panic!("{err}: {text}"))
}

#[test]
fn reports_say_how_things_stood_then() {
    let days = Days::new();
    let dir = days.dir.path();
    let before = journal_files(dir);
    let (shop, _) = open(dir);
    let moved: Vec<StockMovement> = shop.read().all().unwrap();
    let sales: Vec<Sale> = shop.read().all().unwrap();
    shop.close().unwrap();
    let mut told = Vec::new();
    for closed in closings(dir) {
        let moment = (closed.with_timezone(&Riga) + Duration::minutes(1))
            .format("%Y-%m-%dT%H:%M")
            .to_string();
        let until = closed + Duration::minutes(1);
        let books = report(dir, &moment, "balances");
        let in_all: i64 = books.iter().map(|it| it["balance"].as_i64().unwrap()).sum();
        assert_eq!(in_all, 0, "{books:?}");
        let of = |root: &str| -> i64 {
            let rows = books.iter().filter(|it| {
                let name = it["account"].as_str().unwrap();
                it["unit"] == "money" && name.starts_with(root)
            });
            rows.map(|it| it["balance"].as_i64().unwrap()).sum()
        };
        // Net of what was sold so far, by the receipts.
        let sold = sales.iter().filter(|it| it.at <= until);
        let sold: i64 = sold.flat_map(|it| &it.lines).map(|it| it.net.minor()).sum();
        assert_eq!(-of("Income"), sold, "{books:?}");
        told.push(sold);
        let shelves = report(dir, &moment, "stock");
        let on_hand: i64 = shelves
            .iter()
            .map(|it| it["on_hand"].as_i64().unwrap())
            .sum();
        let moved = moved.iter().filter(|it| it.at <= until);
        assert_eq!(
            on_hand,
            moved.map(|it| it.quantity).sum::<i64>(),
            "{shelves:?}"
        );
    }
    assert!(
        told.len() > 2 && told.windows(2).all(|it| it[0] != it[1]),
        "{told:?}"
    );
    assert_eq!(journal_files(dir), before);
}
