//! The frame of a pane or a dialog: a box with a title, lines in it, a prompt. Focus
//! is shown in the title only, so that borders never need drawing again.

use ratatui::{
    Frame,
    layout::Rect,
    symbols::border,
    text::{Line, Span},
    widgets::{Block, BorderType, Clear},
};

use crate::{
    domain::text,
    ui::theme::{Glyphs, Ink, Theme},
};

const ASCII: border::Set = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

/// Draws the box and gives the area inside it.
pub fn boxed(frame: &mut Frame, area: Rect, title: &str, theme: Theme, focused: bool) -> Rect {
    // Only the name shows the focus: what stands behind it need not be drawn again.
    let (name, rest) = title.split_once("  ").unwrap_or((title, ""));
    // Where nothing can be reversed, brackets say which pane the keys go to.
    let name = if focused && theme.ink == Ink::Plain {
        format!("[{name}]")
    } else {
        format!(" {name} ")
    };
    let mut spans = vec![Span::styled(name, theme.title(focused))];
    if !rest.is_empty() {
        spans.push(Span::raw(format!(" {rest} ")));
    }
    let block = Block::bordered().title(Line::from(spans));
    let block = if theme.glyphs == Glyphs::Ascii {
        block.border_set(ASCII)
    } else {
        block.border_type(BorderType::Plain)
    };
    let inner = block.inner(area);
    frame.render_widget(block, area);
    inner
}

/// A dialog's box: clears what is under it.
pub fn dialog(frame: &mut Frame, area: Rect, title: &str, theme: Theme) -> Rect {
    frame.render_widget(Clear, area);
    boxed(frame, area, title, theme, true)
}

/// Draws lines under each other, as many as there is room for.
pub fn lines<L: Into<Line<'static>>>(
    frame: &mut Frame,
    area: Rect,
    lines: impl IntoIterator<Item = L>,
) {
    for (y, line) in (area.y..area.bottom()).zip(lines) {
        let row = Rect {
            y,
            height: 1,
            ..area
        };
        frame.render_widget(line.into(), row);
    }
}

/// Draws what stands before a text on the first row of an area, and gives the place of
/// the text.
pub fn prompt(frame: &mut Frame, area: Rect, prompt: &str, theme: Theme) -> Rect {
    let row = Rect {
        height: area.height.min(1),
        ..area
    };
    frame.render_widget(Span::styled(prompt.to_owned(), theme.key()), row);
    let n_cells = u16::try_from(text::cells(prompt)).unwrap_or(u16::MAX);
    let n_cells = n_cells.min(row.width);
    Rect {
        x: row.x + n_cells,
        width: row.width - n_cells,
        ..row
    }
}

/// Without its first row.
pub fn below(area: Rect) -> Rect {
    let taken = area.height.min(1);
    Rect {
        y: area.y + taken,
        height: area.height - taken,
        ..area
    }
}
