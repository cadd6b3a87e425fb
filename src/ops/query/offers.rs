//! Promotions with what they bring, their coupons, what a client pays for something on
//! the list, and what the list would become.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Answered, ItemHit, ReceiptHit, names};
use crate::{
    domain::{
        catalog::{Product, Service},
        client::Client,
        ids::{ClientId, CouponId, PromotionId, Register, SaleId},
        money::{Money, Rate},
        price::{self, Buying, CardStep, OfferRules, PriceLevel},
        promotion::{Coupon, Promotion},
        repricing::{PriceMove, Repricing},
        sale::{Sale, SaleKind},
        settings::Settings,
        ticket::{Item, OfferKind, PriceReason, Ticket, TicketState},
    },
    ops::{
        failure::{Failure, Tried},
        halt::Halt,
        offers,
        price::{level_of, rules},
        refusal::{Field, FieldProblem, Refusal},
        repricing,
        shop::Stop,
    },
    store::{Reads, record::Lookup},
};

/// Ten years.
const DAYS_MAX: i64 = 3_660;

/// What promotions brought in some days of trade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effects {
    pub from: NaiveDate,
    pub until: NaiveDate,
    /// Of all sales, with a promotion or without.
    pub n_sales: u32,
    /// Of all of them: goods and services, without tax, less what was given back.
    pub turnover: Money,
    /// What gave most first.
    pub rows: Vec<Effect>,
}

/// What came of one promotion, of clients' cards, or of discounts on whole orders.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Effect {
    /// A coupon's is its promotion's.
    pub of: OfferKind,
    pub name: String,
    /// Sales that had it, less those that were voided.
    pub n_sales: u32,
    /// What it took off.
    pub given: Money,
    /// Of those sales, all that is in them.
    pub turnover: Money,
    /// Of what is in them.
    pub cost: Money,
}

/// A coupon on a cart, and what it takes off there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CouponOnCart {
    pub coupon: CouponId,
    pub code: String,
    pub off: Money,
}

/// What a client's card takes off now, and from which amount on it is more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Standing {
    pub rate: Rate,
    /// What counts for it; `None` where it is the client's own rate alone.
    pub bought: Option<Money>,
    pub next: Option<CardStep>,
}

pub(super) fn standing(
    reads: &impl Reads,
    client: &Client,
    today: NaiveDate,
) -> Answered<Option<Standing>> {
    let how = offer_rules(reads)?;
    if how.cards.is_empty() || client.card.is_empty() {
        let own = client.card_rate.filter(|it| *it > Rate::ZERO);
        return Ok(own.map(|rate| Standing {
            rate,
            bought: None,
            next: None,
        }));
    }
    let bought = offers::bought(reads, &how, client.id, today).map_err(stop)?;
    let rate = client.card_rate.max(how.card_rate(bought));
    let rate = rate.unwrap_or_default();
    Ok(Some(Standing {
        rate,
        bought: Some(bought),
        next: how.next_step(bought).filter(|it| it.rate > rate),
    }))
}

fn stop(halt: Halt) -> Stop {
    match halt {
        Halt::Refused(refusal) => Stop::Refused(refusal),
        Halt::Failed(error) => error.into(),
        Halt::Bug(detail) => Failure::bug(Tried::Read, detail).into(),
        Halt::DoneBefore(_) => Failure::bug(Tried::Read, "done before".to_owned()).into(),
    }
}

/// All of them, in the order in which they come.
///
/// # Errors
///
/// When the store cannot be read.
pub fn promotions(reads: &impl Reads) -> Answered<Vec<Promotion>> {
    let mut all = reads.all::<Promotion>()?;
    all.sort_by_key(|it| (!it.active, it.rank, it.id));
    Ok(all)
}

/// Of one promotion, or all, by code.
///
/// # Errors
///
/// When the store cannot be read.
pub fn coupons(reads: &impl Reads, of: Option<PromotionId>) -> Answered<Vec<Coupon>> {
    let mut all = match of {
        Some(promotion) => reads.find::<Coupon>(&Lookup::CouponOf(promotion))?,
        None => reads.all::<Coupon>()?,
    };
    all.sort_by(|one, other| (!one.active, &one.code).cmp(&(!other.active, &other.code)));
    Ok(all)
}

/// # Errors
///
/// When the store cannot be read.
pub fn offer_rules(reads: &impl Reads) -> Answered<OfferRules> {
    Ok(rules(reads).map_err(stop)?.offers)
}

/// What prices would become.
///
/// # Errors
///
/// As the request refuses, or when the store cannot be read.
pub fn new_prices(reads: &impl Reads, wish: &Repricing) -> Answered<Vec<PriceMove>> {
    repricing::plan(reads, wish).map_err(stop)
}

pub(super) fn on_cart(reads: &impl Reads, ticket: &Ticket) -> Answered<Vec<CouponOnCart>> {
    let on_cart = |id: &CouponId| -> Answered<CouponOnCart> {
        let kind = OfferKind::Coupon(*id);
        let offers = ticket.lines.iter().flat_map(|line| &line.offers);
        let off = offers.filter(|it| it.kind == kind).map(|it| it.off).sum();
        let coupon = reads.get::<Coupon>(id)?;
        let code = coupon.map(|it| it.code).unwrap_or_default();
        let coupon = *id;
        Ok(CouponOnCart { coupon, code, off })
    };
    ticket.coupons.iter().map(on_cart).collect()
}

/// Which kinds of offers a document had; of one that gives back, those of its sale too.
struct Had {
    /// Each with what it took off; less than nothing where it comes back.
    given: BTreeMap<String, (OfferKind, String, Money)>,
}

/// What effects are counted by: a coupon's promotion, else the offer itself.
struct Counting<'a, R> {
    reads: &'a R,
    promotions: BTreeMap<PromotionId, String>,
    coupons: BTreeMap<CouponId, PromotionId>,
}

impl<'a, R: Reads> Counting<'a, R> {
    fn new(reads: &'a R) -> Answered<Self> {
        let promotions = reads.all::<Promotion>()?.into_iter();
        Ok(Self {
            reads,
            promotions: promotions.map(|it| (it.id, it.name)).collect(),
            coupons: BTreeMap::new(),
        })
    }

    fn kind(&mut self, kind: &OfferKind) -> Answered<Option<OfferKind>> {
        Ok(match kind {
            OfferKind::Coupon(id) => {
                if !self.coupons.contains_key(id)
                    && let Some(coupon) = self.reads.get::<Coupon>(id)?
                {
                    self.coupons.insert(*id, coupon.promotion);
                }
                self.coupons.get(id).copied().map(OfferKind::Promotion)
            }
            OfferKind::Promotion(_)
            | OfferKind::Card
            | OfferKind::Order
            | OfferKind::Membership(_) => Some(kind.clone()),
            OfferKind::Points(_) | OfferKind::ForPoints(_) => None,
        })
    }

    fn had(&mut self, sale: &Sale) -> Answered<Had> {
        let mut given = BTreeMap::new();
        let mut lines: Vec<(i64, _)> = Vec::new();
        let original = match sale.kind {
            SaleKind::Sale | SaleKind::WithoutReceipt => None,
            SaleKind::RefundOf(id) | SaleKind::VoidOf(id) => self.reads.get::<Sale>(&id)?,
        };
        // A line without it may come back of a sale that had it.
        let of_original = original.iter().flat_map(|it| &it.lines);
        lines.extend(of_original.map(|line| (0, line)));
        lines.extend(sale.lines.iter().map(|line| (line.quantity.signum(), line)));
        for (sign, line) in lines {
            for offer in &line.offers {
                let Some(kind) = self.kind(&offer.kind)? else {
                    continue;
                };
                let name = match &kind {
                    OfferKind::Promotion(id) => self.promotions.get(id).cloned(),
                    _ => None,
                };
                let (_, _, off) = given.entry(format!("{kind:?}")).or_insert((
                    kind,
                    name.unwrap_or_default(),
                    Money::ZERO,
                ));
                *off += offer.off * sign;
            }
        }
        Ok(Had { given })
    }
}

fn sales_in(
    reads: &impl Reads,
    from: NaiveDate,
    until: NaiveDate,
    mut each: impl FnMut(Sale) -> Answered<()>,
) -> Answered<()> {
    let days = until.signed_duration_since(from).num_days();
    if !(0..DAYS_MAX).contains(&days) {
        let (least, most) = (
            from.to_string(),
            (from + chrono::Days::new(3_659)).to_string(),
        );
        let (field, problem) = (Field::Until, FieldProblem::OutOfRange { least, most });
        return Err(Refusal::Field { field, problem }.into());
    }
    for day in from.iter_days().take_while(|it| *it <= until) {
        for sale in reads.find::<Sale>(&Lookup::SaleOn(day))? {
            each(sale)?;
        }
    }
    Ok(())
}

fn turnover(sale: &Sale) -> (Money, Money) {
    let listed = || sale.lines.iter().filter(|it| it.item.is_listed());
    let revenue = |line: &crate::domain::sale::SaleLine| {
        line.net + line.drawn.as_ref().map_or(Money::ZERO, |it| it.net)
    };
    let cost = listed().map(|it| it.unit_cost * it.quantity).sum();
    (listed().map(revenue).sum(), cost)
}

/// What each promotion, clients' cards and discounts on whole orders gave and brought,
/// by day of trade.
///
/// # Errors
///
/// More than ten years, or when the store cannot be read.
pub fn effects(reads: &impl Reads, from: NaiveDate, until: NaiveDate) -> Answered<Effects> {
    let mut counting = Counting::new(reads)?;
    let mut rows: BTreeMap<String, Effect> = BTreeMap::new();
    let (mut all, mut n_sales) = (Money::ZERO, 0_i64);
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    sales_in(reads, from, until, |sale| {
        let (turnover, cost) = turnover(&sale);
        let n = match sale.kind {
            SaleKind::Sale => 1,
            SaleKind::VoidOf(_) => -1,
            SaleKind::RefundOf(_) | SaleKind::WithoutReceipt => 0,
        };
        all += turnover;
        n_sales += n;
        for (key, (of, name, given)) in counting.had(&sale)?.given {
            *counts.entry(key.clone()).or_default() += n;
            let row = rows.entry(key).or_insert(Effect {
                of,
                name,
                n_sales: 0,
                given: Money::ZERO,
                turnover: Money::ZERO,
                cost: Money::ZERO,
            });
            row.given += given;
            row.turnover += turnover;
            row.cost += cost;
        }
        Ok(())
    })?;
    for (key, row) in &mut rows {
        let n = counts.get(key).copied().unwrap_or(0);
        row.n_sales = u32::try_from(n).unwrap_or(0);
    }
    let mut rows: Vec<Effect> = rows.into_values().collect();
    rows.sort_by(|one, other| (other.given, &one.name).cmp(&(one.given, &other.name)));
    Ok(Effects {
        from,
        until,
        n_sales: u32::try_from(n_sales).unwrap_or(0),
        turnover: all,
        rows,
    })
}

/// The receipts behind a row of the effects, latest first.
///
/// # Errors
///
/// As [`effects`].
pub fn effect_sales(
    reads: &impl Reads,
    settings: &Settings,
    of: &OfferKind,
    (from, until): (NaiveDate, NaiveDate),
) -> Answered<Vec<ReceiptHit>> {
    let mut counting = Counting::new(reads)?;
    let mut hits: Vec<((chrono::DateTime<chrono::Utc>, SaleId), ReceiptHit)> = Vec::new();
    sales_in(reads, from, until, |sale| {
        let had = counting.had(&sale)?;
        if had.given.values().any(|it| it.0 == *of) {
            let hit = names::receipt_hit(reads, settings, &sale)?;
            hits.push(((sale.at, sale.id), hit));
        }
        Ok(())
    })?;
    hits.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    Ok(hits.into_iter().map(|(_, hit)| hit).collect())
}

/// What somebody pays for what is on the list: their column of it, less their card.
pub struct OwnPrices {
    level: Option<PriceLevel>,
    card: Option<Rate>,
}

impl OwnPrices {
    /// Of the client of the desk's open cart.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn at_desk(
        reads: &impl Reads,
        register: Register,
        today: NaiveDate,
    ) -> Answered<Option<Self>> {
        let tickets = reads.find::<Ticket>(&Lookup::TicketOf(register))?;
        let open = tickets.into_iter().find(|it| it.state == TicketState::Open);
        let client = open.and_then(|it| it.client);
        client.map(|it| Self::of(reads, it, today)).transpose()
    }

    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn of(reads: &impl Reads, client: ClientId, today: NaiveDate) -> Answered<Self> {
        let how = offer_rules(reads)?;
        let card = match reads.get::<Client>(&client)? {
            Some(client) => offers::card_rate(reads, &how, &client, today).map_err(stop)?,
            None => None,
        };
        Ok(Self {
            level: level_of(reads, Some(client)).map_err(stop)?,
            card,
        })
    }

    /// Says of what is found what it costs this client, where that is another price.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn mark(&self, reads: &impl Reads, hit: &mut ItemHit) -> Answered<()> {
        let buying = Buying {
            level: self.level.as_ref(),
            ..Buying::default()
        };
        let priced = match hit.item {
            Item::Service(id) => reads
                .get::<Service>(&id)?
                .and_then(|it| price::of_service(&it, &buying)),
            Item::Product(id) => reads
                .get::<Product>(&id)?
                .and_then(|it| price::of_product(&it, &buying)),
            _ => None,
        };
        let own = priced.map(|it| match (&it.reason, self.card) {
            (PriceReason::Level(_), _) | (_, None) => it.unit,
            (_, Some(rate)) => it.unit - rate.of(it.unit),
        });
        hit.own_price = own.filter(|own| Some(*own) != hit.price);
        Ok(())
    }
}
