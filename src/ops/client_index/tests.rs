//! Look-ups by example, against a naive reference, and with typing errors.

mod naive;
mod people;

use proptest::prelude::*;

use self::{
    naive::Naive,
    people::{People, client, typo},
};
use super::*;
use crate::domain::client::phone_digits;

fn small() -> Vec<Client> {
    vec![
        client(1, "Ozola, Līga", "+371 2612 3456"),
        client(2, "Bērziņš Pēteris", "2999 2612"),
        client(3, "Anna-Maria Ozola", "+371 20000001"),
        client(4, "Li Wei", ""),
        client(5, "王芳", "13800138000"),
        client(6, "汪方", "13900139000"),
        client(7, "Юрий Щукарь", "+7 495 777-88-99"),
        client(8, "Հովհաննիսյան Անի", "+374 91 123456"),
        client(9, "Iouri Petrov", ""),
    ]
}

fn never(clients: &[Client]) -> ClientIndex {
    ClientIndex::of(clients.iter().map(|it| (it, 0)))
}

fn found(index: &ClientIndex, text: &str) -> Vec<u64> {
    let found = index.find(text, 8).clients;
    found.into_iter().map(|it| it.0.counter()).collect()
}

#[test]
fn find_table() {
    let packed = never(&small());
    let mut fresh = ClientIndex::default();
    for client in &small() {
        fresh.insert(client);
    }
    #[rustfmt::skip]
    let cases: [(&str, &[u64]); 40] = [
        ("oz",              &[3, 1]),
        ("oz li",           &[1]),
        ("LIGA ozo",        &[1]),
        ("maria",           &[3]),
        ("li",              &[4, 1]),      // the whole word first
        ("1",               &[]),
        ("  ",              &[]),
        // Numbers, by any run of digits in any spelling.
        ("2612",            &[2, 1]),      // at its end first
        ("26-12 3",         &[1]),
        ("01",              &[3, 5, 6]),
        ("ozola 26",        &[1]),
        ("ozola 2",         &[3, 1]),
        ("0037126123456",   &[1]),
        ("+37129992612",    &[2]),
        ("8 2612 3456",     &[1]),
        ("02612 3456",      &[1]),
        ("84957778899",     &[7]),
        ("8 495 777",       &[7]),
        // Other scripts by their own and by Latin letters.
        ("王芳",             &[5, 6]),      // homophones behind
        ("汪",               &[6, 5]),
        ("芳",               &[5, 6]),
        ("wang",            &[5, 6]),
        ("wangfang",        &[5, 6]),
        ("wf",              &[5, 6]),
        ("fang wang",       &[5, 6]),
        ("wangf",           &[5, 6]),
        ("щук",             &[7]),
        ("shchu",           &[7]),
        ("yuriy",           &[7, 9]),   // and what sounds like it
        ("hovhann",         &[8]),
        ("Հովհ",            &[8]),
        ("ani",             &[8]),
        // One typing error from four letters on, two from nine.
        ("ozlo",            &[3, 1]),
        ("ozoola liga",     &[1]),
        ("berzinh",         &[2]),
        ("hovhanisian",     &[8]),
        ("zol",             &[]),
        ("yuri",            &[7, 9]),
        ("maira ozlo",      &[3]),
        ("xxxx",            &[]),
    ];
    for (text, want) in cases {
        assert_eq!(found(&packed, text), want, "{text}, packed");
        assert_eq!(found(&fresh, text), want, "{text}, fresh");
    }
}

#[test]
fn a_changed_client_is_found_as_it_is_now_and_inactive_ones_come_last() {
    let mut index = never(&small());
    index.insert(&client(1, "Kalniņa Līga", "555000"));
    assert_eq!(found(&index, "ozola"), [3]);
    assert_eq!(found(&index, "kalnina"), [1]);
    assert_eq!(found(&index, "2612"), [2]);

    let mut left = client(2, "Aaron Li", "");
    left.active = false;
    index.insert(&left);
    assert_eq!(found(&index, "li"), [4, 1, 2]);
    index.pack();
    assert_eq!(found(&index, "li"), [4, 1, 2]);
    assert_eq!(index.len(), 9);
}

#[test]
fn who_was_here_last_comes_first() {
    let clients = [
        client(1, "Anna Abele", ""),
        client(2, "Anna Berzina", ""),
        client(3, "Anna Celma", ""),
    ];
    let mut index = ClientIndex::of(clients.iter().zip([5, 9, 0]));
    assert_eq!(found(&index, "ann"), [2, 1, 3]);
    index.saw(clients[2].id, 10);
    index.saw(clients[1].id, 3);
    assert_eq!(found(&index, "ann"), [3, 2, 1]);
    // Being saved is no visit, and keeps the last one.
    index.insert(&client(3, "Anna Celmiņa", ""));
    assert_eq!(found(&index, "ann"), [3, 2, 1]);
}

#[test]
fn an_address_is_looked_for_once_it_has_its_at() {
    let mut clients = small();
    clients[0].email = "Liga.Ozola@inbox.lv".into();
    clients[1].email = "peteris@inbox.lv".into();
    let index = never(&clients);
    assert_eq!(found(&index, "liga.ozola@"), [1]);
    assert_eq!(found(&index, "@INBOX"), [2, 1]);
    assert_eq!(found(&index, "ozola@inbox.lv"), [1]);
    assert_eq!(found(&index, "nobody@"), [] as [u64; 0]);
    // Not over the end of one and the beginning of the next.
    assert_eq!(found(&index, "lvpeteris@"), [] as [u64; 0]);
}

#[test]
fn numbers_are_the_same_with_and_without_country_code() {
    let index = never(&small());
    let with = |digits| {
        let found = index.with_number(digits);
        found
            .into_iter()
            .map(|it| it.0.counter())
            .collect::<Vec<_>>()
    };
    assert_eq!(with("26123456"), [1]);
    assert_eq!(with("0037126123456"), [1]);
    assert_eq!(with("6123456"), [] as [u64; 0]);
    assert_eq!(with("29992612"), [2]);
    assert_eq!(with("37129992612"), [2]);
    assert_eq!(with("29992613"), [] as [u64; 0]);
    assert_eq!(with(""), [] as [u64; 0]);
}

#[test]
fn ten_thousand_look_ups_are_as_a_naive_search_has_them() {
    let mut people = People::new(1);
    let clients: Vec<(Client, Seen)> = (1..=240).map(|it| people.next(it)).collect();
    let mut index = ClientIndex::of(clients.iter().take(160).map(|(it, seen)| (it, *seen)));
    for (client, seen) in &clients[160..] {
        index.insert(client);
        index.saw(client.id, *seen);
    }
    let naive = Naive::of(&clients);
    let mut n_found = 0;
    for nth in 0..10_000 {
        let typed = people.query(&clients);
        let got = index.find(&typed, 8);
        let want = naive.find(&typed, 8);
        assert_eq!((&got.clients, got.n), (&want.0, want.1), "{nth}: {typed:?}");
        n_found += usize::from(got.n > 0);
    }
    assert!(n_found > 8_000, "{n_found}");
}

/// Any part of an address with its at, any beginning of a card's number: all who have
/// it, none who has not, in the order of all look-ups.
#[test]
fn ten_thousand_addresses_and_cards_are_as_a_naive_search_has_them() {
    let mut people = People::new(3);
    let mut clients: Vec<(Client, Seen)> = (1..=2_000).map(|it| people.next(it)).collect();
    for (client, _) in &mut clients {
        people.gives_address_and_card(client);
    }
    let mut index = ClientIndex::of(clients.iter().take(1_500).map(|(it, seen)| (it, *seen)));
    for (client, seen) in &clients[1_500..] {
        index.insert(client);
        index.saw(client.id, *seen);
    }
    let naive = Naive::of(&clients);
    let (mut n_found, mut n_several) = (0, 0);
    for nth in 0..10_000 {
        let (client, _) = &clients[people.rng.usize(..clients.len())];
        let (typed, want) = if people.rng.bool() {
            let typed = people.part_of_address(&client.email);
            let found = naive.with_address(&typed, 8);
            (typed, found)
        } else {
            let typed = people.beginning_of_card(&client.card);
            let found = naive.with_card(&typed, 8);
            (typed, found)
        };
        let got = index.find(&typed, 8);
        assert_eq!((&got.clients, got.n), (&want.0, want.1), "{nth}: {typed:?}");
        n_found += usize::from(got.n > 0);
        n_several += usize::from(got.n > 8);
    }
    assert!(n_found > 8_500 && n_several > 500, "{n_found}, {n_several}");
}

/// A full name with one letter wrong, left out, put in or swapped.
#[test]
fn one_typing_error_is_found_in_95_of_100() {
    let mut people = People::new(2);
    let clients: Vec<(Client, Seen)> = (1..=20_000).map(|it| people.next(it)).collect();
    let index = ClientIndex::of(clients.iter().map(|(it, seen)| (it, *seen)));
    let (mut n_found, mut n_asked) = (0, 0);
    for _ in 0..2_000 {
        let (client, _) = &clients[people.rng.usize(..clients.len())];
        let Some(typed) = typo(&crate::domain::text::fold(&client.name), &mut people.rng) else {
            continue;
        };
        n_asked += 1;
        let found = index.find(&typed, 8).clients;
        // Many are called the same: any of them is the right name.
        let name = |id: &ClientId| {
            clients[usize::try_from(id.0.counter()).unwrap() - 1]
                .0
                .name
                .clone()
        };
        n_found += usize::from(found.iter().any(|it| name(it) == client.name));
    }
    assert!(n_asked > 1_500);
    assert!(n_found * 100 >= n_asked * 95, "{n_found} of {n_asked}");
}

#[test]
fn a_thousand_changes_later_everybody_is_found() {
    let mut index = ClientIndex::default();
    for number in 1..=4_000 {
        index.insert(&client(number, &format!("Guest{number:04}"), ""));
    }
    assert!(index.fresh.len() <= FRESH_MAX);
    assert!(index.segments.len() < 5, "{}", index.segments.len());
    assert_eq!(found(&index, "guest0007")[0], 7);
    assert_eq!(found(&index, "guest4000")[0], 4_000);
    let all = index.find("guest", 8);
    assert_eq!((all.clients.len(), all.n), (8, 4_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However the index came to be, it answers as one that was built anew.
    #[test]
    fn changed_is_as_built_anew(seed: u64, n_changes in 0_u64..1_500) {
        let mut people = People::new(seed);
        let mut clients: Vec<(Client, Seen)> = (1..=400).map(|it| people.next(it)).collect();
        let mut index = ClientIndex::of(clients.iter().map(|(it, seen)| (it, *seen)));
        for nth in 0..n_changes {
            let at = people.rng.usize(..clients.len());
            match people.rng.u8(..3) {
                0 => {
                    clients.push(people.next(401 + nth));
                    let (client, seen) = clients.last().unwrap();
                    index.insert(client);
                    index.saw(client.id, *seen);
                }
                1 => {
                    let number = clients[at].0.id.0.counter();
                    clients[at].0 = people.next(number).0;
                    index.insert(&clients[at].0);
                }
                _ => {
                    let seen = people.rng.u16(..200);
                    index.saw(clients[at].0.id, seen);
                    clients[at].1 = clients[at].1.max(seen);
                }
            }
        }
        let anew = ClientIndex::of(clients.iter().map(|(it, seen)| (it, *seen)));
        for _ in 0..40 {
            let typed = people.query(&clients);
            prop_assert_eq!(index.find(&typed, 8), anew.find(&typed, 8), "{}", typed);
        }
        prop_assert_eq!(index.len(), anew.len());
    }

    /// Whatever a name, a number or a query is made of.
    #[test]
    fn nothing_typed_or_stored_breaks_it(
        names in prop::collection::vec(any::<String>(), 0..20),
        phone in any::<String>(),
        typed in any::<String>(),
    ) {
        let mut index = ClientIndex::default();
        let mut clients = Vec::new();
        for (number, name) in (1..).zip(&names) {
            let mut client = client(number, name, &phone);
            client.email.clone_from(&typed);
            index.insert(&client);
            clients.push(client);
        }
        let packed = never(&clients);
        for text in names.iter().chain([&typed, &phone]) {
            prop_assert_eq!(index.find(text, 8), packed.find(text, 8), "{:?}", text);
        }
        index.with_number(&phone_digits(&phone));
    }
}
