//! Who was found, with what matched marked.

use std::ops::Range;

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    domain::{
        matching::marks::{in_name, in_number},
        text,
    },
    ops::query::{ClientHit, FoundClients},
    ui::{action::Action, view::View},
};

/// One line for each hit, `marked` being the one that Enter takes.
pub(super) fn lines(
    found: &FoundClients,
    typed: &str,
    marked: usize,
    width: usize,
    view: &View,
) -> Vec<Line<'static>> {
    if found.hits.is_empty() {
        let nobody = view.fill(
            "client-nobody",
            &[("key", view.key(Action::ClientPick).into())],
        );
        let lines = text::wrap(&nobody, width);
        return lines
            .into_iter()
            .map(|line| Line::styled(line, view.theme.dim()))
            .collect();
    }
    let rows = found.hits.iter().enumerate();
    rows.map(|(idx, hit)| line(hit, typed, idx == marked, width, view))
        .collect()
}

fn line(hit: &ClientHit, typed: &str, marked: bool, width: usize, view: &View) -> Line<'static> {
    let (style, mark) = if marked {
        (view.theme.selected(), view.theme.glyph("▸", ">"))
    } else {
        (view.theme.plain(), " ")
    };
    let alert = if hit.has_alert { "! " } else { "" };
    // Beside a number an address would leave no room; it is shown where it was typed.
    let is_email = typed.contains('@');
    let other = if is_email { &hit.email } else { &hit.phone };
    let phone = end_of(other, width * 2 / 5);
    let room = width.saturating_sub(text::cells(&phone) + 3);
    let name = text::cut(&hit.name, room.saturating_sub(text::cells(alert)));
    let n_filled = room.saturating_sub(text::cells(alert) + text::cells(&name));
    let name_marks = if is_email {
        Vec::new()
    } else {
        in_name(&name, typed)
    };
    let phone_marks = if is_email {
        address_marks(&phone, typed)
    } else {
        in_number(&phone, typed)
    };
    let strong = style.patch(view.theme.strong());
    let mut spans = vec![Span::raw(format!("{mark} {alert}"))];
    spans.extend(cut_at(&name, &name_marks, strong));
    spans.push(Span::raw(" ".repeat(n_filled + 1)));
    spans.extend(cut_at(&phone, &phone_marks, strong));
    Line::from(spans).style(style)
}

/// A text in spans, those that are marked in their style.
fn cut_at(text: &str, marks: &[Range<usize>], style: Style) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    let mut from = 0;
    for mark in marks {
        let (before, part) = (text.get(from..mark.start), text.get(mark.clone()));
        spans.extend(before.map(|it| Span::raw(it.to_owned())));
        spans.extend(part.map(|it| Span::styled(it.to_owned(), style)));
        from = mark.end;
    }
    spans.extend(text.get(from..).map(|it| Span::raw(it.to_owned())));
    spans
}

fn address_marks(shown: &str, typed: &str) -> Vec<Range<usize>> {
    let typed = typed.trim().to_ascii_lowercase();
    let found = shown.to_ascii_lowercase().find(&typed);
    found.map(|at| at..at + typed.len()).into_iter().collect()
}

/// The last digits tell clients apart; the country's first ones do not.
fn end_of(phone: &str, n_cells: usize) -> String {
    if text::cells(phone) <= n_cells {
        return phone.to_owned();
    }
    let mut end = phone;
    while text::cells(end) + 1 > n_cells {
        let mut letters = end.chars();
        if letters.next().is_none() {
            break;
        }
        end = letters.as_str();
    }
    format!("…{}", end.trim_start())
}
