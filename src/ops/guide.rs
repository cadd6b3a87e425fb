//! The guided set-up after its first page: each page is one request and one
//! transaction, and moves the guide on. What a page enters can be changed like
//! anything else; going through it again doubles nothing.

use super::{
    catalog,
    context::Context,
    entry::{NAME_MAX, bounded, required},
    halt::Step,
    outcome::Outcome,
    refusal::Field,
    request::{ServiceDraft, SetUpPage, StaffDraft, StarterService, TaxClassDraft},
    setup,
};
use crate::{
    domain::{
        catalog::Service,
        room::Room,
        settings::Settings,
        staff::{Shift, Staff, StaffRole, Week},
        tax::{TaxClass, TaxComponent},
        text,
    },
    store::{Reads, Tx},
};

/// More are imported from a file.
const NAMES_MAX: usize = 200;

pub(super) fn page(tx: &mut Tx, cx: &Context, page: &SetUpPage) -> Step<Outcome> {
    let mut settings = cx.settings.clone();
    match page {
        SetUpPage::Tax {
            prices_include_tax,
            tax,
        } => {
            settings.tax.prices_include_tax = *prices_include_tax;
            save_tax(tx, cx, tax)?;
        }
        SetUpPage::Hours {
            opens_minute,
            closes_minute,
            grid_minutes,
        } => {
            settings.opens_minute = *opens_minute;
            settings.closes_minute = *closes_minute;
            settings.grid_minutes = *grid_minutes;
        }
        SetUpPage::People { names } => save_people(tx, cx, names)?,
        SetUpPage::Rooms { names } => save_rooms(tx, cx, names)?,
        SetUpPage::Services { services } => save_services(tx, cx, services)?,
        SetUpPage::Devices => (),
    }
    // Another desk may have finished it meanwhile: then it stays finished.
    settings.guide = settings.guide.and(page.step().next());
    setup::save_settings(tx, cx, &settings)
}

fn save_tax(tx: &mut Tx, cx: &Context, tax: &[TaxComponent]) -> Step<()> {
    let id = cx.settings.default_tax_class;
    let name = tx
        .get::<TaxClass>(&id)?
        .map(|it| it.name)
        .unwrap_or_default();
    let draft = TaxClassDraft {
        id: Some(id),
        name,
        components: tax.to_vec(),
        from: None,
        active: true,
    };
    setup::save_tax_class(tx, cx, &draft)?;
    Ok(())
}

/// The names that nothing has yet, each once.
fn new_names<'a>(
    field: Field,
    names: impl Iterator<Item = &'a str>,
    known: impl Iterator<Item = String>,
) -> Step<Vec<String>> {
    let mut taken: Vec<String> = known.map(|it| text::fold(&it)).collect();
    let mut new = Vec::new();
    for name in names {
        let name = required(field, name, NAME_MAX)?;
        let folded = text::fold(&name);
        if !taken.contains(&folded) {
            taken.push(folded);
            new.push(name);
        }
    }
    Ok(new)
}

fn save_people(tx: &mut Tx, cx: &Context, names: &[String]) -> Step<()> {
    bounded(Field::Therapists, names, NAMES_MAX)?;
    let known = tx.all::<Staff>()?.into_iter().map(|it| it.name);
    let new = new_names(Field::Therapists, names.iter().map(String::as_str), known)?;
    for name in new {
        let draft = StaffDraft {
            id: None,
            name,
            short: String::new(),
            role: StaffRole::Therapist,
            week: house_week(cx.settings),
            services: Vec::new(),
            active: true,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
            anyway: false,
        };
        setup::save_staff(tx, cx, &draft)?;
    }
    Ok(())
}

/// The hours of the house, every day but Sunday.
fn house_week(settings: &Settings) -> Week {
    let shift = Shift {
        start_minute: settings.opens_minute,
        end_minute: settings.closes_minute,
    };
    std::array::from_fn(|day| if day < 6 { vec![shift] } else { Vec::new() })
}

fn save_rooms(tx: &mut Tx, cx: &Context, names: &[String]) -> Step<()> {
    bounded(Field::Rooms, names, NAMES_MAX)?;
    let known = tx.all::<Room>()?.into_iter().map(|it| it.name);
    let new = new_names(Field::Rooms, names.iter().map(String::as_str), known)?;
    for name in new {
        setup::save_room(tx, cx, None, (&name, ""), true, 1)?;
    }
    Ok(())
}

fn save_services(tx: &mut Tx, cx: &Context, services: &[StarterService]) -> Step<()> {
    bounded(Field::Service, services, NAMES_MAX)?;
    let known = tx.all::<Service>()?.into_iter().map(|it| it.name);
    let names = services.iter().map(|it| it.name.as_str());
    let mut new = new_names(Field::Service, names, known)?;
    for service in services {
        let name = text::clean(&service.name, NAME_MAX);
        let Some(at) = new.iter().position(|it| *it == name) else {
            continue;
        };
        let draft = ServiceDraft {
            id: None,
            code: String::new(),
            name: new.swap_remove(at),
            category: String::new(),
            price: Some(service.price),
            cost: crate::domain::money::Money::ZERO,
            tax_class: None,
            minutes: service.minutes,
            rooms: Vec::new(),
            active: true,
            prices: Vec::new(),
            by_staff: Vec::new(),
            timed: None,
            segments: Vec::new(),
            manner: crate::domain::catalog::Manner::default(),
        };
        catalog::save_service(tx, cx, &draft)?;
    }
    Ok(())
}
