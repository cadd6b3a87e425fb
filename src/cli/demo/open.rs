//! `balm demo`: the made-up day spa on the screen, in a temporary store that is gone
//! afterwards.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, TimeZone, Utc};
use clap::Args;

use super::{
    build::{DAYS_DEFAULT, DemoError, Plan, SEED_DEFAULT, build},
    clock::DemoClock,
    house,
};
use crate::{
    cli::{CliError, Desk, Exit, keys, screen},
    devices::DeviceConfig,
    locale::{Locale, Words},
    ops::shop::Shop,
    store::{Durability, OpenOptions},
};

/// The demo's day begins after lunch, whatever the time is where it is shown: with
/// half of the day behind and half of it to come.
const BEGINS: (u32, u32) = (13, 40);

#[derive(Args, Clone, Debug)]
pub struct DemoArgs {
    /// The same number makes the same spa
    #[arg(long, default_value_t = SEED_DEFAULT)]
    seed: u64,
    /// How many days of trade lie behind
    #[arg(long, default_value_t = DAYS_DEFAULT, value_parser = clap::value_parser!(u32).range(0..=1_000))]
    days: u32,
}

pub(in crate::cli) fn run(desk: &Desk, args: &DemoArgs) -> Result<Exit, CliError> {
    screen::need_terminal()?;
    let keymap = match &desk.config {
        Some(_) => keys::load(desk.config()?.keymap.as_ref())?,
        None => keys::load(desk.keymap.as_ref())?,
    };
    let locale = Locale::english();
    // Lives until the screen is left; a folder that was named stays.
    let temporary = match &desk.store {
        Some(_) => None,
        None => {
            Some(tempfile::tempdir().map_err(|err| CliError::file(&std::env::temp_dir(), err))?)
        }
    };
    let dir: PathBuf = match (&desk.store, &temporary) {
        (Some(_), _) => desk.store_dir()?,
        (None, Some(temporary)) => temporary.path().join("demo"),
        (None, None) => std::env::temp_dir(),
    };
    let plan = Plan {
        seed: args.seed,
        n_days: args.days,
        ..Plan::new(beginning())
    };
    let shop = match made(&dir, plan, &locale) {
        Ok(shop) => shop,
        Err(err) => {
            eprintln!("\nbalm: {err}");
            return Ok(Exit::Bad);
        }
    };
    let opening = screen::Opening {
        register: 1,
        keymap,
        devices: DeviceConfig::pretend(),
        locale,
        demo: true,
        notes: Vec::new(),
    };
    screen::show(shop, opening)
}

/// Today in the spa's own zone, at the hour that the demo's day begins.
fn beginning() -> DateTime<Utc> {
    let now = Utc::now();
    let today = now.with_timezone(&house::ZONE).date_naive();
    let begins = today.and_hms_opt(BEGINS.0, BEGINS.1, 0);
    begins
        .and_then(|at| house::ZONE.from_local_datetime(&at).earliest())
        .map_or(now, |at| at.to_utc())
}

/// Makes the spa quickly, then has every later commit synced like a real one.
fn made(dir: &Path, plan: Plan, locale: &Locale) -> Result<Shop, DemoError> {
    let clock = Arc::new(DemoClock::new(plan.now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let opened = Shop::open(dir, Arc::<DemoClock>::clone(&clock), options);
    let (shop, _) = opened.map_err(|failure| {
        eprintln!("balm: {}", Words::new(locale, None).failure(&failure));
        DemoError::Failed(failure)
    })?;
    build(&shop, &clock, plan, &mut |done, of| {
        progress(locale, done, of);
    })?;
    shop.store().set_durability(Durability::Synced)?;
    clock.start();
    eprint!("\r\x1b[K");
    Ok(shop)
}

fn progress(locale: &Locale, done: usize, of: usize) {
    eprint!(
        "\r{} {} %",
        locale.text("demo-building"),
        done * 100 / of.max(1)
    );
    // Only a sign of life.
    let _ = io::stderr().flush();
}
