//! Price levels, therapists' own prices, time, what is changed by hand, and the
//! client's card.

use super::{
    bench::{Bench, eur, line, massage, oil, scan},
    ticket::changed,
};
use crate::{
    domain::{
        ids::ClientId,
        money::{Money, Rate},
        price::{LevelId, LevelPrice, StaffPrice, Timed},
        ticket::{Discount, Item, PriceReason},
    },
    ops::{
        outcome::{Outcome, Repriced},
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{
            ClientDraft, DiscountChange, LineChange, NewLine, PriceChange, ProductDraft, Request,
            ServiceDraft,
        },
    },
};

fn level(name: &str) -> Request {
    Request::SavePriceLevel {
        level: None,
        name: name.into(),
        active: true,
    }
}

fn client(bench: &Bench, level: Option<LevelId>, card: u32) -> ClientId {
    let saved = bench.done(Request::SaveClient(ClientDraft {
        name: "Ozola".into(),
        active: true,
        price_level: level,
        card_rate: Some(Rate::from_milli_percent(card)),
        ..ClientDraft::default()
    }));
    match saved {
        Outcome::SavedClient { client } => client,
        other => panic!("{other:?}"),
    }
}

fn attach(client: Option<ClientId>) -> Request {
    Request::AttachClient { client }
}

fn repriced(outcome: &Outcome) -> Vec<(u32, i64, i64)> {
    let Outcome::TicketChanged { repriced, .. } = outcome else {
        panic!("{outcome:?}");
    };
    let row = |it: &Repriced| (it.line, it.was.minor(), it.now.minor());
    repriced.iter().map(row).collect()
}

fn price_of(number: u32, price: Option<i64>, reason: &str) -> Request {
    Request::ChangePrice(PriceChange {
        line: number,
        price: price.map(Money::from_minor),
        minutes: None,
        reason: reason.into(),
    })
}

/// Massage 45.00, oil 18.90; members pay 40.00 and 15.00, staff the oil 7.00; Marta
/// takes 50.00 for the massage.
struct House {
    bench: Bench,
    massage: Item,
    oil: Item,
}

const MEMBERS: LevelId = LevelId(1);
const STAFF: LevelId = LevelId(2);

fn house() -> House {
    let bench = Bench::new();
    for (name, id) in [("Members", MEMBERS), ("Staff", STAFF)] {
        let want = Outcome::SavedPriceLevel { level: id };
        assert_eq!(bench.done(level(name)), want);
    }
    let at = |level, minor| LevelPrice {
        level,
        price: eur(minor),
    };
    let massage = bench.service(ServiceDraft {
        prices: vec![at(MEMBERS, 4_000)],
        by_staff: vec![StaffPrice {
            staff: bench.staff(2),
            price: eur(5_000),
        }],
        ..massage()
    });
    let oil = bench.product(ProductDraft {
        prices: vec![at(MEMBERS, 1_500), at(STAFF, 700)],
        ..oil()
    });
    House {
        massage: Item::Service(massage),
        oil: Item::Product(oil),
        bench,
    }
}

/// defendicon#2280: another client, another price, and what changed is said; what was
/// changed by hand stays.
#[test]
fn the_lines_follow_the_client_and_say_so() {
    let House {
        bench,
        massage,
        oil,
    } = house();
    let member = client(&bench, Some(MEMBERS), 0);
    let colleague = client(&bench, Some(STAFF), 0);
    bench.add(oil, 2);
    bench.add(massage, 1);
    bench.add(massage, 1);
    bench.done(Request::AddLine(NewLine {
        staff: Some(bench.staff(1)),
        ..line(massage, 1)
    }));
    bench.done(price_of(2, Some(4_200), "Agreed by telephone"));
    let now = bench.done(attach(Some(member)));
    assert_eq!(repriced(&now), [(1, 1_890, 1_500), (3, 4_500, 4_000)]);
    assert_eq!(changed(&now).1, 3_000 + 2 * 4_200 + 4_000);
    let cart = bench.cart().unwrap();
    assert_eq!(
        cart.lines[0].price_reason,
        PriceReason::Level("Members".into())
    );
    assert_eq!(cart.lines[0].list_price, eur(1_890));
    // What was added since is at the member's price at once.
    assert_eq!(changed(&bench.done(scan("4006381333931"))).0, Some(1));
    // No staff price of the massage: it costs the usual one.
    let now = bench.done(attach(Some(colleague)));
    assert_eq!(repriced(&now), [(1, 1_500, 700), (3, 4_000, 4_500)]);
    let now = bench.done(attach(None));
    assert_eq!(repriced(&now), [(1, 700, 1_890)]);
    assert_eq!(changed(&now).1, 3 * 1_890 + 2 * 4_200 + 4_500);
}

/// defendicon#2723: a price is fixed when the line is added.
#[test]
fn a_new_list_changes_no_line_that_stays_in_its_column() {
    let House {
        bench,
        massage,
        oil,
    } = house();
    let plain = client(&bench, None, 0);
    bench.add(oil, 1);
    let Item::Product(id) = oil else { panic!() };
    bench.product(ProductDraft {
        id: Some(id),
        price: Some(eur(9_900)),
        ..super::bench::oil()
    });
    let now = bench.done(attach(Some(plain)));
    assert_eq!((repriced(&now), changed(&now).1), (vec![], 1_890));
    assert_eq!(changed(&bench.add(massage, 1)).1, 1_890 + 4_500);
    // By hand it can be brought to what the list says now.
    assert_eq!(changed(&bench.done(price_of(1, None, ""))).1, 9_900 + 4_500);
}

#[test]
fn a_therapist_has_a_price_of_their_own() {
    let House { bench, massage, .. } = house();
    let with = |staff| {
        Request::AddLine(NewLine {
            staff: Some(bench.staff(staff)),
            ..line(massage, 1)
        })
    };
    assert_eq!(changed(&bench.done(with(2))).1, 5_000);
    let reason = &bench.cart().unwrap().lines[0].price_reason;
    assert_eq!(*reason, PriceReason::Person);
    let to = |staff| {
        Request::ChangeLine(LineChange {
            line: 1,
            staff: Some(bench.staff(staff)),
            ..LineChange::default()
        })
    };
    let now = bench.done(to(1));
    assert_eq!(repriced(&now), [(1, 5_000, 4_500)]);
    assert_eq!(repriced(&bench.done(to(2))), [(1, 4_500, 5_000)]);
    // A member pays the member's price with anybody.
    let member = client(&bench, Some(MEMBERS), 0);
    bench.done(attach(Some(member)));
    assert_eq!(repriced(&bench.done(to(1))), []);
    assert_eq!(bench.cart().unwrap().lines[0].unit_price, eur(4_000));
}

#[test]
fn time_is_charged_and_can_be_set_right() {
    let bench = Bench::new();
    let by_quarters = Timed {
        per_min: 60,
        step_min: 15,
    };
    let timed = bench.service(ServiceDraft {
        code: "T".into(),
        timed: Some(by_quarters),
        ..massage()
    });
    assert_eq!(changed(&bench.add(Item::Service(timed), 1)).1, 4_500);
    let took = |minutes| {
        Request::ChangePrice(PriceChange {
            line: 1,
            minutes: Some(minutes),
            ..PriceChange::default()
        })
    };
    assert_eq!(changed(&bench.done(took(61))).1, 5_625);
    let first = bench.cart().unwrap().lines.remove(0);
    assert_eq!(
        (first.minutes, first.price_reason),
        (Some(61), PriceReason::Timed)
    );
    bench.add(Item::Product(bench.oil()), 1);
    let on_goods = Request::ChangePrice(PriceChange {
        line: 2,
        minutes: Some(30),
        ..PriceChange::default()
    });
    let name = "Argan oil 100 ml".to_owned();
    assert_eq!(bench.refused(on_goods), Refusal::NotTimed { name });
    let out_of_range = |refusal| {
        let problem = FieldProblem::OutOfRange {
            least: "1".into(),
            most: "1440".into(),
        };
        assert_eq!(
            refusal,
            Refusal::Field {
                field: Field::Minutes,
                problem
            }
        );
    };
    out_of_range(bench.refused(took(0)));
    out_of_range(bench.refused(took(1_441)));
}

#[test]
fn a_price_by_hand_needs_its_reason() {
    let House { bench, oil, .. } = house();
    bench.add(oil, 1);
    let missing = Refusal::Field {
        field: Field::Reason,
        problem: FieldProblem::Missing,
    };
    assert_eq!(bench.refused(price_of(1, Some(1_000), " ")), missing);
    let refused = bench.refused(price_of(2, Some(1_000), "Torn"));
    assert_eq!(refused, Refusal::NoSuchLine { line: 2 });
    assert_eq!(
        changed(&bench.done(price_of(1, Some(1_000), "Torn"))).1,
        1_000
    );
    let first = bench.cart().unwrap().lines.remove(0);
    let why = PriceReason::Changed("Torn".into());
    assert_eq!((first.list_price, first.price_reason), (eur(1_890), why));
    // The same again comes at its own price, on a line of its own.
    assert_eq!(changed(&bench.add(oil, 1)), (Some(2), 2_890));
    assert_eq!(changed(&bench.done(price_of(1, None, ""))).1, 3_780);
}

#[test]
fn levels_are_named_once_and_can_go_out_of_use() {
    let House { bench, oil, .. } = house();
    let taken = Refusal::Field {
        field: Field::Name,
        problem: FieldProblem::Taken,
    };
    assert_eq!(bench.refused(level(" MEMBERS ")), taken);
    let unknown = Refusal::NotFound {
        what: Noun::PriceLevel,
        id: "9".into(),
    };
    let lost = Request::SaveClient(ClientDraft {
        name: "Ozola".into(),
        active: true,
        price_level: Some(LevelId(9)),
        ..ClientDraft::default()
    });
    assert_eq!(bench.refused(lost), unknown);
    let member = client(&bench, Some(MEMBERS), 0);
    bench.done(Request::SavePriceLevel {
        level: Some(MEMBERS),
        name: "Members".into(),
        active: false,
    });
    bench.done(attach(Some(member)));
    assert_eq!(changed(&bench.add(oil, 1)).1, 1_890);
    let twice = LevelPrice {
        level: STAFF,
        price: eur(1),
    };
    let refused = bench.refused(Request::SaveProduct(ProductDraft {
        code: "X".into(),
        barcodes: Vec::new(),
        prices: vec![twice, twice],
        ..super::bench::oil()
    }));
    let problem = FieldProblem::Taken;
    let field = Field::LevelPrices;
    assert_eq!(refused, Refusal::Field { field, problem });
}

/// The card comes off what is at the usual price and was not discounted by hand; what
/// is taken off the whole is taken off what is left.
#[test]
fn the_clients_card_comes_off_by_itself() {
    let House {
        bench,
        massage,
        oil,
    } = house();
    let silver = client(&bench, None, 5_000);
    bench.add(massage, 1);
    bench.add(oil, 1);
    assert_eq!(changed(&bench.done(attach(Some(silver)))).1, 4_275 + 1_795);
    let ten = Discount::Percent(Rate::from_milli_percent(10_000));
    let by_hand = Request::ChangeLine(LineChange {
        line: 1,
        discount: Some(DiscountChange::Give(ten)),
        ..LineChange::default()
    });
    assert_eq!(changed(&bench.done(by_hand)).1, 4_050 + 1_795);
    let whole = Request::DiscountOrder {
        discount: DiscountChange::Give(ten),
        reason: String::new(),
    };
    // 584.5 is 5.85.
    assert_eq!(changed(&bench.done(whole)).1, 5_845 - 585);
    assert_eq!(changed(&bench.done(attach(None))).1, 5_346);
    let colleague = client(&bench, Some(STAFF), 5_000);
    let now = bench.done(attach(Some(colleague)));
    assert_eq!(repriced(&now), [(2, 1_890, 700)]);
    assert_eq!(changed(&now).1, 4_050 + 700 - 475);
}
