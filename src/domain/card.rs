//! The number of a client's card: one card, however it is read or written.
//!
//! A reader of contactless cards (125 kHz, as RDM6300) sends ten hexadecimal digits
//! and two that check them. The number printed on such a card is the decimal of the
//! last three or four of the five bytes, so one card has two spellings.

/// Digits in the number of a bank card (ISO/IEC 7812), fewest and most.
const BANK_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
/// Hexadecimal digits that a contactless card sends, without those that check them.
const TAG_DIGITS: usize = 10;

/// The letters and digits of a card's number, as they are compared; what checks a
/// contactless card's number is no part of it.
pub fn card_key(code: &str) -> String {
    let letters = code.chars().filter(|it| it.is_alphanumeric());
    let mut key: String = letters.flat_map(char::to_uppercase).collect();
    if is_checked_tag(&key) {
        key.truncate(TAG_DIGITS);
    }
    key
}

/// All spellings under which a card may be looked for: as it stands first.
pub fn card_spellings(code: &str) -> Vec<String> {
    let key = card_key(code);
    if key.is_empty() {
        return Vec::new();
    }
    let printed = printed(&key);
    let mut all = vec![key];
    all.extend(printed);
    all.dedup();
    all
}

/// Whether two numbers are of one card: the same, or one printed on the card whose
/// reader sends the other. Two printed numbers are only the same if they are equal.
pub fn is_same_card(one: &str, other: &str) -> bool {
    let (one, other) = (card_key(one), card_key(other));
    !one.is_empty()
        && (one == other || printed(&one).contains(&other) || printed(&other).contains(&one))
}

/// Whether this may be the number of a bank card: 13 to 19 digits, of which the last
/// proves the others (ISO/IEC 7812-1, annex B). Such a number is never kept.
pub fn may_be_bank_card(code: &str) -> bool {
    let bare = code.chars().filter(|it| it.is_alphanumeric());
    let digits: Option<Vec<u32>> = bare.map(|it| it.to_digit(10)).collect();
    digits.is_some_and(|digits| BANK_DIGITS.contains(&digits.len()) && fits_luhn(&digits))
}

fn fits_luhn(digits: &[u32]) -> bool {
    let weights = [1, 2].into_iter().cycle();
    let products = digits.iter().rev().zip(weights).map(|(it, by)| it * by);
    let sum: u32 = products.map(|it| it / 10 + it % 10).sum();
    sum.is_multiple_of(10)
}

/// What is printed on the card that sends `key`: its last four bytes, and its last
/// three.
fn printed(key: &str) -> Vec<String> {
    if key.len() != TAG_DIGITS {
        return Vec::new();
    }
    let Ok(tag) = u64::from_str_radix(key, 16) else {
        return Vec::new();
    };
    let mut all = [tag & 0xffff_ffff, tag & 0x00ff_ffff].map(|it| format!("{it:010}"));
    all.sort_unstable();
    let mut all = all.to_vec();
    all.dedup();
    all
}

/// Twelve hexadecimal digits, of which the last two are the exclusive or of the five
/// bytes before them.
fn is_checked_tag(key: &str) -> bool {
    let byte = |at: usize| key.get(at..at + 2).map(|it| u8::from_str_radix(it, 16));
    let bytes: Option<Result<Vec<u8>, _>> = (0..key.len()).step_by(2).map(byte).collect();
    match bytes {
        Some(Ok(bytes)) => bytes.len() == 6 && bytes.iter().fold(0, |sum, it| sum ^ it) == 0,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a card sent and the number printed on it, as published with the reader.
    const SENT: &str = "010063E9AE";
    const PRINTED: &str = "0006547886";

    #[test]
    fn the_number_on_the_card_is_the_card() {
        assert_eq!(card_spellings(SENT), [SENT, PRINTED]);
        // 01 ^ 00 ^ 63 ^ E9 ^ AE = 25.
        for sent in [SENT, "010063e9ae", "010063E9AE25", "01 00 63 E9 AE"] {
            assert_eq!(card_key(sent), SENT, "{sent}");
            assert!(is_same_card(sent, PRINTED), "{sent}");
            assert!(is_same_card(PRINTED, sent), "{sent}");
        }
        assert_eq!(card_key("010063E9AE26"), "010063E9AE26");
    }

    #[test]
    fn other_cards_are_others() {
        // The same three bytes at the end, and another maker before them.
        assert!(!is_same_card(SENT, "020063E9AE"));
        assert!(!is_same_card(SENT, "0006547887"));
        assert!(!is_same_card("", ""));
        assert!(!is_same_card("-", " "));
        assert!(is_same_card(";M-1007?", "m 1007"));
        assert_eq!(card_spellings(" - "), Vec::<String>::new());
    }

    /// Where the fourth byte is in use, both lengths are printed.
    #[test]
    fn four_bytes_or_three_are_printed() {
        let printed = ["2200000AFF", "0000002815"];
        assert_eq!(card_spellings("2200000AFF"), printed);
        let all = card_spellings("0101000001");
        assert_eq!(all, ["0101000001", "0000000001", "0016777217"]);
    }

    /// Numbers that card networks publish for tests.
    #[test]
    fn numbers_of_banks_are_known() {
        let banks = [
            "4111111111111111",
            "5555 5555 5555 4444",
            "378282246310005",
            "4222222222222",
        ];
        for number in banks {
            assert!(may_be_bank_card(number), "{number}");
        }
        let others = [
            "4111111111111112",
            "0006547886",
            SENT,
            "411111111111",
            "M1007",
            "",
        ];
        for number in others {
            assert!(!may_be_bank_card(number), "{number}");
        }
    }
}
