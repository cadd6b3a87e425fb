//! What is wrong with a field of a form, as a sentence.

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::{Arg, Words};
use crate::{
    domain::{money::Money, time::hhmm},
    ops::refusal::{Field, FieldProblem, Refusal},
};

/// A day of a later year is the end of no range, only the last that can be written.
const YEAR_MAX: i32 = 9_999;

impl Words<'_> {
    /// About what somebody else has, or what cannot be what it is entered for.
    pub(super) fn entry_refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::PhoneTaken { name, .. } => {
                self.say("refused-phone-taken", &[("name", name.into())])
            }
            Refusal::CardTaken { name, .. } => {
                self.say("refused-card-taken", &[("name", name.into())])
            }
            Refusal::CodeTaken { code, name } => self.say(
                "refused-code-taken",
                &[("code", code.into()), ("name", name.into())],
            ),
            Refusal::AccountOfOtherKind { account, name } => self.say(
                "refused-account-of-other-kind",
                &[
                    ("roots", account.roots().join(", ").into()),
                    ("usual", account.usual().into()),
                    ("name", name.into()),
                ],
            ),
            Refusal::NameTaken { what, name, .. } => self.say(
                "refused-name-taken",
                &[("what", self.noun(*what).into()), ("name", name.into())],
            ),
            _ => self.text("refused-otherwise"),
        }
    }

    /// The sentence that goes under a form's field.
    pub fn field_problem(&self, field: Field, problem: &FieldProblem) -> String {
        let of = field;
        let field = Arg::from(self.field(field));
        match problem {
            FieldProblem::Missing => self.say("problem-missing", &[("field", field)]),
            FieldProblem::Taken => self.say("problem-taken", &[("field", field)]),
            FieldProblem::InUse => self.say("problem-in-use", &[("field", field)]),
            FieldProblem::BankCard => self.say("problem-bank-card", &[("field", field)]),
            FieldProblem::TooLong { limit } => self.say(
                "problem-too-long",
                &[("field", field), ("limit", (*limit).into())],
            ),
            FieldProblem::NotUnderstood { typed } => self.say(
                "problem-not-understood",
                &[("field", field), ("typed", typed.into())],
            ),
            FieldProblem::OutOfRange { least, most } => self.say(
                range(of, most),
                &[
                    ("field", field),
                    ("least", self.bound(of, least).into()),
                    ("most", self.bound(of, most).into()),
                ],
            ),
            FieldProblem::AmountOutOfRange { least, most } => self.say(
                "problem-out-of-range",
                &[
                    ("field", field),
                    ("least", self.money(*least).into()),
                    ("most", self.money(*most).into()),
                ],
            ),
            FieldProblem::TooMany { limit } => self.say(
                "problem-too-many",
                &[("field", field), ("limit", (*limit).into())],
            ),
        }
    }

    /// The end of a range as the field is typed: amounts come in minor units, times
    /// in minutes of the day, dates as in ISO 8601.
    fn bound(&self, field: Field, bound: &str) -> String {
        let said = match field {
            Field::Price
            | Field::Cost
            | Field::Amount
            | Field::AmountLimit
            | Field::Arrived
            | Field::CardSteps
            | Field::CashStep
            | Field::DepositFrom
            | Field::LateFee
            | Field::LevelPrices
            | Field::NoShowFee
            | Field::StaffPrices
            | Field::TakesOff
            | Field::Worth => {
                let minor = bound.parse().ok();
                minor.map(|minor| self.money(Money::from_minor(minor)))
            }
            Field::Time | Field::Hours | Field::FromTime | Field::UntilTime => {
                bound.parse().ok().map(hhmm)
            }
            Field::Tax | Field::CardRate | Field::Fee | Field::MemberOff | Field::PercentLimit => {
                Some(format!("{bound} %"))
            }
            _ => self.moment_of(bound),
        };
        said.unwrap_or_else(|| bound.to_owned())
    }

    /// Of a day, or of a minute of one.
    fn moment_of(&self, bound: &str) -> Option<String> {
        if let Ok(date) = bound.parse::<NaiveDate>() {
            return Some(self.date(date));
        }
        let at = NaiveDateTime::parse_from_str(bound, "%Y-%m-%d %H:%M:%S").ok()?;
        let (date, time) = (self.date(at.date()), at.format("%H:%M").to_string());
        if time == hhmm(0) {
            return Some(date);
        }
        Some(format!("{date} {time}"))
    }
}

/// What a number counts that is no amount, length of time or day, where the field's
/// name does not say it.
fn range(field: Field, most: &str) -> &'static str {
    let is_open = |date: NaiveDate| date.year() > YEAR_MAX;
    match field {
        Field::Pin | Field::PinAgain | Field::OwnPin => "problem-digits",
        Field::Card => "problem-characters",
        Field::Barcodes => "problem-pack",
        _ if most.parse().is_ok_and(is_open) => "problem-too-early",
        _ => "problem-out-of-range",
    }
}
