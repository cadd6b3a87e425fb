//! Whether a clock can be right, judged by what is known beside it. Without a
//! battery a computer's clock starts in 1970, on the day when some program was
//! built, or where it was last set; a hand that sets it may slip by years.
//!
//! Until a person has said that a clock in doubt is right, the days that it jumped
//! over have not passed: nothing that expires does so, and nothing that has expired
//! comes back.

use chrono::{DateTime, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Clocks are set back by so much as a matter of course.
pub const BEHIND_MAX: TimeDelta = TimeDelta::minutes(5);
/// A shop's longest usual time without an entry is a day and a bit.
pub const GAP_MAX: TimeDelta = TimeDelta::hours(26);
/// A program that runs has seen the time pass but for a computer's sleep, which is a
/// night's: beyond it, the clock was set a day ahead.
pub const JUMP_MAX: TimeDelta = TimeDelta::hours(23);
/// The same when the program was closed in good order: a shop goes on holiday.
pub const HOLIDAY_MAX: TimeDelta = TimeDelta::days(31);
/// While the clock is behind the journal, its entries are milliseconds apart. Once
/// they are not, the clock has caught up.
const CREEP_MAX: TimeDelta = TimeDelta::hours(1);

/// A person's word that a clock in doubt was right. The latest is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockAnswer {
    /// What the clock showed.
    #[serde(with = "super::time::instant")]
    pub shown: DateTime<Utc>,
    /// The journal's own time then, which never goes back.
    #[serde(with = "super::time::instant")]
    pub at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockDoubt {
    /// It shows a time when this program was not yet made.
    BeforeProgram,
    /// It is behind what was written down last.
    Behind,
    /// It is so far ahead of what was written down last that it may have jumped.
    Ahead,
}

/// All that speaks for or against a clock.
#[derive(Clone, Copy, Debug)]
pub struct Evidence {
    pub shown: DateTime<Utc>,
    /// Not before this can any clock be right.
    pub program_made: DateTime<Utc>,
    pub last_entry: Option<DateTime<Utc>>,
    pub answer: Option<ClockAnswer>,
    /// Longer without an entry is strange.
    pub gap_max: TimeDelta,
    /// What the clock showed when it was last believed, and the time that has passed
    /// since by a clock that nobody can set.
    pub expected: Option<DateTime<Utc>>,
}

impl Evidence {
    /// What the clock showed at the last entry, as far as is known.
    pub fn last_shown(&self) -> Option<DateTime<Utc>> {
        let last = self.last_entry?;
        match self.answer {
            Some(answer) if answer.shown < answer.at && last - answer.at < CREEP_MAX => {
                Some(answer.shown)
            }
            _ => Some(last),
        }
    }

    pub fn doubt(&self) -> Option<ClockDoubt> {
        let early_is_right = self
            .answer
            .is_some_and(|answer| answer.shown <= self.program_made);
        if self.shown <= self.program_made && !early_is_right {
            return Some(ClockDoubt::BeforeProgram);
        }
        let last = self.last_shown()?;
        let is_far_from = |other| self.shown - other > self.gap_max;
        if last - self.shown > BEHIND_MAX {
            Some(ClockDoubt::Behind)
        } else if is_far_from(last) && self.expected.is_none_or(is_far_from) {
            Some(ClockDoubt::Ahead)
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("{text}:00Z").parse().unwrap()
    }

    const MADE: &str = "2026-06-01T00:00";

    #[test]
    fn a_clock_is_doubted_where_it_cannot_be_right() {
        use ClockDoubt as D;
        let closed_well = HOLIDAY_MAX;
        #[rustfmt::skip]
        let cases = [
            // shown              last entry                gap          doubt
            ("1970-01-01T00:00", None,                     GAP_MAX,     Some(D::BeforeProgram)),
            (MADE,               None,                     GAP_MAX,     Some(D::BeforeProgram)),
            ("2026-06-01T00:01", None,                     GAP_MAX,     None),
            ("2076-06-01T00:01", None,                     GAP_MAX,     None),
            (MADE,               Some("2026-11-21T18:00"), GAP_MAX,     Some(D::BeforeProgram)),
            ("2026-11-21T17:55", Some("2026-11-21T18:00"), GAP_MAX,     None),
            ("2026-11-21T17:54", Some("2026-11-21T18:00"), GAP_MAX,     Some(D::Behind)),
            ("2026-11-22T20:00", Some("2026-11-21T18:00"), GAP_MAX,     None),
            ("2026-11-22T20:01", Some("2026-11-21T18:00"), GAP_MAX,     Some(D::Ahead)),
            ("2026-11-22T20:01", Some("2026-11-21T18:00"), closed_well, None),
            ("2026-12-22T18:00", Some("2026-11-21T18:00"), closed_well, None),
            ("2026-12-22T18:01", Some("2026-11-21T18:00"), closed_well, Some(D::Ahead)),
        ];
        for (shown, last, gap_max, want) in cases {
            let evidence = Evidence {
                shown: at(shown),
                program_made: at(MADE),
                last_entry: last.map(at),
                answer: None,
                gap_max,
                expected: None,
            };
            assert_eq!(evidence.doubt(), want, "{shown} after {last:?}");
        }
    }

    /// A program that was left running over a closed Sunday has seen the time pass.
    #[test]
    fn time_that_was_seen_to_pass_is_no_jump() {
        let evidence = Evidence {
            shown: at("2026-11-23T09:00"),
            program_made: at(MADE),
            last_entry: Some(at("2026-11-21T18:00")),
            answer: None,
            gap_max: GAP_MAX,
            expected: Some(at("2026-11-23T08:59")),
        };
        assert_eq!(evidence.doubt(), None);
        let jumped = Evidence {
            expected: Some(at("2026-11-22T06:59")),
            ..evidence
        };
        assert_eq!(jumped.doubt(), Some(ClockDoubt::Ahead));
    }

    #[test]
    fn an_answer_counts_from_what_the_clock_showed() {
        let evidence = Evidence {
            shown: at("2026-11-21T18:30"),
            program_made: at(MADE),
            last_entry: Some(at("2076-01-01T10:00")),
            answer: Some(ClockAnswer {
                shown: at("2026-11-21T18:00"),
                at: at("2076-01-01T10:00"),
            }),
            gap_max: GAP_MAX,
            expected: None,
        };
        assert_eq!(evidence.doubt(), None);
        let back_again = Evidence {
            shown: at("2026-11-21T17:30"),
            ..evidence
        };
        assert_eq!(back_again.doubt(), Some(ClockDoubt::Behind));
        // Fifty years on the journal has been caught up with, and then it goes back.
        let caught_up = Evidence {
            last_entry: Some(at("2076-01-01T12:00")),
            ..evidence
        };
        assert_eq!(caught_up.doubt(), Some(ClockDoubt::Behind));
    }
}
