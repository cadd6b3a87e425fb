//! `balm calendar`: the appointments of one person for calendar programs.

use std::{
    io::{self, BufWriter, Write},
    path::PathBuf,
};

use chrono::{Days, NaiveDate};
use clap::{ArgGroup, Args};

use super::{
    CliError, Desk, Exit,
    export::{Draft, turned_round},
    screen, typed,
};
use crate::{
    domain::{
        client::Client,
        ids::{ClientId, RawId, StaffId},
        print_job::Printable,
        settings::Settings,
        staff::Staff,
        text,
    },
    locale::{Locale, Words},
    ops::{
        query,
        shop::{Shop, Stop},
    },
    reports::{
        Wording,
        calendar::{Wanted, Whose, calendar},
        discreet_day_sheet,
    },
    store::Reads,
};

/// So far back are those looked at that were cancelled or moved since.
const DAYS_BACK: Days = Days::new(31);
const DAYS_AHEAD: Days = Days::new(365);
/// As wide as a receipt of 80 mm.
const SHEET_COLUMNS: u16 = 48;
/// More clients than this of one name are not told apart.
const CLIENTS_MAX: usize = 8;

#[derive(Args, Clone, Debug)]
#[command(group(ArgGroup::new("whose").required(true).args(["staff", "client"])))]
pub struct CalendarArgs {
    /// Whose: a therapist's name, short name or number
    #[arg(long, value_name = "NAME")]
    staff: Option<String>,
    /// Or a client's name, phone or number: only the time that they are there
    #[arg(long, value_name = "NAME")]
    client: Option<String>,
    /// The first day; 31 days ago if not given
    #[arg(long, value_name = "DATE", value_parser = typed::day)]
    from: Option<NaiveDate>,
    /// The last day; in a year if not given
    #[arg(long, visible_alias = "to", value_name = "DATE", value_parser = typed::day)]
    until: Option<NaiveDate>,
    /// A therapist's day as a text to be read, instead of a calendar
    #[arg(long, value_name = "DATE", requires = "staff", value_parser = typed::day)]
    sheet: Option<NaiveDate>,
    /// Leave out names of clients and notes
    #[arg(long)]
    discreet: bool,
    /// A new file to write to; standard output if not given
    #[arg(value_name = "FILE")]
    out: Option<PathBuf>,
}

pub(super) fn run(desk: &Desk, args: &CalendarArgs) -> Result<Exit, CliError> {
    let locale = Locale::english();
    screen::with_shop(desk, &locale, |shop| write(shop, &locale, args))
}

fn write(shop: &Shop, locale: &Locale, args: &CalendarArgs) -> Result<Exit, CliError> {
    let Some(settings) = shop.settings() else {
        eprintln!("balm: {}", locale.text("refused-not-set-up"));
        return Ok(Exit::Bad);
    };
    let made = match made(shop, &settings, locale, args) {
        Ok(made) => made,
        Err(Stop::Refused(refusal)) => {
            eprintln!(
                "balm: {}",
                Words::new(locale, Some(&settings)).refusal(&refusal)
            );
            return Ok(Exit::Bad);
        }
        Err(Stop::Failed(failure)) => return Ok(screen::failed(locale, &failure)),
    };
    let (text, said) = match made {
        Ok(made) => made,
        Err(said) => {
            eprintln!("balm: {said}");
            return Ok(Exit::Bad);
        }
    };
    match &args.out {
        Some(out) => {
            let draft = Draft::of(out)?;
            let mut to = BufWriter::new(draft.file());
            let written = to.write_all(text.as_bytes()).and_then(|()| to.flush());
            drop(to);
            match written.and_then(|()| draft.keep()) {
                Ok(()) => eprintln!("{said}"),
                Err(err) => return Err(CliError::file(out, err)),
            }
        }
        None => {
            // Whoever read it has heard enough.
            let _ = io::stdout().lock().write_all(text.as_bytes());
        }
    }
    Ok(Exit::Well)
}

/// The file and what is said of it, or why there is none.
type Made = Result<(String, String), String>;

fn made(
    shop: &Shop,
    settings: &Settings,
    locale: &Locale,
    args: &CalendarArgs,
) -> Result<Made, Stop> {
    let found = match (&args.staff, &args.client) {
        (Some(typed), _) => one(typed, staff(shop, typed)?, locale),
        (None, Some(typed)) => one(typed, clients(shop, typed)?, locale),
        (None, None) => Err(locale.text("calendar-whose")),
    };
    let (whose, name) = match found {
        Ok(found) => found,
        Err(said) => return Ok(Err(said)),
    };
    if let (Some(on), Whose::Staff(staff)) = (args.sheet, whose) {
        let lines = sheet(shop, settings, locale, (staff, on), args.discreet)?;
        let text = lines.join("\n") + "\n";
        let said = [("name", name.as_str().into())];
        return Ok(Ok((text, locale.fill("calendar-sheet-done", &said))));
    }
    let today = shop.today();
    let from = args.from.unwrap_or(today - DAYS_BACK);
    let until = args.until.unwrap_or(today + DAYS_AHEAD);
    if let Some(said) = turned_round(locale, Some(from), Some(until)) {
        return Ok(Err(said));
    }
    let shop_id = shop.id();
    let wanted = Wanted {
        whose,
        name: &name,
        from,
        until,
        is_discreet: args.discreet,
        shop_id: &shop_id,
        now: shop.now(),
    };
    let (text, n_events) = calendar(&shop.read(), settings, &wanted)?;
    let args = [("n", n_events.into()), ("name", name.as_str().into())];
    Ok(Ok((text, locale.fill("calendar-done", &args))))
}

/// Nothing of somebody who is not there any more.
fn sheet(
    shop: &Shop,
    settings: &Settings,
    locale: &Locale,
    (staff, on): (StaffId, NaiveDate),
    is_discreet: bool,
) -> Result<Vec<String>, Stop> {
    if !is_discreet {
        let what = Printable::DaySheet { staff, on };
        let lines = query::preview(shop, settings, locale, what, SHEET_COLUMNS)?;
        return Ok(lines.unwrap_or_default());
    }
    let documents = shop.documents();
    let wording = Wording {
        locale,
        documents: &documents,
    };
    let whose = (staff, on);
    let paper = discreet_day_sheet(&shop.read(), settings, wording, whose, SHEET_COLUMNS)?;
    Ok(paper.map(|it| it.to_text()).unwrap_or_default())
}

/// Those whom a text means; the whole name or number means one alone, unless several
/// have it.
fn one(
    typed: &str,
    mut found: Vec<(Whose, String)>,
    locale: &Locale,
) -> Result<(Whose, String), String> {
    let is_whole = |name: &str| text::fold(name) == text::fold(typed);
    if found.iter().any(|(_, name)| is_whole(name)) {
        found.retain(|(_, name)| is_whole(name));
    }
    match found.len() {
        1 => Ok(found.swap_remove(0)),
        0 => Err(locale.fill("calendar-nobody", &[("typed", typed.into())])),
        _ => {
            let spelled = |(whose, name): &(Whose, String)| match whose {
                Whose::Staff(id) => format!("{name} ({id})"),
                Whose::Client(id) => format!("{name} ({id})"),
            };
            let names: Vec<String> = found.iter().map(spelled).collect();
            let args = [("typed", typed.into()), ("names", names.join(", ").into())];
            Err(locale.fill("calendar-several", &args))
        }
    }
}

fn staff(shop: &Shop, typed: &str) -> Result<Vec<(Whose, String)>, Stop> {
    let fold = text::fold(typed);
    let all = shop.read().all::<Staff>()?;
    let is_id = |id: StaffId| id.to_string() == typed;
    let exactly = |it: &Staff| is_id(it.id) || text::fold(&it.short) == fold;
    let found = |it: &&Staff| text::fold(&it.name).contains(&fold);
    let exact: Vec<&Staff> = all.iter().filter(|it| exactly(it)).collect();
    let meant: Vec<&Staff> = match exact.as_slice() {
        [] => all.iter().filter(found).collect(),
        _ => exact,
    };
    let meant = meant
        .into_iter()
        .map(|it| (Whose::Staff(it.id), it.name.clone()));
    Ok(meant.collect())
}

fn clients(shop: &Shop, typed: &str) -> Result<Vec<(Whose, String)>, Stop> {
    if let Ok(id) = typed.parse::<RawId>() {
        let found = shop.read().get::<Client>(&ClientId(id))?;
        return Ok(found
            .into_iter()
            .map(|it| (Whose::Client(it.id), it.name))
            .collect());
    }
    let mut found = Vec::new();
    for id in shop.find_clients(typed, CLIENTS_MAX)?.clients {
        let client = shop.read().get::<Client>(&id)?;
        found.extend(client.map(|it| (Whose::Client(it.id), it.name)));
    }
    Ok(found)
}
