//! The naive points: how many each client has, sale by sale. They last for ever here;
//! those that end, and those that take something off, are tried with their use cases.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{ClientId, SaleId},
        money::Money,
        plan::Life,
        points::{EarnedOn, EarningRule, PointsFault, PointsLot, PointsRules, SpentAs},
        sale::Sale,
        tender::{Purse, Tender, TenderKind},
        ticket::Item,
    },
    ops::{outcome::Outcome, refusal::Refusal, request::Request},
    store::Reads,
};
use fastrand::Rng;

use super::{
    accounts::{Accounts, Kept, Part},
    cart::Cart,
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
    used: i64,
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
        amounts.map(|it| self.needed(it.minor())).sum()
    }

    /// What they can pay in money, after some parts.
    pub(super) fn free<'a>(
        &self,
        client: ClientId,
        carts: impl Iterator<Item = &'a Cart>,
        before: &[i64],
    ) -> i64 {
        let own = carts.filter(|it| it.client == Some(client));
        let held: i64 = own.map(|it| self.taken(it)).sum();
        let before: i64 = before.iter().map(|it| self.needed(*it)).sum();
        let has = self.has.get(&client).copied().unwrap_or(0);
        self.worth((has - held - before).max(0))
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

    /// What a sale spends and earns.
    pub(super) fn points_of_sale(
        &mut self,
        spa: &Spa,
        (id, cart): (SaleId, &Cart),
        kept: &Kept,
        label: &str,
    ) -> i64 {
        let by_points = kept.balances.iter();
        let by_points = by_points.filter(|it| matches!(it.0, Purse::Client(_)));
        let by_points: Vec<i64> = by_points.map(|it| it.1).collect();
        let paid_by: i64 = by_points.iter().sum();
        let Some(client) = cart.client else {
            assert_eq!(paid_by, 0, "{label}");
            return 0;
        };
        let rules = self.points.rules.clone();
        let used: i64 = by_points.iter().map(|it| self.points.needed(*it)).sum();
        self.points.move_points(&mut self.accounts, client, -used);
        let plans: i64 = cart.plans().map(|it| it.2).sum();
        let mut sale = Earned {
            client,
            total: cart.listed() + plans,
            by_points: paid_by,
            by_points_left: paid_by,
            used,
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
        let earlier = self.sales.values().filter(|it| it.client == Some(client));
        let lines = earlier.flat_map(|it| &it.lines);
        if lines.map(|it| it.n_sold - it.n_back).sum::<i64>() <= 0 {
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
        let Some(mut sale) = self.points.sales.remove(&sold) else {
            assert_eq!(to_points, 0, "{label}");
            return 0;
        };
        let earns = |item: Item| item.is_listed() || matches!(item, Item::Plan(_));
        let lines = refund.lines.iter().filter(|it| earns(it.item));
        sale.total += lines.map(|it| it.total.minor()).sum::<i64>();
        sale.by_points_left += to_points;
        assert!(sale.by_points_left >= 0, "{label}");
        let back = sale.by_points - sale.by_points_left;
        let due = sale.used * back / sale.by_points.max(1);
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
        points.owe(spa, &mut self.accounts, to_points, label);
        to_points
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
            PointsFault::NoClient => (),
            other => panic!("{label}: {other:?}"),
        }
    }
}

impl Wishes {
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

fn points_rules(rng: &mut Rng) -> PointsRules {
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
        spent_as: if rng.u8(0..6) == 0 {
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
