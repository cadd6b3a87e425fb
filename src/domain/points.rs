//! Points: earned by what was paid, in lots that end, and spent from the lot that ends
//! first.

use chrono::{Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, PointsLotId, Register, SaleId, TicketId},
    money::Money,
    plan::Life,
    sale::{Sale, SaleKind, SaleLine},
    tender::TenderKind,
    ticket::{Item, Offer, OfferKind, Ticket, TicketLine},
};

#[cfg(test)]
mod tests;

/// What points are earned on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EarnedOn {
    /// Without the tax.
    Net,
    /// All that was paid.
    Total,
}

/// How points are earned: so many for so much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EarningRule {
    pub points: u32,
    pub per: Money,
    pub on: EarnedOn,
    /// Parts of the amount earn parts of the points, the last rounded down; else only
    /// whole ones do.
    pub in_parts: bool,
}

impl EarningRule {
    /// What a sale earns.
    pub fn earned(&self, paid: Paid) -> u32 {
        let paid = match self.on {
            EarnedOn::Net => paid.net,
            EarnedOn::Total => paid.total,
        };
        let (paid, per) = (i128::from(paid.minor()), i128::from(self.per.minor()));
        let points = i128::from(self.points);
        if paid <= 0 || per <= 0 {
            return 0;
        }
        let earned = if self.in_parts {
            paid * points / per
        } else {
            paid / per * points
        };
        u32::try_from(earned).map_or(POINTS_MAX, |it| it.min(POINTS_MAX))
    }
}

/// The most that is earned or spent at once.
pub const POINTS_MAX: u32 = 100_000_000;

/// What was paid, and kept, for what earns points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    pub net: Money,
    pub total: Money,
}

impl Paid {
    /// Of goods, treatments and packages of a sale, less what came back of it since and
    /// less what was paid with points. What a gift card or a deposit pays counts here,
    /// and not when they are bought.
    pub fn of(sale: &Sale, back: &[Sale]) -> Self {
        let sold = sale.lines.iter().filter(|line| line.returned.is_none());
        let returned = back.iter().flat_map(|it| lines_back(it, sale.id));
        let mut paid = Self::default();
        for line in sold.chain(returned).filter(|line| earns(line.item)) {
            paid.net += line.net;
            paid.total += line.total;
        }
        let is_own = |it: &&Sale| it.kind != SaleKind::Sale;
        let sales = std::iter::once(sale).chain(back.iter().filter(is_own));
        let by_points: Money = sales.map(paid_by_points).sum();
        let total = paid.total.max(Money::ZERO);
        if total.is_zero() || by_points >= total {
            return Self::default();
        }
        let numerator = i128::from(paid.net.minor()) * i128::from((total - by_points).minor());
        Self {
            net: Money::ratio(numerator, i128::from(total.minor())),
            total: total - by_points,
        }
    }
}

fn earns(item: Item) -> bool {
    item.is_listed() || matches!(item, Item::Plan(_))
}

/// What points paid of a sale; less than nothing for what a refund gave back to them.
pub fn paid_by_points(sale: &Sale) -> Money {
    let payments = sale.payments.iter();
    let by_points = payments.filter(|it| it.kind == TenderKind::Points);
    by_points.map(super::tender::Payment::of_total).sum()
}

/// The lines of `later` that bring back what was sold in `sold`.
fn lines_back(later: &Sale, sold: SaleId) -> impl Iterator<Item = &SaleLine> {
    let is_own = matches!(later.kind, SaleKind::RefundOf(of) | SaleKind::VoidOf(of) if of == sold);
    later
        .lines
        .iter()
        .filter(move |line| is_own || line.returned.is_some_and(|of| of.sale == sold))
}

/// The number that a line that comes back had in its sale.
fn number_sold(line: &SaleLine) -> u32 {
    line.returned.map_or(line.number, |of| of.line)
}

/// How the points of a client are spent on a cart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpentAs {
    /// They pay a part of the bill; tax is due on all of it.
    Payment,
    /// They take something off, and tax is due on the rest.
    Discount,
}

/// Something that is had for points, so many for one of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsPrice {
    pub item: Item,
    pub points: u32,
}

/// What the shop has decided about points. One per shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsRules {
    /// Whether points are given and spent.
    pub on: bool,
    /// For the first sale of a day.
    #[serde(default)]
    pub per_visit: u32,
    #[serde(default)]
    pub by_amount: Option<EarningRule>,
    /// How long they last from the day that they are earned.
    pub life: Life,
    /// What `worth_of` points are worth.
    pub worth: Money,
    pub worth_of: u32,
    pub spent_as: SpentAs,
    /// The fewest that are spent at a time.
    #[serde(default)]
    pub least: u32,
    /// What comes back after its last day is good for so many days more; 0: for none.
    #[serde(default)]
    pub back_days: u16,
    #[serde(default)]
    pub goods: Vec<PointsPrice>,
    /// For who brought a client, each time that this client pays what `by_amount` gives
    /// points for.
    #[serde(default)]
    pub referrer: u32,
    /// Once, when somebody pays for the first time: for everybody who is new, for who was
    /// brought by another client, and for who brought them.
    #[serde(default)]
    pub gift_new: u32,
    #[serde(default)]
    pub gift_brought: u32,
    #[serde(default)]
    pub gift_referrer: u32,
    /// How long gifts last.
    pub gift_life: Life,
    /// What ended before this day was taken over. The shop keeps it by itself.
    #[serde(default)]
    pub swept_to: Option<NaiveDate>,
}

impl Default for PointsRules {
    fn default() -> Self {
        Self {
            on: false,
            per_visit: 0,
            by_amount: None,
            life: Life::Months(12),
            worth: Money::from_minor(1),
            worth_of: 1,
            spent_as: SpentAs::Discount,
            least: 0,
            back_days: 0,
            goods: Vec::new(),
            referrer: 0,
            gift_new: 0,
            gift_brought: 0,
            gift_referrer: 0,
            gift_life: Life::Months(12),
            swept_to: None,
        }
    }
}

impl PointsRules {
    /// What so many are worth, rounded down.
    pub fn value_of(&self, points: u32) -> Money {
        let worth = i128::from(points) * i128::from(self.worth.minor());
        let worth = worth / i128::from(self.worth_of.max(1));
        Money::from_minor(i64::try_from(worth).unwrap_or(i64::MAX)).min(Money::LIMIT)
    }

    /// The fewest points that are worth so much.
    pub fn points_for(&self, amount: Money) -> u32 {
        let (wanted, worth) = (i128::from(amount.minor()), i128::from(self.worth.minor()));
        if wanted <= 0 || worth <= 0 {
            return 0;
        }
        let points = (wanted * i128::from(self.worth_of.max(1)) + worth - 1) / worth;
        u32::try_from(points).unwrap_or(u32::MAX)
    }

    /// The most of `amount` that whole points are worth.
    pub fn payable(&self, amount: Money) -> Money {
        let worth = i128::from(self.worth.minor());
        if amount <= Money::ZERO || worth <= 0 {
            return Money::ZERO;
        }
        let next = i128::from(amount.minor()) + 1;
        let points = (next * i128::from(self.worth_of.max(1)) - 1) / worth;
        self.value_of(u32::try_from(points).unwrap_or(u32::MAX))
    }

    pub fn price_of(&self, item: Item) -> Option<u32> {
        let mut goods = self.goods.iter();
        goods.find(|it| it.item == item).map(|it| it.points)
    }

    /// What somebody gets for bringing a client who pays.
    pub fn for_referrer(&self) -> Option<EarningRule> {
        let points = self.referrer;
        self.by_amount
            .filter(|_| points > 0)
            .map(|rule| EarningRule { points, ..rule })
    }
}

/// What points were given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LotCause {
    /// Bought, so many of them for the visit alone.
    Bought {
        visit: u32,
        rule: Option<EarningRule>,
    },
    /// Somebody whom they brought has paid.
    OfBrought { client: ClientId, rule: EarningRule },
    /// They are new.
    NewClient,
    /// They were brought by another client.
    Brought,
    /// They brought this one, who has paid for the first time.
    Referrer { client: ClientId },
}

/// Points that a sale used, and what of them has come back since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LotUse {
    pub sale: SaleId,
    pub points: u32,
    pub back: u32,
}

/// Points that were earned together and end together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PointsLot {
    pub id: PointsLotId,
    pub client: ClientId,
    pub cause: LotCause,
    /// That it was earned with.
    pub sale: SaleId,
    pub earned_on: NaiveDate,
    /// The last day; `None`: never.
    pub until: Option<NaiveDate>,
    pub points: u32,
    /// Less than nothing where points were taken back that had been spent.
    pub left: i64,
    /// What all of them were worth when they were given.
    pub value: Money,
    /// Taken back with what was given back of its sale.
    pub taken_back: u32,
    /// Over, because their time was.
    pub lapsed: u32,
    pub uses: Vec<LotUse>,
}

impl PointsLot {
    pub fn has_lapsed(&self, today: NaiveDate) -> bool {
        self.left > 0 && self.until.is_some_and(|last| last < today)
    }

    /// What is owed for what is left of it: its part of what all were worth.
    pub fn value_left(&self) -> Money {
        let numerator = i128::from(self.value.minor()) * i128::from(self.left);
        Money::ratio(numerator, i128::from(self.points.max(1)))
    }

    /// How many of its points stand after something of its sale came back.
    fn stands(&self, paid: Paid) -> u32 {
        let is_kept = paid.total > Money::ZERO;
        match self.cause {
            LotCause::Bought { visit, rule } => {
                let visit = if is_kept { visit } else { 0 };
                visit + rule.map_or(0, |it| it.earned(paid))
            }
            LotCause::OfBrought { rule, .. } => rule.earned(paid),
            _ if is_kept => self.points,
            _ => 0,
        }
    }

    /// The same without what was earned by something that came back since: `paid` is what
    /// is kept of its sale.
    #[must_use]
    pub fn without_returned(&self, paid: Paid) -> Self {
        let standing = self.points.saturating_sub(self.taken_back);
        let back = standing.saturating_sub(self.stands(paid));
        // Nobody owes what was over before.
        let of_lapsed = back.min(self.lapsed);
        Self {
            left: self.left - i64::from(back - of_lapsed),
            taken_back: self.taken_back + back,
            lapsed: self.lapsed - of_lapsed,
            ..self.clone()
        }
    }

    /// The same with so many of them used by a sale.
    #[must_use]
    pub fn used(&self, sale: SaleId, points: u32) -> Self {
        let mut used = self.clone();
        used.left -= i64::from(points);
        let back = 0;
        used.uses.push(LotUse { sale, points, back });
        used
    }

    /// How many that a sale used have not come back.
    pub fn out_for(&self, sale: SaleId) -> u32 {
        let of_sale = self.uses.iter().filter(|it| it.sale == sale);
        of_sale.map(|it| it.points - it.back.min(it.points)).sum()
    }

    /// The same with points back that a sale had used. After its last day it is good for
    /// `back_days` more, and what comes back to it is lost where that is none.
    #[must_use]
    pub fn given_back(&self, of: SaleId, points: u32, today: NaiveDate, back_days: u16) -> Self {
        let mut lot = self.clone();
        let mut wanted = points;
        for it in lot.uses.iter_mut().filter(|it| it.sale == of) {
            let part = wanted.min(it.points - it.back.min(it.points));
            it.back += part;
            wanted -= part;
        }
        let n_back = i64::from(points - wanted);
        let is_past = lot.until.is_some_and(|last| last < today);
        if is_past && back_days == 0 {
            // Only a debt on it is made smaller.
            let owed = -lot.left.min(0);
            let of_debt = n_back.min(owed);
            lot.left += of_debt;
            lot.lapsed += u32::try_from(n_back - of_debt).unwrap_or(0);
            return lot;
        }
        if is_past {
            let more = Days::new(u64::from(back_days) - 1);
            lot.until = today.checked_add_days(more);
        }
        lot.left += n_back;
        lot
    }
}

impl PointsLot {
    /// The same after its time.
    #[must_use]
    pub fn over(&self) -> Self {
        Self {
            left: self.left.min(0),
            lapsed: self.lapsed + u32::try_from(self.left.max(0)).unwrap_or(0),
            ..self.clone()
        }
    }
}

/// The points that can be spent that day.
pub fn balance(lots: &[PointsLot], today: NaiveDate) -> i64 {
    let good = lots.iter().filter(|it| !it.has_lapsed(today));
    good.map(|it| it.left).sum()
}

/// How many points are taken of which lots, by their places: of the one that ends first,
/// then the oldest.
///
/// # Errors
///
/// How many there are, if that is less.
pub fn spend(lots: &[PointsLot], points: u32, today: NaiveDate) -> Result<Vec<(usize, u32)>, i64> {
    let left = balance(lots, today);
    if i64::from(points) > left {
        return Err(left);
    }
    let mut good: Vec<(usize, &PointsLot)> = lots
        .iter()
        .enumerate()
        .filter(|(_, it)| !it.has_lapsed(today) && it.left > 0)
        .collect();
    good.sort_by_key(|(idx, it)| (it.until.unwrap_or(NaiveDate::MAX), it.earned_on, *idx));
    let mut wanted = points;
    let mut taken = Vec::new();
    for (idx, lot) in good {
        let part = u32::try_from(lot.left).unwrap_or(u32::MAX).min(wanted);
        if part > 0 {
            taken.push((idx, part));
            wanted -= part;
        }
    }
    Ok(taken)
}

/// The lots whose time is past, by their places, with what is left in each.
pub fn lapsed(lots: &[PointsLot], today: NaiveDate) -> Vec<(usize, i64)> {
    let all = lots.iter().enumerate();
    let gone = all.filter(|(_, it)| it.has_lapsed(today));
    gone.map(|(idx, it)| (idx, it.left)).collect()
}

/// What is spent by the lines of a cart.
pub fn on_lines(lines: &[TicketLine]) -> u32 {
    let of_line = |line: &TicketLine| points_of(&line.offers, line.quantity);
    lines.iter().map(of_line).sum()
}

/// What a posted sale's own lines spent.
pub fn on_sale(sale: &Sale) -> u32 {
    let sold = sale.lines.iter().filter(|line| line.returned.is_none());
    sold.map(of_sold).sum()
}

fn of_sold(line: &SaleLine) -> u32 {
    points_of(&line.offers, u32::try_from(line.quantity).unwrap_or(0))
}

fn points_of(offers: &[Offer], quantity: u32) -> u32 {
    let of = |offer: &Offer| match offer.kind {
        OfferKind::Points(points) => points,
        OfferKind::ForPoints(each) => each.saturating_mul(quantity),
        _ => 0,
    };
    offers.iter().map(of).fold(0, u32::saturating_add)
}

/// How many points one piece is had for, if it is.
pub fn each_for_points(offers: &[Offer]) -> Option<u32> {
    offers.iter().find_map(|it| match it.kind {
        OfferKind::ForPoints(each) => Some(each),
        _ => None,
    })
}

/// How many of the points that a sale used are to be back, after `back`: those of each
/// line with its pieces, and those that paid with the money that went back to them.
pub fn due_back(sold: &Sale, back: &[Sale], used: u32) -> u32 {
    let mut due = 0;
    for line in sold.lines.iter().filter(|it| it.returned.is_none()) {
        let of_line = of_sold(line);
        let returned = back.iter().flat_map(|it| lines_back(it, sold.id));
        let returned = returned.filter(|it| number_sold(it) == line.number);
        let pieces: i64 = returned.map(|it| -it.quantity).sum();
        due += part_of(of_line, i128::from(pieces), i128::from(line.quantity));
    }
    let paid = paid_by_points(sold);
    let is_own = |it: &&Sale| it.kind != SaleKind::Sale;
    let money_back: Money = back.iter().filter(is_own).map(paid_by_points).sum();
    let by_tender = used.saturating_sub(on_sale(sold));
    let (part, whole) = (-money_back.minor(), paid.minor());
    due + part_of(by_tender, i128::from(part), i128::from(whole))
}

/// Rounded down, so that all of it comes back with the last part.
fn part_of(points: u32, part: i128, whole: i128) -> u32 {
    if whole <= 0 || part <= 0 {
        return 0;
    }
    let points = i128::from(points) * part.min(whole) / whole;
    u32::try_from(points).unwrap_or(u32::MAX)
}

/// Takes points off the lines that discounts touch, in proportion to what each costs
/// after all else: at most what they cost. How many are spent is what was wished, or as
/// many as that takes.
pub fn spread(lines: &mut [TicketLine], rests: &[Money], wished: u32, rules: &PointsRules) -> u32 {
    let whole: Money = rests.iter().copied().sum();
    let off = rules.payable(rules.value_of(wished).min(whole));
    let points = rules.points_for(off).min(wished);
    let weights: Vec<i128> = rests.iter().map(|it| i128::from(it.minor())).collect();
    let offs = off.alloc(&weights).unwrap_or_default();
    let weights: Vec<i128> = offs.iter().map(|it| i128::from(it.minor())).collect();
    let shares = Money::from_minor(points.into());
    let shares = shares.alloc(&weights).unwrap_or_default();
    for ((line, off), share) in lines.iter_mut().zip(offs).zip(shares) {
        if off > Money::ZERO {
            let points = u32::try_from(share.minor()).unwrap_or(0);
            line.offers.push(Offer {
                kind: OfferKind::Points(points),
                name: String::new(),
                off,
            });
        }
    }
    if off.is_zero() { 0 } else { points }
}

/// What a cart has taken of its client's points: lines, and parts that were paid.
pub fn taken_by(ticket: &Ticket, rules: &PointsRules) -> u32 {
    let tenders = ticket.taken.iter();
    let by_points = tenders.filter(|it| it.kind == TenderKind::Points);
    let amounts = by_points.filter_map(|it| it.amount);
    let paid: u32 = amounts.map(|it| rules.points_for(it)).sum();
    on_lines(&ticket.lines) + paid
}

/// Why points are not spent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "fault", rename_all = "snake_case")]
pub enum PointsFault {
    /// The shop gives none.
    Off,
    /// Nobody's cart.
    NoClient,
    Short {
        left: i64,
    },
    /// What is left is taken for another cart.
    Held {
        left: i64,
        ticket: TicketId,
        register: Register,
    },
    TooFew {
        least: u32,
    },
    /// They are no way of paying here, but take something off.
    AsDiscount,
    /// They take nothing off here, but pay.
    AsPayment,
    /// Nothing in the cart costs anything that points come off.
    Nothing,
    /// It is not had for points.
    NoPrice {
        name: String,
    },
}

/// Who brought a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Referral {
    /// Who was brought.
    pub client: ClientId,
    /// `None`: nobody, as far as is known.
    pub by: Option<ClientId>,
}
