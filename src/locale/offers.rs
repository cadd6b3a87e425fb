//! Words about promotions, coupons and price lists.

use super::{Arg, Words};
use crate::{
    domain::promotion::CouponProblem,
    ops::refusal::{Field, Refusal},
};

impl Words<'_> {
    /// About what comes off by itself, and the price list.
    pub(super) fn offer_refusal(&self, refusal: &Refusal) -> String {
        let say = |id: &str, args: &[(&str, Arg)]| self.locale.fill(id, args);
        match refusal {
            Refusal::CouponRefused { code, problem } => {
                let why = self.coupon_problem(*problem);
                let words = [("code", code.into()), ("why", why.into())];
                say("refused-coupon", &words)
            }
            Refusal::NeedsNoCoupon { promotion } => {
                say("refused-needs-no-coupon", &[("name", promotion.into())])
            }
            Refusal::OfferNotThere => self.text("refused-offer-not-there"),
            Refusal::NothingToReprice => self.text("refused-nothing-to-reprice"),
            Refusal::PricesMoved { .. } => self.text("refused-prices-moved"),
            _ => self.text("refused-otherwise"),
        }
    }

    /// To go on after a colon.
    pub fn coupon_problem(&self, problem: CouponProblem) -> String {
        let say = |id: &str, arg: (&str, Arg)| self.locale.fill(id, &[arg]);
        match problem {
            CouponProblem::Withdrawn => self.text("coupon-withdrawn"),
            CouponProblem::NotBefore(day) => {
                say("coupon-not-before", ("day", self.date(day).into()))
            }
            CouponProblem::NotAfter(day) => say("coupon-not-after", ("day", self.date(day).into())),
            CouponProblem::UsedUp(n) => say("coupon-used-up", ("n", n.into())),
            CouponProblem::OnAnotherCart => self.text("coupon-on-another-cart"),
            CouponProblem::OnThisCart => self.text("coupon-on-this-cart"),
            CouponProblem::OfAnother => self.text("coupon-of-another"),
        }
    }

    pub(super) fn offer_field(&self, field: Field) -> Option<String> {
        Some(self.text(match field {
            Field::TakesOff => "field-takes-off",
            Field::Scope => "field-scope",
            Field::Weekdays => "field-weekdays",
            Field::Who => "field-who",
            Field::ByCoupon => "field-by-coupon",
            Field::Least => "field-least",
            Field::Most => "field-most",
            Field::Alone => "field-alone",
            Field::Rank => "field-rank",
            Field::Uses => "field-uses",
            Field::Promotion => "field-promotion",
            Field::Stacking => "field-stacking",
            Field::CardSteps => "field-card-steps",
            Field::CardMonths => "field-card-months",
            Field::PriceChange => "field-price-change",
            Field::Columns => "field-columns",
            Field::RoundTo => "field-round-to",
            _ => return None,
        }))
    }
}
