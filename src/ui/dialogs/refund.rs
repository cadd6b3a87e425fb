//! Giving lines of a sale back: mark how many of each, see at once how much money
//! that is and where it goes, say why.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    domain::{
        barcode,
        catalog::Product,
        checkout::{self, LineBack, RefundRefusal, Unused},
        ids::SaleId,
        money::Money,
        sale::{Sale, SaleKind},
        tender::{Payment, TenderKind},
        text,
        ticket::Item,
    },
    ops::{
        query::{self, SaleSheet},
        refusal::Refusal,
        request::{RefundLine, RefundWish, Request, TakingBack},
        shop::Stop,
    },
    store::{Reads, record::Lookup},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        dialogs::reason::why,
        view::View,
        widgets::{form::Form, strip},
    },
};

const USUAL_REASONS: [&str; 4] = [
    "refund-reason-unwanted",
    "refund-reason-faulty",
    "refund-reason-mistake",
    "refund-reason-service",
];
/// At most so many dialogs lie between here and the desk: reason, refund, receipt,
/// list.
const DIALOGS_BELOW_MAX: usize = 3;

/// Opens the marking of a sale's lines, or says why nothing can be given back.
pub fn open(view: &View, sale: SaleId) -> Vec<Cmd> {
    match Refund::of(view, sale) {
        Ok(Some(refund)) => vec![Cmd::Push(Box::new(refund))],
        Ok(None) => vec![Cmd::Say(Tone::Note, view.text("receipts-all-back"))],
        Err(stop) => vec![view.say_stop(&stop)],
    }
}

/// A line of the sale, and how many of it are to be given back.
struct Marked {
    number: u32,
    name: String,
    /// Of what is left, one unit's share is not the same for each: the amount is
    /// worked out anew.
    left: u32,
    back: u32,
    /// `None` for what has no shelf.
    restock: Option<bool>,
    item: Item,
}

struct Refund {
    sheet: SaleSheet,
    /// Earlier refunds of the sale.
    already: Vec<Sale>,
    lines: Vec<Marked>,
    at: usize,
    /// `None`: to the tenders that paid, card first.
    tender: Option<TenderKind>,
    /// What is marked, as it would be given back.
    amount: Money,
    payments: Result<Vec<Payment>, RefundRefusal>,
}

impl Refund {
    /// `None` if nothing is left to give back.
    fn of(view: &View, sale: SaleId) -> Result<Option<Self>, Stop> {
        let reads = view.shop.read();
        let Some(sheet) = query::sale(&reads, &view.settings, sale)? else {
            return Ok(None);
        };
        if sheet.sale.kind != SaleKind::Sale {
            return Err(Stop::Refused(Refusal::NotRefundable));
        }
        let already = reads.find::<Sale>(&Lookup::RefundOf(sale))?;
        let sold = sheet.sale.lines.iter().zip(&sheet.refundable);
        let mut lines: Vec<Marked> = sold
            .map(|(line, left)| Marked {
                number: line.number,
                name: view.words().item(line.item, &line.name),
                left: *left,
                back: 0,
                restock: matches!(line.item, Item::Product(_)).then_some(true),
                item: line.item,
            })
            .collect();
        let open: Vec<usize> = (0..lines.len())
            .filter(|idx| lines[*idx].left > 0)
            .collect();
        let Some(&at) = open.first() else {
            return Ok(None);
        };
        // Where there is nothing to choose, nothing is asked.
        if open.len() == 1 && lines[at].left == 1 {
            lines[at].back = 1;
        }
        let payments = Ok(Vec::new());
        let mut refund = Self {
            sheet,
            already,
            lines,
            at,
            tender: None,
            amount: Money::ZERO,
            payments,
        };
        refund.work_out(view);
        Ok(Some(refund))
    }

    fn wishes(&self) -> Vec<LineBack> {
        let marked = self.lines.iter().filter(|line| line.back > 0);
        marked
            .map(|line| LineBack {
                line: line.number,
                quantity: line.back,
                restock: line.restock == Some(true),
                unused: self.unused(line.number),
            })
            .collect()
    }

    fn unused(&self, number: u32) -> Option<Unused> {
        let mut lines = self.sheet.sale.lines.iter().zip(&self.sheet.unused);
        let own = lines.find(|(line, _)| line.number == number);
        own.and_then(|(_, unused)| *unused)
    }

    /// By the same functions as the request.
    fn work_out(&mut self, view: &View) {
        let sale = &self.sheet.sale;
        let totals = checkout::refund_lines(sale, &self.already, &self.wishes());
        self.amount = totals.map_or(Money::ZERO, |totals| totals.total);
        let cash = view.settings.cash_rounding;
        self.payments =
            checkout::refund_payments(sale, &self.already, self.amount, self.tender, cash);
    }

    fn mark(&mut self, idx: usize, by: i64) {
        if let Some(line) = self.lines.get_mut(idx) {
            let back = i64::from(line.back) + by;
            line.back = u32::try_from(back).unwrap_or(0).min(line.left);
        }
    }

    fn step(&mut self, by: isize) {
        let last = self.lines.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    fn next_tender(&mut self) {
        let paid = |kind: &TenderKind| self.sheet.sale.payments.iter().any(|it| it.kind == *kind);
        let mut kinds: Vec<Option<TenderKind>> = vec![None];
        kinds.extend(TenderKind::ALL.into_iter().filter(paid).map(Some));
        let at = kinds
            .iter()
            .position(|kind| *kind == self.tender)
            .unwrap_or(0);
        self.tender = kinds[(at + 1) % kinds.len()];
    }

    /// Goods that are scanned are marked.
    fn scanned(&mut self, code: &str, view: &View) -> bool {
        let code = Lookup::ProductByCode(barcode::normalise(code));
        let found = view.shop.read().find::<Product>(&code).unwrap_or_default();
        let is_it = |line: &Marked| {
            line.back < line.left && found.iter().any(|it| line.item == Item::Product(it.id))
        };
        let Some(idx) = self.lines.iter().position(is_it) else {
            return false;
        };
        self.at = idx;
        self.mark(idx, 1);
        true
    }

    fn marked(&self) -> Vec<RefundLine> {
        let wishes = self.wishes();
        let marked = wishes.iter().map(|it| RefundLine {
            line: it.line,
            quantity: it.quantity,
            restock: it.restock,
        });
        marked.collect()
    }

    /// Into the cart, towards what is taken instead.
    fn ask_why_exchanged(&self, view: &View) -> Cmd {
        let (sale, lines) = (self.sheet.sale.id, self.marked());
        let amount = [("amount", view.money(-self.amount).into())];
        let title = view.fill("exchange-why", &amount);
        let field = why(&USUAL_REASONS, view);
        let form = Form::new(title, "help-refund-why", vec![field], move |fields, _| {
            let reason = fields[0].value().to_owned();
            Ok(vec![Cmd::Run(Request::TakeBack(TakingBack {
                sale,
                lines: lines.clone(),
                reason,
            }))])
        });
        Cmd::Push(
            form.on_done(|_, _| {
                let mut cmds: Vec<Cmd> = (0..DIALOGS_BELOW_MAX).map(|_| Cmd::Pop).collect();
                cmds.push(Cmd::Focus(Pane::Cart));
                cmds
            })
            .boxed(),
        )
    }

    fn ask_why(&self, view: &View) -> Cmd {
        let lines = self.marked();
        let (sale, tender) = (self.sheet.sale.id, self.tender);
        let amount = [("amount", view.money(-self.amount).into())];
        let title = view.fill("refund-why", &amount);
        let field = why(&USUAL_REASONS, view);
        let form = Form::new(title, "help-refund-why", vec![field], move |fields, _| {
            let reason = fields[0].value().to_owned();
            Ok(vec![Cmd::Run(Request::Refund(RefundWish {
                sale,
                lines: lines.clone(),
                tender,
                reason,
            }))])
        });
        Cmd::Push(
            form.on_done(|outcome, view| {
                let mut cmds: Vec<Cmd> = (0..DIALOGS_BELOW_MAX).map(|_| Cmd::Pop).collect();
                cmds.push(view.say_done(outcome));
                cmds
            })
            .boxed(),
        )
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavFirst | Action::NavPageUp => self.at = 0,
            Action::NavLast | Action::NavPageDown => self.at = self.lines.len().saturating_sub(1),
            Action::RefundMark => self.mark(self.at, 1),
            Action::RefundUnmark => self.mark(self.at, -1),
            Action::RefundRestock => {
                if let Some(restock) = &mut self.lines[self.at].restock {
                    *restock = !*restock;
                }
            }
            Action::RefundTender => self.next_tender(),
            Action::Back => return Reply::one(Cmd::Pop),
            Action::Accept | Action::RefundExchange if self.wishes().is_empty() => {
                let mark = [("key", view.key(Action::RefundMark).into())];
                return Reply::one(Cmd::Say(Tone::Note, view.fill("refund-nothing", &mark)));
            }
            Action::Accept => return Reply::one(self.ask_why(view)),
            Action::RefundExchange => return Reply::one(self.ask_why_exchanged(view)),
            _ => return Reply::Ignored,
        }
        self.work_out(view);
        Reply::none()
    }

    fn line(&self, idx: usize, width: usize, view: &View) -> Line<'static> {
        let line = &self.lines[idx];
        let sold = &self.sheet.sale.lines[idx];
        let mark = if idx == self.at {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let back = match line.left {
            0 => view.text("refund-gone"),
            left => view.fill(
                "refund-of",
                &[("back", line.back.into()), ("left", left.into())],
            ),
        };
        let to_shelf = match line.restock {
            Some(true) if line.left > 0 => view.text("refund-to-shelf"),
            Some(false) if line.left > 0 => view.text("refund-not-to-shelf"),
            _ => String::new(),
        };
        let total = text::pad_start(&view.money(sold.total), 9);
        let right = format!("{back}  {to_shelf}  {total}");
        let left_width = width.saturating_sub(text::cells(&right) + 3);
        let name = text::pad(&text::cut(&line.name, left_width), left_width);
        let style = match (idx == self.at, line.left) {
            (true, _) => view.theme.selected(),
            (false, 0) => view.theme.dim(),
            (false, _) if line.back > 0 => view.theme.strong(),
            (false, _) => view.theme.plain(),
        };
        Line::styled(format!("{mark} {name} {right}"), style)
    }

    /// How much, and where it goes.
    fn sum(&self, view: &View) -> String {
        let amount = [("amount", view.money(-self.amount).into())];
        let sum = view.fill("refund-sum", &amount);
        match &self.payments {
            Ok(payments) => {
                let parts: Vec<String> = payments
                    .iter()
                    .map(|it| {
                        format!(
                            "{} {}",
                            view.words().tender(it.kind),
                            view.money(-it.kept())
                        )
                    })
                    .collect();
                if parts.is_empty() {
                    sum
                } else {
                    format!("{sum}: {}", parts.join(" + "))
                }
            }
            Err(RefundRefusal::TenderOutOfRange { kind, left }) => {
                let (kind, left) = (*kind, *left);
                let refusal = Refusal::RefundAboveTender { kind, left };
                format!("{sum}. {}", view.words().refusal(&refusal))
            }
            Err(_) => sum,
        }
    }
}

impl Component for Refund {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Refund,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Scan(code) if self.scanned(code, view) => {
                self.work_out(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        let n = u16::try_from(self.lines.len()).unwrap_or(u16::MAX);
        n.saturating_add(5).clamp(6, most.max(6))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let number = [("receipt", self.sheet.sale.receipt.to_string().into())];
        let title = view.fill("refund-title", &number);
        let inner = strip::dialog(frame, area, &title, view.theme);
        let width = usize::from(inner.width);
        let sum = text::wrap(&self.sum(view), width);
        let n_sum = u16::try_from(sum.len()).unwrap_or(1).min(inner.height);
        let n_rows = usize::from(inner.height - n_sum);
        let first = self.at - self.at.checked_rem(n_rows).unwrap_or(0);
        let shown = (first..self.lines.len()).take(n_rows);
        for (y, idx) in (inner.y..).zip(shown) {
            frame.render_widget(
                self.line(idx, width, view),
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
        for (y, line) in (inner.bottom() - n_sum..).zip(sum.into_iter().take(usize::from(n_sum))) {
            let line = Span::styled(line, view.theme.strong());
            frame.render_widget(
                line,
                Rect {
                    y,
                    height: 1,
                    ..inner
                },
            );
        }
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        let mut hints = vec![Action::Accept, Action::RefundMark, Action::RefundUnmark];
        if self.lines[self.at].restock.is_some() {
            hints.push(Action::RefundRestock);
        }
        if self.sheet.sale.payments.len() > 1 {
            hints.push(Action::RefundTender);
        }
        hints.extend([Action::RefundExchange, Action::Back]);
        hints
    }

    fn help(&self) -> &'static str {
        "help-refund"
    }
}
