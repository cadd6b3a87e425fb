//! Finding a client, and the client's card.

use std::collections::HashMap;

use super::{Answered, ClientCard, ClientHit, HITS_MAX, PAST_VISITS_MAX, Visit, names};
use crate::{
    domain::{
        booking::{Appointment, Status},
        client::{Client, phone_digits},
        ids::ClientId,
        sale::Sale,
        settings::Settings,
        time::WallTime,
    },
    ops::shop::Shop,
    store::{Reads, record::Lookup},
};

/// By words of the name, or digits of the phone; at most [`HITS_MAX`].
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_clients(shop: &Shop, text: &str) -> Answered<Vec<ClientHit>> {
    let found = shop.clients().find(text, HITS_MAX);
    let reads = shop.read();
    let mut hits = Vec::with_capacity(found.len());
    for id in found {
        if let Some(client) = reads.get::<Client>(&id)? {
            hits.push(ClientHit {
                id,
                has_alert: !client.alert.is_empty(),
                name: client.name,
                phone: client.phone,
            });
        }
    }
    Ok(hits)
}

/// Who has this number, however it is spelled.
pub fn with_phone(shop: &Shop, phone: &str) -> Vec<ClientId> {
    match phone_digits(phone) {
        digits if digits.is_empty() => Vec::new(),
        digits => shop.clients().with_number(&digits),
    }
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
        usual: usual(&past),
        client,
        upcoming,
        past,
        receipts,
    }))
}

/// The therapist and the service of most of the visits, latest first among equals.
fn usual(past: &[Visit]) -> Option<(String, String)> {
    let done = || past.iter().filter(|it| it.status == Status::Done);
    let staff = most_frequent(done().map(|it| it.staff.as_str()))?;
    let service = most_frequent(done().map(|it| it.service.as_str()))?;
    Some((staff, service))
}

fn most_frequent<'a>(names: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: HashMap<&str, (usize, usize)> = HashMap::new();
    for (place, name) in names.enumerate().filter(|(_, name)| !name.is_empty()) {
        counts.entry(name).or_insert((0, place)).0 += 1;
    }
    counts
        .into_iter()
        .max_by_key(|(_, (n, place))| (*n, usize::MAX - place))
        .map(|(name, _)| name.to_owned())
}
