//! What a rule gives, what it is of and when, as people write it: `10 %`, `2.00 each`,
//! `5.00`, `= 19.90`, `2 + 1`, `1 + 1 50 % of Candles`, `55.00 for Massage + 2 Oils`;
//! `Massage, Oils`; `mon-fri 10-12`.

use crate::{
    domain::{
        catalog::Product,
        money::{Money, Rate},
        promotion::{Gives, Part, Scope, Season, Sort},
        staff::{Shift, Week, parse_shift, parse_week, write_shift, write_week},
        text,
        ticket::Item,
    },
    ops::refusal::Field,
    store::Reads,
    ui::{
        view::View,
        widgets::form::{FormField, Reading},
    },
};

/// Hours of days of which only the days are meant.
const ANY_HOURS: Shift = Shift {
    start_minute: 60,
    end_minute: 120,
};

pub(super) fn gives_field<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::TakesOff);
    FormField::text(Field::TakesOff, label, initial)
        .hint(view.text("promotion-gives"))
        .holding(400)
        .read_by(|typed, view| match parse_gives(typed, view) {
            Ok(read) => Reading::Fine(said(&read, view)),
            Err(sentence) => Reading::Wrong(sentence),
        })
}

pub(in crate::ui) fn scope_field<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Scope);
    FormField::text(Field::Scope, label, initial)
        .hint(view.text("promotion-scope"))
        .holding(2_000)
        .read_by(|typed, view| match parse_scope(typed, view) {
            Ok(read) => Reading::Fine(sorts_said(&read, view)),
            Err(sentence) => Reading::Wrong(sentence),
        })
}

/// What was understood, in a few words.
fn said(gives: &Gives, view: &View) -> String {
    let code = &view.settings.currency.code;
    let amount = |it: Money| ("amount", format!("{} {code}", view.money(it)).into());
    match gives {
        Gives::Percent(rate) => format!("{rate} %"),
        Gives::Each(off) => view.fill("gives-said-each", &[amount(*off)]),
        Gives::Together(off) => view.fill("gives-said-together", &[amount(*off)]),
        Gives::Price(price) => view.fill("gives-said-price", &[amount(*price)]),
        Gives::More { buy, get, off, .. } => {
            let words = [
                ("buy", (*buy).into()),
                ("get", (*get).into()),
                ("off", off.to_string().into()),
            ];
            view.fill("gives-said-more", &words)
        }
        Gives::Bundle { parts, price } => {
            let n: u32 = parts.iter().map(|it| it.quantity).sum();
            view.fill("gives-said-bundle", &[("n", n.into()), amount(*price)])
        }
    }
}

fn sorts_said(scope: &Scope, view: &View) -> String {
    let said = |sort: &Sort| match sort {
        Sort::Category(_) => view.text("scope-category"),
        Sort::Item(Item::Service(_)) => view.text("scope-service"),
        Sort::Item(_) => view.text("scope-product"),
        Sort::Services | Sort::Products => view.text("scope-all"),
    };
    let mut said: Vec<String> = scope.0.iter().map(said).collect();
    said.dedup();
    said.join(", ")
}

/// As [`parse_gives`] reads it.
pub(super) fn gives(gives: &Gives, view: &View) -> String {
    let (each, of) = (view.text("gives-each"), view.text("gives-of"));
    match gives {
        Gives::Percent(rate) => format!("{rate} %"),
        Gives::Each(off) => format!("{} {each}", view.money(*off)),
        Gives::Together(off) => view.money(*off),
        Gives::Price(price) => format!("= {}", view.money(*price)),
        Gives::More {
            buy,
            get,
            off,
            of: other,
        } => {
            let mut text = format!("{buy} + {get}");
            if *off < Rate::WHOLE {
                text = format!("{text} {off} %");
            }
            match other {
                Some(other) => format!("{text} {of} {}", scope(other, view)),
                None => text,
            }
        }
        Gives::Bundle { parts, price } => {
            let parts: Vec<String> = parts.iter().map(|it| part(it, view)).collect();
            let of = view.text("gives-for");
            format!("{} {of} {}", view.money(*price), parts.join(" + "))
        }
    }
}

fn part(part: &Part, view: &View) -> String {
    let of = scope(&part.of, view);
    match part.quantity {
        1 => of,
        n => format!("{n} {of}"),
    }
}

/// # Errors
///
/// A sentence that says what was not understood.
pub(super) fn parse_gives(typed: &str, view: &View) -> Result<Gives, String> {
    let typed = typed.trim();
    let (each, bundle) = (view.text("gives-each"), view.text("gives-for"));
    let wrong = || view.fill("promotion-no-gives", &[("typed", typed.into())]);
    let money = |text: &str| -> Result<Money, String> {
        let parsed = view.settings.currency.parse(text.trim());
        parsed.ok().filter(|it| !it.is_negative()).ok_or_else(wrong)
    };
    if let Some((price, parts)) = typed.split_once(&format!(" {bundle} ")) {
        let parts = parts.split(" + ").map(|it| parse_part(it, view));
        return Ok(Gives::Bundle {
            parts: parts.collect::<Result<_, _>>()?,
            price: money(price)?,
        });
    }
    if let Some(more) = parse_more(typed, view) {
        return more;
    }
    if let Some(price) = typed.strip_prefix('=') {
        return money(price).map(Gives::Price);
    }
    if let Some(off) = typed.strip_suffix(each.as_str()) {
        return money(off).map(Gives::Each);
    }
    if typed.ends_with('%') {
        return typed.parse().map(Gives::Percent).map_err(|_| wrong());
    }
    money(typed).map(Gives::Together)
}

/// `2 Oils`, or one.
fn parse_part(typed: &str, view: &View) -> Result<Part, String> {
    let typed = typed.trim();
    let counted = typed.split_once(' ');
    let counted = counted.and_then(|(n, of)| Some((n.parse().ok()?, of)));
    let (quantity, of) = counted.unwrap_or((1, typed));
    let of = parse_scope(of, view)?;
    Ok(Part { of, quantity })
}

/// `2 + 1`, `1 + 1 50 %`, `1 + 1 of Candles`; `None` where it is nothing of the kind.
fn parse_more(typed: &str, view: &View) -> Option<Result<Gives, String>> {
    let of = format!(" {} ", view.text("gives-of"));
    let (numbers, other) = match typed.split_once(&of) {
        Some((numbers, other)) => (numbers, Some(other)),
        None => (typed, None),
    };
    let (buy, rest) = numbers.split_once('+')?;
    let buy: u32 = buy.trim().parse().ok()?;
    let (get, off) = match rest.trim().split_once(' ') {
        Some((get, off)) => (get, off.parse().ok()?),
        None => (rest.trim(), Rate::WHOLE),
    };
    let get: u32 = get.parse().ok()?;
    let other = other.map(|it| parse_scope(it, view)).transpose();
    Some(other.map(|of| Gives::More { buy, get, off, of }))
}

/// As [`parse_scope`] reads it; nothing is everything.
pub(in crate::ui) fn scope(scope: &Scope, view: &View) -> String {
    let reads = view.shop.read();
    let name = |sort: &Sort| match sort {
        Sort::Services => view.text("scope-services"),
        Sort::Products => view.text("scope-products"),
        Sort::Category(name) => name.clone(),
        Sort::Item(Item::Service(id)) => {
            let service = view.services.iter().find(|it| it.id == *id);
            service.map_or_else(|| id.to_string(), |it| it.name.clone())
        }
        Sort::Item(Item::Product(id)) => {
            let product = reads.get::<Product>(id).ok().flatten();
            product.map_or_else(|| id.to_string(), |it| it.name)
        }
        Sort::Item(_) => String::new(),
    };
    scope.0.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Categories, services and products by name or code, the whole of it or its beginning
/// where that names one alone; nothing is everything.
///
/// # Errors
///
/// A sentence that says what is not there.
pub(in crate::ui) fn parse_scope(typed: &str, view: &View) -> Result<Scope, String> {
    let parts = typed.split([',', ';']).map(str::trim);
    let mut parts = parts.filter(|it| !it.is_empty()).peekable();
    if parts.peek().is_none() {
        return Ok(Scope::default());
    }
    let products = view.shop.read().all::<Product>().unwrap_or_default();
    let sorts = parts.map(|part| {
        sort(part, &products, view)
            .ok_or_else(|| view.fill("promotion-no-scope", &[("typed", part.into())]))
    });
    sorts.collect::<Result<_, _>>().map(Scope)
}

fn sort(typed: &str, products: &[Product], view: &View) -> Option<Sort> {
    let wanted = text::fold(typed);
    let is_it = |name: &str| text::fold(name) == wanted;
    if is_it(&view.text("scope-services")) {
        return Some(Sort::Services);
    }
    if is_it(&view.text("scope-products")) {
        return Some(Sort::Products);
    }
    let services = || view.services.iter().filter(|it| it.active);
    let products = || products.iter().filter(|it| it.active);
    let mut categories: Vec<&str> = services().map(|it| it.category.as_str()).collect();
    categories.extend(products().map(|it| it.category.as_str()));
    categories.sort_unstable();
    categories.dedup();
    let mut all: Vec<(&str, &str, Sort)> = categories
        .iter()
        .filter(|it| !it.is_empty())
        .map(|it| (*it, "", Sort::Category((*it).to_owned())))
        .collect();
    let service = |id| Sort::Item(Item::Service(id));
    let product = |id| Sort::Item(Item::Product(id));
    all.extend(services().map(|it| (it.name.as_str(), it.code.as_str(), service(it.id))));
    all.extend(products().map(|it| (it.name.as_str(), it.code.as_str(), product(it.id))));
    let exact = all
        .iter()
        .find(|(name, code, _)| is_it(name) || (!code.is_empty() && is_it(code)));
    if let Some((_, _, sort)) = exact {
        return Some(sort.clone());
    }
    let mut begun = all
        .iter()
        .filter(|(name, ..)| text::fold(name).starts_with(&wanted));
    let first = begun.next()?;
    begun.next().is_none().then(|| first.2.clone())
}

/// `mon-fri 10:00-12:00`, days or hours alone, or nothing.
pub(super) fn times(season: &Season) -> String {
    let mut week = Week::default();
    for (day, shifts) in (1..).zip(&mut week) {
        if season.days.contains(&day) {
            shifts.push(ANY_HOURS);
        }
    }
    let days = write_week(&week)
        .replace(&format!(" {}", write_shift(&ANY_HOURS)), "")
        .replace("; ", ",");
    let hours = season.hours.map_or_else(String::new, |it| write_shift(&it));
    format!("{days} {hours}").trim().to_owned()
}

pub(super) fn read_times(typed: &str, view: &View) -> Reading {
    match parse_times(typed, view) {
        Ok(season) => Reading::Fine(times(&season)),
        Err(sentence) => Reading::Wrong(sentence),
    }
}

/// # Errors
///
/// A sentence that says what was not understood.
pub(super) fn parse_times(typed: &str, view: &View) -> Result<Season, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(Season::default());
    }
    if let Some(hours) = parse_shift(typed) {
        return Ok(Season {
            hours: Some(hours),
            ..Season::default()
        });
    }
    let days_of = |week: Week| -> Vec<u8> {
        let days = (1_u8..).zip(week).filter(|(_, it)| !it.is_empty());
        days.map(|(day, _)| day).collect()
    };
    if let Some(week) = parse_week(&format!(
        "{} {}",
        typed.replace(", ", ","),
        write_shift(&ANY_HOURS)
    )) {
        return Ok(Season {
            days: days_of(week),
            ..Season::default()
        });
    }
    let wrong = || view.fill("promotion-no-times", &[("typed", typed.into())]);
    let week = parse_week(typed).ok_or_else(wrong)?;
    let mut shifts = week.iter().flatten().copied();
    let hours = shifts.next().ok_or_else(wrong)?;
    let is_one = week.iter().all(|it| it.len() <= 1) && shifts.all(|it| it == hours);
    if !is_one {
        return Err(wrong());
    }
    Ok(Season {
        days: days_of(week),
        hours: Some(hours),
        ..Season::default()
    })
}
