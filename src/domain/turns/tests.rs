//! The reference's narrative, turn by turn.

use chrono::{DateTime, NaiveDate};

use super::{Counts, Ended, FloorRules, Skip, TurnList, TurnMove};
use crate::domain::ids::{RawId, StaffId};

const WHOLE: u32 = 2;
const HALF: u32 = 1;

/// Half turns, and whose.
type Had = &'static [(u64, u32)];

fn id(number: u64) -> StaffId {
    RawId::new(1, number).unwrap().into()
}

fn day() -> NaiveDate {
    "2026-11-21".parse().unwrap()
}

fn list(n: u64) -> TurnList {
    let mut list = TurnList::new(day());
    for number in 1..=n {
        list.put_on(id(number), DateTime::UNIX_EPOCH, &[]);
    }
    list
}

/// The numbers of those on the list, whose turn it is first.
fn order(list: &TurnList, given: &[(StaffId, u32)]) -> Vec<u64> {
    let asked = TurnList::asked(&list.standings("", given));
    asked.into_iter().map(|it| it.0.counter()).collect()
}

#[test]
fn arrival_decides_the_first_round_and_later_the_fewest_turns() {
    let list = list(3);
    #[rustfmt::skip]
    let rounds: [(Had, &[u64]); 7] = [
        // had so far                                   then asked
        (&[],                                           &[1, 2, 3]),
        (&[(1, WHOLE)],                                 &[2, 3, 1]),
        (&[(1, WHOLE), (2, HALF)],                      &[3, 2, 1]),
        // A half turn stands between none and one,
        (&[(1, WHOLE), (2, HALF), (3, WHOLE)],          &[2, 1, 3]),
        // and the second half makes it one: by arrival again.
        (&[(1, WHOLE), (2, HALF), (3, WHOLE), (2, HALF)], &[1, 2, 3]),
        (&[(1, WHOLE), (2, WHOLE), (3, WHOLE), (1, HALF)], &[2, 3, 1]),
        (&[(3, WHOLE)],                                 &[1, 2, 3]),
    ];
    for (had, asked) in rounds {
        let given: Vec<_> = had.iter().map(|(who, n)| (id(*who), *n)).collect();
        assert_eq!(order(&list, &given), asked, "{had:?}");
    }
}

#[test]
fn who_is_busy_or_cannot_is_passed_over_and_keeps_the_turn() {
    let list = list(3);
    let standings = list.standings("", &[]);
    let first = |busy: &[u64]| {
        let free = |staff: StaffId| !busy.contains(&staff.0.counter());
        TurnList::next(&standings, free).map(|it| it.0.counter())
    };
    assert_eq!(first(&[]), Some(1));
    assert_eq!(first(&[1]), Some(2));
    assert_eq!(first(&[1, 2]), Some(3));
    assert_eq!(first(&[1, 2, 3]), None);
    // The second took it, and the first is still before the third.
    assert_eq!(order(&list, &[(id(2), WHOLE)]), [1, 3, 2]);
}

#[test]
fn who_is_off_is_not_asked_and_comes_back_to_the_same_place() {
    let mut list = list(3);
    assert!(list.take_off(id(1)) && !list.take_off(id(1)));
    assert_eq!(order(&list, &[]), [2, 3]);
    list.put_on(id(1), DateTime::UNIX_EPOCH, &[]);
    assert_eq!(order(&list, &[]), [1, 2, 3]);
}

#[test]
fn a_skip_keeps_the_place_or_goes_to_the_tail() {
    let given = [(id(3), WHOLE)];
    let mut keeps = list(3);
    keeps.change(("", &given), id(1), TurnMove::Skip, Skip::KeepsPlace);
    assert_eq!(order(&keeps, &given), [2, 3, 1]);
    // Somebody had a turn: the place is as it was.
    let then = [(id(3), WHOLE), (id(2), WHOLE)];
    assert_eq!(order(&keeps, &then), [1, 2, 3]);
    // The same again takes it back.
    keeps.change(("", &given), id(1), TurnMove::Skip, Skip::KeepsPlace);
    assert_eq!(order(&keeps, &given), [1, 2, 3]);

    let mut tail = list(3);
    tail.change(("", &given), id(1), TurnMove::Skip, Skip::ToTail);
    assert_eq!(order(&tail, &given), [2, 3, 1]);
    assert_eq!(order(&tail, &then), [2, 3, 1]);
}

#[test]
fn a_place_is_changed_by_hand_whatever_the_turns() {
    let given = [(id(1), WHOLE)];
    let mut list = list(3);
    assert_eq!(order(&list, &given), [2, 3, 1]);
    list.change(("", &given), id(1), TurnMove::Up, Skip::KeepsPlace);
    assert_eq!(order(&list, &given), [2, 1, 3]);
    list.change(("", &given), id(1), TurnMove::Up, Skip::KeepsPlace);
    assert_eq!(order(&list, &given), [1, 2, 3]);
    list.change(("", &given), id(1), TurnMove::Up, Skip::KeepsPlace);
    assert_eq!(order(&list, &given), [1, 2, 3]);
    list.change(("", &given), id(2), TurnMove::Down, Skip::KeepsPlace);
    assert_eq!(order(&list, &given), [1, 3, 2]);
    list.change(("", &given), id(1), TurnMove::Tail, Skip::KeepsPlace);
    assert_eq!(order(&list, &given), [3, 2, 1]);
    // What they had is still told.
    let standings = list.standings("", &given);
    assert_eq!(standings.last().unwrap().had, WHOLE);
    // An order of its own knows nothing of it.
    let facials: Vec<_> = list
        .standings("Facials", &[])
        .iter()
        .map(|it| it.staff)
        .collect();
    assert_eq!(facials, [id(1), id(2), id(3)]);
}

#[test]
fn yesterdays_order_goes_on_among_those_who_come() {
    let ended = |category: &str, people: &[u64]| Ended {
        category: category.into(),
        people: people.iter().map(|it| id(*it)).collect(),
    };
    let mut list = TurnList::new(day());
    for number in [1, 9, 2, 4] {
        let before = [ended("", &[4, 2, 1])];
        list.put_on(id(number), DateTime::UNIX_EPOCH, &before);
    }
    // Who was not there yesterday is behind.
    assert_eq!(order(&list, &[]), [4, 2, 1, 9]);

    // Each category by its own; one that there was not, as people came.
    let mut list = TurnList::new(day());
    for number in [1, 2, 3] {
        let before = [ended("Hands", &[2, 3, 1]), ended("Feet", &[3])];
        list.put_on(id(number), DateTime::UNIX_EPOCH, &before);
    }
    let of = |category| TurnList::asked(&list.standings(category, &[]));
    assert_eq!(of("Hands"), [2, 3, 1].map(id));
    assert_eq!(of("Feet"), [3, 1, 2].map(id));
    assert_eq!(of("Waxing"), [1, 2, 3].map(id));
}

#[test]
fn rules_are_read_with_what_they_leave_out() {
    let rules: FloorRules = serde_json::from_str(r#"{"asked_for": "half"}"#).unwrap();
    assert_eq!(rules.asked_for, Counts::Half);
    assert_eq!(rules.extension_min, FloorRules::default().extension_min);
}
