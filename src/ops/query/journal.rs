//! Cash that came in and went out besides sales: the movements behind a sum of a shift
//! or a day, and the journal of income and expense over many.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answered, FiguresOf, figures, names};
use crate::{
    domain::{
        cash::{CashCategory, CashCause, MovedFor},
        drawer::{CashMovement, DrawerSession},
        ids::{CashMovementId, Register},
        money::Money,
        settings::Settings,
        time::{self, WallTime},
    },
    ops::refusal::{Field, FieldProblem, Refusal},
    store::{Reads, record::Lookup},
};

/// A longer journal is many journals.
const DAYS_MAX: u64 = 10 * 366;

/// One movement, with what it was for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashMove {
    pub movement: CashMovementId,
    pub business_date: NaiveDate,
    pub register: Register,
    pub at: WallTime,
    pub by: String,
    pub what: MovedFor,
    /// Of the category; empty of what has none.
    pub name: String,
    pub reason: String,
    /// In, or out if negative.
    pub amount: Money,
    /// In the amount, in its sign.
    pub tax: Money,
}

/// All movements of one category.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashSum {
    pub what: MovedFor,
    pub name: String,
    pub n: u32,
    pub income: Money,
    /// Negative or zero.
    pub expense: Money,
    pub tax: Money,
}

/// Income and expense in cash. Money that only changes its place (the safe, the bank,
/// tips) is neither, and stands among the movements of its shift.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CashJournal {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// By name, what has no category last.
    pub rows: Vec<CashSum>,
    /// In their order.
    pub moves: Vec<CashMove>,
    pub income: Money,
    pub expense: Money,
}

/// The movements of a heading, and of one category if it is one.
///
/// # Errors
///
/// The session is not there, or the store cannot be read.
pub fn figure_moves(
    reads: &impl Reads,
    settings: &Settings,
    of: FiguresOf,
    (what, name): (MovedFor, &str),
) -> Answered<Vec<CashMove>> {
    let sessions = figures::sessions(reads, of)?;
    let mut rows = moves(reads, settings, &sessions)?;
    rows.retain(|it| it.what == what && it.name == name);
    Ok(rows)
}

fn moves(
    reads: &impl Reads,
    settings: &Settings,
    sessions: &[DrawerSession],
) -> Answered<Vec<CashMove>> {
    let categories = reads.all::<CashCategory>()?;
    let mut rows = Vec::new();
    for session in sessions {
        let mut own = reads.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
        own.sort_by_key(|it| (it.at, it.id));
        for it in own {
            let Some(what) = it.cause.heading() else {
                continue;
            };
            let name = match it.cause {
                CashCause::Category(id) => {
                    let named = categories.iter().find(|it| it.id == id);
                    named.map_or_else(|| id.to_string(), |it| it.name.clone())
                }
                _ => String::new(),
            };
            rows.push(CashMove {
                movement: it.id,
                business_date: session.business_date,
                register: session.register,
                at: time::wall(it.at, settings.time_zone),
                by: names::staff(reads, it.by)?,
                what,
                name,
                reason: it.reason,
                amount: it.amount,
                tax: it.tax.iter().map(|tax| tax.amount).sum(),
            });
        }
    }
    Ok(rows)
}

/// Over days of trade, both included, of all desks.
///
/// # Errors
///
/// The span is backwards or too long, or the store cannot be read.
pub fn cash_journal(
    reads: &impl Reads,
    settings: &Settings,
    (from, until): (NaiveDate, NaiveDate),
) -> Answered<CashJournal> {
    let most = from.checked_add_days(Days::new(DAYS_MAX)).unwrap_or(from);
    if until < from || until > most {
        let (least, most) = (from.to_string(), most.to_string());
        let problem = FieldProblem::OutOfRange { least, most };
        let field = Field::Until;
        return Err(Refusal::Field { field, problem }.into());
    }
    let mut sessions = Vec::new();
    for date in from.iter_days().take_while(|it| *it <= until) {
        sessions.extend(reads.find::<DrawerSession>(&Lookup::SessionOn(date))?);
    }
    sessions.sort_by_key(|it| (it.business_date, it.opened_at, it.id));
    let mut moves = moves(reads, settings, &sessions)?;
    moves.retain(|it| matches!(it.what, MovedFor::Petty | MovedFor::Category));
    let mut rows: Vec<CashSum> = Vec::new();
    for it in &moves {
        let place = rows
            .iter()
            .position(|sum| sum.what == it.what && sum.name == it.name);
        let place = place.unwrap_or_else(|| {
            rows.push(CashSum {
                what: it.what,
                name: it.name.clone(),
                n: 0,
                income: Money::ZERO,
                expense: Money::ZERO,
                tax: Money::ZERO,
            });
            rows.len() - 1
        });
        let sum = &mut rows[place];
        sum.n += 1;
        sum.tax += it.tax;
        if it.amount.is_negative() {
            sum.expense += it.amount;
        } else {
            sum.income += it.amount;
        }
    }
    rows.sort_by_key(|it| (it.name.is_empty(), it.name.clone()));
    Ok(CashJournal {
        from,
        until,
        income: rows.iter().map(|it| it.income).sum(),
        expense: rows.iter().map(|it| it.expense).sum(),
        rows,
        moves,
    })
}
