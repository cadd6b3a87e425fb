//! Earlier receipts: found by number, client or day, looked at as they print,
//! printed again, and given back from.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{confirm::Confirm, documents, reason::reason_then, refund, send, without_receipt};
use crate::{
    domain::{
        ids::SaleId,
        money::Money,
        print_job::Printable,
        sale::{ReceiptNumber, SaleKind},
        text,
        time::WallTime,
    },
    ops::{
        outcome::Outcome,
        query::{self, ReceiptHit, SaleSheet},
        refusal::Refusal,
        request::Request,
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        view::View,
        widgets::{
            picker::{self, Picker},
            strip,
        },
    },
};

/// Why a whole sale is taken back, most often.
const VOID_REASONS: &[&str] = &[
    "refund-reason-mistake",
    "void-reason-wrong-tender",
    "refund-reason-unwanted",
];

/// Beside the paper, what is known of the receipt needs at least this.
const FACTS_CELLS_MIN: u16 = 16;

pub fn receipts(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("receipts-title"),
        "help-receipts",
        rows,
        |sale, view| open(view, *sale),
    )
    .looking_up()
    .at_most(query::HITS_MAX)
    .staying()
    .when_empty("receipts-none")
    .on_scan(|code, view| open_number(view, code))
    .on_actions(Context::Receipt, |action, sale, view| match action {
        Action::ReceiptWithout => Some(vec![Cmd::Push(without_receipt::form(view))]),
        _ => act(action, *sale?, view),
    })
    .on_answer(said)
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<picker::Row<SaleId>> {
    let wish = query::Wish {
        text: typed,
        ..query::Wish::default()
    };
    let register = view.session.register;
    let hits = query::find_receipts(&view.shop, &view.settings, register, wish);
    hits.unwrap_or_default()
        .iter()
        .map(|hit| row(hit, view))
        .collect()
}

/// Number, time, client; the total at the right.
pub(super) fn row(hit: &ReceiptHit, view: &View) -> picker::Row<SaleId> {
    let kind = match hit.kind {
        SaleKind::Sale if hit.is_all_back => format!("  {}", view.text("receipts-is-back")),
        SaleKind::Sale => String::new(),
        SaleKind::RefundOf(_) => format!("  {}", view.text("receipts-refund")),
        SaleKind::VoidOf(_) => format!("  {}", view.text("receipts-void")),
        SaleKind::WithoutReceipt => format!("  {}", view.text("receipts-without")),
    };
    let when = when(hit.at, view);
    picker::Row {
        left: format!(
            "{}  {when}  {}{kind}",
            hit.receipt,
            view.words().client(&hit.client)
        ),
        right: view.money(hit.total),
        value: hit.sale,
    }
}

/// As `Thu 22 Oct 12:31`, so long that what follows stands in one column.
pub(super) fn when(at: WallTime, view: &View) -> String {
    text::pad(&view.words().moment(at), 16)
}

/// In a list of one client: time and number first, like a visit.
pub(super) fn row_of_client(hit: &ReceiptHit, view: &View) -> picker::Row<SaleId> {
    let kind = match hit.kind {
        SaleKind::Sale => view.text("find-receipt"),
        SaleKind::RefundOf(_) => view.text("receipts-refund"),
        SaleKind::VoidOf(_) => view.text("receipts-void"),
        SaleKind::WithoutReceipt => view.text("receipts-without"),
    };
    picker::Row {
        left: format!("{}  {kind} {}", when(hit.at, view), hit.receipt),
        right: view.money(hit.total),
        value: hit.sale,
    }
}

/// What the keys of a receipt do with it.
pub(super) fn act(action: Action, sale: SaleId, view: &View) -> Option<Vec<Cmd>> {
    match action {
        Action::ReceiptReprint => Some(vec![Cmd::Run(Request::Reprint {
            what: Printable::Receipt(sale),
        })]),
        Action::ReceiptRefund => Some(refund::open(view, sale)),
        Action::ReceiptOverpaid => Some(vec![asked(sale, ask_overpaid, view)]),
        Action::ReceiptVoid => Some(vec![asked(sale, ask_void, view)]),
        Action::ReceiptWithout => Some(vec![Cmd::Push(without_receipt::form(view))]),
        Action::ReceiptInvoice => Some(documents::invoice(sale, view)),
        Action::ReceiptSend => Some(vec![Cmd::Push(send::send(Printable::Receipt(sale), view))]),
        _ => None,
    }
}

/// What is asked about a receipt, or why nothing can be.
fn asked(sale: SaleId, ask: impl FnOnce(&SaleSheet, &View) -> Cmd, view: &View) -> Cmd {
    match query::sale(&view.shop.read(), &view.settings, sale) {
        Ok(Some(sheet)) => ask(&sheet, view),
        Ok(None) => Cmd::Say(Tone::Refused, view.text("receipts-none")),
        Err(stop) => view.say_stop(&stop),
    }
}

/// Money does not go out of the drawer by one key.
fn ask_overpaid(sheet: &SaleSheet, view: &View) -> Cmd {
    let sale = sheet.sale.id;
    if sheet.overpaid <= Money::ZERO {
        let refusal = view.refusal(&Refusal::NothingOverpaid);
        return Cmd::Say(Tone::Refused, refusal);
    }
    let named = [
        ("receipt", sheet.sale.receipt.to_string().into()),
        ("left", view.money(sheet.overpaid).into()),
    ];
    Cmd::Push(Confirm::boxed(
        view.label(Action::ReceiptOverpaid),
        view.fill("receipts-overpaid-sure", &named),
        "help-receipt-overpaid",
        move |_| vec![Cmd::RunIn(Pane::Cart, Request::PayOutOverpaid { sale })],
    ))
}

/// A whole sale does not go by one key: why is asked first.
fn ask_void(sheet: &SaleSheet, view: &View) -> Cmd {
    let sale = sheet.sale.id;
    if is_all_back(sheet) {
        return Cmd::Say(Tone::Refused, view.text("receipts-all-back"));
    }
    let named = [
        ("receipt", sheet.sale.receipt.to_string().into()),
        ("total", view.money(sheet.sale.total).into()),
    ];
    let then = move |reason: &str, _: &View| {
        let reason = reason.to_owned();
        vec![Cmd::Run(Request::Void { sale, reason })]
    };
    let done = |outcome: &Outcome, view: &View| vec![view.say_done(outcome)];
    let title = view.fill("void-title", &named);
    Cmd::Push(reason_then(
        title,
        "help-void",
        VOID_REASONS,
        then,
        done,
        view,
    ))
}

pub(in crate::ui) fn said(answer: &Result<Outcome, Stop>, view: &View) -> Vec<Cmd> {
    match answer {
        Ok(outcome) => vec![view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    }
}

/// The receipt whose number was scanned from paper; `None` if the code is none.
pub fn open_number(view: &View, code: &str) -> Option<Vec<Cmd>> {
    let receipt: ReceiptNumber = code.parse().ok()?;
    let text = receipt.to_string();
    let wish = query::Wish {
        text: &text,
        ..query::Wish::default()
    };
    match query::find_receipts(&view.shop, &view.settings, view.session.register, wish) {
        Ok(hits) => {
            let hit = hits.into_iter().find(|hit| hit.receipt == receipt)?;
            Some(open(view, hit.sale))
        }
        Err(stop) => Some(vec![view.say_stop(&stop)]),
    }
}

/// Shows a receipt.
pub fn open(view: &View, sale: SaleId) -> Vec<Cmd> {
    let mut receipt = Receipt {
        sale,
        title: String::new(),
        paper: Vec::new(),
        facts: Vec::new(),
        first: 0,
    };
    match receipt.load(view) {
        Ok(true) => vec![Cmd::Push(Box::new(receipt))],
        Ok(false) => Vec::new(),
        Err(stop) => vec![view.say_stop(&stop)],
    }
}

struct Receipt {
    sale: SaleId,
    title: String,
    /// As it prints.
    paper: Vec<String>,
    /// What the paper does not say: printed or not, given back.
    facts: Vec<String>,
    /// First line of the paper that is shown.
    first: usize,
}

impl Receipt {
    /// Whether there is such a receipt.
    fn load(&mut self, view: &View) -> Result<bool, Stop> {
        let reads = view.shop.read();
        let Some(sheet) = query::sale(&reads, &view.settings, self.sale)? else {
            return Ok(false);
        };
        let what = Printable::Receipt(self.sale);
        let columns = view.n_columns;
        let paper = query::preview(&view.shop, &view.settings, &view.locale, what, columns)?;
        self.paper = paper.unwrap_or_default();
        let number = [("receipt", sheet.sale.receipt.to_string().into())];
        self.title = view.fill("receipts-one", &number);
        self.facts = facts(&sheet, view);
        Ok(true)
    }
}

fn is_all_back(sheet: &SaleSheet) -> bool {
    sheet.sale.kind == SaleKind::Sale && sheet.refundable.iter().all(|left| *left == 0)
}

fn facts(sheet: &SaleSheet, view: &View) -> Vec<String> {
    let mut facts = vec![
        view.words().moment(sheet.at),
        view.words().client(&sheet.client),
    ];
    let latest = sheet.jobs.iter().max_by_key(|job| job.copy);
    if let Some(job) = latest {
        facts.push(view.words().print_state(&job.state));
        if job.copy > 0 {
            facts.push(view.fill("receipts-copies", &[("n", job.copy.into())]));
        }
    }
    let over: Money = sheet.sale.payments.iter().map(|it| it.over).sum();
    if over > Money::ZERO {
        let said = match sheet.overpaid {
            Money::ZERO => "receipts-overpaid-back",
            _ => "receipts-overpaid",
        };
        facts.push(view.fill(said, &[("over", view.money(over).into())]));
    }
    for refund in &sheet.refunds {
        let refund = [
            ("receipt", refund.receipt.to_string().into()),
            ("total", view.money(refund.total).into()),
        ];
        facts.push(view.fill("receipts-given-back", &refund));
    }
    if is_all_back(sheet) {
        facts.push(view.text("receipts-all-back"));
    }
    facts
}

impl Component for Receipt {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Receipt,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                return match self.load(view) {
                    Ok(_) => Reply::none(),
                    Err(stop) => Reply::one(view.say_stop(&stop)),
                };
            }
            Input::Scan(code) => {
                let Some(other) = open_number(view, code) else {
                    return Reply::Ignored;
                };
                return Reply::Done(std::iter::once(Cmd::Pop).chain(other).collect());
            }
            Input::Action(Action::Back | Action::Accept) => return Reply::one(Cmd::Pop),
            Input::Action(Action::NavUp) => self.first = self.first.saturating_sub(1),
            Input::Action(Action::NavDown) => self.first += 1,
            Input::Action(Action::NavPageUp) => self.first = self.first.saturating_sub(10),
            Input::Action(Action::NavPageDown) => self.first += 10,
            Input::Action(Action::NavFirst) => self.first = 0,
            Input::Action(Action::NavLast) => self.first = self.paper.len(),
            Input::Action(action) => {
                return act(*action, self.sale, view).map_or(Reply::Ignored, Reply::Done);
            }
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        Reply::Done(said(answer, view))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let inner = strip::dialog(frame, area, &self.title, view.theme);
        let beside = inner.width >= view.n_columns + 2 + FACTS_CELLS_MIN;
        let paper_width = if beside { view.n_columns } else { inner.width };
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(self.paper.len().saturating_sub(n_rows));
        let paper = self.paper.iter().skip(self.first).take(n_rows);
        for (y, line) in (inner.y..).zip(paper) {
            let row = Rect {
                y,
                height: 1,
                width: paper_width,
                ..inner
            };
            frame.render_widget(Line::raw(line.as_str()), row);
        }
        if !beside {
            return;
        }
        let x = inner.x + view.n_columns + 2;
        let facts = Rect {
            x,
            width: inner.right() - x,
            ..inner
        };
        let wrapped = self
            .facts
            .iter()
            .flat_map(|fact| text::wrap(fact, usize::from(facts.width)));
        for (y, line) in (facts.y..facts.bottom()).zip(wrapped) {
            frame.render_widget(
                Span::raw(line),
                Rect {
                    y,
                    height: 1,
                    ..facts
                },
            );
        }
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::ReceiptRefund,
            Action::ReceiptVoid,
            Action::ReceiptReprint,
            Action::Back,
            Action::NavDown,
            Action::NavPageDown,
            Action::ReceiptInvoice,
        ]
    }

    fn help(&self) -> &'static str {
        "help-receipt"
    }
}
