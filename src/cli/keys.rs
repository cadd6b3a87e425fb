//! `balm keys`: every action with its keys and meaning, or whether a keymap file is
//! right.

use std::{fmt::Write, path::Path};

use crate::ui::{
    action::{ACTIONS, Context},
    keymap::Keymap,
};

/// The table as Markdown, one part per context: what the README shows.
pub fn table(keymap: &Keymap) -> String {
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
                    def.label,
                    def.name,
                    def.help
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
pub fn listing(keymap: &Keymap) -> String {
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
                def.help
            );
        }
        text.push('\n');
    }
    text
}

/// The standard keys with a file over them, if one is given.
///
/// # Errors
///
/// A sentence with the file, the line and what is wrong.
pub fn load(file: Option<&Path>) -> Result<Keymap, String> {
    let mut keymap = Keymap::standard().map_err(|err| err.to_string())?;
    if let Some(file) = file {
        let text =
            std::fs::read_to_string(file).map_err(|err| format!("{}: {err}", file.display()))?;
        keymap
            .lay_over(&text, file)
            .map_err(|err| err.to_string())?;
    }
    Ok(keymap)
}
