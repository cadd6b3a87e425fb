//! Which key means which action, read from keymap files. A file that is wrong is
//! refused with its line and what would be right.

use std::{collections::BTreeMap, fmt, path::PathBuf};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use toml::Spanned;

use super::{
    action::{ACTIONS, Action, Context},
    key::Key,
};

const DEFAULT: &str = include_str!("../../keymaps/default.toml");

/// Keys per context.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    meanings: BTreeMap<(Context, Key), Action>,
}

/// Where and why a keymap file cannot be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub struct KeymapError {
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    pub problem: KeymapProblem,
}

#[derive(Debug, PartialEq, Eq)]
pub enum KeymapProblem {
    Syntax(String),
    UnknownContext {
        name: String,
        meant: Option<&'static str>,
    },
    UnknownKey {
        key: String,
    },
    UnknownAction {
        name: String,
        meant: Option<&'static str>,
    },
    WrongContext {
        name: String,
        context: &'static str,
    },
}

impl fmt::Display for KeymapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: ", self.file.display(), self.line)?;
        let meant = |f: &mut fmt::Formatter<'_>, meant: Option<&str>| match meant {
            Some(name) => write!(f, "; did you mean \"{name}\"?"),
            None => Ok(()),
        };
        match &self.problem {
            KeymapProblem::Syntax(what) => write!(f, "{what}"),
            KeymapProblem::UnknownContext { name, meant: it } => {
                write!(f, "there is no section [{name}]")?;
                meant(f, *it)
            }
            KeymapProblem::UnknownKey { key } => {
                write!(
                    f,
                    "\"{key}\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a"
                )
            }
            KeymapProblem::UnknownAction { name, meant: it } => {
                write!(f, "there is no action \"{name}\"")?;
                meant(f, *it)
            }
            KeymapProblem::WrongContext { name, context } => {
                write!(f, "\"{name}\" belongs in section [{context}]")
            }
        }
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<Spanned<String>, Section>);

struct Section(BTreeMap<Spanned<String>, Spanned<String>>);

impl<'de> Deserialize<'de> for Section {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(SectionVisitor)
    }
}

/// Says what belongs where a key stands outside of every section.
struct SectionVisitor;

impl<'de> Visitor<'de> for SectionVisitor {
    type Value = Section;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a section like [cart] with its keys below it")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Section, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Section)
    }
}

impl Keymap {
    /// The keys of a fresh install.
    ///
    /// # Errors
    ///
    /// Only if `keymaps/default.toml` itself is wrong, which a test rules out.
    pub fn standard() -> Result<Self, KeymapError> {
        let mut keymap = Self::default();
        keymap.lay_over(DEFAULT, &PathBuf::from("keymaps/default.toml"))?;
        Ok(keymap)
    }

    /// Puts a file's keys over those that are there. A key named in the file loses
    /// its former meaning in that section; actions keep their other keys.
    ///
    /// # Errors
    ///
    /// The first problem of the file, with its line. Nothing is taken over then.
    pub fn lay_over(&mut self, text: &str, file: &std::path::Path) -> Result<(), KeymapError> {
        let fail = |at: usize, problem| KeymapError {
            file: file.to_owned(),
            line: line_of(text, at),
            problem,
        };
        let parsed: File = toml::from_str(text).map_err(|err| {
            let at = err.span().map_or(0, |span| span.start);
            fail(at, KeymapProblem::Syntax(err.message().to_owned()))
        })?;
        let mut meanings = self.meanings.clone();
        for (section, keys) in &parsed.0 {
            let context = context_named(section.get_ref())
                .map_err(|problem| fail(section.span().start, problem))?;
            for (key, name) in &keys.0 {
                let (key, action) = meaning(context, key.get_ref(), name.get_ref())
                    .map_err(|problem| fail(key.span().start, problem))?;
                meanings.insert((context, key), action);
            }
        }
        self.meanings = meanings;
        Ok(())
    }

    /// What a key means in the first of these contexts that knows it.
    pub fn action(&self, contexts: &[Context], key: Key) -> Option<Action> {
        contexts
            .iter()
            .find_map(|context| self.meanings.get(&(*context, key)).copied())
    }

    /// The keys of an action, the most telling first: function keys, then named keys
    /// as Enter and Del, then characters, then Ctrl.
    pub fn keys(&self, action: Action) -> Vec<Key> {
        let mut keys: Vec<Key> = self
            .meanings
            .iter()
            .filter(|(_, meant)| **meant == action)
            .map(|((_, key), _)| *key)
            .collect();
        keys.sort_by_key(|key| {
            (
                !matches!(key.code, super::key::KeyCode::F(_)),
                key.ctrl,
                matches!(key.code, super::key::KeyCode::Char(_)),
                *key,
            )
        });
        keys
    }

    /// The first of [`Self::keys`] as shown; empty if the action has none.
    pub fn shown(&self, action: Action) -> String {
        self.keys(action)
            .first()
            .map(ToString::to_string)
            .unwrap_or_default()
    }
}

fn context_named(name: &str) -> Result<Context, KeymapProblem> {
    Context::ALL
        .into_iter()
        .find(|context| context.name() == name)
        .ok_or_else(|| KeymapProblem::UnknownContext {
            name: name.to_owned(),
            meant: nearest(name, Context::ALL.iter().map(|context| context.name())),
        })
}

fn meaning(context: Context, key: &str, name: &str) -> Result<(Key, Action), KeymapProblem> {
    let parsed = key.parse().map_err(|()| KeymapProblem::UnknownKey {
        key: key.to_owned(),
    })?;
    let action = Action::named(name).ok_or_else(|| KeymapProblem::UnknownAction {
        name: name.to_owned(),
        meant: nearest(name, ACTIONS.iter().map(|def| def.name)),
    })?;
    let belongs = action.def().context;
    let fits = belongs == context || (belongs == Context::Anywhere && context == Context::Desk);
    if fits {
        Ok((parsed, action))
    } else {
        Err(KeymapProblem::WrongContext {
            name: name.to_owned(),
            context: belongs.name(),
        })
    }
}

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// The candidate that is at most a third of its letters away.
fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
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

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn every_action_but_the_managers_rare_ones_has_a_key() {
        let keymap = Keymap::standard().unwrap();
        let without: Vec<&str> = ACTIONS
            .iter()
            .filter(|def| keymap.keys(def.action).is_empty())
            .map(|def| def.name)
            .collect();
        assert_eq!(
            without,
            [
                "demo.printer",
                "manage.staff",
                "manage.services",
                "manage.rooms",
                "manage.taxes",
                "manage.shop"
            ]
        );
    }

    #[test]
    fn nothing_is_bound_that_terminals_take_for_themselves() {
        let keymap = Keymap::standard().unwrap();
        let never = [
            "ctrl-s", "ctrl-q", "ctrl-z", "ctrl-c", "ctrl-h", "ctrl-i", "ctrl-j", "ctrl-m",
        ];
        for spelled in never {
            let key = spelled.parse().unwrap();
            assert_eq!(keymap.action(&Context::ALL, key), None, "{spelled}");
        }
    }

    #[test]
    fn a_wrong_file_is_refused_with_its_line_and_a_suggestion() {
        #[rustfmt::skip]
        let cases = [
            ("[desk]\n\"F9\" = \"pay.cahs\"", "k.toml, line 2: there is no action \"pay.cahs\"; did you mean \"pay.cash\"?"),
            ("[dsk]\n\"F9\" = \"pay.cash\"", "k.toml, line 1: there is no section [dsk]; did you mean \"desk\"?"),
            ("\n[desk]\n\"alt-9\" = \"pay.cash\"", "k.toml, line 3: \"alt-9\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a"),
            ("[day]\n\"F9\" = \"pay.cash\"", "k.toml, line 2: \"pay.cash\" belongs in section [desk]"),
        ];
        for (text, want) in cases {
            let mut keymap = Keymap::standard().unwrap();
            let err = keymap.lay_over(text, Path::new("k.toml")).unwrap_err();
            assert_eq!(err.to_string(), want);
        }
        let twice = "[desk]\n\"F9\" = \"pay.cash\"\n\"F9\" = \"pay.card\"";
        let err = Keymap::standard()
            .unwrap()
            .lay_over(twice, Path::new("k.toml"))
            .unwrap_err();
        assert_eq!(err.line, 3);
    }

    #[test]
    fn a_users_file_changes_only_what_it_names() {
        let mut keymap = Keymap::standard().unwrap();
        keymap
            .lay_over("[desk]\n\"F8\" = \"pay.cash\"", Path::new("k.toml"))
            .unwrap();
        let desk = [Context::Desk];
        assert_eq!(
            keymap.action(&desk, "F8".parse().unwrap()),
            Some(Action::PayCash)
        );
        assert_eq!(
            keymap.action(&desk, "F9".parse().unwrap()),
            Some(Action::PayCash)
        );
        assert_eq!(
            keymap.action(&desk, "F7".parse().unwrap()),
            Some(Action::PayOther)
        );
    }
}
