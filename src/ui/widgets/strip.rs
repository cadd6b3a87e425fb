//! The frame of a pane or a dialog: a box with a title. Focus is shown in the
//! title only, so that borders never need drawing again.

use ratatui::{
    Frame,
    layout::Rect,
    symbols::border,
    text::Span,
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
    // Where nothing can be reversed, brackets say which pane the keys go to.
    let title = if focused && theme.ink == Ink::Plain {
        format!("[{title}]")
    } else {
        format!(" {title} ")
    };
    let title = Span::styled(title, theme.title(focused));
    let block = Block::bordered().title(title);
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
