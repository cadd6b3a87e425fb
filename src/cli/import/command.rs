//! `balm import`: a file into the shop, or a dry run that lists what would change.

use std::{
    fs::File,
    io::{self, Read, Seek, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::{Args, ValueEnum};

use super::{
    Kind,
    run::{Import, ImportError, News, Tally},
    words,
};
use crate::{
    cli::{
        CliError, Desk, Exit,
        config::Config,
        interrupt::Interrupt,
        progress::{self, Meter},
        safekeeping, screen,
        sign_on::{ByArgs, sign_on},
    },
    locale::{Locale, Words},
    ops::{clock::SystemClock, request::Session, shop::Shop},
    store::{Durability, OpenOptions},
};

/// Reads standard input where a file is asked for.
const STDIN: &str = "-";

#[derive(Args, Clone, Debug)]
pub struct ImportArgs {
    /// What the file holds
    #[arg(value_enum)]
    kind: KindArg,
    /// A CSV file in UTF-8, cells parted by comma, semicolon or tab; - for standard
    /// input
    file: PathBuf,
    /// Change nothing; list each row that is left out and why, and what would change
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    by: ByArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum KindArg {
    Services,
    Products,
    Clients,
    Rooms,
    Staff,
}

impl From<KindArg> for Kind {
    fn from(kind: KindArg) -> Self {
        match kind {
            KindArg::Services => Self::Services,
            KindArg::Products => Self::Products,
            KindArg::Clients => Self::Clients,
            KindArg::Rooms => Self::Rooms,
            KindArg::Staff => Self::Staff,
        }
    }
}

pub(crate) fn run(desk: &Desk, args: &ImportArgs) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let Config {
        register, mirror, ..
    } = desk.config()?;
    let file = whole_file(&args.file).map_err(|err| CliError::file(&args.file, err))?;
    let locale = Locale::english();
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(&args.file, err))?;
    let options = OpenOptions {
        on_progress: Some(progress::of_store(interrupt.asked())),
        ..desk.open_options()
    };
    let (shop, _) = match Shop::open(&dir, Arc::new(SystemClock), options) {
        Ok(opened) => opened,
        Err(failure) => return Ok(screen::failed(&locale, &failure)),
    };
    safekeeping::start_mirror(shop.store(), mirror.as_ref());
    if let Err(why) = sign_on(&shop, register, &args.by, &locale) {
        say(&why);
        return Ok(Exit::Bad);
    }
    let settings = shop.settings();
    let words = Words::new(&locale, settings.as_deref());
    let run_id = format!(
        "import-{}-{}",
        shop.now().timestamp_millis(),
        std::process::id()
    );
    let import = Import {
        shop: &shop,
        session: Session {
            register,
            operator: None,
        },
        kind: args.kind.into(),
        dry_run: args.dry_run,
        stop: &|| interrupt.is_asked(),
        run_id: &run_id,
    };
    let done = bring_in(&import, &file, &words);
    let exit = match done {
        Ok(tally) => {
            say(&words::tally(&words, &tally, args.dry_run));
            if tally.n_problems > 0 {
                Exit::Bad
            } else {
                Exit::Well
            }
        }
        Err(err) => {
            say(&words::error(&words, &err));
            match err {
                ImportError::Unreadable(_) => Exit::Usage,
                _ => Exit::Bad,
            }
        }
    };
    if let Err(failure) = shop.close() {
        say(&words.failure(&failure));
        return Ok(Exit::Bad);
    }
    Ok(exit)
}

/// Rows are not synced one by one: what a power cut takes, the next import brings
/// again. All of it is on the disk before the result is told.
fn bring_in(import: &Import, file: &File, words: &Words) -> Result<Tally, ImportError> {
    let store = import.shop.store();
    let mut meter = Meter::new("progress-import");
    if !import.dry_run {
        store.set_durability(Durability::Relaxed)?;
    }
    let done = import.run(|| from_start(file), &mut |news| {
        tell(words, import.dry_run, &mut meter, &news);
    });
    if !import.dry_run {
        store.set_durability(Durability::Synced)?;
    }
    done
}

fn tell(words: &Words, dry_run: bool, meter: &mut Meter, news: &News) {
    match news {
        News::Rows { done, total } => meter.at(*done, *total),
        News::New { .. } | News::Changed { .. } if !dry_run => (),
        _ => {
            if let Some(said) = words::news(words, news) {
                meter.clear();
                say(&said);
            }
        }
    }
}

/// Standard input is kept in a file, since it is read twice.
fn whole_file(path: &Path) -> io::Result<File> {
    if path != Path::new(STDIN) {
        let file = File::open(path)?;
        if file.metadata()?.is_dir() {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        return Ok(file);
    }
    let mut file = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut file)?;
    Ok(file)
}

fn from_start(mut file: &File) -> io::Result<impl Read> {
    file.rewind()?;
    Ok(file)
}

/// Nothing can be done where nobody reads any more.
fn say(line: &str) {
    let _ = writeln!(io::stdout(), "{line}");
}
