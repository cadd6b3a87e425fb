//! The figures of a shift or of a day, and the sales that each of them is made of.

use super::{Answered, FigureRow, FiguresOf, TillFigure, TillSheet, names};
use crate::{
    domain::{
        cash::{self, CashCategory, DrawerRules, Handover},
        drawer::{CashMovement, Counted, DrawerSession, Turnover, add_tenders, tender_closings},
        money::Money,
        sale::{Sale, SaleKind},
        settings::Settings,
        tender::{Payment, TenderKind},
        tender_rules::TenderRules,
        ticket::Item,
        time,
    },
    ops::refusal::{Noun, Refusal},
    store::{Reads, record::Lookup},
};

pub(super) fn sessions(reads: &impl Reads, of: FiguresOf) -> Answered<Vec<DrawerSession>> {
    let mut sessions = match of {
        FiguresOf::Session(id) => {
            let session = reads.get::<DrawerSession>(&id)?;
            let (what, id) = (Noun::DrawerSession, id.to_string());
            vec![session.ok_or(Refusal::NotFound { what, id })?]
        }
        FiguresOf::Day(date) => reads.find::<DrawerSession>(&Lookup::SessionOn(date))?,
    };
    sessions.sort_by_key(|it| (it.opened_at, it.id));
    Ok(sessions)
}

fn sales(reads: &impl Reads, sessions: &[DrawerSession]) -> Answered<Vec<Sale>> {
    let mut sales = Vec::new();
    for session in sessions {
        sales.extend(reads.find::<Sale>(&Lookup::SaleOfSession(session.id))?);
    }
    sales.sort_by_key(|it| (it.at, it.id));
    Ok(sales)
}

/// What was sold, taken and moved so far. Where the shop counts blind, what each way of
/// paying should come to is told only of what was counted.
///
/// # Errors
///
/// The session is not there, or the store cannot be read.
pub fn figures(reads: &impl Reads, settings: &Settings, of: FiguresOf) -> Answered<TillSheet> {
    let sessions = sessions(reads, of)?;
    let rules = reads.get::<TenderRules>(&())?.unwrap_or_default();
    let decided = reads.get::<DrawerRules>(&())?.unwrap_or_default();
    let (mut tenders, mut moves, mut handovers) = (Vec::new(), Vec::new(), Vec::new());
    let mut is_blind = false;
    for session in &sessions {
        let movements = reads.find::<CashMovement>(&Lookup::CashMovementOf(session.id))?;
        handovers.extend(reads.find::<Handover>(&Lookup::HandoverOf(session.id))?);
        let own = match (&session.closing, session.fresh_count()) {
            (Some(closing), _) => closing.tenders.clone(),
            _ if is_secret(session, &decided) => {
                is_blind = true;
                Vec::new()
            }
            (None, count) => {
                let sales = reads.find::<Sale>(&Lookup::SaleOfSession(session.id))?;
                let others = &session.others;
                let counted = count.map(|count| Counted { count, others });
                let rules = (&rules, &settings.currency);
                tender_closings(session, &sales, &movements, counted, rules)
            }
        };
        add_tenders(&mut tenders, &own);
        moves.extend(movements);
    }
    let categories = reads.all::<CashCategory>()?;
    Ok(TillSheet {
        turnover: Turnover::of(&sales(reads, &sessions)?),
        tenders,
        moved: cash::moved(&moves, &categories),
        handovers,
        is_blind,
        sessions,
    })
}

/// What is expected is not told before the count, where the shop counts blind.
fn is_secret(session: &DrawerSession, decided: &DrawerRules) -> bool {
    let has_drawer = !decided.without_drawer.contains(&session.register);
    let is_counted = session.closing.is_some() || session.fresh_count().is_some();
    decided.blind_count && has_drawer && !is_counted
}

/// The sales that a figure is made of, each with its part of it: they add up to it.
///
/// # Errors
///
/// The session is not there, or the store cannot be read.
pub fn figure_sales(
    reads: &impl Reads,
    settings: &Settings,
    of: FiguresOf,
    figure: &TillFigure,
) -> Answered<Vec<FigureRow>> {
    let mut sessions = sessions(reads, of)?;
    if let TillFigure::Tender { .. } = figure {
        let decided = reads.get::<DrawerRules>(&())?.unwrap_or_default();
        sessions.retain(|it| !is_secret(it, &decided));
    }
    let mut rows = Vec::new();
    let until = match figure {
        TillFigure::Handover { handover } => {
            let found = reads.get::<Handover>(handover)?;
            let (what, id) = (Noun::DrawerSession, handover.to_string());
            let handover = found.ok_or(Refusal::NotFound { what, id })?;
            sessions.retain(|it| it.id == handover.session);
            Some(handover.at)
        }
        _ => None,
    };
    for sale in sales(reads, &sessions)? {
        // Entries are made one after the other: none has the time of another.
        let is_later = until.is_some_and(|it| sale.at > it);
        let Some(amount) = part(&sale, figure).filter(|_| !is_later) else {
            continue;
        };
        rows.push(FigureRow {
            sale: sale.id,
            receipt: sale.receipt,
            kind: sale.kind,
            at: time::wall(sale.at, settings.time_zone),
            client: names::client(reads, sale.client)?,
            amount,
        });
    }
    Ok(rows)
}

/// `None` where a sale has nothing to do with a figure.
fn part(sale: &Sale, figure: &TillFigure) -> Option<Money> {
    let is_sale = sale.kind == SaleKind::Sale;
    let of_lines = |wanted: fn(Item) -> bool, is_net: bool| {
        let lines = sale.lines.iter().filter(|line| wanted(line.item));
        let of = |line: &crate::domain::sale::SaleLine| {
            let drawn = line.drawn.as_ref().map_or(Money::ZERO, |it| it.net);
            if is_net { line.net + drawn } else { line.total }
        };
        let parts: Vec<Money> = lines.map(of).collect();
        (!parts.is_empty()).then(|| parts.into_iter().sum())
    };
    let not_zero = |amount: Money| (!amount.is_zero()).then_some(amount);
    match figure {
        TillFigure::Sales => is_sale.then_some(sale.total),
        TillFigure::Refunds => (!is_sale).then_some(sale.total),
        TillFigure::Services => of_lines(|it| matches!(it, Item::Service(_)), true),
        TillFigure::Products => of_lines(|it| matches!(it, Item::Product(_)), true),
        TillFigure::Tips => of_lines(|it| matches!(it, Item::Tip(_)), false),
        TillFigure::Settled => of_lines(|it| matches!(it, Item::Owed(_)), false),
        TillFigure::Prepaid => of_lines(
            |it| matches!(it, Item::GiftCard(_) | Item::Plan(_) | Item::Deposit),
            false,
        ),
        TillFigure::Discounts => not_zero(sale.lines.iter().map(|line| line.discount_amount).sum()),
        TillFigure::Rounding => not_zero(sale.payments.iter().map(|it| it.rounding).sum()),
        TillFigure::Tax { name } => {
            let rows = sale.tax_table.iter().filter(|row| row.name == *name);
            not_zero(rows.map(|row| row.tax).sum())
        }
        TillFigure::Handover { .. } => not_zero(cash_of(sale)),
        TillFigure::Tender {
            kind: TenderKind::Cash,
        } => {
            let is_cash = |it: &Payment| it.kind == TenderKind::Cash || !it.change.is_zero();
            sale.payments.iter().any(is_cash).then(|| cash_of(sale))
        }
        TillFigure::Tender { kind } => {
            let payments = sale.payments.iter().filter(|it| it.kind == *kind);
            let parts: Vec<Money> = payments.map(Payment::kept).collect();
            (!parts.is_empty()).then(|| parts.into_iter().sum())
        }
    }
}

/// What a sale left in the drawer: change for another currency is of the shop's own.
fn cash_of(sale: &Sale) -> Money {
    let of = |kind| sale.payments.iter().filter(move |it| it.kind == kind);
    let kept: Money = of(TenderKind::Cash).map(Payment::kept).sum();
    let change: Money = of(TenderKind::Foreign).map(|it| it.change).sum();
    kept - change
}
