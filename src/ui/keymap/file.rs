//! A keymap file's lines, each with where it stands.

use std::{collections::BTreeMap, fmt, path::Path};

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor, value::MapAccessDeserializer},
};
use toml::Spanned;

use super::{KeymapError, KeymapProblem, Shipped, nearest};
use crate::ui::{
    action::{ACTIONS, Action, Context},
    key::Key,
};

/// `"k" = "none"` takes the key away from what the base keymap does with it.
const NONE: &str = "none";

/// One line of a section.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Byte of the file.
    pub(super) at: usize,
    pub(super) context: Context,
    pub(super) key: Key,
    /// `None`: the key is to do nothing here.
    pub(super) action: Option<Action>,
}

pub(super) struct Parsed {
    pub(super) base: Option<Shipped>,
    /// In the file's order.
    pub(super) lines: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<Spanned<String>, Entry>);

enum Entry {
    Text(String),
    Section(BTreeMap<Spanned<String>, Spanned<String>>),
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(EntryVisitor)
    }
}

struct EntryVisitor;

impl<'de> Visitor<'de> for EntryVisitor {
    type Value = Entry;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a section like [cart] with its keys below it")
    }

    fn visit_str<E>(self, text: &str) -> Result<Entry, E> {
        Ok(Entry::Text(text.to_owned()))
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Entry, A::Error> {
        Deserialize::deserialize(MapAccessDeserializer::new(map)).map(Entry::Section)
    }
}

/// # Errors
///
/// What is wrong first, reading from the top.
pub(super) fn parse(text: &str, file: &Path) -> Result<Parsed, KeymapError> {
    let fail = |at: usize, problem| KeymapError::at(file, text, at, problem);
    let File(entries) = toml::from_str(text).map_err(|err| {
        let at = err.span().map_or(0, |span| span.start);
        fail(at, KeymapProblem::Syntax(err.message().to_owned()))
    })?;
    let mut entries: Vec<_> = entries.into_iter().collect();
    entries.sort_by_key(|(name, _)| name.span().start);
    let mut base = None;
    let mut lines: Vec<Line> = Vec::new();
    for (name, entry) in entries {
        let at = name.span().start;
        match entry {
            Entry::Text(named) if name.get_ref() == "base" => {
                base = Some(base_named(&named).map_err(|problem| fail(at, problem))?);
            }
            Entry::Text(_) => {
                let key = name.into_inner();
                return Err(fail(at, KeymapProblem::NoSection { key }));
            }
            Entry::Section(keys) => {
                let context = context_named(name.get_ref()).map_err(|problem| fail(at, problem))?;
                let mut keys: Vec<_> = keys.into_iter().collect();
                keys.sort_by_key(|(key, _)| key.span().start);
                for (key, action) in keys {
                    let at = key.span().start;
                    let line = line(at, context, key.get_ref(), action.get_ref())
                        .map_err(|problem| fail(at, problem))?;
                    if let Some(first) = lines
                        .iter()
                        .find(|it| (it.context, it.key) == (line.context, line.key))
                    {
                        let problem = KeymapProblem::Twice {
                            key: line.key,
                            line: problem_line(text, first.at),
                        };
                        return Err(fail(at, problem));
                    }
                    lines.push(line);
                }
            }
        }
    }
    Ok(Parsed { base, lines })
}

fn problem_line(text: &str, at: usize) -> usize {
    super::problem::place(text, at).0
}

fn base_named(name: &str) -> Result<Shipped, KeymapProblem> {
    Shipped::named(name).ok_or_else(|| KeymapProblem::UnknownBase {
        name: name.to_owned(),
        meant: nearest(name, Shipped::ALL.iter().map(|it| it.name())),
    })
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

fn line(at: usize, context: Context, key: &str, name: &str) -> Result<Line, KeymapProblem> {
    let parsed: Key = key.parse().map_err(|()| KeymapProblem::UnknownKey {
        key: key.to_owned(),
        meant: Key::meant_by(key),
    })?;
    if let Some(why) = parsed.why_never() {
        return Err(KeymapProblem::NeverKey { key: parsed, why });
    }
    let line = |action| Line {
        at,
        context,
        key: parsed,
        action,
    };
    if name == NONE {
        return Ok(line(None));
    }
    let action = Action::named(name).ok_or_else(|| KeymapProblem::UnknownAction {
        name: name.to_owned(),
        meant: nearest(name, ACTIONS.iter().map(|def| def.name)),
    })?;
    let belongs = action.def().context;
    let fits = belongs == context || (belongs == Context::Anywhere && context == Context::Desk);
    if fits {
        Ok(line(Some(action)))
    } else {
        Err(KeymapProblem::WrongContext {
            name: name.to_owned(),
            context: belongs.name(),
        })
    }
}
