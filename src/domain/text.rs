//! Text from people and devices: cleaned at every entrance, measured in terminal
//! cells, folded for searching.

use any_ascii::any_ascii_char;
use pinyin::ToPinyin;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The most characters of what can be typed or imported, by what it is.
pub const NAME_MAX: usize = 80;
/// Of a therapist or a room in the grid.
pub const SHORT_MAX: usize = 8;
pub const CODE_MAX: usize = 48;
pub const PHONE_MAX: usize = 32;
/// As RFC 5321 bounds a path.
pub const EMAIL_MAX: usize = 254;
pub const ALERT_MAX: usize = 200;
pub const NOTE_MAX: usize = 2_000;
pub const REASON_MAX: usize = 200;
/// One line of a receipt's header or footer: the widest paper.
pub const RECEIPT_LINE_MAX: usize = 48;

/// What may be kept and shown: composed letters on one line, single spaces, nothing
/// that moves the cursor, turns the writing direction or cannot be seen. Cut
/// between letters to at most `chars_max` characters.
pub fn clean(text: &str, chars_max: usize) -> String {
    let visible: String = text
        .chars()
        .map(|it| if it.is_whitespace() { ' ' } else { it })
        .filter(|&it| !it.is_control() && !is_invisible(it))
        .nfc()
        .collect();
    let single_spaced = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut n_chars = 0;
    let kept: String = single_spaced
        .graphemes(true)
        .take_while(|letter| {
            n_chars += letter.chars().count();
            n_chars <= chars_max
        })
        .collect();
    kept.trim_end().to_owned()
}

/// A code as any scanner may have sent it: nothing that cannot be seen but the
/// separator of GS1 codes, which they need, and no more than `chars_max` characters.
pub fn clean_code(code: &str, chars_max: usize) -> String {
    code.trim()
        .chars()
        .filter(|&it| it == '\u{1d}' || !(it.is_control() || is_invisible(it)))
        .take(chars_max)
        .collect()
}

/// Whether a character may enter a text at all: it is seen, and turns nothing around.
pub fn may_be_typed(it: char) -> bool {
    !(it.is_control() || is_invisible(it))
}

/// Zero-width and direction-turning characters. Joiners and variation selectors
/// are among them: terminals disagree about their width.
pub(crate) fn is_invisible(it: char) -> bool {
    matches!(it,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// How many terminal cells a text takes, letter by letter as it is drawn.
pub fn cells(text: &str) -> usize {
    text.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// At most `cells_max` cells of a text; what is cut off is marked by `…`.
pub fn cut(text: &str, cells_max: usize) -> String {
    if cells(text) <= cells_max {
        return text.to_owned();
    }
    let room = cells_max.saturating_sub(1);
    let mut n_cells = 0;
    let kept = text.graphemes(true).take_while(|letter| {
        n_cells += letter.width();
        n_cells <= room
    });
    let mark = if cells_max == 0 { "" } else { "…" };
    kept.chain([mark]).collect()
}

/// Exactly `n_cells` cells: cut, or filled with spaces behind.
pub fn pad(text: &str, n_cells: usize) -> String {
    let mut text = cut(text, n_cells);
    let n_missing = n_cells.saturating_sub(cells(&text));
    text.extend(std::iter::repeat_n(' ', n_missing));
    text
}

/// At least `n_cells` cells, filled with spaces in front and never cut: for
/// amounts.
pub fn pad_start(text: &str, n_cells: usize) -> String {
    let n_missing = n_cells.saturating_sub(cells(text));
    let mut padded = " ".repeat(n_missing);
    padded.push_str(text);
    padded
}

/// The text in lines of at most `n_cells` cells, broken between words; a word that
/// is longer is broken between letters. Line ends of the text stay. Never empty.
pub fn wrap(text: &str, n_cells: usize) -> Vec<String> {
    let n_cells = n_cells.max(2);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.is_empty() && cells(&line) + 1 + cells(word) > n_cells {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.push(' ');
            }
            for letter in word.graphemes(true) {
                if cells(&line) + cells(letter) > n_cells {
                    lines.push(std::mem::take(&mut line));
                }
                line.push_str(letter);
            }
        }
        lines.push(line);
    }
    lines
}

/// One letter of any script for a terminal that shows only ASCII: its usual Latin
/// letters, as many as fit into its own cells, else a question mark.
pub fn ascii_letter(letter: &str) -> String {
    let latin = letter.chars().flat_map(|it| any_ascii_char(it).chars());
    let mut shown: String = latin
        .filter(char::is_ascii_graphic)
        .take(cells(letter))
        .collect();
    if shown.is_empty() {
        shown.push('?');
    }
    pad(&shown, cells(letter))
}

/// A text as it is searched by: Latin letters without marks and digits, lower
/// case, single spaces between words. Han is spelled by syllables (`wang fang`),
/// other scripts by their usual Latin letters, apostrophes are left out.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for it in text.nfkc() {
        let (latin, is_han) = latin(it);
        let edge = if is_han { " " } else { "" };
        folded.extend([edge, &latin, edge]);
    }
    folded
        .split_ascii_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// One character as it is searched by: plain Latin letters, digits, and a space
/// where a word ends; nothing for a mark. And whether it is Han, a word of its own.
pub(super) fn latin(letter: char) -> (String, bool) {
    if is_combining_mark(letter) {
        return (String::new(), false);
    }
    if let Some(syllable) = letter.to_pinyin() {
        return (syllable.plain().chars().map(plain_letter).collect(), true);
    }
    let latin = any_ascii_char(letter).chars();
    let plain = latin.filter(|&it| it != '\'' && it != '`').map(|it| {
        if it.is_ascii_alphanumeric() {
            it.to_ascii_lowercase()
        } else {
            ' '
        }
    });
    (plain.collect(), false)
}

/// Pinyin writes its one letter with a mark, ü, as people type it: u.
fn plain_letter(it: char) -> char {
    if it == 'ü' { 'u' } else { it }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wrapping_breaks_between_words_and_loses_none() {
        #[rustfmt::skip]
        let cases: [(&str, usize, &[&str]); 5] = [
            ("one two three", 7, &["one two", "three"]),
            ("abcdefgh", 3, &["abc", "def", "gh"]),
            ("王芳 王芳", 5, &["王芳", "王芳"]),
            ("a\nb", 9, &["a", "b"]),
            ("", 9, &[""]),
        ];
        for (text, n_cells, want) in cases {
            assert_eq!(wrap(text, n_cells), want, "{text:?}");
        }
    }

    #[test]
    fn clean_keeps_one_visible_line() {
        #[rustfmt::skip]
        let cases = [
            ("Anna",                       "Anna"),
            ("  Līga \t Ozola\r\n",        "Līga Ozola"),
            ("Li\u{304}ga",                "Līga"),                 // composed
            ("a\u{202e}b\u{2066}c\u{200f}","abc"),                  // bidi
            ("a\u{200b}b\u{feff}c\u{200d}","abc"),                  // zero width
            ("\u{1b}[2JAnna\u{7}\u{9b}",   "[2JAnna"),              // escape, bell, C1
            ("王\u{3000}芳",                "王 芳"),
            ("a\u{2028}b",                 "a b"),
            ("\u{0}",                      ""),
        ];
        for (text, want) in cases {
            assert_eq!(clean(text, NAME_MAX), want, "{text:?}");
        }
    }

    #[test]
    fn a_code_keeps_its_separators_and_nothing_else_unseen() {
        #[rustfmt::skip]
        let cases = [
            ("4006381333931\r\n",             "4006381333931"),
            ("0104006381333931\u{1d}10AB",    "0104006381333931\u{1d}10AB"),
            ("\u{202e}1\u{200b}2\u{1b}\0",    "12"),
            ("",                             ""),
            ("1234567890123",                "1234567890"),
        ];
        for (code, want) in cases {
            assert_eq!(clean_code(code, 10.max(want.len())), want, "{code:?}");
        }
    }

    #[test]
    fn clean_cuts_between_letters() {
        assert_eq!(clean("Anna Berzina", 6), "Anna B");
        assert_eq!(clean("Anna Berzina", 5), "Anna");
        // The letter has no composed form, so its two characters stay together.
        assert_eq!(clean("ax\u{304}b", 2), "a");
        assert_eq!(clean("ax\u{304}b", 3), "ax\u{304}");
    }

    #[test]
    fn cells_count_what_the_terminal_draws() {
        #[rustfmt::skip]
        let cases = [
            ("Anna", 4), ("Līga", 4), ("Li\u{304}ga", 4), ("王芳", 4), ("Ծովինար", 7),
            ("ﾊﾝﾅ", 3), ("€", 1), ("", 0),
        ];
        for (text, want) in cases {
            assert_eq!(cells(text), want, "{text}");
        }
    }

    #[test]
    fn cut_and_pad_never_split_a_wide_letter() {
        assert_eq!(cut("Swedish", 7), "Swedish");
        assert_eq!(cut("Swedish", 6), "Swedi…");
        assert_eq!(cut("王芳芳", 4), "王…");
        assert_eq!(cut("王芳芳", 5), "王芳…");
        assert_eq!(cut("Anna", 0), "");
        assert_eq!(cut("Anna", 1), "…");
        assert_eq!(pad("王芳芳", 4), "王… ");
        assert_eq!(pad("Anna", 6), "Anna  ");
        assert_eq!(pad_start("45.00", 7), "  45.00");
        assert_eq!(pad_start("1234.50", 3), "1234.50");
    }

    #[test]
    fn a_letter_becomes_ascii_in_its_own_cells() {
        #[rustfmt::skip]
        let cases = [("Ž", "Z"), ("…", "."), ("ß", "s"), ("王", "Wa"), ("Ж", "Z"), ("Ա", "A"), ("\u{e000}", "?")];
        for (letter, want) in cases {
            assert_eq!(ascii_letter(letter), want, "{letter}");
        }
    }

    #[test]
    fn fold_makes_one_spelling_for_searching() {
        #[rustfmt::skip]
        let cases = [
            ("Līga Ozoliņa",   "liga ozolina"),
            ("Li\u{304}ga",    "liga"),
            ("MÜLLER-Groß",    "muller gross"),
            ("O'Brien",        "obrien"),
            ("O’Brien",        "obrien"),
            ("Łukasz Żółw",    "lukasz zolw"),
            ("Søren Ærø",      "soren aero"),
            ("İpek Işık",      "ipek isik"),
            ("Nguyễn Đức",     "nguyen duc"),
            ("Анна Иванова",   "anna ivanova"),
            ("王芳",            "wang fang"),
            ("吕布",            "lu bu"),
            ("Ａｎｎａ",        "anna"),
            ("  a@b.lv  ",     "a b lv"),
            ("",               ""),
        ];
        for (text, want) in cases {
            assert_eq!(fold(text), want, "{text}");
        }
    }

    proptest! {
        #[test]
        fn clean_is_clean_and_stays_so(text in any::<String>(), chars_max in 0_usize..40) {
            let once = clean(&text, chars_max);
            prop_assert!(once.chars().count() <= chars_max);
            prop_assert!(!once.chars().any(|it| it.is_control() || is_invisible(it)));
            prop_assert_eq!(clean(&once, chars_max), once);
        }

        #[test]
        fn cut_and_pad_keep_to_their_cells(text in "\\PC{0,30}", n_cells in 0_usize..40) {
            prop_assert!(cells(&cut(&text, n_cells)) <= n_cells);
            let padded = pad(&text, n_cells);
            prop_assert_eq!(cells(&padded), n_cells);
        }

        #[test]
        fn fold_gives_plain_words_and_folds_once(text in any::<String>()) {
            let folded = fold(&text);
            let is_plain = |it: char| {
                it.is_ascii_lowercase() || it.is_ascii_digit() || it == ' '
            };
            prop_assert!(folded.chars().all(is_plain), "{}", folded);
            prop_assert_eq!(fold(&folded), folded);
        }
    }
}
