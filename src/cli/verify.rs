//! `balm verify`: the proof of a shop's records, in plain words.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use chrono::{DateTime, Utc};
use clap::Args;

use super::{CliError, Desk, Exit, interrupt::Interrupt, progress};
use crate::{
    domain::{anchor::AnchorMark, ids::Register, sale::ReceiptNumber, tender::Purse},
    locale::{Arg, Locale, Words},
    store::{
        Ahead, AnchorVerdict, Control, Difference, Figure, How, IndexVerdict, Lost, OnProgress,
        Problem, StoreError, VerifyOptions, VerifyReport, Wrong,
        backup::{last_backup, last_drill},
        survey, verify_with,
    },
};

/// So many problems are listed one by one.
const LISTED_MAX: usize = 100;
/// So many runs of whole entries are.
const RUNS_MAX: usize = 20;

#[derive(Args, Clone, Debug)]
pub struct VerifyArgs {
    /// The anchor on the Z of any closing, or its hash: finds an end that was cut off
    /// and records that were written anew. May be given several times
    #[arg(long = "anchor", value_name = "CODE")]
    anchors: Vec<AnchorMark>,
    /// Compare the index as well, record by record
    #[arg(long)]
    deep: bool,
}

pub(super) fn run(desk: &Desk, args: &VerifyArgs) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let options = VerifyOptions {
        anchors: args.anchors.clone(),
        deep: args.deep,
        on_progress: Some(progress::of_store(interrupt.asked())),
    };
    let (lines, exit) = match verify_with(&dir, options) {
        Ok(report) => {
            let mut lines = proof(&words, &report);
            let verdict = lines.pop();
            lines.extend(kept(&words, &dir));
            lines.extend(verdict);
            (lines, exit_of(&report))
        }
        Err(StoreError::InUse { holder }) => {
            let holder = [("holder", holder.into())];
            (vec![locale.fill("verify-in-use", &holder)], Exit::Bad)
        }
        // Without a journal and with nothing that one has left behind.
        Err(StoreError::JournalMissing { .. }) if !holds_traces(&dir) => {
            return Err(CliError::NoJournal { dir });
        }
        Err(StoreError::Stopped) => (vec![locale.text("verify-stopped")], Exit::Bad),
        Err(err) => {
            let asked = interrupt.asked();
            let good = still_good(&words, &dir, &err, progress::of_store(asked));
            let mut lines = vec![failed(&words, &err)];
            lines.extend(good);
            lines.extend(kept(&words, &dir));
            (lines, Exit::Bad)
        }
    };
    for line in lines {
        // The exit code says it too.
        let _ = writeln!(io::stdout(), "{line}");
    }
    Ok(exit)
}

/// What of a shop outlives its journal.
fn holds_traces(dir: &Path) -> bool {
    let is_trace = |name: &str| ["journal", "index", "clean"].contains(&name);
    let Ok(mut entries) = fs::read_dir(dir) else {
        return false;
    };
    entries.any(|entry| {
        let name = entry.map(|it| it.file_name().to_string_lossy().into_owned());
        name.is_ok_and(|it| is_trace(&it) || it.starts_with("checkpoint"))
    })
}

fn exit_of(report: &VerifyReport) -> Exit {
    let index_is_damaged = matches!(
        report.index,
        IndexVerdict::Ahead { .. } | IndexVerdict::Different { .. } | IndexVerdict::Unusable { .. }
    );
    if report.is_sound() && !index_is_damaged {
        Exit::Well
    } else {
        Exit::Bad
    }
}

fn failed(words: &Words, err: &StoreError) -> String {
    let detail = [("detail", err.to_string().into())];
    let said = words.locale.fill("verify-failed", &detail);
    match err {
        StoreError::JournalDamaged { .. } | StoreError::JournalMissing { .. } => {
            format!("{said}\n{}", words.locale.text("verify-damaged"))
        }
        _ => said,
    }
}

/// What of a damaged journal is whole, and how it is brought out.
fn still_good(words: &Words, dir: &Path, err: &StoreError, shown: OnProgress) -> Vec<String> {
    let locale = words.locale;
    if !matches!(err, StoreError::JournalDamaged { .. }) {
        return Vec::new();
    }
    // Whatever keeps it from being read again was said already.
    let Ok(survey) = survey(dir, Some(shown)) else {
        return Vec::new();
    };
    if survey.runs.is_empty() {
        return vec![locale.text("verify-none-good")];
    }
    way_out(words, &survey.runs)
}

/// What is still good, and the command that brings it out.
fn way_out(words: &Words, runs: &[(u64, u64)]) -> Vec<String> {
    let locale = words.locale;
    let run = |(first, last): &(u64, u64)| {
        let span = [
            ("from", first.to_string().into()),
            ("to", last.to_string().into()),
        ];
        locale.fill("hours-from-to", &span)
    };
    let mut told: Vec<String> = runs.iter().take(RUNS_MAX).map(run).collect();
    if runs.len() > RUNS_MAX {
        told.push(locale.text("verify-runs-more"));
    }
    let runs = [("runs", told.join(", ").into())];
    vec![
        locale.fill("verify-still-good", &runs),
        locale.text("verify-repair"),
    ]
}

fn has_lost_its_end(report: &VerifyReport) -> bool {
    let mut problems = report.problems.iter();
    problems.any(|it| matches!(it.what, Wrong::EndMissing { .. }))
}

pub(super) fn proof(words: &Words, report: &VerifyReport) -> Vec<String> {
    let locale = words.locale;
    let mut lines = vec![locale.fill(
        "verify-journal",
        &[
            ("entries", report.n_entries.into()),
            ("segments", report.n_segments.into()),
            ("changes", report.n_changes.into()),
        ],
    )];
    if let (Some(first), Some(last)) = (report.first_at, report.last_at) {
        let span = [
            ("first", moment(words, first).into()),
            ("last", moment(words, last).into()),
        ];
        lines.push(locale.fill("verify-span", &span));
    }
    lines.push(locale.fill("verify-head", &[("head", (&report.head).into())]));
    if report.n_torn_bytes > 0 && !has_lost_its_end(report) {
        let bytes = [("bytes", report.n_torn_bytes.into())];
        lines.push(locale.fill("verify-torn", &bytes));
    }
    lines.extend(report.lost.iter().map(|it| lost(words, it)));
    lines.extend(report.ahead.iter().map(|it| ahead(words, it)));
    lines.extend(numbers(words, report));
    lines.push(ledger(words, report));
    lines.extend(anchors(words, report));
    lines.push(index(words, &report.index));
    lines.extend(problems(words, &report.problems));
    if has_lost_its_end(report) {
        lines.extend(way_out(words, &[(1, report.n_entries)]));
    }
    let verdict = match exit_of(report) {
        Exit::Well if report.lost.is_empty() => "verify-all-well",
        Exit::Well => "verify-well-but-lost",
        _ if report.is_sound() => "verify-index-damaged",
        _ => "verify-damaged",
    };
    lines.push(locale.text(verdict));
    lines
}

fn ahead(words: &Words, ahead: &Ahead) -> String {
    let about = [
        ("first", ahead.first.into()),
        ("last", ahead.last.into()),
        ("confirmed", moment(words, ahead.confirmed).into()),
    ];
    words.locale.fill("verify-ahead", &about)
}

/// The backups that the shop knows of.
fn kept(words: &Words, dir: &Path) -> Vec<String> {
    let locale = words.locale;
    let Some(last) = last_backup(dir) else {
        return vec![locale.text("kept-no-backup")];
    };
    let about = [
        ("date", moment(words, last.at).into()),
        ("entries", last.n_entries.into()),
        ("file", last.file.display().to_string().into()),
    ];
    let drill = match last_drill(dir) {
        None => locale.text("kept-no-drill"),
        Some(drill) => {
            let date = ("date", moment(words, drill.at).into());
            match drill.failure {
                None => locale.fill("kept-drill-passed", &[date]),
                Some(what) => locale.fill("kept-drill-failed", &[date, ("detail", what.into())]),
            }
        }
    };
    vec![locale.fill("kept-last-backup", &about), drill]
}

/// There is no shop's clock without opening the shop.
fn moment(words: &Words, at: DateTime<Utc>) -> String {
    format!("{} {} UTC", words.date(at.date_naive()), words.clock(at))
}

/// The runs of numbers that must have no gaps.
fn numbers(words: &Words, report: &VerifyReport) -> Vec<String> {
    let is_wrong = |wrong: fn(&Wrong) -> bool| report.problems.iter().any(|it| wrong(&it.what));
    let is_lost = |lost: fn(&Lost) -> bool| report.lost.iter().any(lost);
    let receipts_are_wrong = is_lost(|it| matches!(it, Lost::Receipts { .. }))
        || is_wrong(|it| {
            matches!(
                it,
                Wrong::ReceiptMissing { .. } | Wrong::ReceiptTwice { .. }
            )
        });
    let zs_are_wrong = is_lost(|it| matches!(it, Lost::Zs { .. }))
        || is_wrong(|it| matches!(it, Wrong::ZMissing { .. } | Wrong::ZTwice { .. }));
    let mut lines = Vec::new();
    for (register, last) in &report.receipts {
        let number = |number| receipt(*register, number);
        let span = (number(1), number(*last));
        let run = run_of(words, *register, span, receipts_are_wrong);
        lines.push(words.locale.fill("verify-receipts", &run));
    }
    for (register, last) in &report.closings {
        let span = (1.to_string(), last.to_string());
        let run = run_of(words, *register, span, zs_are_wrong);
        lines.push(words.locale.fill("verify-closings", &run));
    }
    lines
}

fn receipt(register: Register, number: u64) -> String {
    ReceiptNumber { register, number }.to_string()
}

fn run_of(
    words: &Words,
    desk: Register,
    (first, last): (String, String),
    is_wrong: bool,
) -> [(&'static str, Arg); 4] {
    let proved = if is_wrong { "" } else { "verify-no-gaps" };
    [
        ("desk", desk.into()),
        ("first", first.into()),
        ("last", last.into()),
        ("proved", proved_text(words, proved).into()),
    ]
}

fn ledger(words: &Words, report: &VerifyReport) -> String {
    let is_wrong = report
        .problems
        .iter()
        .any(|it| matches!(it.what, Wrong::LedgerUnbalanced { .. }));
    let proved = if is_wrong { "" } else { "verify-balanced" };
    let totals = report.ledger_totals.iter();
    let totals = totals.map(|(currency, total)| {
        let total = [
            ("currency", currency.into()),
            ("total", total.to_string().into()),
        ];
        format!("; {}", words.locale.fill("verify-ledger-total", &total))
    });
    words.locale.fill(
        "verify-ledger",
        &[
            ("entries", report.n_ledger_entries.into()),
            ("proved", proved_text(words, proved).into()),
            ("totals", totals.collect::<String>().into()),
        ],
    )
}

/// What was proved, to go on after the figures; nothing if it was not.
fn proved_text(words: &Words, id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    format!(", {}", words.locale.text(id))
}

fn lost(words: &Words, lost: &Lost) -> String {
    let locale = words.locale;
    match lost {
        Lost::Entries { first, last } => locale.fill(
            "verify-lost-entries",
            &[("first", (*first).into()), ("last", (*last).into())],
        ),
        Lost::Receipts {
            register,
            first,
            last,
        } => locale.fill(
            "verify-lost-receipts",
            &[
                ("first", receipt(*register, *first).into()),
                ("last", receipt(*register, *last).into()),
            ],
        ),
        Lost::Zs {
            register,
            first,
            last,
        } => locale.fill(
            "verify-lost-zs",
            &[
                ("desk", (*register).into()),
                ("first", (*first).into()),
                ("last", (*last).into()),
            ],
        ),
    }
}

fn anchors(words: &Words, report: &VerifyReport) -> Vec<String> {
    let locale = words.locale;
    let verdicts = &report.anchors;
    let said = |verdict: &AnchorVerdict| match verdict {
        AnchorVerdict::Holds { entry } => {
            locale.fill("verify-anchor-holds", &[("entry", (*entry).into())])
        }
        AnchorVerdict::Lost { entry } => {
            locale.fill("verify-anchor-lost", &[("entry", (*entry).into())])
        }
        AnchorVerdict::Different { entry } => {
            locale.fill("verify-anchor-different", &[("entry", (*entry).into())])
        }
        AnchorVerdict::CutOff { entry } => locale.fill(
            "verify-anchor-cut-off",
            &[
                ("entry", (*entry).into()),
                ("last", report.n_entries.into()),
            ],
        ),
        AnchorVerdict::NotFound => locale.text("verify-anchor-not-found"),
    };
    let mut lines: Vec<String> = verdicts.iter().map(said).collect();
    let good = verdicts.iter().filter_map(|it| match it {
        AnchorVerdict::Holds { entry } => Some(*entry),
        _ => None,
    });
    let bad = verdicts.iter().filter_map(|it| match it {
        AnchorVerdict::Different { entry } => Some(*entry),
        _ => None,
    });
    if let (Some(good), Some(bad)) = (good.max(), bad.min())
        && good < bad
    {
        let between = [("good", good.into()), ("bad", bad.into())];
        lines.push(locale.fill("verify-anchor-between", &between));
    }
    lines
}

fn index(words: &Words, verdict: &IndexVerdict) -> String {
    let locale = words.locale;
    match verdict {
        IndexVerdict::NotCompared => locale.text("verify-index-not-compared"),
        IndexVerdict::Same => locale.text("verify-index-same"),
        IndexVerdict::Missing => locale.text("verify-index-missing"),
        IndexVerdict::Behind { n_entries } => {
            locale.fill("verify-index-behind", &[("entries", (*n_entries).into())])
        }
        IndexVerdict::Ahead { last } => {
            locale.fill("verify-index-ahead", &[("last", (*last).into())])
        }
        IndexVerdict::Different { first, .. } => {
            let differs = locale.text("verify-index-different");
            match first {
                None => differs,
                Some(first) => format!("{differs} {}", difference(words, first)),
            }
        }
        IndexVerdict::Unusable { what } => {
            locale.fill("verify-index-unusable", &[("detail", what.into())])
        }
    }
}

/// The first record or lookup of the index that is not the journal's.
fn difference(words: &Words, first: &Difference) -> String {
    let id = match first.how {
        How::Missing => "verify-differs-missing",
        How::Other => "verify-differs-other",
        How::TooMany => "verify-differs-too-many",
        How::LookupMissing => "verify-differs-lookup-missing",
        How::LookupTooMany => "verify-differs-lookup-too-many",
    };
    let kind = first.kind.map_or(String::new(), |it| format!("{it:?}"));
    let about = [
        ("kind", kind.into()),
        ("key", (&first.key).into()),
        ("entry", first.entry.into()),
    ];
    let what = words.locale.fill(id, &about);
    let what = [("what", what.into())];
    words.locale.fill("verify-index-first", &what)
}

fn problems(words: &Words, problems: &[Problem]) -> Vec<String> {
    let said = |problem: &Problem| {
        let what = wrong(words, &problem.what);
        let what = [("entry", problem.entry.into()), ("what", what.into())];
        words.locale.fill("verify-wrong", &what)
    };
    let mut lines: Vec<String> = problems.iter().take(LISTED_MAX).map(said).collect();
    if problems.len() > LISTED_MAX {
        let more = [("n", (problems.len() - LISTED_MAX).into())];
        lines.push(words.locale.fill("verify-more-problems", &more));
    }
    lines
}

fn wrong(words: &Words, wrong: &Wrong) -> String {
    let locale = words.locale;
    let of_receipt =
        |register: &Register, number: &u64| [("receipt", receipt(*register, *number).into())];
    let of_z =
        |register: &Register, number: &u64| [("desk", (*register).into()), ("z", (*number).into())];
    match wrong {
        Wrong::ReceiptMissing { register, number } => {
            locale.fill("verify-receipt-missing", &of_receipt(register, number))
        }
        Wrong::ReceiptTwice { register, number } => {
            locale.fill("verify-receipt-twice", &of_receipt(register, number))
        }
        Wrong::ZMissing { register, number } => {
            locale.fill("verify-z-missing", &of_z(register, number))
        }
        Wrong::ZTwice { register, number } => {
            locale.fill("verify-z-twice", &of_z(register, number))
        }
        Wrong::Rewritten { kind, key } => {
            let kind = ("kind", format!("{kind:?}").into());
            locale.fill("verify-rewritten", &[kind, ("key", key.into())])
        }
        Wrong::Unreadable { what } => locale.fill("verify-unreadable", &[("detail", what.into())]),
        Wrong::OutsideOfDay { session } => {
            let session = session.to_string();
            locale.fill("verify-outside-of-day", &[("session", session.into())])
        }
        Wrong::EndMissing { last } => {
            locale.fill("verify-end-missing", &[("last", (*last).into())])
        }
        Wrong::CurrencyChanged { from, to } => locale.fill(
            "verify-currency-changed",
            &[("from", from.into()), ("to", to.into())],
        ),
        Wrong::LedgerUnbalanced { .. }
        | Wrong::AccountOff { .. }
        | Wrong::ClosingOff { .. }
        | Wrong::StockOff { .. }
        | Wrong::PurseOff { .. } => wrong_sum(words, wrong),
    }
}

/// What it is, as the sentence chooses by, and which.
fn of_purse(purse: Purse) -> (&'static str, String) {
    match purse {
        Purse::GiftCard(id) => ("card", id.to_string()),
        Purse::Holding(id) => ("holding", id.to_string()),
        Purse::Deposit(id) => ("deposit", id.to_string()),
        Purse::Client(id) => ("client", id.to_string()),
    }
}

/// Sums may be of any size where records were forged, so they stand as they are, in
/// minor units.
fn wrong_sum(words: &Words, wrong: &Wrong) -> String {
    let locale = words.locale;
    let of_sums = |one: &i128, other: &i128| {
        [
            ("one", one.to_string().into()),
            ("other", other.to_string().into()),
        ]
    };
    match wrong {
        Wrong::LedgerUnbalanced { id, sum } => locale.fill(
            "verify-ledger-unbalanced",
            &[
                ("id", id.to_string().into()),
                ("sum", sum.to_string().into()),
            ],
        ),
        Wrong::AccountOff {
            account,
            booked,
            found,
        } => {
            let (name, desk) = account_name(*account);
            let account: [(_, Arg); 2] = [("account", name.into()), ("desk", desk.into())];
            let sums = of_sums(booked, found);
            locale.fill("verify-account-off", &[account, sums].concat())
        }
        Wrong::ClosingOff {
            register,
            z_number,
            figure,
            closed,
            found,
        } => {
            let desk = ("desk", (*register).into());
            let figure = ("figure", figure_name(*figure).into());
            let place = [desk, ("z", (*z_number).into()), figure];
            let sums = of_sums(closed, found);
            locale.fill("verify-closing-off", &[&place[..], &sums[..]].concat())
        }
        Wrong::StockOff {
            product,
            on_hand,
            moved,
        } => {
            let product = [("product", product.to_string().into())];
            let sums = of_sums(on_hand, moved);
            locale.fill("verify-stock-off", &[&product[..], &sums[..]].concat())
        }
        Wrong::PurseOff {
            purse,
            balance,
            moved,
        } => {
            let (what, id) = of_purse(*purse);
            let purse: [(_, Arg); 2] = [("what", what.into()), ("id", id.into())];
            let sums = of_sums(balance, moved);
            locale.fill("verify-purse-off", &[&purse[..], &sums[..]].concat())
        }
        _ => String::new(),
    }
}

/// As the message chooses its words by, and of which desk.
fn account_name(account: Control) -> (&'static str, Register) {
    match account {
        Control::Cash(register) => ("cash", register),
        Control::CardClearing => ("card", 0),
        Control::Stock => ("stock", 0),
        Control::GiftCards => ("cards", 0),
        Control::Tabs => ("tabs", 0),
        Control::Tips => ("tips", 0),
        Control::Deferred => ("deferred", 0),
        Control::Deposits => ("deposits", 0),
        Control::PointsOwed => ("worth", 0),
        Control::Points => ("points", 0),
        Control::Transfers => ("transfers", 0),
        Control::Cheques(register) => ("cheques", register),
        Control::Vouchers => ("vouchers", 0),
        Control::Foreign(register) => ("foreign", register),
        Control::Overpaid => ("overpaid", 0),
        Control::Payables => ("payables", 0),
        Control::PayOwed => ("pay", 0),
        Control::PayAdvance => ("advances", 0),
    }
}

/// As the message chooses its words by.
fn figure_name(figure: Figure) -> &'static str {
    match figure {
        Figure::Float => "float",
        Figure::Cash => "cash",
        Figure::Card => "card",
        Figure::CashIn => "in",
        Figure::CashOut => "out",
        Figure::Sales => "sales",
        Figure::Refunds => "refunds",
        Figure::Discounts => "discounts",
        Figure::Rounding => "rounding",
        Figure::Services => "services",
        Figure::Products => "products",
        Figure::NSales => "salescount",
        Figure::NRefunds => "refundscount",
        Figure::FirstReceipt => "first",
        Figure::LastReceipt => "last",
        Figure::Tips => "tips",
        Figure::Prepaid => "prepaid",
        Figure::Settled => "settled",
        Figure::Differences => "differences",
        Figure::Others => "others",
        Figure::Foreign => "foreign",
        Figure::Perpetual => "perpetual",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    fn report() -> VerifyReport {
        VerifyReport {
            store_id: [0; 16],
            n_segments: 2,
            n_entries: 1234,
            n_bytes: 99,
            head: "00ff".to_owned(),
            first_at: Some("2026-11-21T06:55:00Z".parse().unwrap()),
            last_at: Some("2026-11-21T19:10:00Z".parse().unwrap()),
            n_torn_bytes: 0,
            n_changes: 50,
            n_ledger_entries: 7,
            ledger_totals: BTreeMap::from([("EUR".to_owned(), 0)]),
            receipts: BTreeMap::from([(1, 5)]),
            closings: BTreeMap::from([(1, 2)]),
            problems: Vec::new(),
            lost: Vec::new(),
            ahead: Vec::new(),
            anchors: vec![AnchorVerdict::Holds { entry: 1200 }],
            index: IndexVerdict::Same,
        }
    }

    fn said(report: &VerifyReport) -> Vec<String> {
        proof(&Words::new(&Locale::english(), None), report)
    }

    #[test]
    fn a_sound_shop() {
        assert_eq!(exit_of(&report()), Exit::Well);
        assert_eq!(
            said(&report()),
            [
                "Journal: 1234 entries in 2 files, 50 changes of records; every hash is right.",
                "From Sat 21 Nov 2026 06:55 UTC to Sat 21 Nov 2026 19:10 UTC.",
                "Hash of the last entry: 00ff",
                "Receipts of desk 1: 1-000001 to 1-000005, none missing.",
                "Zs of desk 1: 1 to 2, none missing.",
                "Ledger: 7 entries, each adds up to zero; EUR in all 0.",
                "Anchor of entry 1200: holds. All up to it is as it was printed.",
                "Index: agrees with the journal.",
                "All is well.",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_and_not_called_well() {
        let mut damaged = report();
        damaged.problems = vec![
            Problem {
                entry: 17,
                what: Wrong::ReceiptMissing {
                    register: 1,
                    number: 3,
                },
            },
            Problem {
                entry: 40,
                what: Wrong::ClosingOff {
                    register: 1,
                    z_number: 2,
                    figure: Figure::CashOut,
                    closed: -500,
                    found: -450,
                },
            },
        ];
        assert_eq!(exit_of(&damaged), Exit::Bad);
        let lines = said(&damaged);
        for want in [
            "WRONG, entry 17: receipt 1-000003 is missing.",
            "WRONG, entry 40: Z 2 of desk 1 says -500 for cash taken out; its records come to -450.",
            "Receipts of desk 1: 1-000001 to 1-000005.",
        ] {
            assert!(lines.iter().any(|it| it == want), "{want}: {lines:#?}");
        }
        assert!(lines.last().unwrap().starts_with("Something is wrong"));

        let mut index = report();
        index.index = IndexVerdict::Unusable {
            what: "torn".to_owned(),
        };
        assert_eq!(exit_of(&index), Exit::Bad);
        assert!(
            said(&index)
                .last()
                .unwrap()
                .starts_with("The records are sound")
        );
    }
}
