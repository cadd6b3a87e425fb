//! One name for one: what is chosen by its name is told apart by it.

use super::{
    entry::SHORT_MAX,
    halt::Named,
    refusal::{Field, Refusal},
};
use crate::domain::text;

/// Holds a name against those of the others of its kind that are in use, whatever
/// the case of its letters. `before` is what it was called so far, where it was in
/// use: what two have had since long ago stays.
///
/// # Errors
///
/// [`Refusal::NameTaken`].
pub(super) fn of_nobody_else<'a, R: Named>(
    field: Field,
    wanted: &str,
    before: Option<&str>,
    others: impl IntoIterator<Item = &'a str>,
) -> Result<(), Refusal> {
    let folded = text::fold(wanted);
    if before.is_some_and(|it| text::fold(it) == folded) {
        return Ok(());
    }
    let mut others = others.into_iter();
    match others.find(|it| text::fold(it) == folded) {
        Some(other) => Err(Refusal::NameTaken {
            field,
            what: R::NOUN,
            name: other.to_owned(),
        }),
        None => Ok(()),
    }
}

/// A short name that was made of a long one, with a number where another has it.
pub(super) fn numbered<'a>(short: String, others: impl Iterator<Item = &'a str>) -> String {
    let taken: Vec<String> = others.map(text::fold).collect();
    let is_free = |it: &String| !taken.contains(&text::fold(it));
    let joint = if short.ends_with(|it: char| it.is_ascii_digit()) {
        "-"
    } else {
        ""
    };
    let with_number = |n: usize| {
        let behind = format!("{joint}{n}");
        let stem = short.chars().take(SHORT_MAX.saturating_sub(behind.len()));
        stem.chain(behind.chars()).collect::<String>()
    };
    let numbers = (2..=taken.len() + 1).map(with_number);
    let found = std::iter::once(short.clone()).chain(numbers).find(is_free);
    found.unwrap_or(short)
}
