//! The naive points: how many each client has, sale by sale. They last for ever here;
//! those that end are tried with their use cases.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{ClientId, RawId, Register, SaleId},
        money::Money,
        plan::Life,
        points::{
            EarnedOn, EarningRule, PointsFault, PointsLot, PointsPrice, PointsRules, SpentAs,
        },
        sale::Sale,
        tender::{Purse, Tender, TenderKind},
        ticket::{Item, OfferKind},
    },
    ops::{
        outcome::Outcome,
        refusal::Refusal,
        request::{NewLine, Request, Session, Wanted},
    },
    store::Reads,
};
use fastrand::Rng;

use super::{
    accounts::{Accounts, Kept, Part},
    back::{Paid, PaidLine},
    cart::{Cart, Line, shared},
    naive::Naive,
    office::some,
    spa::Spa,
    wish::{Wishes, cents},
};

#[derive(Default)]
pub(super) struct Points {
    rules: PointsRules,
    brought_by: BTreeMap<ClientId, ClientId>,
    has: BTreeMap<ClientId, i64>,
    sales: BTreeMap<SaleId, Earned>,
    /// What is owed for all of them.
    value: i64,
}

struct Earned {
    client: ClientId,
    /// Of what earns points, without what came back.
    total: i64,
    by_points: i64,
    /// Not given back yet.
    by_points_left: i64,
    /// By those that paid.
    used: i64,
    /// By lines, that they took something off.
    on_lines: BTreeMap<u32, i64>,
    used_back: i64,
    given: Vec<Given>,
}

struct Given {
    to: ClientId,
    /// `None`: all of it as long as something is kept.
    rule: Option<(i64, i64, bool)>,
    points: i64,
    standing: i64,
}

fn earned((points, per, in_parts): (i64, i64, bool), paid: i64) -> i64 {
    match paid.max(0) {
        paid if in_parts => paid * points / per,
        paid => paid / per * points,
    }
}

impl Earned {
    fn paid(&self) -> i64 {
        (self.total - self.by_points_left).max(0)
    }
}

impl Points {
    fn worth(&self, points: i64) -> i64 {
        points * self.rules.worth.minor() / i64::from(self.rules.worth_of)
    }

    fn needed(&self, amount: i64) -> i64 {
        let worth = self.rules.worth.minor();
        (amount * i64::from(self.rules.worth_of) + worth - 1) / worth
    }

    /// The most of an amount that whole points are worth.
    pub(super) fn whole(&self, amount: i64) -> i64 {
        // One more point would be worth a cent more than that at least.
        let next = (amount + 1) * i64::from(self.rules.worth_of);
        self.worth((next - 1) / self.rules.worth.minor())
    }

    fn taken(&self, cart: &Cart) -> i64 {
        let by_points = cart.taken.iter().filter(|it| it.kind == TenderKind::Points);
        let amounts = by_points.filter_map(|it| it.amount);
        let paid: i64 = amounts.map(|it| self.needed(it.minor())).sum();
        paid + cart.points()
    }

    /// What they take off a cart after its last change: as many as were wished for, or as
    /// take all of it off.
    pub(super) fn spend(&self, cart: &mut Cart, wished: i64) {
        let off = self.whole(self.worth(wished).min(cart.before_points()));
        let points = if off > 0 {
            self.needed(off).min(wished)
        } else {
            0
        };
        let shares = shared(points, &shared(off, &cart.rests()));
        for (line, share) in cart.lines.iter_mut().zip(shares) {
            line.spent = share;
        }
        cart.by_points = off;
    }

    /// Whose cart with things in it might have some of them.
    fn richest(&self) -> Option<ClientId> {
        let most = self.has.iter().max_by_key(|it| it.1);
        most.filter(|it| *it.1 > 0).map(|it| *it.0)
    }

    /// Without those that carts have taken.
    fn left<'a>(&self, client: ClientId, carts: impl Iterator<Item = &'a Cart>) -> i64 {
        let own = carts.filter(|it| it.client == Some(client));
        let held: i64 = own.map(|it| self.taken(it)).sum();
        self.has.get(&client).copied().unwrap_or(0) - held
    }

    /// What they can pay in money, after some parts.
    pub(super) fn free<'a>(
        &self,
        client: ClientId,
        carts: impl Iterator<Item = &'a Cart>,
        on_lines: i64,
        before: &[i64],
    ) -> i64 {
        let before: i64 = before.iter().map(|it| self.needed(*it)).sum();
        let left = self.left(client, carts) - on_lines - before;
        self.worth(left.max(0))
    }

    fn move_points(&mut self, accounts: &mut Accounts, client: ClientId, more: i64) {
        *self.has.entry(client).or_default() += more;
        accounts.pass(Part::PointsCounted, Part::PointsIssued, more);
    }

    /// What is owed for them after a sale that they paid so much of. How much each lot is
    /// worth is not in the model.
    fn owe(&mut self, spa: &Spa, accounts: &mut Accounts, by_points: i64, label: &str) {
        let lots = spa.shop.read().all::<PointsLot>().unwrap();
        let value: i64 = lots.iter().map(|it| it.value_left().minor()).sum();
        accounts.pass(Part::Income, Part::PointsOwed, by_points);
        let cost = value - self.value + by_points;
        accounts.pass(Part::PointsOwed, Part::Loyalty, cost);
        self.value = value;
        for (client, has) in &self.has {
            let own = lots.iter().filter(|it| it.client == *client);
            let left: i64 = own.map(|it| it.left).sum();
            assert_eq!(left, *has, "{label}: points of {client}");
        }
    }

    pub(super) fn check(&self, accounts: &Accounts, label: &str) {
        assert_eq!(accounts.balance(Part::PointsOwed), -self.value, "{label}");
        let all: i64 = self.has.values().sum();
        assert_eq!(accounts.balance(Part::PointsCounted), -all, "{label}");
    }

    pub(super) fn audit(spa: &Spa, label: &str) {
        for lot in spa.shop.read().all::<PointsLot>().unwrap() {
            let out: u32 = lot.uses.iter().map(|it| it.points - it.back).sum();
            let left = i64::from(lot.points - lot.taken_back) - i64::from(out);
            assert_eq!(lot.left, left, "{label}: {lot:?}");
            assert_eq!(lot.lapsed, 0, "{label}: {lot:?}");
        }
    }
}

impl Naive {
    /// Tenders as the shop writes them down.
    pub(super) fn written(&self, client: Option<ClientId>, tenders: &mut [Tender]) {
        for tender in tenders {
            if matches!(tender.kind, TenderKind::Account | TenderKind::Points) {
                tender.purse = client.map(Purse::Client);
            }
            if tender.kind == TenderKind::Points {
                tender.amount = tender.amount.map(|it| cents(self.points.whole(it.minor())));
            }
        }
    }

    /// With all there are, or so many; or for so many of a thing itself.
    pub(super) fn take_points_off(
        &mut self,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        self.line_changed(session, outcome, label);
        let (id, cart) = self.open_cart(session.register).unwrap();
        match *request {
            Request::SpendPoints { points } => {
                let client = cart.client.filter(|_| points != Some(0));
                let others = client.map_or(0, |it| self.points.left(it, self.carts.values()));
                let all = others + cart.spent();
                let wished = points.map_or(all, i64::from);
                assert!(wished <= all, "{label}: {wished} of {all}");
                let tag = self.tag(cart.client, &cart.slips);
                let cart = self.carts.get_mut(&id).unwrap();
                cart.tag = tag;
                self.points.spend(cart, wished);
            }
            Request::BuyWithPoints { line, on } => {
                let rules = &self.points.rules;
                let line = self.carts.get_mut(&id).unwrap().line(line);
                line.leave_points();
                if on {
                    let each = rules.price_of(line.item).map(i64::from);
                    assert!(each.is_some() && rules.on, "{label}");
                    (line.for_points, line.discount) = (each, None);
                }
            }
            _ => panic!("{label}: {outcome:?}"),
        }
        self.check_total(outcome, label);
        let cart = &self.carts[&id];
        let is_for_points = matches!(request, Request::BuyWithPoints { .. });
        let is_none = matches!(request, Request::SpendPoints { points: Some(0) });
        assert!(is_for_points || is_none == (cart.spent() == 0), "{label}");
        let left = cart
            .client
            .map(|it| self.points.left(it, self.carts.values()));
        assert!(
            left.is_none_or(|it| it >= 0) || cart.points() == 0,
            "{label}"
        );
    }

    pub(super) fn follow_points(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        assert_eq!(outcome, &Outcome::Saved, "{label}");
        match request {
            Request::SavePointsRules { rules } => self.points.rules = rules.clone(),
            Request::SetReferrer {
                client,
                brought_by: by,
            } => {
                assert_ne!(Some(*client), *by, "{label}");
                match by {
                    Some(by) => self.points.brought_by.insert(*client, *by),
                    None => self.points.brought_by.remove(client),
                };
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    /// Who has nothing that they bought before.
    pub(super) fn is_new(&self, client: Option<ClientId>) -> bool {
        let of_client = |it: &&Paid| client.is_some() && it.client == client;
        let of_line = |it: &PaidLine| it.n_sold - it.n_back + it.n_exchanged;
        let kept = |it: &Paid| it.lines.iter().map(of_line).sum::<i64>() - it.n_returned;
        self.sales.values().filter(of_client).map(kept).sum::<i64>() <= 0
    }

    /// What a sale spends and earns.
    pub(super) fn points_of_sale(
        &mut self,
        spa: &Spa,
        (id, cart, is_new): (SaleId, &Cart, bool),
        kept: &Kept,
        label: &str,
    ) -> i64 {
        let by_points = kept.balances.iter();
        let by_points = by_points.filter(|it| matches!(it.0, Purse::Client(_)));
        let by_points: Vec<i64> = by_points.map(|it| it.1).collect();
        let paid_by: i64 = by_points.iter().sum();
        let Some(client) = cart.client else {
            assert_eq!(paid_by, 0, "{label}");
            if !cart.returns.is_empty() {
                self.points.owe(spa, &mut self.accounts, 0, label);
            }
            return 0;
        };
        let rules = self.points.rules.clone();
        let used: i64 = by_points.iter().map(|it| self.points.needed(*it)).sum();
        let on_lines = spent_on(spa, id);
        let taken_off: i64 = on_lines.values().sum();
        assert_eq!(taken_off, cart.points(), "{label}");
        let all = used + taken_off;
        self.points.move_points(&mut self.accounts, client, -all);
        assert!(all == 0 || self.points.has[&client] >= 0, "{label}");
        let plans: i64 = cart.plans().map(|it| it.2).sum();
        let mut sale = Earned {
            client,
            total: cart.listed() + plans,
            by_points: paid_by,
            by_points_left: paid_by,
            used,
            on_lines,
            used_back: 0,
            given: Vec::new(),
        };
        let paid = sale.paid();
        let mut give = |to, rule, points| {
            if rules.on && paid > 0 && points > 0 {
                let standing = points;
                sale.given.push(Given {
                    to,
                    rule,
                    points,
                    standing,
                });
            }
        };
        let of = |points: u32| {
            let rule = rules.by_amount.filter(|_| points > 0);
            rule.map(|it| (i64::from(points), it.per.minor(), it.in_parts))
        };
        let own = rules.by_amount.and_then(|it| of(it.points));
        give(client, own, own.map_or(0, |it| earned(it, paid)));
        let by = self.points.brought_by.get(&client).copied();
        if let Some((by, rule)) = by.zip(of(rules.referrer)) {
            give(by, Some(rule), earned(rule, paid));
        }
        if is_new {
            give(client, None, rules.gift_new.into());
            if let Some(by) = by {
                give(client, None, rules.gift_brought.into());
                give(by, None, rules.gift_referrer.into());
            }
        }
        for it in &sale.given {
            let points = &mut self.points;
            points.move_points(&mut self.accounts, it.to, it.points);
        }
        self.points.sales.insert(id, sale);
        self.points.owe(spa, &mut self.accounts, paid_by, label);
        paid_by
    }

    /// What a refund takes back and gives back; what of its money went to points.
    pub(super) fn points_back(
        &mut self,
        spa: &Spa,
        (sold, refund): (SaleId, &Sale),
        label: &str,
    ) -> i64 {
        let payments = refund.payments.iter();
        let to_points = payments.filter(|it| it.kind == TenderKind::Points);
        let to_points: i64 = to_points.map(|it| it.kept().minor()).sum();
        if self.points_undone((sold, refund), label) {
            self.points.owe(spa, &mut self.accounts, to_points, label);
        } else {
            assert_eq!(to_points, 0, "{label}");
        }
        to_points
    }

    /// The points alone; what they are worth is still to be posted.
    pub(super) fn points_undone(&mut self, (sold, refund): (SaleId, &Sale), label: &str) -> bool {
        let payments = refund.payments.iter();
        let to_points = payments.filter(|it| it.kind == TenderKind::Points);
        let to_points: i64 = to_points.map(|it| it.kept().minor()).sum();
        let Some(mut sale) = self.points.sales.remove(&sold) else {
            return false;
        };
        let earns = |item: Item| item.is_listed() || matches!(item, Item::Plan(_));
        let lines = refund.lines.iter().filter(|it| earns(it.item));
        sale.total += lines.map(|it| it.total.minor()).sum::<i64>();
        sale.by_points_left += to_points;
        assert!(sale.by_points_left >= 0, "{label}");
        let back = sale.by_points - sale.by_points_left;
        let due = sale.used * back / sale.by_points.max(1);
        let lines = self.sales[&sold].lines.iter();
        let of_line = |it: &PaidLine| {
            let points = sale.on_lines.get(&it.number).copied().unwrap_or(0);
            points * it.n_back / it.n_sold
        };
        let due = due + lines.map(of_line).sum::<i64>();
        let client = sale.client;
        let points = &mut self.points;
        points.move_points(&mut self.accounts, client, due - sale.used_back);
        sale.used_back = due;
        let paid = sale.paid();
        for it in &mut sale.given {
            let stands = match it.rule {
                Some(rule) => earned(rule, paid),
                None if paid > 0 => it.points,
                None => 0,
            };
            let stands = stands.min(it.standing);
            points.move_points(&mut self.accounts, it.to, stands - it.standing);
            it.standing = stands;
        }
        points.sales.insert(sold, sale);
        true
    }

    pub(super) fn check_points_refusal(&self, refusal: &Refusal, label: &str) {
        let Refusal::Points { fault } = refusal else {
            return;
        };
        let rules = &self.points.rules;
        match fault {
            PointsFault::Off => assert!(!rules.on, "{label}"),
            PointsFault::AsDiscount => assert!(rules.spent_as == SpentAs::Discount, "{label}"),
            PointsFault::Short { left } | PointsFault::Held { left, .. } => {
                assert!(*left >= 0, "{label}");
            }
            PointsFault::AsPayment => assert!(rules.spent_as == SpentAs::Payment, "{label}"),
            PointsFault::NoClient | PointsFault::NoPrice { .. } | PointsFault::Nothing => (),
            PointsFault::TooFew { .. } => panic!("{label}: {fault:?}"),
        }
    }
}

/// Points that took something off the lines of a sale, or that they were had for.
fn spent_on(spa: &Spa, sale: SaleId) -> BTreeMap<u32, i64> {
    let sale = spa.shop.read().get::<Sale>(&sale).unwrap().unwrap();
    let mut points = BTreeMap::new();
    for line in sale.lines.into_iter().filter(|it| it.returned.is_none()) {
        for offer in line.offers {
            match offer.kind {
                OfferKind::Points(all) => {
                    *points.entry(line.number).or_default() += i64::from(all);
                }
                OfferKind::ForPoints(each) => {
                    *points.entry(line.number).or_default() += i64::from(each) * line.quantity;
                }
                _ => (),
            }
        }
    }
    points
}

impl Wishes {
    /// At the cart: mostly for somebody who has some, and what is had for them.
    pub(super) fn points_of_cart(&mut self, naive: &Naive, register: Register) -> Request {
        let (rules, rich) = (&naive.points.rules, naive.points.richest());
        let cart = naive.open_cart(register).map(|it| it.1);
        let nth = self.0.u8(0..8);
        if !rules.on && nth > 0 {
            let rules = points_rules(&mut self.0);
            return Request::SavePointsRules { rules };
        }
        let Some(cart) = cart.filter(|it| !it.lines.is_empty()) else {
            return self.for_points(naive);
        };
        if rich.is_some() && cart.client != rich && nth > 1 {
            return Request::AttachClient { client: rich };
        }
        if (rules.spent_as == SpentAs::Discount) == (nth < 5) {
            let points = Some(self.0.u32(0..60)).filter(|_| self.0.bool());
            return Request::SpendPoints { points };
        }
        let is_had = |it: &&Line| rules.price_of(it.item).is_some();
        let line = cart.lines.iter().find(is_had);
        match line.or(cart.lines.first().filter(|_| nth == 0)) {
            Some(line) => Request::BuyWithPoints {
                line: line.number,
                on: line.for_points.is_none() || nth < 2,
            },
            None => self.for_points(naive),
        }
    }

    fn for_points(&mut self, naive: &Naive) -> Request {
        let new = self.new_line(naive);
        let goods = naive.points.rules.goods.iter();
        let item = self.0.choice(goods.map(|it| it.item).collect::<Vec<_>>());
        Request::AddLine(NewLine {
            what: item.map_or(new.what, Wanted::Item),
            ..new
        })
    }

    pub(super) fn points(&mut self, naive: &Naive) -> Request {
        let client = some(&naive.office.clients, &mut self.0).unwrap_or_default();
        if self.0.u8(0..3) > 0 {
            return Request::SetReferrer {
                client,
                brought_by: some(&naive.office.clients, &mut self.0)
                    .filter(|_| self.0.u8(0..4) > 0),
            };
        }
        Request::SavePointsRules {
            rules: points_rules(&mut self.0),
        }
    }

    pub(super) fn by_points(amount: Option<i64>) -> Tender {
        Tender::of(TenderKind::Points, amount.map(Money::from_minor))
    }
}

pub(super) fn points_rules(rng: &mut Rng) -> PointsRules {
    let nth = |n| RawId::new(1, n).unwrap();
    let mut goods = Vec::new();
    for n in 1..4 {
        for item in [Item::Service(nth(n).into()), Item::Product(nth(n).into())] {
            let points = rng.u32(1..80);
            goods.extend(rng.bool().then_some(PointsPrice { item, points }));
        }
    }
    let rule = EarningRule {
        points: rng.u32(1..30),
        per: cents(rng.i64(1..2_000)),
        on: EarnedOn::Total,
        in_parts: rng.bool(),
    };
    PointsRules {
        on: rng.u8(0..8) > 0,
        by_amount: Some(rule).filter(|_| rng.u8(0..4) > 0),
        life: Life::ForEver,
        gift_life: Life::ForEver,
        worth: cents(rng.i64(1..12)),
        worth_of: rng.u32(1..5),
        goods,
        spent_as: if rng.bool() {
            SpentAs::Discount
        } else {
            SpentAs::Payment
        },
        referrer: rng.u32(0..5),
        gift_new: rng.u32(0..50),
        gift_brought: rng.u32(0..50),
        gift_referrer: rng.u32(0..50),
        ..PointsRules::default()
    }
}
