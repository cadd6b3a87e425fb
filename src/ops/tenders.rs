//! What the shop has decided about its ways of paying, and whether a tender is as it
//! decided.

use super::{
    cash,
    context::Context,
    entry::{NAME_MAX, amount, bounded, missing, not_understood, optional, refuse, within},
    halt::Step,
    outcome::Outcome,
    points,
    refusal::{Field, FieldProblem, Refusal},
    request::{ForeignDraft, TenderRulesDraft},
    tabs,
    ticket::up_to,
};
use crate::{
    domain::{
        card::may_be_bank_card,
        ids::ClientId,
        money::{Currency, Money, Rate},
        tender::{Purse, Tender, TenderKind},
        tender_rules::{ForeignRule, RATE_MAX, TenderRule, TenderRules},
    },
    store::{Reads, Tx},
};

pub(super) const REFERENCE_MAX: usize = 60;
/// A tender's name stands beside an amount on narrow paper.
const TENDER_NAME_MAX: usize = 20;
const STALE_DAYS_MAX: u16 = 3_650;

pub(super) fn rules(reads: &impl Reads) -> Step<TenderRules> {
    Ok(reads.get::<TenderRules>(&())?.unwrap_or_default())
}

/// # Errors
///
/// The first field that is refused; the rules stay as they were.
pub(super) fn save(tx: &mut Tx, cx: &Context, draft: &TenderRulesDraft) -> Step<Outcome> {
    bounded(Field::Tender, &draft.tenders, TenderKind::ALL.len())?;
    let mut rules = TenderRules::default();
    for wish in &draft.tenders {
        let rule = checked(wish)?;
        if let Some(place) = rules.tenders.iter_mut().find(|it| it.kind == rule.kind) {
            *place = rule;
        }
    }
    amount(Field::Amount, draft.tab_limit)?;
    rules.tab_limit = draft.tab_limit;
    let before = self::rules(tx)?.foreign;
    if let Some(wish) = &draft.foreign {
        rules.foreign = Some(foreign(cx, wish, before)?);
    }
    tx.put(&rules)?;
    Ok(Outcome::Saved)
}

fn checked(wish: &TenderRule) -> Result<TenderRule, Refusal> {
    let name = optional(Field::Name, &wish.name, TENDER_NAME_MAX.min(NAME_MAX))?;
    if wish.fee > Rate::WHOLE {
        let (least, most) = ("0".to_owned(), "100".to_owned());
        return Err(refuse(Field::Fee, FieldProblem::OutOfRange { least, most }));
    }
    Ok(TenderRule {
        name,
        ..wish.clone()
    })
}

/// A rate that stays as it was keeps its day.
fn foreign(
    cx: &Context,
    wish: &ForeignDraft,
    before: Option<ForeignRule>,
) -> Result<ForeignRule, Refusal> {
    let own = &cx.settings.currency;
    let currency = Currency::known(&wish.currency)
        .filter(|it| it != own)
        .ok_or_else(|| not_understood(Field::Currency, &wish.currency))?;
    within(Field::ExchangeRate, &wish.rate_millionths, &1, &RATE_MAX)?;
    within(Field::StaleDays, &wish.stale_days, &0, &STALE_DAYS_MAX)?;
    let is_same =
        |it: &ForeignRule| it.currency == currency && it.rate_millionths == wish.rate_millionths;
    let set_on = before
        .filter(|it| is_same(it) && !wish.looked_up)
        .map_or_else(|| cx.today(), |it| it.set_on);
    Ok(ForeignRule {
        currency,
        rate_millionths: wish.rate_millionths,
        set_on,
        stale_days: wish.stale_days,
    })
}

/// For whom money is taken, and what of it was written down before.
pub(super) struct Payer<'a> {
    pub(super) client: Option<ClientId>,
    pub(super) taken: &'a [Tender],
    /// What looks wrong was asked about and is meant.
    pub(super) confirmed: bool,
}

/// The tenders as they are written down: with the rate of the moment, the tab of the
/// client, and their numbers without blanks around them. What was taken before stays
/// as it was written down then.
///
/// # Errors
///
/// A way of paying that the shop does not take, a number that is missing or is that of
/// a bank card, a rate that is old.
pub(super) fn admit(tx: &Tx, cx: &Context, payer: &Payer, tenders: &[Tender]) -> Step<Vec<Tender>> {
    let rules = rules(tx)?;
    let is_cash = |it: &Tender| matches!(it.kind, TenderKind::Cash | TenderKind::Foreign);
    if tenders.iter().any(is_cash) {
        cash::need_drawer(tx, cx.register())?;
    }
    let may_owe = match payer.client {
        Some(client) => tabs::limit_of(tx, client)? > Money::ZERO,
        None => false,
    };
    let admit = |tender: &Tender| {
        if payer.taken.contains(tender) {
            return Ok(tender.clone());
        }
        admit_one(tx, cx, (&rules, may_owe), payer, tender)
    };
    tenders.iter().map(admit).collect()
}

fn admit_one(
    tx: &Tx,
    cx: &Context,
    (rules, may_owe): (&TenderRules, bool),
    payer: &Payer,
    tender: &Tender,
) -> Step<Tender> {
    let kind = tender.kind;
    let may_owe = kind == TenderKind::Account && may_owe && rules.of(kind).taken;
    if !(rules.takes(kind) || may_owe) {
        return Err(Refusal::TenderNotTaken { kind }.into());
    }
    let reference = optional(Field::Reference, &tender.reference, REFERENCE_MAX)?;
    if may_be_bank_card(&reference) {
        return Err(refuse(Field::Reference, FieldProblem::BankCard).into());
    }
    if reference.is_empty() && rules.of(kind).reference_needed {
        return Err(missing(Field::Reference).into());
    }
    let tender = Tender {
        reference,
        ..tender.clone()
    };
    Ok(match kind {
        TenderKind::Account => {
            let client = payer.client.ok_or(Refusal::TabNeedsClient)?;
            Tender {
                purse: Some(Purse::Client(client)),
                ..tender
            }
        }
        TenderKind::Foreign => stamped(cx, rules, payer, tender)?,
        TenderKind::Points => Tender {
            purse: Some(points::admit_tender(tx, payer.client)?),
            ..tender
        },
        _ => tender,
    })
}

/// Cash of the second currency, worth what its rate says now.
fn stamped(cx: &Context, rules: &TenderRules, payer: &Payer, tender: Tender) -> Step<Tender> {
    let kind = TenderKind::Foreign;
    let rule = rules.foreign.as_ref();
    let (rule, cash) = rule
        .zip(tender.foreign.as_ref())
        .filter(|(rule, cash)| rule.currency == cash.currency)
        .ok_or(Refusal::TenderNotTaken { kind })?;
    if let (Some(n_days), false) = (rule.stale_for(cx.today()), payer.confirmed) {
        let set_on = rule.set_on;
        return Err(Refusal::RateOld { set_on, n_days }.into());
    }
    let worth = rule.worth(cash.amount, &cx.settings.currency);
    let worth = worth.filter(|worth| *worth > Money::ZERO && cash.amount > Money::ZERO);
    let worth = worth.ok_or_else(|| up_to(Field::Amount, Money::LIMIT))?;
    Ok(Tender {
        amount: Some(worth),
        foreign: Some(rule.stamped(cash.amount)),
        ..tender
    })
}
