//! What comes off lines by itself: promotions, coupons and the client's card, by the
//! shop's way of stacking them. The same cart gets the same, whatever was done to it
//! before, but for what it had at its time: an hour that passes takes nothing back.

use crate::domain::{
    money::{Money, Rate},
    price::{OfferRules, Stacking},
    promotion::{Buyer, Gives, Promotion, Scope, Who},
    ticket::{Offer, OfferKind, PriceReason, TicketLine},
    time::WallTime,
};

use super::{CheckoutRefusal, order::is_touched, total::gross_and_discount};

mod group;

#[cfg(test)]
mod tests;

/// A rule that may be of a cart.
#[derive(Clone, Debug)]
pub struct Offered<'a> {
    pub kind: OfferKind,
    /// As the line names it.
    pub name: String,
    pub rule: &'a Promotion,
}

/// What rules ask about a line besides what it says itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineAbout {
    pub category: String,
    /// When it is sold; of a visit, its beginning.
    pub at: WallTime,
}

/// All that may come off a cart by itself.
#[derive(Clone, Debug)]
pub struct Offering<'a> {
    /// In the order in which they come.
    pub rules: Vec<Offered<'a>>,
    /// Of the client's card.
    pub card: Option<Rate>,
    pub how: &'a OfferRules,
    pub buyer: Buyer,
}

/// Takes promotions, coupons and the client's card off the lines anew; what they took
/// off before goes, and so do the shares of the whole order's discount.
///
/// They touch what is on the price list, was not discounted by hand, and costs what
/// the list says to anybody; what costs what another column says is touched by the
/// rules for that column alone. No line costs less than nothing after it.
///
/// # Errors
///
/// As [`super::totals`] refuses a line.
pub fn take_offers_off(
    lines: &mut [TicketLine],
    about: &[LineAbout],
    offering: &Offering,
) -> Result<(), CheckoutRefusal> {
    let mut rows = Vec::with_capacity(lines.len());
    for (line, about) in lines.iter_mut().zip(about) {
        let had = line.offers.iter().map(|it| it.kind.clone()).collect();
        line.offers.retain(|it| !is_automatic(&it.kind));
        rows.push(Row::of(line, about, had, offering.how)?);
    }
    let mut counter = Counter { rows, offering };
    match offering.how.stacking {
        Stacking::BestOf => counter.best_of(),
        Stacking::InOrder => counter.in_order(),
    }
    for (line, row) in lines.iter_mut().zip(counter.rows) {
        line.offers.extend(row.taken);
    }
    Ok(())
}

/// Worked out anew with each change of a cart.
fn is_automatic(kind: &OfferKind) -> bool {
    matches!(
        kind,
        OfferKind::Order
            | OfferKind::Promotion(_)
            | OfferKind::Coupon(_)
            | OfferKind::Card
            | OfferKind::Membership(_)
    )
}

/// A line as rules see it.
struct Row {
    item: crate::domain::ticket::Item,
    category: String,
    at: WallTime,
    quantity: i64,
    /// What it costs now.
    rest: Money,
    /// What may still come off it.
    room: Money,
    price: Price,
    /// What was of it before.
    had: Vec<OfferKind>,
    taken: Vec<Offer>,
    /// Nothing more comes off.
    is_closed: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Price {
    /// As to anybody.
    Usual,
    OfLevel,
    /// Nothing comes off by itself.
    Fixed,
}

impl Row {
    fn of(
        line: &TicketLine,
        about: &LineAbout,
        had: Vec<OfferKind>,
        how: &OfferRules,
    ) -> Result<Self, CheckoutRefusal> {
        let (gross, already) = gross_and_discount(line)?;
        let rest = gross + already;
        let most = how.most_off.map_or(rest, |most| most.of(gross));
        let price = match line.price_reason {
            _ if line.discount.is_some() || !is_touched(line) => Price::Fixed,
            PriceReason::Listed | PriceReason::Person | PriceReason::Timed => Price::Usual,
            PriceReason::Level(_) => Price::OfLevel,
            _ => Price::Fixed,
        };
        Ok(Self {
            item: line.item,
            category: about.category.clone(),
            at: about.at,
            quantity: line.quantity.into(),
            rest,
            room: most.min(rest),
            price,
            had,
            taken: Vec::new(),
            is_closed: false,
        })
    }

    /// What so many of its pieces cost.
    fn cost_of(&self, pieces: i64) -> Money {
        let all = i128::from(self.rest.minor()) * i128::from(pieces);
        Money::ratio(all, i128::from(self.quantity.max(1)))
    }
}

/// What a rule would take off each line, and which lines it needs for that.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    off: Vec<Money>,
    uses: Vec<bool>,
}

impl Wish {
    fn nothing(n_lines: usize) -> Self {
        Self {
            off: vec![Money::ZERO; n_lines],
            uses: vec![false; n_lines],
        }
    }

    fn total(&self) -> Money {
        self.off.iter().copied().sum()
    }
}

/// Who takes what off a line where only one may.
#[derive(Clone, Copy)]
enum Taker {
    Rule(usize),
    Card,
}

struct Counter<'a> {
    rows: Vec<Row>,
    offering: &'a Offering<'a>,
}

impl Counter<'_> {
    fn in_order(&mut self) {
        let offering = self.offering;
        for offered in &offering.rules {
            let is_alone = offered.rule.alone;
            let may = |row: &Row| !(row.is_closed || is_alone && !row.taken.is_empty());
            let wish = self.wish(offered, &may);
            self.take(&wish, offered);
            for (row, uses) in self.rows.iter_mut().zip(&wish.uses) {
                row.is_closed |= is_alone && *uses;
            }
        }
        let off = self.card_off(&|row| !row.is_closed);
        self.take_card(&off);
    }

    /// Each line has one rule. What needs several lines is taken first where it is more
    /// than those lines would have one by one, the greatest gain before the others.
    fn best_of(&mut self) {
        let offering = self.offering;
        loop {
            let single = self.singles();
            let alone = |wish: &Wish| -> Money {
                let used = single.iter().zip(&wish.uses).filter(|(_, uses)| **uses);
                used.map(|(best, _)| best.map_or(Money::ZERO, |(_, off)| off))
                    .sum()
            };
            let mut best: Option<(Money, Wish, usize)> = None;
            for (idx, offered) in offering.rules.iter().enumerate() {
                if !is_of_several(offered.rule) {
                    continue;
                }
                let wish = self.wish(offered, &|row| row.taken.is_empty());
                let gain = wish.total() - alone(&wish);
                if gain > best.as_ref().map_or(Money::ZERO, |it| it.0) {
                    best = Some((gain, wish, idx));
                }
            }
            let Some((_, wish, idx)) = best else {
                return self.take_singles(&single);
            };
            self.take(&wish, &offering.rules[idx]);
            for (row, uses) in self.rows.iter_mut().zip(&wish.uses) {
                if *uses {
                    // Those that were paid for the others have had their rule.
                    row.price = Price::Fixed;
                }
            }
        }
    }

    /// For each line the rule that takes most off it by itself; the earlier of equal
    /// ones, and a rule before the card.
    fn singles(&self) -> Vec<Option<(Taker, Money)>> {
        let is_free = |row: &Row| row.taken.is_empty();
        let mut best: Vec<Option<(Taker, Money)>> = vec![None; self.rows.len()];
        let mut hold = |taker: Taker, offs: Vec<Money>| {
            for (best, off) in best.iter_mut().zip(offs) {
                if off > best.map_or(Money::ZERO, |(_, off)| off) {
                    *best = Some((taker, off));
                }
            }
        };
        for (idx, offered) in self.offering.rules.iter().enumerate() {
            if !is_of_several(offered.rule) {
                hold(Taker::Rule(idx), self.wish(offered, &is_free).off);
            }
        }
        hold(Taker::Card, self.card_off(&is_free));
        best
    }

    fn take_singles(&mut self, single: &[Option<(Taker, Money)>]) {
        let (n_lines, offering) = (self.rows.len(), self.offering);
        for (line, best) in single.iter().enumerate() {
            let Some((taker, off)) = *best else {
                continue;
            };
            let mut offs = vec![Money::ZERO; n_lines];
            offs[line] = off;
            match taker {
                Taker::Card => self.take_card(&offs),
                Taker::Rule(idx) => {
                    let (off, uses) = (offs, vec![false; n_lines]);
                    self.take(&Wish { off, uses }, &offering.rules[idx]);
                }
            }
        }
    }

    /// What the rule would take off the lines that may have it.
    fn wish(&self, offered: &Offered, may: &dyn Fn(&Row) -> bool) -> Wish {
        let (rule, n_lines) = (offered.rule, self.rows.len());
        let counts = |row: &Row| {
            let is_open = match row.price {
                Price::Usual => true,
                Price::OfLevel => matches!(rule.who, Who::Level(_)),
                Price::Fixed => false,
            };
            is_open && may(row) && (rule.when.has(row.at) || row.had.contains(&offered.kind))
        };
        if !rule.who.is(self.offering.buyer) {
            return Wish::nothing(n_lines);
        }
        let rows = self.rows.iter();
        let open: Vec<Option<&Row>> = rows.map(|row| counts(row).then_some(row)).collect();
        let of = within(&open, &rule.on);
        let whole: Money = of.iter().flatten().map(|row| row.rest).sum();
        if rule.least.is_some_and(|least| whole < least) {
            return Wish::nothing(n_lines);
        }
        let wish = match &rule.gives {
            Gives::More {
                buy,
                get,
                off,
                of: other,
            } => {
                let other = other.as_ref().map(|it| within(&open, it));
                group::more(&of, other.as_deref(), (*buy, *get), *off)
            }
            Gives::Bundle { parts, price } => group::bundle(&open, parts, *price),
            gives => line_by_line(&of, gives, whole),
        };
        self.within_bounds(wish, rule)
    }

    /// No more than is left, than the shop allows, and than the rule gives a cart.
    fn within_bounds(&self, mut wish: Wish, rule: &Promotion) -> Wish {
        for (off, row) in wish.off.iter_mut().zip(&self.rows) {
            *off = (*off).min(row.room).max(Money::ZERO);
        }
        let total = wish.total();
        if let Some(most) = rule.most.filter(|most| *most < total) {
            let weights: Vec<i128> = wish.off.iter().map(|it| it.minor().into()).collect();
            wish.off = most.alloc(&weights).unwrap_or_default();
        }
        if wish.total().is_zero() {
            return Wish::nothing(self.rows.len());
        }
        wish
    }

    fn take(&mut self, wish: &Wish, offered: &Offered) {
        for (row, off) in self.rows.iter_mut().zip(&wish.off) {
            row.take(*off, offered.kind.clone(), &offered.name);
        }
    }

    fn card_off(&self, may: &dyn Fn(&Row) -> bool) -> Vec<Money> {
        let off = |row: &Row| match self.offering.card {
            Some(rate) if row.price == Price::Usual && may(row) => rate.of(row.rest).min(row.room),
            _ => Money::ZERO,
        };
        self.rows.iter().map(off).collect()
    }

    fn take_card(&mut self, offs: &[Money]) {
        let name = format!("{} %", self.offering.card.unwrap_or_default());
        for (row, off) in self.rows.iter_mut().zip(offs) {
            row.take(*off, OfferKind::Card, &name);
        }
    }
}

impl Row {
    fn take(&mut self, off: Money, kind: OfferKind, name: &str) {
        if off > Money::ZERO {
            self.rest -= off;
            self.room -= off;
            let name = name.to_owned();
            self.taken.push(Offer { kind, name, off });
        }
    }
}

/// Whether a rule is worth what it is only with all of its lines.
fn is_of_several(rule: &Promotion) -> bool {
    let is_group = matches!(
        rule.gives,
        Gives::Together(_) | Gives::More { .. } | Gives::Bundle { .. }
    );
    is_group || rule.most.is_some()
}

/// Those of the lines that a scope has.
fn within<'a>(open: &[Option<&'a Row>], scope: &Scope) -> Vec<Option<&'a Row>> {
    let has = |row: &&Row| scope.has(row.item, &row.category);
    open.iter().map(|row| row.filter(has)).collect()
}

fn line_by_line(of: &[Option<&Row>], gives: &Gives, whole: Money) -> Wish {
    if let Gives::Together(all) = gives {
        let weight = |row: Option<&Row>| row.map_or(0, |row| row.rest.minor().into());
        let weights: Vec<i128> = of.iter().copied().map(weight).collect();
        let shares = (*all).min(whole).alloc(&weights);
        let off = shares.unwrap_or_else(|| vec![Money::ZERO; of.len()]);
        let uses = of.iter().map(Option::is_some).collect();
        return Wish { off, uses };
    }
    let off = |row: Option<&Row>| {
        let Some(row) = row else {
            return Money::ZERO;
        };
        let times = |each: &Money| each.times(row.quantity).unwrap_or(Money::LIMIT);
        match gives {
            Gives::Percent(rate) => rate.of(row.rest),
            Gives::Each(off) => times(off),
            Gives::Price(price) => row.rest - times(price),
            _ => Money::ZERO,
        }
    };
    let off: Vec<Money> = of.iter().copied().map(off).collect();
    let uses = off.iter().map(|it| *it > Money::ZERO).collect();
    Wish { off, uses }
}
