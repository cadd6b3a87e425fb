//! Finding a client, and the client's card.

use chrono::NaiveDate;

use super::{
    Answered, ClientCard, ClientHit, FoundClients, HITS_MAX, PAST_VISITS_MAX, Past, PointsSheet,
    Visit,
    holdings::{deposits, holdings},
    names,
    offers::standing,
    planned, points, usual,
};
use crate::{
    domain::{
        apart::KeptApart,
        booking::{Appointment, Status},
        card::{card_key, card_spellings, is_same_card},
        client::{Client, phone_digits},
        ids::{ClientId, StaffId},
        sale::Sale,
        settings::Settings,
        staff::Staff,
        tab::Tab,
        time::WallTime,
    },
    ops::shop::Shop,
    store::{Reads, StoreError, record::Lookup},
};

/// By words of the name, digits of the phone, the card's number or the e-mail
/// address, the best first; at most [`HITS_MAX`].
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_clients(shop: &Shop, text: &str) -> Answered<Vec<ClientHit>> {
    Ok(look_up_clients(shop, text, HITS_MAX)?.hits)
}

/// As [`find_clients`], so many as are shown, and how many there are.
///
/// # Errors
///
/// When the store cannot be read.
pub fn look_up_clients(shop: &Shop, text: &str, limit: usize) -> Answered<FoundClients> {
    let is_partial = shop.clients().is_being_read();
    let found = shop.find_clients(text, limit)?;
    let reads = shop.read();
    let mut hits = Vec::with_capacity(found.clients.len());
    for id in found.clients {
        if let Some(client) = reads.get::<Client>(&id)? {
            hits.push(ClientHit {
                id,
                has_alert: !client.alert.is_empty(),
                name: client.name,
                phone: client.phone,
                email: client.email,
            });
        }
    }
    Ok(FoundClients {
        hits,
        n: found.n,
        is_partial,
    })
}

/// Who has this number, however it is spelled; nobody while the store cannot be read.
pub fn with_phone(shop: &Shop, phone: &str) -> Vec<ClientId> {
    match phone_digits(phone) {
        digits if digits.is_empty() => Vec::new(),
        digits => shop
            .clients()
            .with_number(&shop.read(), shop.today(), &digits)
            .unwrap_or_default(),
    }
}

/// Active clients with this card, whichever of its spellings was read; the one that
/// has it so on file first. More than one only where two printed numbers meet.
///
/// # Errors
///
/// When the store cannot be read.
pub fn with_card(reads: &impl Reads, code: &str) -> Result<Vec<Client>, StoreError> {
    let mut found = Vec::<Client>::new();
    for spelling in card_spellings(code) {
        for client in reads.find::<Client>(&Lookup::ClientByCard(spelling))? {
            let is_new = found.iter().all(|it| it.id != client.id);
            if is_new && client.active && is_same_card(&client.card, code) {
                found.push(client);
            }
        }
    }
    found.sort_by_key(|it| card_key(&it.card) != card_key(code));
    Ok(found)
}

/// `None` if there is no such client.
///
/// # Errors
///
/// When the store cannot be read.
pub fn client_card(
    reads: &impl Reads,
    settings: &Settings,
    now: WallTime,
    client: ClientId,
) -> Answered<Option<ClientCard>> {
    let Some(client) = reads.get::<Client>(&client)? else {
        return Ok(None);
    };
    let mut appointments = reads.find::<Appointment>(&Lookup::AppointmentOfClient(client.id))?;
    appointments.sort_by_key(Appointment::start);
    let n_with = |status| {
        let n = appointments.iter().filter(|it| it.status == status).count();
        u32::try_from(n).unwrap_or(u32::MAX)
    };
    let is_to_come =
        |it: &&Appointment| !it.status.is_final() && it.start().plus(0).date >= now.date;
    let to_come = appointments.iter().filter(is_to_come);
    let past = appointments.iter().rev().filter(|it| !is_to_come(it));
    let upcoming: Vec<Visit> = to_come
        .map(|it| names::visit(reads, it))
        .collect::<Result<_, _>>()?;
    let past: Vec<Visit> = past
        .take(PAST_VISITS_MAX)
        .map(|it| names::visit(reads, it))
        .collect::<Result<_, _>>()?;
    let sales = reads.latest::<Sale>(&Lookup::SaleOfClient(client.id), PAST_VISITS_MAX)?;
    let receipts = sales
        .iter()
        .map(|it| names::receipt_hit(reads, settings, it))
        .collect::<Result<_, _>>()?;
    Ok(Some(ClientCard {
        n_visits: n_with(Status::Done),
        n_no_shows: n_with(Status::NoShow),
        usual: usual::of(reads, &appointments)?,
        never_with: never_with(reads, client.id)?,
        tabs: open_tabs(reads, client.id)?,
        holdings: holdings(reads, now.date, client.id)?,
        standing: standing(reads, &client, now.date)?,
        deposits: deposits(reads, client.id)?,
        points: points_of(reads, now.date, client.id)?,
        due: match upcoming.as_slice() {
            [] => planned::due(reads, &appointments)?,
            _ => None,
        },
        client,
        upcoming,
        past,
        receipts,
    }))
}

fn never_with(reads: &impl Reads, client: ClientId) -> Answered<Vec<String>> {
    let apart = reads.get::<KeptApart>(&client)?;
    let staff = apart.map(|it| it.staff).unwrap_or_default();
    let name = |id: StaffId| {
        let person = reads.get::<Staff>(&id)?;
        Ok(person.map_or_else(|| id.to_string(), |it| it.name))
    };
    staff.into_iter().map(name).collect()
}

/// Of who has some, where the shop gives points.
fn points_of(
    reads: &impl Reads,
    today: NaiveDate,
    client: ClientId,
) -> Answered<Option<PointsSheet>> {
    let sheet = points::points(reads, today, client)?;
    let is_shown = points::points_rules(reads)?.on || sheet.left != 0;
    Ok(Some(sheet).filter(|_| is_shown))
}

/// What a client owes, the oldest first.
///
/// # Errors
///
/// When the store cannot be read.
pub fn open_tabs(reads: &impl Reads, client: ClientId) -> Answered<Vec<Tab>> {
    let mut tabs = reads.find::<Tab>(&Lookup::OpenTabOf(client))?;
    tabs.sort_by_key(|it| (it.since, it.sale));
    Ok(tabs)
}

/// The most that is read of one client's past at once: years of it.
pub const HISTORY_MAX: usize = 500;

/// The latest visits that are over and receipts of a client, the latest first, and whether
/// these are all.
///
/// # Errors
///
/// When the store cannot be read.
pub fn client_history(
    reads: &impl Reads,
    settings: &Settings,
    client: ClientId,
) -> Answered<(Vec<Past>, bool)> {
    let mut visits = reads.find::<Appointment>(&Lookup::AppointmentOfClient(client))?;
    visits.retain(|it| it.status.is_final());
    visits.sort_by_key(|it| std::cmp::Reverse(it.start().naive()));
    visits.truncate(HISTORY_MAX + 1);
    let mut past = Vec::with_capacity(visits.len());
    for visit in &visits {
        past.push(Past::Visit(names::visit(reads, visit)?));
    }
    for sale in reads.latest::<Sale>(&Lookup::SaleOfClient(client), HISTORY_MAX + 1)? {
        past.push(Past::Receipt(names::receipt_hit(reads, settings, &sale)?));
    }
    past.sort_by_key(|it| std::cmp::Reverse(it.at().naive()));
    let is_all = past.len() <= HISTORY_MAX;
    past.truncate(HISTORY_MAX);
    Ok((past, is_all))
}
