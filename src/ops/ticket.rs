//! The cart: lines come and go, and it can be put aside and brought back.

use super::{
    book,
    context::Context,
    coupons,
    entry::{REASON_MAX, amount, optional, refuse, required},
    exchange, fees,
    halt::{Halt, Step, need, need_active},
    holding, item, offers,
    outcome::{Outcome, Repriced, StockWarning},
    points::{self, Spending},
    price,
    refusal::{Field, FieldProblem, Noun, Refusal},
    request::{DiscountChange, LineChange, NewLine, Request},
    rights, stock, tabs,
};
use crate::{
    domain::{
        booking::Appointment,
        checkout::{self, CheckoutRefusal, RETURNS_FROM, Totals},
        client::Client,
        ids::{AppointmentId, ClientId, Register, TicketId},
        money::{Money, Rate},
        points::each_for_points,
        sale::Sale,
        staff::Staff,
        tax::TaxRules,
        ticket::{
            Discount, Given, Item, LINES_MAX, OrderDiscount, QUANTITY_MAX, Ticket, TicketLine,
            TicketState,
        },
    },
    store::{
        Reads, Tx,
        record::{Kind, Lookup},
    },
};

pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    match request {
        Request::AddLine(new) => add_line(tx, cx, new),
        Request::ChangeLine(change) => change_line(tx, cx, change),
        Request::RemoveLine { line } => remove_line(tx, cx, *line),
        Request::ChangePrice(change) => price::change(tx, cx, change),
        Request::DiscountOrder { discount, reason } => discount_order(tx, cx, *discount, reason),
        Request::AttachClient { client } => attach_client(tx, cx, *client),
        Request::AddAppointment { appointment, price } => {
            add_appointment(tx, cx, *appointment, *price)
        }
        Request::Recall { ticket } => recall(tx, cx, *ticket),
        Request::CancelTicket { reason } => cancel(tx, cx, reason),
        _ => park(tx, cx),
    }
}

/// The cart in front of the operator of a register.
pub(super) fn open(reads: &impl Reads, register: Register) -> Step<Option<Ticket>> {
    let tickets = reads.find::<Ticket>(&Lookup::TicketOf(register))?;
    Ok(tickets.into_iter().find(|it| it.state == TicketState::Open))
}

/// The open cart, for whoever needs one with something in it.
pub(super) fn need_open(reads: &impl Reads, cx: &Context) -> Step<Ticket> {
    let open = open(reads, cx.register())?;
    open.ok_or_else(|| Refusal::NothingToSell.into())
}

pub(super) fn totals(lines: &[TicketLine], rules: TaxRules) -> Result<Totals, Refusal> {
    checkout::totals(lines, rules).map_err(refusal_of)
}

pub(super) fn refusal_of(refusal: CheckoutRefusal) -> Refusal {
    match refusal {
        CheckoutRefusal::Empty => Refusal::NothingToSell,
        CheckoutRefusal::TooManyLines { max } => Refusal::TooManyLines { limit: max },
        CheckoutRefusal::QuantityOutOfRange { max, .. } => {
            Refusal::QuantityOutOfRange { limit: max }
        }
        CheckoutRefusal::NegativePrice { .. } => up_to(Field::Price, Money::LIMIT),
        CheckoutRefusal::DiscountOutOfRange { gross, .. } => {
            Refusal::DiscountTooHigh { most: gross }
        }
        CheckoutRefusal::TooLarge { limit } => up_to(Field::Amount, limit),
    }
}

pub(super) fn up_to(field: Field, most: Money) -> Refusal {
    let (least, most) = ("0".to_owned(), most.minor().to_string());
    refuse(field, FieldProblem::OutOfRange { least, most })
}

pub(super) fn open_or_new(tx: &mut Tx, cx: &Context) -> Step<Ticket> {
    if let Some(open) = open(tx, cx.register())? {
        return Ok(open);
    }
    Ok(Ticket {
        id: tx.next_id(cx.register(), Kind::Ticket)?.into(),
        register: cx.register(),
        state: TicketState::Open,
        client: None,
        lines: Vec::new(),
        next_line: 1,
        opened_at: cx.now,
        opened_on: cx.business_date(tx)?,
        parked_at: None,
        recalled: false,
        taken: Vec::new(),
        order_discount: None,
        coupons: Vec::new(),
        declined: Vec::new(),
        returns: Vec::new(),
        operator: cx.operator(),
        note: String::new(),
    })
}

fn add_line(tx: &mut Tx, cx: &Context, new: &NewLine) -> Step<Outcome> {
    let found = match item::resolve(tx, cx, &new.what) {
        // A slip of paper is scanned like anything else.
        Err(Halt::Refused(Refusal::UnknownCode { code })) if coupons::is_one(tx, &code)? => {
            return coupons::bring(tx, cx, &code);
        }
        found => found?,
    };
    let quantity = new.quantity.saturating_mul(found.n_pieces);
    refuse_quantity(found.item, quantity)?;
    let mut ticket = open_or_new(tx, cx)?;
    let level = price::level_of(tx, ticket.client)?;
    let mut line = item::line(tx, cx, &found, new.price, new.staff, level.as_ref())?;
    line.quantity = quantity;
    let is_many = most_of(line.item) > 1;
    let mut lines = ticket.lines.iter_mut();
    let number = match lines.find(|it| is_many && is_same(it, &line)) {
        Some(same) => {
            same.quantity += quantity;
            same.number
        }
        None => append(&mut ticket, line)?,
    };
    let mut outcome = keep(tx, cx, &ticket, Some(number), Some(found.item))?;
    if let Outcome::TicketChanged { dated, .. } = &mut outcome {
        *dated = found.dated;
    }
    Ok(outcome)
}

/// Each package and each deposit is used by itself.
fn most_of(item: Item) -> u32 {
    match item {
        Item::Plan(_) | Item::Deposit => 1,
        _ => QUANTITY_MAX,
    }
}

fn refuse_quantity(item: Item, quantity: u32) -> Result<(), Refusal> {
    let limit = most_of(item);
    if (1..=limit).contains(&quantity) {
        return Ok(());
    }
    Err(Refusal::QuantityOutOfRange { limit })
}

/// Whether `line` only adds to the quantity of `old`.
fn is_same(old: &TicketLine, line: &TicketLine) -> bool {
    old.appointment.is_none()
        && old.discount.is_none()
        && each_for_points(&old.offers).is_none()
        && *old
            == TicketLine {
                number: old.number,
                quantity: old.quantity,
                // Their amounts are worked out anew with each change.
                offers: old.offers.clone(),
                ..line.clone()
            }
}

pub(super) fn append(ticket: &mut Ticket, mut line: TicketLine) -> Result<u32, Refusal> {
    if ticket.lines.len() >= LINES_MAX {
        return Err(Refusal::TooManyLines { limit: LINES_MAX });
    }
    let number = ticket.next_line;
    line.number = number;
    ticket.next_line += 1;
    ticket.lines.push(line);
    Ok(number)
}

/// Writes the cart after a change, if it can be sold so: what is taken off the whole
/// of it is shared out again.
pub(super) fn keep(
    tx: &mut Tx,
    cx: &Context,
    ticket: &Ticket,
    line: Option<u32>,
    item: Option<Item>,
) -> Step<Outcome> {
    keep_spending(tx, cx, ticket, Spending::AsBefore, (line, item))
}

/// The same with so many points of the client spent on it.
pub(super) fn keep_spending(
    tx: &mut Tx,
    cx: &Context,
    ticket: &Ticket,
    spending: Spending,
    (line, item): (Option<u32>, Option<Item>),
) -> Step<Outcome> {
    let mut ticket = ticket.clone();
    let spent = points::lift(&mut ticket);
    holding::redraw(tx, cx, &mut ticket)?;
    offers::take_off(tx, cx, &mut ticket)?;
    let order = ticket.order_discount.as_ref();
    checkout::spread_order(&mut ticket.lines, order).map_err(refusal_of)?;
    points::take_off(tx, cx, &mut ticket, (spent, spending))?;
    rights::within_limits(cx, &mut ticket)?;
    keep_as_it_is(tx, cx, &ticket, line, item)
}

/// Writes the cart with every price and discount as it stands: for what changes
/// nothing that is sold.
pub(super) fn keep_as_it_is(
    tx: &mut Tx,
    cx: &Context,
    ticket: &Ticket,
    line: Option<u32>,
    item: Option<Item>,
) -> Step<Outcome> {
    let mut total = if ticket.lines.is_empty() {
        Money::ZERO
    } else {
        totals(&ticket.lines, cx.settings.tax)?.total
    };
    if let Some(back) = exchange::back(tx, ticket)? {
        total += back.totals.total;
    }
    let warning = match item {
        Some(item) => stock_warning(tx, ticket, item)?,
        None => None,
    };
    tx.put(ticket)?;
    Ok(Outcome::TicketChanged {
        ticket: ticket.id,
        line,
        total,
        warning,
        dated: None,
        repriced: Vec::new(),
    })
}

fn stock_warning(tx: &Tx, ticket: &Ticket, item: Item) -> Step<Option<StockWarning>> {
    let Item::Product(product) = item else {
        return Ok(None);
    };
    let lines = ticket.lines.iter().filter(|line| line.item == item);
    let wanted: i64 = lines.map(|line| i64::from(line.quantity)).sum();
    let on_hand = stock::on_hand(tx, product)?;
    Ok((wanted > on_hand).then_some(StockWarning {
        product,
        on_hand,
        wanted,
    }))
}

fn change_line(tx: &mut Tx, cx: &Context, change: &LineChange) -> Step<Outcome> {
    if change.quantity == Some(0) {
        return remove_line(tx, cx, change.line);
    }
    let mut ticket = need_open(tx, cx)?;
    let staff = match change.staff {
        Some(id) => Some(need_active::<Staff>(tx, id)?.id),
        None => None,
    };
    let number = change.line;
    let lines = &mut ticket.lines;
    let Some(line) = lines.iter_mut().find(|it| it.number == number) else {
        return Err(Refusal::NoSuchLine { line: number }.into());
    };
    if !line.item.is_listed() && (change.quantity.is_some() || change.discount.is_some()) {
        return Err(Refusal::FixedLine.into());
    }
    line.quantity = change.quantity.unwrap_or(line.quantity);
    let moves = staff.is_some() && staff != line.staff;
    line.staff = staff.or(line.staff);
    match change.discount {
        Some(DiscountChange::Give(_)) if !line.item.is_listed() || line.drawn.is_some() => {
            let most = Money::ZERO;
            return Err(Refusal::DiscountTooHigh { most }.into());
        }
        Some(DiscountChange::Give(discount)) => {
            if let Discount::Amount(off) = discount {
                amount(Field::Amount, off)?;
            }
            line.discount = Some(discount);
            line.given = Some(given(cx, &change.reason)?);
        }
        Some(DiscountChange::Remove) => {
            line.discount = None;
            line.given = None;
        }
        None => (),
    }
    let item = change.quantity.is_some().then_some(line.item);
    let repriced = if moves {
        let level = price::level_of(tx, ticket.client)?;
        price::follow(tx, &mut ticket.lines, level.as_ref(), Some(number))?
    } else {
        Vec::new()
    };
    let outcome = keep(tx, cx, &ticket, Some(number), item)?;
    Ok(price::with(outcome, repriced))
}

/// Who takes something off, and why.
fn given(cx: &Context, reason: &str) -> Result<Given, Refusal> {
    Ok(Given {
        reason: optional(Field::Reason, reason, REASON_MAX)?,
        by: cx.operator(),
        approved_by: cx.asker.approved_by(),
    })
}

fn discount_order(
    tx: &mut Tx,
    cx: &Context,
    change: DiscountChange,
    reason: &str,
) -> Step<Outcome> {
    let mut ticket = need_open(tx, cx)?;
    if ticket.lines.is_empty() {
        return Err(Refusal::NothingToSell.into());
    }
    ticket.order_discount = match change {
        DiscountChange::Remove => None,
        DiscountChange::Give(discount) => {
            let most = checkout::whole_order(&ticket.lines).map_err(refusal_of)?;
            match discount {
                Discount::Amount(off) => {
                    amount(Field::Amount, off)?;
                    if off > most {
                        return Err(Refusal::DiscountTooHigh { most }.into());
                    }
                }
                Discount::Percent(rate) if rate > Rate::WHOLE => {
                    return Err(Refusal::DiscountTooHigh { most }.into());
                }
                Discount::Percent(_) => (),
            }
            let given = given(cx, reason)?;
            Some(OrderDiscount { discount, given })
        }
    };
    keep(tx, cx, &ticket, None, None)
}

fn remove_line(tx: &mut Tx, cx: &Context, number: u32) -> Step<Outcome> {
    let mut ticket = need_open(tx, cx)?;
    if number >= RETURNS_FROM {
        exchange::leave(&mut ticket, number)?;
    } else {
        let place = ticket.lines.iter().position(|it| it.number == number);
        let place = place.ok_or(Refusal::NoSuchLine { line: number })?;
        let line = ticket.lines.remove(place);
        release(tx, cx, &line)?;
    }
    if ticket.is_empty() {
        refuse_taken(&ticket)?;
        return drop_ticket(tx, cx, &ticket, String::new());
    }
    keep(tx, cx, &ticket, None, None)
}

/// A cart for which money was taken is not dropped, nor put aside: the money would lie in
/// the drawer for nothing that is known.
pub(super) fn refuse_taken(ticket: &Ticket) -> Result<(), Refusal> {
    if ticket.taken.is_empty() {
        return Ok(());
    }
    let taken = ticket.taken.iter().filter_map(|it| it.amount).sum();
    Err(Refusal::PartsTaken { taken })
}

/// The visit of a line that leaves the cart can be brought to another.
fn release(tx: &mut Tx, cx: &Context, line: &TicketLine) -> Step<()> {
    if let Some(id) = line.charges() {
        let mut visit = need::<Appointment>(tx, id)?;
        visit.ticket = None;
        book::keep_visit(tx, cx, &mut visit)?;
    }
    Ok(())
}

fn drop_ticket(tx: &mut Tx, cx: &Context, ticket: &Ticket, reason: String) -> Step<Outcome> {
    for line in &ticket.lines {
        release(tx, cx, line)?;
    }
    tx.remove::<Ticket>(&ticket.id)?;
    let ticket = ticket.id;
    Ok(Outcome::TicketDropped { ticket, reason })
}

/// A client may be attached before the first line; a cart with neither is none.
pub(super) fn attach_client(tx: &mut Tx, cx: &Context, client: Option<ClientId>) -> Step<Outcome> {
    let mut ticket = match client {
        Some(id) => {
            need_active::<Client>(tx, id)?;
            open_or_new(tx, cx)?
        }
        None => need_open(tx, cx)?,
    };
    tabs::check_client(tx, &ticket, client)?;
    points::check_client(&ticket, client)?;
    let repriced = set_client(tx, &mut ticket, client)?;
    if client.is_none() && ticket.is_empty() {
        return drop_ticket(tx, cx, &ticket, String::new());
    }
    let outcome = keep(tx, cx, &ticket, None, None)?;
    Ok(price::with(outcome, repriced))
}

/// Where the client pays by another level, the lines follow.
pub(super) fn set_client(
    tx: &Tx,
    ticket: &mut Ticket,
    client: Option<ClientId>,
) -> Step<Vec<Repriced>> {
    let level = price::level_of(tx, client)?;
    if ticket.client != client {
        points::leave_others(ticket);
    }
    ticket.client = client;
    holding::leave_others(tx, ticket)?;
    price::follow(tx, &mut ticket.lines, level.as_ref(), None)
}

pub(super) fn add_appointment(
    tx: &mut Tx,
    cx: &Context,
    id: AppointmentId,
    given: Option<Money>,
) -> Step<Outcome> {
    let mut visit = need::<Appointment>(tx, id)?;
    if let Some(sale) = visit.sale {
        let receipt = need::<Sale>(tx, sale)?.receipt;
        return Err(Refusal::AppointmentPaid { receipt }.into());
    }
    if let Some(ticket) = visit.ticket {
        return Err(Refusal::AlreadyInTicket { ticket }.into());
    }
    let mut ticket = open_or_new(tx, cx)?;
    let client = ticket.client.or(visit.client);
    let repriced = set_client(tx, &mut ticket, client)?;
    let level = price::level_of(tx, client)?;
    let line = if visit.status.holds_time() {
        item::visit_line(tx, cx, &visit, given, level.as_ref())?
    } else {
        fees::of_missed(tx, cx, &visit)?
    };
    let number = append(&mut ticket, line)?;
    visit.ticket = Some(ticket.id);
    book::keep_visit(tx, cx, &mut visit)?;
    let outcome = keep(tx, cx, &ticket, Some(number), None)?;
    Ok(price::with(outcome, repriced))
}

fn park(tx: &mut Tx, cx: &Context) -> Step<Outcome> {
    let ticket = need_open(tx, cx)?;
    if ticket.is_empty() {
        return Err(Refusal::NothingToSell.into());
    }
    refuse_taken(&ticket)?;
    let ticket = put_aside(tx, cx, ticket)?;
    Ok(Outcome::Parked { ticket })
}

/// Parks a cart with lines.
pub(super) fn put_aside(tx: &mut Tx, cx: &Context, mut ticket: Ticket) -> Step<TicketId> {
    ticket.state = TicketState::Parked;
    ticket.parked_at = Some(cx.now);
    tx.put(&ticket)?;
    Ok(ticket.id)
}

fn recall(tx: &mut Tx, cx: &Context, wanted: Option<TicketId>) -> Step<Outcome> {
    let mut ticket = match wanted {
        Some(id) => need::<Ticket>(tx, id)?,
        None => last_parked(tx, cx)?.ok_or(Refusal::NothingParked)?,
    };
    if ticket.state != TicketState::Parked {
        let (what, id) = (Noun::Ticket, ticket.id.to_string());
        return Err(Refusal::NotFound { what, id }.into());
    }
    let parked = match open(tx, cx.register())? {
        Some(open) if open.is_empty() => {
            tx.remove::<Ticket>(&open.id)?;
            None
        }
        Some(open) => {
            refuse_taken(&open)?;
            Some(put_aside(tx, cx, open)?)
        }
        None => None,
    };
    ticket.state = TicketState::Open;
    ticket.register = cx.register();
    ticket.parked_at = None;
    ticket.recalled = true;
    tx.put(&ticket)?;
    let ticket = ticket.id;
    Ok(Outcome::Recalled { ticket, parked })
}

/// This register's before any other's.
fn last_parked(tx: &Tx, cx: &Context) -> Step<Option<Ticket>> {
    let tickets = tx.all::<Ticket>()?.into_iter();
    let parked = tickets.filter(|it| it.state == TicketState::Parked);
    // Where people sign on, their own come first.
    let is_theirs = |it: &Ticket| cx.asker.is_asked() && it.operator == cx.operator();
    Ok(parked.max_by_key(|it| {
        (
            is_theirs(it),
            it.register == cx.register(),
            it.parked_at,
            it.id,
        )
    }))
}

fn cancel(tx: &mut Tx, cx: &Context, reason: &str) -> Step<Outcome> {
    let ticket = need_open(tx, cx)?;
    refuse_taken(&ticket)?;
    let reason = if ticket.is_empty() {
        optional(Field::Reason, reason, REASON_MAX)?
    } else {
        required(Field::Reason, reason, REASON_MAX)?
    };
    drop_ticket(tx, cx, &ticket, reason)
}
