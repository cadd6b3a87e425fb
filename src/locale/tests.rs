//! The message files are whole, and words come out as they should.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use chrono::{NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;
use fluent_bundle::FluentResource;

use super::*;
use crate::{
    domain::{
        booking::Status,
        clock::ClockDoubt,
        ids::{AppointmentId, ClientId, RawId, SaleId, StaffId, TicketId},
        ledger::chart::AccountKind,
        money::{Currency, Money},
        sale::ReceiptNumber,
        staff::Shift,
        tender::TenderKind,
        time::WallTime,
    },
    ops::{
        outcome::{Outcome, Sold},
        refusal::{AwayReport, ClashReport, Field, FieldProblem, Noun, OfferReport, Refusal},
    },
};

fn english_words(locale: &Locale) -> Words<'_> {
    Words {
        locale,
        currency: Currency {
            code: "EUR".to_owned(),
            n_decimals: 2,
        },
        zone: Tz::Europe__Riga,
        tenders: &[],
    }
}

fn saturday(minute: u16) -> WallTime {
    WallTime::new(NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(), minute)
}

fn ids_in(file: &str) -> BTreeSet<String> {
    file.lines()
        .filter_map(|line| line.split_once(" ="))
        .filter(|(id, _)| id.starts_with(|c: char| c.is_ascii_lowercase()) && !id.contains(' '))
        .map(|(id, _)| id.to_owned())
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.push(path);
        }
    }
}

/// All literals that look like an id: words with hyphens between them.
fn literals(source: &str) -> impl Iterator<Item = &str> {
    let looks_like_one = |text: &&str| {
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        text.contains('-')
            && text.starts_with(|c: char| c.is_ascii_lowercase())
            && !text.ends_with('-')
            && text.chars().all(is_plain)
    };
    source.split('"').filter(looks_like_one)
}

fn section(id: &str) -> &str {
    id.split('-').next().unwrap_or_default()
}

#[test]
fn the_english_file_is_whole() {
    let file = &super::ENGLISH.join("\n");
    if let Err((_, errors)) = FluentResource::try_new(file.clone()) {
        panic!("en.ftl: {errors:?}");
    }
    let twice: Vec<&str> = file
        .lines()
        .filter_map(|line| line.split_once(" =").map(|(id, _)| id))
        .filter(|id| !id.contains(' ') && !id.is_empty())
        .scan(BTreeSet::new(), |seen, id| Some((!seen.insert(id), id)))
        .filter_map(|(again, id)| again.then_some(id))
        .collect();
    assert!(twice.is_empty(), "given twice: {twice:?}");
    for id in ids_in(file) {
        assert!(id.contains('-'), "{id} names no section");
    }
}

/// Whatever the sources name that begins like a section of the files is in them.
#[test]
fn no_message_is_missing() {
    let known = ids_in(&super::ENGLISH.join("\n"));
    let sections: BTreeSet<&str> = known.iter().map(|id| section(id)).collect();
    let mut files = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    sources(&root, &mut files);
    let mut missing = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        for id in literals(&source) {
            if sections.contains(section(id)) && !known.contains(id) {
                missing.push(format!("{}: {id}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "in no .ftl file: {missing:#?}");
}

/// F1 works wherever one is: each help text is there, and what it is headed with.
#[test]
fn every_screen_has_its_help() {
    let known = ids_in(&super::ENGLISH.join("\n"));
    let mut files = Vec::new();
    sources(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ui"),
        &mut files,
    );
    let mut missing = BTreeSet::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let ids = source
            .split('"')
            .filter(|it| it.starts_with("help-") && !it.contains([' ', '\n']));
        for id in ids.filter(|id| *id != "help-title") {
            let both = [id.to_owned(), format!("{id}-title")];
            missing.extend(both.into_iter().filter(|id| !known.contains(id)));
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn an_unknown_id_shows_itself() {
    let locale = Locale::english();
    assert_eq!(locale.text("nothing"), "<nothing>");
    assert_eq!(
        locale.fill("list-last", &[("most", "a".into()), ("last", "b".into())]),
        "a and b"
    );
}

#[test]
fn formats_table() {
    let locale = Locale::english();
    let mut words = english_words(&locale);
    assert_eq!(words.date(saturday(0).date), "Sat 21 Nov 2026");
    assert_eq!(words.moment(saturday(845)), "Sat 21 Nov 14:05");
    assert_eq!(words.moment(saturday(1470)), "Sun 22 Nov 00:30");
    let noon = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
    assert_eq!(words.clock(noon), "14:00");
    for (n_decimals, minor, want) in [
        (2, 4500, "45.00"),
        (2, -5, "-0.05"),
        (2, 0, "0.00"),
        (0, 1200, "1200"),
        (3, 1, "0.001"),
    ] {
        words.currency.n_decimals = n_decimals;
        assert_eq!(words.money(Money::from_minor(minor)), want);
    }
}

/// One of each refusal with its sentence, so that a reader sees them all.
#[test]
fn refusals_are_plain_sentences() {
    let locale = Locale::english();
    let words = english_words(&locale);
    let money = Money::from_minor;
    let receipt = ReceiptNumber {
        register: 1,
        number: 123,
    };
    let at = Utc.with_ymd_and_hms(2026, 11, 21, 6, 55, 0).unwrap();
    #[rustfmt::skip]
    let cases = [
        (Refusal::DrawerNotOpen,
         "The drawer is not open yet. Count the float and open it first."),
        (Refusal::DrawerAlreadyOpen { since: at, business_date: saturday(0).date },
         "The drawer is open since Sat 21 Nov 08:55 for Sat 21 Nov 2026. Close that day first."),
        (Refusal::NotFound { what: Noun::Client, id: "1-7".into() }, "There is no client 1-7."),
        (Refusal::Inactive { what: Noun::Staff, name: "Ivo".into() },
         "Ivo is no longer in use (therapist). Make it active again, or choose another."),
        (Refusal::PhoneTaken { client: "1-2".into(), name: "Liga Ozola".into() },
         "Liga Ozola has this phone number already. Take that client, or confirm that they share it."),
        (Refusal::AccountOfOtherKind { account: AccountKind::Bank, name: "Income:Rent".into() },
         "\"Income:Rent\" is another kind of account. Here the first part has to be: Assets, Liabilities. Usual is Assets:Bank."),
        (Refusal::NameTaken { field: Field::Name, what: Noun::Room, name: "Room 1".into() },
         "There is a room \"Room 1\" already. Choose another name."),
        (Refusal::CardTaken { client: "1-2".into(), name: "Liga Ozola".into() },
         "Liga Ozola has this card already. Take it off there first, or give another card."),
        (Refusal::StatusNotPossible { from: Status::Done, to: Status::NoShow },
         "A visit that is done cannot become no-show."),
        (Refusal::AppointmentPaid { receipt },
         "This visit is paid with receipt 1-000123. Refund that receipt to change it."),
        (Refusal::StillDue { due: money(150) }, "1.50 is still to be paid."),
        (Refusal::CashShort { wanted: money(5000), in_drawer: money(4000) },
         "50.00 is more than the drawer should hold. Check the amount, or put cash in first."),
        (Refusal::RefundTooMuch { line: 2, left: 0 }, "Line 2 has been given back already."),
        (Refusal::RefundTooMuch { line: 2, left: 1 }, "Of line 2 only 1 can still be given back."),
        (Refusal::RefundAboveTender { kind: TenderKind::Card, left: money(100) },
         "Card paid for less: at most 1.00 can go back to it. Choose another way of paying back."),
        (Refusal::StillOpen { n_tickets: 1, n_appointments: 2 },
         "1 cart and 2 visits are still open. Finish them, or carry them over to the next day."),
        (Refusal::StillOpen { n_tickets: 0, n_appointments: 1 },
         "No carts and 1 visit are still open. Finish them, or carry them over to the next day."),
        (Refusal::Field { field: Field::Name, problem: FieldProblem::Missing }, "Name is needed."),
        (Refusal::Field { field: Field::Minutes,
            problem: FieldProblem::OutOfRange { least: "5".into(), most: "600".into() } },
         "Minutes must be from 5 to 600."),
    ];
    for (refusal, want) in cases {
        assert_eq!(words.refusal(&refusal), want);
    }
}

/// As the field is typed, never as the program keeps it.
#[test]
fn a_range_is_said_in_the_fields_own_words() {
    let locale = Locale::english();
    let words = english_words(&locale);
    #[rustfmt::skip]
    let cases = [
        (Field::Pin,          "4", "12", "PIN: 4 to 12 digits are needed."),
        (Field::Card,         "4", "64", "Card: 4 to 64 characters are needed."),
        (Field::Barcodes,     "1", "9999", "Barcodes: a pack holds 1 to 9999 pieces."),
        (Field::NoShowFee,    "0", "10000000000", "No-show costs must be from 0.00 to 100000000.00."),
        (Field::NoShowFee,    "0 %", "100 %", "No-show costs must be from 0 % to 100 %."),
        (Field::PercentLimit, "0", "100", "Up to percent must be from 0 % to 100 %."),
        (Field::FromTime,     "0", "1439", "Not before must be from 00:00 to 23:59."),
        (Field::Until,        "2026-11-23", "+262142-12-31", "Last day: it cannot be before Mon 23 Nov 2026."),
        (Field::Until,        "2026-11-23", "2027-11-23", "Last day must be from Mon 23 Nov 2026 to Tue 23 Nov 2027."),
        (Field::Until,        "2026-11-23 09:01:00", "2028-11-22 00:00:00", "Last day must be from Mon 23 Nov 2026 09:01 to Wed 22 Nov 2028."),
    ];
    for (field, least, most, want) in cases {
        let (least, most) = (least.to_owned(), most.to_owned());
        let problem = FieldProblem::OutOfRange { least, most };
        assert_eq!(words.field_problem(field, &problem), want);
    }
    let (least, most) = (Money::from_minor(1), Money::from_minor(4_294_967_295));
    let problem = FieldProblem::AmountOutOfRange { least, most };
    let said = words.field_problem(Field::Units, &problem);
    assert!(
        said.ends_with("must be from 0.01 to 42949672.95."),
        "{said}"
    );
}

fn of_giving_back() -> Vec<Refusal> {
    let receipt = ReceiptNumber {
        register: 1,
        number: 7,
    };
    vec![
        Refusal::NotRefundable,
        Refusal::VoidTooLate {
            receipt,
            business_date: saturday(0).date,
        },
        Refusal::VoidInPart { receipt },
        Refusal::VoidExchange { receipt },
        Refusal::ReturnOfNoGoods {
            name: "Ten visits".into(),
        },
        Refusal::ReturnOwed { receipt },
        Refusal::ReturnsOfAnother { receipt },
    ]
}

fn of_what_is_owed() -> Vec<Refusal> {
    let money = Money::from_minor(100);
    let name = || "Anna".to_owned();
    vec![
        Refusal::TabNeedsClient,
        Refusal::TabLimit {
            limit: money,
            owed: money,
        },
        Refusal::TabSmaller { left: money },
        Refusal::NothingOwed,
        Refusal::TabOfOther { client: name() },
        Refusal::FixedLine,
        Refusal::TipForWhom,
        Refusal::TipsSmaller {
            name: name(),
            left: money,
        },
        Refusal::RateOld {
            set_on: saturday(0).date,
            n_days: 8,
        },
    ]
}

/// None of the others falls through to a sentence that is not its own.
#[test]
fn every_refusal_has_its_own_sentence() {
    let locale = Locale::english();
    let words = english_words(&locale);
    let money = Money::from_minor(100);
    let code = || "123".to_owned();
    let at = Utc.with_ymd_and_hms(2026, 11, 21, 6, 55, 0).unwrap();
    let all = [
        Refusal::RequestIdReused,
        Refusal::NotSetUp,
        Refusal::DiskFull {
            free_bytes: 3_900_000,
            needed_bytes: 33_554_432,
        },
        Refusal::AlreadySetUp,
        Refusal::CodeTaken {
            code: code(),
            name: code(),
        },
        Refusal::AlreadyInTicket {
            ticket: TicketId::default(),
        },
        Refusal::UnknownCode { code: code() },
        Refusal::BadCheckDigit { code: code() },
        Refusal::PriceNeeded { name: code() },
        Refusal::NothingToSell,
        Refusal::NoSuchLine { line: 1 },
        Refusal::TooManyLines { limit: 500 },
        Refusal::QuantityOutOfRange { limit: 9999 },
        Refusal::DiscountTooHigh { most: money },
        Refusal::NothingParked,
        Refusal::DrawerNotOpen,
        Refusal::BusinessDateClosed {
            business_date: saturday(0).date,
        },
        Refusal::TenderNotTaken {
            kind: TenderKind::Foreign,
        },
        Refusal::TenderAboveDue {
            kind: TenderKind::Transfer,
            given: money,
            due: money,
        },
        Refusal::CardAboveDue {
            given: money,
            due: money,
        },
        Refusal::Implausible {
            tendered: money,
            total: money,
        },
        Refusal::TotalChanged {
            told: money,
            total: money,
        },
        Refusal::NotCounted,
        Refusal::CountOutdated,
        Refusal::ClockDoubted {
            why: ClockDoubt::Behind,
            now: at,
            last: Some(at),
        },
    ];
    let all = all.into_iter().chain(of_giving_back());
    let all: Vec<Refusal> = all.chain(of_what_is_owed()).collect();
    let said: BTreeSet<String> = all.iter().map(|it| words.refusal(it)).collect();
    assert_eq!(said.len(), all.len(), "{said:#?}");
    for sentence in said {
        assert!(!sentence.contains(['<', '{']), "{sentence}");
        assert!(sentence.ends_with('.'), "{sentence}");
        assert_ne!(sentence, locale.text("refused-otherwise"));
    }
}

#[test]
fn a_clash_says_who_until_when_and_what_would_do() {
    let locale = Locale::english();
    let words = english_words(&locale);
    let offer = |minute: u16, room: &str| OfferReport {
        staff: StaffId::default(),
        staff_name: "Anna".to_owned(),
        room: None,
        room_name: room.to_owned(),
        start: saturday(minute),
    };
    let clash = ClashReport::StaffBusy {
        staff: "Anna".to_owned(),
        with: String::new(),
        appointment: AppointmentId::default(),
        until: saturday(900),
    };
    let refusal = Refusal::Clash {
        clash,
        nearest: vec![
            offer(780, "Room 2"),
            offer(900, ""),
            offer(1440 + 540, "Room 1"),
        ],
    };
    assert_eq!(
        words.refusal(&refusal),
        "Anna is with a walk-in until 15:00. Nearest: Sat 21 Nov 13:00 Anna, Room 2; \
         15:00 Anna; Sun 22 Nov 09:00 Anna, Room 1."
    );
    let shifts = vec![
        Shift {
            start_minute: 540,
            end_minute: 780,
        },
        Shift {
            start_minute: 840,
            end_minute: 1080,
        },
    ];
    let off = |shifts| ClashReport::StaffOff {
        staff: "Ivo".to_owned(),
        shifts,
    };
    assert_eq!(
        words.clash(&off(shifts)),
        "Ivo works 09:00 to 13:00 and 14:00 to 18:00 that day."
    );
    assert_eq!(words.clash(&off(Vec::new())), "Ivo does not work that day.");
}

#[test]
fn who_is_not_there_is_said_with_the_reason_and_until_when() {
    let locale = Locale::english();
    let words = english_words(&locale);
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    // The first is the edge between two days: the day before it is the last one.
    let (border, moment) = (
        WallTime::new(day("2026-12-27"), 0),
        WallTime::new(day("2026-12-24"), 840),
    );
    let closed = |reason: &str, until| ClashReport::HouseClosed {
        reason: reason.into(),
        until,
    };
    let away = |reason: &str, until| {
        ClashReport::StaffAway(AwayReport {
            staff: "Ivo".into(),
            reason: reason.into(),
            until,
        })
    };
    let shut = |hours| ClashReport::HouseShut { hours };
    let hours = vec![Shift {
        start_minute: 600,
        end_minute: 1_560,
    }];
    #[rustfmt::skip]
    let cases = [
        (closed("Christmas", border), "The house is closed (Christmas) through Sat 26 Dec 2026."),
        (closed("", moment),          "The house is closed until 14:00 on Thu 24 Dec 2026."),
        (away("School", moment),      "Ivo is away (School) until 14:00 on Thu 24 Dec 2026."),
        (away("", border),            "Ivo is away through Sat 26 Dec 2026."),
        (shut(hours),                 "The house is open 10:00 to 26:00 that day."),
        (shut(Vec::new()),            "The house is not open that day."),
    ];
    for (clash, want) in cases {
        assert_eq!(words.clash(&clash), want, "{clash:?}");
    }
}

#[test]
fn outcomes_say_what_the_desk_must_do() {
    let locale = Locale::english();
    let words = english_words(&locale);
    let sold = |total, change, cash_out| {
        Outcome::Sold(Sold {
            sale: SaleId(RawId::default()),
            receipt: ReceiptNumber {
                register: 1,
                number: 9,
            },
            total: Money::from_minor(total),
            change: Money::from_minor(change),
            cash_out: Money::from_minor(cash_out),
            drawer_opens: true,
            print: crate::domain::ids::PrintJobId::default(),
        })
    };
    let pay_recorded = |handed_out| Outcome::PayRecorded {
        movement: crate::domain::ids::PayMovementId::default(),
        owed: Money::from_minor(3_500),
        ahead: Money::from_minor(2_500),
        handed_out: Money::from_minor(handed_out),
        drawer_opens: false,
    };
    let delivered = |open| Outcome::Delivered {
        delivery: crate::domain::ids::DeliveryId::default(),
        open: Money::from_minor(open),
    };
    let cases = [
        (
            sold(4500, 500, 0),
            "Receipt 1-000009: 45.00 paid. Change 5.00.",
        ),
        (sold(4500, 0, 0), "Receipt 1-000009: 45.00 paid."),
        (
            sold(-1200, 0, 1200),
            "Refund 1-000009: 12.00 given back. Hand out 12.00 in cash.",
        ),
        (sold(-1200, 0, 0), "Refund 1-000009: 12.00 given back."),
        (
            pay_recorded(0),
            "Recorded. Owed now 35.00, had ahead 25.00.",
        ),
        (
            pay_recorded(1_000),
            "Hand out 10.00. Owed now 35.00, had ahead 25.00.",
        ),
        (delivered(36_000), "Recorded. 360.00 is owed for it."),
        (delivered(0), "All of it is paid."),
        (
            Outcome::SavedClient {
                client: ClientId::default(),
            },
            "Saved.",
        ),
    ];
    for (outcome, want) in cases {
        assert_eq!(words.outcome(&outcome), want);
    }
}
