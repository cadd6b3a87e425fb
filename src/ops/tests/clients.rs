//! The client file.

use super::bench::Bench;
use crate::{
    domain::{
        catalog::Service,
        client::Client,
        ids::{ClientId, ServiceId},
    },
    ops::{
        refusal::{Field, FieldProblem, Refusal},
        request::{Booking, ClientDraft, Request},
    },
    store::Reads,
};

fn draft(name: &str, phone: &str) -> ClientDraft {
    ClientDraft {
        name: name.into(),
        phone: phone.into(),
        active: true,
        ..ClientDraft::default()
    }
}

#[test]
fn text_is_cleaned_on_its_way_in() {
    let bench = Bench::new();
    let id = bench.client("  Līga\u{202e}   Ozola\u{1b}[31m ", "26123456");
    let client = bench.shop.read().get::<Client>(&id).unwrap().unwrap();
    assert!(client.name.starts_with("Līga Ozola"), "{:?}", client.name);
    assert!(!client.name.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn client_refusals_table() {
    let bench = Bench::new();
    let with = |change: fn(&mut ClientDraft)| {
        let mut client = draft("Liga", "");
        change(&mut client);
        client
    };
    let typed = |text: &str| FieldProblem::NotUnderstood { typed: text.into() };
    #[rustfmt::skip]
    let cases = [
        (with(|it| it.name = String::new()),        Field::Name,  FieldProblem::Missing),
        (with(|it| it.phone = "none".into()),       Field::Phone, typed("none")),
        (with(|it| it.phone = "1".repeat(33)),      Field::Phone, FieldProblem::TooLong { limit: 32 }),
        (with(|it| it.email = "liga".into()),       Field::Email, typed("liga")),
        (with(|it| it.email = "liga@spa".into()),   Field::Email, typed("liga@spa")),
        (with(|it| it.email = "@spa.lv".into()),    Field::Email, typed("@spa.lv")),
        (with(|it| it.email = "li ga@spa.lv".into()), Field::Email, typed("li ga@spa.lv")),
        (with(|it| it.email = "l@g@spa.lv".into()), Field::Email, typed("l@g@spa.lv")),
    ];
    for (client, at, problem) in cases {
        let want = Refusal::Field { field: at, problem };
        assert_eq!(bench.refused(Request::SaveClient(client)), want);
    }
    let tomorrow = ClientDraft {
        birth_date: "2026-11-22".parse().ok(),
        ..draft("Liga", "")
    };
    assert!(matches!(
        bench.refused(Request::SaveClient(tomorrow)),
        Refusal::Field {
            field: Field::BirthDate,
            ..
        }
    ));
    bench.done(Request::SaveClient(ClientDraft {
        email: "liga.o@spa.co.lv".into(),
        birth_date: "1990-02-28".parse().ok(),
        ..draft("Liga", "")
    }));
}

#[test]
fn a_phone_belongs_to_one_client_unless_it_is_shared() {
    let bench = Bench::new();
    let liga = bench.client("Liga Ozola", "+371 26 123 456");
    for same in ["26123456", "00371-26123456", "+37126123456"] {
        let refused = bench.refused(Request::SaveClient(draft("Janis", same)));
        let (client, name) = (liga.to_string(), "Liga Ozola".to_owned());
        assert_eq!(refused, Refusal::PhoneTaken { client, name }, "{same}");
    }
    let shared = ClientDraft {
        shared_phone: true,
        ..draft("Janis Ozols", "26123456")
    };
    bench.done(Request::SaveClient(shared));
    // Saving one's own number again is no clash, and neither is a short number.
    bench.done(Request::SaveClient(ClientDraft {
        id: Some(liga),
        shared_phone: true,
        ..draft("Liga Ozola", "26123456")
    }));
    bench.client("Inese", "123456");
}

#[test]
fn a_client_who_left_gives_the_phone_free() {
    let bench = Bench::new();
    let liga = bench.client("Liga", "26123456");
    bench.done(Request::SaveClient(ClientDraft {
        id: Some(liga),
        active: false,
        ..draft("Liga", "26123456")
    }));
    bench.client("Janis", "26123456");
}

#[test]
fn the_index_follows_every_change() {
    let bench = Bench::new();
    let liga = bench.client("Līga Ozola", "26123456");
    assert_eq!(bench.found("oz"), [liga]);
    bench.done(Request::SaveClient(ClientDraft {
        id: Some(liga),
        ..draft("Līga Kalniņa", "29000000")
    }));
    assert!(bench.found("oz").is_empty());
    assert_eq!(bench.found("kaln"), [liga]);
    let bench = bench.reopen();
    assert_eq!(bench.found("2900"), [liga]);
}

/// What a card sends and the number printed on it, as published with the reader.
const SENT: &str = "010063E9AE";
const PRINTED: &str = "0006547886";

fn with_card(name: &str, card: &str) -> ClientDraft {
    ClientDraft {
        card: card.into(),
        ..draft(name, "")
    }
}

#[test]
fn a_card_belongs_to_one_client() {
    let bench = Bench::new();
    let liga = bench.client("Liga Ozola", "26123456");
    let mut own = ClientDraft {
        id: Some(liga),
        ..with_card("Liga Ozola", SENT)
    };
    bench.done(Request::SaveClient(own.clone()));
    for same in [SENT, "010063E9AE25", "01-0063-e9ae", PRINTED] {
        let refused = bench.refused(Request::SaveClient(with_card("Janis", same)));
        let (client, name) = (liga.to_string(), "Liga Ozola".to_owned());
        assert_eq!(refused, Refusal::CardTaken { client, name }, "{same}");
        assert_eq!(bench.found(same).first(), Some(&liga), "{same}");
    }
    own.card = PRINTED.into();
    bench.done(Request::SaveClient(own.clone()));
    let refused = bench.refused(Request::SaveClient(with_card("Janis", SENT)));
    assert!(matches!(refused, Refusal::CardTaken { .. }), "{refused:?}");

    // Who left gives the card free, and comes back without it.
    own.active = false;
    bench.done(Request::SaveClient(own.clone()));
    bench.done(Request::SaveClient(with_card("Janis", SENT)));
    own.active = true;
    let refused = bench.refused(Request::SaveClient(own.clone()));
    assert!(matches!(refused, Refusal::CardTaken { .. }), "{refused:?}");
    own.card = String::new();
    bench.done(Request::SaveClient(own));
}

/// Numbers that card networks publish for tests.
#[test]
fn the_number_of_a_bank_card_is_never_kept() {
    let bench = Bench::new();
    for card in ["4111111111111111", "5555 5555 5555 4444", "378282246310005"] {
        let refused = bench.refused(Request::SaveClient(with_card("Liga", card)));
        let (field, problem) = (Field::Card, FieldProblem::BankCard);
        assert_eq!(refused, Refusal::Field { field, problem }, "{card}");
    }
    let refused = bench.refused(Request::SaveClient(with_card("Liga", "---")));
    let (field, typed) = (Field::Card, "---".to_owned());
    let problem = FieldProblem::NotUnderstood { typed };
    assert_eq!(refused, Refusal::Field { field, problem });
    assert!(bench.found("liga").is_empty());
}

#[test]
fn a_card_is_found_again_after_the_shop_was_closed() {
    let bench = Bench::new();
    bench.done(Request::SaveClient(with_card("Liga", PRINTED)));
    let liga = bench.found("liga");
    let bench = bench.reopen();
    assert_eq!(bench.found(PRINTED), liga);
    let found = crate::ops::query::with_card(&bench.shop.read(), SENT).unwrap();
    assert_eq!(found.iter().map(|it| it.id).collect::<Vec<_>>(), liga);
}

const GUESTS: u64 = 600;

/// Enough for several pages, none of them read for looking up yet.
fn guests() -> (Bench, Vec<ClientId>) {
    let bench = Bench::new();
    let all = (0..GUESTS).map(|it| bench.client(&format!("Guest{it:03} Ozola"), ""));
    let all = all.collect();
    (bench.reopen(), all)
}

/// What a desk does meanwhile: someone is renamed, someone is new, someone is booked.
fn goes_on(bench: &Bench, guests: &[ClientId], nth: usize) {
    for (at, name) in [(nth, "Early"), (guests.len() - 1 - nth, "Late")] {
        bench.done(Request::SaveClient(ClientDraft {
            id: Some(guests[at]),
            ..draft(&format!("{name}{nth:03} Kalna"), "")
        }));
    }
    bench.client(&format!("Newcomer{nth:03} Ozola"), "");
    let start = format!("{}:00", 11 + nth / 2);
    if nth < 12 {
        bench.book(Booking {
            client: Some(guests[nth * 40]),
            ..Booking::new(services(bench), bench.staff(1 + nth % 2), &start)
        });
    }
}

fn services(bench: &Bench) -> ServiceId {
    let all = bench.shop.read().all::<Service>().unwrap();
    all.first().map_or_else(|| bench.massage(), |it| it.id)
}

/// Whoever is looked for, the two indexes give the same, in the same order.
fn is_as_read_at_once(bench: Bench) {
    let typed = [
        "guest", "guest 0", "ozola", "kalna", "early", "late0", "newcomer", "gest", "ozlo", "oz",
    ];
    let found = |bench: &Bench| typed.map(|it| bench.shop.find_clients(it, 40).unwrap());
    assert!(!bench.shop.clients().is_being_read());
    let behind = found(&bench);
    assert_eq!(behind, found(&bench.reopen()));
    assert!(behind.iter().all(|it| !it.clients.is_empty()));
}

#[test]
fn clients_read_bit_by_bit_while_commits_go_on_are_as_read_at_once() {
    let (bench, all) = guests();
    let clients = bench.shop.clients();
    let mut reading = clients.begin_reading();
    let mut n_steps = 0;
    while let Some(rest) = reading {
        assert!(clients.is_being_read() && clients.begin_reading().is_none());
        goes_on(&bench, &all, n_steps);
        // Found at once, by looking through all.
        assert_eq!(bench.found(&format!("early{n_steps:03}")), [all[n_steps]]);
        let (store, today) = (bench.shop.store(), bench.shop.today());
        reading = clients.read_on(rest, store, today).unwrap();
        n_steps += 1;
    }
    assert!(n_steps > 3, "{n_steps}");
    is_as_read_at_once(bench);
}

#[test]
fn clients_read_in_a_thread_while_commits_go_on_are_as_read_at_once() {
    let (bench, all) = guests();
    let clients = bench.shop.clients();
    let mut reading = clients.begin_reading();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while let Some(rest) = reading.take() {
                let (store, today) = (bench.shop.store(), bench.shop.today());
                reading = clients.read_on(rest, store, today).unwrap();
            }
        });
        (0..40).for_each(|nth| goes_on(&bench, &all, nth));
    });
    is_as_read_at_once(bench);
}
