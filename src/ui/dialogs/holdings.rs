//! What was paid ahead: gift cards and packages to sell, what the client holds, and
//! what can be done with one of those.

use super::{
    deposit, gift_card,
    movements::why,
    points, refund,
    visit::{self, Party},
};
use crate::{
    domain::{
        client::Client,
        holding::{Holding, HoldingChanged, HoldingFault},
        ids::{ClientId, DepositId, HoldingId, ServiceId},
        plan::{Plan, PlanKind},
        purse::PurseMovement,
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        query::{self, HITS_MAX, HoldingSheet},
        refusal::Field,
        request::Request,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Pane, Tone},
        dialogs::{
            confirm::Confirm,
            fields::{chosen, number, optional_day_ahead, read_optional_day_ahead, text_of},
            manage::plans,
            reason::any_why,
        },
        panes::client as client_pane,
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

const DAYS_DIGITS_MAX: usize = 4;
const USUAL_REASONS: [&str; 3] = [
    "holding-why-ill",
    "holding-why-away",
    "holding-why-goodwill",
];

#[derive(Clone, Debug, PartialEq, Eq)]
enum Prepaid {
    GiftCard,
    Sell(Item),
    Held(HoldingId),
    /// What the client had before.
    Past(ClientId),
    TakeDeposit,
    Deposit(DepositId),
    Points(ClientId),
    BroughtBy(ClientId),
}

/// What can be sold to be used later, and what the cart's client, or the one on the
/// card, has of it.
pub fn prepaid(view: &View) -> Box<dyn Component> {
    let of = client(view).and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    let title = match of {
        Some(client) => view.fill("prepaid-title-of", &[("name", client.name.into())]),
        None => view.text("prepaid-title"),
    };
    Picker::new(title, "help-prepaid-menu", rows, open).boxed()
}

fn client(view: &View) -> Option<ClientId> {
    let of_cart = view.ticket.as_ref().and_then(|it| it.ticket.client);
    of_cart.or(view.client)
}

fn rows(typed: &str, view: &View) -> Vec<Row<Prepaid>> {
    let mut rows = Vec::new();
    let held = client(view).map(|id| query::holdings(&view.shop.read(), view.today(), id));
    for holding in held.into_iter().flatten().flatten() {
        rows.push(Row {
            left: holding.name.clone(),
            right: left(&holding, view),
            value: Prepaid::Held(holding.id),
        });
    }
    let kept = client(view).map(|id| query::deposits(&view.shop.read(), id));
    for deposit in kept.into_iter().flatten().flatten() {
        let args = [
            ("left", view.money(deposit.left).into()),
            ("day", view.words().date(deposit.taken_on).into()),
        ];
        rows.push(Row {
            left: view.fill("client-deposit", &args),
            right: String::new(),
            value: Prepaid::Deposit(deposit.id),
        });
    }
    rows.extend(client(view).into_iter().flat_map(|id| of_points(id, view)));
    let had = client(view).filter(|id| !past_of(*id, view).is_empty());
    rows.extend(had.map(|id| Row {
        left: view.text("holding-past"),
        right: String::new(),
        value: Prepaid::Past(id),
    }));
    rows.push(Row {
        left: view.text("prepaid-take-deposit"),
        right: String::new(),
        value: Prepaid::TakeDeposit,
    });
    rows.push(Row {
        left: view.text("prepaid-sell-card"),
        right: String::new(),
        value: Prepaid::GiftCard,
    });
    for plan in plans::all(view).into_iter().filter(|it| it.active) {
        let name = [("name", plan.name.as_str().into())];
        rows.push(Row {
            left: view.fill("prepaid-sell", &name),
            right: view.money(plan.price),
            value: Prepaid::Sell(Item::Plan(plan.id)),
        });
    }
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

/// The client's points, and who brought the client, where the shop gives some.
fn of_points(client: ClientId, view: &View) -> Vec<Row<Prepaid>> {
    let rules = query::points_rules(&view.shop.read()).unwrap_or_default();
    let sheet = query::points(&view.shop.read(), view.today(), client).ok();
    let Some(sheet) = sheet.filter(|it| rules.on || it.left != 0) else {
        return Vec::new();
    };
    let words = [
        ("n", sheet.left.into()),
        ("worth", view.money(sheet.worth).into()),
    ];
    let points = Row {
        left: view.fill("client-points", &words),
        right: String::new(),
        value: Prepaid::Points(client),
    };
    let brought = Row {
        left: points::brought_by_words(&sheet, view),
        right: String::new(),
        value: Prepaid::BroughtBy(client),
    };
    vec![points, brought]
}

/// `7 left, until 22 Nov 2027`
fn left(holding: &Holding, view: &View) -> String {
    let words = view.words();
    let left = words.left(holding, view.today());
    match holding.until {
        Some(until) => {
            let until = [("until", words.date(until).into())];
            format!("{left}, {}", view.fill("holding-until", &until))
        }
        None => left,
    }
}

fn open(chosen: &Prepaid, view: &View) -> Vec<Cmd> {
    match chosen {
        Prepaid::GiftCard => vec![Cmd::Push(gift_card::sell("", "", view))],
        Prepaid::Sell(item) => {
            let add = [Cmd::AddToCart(*item), Cmd::Focus(Pane::Cart)];
            client_pane::attach_shown(view)
                .into_iter()
                .chain(add)
                .collect()
        }
        Prepaid::TakeDeposit => vec![Cmd::Push(deposit::take(client(view), view))],
        Prepaid::Deposit(id) => deposit::deposit(*id, view)
            .map(Cmd::Push)
            .into_iter()
            .collect(),
        Prepaid::Points(id) => vec![Cmd::Push(points::sheet(*id, view))],
        Prepaid::BroughtBy(id) => vec![Cmd::Push(points::brought_by(*id, view))],
        Prepaid::Held(id) => holding(*id, view).map(Cmd::Push).into_iter().collect(),
        Prepaid::Past(client) => vec![Cmd::Push(past(*client, view))],
    }
}

fn past_of(client: ClientId, view: &View) -> Vec<Holding> {
    query::past_holdings(&view.shop.read(), view.today(), client).unwrap_or_default()
}

/// What a client had before, each with its days.
fn past(client: ClientId, view: &View) -> Box<dyn Component> {
    let rows = move |typed: &str, view: &View| {
        let wanted = Filter::of(typed);
        let words = view.words();
        let span = |it: &Holding| {
            let until = it.until.map_or_else(String::new, |day| words.date(day));
            let args = [
                ("from", words.date(it.from).into()),
                ("until", until.into()),
            ];
            view.fill("holding-span", &args)
        };
        let rows = past_of(client, view).into_iter().map(|it| Row {
            right: span(&it),
            left: it.name,
            value: it.id,
        });
        rows.filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
            .collect()
    };
    let open = |id: &HoldingId, view: &View| {
        let dialog = holding(*id, view).map(Cmd::Push);
        dialog.into_iter().collect()
    };
    Picker::new(view.text("holding-past"), "help-holding-past", rows, open).boxed()
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Wish {
    Enter,
    Book,
    TakeEntryBack,
    Renew,
    EndRest,
    PayBack,
    Cancel,
    Rest,
    Extend,
    Give,
    TakeOver,
    Nothing,
}

fn sheet(id: HoldingId, view: &View) -> Option<HoldingSheet> {
    let reads = view.shop.read();
    let holding = reads.get::<Holding>(&id).ok()??;
    query::holding_sheet(&reads, view.today(), holding).ok()
}

/// What is left of one, how it came so, and what can be done with it.
pub fn holding(id: HoldingId, view: &View) -> Option<Box<dyn Component>> {
    let it = sheet(id, view)?;
    let title = match it.fault {
        Some(fault) => view.words().holding_fault(&it.holding.name, fault),
        None => format!("{}: {}", it.holding.name, left(&it.holding, view)),
    };
    let rows = move |typed: &str, view: &View| {
        sheet(id, view).map_or_else(Vec::new, |it| wishes(typed, &it, view))
    };
    let choose = move |wish: &Wish, view: &View| {
        sheet(id, view).map_or_else(Vec::new, |it| chosen_wish(wish, &it.holding, view))
    };
    Some(Picker::new(title, "help-holding", rows, choose).boxed())
}

fn wishes(typed: &str, sheet: &HoldingSheet, view: &View) -> Vec<Row<Wish>> {
    let holding = &sheet.holding;
    let wish = |id: &str, value| Row {
        left: view.text(id),
        right: String::new(),
        value,
    };
    let mut rows = of_member(holding, sheet.fault, view);
    if holding.closed.is_some() {
        rows.extend(history(sheet, view));
        return rows;
    }
    let has_lapsed = matches!(sheet.fault, Some(HoldingFault::Lapsed { .. }));
    if has_lapsed {
        rows.push(wish("holding-take-over", Wish::TakeOver));
    }
    if holding.until.is_some() {
        rows.push(wish("holding-extend", Wish::Extend));
    }
    if holding.rest_left() > 0 && !has_lapsed {
        let days = [("n", holding.rest_left().into())];
        rows.push(Row {
            left: view.fill("holding-rest", &days),
            right: String::new(),
            value: Wish::Rest,
        });
    }
    if holding.can_move && !has_lapsed {
        rows.push(wish("holding-give", Wish::Give));
    }
    if holding.rests.iter().any(|it| view.today() <= it.until) {
        rows.push(wish("holding-end-rest", Wish::EndRest));
    }
    let is_paid_back = match &holding.kind {
        PlanKind::Membership(gives) => gives.gives_back || !holding.is_touched(),
        _ => true,
    };
    if is_paid_back && !has_lapsed {
        rows.push(wish("holding-pay-back", Wish::PayBack));
    }
    if !has_lapsed {
        rows.push(wish("holding-cancel", Wish::Cancel));
    }
    if sheet.fault.is_none() && !to_book(holding).is_empty() {
        rows.push(wish("holding-book", Wish::Book));
    }
    rows.extend(history(sheet, view));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

/// One of each service that it is for, as far as what is left goes.
fn to_book(holding: &Holding) -> Vec<visit::Chosen> {
    let PlanKind::Visits { services, .. } = &holding.kind else {
        return Vec::new();
    };
    let n_left = usize::try_from(holding.units_left).unwrap_or(usize::MAX);
    let part = |service: &ServiceId| visit::Chosen {
        client: Some(holding.client),
        service: *service,
        staff: None,
        sex: None,
    };
    services.iter().take(n_left).map(part).collect()
}

/// All of it in one visit; more can be added before the times are looked for.
fn book(holding: &Holding, view: &View) -> Box<dyn Component> {
    let party = Party::of(to_book(holding), view.now, &holding.name);
    visit::more(party, view)
}

/// What can be done with a membership besides.
fn of_member(holding: &Holding, fault: Option<HoldingFault>, view: &View) -> Vec<Row<Wish>> {
    let mut rows = Vec::new();
    let Some((gives, term)) = holding.membership() else {
        return rows;
    };
    let mut push = |left: String, value| {
        rows.push(Row {
            left,
            right: String::new(),
            value,
        });
    };
    if gives.entry.is_some() && fault.is_none() {
        push(view.text("holding-enter"), Wish::Enter);
    }
    if term.entries.iter().any(|it| it.on == view.today()) && holding.closed.is_none() {
        push(view.text("holding-enter-back"), Wish::TakeEntryBack);
    }
    if let Some(renewal) = renewal(holding, view) {
        push(renewal, Wish::Renew);
    }
    rows
}

/// `Renew: from 22 Dec 2026 until 21 Jan 2027`, while the shop sells it.
fn renewal(holding: &Holding, view: &View) -> Option<String> {
    let reads = view.shop.read();
    let plan = reads.get::<Plan>(&holding.plan).ok()??;
    let next = query::next_run(&reads, &plan, holding.client, view.today()).ok()?;
    let words = view.words();
    let args = [
        ("from", words.date(next.from).into()),
        ("until", words.date(next.until?).into()),
    ];
    plan.active.then(|| view.fill("holding-renew", &args))
}

/// Uses, visits and decisions; each sort with the latest first.
fn history(sheet: &HoldingSheet, view: &View) -> Vec<Row<Wish>> {
    let holding = &sheet.holding;
    let words = view.words();
    let entries = holding.term.iter().flat_map(|it| it.entries.iter().rev());
    let entries = entries.map(|it| {
        let came = view.text("holding-entered");
        Row {
            left: format!("{}  {came}", words.instant(it.at)),
            right: String::new(),
            value: Wish::Nothing,
        }
    });
    let changes = holding.changes.iter().rev().map(|it| Row {
        left: format!("{}  {}", words.date(it.on), changed(&it.what, view)),
        right: String::new(),
        value: Wish::Nothing,
    });
    let moves = sheet.movements.iter().map(|it| moved(holding, it, view));
    entries.chain(changes).chain(moves).collect()
}

fn moved(holding: &Holding, movement: &PurseMovement, view: &View) -> Row<Wish> {
    let what = why(movement, view);
    if movement.units == 0 {
        return Row {
            left: format!("{}  {what}", view.words().instant(movement.at)),
            right: view.money(movement.amount),
            value: Wish::Nothing,
        };
    }
    let sign = if movement.units < 0 { "-" } else { "+" };
    let units = view
        .words()
        .units(&holding.kind, movement.units.unsigned_abs());
    Row {
        left: format!("{}  {what}", view.words().instant(movement.at)),
        right: format!("{sign} {units}"),
        value: Wish::Nothing,
    }
}

fn changed(what: &HoldingChanged, view: &View) -> String {
    let words = view.words();
    match what {
        HoldingChanged::Extended { was, reason } => view.fill(
            "holding-was-extended",
            &[
                ("was", words.date(*was).into()),
                ("reason", reason.as_str().into()),
            ],
        ),
        HoldingChanged::Rested(rest) => view.fill(
            "holding-rested",
            &[
                ("from", words.date(rest.from).into()),
                ("until", words.date(rest.until).into()),
            ],
        ),
        HoldingChanged::GivenBy(client) => {
            let found = view.shop.read().get::<Client>(client);
            let name = found.ok().flatten().map(|it| it.name).unwrap_or_default();
            view.fill("holding-given-by", &[("client", name.into())])
        }
        HoldingChanged::Woken(rest) => {
            view.fill("holding-woken", &[("until", words.date(rest.until).into())])
        }
        HoldingChanged::Cancelled { reason } => {
            view.fill("holding-cancelled", &[("reason", reason.as_str().into())])
        }
        HoldingChanged::Moved { days } => {
            let id = if *days < 0 {
                "holding-moved-earlier"
            } else {
                "holding-moved"
            };
            view.fill(id, &[("days", days.abs().into())])
        }
    }
}

fn chosen_wish(wish: &Wish, holding: &Holding, view: &View) -> Vec<Cmd> {
    let id = holding.id;
    vec![Cmd::Push(match wish {
        Wish::Enter => {
            return vec![Cmd::RunIn(
                Pane::Client,
                Request::EnterMember {
                    client: holding.client,
                    holding: Some(id),
                },
            )];
        }
        Wish::TakeEntryBack => {
            return vec![Cmd::RunIn(
                Pane::Client,
                Request::TakeEntryBack { holding: id },
            )];
        }
        Wish::EndRest => {
            return vec![Cmd::RunIn(Pane::Client, Request::EndRest { holding: id })];
        }
        Wish::PayBack => return refund::open(view, holding.sold_in),
        Wish::Renew => return renew(holding, view),
        Wish::Cancel => cancel(holding, view),
        Wish::Book => book(holding, view),
        Wish::Rest => rest(holding, view),
        Wish::Extend => extend(holding, view),
        Wish::Give => give(holding, view),
        Wish::TakeOver => {
            let left = [
                ("name", holding.name.as_str().into()),
                ("value", view.money(holding.value_left).into()),
            ];
            Confirm::boxed(
                view.text("holding-take-over"),
                view.fill("holding-take-over-sure", &left),
                "help-holding-take-over",
                move |_| {
                    vec![Cmd::RunIn(
                        Pane::Cart,
                        Request::ExpireHolding { holding: id },
                    )]
                },
            )
        }
        Wish::Nothing => return Vec::new(),
    })]
}

/// Into the cart of its client, where it is sold again.
fn renew(holding: &Holding, view: &View) -> Vec<Cmd> {
    let of_cart = view.ticket.as_ref().and_then(|it| it.ticket.client);
    let add = Cmd::AddToCart(Item::Plan(holding.plan));
    match of_cart {
        Some(client) if client != holding.client => {
            vec![Cmd::Say(Tone::Note, view.text("holding-other-cart"))]
        }
        Some(_) => vec![add, Cmd::Focus(Pane::Cart)],
        None => {
            let client = Some(holding.client);
            let attach = Cmd::RunIn(Pane::Cart, Request::AttachClient { client });
            vec![attach, add, Cmd::Focus(Pane::Cart)]
        }
    }
}

fn cancel(holding: &Holding, view: &View) -> Box<dyn Component> {
    let why: FormField<()> = any_why(&USUAL_REASONS, "", (), view).needed();
    let id = holding.id;
    Form::new(
        titled("holding-cancel-title", holding, view),
        "help-holding-cancel",
        vec![why],
        move |fields, _| {
            Ok(vec![Cmd::Run(Request::CancelHolding {
                holding: id,
                reason: text_of(fields, Field::Reason).to_owned(),
            })])
        },
    )
    .on_done(said)
    .boxed()
}

fn said(outcome: &Outcome, view: &View) -> Vec<Cmd> {
    vec![view.say_done(outcome)]
}

fn titled(id: &str, holding: &Holding, view: &View) -> String {
    view.fill(id, &[("name", holding.name.as_str().into())])
}

fn rest(holding: &Holding, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let most = [("n", holding.rest_left().into())];
    let days: FormField<()> = FormField::text(Field::Days, label(Field::Days), "")
        .of_digits(DAYS_DIGITS_MAX)
        .hint(view.fill("holding-rest-most", &most))
        .needed();
    let from = optional_day_ahead(Field::From, view.text("holding-from-today"), view);
    let id = holding.id;
    Form::new(
        titled("holding-rest-title", holding, view),
        "help-holding-rest",
        vec![days, from],
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::RestHolding {
                holding: id,
                from: read_optional_day_ahead(fields, Field::From, view)?,
                days: number(fields, Field::Days, view)?,
            })])
        },
    )
    .submit_from(0)
    .on_done(said)
    .boxed()
}

fn extend(holding: &Holding, view: &View) -> Box<dyn Component> {
    let hint = holding.until.map(|it| view.words().date(it));
    let hint = [("until", hint.unwrap_or_default().into())];
    let until = optional_day_ahead(Field::Until, view.fill("holding-until", &hint), view).needed();
    let why = any_why(&USUAL_REASONS, "", (), view).needed();
    let id = holding.id;
    Form::new(
        titled("holding-extend-title", holding, view),
        "help-holding-extend",
        vec![until, why],
        move |fields, view| {
            let until = read_optional_day_ahead(fields, Field::Until, view)?;
            Ok(vec![Cmd::Run(Request::ExtendHolding {
                holding: id,
                until: until.unwrap_or(view.today()),
                reason: text_of(fields, Field::Reason).to_owned(),
            })])
        },
    )
    .on_done(said)
    .boxed()
}

fn give(holding: &Holding, view: &View) -> Box<dyn Component> {
    let label = view.words().field(Field::Client);
    let to = FormField::pick(Field::Client, label, None, clients).needed();
    let id = holding.id;
    Form::new(
        titled("holding-give-title", holding, view),
        "help-holding-give",
        vec![to],
        move |fields, view| {
            let to = chosen(fields, Field::Client, view)?;
            let to = to.ok_or_else(|| (Field::Client, view.text("booking-unknown-client")))?;
            Ok(vec![Cmd::Run(Request::TransferHolding { holding: id, to })])
        },
    )
    .on_done(said)
    .boxed()
}

/// Who is found by what is typed.
pub(in crate::ui) fn clients(typed: &str, view: &View) -> Vec<Choice<ClientId>> {
    if typed.trim().is_empty() {
        return Vec::new();
    }
    let found = query::look_up_clients(&view.shop, typed, HITS_MAX);
    let hits = found.map(|it| it.hits).unwrap_or_default();
    let choice = |hit: query::ClientHit| Choice {
        label: hit.name,
        detail: hit.phone,
        value: hit.id,
    };
    hits.into_iter().map(choice).collect()
}
