//! The people of a day, and whose turn it is.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Skip;
use crate::domain::ids::StaffId;

/// Somebody on the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OnList {
    pub staff: StaffId,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub since: DateTime<Utc>,
    /// Off the list for now, with the place kept.
    pub off: bool,
}

/// Somebody's place in an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurnPlace {
    pub staff: StaffId,
    /// Half turns that they count more than they had, or less, since they were moved by
    /// hand.
    pub moved: i32,
    /// Skipped when so many half turns had been given: passed over until there are more.
    pub passed_at: Option<u32>,
}

/// An order that was changed by hand, or began as it had ended the day before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurnOrder {
    /// Of services; empty where there is one order for all.
    pub category: String,
    pub places: Vec<TurnPlace>,
}

/// Who takes turns on a day of trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TurnList {
    pub date: NaiveDate,
    /// In the order of the day's beginning.
    pub people: Vec<OnList>,
    pub orders: Vec<TurnOrder>,
}

/// How an order ended, whose turn it was first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ended {
    /// As [`TurnOrder::category`].
    pub category: String,
    pub people: Vec<StaffId>,
}

/// What is done with somebody's place by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TurnMove {
    Skip,
    Up,
    Down,
    Tail,
}

/// Where somebody stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub staff: StaffId,
    /// Half turns that they had.
    pub had: u32,
    /// By which they stand: those, and what was moved by hand.
    counted: i64,
    pub off: bool,
    pub skipped: bool,
}

impl TurnList {
    pub fn new(date: NaiveDate) -> Self {
        Self {
            date,
            people: Vec::new(),
            orders: Vec::new(),
        }
    }

    /// Puts somebody on the list: at the end of each order, or where the day before ended
    /// with them in those of `ended`.
    pub fn put_on(&mut self, staff: StaffId, since: DateTime<Utc>, ended: &[Ended]) {
        if let Some(known) = self.people.iter_mut().find(|it| it.staff == staff) {
            known.off = false;
            return;
        }
        // An order that begins as it ended is not the one in which people came.
        for Ended { category, .. } in ended.iter().filter(|it| !it.category.is_empty()) {
            if self.orders.iter().all(|it| it.category != *category) {
                self.orders.push(TurnOrder {
                    places: self.places(category),
                    category: category.clone(),
                });
            }
        }
        let place = |category: &str, there: Vec<StaffId>| {
            let ended = ended.iter().find(|it| it.category == category);
            let rank = |staff| ended.and_then(|it| it.people.iter().position(|it| *it == staff));
            let is_behind = |other| {
                let own = rank(staff);
                own.is_some() && rank(other).is_none_or(|it| Some(it) > own)
            };
            let behind = there.iter().position(|it| is_behind(*it));
            behind.unwrap_or(there.len())
        };
        for order in &mut self.orders {
            let there = order.places.iter().map(|it| it.staff).collect();
            let at = place(&order.category, there);
            order.places.insert(at, TurnPlace::new(staff));
        }
        let at = place("", self.people.iter().map(|it| it.staff).collect());
        let person = OnList {
            staff,
            since,
            off: false,
        };
        self.people.insert(at, person);
    }

    /// Takes somebody off for now; the place is kept. Says whether they were on.
    pub fn take_off(&mut self, staff: StaffId) -> bool {
        let known = self.people.iter_mut().find(|it| it.staff == staff);
        known.is_some_and(|it| !std::mem::replace(&mut it.off, true))
    }

    pub fn has(&self, staff: StaffId) -> bool {
        self.people.iter().any(|it| it.staff == staff)
    }

    fn places(&self, category: &str) -> Vec<TurnPlace> {
        let own = self.orders.iter().find(|it| it.category == category);
        own.map_or_else(
            || {
                let people = self.people.iter();
                people.map(|it| TurnPlace::new(it.staff)).collect()
            },
            |it| it.places.clone(),
        )
    }

    /// All of them in an order, whose turn it is first: fewest turns, then by place.
    /// `given`: half turns of this order.
    pub fn standings(&self, category: &str, given: &[(StaffId, u32)]) -> Vec<Standing> {
        let all: u32 = given.iter().map(|it| it.1).sum();
        let standing = |place: TurnPlace| {
            let own = given.iter().filter(|it| it.0 == place.staff);
            let had: u32 = own.map(|it| it.1).sum();
            let mut people = self.people.iter();
            Standing {
                staff: place.staff,
                had,
                counted: i64::from(had) + i64::from(place.moved),
                off: people.any(|it| it.staff == place.staff && it.off),
                skipped: place.passed_at == Some(all),
            }
        };
        let mut standings: Vec<Standing> =
            self.places(category).into_iter().map(standing).collect();
        standings.sort_by_key(|it| it.counted);
        standings
    }

    /// Whose turn it is of those who are free: who was skipped only where nobody else is.
    pub fn next(
        standings: &[Standing],
        mut is_free: impl FnMut(StaffId) -> bool,
    ) -> Option<StaffId> {
        let mut on = Self::asked(standings).into_iter();
        on.find(|it| is_free(*it))
    }

    /// Those on the list in the order in which they are asked.
    pub fn asked(standings: &[Standing]) -> Vec<StaffId> {
        let on = || standings.iter().filter(|it| !it.off);
        let ready = on().filter(|it| !it.skipped);
        let skipped = on().filter(|it| it.skipped);
        ready.chain(skipped).map(|it| it.staff).collect()
    }

    /// Changes somebody's place by hand; nothing where there is no such place.
    pub fn change(
        &mut self,
        (category, given): (&str, &[(StaffId, u32)]),
        staff: StaffId,
        change: TurnMove,
        skip: Skip,
    ) {
        let standings = self.standings(category, given);
        let Some(at) = standings.iter().position(|it| it.staff == staff) else {
            return;
        };
        let mut places = self.places(category);
        let all: u32 = given.iter().map(|it| it.1).sum();
        match (change, skip) {
            (TurnMove::Skip, Skip::KeepsPlace) => {
                for place in places.iter_mut().filter(|it| it.staff == staff) {
                    // A second time takes it back.
                    place.passed_at = Some(all).filter(|_| !standings[at].skipped);
                }
            }
            (TurnMove::Up, _) if at > 0 => {
                beside(&mut places, standings[at], standings[at - 1], Side::Before);
            }
            (TurnMove::Down, _) if at + 1 < standings.len() => {
                beside(&mut places, standings[at], standings[at + 1], Side::Behind);
            }
            (TurnMove::Up | TurnMove::Down, _) => return,
            (TurnMove::Tail, _) | (TurnMove::Skip, Skip::ToTail) => {
                let last = standings[standings.len() - 1];
                if last.staff == staff {
                    return;
                }
                beside(&mut places, standings[at], last, Side::Behind);
            }
        }
        self.orders.retain(|it| it.category != category);
        self.orders.push(TurnOrder {
            category: category.to_owned(),
            places,
        });
    }
}

impl TurnPlace {
    fn new(staff: StaffId) -> Self {
        Self {
            staff,
            moved: 0,
            passed_at: None,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    Behind,
}

/// Puts one beside another, as if they had had as many turns. Nobody else moves.
fn beside(places: &mut Vec<TurnPlace>, one: Standing, other: Standing, side: Side) {
    places.retain(|it| it.staff != one.staff);
    let found = places.iter().position(|it| it.staff == other.staff);
    let at = found.unwrap_or(places.len());
    let at = if side == Side::Behind { at + 1 } else { at };
    let moved = other.counted - i64::from(one.had);
    places.insert(
        at.min(places.len()),
        TurnPlace {
            staff: one.staff,
            moved: i32::try_from(moved).unwrap_or(0),
            passed_at: None,
        },
    );
}
