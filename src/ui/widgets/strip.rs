//! The frame of a pane or a dialog: a box with a title. Focus is shown in the
//! title only, so that borders never need drawing again.

use ratatui::{
    Frame,
    layout::Rect,
    symbols::border,
    text::{Line, Span},
    widgets::{Block, BorderType, Clear},
};

use crate::ui::theme::{Glyphs, Ink, Theme};

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
