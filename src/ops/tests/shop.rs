//! Request ids, sessions, memory beside the store, and failures.

use std::sync::{Arc, Mutex};

use super::bench::{Bench, DESK, cash, coins, line, opening_time, pay, set_up};
use crate::{
    domain::{
        booking::Appointment,
        ids::{RawId, StaffId},
        stock::StockLevel,
        ticket::Item,
    },
    ops::{
        failure::{Next, Safe, Tried},
        outcome::Outcome,
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{Booking, ClientDraft, Request, Session},
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
    assert_eq!(bench.found("liga").len(), 1);
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

/// Two browsers, one slot (easyappointments#31): here the check and the write are
/// one transaction, so one of many desks gets it.
#[test]
fn one_slot_goes_to_one_of_many_desks() {
    let bench = Bench::new();
    let (massage, anna) = (bench.massage(), bench.staff(1));
    let wish = Request::Book(Booking::new(massage, anna, "12:00"));
    let shop = &bench.shop;
    let n_booked = std::thread::scope(|scope| {
        let desks: Vec<_> = (1..=8)
            .map(|register| {
                let wish = &wish;
                scope.spawn(move || {
                    let session = Session {
                        register,
                        operator: None,
                    };
                    shop.run(&session, &format!("race-{register}"), wish)
                })
            })
            .collect();
        let answers = desks.into_iter().map(|desk| desk.join().unwrap());
        answers.map(|it| usize::from(it.is_ok())).sum::<usize>()
    });
    assert_eq!(n_booked, 1);
    assert_eq!(shop.read().all::<Appointment>().unwrap().len(), 1);
}

#[test]
fn many_desks_sell_at_once_and_every_piece_is_counted() {
    const N_SALES: u32 = 20;
    let bench = Bench::new();
    let product = bench.oil();
    bench.done(Request::SetStock {
        product,
        on_hand: 50,
    });
    let shop = &bench.shop;
    std::thread::scope(|scope| {
        for register in 1..=4 {
            scope.spawn(move || {
                let session = Session {
                    register,
                    operator: None,
                };
                let ask = |id: String, request: Request| {
                    shop.run(&session, &format!("{register}-{id}"), &request)
                        .unwrap()
                };
                ask(
                    "open".into(),
                    Request::OpenDrawer {
                        float: coins(0),
                        business_date: None,
                    },
                );
                for n in 1..=N_SALES {
                    let item = Item::Product(product);
                    ask(format!("add-{n}"), Request::AddLine(line(item, 1)));
                    let Outcome::Sold(sold) = ask(format!("pay-{n}"), pay(&[cash(None)])) else {
                        panic!("not sold");
                    };
                    assert_eq!(sold.receipt.number, u64::from(n));
                }
            });
        }
    });
    let level = shop.read().get::<StockLevel>(&product).unwrap().unwrap();
    assert_eq!(level.on_hand, 50 - 80);
}

#[test]
fn who_leaves_waits_for_nobody_who_still_reads_the_clients() {
    let bench = Bench::new();
    let shop = Arc::new(bench.shop);
    shop.leave();
    let (send, over) = std::sync::mpsc::channel();
    shop.read_clients(move || send.send(()).unwrap());
    over.recv().unwrap();
    assert!(shop.clients().is_being_read(), "it was not read to the end");
    assert!(Arc::try_unwrap(shop).is_ok(), "nobody holds it");
}
