//! The naive price tag: what rules take off a line, one line at a time. Rules of
//! several lines are left to the properties of the checkout.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{ClientId, CouponId, PromotionId, SaleId},
        money::{Money, Rate},
        price::{CardStep, OfferRules, Stacking},
        promotion::{Coupon, CouponProblem, Gives, Promotion, Scope, Season, Sort, Who},
        repricing::{Change, Column, Columns, PriceMove, Repricing, RoundTo},
        sale::{Sale, SaleKind, SaleLine},
        ticket::{Item, OfferKind},
    },
    ops::{
        outcome::Outcome,
        refusal::Refusal,
        request::{CouponDraft, PromotionDraft, RepriceWish, Request},
    },
    store::{Reads, record::Lookup},
};

use super::{
    naive::Naive,
    office::some,
    spa::Spa,
    wish::{Wishes, cents},
};

const N_CODES: u8 = 5;

#[derive(Default)]
pub(super) struct Offers {
    pub(super) promotions: BTreeMap<PromotionId, PromotionDraft>,
    pub(super) coupons: BTreeMap<CouponId, Slip>,
    rules: OfferRules,
}

pub(super) struct Slip {
    draft: CouponDraft,
    used: u32,
}

/// What counted for a cart when it was last changed.
#[derive(Clone, Default)]
pub(super) struct Tag {
    how: OfferRules,
    /// In their order.
    rules: Vec<(OfferKind, PromotionDraft)>,
    card: Option<Rate>,
}

/// What a cart has brought and declined.
#[derive(Clone, Default)]
pub(super) struct Slips {
    pub(super) coupons: Vec<CouponId>,
    declined: Vec<OfferKind>,
}

impl Tag {
    /// What comes off `gross` of a line at the usual price, by whom.
    pub(super) fn off(&self, item: Item, gross: i64) -> Vec<(OfferKind, i64)> {
        let mut room = self.how.most_off.map_or(gross, |it| share(it, gross));
        let mut taken: Vec<(OfferKind, i64)> = Vec::new();
        let mut rest = gross;
        let in_order = self.how.stacking == Stacking::InOrder;
        let mut is_closed = false;
        let all = self.rules.iter().map(|(kind, rule)| (kind, Some(rule)));
        for (kind, rule) in all.chain([(&OfferKind::Card, None)]) {
            let alone = rule.is_some_and(|it| it.alone) && in_order;
            if is_closed || (alone && !taken.is_empty()) {
                continue;
            }
            let wanted = match rule {
                Some(rule) if rule.on.has(item, "") => gives(&rule.gives, rest),
                Some(_) => 0,
                None => self.card.map_or(0, |it| share(it, rest)),
            };
            let off = wanted.clamp(0, room);
            if off == 0 {
                continue;
            }
            if in_order {
                rest -= off;
                room -= off;
                taken.push((kind.clone(), off));
                is_closed = alone;
            } else if taken.first().is_none_or(|best| off > best.1) {
                taken = vec![(kind.clone(), off)];
            }
        }
        taken
    }
}

/// Of one piece or more: only what does not ask how many.
fn gives(gives: &Gives, rest: i64) -> i64 {
    match gives {
        Gives::Percent(rate) => share(*rate, rest),
        other => panic!("the model asks for no {other:?}"),
    }
}

fn share(rate: Rate, of: i64) -> i64 {
    (of * i64::from(rate.milli_percent()) + 50_000) / 100_000
}

impl Naive {
    /// What counts for a cart of this client from now on.
    pub(super) fn tag(&self, client: Option<ClientId>, slips: &Slips) -> Tag {
        let offers = &self.offers;
        let is_for = |who: Who| match who {
            Who::Anybody => true,
            Who::Client => client.is_some(),
            Who::CardHolder => client.is_some_and(|it| !self.office.clients[&it].card.is_empty()),
            other => panic!("the model asks for no {other:?}"),
        };
        let mut rules = Vec::new();
        for (id, draft) in &offers.promotions {
            let kind = OfferKind::Promotion(*id);
            if draft.active && !draft.by_coupon && !slips.declined.contains(&kind) {
                rules.push(((draft.rank, *id, None), kind, draft.clone()));
            }
        }
        for id in &slips.coupons {
            let promotion = offers.coupons[id].draft.promotion;
            let draft = offers.promotions[&promotion].clone();
            if draft.active && draft.by_coupon && offers.coupons[id].draft.active {
                let kind = OfferKind::Coupon(*id);
                rules.push(((draft.rank, promotion, Some(*id)), kind, draft));
            }
        }
        rules.retain(|(_, _, draft)| is_for(draft.who));
        rules.sort_by_key(|(key, ..)| *key);
        let rules = rules.into_iter().map(|(_, kind, draft)| (kind, draft));
        Tag {
            how: offers.rules.clone(),
            rules: rules.collect(),
            card: self
                .card(client)
                .filter(|_| !slips.declined.contains(&OfferKind::Card)),
        }
    }

    fn card(&self, client: Option<ClientId>) -> Option<Rate> {
        let id = client?;
        let own = self.office.card_rate(client);
        if self.office.clients[&id].card.is_empty() {
            return own;
        }
        let sales = self.sales.values().filter(|it| it.client == client);
        let bought: i64 = sales.map(|it| it.bought).sum();
        let steps = self.offers.rules.cards.iter();
        let reached = steps.filter(|it| it.from.minor() <= bought);
        own.max(reached.map(|it| it.rate).max())
    }

    /// Those that took something off are used up.
    pub(super) fn use_up(&mut self, used: &[CouponId]) {
        for id in used {
            let slip = self.offers.coupons.get_mut(id).unwrap();
            slip.used += 1;
            let most = slip.draft.uses;
            assert!(most == 0 || slip.used <= most, "{id} is used too often");
        }
    }

    /// What came back was not bought, and a coupon of which nothing is left in a sale is
    /// good again.
    pub(super) fn revive(&mut self, sale: SaleId, back: &Sale, spa: &Spa) {
        let listed = back.lines.iter().filter(|it| it.item.is_listed());
        let listed: i64 = listed.map(|it| it.total.minor()).sum();
        // What came back in a cart is less for whoever's cart it was.
        if back.kind != SaleKind::Sale {
            self.sales.get_mut(&sale).unwrap().bought += listed;
        }
        let reads = spa.shop.read();
        let sold = reads.get::<Sale>(&sale).unwrap().unwrap();
        let refunds = reads.find::<Sale>(&Lookup::RefundOf(sale)).unwrap();
        let off = |of: &Sale, id: CouponId| -> i64 {
            let is_its = |it: &&SaleLine| match it.returned {
                Some(of) => of.sale == sale,
                None => of.id == sale || of.kind != SaleKind::Sale,
            };
            let offers = of.lines.iter().filter(is_its).flat_map(|it| &it.offers);
            let own = offers.filter(|it| it.kind == OfferKind::Coupon(id));
            own.map(|it| it.off.minor()).sum()
        };
        let used = std::mem::take(&mut self.sales.get_mut(&sale).unwrap().coupons);
        let (gone, kept): (Vec<_>, Vec<_>) = used
            .into_iter()
            .partition(|id| refunds.iter().map(|it| off(it, *id)).sum::<i64>() == off(&sold, *id));
        for id in gone {
            self.offers.coupons.get_mut(&id).unwrap().used -= 1;
        }
        self.sales.get_mut(&sale).unwrap().coupons = kept;
    }

    /// What the office did with promotions and prices.
    pub(super) fn follow_offers(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        match (request, outcome) {
            (Request::SavePromotion(draft), Outcome::SavedPromotion { promotion }) => {
                assert!(draft.id.is_none_or(|it| it == *promotion), "{label}");
                self.offers.promotions.insert(*promotion, draft.clone());
            }
            (Request::SaveCoupon(draft), Outcome::SavedCoupon { coupon }) => {
                let same = |it: &Slip| it.draft.code.eq_ignore_ascii_case(&draft.code);
                let mut others = self.offers.coupons.iter().filter(|it| it.0 != coupon);
                let is_taken = others.any(|(_, it)| it.draft.active && same(it));
                assert!(!(is_taken && draft.active), "{label}: a code twice");
                let used = self.offers.coupons.get(coupon).map_or(0, |it| it.used);
                let draft = draft.clone();
                self.offers.coupons.insert(*coupon, Slip { draft, used });
            }
            (Request::SetOfferRules { rules }, _) => self.offers.rules = rules.clone(),
            (Request::ChangePrices(wish), Outcome::PricesChanged { moves }) => {
                assert!(!moves.is_empty(), "{label}");
                for it in moves {
                    self.price_moved(wish, it, label);
                }
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn price_moved(&mut self, wish: &RepriceWish, it: &PriceMove, label: &str) {
        let Change::Raise(rate) = wish.repricing.change else {
            panic!("{label}: {wish:?}");
        };
        let step = wish.repricing.to.step.minor();
        let raised = it.was.minor() * (100_000 + i64::from(rate.milli_percent()));
        let steps = (raised * 2 + 100_000 * step) / (200_000 * step);
        assert_eq!(it.now.minor(), steps.max(1) * step, "{label}: {it:?}");
        let (price, prices) = match it.item {
            Item::Service(id) => {
                let draft = self.office.services.get_mut(&id).unwrap();
                (&mut draft.price, &mut draft.prices)
            }
            Item::Product(id) => {
                let draft = self.office.products.get_mut(&id).unwrap();
                (&mut draft.price, &mut draft.prices)
            }
            other => panic!("{label}: {other:?}"),
        };
        let known = match it.column {
            Column::Usual => price.as_mut(),
            Column::Level(level) => {
                let mut prices = prices.iter_mut();
                prices.find(|it| it.level == level).map(|it| &mut it.price)
            }
            Column::Staff(_) => None,
        };
        let known = known.unwrap();
        assert_eq!(*known, it.was, "{label}");
        *known = it.now;
    }

    /// A coupon came to a cart or an offer was declined: what the cart has of both.
    pub(super) fn slips_after(&self, slips: &mut Slips, request: &Request, label: &str) {
        match request {
            Request::UseCoupon { code } => {
                let mut all = self.offers.coupons.iter();
                let found =
                    all.find(|(_, it)| it.draft.active && it.draft.code.eq_ignore_ascii_case(code));
                let (id, slip) = found.unwrap();
                assert!(
                    slip.draft.uses == 0 || slip.used < slip.draft.uses,
                    "{label}"
                );
                slips.coupons.push(*id);
            }
            Request::DeclineOffer { offer, declined } => match (offer, declined) {
                (OfferKind::Coupon(id), _) => slips.coupons.retain(|it| it != id),
                (kind, true) => slips.declined.push(kind.clone()),
                (kind, false) => slips.declined.retain(|it| it != kind),
            },
            other => panic!("{label}: {other:?}"),
        }
    }

    /// What a refusal says of promotions is so.
    pub(super) fn check_offer_refusal(&self, refusal: &Refusal, label: &str) {
        if let Refusal::CouponRefused { code, problem } = refusal {
            let slips = self.offers.coupons.values();
            let same = slips.filter(|it| it.draft.code.eq_ignore_ascii_case(code));
            let all: Vec<&Slip> = same.collect();
            match problem {
                CouponProblem::UsedUp(uses) => {
                    assert!(all.iter().any(|it| it.used >= *uses), "{label}");
                }
                CouponProblem::OnAnotherCart | CouponProblem::OnThisCart => {
                    let mut carts = self.carts.values();
                    assert!(carts.any(|it| !it.slips.coupons.is_empty()), "{label}");
                }
                CouponProblem::Withdrawn => (),
                other => panic!("{label}: {other:?}"),
            }
        }
    }

    pub(super) fn audit_offers(&self, spa: &Spa, label: &str) {
        let reads = spa.shop.read();
        let promotions = reads.all::<Promotion>().unwrap();
        assert_eq!(promotions.len(), self.offers.promotions.len(), "{label}");
        for it in promotions {
            let known = &self.offers.promotions[&it.id];
            assert_eq!(
                (&it.name, &it.gives),
                (&known.name, &known.gives),
                "{label}"
            );
        }
        let coupons = reads.all::<Coupon>().unwrap();
        assert_eq!(coupons.len(), self.offers.coupons.len(), "{label}");
        for it in coupons {
            let known = &self.offers.coupons[&it.id];
            assert_eq!(
                (&it.code, it.used),
                (&known.draft.code, known.used),
                "{label}"
            );
        }
    }
}

impl Wishes {
    /// Of the office, about promotions and prices.
    pub(super) fn office_of_offers(&mut self, naive: &Naive) -> Request {
        let offers = &naive.offers;
        match self.0.u8(0..8) {
            0..3 => Request::SavePromotion(self.promotion(naive)),
            3..6 => {
                let promotion = some(&offers.promotions, &mut self.0);
                let id = some(&offers.coupons, &mut self.0).filter(|_| self.0.bool());
                Request::SaveCoupon(CouponDraft {
                    id,
                    promotion: promotion.unwrap_or_default(),
                    code: self.coupon_code(),
                    uses: self.0.u32(0..3),
                    from: None,
                    until: None,
                    client: None,
                    active: self.0.u8(0..5) > 0,
                })
            }
            6 => Request::SetOfferRules {
                rules: self.offer_rules(),
            },
            _ => self.new_prices(),
        }
    }

    fn promotion(&mut self, naive: &Naive) -> PromotionDraft {
        let known = &naive.offers.promotions;
        let is_new = known.len() < 5 && self.0.bool();
        let sorts = match self.0.u8(0..3) {
            0 => vec![Sort::Services],
            1 => vec![Sort::Products],
            _ => Vec::new(),
        };
        PromotionDraft {
            id: some(known, &mut self.0).filter(|_| !is_new),
            name: format!("Week {}", self.0.u8(0..40)),
            gives: Gives::Percent(Rate::from_milli_percent(self.0.u32(1..60_000))),
            on: Scope(sorts),
            when: Season::default(),
            who: [Who::Anybody, Who::Client, Who::CardHolder][self.0.usize(..3)],
            by_coupon: self.0.bool(),
            least: None,
            most: None,
            alone: self.0.u8(0..4) == 0,
            rank: self.0.u16(0..4),
            active: self.0.u8(0..4) > 0,
        }
    }

    fn coupon_code(&mut self) -> String {
        format!("SLIP-{}", self.0.u8(..N_CODES))
    }

    fn offer_rules(&mut self) -> OfferRules {
        let step = |from, percent: u32| CardStep {
            from: cents(from),
            rate: Rate::from_milli_percent(percent * 1_000),
        };
        let n_steps = self.0.usize(..3);
        OfferRules {
            stacking: [Stacking::BestOf, Stacking::InOrder][self.0.usize(..2)],
            most_off: (self.0.u8(0..3) == 0)
                .then(|| Rate::from_milli_percent(self.0.u32(1..=100_000))),
            cards: [step(1_000, 4), step(9_000, 8)][..n_steps].to_vec(),
            card_months: None,
        }
    }

    fn new_prices(&mut self) -> Request {
        Request::ChangePrices(RepriceWish {
            repricing: Repricing {
                of: Scope::default(),
                columns: if self.0.bool() {
                    Columns::All
                } else {
                    Columns::Usual
                },
                change: Change::Raise(Rate::from_milli_percent(self.0.u32(1..2_000))),
                to: RoundTo {
                    step: cents([1, 5, 10][self.0.usize(..3)]),
                    less: Money::ZERO,
                },
            },
            told: None,
        })
    }

    /// At the cart.
    pub(super) fn slip(&mut self, naive: &Naive, register: u16) -> Request {
        if self.0.bool()
            && let Some((_, cart)) = naive.open_cart(register)
            && let Some(line) = cart.lines.first()
            && let Some((offer, _)) = line.taken(&cart.tag).pop()
        {
            let declined = true;
            return Request::DeclineOffer { offer, declined };
        }
        let offer = match self.0.u8(0..5) {
            0..3 => {
                let slips = &naive.offers.coupons;
                let known = some(slips, &mut self.0).filter(|_| self.0.u8(0..4) > 0);
                let code = match known {
                    Some(id) => slips[&id].draft.code.clone(),
                    None => self.coupon_code(),
                };
                return Request::UseCoupon { code };
            }
            3 => OfferKind::Card,
            _ => match some(&naive.offers.promotions, &mut self.0) {
                Some(promotion) if self.0.bool() => OfferKind::Promotion(promotion),
                _ => {
                    OfferKind::Coupon(some(&naive.offers.coupons, &mut self.0).unwrap_or_default())
                }
            },
        };
        let declined = self.0.bool();
        Request::DeclineOffer { offer, declined }
    }
}
