//! `balm completions` and `balm man`: what shells and manuals know of the command
//! line, made from its one definition.

use std::io;

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, CliError, Exit, keys};

#[derive(Args, Clone, Debug)]
pub struct CompletionsArgs {
    /// The shell that is to complete the commands of balm
    shell: Shell,
}

/// Prints a completion script for a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "balm", &mut script);
    keys::print(&String::from_utf8_lossy(&script))
}

#[derive(Args, Clone, Debug)]
pub struct ManArgs {
    /// The page of this command; the whole program's if not given
    #[arg(value_parser = command_named)]
    command: Option<String>,
}

fn command_named(name: &str) -> Result<String, String> {
    match Cli::command().find_subcommand(name) {
        Some(_) => Ok(name.to_owned()),
        None => Err("there is no such command".to_owned()),
    }
}

/// Prints a manual page: `balm man | man -l -`.
pub(super) fn man(args: &ManArgs) -> Result<Exit, CliError> {
    let mut page = Vec::new();
    let rendered = write_man(args.command.as_deref(), &mut page);
    rendered.map_err(|err| CliError::file(std::path::Path::new("the manual page"), err))?;
    Ok(keys::print(&String::from_utf8_lossy(&page)))
}

fn write_man(command: Option<&str>, page: &mut Vec<u8>) -> io::Result<()> {
    let mut balm = Cli::command();
    // Builds the parts of each command that are the same everywhere.
    balm.build();
    let named = command.and_then(|name| balm.find_subcommand(name));
    // A command that was built is called `balm-keys` there.
    clap_mangen::Man::new(named.unwrap_or(&balm).clone()).render(page)
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum;

    use super::*;

    #[test]
    fn every_shell_learns_every_command() {
        let names: Vec<String> = Cli::command()
            .get_subcommands()
            .map(|it| it.get_name().to_owned())
            .collect();
        for shell in Shell::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "balm", &mut script);
            let script = String::from_utf8(script).unwrap();
            for name in &names {
                assert!(script.contains(name.as_str()), "{shell}: {name}");
            }
        }
    }

    #[test]
    fn manual_pages_name_what_they_are_about() {
        let page = |command| {
            let mut page = Vec::new();
            write_man(command, &mut page).unwrap();
            String::from_utf8(page).unwrap()
        };
        let whole = page(None);
        for wanted in [".TH balm 1", "balm\\-keys(1)", "\\-\\-store", "Exit codes"] {
            assert!(whole.contains(wanted), "{wanted}:\n{whole}");
        }
        let keys = page(Some("keys"));
        for wanted in [".TH balm-keys 1", "\\-\\-markdown", "\\-\\-keymap"] {
            assert!(keys.contains(wanted), "{wanted}:\n{keys}");
        }
        assert!(command_named("keys").is_ok() && command_named("kyes").is_err());
    }
}
