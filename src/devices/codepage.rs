//! The letters that printers know, one page of 128 beside ASCII, and what stands
//! in for a letter that a page lacks.

use std::{fmt, str::FromStr};

use any_ascii::any_ascii_char;
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// A code page that receipt printers have. 437 is in nearly all of them; 775 and
/// 1257 hold Latvian, 852 and 1250 Romanian, 866 and 1251 Russian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    #[default]
    Cp437,
    Cp775,
    Cp850,
    Cp852,
    Cp858,
    Cp866,
    Wpc1250,
    Wpc1251,
    Wpc1252,
    Wpc1257,
}

impl CodePage {
    pub const ALL: [Self; 10] = [
        Self::Cp437,
        Self::Cp775,
        Self::Cp850,
        Self::Cp852,
        Self::Cp858,
        Self::Cp866,
        Self::Wpc1250,
        Self::Wpc1251,
        Self::Wpc1252,
        Self::Wpc1257,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Cp437 => "cp437",
            Self::Cp775 => "cp775",
            Self::Cp850 => "cp850",
            Self::Cp852 => "cp852",
            Self::Cp858 => "cp858",
            Self::Cp866 => "cp866",
            Self::Wpc1250 => "wpc1250",
            Self::Wpc1251 => "wpc1251",
            Self::Wpc1252 => "wpc1252",
            Self::Wpc1257 => "wpc1257",
        }
    }

    /// The number after `ESC t` on most printers. Makers differ, so the settings
    /// can name another.
    pub fn usual_number(self) -> u8 {
        match self {
            Self::Cp437 => 0,
            Self::Cp850 => 2,
            Self::Wpc1252 => 16,
            Self::Cp866 => 17,
            Self::Cp852 => 18,
            Self::Cp858 => 19,
            Self::Cp775 => 33,
            Self::Wpc1250 => 45,
            Self::Wpc1251 => 46,
            Self::Wpc1257 => 51,
        }
    }

    /// What the bytes 128 to 255 stand for; U+FFFD where the page has nothing.
    fn upper_half(self) -> &'static str {
        match self {
            Self::Cp437 => CP437,
            Self::Cp775 => CP775,
            Self::Cp850 => CP850,
            Self::Cp852 => CP852,
            Self::Cp858 => CP858,
            Self::Cp866 => CP866,
            Self::Wpc1250 => CP1250,
            Self::Wpc1251 => CP1251,
            Self::Wpc1252 => CP1252,
            Self::Wpc1257 => CP1257,
        }
    }

    /// The page's own letters and signs beyond ASCII, without the two that
    /// print as nothing.
    pub fn letters(self) -> impl Iterator<Item = char> {
        self.upper_half()
            .chars()
            .filter(|ch| !matches!(ch, '\u{FFFD}' | '\u{A0}' | '\u{AD}'))
    }

    fn byte(self, ch: char) -> Option<u8> {
        if ch == ' ' || ch.is_ascii_graphic() {
            return u8::try_from(ch).ok();
        }
        let ch = match ch {
            '\u{A0}' | '\u{202F}' => return Some(b' '),
            '\u{AD}' | '\u{FFFD}' => return None,
            // Printers have the cedilla forms of the Romanian letters only.
            'Ș' if !self.has('Ș') => 'Ş',
            'ș' if !self.has('ș') => 'ş',
            'Ț' if !self.has('Ț') => 'Ţ',
            'ț' if !self.has('ț') => 'ţ',
            _ => ch,
        };
        let idx = self.upper_half().chars().position(|it| it == ch)?;
        u8::try_from(128 + idx).ok()
    }

    fn has(self, ch: char) -> bool {
        self.upper_half().contains(ch)
    }

    /// `text` in this page's bytes, each one cell wide and none below 0x20.
    ///
    /// A letter that the page lacks is spelled in Latin letters where there is
    /// room: the surplus is taken from the gap of two or more spaces beside it,
    /// so that columns stay aligned, or from the rest of a line of `n_columns`.
    /// Where there is no room, it is one Latin letter or sign of the same
    /// width, or else `?` per cell. Either way it can be seen.
    pub fn encode(self, text: &str, n_columns: usize) -> Vec<u8> {
        let text: String = text.nfc().filter(|ch| is_printed(*ch)).collect();
        let mut pieces = pieces(&text);
        let mut spare = n_columns.saturating_sub(text.width());
        for idx in 0..pieces.len() {
            let Piece::Word(word) = pieces[idx] else {
                continue;
            };
            let spelled = self.spelled(word);
            let surplus = spelled.len().saturating_sub(word.width());
            let line = if take_room(&mut pieces, idx, surplus, &mut spare) {
                spelled
            } else {
                self.stood_in(word)
            };
            pieces[idx] = Piece::Bytes(line);
        }
        let mut line = Vec::with_capacity(n_columns);
        for piece in pieces {
            match piece {
                Piece::Gap(n_cells) => line.extend(std::iter::repeat_n(b' ', n_cells)),
                Piece::Bytes(bytes) => line.extend(bytes),
                Piece::Word(_) => (),
            }
        }
        line
    }

    /// Unknown letters in as many Latin ones as they need.
    fn spelled(self, word: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(word.len());
        for ch in word.chars() {
            if let Some(byte) = self.byte(ch) {
                bytes.push(byte);
            } else if !any_ascii_char(ch).is_empty() {
                bytes.extend(any_ascii_char(ch).bytes());
            } else {
                bytes.extend(std::iter::repeat_n(b'?', ch.width().unwrap_or(0)));
            }
        }
        bytes
    }

    /// Unknown letters in as many cells as they have.
    fn stood_in(self, word: &str) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(word.len());
        for ch in word.chars() {
            let n_cells = ch.width().unwrap_or(0);
            let latin = if ch == '…' { "." } else { any_ascii_char(ch) };
            match self.byte(ch) {
                Some(byte) => bytes.push(byte),
                None if latin.len() == n_cells => bytes.extend(latin.bytes()),
                None => bytes.extend(std::iter::repeat_n(b'?', n_cells)),
            }
        }
        bytes
    }
}

impl fmt::Display for CodePage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for CodePage {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|page| page.name() == name)
            .ok_or_else(|| format!("{name:?} is not a code page that Balm knows"))
    }
}

enum Piece<'a> {
    /// So many spaces: two or more, or those before the first word.
    Gap(usize),
    /// Words with single spaces between them.
    Word(&'a str),
    /// A word as the printer gets it.
    Bytes(Vec<u8>),
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
            pieces.push(Piece::Word(&rest[..end]));
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

const CP437: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒ\
    áíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{A0}";

const CP775: &str = "\
    ĆüéāäģåćłēŖŗīŹÄÅÉæÆōöĢ¢ŚśÖÜø£Ø×¤\
    ĀĪóŻżź”¦©®¬½¼Ł«»░▒▓│┤ĄČĘĖ╣║╗╝ĮŠ┐\
    └┴┬├─┼ŲŪ╚╔╩╦╠═╬Žąčęėįšųūž┘┌█▄▌▐▀\
    ÓßŌŃõÕµńĶķĻļņĒŅ’\u{AD}±“¾¶§÷„°∙·¹³²■\u{A0}";

const CP850: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

const CP852: &str = "\
    ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č\
    áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
    └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
    ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}";

const CP858: &str = "\
    ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
    áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
    └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀\
    ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}";

const CP866: &str = "\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмноп░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
    └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀\
    рстуфхцчшщъыьэюяЁёЄєЇїЎў°∙·√№¤■\u{A0}";

const CP1250: &str = "\
    €\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\
    \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
    ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
    ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙";

const CP1251: &str = "\
    ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\u{FFFD}™љ›њќћџ\
    \u{A0}ЎўЈ¤Ґ¦§Ё©Є«¬\u{AD}®Ї°±Ііґµ¶·ё№є»јЅѕї\
    АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ\
    абвгдежзийклмнопрстуфхцчшщъыьэюя";

const CP1252: &str = "\
    €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ\
    \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
    ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
    àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

const CP1257: &str = "\
    €\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰\u{FFFD}‹\u{FFFD}¨ˇ¸\u{FFFD}‘’“”•–—\u{FFFD}™\u{FFFD}›\u{FFFD}¯˛\u{FFFD}\
    \u{A0}\u{FFFD}¢£¤\u{FFFD}¦§Ø©Ŗ«¬\u{AD}®Æ°±²³´µ¶·ø¹ŗ»¼½¾æ\
    ĄĮĀĆÄÅĘĒČÉŹĖĢĶĪĻŠŃŅÓŌÕÖ×ŲŁŚŪÜŻŽß\
    ąįāćäåęēčéźėģķīļšńņóōõö÷ųłśūüżž˙";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The tables against another program's: `fixtures/printer/codepages.txt`.
    #[test]
    fn every_byte_of_every_page_is_as_published() {
        let fixture = include_str!("../../fixtures/printer/codepages.txt");
        let mut n_pages = 0;
        for line in fixture.lines().filter(|line| !line.starts_with('#')) {
            let (name, codes) = line.split_once(' ').unwrap();
            let name = name.replace("cp125", "wpc125");
            let page: CodePage = name.parse().unwrap();
            let want: String = codes
                .split(' ')
                .map(|hex| char::from_u32(u32::from_str_radix(hex, 16).unwrap()).unwrap())
                .collect();
            assert_eq!(page.upper_half(), want, "{name}");
            assert_eq!(page.upper_half().chars().count(), 128, "{name}");
            n_pages += 1;
        }
        assert_eq!(n_pages, CodePage::ALL.len());
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
            assert_eq!(page.encode(text, 0), want, "{page} {text}");
        }
    }

    #[test]
    fn spelling_takes_its_room_from_gaps() {
        let page = CodePage::Cp437;
        let encode =
            |text: &str, n_columns| String::from_utf8(page.encode(text, n_columns)).unwrap();

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
        assert_eq!(CodePage::Wpc1252.encode(text, 42), b"ApBC");
    }

    proptest! {
        #[test]
        fn a_row_never_grows_beyond_its_paper(text in "[ a-zЖщ张é€…\u{1F600}]{0,48}", idx in 0_usize..10) {
            let page = CodePage::ALL[idx];
            let clean: String = text.nfc().filter(|ch| is_printed(*ch)).collect();
            let bytes = page.encode(&text, 48);
            prop_assert!(bytes.len() <= clean.width().max(48));
            prop_assert!(bytes.iter().all(|byte| *byte >= 0x20 && *byte != 0x7F));
        }

        /// What stands at the right edge stays there.
        #[test]
        fn amounts_stay_aligned(name in "[ЖщЯ张a]{1,12}", amount in "[0-9]{1,6}") {
            let gap = 40 - name.width() - amount.len();
            let bytes = CodePage::Cp437.encode(&format!("{name}{}{amount}", " ".repeat(gap)), 40);
            prop_assert_eq!(bytes.len(), 40);
            prop_assert!(bytes.ends_with(amount.as_bytes()));
        }
    }
}
