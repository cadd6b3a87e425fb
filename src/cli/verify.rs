//! `balm verify`: the proof of a shop's records, in plain words.

use std::io::{self, Write};

use chrono::{DateTime, Utc};

use super::{CliError, Desk, Exit, interrupt::Interrupt, progress};
use crate::{
    domain::{ids::Register, sale::ReceiptNumber},
    locale::{Arg, Locale, Words},
    store::{IndexVerdict, Problem, StoreError, VerifyReport, verify},
};

/// So many problems are listed one by one.
const LISTED_MAX: usize = 100;

pub(super) fn run(desk: &Desk) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let locale = Locale::english();
    let words = Words::new(&locale, None);
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&dir, err))?;
    let shown = progress::of_store(interrupt.asked());
    let (lines, exit) = match verify(&dir, Some(shown)) {
        Ok(report) => (proof(&words, &report), exit_of(&report)),
        Err(StoreError::Stopped) => (vec![locale.text("verify-stopped")], Exit::Bad),
        Err(err) => (vec![failed(&words, &err)], Exit::Bad),
    };
    for line in lines {
        // The exit code says it too.
        let _ = writeln!(io::stdout(), "{line}");
    }
    Ok(exit)
}

fn exit_of(report: &VerifyReport) -> Exit {
    let index_is_damaged = matches!(
        report.index,
        IndexVerdict::Different { .. } | IndexVerdict::Unusable { .. }
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

fn proof(words: &Words, report: &VerifyReport) -> Vec<String> {
    let locale = words.locale;
    let mut lines = vec![locale.fill(
        "verify-journal",
        &[
            ("entries", report.n_entries.into()),
            ("segments", report.n_segments.into()),
            ("records", report.n_records.into()),
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
    if report.n_torn_bytes > 0 {
        let bytes = [("bytes", report.n_torn_bytes.into())];
        lines.push(locale.fill("verify-torn", &bytes));
    }
    lines.extend(numbers(words, report));
    lines.push(index(words, &report.index));
    lines.extend(problems(words, &report.problems));
    let verdict = match exit_of(report) {
        Exit::Well => "verify-all-well",
        _ if report.is_sound() => "verify-index-damaged",
        _ => "verify-damaged",
    };
    lines.push(locale.text(verdict));
    lines
}

/// There is no shop's clock without opening the shop.
fn moment(words: &Words, at: DateTime<Utc>) -> String {
    format!("{} {} UTC", words.date(at.date_naive()), words.clock(at))
}

/// The runs of numbers that must have no gaps, and the ledger.
fn numbers(words: &Words, report: &VerifyReport) -> Vec<String> {
    let is_wrong = |wrong: fn(&Problem) -> bool| report.problems.iter().any(wrong);
    let receipts_are_wrong = is_wrong(|it| {
        matches!(
            it,
            Problem::ReceiptMissing { .. } | Problem::ReceiptTwice { .. }
        )
    });
    let zs_are_wrong =
        is_wrong(|it| matches!(it, Problem::ZMissing { .. } | Problem::ZTwice { .. }));
    let ledger_is_wrong = is_wrong(|it| matches!(it, Problem::LedgerUnbalanced { .. }));
    let mut lines = Vec::new();
    for (register, last) in &report.receipts {
        let number = |number| {
            let register = *register;
            ReceiptNumber { register, number }.to_string()
        };
        let run = run_of(
            words,
            *register,
            number(1),
            number(*last),
            receipts_are_wrong,
        );
        lines.push(words.locale.fill("verify-receipts", &run));
    }
    for (register, last) in &report.closings {
        let run = run_of(
            words,
            *register,
            1.to_string(),
            last.to_string(),
            zs_are_wrong,
        );
        lines.push(words.locale.fill("verify-closings", &run));
    }
    let proved = if ledger_is_wrong {
        ""
    } else {
        "verify-balanced"
    };
    let ledger = [
        ("entries", report.n_ledger_entries.into()),
        ("proved", proved_text(words, proved).into()),
    ];
    lines.push(words.locale.fill("verify-ledger", &ledger));
    lines
}

fn run_of(
    words: &Words,
    desk: Register,
    first: String,
    last: String,
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

/// What was proved, to go on after the figures; nothing if it was not.
fn proved_text(words: &Words, id: &str) -> String {
    if id.is_empty() {
        return String::new();
    }
    format!(", {}", words.locale.text(id))
}

fn index(words: &Words, verdict: &IndexVerdict) -> String {
    let locale = words.locale;
    match verdict {
        IndexVerdict::Same => locale.text("verify-index-same"),
        IndexVerdict::Missing => locale.text("verify-index-missing"),
        IndexVerdict::Behind { n_entries } => {
            locale.fill("verify-index-behind", &[("entries", (*n_entries).into())])
        }
        IndexVerdict::Different { .. } => locale.text("verify-index-different"),
        IndexVerdict::Unusable { what } => {
            locale.fill("verify-index-unusable", &[("detail", what.into())])
        }
    }
}

fn problems(words: &Words, problems: &[Problem]) -> Vec<String> {
    let mut lines: Vec<String> = problems
        .iter()
        .take(LISTED_MAX)
        .map(|it| problem(words, it))
        .collect();
    if problems.len() > LISTED_MAX {
        let more = [("n", (problems.len() - LISTED_MAX).into())];
        lines.push(words.locale.fill("verify-more-problems", &more));
    }
    lines
}

fn problem(words: &Words, problem: &Problem) -> String {
    let locale = words.locale;
    let receipt = |register: Register, number: u64| {
        let receipt = ReceiptNumber { register, number };
        [("receipt", receipt.to_string().into())]
    };
    let z = |register: Register, number: u64| [("desk", register.into()), ("z", number.into())];
    match problem {
        Problem::ReceiptMissing { register, number } => {
            locale.fill("verify-receipt-missing", &receipt(*register, *number))
        }
        Problem::ReceiptTwice { register, number } => {
            locale.fill("verify-receipt-twice", &receipt(*register, *number))
        }
        Problem::ZMissing { register, number } => {
            locale.fill("verify-z-missing", &z(*register, *number))
        }
        Problem::ZTwice { register, number } => {
            locale.fill("verify-z-twice", &z(*register, *number))
        }
        Problem::LedgerUnbalanced { id, sum } => locale.fill(
            "verify-ledger-unbalanced",
            &[
                ("id", id.to_string().into()),
                ("sum", sum.minor().to_string().into()),
            ],
        ),
        Problem::Rewritten { kind, key, seq } => locale.fill(
            "verify-rewritten",
            &[
                ("kind", format!("{kind:?}").into()),
                ("key", key.into()),
                ("entry", (*seq).into()),
            ],
        ),
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
            n_records: 50,
            n_ledger_entries: 7,
            receipts: BTreeMap::from([(1, 5)]),
            closings: BTreeMap::from([(1, 2)]),
            problems: Vec::new(),
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
                "Journal: 1234 entries in 2 files, 50 records; every hash is right.",
                "From Sat 21 Nov 2026 06:55 UTC to Sat 21 Nov 2026 19:10 UTC.",
                "Hash of the last entry: 00ff",
                "Receipts of desk 1: 1-000001 to 1-000005, none missing.",
                "Zs of desk 1: 1 to 2, none missing.",
                "Ledger: 7 entries, each adds up to zero.",
                "Index: agrees with the journal.",
                "All is well.",
            ]
        );
    }

    #[test]
    fn what_is_wrong_is_named_and_not_called_well() {
        let mut damaged = report();
        damaged.problems = vec![
            Problem::ReceiptMissing {
                register: 1,
                number: 3,
            },
            Problem::ZTwice {
                register: 1,
                number: 2,
            },
        ];
        assert_eq!(exit_of(&damaged), Exit::Bad);
        let lines = said(&damaged);
        for want in [
            "WRONG: receipt 1-000003 is missing.",
            "WRONG: Z 2 of desk 1 was drawn twice.",
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
