//! People sign on at the desk: the lock, another person, a second person's yes.

use balm::{
    cli::exec::answer_all,
    devices::DeviceNews,
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::StaffId,
        pin::Secret,
        rights::RoleKind,
        staff::StaffRole,
    },
    ops::{
        outcome::Outcome,
        request::{PersonDraft, Request, RightsDraft, SecretChange, StaffDraft},
    },
    store::Reads,
    ui::action::Action,
};

use crate::{
    bad_input::screen::opens_drawer,
    desk::{Desk, SESSION},
    small_spa,
};

const DACE: &str = "246810";
const MAIJA: &str = "135790";

/// Dace is at the desk, Maija is the manager, Olga the owner; people sign on.
fn spa() -> Desk {
    let mut desk = Desk::on(80, 24, |shop, clock| {
        small_spa::build(shop, clock);
    });
    opens_drawer(&mut desk);
    let people = [
        ("Dace Ozola", RoleKind::Desk, DACE, "staff-dace"),
        ("Maija Kalna", RoleKind::Manager, MAIJA, "staff-maija"),
        ("Olga Berga", RoleKind::Owner, "777777", "staff-olga"),
    ];
    for (name, role, pin, card) in people {
        let staff = employ(&mut desk, name);
        let set = |text: &str| Some(SecretChange::Set(Secret::new(text)));
        desk.asks(&Request::SavePerson(PersonDraft {
            staff,
            role: Some(role),
            pin: set(pin),
            card: set(card),
            own: None,
        }));
    }
    desk.asks(&Request::SaveRights(RightsDraft {
        on: true,
        idle_minutes: 5,
        roles: Vec::new(),
    }));
    desk.restart();
    desk
}

fn employ(desk: &mut Desk, name: &str) -> StaffId {
    let saved = desk.asks(&Request::SaveStaff(StaffDraft {
        id: None,
        name: name.into(),
        short: String::new(),
        role: StaffRole::Desk,
        week: std::array::from_fn(|_| Vec::new()),
        services: Vec::new(),
        active: true,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    }));
    let Outcome::SavedStaff { staff } = saved else {
        panic!("{saved:?}");
    };
    staff
}

fn signs_on(desk: &mut Desk, name: &str, pin: &str) {
    desk.types(name).keys("enter").types(pin).keys("enter");
}

#[test]
fn a_desk_where_people_sign_on_begins_locked_and_shows_nothing() {
    let mut desk = spa();
    let screen = desk.screen();
    assert!(screen.contains("Locked"), "{screen}");
    assert!(
        !screen.contains("Swedish") && !screen.contains("Anna"),
        "{screen}"
    );
    assert_eq!(desk.app.help(), "help-lock");
    // Neither Esc nor the keys of the desk go round it.
    desk.keys("esc F2 F9 F6 F11 tab");
    assert_eq!(desk.app.help(), "help-lock");
    desk.restart();
    signs_on(&mut desk, "dace", "111111");
    let screen = desk.screen();
    assert!(screen.contains("That is not right."), "{screen}");
    desk.types("246").rests();
    let screen = desk.screen();
    assert!(
        screen.contains("***") && !screen.contains("246"),
        "{screen}"
    );
    desk.types("810").keys("enter");
    let screen = desk.screen();
    assert!(screen.contains("Dace Ozola is at the desk."), "{screen}");
    assert!(!screen.contains("Locked"), "{screen}");
    desk.keys("F2");
    assert!(desk.screen().contains("Dace"), "{}", desk.screen());
}

#[test]
fn what_is_typed_ahead_of_a_pin_is_not_shown() {
    let mut desk = spa();
    desk.types("dace").keys("enter");
    desk.sees_ahead("2468");
    assert!(!desk.screen().contains("2468"), "{}", desk.screen());
}

#[test]
fn a_card_signs_on_and_the_key_locks() {
    let mut desk = spa();
    desk.hears([DeviceNews::Scan("staff-dace".into())]);
    assert!(
        desk.screen().contains("Dace Ozola is at the desk."),
        "{}",
        desk.screen()
    );
    desk.keys("F5");
    desk.does(Action::Operator);
    assert_eq!(desk.app.help(), "help-lock");
    // Whoever was there is proposed: the PIN is all that is typed.
    desk.types(DACE).keys("enter");
    assert_eq!(desk.app.help(), "help-stock");
}

#[test]
fn a_cart_is_kept_for_its_person() {
    let mut desk = spa();
    signs_on(&mut desk, "dace", DACE);
    desk.keys("F4").types("argan").keys("enter");
    assert!(desk.screen().contains("Argan"), "{}", desk.screen());
    desk.does(Action::Operator);
    desk.hears([DeviceNews::Scan("staff-maija".into())]);
    let screen = desk.screen();
    assert!(screen.contains("kept for its person"), "{screen}");
    desk.keys("esc F4");
    assert!(!desk.screen().contains("Argan"), "{}", desk.screen());
    desk.does(Action::Operator);
    desk.hears([DeviceNews::Scan("staff-dace".into())]);
    assert!(
        desk.screen().contains("as it was left"),
        "{}",
        desk.screen()
    );
    assert!(desk.screen().contains("Argan"), "{}", desk.screen());
}

#[test]
fn a_desk_that_nobody_touches_locks_itself() {
    let mut desk = spa();
    signs_on(&mut desk, "dace", DACE);
    for _ in 0..5 {
        desk.passes(1);
    }
    assert_ne!(desk.app.help(), "help-lock");
    // A key is a touch.
    desk.keys("F2");
    for _ in 0..5 {
        desk.passes(1);
    }
    assert_ne!(desk.app.help(), "help-lock");
    desk.passes(1);
    assert_eq!(desk.app.help(), "help-lock");
    assert_eq!(desk.shop.signed_on(SESSION.register), None);
}

#[test]
fn what_was_begun_waits_behind_the_lock_for_its_person_alone() {
    let mut desk = spa();
    signs_on(&mut desk, "dace", DACE);
    desk.keys("ctrl-n").types("Liga Kal");
    for _ in 0..6 {
        desk.passes(1);
    }
    assert!(!desk.screen().contains("Liga Kal"), "{}", desk.screen());
    desk.types(DACE).keys("enter");
    assert!(desk.screen().contains("Liga Kal"), "{}", desk.screen());
    for _ in 0..6 {
        desk.passes(1);
    }
    desk.hears([DeviceNews::Scan("staff-maija".into())]);
    assert!(!desk.screen().contains("Liga Kal"), "{}", desk.screen());
    assert_ne!(desk.app.help(), "help-client-form");
}

#[test]
fn a_second_person_says_yes_on_the_screen_to_one_thing() {
    let mut desk = spa();
    signs_on(&mut desk, "dace", DACE);
    let no_sale = |desk: &mut Desk| {
        desk.keys("F10 n").types("Change").keys("enter");
    };
    no_sale(&mut desk);
    let screen = desk.screen();
    assert!(
        screen.contains("open the drawer without a sale"),
        "{screen}"
    );
    assert_eq!(desk.app.help(), "help-approve");
    desk.keys("down enter")
        .types("maija")
        .keys("enter")
        .types("000000")
        .keys("enter");
    assert!(
        desk.screen().contains("That is not right."),
        "{}",
        desk.screen()
    );
    assert_eq!(desk.app.help(), "help-approve");
    desk.types(MAIJA).keys("enter");
    assert_ne!(desk.app.help(), "help-approve", "{}", desk.screen());
    let kept = desk.shop.read().all::<AuditEntry>().unwrap();
    let yes = |it: &AuditEntry| matches!(it.event, AuditEvent::Approved { .. });
    assert_eq!(kept.iter().filter(|it| yes(it)).count(), 1, "{kept:?}");
    // The next one is asked about again, and may be left.
    desk.keys("esc esc");
    no_sale(&mut desk);
    assert_eq!(desk.app.help(), "help-approve");
    desk.keys("esc");
    let screen = desk.screen();
    assert!(
        screen.contains("Dace Ozola may not open the drawer"),
        "{screen}"
    );
    // A card is as good, once it is said why.
    desk.keys("esc esc esc");
    no_sale(&mut desk);
    desk.hears([DeviceNews::Scan("staff-maija".into())]);
    assert!(desk.screen().contains("Say why first"), "{}", desk.screen());
    desk.types("Stuck").keys("enter");
    desk.hears([DeviceNews::Scan("staff-maija".into())]);
    assert_ne!(desk.app.help(), "help-approve", "{}", desk.screen());
}

#[test]
fn the_audit_is_on_the_screen_of_who_may_see_it() {
    let mut desk = spa();
    signs_on(&mut desk, "dace", "111111");
    desk.types(DACE).keys("enter");
    desk.keys("F11").types("who did").keys("enter");
    let screen = desk.screen();
    assert!(screen.contains("may not see who did what"), "{screen}");
    desk.keys("esc esc");
    desk.does(Action::Operator);
    desk.hears([DeviceNews::Scan("staff-maija".into())]);
    desk.keys("F11").types("who did").keys("enter");
    let screen = desk.screen();
    assert!(screen.contains("Wrong PIN for Dace Ozola"), "{screen}");
    assert!(screen.contains("Locked the desk"), "{screen}");
}

#[test]
fn an_owner_turns_it_on_at_the_screen() {
    let mut desk = Desk::on(80, 24, |shop, clock| {
        small_spa::build(shop, clock);
    });
    let _ = employ(&mut desk, "Olga Berga");
    desk.keys("F11").types("sign on").keys("enter");
    assert!(
        desk.screen().contains("no, everyone may"),
        "{}",
        desk.screen()
    );
    desk.keys("enter").types("yes").keys("enter enter");
    let screen = desk.screen();
    assert!(
        screen.contains("Nobody could change the rights"),
        "{screen}"
    );
    desk.keys("esc esc");
    desk.types("olga").keys("enter");
    desk.types("owner")
        .keys("enter")
        .types("777777")
        .keys("enter");
    desk.types("777778").keys("enter enter");
    assert!(
        desk.screen().contains("The two PINs differ."),
        "{}",
        desk.screen()
    );
    desk.keys("backspace").types("7").keys("enter enter");
    assert!(desk.screen().contains("owner, PIN"), "{}", desk.screen());
    desk.keys("ctrl-u enter").types("yes").keys("enter enter");
    assert_eq!(desk.app.help(), "help-lock", "{}", desk.screen());
    signs_on(&mut desk, "olga", "777777");
    assert!(
        desk.screen().contains("Olga Berga is at the desk."),
        "{}",
        desk.screen()
    );
    // From here on she changes her own PIN by knowing it.
    desk.keys("esc esc esc F11").types("my pin").keys("enter");
    desk.types("777777")
        .keys("enter")
        .types("888888")
        .keys("enter")
        .types("888888")
        .keys("enter esc");
    desk.does(Action::Operator);
    desk.types("888888").keys("enter");
    assert_ne!(desk.app.help(), "help-lock", "{}", desk.screen());
}

#[test]
fn with_rights_off_the_desk_is_as_it_was() {
    let mut desk = Desk::on(80, 24, |shop, clock| {
        small_spa::build(shop, clock);
    });
    desk.does(Action::Operator);
    assert_eq!(desk.app.help(), "help-operator");
    desk.types("anna").keys("enter");
    assert!(desk.screen().contains("Anna"), "{}", desk.screen());
}

#[test]
fn a_script_signs_on_and_brings_a_second_persons_yes() {
    let desk = spa();
    let people = desk.shop.rights().unwrap().people;
    let of = |role| people.iter().find(|it| it.role == role).unwrap().staff;
    let (dace, maija) = (of(RoleKind::Desk), of(RoleKind::Manager));
    let approved = format!(r#"{{"staff": "{maija}", "pin": "{MAIJA}", "reason": "Stuck"}}"#);
    #[rustfmt::skip]
    let lines = [
        (r#"{"id": "x1", "do": "kick_drawer", "reason": "Look"}"#.to_owned(), r#""refused":"sign_on_needed""#),
        (format!(r#"{{"id": "x2", "do": "sign_on", "staff": "{dace}", "pin": "{DACE}"}}"#), r#""done":"signed_on""#),
        (r#"{"id": "x3", "do": "kick_drawer", "reason": "Look"}"#.to_owned(), r#""right":"no_sale""#),
        (format!(r#"{{"id": "x4", "do": "kick_drawer", "reason": "Look", "approved": {approved}}}"#), r#""done":"drawer_kicked""#),
        (r#"{"id": "x5", "do": "kick_drawer", "reason": "Look"}"#.to_owned(), r#""right":"no_sale""#),
        (format!(r#"{{"id": "x6", "by": "{maija}", "do": "kick_drawer", "reason": "Look"}}"#), r#""refused":"sign_on_needed""#),
        (r#"{"ask": "audit", "date": "2026-11-21"}"#.to_owned(), r#""right":"audit""#),
        (r#"{"id": "x7", "do": "sign_on", "card": "staff-maija"}"#.to_owned(), r#""done":"signed_on""#),
        (r#"{"ask": "audit", "date": "2026-11-21"}"#.to_owned(), "Maija Kalna approved: open the drawer without a sale (Stuck)"),
    ];
    for (line, want) in lines {
        let mut said = String::new();
        answer_all(&desk.shop, 1, line.as_bytes(), &mut |it| said.push_str(it)).unwrap();
        assert!(said.contains(want), "{line}\n{said}");
        assert!(!said.contains(MAIJA) && !said.contains(DACE), "{said}");
    }
}
