//! Memberships at the desk: sold, used, discounts taken, members let in, renewed, frozen,
//! given up, and their fees in the books.

use chrono::NaiveDate;

use super::bench::{Bench, DESK, ENGLISH, card, coins, day, eur};
use crate::{
    domain::{
        holding::{Holding, HoldingEnd, HoldingFault},
        ids::{ClientId, HoldingId, PlanId, ServiceId},
        ledger::{Account, LedgerEntry, LedgerSource, Posting},
        membership::{Earned, EntryLimit, Membership, Per},
        money::{Money, Rate},
        plan::{Life, PlanKind},
        price::{OfferRules, Stacking},
        promotion::{Gives, Scope, Season, Sort, Who},
        ticket::{Item, OfferKind},
    },
    ops::{
        outcome::{Outcome, Sold},
        query::{Answer, Attention, Query},
        refusal::{Field, Refusal},
        request::{PlanDraft, PromotionDraft, RefundLine, RefundWish, Request},
    },
    store::{Reads, record::Lookup},
};

/// Nothing but a name and a time.
fn bare() -> Membership {
    Membership {
        credits: 0,
        per: Per::Month,
        services: Vec::new(),
        rolls_over: false,
        off: Rate::ZERO,
        on: Scope::default(),
        entry: None,
        earned: Earned::OverTime,
        gives_back: true,
    }
}

fn off(percent: u32) -> Membership {
    Membership {
        off: Rate::from_milli_percent(percent * 1_000),
        ..bare()
    }
}

fn treatments(credits: u32, service: ServiceId) -> Membership {
    Membership {
        credits,
        services: vec![service],
        ..bare()
    }
}

fn entries(most: u32) -> Membership {
    let per = Per::Month;
    Membership {
        entry: Some(EntryLimit { most, per }),
        ..bare()
    }
}

fn draft(gives: Membership, life: Life) -> PlanDraft {
    PlanDraft {
        id: None,
        code: String::new(),
        name: "Gold".into(),
        price: eur(24_200),
        tax_class: None,
        kind: PlanKind::Membership(gives),
        life,
        rest_days: 60,
        rest_extends: true,
        can_move: false,
        active: true,
    }
}

fn plan(bench: &Bench, gives: Membership, life: Life) -> PlanId {
    match bench.done(Request::SavePlan(draft(gives, life))) {
        Outcome::SavedPlan { plan } => plan,
        other => panic!("{other:?}"),
    }
}

fn attach(bench: &Bench, client: ClientId) {
    bench.done(Request::AttachClient {
        client: Some(client),
    });
}

/// Paid by card for that client.
fn sell(bench: &Bench, plan: PlanId, client: ClientId) -> (HoldingId, Sold) {
    attach(bench, client);
    bench.add(Item::Plan(plan), 1);
    let sold = bench.pay(&[card(None)]);
    let of_sale = Lookup::HoldingOfSale(sold.sale);
    let found = bench.shop.read().find::<Holding>(&of_sale).unwrap();
    (found[0].id, sold)
}

fn holding(bench: &Bench, id: HoldingId) -> Holding {
    bench.shop.read().get(&id).unwrap().unwrap()
}

fn span(bench: &Bench, id: HoldingId) -> (NaiveDate, NaiveDate) {
    let it = holding(bench, id);
    (it.from, it.until.unwrap())
}

/// The control account is what all of them are worth.
fn owed(bench: &Bench) -> i64 {
    let all = bench.shop.read().all::<Holding>().unwrap();
    let left: Money = all.iter().map(|it| it.value_left).sum();
    let owed = -bench.balance(&Account::Deferred);
    assert_eq!(owed, left.minor());
    owed
}

/// To that day, the day of trade closed before it and opened on it.
fn next_day(bench: &Bench, date: &str) {
    bench.done(Request::CountDrawer {
        count: coins(10_000),
        others: Vec::new(),
    });
    bench.done(Request::CloseDrawer { carry_over: true });
    pass_to(bench, date);
    bench.open_drawer(10_000);
}

fn pass_to(bench: &Bench, date: &str) {
    let days = day(date).signed_duration_since(bench.today()).num_days();
    bench.pass(days * 24 * 60);
}

fn fault(refusal: Refusal) -> HoldingFault {
    match refusal {
        Refusal::Holding { fault, .. } => fault,
        other => panic!("{other:?}"),
    }
}

fn enter(client: ClientId) -> Request {
    let holding = None;
    Request::EnterMember { client, holding }
}

fn used() -> Request {
    Request::UsePrepaid {
        line: 1,
        holding: None,
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
        reason: "Moves away".into(),
    })
}

fn ends_soon(bench: &Bench) -> Vec<HoldingId> {
    let answer = bench.shop.ask(&DESK, &ENGLISH, &Query::Attention);
    let Ok(Answer::Attention { items }) = answer else {
        panic!("{answer:?}");
    };
    let ends = |it: Attention| match it {
        Attention::EndsSoon { holding, .. } => Some(holding),
        _ => None,
    };
    items.into_iter().filter_map(ends).collect()
}

fn of_account(postings: &[Posting], account: &Account) -> i64 {
    let own = postings.iter().filter(|it| it.account == *account);
    own.map(|it| it.amount.minor()).sum()
}

/// R-11 and M-1: 242.00 for twelve months is 200.00 deferred and 42.00 tax, and month by
/// month 8 x 16.67 and 4 x 16.66 become revenue, with the closings.
#[test]
fn a_years_fee_is_revenue_month_by_month() {
    let bench = Bench::open();
    let client = bench.client("Līga Ozola", "1");
    let gold = plan(&bench, off(10), Life::Months(12));
    let (id, sold) = sell(&bench, gold, client);
    let entries = bench.shop.read().all::<LedgerEntry>().unwrap();
    let of_sale = |it: &&LedgerEntry| it.source == LedgerSource::Sale(sold.sale);
    let postings = &entries.iter().find(of_sale).unwrap().postings;
    assert_eq!(of_account(postings, &Account::CardClearing), 24_200);
    assert_eq!(of_account(postings, &Account::Deferred), -20_000);
    assert_eq!(of_account(postings, &Account::Tax("VAT".into())), -4_200);
    assert_eq!(postings.len(), 3);
    assert_eq!(span(&bench, id), (day("2026-11-21"), day("2027-11-21")));
    let mut left = vec![owed(&bench)];
    let firsts = [
        "2026-12-22",
        "2027-01-22",
        "2027-02-22",
        "2027-03-22",
        "2027-04-22",
        "2027-05-22",
        "2027-06-22",
        "2027-07-22",
        "2027-08-22",
        "2027-09-22",
        "2027-10-22",
        "2027-11-22",
    ];
    for first in firsts {
        next_day(&bench, first);
        left.push(owed(&bench));
    }
    let parts: Vec<i64> = left.windows(2).map(|it| it[0] - it[1]).collect();
    let want = [[1_667; 8].as_slice(), &[1_666; 4]].concat();
    assert_eq!(parts, want);
    assert_eq!(owed(&bench), 0);
    assert_eq!(bench.balance(&Account::ServiceRevenue), -20_000);
    assert_eq!(bench.balance(&Account::Breakage), 0);
}

/// 20 % off everything, for anybody.
fn promotion(bench: &Bench) {
    bench.done(Request::SavePromotion(PromotionDraft {
        id: None,
        name: "Autumn".into(),
        gives: Gives::Percent("20".parse().unwrap()),
        on: Scope::default(),
        when: Season::default(),
        who: Who::Anybody,
        by_coupon: false,
        least: None,
        most: None,
        alone: false,
        rank: 0,
        active: true,
    }));
}

/// What a membership takes off stands on the line with its name, and meets other rules as
/// the shop has it: the best alone, or one after the other.
#[test]
fn a_member_pays_less_by_the_shops_rules() {
    let bench = Bench::open();
    let (service, oil) = (bench.massage(), bench.oil());
    let client = bench.client("Līga Ozola", "1");
    let gives = Membership {
        on: Scope(vec![Sort::Services]),
        ..off(10)
    };
    let gold = plan(&bench, gives, Life::Months(1));
    let (id, _) = sell(&bench, gold, client);
    bench.add(Item::Service(service), 1);
    bench.add(Item::Product(oil), 1);
    assert_eq!(bench.cart_sheet().total, eur(4_500 + 1_890));
    attach(&bench, client);
    let sheet = bench.cart_sheet();
    let kind = OfferKind::Membership(id);
    let offer = &sheet.lines[0].offers[0];
    assert_eq!(
        (&offer.kind, offer.name.as_str(), offer.off),
        (&kind, "Gold", eur(450))
    );
    assert_eq!(sheet.lines[1].offers, []);
    assert_eq!(sheet.total, eur(4_050 + 1_890));
    // A promotion of 20 % is better, and alone where the best counts.
    promotion(&bench);
    let stacked = |stacking| {
        let rules = OfferRules {
            stacking,
            ..OfferRules::default()
        };
        bench.done(Request::SetOfferRules { rules });
        attach(&bench, client);
        let line = bench.cart_sheet().lines[0].clone();
        line.offers
            .iter()
            .map(|it| it.off.minor())
            .collect::<Vec<_>>()
    };
    assert_eq!(stacked(Stacking::BestOf), [900]);
    // The membership first, and the promotion on what is left.
    assert_eq!(stacked(Stacking::InOrder), [450, 810]);
    let decline = |declined| Request::DeclineOffer {
        offer: OfferKind::Membership(id),
        declined,
    };
    bench.done(decline(true));
    assert_eq!(bench.cart_sheet().lines[0].offers[0].off, eur(900));
    bench.done(decline(false));
    assert_eq!(bench.cart_sheet().lines[0].offers[0].off, eur(450));
    // Not while it rests, and not after its end.
    bench.done(Request::RestHolding {
        holding: id,
        from: None,
        days: 3,
    });
    attach(&bench, client);
    assert_eq!(bench.cart_sheet().lines[0].offers.len(), 1);
    bench.done(Request::EndRest { holding: id });
    attach(&bench, client);
    assert_eq!(bench.cart_sheet().lines[0].offers.len(), 2);
    let sold = bench.pay(&[card(None)]);
    let kinds: Vec<_> = bench.sale(sold.sale).lines[0]
        .offers
        .iter()
        .map(|it| it.kind.clone())
        .collect();
    assert!(kinds.contains(&kind), "{kinds:?}");
    pass_to(&bench, "2026-12-22");
    attach(&bench, client);
    bench.add(Item::Service(service), 1);
    let line = &bench.cart_sheet().lines[0];
    assert!(line.offers.iter().all(|it| it.kind != kind), "{line:?}");
}

/// Two treatments a month; the third is refused with the day of the next, what another
/// cart has taken is reserved, and what is given back can be used again.
#[test]
fn credits_are_used_like_those_of_a_package() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let gold = plan(&bench, treatments(2, service), Life::Months(3));
    let (id, _) = sell(&bench, gold, client);
    assert_eq!(holding(&bench, id).units, 6);
    let treat = || {
        attach(&bench, client);
        bench.add(Item::Service(service), 1);
        bench.done(used());
        bench.pay(&[])
    };
    attach(&bench, client);
    bench.add(Item::Service(service), 1);
    let usable = bench.cart_sheet().usable;
    assert_eq!((usable[0].holding, usable[0].units_left), (id, 2));
    assert_eq!(usable[0].until, Some(day("2026-12-21")));
    bench.done(Request::CancelTicket {
        reason: "Later".into(),
    });
    let first = treat();
    let line = bench.sale(first.sale).lines[0].clone();
    assert_eq!(
        line.drawn.map(|it| (it.units, it.net)),
        Some((1, Money::ZERO))
    );
    // The month has begun: its part of the fee is revenue.
    assert_eq!(owed(&bench), 20_000 - 6_667);
    attach(&bench, client);
    bench.add(Item::Service(service), 1);
    bench.done(used());
    bench.done(Request::Park);
    attach(&bench, client);
    bench.add(Item::Service(service), 1);
    assert!(matches!(
        fault(bench.refused(used())),
        HoldingFault::Held { .. }
    ));
    bench.done(Request::CancelTicket {
        reason: "Later".into(),
    });
    bench.done(Request::Recall { ticket: None });
    bench.pay(&[]);
    attach(&bench, client);
    bench.add(Item::Service(service), 1);
    let next = day("2026-12-22");
    assert_eq!(fault(bench.refused(used())), HoldingFault::UsedUp { next });
    bench.done(Request::CancelTicket {
        reason: "Later".into(),
    });
    bench.done(back(&first));
    assert_eq!(holding(&bench, id).left_on(bench.today()), 1);
    assert_eq!(owed(&bench), 20_000 - 6_667);
    treat();
    pass_to(&bench, "2026-12-22");
    treat();
    assert_eq!(owed(&bench), 20_000 - 2 * 6_667);
    assert_eq!(holding(&bench, id).left_on(bench.today()), 1);
}

/// L11 for a membership that is earned at use: two credits of four are half the fee.
#[test]
fn a_fee_can_be_earned_with_the_credits() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let gives = Membership {
        earned: Earned::AtUse,
        per: Per::Term,
        ..treatments(4, service)
    };
    let gold = plan(&bench, gives, Life::Months(3));
    let (id, bought) = sell(&bench, gold, client);
    for left in [15_000, 10_000] {
        attach(&bench, client);
        bench.add(Item::Service(service), 1);
        bench.done(used());
        bench.pay(&[]);
        assert_eq!(owed(&bench), left);
    }
    next_day(&bench, "2026-12-22");
    assert_eq!(owed(&bench), 10_000);
    // Half of what was paid, tax included.
    let Outcome::Sold(paid) = bench.done(back(&bought)) else {
        panic!("nothing came back");
    };
    assert_eq!(paid.total, eur(-12_100));
    assert_eq!(
        (owed(&bench), holding(&bench, id).closed),
        (0, Some(HoldingEnd::GivenBack))
    );
}

/// A visit is recorded, and refused with its reason: none at all, used up, at rest, over.
#[test]
fn members_come_in() {
    let bench = Bench::open();
    let (client, other) = (bench.client("Līga Ozola", "1"), bench.client("Anda", "2"));
    let gold = plan(&bench, entries(2), Life::Months(2));
    let name = "Anda".to_owned();
    assert_eq!(bench.refused(enter(other)), Refusal::NoMembership { name });
    let (id, _) = sell(&bench, gold, client);
    for left in [1, 0] {
        match bench.done(enter(client)) {
            Outcome::MemberEntered {
                holding,
                left: said,
                until,
                ..
            } => {
                assert_eq!((holding, said), (id, Some(left)));
                assert_eq!(until, Some(day("2027-01-21")));
            }
            other => panic!("{other:?}"),
        }
    }
    // What has begun is earned with the first visit.
    assert_eq!(owed(&bench), 10_000);
    let (most, next) = (2, Some(day("2026-12-22")));
    let used_up = HoldingFault::EntriesUsed { most, next };
    assert_eq!(fault(bench.refused(enter(client))), used_up);
    let theirs = Request::EnterMember {
        client: other,
        holding: Some(id),
    };
    assert_eq!(fault(bench.refused(theirs)), HoldingFault::NotTheirs);
    bench.done(Request::TakeEntryBack { holding: id });
    bench.done(enter(client));
    pass_to(&bench, "2026-11-23");
    let none = Request::TakeEntryBack { holding: id };
    assert_eq!(fault(bench.refused(none)), HoldingFault::NotEntered);
    pass_to(&bench, "2026-12-22");
    bench.done(enter(client));
    bench.done(Request::RestHolding {
        holding: id,
        from: None,
        days: 5,
    });
    let until = day("2026-12-26");
    assert_eq!(
        fault(bench.refused(enter(client))),
        HoldingFault::Resting { until }
    );
    pass_to(&bench, "2027-01-27");
    let on = day("2027-01-26");
    assert_eq!(
        fault(bench.refused(enter(client))),
        HoldingFault::Lapsed { on }
    );
    // All visits stay on it.
    assert_eq!(holding(&bench, id).term.unwrap().entries.len(), 3);
}

/// Renewed early it begins behind; what is frozen moves what waits behind it, and what is
/// taken up again moves it back.
#[test]
fn renewals_wait_and_move_with_what_runs() {
    let bench = Bench::open();
    let client = bench.client("Līga Ozola", "1");
    let gold = plan(&bench, entries(0), Life::Months(1));
    let (first, _) = sell(&bench, gold, client);
    let (second, _) = sell(&bench, gold, client);
    assert_eq!(span(&bench, first), (day("2026-11-21"), day("2026-12-21")));
    assert_eq!(span(&bench, second), (day("2026-12-22"), day("2027-01-21")));
    bench.done(Request::RestHolding {
        holding: first,
        from: Some(day("2026-11-25")),
        days: 10,
    });
    assert_eq!(span(&bench, first).1, day("2026-12-31"));
    assert_eq!(span(&bench, second), (day("2027-01-01"), day("2027-01-31")));
    pass_to(&bench, "2026-11-28");
    bench.done(Request::EndRest { holding: first });
    assert_eq!(span(&bench, first).1, day("2026-12-24"));
    assert_eq!(span(&bench, second), (day("2026-12-25"), day("2027-01-24")));
    assert_eq!(holding(&bench, first).rest_left(), 57);
    let again = Request::EndRest { holding: first };
    assert_eq!(fault(bench.refused(again)), HoldingFault::NotResting);
    bench.done(Request::ExtendHolding {
        holding: first,
        until: day("2026-12-31"),
        reason: "Closed for a week".into(),
    });
    assert_eq!(span(&bench, second), (day("2027-01-01"), day("2027-01-31")));
    // One that is sold after the end begins at once, and what waits pays nothing yet.
    let from = day("2027-01-01");
    let wait = Request::EnterMember {
        client,
        holding: Some(second),
    };
    assert_eq!(fault(bench.refused(wait)), HoldingFault::NotYet { from });
    next_day(&bench, "2027-02-10");
    let (third, _) = sell(&bench, gold, client);
    assert_eq!(span(&bench, third).0, day("2027-02-10"));
    // Three decisions about the first one are there to be read, and two about the second.
    assert_eq!(holding(&bench, first).changes.len(), 3);
    assert_eq!(holding(&bench, second).changes.len(), 3);
}

/// The client, the cart and the list of what wants attention say that one ends soon, and
/// no more once it is renewed. A package says so on client and cart.
#[test]
fn the_end_is_said_before_it_comes() {
    let bench = Bench::open();
    let (service, client) = (bench.massage(), bench.client("Līga Ozola", "1"));
    let gold = plan(&bench, entries(0), Life::Months(3));
    let (id, _) = sell(&bench, gold, client);
    let package = PlanDraft {
        kind: PlanKind::Visits {
            n: 5,
            services: vec![service],
        },
        name: "5 x Swedish".into(),
        ..draft(bare(), Life::Months(3))
    };
    let Outcome::SavedPlan { plan: five } = bench.done(Request::SavePlan(package)) else {
        panic!("not saved");
    };
    let (package, _) = sell(&bench, five, client);
    let in_cart = || -> Vec<HoldingId> {
        attach(&bench, client);
        let ending = bench.cart_sheet().ending.into_iter();
        let ids = ending.map(|it| it.holding).collect();
        bench.done(Request::AttachClient { client: None });
        ids
    };
    assert_eq!((in_cart(), ends_soon(&bench)), (vec![], vec![]));
    // Thirty days before its last day, which is the 21st of February; the membership in
    // the last quarter of its time.
    next_day(&bench, "2027-01-21");
    assert_eq!((in_cart(), ends_soon(&bench)), (vec![], vec![]));
    next_day(&bench, "2027-01-22");
    assert_eq!((in_cart(), ends_soon(&bench)), (vec![package], vec![]));
    next_day(&bench, "2027-01-28");
    assert_eq!(in_cart(), [package]);
    next_day(&bench, "2027-01-29");
    assert_eq!(in_cart(), [id, package]);
    assert_eq!(ends_soon(&bench), [id]);
    sell(&bench, gold, client);
    assert_eq!((in_cart(), ends_soon(&bench)), (vec![package], vec![]));
}

/// What has not begun is paid back where the plan has it so, and else nothing is once it
/// has begun; giving it up makes the rest the shop's.
#[test]
fn a_membership_is_given_up() {
    let bench = Bench::open();
    let client = bench.client("Līga Ozola", "1");
    let gold = plan(&bench, entries(0), Life::Months(12));
    let (id, bought) = sell(&bench, gold, client);
    next_day(&bench, "2027-01-10");
    bench.done(enter(client));
    // Two months have begun: ten twelfths come back, with their tax.
    let left = 20_000 - 2 * 1_667;
    assert_eq!(owed(&bench), left);
    let Outcome::Sold(paid) = bench.done(back(&bought)) else {
        panic!("nothing came back");
    };
    assert_eq!(paid.total, eur(-20_166));
    assert_eq!(
        (owed(&bench), holding(&bench, id).closed),
        (0, Some(HoldingEnd::GivenBack))
    );
    assert_eq!(
        fault(bench.refused(Request::CancelHolding {
            holding: id,
            reason: "Moves away".into(),
        })),
        HoldingFault::Closed
    );
    let strict = Membership {
        gives_back: false,
        ..entries(0)
    };
    let strict = plan(&bench, strict, Life::Months(10));
    let (_, mistake) = sell(&bench, strict, client);
    bench.done(back(&mistake));
    let (id, bought) = sell(&bench, strict, client);
    bench.done(enter(client));
    assert_eq!(
        fault(bench.refused(back(&bought))),
        HoldingFault::NotGivenBack
    );
    let void = Request::Void {
        sale: bought.sale,
        reason: "Moves away".into(),
    };
    assert_eq!(fault(bench.refused(void)), HoldingFault::Used);
    let before = bench.balance(&Account::Breakage);
    bench.done(Request::CancelHolding {
        holding: id,
        reason: "Moves away".into(),
    });
    assert_eq!(bench.balance(&Account::Breakage) - before, -18_000);
    assert_eq!(
        (owed(&bench), holding(&bench, id).closed),
        (0, Some(HoldingEnd::Cancelled))
    );
    assert_eq!(
        fault(bench.refused(Request::EnterMember {
            client,
            holding: Some(id),
        })),
        HoldingFault::Closed
    );
}

#[test]
fn a_membership_that_gives_nothing_is_refused() {
    let bench = Bench::open();
    let service = bench.massage();
    let at_use = Membership {
        earned: Earned::AtUse,
        ..off(10)
    };
    let for_nothing = Membership {
        credits: 2,
        ..bare()
    };
    let of_plans = Membership {
        on: Scope(vec![Sort::Item(Item::Deposit)]),
        ..off(10)
    };
    let month = Life::Months(1);
    let cases = [
        (bare(), month, Field::Credits),
        (at_use, month, Field::Credits),
        (for_nothing, month, Field::Services),
        (of_plans, month, Field::Scope),
        (off(10), Life::ForEver, Field::Life),
        (treatments(2_000, service), month, Field::Credits),
    ];
    for (gives, life, want) in cases {
        let refusal = bench.refused(Request::SavePlan(draft(gives.clone(), life)));
        match refusal {
            Refusal::Field { field, .. } => assert_eq!(field, want, "{gives:?}"),
            other => panic!("{other:?}"),
        }
    }
}

/// What a client had before can be looked up with all that became of it.
#[test]
fn what_is_over_is_history() {
    let bench = Bench::open();
    let client = bench.client("Līga Ozola", "1");
    let gold = plan(&bench, entries(0), Life::Weeks(1));
    let (id, _) = sell(&bench, gold, client);
    bench.done(enter(client));
    let ask = |past| match bench
        .shop
        .ask(&DESK, &ENGLISH, &Query::Holdings { client, past })
    {
        Ok(Answer::Holdings { holdings }) => holdings,
        other => panic!("{other:?}"),
    };
    assert_eq!((ask(false).len(), ask(true).len()), (1, 0));
    // Shown for thirty days after its end, so that it is renewed.
    pass_to(&bench, "2026-12-27");
    assert_eq!((ask(false).len(), ask(true).len()), (1, 0));
    pass_to(&bench, "2026-12-28");
    let past = ask(true);
    assert_eq!((ask(false).len(), past.len()), (0, 1));
    assert_eq!(past[0].holding.id, id);
    assert_eq!(past[0].holding.term.as_ref().unwrap().entries.len(), 1);
    assert_eq!(past[0].movements.len(), 2);
}
