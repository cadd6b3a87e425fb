//! Bank cards pulled through a reader by mistake, or laid on a till that takes
//! client cards. Their numbers are nobody's business: where one is seen, what was
//! read is thrown away whole, and is neither shown, stored nor logged.

/// Digits in the number of a bank card (ISO/IEC 7812), fewest and most.
const N_DIGITS: std::ops::RangeInclusive<usize> = 12..=19;

/// Whether a text holds track 1 or 2 of a bank card's magnetic stripe
/// (ISO/IEC 7813): `%B4111…^`, `;4111…=`, or the beginning of one.
pub fn holds_bank_track(text: &str) -> bool {
    let after = |mark: &str| {
        text.match_indices(mark)
            .map(|(at, _)| &text[at + mark.len()..])
            .collect::<Vec<_>>()
    };
    let second = after(";").into_iter().any(|rest| is_track(rest, '='));
    second || after("%B").into_iter().any(|rest| is_track(rest, '^'))
}

/// A client card may hold digits between the same marks, but not a number that
/// goes on as a bank's does, nor one whose last digit proves the others.
fn is_track(rest: &str, separator: char) -> bool {
    let is_digits = |letter: &char| letter.is_ascii_digit() || *letter == ' ';
    let number: String = rest.chars().take_while(is_digits).collect();
    let next = rest[number.len()..].chars().next();
    let digits: Vec<u32> = number.chars().filter_map(|it| it.to_digit(10)).collect();
    N_DIGITS.contains(&digits.len()) && (next == Some(separator) || fits_luhn(&digits))
}

/// The check digit of ISO/IEC 7812-1, annex B.
fn fits_luhn(digits: &[u32]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .zip([1, 2].into_iter().cycle())
        .map(|(digit, weight)| match digit * weight {
            it @ 10.. => it - 9,
            it => it,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that card networks publish for tests.
    #[test]
    fn tracks_of_bank_cards_are_known() {
        let tracks = [
            "%B4111111111111111^DOE/JOHN^28121010000000000?",
            "%B3782 822463 10005^DOE/JOHN^28121010000000000?",
            ";4111111111111111=28121010000000000?",
            ";5555555555554444=2812101",
            ";378282246310005=28121?",
            "%B4111111111111111^DOE/JOHN^2812?;4111111111111111=2812?",
            // Broken off, or read badly in the middle.
            ";4111111111111111",
            "%B5555555555554444",
            ";4111111111111112=2812?",
            "~;4111111111111111=2812?",
        ];
        for track in tracks {
            assert!(holds_bank_track(track), "{track}");
        }
    }

    #[test]
    fn other_codes_are_not_taken_for_them() {
        let codes = [
            "4006381333931",
            "4111111111111111",
            ";000123?",
            ";4111111111111112?",
            "%000123?",
            "%B12^X",
            ";12345678901=28",
            "",
            ";",
            "%B",
            "A;B=C",
            "100%BIO",
            "]C10104006381333931",
        ];
        for code in codes {
            assert!(!holds_bank_track(code), "{code}");
        }
    }
}
