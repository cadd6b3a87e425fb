//! E-mail addresses and phone numbers.

use super::super::client::phone_digits;

/// Of the part before the `@`, by RFC 5321.
const USER_BYTES_MAX: usize = 64;
const LABEL_BYTES_MAX: usize = 63;
/// Of a whole address.
const ADDRESS_BYTES_MAX: usize = 254;
/// The signs beside letters and digits that RFC 5322 allows before the `@` without
/// quotes.
const USER_SIGNS: &str = "!#$%&'*+-/=?^_`{|}~";
/// By ITU E.164 a number has at most fifteen digits; some write an exchange's own
/// prefix before it.
const PHONE_DIGITS_MAX: usize = 20;

/// Whether mail can be sent there: a user without quotes, `@`, and a domain of at
/// least two labels. Letters of any script may be in both. Whether anybody reads it
/// nobody knows.
pub fn is_email(text: &str) -> bool {
    let Some((user, domain)) = text.rsplit_once('@') else {
        return false;
    };
    text.len() <= ADDRESS_BYTES_MAX && is_user(user) && is_domain(domain)
}

fn is_user(user: &str) -> bool {
    let fits = |it: char| it.is_alphanumeric() || USER_SIGNS.contains(it);
    (1..=USER_BYTES_MAX).contains(&user.len())
        && user
            .split('.')
            .all(|atom| !atom.is_empty() && atom.chars().all(fits))
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=LABEL_BYTES_MAX).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|it| it.is_alphanumeric() || it == '-')
    };
    let labels: Vec<&str> = domain.split('.').collect();
    let top_is_name = labels
        .last()
        .is_some_and(|top| top.chars().count() >= 2 && top.chars().any(char::is_alphabetic));
    labels.len() >= 2 && top_is_name && labels.into_iter().all(is_label)
}

/// Whether there is a number to call in it; words beside it ("mother") are allowed,
/// but none that runs into its first digit: that is a name with a number typed on to it.
pub fn is_phone(text: &str) -> bool {
    let before = text.split(|it: char| it.is_ascii_digit()).next();
    let runs_in = before.is_some_and(|it| it.ends_with(char::is_alphabetic));
    !runs_in && (1..=PHONE_DIGITS_MAX).contains(&phone_digits(text).len())
}
