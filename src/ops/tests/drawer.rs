//! The drawer's day.

use super::bench::{Bench, DESK, ENGLISH, card, cash, coins, day, eur, pay, set_status};
use crate::{
    domain::{
        booking::Status,
        drawer::{CashMovement, Closing, Count, DrawerSession, PIECES_MAX, Pieces},
        ids::DrawerSessionId,
        ledger::Account,
        money::Money,
        print_job::{PrintJob, Printable},
        sale::Sale,
        settings::Settings,
        tender::TenderKind,
        ticket::{Item, Ticket, TicketState},
    },
    ops::{
        outcome::Outcome,
        query::{Answer, Query},
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{Booking, RefundLine, RefundWish, Request},
        shop::Stop,
    },
    store::{Reads, record::Lookup},
};

fn count(minor: u32) -> Request {
    Request::CountDrawer {
        count: coins(minor),
        others: Vec::new(),
    }
}

const CLOSE: Request = Request::CloseDrawer { carry_over: false };

fn closing(outcome: Outcome) -> (DrawerSessionId, Closing) {
    match outcome {
        Outcome::DrawerClosed {
            session, closing, ..
        } => (session, *closing),
        other => panic!("{other:?}"),
    }
}

fn move_cash(minor: i64) -> Request {
    Request::MoveCash {
        amount: eur(minor),
        reason: "Milk and flowers".into(),
        category: None,
        tax_class: None,
    }
}

fn open_on(date: &str) -> Request {
    Request::OpenDrawer {
        float: coins(0),
        business_date: Some(day(date)),
    }
}

#[test]
fn a_day_from_float_to_z() {
    let bench = Bench::open();
    bench.add(Item::Service(bench.massage()), 1);
    let first = bench.pay(&[cash(Some(10_000))]);
    bench.add(Item::Product(bench.oil()), 2);
    bench.pay(&[card(Some(3_000)), cash(None)]);
    bench.done(move_cash(-540));
    bench.done(Request::Refund(RefundWish {
        sale: first.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Not well".into(),
    }));
    // 100.00 + 45.00 + 7.80 - 5.40 - 45.00, counted 1.50 short.
    let counted = Count {
        card: Some(eur(3_000)),
        ..coins(10_090)
    };
    let cash = bench.done(Request::CountDrawer {
        count: counted,
        others: Vec::new(),
    });
    assert_eq!(cash, Outcome::Counted { cash: eur(10_090) });
    let (session, closing) = closing(bench.done(CLOSE));

    assert_eq!(closing.z_number, 1);
    assert_eq!((closing.n_sales, closing.n_refunds), (2, 1));
    assert_eq!(
        (closing.first_receipt, closing.last_receipt),
        (Some(1), Some(3))
    );
    let row = |kind| {
        let row = closing.tenders.iter().find(|it| it.kind == kind).unwrap();
        (row.expected.minor(), row.counted.map(Money::minor))
    };
    assert_eq!(row(TenderKind::Cash), (10_240, Some(10_090)));
    assert_eq!(row(TenderKind::Card), (3_000, Some(3_000)));
    assert_eq!(bench.balance(&Account::OverShort), 150);
    assert_eq!(bench.balance(&Account::Cash(1)), 0);
    assert_eq!(bench.balance(&Account::Safe), -10_000 + 10_090);

    let reader = bench.shop.read();
    let kept = reader.get::<DrawerSession>(&session).unwrap().unwrap();
    assert_eq!(kept.closing, Some(closing));
    let jobs = reader.find::<PrintJob>(&Lookup::PrintJobOf(Printable::Z(session)));
    assert_eq!(jobs.unwrap().len(), 1);
}

#[test]
fn what_is_closed_is_closed() {
    let bench = Bench::open();
    let refused = bench.refused(Request::Reprint {
        what: Printable::Z(bench.drawer().id),
    });
    assert!(matches!(
        refused,
        Refusal::NotFound {
            what: Noun::DrawerSession,
            ..
        }
    ));
    bench.done(count(10_000));
    bench.done(CLOSE);
    let kick = Request::KickDrawer {
        reason: "Coins".into(),
    };
    for late in [CLOSE, count(1), move_cash(1), kick] {
        assert_eq!(bench.refused(late), Refusal::DrawerNotOpen);
    }
}

#[test]
fn a_second_opening_says_since_when_it_is_open() {
    let bench = Bench::open();
    let since = bench.drawer().opened_at;
    let business_date = day("2026-11-21");
    let again = Request::OpenDrawer {
        float: coins(0),
        business_date: None,
    };
    let want = Refusal::DrawerAlreadyOpen {
        since,
        business_date,
    };
    assert_eq!(bench.refused(again), want);
}

#[test]
fn business_dates_do_not_go_back() {
    let bench = Bench::new();
    bench.done(open_on("2026-11-22"));
    bench.done(count(0));
    bench.done(CLOSE);
    let business_date = day("2026-11-22");
    let refused = bench.refused(open_on("2026-11-21"));
    assert_eq!(refused, Refusal::BusinessDateClosed { business_date });
    for far in ["2026-11-23", "2026-10-20"] {
        let refused = bench.refused(open_on(far));
        assert!(
            matches!(
                refused,
                Refusal::Field {
                    field: Field::Date,
                    ..
                }
            ),
            "{refused:?}"
        );
    }
    // The same day may be opened again, and its Z is the next.
    bench.done(open_on("2026-11-22"));
    bench.done(count(0));
    assert_eq!(closing(bench.done(CLOSE)).1.z_number, 2);
}

#[test]
fn a_day_may_end_after_midnight() {
    let bench = Bench::open();
    bench.pass(15 * 60);
    bench.add(Item::Product(bench.oil()), 1);
    let paid = bench.pay(&[cash(None)]);
    assert_eq!(bench.sale(paid.sale).business_date, day("2026-11-21"));
}

#[test]
fn cash_moves_for_a_reason_and_not_below_nothing() {
    let bench = Bench::open();
    let (wanted, in_drawer) = (eur(10_001), eur(10_000));
    let short = Refusal::CashShort { wanted, in_drawer };
    assert_eq!(bench.refused(move_cash(-10_001)), short);
    assert!(matches!(
        bench.refused(move_cash(0)),
        Refusal::Field {
            field: Field::Amount,
            ..
        }
    ));
    let no_reason = Request::MoveCash {
        amount: eur(1),
        reason: String::new(),
        category: None,
        tax_class: None,
    };
    let (field, problem) = (Field::Reason, FieldProblem::Missing);
    assert_eq!(bench.refused(no_reason), Refusal::Field { field, problem });
    bench.done(move_cash(-10_000));
    assert_eq!(bench.balance(&Account::Cash(1)), 0);
    assert_eq!(bench.balance(&Account::PettyCash), 10_000);
}

#[test]
fn an_opened_drawer_is_recorded_and_a_count_stays_good() {
    let bench = Bench::open();
    bench.done(count(10_000));
    let kick = Request::KickDrawer {
        reason: "Change for 50".into(),
    };
    assert_eq!(bench.done(kick), Outcome::DrawerKicked);
    let session = Lookup::CashMovementOf(bench.drawer().id);
    let movements = bench.shop.read().find::<CashMovement>(&session).unwrap();
    assert_eq!(movements[0].reason, "Change for 50");
    bench.done(CLOSE);
}

#[test]
fn a_count_is_needed_and_must_have_seen_everything() {
    let bench = Bench::open();
    assert_eq!(bench.refused(CLOSE), Refusal::NotCounted);
    bench.done(count(1));
    bench.done(move_cash(100));
    assert_eq!(bench.refused(CLOSE), Refusal::CountOutdated);
    // Nor is it held against what is expected by now.
    let figures = bench.shop.ask(&DESK, &ENGLISH, &Query::DrawerFigures);
    assert_eq!(figures, Err(Stop::Refused(Refusal::NotCounted)));
    bench.done(count(2));
    bench.done(count(10_100));
    let tenders = closing(bench.done(CLOSE)).1.tenders;
    assert_eq!(tenders[0].counted, Some(eur(10_100)));
}

#[test]
fn a_slip_of_the_finger_is_no_count() {
    let bench = Bench::open();
    for (value_minor, n) in [(0, 1), (-500, 1), (500, PIECES_MAX + 1)] {
        let count = Count {
            cash: vec![Pieces { value_minor, n }],
            card: None,
        };
        let refused = bench.refused(Request::CountDrawer {
            count,
            others: Vec::new(),
        });
        assert!(matches!(
            refused,
            Refusal::Field {
                field: Field::Count,
                ..
            }
        ));
    }
}

#[test]
fn what_stands_open_goes_over_only_if_accepted() {
    let bench = Bench::open();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let oil = Item::Product(bench.oil());
    bench.add(oil, 1);
    bench.done(Request::Park);
    bench.add(oil, 2);
    let open = bench.cart().unwrap().id;
    bench.book(Booking::new(massage, anna, "15:00"));
    let done = bench.book(Booking::new(massage, anna, "11:00"));
    bench.done(set_status(done, Status::Done));
    bench.done(count(10_000));
    let (n_tickets, n_appointments) = (2, 1);
    let still_open = Refusal::StillOpen {
        n_tickets,
        n_appointments,
    };
    assert_eq!(bench.refused(CLOSE), still_open);
    let accepted = bench.done(Request::CloseDrawer { carry_over: true });
    let (_, closing) = closing(accepted);
    assert_eq!(
        (closing.n_tickets_carried, closing.n_appointments_carried),
        (2, 1)
    );
    assert_eq!(bench.cart(), None);
    let carried = bench
        .shop
        .read()
        .get::<crate::domain::ticket::Ticket>(&open)
        .unwrap();
    assert_eq!(carried.unwrap().state, TicketState::Parked);

    // It can be sold on the next day, with its lines.
    bench.pass(24 * 60);
    bench.open_drawer(10_000);
    bench.done(Request::Recall { ticket: Some(open) });
    assert_eq!(bench.pay(&[cash(None)]).total, eur(3_780));
}

#[test]
fn an_empty_cart_does_not_keep_the_day_open() {
    let bench = Bench::open();
    let liga = bench.client("Liga", "26123456");
    bench.done(Request::AttachClient { client: Some(liga) });
    bench.done(count(10_000));
    bench.done(CLOSE);
    assert_eq!(bench.cart(), None);
    assert!(bench.ask_as(&DESK, &pay(&[cash(None)])).is_err());
}

/// The count is blind: what should be there is answered only once it was counted.
#[test]
fn what_is_expected_is_told_after_the_count() {
    let bench = Bench::open();
    bench.add(Item::Service(bench.massage()), 1);
    bench.pay(&[cash(Some(10_000))]);
    let ask = || bench.shop.ask(&DESK, &ENGLISH, &Query::DrawerFigures);
    assert_eq!(ask(), Err(Stop::Refused(Refusal::NotCounted)));

    bench.done(count(14_300));

    let Ok(Answer::DrawerFigures { tenders }) = ask() else {
        panic!("no figures after the count")
    };
    let figures = tenders
        .iter()
        .map(|it| (it.kind, it.expected, it.difference()))
        .collect::<Vec<_>>();
    assert_eq!(
        figures,
        [
            (TenderKind::Cash, eur(14_500), Some(eur(-200))),
            (TenderKind::Card, eur(0), None),
        ]
    );
}

/// At half past midnight of the next calendar day.
fn after_midnight() -> Bench {
    let bench = Bench::new();
    bench.pass(14 * 60 + 30);
    bench
}

fn change_settings(bench: &Bench, change: impl Fn(&mut Settings)) {
    let mut settings = bench.shop.settings().unwrap().as_ref().clone();
    change(&mut settings);
    bench.done(Request::SaveSettings { settings });
}

#[test]
fn a_drawer_opened_after_midnight_is_for_the_evening_before() {
    for (cutoff_hour, want) in [(4, "2026-11-21"), (1, "2026-11-21"), (0, "2026-11-22")] {
        let bench = after_midnight();
        change_settings(&bench, |it| it.cutoff_hour = cutoff_hour);
        bench.open_drawer(10_000);
        assert_eq!(bench.drawer().business_date, day(want), "{cutoff_hour}");
        bench.add(Item::Product(bench.oil()), 1);
        let sold = bench.pay(&[cash(None)]);
        assert_eq!(bench.sale(sold.sale).business_date, day(want));
    }
}

/// Whatever is changed afterwards: the day of what was posted is its own.
#[test]
fn a_sale_keeps_its_day_when_the_cutoff_and_the_zone_change() {
    let bench = Bench::open();
    let oil = bench.oil();
    // Half past midnight: the drawer is open, and its day goes on.
    bench.pass(14 * 60 + 30);
    bench.add(Item::Product(oil), 1);
    let late = bench.pay(&[cash(None)]).sale;
    assert_eq!(bench.sale(late).business_date, day("2026-11-21"));
    change_settings(&bench, |it| {
        it.cutoff_hour = 0;
        it.time_zone = chrono_tz::Pacific::Auckland;
    });
    bench.add(Item::Product(oil), 1);
    let later = bench.pay(&[cash(None)]).sale;
    for sale in [late, later] {
        assert_eq!(bench.sale(sale).business_date, day("2026-11-21"));
    }
    // The cart that is open survives the cut, and the Z has one day only.
    bench.add(Item::Product(oil), 1);
    bench.pass(10 * 60);
    bench.done(count(0));
    bench.done(Request::CloseDrawer { carry_over: true });
    let sales = bench.shop.read().all::<Sale>().unwrap();
    assert!(sales.iter().all(|it| it.business_date == day("2026-11-21")));
    assert_eq!(bench.shop.read().all::<Ticket>().unwrap()[0].lines.len(), 1);
}

/// Who has closed the calendar's own day already does not go back to the evening.
#[test]
fn no_day_is_proposed_that_is_behind_a_closed_one() {
    let bench = after_midnight();
    change_settings(&bench, |it| it.cutoff_hour = 0);
    bench.open_drawer(0);
    bench.done(count(0));
    bench.done(CLOSE);
    change_settings(&bench, |it| it.cutoff_hour = 4);
    bench.open_drawer(0);
    assert_eq!(bench.drawer().business_date, day("2026-11-22"));
}

#[test]
fn a_day_begins_at_noon_at_the_latest() {
    let bench = Bench::new();
    let mut settings = bench.shop.settings().unwrap().as_ref().clone();
    settings.cutoff_hour = 13;
    let (least, most) = ("0".to_owned(), "12".to_owned());
    assert_eq!(
        bench.refused(Request::SaveSettings { settings }),
        Refusal::Field {
            field: Field::Cutoff,
            problem: FieldProblem::OutOfRange { least, most },
        }
    );
}
