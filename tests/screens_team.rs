//! What several give at once, on the screen: who is asked for beside the first.

use balm::{
    domain::{
        booking::Appointment,
        catalog::{Manner, SegmentPlan},
        ids::{ServiceId, StaffId},
        money::Money,
        staff::{Shift, StaffRole},
    },
    ops::{
        outcome::Outcome,
        request::{Request, ServiceDraft, StaffDraft},
    },
    store::Reads,
};

use crate::{
    desk::Desk,
    screens_day::{books, desk, minute},
    small_spa::SmallSpa,
};

fn four_hands(desk: &mut Desk) -> ServiceId {
    let draft = ServiceDraft {
        id: None,
        code: "FH60".into(),
        name: "Four hands 60".into(),
        category: "Massage".into(),
        price: Some(Money::from_minor(9_000)),
        cost: Money::ZERO,
        tax_class: None,
        minutes: 0,
        rooms: Vec::new(),
        active: true,
        prices: Vec::new(),
        by_staff: Vec::new(),
        timed: None,
        segments: vec![SegmentPlan {
            roles: vec![0, 1],
            ..SegmentPlan::whole(60)
        }],
        manner: Manner::default(),
    };
    match desk.asks(&Request::SaveService(draft)) {
        Outcome::SavedService { service } => service,
        other => panic!("{other:?}"),
    }
}

fn ilze(desk: &mut Desk) -> StaffId {
    let all_day = Shift {
        start_minute: 540,
        end_minute: 1200,
    };
    let draft = StaffDraft {
        id: None,
        name: "Ilze".into(),
        short: "Ilze".into(),
        role: StaffRole::Therapist,
        week: std::array::from_fn(|_| vec![all_day]),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    };
    match desk.asks(&Request::SaveStaff(draft)) {
        Outcome::SavedStaff { staff } => staff,
        other => panic!("{other:?}"),
    }
}

fn spa_of_three() -> (Desk, SmallSpa, ServiceId, StaffId) {
    let (mut desk, spa) = desk();
    let (four, ilze) = (four_hands(&mut desk), ilze(&mut desk));
    desk.passes(0);
    (desk, spa, four, ilze)
}

fn hands(desk: &Desk) -> Vec<Vec<StaffId>> {
    let all = desk.shop.read().all::<Appointment>().unwrap();
    all.into_iter().map(|it| it.team()).collect()
}

#[test]
fn the_form_asks_who_else_gives_it_only_where_there_is_somebody_else() {
    let (mut desk, spa, _, ilze) = spa_of_three();
    desk.keys("down enter")
        .types("ozo")
        .keys("enter")
        .hides("With");
    desk.types("swed").keys("tab").hides("With");
    desk.keys("up").types("four").keys("tab").shows("With");
    desk.shows("anyone").keys("tab").types("ilz").keys("enter");
    desk.shows("Booked: Līga Ozola, Four hands 60");
    assert_eq!(hands(&desk), [[spa.anna, ilze]]);
    // Open, Enter on the service books with whoever is free.
    desk.keys("down down down down down down down down down down down down")
        .keys("down enter")
        .types("bēr")
        .keys("enter")
        .types("four")
        .keys("enter")
        .shows("Booked: Pēteris Bērziņš, Four hands 60");
    assert_eq!(hands(&desk)[1].len(), 2);
}

#[test]
fn what_is_in_the_way_of_the_second_is_said_and_what_would_do_is_with_her() {
    let (mut desk, spa, _, ilze) = spa_of_three();
    books(&mut desk, None, spa.facial, ilze, minute(13, 45));
    desk.keys("down enter")
        .types("ozo")
        .keys("enter")
        .types("four")
        .keys("tab tab")
        .types("ilz")
        .keys("enter");
    desk.shows("Ilze is with Facial 45 until 14:30")
        .shows("With");
    desk.keys("enter").shows("Booked: Līga Ozola");
    assert_eq!(hands(&desk)[1], [spa.anna, ilze]);
}

#[test]
fn carried_from_the_seconds_column_it_gets_another_second() {
    let (mut desk, spa, four, ilze) = spa_of_three();
    books(&mut desk, Some(spa.ozola), four, spa.anna, minute(14, 0));
    assert_eq!(hands(&desk), [[spa.anna, spa.marta]]);
    desk.keys(". right m right enter")
        .shows("Līga Ozola is now at");
    assert_eq!(hands(&desk), [[spa.anna, ilze]]);
    desk.keys("enter").shows("Anna, Ilze");
}
