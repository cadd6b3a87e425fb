//! Who works when: what might be asked, and that it is so once it is done.

use balm::{
    domain::{
        rota::{Absence, DayHours, HouseHours, ShiftPattern, monday},
        staff::{Shift, Staff},
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query,
        request::{AbsenceDraft, HoursChange, PatternDraft, Request},
    },
    store::Reads,
};
use chrono::{Days, NaiveDate};

use super::{naive::Naive, office::some, spa::Spa, wish::Wishes};

impl Wishes {
    /// Late and early, so that much can be booked still.
    fn shift(&mut self) -> Shift {
        Shift {
            start_minute: 60 * self.0.u16(5..11),
            end_minute: 60 * self.0.u16(16..27),
        }
    }

    fn date(&mut self) -> NaiveDate {
        let first = NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
        first + Days::new(self.0.u64(0..30))
    }

    pub(super) fn hours(&mut self, naive: &Naive) -> Request {
        let (shift, date) = (self.shift(), self.date());
        let staff = some(&naive.office.staff, &mut self.0);
        let change = match (self.0.u8(0..8), staff) {
            (0, _) => HoursChange::House {
                week: std::array::from_fn(|_| vec![shift]),
            },
            (1, _) => HoursChange::Pattern(PatternDraft {
                id: None,
                name: format!("Rota {}", self.0.u8(0..9)),
                group: String::new(),
                anchor: date,
                weeks: vec![std::array::from_fn(|_| vec![shift]); self.0.usize(1..4)],
                active: true,
            }),
            (2, _) => HoursChange::CopyWeek {
                from: date,
                to: self.date(),
                staff,
            },
            (3, _) => HoursChange::NoAbsence {
                absence: "1-1".parse::<balm::domain::ids::RawId>().unwrap().into(),
            },
            (4..6, Some(staff)) => HoursChange::Day {
                staff,
                date,
                shifts: (self.0.u8(0..3) > 0).then(|| vec![shift]),
                reason: String::new(),
            },
            (_, staff) => HoursChange::Absence(AbsenceDraft {
                id: None,
                staff: staff.filter(|_| self.0.u8(0..6) > 0),
                from: WallTime::new(date, 60 * self.0.u16(0..20)),
                until: WallTime::new(date, 60 * self.0.u16(8..24)),
                reason: "Leave".into(),
            }),
        };
        let anyway = self.0.u8(0..2) == 0;
        Request::SetHours { change, anyway }
    }
}

/// What was asked for stands in the store.
pub(super) fn check(spa: &Spa, change: &HoursChange, outcome: &Outcome, label: &str) {
    let Outcome::HoursSet {
        pattern, absence, ..
    } = outcome
    else {
        panic!("{label}: {outcome:?}");
    };
    let reads = spa.shop.read();
    match change {
        HoursChange::House { week } => {
            let kept = reads.get::<HouseHours>(&()).unwrap().unwrap();
            assert_eq!(kept.week, *week, "{label}");
        }
        HoursChange::Pattern(draft) => {
            let kept = reads
                .get::<ShiftPattern>(&pattern.unwrap())
                .unwrap()
                .unwrap();
            assert_eq!(
                (kept.weeks, kept.anchor),
                (draft.weeks.clone(), draft.anchor),
                "{label}"
            );
        }
        HoursChange::Day {
            staff,
            date,
            shifts,
            ..
        } => {
            let kept = reads.get::<DayHours>(&(*date, *staff)).unwrap();
            assert_eq!(kept.map(|it| it.shifts), *shifts, "{label}");
        }
        HoursChange::Absence(draft) => {
            let kept = reads.get::<Absence>(&absence.unwrap()).unwrap().unwrap();
            let want = (draft.staff, draft.from, draft.until);
            assert_eq!((kept.staff, kept.from, kept.until), want, "{label}");
        }
        HoursChange::NoAbsence { absence } => {
            assert_eq!(reads.get::<Absence>(absence).unwrap(), None, "{label}");
        }
        HoursChange::CopyWeek { from, to, staff } => {
            let rota = query::rota(&reads, *from.min(to)).unwrap();
            let people = reads.all::<Staff>().unwrap();
            let meant = people
                .iter()
                .filter(|it| it.active && staff.is_none_or(|one| one == it.id));
            for person in meant {
                for (one, other) in monday(*from)
                    .iter_days()
                    .zip(monday(*to).iter_days())
                    .take(7)
                {
                    let shifts = rota.planned(person, one);
                    assert_eq!(
                        rota.planned(person, other),
                        shifts,
                        "{label}: {one} {other}"
                    );
                }
            }
        }
    }
}
