//! Codes on packages: check digits, and one spelling for each number.

use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthChar;

/// What the digits of a code say about themselves (GS1 General Specifications,
/// section 7.9: weights 3, 1, 3, ... from the right).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeCheck {
    /// A case of something: ITF-14, or the `01` field of a GS1 code.
    Gtin14,
    /// EAN-13; also ISBN-13 and in-store numbers.
    Gtin13,
    /// UPC-A.
    Gtin12,
    /// EAN-8.
    Gtin8,
    /// UPC-E: a UPC-A with zeros left out.
    UpcE,
    /// As long as one of these, but misread, mistyped or the shop's own.
    BadCheckDigit,
    /// Anything else: the shop's own codes, receipt numbers, Code 128 text.
    Other,
}

/// Tells which kind of number `code` is. Takes the bare code: no spaces, no
/// hyphens.
pub fn check(code: &str) -> CodeCheck {
    if !is_digits(code) {
        return CodeCheck::Other;
    }
    let fits = has_good_check_digit(code);
    match code.len() {
        14 if fits => CodeCheck::Gtin14,
        13 if fits => CodeCheck::Gtin13,
        12 if fits => CodeCheck::Gtin12,
        8 if fits => CodeCheck::Gtin8,
        8 if upc_e_to_a(code).is_some() => CodeCheck::UpcE,
        8 | 12..=14 => CodeCheck::BadCheckDigit,
        _ => CodeCheck::Other,
    }
}

/// The one spelling under which a code is stored and looked up.
///
/// Full-width characters become plain, what cannot be seen and outer spaces go,
/// ASCII letters become capitals. A number with a good check digit loses inner
/// spaces and hyphens and is written with 13 digits, so that UPC-A, UPC-E and
/// EAN-13 spellings of one number agree; EAN-8 keeps its 8 digits and a case
/// its 14. Everything else stays as the shop wrote it. Doing it twice changes
/// nothing.
pub fn normalise(code: &str) -> String {
    let plain: String = code
        .nfkc()
        .filter(|ch| ch.width().is_some_and(|n_cells| n_cells > 0))
        .collect();
    let plain = plain.trim().to_ascii_uppercase();
    let bare: String = plain
        .chars()
        .filter(|ch| !matches!(ch, ' ' | '-'))
        .collect();
    match check(&bare) {
        CodeCheck::Gtin14 => match bare.strip_prefix('0') {
            Some(gtin13) => gtin13.to_owned(),
            None => bare,
        },
        CodeCheck::Gtin13 | CodeCheck::Gtin8 => bare,
        CodeCheck::Gtin12 => format!("0{bare}"),
        CodeCheck::UpcE => upc_e_to_a(&bare).map_or(plain, |upc_a| format!("0{upc_a}")),
        CodeCheck::BadCheckDigit | CodeCheck::Other => plain,
    }
}

/// The 13-digit number made of these 12 digits and their check digit; `None` if
/// they are not 12 digits.
pub fn ean13_with_check(digits: &str) -> Option<String> {
    (digits.len() == 12 && is_digits(digits)).then(|| format!("{digits}{}", check_digit(digits)))
}

/// Puts the zeros back that UPC-E leaves out. `None` unless `code` is 8 digits,
/// of number system 0 or 1, and the check digit of the long form fits.
fn upc_e_to_a(code: &str) -> Option<String> {
    if code.len() != 8 || !is_digits(code) || !code.starts_with(['0', '1']) {
        return None;
    }
    let (system, body, check) = (&code[..1], &code[1..7], &code[7..]);
    let last = &body[5..];
    let middle = match last {
        "0" | "1" | "2" => format!("{}{last}0000{}", &body[..2], &body[2..5]),
        "3" => format!("{}00000{}", &body[..3], &body[3..5]),
        "4" => format!("{}00000{}", &body[..4], &body[4..5]),
        _ => format!("{}0000{last}", &body[..5]),
    };
    let upc_a = format!("{system}{middle}{check}");
    has_good_check_digit(&upc_a).then_some(upc_a)
}

fn is_digits(code: &str) -> bool {
    !code.is_empty() && code.bytes().all(|byte| byte.is_ascii_digit())
}

/// `code` is digits only and not empty.
fn has_good_check_digit(code: &str) -> bool {
    let (payload, check) = code.split_at(code.len() - 1);
    check == check_digit(payload).to_string()
}

fn check_digit(payload: &str) -> u32 {
    let sum: u32 = payload
        .bytes()
        .rev()
        .zip([3, 1].into_iter().cycle())
        .map(|(byte, weight)| u32::from(byte - b'0') * weight)
        .sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Numbers from real packages and from published descriptions of the codes.
    #[test]
    fn known_numbers_check() {
        #[rustfmt::skip]
        let cases = [
            ("4006381333931", CodeCheck::Gtin13), // Stabilo pen
            ("5901234123457", CodeCheck::Gtin13), // the EAN-13 example of Wikipedia
            ("9780201379624", CodeCheck::Gtin13), // an ISBN
            ("036000291452", CodeCheck::Gtin12),  // Kleenex, the UPC-A example
            ("73513537", CodeCheck::Gtin8),
            ("96385074", CodeCheck::Gtin8),
            ("04252614", CodeCheck::UpcE),        // 042100005264
            ("00042100005264", CodeCheck::Gtin14),
            ("4006381333930", CodeCheck::BadCheckDigit),
            ("4006381333391", CodeCheck::BadCheckDigit), // two digits swapped
            ("73513536", CodeCheck::BadCheckDigit),
            ("12345", CodeCheck::Other),
            ("", CodeCheck::Other),
            ("400638133393A", CodeCheck::Other),
            ("1-000123", CodeCheck::Other),
        ];
        for (code, want) in cases {
            assert_eq!(check(code), want, "{code}");
        }
    }

    #[test]
    fn one_number_has_one_spelling() {
        #[rustfmt::skip]
        let cases = [
            ("036000291452", "0036000291452"),
            ("0036000291452", "0036000291452"),
            ("00036000291452", "0036000291452"),
            ("04252614", "0042100005264"),
            ("042100005264", "0042100005264"),
            ("  4006381333931\r\n", "4006381333931"),
            ("978-0-201-37962-4", "9780201379624"),
            ("４００６３８１３３３９３１", "4006381333931"),
            ("73513537", "73513537"),
            ("oil-100", "OIL-100"),
            ("\u{FEFF}OIL\u{200B}-100\u{1D}", "OIL-100"),
            (" 0012 ", "0012"),
            ("1-000123", "1-000123"),
            ("036000291453", "036000291453"),
            ("", ""),
        ];
        for (code, want) in cases {
            assert_eq!(normalise(code), want, "{code}");
        }
    }

    #[test]
    fn the_check_digit_completes_twelve_digits() {
        assert_eq!(
            ean13_with_check("400638133393").as_deref(),
            Some("4006381333931")
        );
        assert_eq!(
            ean13_with_check("590123412345").as_deref(),
            Some("5901234123457")
        );
        assert_eq!(ean13_with_check("40063813339"), None);
        assert_eq!(ean13_with_check("40063813339x"), None);
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(code in "\\PC{0,20}|[0-9 -]{8,16}|.{0,12}") {
            let once = normalise(&code);
            prop_assert_eq!(normalise(&once), once);
        }

        /// The weights catch every single wrong digit.
        #[test]
        fn one_wrong_digit_is_noticed(payload in "[0-9]{12}", at in 0_usize..13, add in 1_u8..10) {
            let mut code = ean13_with_check(&payload).unwrap().into_bytes();
            code[at] = b'0' + (code[at] - b'0' + add) % 10;
            prop_assert_eq!(check(std::str::from_utf8(&code).unwrap()), CodeCheck::BadCheckDigit);
        }
    }
}
