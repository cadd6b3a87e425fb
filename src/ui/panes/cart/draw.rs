//! The cart drawn: from the bottom up the entry line, the hits over it, the total,
//! and above them as many lines as fit.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{
    CartPane,
    done::Done,
    rows::{self, Row},
};
use crate::{
    domain::{checkout, text},
    ops::query::TicketSheet,
    ui::{
        action::Action,
        dialogs::payment,
        view::View,
        widgets::{big, strip},
    },
};

const ALERT_ROWS_MAX: usize = 2;

pub(super) fn render(pane: &CartPane, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
    let title = title(view, usize::from(area.width));
    let mut inner = strip::boxed(frame, area, &title, view.theme, focused);
    if inner.width == 0 || inner.height == 0 {
        return;
    }
    let entry = take_bottom(&mut inner, 1);
    entry_line(pane, frame, entry, view, focused);
    hits(pane, frame, &mut inner, view);
    match (&view.ticket, &pane.done) {
        (None, Some(done)) => change(frame, inner, done, view),
        (Some(sheet), Some(done)) if sheet.lines.is_empty() => change(frame, inner, done, view),
        (Some(sheet), _) if !sheet.lines.is_empty() => {
            alert(pane, frame, &mut inner, view);
            sums(pane, frame, &mut inner, sheet, view);
            lines(pane, frame, inner, sheet, view);
        }
        _ => {
            alert(pane, frame, &mut inner, view);
            empty(frame, inner, view);
        }
    }
}

fn title(view: &View, width: usize) -> String {
    let pane = view.text("pane-cart");
    let client = view
        .ticket
        .as_ref()
        .map_or("", |sheet| sheet.client.as_str());
    let title = if client.is_empty() {
        pane
    } else {
        format!("{pane}  {client}")
    };
    text::cut(&title, width.saturating_sub(4))
}

/// Cuts rows off the bottom of an area, as far as it has them.
fn take_bottom(area: &mut Rect, n_rows: usize) -> Rect {
    let height = u16::try_from(n_rows).unwrap_or(u16::MAX).min(area.height);
    area.height -= height;
    Rect {
        y: area.bottom(),
        height,
        ..*area
    }
}

fn entry_line(pane: &CartPane, frame: &mut Frame, mut area: Rect, view: &View, focused: bool) {
    if let Some(count) = pane.hits.counted(view) {
        let width = u16::try_from(text::cells(&count)).unwrap_or(u16::MAX);
        // What is typed has the room before how many it finds.
        if width.saturating_mul(2) < area.width {
            area.width -= width + 1;
            let place = Rect {
                x: area.right() + 1,
                width,
                ..area
            };
            frame.render_widget(Line::styled(count, view.theme.dim()), place);
        }
    }
    let field = strip::prompt(frame, area, "> ", view.theme);
    pane.entry
        .render(frame, field, view.theme.strong(), focused);
}

fn hits(pane: &CartPane, frame: &mut Frame, inner: &mut Rect, view: &View) {
    let n_hits = pane.hits.rows().count();
    let area = take_bottom(inner, n_hits);
    for (y, (marked, hit)) in (area.y..area.bottom()).zip(pane.hits.rows()) {
        let price = hit
            .price
            .map_or_else(|| view.text("cart-price-open"), |price| view.money(price));
        let price = view.own_price(hit.own_price, price);
        let style = if marked {
            view.theme.selected()
        } else {
            view.theme.plain()
        };
        let mark = if marked {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        row(
            frame,
            Rect {
                y,
                height: 1,
                ..area
            },
            mark,
            &(hit.name.clone(), price),
            style,
        );
    }
}

/// A mark, a text that gives way, and an amount that never does.
fn row(frame: &mut Frame, area: Rect, mark: &str, (left, right): &Row, style: Style) {
    if area.height == 0 {
        return;
    }
    let width = usize::from(area.width);
    let gap = usize::from(!right.is_empty());
    let left_width = width.saturating_sub(text::cells(right) + text::cells(mark) + gap);
    let left = text::pad(&text::cut(left, left_width), left_width);
    let line = format!("{mark}{left}{}{right}", " ".repeat(gap));
    frame.render_widget(Line::from(Span::styled(line, style)), area);
}

fn alert(pane: &CartPane, frame: &mut Frame, inner: &mut Rect, view: &View) {
    if pane.alert.is_empty() {
        return;
    }
    let wrapped = text::wrap(&pane.alert, usize::from(inner.width).saturating_sub(2));
    for (nth, line) in wrapped.into_iter().take(ALERT_ROWS_MAX).enumerate() {
        if inner.height == 0 {
            return;
        }
        let mark = if nth == 0 { "! " } else { "  " };
        let span = Span::styled(format!("{mark}{line}"), view.theme.alert());
        frame.render_widget(
            Line::from(span),
            Rect {
                height: 1,
                ..*inner
            },
        );
        inner.y += 1;
        inner.height -= 1;
    }
}

/// A rule, the total, and what is still due of it while parts were taken.
fn sums(pane: &CartPane, frame: &mut Frame, inner: &mut Rect, sheet: &TicketSheet, view: &View) {
    let mut sums = rows::sums(sheet, view);
    let total = sums.len().saturating_sub(1);
    let still_due = total + pane.parts(view).len() + 1;
    sums.extend(due(pane, sheet, view));
    let area = take_bottom(inner, sums.len());
    // Where not all fit, what is to be paid stays.
    let first = sums.len() - usize::from(area.height);
    for (y, (nth, sum)) in (area.y..area.bottom()).zip(sums.iter().enumerate().skip(first)) {
        let is_paid_in_parts = still_due > total + 1;
        let style = if nth == total || (is_paid_in_parts && nth == still_due) {
            view.theme.strong()
        } else {
            view.theme.plain()
        };
        row(
            frame,
            Rect {
                y,
                height: 1,
                ..area
            },
            "",
            sum,
            style,
        );
    }
    let rule = take_bottom(inner, 1);
    if rule.height > 0 {
        let line = view.theme.glyph("─", "-").repeat(usize::from(rule.width));
        frame.render_widget(Line::from(line), rule);
    }
}

/// The parts taken and what is left of the total; how that is rounded in cash.
fn due(pane: &CartPane, sheet: &TicketSheet, view: &View) -> Vec<Row> {
    let parts = pane.parts(view);
    let mut rows = payment::part_rows(parts, view);
    if sheet.total.is_negative() {
        return rows;
    }
    match checkout::due_after(sheet.total, parts, view.settings.cash_rounding) {
        Ok(due) => {
            if !parts.is_empty() {
                rows.push((view.text("cart-due"), view.money(due.exact)));
            }
            if due.in_cash != due.exact {
                rows.push((view.text("cart-in-cash"), view.money(due.in_cash)));
            }
        }
        Err(_) => rows.push((view.text("cart-too-much"), "!".to_owned())),
    }
    rows
}

fn lines(pane: &CartPane, frame: &mut Frame, area: Rect, sheet: &TicketSheet, view: &View) {
    let blocks = rows::blocks(sheet, view);
    let heights: Vec<usize> = blocks.iter().map(|block| block.rows.len()).collect();
    let marked = blocks
        .iter()
        .position(|block| Some(block.number) == pane.marked)
        .unwrap_or(0);
    let fitting = rows::page(&heights, marked, usize::from(area.height));
    let shown = blocks
        .iter()
        .enumerate()
        .skip(fitting.blocks.start)
        .take(fitting.blocks.len());
    let mut y = area.y;
    for (idx, block) in shown {
        for (nth, text) in block.rows.iter().enumerate() {
            if y >= area.bottom() {
                return;
            }
            let here = idx == marked && nth == 0;
            let mark = if here {
                view.theme.glyph("▸", ">")
            } else {
                " "
            };
            row(
                frame,
                Rect {
                    y,
                    height: 1,
                    ..area
                },
                mark,
                text,
                view.theme.plain(),
            );
            y += 1;
        }
    }
    if fitting.n_pages > 1 {
        page_note(frame, area, fitting.nth, fitting.n_pages, view);
    }
}

/// On the rule under the lines.
fn page_note(frame: &mut Frame, area: Rect, nth: usize, n_pages: usize, view: &View) {
    let note = view.fill(
        "cart-page",
        &[("nth", nth.into()), ("pages", n_pages.into())],
    );
    let note = format!(" {note} ");
    let width = u16::try_from(text::cells(&note)).unwrap_or(u16::MAX);
    let y = area.bottom();
    if width < area.width && y < frame.area().bottom() {
        frame.render_widget(
            Line::from(note),
            Rect {
                x: area.right() - width - 1,
                y,
                width,
                height: 1,
            },
        );
    }
}

fn change(frame: &mut Frame, area: Rect, done: &Done, view: &View) {
    let one = |y: u16| Rect {
        y,
        height: u16::from(y < area.bottom()),
        ..area
    };
    frame.render_widget(
        Line::from(Span::styled(done.label.as_str(), view.theme.strong())),
        one(area.y),
    );
    let top = area.y + 1;
    let large = Rect {
        y: top,
        height: area.bottom().saturating_sub(top).min(big::ROWS),
        ..area
    };
    big::render(frame, large, &done.amount, view.theme.strong(), view.theme);
    let mut y = large.bottom();
    if usize::from(area.bottom().saturating_sub(y)) > done.rows.len() {
        y += 1;
    }
    for sum in &done.rows {
        if y < area.bottom() {
            row(frame, one(y), "", sum, view.theme.plain());
        }
        y += 1;
    }
}

/// How to begin, and what waits.
fn empty(frame: &mut Frame, area: Rect, view: &View) {
    let mut sentences = vec![view.text("cart-empty")];
    if view.drawer.is_none() && view.has_drawer() {
        let args = [("key", view.key(Action::DrawerMenu).into())];
        sentences.push(view.fill("cart-drawer-closed", &args));
    }
    if view.n_parked > 0 {
        let args = [
            ("n", view.n_parked.into()),
            ("key", view.key(Action::Park).into()),
        ];
        sentences.push(view.fill("cart-parked", &args));
    }
    let wrapped = sentences
        .iter()
        .flat_map(|it| text::wrap(it, usize::from(area.width)));
    for (y, line) in (area.y..area.bottom()).zip(wrapped) {
        frame.render_widget(
            Line::from(Span::styled(line, view.theme.dim())),
            Rect {
                y,
                height: 1,
                ..area
            },
        );
    }
}
