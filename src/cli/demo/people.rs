//! The clients: names of many scripts put together at random, with phones and
//! addresses that belong to nobody.

use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::house::{House, NameGroup};
use crate::{
    domain::{client::Sex, text},
    ops::request::ClientDraft,
};

/// Numbers that Ofcom keeps for drama: prefix, and how many follow it.
const PHONES: [(&str, usize, u32); 5] = [
    ("+44 7700 900", 3, 1_000),
    ("+44 1632 960", 3, 1_000),
    ("+44 20 7946 0", 3, 1_000),
    ("+44 113 496 0", 3, 1_000),
    ("+44 161 496 0", 3, 1_000),
];
const N_PHONES: usize = 5_000;
/// The rest of Ofcom's, and what the ACMA keeps for the same in Australia: 95,000.
#[rustfmt::skip]
const MORE_PHONES: [(&str, usize, u32); 23] = [
    ("+44 114 496 0", 3, 1_000),
    ("+44 115 496 0", 3, 1_000),
    ("+44 116 496 0", 3, 1_000),
    ("+44 117 496 0", 3, 1_000),
    ("+44 118 496 0", 3, 1_000),
    ("+44 121 496 0", 3, 1_000),
    ("+44 131 496 0", 3, 1_000),
    ("+44 141 496 0", 3, 1_000),
    ("+44 151 496 0", 3, 1_000),
    ("+44 191 498 0", 3, 1_000),
    ("+44 28 9649 6", 3, 1_000),
    ("+44 29 2018 0", 3, 1_000),
    ("+44 8081 570", 3, 1_000),
    ("+44 909 8790", 3, 1_000),
    ("+44 3069 990", 3, 1_000),
    ("+61 2 5550 ", 4, 10_000),
    ("+61 2 7010 ", 4, 10_000),
    ("+61 3 5550 ", 4, 10_000),
    ("+61 3 7010 ", 4, 10_000),
    ("+61 7 5550 ", 4, 10_000),
    ("+61 7 7010 ", 4, 10_000),
    ("+61 8 5550 ", 4, 10_000),
    ("+61 8 7010 ", 4, 10_000),
];
const YOUNGEST_DAYS: u64 = 17 * 365;
const AGE_SPREAD_DAYS: u64 = 63 * 365;

/// So many clients; the same ones from the same random numbers.
pub(super) fn clients(
    house: &House,
    n: usize,
    today: NaiveDate,
    rng: &mut Rng,
) -> Vec<ClientDraft> {
    let ranges = PHONES.iter().chain(&MORE_PHONES);
    let n_ranges = if n > N_PHONES {
        usize::MAX
    } else {
        PHONES.len()
    };
    let mut phones: Vec<String> = ranges
        .take(n_ranges)
        .flat_map(|(prefix, n_digits, n_numbers)| {
            (0..*n_numbers).map(move |it| format!("{prefix}{it:0n_digits$}"))
        })
        .collect();
    rng.shuffle(&mut phones);
    let phones = phones.into_iter().take(n);
    phones
        .map(|phone| client(house, phone, today, rng))
        .collect()
}

fn client(house: &House, phone: String, today: NaiveDate, rng: &mut Rng) -> ClientDraft {
    let group = group(&house.names, rng);
    let is_woman = rng.u32(..100) < 76;
    let name = name(group, is_woman, rng);
    let words = &house.words;
    let mut some_of = |list: &[String], percent: u32| {
        let chosen = rng.choice(list).cloned().unwrap_or_default();
        if rng.u32(..100) < percent {
            chosen
        } else {
            String::new()
        }
    };
    let alert = some_of(&words.alerts, 6);
    let notes = some_of(&words.notes, 16);
    let age = Days::new(YOUNGEST_DAYS + rng.u64(..AGE_SPREAD_DAYS));
    let birth_date = today.checked_sub_days(age).filter(|_| rng.u32(..100) < 60);
    ClientDraft {
        id: None,
        email: email(&name, rng),
        name,
        phone,
        birth_date,
        sex: Some(if is_woman { Sex::Female } else { Sex::Male }),
        alert,
        notes,
        usual_staff: None,
        card: String::new(),
        shared_phone: false,
        active: true,
        price_level: None,
        card_rate: None,
        never_with: None,
    }
}

fn group<'a>(groups: &'a [NameGroup], rng: &mut Rng) -> &'a NameGroup {
    let whole: u32 = groups.iter().map(|it| it.share).sum();
    let mut left = rng.u32(..whole);
    let chosen = groups.iter().find(|it| {
        let is_it = left < it.share;
        left = left.saturating_sub(it.share);
        is_it
    });
    chosen.unwrap_or(&groups[0])
}

fn name(group: &NameGroup, is_woman: bool, rng: &mut Rng) -> String {
    let given = if is_woman { &group.women } else { &group.men };
    let given = &given[rng.usize(..given.len())];
    let family = &group.families[rng.usize(..group.families.len())];
    let family = match family.split_once('/') {
        Some((_, hers)) if is_woman => hers,
        Some((his, _)) => his,
        None => family.as_str(),
    };
    if group.family_first {
        format!("{family}{given}")
    } else {
        format!("{given} {family}")
    }
}

/// Two of three have one, in the domains that are kept for examples.
fn email(name: &str, rng: &mut Rng) -> String {
    let user = text::fold(name).replace(' ', ".");
    let domain = rng.choice(["example.com", "example.org", "example.net"]);
    match domain {
        Some(domain) if rng.u32(..3) > 0 && user.is_ascii() => format!("{user}@{domain}"),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::client::phone_digits;

    #[test]
    fn twenty_five_hundred_people_of_many_scripts() {
        let house = House::read().unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let clients = clients(&house, 2_500, today, &mut Rng::with_seed(7));
        let phones: HashSet<String> = clients.iter().map(|it| phone_digits(&it.phone)).collect();
        assert_eq!(phones.len(), 2_500);
        // Ofcom's list of numbers for drama use.
        let drama = [
            "447700900",
            "441632960",
            "442079460",
            "441134960",
            "441614960",
        ];
        for phone in &phones {
            assert!(
                phone.len() == 12 && drama.iter().any(|it| phone.starts_with(it)),
                "{phone}"
            );
        }
        let has = |letters: std::ops::RangeInclusive<char>| {
            clients
                .iter()
                .any(|it| it.name.chars().any(|letter| letters.contains(&letter)))
        };
        assert!(has('А'..='я') && has('Ա'..='ֆ') && has('一'..='鿿') && has('Ā'..='ž'));
        for client in &clients {
            let email = client.email.as_str();
            let domain = email.split_once('@').map(|(_, domain)| domain);
            assert!(
                domain.is_none_or(|it| it.starts_with("example.")),
                "{email}"
            );
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_people() {
        let house = House::read().unwrap();
        let today = NaiveDate::from_ymd_opt(2026, 3, 2).unwrap();
        let of = |seed| clients(&house, 50, today, &mut Rng::with_seed(seed));
        assert_eq!(of(1), of(1));
        assert_ne!(of(1), of(2));
    }
}
