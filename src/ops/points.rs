//! Points: earned with a sale and spent on one, reserved for the cart that takes them,
//! taken back and given back with what comes back, and over when their time is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::{
    context::Context,
    entry::{bounded, missing, within},
    halt::{Halt, Step, need, need_active},
    ledger,
    offers::is_new,
    outcome::Outcome,
    purse::Free,
    refusal::{Field, Refusal},
    request::Request,
    ticket::{keep, keep_spending, need_open, refusal_of, up_to},
};
use crate::{
    domain::{
        catalog::{Product, Service},
        checkout,
        client::Client,
        ids::{ClientId, Register, SaleId, TicketId},
        ledger::{Account, LedgerSource, Posting, Unit, lapsed_points, with_points},
        money::Money,
        plan::Life,
        points::{
            LotCause, POINTS_MAX, Paid, PointsFault, PointsLot, PointsRules, Referral, SpentAs,
            balance, due_back, each_for_points, on_lines, on_sale, paid_by_points, spend, spread,
            taken_by,
        },
        purse::{PurseMovement, PurseReason},
        sale::{Sale, SaleKind},
        tender::{Purse, Tender, TenderKind},
        ticket::{Item, Offer, OfferKind, Ticket},
    },
    store::{
        Reads, StoreError, Tx,
        record::{Kind, Lookup},
    },
};

const WORTH_OF_MAX: u32 = 1_000_000;
const DAYS_MAX: u16 = 3_650;
const GOODS_MAX: usize = 500;
/// So many of a client's latest movements are looked at for an earlier sale of the day.
const LOOKED_AT: usize = 20;

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::SavePointsRules { rules } => save_rules(tx, cx, rules),
        Request::SpendPoints { points } => spend_on_cart(tx, cx, *points),
        Request::BuyWithPoints { line, on } => buy_with_points(tx, cx, *line, *on),
        Request::SetReferrer { client, brought_by } => set_referrer(tx, *client, *brought_by),
        other => Err(Halt::Bug(format!("{} is not about points", other.name()))),
    }
}

/// As the shop has decided; none where it has not.
pub(crate) fn rules(reads: &impl Reads) -> Result<PointsRules, StoreError> {
    Ok(reads.get::<PointsRules>(&())?.unwrap_or_default())
}

fn save_rules(tx: &mut Tx, cx: &Context, wish: &PointsRules) -> Step<Outcome> {
    if wish.worth <= Money::ZERO || wish.worth > Money::LIMIT {
        return Err(up_to(Field::Worth, Money::LIMIT).into());
    }
    within(Field::WorthOf, &wish.worth_of, &1, &WORTH_OF_MAX)?;
    within(Field::BackDays, &wish.back_days, &0, &DAYS_MAX)?;
    for points in [
        wish.per_visit,
        wish.least,
        wish.referrer,
        wish.gift_new,
        wish.gift_brought,
        wish.gift_referrer,
    ] {
        within(Field::Points, &points, &0, &POINTS_MAX)?;
    }
    for life in [wish.life, wish.gift_life] {
        if let Life::Days(n) | Life::Weeks(n) | Life::Months(n) = life {
            within(Field::Life, &n, &1, &DAYS_MAX)?;
        }
    }
    if let Some(rule) = wish.by_amount {
        within(Field::Points, &rule.points, &1, &POINTS_MAX)?;
        if rule.per <= Money::ZERO || rule.per > Money::LIMIT {
            return Err(up_to(Field::Amount, Money::LIMIT).into());
        }
    }
    bounded(Field::ForPoints, &wish.goods, GOODS_MAX)?;
    for price in &wish.goods {
        within(Field::Points, &price.points, &1, &POINTS_MAX)?;
        match price.item {
            Item::Service(id) => drop(need::<Service>(tx, id)?),
            Item::Product(id) => drop(need::<Product>(tx, id)?),
            _ => return Err(missing(Field::ForPoints).into()),
        }
    }
    let before = rules(tx)?.swept_to;
    tx.put(&PointsRules {
        swept_to: before.or_else(|| Some(cx.today())),
        ..wish.clone()
    })?;
    Ok(Outcome::Saved)
}

fn set_referrer(tx: &mut Tx, client: ClientId, by: Option<ClientId>) -> Step<Outcome> {
    let client = need::<Client>(tx, client)?.id;
    let by = match by {
        Some(id) => Some(need_active::<Client>(tx, id)?.id),
        None => None,
    };
    if by == Some(client) {
        return Err(missing(Field::Referrer).into());
    }
    tx.put(&Referral { client, by })?;
    Ok(Outcome::Saved)
}

fn refused(fault: PointsFault) -> Halt {
    Refusal::Points { fault }.into()
}

/// Of a client, those of which some are left or owed.
fn open_lots(reads: &impl Reads, client: ClientId) -> Result<Vec<PointsLot>, StoreError> {
    reads.find::<PointsLot>(&Lookup::PointsLotOfClient(client))
}

/// What a client has for one cart: all points without what other carts have taken, and
/// one of those.
pub(crate) struct Available {
    pub(crate) left: i64,
    by: Option<(TicketId, Register)>,
}

impl Available {
    fn short(&self) -> Halt {
        let left = self.left.max(0);
        refused(match self.by {
            Some((ticket, register)) => PointsFault::Held {
                left,
                ticket,
                register,
            },
            None => PointsFault::Short { left },
        })
    }
}

pub(crate) fn available(
    reads: &impl Reads,
    rules: &PointsRules,
    own: &Ticket,
    today: NaiveDate,
) -> Result<Available, StoreError> {
    let Some(client) = own.client else {
        return Ok(Available { left: 0, by: None });
    };
    let mut left = balance(&open_lots(reads, client)?, today);
    let mut by = None;
    for other in reads.all::<Ticket>()? {
        let taken = taken_by(&other, rules);
        if other.id != own.id && other.client == own.client && taken > 0 {
            left -= i64::from(taken);
            by = Some((other.id, other.register));
        }
    }
    Ok(Available { left, by })
}

/// What a tender can draw from the points of the cart's client.
pub(super) fn free(
    tx: &Tx,
    cx: &Context,
    ticket: &Ticket,
    tender: &Tender,
    before: &[Tender],
) -> Step<Free> {
    let rules = rules(tx)?;
    let all = available(tx, &rules, ticket, cx.today())?;
    let by_points = before.iter().filter(|it| it.kind == TenderKind::Points);
    let amounts = by_points.filter_map(|it| it.amount);
    let paid: u32 = amounts.map(|it| rules.points_for(it)).sum();
    let own = i64::from(on_lines(&ticket.lines)) + i64::from(paid);
    let left = Available {
        left: all.left - own,
        ..all
    };
    let fewest = tender
        .amount
        .map_or(left.left, |it| i64::from(rules.points_for(it)));
    let least = rules.least;
    let short = match left.short() {
        Halt::Refused(_) if fewest < i64::from(least) && left.left >= i64::from(least) => {
            Refusal::Points {
                fault: PointsFault::TooFew { least },
            }
        }
        Halt::Refused(refusal) => refusal,
        other => return Err(other),
    };
    let points = u32::try_from(left.left.max(0)).unwrap_or(u32::MAX);
    let is_too_few = points < least || fewest < i64::from(least);
    let left = if is_too_few {
        Money::ZERO
    } else {
        rules.value_of(points)
    };
    Ok(Free { left, short })
}

/// What points can pay of an amount: their worth in whole points.
pub(super) fn payable(tx: &Tx, amount: Money) -> Step<Money> {
    Ok(rules(tx)?.payable(amount))
}

/// Whether points pay here, and for whom.
///
/// # Errors
///
/// [`Refusal::Points`].
pub(super) fn admit_tender(tx: &Tx, client: Option<ClientId>) -> Step<Purse> {
    let rules = rules(tx)?;
    if !rules.on {
        return Err(refused(PointsFault::Off));
    }
    if rules.spent_as == SpentAs::Discount {
        return Err(refused(PointsFault::AsDiscount));
    }
    let client = client.ok_or_else(|| refused(PointsFault::NoClient))?;
    Ok(Purse::Client(client))
}

/// A cart for which points were taken stays with the client who has them.
pub(super) fn check_client(ticket: &Ticket, client: Option<ClientId>) -> Result<(), Refusal> {
    let is_bound = ticket.taken.iter().any(|it| it.kind == TenderKind::Points);
    if is_bound && ticket.client != client {
        let taken = ticket.taken.iter().filter_map(|it| it.amount).sum();
        return Err(Refusal::PartsTaken { taken });
    }
    Ok(())
}

/// What another client's points took off is to be paid.
pub(super) fn leave_others(ticket: &mut Ticket) {
    for line in &mut ticket.lines {
        let is_of_points =
            |it: &Offer| matches!(it.kind, OfferKind::Points(_) | OfferKind::ForPoints(_));
        line.offers.retain(|it| !is_of_points(it));
    }
}

/// Takes what points took off the lines out of the way of all else that comes off, and
/// says how many they were.
pub(super) fn lift(ticket: &mut Ticket) -> u32 {
    let mut wished = 0;
    for line in &mut ticket.lines {
        let all = line.unit_price.times(i64::from(line.quantity));
        line.offers.retain_mut(|it| match it.kind {
            OfferKind::Points(points) => {
                wished += points;
                false
            }
            OfferKind::ForPoints(_) => {
                it.off = all.unwrap_or(Money::LIMIT);
                true
            }
            _ => true,
        });
    }
    wished
}

/// How many points a cart is to spend on what it costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spending {
    AsBefore,
    So(u32),
    AllThereAre,
}

/// Takes points off the lines, after all else.
///
/// # Errors
///
/// [`Refusal::Points`]: the client has not so many, or they are taken for other carts.
pub(super) fn take_off(
    tx: &Tx,
    cx: &Context,
    ticket: &mut Ticket,
    (before, spending): (u32, Spending),
) -> Step<()> {
    let for_goods = i64::from(on_lines(&ticket.lines));
    let is_none = match spending {
        Spending::AsBefore => before == 0,
        Spending::So(points) => points == 0,
        Spending::AllThereAre => false,
    };
    if is_none && for_goods == 0 {
        return Ok(());
    }
    let rules = rules(tx)?;
    let all = available(tx, &rules, ticket, cx.today())?;
    let paid = i64::from(taken_by(ticket, &rules)) - for_goods;
    let left = all.left - paid - for_goods;
    if left < 0 {
        return Err(Available {
            left: all.left - paid,
            ..all
        }
        .short());
    }
    let most = u32::try_from(left).unwrap_or(u32::MAX);
    let wished = match spending {
        Spending::AsBefore => before,
        Spending::So(points) => points,
        Spending::AllThereAre => most,
    };
    // All there are is some, also beside goods that are had for them.
    if wished > most || (spending == Spending::AllThereAre && most == 0) {
        return Err(Available { left, ..all }.short());
    }
    if wished > 0 {
        let rests = checkout::rests(&ticket.lines).map_err(refusal_of)?;
        let spent = spread(&mut ticket.lines, &rests, wished, &rules);
        check_spent(&rules, &all, (most, spent), spending)?;
    }
    Ok(())
}

/// Who asks for points to be spent is told why none are.
fn check_spent(
    rules: &PointsRules,
    all: &Available,
    (most, spent): (u32, u32),
    spending: Spending,
) -> Step<()> {
    if spending == Spending::AsBefore {
        return Ok(());
    }
    let least = rules.least;
    if most == 0 || most < least {
        return Err(Available {
            left: i64::from(most),
            by: all.by,
        }
        .short());
    }
    if spent == 0 {
        return Err(refused(PointsFault::Nothing));
    }
    if spent < least {
        return Err(refused(PointsFault::TooFew { least }));
    }
    Ok(())
}

fn spend_on_cart(tx: &mut Tx, cx: &Context, points: Option<u32>) -> Step<Outcome> {
    let ticket = need_open(tx, cx)?;
    let rules = rules(tx)?;
    let spending = points.map_or(Spending::AllThereAre, Spending::So);
    if spending != Spending::So(0) {
        if !rules.on {
            return Err(refused(PointsFault::Off));
        }
        if rules.spent_as == SpentAs::Payment {
            return Err(refused(PointsFault::AsPayment));
        }
        if ticket.client.is_none() {
            return Err(refused(PointsFault::NoClient));
        }
        if ticket.lines.is_empty() {
            return Err(Refusal::NothingToSell.into());
        }
        if available(tx, &rules, &ticket, cx.today())?.left <= 0 {
            return Err(available(tx, &rules, &ticket, cx.today())?.short());
        }
    }
    keep_spending(tx, cx, &ticket, spending, (None, None))
}

fn buy_with_points(tx: &mut Tx, cx: &Context, number: u32, on: bool) -> Step<Outcome> {
    let mut ticket = need_open(tx, cx)?;
    let rules = rules(tx)?;
    let client = ticket.client;
    let mut lines = ticket.lines.iter_mut();
    let line = lines.find(|it| it.number == number);
    let line = line.ok_or(Refusal::NoSuchLine { line: number })?;
    if on {
        if !rules.on {
            return Err(refused(PointsFault::Off));
        }
        let name = line.name.clone();
        let each = rules.price_of(line.item).filter(|_| line.drawn.is_none());
        let each = each.ok_or_else(|| refused(PointsFault::NoPrice { name }))?;
        if client.is_none() {
            return Err(refused(PointsFault::NoClient));
        }
        // Nothing is due, so nothing else is taken off.
        line.discount = None;
        line.given = None;
        line.offers.clear();
        line.offers.push(Offer {
            kind: OfferKind::ForPoints(each),
            name: String::new(),
            off: Money::ZERO,
        });
    } else {
        if each_for_points(&line.offers).is_none() {
            return Err(Refusal::OfferNotThere.into());
        }
        let is_other = |it: &Offer| !matches!(it.kind, OfferKind::ForPoints(_));
        line.offers.retain(is_other);
    }
    keep(tx, cx, &ticket, Some(number), None)
}

/// What a request did to the points of each client.
#[derive(Default)]
struct Moved(BTreeMap<ClientId, (i64, Money)>);

impl Moved {
    fn put(&mut self, tx: &mut Tx, before: Option<&PointsLot>, after: &PointsLot) -> Step<()> {
        if before == Some(after) {
            return Ok(());
        }
        tx.put(after)?;
        let had = before.map_or((0, Money::ZERO), |it| (it.left, it.value_left()));
        let row = self.0.entry(after.client).or_default();
        row.0 += after.left - had.0;
        row.1 += after.value_left() - had.1;
        Ok(())
    }

    fn points(&self) -> i64 {
        self.0.values().map(|it| it.0).sum()
    }

    fn value(&self) -> Money {
        self.0.values().map(|it| it.1).sum()
    }

    /// Writes down what came or went, for each client.
    fn note(&self, tx: &mut Tx, cx: &Context, reason: PurseReason) -> Step<()> {
        for (client, (units, amount)) in &self.0 {
            if *units == 0 && amount.is_zero() {
                continue;
            }
            let lots = open_lots(tx, *client)?;
            let id = tx.next_id(cx.register(), Kind::PurseMovement)?.into();
            tx.put(&PurseMovement {
                id,
                purse: Purse::Client(*client),
                at: cx.now,
                by: cx.operator(),
                amount: *amount,
                balance: lots.iter().map(PointsLot::value_left).sum(),
                units: *units,
                reason,
            })?;
        }
        Ok(())
    }
}

/// Spends and earns points with a sale, and undoes both with what comes back; gives its
/// postings with those of the points.
///
/// # Errors
///
/// [`Refusal::Points`]: there are not so many any more.
pub(super) fn follow(
    tx: &mut Tx,
    cx: &Context,
    sale: &Sale,
    postings: Vec<Posting>,
) -> Step<Vec<Posting>> {
    let mut moved = Moved::default();
    let returned = sale.lines.iter().filter_map(|line| line.returned);
    let mut of: BTreeSet<SaleId> = returned.map(|it| it.sale).collect();
    if let SaleKind::RefundOf(sold) | SaleKind::VoidOf(sold) = sale.kind {
        of.insert(sold);
    }
    for sold in of {
        undo(tx, cx, sold, sale, &mut moved)?;
    }
    if sale.kind == SaleKind::Sale {
        spend_on_sale(tx, cx, sale, &mut moved)?;
        earn(tx, cx, sale, &mut moved)?;
    }
    moved.note(tx, cx, PurseReason::Sale(sale.id))?;
    let postings = with_points(
        postings,
        moved.points(),
        moved.value(),
        paid_by_points(sale),
    );
    agree(&postings, &moved)?;
    Ok(postings)
}

/// The books owe what clients have, in points and in what they are worth; in every
/// build.
fn agree(postings: &[Posting], moved: &Moved) -> Step<()> {
    let posted = |unit: Unit| -> i64 {
        let of_unit = postings.iter().filter(|it| it.unit == unit);
        let owed = of_unit.filter(|it| it.account == Account::PointsOwed);
        -owed.map(|it| it.amount.minor()).sum::<i64>()
    };
    let (points, value) = (posted(Unit::Points), posted(Unit::Money));
    if points != moved.points() || value != moved.value().minor() {
        let (all, worth) = (moved.points(), moved.value().minor());
        return Err(Halt::Bug(format!(
            "{all} points worth {worth} moved, {points} worth {value} posted"
        )));
    }
    Ok(())
}

fn spend_on_sale(tx: &mut Tx, cx: &Context, sale: &Sale, moved: &mut Moved) -> Step<()> {
    let rules = rules(tx)?;
    let payments = sale.payments.iter();
    let by_points = payments.filter(|it| it.kind == TenderKind::Points);
    let paid: u32 = by_points.map(|it| rules.points_for(it.of_total())).sum();
    let points = on_sale(sale) + paid;
    if points == 0 {
        return Ok(());
    }
    let client = sale.client.ok_or_else(|| refused(PointsFault::NoClient))?;
    let lots = open_lots(tx, client)?;
    let taken = spend(&lots, points, cx.today());
    let taken = taken.map_err(|left| refused(PointsFault::Short { left: left.max(0) }))?;
    for (place, part) in taken {
        if let Some(lot) = lots.get(place) {
            moved.put(tx, Some(lot), &lot.used(sale.id, part))?;
        }
    }
    Ok(())
}

fn earn(tx: &mut Tx, cx: &Context, sale: &Sale, moved: &mut Moved) -> Step<()> {
    let rules = rules(tx)?;
    let paid = Paid::of(sale, &[]);
    let Some(client) = sale.client else {
        return Ok(());
    };
    if !rules.on || paid.total <= Money::ZERO {
        return Ok(());
    }
    let is_first = rules.per_visit > 0 && !came_today(tx, client, sale.business_date)?;
    let visit = if is_first { rules.per_visit } else { 0 };
    let rule = rules.by_amount;
    let bought = visit + rule.map_or(0, |it| it.earned(paid));
    let mut lots = vec![(client, LotCause::Bought { visit, rule }, bought, rules.life)];
    let brought_by = tx.get::<Referral>(&client)?.and_then(|it| it.by);
    if let (Some(by), Some(rule)) = (brought_by, rules.for_referrer()) {
        let cause = LotCause::OfBrought { client, rule };
        lots.push((by, cause, rule.earned(paid), rules.life));
    }
    if is_new(tx, client)? {
        let life = rules.gift_life;
        lots.push((client, LotCause::NewClient, rules.gift_new, life));
        if let Some(by) = brought_by {
            lots.push((client, LotCause::Brought, rules.gift_brought, life));
            let cause = LotCause::Referrer { client };
            lots.push((by, cause, rules.gift_referrer, life));
        }
    }
    for (client, cause, points, life) in lots {
        if points > 0 {
            let lot = PointsLot {
                id: tx.next_id(cx.register(), Kind::PointsLot)?.into(),
                client,
                cause,
                sale: sale.id,
                earned_on: sale.business_date,
                until: life.last_day(sale.business_date),
                points,
                left: points.into(),
                value: rules.value_of(points),
                taken_back: 0,
                lapsed: 0,
                uses: Vec::new(),
            };
            moved.put(tx, None, &lot)?;
        }
    }
    Ok(())
}

/// Whether a sale of that day has earned points for the visit already.
fn came_today(tx: &Tx, client: ClientId, day: NaiveDate) -> Step<bool> {
    let of_client = Lookup::PurseMovementOf(Purse::Client(client));
    for movement in tx.latest::<PurseMovement>(&of_client, LOOKED_AT)? {
        let PurseReason::Sale(sale) = movement.reason else {
            continue;
        };
        let lots = tx.find::<PointsLot>(&Lookup::PointsLotOfSale(sale))?;
        let came = |it: &PointsLot| {
            let is_visit = matches!(it.cause, LotCause::Bought { visit, .. } if visit > 0);
            is_visit && it.client == client && it.earned_on == day && it.taken_back < it.points
        };
        if lots.iter().any(came) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// What comes back of a sale brings back the points that were spent on it, the last of
/// them first, and takes back those that were earned with it.
fn undo(tx: &mut Tx, cx: &Context, sold: SaleId, now: &Sale, moved: &mut Moved) -> Step<()> {
    let lots = tx.find::<PointsLot>(&Lookup::PointsLotOfSale(sold))?;
    if lots.is_empty() {
        return Ok(());
    }
    let sold = need::<Sale>(tx, sold)?;
    let mut back = tx.find::<Sale>(&Lookup::RefundOf(sold.id))?;
    back.push(now.clone());
    let back_days = rules(tx)?.back_days;
    let uses = lots.iter().flat_map(|it| &it.uses);
    let uses = uses.filter(|it| it.sale == sold.id);
    let (spent, already) = uses.fold((0, 0), |sum: (u32, u32), it| {
        (sum.0 + it.points, sum.1 + it.back)
    });
    let mut due = due_back(&sold, &back, spent).saturating_sub(already);
    let paid = Paid::of(&sold, &back);
    let mut order: Vec<&PointsLot> = lots.iter().collect();
    order.sort_by_key(|it| (it.until.unwrap_or(NaiveDate::MAX), it.earned_on, it.id));
    for lot in order.into_iter().rev() {
        let part = lot.out_for(sold.id).min(due);
        due -= part;
        let mut after = lot.given_back(sold.id, part, cx.today(), back_days);
        if lot.sale == sold.id {
            after = after.without_returned(paid);
        }
        moved.put(tx, Some(lot), &after)?;
    }
    Ok(())
}

/// Takes over what points ended before today, when a day of trade begins. Where a client
/// owes points it is those first that they make up for.
pub(super) fn sweep(tx: &mut Tx, cx: &Context, business_date: NaiveDate) -> Step<()> {
    let today = cx.today();
    let rules = rules(tx)?;
    // A clock that was set back goes over the days again.
    let Some(from) = rules.swept_to.filter(|it| *it != today) else {
        return Ok(());
    };
    let mut clients = BTreeSet::new();
    for day in from.iter_days().take_while(|it| *it < today) {
        let ended = tx.find::<PointsLot>(&Lookup::PointsLotEnding(day))?;
        clients.extend(ended.into_iter().map(|it| it.client));
    }
    for client in clients {
        let mut moved = Moved::default();
        lapse(tx, client, today, &mut moved)?;
        moved.note(tx, cx, PurseReason::Expired)?;
        let of_client = Lookup::PurseMovementOf(Purse::Client(client));
        let noted = tx.latest::<PurseMovement>(&of_client, 1)?;
        let postings = lapsed_points(-moved.points(), -moved.value());
        agree(&postings, &moved)?;
        if let Some(movement) = noted.first() {
            let source = LedgerSource::Purse(movement.id);
            ledger::post(tx, cx, business_date, source, postings)?;
        }
    }
    tx.put(&PointsRules {
        swept_to: Some(today),
        ..rules
    })?;
    Ok(())
}

fn lapse(tx: &mut Tx, client: ClientId, today: NaiveDate, moved: &mut Moved) -> Step<()> {
    let lots = open_lots(tx, client)?;
    let mut spare: i64 = 0;
    for lot in lots.iter().filter(|it| it.has_lapsed(today)) {
        spare += lot.left;
        moved.put(tx, Some(lot), &lot.over())?;
    }
    for lot in lots.iter().filter(|it| it.left < 0) {
        let part = spare.min(-lot.left);
        spare -= part;
        let after = PointsLot {
            left: lot.left + part,
            ..lot.clone()
        };
        moved.put(tx, Some(lot), &after)?;
    }
    Ok(())
}
