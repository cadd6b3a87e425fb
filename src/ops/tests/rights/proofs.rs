//! PINs and cards.

use super::*;

#[test]
fn wrong_tries_are_slowed_down_whatever_the_clock_is_set_to() {
    let house = House::new();
    let bench = &house.bench;
    let owner = house.people["owner"];
    let wrong = || bench.refused(Request::SignOn(ProofOf::pin(owner, "0000")));
    let wait = |seconds| Refusal::ProofWait { seconds };
    for _ in 0..3 {
        assert_eq!(wrong(), Refusal::WrongProof);
    }
    assert_eq!(wrong(), wait(6));
    // Not even the right one is looked at.
    let right = || bench.ask_as(&DESK, &Request::SignOn(house.proof("owner")));
    assert_eq!(right(), Err(Stop::Refused(wait(6))));
    bench.clock.jump(TimeDelta::days(1));
    assert_eq!(
        right(),
        Err(Stop::Refused(wait(6))),
        "nobody sets this clock"
    );
    bench.clock.jump(TimeDelta::days(-1));
    // Others are not held up.
    house.sign_on("desk");
    bench.clock.advance(TimeDelta::seconds(5));
    assert_eq!(wrong(), Refusal::WrongProof);
    assert_eq!(wrong(), wait(11), "twice as long");
    let n_wrong = |house: &House| {
        let is_wrong = |it: &AuditEvent| matches!(it, AuditEvent::WrongProof { .. });
        house.audit().into_iter().filter(is_wrong).count()
    };
    assert_eq!(n_wrong(&house), 4, "what was not looked at is not counted");
    // Nor is the program started again to get round it.
    let people = house.people;
    let house = House {
        bench: house.bench.reopen(),
        people,
    };
    let right = || {
        let sign_on = Request::SignOn(house.proof("owner"));
        house.bench.ask_as(&DESK, &sign_on)
    };
    assert_eq!(right(), Err(Stop::Refused(wait(11))));
    // Nor does it begin anew with each start.
    house.bench.clock.advance(TimeDelta::seconds(4));
    let House { bench, people } = house;
    let house = House {
        bench: bench.reopen(),
        people,
    };
    let sign_on = Request::SignOn(house.proof("owner"));
    let right = |house: &House| house.bench.ask_as(&DESK, &sign_on);
    assert_eq!(right(&house), Err(Stop::Refused(wait(7))));
    house.bench.clock.advance(TimeDelta::seconds(6));
    let House { bench, people } = house;
    let house = House {
        bench: bench.reopen(),
        people,
    };
    assert!(right(&house).is_ok());
    // From then on it begins anew.
    let wrong = Request::SignOn(ProofOf::pin(owner, "0000"));
    assert_eq!(house.bench.refused(wrong.clone()), Refusal::WrongProof);
    assert_eq!(house.bench.refused(wrong), Refusal::WrongProof);
    assert!(right(&house).is_ok());
}

#[test]
fn a_card_signs_on_and_is_nobody_elses() {
    let house = House::new();
    house.sign_on("manager");
    let desk = house.people["desk"];
    house.done(
        "manager",
        Request::SavePerson(PersonDraft {
            card: Some(set("staff-0042")),
            ..person(desk)
        }),
    );
    let taken = Request::SavePerson(PersonDraft {
        card: Some(set("STAFF 0042")),
        ..person(house.people["therapist"])
    });
    let name = "desk".to_owned();
    assert_eq!(
        house.refused("manager", taken),
        Refusal::StaffCardTaken { name }
    );
    let bank = Request::SavePerson(PersonDraft {
        card: Some(set("4111 1111 1111 1111")),
        ..person(desk)
    });
    let refused = house.refused("manager", bank);
    assert!(matches!(
        refused,
        Refusal::Field {
            field: Field::Card,
            ..
        }
    ));
    house.done("manager", Request::SignOff { idle: false });
    let unknown = Request::SignOn(ProofOf::card("staff-0043"));
    assert_eq!(house.bench.refused(unknown), Refusal::WrongProof);
    let signed = house
        .bench
        .done(Request::SignOn(ProofOf::card("Staff-0042")));
    assert!(matches!(signed, Outcome::SignedOn { staff, .. } if staff == desk));
    let with = ProvedBy::Card;
    assert_eq!(house.audit().last(), Some(&AuditEvent::SignedOn { with }));
}

#[test]
fn everyone_changes_their_own_pin_who_knows_it() {
    let house = House::new();
    house.sign_on("therapist");
    let therapist = house.people["therapist"];
    let change = |own: Option<&str>| {
        Request::SavePerson(PersonDraft {
            pin: Some(set("8642")),
            own: own.map(Secret::new),
            ..person(therapist)
        })
    };
    let refused = house.refused("therapist", change(None));
    assert!(lacks(&refused, Right::People), "{refused:?}");
    let refused = house.refused("therapist", change(Some("0000")));
    assert_eq!(refused, Refusal::WrongProof);
    house.done("therapist", change(Some(&pin_of("therapist"))));
    let sign_on = |pin: &str| {
        let request = Request::SignOn(ProofOf::pin(therapist, pin));
        house.bench.ask_as(&DESK, &request)
    };
    assert!(sign_on("8642").is_ok());
    assert!(sign_on(&pin_of("therapist")).is_err());
    // Their own, and nothing else with it.
    let more = Request::SavePerson(PersonDraft {
        role: Some(RoleKind::Owner),
        pin: Some(set("8642")),
        own: Some(Secret::new("8642")),
        ..person(therapist)
    });
    assert!(lacks(&house.refused("therapist", more), Right::People));
}

#[test]
fn no_file_and_no_answer_has_a_pin_in_it() {
    const PIN: &str = "739182645071";
    let bench = Bench::open();
    let anna = bench.staff(1);
    bench.done(Request::SavePerson(PersonDraft {
        role: Some(RoleKind::Owner),
        pin: Some(set(PIN)),
        card: Some(set("staff-0042-secret")),
        ..person(anna)
    }));
    bench.done(rights_on());
    bench.done(Request::SignOn(ProofOf::pin(anna, PIN)));
    bench.done(Request::SignOn(ProofOf::card("staff-0042-secret")));
    let session = Session {
        register: 1,
        operator: Some(anna),
    };
    let locale = &crate::ops::tests::bench::ENGLISH;
    for query in [
        Query::Rights,
        Query::Audit {
            date: day("2026-11-21"),
        },
    ] {
        let answer = bench.shop.ask(&session, locale, &query).unwrap();
        let json = serde_json::to_string(&answer).unwrap();
        assert!(!json.contains(PIN) && !json.contains("0042"), "{json}");
    }
    let rules = bench.shop.rights().unwrap();
    let json = serde_json::to_value(&rules).unwrap();
    assert_eq!(json["people"][0]["pin"], "kept", "what exports say of it");
    let Bench { dir, shop, .. } = bench;
    shop.close().unwrap();
    let mut folders = vec![dir.path().to_owned()];
    let mut n_files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            n_files += 1;
            let bytes = fs::read(&path).unwrap();
            for secret in [PIN, "STAFF0042SECRET", "staff-0042"] {
                let is_in = bytes
                    .windows(secret.len())
                    .any(|it| it == secret.as_bytes());
                assert!(!is_in, "{} has {secret}", path.display());
            }
        }
    }
    assert!(n_files > 0);
}

#[test]
fn a_pin_is_four_to_twelve_digits() {
    let bench = Bench::new();
    let anna = bench.staff(1);
    for (typed, may) in [
        ("123", false),
        ("1234", true),
        ("123456789012", true),
        ("1234567890123", false),
        ("12e4", false),
    ] {
        let request = Request::SavePerson(PersonDraft {
            pin: Some(set(typed)),
            ..person(anna)
        });
        let answer = bench.ask_as(&DESK, &request);
        assert_eq!(answer.is_ok(), may, "{typed}: {answer:?}");
    }
    let rules: RightsRules = bench.shop.rights().unwrap();
    assert!(rules.person(anna).unwrap().can_sign_on());
}
