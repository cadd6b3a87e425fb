//! Codes on packages: check digits, one spelling for each number, what a GS1 code
//! says beside it, and the labels that a shop or its scale prints itself.

pub mod gs1;
pub mod in_store;
mod scan;
#[cfg(test)]
mod tests;

pub use scan::from_scanner;

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
/// spaces and hyphens and is written as text of 14 digits, so that the EAN-8,
/// UPC-A, UPC-E and EAN-13 spellings of one number agree; of a GS1 code it is the
/// number of the article. Everything else stays as the shop wrote it. Doing it
/// twice changes nothing.
pub fn normalise(code: &str) -> String {
    let plain: String = code
        .nfkc()
        .filter(|ch| ch.width().is_some_and(|n_cells| n_cells > 0))
        .collect();
    let plain = plain.trim().to_ascii_uppercase();
    if let Some(gtin) = gs1::read(&plain).and_then(|fields| fields.gtin) {
        return gtin;
    }
    let bare: String = plain
        .chars()
        .filter(|ch| !matches!(ch, ' ' | '-'))
        .collect();
    match check(&bare) {
        CodeCheck::Gtin14 | CodeCheck::Gtin13 | CodeCheck::Gtin12 | CodeCheck::Gtin8 => {
            format!("{bare:0>14}")
        }
        CodeCheck::UpcE => upc_e_to_a(&bare).map_or(plain, |upc_a| format!("{upc_a:0>14}")),
        CodeCheck::BadCheckDigit | CodeCheck::Other => plain,
    }
}

/// The spellings under which a typed or scanned code may be stored, likeliest
/// first: eight digits can be an EAN-8 and a UPC-E at once.
pub fn spellings(code: &str) -> Vec<String> {
    let first = normalise(code);
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    let short = upc_e_to_a(&digits).map(|upc_a| format!("{upc_a:0>14}"));
    let mut all = vec![first];
    if let Some(other) = short.filter(|other| digits == code.trim() && !all.contains(other)) {
        all.push(other);
    }
    all
}

/// A stored code as the package shows it: without the zeros in front that make it
/// 14 digits long.
pub fn shown(code: &str) -> &str {
    if check(code) != CodeCheck::Gtin14 {
        return code;
    }
    let n_zeros = code.bytes().take_while(|byte| *byte == b'0').count();
    match n_zeros {
        6.. => &code[6..],
        2..=5 => &code[2..],
        1 => &code[1..],
        _ => code,
    }
}

/// The number of one piece, for the number of a case (a GTIN that begins with 1
/// to 8): what the case holds is the same article.
pub fn piece_of_case(code: &str) -> Option<String> {
    let code = normalise(code);
    let is_case =
        check(&code) == CodeCheck::Gtin14 && code.starts_with(|it| matches!(it, '1'..='8'));
    is_case.then(|| {
        let payload = format!("0{}", &code[1..13]);
        format!("{payload}{}", check_digit(&payload))
    })
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
