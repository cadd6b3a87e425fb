//! Text to a printer's letters: which code page prints each of them, and what
//! becomes of a letter that none has. Every letter keeps its cells, so that
//! amounts stay in their columns.

use any_ascii::any_ascii_char;
use encoding_rs::GB18030;
use unicode_normalization::UnicodeNormalization;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::{codepage::CodePage, font};

/// Where a printer finds a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// In any page: ASCII from 0x20 to 0x7E.
    Any,
    Page(CodePage),
    /// In Chinese mode, as two bytes.
    Chinese,
    /// Nowhere: its whole line is drawn.
    Drawn(char),
}

/// A letter as the printer gets it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Glyph {
    pub source: Source,
    bytes: [u8; 2],
}

impl Glyph {
    fn ascii(byte: u8) -> Self {
        let bytes = [byte, 0];
        Self {
            source: Source::Any,
            bytes,
        }
    }

    /// Of text that is ASCII already; anything else is `?`.
    fn latin(text: &str) -> impl Iterator<Item = Self> {
        text.bytes().map(|byte| match byte {
            b' '..=b'~' => Self::ascii(byte),
            _ => Self::ascii(b'?'),
        })
    }

    fn drawn(letter: char) -> Self {
        Self {
            source: Source::Drawn(letter),
            bytes: [0; 2],
        }
    }

    pub fn is_space(&self) -> bool {
        match self.source {
            Source::Any => self.bytes[0] == b' ',
            Source::Drawn(letter) => letter == ' ',
            Source::Page(_) | Source::Chinese => false,
        }
    }

    /// Columns of normal size.
    pub fn n_cells(&self) -> usize {
        match self.source {
            Source::Any | Source::Page(_) => 1,
            Source::Chinese => 2,
            Source::Drawn(letter) => letter.width().unwrap_or(0),
        }
    }

    /// None below 0x20; of what is drawn, none at all.
    pub fn bytes(&self) -> &[u8] {
        match self.source {
            Source::Drawn(_) => &[],
            _ => &self.bytes[..self.n_cells()],
        }
    }

    /// What is to be drawn, with its cells.
    pub fn letter(&self) -> Option<(char, usize)> {
        match self.source {
            Source::Drawn(letter) => Some((letter, self.n_cells())),
            _ => None,
        }
    }
}

/// The letters that one printer has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The preferred one first.
    pages: Vec<CodePage>,
    chinese: bool,
    /// It prints dots too.
    draws: bool,
}

impl Letters {
    /// `pages` in the order in which they are tried.
    pub fn new(pages: Vec<CodePage>, chinese: bool) -> Self {
        Self {
            pages,
            chinese,
            draws: false,
        }
    }

    /// Lines with letters that no page has are drawn, where the font has them.
    #[must_use]
    pub fn drawing(mut self, draws: bool) -> Self {
        self.draws = draws;
        self
    }

    /// `text` as the printer prints it.
    ///
    /// One page for the whole line where one has it all, else a page per word,
    /// else per letter. A line with a letter that none has is drawn, all of it, if the
    /// printer prints dots and the font has all such letters of the line; signs alone
    /// are no reason, for a drawn line takes 30 times as long on a slow serial line.
    /// Else a letter that the printer lacks is spelled in Latin
    /// letters where there is room: the surplus is taken from the gap of two or
    /// more spaces beside it, so that columns stay aligned, or from the rest of
    /// a line of `n_columns`. Where there is no room, it is one Latin letter or
    /// sign of the same width, or else `?` per cell. Either way it can be seen.
    pub fn line(&self, text: &str, n_columns: usize) -> Vec<Glyph> {
        let text: String = text.nfc().filter(|ch| is_printed(*ch)).collect();
        let order = self.order_for(&text);
        if self.is_drawn(&text, &order) {
            return text.chars().flat_map(drawn).collect();
        }
        let mut pieces = pieces(&text);
        let mut spare = n_columns.saturating_sub(text.width());
        for idx in 0..pieces.len() {
            let Piece::Words(words) = pieces[idx] else {
                continue;
            };
            let spelled = self.spelled(words, &order);
            let surplus = n_cells(&spelled).saturating_sub(words.width());
            let line = if take_room(&mut pieces, idx, surplus, &mut spare) {
                spelled
            } else {
                self.stood_in(words, &order)
            };
            pieces[idx] = Piece::Glyphs(line);
        }
        let mut line = Vec::with_capacity(n_columns);
        for piece in pieces {
            match piece {
                Piece::Gap(n_cells) => {
                    line.extend(std::iter::repeat_n(Glyph::ascii(b' '), n_cells));
                }
                Piece::Glyphs(glyphs) => line.extend(glyphs),
                Piece::Words(_) => (),
            }
        }
        line
    }

    fn is_drawn(&self, text: &str, order: &[CodePage]) -> bool {
        let is_lacking = |ch: &char| ch.is_alphabetic() && self.glyph(*ch, order).is_none();
        let mut lacking = text.chars().filter(is_lacking).peekable();
        self.draws && lacking.peek().is_some() && lacking.all(font::has)
    }

    /// The pages, with the one that has most of `text` first: none is switched
    /// to without need.
    fn order_for(&self, text: &str) -> Vec<CodePage> {
        let n_missing =
            |page: &CodePage| text.chars().filter(|ch| page.byte(*ch).is_none()).count();
        let mut order = self.pages.clone();
        order.sort_by_key(n_missing);
        order
    }

    fn glyph(&self, ch: char, order: &[CodePage]) -> Option<Glyph> {
        if ch == ' ' || ch.is_ascii_graphic() {
            return u8::try_from(ch).ok().map(Glyph::ascii);
        }
        if matches!(ch, '\u{A0}' | '\u{202F}') {
            return Some(Glyph::ascii(b' '));
        }
        let in_page = order.iter().find_map(|page| {
            let source = Source::Page(*page);
            page.byte(ch).map(|byte| Glyph {
                source,
                bytes: [byte, 0],
            })
        });
        in_page.or_else(|| self.chinese(ch))
    }

    /// Only letters that are as wide in Chinese mode as on the page; the
    /// four-byte codes are in no printer.
    fn chinese(&self, ch: char) -> Option<Glyph> {
        if !self.chinese || ch.width() != Some(2) {
            return None;
        }
        let mut utf8 = [0; 4];
        let (encoded, _, is_lost) = GB18030.encode(ch.encode_utf8(&mut utf8));
        match *encoded {
            [first, second] if !is_lost => Some(Glyph {
                source: Source::Chinese,
                bytes: [first, second],
            }),
            _ => None,
        }
    }

    /// Unknown letters in as many Latin ones as they need.
    fn spelled(&self, words: &str, order: &[CodePage]) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(words.len());
        for word in words.split_inclusive(' ') {
            let order = preferring(word, order);
            for ch in word.chars() {
                if let Some(glyph) = self.glyph(ch, &order) {
                    glyphs.push(glyph);
                } else if !any_ascii_char(ch).is_empty() {
                    glyphs.extend(Glyph::latin(any_ascii_char(ch)));
                } else {
                    glyphs.extend(unknown(ch));
                }
            }
        }
        glyphs
    }

    /// Unknown letters in as many cells as they have.
    fn stood_in(&self, words: &str, order: &[CodePage]) -> Vec<Glyph> {
        let mut glyphs = Vec::with_capacity(words.len());
        for word in words.split_inclusive(' ') {
            let order = preferring(word, order);
            for ch in word.chars() {
                let latin = if ch == '…' { "." } else { any_ascii_char(ch) };
                match self.glyph(ch, &order) {
                    Some(glyph) => glyphs.push(glyph),
                    None if latin.len() == ch.width().unwrap_or(0) => {
                        glyphs.extend(Glyph::latin(latin));
                    }
                    None => glyphs.extend(unknown(ch)),
                }
            }
        }
        glyphs
    }
}

/// A word that one page has whole is printed from that page.
fn preferring(word: &str, order: &[CodePage]) -> Vec<CodePage> {
    let has_all = |page: &CodePage| word.chars().all(|ch| page.byte(ch).is_some());
    let mut order = order.to_vec();
    if let Some(at) = order.iter().position(has_all) {
        order[..=at].rotate_right(1);
    }
    order
}

/// A sign that the font lacks has a stand-in of as many cells.
fn drawn(ch: char) -> Vec<Glyph> {
    let latin = any_ascii_char(ch);
    if font::has(ch) {
        vec![Glyph::drawn(ch)]
    } else if latin.len() == ch.width().unwrap_or(0) {
        latin.chars().map(Glyph::drawn).collect()
    } else {
        vec![Glyph::drawn('?'); ch.width().unwrap_or(0)]
    }
}

fn unknown(ch: char) -> impl Iterator<Item = Glyph> {
    std::iter::repeat_n(Glyph::ascii(b'?'), ch.width().unwrap_or(0))
}

pub(super) fn n_cells(glyphs: &[Glyph]) -> usize {
    glyphs.iter().map(Glyph::n_cells).sum()
}

enum Piece<'a> {
    /// So many spaces: two or more, or those before the first word.
    Gap(usize),
    /// Words with single spaces between them.
    Words(&'a str),
    /// Words as the printer gets them.
    Glyphs(Vec<Glyph>),
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let n_spaces = rest.len() - rest.trim_start_matches(' ').len();
        if n_spaces > 0 {
            pieces.push(Piece::Gap(n_spaces));
            rest = &rest[n_spaces..];
        }
        let end = rest.find("  ").unwrap_or(rest.len());
        if end > 0 {
            pieces.push(Piece::Words(&rest[..end]));
            rest = &rest[end..];
        }
    }
    pieces
}

/// Takes `n_cells` from the gap after `idx`, else from the one before, else from
/// the end of the line. A gap between words keeps one cell.
fn take_room(pieces: &mut [Piece<'_>], idx: usize, n_cells: usize, spare: &mut usize) -> bool {
    if n_cells == 0 {
        return true;
    }
    let is_last = idx + 1 == pieces.len();
    for (at, n_kept) in [
        (Some(idx + 1), 1),
        (idx.checked_sub(1), usize::from(idx > 1)),
    ] {
        if let Some(Piece::Gap(n_gap)) = at.and_then(|at| pieces.get_mut(at))
            && n_gap.saturating_sub(n_kept) >= n_cells
        {
            *n_gap -= n_cells;
            return true;
        }
    }
    if is_last && *spare >= n_cells {
        *spare -= n_cells;
        return true;
    }
    false
}

/// Controls, and signs that take no cell, never reach a printer.
fn is_printed(ch: char) -> bool {
    ch.width().is_some_and(|n_cells| n_cells > 0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bytes(glyphs: &[Glyph]) -> Vec<u8> {
        glyphs.iter().flat_map(|it| it.bytes().to_vec()).collect()
    }

    fn one(page: CodePage, text: &str, n_columns: usize) -> Vec<u8> {
        bytes(&Letters::new(vec![page], false).line(text, n_columns))
    }

    /// Runs of one source: `437:a`, with the bytes in Latin letters or hex.
    fn runs(letters: &Letters, text: &str) -> Vec<(Source, Vec<u8>)> {
        let mut runs: Vec<(Source, Vec<u8>)> = Vec::new();
        for glyph in letters.line(text, 48) {
            match runs.last_mut() {
                Some((source, bytes)) if *source == glyph.source => bytes.extend(glyph.bytes()),
                _ => runs.push((glyph.source, glyph.bytes().to_vec())),
            }
        }
        runs
    }

    #[test]
    fn letters_become_the_bytes_of_their_page() {
        #[rustfmt::skip]
        let cases: [(CodePage, &str, &[u8]); 9] = [
            (CodePage::Cp775, "Līga", b"L\x8Cga"),
            (CodePage::Wpc1257, "Līga", b"L\xEEga"),
            (CodePage::Cp852, "Łódź", b"\x9D\xA2d\xAB"),
            // Comma-below letters take the cedilla forms that printers have.
            (CodePage::Cp852, "Țuș", b"\xDDu\xAD"),
            (CodePage::Cp858, "€ 2026-11-21", b"\xD5 2026-11-21"),
            (CodePage::Cp866, "Иванова", b"\x88\xA2\xA0\xAD\xAE\xA2\xA0"),
            // Composed and decomposed spellings print alike.
            (CodePage::Cp437, "e\u{301}", b"\x82"),
            (CodePage::Cp437, "a\u{A0}b\u{AD}c", b"a bc"),
            // No page, no room: same width, visible.
            (CodePage::Cp437, "Līga", b"Liga"),
        ];
        for (page, text, want) in cases {
            assert_eq!(one(page, text, 0), want, "{page} {text}");
        }
    }

    #[test]
    fn one_page_for_the_line_where_one_has_it_all() {
        use CodePage::{Cp437, Cp775, Cp852, Cp866};
        let letters = Letters::new(vec![Cp437, Cp852, Cp866, Cp775], false);
        let sources = |text: &str| -> Vec<Source> {
            runs(&letters, text)
                .into_iter()
                .map(|(source, _)| source)
                .filter(|source| *source != Source::Any)
                .collect()
        };
        assert_eq!(sources("Tea 2.50"), []);
        // é is on page 437 too, ī on 775 only: one page serves both.
        assert_eq!(
            sources("Līga é"),
            [Source::Page(Cp775), Source::Page(Cp775)]
        );
        assert_eq!(sources("Țuș"), [Source::Page(Cp852), Source::Page(Cp852)]);
        // Two alphabets: a page per word.
        assert_eq!(
            sources("Līga Ёж"),
            [Source::Page(Cp775), Source::Page(Cp866)]
        );
        assert_eq!(
            runs(&letters, "ā Ё"),
            [
                (Source::Page(Cp775), vec![0x83]),
                (Source::Any, b" ".to_vec()),
                (Source::Page(Cp866), vec![0xF0]),
            ]
        );
    }

    /// GB18030 of 精油 by the published table: BE AB D3 CD.
    #[test]
    fn chinese_is_two_bytes_and_two_cells() {
        let letters = Letters::new(vec![CodePage::Cp437], true);
        assert_eq!(
            runs(&letters, "精油 60"),
            [
                (Source::Chinese, vec![0xBE, 0xAB, 0xD3, 0xCD]),
                (Source::Any, b" 60".to_vec())
            ]
        );
        assert_eq!(n_cells(&letters.line("精油 60", 0)), 7);
        // A four-byte code is in no printer: the letter is spelled.
        assert_eq!(bytes(&letters.line("\u{20000}", 0)), b"He");
        assert_eq!(one(CodePage::Cp437, "精油", 0), b"????");
    }

    #[test]
    fn spelling_takes_its_room_from_gaps() {
        let encode = |text: &str, n_columns| {
            String::from_utf8(one(CodePage::Cp437, text, n_columns)).unwrap()
        };
        assert_eq!(
            encode("Женя Жукова        45.00", 24),
            "Zhenya Zhukova     45.00"
        );
        assert_eq!(encode("张伟           45.00", 20), "ZhangWei       45.00");
        assert_eq!(encode("45.00    5 €", 12), "45.00  5 EUR");
        assert_eq!(encode("Женя", 10), "Zhenya");
        assert_eq!(encode("Женя 45.00", 10), "?en? 45.00");
        assert_eq!(encode("…", 1), ".");
        assert_eq!(encode("   Щ", 4), "  Shch".get(2..).unwrap());
    }

    #[test]
    fn controls_never_pass() {
        let text = "A\x1Bp\0B\u{7F}\u{9B}\u{202E}\u{200B}\nC\r";
        assert_eq!(one(CodePage::Wpc1252, text, 42), b"ApBC");
    }

    proptest! {
        #[test]
        fn a_row_never_grows_beyond_its_paper(text in "[ a-zЖщș张é€…\u{1F600}]{0,48}", idx in 0_usize..10, chinese: bool) {
            let clean: String = text.nfc().filter(|ch| is_printed(*ch)).collect();
            let letters = Letters::new(vec![CodePage::ALL[idx], CodePage::Cp866], chinese);
            let line = letters.line(&text, 48);
            prop_assert!(n_cells(&line) <= clean.width().max(48));
            prop_assert!(bytes(&line).iter().all(|byte| *byte >= 0x20 && *byte != 0x7F));
        }

        /// Any text at all brings no byte that a printer would obey.
        #[test]
        fn no_text_is_a_command(text in any::<String>(), chinese: bool) {
            let letters = Letters::new(CodePage::ALL.to_vec(), chinese);
            prop_assert!(bytes(&letters.line(&text, 48)).iter().all(|byte| *byte >= 0x20));
        }

        /// What stands at the right edge stays there.
        #[test]
        fn amounts_stay_aligned(name in "[ЖщЯ张a]{1,12}", amount in "[0-9]{1,6}", chinese: bool) {
            let gap = 40 - name.width() - amount.len();
            let letters = Letters::new(vec![CodePage::Cp437], chinese);
            let line = letters.line(&format!("{name}{}{amount}", " ".repeat(gap)), 40);
            prop_assert_eq!(n_cells(&line), 40);
            prop_assert!(bytes(&line).ends_with(amount.as_bytes()));
        }
    }
}
