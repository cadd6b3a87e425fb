//! Promotions, coupons, clients' cards, and price lists changed at once.

use super::{
    bench::{Bench, cash, day, eur, line, massage, oil, scan},
    ticket::changed,
};
use crate::{
    domain::{
        ids::{ClientId, CouponId, PromotionId},
        money::{Money, Rate},
        price::{CardStep, LevelId, LevelPrice, OfferRules, Stacking, StaffPrice},
        promotion::{Coupon, CouponProblem, Gives, Scope, Season, Sort, Who},
        repricing::{Change, Column, Columns, PriceMove, Repricing, RoundTo},
        staff::Shift,
        ticket::{Item, OfferKind},
    },
    ops::{
        outcome::{Outcome, Sold},
        refusal::{Field, FieldProblem, Refusal},
        request::{
            Booking, ClientDraft, CouponDraft, NewLine, ProductDraft, PromotionDraft, RefundLine,
            RefundWish, RepriceWish, Request, ServiceDraft, Session, TakingBack, Wanted,
        },
    },
    store::Reads,
};

const OTHER_DESK: Session = Session {
    register: 2,
    operator: None,
};

fn rate(percent: u32) -> Rate {
    Rate::from_milli_percent(percent * 1_000)
}

fn percent(off: u32) -> PromotionDraft {
    PromotionDraft {
        id: None,
        name: format!("{off} % week"),
        gives: Gives::Percent(rate(off)),
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

impl Bench {
    fn promotion(&self, draft: PromotionDraft) -> PromotionId {
        match self.done(Request::SavePromotion(draft)) {
            Outcome::SavedPromotion { promotion } => promotion,
            other => panic!("{other:?}"),
        }
    }

    fn coupon(&self, draft: CouponDraft) -> CouponId {
        match self.done(Request::SaveCoupon(draft)) {
            Outcome::SavedCoupon { coupon } => coupon,
            other => panic!("{other:?}"),
        }
    }

    fn used(&self, coupon: CouponId) -> u32 {
        self.shop
            .read()
            .get::<Coupon>(&coupon)
            .unwrap()
            .unwrap()
            .used
    }

    fn guest(&self, draft: ClientDraft) -> ClientId {
        let draft = ClientDraft {
            name: "Ozola".into(),
            active: true,
            ..draft
        };
        match self.done(Request::SaveClient(draft)) {
            Outcome::SavedClient { client } => client,
            other => panic!("{other:?}"),
        }
    }

    fn total(&self) -> i64 {
        let lines = self.cart().unwrap().lines;
        let rules = crate::domain::tax::TaxRules {
            prices_include_tax: true,
            rounding: crate::domain::tax::TaxRounding::PerLine,
        };
        crate::domain::checkout::totals(&lines, rules)
            .unwrap()
            .total
            .minor()
    }

    /// What came off the open cart's lines, by name.
    fn came_off(&self) -> Vec<(String, i64)> {
        let lines = self.cart().unwrap().lines;
        let offers = lines.iter().flat_map(|it| &it.offers);
        offers.map(|it| (it.name.clone(), it.off.minor())).collect()
    }
}

fn attach(client: ClientId) -> Request {
    Request::AttachClient {
        client: Some(client),
    }
}

fn slip(promotion: PromotionId, code: &str, uses: u32) -> CouponDraft {
    CouponDraft {
        id: None,
        promotion,
        code: code.into(),
        uses,
        from: None,
        until: None,
        client: None,
        active: true,
    }
}

fn bring(code: &str) -> Request {
    Request::UseCoupon { code: code.into() }
}

fn decline(offer: OfferKind, declined: bool) -> Request {
    Request::DeclineOffer { offer, declined }
}

fn refused(code: &str, problem: CouponProblem) -> Refusal {
    let code = code.to_owned();
    Refusal::CouponRefused { code, problem }
}

fn give_back(sale: &Sold, line: u32, quantity: u32) -> Request {
    Request::Refund(RefundWish {
        sale: sale.sale,
        lines: vec![RefundLine {
            line,
            quantity,
            restock: true,
        }],
        tender: None,
        reason: "Torn".into(),
    })
}

#[test]
fn a_promotion_follows_every_change_of_the_cart_and_can_be_declined() {
    let bench = Bench::new();
    let (massage, oil) = (Item::Service(bench.massage()), Item::Product(bench.oil()));
    let of_oils = bench.promotion(PromotionDraft {
        name: "Oil week".into(),
        on: Scope(vec![Sort::Category("oils".into())]),
        gives: Gives::More {
            buy: 2,
            get: 1,
            off: Rate::WHOLE,
            of: None,
        },
        ..percent(1)
    });
    bench.add(massage, 1);
    assert_eq!(changed(&bench.add(oil, 2)).1, 4_500 + 2 * 1_890);
    assert_eq!(changed(&bench.add(oil, 1)).1, 4_500 + 2 * 1_890);
    assert_eq!(bench.came_off(), [("Oil week".to_owned(), 1_890)]);
    let kind = OfferKind::Promotion(of_oils);
    let now = bench.done(decline(kind.clone(), true));
    assert_eq!(changed(&now).1, 4_500 + 3 * 1_890);
    // It does not come back by itself.
    assert_eq!(changed(&bench.add(oil, 3)).1, 4_500 + 6 * 1_890);
    let refused = bench.refused(decline(kind.clone(), true));
    assert_eq!(refused, Refusal::OfferNotThere);
    let now = bench.done(decline(kind.clone(), false));
    assert_eq!(changed(&now).1, 4_500 + 4 * 1_890);
    assert_eq!(bench.refused(decline(kind, false)), Refusal::OfferNotThere);
    // Out of use it is of no cart any more, from its next change on.
    bench.promotion(PromotionDraft {
        id: Some(of_oils),
        active: false,
        ..percent(1)
    });
    assert_eq!(changed(&bench.add(massage, 1)).1, 2 * 4_500 + 6 * 1_890);
}

/// The bench's day is a Saturday; it is ten.
#[test]
fn a_happy_hour_is_of_its_hours_and_of_the_visits_in_them() {
    let bench = Bench::open();
    let service = bench.massage();
    bench.promotion(PromotionDraft {
        when: Season {
            from: Some(day("2026-11-01")),
            until: Some(day("2026-11-21")),
            days: vec![6],
            hours: Some(Shift {
                start_minute: 11 * 60,
                end_minute: 12 * 60,
            }),
        },
        ..percent(20)
    });
    let visit = |start| bench.book(Booking::new(service, bench.staff(1), start));
    let (early, happy) = (visit("10:00"), visit("11:00"));
    let to_cart = |appointment| {
        bench.done(Request::AddAppointment {
            appointment,
            price: None,
        })
    };
    assert_eq!(changed(&to_cart(early)).1, 4_500);
    assert_eq!(changed(&to_cart(happy)).1, 4_500 + 3_600, "at its own time");
    bench.pass(65);
    let over_the_counter = bench.add(Item::Service(service), 1);
    assert_eq!(changed(&over_the_counter).1, 4_500 + 2 * 3_600);
    // The hour ends, and nothing is taken back; nor is more of it had.
    bench.pass(60);
    let with = |staff| {
        Request::AddLine(NewLine {
            staff: Some(bench.staff(staff)),
            ..line(Item::Service(service), 1)
        })
    };
    assert_eq!(changed(&bench.done(with(2))).1, 2 * 4_500 + 2 * 3_600);
}

#[test]
fn a_new_client_has_a_gift_once() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    bench.promotion(PromotionDraft {
        name: "Welcome".into(),
        who: Who::NewClient,
        ..percent(50)
    });
    let guest = bench.guest(ClientDraft::default());
    assert_eq!(
        changed(&bench.add(oil, 1)).1,
        1_890,
        "nobody knows who it is"
    );
    assert_eq!(changed(&bench.done(attach(guest))).1, 945);
    let first = bench.pay(&[cash(None)]);
    bench.add(oil, 1);
    assert_eq!(changed(&bench.done(attach(guest))).1, 1_890);
    // What was given back was not bought.
    bench.done(give_back(&first, 1, 1));
    assert_eq!(changed(&bench.done(attach(guest))).1, 945);
}

#[test]
fn a_coupon_is_typed_or_scanned_used_up_and_given_back() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    let ten = bench.promotion(PromotionDraft {
        name: "Autumn".into(),
        gives: Gives::Together(eur(500)),
        by_coupon: true,
        ..percent(1)
    });
    let coupon = bench.coupon(slip(ten, "AUTUMN-5", 1));
    assert_eq!(changed(&bench.add(oil, 2)).1, 3_780, "not without it");
    assert_eq!(changed(&bench.done(scan("autumn-5"))).1, 3_280);
    assert_eq!(bench.came_off(), [("Autumn, AUTUMN-5".to_owned(), 500)]);
    let refusal = bench.refused(bring("AUTUMN-5"));
    assert_eq!(refusal, refused("AUTUMN-5", CouponProblem::OnThisCart));
    // Another desk cannot have it meanwhile.
    bench.done_as(&OTHER_DESK, Request::AddLine(line(oil, 1)));
    let at_the_other = bench.ask_as(&OTHER_DESK, &bring("AUTUMN-5"));
    let on_another = refused("AUTUMN-5", CouponProblem::OnAnotherCart);
    assert_eq!(at_the_other, Err(on_another.into()));
    // Taken off the cart it is free again, and can come back.
    let now = bench.done(decline(OfferKind::Coupon(coupon), true));
    assert_eq!(changed(&now).1, 3_780);
    bench.done(bring("Autumn-5"));
    let sold = bench.pay(&[cash(None)]);
    assert_eq!((sold.total, bench.used(coupon)), (eur(3_280), 1));
    bench.add(oil, 1);
    let refusal = bench.refused(bring("AUTUMN-5"));
    assert_eq!(refusal, refused("AUTUMN-5", CouponProblem::UsedUp(1)));
    // Half of it comes back, then all.
    bench.done(give_back(&sold, 1, 1));
    assert_eq!(bench.used(coupon), 1);
    bench.done(give_back(&sold, 1, 1));
    assert_eq!(bench.used(coupon), 0);
    assert_eq!(changed(&bench.done(bring("AUTUMN-5"))).1, 1_390);
    let sold = bench.pay(&[cash(None)]);
    assert_eq!(bench.used(coupon), 1);
    bench.done(Request::Void {
        sale: sold.sale,
        reason: "Wrong client".into(),
    });
    assert_eq!(bench.used(coupon), 0);
}

/// Only what comes back of its own sale counts: not what the cart sells beside it.
#[test]
fn a_coupon_is_good_again_when_all_of_it_came_back_with_other_things() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    let ten = bench.promotion(PromotionDraft {
        by_coupon: true,
        ..percent(10)
    });
    let coupon = bench.coupon(slip(ten, "AUTUMN-5", 2));
    bench.add(oil, 2);
    bench.done(bring("AUTUMN-5"));
    let sold = bench.pay(&[cash(None)]);
    let exchange = |quantity, with_coupon: bool| {
        bench.add(oil, 2);
        if with_coupon {
            bench.done(bring("AUTUMN-5"));
        }
        bench.done(Request::TakeBack(TakingBack {
            sale: sold.sale,
            lines: vec![RefundLine {
                line: 1,
                quantity,
                restock: true,
            }],
            reason: "Another scent".into(),
        }));
        bench.pay(&[cash(None)])
    };
    let other = exchange(1, true);
    assert_eq!(bench.used(coupon), 2);
    exchange(1, false);
    assert_eq!(bench.used(coupon), 1, "nothing is left of the first");
    bench.done(give_back(&other, 1, 2));
    assert_eq!(bench.used(coupon), 0);
}

#[test]
fn a_coupon_that_takes_nothing_off_is_not_used_up() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    let on_services = bench.promotion(PromotionDraft {
        on: Scope(vec![Sort::Services]),
        by_coupon: true,
        ..percent(10)
    });
    let coupon = bench.coupon(slip(on_services, "SPA", 1));
    bench.done(bring("SPA"));
    assert_eq!(changed(&bench.add(oil, 1)).1, 1_890);
    bench.pay(&[cash(None)]);
    assert_eq!(bench.used(coupon), 0);
}

#[test]
fn a_coupon_is_refused_with_the_reason() {
    use CouponProblem as P;
    let bench = Bench::open();
    let (anna, maris) = (
        bench.guest(ClientDraft::default()),
        bench.client("Maris", "20000000"),
    );
    let ten = bench.promotion(PromotionDraft {
        by_coupon: true,
        ..percent(10)
    });
    let gone = bench.promotion(PromotionDraft {
        by_coupon: true,
        ..percent(20)
    });
    let over = bench.promotion(PromotionDraft {
        by_coupon: true,
        when: Season {
            until: Some(day("2026-11-20")),
            ..Season::default()
        },
        ..percent(20)
    });
    bench.coupon(CouponDraft {
        from: Some(day("2026-11-22")),
        ..slip(ten, "EARLY", 1)
    });
    bench.coupon(CouponDraft {
        until: Some(day("2026-11-20")),
        ..slip(ten, "LATE", 1)
    });
    bench.coupon(CouponDraft {
        client: Some(anna),
        ..slip(ten, "ANNA", 1)
    });
    bench.coupon(CouponDraft {
        active: false,
        ..slip(ten, "VOID", 1)
    });
    bench.coupon(slip(gone, "GONE", 1));
    bench.coupon(slip(over, "OVER", 1));
    bench.promotion(PromotionDraft {
        id: Some(gone),
        by_coupon: true,
        active: false,
        ..percent(20)
    });
    bench.done(attach(maris));
    #[rustfmt::skip]
    let cases = [
        ("EARLY", P::NotBefore(day("2026-11-22"))),
        ("LATE",  P::NotAfter(day("2026-11-20"))),
        ("OVER",  P::NotAfter(day("2026-11-20"))),
        ("ANNA",  P::OfAnother),
        ("VOID",  P::Withdrawn),
        ("GONE",  P::Withdrawn),
    ];
    for (code, problem) in cases {
        assert_eq!(bench.refused(bring(code)), refused(code, problem));
    }
    let code = "NONE".to_owned();
    assert_eq!(bench.refused(bring("NONE")), Refusal::UnknownCode { code });
    // Another client's leaves the cart's price with its client.
    bench.done(attach(anna));
    bench.done(bring("ANNA"));
    let oil = Item::Product(bench.oil());
    assert_eq!(changed(&bench.add(oil, 1)).1, 1_701);
    assert_eq!(changed(&bench.done(attach(maris))).1, 1_890);
}

#[test]
fn what_the_office_enters_is_checked() {
    let bench = Bench::new();
    bench.oil();
    let field = |draft: PromotionDraft| match bench.refused(Request::SavePromotion(draft)) {
        Refusal::Field { field, .. } => field,
        other => panic!("{other:?}"),
    };
    let gives = |gives| PromotionDraft {
        gives,
        ..percent(10)
    };
    let when = |when| PromotionDraft {
        when,
        ..percent(10)
    };
    assert_eq!(field(percent(0)), Field::TakesOff);
    assert_eq!(field(percent(101)), Field::TakesOff);
    assert_eq!(field(gives(Gives::Each(eur(-1)))), Field::TakesOff);
    let no_parts = Gives::Bundle {
        parts: Vec::new(),
        price: eur(1),
    };
    assert_eq!(field(gives(no_parts)), Field::TakesOff);
    let none_bought = Gives::More {
        buy: 0,
        get: 1,
        off: Rate::WHOLE,
        of: None,
    };
    assert_eq!(field(gives(none_bought)), Field::Quantity);
    let backwards = Season {
        from: Some(day("2026-11-02")),
        until: Some(day("2026-11-01")),
        ..Season::default()
    };
    assert_eq!(field(when(backwards)), Field::Until);
    let eighth = Season {
        days: vec![8],
        ..Season::default()
    };
    assert_eq!(field(when(eighth)), Field::Weekdays);
    let no_hours = Season {
        hours: Some(Shift {
            start_minute: 600,
            end_minute: 600,
        }),
        ..Season::default()
    };
    assert_eq!(field(when(no_hours)), Field::Hours);
    let tips = PromotionDraft {
        on: Scope(vec![Sort::Item(Item::Tip(bench.staff(1)))]),
        ..percent(10)
    };
    assert_eq!(field(tips), Field::Scope);
    let plain = bench.promotion(percent(10));
    let promotion = "10 % week".to_owned();
    let refusal = bench.refused(Request::SaveCoupon(slip(plain, "A", 1)));
    assert_eq!(refusal, Refusal::NeedsNoCoupon { promotion });
    let by_coupon = bench.promotion(PromotionDraft {
        by_coupon: true,
        ..percent(20)
    });
    bench.coupon(slip(by_coupon, "A", 1));
    let taken = |code: &str, name: &str| Refusal::CodeTaken {
        code: code.into(),
        name: name.into(),
    };
    let twice = bench.refused(Request::SaveCoupon(slip(by_coupon, "a", 1)));
    assert_eq!(twice, taken("a", "20 % week"));
    let sold = bench.refused(Request::SaveCoupon(slip(by_coupon, "OIL100", 1)));
    assert_eq!(sold, taken("OIL100", "Argan oil 100 ml"));
}

fn rules(cards: &[(i64, u32)]) -> OfferRules {
    let step = |&(from, percent): &(i64, u32)| CardStep {
        from: eur(from),
        rate: rate(percent),
    };
    OfferRules {
        cards: cards.iter().map(step).collect(),
        ..OfferRules::default()
    }
}

/// The card takes more off the more was bought; what was given back was not bought.
#[test]
fn a_card_goes_up_by_what_was_bought() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    bench.done(Request::SetOfferRules {
        rules: rules(&[(5_000, 10), (2_000, 5)]),
    });
    let guest = bench.guest(ClientDraft {
        card: "C-1".into(),
        ..ClientDraft::default()
    });
    let without = bench.client("Maris", "20000000");
    let total_for = |client, n| {
        bench.add(oil, n);
        bench.done(attach(client));
        bench.total()
    };
    assert_eq!(total_for(guest, 2), 3_780);
    let first = bench.pay(&[cash(None)]);
    assert_eq!(total_for(guest, 1), 1_795, "5 % from 20.00 on, of 18.90");
    bench.pay(&[cash(None)]);
    assert_eq!(total_for(guest, 1), 1_701, "10 % from 50.00 on");
    let card = OfferKind::Card;
    assert_eq!(changed(&bench.done(decline(card.clone(), true))).1, 1_890);
    assert_eq!(changed(&bench.done(decline(card, false))).1, 1_701);
    bench.done(give_back(&first, 1, 2));
    bench.done(attach(guest));
    assert_eq!(bench.total(), 1_890, "17.95 are left of it");
    bench.done(attach(without));
    assert_eq!(bench.total(), 1_890);
}

#[test]
fn the_better_of_the_own_rate_and_the_level_counts_for_so_many_months() {
    let bench = Bench::open();
    let oil = Item::Product(bench.oil());
    bench.done(Request::SetOfferRules {
        rules: OfferRules {
            card_months: Some(1),
            ..rules(&[(1_000, 5)])
        },
    });
    let guest = bench.guest(ClientDraft {
        card: "C-1".into(),
        card_rate: Some(rate(3)),
        ..ClientDraft::default()
    });
    bench.add(oil, 1);
    bench.done(attach(guest));
    assert_eq!(bench.came_off(), [("3 %".to_owned(), 57)]);
    bench.pay(&[cash(None)]);
    bench.add(oil, 1);
    bench.done(attach(guest));
    assert_eq!(bench.came_off(), [("5 %".to_owned(), 95)]);
    bench.pass(31 * 24 * 60);
    bench.add(oil, 1);
    assert_eq!(bench.came_off(), [("3 %".to_owned(), 113)]);
}

#[test]
fn rules_of_a_shop_are_checked_and_stack() {
    let bench = Bench::new();
    let oil = Item::Product(bench.oil());
    bench.promotion(percent(10));
    bench.promotion(PromotionDraft {
        rank: 1,
        ..percent(20)
    });
    assert_eq!(changed(&bench.add(oil, 1)).1, 1_512, "the better one");
    bench.done(Request::SetOfferRules {
        rules: OfferRules {
            stacking: Stacking::InOrder,
            ..OfferRules::default()
        },
    });
    assert_eq!(changed(&bench.add(oil, 1)).1, 3_780 - 378 - 680);
    bench.done(Request::SetOfferRules {
        rules: OfferRules {
            stacking: Stacking::InOrder,
            most_off: Some(rate(25)),
            ..OfferRules::default()
        },
    });
    assert_eq!(changed(&bench.add(oil, 2)).1, 7_560 - 1_890);
    let wrong = |rules| match bench.refused(Request::SetOfferRules { rules }) {
        Refusal::Field { field, .. } => field,
        other => panic!("{other:?}"),
    };
    assert_eq!(wrong(rules(&[(-1, 5)])), Field::CardSteps);
    assert_eq!(wrong(rules(&[(1, 0)])), Field::CardSteps);
    let endless = OfferRules {
        card_months: Some(0),
        ..OfferRules::default()
    };
    assert_eq!(wrong(endless), Field::CardMonths);
}

/// A level of 40.00 and 15.00, a therapist's 50.00, and a product that was withdrawn.
#[test]
fn a_price_list_is_changed_at_once_and_each_price_is_said() {
    let bench = Bench::open();
    let level = LevelId(1);
    bench.done(Request::SavePriceLevel {
        level: None,
        name: "Members".into(),
        active: true,
    });
    let at = |minor| LevelPrice {
        level,
        price: eur(minor),
    };
    let service = bench.service(ServiceDraft {
        prices: vec![at(4_000)],
        by_staff: vec![StaffPrice {
            staff: bench.staff(2),
            price: eur(5_000),
        }],
        ..massage()
    });
    let product = bench.product(ProductDraft {
        prices: vec![at(1_500)],
        ..oil()
    });
    bench.product(ProductDraft {
        code: "OLD".into(),
        barcodes: Vec::new(),
        active: false,
        ..oil()
    });
    let sold_before = changed(&bench.add(Item::Service(service), 1)).1;
    let wish = |columns, told| {
        Request::ChangePrices(RepriceWish {
            repricing: Repricing {
                of: Scope::default(),
                columns,
                change: Change::Raise(rate(5)),
                to: RoundTo {
                    step: eur(100),
                    less: eur(10),
                },
            },
            told,
        })
    };
    let Outcome::PricesChanged { moves } = bench.done(wish(Columns::All, Some(eur(17_750)))) else {
        panic!();
    };
    let row = |it: &PriceMove| (it.column, it.was.minor(), it.now.minor());
    let usual = Column::Usual;
    let members = Column::Level(level);
    let marta = Column::Staff(bench.staff(2));
    #[rustfmt::skip]
    let want = [
        (usual, 1_890, 1_990), (members, 1_500, 1_590),
        (usual, 4_500, 4_690), (members, 4_000, 4_190), (marta, 5_000, 5_290),
    ];
    assert_eq!(moves.iter().map(row).collect::<Vec<_>>(), want);
    let sum: Money = moves.iter().map(|it| it.now).sum();
    assert_eq!(sum, eur(17_750));
    assert_eq!(moves[0].item, Item::Product(product));
    assert_eq!(
        changed(&bench.done(attach(bench.client("M", "1234567")))).1,
        sold_before
    );
}

#[test]
fn new_prices_that_were_not_shown_are_refused() {
    let bench = Bench::new();
    bench.oil();
    let wish = |change, told| {
        Request::ChangePrices(RepriceWish {
            repricing: Repricing {
                of: Scope::default(),
                columns: Columns::All,
                change,
                to: RoundTo {
                    step: eur(1),
                    less: eur(0),
                },
            },
            told,
        })
    };
    let five = Change::Raise(rate(5));
    let (told, now) = (eur(1_984), eur(1_985));
    let refused = bench.refused(wish(five, Some(told)));
    assert_eq!(refused, Refusal::PricesMoved { told, now });
    let nothing = bench.refused(wish(Change::Raise(Rate::ZERO), None));
    assert_eq!(nothing, Refusal::NothingToReprice);
    let to_nothing = bench.refused(wish(Change::Lower(Rate::WHOLE), None));
    let missing = Refusal::Field {
        field: Field::PriceChange,
        problem: FieldProblem::Missing,
    };
    assert_eq!(to_nothing, missing);
    let huge = Change::Exchange {
        was: 1,
        now: 100_000_000,
    };
    assert!(matches!(
        bench.refused(wish(huge, None)),
        Refusal::Field {
            field: Field::Price,
            ..
        }
    ));
    bench.done(wish(five, Some(now)));
    let scanned = Request::AddLine(NewLine {
        what: Wanted::Code("OIL100".into()),
        quantity: 1,
        staff: None,
        price: None,
    });
    assert_eq!(changed(&bench.done(scanned)).1, 1_985);
}
