//! Draws the grid around its blocks: heads, times, free time, cursor and detail.
//! All of it reads without colour; the chosen cell is the terminal's own cursor, and
//! nothing else changes when it moves.

use ratatui::{
    Frame,
    layout::{Position, Rect},
    style::Style,
    text::{Line, Span},
};

use super::{
    clock::DayClock,
    columns::Days,
    grid::minute_of_day,
    pane::{self, Cursor, DayPane},
    window::{Extent, Window},
};
use crate::{
    domain::text,
    ui::{sign::Sign, view::View, widgets::strip},
};

/// `13:45` and a mark.
const TIME_CELLS: u16 = 6;
/// What `+10:30` takes beside them.
const OFFSET_CELLS_MAX: u16 = 6;
/// Below this height the detail gets one line.
const TALL_ROWS: u16 = 10;
/// From this height on the columns' heads get two lines.
const VERY_TALL_ROWS: u16 = 24;

pub(super) fn render(
    pane: &mut DayPane,
    frame: &mut Frame,
    area: Rect,
    view: &View,
    focused: bool,
) {
    let inner = strip::boxed(frame, area, &title(pane, view), view.theme, focused);
    let n_time = time_cells(pane, view);
    if inner.height < 3 || inner.width <= n_time {
        return;
    }
    let n_detail = if inner.height >= TALL_ROWS { 2 } else { 1 };
    let n_header = if inner.height >= VERY_TALL_ROWS { 2 } else { 1 };
    let body = Rect {
        x: inner.x + n_time,
        y: inner.y + n_header,
        width: inner.width - n_time,
        height: inner.height - n_header - n_detail,
    };
    pane.window.fit(extent(pane), body.width, body.height);
    pane.drawn = None;
    let painter = Painter {
        pane,
        view,
        body,
        focused,
    };
    let head = Rect {
        height: n_header,
        ..inner
    };
    painter.headers(frame, head);
    painter.times(
        frame,
        Rect {
            width: n_time,
            x: inner.x,
            ..body
        },
    );
    painter.cells(frame);
    painter.ghost(frame);
    let cursor = painter.cursor();
    painter.detail(
        frame,
        Rect {
            y: body.bottom(),
            height: n_detail,
            ..inner
        },
    );
    if let Some(at) = cursor {
        frame.set_cursor_position(at);
        // What is being moved is drawn where the cursor is.
        pane.drawn = (!pane.has_ghost()).then_some(Drawn {
            body,
            window: pane.window,
        });
    }
}

/// The grid as it was drawn with its cursor.
#[derive(Clone, Copy, Debug)]
pub(super) struct Drawn {
    body: Rect,
    window: Window,
}

fn extent(pane: &DayPane) -> Extent {
    Extent {
        n_rows: pane.grid.n_rows,
        n_columns: pane.grid.columns.len(),
        row: pane.grid.row_of(pane.cursor.minute),
        column: pane.cursor.column,
    }
}

/// Where the cursor has moved to, if all else stands as it was drawn.
pub(super) fn moved_cursor(pane: &DayPane, view: &View) -> Option<Position> {
    let Drawn { body, window } = pane.drawn?;
    let mut wanted = pane.window;
    wanted.fit(extent(pane), body.width, body.height);
    let painter = Painter {
        pane,
        view,
        body,
        focused: true,
    };
    let stays = wanted == window && pane.window == window;
    painter.cursor().filter(|_| stays)
}

/// Of the times beside the rows, with the mark. Only where the clock is set back, and
/// somebody works then, do they say more than the time.
fn time_cells(pane: &DayPane, view: &View) -> u16 {
    if !pane.clock.goes_back() || pane.days != Days::One {
        return TIME_CELLS;
    }
    let grid = &pane.grid;
    let said = (0..grid.n_rows).map(|row| view.words().time(pane.clock.wall(grid.minute_of(row))));
    let widest = said.map(|it| text::cells(&it)).max().unwrap_or(0);
    let widest = u16::try_from(widest + 1).unwrap_or(TIME_CELLS);
    widest.clamp(TIME_CELLS, TIME_CELLS + OFFSET_CELLS_MAX)
}

fn title(pane: &DayPane, view: &View) -> String {
    let first_and_last = pane.pages.first().zip(pane.pages.last());
    if let Some((name, (first, last))) = pane.of_name(view).zip(first_and_last) {
        let words = view.words();
        return format!(
            "{}  {name}  {} - {}",
            view.text("pane-day"),
            words.short_date(first.sheet.date),
            words.short_date(last.sheet.date),
        );
    }
    let days = (pane.date - pane::today(view)).num_days();
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

pub(super) struct Painter<'a> {
    pub(super) pane: &'a DayPane,
    pub(super) view: &'a View,
    pub(super) body: Rect,
    focused: bool,
}

impl Painter<'_> {
    /// Cells of a column without the gap behind it.
    pub(super) fn column_width(&self) -> u16 {
        self.pane.window.column_cells.saturating_sub(1)
    }

    pub(super) fn column_x(&self, column: usize) -> Option<u16> {
        let window = &self.pane.window;
        let nth = column
            .checked_sub(window.first_column)
            .filter(|nth| *nth < window.n_columns)?;
        Some(self.body.x + u16::try_from(nth).ok()? * window.column_cells)
    }

    pub(super) fn row_y(&self, row: usize) -> Option<u16> {
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

    /// The row that now is on by a clock.
    fn now_row(&self, clock: DayClock) -> Option<usize> {
        let grid = &self.pane.grid;
        let now = clock.minute_at(self.pane.now);
        let is_on_grid = grid.has_minute(now);
        is_on_grid.then(|| grid.row_of(minute_of_day(now)))
    }

    fn is_past(&self, minute: u16) -> bool {
        i64::from(minute) < self.pane.clock.minute_at(self.pane.now)
    }

    pub(super) fn put(frame: &mut Frame, text: &str, style: Style, area: Rect) {
        frame.render_widget(Line::from(Span::styled(text, style)), area);
    }

    /// How many columns are left and right of those shown, and the head of each.
    fn headers(&self, frame: &mut Frame, area: Rect) {
        let window = &self.pane.window;
        let n_all = self.pane.grid.columns.len();
        let n_right = n_all.saturating_sub(window.first_column + window.n_columns);
        let more = match (window.first_column, n_right) {
            (0, 0) => String::new(),
            (0, right) => format!("   {right}>"),
            (left, 0) => format!("<{left}"),
            (left, right) => format!("<{left} {right}>"),
        };
        let more_area = Rect {
            width: TIME_CELLS.min(area.width),
            height: 1,
            ..area
        };
        let more = text::cut(&more, usize::from(TIME_CELLS));
        Self::put(frame, &more, self.view.theme.dim(), more_area);
        for column in self.shown_columns() {
            let Some(x) = self.column_x(column) else {
                continue;
            };
            let width = self.column_width();
            let lines = self.header(column, usize::from(width), area.height > 1);
            for (line, y) in lines.iter().zip(area.y..area.bottom()) {
                let area = Rect {
                    x,
                    y,
                    width,
                    height: 1,
                };
                Self::put(frame, line, self.view.theme.plain(), area);
            }
        }
    }

    /// Name and load; where there is a second line the load goes there, behind the
    /// hours of duty.
    fn header(&self, column: usize, width: usize, tall: bool) -> Vec<String> {
        let Some(it) = self.pane.grid.columns.get(column) else {
            return Vec::new();
        };
        let load = self.pane.grid.load(column);
        let load = load.map_or_else(String::new, |it| format!("{it}%"));
        let name = |cells: usize| {
            if text::cells(&it.name) <= cells {
                text::pad(&it.name, cells)
            } else {
                text::pad(&it.short, cells)
            }
        };
        if !tall {
            // Never a date and a load as one number; rather a load beside a short name
            // than half a name.
            let cells = width.saturating_sub(text::cells(&load) + 1);
            return vec![format!("{} {load}", name(cells))];
        }
        let hours = it.duty.first().zip(it.duty.last()).map(|(first, last)| {
            let clock = self.pane.clock_of(column);
            let (from, to) = (clock.wall(first.start_minute), clock.wall(last.end_minute));
            let words = self.view.words();
            format!("{}-{}", words.time(from), words.time(to))
        });
        let both = format!("{} {load}", hours.unwrap_or_default());
        let second = if text::cells(&both) <= width {
            both
        } else {
            load
        };
        vec![name(width), second]
    }

    fn times(&self, frame: &mut Frame, area: Rect) {
        let grid = &self.pane.grid;
        let theme = self.view.theme;
        for row in self.shown_rows() {
            let Some(y) = self.row_y(row) else { continue };
            let minute = grid.minute_of(row);
            let wall = self.pane.clock.wall(minute);
            let (wall, mark, style) = if self.now_row(self.pane.clock) == Some(row) {
                (self.view.now, Sign::Now.shown(theme), theme.warn())
            } else if self.is_past(minute) {
                (wall, Sign::Past.shown(theme), theme.dim())
            } else {
                (wall, " ", theme.plain())
            };
            let label = text::cut(&self.view.words().time(wall), usize::from(area.width - 1));
            let line = Rect {
                y,
                height: 1,
                ..area
            };
            Self::put(frame, &(label + mark), style, line);
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
        let grid = &self.pane.grid;
        let fill = if self.now_row(self.pane.clock_of(column)) == Some(row) {
            Some((Sign::NowLine.shown(theme), theme.warn()))
        } else if grid.is_break(column, minute) {
            Some((Sign::Break.shown(theme), theme.dim()))
        } else if !grid.works(column, minute) {
            Some((Sign::Off.shown(theme), theme.dim()))
        } else {
            None
        };
        if let Some((glyph, style)) = fill {
            Self::put(frame, &glyph.repeat(width), style, area);
        }
    }

    /// The chosen cell is the terminal's own cursor: it moves in a few bytes, and
    /// nothing else is drawn for it.
    fn cursor(&self) -> Option<Position> {
        let is_there = self.focused && !self.pane.grid.columns.is_empty();
        is_there.then(|| self.place(self.pane.cursor))?
    }

    /// The cell of a cursor, if it is shown.
    fn place(&self, cursor: Cursor) -> Option<Position> {
        let row = self.pane.grid.row_of(cursor.minute);
        let (x, y) = (self.column_x(cursor.column)?, self.row_y(row)?);
        let area = Rect {
            x,
            y,
            width: self.column_width(),
            height: 1,
        };
        let lane = self
            .pane
            .placed(cursor)
            .filter(|_| !self.pane.has_ghost())
            .and_then(|it| Self::lane_area(it, area));
        let x = lane.map_or(x, |(area, _)| area.x);
        (x < self.body.right()).then_some(Position::new(x, y))
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
