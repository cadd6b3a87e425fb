//! The naive cart: lines with a price and what comes off them.

use balm::domain::{
    ids::{AppointmentId, ClientId, CouponId, HoldingId, PlanId, Register},
    money::Money,
    tender::Tender,
    ticket::{Discount, Item, OfferKind},
};

use super::{
    exchange::Back,
    offers::{Slips, Tag},
    office::Column,
};

#[derive(Default)]
pub(super) struct Cart {
    pub(super) register: Register,
    /// When it was put aside, counted in parkings.
    pub(super) parked: Option<u32>,
    pub(super) client: Option<ClientId>,
    pub(super) slips: Slips,
    /// At the last change of the cart.
    pub(super) tag: Tag,
    pub(super) lines: Vec<Line>,
    /// Off the whole of it.
    pub(super) order: Option<Discount>,
    /// What comes back of an earlier sale.
    pub(super) returns: Vec<Back>,
    /// What points take off.
    pub(super) by_points: i64,
    /// Taken of its total so far.
    pub(super) taken: Vec<Tender>,
}

#[derive(Clone)]
pub(super) struct Line {
    pub(super) number: u32,
    pub(super) item: Item,
    pub(super) quantity: i64,
    pub(super) price: i64,
    pub(super) column: Column,
    pub(super) cost: i64,
    pub(super) discount: Option<Discount>,
    pub(super) visit: Option<AppointmentId>,
    /// The package that pays it, and how many units of it each piece uses.
    pub(super) drawn: Option<(HoldingId, i64)>,
    /// The points that each piece is had for.
    pub(super) for_points: Option<i64>,
    /// Its share of those that take something off the whole.
    pub(super) spent: i64,
}

impl Line {
    pub(super) fn quantity(&self) -> i64 {
        self.quantity
    }

    /// Nothing is due, so nothing is taken off.
    pub(super) fn draw(&mut self, holding: HoldingId, each: i64) {
        self.drawn = Some((holding, each));
        self.leave_points();
        self.discount = None;
    }

    pub(super) fn leave_points(&mut self) {
        self.for_points = None;
        self.spent = 0;
    }

    /// Money that changes its form.
    pub(super) fn of_money(number: u32, item: Item, price: i64) -> Self {
        Self {
            number,
            item,
            quantity: 1,
            price,
            column: Column::Fixed,
            cost: 0,
            discount: None,
            visit: None,
            drawn: None,
            for_points: None,
            spent: 0,
        }
    }

    /// By what is no money.
    fn is_paid(&self) -> bool {
        self.drawn.is_some() || self.for_points.is_some()
    }

    pub(super) fn points(&self) -> i64 {
        self.for_points.unwrap_or(0) * self.quantity
    }

    fn gross(&self) -> i64 {
        self.quantity * self.price
    }

    /// What comes off by itself, by whom.
    pub(super) fn taken(&self, tag: &Tag) -> Vec<(OfferKind, i64)> {
        match (self.discount, &self.column) {
            (None, Column::Usual) if !self.is_paid() => tag.off(self.item, self.gross()),
            _ => Vec::new(),
        }
    }

    pub(super) fn total(&self, tag: &Tag) -> i64 {
        if self.is_paid() {
            return 0;
        }
        let by_itself: i64 = self.taken(tag).iter().map(|it| it.1).sum();
        self.gross() - off(self.discount, self.gross()) - by_itself
    }
}

/// In proportion to their weights.
pub(super) fn shared(all: i64, weights: &[i64]) -> Vec<i64> {
    let weights_128: Vec<i128> = weights.iter().map(|it| i128::from(*it)).collect();
    match Money::from_minor(all).alloc(&weights_128) {
        Some(parts) => parts.into_iter().map(Money::minor).collect(),
        None => vec![0; weights.len()],
    }
}

fn off(discount: Option<Discount>, whole: i64) -> i64 {
    match discount {
        None => 0,
        Some(Discount::Amount(off)) => off.minor(),
        // Half away from zero, of something positive.
        Some(Discount::Percent(rate)) => {
            (whole * i64::from(rate.milli_percent()) + 50_000) / 100_000
        }
    }
}

impl Cart {
    pub(super) fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.returns.is_empty()
    }

    pub(super) fn line(&mut self, number: u32) -> &mut Line {
        let mut lines = self.lines.iter_mut();
        lines.find(|it| it.number == number).unwrap()
    }

    /// Packages that it sells: by their lines, with what each costs.
    pub(super) fn plans(&self) -> impl Iterator<Item = (u32, PlanId, i64)> {
        self.lines.iter().filter_map(|it| match it.item {
            Item::Plan(plan) => Some((it.number, plan, it.price)),
            _ => None,
        })
    }

    /// By their lines, with what each is.
    pub(super) fn deposits(&self) -> impl Iterator<Item = (u32, i64)> {
        let lines = self.lines.iter().filter(|it| it.item == Item::Deposit);
        lines.map(|it| (it.number, it.price * it.quantity))
    }

    pub(super) fn total(&self) -> i64 {
        let lines = self.lines.iter();
        // Nothing is taken off money that changes its form.
        let money = lines.filter(|it| !it.item.is_listed());
        self.listed() + money.map(|it| it.total(&self.tag)).sum::<i64>()
    }

    /// Of what is on the price list.
    pub(super) fn listed(&self) -> i64 {
        self.before_points() - self.by_points
    }

    /// The same before points take something off.
    pub(super) fn before_points(&self) -> i64 {
        let listed = self.lines.iter().filter(|it| it.item.is_listed());
        let listed = listed.map(|it| it.total(&self.tag)).sum();
        listed - off(self.order, listed).min(listed)
    }

    /// Another client's points take nothing off.
    pub(super) fn attach(&mut self, client: Option<ClientId>) {
        if self.client != client {
            self.lines.iter_mut().for_each(Line::leave_points);
        }
        self.client = client;
    }

    /// That its lines take.
    pub(super) fn points(&self) -> i64 {
        self.spent() + self.lines.iter().map(Line::points).sum::<i64>()
    }

    /// On the whole of it.
    pub(super) fn spent(&self) -> i64 {
        self.lines.iter().map(|it| it.spent).sum()
    }

    /// What each line costs after its share of what is taken off the whole.
    pub(super) fn rests(&self) -> Vec<i64> {
        let price = |it: &Line| {
            if it.item.is_listed() {
                it.total(&self.tag)
            } else {
                0
            }
        };
        let prices: Vec<i64> = self.lines.iter().map(price).collect();
        let whole = prices.iter().sum::<i64>();
        let off = shared(whole - self.before_points(), &prices);
        prices.iter().zip(off).map(|(it, off)| it - off).collect()
    }

    /// Those that take something off.
    pub(super) fn coupons(&self) -> Vec<CouponId> {
        let taken = self.lines.iter().flat_map(|it| it.taken(&self.tag));
        let coupons = taken.filter_map(|(kind, _)| match kind {
            OfferKind::Coupon(id) => Some(id),
            _ => None,
        });
        let mut all: Vec<CouponId> = coupons.collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}
