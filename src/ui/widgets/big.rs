//! An amount in digits three rows high, to be read from where the client stands.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    domain::text,
    ui::theme::{Glyphs, Theme},
};

/// Rows of a large digit.
pub const ROWS: u16 = 3;

type Glyph = [&'static str; 3];

const LINES: [Glyph; 10] = [
    ["┏━┓", "┃ ┃", "┗━┛"],
    ["  ╻", "  ┃", "  ╹"],
    ["╺━┓", "┏━┛", "┗━╸"],
    ["╺━┓", "╺━┫", "╺━┛"],
    ["╻ ╻", "┗━┫", "  ╹"],
    ["┏━╸", "┗━┓", "╺━┛"],
    ["┏━╸", "┣━┓", "┗━┛"],
    ["╺━┓", "  ┃", "  ╹"],
    ["┏━┓", "┣━┫", "┗━┛"],
    ["┏━┓", "┗━┫", "╺━┛"],
];

const ASCII: [Glyph; 10] = [
    [" _ ", "| |", "|_|"],
    ["   ", "  |", "  |"],
    [" _ ", " _|", "|_ "],
    [" _ ", " _|", " _|"],
    ["   ", "|_|", "  |"],
    [" _ ", "|_ ", " _|"],
    [" _ ", "|_ ", "|_|"],
    [" _ ", "  |", "  |"],
    [" _ ", "|_|", "|_|"],
    [" _ ", "|_|", " _|"],
];

/// The rows of an amount's text, all of one width. `None` for a character that has
/// no large form.
pub fn rows(amount: &str, theme: Theme) -> Option<[String; 3]> {
    let mut rows = [String::new(), String::new(), String::new()];
    for (nth, letter) in amount.chars().enumerate() {
        let glyph = glyph(letter, theme)?;
        for (row, part) in rows.iter_mut().zip(glyph) {
            if nth > 0 {
                row.push(' ');
            }
            row.push_str(part);
        }
    }
    Some(rows)
}

fn glyph(letter: char, theme: Theme) -> Option<Glyph> {
    let digits = if theme.glyphs == Glyphs::Unicode {
        LINES
    } else {
        ASCII
    };
    Some(match letter {
        '.' => [" ", " ", "."],
        ',' => [" ", " ", ","],
        '-' => ["   ", theme.glyph("╺━╸", "---"), "   "],
        letter => digits[letter.to_digit(10)? as usize],
    })
}

/// Draws the amount at the right of the area, large if it fits, else plainly: a
/// figure of money is never cut.
pub fn render(frame: &mut Frame, area: Rect, amount: &str, style: Style, theme: Theme) {
    let large = rows(amount, theme)
        .filter(|rows| text::cells(&rows[0]) <= usize::from(area.width) && area.height >= ROWS);
    let lines = large.map_or_else(|| vec![amount.to_owned()], Vec::from);
    for (nth, row) in lines.into_iter().enumerate() {
        let y = area.y + u16::try_from(nth).unwrap_or(0);
        if y < area.bottom() {
            let line = Line::from(Span::styled(row, style)).right_aligned();
            frame.render_widget(
                line,
                Rect {
                    y,
                    height: 1,
                    ..area
                },
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The digits of a seven-segment display, segments `gfedcba`, as data sheets
    /// print them.
    const SEGMENTS: [u8; 10] = [0x3F, 0x06, 0x5B, 0x4F, 0x66, 0x6D, 0x7D, 0x07, 0x7F, 0x6F];

    fn cell(glyph: Glyph, row: usize, column: usize) -> char {
        glyph[row].chars().nth(column).unwrap()
    }

    fn of_ascii(glyph: Glyph) -> u8 {
        let places = [(0, 1), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (1, 1)];
        let lit = places.map(|(row, column)| cell(glyph, row, column) != ' ');
        (0..7).map(|nth| u8::from(lit[nth]) << nth).sum()
    }

    fn of_lines(glyph: Glyph) -> u8 {
        let bar = |row| cell(glyph, row, 1) == '━';
        let down = |row, column| "┏┓┃╻┣┫".contains(cell(glyph, row, column));
        let lit = [
            bar(0),
            down(0, 2),
            down(1, 2),
            bar(2),
            down(1, 0),
            down(0, 0),
            bar(1),
        ];
        (0..7).map(|nth| u8::from(lit[nth]) << nth).sum()
    }

    #[test]
    fn digits_are_those_of_a_seven_segment_display() {
        for (digit, want) in SEGMENTS.into_iter().enumerate() {
            assert_eq!(of_ascii(ASCII[digit]), want, "{digit} in ASCII");
            assert_eq!(of_lines(LINES[digit]), want, "{digit} in lines");
        }
    }

    #[test]
    fn an_amount_is_three_rows_of_one_width() {
        for glyphs in [Glyphs::Unicode, Glyphs::Lines, Glyphs::Ascii] {
            let theme = Theme {
                glyphs,
                ..Theme::full()
            };
            let rows = rows("-1,234.50", theme).unwrap();
            let widths = rows.each_ref().map(|row| text::cells(row));
            assert_eq!(widths, [widths[0]; 3]);
        }
        assert_eq!(rows("4x", Theme::full()), None);
    }
}
