//! Packages, series and credits: sold, used, reserved, rested, given, paid back, taken
//! over.

use chrono::NaiveDate;

use super::bench::{Bench, DESK, card, cash, day, eur, line, massage, pay};
use crate::{
    domain::{
        holding::{Holding, HoldingEnd, HoldingFault},
        ids::{ClientId, HoldingId, PlanId, ServiceId},
        ledger::Account,
        money::Money,
        plan::{Life, PlanKind},
        print_job::Printable,
        purse::{LoyaltyRules, Means},
        ticket::Item,
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, Query},
        refusal::{Field, Refusal},
        request::{LineChange, PlanDraft, RefundLine, RefundWish, Request, ServiceDraft, Session},
    },
    store::{Reads, record::Lookup},
};

const SECOND: Session = Session {
    register: 2,
    operator: None,
};

fn draft(name: &str, price: i64, kind: PlanKind) -> PlanDraft {
    PlanDraft {
        id: None,
        code: String::new(),
        name: name.into(),
        price: eur(price),
        tax_class: None,
        kind,
        life: Life::Months(12),
        rest_days: 20,
        rest_extends: true,
        can_move: true,
        active: true,
    }
}

fn visits(n: u32, services: &[ServiceId]) -> PlanKind {
    let services = services.to_vec();
    PlanKind::Visits { n, services }
}

fn plan(bench: &Bench, draft: PlanDraft) -> PlanId {
    match bench.done(Request::SavePlan(draft)) {
        Outcome::SavedPlan { plan } => plan,
        other => panic!("{other:?}"),
    }
}

fn attach(client: ClientId) -> Request {
    Request::AttachClient {
        client: Some(client),
    }
}

/// Sold to the client and paid by card.
fn sell(bench: &Bench, plan: PlanId, client: ClientId) -> (HoldingId, Sold) {
    bench.add(Item::Plan(plan), 1);
    bench.done(attach(client));
    let sold = bench.pay(&[card(None)]);
    let of_sale = Lookup::HoldingOfSale(sold.sale);
    let found = bench.shop.read().find::<Holding>(&of_sale).unwrap();
    (found[0].id, sold)
}

fn holding(bench: &Bench, id: HoldingId) -> Holding {
    bench.shop.read().get(&id).unwrap().unwrap()
}

/// What is still owed in treatments is what all holdings are worth.
fn owed(bench: &Bench) -> i64 {
    let all = bench.shop.read().all::<Holding>().unwrap();
    let left: Money = all.iter().map(|it| it.value_left).sum();
    let owed = -bench.balance(&Account::Deferred);
    assert_eq!(owed, left.minor());
    owed
}

fn used(line: u32) -> Request {
    Request::UsePrepaid {
        line,
        holding: None,
    }
}

/// A treatment for the client, in the cart.
fn treat(bench: &Bench, service: ServiceId, client: ClientId) {
    bench.done(attach(client));
    bench.add(Item::Service(service), 1);
}

fn fault(refusal: Refusal) -> HoldingFault {
    match refusal {
        Refusal::Holding { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

fn back(sold: &Sold, line: u32) -> Request {
    Request::Refund(RefundWish {
        sale: sold.sale,
        lines: vec![RefundLine {
            line,
            quantity: 1,
            restock: false,
        }],
        tender: None,
        reason: "Moves away".into(),
    })
}

/// 242.00 with 21 % in it is 200.00 deferred; and L12: six for that, the last
/// use takes what is left of it.
#[test]
fn a_series_is_owed_until_it_is_used() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let six = plan(&bench, draft("6 x Swedish", 24_200, visits(6, &[service])));
    let (id, sold) = sell(&bench, six, client);
    assert_eq!(owed(&bench), 20_000);
    assert_eq!(bench.sale(sold.sale).tax_table[0].tax, eur(4_200));
    let it = holding(&bench, id);
    assert_eq!((it.client, it.units_left), (client, 6));
    assert_eq!(it.until, Some(day("2027-11-21")));
    let mut revenue = Vec::new();
    for left in (0..6).rev() {
        treat(&bench, service, client);
        let shown = bench.cart_sheet().usable;
        assert_eq!((shown.len(), shown[0].holding), (1, id));
        bench.done(used(1));
        let sold = bench.pay(&[]);
        assert_eq!(sold.total, Money::ZERO);
        let sale = bench.sale(sold.sale);
        assert_eq!(sale.lines[0].total, Money::ZERO);
        revenue.push(sale.lines[0].drawn.as_ref().unwrap().net.minor());
        assert_eq!(holding(&bench, id).units_left, left);
        owed(&bench);
    }
    assert_eq!(revenue, [3_333, 3_333, 3_333, 3_333, 3_333, 3_335]);
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::ServiceRevenue), -20_000);
    treat(&bench, service, client);
    let empty = fault(bench.refused(used(1)));
    let (units_left, needed) = (0, 1);
    assert_eq!(empty, HoldingFault::Short { units_left, needed });
}

/// A package is somebody's, and one at a time.
#[test]
fn nobody_buys_a_package_for_nobody() {
    let bench = Bench::open();
    let service = bench.massage();
    let ten = plan(
        &bench,
        draft("10 x Swedish", 40_000, visits(10, &[service])),
    );
    bench.add(Item::Plan(ten), 1);
    let name = "10 x Swedish".to_owned();
    let refusal = bench.refused(pay(&[card(None)]));
    assert_eq!(refusal, Refusal::ClientNeeded { name });
    let two = bench.refused(Request::AddLine(line(Item::Plan(ten), 2)));
    assert_eq!(two, Refusal::QuantityOutOfRange { limit: 1 });
    let more = Request::ChangeLine(LineChange {
        line: 1,
        quantity: Some(2),
        ..LineChange::default()
    });
    assert_eq!(bench.refused(more), Refusal::FixedLine);
    // A second one is another line.
    bench.add(Item::Plan(ten), 1);
    assert_eq!(bench.cart().unwrap().lines.len(), 2);
    let client = bench.client("Līga Ozola", "1");
    bench.done(attach(client));
    bench.pay(&[card(None)]);
    assert_eq!(bench.shop.read().all::<Holding>().unwrap().len(), 2);
}

#[test]
fn a_plan_that_gives_nothing_is_refused() {
    let bench = Bench::open();
    let service = bench.massage();
    let cases = [
        (visits(0, &[service]), Field::Units),
        (visits(1_001, &[service]), Field::Units),
        (visits(5, &[]), Field::Services),
        (PlanKind::Credit { worth: eur(0) }, Field::Units),
        (
            PlanKind::Minutes {
                n: 4,
                minutes_each: 0,
                services: vec![service],
            },
            Field::MinutesEach,
        ),
    ];
    for (kind, field) in cases {
        let refusal = bench.refused(Request::SavePlan(draft("Odd", 100, kind.clone())));
        assert!(
            matches!(&refusal, Refusal::Field { field: it, .. } if *it == field),
            "{kind:?}: {refusal:?}"
        );
    }
    bench.oil();
    let taken = PlanDraft {
        code: "oil100".into(),
        ..draft("Odd", 100, visits(1, &[service]))
    };
    let refusal = bench.refused(Request::SavePlan(taken));
    assert!(matches!(refusal, Refusal::CodeTaken { .. }), "{refusal:?}");
    let life = PlanDraft {
        life: Life::Months(0),
        ..draft("Odd", 100, visits(1, &[service]))
    };
    let refusal = bench.refused(Request::SavePlan(life));
    let Refusal::Field { field, .. } = refusal else {
        panic!("{refusal:?}");
    };
    assert_eq!(field, Field::Life);
}

/// L13: 4 credits of 30 minutes are one treatment of 120; L11: of 130.00 of credit for
/// 100.00 half is 50.00 of revenue.
#[test]
fn minutes_and_money_are_used_too() {
    let bench = Bench::open();
    let client = bench.client("Līga Ozola", "1");
    let long = bench.service(ServiceDraft {
        minutes: 120,
        price: Some(eur(6_500)),
        ..massage()
    });
    let kind = PlanKind::Minutes {
        n: 4,
        minutes_each: 30,
        services: vec![long],
    };
    let minutes = plan(&bench, draft("4 x 30 min", 12_100, kind));
    let (id, _) = sell(&bench, minutes, client);
    treat(&bench, long, client);
    bench.done(used(1));
    bench.pay(&[]);
    assert_eq!(holding(&bench, id).units_left, 0);
    let worth = eur(13_000);
    let credit = plan(&bench, draft("Credit", 12_100, PlanKind::Credit { worth }));
    let (id, _) = sell(&bench, credit, client);
    treat(&bench, long, client);
    bench.done(used(1));
    let sold = bench.pay(&[]);
    let drawn = bench.sale(sold.sale).lines[0].drawn.clone().unwrap();
    assert_eq!((drawn.units, drawn.net), (6_500, eur(5_000)));
    assert_eq!(holding(&bench, id).value_left, eur(5_000));
    assert_eq!(owed(&bench), 5_000);
}

/// L15: what is used in one cart is not there for another, and the refusal says which.
#[test]
fn a_credit_in_an_open_cart_is_reserved() {
    let bench = Bench::open();
    bench.done_as(
        &SECOND,
        Request::OpenDrawer {
            float: super::bench::coins(0),
            business_date: None,
        },
    );
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let one = plan(&bench, draft("1 x Swedish", 4_000, visits(1, &[service])));
    let (id, sold) = sell(&bench, one, client);
    treat(&bench, service, client);
    bench.done(used(1));
    let first = bench.cart().unwrap();
    bench.done_as(&SECOND, attach(client));
    bench.done_as(&SECOND, Request::AddLine(line(Item::Service(service), 1)));
    let other = match bench.ask_as(&SECOND, &used(1)) {
        Err(crate::ops::Stop::Refused(refusal)) => fault(refusal),
        other => panic!("{other:?}"),
    };
    let held = HoldingFault::Held {
        ticket: first.id,
        register: 1,
        units_left: 0,
        needed: 1,
    };
    assert_eq!(other, held);
    // Nor can it be paid back, given away or taken over meanwhile.
    assert!(matches!(
        fault(bench.refused(back(&sold, 1))),
        HoldingFault::Held { .. }
    ));
    let friend = bench.client("Ilze Kalna", "2");
    let given = Request::TransferHolding {
        holding: id,
        to: friend,
    };
    assert!(matches!(
        fault(bench.refused(given)),
        HoldingFault::Held { .. }
    ));
    // Parked it is still taken; left, it is free.
    bench.done(Request::Park);
    assert!(bench.ask_as(&SECOND, &used(1)).is_err());
    bench.done(Request::Recall { ticket: None });
    bench.done(Request::LeavePrepaid { line: 1 });
    bench.done_as(&SECOND, used(1));
    assert_eq!(bench.cart_sheet().usable, []);
    assert!(matches!(
        fault(bench.refused(used(1))),
        HoldingFault::Held { register: 2, .. }
    ));
}

/// More of a line than there is, another client, a discount: the cart says what holds.
#[test]
fn a_line_that_is_paid_ahead_stays_true() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let two = plan(&bench, draft("2 x Swedish", 8_000, visits(2, &[service])));
    let (id, _) = sell(&bench, two, client);
    treat(&bench, service, client);
    bench.done(used(1));
    let quantity = |n| {
        Request::ChangeLine(LineChange {
            line: 1,
            quantity: Some(n),
            ..LineChange::default()
        })
    };
    bench.done(quantity(2));
    let drawn = bench.cart().unwrap().lines[0].drawn.clone().unwrap();
    assert_eq!((drawn.holding, drawn.units), (id, 2));
    let (units_left, needed) = (2, 3);
    let short = HoldingFault::Short { units_left, needed };
    assert_eq!(fault(bench.refused(quantity(3))), short);
    // Another client's cart: to be paid again.
    let friend = bench.client("Ilze Kalna", "2");
    bench.done(attach(friend));
    assert_eq!(bench.cart().unwrap().lines[0].drawn, None);
    let name = "Swedish massage 60".to_owned();
    assert_eq!(bench.refused(used(1)), Refusal::NothingPrepaid { name });
    let theirs = Request::UsePrepaid {
        line: 1,
        holding: Some(id),
    };
    assert_eq!(fault(bench.refused(theirs)), HoldingFault::NotTheirs);
    bench.done(Request::AttachClient { client: None });
    let nobody = bench.refused(used(1));
    assert!(matches!(nobody, Refusal::ClientNeeded { .. }), "{nobody:?}");
}

/// Giving a treatment back gives its visit back; giving the package back gives back
/// what is not used of it, and no more in any order.
#[test]
fn what_is_not_used_is_paid_back() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let five = plan(&bench, draft("5 x Swedish", 60_500, visits(5, &[service])));
    let (id, bought) = sell(&bench, five, client);
    treat(&bench, service, client);
    bench.done(used(1));
    let treated = bench.pay(&[]);
    assert_eq!(owed(&bench), 40_000);
    // A day later, so that nothing is voided.
    bench.done(back(&treated, 1));
    assert_eq!(holding(&bench, id).units_left, 5);
    assert_eq!(owed(&bench), 50_000);
    assert_eq!(bench.balance(&Account::ServiceRevenue), 0);
    treat(&bench, service, client);
    bench.done(used(1));
    bench.pay(&[]);
    let whole = Request::Void {
        sale: bought.sale,
        reason: "Mistake".into(),
    };
    assert_eq!(fault(bench.refused(whole)), HoldingFault::Used);
    let Outcome::Sold(refund) = bench.done(back(&bought, 1)) else {
        panic!("no refund");
    };
    assert_eq!(refund.total, eur(-48_400));
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::Tax("VAT".into())), -2_100);
    let it = holding(&bench, id);
    assert_eq!((it.units_left, it.closed), (0, Some(HoldingEnd::GivenBack)));
    let again = bench.refused(back(&bought, 1));
    assert!(matches!(again, Refusal::RefundTooMuch { .. }), "{again:?}");
}

/// Void of the sale of a package that nobody used leaves nothing.
#[test]
fn an_unused_package_is_voided_with_its_sale() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let five = plan(&bench, draft("5 x Swedish", 60_500, visits(5, &[service])));
    let (id, bought) = sell(&bench, five, client);
    bench.done(Request::Void {
        sale: bought.sale,
        reason: "Mistake".into(),
    });
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::CardClearing), 0);
    assert_eq!(holding(&bench, id).closed, Some(HoldingEnd::GivenBack));
}

fn later(bench: &Bench, date: &str) {
    let now: NaiveDate = day("2026-11-21");
    let days = day(date).signed_duration_since(now).num_days();
    bench.pass(days * 24 * 60);
}

/// L17, L18: a month from the 31st, a rest that moves the end, a later end, and what
/// is left when it is over.
#[test]
fn a_package_rests_is_extended_and_ends() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let month = PlanDraft {
        life: Life::Days(10),
        ..draft("3 x Swedish", 36_300, visits(3, &[service]))
    };
    let month = plan(&bench, month);
    let (id, _) = sell(&bench, month, client);
    assert_eq!(holding(&bench, id).until, Some(day("2026-11-30")));
    bench.done(Request::RestHolding {
        holding: id,
        from: Some(day("2026-11-25")),
        days: 5,
    });
    assert_eq!(holding(&bench, id).until, Some(day("2026-12-05")));
    let long = Request::RestHolding {
        holding: id,
        from: Some(day("2026-12-01")),
        days: 16,
    };
    let days_left = 15;
    assert_eq!(
        fault(bench.refused(long)),
        HoldingFault::NoRest { days_left }
    );
    let over = Request::ExpireHolding { holding: id };
    let until = Some(day("2026-12-05"));
    assert_eq!(
        fault(bench.refused(over.clone())),
        HoldingFault::NotLapsed { until }
    );
    later(&bench, "2026-11-29");
    treat(&bench, service, client);
    let until = day("2026-11-29");
    assert_eq!(
        fault(bench.refused(used(1))),
        HoldingFault::Resting { until }
    );
    later(&bench, "2026-11-29");
    let on = day("2026-12-05");
    assert_eq!(fault(bench.refused(used(1))), HoldingFault::Lapsed { on });
    let extend = |until: &str| Request::ExtendHolding {
        holding: id,
        until: day(until),
        reason: "Was ill".into(),
    };
    let refusal = bench.refused(extend("2026-12-06"));
    assert!(matches!(refusal, Refusal::Field { .. }), "{refusal:?}");
    bench.done(extend("2026-12-07"));
    bench.done(used(1));
    bench.pay(&[]);
    later(&bench, "2026-11-22");
    assert_eq!(owed(&bench), 20_000);
    bench.done(over.clone());
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::Breakage), -20_000);
    assert_eq!(fault(bench.refused(over)), HoldingFault::Closed);
    assert_eq!(holding(&bench, id).changes.len(), 2);
}

#[test]
fn a_package_is_given_to_another_client() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let friend = bench.client("Ilze Kalna", "2");
    let fixed = PlanDraft {
        can_move: false,
        ..draft("Own", 4_000, visits(1, &[service]))
    };
    let fixed = plan(&bench, fixed);
    let (own, _) = sell(&bench, fixed, client);
    let give = |holding| Request::TransferHolding {
        holding,
        to: friend,
    };
    assert_eq!(fault(bench.refused(give(own))), HoldingFault::NotMovable);
    let free = plan(&bench, draft("Free", 4_000, visits(1, &[service])));
    let (id, _) = sell(&bench, free, client);
    bench.done(give(id));
    assert_eq!(holding(&bench, id).client, friend);
    treat(&bench, service, friend);
    bench.done(used(1));
    bench.pay(&[]);
    owed(&bench);
    let past = false;
    let query = Query::Holdings { client, past };
    let Ok(Answer::Holdings { holdings }) = bench.shop.ask(&DESK, &super::bench::ENGLISH, &query)
    else {
        panic!("no holdings");
    };
    let ids: Vec<_> = holdings.iter().map(|it| it.holding.id).collect();
    assert_eq!(ids, [own]);
}

/// What is suggested is in the order that the shop has set, what ends first before
/// what lasts.
#[test]
fn the_shop_sets_what_is_suggested_first() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let worth = eur(50_000);
    let credit = plan(&bench, draft("Credit", 40_000, PlanKind::Credit { worth }));
    let exact = plan(&bench, draft("Exact", 40_000, visits(10, &[service])));
    let (credit, _) = sell(&bench, credit, client);
    let (exact, _) = sell(&bench, exact, client);
    treat(&bench, service, client);
    assert_eq!(bench.cart_sheet().usable[0].holding, exact);
    bench.done(Request::SaveLoyaltyRules {
        rules: LoyaltyRules {
            order: vec![Means::Credit],
            ..LoyaltyRules::default()
        },
    });
    assert_eq!(bench.cart_sheet().usable[0].holding, credit);
    bench.done(used(1));
    let drawn = bench.cart().unwrap().lines[0].drawn.clone().unwrap();
    assert_eq!(drawn.holding, credit);
}

/// The receipt says what paid the treatment, what is left, and until when.
#[test]
fn the_receipt_says_what_is_left() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let ten = plan(
        &bench,
        draft("10 x Swedish", 40_000, visits(10, &[service])),
    );
    sell(&bench, ten, client);
    treat(&bench, service, client);
    bench.done(used(1));
    let first = bench.pay(&[]);
    treat(&bench, service, client);
    bench.pay(&[cash(None)]);
    treat(&bench, service, client);
    bench.done(used(1));
    bench.pay(&[]);
    let query = Query::Preview {
        what: Printable::Receipt(first.sale),
        n_columns: 32,
    };
    let Ok(Answer::Preview { lines }) = bench.shop.ask(&DESK, &super::bench::ENGLISH, &query)
    else {
        panic!("no receipt");
    };
    let shown = lines.join("\n");
    for line in [
        "  paid by 10 x Swedish    -45.00",
        "10 x Swedish left       9 visits",
        "  until Sun 21 Nov 2027",
    ] {
        assert!(shown.contains(line), "{line}\n{shown}");
    }
}

/// A package whose last day is near says so in the cart.
#[test]
fn the_cart_says_what_ends_soon() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let week = PlanDraft {
        life: Life::Days(40),
        ..draft("10 x Swedish", 40_000, visits(10, &[service]))
    };
    let week = plan(&bench, week);
    sell(&bench, week, client);
    treat(&bench, service, client);
    assert!(!bench.cart_sheet().usable[0].ends_soon);
    bench.done(Request::SaveLoyaltyRules {
        rules: LoyaltyRules {
            soon_days: 39,
            ..LoyaltyRules::default()
        },
    });
    assert!(bench.cart_sheet().usable[0].ends_soon);
}
