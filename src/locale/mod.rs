//! Text for people: messages by id from a Fluent file per language, and the words
//! for what the other modules name by enums. No module below this one writes a
//! sentence.
//!
//! In reading order: [`Locale`] gives a message by its id; [`Words`] puts
//! refusals, outcomes, dates and amounts of one shop into sentences.

mod attention;
mod board;
mod book;
mod failures;
mod fields;
mod formats;
mod hours;
mod means;
mod memberships;
mod offers;
mod outcomes;
mod owed;
mod points;
mod pseudo;
mod refusals;
mod rights;
mod words;

use std::fmt;

use fluent_bundle::{
    FluentArgs, FluentError, FluentResource, FluentValue,
    concurrent::FluentBundle,
    resolver::{ResolverError, errors::ReferenceKind},
};

pub use words::Words;

/// English, complete: one file per part of the program.
const ENGLISH: &[&str] = &[
    include_str!("en.ftl"),
    include_str!("en/ui.ftl"),
    include_str!("en/actions.ftl"),
    include_str!("en/day.ftl"),
    include_str!("en/hours.ftl"),
    include_str!("en/visits.ftl"),
    include_str!("en/book.ftl"),
    include_str!("en/floor.ftl"),
    include_str!("en/board.ftl"),
    include_str!("en/counter.ftl"),
    include_str!("en/till.ftl"),
    include_str!("en/offers.ftl"),
    include_str!("en/points.ftl"),
    include_str!("en/files.ftl"),
    include_str!("en/wizard.ftl"),
    include_str!("en/safekeeping.ftl"),
    include_str!("en/rights.ftl"),
];

/// The messages of one language.
pub struct Locale {
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Locale")
            .field("languages", &self.bundle.locales)
            .finish()
    }
}

impl Locale {
    pub fn english() -> Self {
        Self::of("en", ENGLISH)
    }

    /// English, with what `words` say in another language in its place: papers in that
    /// language.
    pub fn with_words(language: &str, words: &str) -> Self {
        let files = [ENGLISH, &[words]].concat();
        Self::of(language, &files)
    }

    /// What is wrong with words for [`Self::with_words`], by lines from 1.
    pub fn check_words(words: &str) -> Vec<(usize, WordsFault)> {
        let line_at = |at: usize| {
            let before = words.get(..at).unwrap_or(words);
            1 + before.matches('\n').count()
        };
        let mut faults = Vec::new();
        if let Err((_, errors)) = FluentResource::try_new(words.to_owned()) {
            faults.extend(
                errors
                    .iter()
                    .map(|it| (line_at(it.pos.start), WordsFault::Syntax)),
            );
        }
        let english = Self::english();
        for (idx, line) in words.lines().enumerate() {
            let id = line.split([' ', '=']).next().unwrap_or_default();
            let is_message = line.starts_with(|it: char| it.is_ascii_alphabetic());
            if is_message && line.contains('=') && !english.bundle.has_message(id) {
                let id = id.to_owned();
                faults.push((idx + 1, WordsFault::Unknown { id }));
            }
        }
        faults.sort_by_key(|it| it.0);
        faults
    }

    /// A message as its file has it, to be translated; empty where there is none.
    pub fn source(id: &str) -> String {
        let mut lines = ENGLISH.iter().flat_map(|it| it.lines());
        let is_begin = |line: &&str| line.split_once(" =").is_some_and(|it| it.0 == id);
        let Some(first) = lines.find(is_begin) else {
            return String::new();
        };
        let rest = lines.take_while(|line| line.starts_with([' ', '}']));
        let all: Vec<&str> = [first].into_iter().chain(rest).collect();
        all.join("\n")
    }

    /// The ids of all messages.
    pub fn ids() -> Vec<&'static str> {
        let lines = ENGLISH.iter().flat_map(|it| it.lines());
        let named = lines.filter_map(|line| line.split_once(" ="));
        let ids = named.map(|(id, _)| id);
        ids.filter(|id| id.starts_with(|it: char| it.is_ascii_alphabetic()))
            .collect()
    }

    /// A message that cannot be read is left out; a test keeps the files whole.
    fn of(language: &str, files: &[&str]) -> Self {
        let mut bundle = FluentBundle::new_concurrent(vec![language.parse().unwrap_or_default()]);
        // Isolation marks are for right-to-left text; most terminals show them as dirt.
        bundle.set_use_isolating(false);
        for file in files {
            let resource = FluentResource::try_new((*file).to_owned());
            bundle.add_resource_overriding(resource.unwrap_or_else(|(readable, _)| readable));
        }
        Self { bundle }
    }

    /// The message `id`, or `id.attribute` of one; `<id>` if there is none.
    pub fn text(&self, id: &str) -> String {
        self.fill(id, &[])
    }

    /// The message `id` with its placeholders filled; `<id>` if there is none.
    pub fn fill(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.fill_with(id, args, |_| None)
    }

    /// The message `id` with its placeholders filled; what `args` do not name is asked
    /// for, by name. Most messages need nothing of the kind, so all that could be
    /// asked for is never made ready.
    pub fn fill_with(
        &self,
        id: &str,
        args: &[(&str, Arg)],
        other: impl Fn(&str) -> Option<String>,
    ) -> String {
        let (message, attribute) = id.split_once('.').unwrap_or((id, ""));
        let message = self.bundle.get_message(message);
        let pattern = message.and_then(|message| match attribute {
            "" => message.value(),
            name => message.get_attribute(name).map(|it| it.value()),
        });
        let Some(pattern) = pattern else {
            return format!("<{id}>");
        };
        let mut args: FluentArgs = args
            .iter()
            .map(|(name, arg)| (*name, FluentValue::from(arg)))
            .collect();
        let format = |args: &FluentArgs| {
            // An unknown placeholder shows itself by name in the text.
            let mut unknown = Vec::new();
            let text = self
                .bundle
                .format_pattern(pattern, Some(args), &mut unknown);
            (text.into_owned(), unknown)
        };
        let (text, unknown) = format(&args);
        let asked_for = unknown.iter().filter_map(unknown_name);
        let found: Vec<(String, String)> = asked_for
            .filter_map(|name| Some((name.to_owned(), other(name)?)))
            .collect();
        if found.is_empty() {
            return text;
        }
        for (name, value) in found {
            args.set(name, value);
        }
        format(&args).0
    }
}

/// What is wrong with a line of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordsFault {
    Syntax,
    /// No message has this id.
    Unknown {
        id: String,
    },
}

/// The placeholder that nothing fills.
fn unknown_name(error: &FluentError) -> Option<&str> {
    match error {
        FluentError::ResolverError(ResolverError::Reference(ReferenceKind::Variable { id })) => {
            Some(id)
        }
        _ => None,
    }
}

/// What fills a placeholder. Numbers choose between singular and plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arg {
    Text(String),
    Number(i64),
}

impl<'a> From<&'a Arg> for FluentValue<'a> {
    fn from(arg: &'a Arg) -> Self {
        match arg {
            Arg::Text(text) => FluentValue::from(text.as_str()),
            Arg::Number(number) => FluentValue::from(*number),
        }
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&String> for Arg {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<String> for Arg {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<i32> for Arg {
    fn from(number: i32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u16> for Arg {
    fn from(number: u16) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u32> for Arg {
    fn from(number: u32) -> Self {
        Self::Number(i64::from(number))
    }
}

impl From<u64> for Arg {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Arg {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

#[cfg(test)]
mod tests;
