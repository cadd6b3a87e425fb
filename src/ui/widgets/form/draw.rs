//! A form on the screen: a page of fields, each with its choices, what was
//! understood beside it and what is wrong under it; the form's own sentence below.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{Form, FormField};
use crate::{
    domain::text,
    ui::{view::View, widgets::strip},
};

/// The mark, the label and a space: the usual, and what the longest label gets.
const LABEL_CELLS: u16 = 13;
const LABEL_CELLS_MAX: u16 = 26;
/// What was understood stands in one column, unless the text reaches over it.
const BESIDE_CELLS: usize = 16;

/// Where the fields stand that are seen: the page with the current one.
#[derive(Clone, Copy, Default)]
pub(super) struct Page {
    first: usize,
    /// The first field of the page before, and of the next one.
    pub(super) before: usize,
    pub(super) next: Option<usize>,
    /// From 1.
    number: usize,
    n_pages: usize,
}

impl<V: Clone + 'static> Form<V> {
    /// A field's row parted: mark and label, then the value.
    fn label_cells(&self, width: u16) -> u16 {
        let labels = self.fields.iter().map(|field| text::cells(&field.label));
        let longest = labels.max().unwrap_or(0) + 3;
        u16::try_from(longest)
            .unwrap_or(LABEL_CELLS_MAX)
            .clamp(LABEL_CELLS, LABEL_CELLS_MAX)
            .min(width / 3)
    }

    fn n_rows(&self, field: &FormField<V>, width: u16) -> usize {
        let under = usize::from(width - self.label_cells(width));
        1 + field.shown().len() + field.sentences(under).len()
    }

    pub(super) fn wanted_height(&self, view: &View, width: u16) -> u16 {
        let inner = width.saturating_sub(2);
        let n: usize = self
            .fields
            .iter()
            .map(|field| self.n_rows(field, inner))
            .sum();
        let below = self.below(inner, view).len();
        u16::try_from(n + below + 2).unwrap_or(u16::MAX)
    }

    /// The form's own sentences wrapped to the width, so that no word of a refusal is
    /// lost; the first lines are what the fields come to.
    fn below(&self, width: u16, view: &View) -> Vec<(String, bool)> {
        let width = usize::from(width);
        let foot = self.foot.as_ref().map(|foot| foot(&self.fields, view));
        let foot = foot.filter(|it| !it.is_empty());
        let foot = foot
            .iter()
            .flat_map(|it| text::wrap(it, width))
            .map(|line| (line, false));
        let message = self
            .message
            .iter()
            .flat_map(|it| text::wrap(it, width))
            .map(|line| (line, true));
        foot.chain(message).collect()
    }

    /// Fields go onto pages in their order, as many as fit.
    fn page(&self, width: u16, height: u16) -> Page {
        let mut page = Page {
            number: 1,
            n_pages: 1,
            ..Page::default()
        };
        let mut used = 0;
        for (idx, field) in self.fields.iter().enumerate() {
            let rows = self.n_rows(field, width);
            if used > 0 && used + rows > usize::from(height) {
                used = 0;
                page.n_pages += 1;
                if idx <= self.at {
                    page.before = page.first;
                    (page.first, page.number) = (idx, page.n_pages);
                } else if page.next.is_none() {
                    page.next = Some(idx);
                }
            }
            used += rows;
        }
        page
    }

    /// Gives the page that was drawn.
    pub(super) fn draw(&self, frame: &mut Frame, area: Rect, view: &View) -> Page {
        let room = area.height.saturating_sub(2);
        let width = area.width.saturating_sub(2);
        let below = self.below(width, view);
        // A field is always seen, whatever else is to be said.
        let n_below = u16::try_from(below.len())
            .unwrap_or(u16::MAX)
            .min(room.saturating_sub(1));
        let page = self.page(width, room - n_below);
        let title = if page.n_pages > 1 {
            let place = [
                ("title", self.title.as_str().into()),
                ("n", page.number.into()),
                ("all", page.n_pages.into()),
            ];
            view.fill("form-page", &place)
        } else {
            self.title.clone()
        };
        let inner = strip::dialog(frame, area, &title, view.theme);
        let bottom = inner.bottom().saturating_sub(n_below);
        let mut y = inner.y;
        for (idx, field) in self.fields.iter().enumerate().skip(page.first) {
            let height = u16::try_from(self.n_rows(field, inner.width)).unwrap_or(u16::MAX);
            let left = bottom.saturating_sub(y);
            // Only one that is longer than the whole page is cut.
            if left == 0 || (height > left && idx > page.first) {
                break;
            }
            let height = height.min(left);
            self.draw_field(frame, idx, Rect { y, height, ..inner }, view);
            y += height;
        }
        for (y, (line, is_message)) in (bottom..inner.bottom()).zip(below) {
            let style = if is_message {
                view.theme.alert()
            } else {
                view.theme.strong()
            };
            let place = Rect {
                y,
                height: 1,
                ..inner
            };
            frame.render_widget(Line::from(Span::styled(line, style)), place);
        }
        page
    }

    fn draw_field(&self, frame: &mut Frame, idx: usize, area: Rect, view: &View) {
        let field = &self.fields[idx];
        let focused = idx == self.at;
        let cells = self.label_cells(area.width);
        let mark = if focused {
            view.theme.glyph("▸", ">")
        } else {
            " "
        };
        let label = text::cut(&field.label, usize::from(cells.saturating_sub(3)));
        let style = if focused {
            view.theme.strong()
        } else {
            view.theme.plain()
        };
        let row = Rect { height: 1, ..area };
        frame.render_widget(Span::styled(format!("{mark} {label}"), style), row);
        let value = Rect {
            x: area.x + cells,
            width: area.width.saturating_sub(cells),
            ..row
        };
        if field.input.is_empty() && !field.hint.is_empty() {
            let hint = text::cut(&field.hint, usize::from(value.width));
            frame.render_widget(Span::styled(hint, view.theme.dim()), value);
        }
        let typed = beside(frame, field, value, focused, view);
        field.input.render(frame, typed, style, focused);
        let under = Rect {
            y: value.y + 1,
            height: area.height - 1,
            ..value
        };
        draw_under(frame, field, under, view);
    }
}

/// Draws what was understood beside the text, where there is room for both, and gives
/// what is left for the text.
fn beside<V: Clone>(
    frame: &mut Frame,
    field: &FormField<V>,
    value: Rect,
    has_cursor: bool,
    view: &View,
) -> Rect {
    let words = field.beside(has_cursor, view);
    let at = BESIDE_CELLS.max(text::cells(field.input.text()) + 2);
    let n_cells = text::cells(&words);
    if words.is_empty() || at + n_cells > usize::from(value.width) {
        return value;
    }
    let at = u16::try_from(at).unwrap_or(0);
    let place = Rect {
        x: value.x + at,
        width: value.width - at,
        ..value
    };
    frame.render_widget(Span::styled(words, view.theme.accent()), place);
    Rect {
        width: at - 1,
        ..value
    }
}

/// The choices, then what must be seen and what is wrong.
fn draw_under<V: Clone>(frame: &mut Frame, field: &FormField<V>, under: Rect, view: &View) {
    let width = usize::from(under.width);
    let shown = field.shown();
    let choices = shown.map(|nth| {
        let choice = &field.choices[nth];
        let is_marked = nth == field.marked;
        let width = width.saturating_sub(2);
        let detail = text::cut(&choice.detail, width / 2);
        let left_width = width.saturating_sub(text::cells(&detail) + 1);
        let left = text::pad(&text::cut(&choice.label, left_width), left_width);
        let (mark, style) = if is_marked {
            (view.theme.glyph("▸", ">"), view.theme.selected())
        } else {
            (" ", view.theme.plain())
        };
        Span::styled(format!("{mark} {left} {detail}"), style)
    });
    let sentences = field.sentences(width).into_iter();
    let sentences = sentences.map(|line| Span::styled(line, view.theme.alert()));
    for (y, line) in (under.y..under.bottom()).zip(choices.chain(sentences)) {
        let place = Rect {
            y,
            height: 1,
            ..under
        };
        frame.render_widget(line, place);
    }
}
