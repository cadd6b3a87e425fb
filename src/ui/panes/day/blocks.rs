//! Draws the grid's blocks. Status shows by glyph and letter or word, so that it reads
//! without colour; what begins or ends inside a row shows its minutes.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use super::{grid::Placed, jobs::client_name, paint::Painter, window};
use crate::{
    domain::{booking::Status, text},
    ops::query::DayBlock,
    ui::{
        sign::{self, Sign},
        theme::Theme,
    },
};

/// Below this width a block has no room for its letter.
const LETTER_CELLS_MIN: usize = 6;
/// A block of so many rows says its status in the third.
const ROWS_WITH_WORD: usize = 3;
/// Below this width the end of a block of one row is left to the detail line.
const END_CELLS_MIN: usize = 16;

/// The left edge of a block, all the way down.
fn edge(status: Status) -> Sign {
    match status {
        Status::Requested | Status::Held | Status::Booked => Sign::Booked,
        Status::Confirmed => Sign::Confirmed,
        Status::Arrived => Sign::Arrived,
        Status::InService => Sign::InService,
        Status::Done | Status::NoShow | Status::Cancelled | Status::LateCancel => Sign::Done,
    }
}

fn style(status: Status, theme: Theme) -> Style {
    match status {
        Status::Booked => theme.plain(),
        Status::Confirmed => theme.accent(),
        Status::Arrived => theme.warn(),
        Status::InService => theme.good().patch(theme.strong()),
        Status::Requested
        | Status::Held
        | Status::Done
        | Status::NoShow
        | Status::Cancelled
        | Status::LateCancel => theme.dim(),
    }
}

impl Painter<'_> {
    /// The part of a column that a stretch has to itself, and how many others do not
    /// fit behind it.
    pub(super) fn lane_area(it: &Placed, area: Rect) -> Option<(Rect, usize)> {
        let (offset, width, n_hidden) = window::lane(area.width, it.lane, it.n_lanes)?;
        Some((
            Rect {
                x: area.x + offset,
                width,
                ..area
            },
            n_hidden,
        ))
    }

    pub(super) fn block_row(&self, frame: &mut Frame, it: &Placed, row: usize, area: Rect) {
        let Some((area, n_hidden)) = Self::lane_area(it, area) else {
            return;
        };
        let Some(block) = self.pane.block_of(it) else {
            return;
        };
        let style = self.block_style(block);
        let width = usize::from(area.width).saturating_sub(1);
        let nth = row - it.first_row.max(self.pane.window.first_row);
        let mut marks = if nth == 0 {
            self.marks(it, block, n_hidden, width)
        } else {
            Vec::new()
        };
        let said = self.said(it, block, nth);
        let said_cells: usize = text::cells(&said) + marks.iter().map(Span::width).sum::<usize>();
        // Beside the client, or where there is one row, and room in it.
        if nth == 1 || (it.n_rows == 1 && said_cells < width) {
            marks.extend(self.group(block));
        }
        if row + 1 == it.end_row() && (nth > 0 || width >= END_CELLS_MIN) {
            let ends = self.ends_within_row(it);
            marks.extend(ends.map(|ends| Span::styled(ends, style)));
        }
        let marks_cells: usize = marks.iter().map(Span::width).sum();
        let text_cells = width.saturating_sub(marks_cells);
        let said = text::pad(&said, text_cells);
        let edge = edge(block.appointment.status).shown(self.view.theme);
        let mut spans = vec![Span::styled(edge, style), Span::styled(said, style)];
        spans.extend(marks);
        frame.render_widget(Line::from(spans), area);
    }

    /// Which group its service is of.
    fn group(&self, block: &DayBlock) -> Option<Span<'static>> {
        let service = self.view.service_named(block.appointment.service)?;
        let (groups, theme) = (&self.pane.groups, self.view.theme);
        let (sign, style) = sign::group(groups, &service.category, theme)?;
        Some(Span::styled(sign, style))
    }

    fn block_style(&self, block: &DayBlock) -> Style {
        let lifted = self.pane.lifted.as_ref();
        if lifted.is_some_and(|it| it.block.appointment.id == block.appointment.id) {
            self.view.theme.dim()
        } else {
            style(block.appointment.status, self.view.theme)
        }
    }

    /// `-:50` where a stretch ends inside a row, or in one that was left to the next.
    fn ends_within_row(&self, it: &Placed) -> Option<String> {
        let off_row = self.pane.grid.minute_of(it.end_row()) != it.end;
        let minute = self.pane.clock_of(it.column).wall(it.end).minute % 60;
        off_row.then(|| format!("-:{minute:02}"))
    }

    /// What a block's row says: service, client, room or therapist and status, as far
    /// as it has rows.
    fn said(&self, it: &Placed, block: &DayBlock, nth: usize) -> String {
        let pane = self.pane;
        let is_cut_above = it.first_row < pane.window.first_row;
        let off_row = pane.grid.minute_of(it.first_row) != it.start;
        let client = client_name(block, self.view);
        match nth {
            0 if is_cut_above => {
                let above = Sign::Above.shown(self.view.theme);
                format!(
                    "{above}{} {}",
                    self.view
                        .words()
                        .time(pane.clock_of(it.column).wall(it.start)),
                    block.service
                )
            }
            0 if off_row => {
                let minute = pane.clock_of(it.column).wall(it.start).minute % 60;
                format!(":{minute:02} {}", block.service)
            }
            0 if it.n_rows == 1 => format!("{} {client}", block.service),
            0 => block.service.clone(),
            1 => client,
            2 => {
                let status = self.view.words().status(block.appointment.status);
                let holder = pane.other_holder(block, self.view);
                format!("{holder} {status}").trim_start().to_owned()
            }
            _ => String::new(),
        }
    }

    /// At the right end of a block's first row: an alert, an override, a note, how many more
    /// stand behind it, and the status' letter where no row is left for its word.
    fn marks(
        &self,
        it: &Placed,
        block: &DayBlock,
        n_hidden: usize,
        width: usize,
    ) -> Vec<Span<'static>> {
        let theme = self.view.theme;
        let mut marks = Vec::new();
        if !block.alert.is_empty() {
            marks.push(Span::styled(Sign::Alert.shown(theme), theme.alert()));
        }
        if block.appointment.overridden.is_some() {
            marks.push(Span::styled("!", theme.alert()));
        }
        if !block.appointment.note.is_empty() {
            marks.push(Span::styled(Sign::Note.shown(theme), theme.strong()));
        }
        if n_hidden > 0 {
            marks.push(Span::styled(format!("+{n_hidden}"), theme.warn()));
        }
        let letter = sign::letter(block.appointment.status, &self.view.keymap);
        let has_word = it.n_rows >= ROWS_WITH_WORD;
        if let Some(letter) = letter
            && width >= LETTER_CELLS_MIN
            && !has_word
        {
            marks.push(Span::styled(format!(" {letter}"), self.block_style(block)));
        }
        while marks.iter().map(Span::width).sum::<usize>() > width {
            marks.pop();
        }
        marks
    }

    /// The appointment being moved, where it would be.
    pub(super) fn ghost(&self, frame: &mut Frame) {
        let (pane, theme) = (self.pane, self.view.theme);
        let place = pane.lifted.as_ref().zip(pane.ghost_place());
        let Some((lifted, (column, start, end))) = place else {
            return;
        };
        let Some(x) = self.column_x(column) else {
            return;
        };
        let rows = pane.grid.row_of(start)..=pane.grid.row_of(end - 1);
        for (nth, row) in rows.enumerate() {
            let Some(y) = self.row_y(row) else { continue };
            let said = match nth {
                0 => lifted.block.service.clone(),
                1 => client_name(&lifted.block, self.view),
                _ => String::new(),
            };
            let width = usize::from(self.column_width());
            let said = format!("{}{said}", theme.glyph("▓", "?"));
            let area = Rect {
                x,
                y,
                width: self.column_width(),
                height: 1,
            };
            Self::put(frame, &text::pad(&said, width), theme.selected(), area);
        }
    }
}
