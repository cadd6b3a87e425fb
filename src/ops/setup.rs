//! What a shop decides once: settings, taxes, rooms, and the people who work here.

use super::{
    context::Context,
    entry::{
        CODE_MAX, NAME_MAX, RECEIPT_LINE_MAX, SHORT_MAX, bounded, missing, not_understood,
        optional, refuse, required, within,
    },
    halt::{Step, need, need_active},
    hours, names,
    outcome::Outcome,
    refusal::{Field, FieldProblem, Refusal},
    request::{SetUp, StaffDraft, TaxClassDraft},
};
use crate::{
    domain::{
        barcode::in_store::{PATTERNS_MAX, Pattern},
        catalog::Service,
        ids::{RoomId, StaffId, TaxClassId},
        ledger::chart::{ACCOUNT_NAME_MAX, AccountKind, AccountName, Chart, is_account_name},
        money::{CashRounding, Currency, Rate},
        room::Room,
        rota::ShiftPattern,
        settings::{CUTOFF_HOUR_MAX, GRID_MINUTES, GuideStep, Settings},
        staff::{Shift, Staff, StaffRole},
        tax::{TaxChange, TaxClass, TaxComponent, TaxRounding, TaxRules, is_computable},
    },
    store::{Reads, Tx, record::Kind},
};

const PEOPLE_MAX: usize = 200;
const PLACES_MAX: u16 = 500;
/// It stands in the receipt's tax table beside three amounts.
const TAX_NAME_MAX: usize = 20;
const COMPONENTS_MAX: usize = 8;
/// Changes of one tax class over the years.
const CHANGES_MAX: usize = 100;
const RECEIPT_LINES_MAX: usize = 20;
const DENOMINATIONS_MAX: usize = 40;
const OPENS_MINUTE: u16 = 9 * 60;
const CLOSES_MINUTE: u16 = 18 * 60;
/// A shift may last into the small hours of the next day.
const SHIFT_END_MAX: u16 = 30 * 60;
/// The class that a new shop's tax is in.
const STANDARD: &str = "Standard";

pub(super) fn set_up(tx: &mut Tx, register: u16, wish: &SetUp) -> Step<Outcome> {
    if tx.get::<Settings>(&())?.is_some() {
        return Err(Refusal::AlreadySetUp.into());
    }
    let components = tax_components(&wish.tax)?;
    let mut settings = first_settings(wish)?;
    bounded(Field::Therapists, &wish.therapists, PEOPLE_MAX)?;
    bounded(Field::Rooms, &wish.rooms, PEOPLE_MAX)?;

    let class = TaxClass {
        id: tx.next_id(register, Kind::TaxClass)?.into(),
        name: STANDARD.to_owned(),
        components,
        active: true,
        changes: Vec::new(),
    };
    settings.default_tax_class = class.id;
    tx.put(&class)?;
    tx.put(&settings)?;
    for name in &wish.therapists {
        let name = required(Field::Therapists, name, NAME_MAX)?;
        let all = tx.all::<Staff>()?;
        let others = all.iter().map(|it| &*it.name);
        names::of_nobody_else::<Staff>(Field::Therapists, &name, None, others)?;
        let id = tx.next_id(register, Kind::Staff)?.into();
        tx.put(&Staff {
            id,
            short: staff_short(&name),
            name,
            role: StaffRole::Therapist,
            week: house_week(),
            services: Vec::new(),
            active: true,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
        })?;
    }
    for name in &wish.rooms {
        let name = required(Field::Rooms, name, NAME_MAX)?;
        let all = tx.all::<Room>()?;
        let others = all.iter().map(|it| &*it.name);
        names::of_nobody_else::<Room>(Field::Rooms, &name, None, others)?;
        let id = tx.next_id(register, Kind::Room)?.into();
        tx.put(&Room {
            id,
            short: names::numbered(room_short(&name), all.iter().map(|it| &*it.short)),
            name,
            active: true,
            places: 1,
        })?;
    }
    Ok(Outcome::Saved)
}

fn first_settings(wish: &SetUp) -> Result<Settings, Refusal> {
    let shop_name = required(Field::ShopName, &wish.shop_name, NAME_MAX)?;
    let currency = Currency::known(&wish.currency)
        .ok_or_else(|| not_understood(Field::Currency, &wish.currency))?;
    let time_zone = wish
        .time_zone
        .trim()
        .parse()
        .map_err(|_| not_understood(Field::TimeZone, &wish.time_zone))?;
    let step_minor = cash_step(wish.cash_step_minor)?;
    let denominations = currency.denominations();
    Ok(Settings {
        receipt_header: Vec::new(),
        shop_name,
        denominations: denominations
            .into_iter()
            .filter(|value| *value >= i64::from(step_minor))
            .collect(),
        currency,
        cash_rounding: CashRounding { step_minor },
        tax: TaxRules {
            prices_include_tax: wish.prices_include_tax,
            rounding: TaxRounding::PerLine,
        },
        default_tax_class: TaxClassId::default(),
        time_zone,
        opens_minute: OPENS_MINUTE,
        closes_minute: CLOSES_MINUTE,
        receipt_footer: Vec::new(),
        guide: wish.guided.then_some(GuideStep::ALL[0]),
        ..Settings::provisional()
    })
}

fn label_patterns(typed: &[String]) -> Result<Vec<String>, Refusal> {
    bounded(Field::LabelPatterns, typed, PATTERNS_MAX)?;
    let mut patterns = Vec::new();
    for text in typed {
        let text = required(Field::LabelPatterns, text, CODE_MAX)?.to_ascii_uppercase();
        Pattern::parse(&text).map_err(|_| not_understood(Field::LabelPatterns, &text))?;
        if !patterns.contains(&text) {
            patterns.push(text);
        }
    }
    Ok(patterns)
}

pub(super) fn save_settings(tx: &mut Tx, cx: &Context, wish: &Settings) -> Step<Outcome> {
    if wish.currency != cx.settings.currency {
        return Err(not_understood(Field::Currency, &wish.currency.code).into());
    }
    need_active::<TaxClass>(tx, wish.default_tax_class)?;
    cash_step(wish.cash_rounding.step_minor)?;
    within(Field::Hours, &wish.closes_minute, &1, &SHIFT_END_MAX)?;
    within(
        Field::Hours,
        &wish.opens_minute,
        &0,
        &(wish.closes_minute - 1),
    )?;
    if wish.denominations.is_empty() || wish.denominations.iter().any(|value| *value < 1) {
        return Err(missing(Field::Count).into());
    }
    bounded(Field::Count, &wish.denominations, DENOMINATIONS_MAX)?;
    if !GRID_MINUTES.contains(&wish.grid_minutes) {
        let typed = wish.grid_minutes.to_string();
        return Err(not_understood(Field::GridMinutes, &typed).into());
    }
    within(Field::Cutoff, &wish.cutoff_hour, &0, &CUTOFF_HOUR_MAX)?;
    let label_patterns = label_patterns(&wish.label_patterns)?;
    let mut denominations = wish.denominations.clone();
    denominations.sort_unstable_by(|one, other| other.cmp(one));
    denominations.dedup();
    tx.put(&Settings {
        shop_name: required(Field::ShopName, &wish.shop_name, NAME_MAX)?,
        denominations,
        label_patterns,
        receipt_header: receipt_lines(Field::ReceiptHeader, &wish.receipt_header)?,
        receipt_footer: receipt_lines(Field::ReceiptFooter, &wish.receipt_footer)?,
        ..wish.clone()
    })?;
    Ok(Outcome::Saved)
}

fn cash_step(step_minor: u32) -> Result<u32, Refusal> {
    within(Field::CashStep, &step_minor, &1, &10_000)?;
    Ok(step_minor)
}

fn receipt_lines(field: Field, lines: &[String]) -> Result<Vec<String>, Refusal> {
    bounded(field, lines, RECEIPT_LINES_MAX)?;
    lines
        .iter()
        .map(|line| optional(field, line, RECEIPT_LINE_MAX))
        .collect()
}

pub(super) fn save_tax_class(tx: &mut Tx, cx: &Context, draft: &TaxClassDraft) -> Step<Outcome> {
    let old = match draft.id {
        Some(id) => Some(need::<TaxClass>(tx, id)?),
        None => None,
    };
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let components = tax_components(&draft.components)?;
    if !draft.active && draft.id == Some(cx.settings.default_tax_class) {
        return Err(refuse(Field::InUse, FieldProblem::InUse).into());
    }
    if draft.active {
        let all = tx.all::<TaxClass>()?;
        let others = all.iter().filter(|it| it.active && Some(it.id) != draft.id);
        let before = old.as_ref().filter(|it| it.active).map(|it| &*it.name);
        let others = others.map(|it| &*it.name);
        names::of_nobody_else::<TaxClass>(Field::Name, &name, before, others)?;
    }
    let id = match draft.id {
        Some(id) => id,
        None => tx.next_id(cx.register(), Kind::TaxClass)?.into(),
    };
    let mut class = old.unwrap_or_else(|| TaxClass {
        id,
        name: String::new(),
        components: components.clone(),
        active: true,
        changes: Vec::new(),
    });
    class.name = name;
    class.active = draft.active;
    if let Some(from) = draft.from {
        class.changes.retain(|it| it.from != from);
        class.changes.push(TaxChange { from, components });
        class.changes.sort_by_key(|it| it.from);
        bounded(Field::From, &class.changes, CHANGES_MAX)?;
    } else {
        class.components = components;
        class.changes.clear();
    }
    tx.put(&class)?;
    Ok(Outcome::SavedTaxClass {
        tax_class: class.id,
    })
}

fn tax_components(typed: &[TaxComponent]) -> Result<Vec<TaxComponent>, Refusal> {
    bounded(Field::Tax, typed, COMPONENTS_MAX)?;
    let components: Vec<_> = typed
        .iter()
        .map(|component| {
            if component.rate > Rate::WHOLE {
                let (least, most) = (Rate::ZERO.to_string(), Rate::WHOLE.to_string());
                return Err(refuse(Field::Tax, FieldProblem::OutOfRange { least, most }));
            }
            Ok(TaxComponent {
                name: required(Field::Tax, &component.name, TAX_NAME_MAX)?,
                ..component.clone()
            })
        })
        .collect::<Result<_, _>>()?;
    if !is_computable(&components) {
        let (least, most) = (Rate::ZERO.to_string(), Rate::WHOLE.to_string());
        return Err(refuse(Field::Tax, FieldProblem::OutOfRange { least, most }));
    }
    Ok(components)
}

pub(super) fn save_room(
    tx: &mut Tx,
    cx: &Context,
    id: Option<RoomId>,
    (name, short): (&str, &str),
    active: bool,
    places: u16,
) -> Step<Outcome> {
    within(Field::Places, &places, &1, &PLACES_MAX)?;
    let old = match id {
        Some(id) => Some(need::<Room>(tx, id)?),
        None => None,
    };
    let name = required(Field::Name, name, NAME_MAX)?;
    let short = optional(Field::Short, short, SHORT_MAX)?;
    let all = tx.all::<Room>()?;
    let others = || all.iter().filter(|it| it.active && Some(it.id) != id);
    let short = if short.is_empty() {
        names::numbered(room_short(&name), others().map(|it| &*it.short))
    } else {
        short
    };
    if active {
        let before = old.as_ref().filter(|it| it.active);
        let (names, shorts) = (others().map(|it| &*it.name), others().map(|it| &*it.short));
        let (name_before, short_before) = (before.map(|it| &*it.name), before.map(|it| &*it.short));
        names::of_nobody_else::<Room>(Field::Name, &name, name_before, names)?;
        names::of_nobody_else::<Room>(Field::Short, &short, short_before, shorts)?;
    }
    let room = Room {
        short,
        name,
        active,
        places,
        id: match id {
            Some(id) => id,
            None => tx.next_id(cx.register(), Kind::Room)?.into(),
        },
    };
    tx.put(&room)?;
    Ok(Outcome::SavedRoom { room: room.id })
}

pub(super) fn save_staff(tx: &mut Tx, cx: &Context, draft: &StaffDraft) -> Step<Outcome> {
    let old = match draft.id {
        Some(id) => Some(need::<Staff>(tx, id)?),
        None => None,
    };
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let short = optional(Field::Short, &draft.short, SHORT_MAX)?;
    if draft.active {
        let all = tx.all::<Staff>()?;
        let others = all.iter().filter(|it| it.active && Some(it.id) != draft.id);
        let before = old.as_ref().filter(|it| it.active).map(|it| &*it.name);
        let others = others.map(|it| &*it.name);
        names::of_nobody_else::<Staff>(Field::Name, &name, before, others)?;
    }
    for day in &draft.week {
        check_day(day)?;
    }
    if let Some(pattern) = draft.pattern {
        need::<ShiftPattern>(tx, pattern)?;
    }
    bounded(Field::Service, &draft.services, 2_000)?;
    for service in &draft.services {
        need::<Service>(tx, *service)?;
    }
    let staff = Staff {
        short: if short.is_empty() {
            staff_short(&name)
        } else {
            short
        },
        name,
        role: draft.role,
        week: draft.week.clone(),
        services: draft.services.clone(),
        active: draft.active,
        group: hours::group(tx, &draft.group)?,
        pattern: draft.pattern,
        sex: draft.sex,
        treats: draft.treats,
        id: staff_id(tx, cx, draft.id)?,
    };
    if old.is_some() && !draft.anyway {
        hours::admit_person(tx, cx, &staff)?;
    }
    tx.put(&staff)?;
    Ok(Outcome::SavedStaff { staff: staff.id })
}

fn staff_id(tx: &mut Tx, cx: &Context, id: Option<StaffId>) -> Step<StaffId> {
    match id {
        Some(id) => Ok(id),
        None => Ok(tx.next_id(cx.register(), Kind::Staff)?.into()),
    }
}

/// Shifts of a day: each with a length, in order, apart.
pub(super) fn check_day(shifts: &[Shift]) -> Result<(), Refusal> {
    bounded(Field::Hours, shifts, 6)?;
    let mut free_from = 0;
    for shift in shifts {
        within(Field::Hours, &shift.end_minute, &1, &SHIFT_END_MAX)?;
        within(
            Field::Hours,
            &shift.start_minute,
            &free_from,
            &(shift.end_minute - 1),
        )?;
        free_from = shift.end_minute;
    }
    Ok(())
}

/// The house's hours, every day but Sunday.
fn house_week() -> [Vec<Shift>; 7] {
    let shift = Shift {
        start_minute: OPENS_MINUTE,
        end_minute: CLOSES_MINUTE,
    };
    std::array::from_fn(|day| if day < 6 { vec![shift] } else { Vec::new() })
}

/// The first name, cut to what a column's head holds.
fn staff_short(name: &str) -> String {
    let first = name.split_whitespace().next().unwrap_or(name);
    first.chars().take(SHORT_MAX).collect()
}

/// Initials and numbers: `Room 12` is R12.
pub(super) fn room_short(name: &str) -> String {
    let words = name.split_whitespace().map(|word| {
        if word.chars().all(|it| it.is_ascii_digit()) {
            word.to_owned()
        } else {
            word.chars().take(1).flat_map(char::to_uppercase).collect()
        }
    });
    words.collect::<String>().chars().take(3).collect()
}

/// # Errors
///
/// A name that not every program which reads books takes, or that a program takes for
/// what the account is not; one that stood there before stays.
pub(super) fn save_chart(tx: &mut Tx, chart: &Chart) -> Step<Outcome> {
    bounded(Field::Account, &chart.names, AccountKind::ALL.len())?;
    let before = tx.get::<Chart>(&())?.unwrap_or_default();
    let mut kept = Chart::default();
    for wish in &chart.names {
        let name = required(Field::Account, &wish.name, ACCOUNT_NAME_MAX)?;
        if !is_account_name(&name) {
            return Err(not_understood(Field::Account, &name).into());
        }
        if !wish.account.takes(&name) && before.name(wish.account) != name {
            let account = wish.account;
            return Err(Refusal::AccountOfOtherKind { account, name }.into());
        }
        kept.names.retain(|it| it.account != wish.account);
        if name != wish.account.usual() {
            let account = wish.account;
            kept.names.push(AccountName { account, name });
        }
    }
    tx.put(&kept)?;
    Ok(Outcome::Saved)
}
