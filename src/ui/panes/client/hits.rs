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
        in_address(&phone, typed)
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
