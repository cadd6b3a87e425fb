//! The cart's lines as rows of text, and which of them fit on a page.

use std::ops::Range;

use crate::{
    domain::{
        checkout,
        money::Money,
        sale::SaleLine,
        ticket::{Discount, OfferKind, PriceReason},
    },
    ops::query::{CouponOnCart, Ending, TicketSheet},
    ui::{action::Action, view::View},
};

/// A text and an amount at its right.
pub(super) type Row = (String, String);

/// One line of the cart: quantity, name and price, then therapist and discount if
/// there are any.
pub(super) struct Block {
    pub(super) number: u32,
    pub(super) rows: Vec<Row>,
}

pub(super) fn blocks(sheet: &TicketSheet, view: &View) -> Vec<Block> {
    let widest = sheet
        .lines
        .iter()
        .map(|line| line.quantity.to_string().len())
        .max()
        .unwrap_or(1);
    let indent = " ".repeat(widest + 1);
    let of_line = |(idx, line): (usize, &crate::domain::sale::SaleLine)| {
        let name = view.words().item(line.item, &line.name);
        let head = format!("{:>widest$} {name}", line.quantity);
        let mut rows = vec![(head, view.money(line.gross))];
        if let Some(staff) = sheet.staff.get(idx).filter(|name| !name.is_empty()) {
            rows.push((format!("{indent}{staff}"), String::new()));
        }
        if line.returned.is_some() {
            let reason = [("reason", line.note.as_str().into())];
            let words = view.fill("cart-comes-back", &reason);
            rows.push((format!("{indent}{words}"), String::new()));
        }
        if let Some(words) = price_words(line, view) {
            rows.push((format!("{indent}{words}"), String::new()));
        }
        if let Some(discount) = line.discount {
            let words = discount_words(discount, view);
            rows.push((format!("{indent}{words}"), view.money(line.own_discount())));
        }
        let offers = line.offers.iter();
        for offer in offers.filter(|it| it.kind != OfferKind::Order) {
            let words = view.words().offer(offer);
            rows.push((format!("{indent}{words}"), view.money(-offer.off)));
        }
        let goods = sheet.points.iter().flat_map(|it| &it.goods);
        let mut goods = goods.filter(|it| it.line == line.number && !it.taken);
        if let Some(goods) = goods.next() {
            let words = [
                ("key", view.key(Action::CartUse).into()),
                ("n", goods.points.into()),
            ];
            let words = view.fill("cart-for-points", &words);
            rows.push((format!("{indent}{words}"), String::new()));
        }
        if let Some(drawn) = &line.drawn {
            let words = view.fill("cart-drawn", &[("name", drawn.name.as_str().into())]);
            rows.push((format!("{indent}{words}"), view.money(-line.gross)));
        }
        Block {
            number: line.number,
            rows,
        }
    };
    sheet.lines.iter().enumerate().map(of_line).collect()
}

/// Why the line does not cost what the list says to anybody.
fn price_words(line: &SaleLine, view: &View) -> Option<String> {
    let mut words = match &line.price_reason {
        PriceReason::Level(name) => name.clone(),
        PriceReason::Person => view.text("cart-price-person"),
        PriceReason::NoShow => view.text("cart-price-no-show"),
        PriceReason::LateCancel => view.text("cart-price-late-cancel"),
        PriceReason::Changed(reason) => {
            let words = [
                ("price", view.money(line.list_price).into()),
                ("reason", reason.as_str().into()),
            ];
            view.fill("cart-price-changed", &words)
        }
        _ => String::new(),
    };
    if let Some(minutes) = line.minutes {
        let minutes = view.fill("form-minutes", &[("n", minutes.into())]);
        words = match words.as_str() {
            "" => minutes,
            words => format!("{words}, {minutes}"),
        };
    }
    (!words.is_empty()).then_some(words)
}

fn discount_words(discount: Discount, view: &View) -> String {
    match discount {
        Discount::Percent(rate) => view.fill(
            "cart-discount-percent",
            &[("rate", rate.to_string().into())],
        ),
        Discount::Amount(_) => view.text("cart-discount"),
    }
}

/// What is taken off the whole order, in one row.
fn off_order(sheet: &TicketSheet, view: &View) -> Option<Row> {
    let order = sheet.ticket.order_discount.as_ref()?;
    let offers = sheet.lines.iter().flat_map(|it| &it.offers);
    let off: Money = offers
        .filter(|it| it.kind == OfferKind::Order)
        .map(|it| it.off)
        .sum();
    let words = match order.discount {
        Discount::Percent(rate) => view.fill(
            "cart-order-discount-percent",
            &[("rate", rate.to_string().into())],
        ),
        Discount::Amount(_) => view.text("cart-order-discount"),
    };
    let words = match order.given.reason.as_str() {
        "" => words,
        reason => format!("{words}: {reason}"),
    };
    Some((words, view.money(-off)))
}

/// What the client has paid ahead and one key uses.
fn suggestion(sheet: &TicketSheet, view: &View) -> Option<Row> {
    let Some(usable) = sheet.usable.first() else {
        return deposit(sheet, view).or_else(|| points(sheet, view));
    };
    let line = sheet.lines.iter().find(|it| it.number == usable.line)?;
    let left = view.words().units(&usable.kind, usable.units_left);
    let left = match usable.until.filter(|_| usable.ends_soon) {
        Some(until) => {
            let until = [("until", view.words().short_date(until).into())];
            format!("{left} {}", view.fill("holding-until", &until))
        }
        None => left,
    };
    let words = [
        ("key", view.key(Action::CartUse).into()),
        ("name", usable.name.as_str().into()),
        ("left", left.into()),
    ];
    Some((view.fill("cart-usable", &words), view.money(-line.gross)))
}

/// What of the client's ends soon, where it is not said already.
fn ending(sheet: &TicketSheet, view: &View) -> Vec<Row> {
    let said = sheet.usable.first().filter(|it| it.ends_soon);
    let ending = sheet.ending.iter();
    let ending = ending.filter(|it| said.is_none_or(|said| said.holding != it.holding));
    let row = |it: &Ending| {
        let words = [
            ("name", it.name.as_str().into()),
            ("until", view.words().short_date(it.until).into()),
        ];
        (view.fill("cart-ends-soon", &words), String::new())
    };
    ending.map(row).collect()
}

/// Coupons that take nothing off as the cart is now.
fn waiting(sheet: &TicketSheet, view: &View) -> Vec<Row> {
    let coupons = sheet.coupons.iter().filter(|it| it.off.is_zero());
    let row = |it: &CouponOnCart| {
        let code = [("code", it.code.as_str().into())];
        (view.fill("cart-coupon", &code), String::new())
    };
    coupons.map(row).collect()
}

/// What one key takes of the client's oldest deposit.
fn deposit(sheet: &TicketSheet, view: &View) -> Option<Row> {
    let deposit = sheet.deposits.first()?;
    let taken = &sheet.ticket.taken;
    let due = checkout::due_after(sheet.total, taken, view.settings.cash_rounding).ok()?;
    let part = due.exact.min(deposit.left);
    let words = [
        ("key", view.key(Action::CartUse).into()),
        ("day", view.words().short_date(deposit.taken_on).into()),
    ];
    (part > Money::ZERO).then(|| (view.fill("cart-deposit", &words), view.money(-part)))
}

/// What one key takes of the client's points, and which of them end soon.
fn points(sheet: &TicketSheet, view: &View) -> Option<Row> {
    let points = sheet.points.as_ref().filter(|it| it.pays > Money::ZERO)?;
    let words = [
        ("key", view.key(Action::CartUse).into()),
        ("n", points.left.into()),
    ];
    let mut row = view.fill("cart-points", &words);
    if let Some(end) = points.ends_soon {
        let day = view.words().short_date(end.on);
        let ends = [("n", end.points.into()), ("day", day.into())];
        row = format!("{row}, {}", view.fill("points-ends", &ends));
    }
    Some((row, view.money(-points.pays)))
}

/// The rows under the lines: what is taken off the whole, tax where prices are without it, and the total.
pub(super) fn sums(sheet: &TicketSheet, view: &View) -> Vec<Row> {
    let listed = sheet
        .lines
        .iter()
        .filter(|line| line.drawn.is_none())
        .map(|line| line.gross + line.discount_amount)
        .sum();
    let tax = sheet.total - listed;
    let mut rows: Vec<Row> = suggestion(sheet, view).into_iter().collect();
    rows.extend(ending(sheet, view));
    rows.extend(waiting(sheet, view));
    rows.extend(off_order(sheet, view));
    if !tax.is_zero() {
        rows.push((view.text("cart-tax"), view.money(tax)));
    }
    let total = if sheet.total.is_negative() {
        "cart-to-hand-out"
    } else {
        "cart-total"
    };
    rows.push((view.text(total), view.money(sheet.total)));
    rows
}

/// One page of blocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) blocks: Range<usize>,
    /// From 1.
    pub(super) nth: usize,
    pub(super) n_pages: usize,
}

/// The page with the marked block. A block is never split between pages; a page
/// holds at least one.
pub(super) fn page(heights: &[usize], marked: usize, n_rows: usize) -> Page {
    let mut pages: Vec<Range<usize>> = Vec::new();
    let mut left = 0;
    for (idx, height) in heights.iter().enumerate() {
        match pages.last_mut() {
            Some(page) if *height <= left => page.end = idx + 1,
            _ => {
                pages.push(idx..idx + 1);
                left = n_rows;
            }
        }
        left = left.saturating_sub(*height);
    }
    let nth = pages
        .iter()
        .position(|page| page.contains(&marked))
        .unwrap_or(0);
    Page {
        blocks: pages.get(nth).cloned().unwrap_or(0..0),
        nth: nth + 1,
        n_pages: pages.len().max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_hold_whole_lines_and_the_marked_one() {
        #[rustfmt::skip]
        let cases = [
            // heights          marked rows  shown  page pages
            (vec![],             0,     5,    0..0,  1,   1),
            (vec![1],              0,     5,    0..1,  1,   1),
            (vec![1, 1, 1, 1, 1],  4,     5,    0..5,  1,   1),
            (vec![1, 1, 1, 1, 1, 1], 4,   5,    0..5,  1,   2),
            (vec![1, 1, 1, 1, 1, 1], 5,   5,    5..6,  2,   2),
            (vec![2, 2, 2],        0,     5,    0..2,  1,   2),
            (vec![2, 2, 2],        2,     5,    2..3,  2,   2),
            (vec![3, 3],           1,     2,    1..2,  2,   2),
            (vec![1, 1],           0,     0,    0..1,  1,   2),
        ];
        for (heights, marked, n_rows, blocks, nth, n_pages) in cases {
            let want = Page {
                blocks,
                nth,
                n_pages,
            };
            assert_eq!(
                page(&heights, marked, n_rows),
                want,
                "{heights:?} {marked} {n_rows}"
            );
        }
    }
}
