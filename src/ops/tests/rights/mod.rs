//! Who may do what: signing on, a second person's yes, limits, and what is kept of it.

mod discounts;
mod proofs;
mod table;

use std::{collections::BTreeMap, fs};

use chrono::TimeDelta;

use super::bench::{Bench, DESK, cash, day, eur, line, pay, scan};
use crate::{
    domain::{
        audit::{AuditEntry, AuditEvent, ProvedBy},
        ids::StaffId,
        money::Rate,
        pin::Secret,
        rights::{Limits, Right, RightsRules, Role, RoleKind},
        staff::StaffRole,
        ticket::{Discount, Item, TicketState},
    },
    ops::{
        outcome::Outcome,
        query::{Answer, Query},
        refusal::{Field, Refusal},
        request::{
            Approval, DiscountChange, LineChange, PersonDraft, ProofOf, RefundLine, RefundWish,
            Request, RightsDraft, SecretChange, Session, StaffDraft,
        },
        shop::Stop,
    },
    store::Reads,
};

/// Somebody of each role, each with a PIN, and people sign on.
struct House {
    bench: Bench,
    people: BTreeMap<&'static str, StaffId>,
}

const ROLES: [(&str, RoleKind); 5] = [
    ("desk", RoleKind::Desk),
    ("therapist", RoleKind::Therapist),
    ("manager", RoleKind::Manager),
    ("owner", RoleKind::Owner),
    ("accountant", RoleKind::Accountant),
];

fn pin_of(role: &str) -> String {
    let letters: u32 = role.bytes().map(u32::from).sum();
    format!("{letters:06}")
}

fn person(staff: StaffId) -> PersonDraft {
    PersonDraft {
        staff,
        role: None,
        pin: None,
        card: None,
        own: None,
    }
}

fn set(secret: &str) -> SecretChange {
    SecretChange::Set(Secret::new(secret))
}

fn rights_on() -> Request {
    Request::SaveRights(RightsDraft {
        on: true,
        idle_minutes: 10,
        roles: Vec::new(),
    })
}

fn employ(bench: &Bench, name: &str) -> StaffId {
    let saved = bench.done(Request::SaveStaff(staff_draft(None, name, true)));
    let Outcome::SavedStaff { staff } = saved else {
        panic!("{saved:?}");
    };
    staff
}

fn staff_draft(id: Option<StaffId>, name: &str, active: bool) -> StaffDraft {
    StaffDraft {
        id,
        name: name.into(),
        short: String::new(),
        role: StaffRole::Desk,
        week: std::array::from_fn(|_| Vec::new()),
        services: Vec::new(),
        active,
        group: String::new(),
        pattern: None,
        sex: None,
        treats: None,
        anyway: false,
    }
}

impl House {
    fn new() -> Self {
        Self::of(Bench::open())
    }

    fn of(bench: Bench) -> Self {
        let mut people = BTreeMap::new();
        for (name, role) in ROLES {
            let staff = employ(&bench, name);
            bench.done(Request::SavePerson(PersonDraft {
                role: Some(role),
                pin: Some(set(&pin_of(name))),
                ..person(staff)
            }));
            people.insert(name, staff);
        }
        bench.done(rights_on());
        Self { bench, people }
    }

    fn session(&self, role: &str) -> Session {
        Session {
            register: 1,
            operator: Some(self.people[role]),
        }
    }

    fn proof(&self, role: &str) -> ProofOf {
        ProofOf::pin(self.people[role], pin_of(role))
    }

    fn sign_on(&self, role: &str) -> Outcome {
        self.bench.done_as(&DESK, Request::SignOn(self.proof(role)))
    }

    fn ask(&self, role: &str, request: &Request) -> Result<Outcome, Stop> {
        self.bench.ask_as(&self.session(role), request)
    }

    #[track_caller]
    fn done(&self, role: &str, request: Request) -> Outcome {
        self.bench.done_as(&self.session(role), request)
    }

    #[track_caller]
    #[expect(clippy::needless_pass_by_value, reason = "shorter at every call")]
    fn refused(&self, role: &str, request: Request) -> Refusal {
        match self.ask(role, &request) {
            Err(Stop::Refused(refusal)) => refusal,
            other => panic!("{request:?}: {other:?}"),
        }
    }

    fn approved(&self, role: &str, id: &str, request: &Request, by: &str) -> Result<Outcome, Stop> {
        let approval = Approval {
            proof: self.proof(by),
            reason: "Regular guest".into(),
        };
        let session = self.session(role);
        let shop = &self.bench.shop;
        shop.run_approved(&session, id, request, Some(&approval))
    }

    fn audit(&self) -> Vec<AuditEvent> {
        let mut all = self.bench.shop.read().all::<AuditEntry>().unwrap();
        all.sort_by_key(|it| it.at);
        all.into_iter().map(|it| it.event).collect()
    }
}

fn lacks(refused: &Refusal, right: Right) -> bool {
    matches!(refused, Refusal::NeedsRight { right: it, .. } if *it == right)
}

#[test]
fn nobody_does_anything_who_has_not_signed_on_at_this_desk() {
    let house = House::new();
    let park = Request::Park;
    assert_eq!(house.bench.refused(park.clone()), Refusal::SignOnNeeded);
    // To say who one is, is not to be it.
    assert_eq!(house.refused("owner", park.clone()), Refusal::SignOnNeeded);
    house.sign_on("desk");
    assert_eq!(house.refused("owner", park.clone()), Refusal::SignOnNeeded);
    assert_eq!(house.refused("desk", park.clone()), Refusal::NothingToSell);
    // Who names nobody is the one who signed on.
    assert_eq!(house.bench.refused(park.clone()), Refusal::NothingToSell);
    let elsewhere = Session {
        register: 2,
        operator: Some(house.people["desk"]),
    };
    let refused = house.bench.ask_as(&elsewhere, &park);
    assert_eq!(refused, Err(Stop::Refused(Refusal::SignOnNeeded)));
    house.done("desk", Request::SignOff { idle: true });
    assert_eq!(house.refused("desk", park.clone()), Refusal::SignOnNeeded);
    let audit = house.audit();
    assert!(audit.contains(&AuditEvent::SignedOff { idle: true }));
    // After a start every desk is locked.
    house.sign_on("desk");
    let people = house.people;
    let house = House {
        bench: house.bench.reopen(),
        people,
    };
    assert_eq!(house.refused("desk", park), Refusal::SignOnNeeded);
}

#[test]
fn where_rights_are_off_everyone_may() {
    let bench = Bench::open();
    let oil = bench.oil();
    let anna = bench.staff(1);
    bench.done(Request::SavePerson(PersonDraft {
        role: Some(RoleKind::Therapist),
        pin: Some(set("2468")),
        ..person(anna)
    }));
    let session = Session {
        register: 1,
        operator: Some(anna),
    };
    bench.done_as(&session, Request::AddLine(line(Item::Product(oil), 1)));
    bench.done_as(&session, pay(&[cash(None)]));
    bench.done_as(
        &session,
        Request::KickDrawer {
            reason: "Look".into(),
        },
    );
    // And who wants to sign on all the same is checked.
    let wrong = Request::SignOn(ProofOf::pin(anna, "2469"));
    assert_eq!(bench.refused(wrong), Refusal::WrongProof);
    bench.done(Request::SignOn(ProofOf::pin(anna, "2468")));
}

#[test]
fn a_second_person_says_yes_to_one_request_and_to_no_other() {
    let bench = Bench::open();
    bench.oil();
    let house = House::of(bench);
    house.sign_on("desk");
    let sell = || {
        house.done("desk", scan("OIL100"));
        match house.done("desk", pay(&[cash(None)])) {
            Outcome::Sold(sold) => sold.sale,
            other => panic!("{other:?}"),
        }
    };
    let refund = |sale| {
        Request::Refund(RefundWish {
            sale,
            lines: vec![RefundLine {
                line: 1,
                quantity: 1,
                restock: true,
            }],
            tender: None,
            reason: "Leaks".into(),
        })
    };
    let (one, other) = (refund(sell()), refund(sell()));
    assert!(lacks(&house.refused("desk", one.clone()), Right::Refund));
    let refused = house.approved("desk", "r1", &one, "therapist");
    let who = "therapist".to_owned();
    let right = Right::Refund;
    assert_eq!(
        refused,
        Err(Stop::Refused(Refusal::ApproverLacks { right, who }))
    );
    let Ok(Outcome::Sold(sold)) = house.approved("desk", "r2", &one, "manager") else {
        panic!();
    };
    let sale = house.bench.sale(sold.sale);
    assert_eq!(sale.operator, Some(house.people["desk"]));
    assert_eq!(sale.approved_by, Some(house.people["manager"]));
    let approved = AuditEvent::Approved {
        request: "refund".into(),
        right,
        by: house.people["manager"],
        reason: "Regular guest".into(),
        ticket: None,
        sale: Some(sold.sale),
    };
    assert_eq!(house.audit().last(), Some(&approved));
    // It was for once.
    assert!(lacks(&house.refused("desk", other.clone()), right));
    // The same asked again is the same, whoever says yes to it by now.
    let again = house.approved("desk", "r2", &one, "manager");
    assert_eq!(again, Ok(Outcome::Sold(sold)));
    // Where it is not needed, it is not kept.
    house.sign_on("manager");
    let Ok(Outcome::Sold(sold)) = house.approved("manager", "r3", &other, "owner") else {
        panic!();
    };
    assert_eq!(house.bench.sale(sold.sale).approved_by, None);
    let yes = |it: &AuditEvent| matches!(it, AuditEvent::Approved { .. });
    assert_eq!(house.audit().into_iter().filter(yes).count(), 1);
}

#[test]
fn a_yes_needs_a_reason_and_the_right_pin() {
    let house = House::new();
    house.sign_on("desk");
    let kick = Request::KickDrawer {
        reason: "Look".into(),
    };
    let with = |pin: &str, reason: &str| {
        let approval = Approval {
            proof: ProofOf::pin(house.people["manager"], pin),
            reason: reason.into(),
        };
        let session = house.session("desk");
        let id = format!("{pin}{reason}");
        let shop = &house.bench.shop;
        shop.run_approved(&session, &id, &kick, Some(&approval))
    };
    let Err(Stop::Refused(Refusal::Field { field, .. })) = with(&pin_of("manager"), " ") else {
        panic!();
    };
    assert_eq!(field, Field::Reason);
    let wrong = with(&pin_of("desk"), "Stuck");
    assert_eq!(wrong, Err(Stop::Refused(Refusal::WrongProof)));
    let staff = Some(house.people["manager"]);
    assert_eq!(
        house.audit().last(),
        Some(&AuditEvent::WrongProof { staff })
    );
    assert_eq!(with(&pin_of("manager"), "Stuck"), Ok(Outcome::DrawerKicked));
}

#[test]
fn a_cart_stays_with_its_person() {
    let bench = Bench::open();
    bench.massage();
    bench.oil();
    let house = House::of(bench);
    house.sign_on("desk");
    house.done("desk", scan("SW60"));
    let cart = house.bench.cart().unwrap();
    // The same person again finds it as it was.
    house.done("desk", Request::SignOff { idle: true });
    house.sign_on("desk");
    assert_eq!(house.bench.cart(), Some(cart.clone()));
    // Another does not see it, and has their own.
    let Outcome::SignedOn { kept, back, .. } = house.sign_on("manager") else {
        panic!();
    };
    assert_eq!((kept, back), (Some(cart.id), None));
    assert_eq!(house.bench.cart(), None);
    house.done("manager", scan("OIL100"));
    let theirs = house.bench.cart().unwrap();
    let Outcome::SignedOn { kept, back, .. } = house.sign_on("desk") else {
        panic!();
    };
    assert_eq!((kept, back), (Some(theirs.id), Some(cart.id)));
    assert_eq!(house.bench.cart(), Some(cart.clone()));
    // What one has put aside oneself is not brought back by signing on.
    house.done("desk", Request::Park);
    house.sign_on("manager");
    assert_eq!(house.bench.cart().map(|it| it.id), Some(theirs.id));
    house.sign_on("desk");
    assert_eq!(house.bench.cart(), None);
    // And one's own comes first.
    house.done("desk", Request::Recall { ticket: None });
    assert_eq!(house.bench.cart().map(|it| it.id), Some(cart.id));
}

#[test]
fn a_cart_that_was_kept_is_there_after_a_start() {
    let bench = Bench::open();
    bench.massage();
    let house = House::of(bench);
    house.sign_on("desk");
    house.done("desk", scan("SW60"));
    let cart = house.bench.cart().unwrap();
    house.sign_on("manager");
    let people = house.people;
    let house = House {
        bench: house.bench.reopen(),
        people,
    };
    house.sign_on("desk");
    let back = house.bench.cart().unwrap();
    assert_eq!(back, cart);
    assert_eq!(back.state, TicketState::Open);
}

#[test]
fn somebody_can_always_change_the_rights_again() {
    let bench = Bench::open();
    let anna = bench.staff(1);
    assert_eq!(bench.refused(rights_on()), Refusal::NoWayBack);
    bench.done(Request::SavePerson(PersonDraft {
        role: Some(RoleKind::Owner),
        ..person(anna)
    }));
    assert_eq!(bench.refused(rights_on()), Refusal::NoWayBack, "no PIN");
    let house = House::of(bench);
    house.sign_on("owner");
    let owner = house.people["owner"];
    let gone = Request::SaveStaff(staff_draft(Some(owner), "owner", false));
    assert_eq!(house.refused("owner", gone), Refusal::NoWayBack);
    for draft in [
        PersonDraft {
            role: Some(RoleKind::Manager),
            ..person(owner)
        },
        PersonDraft {
            pin: Some(SecretChange::Remove),
            ..person(owner)
        },
    ] {
        let refused = house.refused("owner", Request::SavePerson(draft));
        assert_eq!(refused, Refusal::NoWayBack);
    }
    let off = RightsDraft {
        on: false,
        idle_minutes: 0,
        roles: Vec::new(),
    };
    house.done("owner", Request::SaveRights(off));
    house.bench.done(Request::KickDrawer {
        reason: "Everyone may".into(),
    });
}

#[test]
fn nobody_makes_anybody_more_than_they_are_themselves() {
    let house = House::new();
    house.sign_on("manager");
    let owner = house.people["owner"];
    let therapist = house.people["therapist"];
    for draft in [
        PersonDraft {
            role: Some(RoleKind::Owner),
            ..person(therapist)
        },
        PersonDraft {
            pin: Some(set("1111")),
            ..person(owner)
        },
        PersonDraft {
            role: Some(RoleKind::Desk),
            ..person(owner)
        },
        PersonDraft {
            role: Some(RoleKind::Owner),
            ..person(house.people["manager"])
        },
    ] {
        let refused = house.refused("manager", Request::SavePerson(draft));
        assert!(lacks(&refused, Right::Rights), "{refused:?}");
    }
    house.done(
        "manager",
        Request::SavePerson(PersonDraft {
            role: Some(RoleKind::Desk),
            pin: Some(set("1111")),
            ..person(therapist)
        }),
    );
}

/// What the audit says from its `n_before`th line on, the first first.
fn said_since(house: &House, n_before: usize) -> Vec<String> {
    let locale = &super::bench::ENGLISH;
    let query = Query::Audit {
        date: day("2026-11-21"),
    };
    let answer = house
        .bench
        .shop
        .ask(&house.session("owner"), locale, &query);
    let Ok(Answer::Audit { mut lines }) = answer else {
        panic!("{answer:?}");
    };
    lines.reverse();
    lines.into_iter().skip(n_before).map(|it| it.text).collect()
}

#[test]
fn the_audit_says_what_was_changed_of_the_rights_and_from_what() {
    let house = House::new();
    house.sign_on("owner");
    let n_before = house.audit().len();
    let save = |idle_minutes, roles| {
        let on = true;
        let draft = RightsDraft {
            on,
            idle_minutes,
            roles,
        };
        house.done("owner", Request::SaveRights(draft));
    };
    let mut desk = RoleKind::Desk.usual();
    desk.rights.retain(|it| *it != Right::Stock);
    desk.rights.push(Right::Refund);
    desk.limits = Limits {
        percent: Some(Rate::from_milli_percent(20_000)),
        amount: Some(eur(5_000)),
    };
    save(10, vec![desk.clone()]);
    save(0, vec![desk]);
    save(5, Vec::new());
    house.done(
        "owner",
        Request::SavePerson(PersonDraft {
            role: Some(RoleKind::Manager),
            ..person(house.people["desk"])
        }),
    );
    house.done(
        "owner",
        Request::SavePerson(PersonDraft {
            pin: Some(set("864209")),
            card: Some(set("STAFF7")),
            ..person(house.people["desk"])
        }),
    );
    let said = said_since(&house, n_before);
    assert_eq!(
        said,
        [
            "Role desk may now give money back",
            "Role desk may no longer change stock",
            "Role desk, how much off: from 10 % to 20 %, 50.00",
            "A desk locks after minutes: from 10 to never",
            "A desk locks after minutes: from never to 5",
            "desk: role from desk to manager",
            "desk (manager): PIN set, card set",
        ]
    );
}

#[test]
fn the_audit_says_who_was_refused_and_only_some_may_read_it() {
    let house = House::new();
    house.sign_on("desk");
    house.refused(
        "desk",
        Request::KickDrawer {
            reason: "Look".into(),
        },
    );
    let locale = &super::bench::ENGLISH;
    let query = Query::Audit {
        date: day("2026-11-21"),
    };
    let ask = |role: &str| house.bench.shop.ask(&house.session(role), locale, &query);
    let Err(Stop::Refused(refused)) = ask("desk") else {
        panic!();
    };
    assert!(lacks(&refused, Right::Audit));
    house.sign_on("accountant");
    let Ok(Answer::Audit { lines }) = ask("accountant") else {
        panic!();
    };
    let said: Vec<(&str, &str)> = lines
        .iter()
        .map(|it| (it.who.as_str(), it.text.as_str()))
        .collect();
    assert_eq!(
        said[..3],
        [
            ("accountant", "Signed on with a PIN"),
            ("desk", "Refused: open the drawer without a sale"),
            ("desk", "Signed on with a PIN"),
        ]
    );
    // Nor does anybody look at anything who has not signed on.
    house.done("accountant", Request::SignOff { idle: false });
    assert_eq!(ask("accountant"), Err(Stop::Refused(Refusal::SignOnNeeded)));
}
