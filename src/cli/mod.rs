//! The command line: one file per subcommand. The only place that puts store,
//! devices and screen together.
//!
//! Exit codes: 0 all well; 1 something was refused, failed or is damaged;
//! 2 wrong usage, settings or files.
//!
//! In reading order:

pub mod config;
pub mod settings;
pub mod store_dir;

mod interrupt;
mod private;
mod progress;

mod at;
mod calendar;
mod devices;
pub mod documents;
pub mod exec;
mod export;
mod repair;
mod report;
mod set_up_devices;
mod settings_file;
mod verify;

mod backup;
mod restore;
mod safekeeping;

pub mod demo;
pub mod import;
pub mod keys;
mod screen;
mod shell;
mod sign_on;
mod typed;

use std::{
    panic,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Args, Parser, Subcommand, error::ErrorKind};

use crate::{
    domain::{ids::Register, panics},
    store::{OpenOptions, panic_is_caught},
    ui::{
        keymap::KeymapError,
        term::{kind::Unsupported, look::Profile},
    },
};
use config::{Config, Keys, SettingsText};
use safekeeping::{IN_OWN_FOLDER, is_within};

/// What a subcommand ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    Well,
    /// Refused, failed or damaged.
    Bad,
    /// Wrong usage, settings or files.
    Usage,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Well => 0,
            Exit::Bad => 1,
            Exit::Usage => 2,
        })
    }
}

/// Point of sale, appointment book and client file for spas, salons and massage
/// clinics. Without a command the screen opens.
#[derive(Clone, Debug, Parser)]
#[command(
    name = "balm",
    version,
    after_help = "Exit codes: 0 all well; 1 something was refused, failed or is damaged; \
                  2 wrong usage, settings or files."
)]
pub struct Cli {
    #[command(flatten)]
    pub desk: Desk,
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// Which shop, and which desk of it.
#[derive(Args, Clone, Debug)]
pub struct Desk {
    /// The shop's folder; the user's data folder if not given
    #[arg(long, global = true, value_name = "DIR")]
    pub store: Option<PathBuf>,
    /// The desk's settings; balm.toml in the shop's folder if not given
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The desk's number; the one in the settings, else 1, if not given
    #[arg(long, global = true, value_name = "N", value_parser = |it: &str| typed::whole(it, &1, &Register::MAX))]
    pub register: Option<Register>,
    /// The desk's keys: default, classic, vim, or a file; what the settings say if not
    /// given
    #[arg(long, global = true, value_name = "KEYS", value_parser = config::keys_named_here)]
    pub keymap: Option<Keys>,
    /// How much the screen draws: auto, full, or slow for a slow line; the one in the
    /// settings, else auto, if not given
    #[arg(long, global = true, value_name = "PROFILE")]
    pub screen: Option<Profile>,
    /// A journal file that is larger than this is followed by a new one: a small one
    /// lets a test see many
    #[arg(long, global = true, hide = true, value_name = "BYTES")]
    pub segment_bytes: Option<u64>,
    /// So much of the disk is kept back for the day when it is full: little of it lets
    /// a test fill the rest
    #[arg(long, global = true, hide = true, value_name = "BYTES")]
    pub reserve_bytes: Option<u64>,
}

#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Read requests as JSON lines, and answer each with one line
    Exec(exec::ExecArgs),
    /// Bring price lists, people and clients in from CSV files
    Import(import::command::ImportArgs),
    /// Look at the shop as it was at a moment; nothing can be changed
    At(at::AtArgs),
    /// Prove that nothing in the shop's records is missing or changed
    Verify(verify::VerifyArgs),
    /// Bring every whole record of a damaged shop into a new one
    Repair(repair::RepairArgs),
    /// Write what is in the shop's records for other programs to read
    Export(export::ExportArgs),
    /// Write a therapist's or a client's appointments for calendar programs (iCalendar)
    Calendar(calendar::CalendarArgs),
    /// Say what accounts stand at, what goods on hand cost, what promotions brought
    Report(report::ReportArgs),
    /// Make one encrypted archive of the whole shop, also while it is open
    Backup(backup::BackupArgs),
    /// Bring a shop back from an archive into an empty place, or try whether it could be
    Restore(restore::RestoreArgs),
    /// List ports, and try the printer and the scanner
    Devices(devices::DevicesArgs),
    /// Open a made-up day spa, with pretend devices, in a temporary store
    Demo(demo::open::DemoArgs),
    /// List this desk's settings, print an example, or check a file
    Config(settings::ConfigArgs),
    /// List the papers that can have a wording of their own, show what each begins with,
    /// and check what was written
    Documents(documents::DocumentsArgs),
    /// List every action with its keys, or check a keymap file
    Keys(keys::KeysArgs),
    /// Print a script by which a shell completes the commands
    Completions(shell::CompletionsArgs),
    /// Print a manual page
    Man(shell::ManArgs),
}

impl Desk {
    /// # Errors
    ///
    /// The system names no home folder for this user, or a file is in the way.
    pub fn store_dir(&self) -> Result<PathBuf, CliError> {
        match &self.store {
            Some(dir) => store_dir::may_be(dir.clone()),
            None => store_dir::may_be(store_dir::usual()?),
        }
    }

    /// The folder of a shop that is there: a mistyped name must not become a new shop.
    ///
    /// # Errors
    ///
    /// There is no such folder.
    pub fn shop_dir(&self) -> Result<PathBuf, CliError> {
        let dir = self.store_dir()?;
        match std::fs::metadata(&dir) {
            Ok(_) => Ok(dir),
            Err(err) if err.kind() == std::io::ErrorKind::NotFound => Err(CliError::NoShop { dir }),
            Err(err) => Err(CliError::file(&dir, err)),
        }
    }

    /// How the shop's store is opened.
    #[must_use]
    pub fn open_options(&self) -> OpenOptions {
        let usual = OpenOptions::default();
        OpenOptions {
            segment_bytes_max: self.segment_bytes.unwrap_or(usual.segment_bytes_max),
            reserve_bytes: self.reserve_bytes.unwrap_or(usual.reserve_bytes),
            ..usual
        }
    }

    /// Where the settings of this desk are, whether there are any or not.
    ///
    /// # Errors
    ///
    /// As for [`Desk::store_dir`].
    pub fn config_file(&self) -> Result<PathBuf, CliError> {
        match &self.config {
            Some(file) => Ok(file.clone()),
            None => Ok(self.store_dir()?.join(config::FILE_NAME)),
        }
    }

    /// The settings of this desk, with what the command line says instead.
    ///
    /// # Errors
    ///
    /// A file that was named is not there, or what is in it is wrong.
    pub fn config(&self) -> Result<Config, CliError> {
        let config = match &self.config {
            Some(file) => Config::read(file)?,
            None => Config::read_if_there(&self.config_file()?)?,
        };
        if let Some(mirror) = &config.mirror {
            self.check_elsewhere("mirror", &mirror.folder)?;
        }
        Ok(self.over(config))
    }

    /// Lets a folder for a second copy through that is not in the shop's own.
    fn check_elsewhere(&self, section: &str, folder: &Path) -> Result<(), CliError> {
        let file = self.config_file()?;
        let beside = file.parent().filter(|it| it.join("journal").is_dir());
        let shops = [Some(self.store_dir()?), beside.map(Path::to_path_buf)];
        if shops.iter().flatten().any(|it| is_within(folder, it)) {
            let problem = format!("[{section}] folder {}: {IN_OWN_FOLDER}", folder.display());
            return Err(SettingsText::read(&file).wrong(&[section, "folder"], &problem));
        }
        Ok(())
    }

    /// What the command line says goes over what the settings say.
    fn over(&self, mut config: Config) -> Config {
        config.register = self.register.unwrap_or(config.register);
        config.keymap = self.keymap.clone().or(config.keymap);
        config.screen.profile = self.screen.unwrap_or(config.screen.profile);
        config
    }
}

/// Wrong settings or files: exit code 2. Plain English; nothing is open yet.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("{}: {problem}", file.display())]
    Config { file: PathBuf, problem: String },
    #[error("{}: {source}", file.display())]
    File {
        file: PathBuf,
        source: std::io::Error,
    },
    #[error(transparent)]
    Keymap(KeymapError),
    #[error("the screen needs a terminal; without one use `balm exec` (see `balm exec --help`)")]
    NoTerminal,
    #[error(transparent)]
    Terminal(Unsupported),
    #[error("{} is a file: a shop is kept in a folder", file.display())]
    NotAFolder { file: PathBuf },
    #[error("there is no shop in {}: no such folder", dir.display())]
    NoShop { dir: PathBuf },
    #[error("there is no shop in {}: no journal is there", dir.display())]
    NoJournal { dir: PathBuf },
    #[error("{0}")]
    Backup(String),
    #[error("this user has no home folder: name the shop's folder with --store DIR")]
    NoHome,
}

impl CliError {
    pub(crate) fn file(file: &Path, source: std::io::Error) -> Self {
        let file = file.to_path_buf();
        Self::File { file, source }
    }
}

/// The whole program.
pub fn main() -> ExitCode {
    private::keep_to_owner();
    panic::set_hook(Box::new(|panic| {
        if !panic_is_caught() {
            eprintln!("balm: {}", panics::told_of(panic));
        }
    }));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(err) => {
            // Nothing can be said where the terminal itself is gone.
            let _ = err.print();
            return match err.kind() {
                ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Well.into(),
                _ => Exit::Usage.into(),
            };
        }
    };
    run(&cli)
        .unwrap_or_else(|err| {
            eprintln!("balm: {err}");
            Exit::Usage
        })
        .into()
}

fn run(cli: &Cli) -> Result<Exit, CliError> {
    match &cli.command {
        Some(Command::Exec(args)) => exec::run(&cli.desk, args),
        Some(Command::Import(args)) => import::command::run(&cli.desk, args),
        Some(Command::At(args)) => at::run(&cli.desk, args),
        Some(Command::Verify(args)) => verify::run(&cli.desk, args),
        Some(Command::Repair(args)) => repair::run(&cli.desk, args),
        Some(Command::Export(args)) => export::run(&cli.desk, args),
        Some(Command::Calendar(args)) => calendar::run(&cli.desk, args),
        Some(Command::Report(args)) => report::run(&cli.desk, args),
        Some(Command::Backup(args)) => backup::run(&cli.desk, args),
        Some(Command::Restore(args)) => restore::run(&cli.desk, args),
        Some(Command::Devices(args)) => devices::run(&cli.desk, args),
        Some(Command::Demo(args)) => demo::open::run(&cli.desk, args),
        Some(Command::Config(args)) => settings::run(&cli.desk, args),
        Some(Command::Documents(args)) => documents::run(&cli.desk, args),
        Some(Command::Keys(args)) => keys::run(&cli.desk, args),
        Some(Command::Completions(args)) => Ok(shell::completions(args)),
        Some(Command::Man(args)) => shell::man(args),
        None => screen::run(&cli.desk),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_desk_is_named_before_or_after_the_command() {
        for args in [
            ["balm", "--store", "s", "--register", "2", "devices"],
            ["balm", "devices", "--register", "2", "--store", "s"],
        ] {
            let cli = Cli::try_parse_from(args).unwrap();
            assert_eq!(cli.desk.store_dir().unwrap(), Path::new("s"));
            assert_eq!(cli.desk.register, Some(2));
        }
        assert!(Cli::try_parse_from(["balm", "--register", "0", "devices"]).is_err());
        let cli = Cli::try_parse_from(["balm", "--screen", "slow"]).unwrap();
        assert_eq!(cli.desk.screen, Some(Profile::Slow));
        assert!(Cli::try_parse_from(["balm", "--screen", "quick"]).is_err());
    }
}
