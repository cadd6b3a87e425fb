//! Which key means which action, read from keymap files. A file that is wrong is
//! refused with its place and what would be right.
//!
//! In reading order: [`Keymap`] below; `file` reads a file's lines, `places` says
//! where keys are pressed, `check` finds keys that are in each other's way, `problem`
//! puts it into words.

mod check;
mod file;
pub mod places;
mod problem;

use std::{collections::BTreeMap, path::Path};

pub use problem::{KeymapError, KeymapProblem, nearest};

use self::places::PLACES;
use super::{
    action::{Action, Context},
    key::{Key, KeyCode},
};

/// Keys per context.
#[derive(Clone, Debug, Default)]
pub struct Keymap {
    meanings: BTreeMap<(Context, Key), Action>,
}

/// The keymaps that come with the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Shipped {
    #[default]
    Default,
    /// Function keys first, for people from older tills.
    Classic,
    Vim,
}

impl Shipped {
    pub const ALL: [Self; 3] = [Self::Default, Self::Classic, Self::Vim];

    pub fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Classic => "classic",
            Self::Vim => "vim",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The file in `keymaps/`, to copy from.
    pub fn text(self) -> &'static str {
        match self {
            Self::Default => include_str!("../../../keymaps/default.toml"),
            Self::Classic => include_str!("../../../keymaps/classic.toml"),
            Self::Vim => include_str!("../../../keymaps/vim.toml"),
        }
    }
}

impl Keymap {
    /// The keys of a fresh install.
    ///
    /// # Errors
    ///
    /// Only if `keymaps/default.toml` itself is wrong, which a test rules out.
    pub fn standard() -> Result<Self, KeymapError> {
        Self::shipped(Shipped::Default)
    }

    /// That no key in it is in another's way is for a test to say, not for each start.
    ///
    /// # Errors
    ///
    /// Only if the file in `keymaps/` is wrong, which a test rules out.
    pub fn shipped(which: Shipped) -> Result<Self, KeymapError> {
        let file = format!("keymaps/{}.toml", which.name());
        let parsed = file::parse(which.text(), Path::new(&file))?;
        let mut keymap = match parsed.base {
            Some(base) => Self::shipped(base)?,
            None => Self::default(),
        };
        keymap.take(&parsed.lines);
        Ok(keymap)
    }

    /// A file, over the keymap that its `base` names, or over the default one.
    ///
    /// # Errors
    ///
    /// The first problem of the file, with its place.
    pub fn read(text: &str, file: &Path) -> Result<Self, KeymapError> {
        Self::read_over(Shipped::Default, text, file)
    }

    /// As [`Self::read`], for a file that names no `base`.
    ///
    /// # Errors
    ///
    /// The first problem of the file, with its place.
    pub fn read_over(base: Shipped, text: &str, file: &Path) -> Result<Self, KeymapError> {
        let parsed = file::parse(text, file)?;
        let mut keymap = match parsed.base {
            Some(base) => Self::shipped(base)?,
            None if text == Shipped::Default.text() => Self::default(),
            None => Self::shipped(base)?,
        };
        let before = keymap.clone();
        keymap.take(&parsed.lines);
        check::check(&keymap, &before, &parsed.lines)
            .map_err(|(at, problem)| KeymapError::at(file, text, at, problem))?;
        Ok(keymap)
    }

    fn take(&mut self, lines: &[file::Line]) {
        for line in lines {
            match line.action {
                Some(action) => self.meanings.insert((line.context, line.key), action),
                None => self.meanings.remove(&(line.context, line.key)),
            };
        }
    }

    /// Without the keys that are for the demo only.
    #[must_use]
    pub fn outside_of_the_demo(mut self) -> Self {
        self.meanings.retain(|_, action| !action.def().is_demo());
        self
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
                !matches!(key.code, KeyCode::F(_)),
                key.ctrl,
                matches!(key.code, KeyCode::Char(_)),
                *key,
            )
        });
        keys.dedup();
        keys
    }

    /// The keys of an action that get through where these contexts are asked and
    /// `is_text` says which characters are text, the most telling first.
    pub fn keys_at(
        &self,
        action: Action,
        contexts: &[Context],
        is_text: impl Fn(char) -> bool,
    ) -> Vec<Key> {
        let is_typed =
            |key: &Key| matches!(key.code, KeyCode::Char(letter) if !key.ctrl && is_text(letter));
        let mut keys = self.keys(action);
        keys.retain(|key| !is_typed(key) && self.action(contexts, *key) == Some(action));
        keys
    }

    /// The first of [`Self::keys`] that does it wherever the action must have one, as
    /// shown, or the first of all; empty if the action has none.
    pub fn shown(&self, action: Action) -> String {
        let keys = self.keys(action);
        let context = action.def().context;
        let does = |key: &&Key| {
            let mut needing = PLACES.iter().filter(|it| it.needs.contains(&context));
            needing.all(|it| it.action(self, **key) == Some(action))
        };
        let shown = keys.iter().find(does).or(keys.first());
        shown.map(ToString::to_string).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
