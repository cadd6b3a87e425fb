//! Who was found, with what matched marked.

use ratatui::text::{Line, Span};

use crate::{
    domain::{
        matching::marks::{in_address, in_name, in_number},
        text,
    },
    ops::query::{ClientHit, FoundClients},
    ui::{
        action::Action,
        view::View,
        widgets::marked::{cut_at, end_of},
    },
};

/// From so many cells on there is room for the number beside every name. A list that is
/// narrower stands on a small screen, perhaps at the end of a slow line.
const WIDE: usize = 40;
/// So many rows of a narrow list: each more is drawn anew with most keys.
const NARROW_ROWS: usize = 4;
/// Of a number that tells two of one name apart.
const END_CELLS: usize = 5;

/// How many hits are shown at a time.
pub(super) fn n_rows(width: usize, n_fit: usize) -> usize {
    let most = if width < WIDE { NARROW_ROWS } else { n_fit };
    n_fit.min(most).max(1)
}

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
    rows(found, typed, marked, width, view)
}

/// Those that there are.
pub(super) fn rows(
    found: &FoundClients,
    typed: &str,
    marked: usize,
    width: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let rows = found.hits.iter().enumerate();
    rows.map(|(idx, hit)| {
        let other = beside(hit, found, typed, width);
        line(hit, &other, typed, idx == marked, width, view)
    })
    .collect()
}

/// What stands behind a name: the address or the number where they were typed, or where
/// there is room for it; else the end of the number, if two have one name.
fn beside(hit: &ClientHit, found: &FoundClients, typed: &str, width: usize) -> String {
    if typed.contains('@') {
        return end_of(&hit.email, width * 2 / 5);
    }
    let is_number = typed.chars().any(|it| it.is_ascii_digit());
    if width >= WIDE || is_number {
        return end_of(&hit.phone, width * 2 / 5);
    }
    let namesakes = found.hits.iter().filter(|it| it.name == hit.name);
    if namesakes.count() > 1 {
        return end_of(&hit.phone, END_CELLS);
    }
    String::new()
}

fn line(
    hit: &ClientHit,
    phone: &str,
    typed: &str,
    marked: bool,
    width: usize,
    view: &View,
) -> Line<'static> {
    let (style, mark) = if marked {
        (view.theme.selected(), view.theme.glyph("▸", ">"))
    } else {
        (view.theme.plain(), " ")
    };
    let alert = if hit.has_alert { "! " } else { "" };
    let is_email = typed.contains('@');
    let room = width.saturating_sub(text::cells(phone) + 3);
    let name = text::cut(&hit.name, room.saturating_sub(text::cells(alert)));
    let n_filled = room.saturating_sub(text::cells(alert) + text::cells(&name));
    let name_marks = if is_email {
        Vec::new()
    } else {
        in_name(&name, typed)
    };
    let phone_marks = if is_email {
        in_address(phone, typed)
    } else {
        in_number(phone, typed)
    };
    let mut spans = vec![Span::raw(format!("{mark} {alert}"))];
    spans.extend(cut_at(&name, &name_marks, style, view.theme));
    spans.push(Span::raw(" ".repeat(n_filled + 1)));
    spans.extend(cut_at(phone, &phone_marks, style, view.theme));
    Line::from(spans).style(style)
}
