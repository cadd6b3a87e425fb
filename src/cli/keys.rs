//! `balm keys`: every action with its keys and meaning, or whether a keymap file is
//! right.

use std::{
    fmt::Write as _,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{CliError, Desk, Exit, config};
use crate::{
    locale::Locale,
    ui::{
        action::{ACTIONS, Context},
        keymap::Keymap,
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
    /// A keymap file to check, and to show over the standard keys
    file: Option<PathBuf>,
    /// As a table in Markdown
    #[arg(long)]
    markdown: bool,
}

pub(super) fn run(desk: &Desk, args: &KeysArgs) -> Result<Exit, CliError> {
    let named = match &args.file {
        Some(file) => Some(file.clone()),
        None => desk.config()?.keymap,
    };
    let keymap = load(named.as_deref())?;
    let locale = Locale::english();
    let text = if args.markdown {
        table(&keymap, &locale)
    } else {
        listing(&keymap, &locale)
    };
    // A reader that has gone (`balm keys | head`) has seen enough.
    let _ = std::io::stdout().write_all(text.as_bytes());
    Ok(Exit::Well)
}

/// The standard keys with a file over them, if one is given.
///
/// # Errors
///
/// The file, the line and what is wrong.
pub(super) fn load(file: Option<&Path>) -> Result<Keymap, CliError> {
    let mut keymap = Keymap::standard().map_err(CliError::Keymap)?;
    if let Some(file) = file {
        let text = config::text_of(file)?;
        keymap.lay_over(&text, file).map_err(CliError::Keymap)?;
    }
    Ok(keymap)
}
