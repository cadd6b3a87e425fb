//! Which rows and columns of the grid are shown, and how wide. The view pages by
//! half when the cursor leaves it: one big change on a slow line instead of many.

/// The narrowest column that still tells who is in it, in cells.
pub const COLUMN_CELLS_MIN: u16 = 9;
/// Wider than this helps nobody.
const COLUMN_CELLS_MAX: u16 = 30;
/// The narrowest lane of a column.
const LANE_CELLS_MIN: u16 = 4;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub first_row: usize,
    pub n_rows: usize,
    pub first_column: usize,
    pub n_columns: usize,
    /// In cells, with the gap behind it.
    pub column_cells: u16,
}

/// What is to be shown, and where the cursor stands in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    pub n_rows: usize,
    pub n_columns: usize,
    pub row: usize,
    pub column: usize,
}

impl Window {
    /// Fits the window to `width` by `height` cells and pages to the cursor.
    pub fn fit(&mut self, all: Extent, width: u16, height: u16) {
        self.n_rows = usize::from(height);
        let n_fit = (width / (COLUMN_CELLS_MIN + 1)).max(1);
        let n_all = u16::try_from(all.n_columns).unwrap_or(u16::MAX).max(1);
        let n_shown = n_fit.min(n_all);
        self.n_columns = usize::from(n_shown);
        self.column_cells = (width / n_shown).min(COLUMN_CELLS_MAX);
        self.first_row = paged(self.first_row, self.n_rows, all.n_rows, all.row);
        self.first_column = paged(self.first_column, self.n_columns, all.n_columns, all.column);
    }

    pub fn half_page(&self) -> usize {
        (self.n_rows / 2).max(1)
    }
}

/// The first shown of `n_all`, so that `at` is among the `n_shown`: as it is, or
/// moved by half pages.
fn paged(first: usize, n_shown: usize, n_all: usize, at: usize) -> usize {
    let half = (n_shown / 2).max(1);
    let mut first = first;
    if at < first {
        first = first.saturating_sub((first - at).div_ceil(half) * half);
    } else if n_shown > 0 && at >= first + n_shown {
        first += (at + 1 - first - n_shown).div_ceil(half) * half;
    }
    first.min(n_all.saturating_sub(n_shown))
}

/// The lane of `n_lanes` in a column of `cells`: its offset and width, and how many
/// lanes do not fit behind it. `None` when it does not fit itself.
pub fn lane(cells: u16, lane: usize, n_lanes: usize) -> Option<(u16, u16, usize)> {
    let n_fit = usize::from(cells / LANE_CELLS_MIN).max(1);
    let n_shown = n_lanes.clamp(1, n_fit);
    if lane >= n_shown {
        return None;
    }
    let width = cells / u16::try_from(n_shown).ok()?;
    let offset = width * u16::try_from(lane).ok()?;
    let is_last = lane + 1 == n_shown;
    let width = if is_last { cells - offset } else { width };
    Some((offset, width, if is_last { n_lanes - n_shown } else { 0 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fitted(n_columns: usize, row: usize, column: usize, width: u16, height: u16) -> Window {
        let mut window = Window::default();
        window.fit(
            Extent {
                n_rows: 48,
                n_columns,
                row,
                column,
            },
            width,
            height,
        );
        window
    }

    #[test]
    fn columns_share_the_width_and_page_when_they_do_not_fit() {
        #[rustfmt::skip]
        let cases = [
            // columns, at, width  first, shown, cells
            (4,  0,  40,           0,     4,     10),
            (4,  3,  40,           0,     4,     10),
            (7,  3,  40,           0,     4,     10),
            (7,  4,  40,           2,     4,     10),
            (7,  6,  40,           3,     4,     10),
            (28, 27, 40,           24,    4,     10),
            (2,  1,  40,           0,     2,     20),
            (1,  0,  78,           0,     1,     30),
            (7,  6,  78,           0,     7,     11),
            (0,  0,  40,           0,     1,     30),
            (3,  2,  5,            2,     1,     5),
            (3,  0,  0,            0,     1,     0),
        ];
        for (n, at, width, first, shown, cells) in cases {
            let window = fitted(n, 0, at, width, 17);
            let got = (window.first_column, window.n_columns, window.column_cells);
            assert_eq!(got, (first, shown, cells), "{n} columns at {at} in {width}");
        }
    }

    #[test]
    fn rows_page_by_half_and_stay_while_the_cursor_is_seen() {
        let mut window = fitted(4, 0, 0, 40, 17);
        let mut go = |row| {
            window.fit(
                Extent {
                    n_rows: 48,
                    n_columns: 4,
                    row,
                    column: 0,
                },
                40,
                17,
            );
            window.first_row
        };
        assert_eq!(go(16), 0);
        assert_eq!(go(17), 8);
        assert_eq!(go(8), 8);
        assert_eq!(go(7), 0);
        assert_eq!(go(47), 31, "the last page is full");
        assert_eq!(go(30), 23);
        assert_eq!(go(0), 0);
    }

    #[test]
    fn a_window_of_no_height_shows_nothing_and_does_not_fail() {
        assert_eq!(fitted(4, 20, 2, 40, 0).n_rows, 0);
        assert_eq!(fitted(4, 20, 2, 40, 1).first_row, 20);
    }

    #[test]
    fn lanes_share_a_column_and_count_what_does_not_fit() {
        assert_eq!(lane(9, 0, 1), Some((0, 9, 0)));
        assert_eq!(lane(9, 0, 2), Some((0, 4, 0)));
        assert_eq!(lane(9, 1, 2), Some((4, 5, 0)));
        assert_eq!(lane(9, 1, 4), Some((4, 5, 2)));
        assert_eq!(lane(9, 2, 4), None);
        assert_eq!(lane(3, 0, 2), Some((0, 3, 1)));
        assert_eq!(lane(0, 0, 2), Some((0, 0, 1)));
    }
}
