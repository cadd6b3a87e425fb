//! The naive cart: lines with a price and what comes off them.

use balm::domain::{
    ids::{AppointmentId, ClientId, CouponId, HoldingId, PlanId, Register},
    tender::Tender,
    ticket::{Discount, Item, OfferKind},
};

use super::{
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
}

impl Line {
    pub(super) fn quantity(&self) -> i64 {
        self.quantity
    }

    /// Nothing is due, so nothing is taken off.
    pub(super) fn draw(&mut self, holding: HoldingId, each: i64) {
        self.drawn = Some((holding, each));
        self.discount = None;
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
        }
    }

    fn gross(&self) -> i64 {
        self.quantity * self.price
    }

    /// What comes off by itself, by whom.
    pub(super) fn taken(&self, tag: &Tag) -> Vec<(OfferKind, i64)> {
        match (self.discount, &self.column) {
            (None, Column::Usual) if self.drawn.is_none() => tag.off(self.item, self.gross()),
            _ => Vec::new(),
        }
    }

    pub(super) fn total(&self, tag: &Tag) -> i64 {
        if self.drawn.is_some() {
            return 0;
        }
        let by_itself: i64 = self.taken(tag).iter().map(|it| it.1).sum();
        self.gross() - off(self.discount, self.gross()) - by_itself
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
        let listed = self.lines.iter().filter(|it| it.item.is_listed());
        let listed = listed.map(|it| it.total(&self.tag)).sum();
        listed - off(self.order, listed).min(listed)
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
