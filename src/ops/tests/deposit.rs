//! Deposits: taken for a visit, set against its bill, paid back, kept.

use super::bench::{Bench, DESK, ENGLISH, card, cash, eur, line, massage, vat};
use crate::{
    domain::{
        booking::Status,
        deposit::{Deposit, DepositEnd, DepositFault},
        ids::{AppointmentId, ClientId, DepositId},
        ledger::{Account, LedgerEntry},
        money::Money,
        purse::LoyaltyRules,
        tender::{Purse, Tender, TenderKind},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, Query},
        refusal::Refusal,
        request::{Booking, RefundLine, RefundWish, Request, ServiceDraft, Session, TaxClassDraft},
    },
    store::{Reads, record::Lookup},
};

const SECOND: Session = Session {
    register: 2,
    operator: None,
};

/// A visit of 120.00, 20 % in it, booked for a client.
fn booked(bench: &Bench) -> (ClientId, AppointmentId) {
    let class = bench.done(Request::SaveTaxClass(TaxClassDraft {
        id: None,
        name: "Twenty".into(),
        components: vat(20_000),
        from: None,
        active: true,
    }));
    let Outcome::SavedTaxClass { tax_class } = class else {
        panic!("{class:?}");
    };
    let service = bench.service(ServiceDraft {
        price: Some(eur(12_000)),
        tax_class: Some(tax_class),
        ..massage()
    });
    let client = bench.client("Līga Ozola", "1");
    let visit = bench.book(Booking {
        client: Some(client),
        ..Booking::new(service, bench.staff(1), "14:00")
    });
    (client, visit)
}

fn add(amount: i64, appointment: Option<AppointmentId>) -> Request {
    Request::AddDeposit {
        amount: eur(amount),
        appointment,
    }
}

/// Paid in cash.
fn take(bench: &Bench, amount: i64, visit: AppointmentId) -> (DepositId, Sold) {
    bench.done(add(amount, Some(visit)));
    let sold = bench.pay(&[cash(None)]);
    let found = Lookup::DepositOfSale(sold.sale);
    let found = bench.shop.read().find::<Deposit>(&found).unwrap();
    (found[0].id, sold)
}

fn deposit(bench: &Bench, id: DepositId) -> Deposit {
    bench.shop.read().get(&id).unwrap().unwrap()
}

fn by(id: DepositId, amount: Option<i64>) -> Tender {
    Tender {
        purse: Some(Purse::Deposit(id)),
        ..Tender::of(TenderKind::Deposit, amount.map(eur))
    }
}

fn charge(bench: &Bench, appointment: AppointmentId) {
    bench.done(Request::AddAppointment {
        appointment,
        price: None,
    });
}

/// What is owed is what all deposits have without their tax.
fn owed(bench: &Bench) -> i64 {
    let all = bench.shop.read().all::<Deposit>().unwrap();
    let left: Money = all.iter().map(Deposit::net_left).sum();
    let owed = -bench.balance(&Account::Deposits);
    assert_eq!(owed, left.minor());
    owed
}

fn posted(bench: &Bench) -> Vec<(Account, i64)> {
    let entries = bench.shop.read().all::<LedgerEntry>().unwrap();
    let postings = &entries.last().unwrap().postings;
    let mut posted: Vec<_> = postings
        .iter()
        .map(|it| (it.account.clone(), it.amount.minor()))
        .collect();
    posted.sort();
    posted
}

fn fault(refusal: Refusal) -> DepositFault {
    match refusal {
        Refusal::Deposit { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

fn back(sold: &Sold) -> Request {
    Request::Refund(RefundWish {
        sale: sold.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Cannot come".into(),
    })
}

/// posting by posting.
#[test]
fn a_deposit_and_its_bill_are_posted_as_in_the_worked_examples() {
    use Account::{Cash, Deposits, ServiceRevenue};
    let bench = Bench::open();
    let (_, visit) = booked(&bench);
    let vat = || Account::Tax("VAT".into());
    let (id, _) = take(&bench, 3_000, visit);
    let r_9 = [(Cash(1), 3_000), (vat(), -500), (Deposits, -2_500)];
    assert_eq!(posted(&bench), r_9);
    assert_eq!(bench.visit(visit).sale, None, "it is not paid");
    charge(&bench, visit);
    let shown = bench.cart_sheet().deposits;
    assert_eq!((shown[0].id, shown[0].left), (id, eur(3_000)));
    bench.pay(&[by(id, None), cash(None)]);
    let r_10 = [
        (Cash(1), 9_000),
        (ServiceRevenue, -10_000),
        (vat(), -1_500),
        (Deposits, 2_500),
    ];
    assert_eq!(posted(&bench), r_10);
    assert!(bench.visit(visit).sale.is_some());
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.cart(), None);
}

/// Where the shop has it so, and where no visit is known, the tax comes with the bill.
#[test]
fn a_deposit_without_tax() {
    let bench = Bench::open();
    let (client, visit) = booked(&bench);
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.done(add(1_000, None));
    bench.pay(&[cash(None)]);
    assert_eq!(owed(&bench), 1_000);
    bench.done(Request::SaveLoyaltyRules {
        rules: LoyaltyRules {
            deposits_taxed: false,
            ..LoyaltyRules::default()
        },
    });
    let (id, _) = take(&bench, 3_000, visit);
    assert_eq!(owed(&bench), 4_000);
    charge(&bench, visit);
    bench.pay(&[by(id, None), card(None)]);
    assert_eq!(bench.balance(&Account::Tax("VAT".into())), -2_000);
    assert_eq!(owed(&bench), 1_000);
}

#[test]
fn nobodys_deposit_and_no_amount_are_refused() {
    let bench = Bench::open();
    for amount in [0, -1] {
        let refusal = bench.refused(add(amount, None));
        assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    }
    bench.done(add(1_000, None));
    let refusal = bench.refused(super::bench::pay(&[cash(None)]));
    assert!(
        matches!(refusal, Refusal::ClientNeeded { .. }),
        "{refusal:?}"
    );
}

/// Parts of it, another cart, another client.
#[test]
fn a_deposit_pays_its_own_client_once() {
    let bench = Bench::open();
    let (client, visit) = booked(&bench);
    let (id, _) = take(&bench, 3_000, visit);
    let friend = bench.client("Ilze Kalna", "2");
    let oil = bench.oil();
    bench.add(Item::Product(oil), 1);
    let pay = |tender| super::bench::pay(&[tender, cash(None)]);
    assert_eq!(
        fault(bench.refused(pay(by(id, Some(100))))),
        DepositFault::NotTheirs
    );
    bench.done(Request::AttachClient {
        client: Some(friend),
    });
    assert_eq!(
        fault(bench.refused(pay(by(id, Some(100))))),
        DepositFault::NotTheirs
    );
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    bench.done(Request::TakeParts {
        tenders: vec![by(id, None)],
    });
    assert_eq!(bench.cart().unwrap().taken[0].amount, Some(eur(1_890)));
    // The rest is free for another desk, and no more.
    let to = |request| bench.done_as(&SECOND, request);
    to(Request::OpenDrawer {
        float: super::bench::coins(0),
        business_date: None,
    });
    to(Request::AttachClient {
        client: Some(client),
    });
    to(Request::AddLine(line(Item::Product(oil), 1)));
    let more = Request::TakeParts {
        tenders: vec![by(id, Some(1_111))],
    };
    let refused = match bench.ask_as(&SECOND, &more) {
        Err(crate::ops::Stop::Refused(refusal)) => fault(refusal),
        other => panic!("{other:?}"),
    };
    let held = DepositFault::Held {
        left: eur(1_110),
        ticket: bench.cart().unwrap().id,
        register: 1,
    };
    assert_eq!(refused, held);
    let kept = Request::KeepDeposit {
        deposit: id,
        reason: "Did not come".into(),
    };
    assert!(matches!(
        fault(bench.refused(kept)),
        DepositFault::Held { .. }
    ));
    bench.pay(&[]);
    let it = deposit(&bench, id);
    assert_eq!((it.left, it.tax_left), (eur(1_110), eur(185)));
    assert_eq!(owed(&bench), 925);
}

/// What is not used is paid back, with its tax; what paid a bill comes back with it.
#[test]
fn a_deposit_is_paid_back() {
    let bench = Bench::open();
    let (_, visit) = booked(&bench);
    let (id, taken) = take(&bench, 3_000, visit);
    charge(&bench, visit);
    let bill = bench.pay(&[by(id, Some(1_000)), cash(None)]);
    assert_eq!(owed(&bench), 1_667);
    let whole = Request::Void {
        sale: taken.sale,
        reason: "Mistake".into(),
    };
    assert_eq!(fault(bench.refused(whole)), DepositFault::Used);
    // giving the bill back leaves every balance as before.
    bench.done(back(&bill));
    assert_eq!(owed(&bench), 2_500);
    assert_eq!(bench.balance(&Account::Tax("VAT".into())), -500);
    assert_eq!(deposit(&bench, id).left, eur(3_000));
    let Outcome::Sold(refund) = bench.done(back(&taken)) else {
        panic!("no refund");
    };
    assert_eq!((refund.total, refund.cash_out), (eur(-3_000), eur(3_000)));
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::Tax("VAT".into())), 0);
    assert_eq!(deposit(&bench, id).closed, Some(DepositEnd::GivenBack));
}

/// The client did not come: what is left is income, the tax stays.
#[test]
fn a_deposit_is_kept() {
    let bench = Bench::open();
    let (client, visit) = booked(&bench);
    let (id, taken) = take(&bench, 3_000, visit);
    bench.done(super::bench::set_status(visit, Status::Cancelled));
    let keep = |reason: &str| Request::KeepDeposit {
        deposit: id,
        reason: reason.into(),
    };
    let refusal = bench.refused(keep(""));
    assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    bench.done(keep("Did not come"));
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::Breakage), -2_500);
    assert_eq!(bench.balance(&Account::Tax("VAT".into())), -500);
    assert_eq!(fault(bench.refused(keep("Again"))), DepositFault::Closed);
    let refusal = bench.refused(back(&taken));
    assert!(
        matches!(&refusal, Refusal::Deposit { .. }),
        "nothing is left to give back: {refusal:?}"
    );
    let query = Query::Deposits { client };
    let Ok(Answer::Deposits { deposits }) = bench.shop.ask(&DESK, &ENGLISH, &query) else {
        panic!("no deposits");
    };
    assert_eq!(deposits, []);
}
