//! `balm report`: figures of the shop for people and other programs.

use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use serde::Serialize;

use super::{CliError, Desk, Exit, keys, screen, typed};
use crate::{
    domain::{ledger::Unit, money::Money},
    locale::{Locale, Words},
    ops::{
        query::{self, AccountBalance, Effects},
        shop::{Shop, Stop},
    },
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
    /// What each account of the books stands at
    Balances(NowArgs),
    /// What is on hand, and what it cost
    Stock(NowArgs),
}

/// Of a report on how things stand.
#[derive(Args, Clone, Debug)]
struct NowArgs {
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Args, Clone, Debug)]
struct PeriodArgs {
    /// The first day of trade; the first of this month if not given
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    from: Option<NaiveDate>,
    /// The last day of trade; today if not given
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    until: Option<NaiveDate>,
    /// One JSON object instead of a table
    #[arg(long)]
    json: bool,
}

pub(super) fn run(desk: &Desk, args: &ReportArgs) -> Result<Exit, CliError> {
    let locale = Locale::english();
    screen::with_shop(desk, &locale, |shop| Ok(answer(shop, &locale, args)))
}

/// Writes the report of an open shop, of the present or of a moment of the past.
pub(super) fn answer(shop: &Shop, locale: &Locale, args: &ReportArgs) -> Exit {
    let Some(settings) = shop.settings() else {
        eprintln!("balm: {}", locale.text("refused-not-set-up"));
        return Exit::Bad;
    };
    let words = Words::new(locale, Some(&settings));
    let told = match &args.what {
        What::Promotions(period) => promotions(shop, &words, period),
        What::Balances(now) => balances(shop, &words, now),
        What::Stock(now) => stock(shop, &words, now),
    };
    match told {
        Ok(lines) => {
            let text = lines.join("\n") + "\n";
            keys::print(&text)
        }
        Err(Stop::Refused(refusal)) => {
            eprintln!("balm: {}", words.refusal(&refusal));
            Exit::Bad
        }
        Err(Stop::Failed(failure)) => screen::failed(locale, &failure),
    }
}

/// What a report says, line by line.
type Told = Result<Vec<String>, Stop>;

fn as_json(of: &impl Serialize) -> Vec<String> {
    // Amounts, names and numbers always have a JSON form.
    serde_json::to_string(of).into_iter().collect()
}

fn promotions(shop: &Shop, words: &Words, period: &PeriodArgs) -> Told {
    let today = shop.today();
    let from = period.from.unwrap_or(today.with_day(1).unwrap_or(today));
    let until = period.until.unwrap_or(today);
    let found = query::effects(&shop.read(), from, until)?;
    if period.json {
        return Ok(as_json(&found));
    }
    Ok(effects(&found, words))
}

fn balances(shop: &Shop, words: &Words, now: &NowArgs) -> Told {
    let rows = query::balances(&shop.read())?;
    if now.json {
        return Ok(as_json(&rows));
    }
    let columns = words.locale.text("report-balances-columns");
    let row = |it: &AccountBalance| {
        let amount = match it.unit {
            Unit::Money => words.money(it.balance),
            Unit::Points => words
                .locale
                .fill("report-points", &[("n", it.balance.minor().into())]),
        };
        format!("{}\t{amount}", it.account)
    };
    Ok([columns].into_iter().chain(rows.iter().map(row)).collect())
}

fn stock(shop: &Shop, words: &Words, now: &NowArgs) -> Told {
    let rows = query::stock_values(&shop.read())?;
    if now.json {
        return Ok(as_json(&rows));
    }
    let mut lines = vec![words.locale.text("report-stock-columns")];
    lines.extend(rows.iter().map(|it| {
        let amounts = [it.unit_cost, it.value].map(|it| words.money(it));
        let (code, name, on_hand) = (&it.code, &it.name, it.on_hand);
        format!("{code}\t{name}\t{on_hand}\t{}", amounts.join("\t"))
    }));
    let total: Money = rows.iter().map(|it| it.value).sum();
    let total = [("total", words.money(total).into())];
    lines.push(words.locale.fill("report-stock-total", &total));
    Ok(lines)
}

/// A table with tabs between its columns.
fn effects(found: &Effects, words: &Words) -> Vec<String> {
    let title = [
        ("from", found.from.to_string().into()),
        ("until", found.until.to_string().into()),
        ("n", found.n_sales.into()),
        ("turnover", words.money(found.turnover).into()),
    ];
    let mut lines = vec![
        words.locale.fill("report-promotions-title", &title),
        words.locale.text("report-promotions-columns"),
    ];
    lines.extend(found.rows.iter().map(|row| {
        let amounts = [row.given, row.turnover, row.cost].map(|it| words.money(it));
        let effect = words.effect(row);
        format!("{effect}\t{}\t{}", row.n_sales, amounts.join("\t"))
    }));
    lines
}
