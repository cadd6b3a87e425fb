//! `balm at`: the shop as it was at a moment, on the screen or for questions by script.
//! It is made anew from the journal, in a folder that goes when it is left.

use std::{path::Path, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime};
use clap::{Args, Subcommand};

use super::{
    CliError, Desk, Exit, config::Config, documents, exec, interrupt::Interrupt, keys, progress,
    report, report::ReportArgs, screen,
};
use crate::{
    devices::DeviceConfig,
    locale::{Locale, Words},
    ops::{clock::SettableClock, shop::Shop},
    store::{AsOf, Durability, Moment, OpenOptions, StoreError, copy_as_of},
};

#[derive(Args, Clone, Debug)]
pub struct AtArgs {
    /// By the shop's clock: 2026-05-03T18:00, or 2026-05-03 for the end of that day; or
    /// an instant: 2026-05-03T18:00+03:00
    #[arg(value_parser = moment)]
    moment: Moment,
    #[command(subcommand)]
    what: Option<What>,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Read questions as JSON lines, and answer each with one line
    Exec,
    /// Print figures as they were then
    Report(ReportArgs),
}

/// With minutes, or seconds.
const WALLS: [&str; 4] = [
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d %H:%M:%S",
];

fn moment(typed: &str) -> Result<Moment, String> {
    // RFC 3339 wants seconds; people do not.
    let in_utc = typed.strip_suffix('Z').map(|it| format!("{it}+00:00"));
    let spelled = in_utc.as_deref().unwrap_or(typed);
    let to_the_minute = || DateTime::parse_from_str(spelled, "%Y-%m-%dT%H:%M%:z");
    if let Ok(at) = DateTime::parse_from_rfc3339(spelled).or_else(|_| to_the_minute()) {
        return Ok(Moment::Instant(at.to_utc()));
    }
    if let Some(wall) = WALLS
        .iter()
        .find_map(|format| NaiveDateTime::parse_from_str(typed, format).ok())
    {
        return Ok(Moment::Wall(wall));
    }
    let next_day = |day: NaiveDate| day.checked_add_days(Days::new(1));
    let ended = NaiveDate::parse_from_str(typed, "%Y-%m-%d")
        .ok()
        .and_then(next_day);
    ended
        .and_then(|it| it.and_hms_opt(0, 0, 0))
        .map(Moment::Wall)
        .ok_or_else(|| "a date and time is written 2026-05-03T18:00".to_owned())
}

pub(super) fn run(desk: &Desk, args: &AtArgs) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let Config {
        register,
        keymap,
        screen: shown,
        documents,
        ..
    } = desk.config()?;
    let documents = documents::load(desk, &documents)?;
    let keymap = keys::load(desk, keymap.as_ref())?;
    // What is wrong with the terminal is better said before the work than after it.
    let looks = match args.what {
        None => Some(screen::looks(shown)?),
        Some(_) => None,
    };
    let locale = Locale::english();
    let then = tempfile::tempdir().map_err(|err| CliError::file(&std::env::temp_dir(), err))?;
    let shop = match looked_back(&dir, args.moment, then.path(), &locale)? {
        Ok(shop) => shop,
        Err(exit) => return Ok(exit),
    };
    shop.use_documents(documents);
    let Some(looks) = looks else {
        return match &args.what {
            Some(What::Report(args)) => Ok(report::answer(&shop, &locale, args)),
            _ => exec::serve(shop, register, &DeviceConfig::default()),
        };
    };
    let opening = screen::Opening {
        register,
        keymap,
        devices: DeviceConfig::default(),
        locale: Arc::new(locale),
        looks,
        demo: false,
        desk_file: None,
        notes: Vec::new(),
        upkeep: None,
    };
    screen::show(screen::enter(&opening)?, shop, opening)
}

/// The shop of then, or what to end with when it has been said why there is none.
fn looked_back(
    dir: &Path,
    moment: Moment,
    then: &Path,
    locale: &Locale,
) -> Result<Result<Shop, Exit>, CliError> {
    let interrupt = Interrupt::watch().map_err(|err| CliError::file(dir, err))?;
    let shown = progress::of_store(interrupt.asked());
    let copied = copy_as_of(dir, moment, then, Some(shown));
    let AsOf {
        at,
        n_entries,
        first_at,
    } = match copied {
        Ok(copied) => copied,
        Err(StoreError::Stopped) => {
            eprintln!("{}", locale.text("progress-stopped"));
            return Ok(Err(Exit::Bad));
        }
        Err(err) => {
            eprintln!("balm: {err}");
            return Ok(Err(Exit::Bad));
        }
    };
    if n_entries == 0 {
        let words = Words::new(locale, None);
        let said = match first_at {
            Some(first) => {
                let first = words.moment(words.wall(first));
                locale.fill("at-before-the-shop", &[("first", first.into())])
            }
            None => locale.text("at-no-entries"),
        };
        eprintln!("balm: {said}");
        return Ok(Err(Exit::Bad));
    }
    let options = OpenOptions {
        durability: Durability::Relaxed,
        on_progress: Some(progress::of_store(interrupt.asked())),
        ..OpenOptions::default()
    };
    let opened = Shop::open(then, Arc::new(SettableClock::new(at)), options);
    Ok(match opened {
        Ok((shop, _)) => Ok(shop.looked_back_at(at)),
        Err(failure) => Err(screen::failed(locale, &failure)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_table() {
        let wall = |text: &str| {
            let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S");
            Some(Moment::Wall(at.unwrap()))
        };
        let instant = |text: &str| Some(Moment::Instant(text.parse().unwrap()));
        #[rustfmt::skip]
        let cases = [
            ("2026-05-03T18:00",          wall("2026-05-03 18:00:00")),
            ("2026-05-03 18:00",          wall("2026-05-03 18:00:00")),
            ("2026-05-03T18:00:30",       wall("2026-05-03 18:00:30")),
            ("2026-05-03",                wall("2026-05-04 00:00:00")),
            ("2026-05-03T18:00Z",         instant("2026-05-03T18:00:00Z")),
            ("2026-05-03T18:00:00Z",      instant("2026-05-03T18:00:00Z")),
            ("2026-05-03T18:00+03:00",    instant("2026-05-03T15:00:00Z")),
            ("2026-05-03T18:00:00+03:00", instant("2026-05-03T15:00:00Z")),
            ("3 May",                     None),
            ("2026-13-03",                None),
            ("",                          None),
        ];
        for (typed, want) in cases {
            assert_eq!(moment(typed).ok(), want, "{typed}");
        }
    }
}
