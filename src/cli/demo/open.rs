//! `balm demo`: the made-up day spa on the screen, in a temporary store that is gone
//! afterwards.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use chrono::{DateTime, TimeZone, Utc};
use clap::{Args, ValueEnum};

use super::{
    build::{DemoError, Plan, SEED_DEFAULT, build},
    clock::DemoClock,
    house, keep,
};
use crate::{
    cli::{
        CliError, Config, Desk, Exit, interrupt::Interrupt, keys, progress::Meter, screen, typed,
    },
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
    /// How big the spa is; a large one takes some minutes and two gigabytes
    #[arg(long, value_enum, default_value_t = Size::Usual)]
    size: Size,
    /// How many days of trade lie behind; a year, or five for the large one, if not given
    #[arg(long, value_parser = |it: &str| typed::whole(it, &0, &3_660_u32))]
    days: Option<u32>,
    /// Keep the spa in this new folder and do not open the screen; needs no terminal
    #[arg(long, value_name = "DIR", conflicts_with = "store")]
    at: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Size {
    /// 8 therapists, 5 rooms, 2,500 clients
    Usual,
    /// 28 therapists, 20 rooms, 100,000 clients, 200,000 visits
    Large,
}

impl DemoArgs {
    fn plan(&self, now: DateTime<Utc>) -> Plan {
        let plan = match self.size {
            Size::Usual => Plan::new(now),
            Size::Large => Plan::large(now),
        };
        Plan {
            seed: self.seed,
            n_days: self.days.unwrap_or(plan.n_days),
            ..plan
        }
    }
}

pub(in crate::cli) fn run(desk: &Desk, args: &DemoArgs) -> Result<Exit, CliError> {
    if let Some(at) = &args.at {
        // Its present is the real one: it is opened like any shop.
        return keep::make(at, &args.plan(Utc::now()), &Locale::english());
    }
    // Only settings that were named: the devices of a shop are not the demo's.
    let config = match &desk.config {
        Some(_) => desk.config()?,
        None => desk.over(Config::default()),
    };
    let looks = screen::looks(config.screen)?;
    let keymap = keys::load(desk, config.keymap.as_ref())?;
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
    let shop = match made(&dir, &args.plan(beginning()), &locale)? {
        Ok(shop) => shop,
        Err(DemoError::Stopped) => {
            eprintln!("{}", locale.text("demo-stopped"));
            return Ok(Exit::Bad);
        }
        Err(err) => {
            eprintln!("balm: {err}");
            return Ok(Exit::Bad);
        }
    };
    let opening = screen::Opening {
        register: 1,
        keymap,
        devices: DeviceConfig::pretend(),
        locale: Arc::new(locale),
        looks,
        demo: true,
        desk_file: None,
        notes: Vec::new(),
        upkeep: None,
    };
    screen::show(screen::enter(&opening)?, shop, opening)
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
fn made(dir: &Path, plan: &Plan, locale: &Locale) -> Result<Result<Shop, DemoError>, CliError> {
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(dir, err))?;
    let clock = Arc::new(DemoClock::new(plan.now));
    let options = OpenOptions {
        durability: Durability::Relaxed,
        ..OpenOptions::default()
    };
    let opened = Shop::open(dir, Arc::<DemoClock>::clone(&clock), options);
    let (shop, _) = match opened {
        Ok(opened) => opened,
        Err(failure) => {
            eprintln!("balm: {}", Words::new(locale, None).failure(&failure));
            return Ok(Err(DemoError::Failed(failure)));
        }
    };
    let mut meter = Meter::new("progress-demo");
    let built = build(&shop, &clock, plan, &mut |done, of| {
        meter.at(done as u64, of as u64);
        interrupt.flow()
    });
    let synced = built.and_then(|_| Ok(shop.store().set_durability(Durability::Synced)?));
    clock.start();
    Ok(synced.map(|()| shop))
}
