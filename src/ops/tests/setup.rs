//! The first request of a shop, and what it decides.

use super::bench::{Bench, DESK, day, set_up, vat};
use crate::{
    domain::{
        ids::{RoomId, TaxClassId},
        ledger::chart::{AccountKind, AccountName, Chart},
        money::Rate,
        room::Room,
        rota::Rota,
        staff::{Shift, Staff, StaffRole},
        tax::{TaxClass, TaxComponent},
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{HoursChange, PatternDraft, Request, SetUp, StaffDraft, TaxClassDraft},
    },
    store::Reads,
};

fn field(refusal: Refusal) -> (Field, FieldProblem) {
    match refusal {
        Refusal::Field { field, problem } => (field, problem),
        other => panic!("{other:?}"),
    }
}

fn settings(bench: &Bench) -> crate::domain::settings::Settings {
    (*bench.shop.settings().unwrap()).clone()
}

fn hours(start: u16, end: u16) -> Shift {
    Shift {
        start_minute: start,
        end_minute: end,
    }
}

#[test]
fn one_request_makes_a_shop_that_can_sell() {
    let bench = Bench::new();
    let settings = settings(&bench);
    assert_eq!(settings.shop_name, "Lotus Spa");
    assert_eq!(
        (
            settings.currency.code.as_str(),
            settings.currency.n_decimals
        ),
        ("EUR", 2)
    );
    assert_eq!(settings.time_zone.name(), "Europe/Riga");
    assert_eq!(settings.denominations.first(), Some(&50_000));

    let reader = bench.shop.read();
    let class = reader
        .get::<TaxClass>(&settings.default_tax_class)
        .unwrap()
        .unwrap();
    assert_eq!(
        (class.name.as_str(), class.components),
        ("Standard", vat(21_000))
    );
    let staff = reader.all::<Staff>().unwrap();
    let names: Vec<_> = staff
        .iter()
        .map(|it| (it.name.as_str(), it.short.as_str()))
        .collect();
    assert_eq!(names, [("Anna Kalna", "Anna"), ("Marta Liepa", "Marta")]);
    let rota = Rota::nothing();
    let saturday = rota.planned(&staff[0], day("2026-11-21"));
    assert_eq!(saturday, [hours(9 * 60, 18 * 60)]);
    assert!(rota.planned(&staff[0], day("2026-11-22")).is_empty());
    let rooms = reader.all::<Room>().unwrap();
    assert_eq!(rooms[1].short, "R2");
}

#[test]
fn a_shop_is_set_up_once_and_first() {
    let bench = Bench::bare();
    assert!(bench.shop.settings().is_none());
    for early in [
        Request::Park,
        Request::SaveTaxClass(TaxClassDraft {
            id: None,
            name: "Reduced".into(),
            components: vat(5_000),
            from: None,
            active: true,
        }),
    ] {
        assert_eq!(bench.refused(early), Refusal::NotSetUp);
    }
    bench.done(Request::SetUpShop(set_up()));
    assert_eq!(
        bench.refused(Request::SetUpShop(set_up())),
        Refusal::AlreadySetUp
    );
}

#[test]
fn set_up_refusals_table() {
    let typed = |text: &str| FieldProblem::NotUnderstood { typed: text.into() };
    let too_much = FieldProblem::OutOfRange {
        least: "0".into(),
        most: "100".into(),
    };
    let with = |change: fn(&mut SetUp)| {
        let mut wish = set_up();
        change(&mut wish);
        wish
    };
    #[rustfmt::skip]
    let cases = [
        (with(|it| it.shop_name = " ".into()),          Field::ShopName,   FieldProblem::Missing),
        (with(|it| it.shop_name = "x".repeat(81)),      Field::ShopName,   FieldProblem::TooLong { limit: 80 }),
        (with(|it| it.currency = "EURO".into()),        Field::Currency,   typed("EURO")),
        (with(|it| it.time_zone = "Riga".into()),       Field::TimeZone,   typed("Riga")),
        (with(|it| it.tax = vat(100_001)),              Field::Tax,        too_much),
        (with(|it| it.therapists = vec![String::new()]), Field::Therapists, FieldProblem::Missing),
        (with(|it| it.rooms = vec!["\u{200b}".into()]), Field::Rooms,      FieldProblem::Missing),
    ];
    let bench = Bench::bare();
    for (wish, at, problem) in cases {
        assert_eq!(
            field(bench.refused(Request::SetUpShop(wish))),
            (at, problem)
        );
    }
    assert!(bench.shop.settings().is_none());
}

#[test]
fn settings_change_but_the_currency_does_not() {
    let bench = Bench::new();
    let mut wish = settings(&bench);
    wish.receipt_footer = vec!["Thank\u{7} you".into()];
    wish.denominations = vec![100, 500, 100];
    bench.done(Request::SaveSettings {
        settings: wish.clone(),
    });
    let saved = settings(&bench);
    assert_eq!(saved.receipt_footer, ["Thank you"]);
    assert_eq!(saved.denominations, [500, 100]);

    let mut other = wish.clone();
    other.currency.code = "USD".into();
    let refused = field(bench.refused(Request::SaveSettings { settings: other }));
    assert_eq!(refused.0, Field::Currency);

    let mut backwards = wish.clone();
    backwards.opens_minute = backwards.closes_minute;
    let refused = field(bench.refused(Request::SaveSettings {
        settings: backwards,
    }));
    assert_eq!(refused.0, Field::Hours);

    let mut odd = wish.clone();
    odd.grid_minutes = 7;
    let refused = field(bench.refused(Request::SaveSettings { settings: odd }));
    assert_eq!(refused.0, Field::GridMinutes);

    wish.default_tax_class = TaxClassId::default();
    assert!(matches!(
        bench.refused(Request::SaveSettings { settings: wish }),
        Refusal::NotFound {
            what: Noun::TaxClass,
            ..
        }
    ));
}

#[test]
fn a_tax_of_two_parts_is_a_class() {
    let bench = Bench::new();
    let part = |name: &str, rate| TaxComponent::plain(name, Rate::from_milli_percent(rate));
    let components = vec![part("GST", 5_000), part("QST", 9_975)];
    let saved = bench.done(Request::SaveTaxClass(TaxClassDraft {
        id: None,
        name: "Quebec".into(),
        components: components.clone(),
        from: None,
        active: true,
    }));
    let Outcome::SavedTaxClass { tax_class } = saved else {
        panic!("{saved:?}");
    };
    let class = bench
        .shop
        .read()
        .get::<TaxClass>(&tax_class)
        .unwrap()
        .unwrap();
    assert_eq!(class.components, components);
}

#[test]
fn hours_are_in_order_and_apart() {
    let bench = Bench::new();
    let draft = |sunday: Vec<Shift>| StaffDraft {
        id: Some(bench.staff(1)),
        name: "Anna Kalna".into(),
        short: String::new(),
        role: StaffRole::Therapist,
        week: [vec![], vec![], vec![], vec![], vec![], vec![], sunday],
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    };
    #[rustfmt::skip]
    let cases = [
        (vec![hours(540, 780), hours(840, 1_200)], true),
        (vec![hours(540, 780), hours(780, 1_200)], true),
        (vec![hours(1_200, 1_560)],                true),
        (vec![hours(540, 780), hours(779, 1_200)], false),
        (vec![hours(780, 780)],                    false),
        (vec![hours(780, 540)],                    false),
        (vec![hours(0, 0)],                        false),
        (vec![hours(1_200, 1_801)],                false),
    ];
    for (sunday, want) in cases {
        let asked = Request::SaveStaff(draft(sunday.clone()));
        let got = bench.ask_as(&DESK, &asked);
        assert_eq!(got.is_ok(), want, "{sunday:?}: {got:?}");
    }
}

#[test]
fn what_is_changed_must_be_there() {
    let bench = Bench::new();
    let missing = Request::SaveRoom {
        id: Some(crate::domain::ids::RoomId::default()),
        name: "Sauna".into(),
        short: String::new(),
        active: true,
        places: 1,
    };
    let id = "0-0".to_owned();
    let what = Noun::Room;
    assert_eq!(bench.refused(missing), Refusal::NotFound { what, id });
}

/// The day of trade decides, not the day on which it was typed.
#[test]
fn a_rate_can_be_entered_before_it_counts() {
    let bench = Bench::open();
    let class = bench.shop.settings().unwrap().default_tax_class;
    let today = bench.drawer().business_date;
    let tomorrow = today.succ_opt().unwrap();
    let draft = |components, from| TaxClassDraft {
        id: Some(class),
        name: "Standard".into(),
        components,
        from,
        active: true,
    };
    let oil = Item::Product(bench.oil());
    let rate = || {
        bench.add(oil, 1);
        bench.cart().unwrap().lines.pop().unwrap().tax
    };
    bench.done(Request::SaveTaxClass(draft(vat(21_000), None)));
    bench.done(Request::SaveTaxClass(draft(vat(12_000), Some(tomorrow))));
    assert_eq!(rate(), vat(21_000));
    bench.done(Request::SaveTaxClass(draft(vat(19_000), Some(today))));
    assert_eq!(rate(), vat(19_000));
    // The usual class is what everything has that names none.
    let retired = TaxClassDraft {
        active: false,
        ..draft(vat(21_000), None)
    };
    let (field, problem) = (Field::InUse, FieldProblem::InUse);
    let refused = bench.refused(Request::SaveTaxClass(retired));
    assert_eq!(refused, Refusal::Field { field, problem });
}

fn saves_room(id: Option<RoomId>, (name, short): (&str, &str), active: bool) -> Request {
    Request::SaveRoom {
        id,
        name: name.into(),
        short: short.into(),
        active,
        places: 1,
    }
}

fn name_taken(field: Field, what: Noun, name: &str) -> Refusal {
    let name = name.into();
    Refusal::NameTaken { field, what, name }
}

/// Whoever chooses by a name means one.
#[test]
fn no_two_in_use_have_one_name() {
    let bench = Bench::open();
    let save = |id, names, active| saves_room(id, names, active);
    let saved = |request| match bench.done(request) {
        Outcome::SavedRoom { room } => room,
        other => panic!("{other:?}"),
    };
    let pine = saved(save(None, ("Pine", "P"), true));
    let (name, short) = (Field::Name, Field::Short);
    for (typed, field, other) in [
        (("  PINE ", "Q"), name, "Pine"),
        (("Palm", "p"), short, "P"),
    ] {
        let refused = bench.refused(save(None, typed, true));
        assert_eq!(refused, name_taken(field, Noun::Room, other), "{typed:?}");
    }
    // A short name that nobody typed is made another one.
    let palm = saved(save(None, ("Palm", ""), true));
    let palm_short = bench.shop.read().get::<Room>(&palm).unwrap().unwrap().short;
    assert_eq!(palm_short, "P2");
    let refused = bench.refused(save(Some(palm), ("pine", ""), true));
    assert_eq!(refused, name_taken(name, Noun::Room, "Pine"));
    // Not against those that are not in use, nor against itself.
    saved(save(Some(pine), ("PINE", "P"), true));
    saved(save(Some(pine), ("PINE", "P"), false));
    let other = saved(save(None, ("Pine", "P"), true));
    let refused = bench.refused(save(Some(pine), ("PINE", "P1"), true));
    assert_eq!(refused, name_taken(name, Noun::Room, "Pine"));
    saved(save(Some(other), ("Pine", "PI"), true));
}

#[test]
fn nor_do_two_taxes_two_people_and_two_shift_patterns() {
    let bench = Bench::open();
    let tax = |id, name: &str| {
        Request::SaveTaxClass(TaxClassDraft {
            id,
            name: name.into(),
            components: vat(5_000),
            from: None,
            active: true,
        })
    };
    let Outcome::SavedTaxClass { tax_class } = bench.done(tax(None, "Reduced")) else {
        panic!();
    };
    let refused = bench.refused(tax(None, "reduced"));
    assert_eq!(refused, name_taken(Field::Name, Noun::TaxClass, "Reduced"));
    bench.done(tax(Some(tax_class), "REDUCED"));
    let anna = bench.staff(1);
    let known = bench.shop.read().get::<Staff>(&anna).unwrap().unwrap();
    let person = |id, name: &str| {
        Request::SaveStaff(StaffDraft {
            id,
            name: name.into(),
            short: String::new(),
            role: StaffRole::Desk,
            week: known.week.clone(),
            services: Vec::new(),
            active: true,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
            anyway: false,
        })
    };
    let refused = bench.refused(person(None, &known.name.to_uppercase()));
    assert_eq!(refused, name_taken(Field::Name, Noun::Staff, &known.name));
    let pattern = |name: &str| Request::SetHours {
        change: HoursChange::Pattern(PatternDraft {
            id: None,
            name: name.into(),
            group: String::new(),
            anchor: day("2026-11-16"),
            weeks: vec![known.week.clone()],
            active: true,
        }),
        anyway: false,
    };
    bench.done(pattern("Early"));
    let refused = bench.refused(pattern("early"));
    assert_eq!(
        refused,
        name_taken(Field::Name, Noun::ShiftPattern, "Early")
    );
}

#[test]
fn an_account_of_another_kind_is_refused_with_the_kind_wanted() {
    let bench = Bench::open();
    let chart = |account, name: &str| {
        Request::SaveChart(Chart {
            names: vec![AccountName {
                account,
                name: name.into(),
            }],
        })
    };
    let safe = AccountKind::Safe;
    let refused = bench.refused(chart(safe, "Income:Rent"));
    let name = "Income:Rent".to_owned();
    let account = safe;
    assert_eq!(refused, Refusal::AccountOfOtherKind { account, name });
    bench.done(chart(safe, "Assets:1010"));
    bench.done(chart(AccountKind::OverShort, "Income:Over"));
}
