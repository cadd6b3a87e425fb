//! `balm report`: figures of the shop for people and other programs.

use std::sync::Arc;

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};

use super::{CliError, Desk, Exit, progress, screen};
use crate::{
    locale::{Locale, Words},
    ops::{
        clock::SystemClock,
        query::{self, Effects},
        shop::{Shop, Stop},
    },
    store::OpenOptions,
};

#[derive(Args, Clone, Debug)]
pub struct ReportArgs {
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// What promotions, clients' cards and discounts on whole orders gave and brought
    Promotions(PeriodArgs),
}

#[derive(Args, Clone, Debug)]
struct PeriodArgs {
    /// The first day of trade; the first of this month if not given
    #[arg(long, value_name = "DATE")]
    from: Option<NaiveDate>,
    /// The last day of trade; today if not given
    #[arg(long, value_name = "DATE")]
    until: Option<NaiveDate>,
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
}

pub(super) fn run(desk: &Desk, args: &ReportArgs) -> Result<Exit, CliError> {
    let What::Promotions(period) = &args.what;
    let locale = Locale::english();
    let dir = desk.shop_dir()?;
    let options = OpenOptions {
        on_progress: Some(progress::of_store(Arc::default())),
        ..desk.open_options()
    };
    let shop = match Shop::open(&dir, Arc::new(SystemClock), options) {
        Ok((shop, _)) => shop,
        Err(failure) => return Ok(screen::failed(&locale, &failure)),
    };
    let exit = promotions(&shop, &locale, period);
    match shop.close() {
        Ok(()) => Ok(exit),
        Err(failure) => Ok(screen::failed(&locale, &failure)),
    }
}

fn promotions(shop: &Shop, locale: &Locale, period: &PeriodArgs) -> Exit {
    let Some(settings) = shop.settings() else {
        eprintln!("balm: {}", locale.text("refused-not-set-up"));
        return Exit::Bad;
    };
    let words = Words::new(locale, Some(&settings));
    let today = shop.today();
    let from = period.from.unwrap_or(today.with_day(1).unwrap_or(today));
    let until = period.until.unwrap_or(today);
    let found = match query::effects(&shop.read(), from, until) {
        Ok(found) => found,
        Err(Stop::Refused(refusal)) => {
            eprintln!("balm: {}", words.refusal(&refusal));
            return Exit::Bad;
        }
        Err(Stop::Failed(failure)) => return screen::failed(locale, &failure),
    };
    if period.json {
        match serde_json::to_string(&found) {
            Ok(json) => println!("{json}"),
            Err(err) => {
                eprintln!("balm: {err}");
                return Exit::Bad;
            }
        }
    } else {
        print(&found, locale, &words);
    }
    Exit::Well
}

/// A table with tabs between its columns.
fn print(found: &Effects, locale: &Locale, words: &Words) {
    let title = [
        ("from", found.from.to_string().into()),
        ("until", found.until.to_string().into()),
        ("n", found.n_sales.into()),
        ("turnover", words.money(found.turnover).into()),
    ];
    println!("{}", locale.fill("report-promotions-title", &title));
    println!("{}", locale.text("report-promotions-columns"));
    for row in &found.rows {
        let amounts = [row.given, row.turnover, row.cost].map(|it| words.money(it));
        println!(
            "{}\t{}\t{}",
            words.effect(row),
            row.n_sales,
            amounts.join("\t")
        );
    }
}
