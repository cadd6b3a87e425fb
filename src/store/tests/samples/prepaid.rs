//! What is paid ahead: rules, gift cards, plans, holdings, movements.

use chrono::TimeDelta;

use super::{
    super::shop::{day, id, noon},
    money,
};
use crate::domain::{
    deposit::{Deposit, DepositEnd},
    holding::{Holding, HoldingChange, HoldingChanged, HoldingEnd, Rest},
    ids::{
        AppointmentId, ClientId, DepositId, GiftCardId, HoldingId, PlanId, PointsLotId,
        PurseMovementId, SaleId, ServiceId, StaffId, TaxClassId,
    },
    membership::{Earned, Entry, EntryLimit, Membership, Per, Term, Use},
    money::Rate,
    plan::{Life, Plan, PlanKind},
    points::{
        EarnedOn, EarningRule, LotCause, LotUse, PointsLot, PointsPrice, PointsRules, Referral,
        SpentAs,
    },
    promotion::{Scope, Sort},
    purse::{GiftCard, GiftCardState, LoyaltyRules, Means, PurseMovement, PurseReason},
    tender::{Purse, TaxPaid},
    ticket::Item,
};

pub(in crate::store::tests) fn loyalty_rules() -> Vec<LoyaltyRules> {
    vec![
        LoyaltyRules::default(),
        LoyaltyRules {
            card_life_months: Some(24),
            order: Means::USUAL.to_vec(),
            soon_days: 14,
            deposits_taxed: false,
        },
    ]
}

/// All that one can give.
fn membership() -> PlanKind {
    PlanKind::Membership(Membership {
        credits: 2,
        per: Per::Month,
        services: vec![ServiceId(id(2))],
        rolls_over: true,
        off: Rate::from_milli_percent(10_000),
        on: Scope(vec![Sort::Services]),
        entry: Some(EntryLimit {
            most: 8,
            per: Per::Week,
        }),
        earned: Earned::AtUse,
        gives_back: true,
    })
}

fn plan_kinds() -> [PlanKind; 3] {
    let services = vec![ServiceId(id(2)), ServiceId(id(3))];
    [
        PlanKind::Visits {
            n: 10,
            services: services.clone(),
        },
        PlanKind::Minutes {
            n: 4,
            minutes_each: 30,
            services,
        },
        PlanKind::Credit {
            worth: money(13_000),
        },
    ]
}

pub(in crate::store::tests) fn plans() -> Vec<Plan> {
    let lives = [
        Life::ForEver,
        Life::Days(10),
        Life::Weeks(6),
        Life::Months(12),
    ];
    let kinds = plan_kinds().into_iter().cycle();
    let plan = |(life, kind)| Plan {
        id: PlanId(id(18)),
        code: "P10".into(),
        name: "10 x Swedish".into(),
        price: money(40_000),
        tax_class: TaxClassId(id(1)),
        kind,
        life,
        rest_days: 30,
        rest_extends: true,
        can_move: true,
        active: true,
    };
    let mut plans: Vec<Plan> = lives.into_iter().zip(kinds).map(plan).collect();
    plans.push(plan((Life::Months(3), membership())));
    plans
}

pub(in crate::store::tests) fn holdings() -> Vec<Holding> {
    let rest = Rest {
        from: day("2026-11-24"),
        until: day("2026-11-30"),
    };
    let changed = [
        HoldingChanged::Extended {
            was: day("2026-11-22"),
            reason: "Ill".into(),
        },
        HoldingChanged::Rested(rest),
        HoldingChanged::GivenBy(ClientId(id(6))),
        HoldingChanged::Woken(rest),
        HoldingChanged::Cancelled {
            reason: "Moves away".into(),
        },
        HoldingChanged::Moved { days: -3 },
    ];
    let change = |what| HoldingChange {
        on: day("2026-11-22"),
        by: Some(StaffId(id(5))),
        what,
    };
    let ends = [
        None,
        Some(HoldingEnd::GivenBack),
        Some(HoldingEnd::TakenOver),
    ];
    let holding = |(kind, closed)| Holding {
        id: HoldingId(id(61)),
        client: ClientId(id(6)),
        plan: PlanId(id(18)),
        name: "10 x Swedish".into(),
        kind,
        units: 10,
        units_left: 7,
        value: money(33_333),
        value_left: money(23_333),
        from: day("2026-11-22"),
        until: Some(day("2027-11-22")),
        sold_in: SaleId(id(9)),
        line: 2,
        rest_days: 30,
        rest_extends: true,
        can_move: true,
        rests: vec![rest],
        closed,
        changes: changed.clone().map(change).to_vec(),
        term: None,
    };
    let held = plan_kinds().into_iter().zip(ends).map(holding);
    let mut held: Vec<Holding> = held.collect();
    held.push(Holding {
        term: Some(term()),
        ..holding((membership(), Some(HoldingEnd::Cancelled)))
    });
    held
}

fn term() -> Term {
    Term {
        life: Life::Months(3),
        counted_from: day("2026-08-31"),
        months_before: 3,
        uses: vec![Use {
            on: day("2026-11-22"),
            units: 1,
        }],
        entries: vec![Entry {
            on: day("2026-11-22"),
            at: noon(),
            by: Some(StaffId(id(5))),
        }],
    }
}

pub(in crate::store::tests) fn gift_cards() -> Vec<GiftCard> {
    let states = [
        GiftCardState::Blank,
        GiftCardState::Active,
        GiftCardState::Used,
        GiftCardState::Expired,
        GiftCardState::Replaced,
    ];
    let card = |state| GiftCard {
        id: GiftCardId(id(60)),
        number: "G1-00060-4831".into(),
        state,
        face: money(10_000),
        balance: money(4_000),
        sold_in: Some(SaleId(id(9))),
        sold_on: Some(noon().date_naive()),
        expires: Some(noon().date_naive() + TimeDelta::days(365)),
        successor: Some(GiftCardId(id(61))),
    };
    states.map(card).to_vec()
}

pub(in crate::store::tests) fn purse_movements() -> Vec<PurseMovement> {
    let other = Purse::GiftCard(GiftCardId(id(61)));
    let reasons = [
        (
            Purse::GiftCard(GiftCardId(id(60))),
            PurseReason::Sale(SaleId(id(9))),
        ),
        (Purse::Deposit(DepositId(id(64))), PurseReason::Expired),
        (Purse::Client(ClientId(id(6))), PurseReason::MovedTo(other)),
        (
            other,
            PurseReason::MovedFrom(Purse::GiftCard(GiftCardId(id(60)))),
        ),
        (Purse::Holding(HoldingId(id(61))), PurseReason::Expired),
        (Purse::Holding(HoldingId(id(61))), PurseReason::Earned),
    ];
    let movement = |(purse, reason)| PurseMovement {
        id: PurseMovementId(id(62)),
        purse,
        at: noon(),
        by: Some(StaffId(id(5))),
        amount: money(-6_000),
        balance: money(4_000),
        units: -2,
        reason,
    };
    reasons.map(movement).to_vec()
}

pub(in crate::store::tests) fn deposits() -> Vec<Deposit> {
    let kept = DepositEnd::Kept {
        on: day("2026-11-22"),
        by: Some(StaffId(id(5))),
        reason: "Did not come".into(),
    };
    let ends = [None, Some(DepositEnd::GivenBack), Some(kept)];
    let deposit = |closed| Deposit {
        id: DepositId(id(64)),
        client: ClientId(id(6)),
        appointment: Some(AppointmentId(id(7))),
        sold_in: SaleId(id(9)),
        line: 1,
        taken_on: day("2026-11-22"),
        paid: money(3_000),
        taxes: vec![TaxPaid {
            name: "VAT".into(),
            amount: money(500),
        }],
        left: money(1_200),
        tax_left: money(200),
        closed,
    };
    ends.map(deposit).to_vec()
}

pub(in crate::store::tests) fn points_lots() -> Vec<PointsLot> {
    let rule = EarningRule {
        points: 20,
        per: money(10_000),
        on: EarnedOn::Net,
        in_parts: true,
    };
    let client = ClientId(id(7));
    let causes = [
        LotCause::Bought {
            visit: 5,
            rule: Some(rule),
        },
        LotCause::OfBrought { client, rule },
        LotCause::NewClient,
        LotCause::Brought,
        LotCause::Referrer { client },
    ];
    let lot = |cause| PointsLot {
        id: PointsLotId(id(63)),
        client: ClientId(id(6)),
        cause,
        sale: SaleId(id(9)),
        earned_on: day("2026-11-22"),
        until: Some(day("2027-11-22")),
        points: 65,
        left: -3,
        value: money(65),
        taken_back: 2,
        lapsed: 1,
        uses: vec![LotUse {
            sale: SaleId(id(10)),
            points: 50,
            back: 7,
        }],
    };
    causes.map(lot).to_vec()
}

pub(in crate::store::tests) fn points_rules() -> Vec<PointsRules> {
    let spent_as = [SpentAs::Payment, SpentAs::Discount];
    let rules = |spent_as| PointsRules {
        on: true,
        per_visit: 5,
        by_amount: Some(EarningRule {
            points: 20,
            per: money(10_000),
            on: EarnedOn::Total,
            in_parts: false,
        }),
        life: Life::Months(12),
        worth: money(100),
        worth_of: 100,
        spent_as,
        least: 10,
        back_days: 30,
        goods: vec![PointsPrice {
            item: Item::Service(ServiceId(id(2))),
            points: 500,
        }],
        referrer: 5,
        gift_new: 50,
        gift_brought: 30,
        gift_referrer: 100,
        gift_life: Life::Days(90),
        swept_to: Some(day("2026-11-22")),
    };
    let mut all = spent_as.map(rules).to_vec();
    all.push(PointsRules::default());
    all
}

pub(in crate::store::tests) fn referrals() -> Vec<Referral> {
    let by = [Some(ClientId(id(7))), None];
    let referral = |by| Referral {
        client: ClientId(id(6)),
        by,
    };
    by.map(referral).to_vec()
}
