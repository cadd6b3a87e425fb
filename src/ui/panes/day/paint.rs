//! Draws the grid. Status shows by glyph and letter, so that it reads without
//! colour; the chosen cell is the terminal's own cursor and a mark.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation;

use super::{
    grid::Placed,
    jobs::client_name,
    pane::DayPane,
    window::{self, Extent},
};
use crate::{
    domain::{booking::Status, text, time::WallTime},
    ops::query::DayBlock,
    ui::{theme::Theme, view::View, widgets::strip},
};

/// `13:45` and a mark.
const TIME_CELLS: u16 = 6;
/// Below this height the detail gets one line.
const TALL_ROWS: u16 = 10;
/// Below this width a block has no room for its letter.
const LETTER_CELLS_MIN: usize = 6;
/// A block of so many rows says its status in the third.
const ROWS_WITH_WORD: usize = 3;

pub(super) fn render(
    pane: &mut DayPane,
    frame: &mut Frame,
    area: Rect,
    view: &View,
    focused: bool,
) {
    let inner = strip::boxed(frame, area, &title(pane, view), view.theme, focused);
    if inner.height < 3 || inner.width <= TIME_CELLS {
        return;
    }
    let n_detail = if inner.height >= TALL_ROWS { 2 } else { 1 };
    let body = Rect {
        x: inner.x + TIME_CELLS,
        y: inner.y + 1,
        width: inner.width - TIME_CELLS,
        height: inner.height - 1 - n_detail,
    };
    let all = Extent {
        n_rows: pane.grid.n_rows,
        n_columns: pane.grid.columns.len(),
        row: pane.grid.row_of(pane.cursor.minute),
        column: pane.cursor.column,
    };
    pane.window.fit(all, body.width, body.height);
    let painter = Painter {
        pane,
        view,
        body,
        focused,
    };
    painter.headers(frame, Rect { height: 1, ..inner });
    painter.times(
        frame,
        Rect {
            width: TIME_CELLS,
            x: inner.x,
            ..body
        },
    );
    painter.cells(frame);
    painter.ghost(frame);
    painter.cursor(frame);
    painter.detail(
        frame,
        Rect {
            y: body.bottom(),
            height: n_detail,
            ..inner
        },
    );
}

fn title(pane: &DayPane, view: &View) -> String {
    let days = (pane.date - view.today()).num_days();
    let away = if days == 0 {
        view.text("day-today")
    } else {
        format!("{days:+}")
    };
    format!(
        "{}  {}  {away}",
        view.text("pane-day"),
        view.words().date(pane.date)
    )
}

/// The left edge of a block, all the way down.
fn edge(status: Status, theme: Theme) -> &'static str {
    match status {
        Status::Booked => theme.glyph("│", "|"),
        Status::Confirmed => theme.glyph("║", "I"),
        Status::Arrived => theme.glyph("▌", "}"),
        Status::InService => theme.glyph("█", "#"),
        Status::Done | Status::NoShow | Status::Cancelled => theme.glyph("▒", "="),
    }
}

/// The letter is that of the key which sets the status. What is only booked has none.
fn letter(status: Status) -> &'static str {
    match status {
        Status::Confirmed => "k",
        Status::Arrived => "a",
        Status::InService => "s",
        Status::Done => "d",
        Status::Booked | Status::NoShow | Status::Cancelled => "",
    }
}

fn style(status: Status, theme: Theme) -> Style {
    match status {
        Status::Booked => theme.plain(),
        Status::Confirmed => theme.accent(),
        Status::Arrived => theme.warn(),
        Status::InService => theme.good().add_modifier(Modifier::BOLD),
        Status::Done | Status::NoShow | Status::Cancelled => theme.dim(),
    }
}

/// At most so many cells, with no mark of what is cut off: in a column of a few cells
/// each of them is worth a letter.
fn clipped(text: &str, n_cells: usize) -> String {
    let mut clipped = String::new();
    let mut left = n_cells;
    for letter in text.graphemes(true) {
        let cells = text::cells(letter);
        if cells > left {
            break;
        }
        left -= cells;
        clipped.push_str(letter);
    }
    clipped
}

struct Painter<'a> {
    pane: &'a DayPane,
    view: &'a View,
    body: Rect,
    focused: bool,
}

impl Painter<'_> {
    /// Cells of a column without the gap behind it.
    fn column_width(&self) -> u16 {
        self.pane.window.column_cells.saturating_sub(1)
    }

    fn column_x(&self, column: usize) -> Option<u16> {
        let window = &self.pane.window;
        let nth = column
            .checked_sub(window.first_column)
            .filter(|nth| *nth < window.n_columns)?;
        Some(self.body.x + u16::try_from(nth).ok()? * window.column_cells)
    }

    fn row_y(&self, row: usize) -> Option<u16> {
        let window = &self.pane.window;
        let nth = row
            .checked_sub(window.first_row)
            .filter(|nth| *nth < window.n_rows)?;
        Some(self.body.y + u16::try_from(nth).ok()?)
    }

    fn shown_rows(&self) -> impl Iterator<Item = usize> {
        let window = &self.pane.window;
        window.first_row..(window.first_row + window.n_rows).min(self.pane.grid.n_rows)
    }

    fn shown_columns(&self) -> impl Iterator<Item = usize> {
        let window = &self.pane.window;
        let all = self.pane.grid.columns.len();
        window.first_column..(window.first_column + window.n_columns).min(all)
    }

    /// The row that now is on, of today.
    fn now_row(&self) -> Option<usize> {
        let (grid, now) = (&self.pane.grid, self.view.now);
        let is_on_grid = (grid.first_minute..grid.minute_of(grid.n_rows)).contains(&now.minute);
        (self.pane.date == now.date && is_on_grid).then(|| grid.row_of(now.minute))
    }

    fn is_past(&self, minute: u16) -> bool {
        WallTime::new(self.pane.date, minute).naive() < self.view.now.naive()
    }

    fn put(frame: &mut Frame, text: &str, style: Style, area: Rect) {
        frame.render_widget(Line::from(Span::styled(text, style)), area);
    }

    fn headers(&self, frame: &mut Frame, area: Rect) {
        let window = &self.pane.window;
        let n_right = self
            .pane
            .grid
            .columns
            .len()
            .saturating_sub(window.first_column + window.n_columns);
        let more = match (window.first_column, n_right) {
            (0, 0) => String::new(),
            (0, right) => format!("   {right}>"),
            (left, 0) => format!("<{left}"),
            (left, right) => format!("<{left} {right}>"),
        };
        let more_area = Rect {
            width: TIME_CELLS.min(area.width),
            ..area
        };
        Self::put(
            frame,
            &text::cut(&more, usize::from(TIME_CELLS)),
            self.view.theme.dim(),
            more_area,
        );
        let Some(sheet) = &self.pane.sheet else {
            return;
        };
        for column in self.shown_columns() {
            let (Some(x), Some(it)) = (self.column_x(column), sheet.columns.get(column)) else {
                continue;
            };
            let width = self.column_width();
            let is_here = column == self.pane.cursor.column;
            let style = if is_here {
                self.view.theme.strong()
            } else {
                self.view.theme.plain()
            };
            let mark = if is_here {
                self.view.theme.glyph("▾", "v")
            } else {
                " "
            };
            let name = if text::cells(&it.name) < usize::from(width) {
                &it.name
            } else {
                &it.short
            };
            let name = text::cut(&format!("{mark}{name}"), usize::from(width));
            Self::put(frame, &name, style, Rect { x, width, ..area });
        }
    }

    fn times(&self, frame: &mut Frame, area: Rect) {
        let grid = &self.pane.grid;
        let theme = self.view.theme;
        let cursor_row = grid.row_of(self.pane.cursor.minute);
        for row in self.shown_rows() {
            let Some(y) = self.row_y(row) else { continue };
            let is_now = self.now_row() == Some(row);
            let minute = grid.minute_of(row);
            let (minute, style) = if row == cursor_row {
                (self.pane.cursor.minute, theme.selected())
            } else if is_now {
                (self.view.now.minute, theme.warn())
            } else if self.is_past(minute) {
                (minute, theme.dim())
            } else {
                (minute, theme.plain())
            };
            let label = self
                .view
                .words()
                .time(WallTime::new(self.pane.date, minute));
            let line = Rect {
                y,
                height: 1,
                ..area
            };
            let mark = if is_now { theme.glyph("►", ">") } else { " " };
            let spans = vec![Span::styled(label, style), Span::styled(mark, theme.warn())];
            frame.render_widget(Line::from(spans), line);
        }
    }

    fn cells(&self, frame: &mut Frame) {
        if let Some(trouble) = &self.pane.trouble {
            let lines = text::wrap(trouble, usize::from(self.body.width));
            for (line, y) in lines.iter().zip(self.body.y..self.body.bottom()) {
                Self::put(
                    frame,
                    line,
                    self.view.theme.alert(),
                    Rect {
                        y,
                        height: 1,
                        ..self.body
                    },
                );
            }
            return;
        }
        for column in self.shown_columns() {
            let Some(x) = self.column_x(column) else {
                continue;
            };
            for row in self.shown_rows() {
                let Some(y) = self.row_y(row) else { continue };
                let area = Rect {
                    x,
                    y,
                    width: self.column_width(),
                    height: 1,
                };
                let placed = self.pane.grid.on_row(column, row);
                if placed.is_empty() || placed[0].n_lanes > 1 {
                    self.free(frame, column, row, area);
                }
                for it in placed {
                    self.block_row(frame, it, row, area);
                }
            }
        }
    }

    /// Time that nobody has: at work or not, gone by, or now.
    fn free(&self, frame: &mut Frame, column: usize, row: usize, area: Rect) {
        let theme = self.view.theme;
        let width = usize::from(area.width);
        let minute = self.pane.grid.minute_of(row);
        let fill = if self.now_row() == Some(row) {
            Some((theme.glyph("▔", "-"), theme.warn()))
        } else if !self.pane.grid.works(column, minute) {
            Some((theme.glyph("░", "."), theme.dim()))
        } else {
            None
        };
        if let Some((glyph, style)) = fill {
            Self::put(frame, &glyph.repeat(width), style, area);
        }
    }

    fn lane_area(it: &Placed, area: Rect) -> Option<(Rect, usize)> {
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

    fn block_row(&self, frame: &mut Frame, it: &Placed, row: usize, area: Rect) {
        let Some((area, n_hidden)) = Self::lane_area(it, area) else {
            return;
        };
        let blocks = self
            .pane
            .sheet
            .as_ref()
            .map(|it| it.blocks.as_slice())
            .unwrap_or_default();
        let Some(block) = blocks.get(it.block) else {
            return;
        };
        let theme = self.view.theme;
        let status = block.appointment.status;
        let style = self.block_style(block);
        let width = usize::from(area.width).saturating_sub(1);
        let nth = row - it.first_row.max(self.pane.window.first_row);
        let marks = if nth == 0 {
            self.marks(it, block, n_hidden, width)
        } else {
            Vec::new()
        };
        let marks_cells: usize = marks.iter().map(Span::width).sum();
        let text_cells = width.saturating_sub(marks_cells);
        let said = text::pad(&clipped(&self.said(it, block, nth), text_cells), text_cells);
        let mut spans = vec![
            Span::styled(edge(status, theme), style),
            Span::styled(said, style),
        ];
        spans.extend(marks);
        frame.render_widget(Line::from(spans), area);
    }

    fn block_style(&self, block: &DayBlock) -> Style {
        let is_lifted = self
            .pane
            .lifted
            .as_ref()
            .is_some_and(|it| it.block.appointment.id == block.appointment.id);
        if is_lifted {
            self.view.theme.dim()
        } else {
            style(block.appointment.status, self.view.theme)
        }
    }

    /// What a block's row says: service, client, room and status, as far as it has
    /// rows.
    fn said(&self, it: &Placed, block: &DayBlock, nth: usize) -> String {
        let is_cut_above = it.first_row < self.pane.window.first_row;
        let off_row = !it.start.is_multiple_of(self.pane.grid.row_min) && !is_cut_above;
        let client = client_name(block, self.view);
        match nth {
            0 if off_row => format!(":{:02} {}", it.start % 60, block.service),
            0 if it.n_rows == 1 => format!("{} {client}", block.service),
            0 => block.service.clone(),
            1 => client,
            2 => {
                let status = self.view.words().status(block.appointment.status);
                let room = &block.room;
                if room.is_empty() {
                    status
                } else {
                    format!("{room} {status}")
                }
            }
            _ => String::new(),
        }
    }

    /// At the right end of a block's first row: an alert, an override, how many more
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
            marks.push(Span::styled(theme.glyph("◆", "*"), theme.alert()));
        }
        if block.appointment.overridden.is_some() {
            marks.push(Span::styled("!", theme.alert()));
        }
        if n_hidden > 0 {
            marks.push(Span::styled(format!("+{n_hidden}"), theme.warn()));
        }
        let letter = letter(block.appointment.status);
        let has_word = it.n_rows >= ROWS_WITH_WORD;
        if width >= LETTER_CELLS_MIN && !letter.is_empty() && !has_word {
            marks.push(Span::styled(format!(" {letter}"), self.block_style(block)));
        }
        while marks.iter().map(Span::width).sum::<usize>() > width {
            marks.pop();
        }
        marks
    }

    /// The appointment being moved, where it would be.
    fn ghost(&self, frame: &mut Frame) {
        let (pane, theme) = (self.pane, self.view.theme);
        let Some(lifted) = &pane.lifted else { return };
        let Some(x) = self.column_x(pane.cursor.column) else {
            return;
        };
        let start = pane.cursor.minute;
        let end = start.saturating_add(lifted.block.appointment.minutes().max(1));
        let rows = pane.grid.row_of(start)..=pane.grid.row_of(end - 1);
        for (nth, row) in rows.enumerate() {
            let Some(y) = self.row_y(row) else { continue };
            let said = match nth {
                0 => lifted.block.service.clone(),
                1 => client_name(&lifted.block, self.view),
                _ => String::new(),
            };
            let width = usize::from(self.column_width());
            let said = clipped(&format!("{}{said}", theme.glyph("▓", "?")), width);
            let area = Rect {
                x,
                y,
                width: self.column_width(),
                height: 1,
            };
            Self::put(frame, &text::pad(&said, width), theme.selected(), area);
        }
    }

    fn cursor(&self, frame: &mut Frame) {
        let cursor = self.pane.cursor;
        let row = self.pane.grid.row_of(cursor.minute);
        let (Some(x), Some(y)) = (self.column_x(cursor.column), self.row_y(row)) else {
            return;
        };
        if !self.focused || self.pane.grid.columns.is_empty() || x >= self.body.right() {
            return;
        }
        let here = self.pane.grid.at(cursor.column, cursor.minute);
        let placed = here
            .iter()
            .find(|it| it.lane == cursor.lane)
            .or(here.first());
        let area = Rect {
            x,
            y,
            width: self.column_width(),
            height: 1,
        };
        let lane = placed
            .filter(|_| self.pane.lifted.is_none())
            .and_then(|it| Self::lane_area(it, area));
        let x = lane.map_or(x, |(area, _)| area.x);
        let at = Position::new(x, y);
        if let Some(cell) = frame.buffer_mut().cell_mut(at) {
            cell.modifier.toggle(Modifier::REVERSED);
        }
        frame.set_cursor_position(at);
    }

    fn detail(&self, frame: &mut Frame, area: Rect) {
        let lines = self.pane.detail(self.view);
        let width = usize::from(area.width);
        // With one line to show them, both are joined.
        let lines = if area.height == 1 {
            vec![lines.join("  ")]
        } else {
            lines
        };
        for (line, y) in lines.iter().zip(area.y..area.bottom()) {
            Self::put(
                frame,
                &text::cut(line, width),
                self.view.theme.plain(),
                Rect {
                    y,
                    height: 1,
                    ..area
                },
            );
        }
    }
}
