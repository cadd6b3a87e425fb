//! A made-up spa that stays. It is made beside the folder that it is for, in one
//! that is named `.incomplete`, and gets its name when it is whole: whatever
//! happens meanwhile, there is never half a spa under a good name.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    build::{DemoError, Made, Plan, build},
    clock::DemoClock,
};
use crate::{
    cli::{CliError, Exit, interrupt::Interrupt, progress::Meter, screen},
    locale::Locale,
    ops::shop::Shop,
    store::{Durability, OpenOptions},
};

/// In a folder that may be thrown away.
const MARK: &str = "made-up";

pub(super) fn make(at: &Path, plan: &Plan, locale: &Locale) -> Result<Exit, CliError> {
    let file = |err| CliError::file(at, err);
    let interrupt = Interrupt::watch().map_err(file)?;
    if is_in_the_way(at).map_err(file)? {
        eprintln!(
            "balm: {}",
            locale.fill("demo-in-the-way", &[("dir", shown(at))])
        );
        return Ok(Exit::Usage);
    }
    let draft = draft_of(at);
    if !throw_away(&draft).map_err(|err| CliError::file(&draft, err))? {
        eprintln!(
            "balm: {}",
            locale.fill("demo-unfinished", &[("dir", shown(&draft))])
        );
        return Ok(Exit::Usage);
    }
    fs::create_dir_all(&draft)
        .and_then(|()| fs::write(draft.join(MARK), ""))
        .map_err(|err| CliError::file(&draft, err))?;
    match filled(&draft, plan, &interrupt) {
        Ok(made) => {
            keep(&draft, at).map_err(file)?;
            let said = [
                ("clients", made.n_clients.into()),
                ("visits", made.n_visits.into()),
                ("dir", shown(at)),
            ];
            // Nothing can be done where nobody reads.
            let _ = writeln!(io::stdout(), "{}", locale.fill("demo-made", &said));
            Ok(Exit::Well)
        }
        Err(err) => {
            let kept = throw_away(&draft);
            match err {
                DemoError::Stopped => eprintln!("{}", locale.text("demo-stopped")),
                DemoError::Failed(failure) => return Ok(screen::failed(locale, &failure)),
                other => eprintln!("balm: {other}"),
            }
            kept.map_err(|err| CliError::file(&draft, err))?;
            Ok(Exit::Bad)
        }
    }
}

fn shown(path: &Path) -> crate::locale::Arg {
    path.display().to_string().into()
}

/// An empty folder may be filled.
fn is_in_the_way(at: &Path) -> io::Result<bool> {
    match fs::read_dir(at) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(err) if err.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(err) => Err(err),
    }
}

fn draft_of(at: &Path) -> PathBuf {
    let mut name = at.file_name().unwrap_or_default().to_owned();
    name.push(".incomplete");
    at.with_file_name(name)
}

/// Removes what an earlier run has left; `false` if that is none of ours.
fn throw_away(draft: &Path) -> io::Result<bool> {
    if fs::symlink_metadata(draft).is_err() {
        return Ok(true);
    }
    if !draft.join(MARK).exists() {
        return Ok(false);
    }
    // The mark goes last, so that an end in the middle leaves it.
    for entry in fs::read_dir(draft)? {
        let path = entry?.path();
        if path.is_dir() {
            fs::remove_dir_all(&path)?;
        } else if path.file_name().is_some_and(|it| it != MARK) {
            fs::remove_file(&path)?;
        }
    }
    fs::remove_dir_all(draft)?;
    Ok(true)
}

fn filled(draft: &Path, plan: &Plan, interrupt: &Interrupt) -> Result<Made, DemoError> {
    let clock = Arc::new(DemoClock::new(plan.now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let opened = Shop::open(draft, Arc::<DemoClock>::clone(&clock), options);
    let (shop, _) = opened.map_err(DemoError::Failed)?;
    let mut meter = Meter::new("progress-demo");
    let made = build(&shop, &clock, plan, &mut |done, of| {
        meter.at(done as u64, of as u64);
        interrupt.flow()
    })?;
    shop.store().set_durability(Durability::Synced)?;
    shop.close().map_err(DemoError::Failed)?;
    Ok(made)
}

fn keep(draft: &Path, at: &Path) -> io::Result<()> {
    fs::remove_file(draft.join(MARK))?;
    fs::rename(draft, at)?;
    let above = at.parent().filter(|it| it.is_dir());
    fs::File::open(above.unwrap_or(Path::new(".")))?.sync_all()
}
