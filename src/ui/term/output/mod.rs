//! The terminal's output end, behind ratatui's [`Backend`]: knows what the terminal
//! shows, and sends the shortest bytes that make it show the next frame. What has
//! not changed is never sent, and a frame leaves in one write.
//!
//! In reading order:

mod pen;
mod spot;

mod moves;

mod encoder;

use std::{io, time::Instant};

use ratatui::{
    backend::{Backend, ClearType, WindowSize},
    buffer::Cell,
    layout::{Position, Size},
};

use self::{encoder::Encoder, spot::Grid};
use super::{kind::Kind, pace::Pace};
use crate::ui::theme::Theme;

/// The terminal's letters are letters again.
pub(super) const SHIFT_IN: u8 = encoder::SHIFT_IN;
/// Asks the terminal to say that it is there: it does when all before was shown.
pub(super) const QUESTION: &[u8] = b"\x1b[5n";

/// Where frames go.
pub trait Sink {
    /// All of it, in one write as far as the system lets it.
    ///
    /// # Errors
    ///
    /// When the terminal is gone.
    fn send(&mut self, bytes: &[u8]) -> io::Result<()>;

    /// # Errors
    ///
    /// When the terminal is gone.
    fn size(&self) -> io::Result<Size>;
}

pub struct Output<S> {
    sink: S,
    encoder: Encoder,
    wanted: Grid,
    /// Where the next frame has the cursor; `None` where it is hidden.
    cursor: Option<Position>,
    bell: bool,
    pace: Pace,
}

impl<S: Sink> Output<S> {
    /// # Errors
    ///
    /// When the terminal is gone.
    pub fn new(sink: S, kind: Kind, theme: Theme, pace: Pace) -> io::Result<Self> {
        let size = sink.size()?;
        Ok(Self {
            sink,
            encoder: Encoder::new(kind, theme),
            wanted: Grid::blank(size),
            cursor: None,
            bell: false,
            pace,
        })
    }

    pub fn sink(&self) -> &S {
        &self.sink
    }

    pub fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    pub fn pace(&mut self) -> &mut Pace {
        &mut self.pace
    }

    /// From the next frame on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.encoder.set_theme(theme);
    }

    /// Rings with the next frame.
    pub fn ring(&mut self) {
        self.bell = true;
    }
}

impl<S: Sink> Backend for Output<S> {
    type Error = io::Error;

    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        // The second cell of a wide letter may be sent, too: it is part of the letter.
        let mut covered = None;
        for (x, y, cell) in content {
            if covered == Some((x, y)) && cell.symbol() == " " {
                continue;
            }
            let n_cells = self.wanted.set(x, y, cell, self.encoder.look());
            covered = (n_cells > 1).then_some((x.saturating_add(1), y));
        }
        Ok(())
    }

    fn hide_cursor(&mut self) -> io::Result<()> {
        self.cursor = None;
        Ok(())
    }

    fn show_cursor(&mut self) -> io::Result<()> {
        self.cursor = self.cursor.or(Some(Position::ORIGIN));
        Ok(())
    }

    fn get_cursor_position(&mut self) -> io::Result<Position> {
        Ok(self.cursor.unwrap_or_default())
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()> {
        self.cursor = Some(position.into());
        Ok(())
    }

    fn clear(&mut self) -> io::Result<()> {
        self.clear_region(ClearType::All)
    }

    /// Whatever part of it: all is drawn again.
    fn clear_region(&mut self, _: ClearType) -> io::Result<()> {
        self.wanted = Grid::blank(self.sink.size()?);
        self.encoder.forget();
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        self.sink.size()
    }

    fn window_size(&mut self) -> io::Result<WindowSize> {
        Ok(WindowSize {
            columns_rows: self.sink.size()?,
            pixels: Size::ZERO,
        })
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut frame = self.encoder.frame(&self.wanted, self.cursor);
        if std::mem::take(&mut self.bell) {
            frame.push(0x07);
        }
        if frame.is_empty() {
            return Ok(());
        }
        self.pace.frame(&mut frame, QUESTION, Instant::now());
        self.sink.send(&frame)
    }
}
