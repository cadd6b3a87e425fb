//! What stands on the screen already: a key draws no more than what it has changed.

use ratatui::{buffer::Buffer, layout::Rect};

/// What of the last frame is no longer right. Whatever is not known to have changed
/// little has changed all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stale {
    Nothing,
    /// What keys go to: the dialog on top, else the pane that has the focus.
    Top,
    #[default]
    All,
}

impl Stale {
    /// What was changed before stays changed.
    pub(super) fn and(&mut self, more: Self) {
        *self = (*self).max(more);
    }
}

/// Puts this part of a frame into another of the same size.
pub(super) fn copy(from: &Buffer, to: &mut Buffer, part: Rect) {
    for y in part.top()..part.bottom() {
        let start = from.index_of(part.x, y);
        let row = start..start + usize::from(part.width);
        if let (Some(from), Some(to)) = (from.content.get(row.clone()), to.content.get_mut(row)) {
            to.clone_from_slice(from);
        }
    }
}

/// Makes a part of a frame blank.
pub(super) fn clear(frame: &mut Buffer, part: Rect) {
    for y in part.top()..part.bottom() {
        for x in part.left()..part.right() {
            frame[(x, y)].reset();
        }
    }
}
