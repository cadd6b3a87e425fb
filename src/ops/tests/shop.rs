//! Request ids, sessions, memory beside the store, and failures.

use std::sync::{Arc, Mutex};

use super::bench::{Bench, DESK, opening_time, set_up};
use crate::{
    domain::ids::{RawId, StaffId},
    ops::{
        failure::{Next, Safe, Tried},
        outcome::Outcome,
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{ClientDraft, Request, Session},
        shop::{Shop, Stop},
    },
    store::{OpenOptions, Reads, record::Kind},
};

fn guest(name: &str) -> Request {
    Request::SaveClient(ClientDraft {
        name: name.into(),
        active: true,
        ..ClientDraft::default()
    })
}

#[test]
fn asking_twice_does_it_once_and_answers_the_same() {
    let bench = Bench::new();
    let first = bench.shop.run(&DESK, "once", &guest("Liga")).unwrap();
    let n_entries = bench.shop.store().last_entry();

    let again = bench.shop.run(&DESK, "once", &guest("Liga")).unwrap();
    assert_eq!(again, first);
    assert_eq!(bench.shop.store().last_entry(), n_entries);

    let bench = bench.reopen();
    let later = bench.shop.run(&DESK, "once", &guest("Liga")).unwrap();
    assert_eq!(later, first);
    assert_eq!(bench.shop.clients().len(), 1);
}

#[test]
fn a_refused_request_may_be_asked_again_under_its_id() {
    let bench = Bench::bare();
    let refused = bench.shop.run(&DESK, "early", &guest("Liga"));
    assert_eq!(refused, Err(Stop::Refused(Refusal::NotSetUp)));
    bench.done(Request::SetUpShop(set_up()));
    assert!(bench.shop.run(&DESK, "early", &guest("Liga")).is_ok());
}

#[test]
fn an_id_belongs_to_one_request() {
    let bench = Bench::new();
    bench.shop.run(&DESK, "once", &guest("Liga")).unwrap();
    let other = bench.shop.run(&DESK, "once", &guest("Janis"));
    assert_eq!(other, Err(Stop::Refused(Refusal::RequestIdReused)));
}

#[test]
fn a_request_id_is_short_and_not_empty() {
    let bench = Bench::new();
    let field = Field::RequestId;
    for (id, problem) in [
        ("", FieldProblem::Missing),
        ("  ", FieldProblem::Missing),
        ("a\nb", FieldProblem::Missing),
        (&"x".repeat(65), FieldProblem::TooLong { limit: 64 }),
    ] {
        let refused = bench.shop.run(&DESK, id, &guest("Liga"));
        assert_eq!(
            refused,
            Err(Stop::Refused(Refusal::Field { field, problem }))
        );
    }
}

#[test]
fn the_operator_is_someone_who_works_here() {
    let bench = Bench::new();
    let stranger = StaffId(RawId::new(1, 99).unwrap());
    let session = Session {
        register: 1,
        operator: Some(stranger),
    };
    let refused = bench.ask_as(&session, &guest("Liga"));
    let (what, id) = (Noun::Staff, stranger.to_string());
    assert_eq!(refused, Err(Stop::Refused(Refusal::NotFound { what, id })));
}

#[test]
fn listeners_hear_what_changed_and_nothing_of_refusals() {
    let bench = Bench::new();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let ear = Arc::clone(&heard);
    bench.shop.subscribe(Box::new(move |changes| {
        ear.lock().unwrap().extend(changes.iter().map(|it| it.kind));
    }));
    bench.refused(guest(""));
    assert!(heard.lock().unwrap().is_empty());
    bench.done(guest("Liga"));
    let heard = heard.lock().unwrap();
    assert!(heard.contains(&Kind::Client), "{heard:?}");
}

#[test]
fn a_second_program_is_told_who_has_the_shop() {
    let bench = Bench::new();
    let second = Shop::open(
        bench.dir.path(),
        bench.clock.clone(),
        OpenOptions::default(),
    );
    let failure = second.err().unwrap();
    assert_eq!(failure.tried, Tried::OpenShop);
    assert_eq!(failure.next, Next::CloseOtherProgram);
    assert_eq!(failure.safe, Safe::Untouched);
}

#[test]
fn times_of_entries_never_go_back() {
    let bench = Bench::new();
    bench.clock.set(opening_time() - chrono::TimeDelta::days(1));
    let Outcome::SavedClient { client } = bench.done(guest("Liga")) else {
        panic!();
    };
    let liga = bench
        .shop
        .read()
        .get::<crate::domain::client::Client>(&client);
    assert!(liga.unwrap().unwrap().created_at > opening_time());
}
