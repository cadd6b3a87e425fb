//! One list of everything that has a name or a number, whatever kind it is of.
//! Clients come from their index and lead to their visits and receipts; of the
//! book only the next days are read, and those only for the names of therapists and
//! services, so that it takes no longer in a large store.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::{
    Answered, AnyHit, ClientHit, FoundAnything, FoundReceipt, FoundVisit, OwnPrices, appointments,
    items, look_up_clients, names, receipts,
};
use crate::{
    domain::{
        booking::Appointment,
        catalog::Service,
        client::phone_digits,
        ids::{ClientId, Register, ServiceId, StaffId},
        matching::{
            grade::{Grade, Wanted},
            marks::run_in,
        },
        sale::Sale,
        settings::Settings,
        staff::Staff,
        time,
    },
    ops::{client_index::SAME_NUMBER_DIGITS_MIN, shop::Shop},
    store::{Reads, record::Lookup},
};

/// The last appointments that are read of one client.
const READ_OF_CLIENT_MAX: usize = 64;
/// So many clients bring their last receipt and their last visits along.
const WITH_PAST_MAX: usize = 3;
/// So many visits of each that are over.
const PAST_VISITS_MAX: usize = 2;
/// So many days of the book, today with them, are looked through for who works and
/// what is done: later ones are found by the client.
const BOOK_DAYS: u64 = 14;

/// Clients, visits, services and products, receipts: the best
/// `limit`. Whole numbers and codes first, then whole words, beginnings, typing
/// errors; of as good ones the kinds take turns, so that none hides another. With
/// nothing typed today's visits that are not over.
///
/// # Errors
///
/// When the store cannot be read.
pub fn find_anything(
    shop: &Shop,
    settings: &Settings,
    register: Register,
    text: &str,
    limit: usize,
) -> Answered<FoundAnything> {
    let text = text.trim();
    let reads = shop.read();
    let today = time::wall(shop.now(), settings.time_zone).date;
    let wanted = Wanted::of(text);
    let found = look_up_clients(shop, text, limit)?;
    let clients = graded(found.hits, text, &wanted);
    let mut visits = of_clients(&reads, today, &clients, is_by_name(text))?;
    visits.extend(of_book(&reads, today, &clients, &wanted)?);
    // The next first, and of those that are over the last.
    visits.sort_by_key(|(grade, it)| {
        let start = it.appointment.start().naive();
        let after = (start - today.and_time(chrono::NaiveTime::MIN)).num_minutes();
        (*grade, it.is_over, after.abs(), it.appointment.id)
    });
    let (items, n_items) = items::ranked(&reads, text, &wanted, limit)?;
    let sales = sales(&reads, register, text, &clients)?;
    let n = found.n + visits.len() + n_items + sales.len();
    let mut of_kinds: [Graded<AnyHit>; 4] = Default::default();
    let [with_clients, with_visits, with_items, with_sales] = &mut of_kinds;
    for (grade, hit) in clients {
        with_clients.push((grade, AnyHit::Client(hit)));
    }
    for (grade, visit) in visits.into_iter().take(limit) {
        with_visits.push((grade, AnyHit::Visit(visit.named(&reads)?)));
    }
    let own = OwnPrices::at_desk(&reads, register, today)?;
    for (grade, mut hit) in items {
        if let Some(own) = &own {
            own.mark(&reads, &mut hit.item)?;
        }
        with_items.push((grade, AnyHit::Item(hit)));
    }
    for (grade, sale) in sales {
        let receipt = names::receipt_hit(&reads, settings, &sale)?;
        let client = sale.client;
        with_sales.push((grade, AnyHit::Receipt(FoundReceipt { receipt, client })));
    }
    Ok(FoundAnything {
        hits: mixed(of_kinds, limit),
        n,
        is_partial: found.is_partial,
    })
}

type Graded<T> = Vec<(Grade, T)>;

/// In the order of the index, which knows more of them: who follows another is no
/// better.
fn graded(clients: Vec<ClientHit>, text: &str, wanted: &Wanted) -> Graded<ClientHit> {
    let names = wanted.clone().without_numbers();
    let mut worst = Grade::Exact;
    let clients = clients.into_iter();
    clients
        .map(|hit| {
            worst = worst.max(client_grade(&hit, text, &names));
            (worst, hit)
        })
        .collect()
}

fn client_grade(hit: &ClientHit, text: &str, names: &Wanted) -> Grade {
    if text.contains('@') {
        let is_whole = hit.email.to_lowercase() == text.to_lowercase();
        return if is_whole { Grade::Exact } else { Grade::Begun };
    }
    if !names.is_empty() {
        let is_card = text.contains(|it: char| it.is_ascii_digit()) && !text.contains(' ');
        let else_by = if is_card { Grade::Exact } else { Grade::Near };
        return names.grade(&hit.name).unwrap_or(else_by);
    }
    let (there, typed) = (phone_digits(&hit.phone), phone_digits(text));
    if run_in(&there, &typed).is_none() {
        // Only the card has it.
        Grade::Exact
    } else if !there.ends_with(&typed) {
        Grade::Begun
    } else if there == typed || typed.len() >= SAME_NUMBER_DIGITS_MIN {
        Grade::Exact
    } else {
        Grade::Whole
    }
}

/// Not yet with all its names: more are found than shown.
struct Planned {
    appointment: Appointment,
    client: String,
    is_over: bool,
}

impl Planned {
    fn named(self, reads: &impl Reads) -> Answered<FoundVisit> {
        Ok(FoundVisit {
            visit: names::visit(reads, &self.appointment)?,
            client: self.appointment.client,
            client_name: self.client,
        })
    }
}

/// A number brings nothing along: it is of one thing.
fn is_by_name(text: &str) -> bool {
    text.chars().any(char::is_alphabetic)
}

/// Of the found clients all that is to come, and the last that are over of the first
/// few of those found by name.
fn of_clients(
    reads: &impl Reads,
    today: NaiveDate,
    clients: &Graded<ClientHit>,
    with_past: bool,
) -> Answered<Graded<Planned>> {
    let mut found = Vec::new();
    for (nth, (grade, client)) in clients.iter().enumerate() {
        let of_client = Lookup::AppointmentOfClient(client.id);
        let mut past = Vec::new();
        for appointment in reads.latest::<Appointment>(&of_client, READ_OF_CLIENT_MAX)? {
            let is_to_come = appointment.start().plus(0).date >= today;
            let is_over = !is_to_come || appointment.status.is_final();
            let planned = Planned {
                appointment,
                client: client.name.clone(),
                is_over,
            };
            if is_over {
                past.push(planned);
            } else {
                found.push((*grade, planned));
            }
        }
        if with_past && nth < WITH_PAST_MAX {
            past.sort_by_key(|it| std::cmp::Reverse(it.appointment.starts_at));
            let last = past.into_iter().take(PAST_VISITS_MAX);
            found.extend(last.map(|it| (*grade, it)));
        }
    }
    Ok(found)
}

/// Of the book of the next days what is not over and has the words in the names of
/// its client, its service and its therapist; with no words all of today.
fn of_book(
    reads: &impl Reads,
    today: NaiveDate,
    clients: &Graded<ClientHit>,
    wanted: &Wanted,
) -> Answered<Graded<Planned>> {
    let is_found = |it: Option<ClientId>| clients.iter().any(|(_, hit)| Some(hit.id) == it);
    let work = Work::of(reads, wanted)?;
    let mut found = Vec::new();
    for block in appointments::blocks(reads, today)? {
        let (appointment, client) = (block.appointment, block.client);
        if appointment.status.is_final() || is_found(appointment.client) {
            continue;
        }
        let grade = if wanted.is_empty() {
            Some(Grade::Whole)
        } else {
            wanted.grade(&format!("{client} {}", work.names(&appointment)))
        };
        let planned = Planned {
            appointment,
            client,
            is_over: false,
        };
        found.extend(grade.map(|grade| (grade, planned)));
    }
    if !work.is_meant() {
        return Ok(found);
    }
    for n in 1..BOOK_DAYS {
        let Some(date) = today.checked_add_days(Days::new(n)) else {
            break;
        };
        for appointment in reads.find::<Appointment>(&Lookup::AppointmentOn(date))? {
            // What goes on past midnight stands on both days.
            let is_known = appointment.start().plus(0).date != date;
            let is_other = is_known || appointment.status.is_final();
            if is_other || is_found(appointment.client) || !work.may_be(&appointment) {
                continue;
            }
            let client = names::client(reads, appointment.client)?;
            if let Some(grade) = wanted.grade(&format!("{client} {}", work.names(&appointment))) {
                let planned = Planned {
                    appointment,
                    client,
                    is_over: false,
                };
                found.push((grade, planned));
            }
        }
    }
    Ok(found)
}

/// Who works in the shop and what is done, and which of it the words may mean: most
/// visits are passed over by that, without reading whose they are.
struct Work {
    services: HashMap<ServiceId, (String, bool)>,
    staff: HashMap<StaffId, (String, bool)>,
}

impl Work {
    fn of(reads: &impl Reads, wanted: &Wanted) -> Answered<Self> {
        let named = |name: String| {
            let is_meant = wanted.has_one_in(&name);
            (name, is_meant)
        };
        let services = reads.all::<Service>()?.into_iter();
        let staff = reads.all::<Staff>()?.into_iter();
        Ok(Self {
            services: services.map(|it| (it.id, named(it.name))).collect(),
            staff: staff.map(|it| (it.id, named(it.name))).collect(),
        })
    }

    fn is_meant(&self) -> bool {
        let (mut services, mut staff) = (self.services.values(), self.staff.values());
        services.any(|(_, is_meant)| *is_meant) || staff.any(|(_, is_meant)| *is_meant)
    }

    fn may_be(&self, it: &Appointment) -> bool {
        let is_meant = |named: Option<&(String, bool)>| named.is_some_and(|it| it.1);
        is_meant(self.services.get(&it.service))
            || it
                .staff()
                .is_some_and(|staff| is_meant(self.staff.get(&staff)))
    }

    fn names(&self, it: &Appointment) -> String {
        let name = |named: Option<&(String, bool)>| named.map_or("", |it| it.0.as_str()).to_owned();
        let staff = it
            .staff()
            .map_or_else(String::new, |staff| name(self.staff.get(&staff)));
        format!("{} {staff}", name(self.services.get(&it.service)))
    }
}

/// The one with that number, and the last of the clients that were found by name.
fn sales(
    reads: &impl Reads,
    register: Register,
    text: &str,
    clients: &Graded<ClientHit>,
) -> Answered<Graded<Sale>> {
    let mut found: Graded<Sale> = Vec::new();
    if let Some(number) = receipts::number(text, register) {
        let sales = reads.find::<Sale>(&Lookup::SaleByReceipt(number))?;
        found.extend(sales.into_iter().map(|it| (Grade::Exact, it)));
    }
    if is_by_name(text) {
        for (grade, client) in clients.iter().take(WITH_PAST_MAX) {
            let last = reads.latest::<Sale>(&Lookup::SaleOfClient(client.id), 1)?;
            found.extend(last.into_iter().map(|it| (*grade, it)));
        }
    }
    Ok(found)
}

/// How many of each kind come before the next kind's turn: clients, visits, items,
/// receipts.
const TURNS: [usize; 4] = [2, 1, 1, 1];

/// One list of several, each the best first.
fn mixed<T>(of_kinds: [Graded<T>; 4], limit: usize) -> Vec<T> {
    let mut all = Vec::new();
    for (kind, (hits, turn)) in of_kinds.into_iter().zip(TURNS).enumerate() {
        let mut before = None;
        let mut nth = 0;
        for (grade, hit) in hits {
            nth = if before == Some(grade) { nth + 1 } else { 0 };
            before = Some(grade);
            all.push(((grade, nth / turn, kind, nth), hit));
        }
    }
    all.sort_by_key(|(rank, _)| *rank);
    all.into_iter().take(limit).map(|(_, hit)| hit).collect()
}

#[cfg(test)]
mod tests {
    use super::{Grade::*, *};

    fn list(hits: &[(Grade, &'static str)]) -> Graded<&'static str> {
        hits.to_vec()
    }

    #[test]
    fn better_ones_come_first_and_kinds_take_turns() {
        let of_kinds = || {
            [
                list(&[
                    (Whole, "c1"),
                    (Begun, "c2"),
                    (Begun, "c3"),
                    (Begun, "c4"),
                    (Near, "c5"),
                ]),
                list(&[(Begun, "v1"), (Begun, "v2")]),
                list(&[(Whole, "i1"), (Begun, "i2"), (Near, "i3")]),
                list(&[(Exact, "r1"), (Begun, "r2")]),
            ]
        };
        let all = "r1 c1 i1 c2 c3 v1 i2 r2 c4 v2 c5 i3";
        assert_eq!(mixed(of_kinds(), 50).join(" "), all);
        assert_eq!(mixed(of_kinds(), 5).join(" "), "r1 c1 i1 c2 c3");
        assert_eq!(mixed(of_kinds(), 0).join(" "), "");
    }

    #[test]
    fn clients_are_graded_by_what_was_typed() {
        let hit = ClientHit {
            id: ClientId(crate::domain::ids::RawId::from_u64(1)),
            name: "Līga Ozola".into(),
            phone: "+371 20 000 101".into(),
            email: "Liga@inbox.lv".into(),
            has_alert: false,
        };
        #[rustfmt::skip]
        let cases = [
            ("liga@INBOX.lv", Exact),
            ("liga@",         Begun),
            ("+37120000101",  Exact),
            ("20000101",      Exact),
            ("04A2B3C4",      Exact),     // a card's
            ("9900112",       Exact),
            ("0101",          Whole),
            ("2000",          Begun),
            ("ozola",         Whole),
            ("ozola 01",      Whole),
            ("ozo",           Begun),
            ("ozloa",         Near),
        ];
        for (text, want) in cases {
            let names = Wanted::of(text).without_numbers();
            assert_eq!(client_grade(&hit, text, &names), want, "{text}");
        }
    }
}
