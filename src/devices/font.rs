//! Letters as dots, for lines that hold letters which no page of the printer has. Dots
//! of GNU Unifont 15.1 (unifoundry.com), used under the SIL Open Font License 1.1 that
//! lies beside this file; only the letters of `chosen` are in the program.

mod chosen;

use encoding_rs::GB18030;

use self::chosen::{HANZI_CELLS, HANZI_ROWS, NARROW, NARROW_BYTES, WIDE, WIDE_BYTES};
use super::bitmap::Bitmap;

static DOTS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/font.bin"));

/// A cell of the printer's letters of normal size, in dots.
const CELL_DOTS: usize = 12;
const ROW_DOTS: usize = 24;
/// Of the font's letters, both ways to the cell's of 24 rows.
const FONT_ROWS: usize = 16;

/// A letter's dots: rows of 16, the leftmost in the highest bit.
struct Letter {
    rows: [u16; FONT_ROWS],
    n_cells: usize,
}

/// Whether the letter can be drawn.
pub fn has(letter: char) -> bool {
    letter == ' ' || find(letter).is_some_and(|it| it.rows.iter().any(|row| *row != 0))
}

fn find(letter: char) -> Option<Letter> {
    let code = u32::from(letter);
    let mut at = 0;
    for (ranges, n_bytes, n_cells) in [(&NARROW[..], NARROW_BYTES, 1), (&WIDE[..], WIDE_BYTES, 2)] {
        for (first, last) in ranges {
            if (*first..=*last).contains(&code) {
                at += usize::try_from(code - first).ok()? * n_bytes;
                return read(at, n_cells);
            }
            at += usize::try_from(last - first + 1).ok()? * n_bytes;
        }
    }
    read(at + hanzi(letter)? * WIDE_BYTES, 2)
}

/// Its place among the letters of GB 2312.
fn hanzi(letter: char) -> Option<usize> {
    let mut utf8 = [0; 4];
    let (encoded, _, is_lost) = GB18030.encode(letter.encode_utf8(&mut utf8));
    let [first, second] = *encoded else {
        return None;
    };
    let is_there = !is_lost
        && (HANZI_ROWS.0..=HANZI_ROWS.1).contains(&first)
        && (HANZI_CELLS.0..=HANZI_CELLS.1).contains(&second);
    let n_cells = usize::from(HANZI_CELLS.1 - HANZI_CELLS.0) + 1;
    let place = |first: u8| usize::from(first - HANZI_ROWS.0) * n_cells;
    is_there.then(|| place(first) + usize::from(second - HANZI_CELLS.0))
}

fn read(at: usize, n_cells: usize) -> Option<Letter> {
    let mut rows = [0; FONT_ROWS];
    let bytes = DOTS.get(at..at + FONT_ROWS * n_cells)?;
    for (row, bytes) in rows.iter_mut().zip(bytes.chunks(n_cells)) {
        *row = match *bytes {
            [high, low] => u16::from_be_bytes([high, low]),
            [only] => u16::from(only) << 8,
            _ => 0,
        };
    }
    Some(Letter { rows, n_cells })
}

/// A line of letters in the printer's own cells, so that what stands in columns stays
/// there; `None` if nothing of it is black. What cannot be drawn leaves its cells
/// empty.
pub fn draw(line: &[(char, usize)], is_bold: bool, is_double: bool) -> Option<Bitmap> {
    let scale = if is_double { 2 } else { 1 };
    let (cell, n_rows) = (CELL_DOTS * scale, ROW_DOTS * scale);
    let mut columns: Vec<Option<(usize, usize)>> = Vec::new();
    let mut letters = Vec::new();
    for (letter, n_cells) in line {
        let found = find(*letter).filter(|it| it.n_cells == *n_cells);
        let idx = found.is_some().then_some(letters.len());
        letters.extend(found);
        // From 16 rows to 24 each dot grows by a half; so it does to the side.
        let own = (0..n_cells * cell).map(|x| idx.map(|idx| (idx, x * FONT_ROWS / n_rows)));
        columns.extend(own);
    }
    let is_black = |x: usize, y: usize| {
        let Some(Some((idx, column))) = columns.get(x) else {
            return false;
        };
        let row = letters[*idx].rows[y * FONT_ROWS / n_rows];
        let dots = if is_bold { row | row >> 1 } else { row };
        dots & (0x8000 >> column) != 0
    };
    Bitmap::of(columns.len(), n_rows, is_black)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthChar;

    use super::*;

    fn shown(letter: char) -> Vec<String> {
        let found = find(letter).unwrap();
        let dot = |row: u16, x: usize| if row & (0x8000 >> x) == 0 { '.' } else { '#' };
        let rows = found.rows.iter();
        rows.map(|row| (0..8 * found.n_cells).map(|x| dot(*row, x)).collect())
            .collect()
    }

    /// Dots as unifont.hex has them: `0041:0000000018242442427E424242420000`, and 中,
    /// `4E2D:01000100010001003FF8210821082108210821083FF821080100010001000100`.
    #[test]
    fn letters_are_where_they_are_looked_for() {
        let hex = |letter: char| -> String {
            let found = find(letter).unwrap();
            let row = |row: &u16| match found.n_cells {
                1 => format!("{:02X}", row >> 8),
                _ => format!("{row:04X}"),
            };
            found.rows.iter().map(row).collect()
        };
        assert_eq!(hex('A'), "0000000018242442427E424242420000");
        assert_eq!(
            hex('中'),
            "01000100010001003FF8210821082108210821083FF821080100010001000100",
            "{:#?}",
            shown('中')
        );
    }

    #[test]
    fn the_languages_of_spas_can_be_drawn() {
        for text in [
            "Līga Ķēniņa",
            "Țuș",
            "Жукова Ёлка",
            "Հայերեն ևՖ",
            "ქართული",
            "Ελλάδα",
            "Tiếng Việt",
            "精油按摩张伟",
            "ひらがなカタカナ",
            "€ ₽ … – “”",
        ] {
            let missing: Vec<char> = text.chars().filter(|it| !has(*it)).collect();
            assert!(missing.is_empty(), "{text}: {missing:?}");
        }
        // These need shaping, or would be too many.
        for letter in ['م', 'ก', '한', '\u{20000}', '\u{1F600}', '\u{7}'] {
            assert!(!has(letter), "{letter}");
        }
    }

    #[test]
    fn a_letter_has_the_cells_that_its_text_has() {
        let all = NARROW.iter().chain(&WIDE);
        let letters = all.flat_map(|(first, last)| *first..=*last);
        for letter in letters.filter_map(char::from_u32).filter(|it| has(*it)) {
            let n_cells = find(letter).unwrap().n_cells;
            let width = letter.width().unwrap_or(0);
            assert!(width == n_cells || width == 0, "{letter} {width}");
        }
    }

    #[test]
    fn the_program_grows_by_little() {
        assert!(DOTS.len() < 260 * 1_024, "{}", DOTS.len());
    }
}
