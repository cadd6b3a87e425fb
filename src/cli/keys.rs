//! `balm keys`: every action with its keys and meaning, or whether a keymap file is
//! right.

use std::{fmt::Write as _, io::Write as _, path::PathBuf};

use clap::Args;

use super::{
    CliError, Desk, Exit,
    config::{self, Keys, SettingsText},
};
use crate::{
    locale::Locale,
    ui::{
        action::{ACTIONS, Context},
        keymap::{Keymap, Shipped, nearest},
    },
};

/// The table as Markdown, one part per context: what the README shows.
pub fn table(keymap: &Keymap, locale: &Locale) -> String {
    let mut text = String::new();
    for context in Context::ALL {
        let rows: Vec<String> = ACTIONS
            .iter()
            .filter(|def| def.context == context)
            .map(|def| {
                let keys: Vec<String> = keymap
                    .keys(def.action)
                    .iter()
                    .map(|key| format!("`{key}`"))
                    .collect();
                format!(
                    "| {} | {} | `{}` | {} |",
                    keys.join(" "),
                    def.label(locale),
                    def.name,
                    def.help(locale)
                )
            })
            .collect();
        // Writing to a string does not fail.
        let _ = writeln!(
            text,
            "**[{}]**\n\n| keys | | action | |\n| --- | --- | --- | --- |\n{}\n",
            context.name(),
            rows.join("\n")
        );
    }
    text
}

/// The table for a terminal.
pub fn listing(keymap: &Keymap, locale: &Locale) -> String {
    let mut text = String::new();
    for context in Context::ALL {
        let _ = writeln!(text, "[{}]", context.name());
        for def in ACTIONS.iter().filter(|def| def.context == context) {
            let keys: Vec<String> = keymap
                .keys(def.action)
                .iter()
                .map(ToString::to_string)
                .collect();
            let _ = writeln!(
                text,
                "  {:<18} {:<18} {}",
                keys.join(" "),
                def.name,
                def.help(locale)
            );
        }
        text.push('\n');
    }
    text
}

#[derive(Args, Clone, Debug)]
pub struct KeysArgs {
    /// A keymap file to check, and to show over the keymap that it is based on
    file: Option<PathBuf>,
    /// As a table in Markdown
    #[arg(long)]
    markdown: bool,
    /// The keymap's own file, to copy and change
    #[arg(long, conflicts_with_all = ["markdown", "file"])]
    toml: bool,
}

/// What is said of a name that no keymap has.
pub(super) fn unknown(name: &str) -> String {
    let names = Shipped::ALL.map(Shipped::name);
    let meant = nearest(name, names.into_iter());
    let meant = match meant {
        Some(it) => format!("; did you mean \"{it}\"?"),
        None => format!(": there are {}", names.join(", ")),
    };
    format!("there is no keymap \"{name}\"{meant}")
}

pub(super) fn run(desk: &Desk, args: &KeysArgs) -> Result<Exit, CliError> {
    let keys = match (&args.file, &desk.keymap) {
        // What stands on the command line needs no settings.
        (_, Some(keys)) => Some(keys.clone()),
        (Some(_), None) => None,
        (None, None) => desk.config()?.keymap,
    };
    if args.toml {
        let text = match &keys {
            Some(Keys::File(file)) => config::text_of(file)?,
            Some(Keys::Shipped(which)) => which.text().to_owned(),
            None => Shipped::Default.text().to_owned(),
        };
        return Ok(print(&text));
    }
    let keymap = match &args.file {
        Some(file) => {
            let text = config::text_of(file)?;
            let base = match keys {
                Some(Keys::Shipped(which)) => which,
                _ => Shipped::Default,
            };
            Keymap::read_over(base, &text, file).map_err(CliError::Keymap)?
        }
        None => load(desk, keys.as_ref())?,
    };
    let locale = Locale::english();
    Ok(print(&if args.markdown {
        table(&keymap, &locale)
    } else {
        listing(&keymap, &locale)
    }))
}

/// A reader that has gone (`balm keys | head`) has seen enough.
pub(super) fn print(text: &str) -> Exit {
    let _ = std::io::stdout().write_all(text.as_bytes());
    Exit::Well
}

/// The keys that the settings name, or the default ones.
///
/// # Errors
///
/// The file, the place and what is wrong.
pub(super) fn load(desk: &Desk, keys: Option<&Keys>) -> Result<Keymap, CliError> {
    match &desk.keymap {
        Some(_) => read(keys),
        None => load_by(&SettingsText::read(&desk.config_file()?), keys),
    }
}

/// As [`load`]; a file that is not there is named with its place in the settings.
pub(super) fn load_by(settings: &SettingsText, keys: Option<&Keys>) -> Result<Keymap, CliError> {
    read(keys).map_err(|err| match err {
        CliError::File { file, source } => {
            let problem = format!("keymap {}: {source}", file.display());
            settings.wrong(&["keymap"], &problem)
        }
        err => err,
    })
}

pub(super) fn read(keys: Option<&Keys>) -> Result<Keymap, CliError> {
    let keymap = match keys {
        None => Keymap::standard(),
        Some(Keys::Shipped(which)) => Keymap::shipped(*which),
        Some(Keys::File(file)) => Keymap::read(&config::text_of(file)?, file),
    };
    keymap.map_err(CliError::Keymap)
}
