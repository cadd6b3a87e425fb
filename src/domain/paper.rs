//! A printed page as data: laid out once, then rendered to printer bytes, to the
//! preview on the screen and to tests.

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Beside an amount, text narrower than this is unreadable; it gets lines of
/// its own instead.
const LEFT_CELLS_MIN: usize = 8;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Size {
    #[default]
    Normal,
    /// Twice as wide and high: half as many columns.
    Double,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Row {
    /// At most as many terminal cells as the paper has columns (half of it when
    /// double), already aligned and padded by the layout.
    Text {
        text: String,
        bold: bool,
        size: Size,
    },
    /// A line across the paper.
    Rule,
    /// Code 128 with its text under it.
    Barcode(String),
    /// A QR code with its text under it.
    Qr(String),
    /// The shop's picture, where the desk has one.
    Logo,
    Blank,
}

/// One job's worth of paper; cut at its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paper {
    /// Characters in a line of normal size: 32, 42 or 48.
    pub n_columns: u16,
    pub rows: Vec<Row>,
}

impl Paper {
    /// The page as lines for a screen, none wider than the paper: letters of
    /// double size are set apart by spaces, a barcode is its text between bars.
    pub fn to_text(&self) -> Vec<String> {
        let n_columns = usize::from(self.n_columns);
        let mut lines = Vec::with_capacity(self.rows.len());
        for row in &self.rows {
            match row {
                Row::Text {
                    text,
                    size: Size::Normal,
                    ..
                } => lines.push(trimmed(text)),
                Row::Text {
                    text,
                    size: Size::Double,
                    ..
                } => lines.push(trimmed(&spaced(text))),
                Row::Rule => lines.push("-".repeat(n_columns)),
                Row::Barcode(code) => {
                    lines.push(trimmed(&centre(&format!("||||| {code} |||||"), n_columns)));
                }
                Row::Qr(text) => {
                    lines.push(trimmed(&centre("[#]", n_columns)));
                    lines.extend(wrap(text, n_columns).iter().map(|it| centre(it, n_columns)));
                }
                Row::Logo => (),
                Row::Blank => lines.push(String::new()),
            }
        }
        lines
    }
}

/// Lays text out on paper. Nothing is ever cut off: what is too long goes on in
/// the next line, and of a text with its amount it is the text that gives way.
#[derive(Clone, Debug)]
pub struct PaperWriter {
    paper: Paper,
}

impl PaperWriter {
    /// `n_columns` below 8 are taken as 8.
    pub fn new(n_columns: u16) -> Self {
        let n_columns = n_columns.max(8);
        Self {
            paper: Paper {
                n_columns,
                rows: Vec::new(),
            },
        }
    }

    /// Text on the left, an amount on the right of its first line.
    pub fn columns(&mut self, left: &str, right: &str) {
        self.push_columns(left, right, false, Size::Normal);
    }

    pub fn columns_bold(&mut self, left: &str, right: &str) {
        self.push_columns(left, right, true, Size::Normal);
    }

    /// As [`Self::columns`], in double size: for totals.
    pub fn double(&mut self, left: &str, right: &str) {
        self.push_columns(left, right, true, Size::Double);
    }

    /// Broken between words; spaces at the start indent every line.
    pub fn wrapped(&mut self, text: &str) {
        for line in wrap(text, self.n_cells(Size::Normal)) {
            self.push(line, false, Size::Normal);
        }
    }

    pub fn wrapped_bold(&mut self, text: &str) {
        for line in wrap(text, self.n_cells(Size::Normal)) {
            self.push(line, true, Size::Normal);
        }
    }

    pub fn centred(&mut self, text: &str) {
        self.push_centred(text, false, Size::Normal);
    }

    pub fn centred_bold(&mut self, text: &str) {
        self.push_centred(text, true, Size::Normal);
    }

    /// For headings: the shop's name, `COPY 1`.
    pub fn centred_double(&mut self, text: &str) {
        self.push_centred(text, true, Size::Double);
    }

    pub fn rule(&mut self) {
        self.paper.rows.push(Row::Rule);
    }

    pub fn blank(&mut self) {
        self.paper.rows.push(Row::Blank);
    }

    pub fn barcode(&mut self, code: &str) {
        self.paper.rows.push(Row::Barcode(code.to_owned()));
    }

    pub fn qr(&mut self, text: &str) {
        self.paper.rows.push(Row::Qr(text.to_owned()));
    }

    pub fn logo(&mut self) {
        self.paper.rows.push(Row::Logo);
    }

    pub fn finish(self) -> Paper {
        self.paper
    }

    fn n_cells(&self, size: Size) -> usize {
        match size {
            Size::Normal => usize::from(self.paper.n_columns),
            Size::Double => usize::from(self.paper.n_columns / 2),
        }
    }

    fn push(&mut self, text: String, bold: bool, size: Size) {
        self.paper.rows.push(Row::Text { text, bold, size });
    }

    fn push_centred(&mut self, text: &str, bold: bool, size: Size) {
        let n_cells = self.n_cells(size);
        for line in wrap(text.trim(), n_cells) {
            self.push(centre(&line, n_cells), bold, size);
        }
    }

    fn push_columns(&mut self, left: &str, right: &str, bold: bool, size: Size) {
        let n_cells = self.n_cells(size);
        let right = plain(right);
        let right = right.trim();
        let left_cells = n_cells.saturating_sub(right.width() + usize::from(!right.is_empty()));
        if left.trim().is_empty() || left.width() > left_cells && left_cells < LEFT_CELLS_MIN {
            for line in wrap(left, n_cells)
                .into_iter()
                .filter(|line| !line.is_empty())
            {
                self.push(line, bold, size);
            }
            for line in wrap(right, n_cells) {
                self.push(pad_left(&line, n_cells), bold, size);
            }
            return;
        }
        for (idx, line) in wrap(left, left_cells).into_iter().enumerate() {
            let text = if idx == 0 && !right.is_empty() {
                format!("{line}{}", pad_left(right, n_cells - line.width()))
            } else {
                line
            };
            self.push(text, bold, size);
        }
    }
}

/// Breaks `text` into lines of at most `n_cells` terminal cells, between words
/// where it can and between letters where a word is longer than a line. Spaces
/// at the start are kept in front of every line. Line breaks in `text` hold.
fn wrap(text: &str, n_cells: usize) -> Vec<String> {
    text.split('\n')
        .flat_map(|line| wrap_line(line, n_cells))
        .collect()
}

fn wrap_line(text: &str, n_cells: usize) -> Vec<String> {
    let clean = plain(text);
    let clean = clean.trim_end();
    if clean.width() <= n_cells {
        return vec![clean.to_owned()];
    }
    let n_indent = clean
        .chars()
        .take_while(|ch| *ch == ' ')
        .count()
        .min(n_cells / 2);
    let indent = " ".repeat(n_indent);
    let mut lines = Vec::new();
    let mut line = indent.clone();
    for word in clean.split_whitespace() {
        let has_words = line.len() > n_indent;
        if has_words && line.width() + 1 + word.width() <= n_cells {
            line.push(' ');
        } else if has_words {
            lines.push(std::mem::replace(&mut line, indent.clone()));
        }
        for letter in word.graphemes(true) {
            if line.width() + letter.width() > n_cells && line.len() > n_indent {
                lines.push(std::mem::replace(&mut line, indent.clone()));
            }
            line.push_str(letter);
        }
    }
    lines.push(line);
    lines
}

/// Tabs and other controls have no width of their own.
fn plain(text: &str) -> String {
    text.replace(|ch: char| ch.is_control(), " ")
}

fn centre(text: &str, n_cells: usize) -> String {
    format!(
        "{}{text}",
        " ".repeat(n_cells.saturating_sub(text.width()) / 2)
    )
}

fn pad_left(text: &str, n_cells: usize) -> String {
    format!("{}{text}", " ".repeat(n_cells.saturating_sub(text.width())))
}

fn trimmed(text: &str) -> String {
    text.trim_end().to_owned()
}

/// Each letter followed by as many spaces as it is wide.
fn spaced(text: &str) -> String {
    let mut wide = String::with_capacity(2 * text.len());
    for letter in text.graphemes(true) {
        wide.push_str(letter);
        wide.extend(std::iter::repeat_n(' ', letter.width()));
    }
    wide
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(write: impl FnOnce(&mut PaperWriter)) -> Vec<String> {
        let mut writer = PaperWriter::new(32);
        write(&mut writer);
        writer.finish().to_text()
    }

    #[test]
    fn an_amount_stands_at_the_right_edge() {
        let got = lines(|paper| paper.columns("Swedish massage 60", "45.00"));
        assert_eq!(got, ["Swedish massage 60         45.00"]);
    }

    #[test]
    fn a_long_name_gives_way_to_its_amount() {
        let got = lines(|paper| {
            paper.columns("  Hot stone massage with argan oil, 90 minutes", "1 145.00");
        });
        assert_eq!(
            got,
            [
                "  Hot stone massage     1 145.00",
                "  with argan oil, 90",
                "  minutes"
            ]
        );
    }

    #[test]
    fn an_amount_as_wide_as_the_paper_gets_its_own_line() {
        let amount = "1 000 000 000 000 000.00 AMD";
        let got = lines(|paper| paper.columns("Total for the day", amount));
        assert_eq!(
            got,
            ["Total for the day".to_owned(), format!("    {amount}")]
        );
    }

    #[test]
    fn controls_are_spaces() {
        let got = lines(|paper| {
            paper.columns("Tea\tgreen", "2.50\r\n");
            paper.wrapped("one\ntwo\u{7}");
        });
        assert_eq!(got, ["Tea green                   2.50", "one", "two"]);
    }

    #[test]
    fn wide_letters_take_two_cells() {
        let got = lines(|paper| paper.columns("精油按摩六十分钟", "45.00"));
        assert_eq!(got, ["精油按摩六十分钟           45.00"]);
        let got = lines(|paper| paper.wrapped("精油按摩六十分钟精油按摩六十分钟精油"));
        assert_eq!(got, ["精油按摩六十分钟精油按摩六十分钟", "精油"]);
    }

    #[test]
    fn the_rest_of_a_page() {
        let got = lines(|paper| {
            paper.centred_double("LOTUS SPA");
            paper.centred("Brivibas 1");
            paper.rule();
            paper.double("Total", "79.02");
            paper.blank();
            paper.barcode("1-000123");
        });
        assert_eq!(
            got,
            [
                "      L O T U S   S P A",
                "           Brivibas 1",
                "--------------------------------",
                "T o t a l             7 9 . 0 2",
                "",
                "      ||||| 1-000123 |||||"
            ]
        );
    }

    proptest! {
        /// Whatever the text: no row is wider than the paper, and no letter of
        /// the text and no digit of the amount is lost.
        #[test]
        fn nothing_is_cut(left in "[ a-zāж张é]{0,80}", right in "[0-9. -]{0,60}", n_columns in 8_u16..50) {
            let mut writer = PaperWriter::new(n_columns);
            writer.columns(&left, &right);
            writer.double(&left, &right);
            writer.wrapped(&left);
            let paper = writer.finish();
            let mut letters = String::new();
            for row in &paper.rows {
                let Row::Text { text, size, .. } = row else { continue };
                let n_max = if *size == Size::Double { n_columns / 2 } else { n_columns };
                prop_assert!(text.width() <= usize::from(n_max), "{text:?}");
                letters.push_str(text);
            }
            let mut want: Vec<char> = format!("{left}{right}{left}{right}{left}").chars().collect();
            let mut got: Vec<char> = letters.chars().collect();
            want.retain(|ch| *ch != ' ');
            got.retain(|ch| *ch != ' ');
            want.sort_unstable();
            got.sort_unstable();
            prop_assert_eq!(got, want);
        }
    }
}
