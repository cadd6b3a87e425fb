//! What the client sees while the desk sells: the last item and the total, then
//! what was paid and the change. Never a name or a phone.

use super::view::View;
use crate::{
    devices::display::DisplayText,
    domain::{
        money::Money,
        sale::{Sale, SaleLine},
        tender::TenderKind,
    },
    ops::outcome::Sold,
    store::Reads,
};

/// Keeps what was shown, to know which line of the cart is the news.
#[derive(Default)]
pub(super) struct CustomerDisplay {
    lines: Vec<(u32, i64, Money)>,
    shown: usize,
    paid: Option<DisplayText>,
    /// So many minutes has the change been shown.
    n_minutes: u8,
}

/// The change is shown until the next sale, or so long.
const PAID_MINUTES_MAX: u8 = 2;

impl CustomerDisplay {
    pub(super) fn sold(&mut self, sold: &Sold, view: &View) {
        self.paid = Some(paid(sold, view));
        self.n_minutes = 0;
    }

    pub(super) fn minute(&mut self) {
        self.n_minutes = self.n_minutes.saturating_add(1);
        if self.n_minutes >= PAID_MINUTES_MAX {
            self.paid = None;
        }
    }

    pub(super) fn text(&mut self, view: &View) -> DisplayText {
        let sheet = view.ticket.as_ref().filter(|it| !it.lines.is_empty());
        let Some(sheet) = sheet else {
            self.lines.clear();
            return self.paid.clone().unwrap_or_else(|| idle(view));
        };
        self.paid = None;
        self.notice(&sheet.lines);
        let Some(line) = sheet.lines.get(self.shown) else {
            return idle(view);
        };
        let taken: Money = sheet.ticket.taken.iter().filter_map(|it| it.amount).sum();
        let (word, amount) = if taken == Money::ZERO {
            ("display-total", sheet.total)
        } else {
            ("display-due", sheet.total - taken)
        };
        let mut name = view.words().item(line.item, &line.name);
        if line.quantity != 1 {
            name = format!("{} x {name}", line.quantity);
        }
        DisplayText::amounts(
            (&name, &view.money(line.total)),
            (&view.text(word), &view.money(amount)),
        )
    }

    /// The last line that is new or has changed.
    fn notice(&mut self, lines: &[SaleLine]) {
        let seen: Vec<(u32, i64, Money)> = lines
            .iter()
            .map(|line| (line.number, line.quantity, line.total))
            .collect();
        if seen != self.lines {
            let is_news = |it: &(u32, i64, Money)| !self.lines.contains(it);
            let last = seen.len().saturating_sub(1);
            self.shown = seen.iter().rposition(is_news).unwrap_or(last);
            self.lines = seen;
        }
    }
}

fn idle(view: &View) -> DisplayText {
    let word = if view.drawer.is_some() {
        "display-welcome"
    } else {
        "display-closed"
    };
    DisplayText::centred(&view.settings.shop_name, &view.text(word))
}

fn paid(sold: &Sold, view: &View) -> DisplayText {
    if sold.cash_out > Money::ZERO || sold.total < Money::ZERO {
        let amount = view.money(-sold.total);
        return DisplayText::amounts((&view.text("display-refund"), &amount), ("", ""));
    }
    let tendered = cash_tendered(sold, view);
    if tendered > Money::ZERO {
        return DisplayText::amounts(
            (&view.text("display-cash"), &view.money(tendered)),
            (&view.text("display-change"), &view.money(sold.change)),
        );
    }
    DisplayText::amounts(
        (&view.text("display-paid"), &view.money(sold.total)),
        (&view.text("display-thanks"), ""),
    )
}

fn cash_tendered(sold: &Sold, view: &View) -> Money {
    let sale = view.shop.read().get::<Sale>(&sold.sale);
    let payments = sale.ok().flatten().map(|sale| sale.payments);
    let cash = payments.into_iter().flatten();
    cash.filter(|payment| payment.kind == TenderKind::Cash)
        .map(|payment| payment.tendered)
        .sum()
}
