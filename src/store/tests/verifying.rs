//! `verify` finds what is wrong and leaves everything as it was.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::TimeDelta;

use super::{
    reopening::{copy_tree, files_below},
    samples, samples_till,
    shop::{Shop, id, noon, put_client, write},
};
use crate::{
    domain::{
        anchor::AnchorMark,
        drawer::{self, CashMovement, CloseOf, Closing, Counted, DrawerSession, Perpetual},
        ids::{DrawerSessionId, LedgerEntryId, RawId, Register, SaleId, ServiceId},
        ledger::{self, Account, LedgerEntry, Posting, Unit},
        money::{Currency, Money},
        sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
        stock::StockMovement,
        tender::{Payment, TenderKind},
        tender_rules::TenderRules,
        ticket::Item,
    },
    store::{
        AnchorVerdict, Control, Figure, IndexVerdict, OpenOptions, Store, StoreError,
        VerifyOptions, VerifyReport, Wrong, index::Index, record::Kind, verify, verify_journal,
        verify_with,
    },
};

fn checked(shop: &Shop) -> VerifyReport {
    with(shop, VerifyOptions::default())
}

fn deeply(shop: &Shop) -> IndexVerdict {
    let options = VerifyOptions {
        deep: true,
        ..VerifyOptions::default()
    };
    with(shop, options).index
}

fn with(shop: &Shop, options: VerifyOptions) -> VerifyReport {
    let before = files_below(shop.path());
    let report = verify_with(shop.path(), options).unwrap();
    assert_eq!(files_below(shop.path()), before);
    report
}

/// What is wrong with it, and in which entry.
fn wrong(shop: &Shop) -> Vec<(u64, Wrong)> {
    let problems = checked(shop).problems.into_iter();
    problems.map(|it| (it.entry, it.what)).collect()
}

/// A service of 45.00, paid in cash with 50.00.
fn sale(counter: u64, register: Register, number: u64) -> Sale {
    let sample = samples::sale(SaleKind::Sale);
    let line = SaleLine {
        item: Item::Service(ServiceId(id(1))),
        quantity: 1,
        tax: Vec::new(),
        tax_amounts: Vec::new(),
        discount: None,
        discount_amount: Money::ZERO,
        offers: Vec::new(),
        drawn: None,
        net: Money::from_minor(4_500),
        ..sample.lines[0].clone()
    };
    let payment = Payment {
        change: Money::from_minor(500),
        ..Payment::of(TenderKind::Cash, Money::from_minor(5_000))
    };
    Sale {
        id: SaleId(RawId::new(register, counter).unwrap()),
        receipt: ReceiptNumber { register, number },
        session: session(register).id,
        lines: vec![line],
        payments: vec![payment],
        ..sample
    }
}

fn session(register: Register) -> DrawerSession {
    DrawerSession {
        id: DrawerSessionId(RawId::new(register, 1).unwrap()),
        register,
        count: None,
        n_events: 0,
        ..samples_till::sessions()[0].clone()
    }
}

/// A desk's books, written the way the trade does.
struct Desk {
    register: Register,
    n_ledger_entries: u64,
}

impl Desk {
    fn open(store: &Store, register: Register) -> Self {
        let mut desk = Self {
            register,
            n_ledger_entries: 0,
        };
        let session = session(register);
        let postings = ledger::float(register, session.float.cash_total());
        let entry = desk.ledger_entry(postings);
        write(store, |tx| {
            tx.put(&session)?;
            tx.put(&entry)
        });
        desk
    }

    fn ledger_entry(&mut self, postings: Vec<Posting>) -> LedgerEntry {
        self.n_ledger_entries += 1;
        LedgerEntry {
            id: LedgerEntryId(RawId::new(self.register, self.n_ledger_entries).unwrap()),
            postings,
            ..samples::ledger_entries()[0].clone()
        }
    }

    fn sell(&mut self, store: &Store, counter: u64, number: u64) {
        let sale = sale(counter, self.register, number);
        let entry = self.ledger_entry(ledger::sale(&sale));
        write(store, |tx| {
            tx.put(&sale)?;
            tx.put(&entry)
        });
    }

    /// Closes after `n_sales`, with what `spoil` makes of the figures.
    fn close(&mut self, store: &Store, n_sales: u64, spoil: impl Fn(&mut Closing)) {
        let mut session = session(self.register);
        let sales: Vec<Sale> = (1..=n_sales)
            .map(|number| sale(number, self.register, number))
            .collect();
        let of = CloseOf {
            z_number: 1,
            closed_at: noon(),
            closed_by: None,
            n_tickets_carried: 0,
            n_appointments_carried: 0,
            shift: 1,
            perpetual: Perpetual::default(),
            rules: &TenderRules::default(),
            own: &Currency::known("EUR").unwrap(),
            categories: &[],
        };
        let (count, others) = (session.float.clone(), &[]);
        let counted = Counted {
            count: &count,
            others,
        };
        let mut closing = drawer::close(&session, &sales, &[], counted, of);
        spoil(&mut closing);
        let cash = &mut closing.tenders[0];
        cash.booked = count.cash_total() - cash.expected;
        // Nothing was booked of the others.
        let postings = [
            ledger::difference(self.register, cash),
            ledger::to_safe(self.register, count.cash_total()),
        ]
        .concat();
        for other in &mut closing.tenders[1..] {
            other.booked = Money::ZERO;
        }
        let entry = self.ledger_entry(postings);
        session.closing = Some(closing);
        write(store, |tx| {
            tx.put(&session)?;
            tx.put(&entry)
        });
    }
}

#[test]
fn a_sound_store_is_proved_and_not_touched() {
    let shop = Shop::new();
    let options = OpenOptions {
        segment_bytes_max: 1_000,
        ..OpenOptions::default()
    };
    let (store, opened) = Store::open(shop.path(), options).unwrap();
    let (mut one, mut two) = (Desk::open(&store, 1), Desk::open(&store, 2));
    for number in 1..=5 {
        one.sell(&store, number, number);
    }
    two.sell(&store, 1, 1);
    one.close(&store, 5, |_| ());
    let (n_entries, last_at) = store.last_entry().unwrap();
    drop(store);

    let report = checked(&shop);
    assert!(report.is_sound(), "{:?}", report.problems);
    assert_eq!(report.store_id, opened.store_id);
    assert_eq!(
        (report.n_entries, report.last_at),
        (n_entries, Some(last_at))
    );
    assert_eq!((report.n_changes, report.n_ledger_entries), (18, 9));
    assert_eq!(
        report.ledger_totals.values().copied().collect::<Vec<_>>(),
        [0]
    );
    assert_eq!(report.receipts, BTreeMap::from([(1, 5), (2, 1)]));
    assert_eq!(report.closings, BTreeMap::from([(1, 1)]));
    assert_eq!(report.index, IndexVerdict::NotCompared);
    assert_eq!(deeply(&shop), IndexVerdict::Same);
    assert!(report.n_segments > 1);
    let files = fs::read_dir(shop.path().join("journal")).unwrap();
    let n_bytes: u64 = files.map(|it| it.unwrap().metadata().unwrap().len()).sum();
    assert_eq!((report.n_bytes, report.n_torn_bytes), (n_bytes, 0));
    let journal = shop.path().join("journal");
    assert_eq!(verify_journal(&journal, &[], None).unwrap(), report);
}

#[test]
fn gaps_and_doubles_in_receipts_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    let mut desk = Desk::open(&store, 1);
    for (counter, number) in [(1, 1), (2, 2), (3, 4), (4, 4)] {
        desk.sell(&store, counter, number);
    }
    drop(store);
    let register = 1;
    let missing = Wrong::ReceiptMissing {
        register,
        number: 3,
    };
    let twice = Wrong::ReceiptTwice {
        register,
        number: 4,
    };
    assert_eq!(wrong(&shop), [(4, missing), (5, twice)]);
}

#[test]
fn postings_that_do_not_add_up_and_rewritten_history_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    let posting = |account, minor| Posting {
        account,
        amount: Money::from_minor(minor),
        unit: Unit::Money,
    };
    let entry = |counter, petty| LedgerEntry {
        id: LedgerEntryId(id(counter)),
        postings: vec![
            posting(Account::PettyCash, petty),
            posting(Account::Safe, -100),
        ],
        ..samples::ledger_entries()[0].clone()
    };
    write(&store, |tx| tx.put(&entry(1, 100)));
    write(&store, |tx| tx.put(&entry(2, 101)));
    write(&store, |tx| tx.remove::<LedgerEntry>(&LedgerEntryId(id(1))));
    write(&store, |tx| tx.put(&entry(2, 100)));
    drop(store);
    let rewritten = |key: &str| Wrong::Rewritten {
        kind: Kind::LedgerEntry,
        key: key.into(),
    };
    let unbalanced = Wrong::LedgerUnbalanced {
        id: LedgerEntryId(id(2)),
        sum: 1,
    };
    let expected = [
        (2, unbalanced),
        (3, rewritten("220000010000000001")),
        (4, rewritten("220000010000000002")),
    ];
    assert_eq!(wrong(&shop), expected);
}

#[test]
fn a_closing_that_says_more_or_less_than_its_day_is_found() {
    let shop = Shop::new();
    let store = shop.open();
    let mut desk = Desk::open(&store, 1);
    desk.sell(&store, 1, 1);
    desk.close(&store, 1, |closing| {
        closing.n_refunds = 1;
        closing.services_net = Money::ZERO;
        closing.tenders[0].expected += Money::from_minor(-100);
    });
    drop(store);
    let off = |figure, closed, found| {
        let (register, z_number) = (1, 1);
        let what = Wrong::ClosingOff {
            register,
            z_number,
            figure,
            closed,
            found,
        };
        (3, what)
    };
    let expected = [
        off(Figure::Cash, 19_400, 19_500),
        off(Figure::Services, 0, 4_500),
        off(Figure::NRefunds, 1, 0),
    ];
    assert_eq!(wrong(&shop), expected);
}

#[test]
fn drawers_and_shelves_that_are_off_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    let mut desk = Desk::open(&store, 1);
    // Taken out of the drawer without a word to the books.
    write(&store, |tx| {
        tx.put(&CashMovement {
            session: session(1).id,
            ..samples_till::cash_movements()[0].clone()
        })
    });
    desk.sell(&store, 1, 1);
    let movement = StockMovement {
        unit_cost: Money::ZERO,
        ..samples::movements()[0].clone()
    };
    write(&store, |tx| {
        tx.put(&movement)?;
        tx.put(&samples::level())
    });
    let elsewhere = DrawerSessionId(id(7));
    let stray = Sale {
        session: elsewhere,
        ..sale(2, 1, 2)
    };
    let entry = desk.ledger_entry(ledger::sale(&stray));
    write(&store, |tx| {
        tx.put(&stray)?;
        tx.put(&entry)
    });
    drop(store);
    let account = Wrong::AccountOff {
        account: Control::Cash(1),
        booked: 15_000,
        found: 13_000,
    };
    let stock = Wrong::StockOff {
        product: movement.product,
        on_hand: -3,
        moved: -2,
    };
    let outside = Wrong::OutsideOfDay { session: elsewhere };
    assert_eq!(wrong(&shop), [(2, account), (4, stock), (5, outside)]);
}

/// What is owed to people and suppliers without a word in the books.
#[test]
fn debts_that_are_off_are_found() {
    let shop = Shop::new();
    let store = shop.open();
    write(&store, |tx| {
        tx.put(&samples_till::pay_account())?;
        tx.put(&samples_till::delivery())
    });
    drop(store);
    let off = |account, found| {
        let booked = 0;
        let what = Wrong::AccountOff {
            account,
            booked,
            found,
        };
        (1, what)
    };
    let expected = [
        off(Control::Payables, -26_000),
        off(Control::PayOwed, -3_500),
        off(Control::PayAdvance, 2_500),
    ];
    assert_eq!(wrong(&shop), expected);
}

#[test]
fn an_anchor_tells_an_end_that_was_cut_off() {
    let shop = Shop::new();
    let store = shop.open();
    let mut desk = Desk::open(&store, 1);
    let mut anchors = Vec::new();
    for number in 1..=4 {
        desk.sell(&store, number, number);
        let at = store.last_entry().unwrap().1;
        anchors.push(store.read().anchor(at).unwrap().unwrap());
    }
    assert_eq!(store.read().anchor(noon() - TimeDelta::days(1)), Ok(None));
    drop(store);
    let verdicts = || {
        let marks = anchors.iter().map(|it| it.code().parse().unwrap());
        let options = VerifyOptions {
            anchors: marks.chain([AnchorMark::Head(anchors[3].head)]).collect(),
            ..VerifyOptions::default()
        };
        with(&shop, options).anchors
    };
    let holds = |entry| AnchorVerdict::Holds { entry };
    assert_eq!(verdicts(), [2, 3, 4, 5, 5].map(holds));

    // The last two entries, as if they had never been.
    let path = shop.path().join("journal/000001.balmlog");
    let bytes = fs::read(&path).unwrap();
    let cut = frames(&bytes)[3];
    fs::write(&path, &bytes[..cut]).unwrap();
    let cut_off = |entry| AnchorVerdict::CutOff { entry };
    let expected = [
        holds(2),
        holds(3),
        cut_off(4),
        cut_off(5),
        AnchorVerdict::NotFound,
    ];
    assert_eq!(verdicts(), expected);
    let last = 5;
    let known = [(4, Wrong::EndMissing { last })];
    assert_eq!(wrong(&shop), known, "the last clean stop tells");
    fs::remove_file(shop.path().join("clean")).unwrap();
    assert_eq!(wrong(&shop), known, "the index tells");
    assert_eq!(deeply(&shop), IndexVerdict::Ahead { last });
    fs::remove_dir_all(shop.path().join("index")).unwrap();
    assert!(wrong(&shop).is_empty(), "nothing but an anchor tells");
}

/// Where the frames of a segment begin.
fn frames(segment: &[u8]) -> Vec<usize> {
    let mut at = 8 + 4 + 16 + 4 + 8 + 32 + 24 + 32;
    let mut starts = Vec::new();
    while let Some(len) = segment.get(at..at + 4) {
        starts.push(at);
        let len = u32::from_be_bytes(len.try_into().unwrap());
        at += 8 + usize::try_from(len).unwrap() + 32;
    }
    starts
}

#[test]
fn the_index_is_judged_on_a_copy() {
    let shop = Shop::new();
    put_client(&shop.open(), 1, "Anna");
    let index = shop.path().join("index");
    let old = Shop::new();
    copy_tree(&index, &old.path().join("index"));
    put_client(&shop.open(), 2, "Liga");
    assert_eq!(deeply(&shop), IndexVerdict::Same);

    let put_back = |from: &Path| {
        fs::remove_dir_all(&index).unwrap();
        copy_tree(from, &index);
    };
    put_back(&old.path().join("index"));
    assert_eq!(deeply(&shop), IndexVerdict::Behind { n_entries: 1 });

    let other = Shop::new();
    put_client(&other.open(), 1, "Anna");
    put_back(&other.path().join("index"));
    assert!(matches!(deeply(&shop), IndexVerdict::Unusable { .. }));

    put_back(&old.path().join("index"));
    let open = Index::open(&index).unwrap();
    let position = open.position().unwrap().unwrap();
    let stray = BTreeMap::from([(vec![15, 9], Some(b"stray".to_vec()))]);
    open.apply(&stray, &position).unwrap();
    drop(open);
    let IndexVerdict::Different {
        expected, found, ..
    } = deeply(&shop)
    else {
        panic!();
    };
    assert_eq!((expected.n_records, found.n_records), (1, 2));

    fs::remove_dir_all(&index).unwrap();
    assert_eq!(deeply(&shop), IndexVerdict::Missing);
}

#[test]
fn what_cannot_be_verified_is_named() {
    let shop = Shop::new();
    let store = shop.open();
    put_client(&store, 1, "Anna");
    let in_use = verify(shop.path(), None).unwrap_err();
    assert!(matches!(in_use, StoreError::InUse { .. }), "{in_use:?}");
    drop(store);
    let empty = Shop::new();
    let missing = StoreError::JournalMissing {
        path: empty.path().to_path_buf(),
    };
    assert_eq!(verify(empty.path(), None).unwrap_err(), missing);
    assert!(files_below(empty.path()).is_empty());
    let nowhere = verify(&empty.path().join("nowhere"), None).unwrap_err();
    assert!(matches!(nowhere, StoreError::Io { .. }), "{nowhere:?}");

    let path = shop.path().join("journal/000001.balmlog");
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&path, bytes).unwrap();
    let damaged = verify(shop.path(), None).unwrap_err();
    assert!(
        matches!(damaged, StoreError::JournalDamaged { entry: 1, .. }),
        "{damaged:?}"
    );
}
