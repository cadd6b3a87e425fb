//! What is wrong with a keymap file, in words, with what was probably meant.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use crate::ui::key::{Key, WhyNever};

/// Where and why a keymap file cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct KeymapError {
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    pub problem: KeymapProblem,
}

#[derive(Debug, PartialEq, Eq)]
pub enum KeymapProblem {
    Syntax(String),
    /// A key outside of every section.
    NoSection {
        key: String,
    },
    UnknownBase {
        name: String,
        meant: Option<&'static str>,
    },
    UnknownContext {
        name: String,
        meant: Option<&'static str>,
    },
    UnknownKey {
        key: String,
        meant: Option<&'static str>,
    },
    /// Terminals take it for themselves, or send another for it.
    NeverKey {
        key: Key,
        why: WhyNever,
    },
    UnknownAction {
        name: String,
        meant: Option<&'static str>,
    },
    WrongContext {
        name: String,
        context: &'static str,
    },
    /// The same key in two spellings.
    Twice {
        key: Key,
        line: usize,
    },
    /// It takes the only key of an action that must be reached there.
    Hides {
        key: Key,
        action: &'static str,
        place: &'static str,
    },
    NoKey {
        action: &'static str,
        place: &'static str,
    },
    /// A plain character where one types.
    IsText {
        key: Key,
        place: &'static str,
    },
    /// Another section is asked first, everywhere.
    Unheard {
        key: Key,
        context: &'static str,
        action: &'static str,
    },
}

impl KeymapError {
    pub(super) fn at(file: &Path, text: &str, at: usize, problem: KeymapProblem) -> Self {
        let (line, column) = place(text, at);
        Self {
            file: file.to_owned(),
            line,
            column,
            problem,
        }
    }
}

/// Line and column of a byte of a text, from 1.
pub(super) fn place(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..at).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    (line, before[start..].chars().count() + 1)
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (file, line, column) = (self.file.display(), self.line, self.column);
        write!(f, "{file}, line {line}, column {column}: {}", self.problem)
    }
}

impl fmt::Display for KeymapProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(what) => write!(f, "{what}"),
            Self::NoSection { key } => write!(
                f,
                "\"{key}\" stands in no section; a key stands below the section that it is for, like [cart]"
            ),
            Self::UnknownBase { name, .. } => {
                write!(f, "there is no keymap \"{name}\" to base this on")
            }
            Self::UnknownContext { name, .. } => write!(f, "there is no section [{name}]"),
            Self::UnknownKey { key, .. } => write!(
                f,
                "\"{key}\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a"
            ),
            Self::NeverKey { key, why } => {
                write!(f, "{key} cannot be used: {why}; take another key")
            }
            Self::UnknownAction { name, .. } => write!(f, "there is no action \"{name}\""),
            Self::WrongContext { name, context } => {
                write!(f, "\"{name}\" belongs in section [{context}]")
            }
            Self::Twice { key, line } => {
                write!(f, "{key} stands here twice; the first is in line {line}")
            }
            Self::Hides { key, action, place } => write!(
                f,
                "{key} is the only key of \"{action}\" in {place}; take another key, or give \"{action}\" one more"
            ),
            Self::NoKey { action, place } => write!(
                f,
                "\"{action}\" would have no key in {place}; give it another one"
            ),
            Self::IsText { key, place } => write!(
                f,
                "{key} would never be heard: it is text in {place}; take F1 to F12, ctrl and a letter, or a named key"
            ),
            Self::Unheard {
                key,
                context,
                action,
            } => write!(
                f,
                "{key} would never be heard: [{context}] comes first and has \"{action}\" on it"
            ),
        }?;
        match self {
            Self::UnknownBase {
                meant: Some(name), ..
            }
            | Self::UnknownContext {
                meant: Some(name), ..
            }
            | Self::UnknownKey {
                meant: Some(name), ..
            }
            | Self::UnknownAction {
                meant: Some(name), ..
            } => {
                write!(f, "; did you mean \"{name}\"?")
            }
            _ => Ok(()),
        }
    }
}

/// What was probably meant: the candidate that is at most a third of its letters away.
pub fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(far, candidate)| *far <= candidate.len().div_ceil(3))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Letters put in, left out, replaced, or two swapped; over bytes: names are ASCII.
fn distance(left: &str, right: &str) -> usize {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    let mut two_up = Vec::new();
    let mut up: Vec<usize> = (0..=right.len()).collect();
    for i in 1..=left.len() {
        let mut row = vec![i];
        for j in 1..=right.len() {
            let replaced = up[j - 1] + usize::from(left[i - 1] != right[j - 1]);
            let mut least = replaced.min(row[j - 1] + 1).min(up[j] + 1);
            let swapped =
                i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
            if swapped {
                least = least.min(two_up[j - 2] + 1);
            }
            row.push(least);
        }
        two_up = std::mem::replace(&mut up, row);
    }
    up[right.len()]
}
