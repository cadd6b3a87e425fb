//! What a scanner sends, made into the text of a code.

use super::{CodeCheck, check, gs1, upc_e_to_a};

/// The code in what a scanner sent: without the symbology identifier in front
/// (`]E0`, ISO/IEC 15424), UPC-E written out where the scanner says that it is one,
/// and GS1 fields in brackets (see [`gs1`]). What is none of these stays as it is.
pub fn from_scanner(sent: &str) -> String {
    let (symbology, data) = split(sent);
    match symbology {
        Some(('C', '1') | ('d', '2') | ('Q', '3') | ('e', '0')) => {
            gs1::bracketed(data).unwrap_or_else(|| without_separators(data))
        }
        Some(('E', '0')) if check(data) == CodeCheck::UpcE || data.len() == 8 => {
            upc_e_to_a(data).unwrap_or_else(|| data.to_owned())
        }
        None if is_gs1_by_itself(data) => {
            gs1::bracketed(data).unwrap_or_else(|| without_separators(data))
        }
        Some(_) | None => without_separators(data),
    }
}

/// `]cm` and the rest.
fn split(sent: &str) -> (Option<(char, char)>, &str) {
    let Some(rest) = sent.strip_prefix(']') else {
        return (None, sent);
    };
    let mut letters = rest.chars();
    match (letters.next(), letters.next()) {
        (Some(code), Some(modifier))
            if code.is_ascii_alphabetic() && modifier.is_ascii_alphanumeric() =>
        {
            (Some((code, modifier)), letters.as_str())
        }
        _ => (None, sent),
    }
}

/// Scanners that send no identifier: a separator inside, or an article's number with
/// more behind it than any plain code has.
fn is_gs1_by_itself(data: &str) -> bool {
    let begins_as_article = data
        .strip_prefix("01")
        .and_then(|rest| rest.get(..14))
        .is_some_and(|gtin| check(gtin) == CodeCheck::Gtin14);
    begins_as_article || data.contains(gs1::SEPARATOR)
}

fn without_separators(data: &str) -> String {
    data.chars().filter(|it| *it != gs1::SEPARATOR).collect()
}
