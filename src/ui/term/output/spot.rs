//! A screen of letters as the terminal has them: one spot a cell.

use ratatui::{buffer::Cell, layout::Size};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

use super::{encoder::Look, pen::Pen};
use crate::domain::text;

/// Bytes of one letter with its marks. Nobody's name has more; what has is an attack
/// on the line.
const LETTER_BYTES_MAX: usize = 15;

/// One letter of at most two cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    bytes: [u8; LETTER_BYTES_MAX],
    n_bytes: u8,
    /// 0 for the second cell of a wide letter.
    pub(super) n_cells: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) letter: Letter,
    pub(super) pen: Pen,
}

pub(super) struct Grid {
    pub(super) width: u16,
    pub(super) height: u16,
    spots: Vec<Spot>,
}

impl Letter {
    const fn ascii(letter: u8, n_cells: u8) -> Self {
        let mut bytes = [0; LETTER_BYTES_MAX];
        bytes[0] = letter;
        Self {
            bytes,
            n_bytes: n_cells,
            n_cells,
        }
    }

    const BLANK: Self = Self::ascii(b' ', 1);
    const REST: Self = Self::ascii(0, 0);

    /// Whole characters only; marks that do not fit are left out.
    fn new(letter: &str) -> Self {
        let end = letter
            .char_indices()
            .map(|(at, it)| at + it.len_utf8())
            .take_while(|end| *end <= LETTER_BYTES_MAX)
            .last()
            .unwrap_or(0);
        let kept = &letter[..end];
        let n_cells = kept.width();
        if n_cells == 0 || n_cells > 2 {
            return Self::BLANK;
        }
        let mut bytes = [0; LETTER_BYTES_MAX];
        bytes[..end].copy_from_slice(kept.as_bytes());
        Self {
            bytes,
            n_bytes: u8::try_from(end).unwrap_or(0),
            n_cells: u8::try_from(n_cells).unwrap_or(1),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes[..usize::from(self.n_bytes)]
    }

    fn text(&self) -> &str {
        str::from_utf8(self.bytes()).unwrap_or(" ")
    }

    pub(super) fn is_blank(&self) -> bool {
        self.bytes() == b" "
    }

    /// The one character it is made of.
    pub(super) fn single(&self) -> Option<char> {
        let mut chars = self.text().chars();
        let first = chars.next()?;
        chars.next().is_none().then_some(first)
    }

    /// Whether all terminals go on as many cells after it as we do. Marks, and wide
    /// letters outside the scripts that have always been wide, are a matter of taste.
    pub(super) fn is_of_sure_width(&self) -> bool {
        match self.single() {
            None => false,
            Some(_) if self.n_cells == 1 => true,
            Some(letter) => matches!(letter,
                '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}'
                | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}'
                | '\u{20000}'..='\u{3fffd}'),
        }
    }
}

impl Spot {
    pub(super) const BLANK: Self = Self {
        letter: Letter::BLANK,
        pen: Pen::NONE,
    };

    /// What is seen of it: equal spots look the same.
    fn new(letter: Letter, pen: Pen) -> Self {
        let pen = if letter.is_blank() {
            pen.under_blank()
        } else {
            pen
        };
        Self { letter, pen }
    }
}

impl Grid {
    pub(super) fn blank(size: Size) -> Self {
        Self {
            width: size.width,
            height: size.height,
            spots: vec![Spot::BLANK; usize::from(size.width) * usize::from(size.height)],
        }
    }

    pub(super) fn row(&self, y: u16) -> &[Spot] {
        let start = usize::from(y) * usize::from(self.width);
        self.spots
            .get(start..start + usize::from(self.width))
            .unwrap_or_default()
    }

    pub(super) fn row_mut(&mut self, y: u16) -> &mut [Spot] {
        let start = usize::from(y) * usize::from(self.width);
        self.spots
            .get_mut(start..start + usize::from(self.width))
            .unwrap_or_default()
    }

    /// Puts a cell of a frame there, as this terminal shows it; gives how many cells
    /// its letter takes.
    pub(super) fn set(&mut self, x: u16, y: u16, cell: &Cell, look: Look) -> usize {
        if x >= self.width || y >= self.height {
            return 1;
        }
        let pen = Pen::of(cell, look);
        let (row, at) = (self.row_mut(y), usize::from(x));
        let n_cells = cell.symbol().width().max(1);
        let mut end = at;
        if let [ascii @ b' '..=b'~'] = cell.symbol().as_bytes() {
            put(row, at, Letter::ascii(*ascii, 1), pen);
            end += 1;
        } else {
            for letter in shown(cell.symbol(), look) {
                end += put(row, end, letter, pen);
            }
        }
        // What the letter lost on its way is blank.
        while end < at + n_cells {
            end += put(row, end, Letter::BLANK, pen);
        }
        n_cells
    }
}

/// Puts a letter there, and blanks the other half of a wide letter that it hits.
fn put(row: &mut [Spot], at: usize, letter: Letter, pen: Pen) -> usize {
    let n_cells = usize::from(letter.n_cells);
    if at + n_cells > row.len() {
        // Half a letter cannot be shown.
        if let Some(last) = row.get_mut(at) {
            *last = Spot::new(Letter::BLANK, pen);
        }
        return n_cells;
    }
    if row[at].letter == Letter::REST && at > 0 {
        row[at - 1].letter = Letter::BLANK;
    }
    if let Some(behind) = row.get_mut(at + n_cells)
        && behind.letter == Letter::REST
    {
        behind.letter = Letter::BLANK;
    }
    row[at] = Spot::new(letter, pen);
    if n_cells == 2 {
        row[at + 1] = Spot {
            letter: Letter::REST,
            pen,
        };
    }
    n_cells
}

/// The letters that this terminal shows for a cell's: never a control byte, nothing
/// that turns the writing direction, nothing it has no glyph for.
fn shown(symbol: &str, look: Look) -> Vec<Letter> {
    let visible: String = symbol
        .chars()
        .filter(|&it| !it.is_control() && !text::is_invisible(it))
        .nfc()
        .collect();
    if visible.chars().all(|it| look.theme.draws(it)) {
        return vec![Letter::new(&visible)];
    }
    text::ascii_letter(&visible)
        .chars()
        .map(|it| Letter::new(it.encode_utf8(&mut [0; 4])))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::{
        term::kind::Kind,
        theme::{Glyphs, Theme},
    };

    fn row(glyphs: Glyphs, cells: &[(u16, &'static str)]) -> String {
        let kind = Kind::of("xterm").unwrap();
        let theme = Theme {
            glyphs,
            any_letter: glyphs == Glyphs::Unicode,
            ..Theme::full()
        };
        let mut grid = Grid::blank(Size::new(6, 1));
        for (x, symbol) in cells {
            grid.set(*x, 0, &Cell::new(symbol), Look { kind, theme });
        }
        grid.row(0).iter().map(|it| it.letter.text()).collect()
    }

    /// Glyphs, what is put where, and the row then.
    type Case = (Glyphs, &'static [(u16, &'static str)], &'static str);

    #[test]
    fn cells_are_as_the_terminal_shows_them() {
        use Glyphs::{Ascii, Unicode};
        #[rustfmt::skip]
        let cases: [Case; 12] = [
            (Unicode, &[(1, "ā")],                  " ā    "),
            (Unicode, &[(1, "a\u{304}")],           " ā    "),
            (Unicode, &[(1, "王")],                 " 王   "),
            // Half a wide letter is none.
            (Unicode, &[(1, "王"), (2, "a")],       "  a   "),
            (Unicode, &[(1, "王"), (1, "a")],       " a    "),
            (Unicode, &[(1, "王"), (0, "芳")],      "芳    "),
            (Unicode, &[(5, "王")],                 "      "),
            // Nothing that is no letter gets through.
            (Unicode, &[(1, "\x1b[2J")],            "      "),
            (Unicode, &[(1, "\u{9b}")],             "      "),
            (Unicode, &[(1, "a\u{202e}")],          " a    "),
            (Ascii,   &[(1, "王"), (3, "Ž")],       " WaZ  "),
            (Ascii,   &[(1, "─"), (2, "е")],        " -e   "),
        ];
        for (glyphs, cells, want) in cases {
            let got = row(glyphs, cells);
            assert_eq!(got, want, "{cells:?}");
        }
    }

    #[test]
    fn a_pile_of_marks_is_cut() {
        let pile: String = std::iter::once('a')
            .chain(std::iter::repeat_n('\u{327}', 1_000))
            .collect();
        let letter = Letter::new(&pile);
        assert!(letter.bytes().len() <= LETTER_BYTES_MAX);
        assert_eq!(letter.n_cells, 1);
        assert!(!letter.is_of_sure_width());
    }
}
