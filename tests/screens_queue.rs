//! The walk-in queue on the screen: who was asked for, and who is proposed.

use balm::{
    domain::{client::Sex, ids::StaffId, staff::Staff},
    ops::request::{Request, StaffDraft},
    store::Reads,
};

use crate::{desk::Desk, screens_day::desk};

fn tells(desk: &mut Desk, staff: StaffId, sex: Sex) {
    let person: Staff = desk.shop.read().get(&staff).unwrap().unwrap();
    desk.asks(&Request::SaveStaff(StaffDraft {
        id: Some(staff),
        name: person.name,
        short: person.short,
        role: person.role,
        week: person.week,
        services: person.services,
        active: true,
        group: person.group,
        pattern: person.pattern,
        sex: Some(sex),
        treats: None,
        anyway: false,
    }));
    desk.passes(0);
}

#[test]
fn any_woman_is_asked_for_and_it_is_kept_to() {
    let (mut desk, spa) = desk();
    tells(&mut desk, spa.anna, Sex::Male);
    tells(&mut desk, spa.marta, Sex::Female);
    desk.keys("q a").types("red scarf").keys("enter");
    desk.types("swed").keys("tab").types("any w").keys("enter");
    desk.shows("In the queue.")
        .shows("any woman")
        .shows("now Marta");
    // A change begins with what was asked for.
    desk.keys("up e tab tab").shows("any woman").keys("esc");
    desk.keys("enter").shows("Has begun: Marta");
}

#[test]
fn who_is_off_the_turn_list_is_proposed_where_nobody_else_is_and_it_says_so() {
    let (mut desk, spa) = desk();
    let turns = |desk: &mut Desk, on| {
        let staff = vec![spa.marta];
        desk.asks(&Request::SetTurns { staff, on });
        desk.passes(0);
    };
    turns(&mut desk, true);
    desk.keys("q a").types("red scarf").keys("enter");
    desk.types("swed").keys("enter");
    desk.shows("now Marta").hides(", off");
    turns(&mut desk, false);
    desk.shows(", off")
        .keys("up t")
        .shows("off the list, free now");
}
