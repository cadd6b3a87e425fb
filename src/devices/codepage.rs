//! The letters that printers know: pages of 128 beside ASCII.

use std::{fmt, str::FromStr};

use serde::Deserialize;

/// A code page that receipt printers have. 437 is in nearly all of them; 775 and
/// 1257 hold Latvian, 852 and 1250 Romanian, 866 and 1251 Russian.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
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

    /// A few letters that look right on this page only, or on its next of kin.
    pub fn sample(self) -> &'static str {
        match self {
            Self::Cp437 | Self::Cp850 | Self::Wpc1252 => "éüñçÆ",
            Self::Cp858 => "éüñç€",
            Self::Cp775 | Self::Wpc1257 => "āčēģīņšž",
            Self::Cp852 | Self::Wpc1250 => "ăâîşţłő",
            Self::Cp866 | Self::Wpc1251 => "АБВяжЩ",
        }
    }

    /// The byte that prints `ch`, never one below 0x20. Romanian letters with a
    /// comma take the cedilla forms, the only ones that printers have.
    pub fn byte(self, ch: char) -> Option<u8> {
        if ch == ' ' || ch.is_ascii_graphic() {
            return u8::try_from(ch).ok();
        }
        let ch = match ch {
            '\u{A0}' | '\u{202F}' => return Some(b' '),
            '\u{AD}' | '\u{FFFD}' => return None,
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
    use super::*;

    /// The tables against another program's: `fixtures/printer/codepages.txt`.
    #[test]
    fn a_page_has_its_sample() {
        for page in CodePage::ALL {
            let has = |ch| page.byte(ch).is_some_and(|byte| byte >= 0x80);
            assert!(page.sample().chars().all(has), "{page}");
        }
    }

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
}
