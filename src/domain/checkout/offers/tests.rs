//! Rules one by one, rules that meet on a line, and what holds for any cart.

use fastrand::Rng;

use super::*;
use crate::domain::{
    checkout::{
        LineBack, Totals, refund_lines, spread_order,
        tests::{INSIDE, cash, document, eur, line, percent, sold},
        totals,
    },
    ids::{ProductId, PromotionId, RawId, SaleId, ServiceId},
    price::LevelId,
    promotion::{Part, Season, Sort},
    sale::{Sale, SaleKind},
    staff::Shift,
    ticket::{Discount, Given, Item, OrderDiscount},
};

const N_CARTS: u64 = 100_000;

fn raw(number: u64) -> RawId {
    RawId::new(1, number).unwrap()
}

fn massage() -> Item {
    Item::Service(ServiceId(raw(1)))
}

fn product(number: u64) -> Item {
    Item::Product(ProductId(raw(number)))
}

fn milli(rate: u32) -> Rate {
    Rate::from_milli_percent(rate)
}

fn rule(number: u64, gives: Gives) -> Promotion {
    Promotion {
        id: PromotionId(raw(number)),
        name: format!("Rule {number}"),
        gives,
        on: Scope::default(),
        when: Season::default(),
        who: Who::Anybody,
        by_coupon: false,
        least: None,
        most: None,
        alone: false,
        rank: 0,
        active: true,
    }
}

fn of(promotion: Promotion, sorts: &[Sort]) -> Promotion {
    Promotion {
        on: Scope(sorts.to_vec()),
        ..promotion
    }
}

/// Monday, 2026-11-23, 10:00.
fn monday() -> WallTime {
    WallTime::new("2026-11-23".parse().unwrap(), 600)
}

fn about(lines: &[TicketLine]) -> Vec<LineAbout> {
    let category = |item: Item| match item {
        Item::Service(_) => "Body",
        Item::Product(ProductId(id)) if id == raw(1) => "Oils",
        _ => "Retail",
    };
    let about = |it: &TicketLine| LineAbout {
        category: category(it.item).into(),
        at: monday(),
    };
    lines.iter().map(about).collect()
}

fn offering<'a>(rules: &'a [Promotion], how: &'a OfferRules) -> Offering<'a> {
    let offered = |rule: &'a Promotion| Offered {
        kind: OfferKind::Promotion(rule.id),
        name: rule.name.clone(),
        rule,
    };
    Offering {
        rules: rules.iter().map(offered).collect(),
        card: None,
        how,
        buyer: Buyer::default(),
    }
}

fn how(stacking: Stacking) -> OfferRules {
    OfferRules {
        stacking,
        ..OfferRules::default()
    }
}

fn item(item: Item, number: u32, quantity: u32, price: i64) -> TicketLine {
    TicketLine {
        item,
        ..line(number, quantity, price)
    }
}

/// What came off each line.
fn taken(lines: &[TicketLine]) -> Vec<i64> {
    let off = |it: &TicketLine| it.offers.iter().map(|it| it.off.minor()).sum();
    lines.iter().map(off).collect()
}

fn after(mut lines: Vec<TicketLine>, offering: &Offering) -> Vec<TicketLine> {
    let about = about(&lines);
    take_offers_off(&mut lines, &about, offering).unwrap();
    assert!(totals(&lines, INSIDE).is_ok());
    lines
}

#[test]
fn each_shape_takes_off_what_it_says() {
    let goods = [Sort::Products];
    let three = |buy, get, rate| Gives::More {
        buy,
        get,
        off: milli(rate),
        of: None,
    };
    let gift = Gives::More {
        buy: 1,
        get: 1,
        off: Rate::WHOLE,
        of: Some(Scope(vec![Sort::Item(product(2))])),
    };
    let bundle = |price| Gives::Bundle {
        parts: vec![
            Part {
                of: Scope(vec![Sort::Services]),
                quantity: 1,
            },
            Part {
                of: Scope(vec![Sort::Category("oils".into())]),
                quantity: 2,
            },
        ],
        price: eur(price),
    };
    // A massage of 45.00, three oils of 10.00, two candles of 3.33.
    let cart = || {
        vec![
            item(massage(), 1, 1, 4_500),
            item(product(1), 2, 3, 1_000),
            item(product(2), 3, 2, 333),
        ]
    };
    #[rustfmt::skip]
    let cases: Vec<(&str, Promotion, [i64; 3])> = vec![
        ("a percent of all",       rule(1, Gives::Percent(milli(10_000))),             [450, 300, 67]),
        ("a percent of goods",     of(rule(1, Gives::Percent(milli(10_000))), &goods), [0, 300, 67]),
        ("off each piece",         of(rule(1, Gives::Each(eur(200))), &goods),         [0, 600, 400]),
        ("no piece below nothing", of(rule(1, Gives::Each(eur(500))), &goods),         [0, 1_500, 666]),
        ("a price of its own",     of(rule(1, Gives::Price(eur(300))), &goods),        [0, 2_100, 66]),
        ("no dearer than before",  rule(1, Gives::Price(eur(900))),                    [3_600, 300, 0]),
        ("an amount off all",      of(rule(1, Gives::Together(eur(1_000))), &goods),   [0, 818, 182]),
        ("three for two",          of(rule(1, three(2, 1, 100_000)), &goods),          [0, 0, 333]),
        ("the second at half",     of(rule(1, three(1, 1, 50_000)), &goods),           [0, 0, 333]),
        ("two and two cheaper",    of(rule(1, three(2, 2, 100_000)), &goods),          [0, 0, 666]),
        ("too few of them",        of(rule(1, three(5, 1, 100_000)), &goods),          [0, 0, 0]),
        ("a candle to a massage",  of(rule(1, gift), &[Sort::Services]),               [0, 0, 333]),
        ("a bundle",               rule(1, bundle(5_500)),                             [692, 308, 0]),
        ("no dearer bundle",       rule(1, bundle(6_500)),                             [0, 0, 0]),
    ];
    for (what, rule, want) in cases {
        for stacking in [Stacking::BestOf, Stacking::InOrder] {
            let (how, rules) = (how(stacking), [rule.clone()]);
            let lines = after(cart(), &offering(&rules, &how));
            assert_eq!(taken(&lines), want, "{what}, {stacking:?}");
            let names = lines.iter().flat_map(|it| &it.offers);
            assert!(names.clone().all(|it| it.name == "Rule 1"), "{what}");
        }
    }
}

#[test]
fn as_many_bundles_and_gifts_as_the_cart_has() {
    let how = OfferRules::default();
    let pair = Gives::Bundle {
        parts: vec![
            Part {
                of: Scope(vec![Sort::Services]),
                quantity: 1,
            },
            Part {
                of: Scope(vec![Sort::Products]),
                quantity: 1,
            },
        ],
        price: eur(1_000),
    };
    // Two massages at 9.00 and one at 8.00; oils at 4.00 and 3.00, two each.
    let cart = vec![
        item(massage(), 1, 2, 900),
        item(massage(), 2, 1, 800),
        item(product(1), 3, 2, 400),
        item(product(2), 4, 2, 300),
    ];
    // 9 + 4 twice, 8 + 3 once: 37.00 for 30.00.
    let rules = [rule(1, pair)];
    let lines = after(cart, &offering(&rules, &how));
    assert_eq!(taken(&lines).iter().sum::<i64>(), 700);
    let seven_for_five = [rule(
        1,
        Gives::More {
            buy: 5,
            get: 2,
            off: Rate::WHOLE,
            of: None,
        },
    )];
    let many = vec![item(product(1), 1, 14, 100), item(product(2), 2, 2, 50)];
    let lines = after(many, &offering(&seven_for_five, &how));
    assert_eq!(taken(&lines), [200, 100], "four of sixteen, the cheapest");
}

#[test]
fn what_a_rule_does_not_touch() {
    let how = OfferRules::default();
    let ten = rule(1, Gives::Percent(milli(10_000)));
    let rules = [ten.clone()];
    let offering_ten = offering(&rules, &how);
    let at = |reason: PriceReason| TicketLine {
        price_reason: reason,
        ..line(1, 1, 1_000)
    };
    let tip = TicketLine {
        item: Item::Tip(crate::domain::ids::StaffId::default()),
        ..line(1, 1, 1_000)
    };
    #[rustfmt::skip]
    let cases = [
        ("the list's own",        line(1, 1, 1_000),                             100),
        ("a therapist's own",     at(PriceReason::Person),                       100),
        ("by the minute",         at(PriceReason::Timed),                        100),
        ("another column",        at(PriceReason::Level("Staff".into())),        0),
        ("changed by hand",       at(PriceReason::Changed("Agreed".into())),     0),
        ("asked for",             at(PriceReason::Asked),                        0),
        ("on a label",            at(PriceReason::Label),                        0),
        ("discounted by hand",    percent(1_000, line(1, 1, 1_000)),             0),
        ("a tip",                 tip,                                           0),
    ];
    for (what, line, want) in cases {
        assert_eq!(taken(&after(vec![line], &offering_ten)), [want], "{what}");
    }
    // A rule for that column alone.
    let staff = [Promotion {
        who: Who::Level(LevelId(2)),
        ..ten
    }];
    let at_level = || vec![at(PriceReason::Level("Staff".into())), line(2, 1, 1_000)];
    let mut offering = offering(&staff, &how);
    assert_eq!(taken(&after(at_level(), &offering)), [0, 0]);
    offering.buyer.level = Some(LevelId(2));
    assert_eq!(taken(&after(at_level(), &offering)), [100, 100]);
}

#[test]
fn who_and_how_much_at_least_and_at_most() {
    let how = OfferRules::default();
    let half = || rule(1, Gives::Percent(milli(50_000)));
    let lines = || vec![line(1, 1, 1_000), line(2, 1, 3_000)];
    let member = Buyer {
        is_client: true,
        is_new: true,
        has_card: true,
        level: None,
    };
    for who in [Who::Client, Who::NewClient, Who::CardHolder] {
        let rules = [Promotion { who, ..half() }];
        let mut offering = offering(&rules, &how);
        assert_eq!(taken(&after(lines(), &offering)), [0, 0], "{who:?}");
        offering.buyer = member;
        assert_eq!(taken(&after(lines(), &offering)), [500, 1_500], "{who:?}");
    }
    for (least, want) in [(4_000, [500, 1_500]), (4_001, [0, 0])] {
        let rules = [Promotion {
            least: Some(eur(least)),
            ..half()
        }];
        assert_eq!(taken(&after(lines(), &offering(&rules, &how))), want);
    }
    let capped = [Promotion {
        most: Some(eur(1_001)),
        ..half()
    }];
    let lines_capped = after(lines(), &offering(&capped, &how));
    assert_eq!(taken(&lines_capped), [250, 751]);
}

/// Of one line several rules: the best of them, or one after the other; what may be
/// alone, and what the shop allows at most.
#[test]
fn rules_that_meet_are_stacked_as_the_shop_says() {
    let percent = |number, rate| rule(number, Gives::Percent(milli(rate)));
    let alone = |promotion| Promotion {
        alone: true,
        ..promotion
    };
    let (ten, twenty) = (percent(1, 10_000), percent(2, 20_000));
    let five_off = rule(3, Gives::Each(eur(500)));
    let (best, order) = (Stacking::BestOf, Stacking::InOrder);
    #[rustfmt::skip]
    let cases = [
        // what                     rules                                  card       how    most          off
        ("the better",              vec![ten.clone(), twenty.clone()],       0,         best,  None,         vec![2_000]),
        ("the card if better",      vec![ten.clone()],                       15_000,    best,  None,         vec![1_500]),
        ("the rule if as good",     vec![ten.clone()],                       10_000,    best,  None,         vec![1_000]),
        ("of what is left",         vec![ten.clone(), twenty.clone()],       0,         order, None,         vec![1_000, 1_800]),
        ("by their order",          vec![five_off.clone(), ten.clone()],     0,         order, None,         vec![500, 950]),
        ("the card comes last",     vec![twenty.clone()],                    10_000,    order, None,         vec![2_000, 800]),
        ("alone before others",     vec![alone(ten.clone()), twenty.clone()], 5_000,    order, None,         vec![1_000]),
        ("alone after others",      vec![twenty.clone(), alone(ten.clone())], 5_000,    order, None,         vec![2_000, 400]),
        ("at most so much",         vec![ten.clone(), twenty.clone()],       5_000,     order, Some(25_000), vec![1_000, 1_500]),
        ("at most, of the best",    vec![ten, twenty],                       0,         best,  Some(15_000), vec![1_500]),
    ];
    for (what, rules, card, stacking, most, want) in cases {
        let how = OfferRules {
            stacking,
            most_off: most.map(milli),
            ..OfferRules::default()
        };
        let mut offering = offering(&rules, &how);
        offering.card = (card > 0).then(|| milli(card));
        let lines = after(vec![line(1, 1, 10_000)], &offering);
        let offs: Vec<i64> = lines[0].offers.iter().map(|it| it.off.minor()).collect();
        assert_eq!(offs, want, "{what}");
    }
}

/// What needs several lines is taken where it is more than each of them would have.
#[test]
fn a_bundle_gives_way_to_what_is_better_line_by_line() {
    let how = OfferRules::default();
    let together = rule(1, Gives::Together(eur(300)));
    let cart = || vec![line(1, 1, 1_000), line(2, 1, 1_000)];
    for (rate, want) in [
        (10_000, [150, 150]),
        (15_000, [150, 150]),
        (20_000, [200, 200]),
    ] {
        let rules = [together.clone(), rule(2, Gives::Percent(milli(rate)))];
        let lines = after(cart(), &offering(&rules, &how));
        assert_eq!(taken(&lines), want, "{rate}");
        assert!(lines.iter().all(|it| it.offers.len() == 1));
    }
}

/// A happy hour that ends while the client pays is not taken back, one that was
/// declined or has ended before is not had.
#[test]
fn an_hour_that_passes_takes_nothing_back() {
    let how = OfferRules::default();
    let until_ten = Season {
        hours: Some(Shift {
            start_minute: 540,
            end_minute: 600,
        }),
        ..Season::default()
    };
    let rules = [Promotion {
        when: until_ten,
        ..rule(1, Gives::Percent(milli(10_000)))
    }];
    let offering = offering(&rules, &how);
    let mut lines = vec![line(1, 1, 1_000)];
    let at = |minute| LineAbout {
        category: String::new(),
        at: WallTime { minute, ..monday() },
    };
    take_offers_off(&mut lines, &[at(599)], &offering).unwrap();
    assert_eq!(taken(&lines), [100]);
    lines.push(line(2, 1, 1_000));
    take_offers_off(&mut lines, &[at(600), at(600)], &offering).unwrap();
    assert_eq!(taken(&lines), [100, 0]);
}

fn some_scope(rng: &mut Rng) -> Scope {
    Scope(match rng.u8(0..5) {
        0 => vec![Sort::Services],
        1 => vec![Sort::Products],
        2 => vec![Sort::Item(product(rng.u64(1..4))), Sort::Item(massage())],
        3 => vec![Sort::Category("Retail".into())],
        _ => Vec::new(),
    })
}

fn some_rule(number: u64, rng: &mut Rng) -> Promotion {
    let amount = |rng: &mut Rng| eur(rng.i64(0..4_000));
    let gives = match rng.u8(0..6) {
        0 => Gives::Percent(milli(rng.u32(0..=100_000))),
        1 => Gives::Each(amount(rng)),
        2 => Gives::Together(amount(rng)),
        3 => Gives::Price(amount(rng)),
        4 => Gives::More {
            buy: rng.u32(1..4),
            get: rng.u32(1..3),
            off: milli(rng.u32(1..=100_000)),
            of: rng.bool().then(|| some_scope(rng)),
        },
        _ => Gives::Bundle {
            parts: (0..rng.u8(1..4))
                .map(|_| Part {
                    of: some_scope(rng),
                    quantity: rng.u32(1..3),
                })
                .collect(),
            price: amount(rng),
        },
    };
    Promotion {
        on: some_scope(rng),
        least: (rng.u8(0..4) == 0).then(|| amount(rng)),
        most: (rng.u8(0..4) == 0).then(|| amount(rng)),
        alone: rng.u8(0..4) == 0,
        ..rule(number, gives)
    }
}

fn some_cart(rng: &mut Rng) -> Vec<TicketLine> {
    let n_lines = rng.u32(1..6);
    let some_line = |number| {
        let sort = if rng.bool() {
            massage()
        } else {
            product(rng.u64(1..4))
        };
        let line = item(sort, number, rng.u32(1..6), rng.i64(0..5_000));
        match rng.u8(0..8) {
            0 => percent(rng.u32(0..=100_000), line),
            1 => TicketLine {
                discount: Some(Discount::Amount(eur(rng.i64(0..=line.unit_price.minor())))),
                ..line
            },
            _ => line,
        }
    };
    (1..=n_lines).map(some_line).collect()
}

/// Gives everything back in parts of any size and order: what is left is nothing, of
/// any line, tax or rule.
fn gives_all_back(sale: &Sale, rng: &mut Rng) {
    let mut already: Vec<Sale> = Vec::new();
    let mut left: Vec<(u32, u32)> = sale
        .lines
        .iter()
        .map(|it| (it.number, u32::try_from(it.quantity).unwrap()))
        .collect();
    while !left.is_empty() {
        let place = rng.usize(..left.len());
        let all = left[place].1;
        let quantity = if rng.bool() { all } else { rng.u32(1..=all) };
        let back = LineBack {
            line: left[place].0,
            quantity,
            restock: false,
            unused: None,
        };
        let totals: Totals = refund_lines(sale, &already, &[back]).unwrap();
        assert!(totals.total <= Money::ZERO);
        left[place].1 -= quantity;
        left.retain(|it| it.1 > 0);
        let back = Totals {
            tax_table: Vec::new(),
            ..totals
        };
        already.push(document(
            back,
            SaleKind::RefundOf(SaleId::default()),
            Vec::new(),
        ));
    }
    let back: Money = already.iter().map(|it| it.total).sum();
    assert_eq!(back, -sale.total);
    for line in &sale.lines {
        let of_line = || {
            let lines = already.iter().flat_map(|it| &it.lines);
            lines.filter(|it| it.number == line.number)
        };
        let off: Money = of_line().map(|it| it.discount_amount).sum();
        assert_eq!(off, -line.discount_amount);
        for (idx, offer) in line.offers.iter().enumerate() {
            let off: Money = of_line().map(|it| it.offers[idx].off).sum();
            assert_eq!(off, offer.off, "{offer:?}");
        }
    }
}

/// No line below nothing, no more than the shop and the rule allow, the same when it is
/// worked out again, the order's discount shared out to the last cent, and a refund of
/// it all is the sale with its sign turned.
#[test]
fn any_rules_on_any_cart_leave_it_whole() {
    let mut rng = Rng::with_seed(124);
    let (mut n_taken, mut n_stacked) = (0, 0);
    for seed in 0..N_CARTS {
        let rules: Vec<Promotion> = (1..=rng.u64(0..5))
            .map(|number| some_rule(number, &mut rng))
            .collect();
        let how = OfferRules {
            stacking: [Stacking::BestOf, Stacking::InOrder][rng.usize(..2)],
            most_off: (rng.u8(0..4) == 0).then(|| milli(rng.u32(0..=100_000))),
            ..OfferRules::default()
        };
        let mut offering = offering(&rules, &how);
        offering.card = rng.bool().then(|| milli(rng.u32(0..=100_000)));
        let mut lines = after(some_cart(&mut rng), &offering);
        assert_eq!(after(lines.clone(), &offering), lines, "{seed}: again");
        for line in &lines {
            let gross = line.unit_price.times(line.quantity.into()).unwrap();
            let off: Money = line.offers.iter().map(|it| it.off).sum();
            assert!(
                off <= how.most_off.map_or(gross, |it| it.of(gross)),
                "{seed}"
            );
            assert!(line.offers.iter().all(|it| it.off > Money::ZERO), "{seed}");
            let is_single = how.stacking == Stacking::BestOf;
            assert!(!is_single || line.offers.len() <= 1, "{seed}");
            n_taken += usize::from(!line.offers.is_empty());
            n_stacked += usize::from(line.offers.len() > 1);
        }
        for rule in rules.iter().filter(|it| it.most.is_some()) {
            let kind = OfferKind::Promotion(rule.id);
            let offers = lines.iter().flat_map(|it| &it.offers);
            let off: Money = offers.filter(|it| it.kind == kind).map(|it| it.off).sum();
            assert!(Some(off) <= rule.most, "{seed}: {rule:?}");
        }
        let before = totals(&lines, INSIDE).unwrap().total;
        let order = OrderDiscount {
            discount: Discount::Amount(eur(rng.i64(0..2_000))),
            given: Given::default(),
        };
        spread_order(&mut lines, Some(&order)).unwrap();
        let sale = sold(&lines, INSIDE, &[cash(None)], 1);
        let Discount::Amount(off) = order.discount else {
            continue;
        };
        let off = off.min(whole(&lines));
        assert_eq!(sale.total, before - off, "{seed}");
        gives_all_back(&sale, &mut rng);
    }
    assert!(
        n_taken > 50_000 && n_stacked > 5_000,
        "{n_taken} {n_stacked}"
    );
}

fn whole(lines: &[TicketLine]) -> Money {
    crate::domain::checkout::whole_order(lines).unwrap()
}
