//! What the shop has already, found by the names that a file gives it.

use std::collections::HashMap;

use super::{
    Kind,
    reader::{fingerprint, folded},
    rows::ClientRow,
};
use crate::{
    domain::{
        catalog::{Product, Service},
        client::{Client, phone_digits},
        equipment::Equipment,
        ids::{ClientId, ProductId},
        room::Room,
        rota::ShiftPattern,
        staff::Staff,
        stock::StockLevel,
        tax::TaxClass,
    },
    store::{Reads, StoreError},
};

/// Two spellings of one number, with and without the country's code, share at
/// least so many digits at the end.
const NUMBER_TAIL_DIGITS: usize = 8;

/// Records of one noun by code and by folded name.
pub(super) struct ByCodeOrName<R> {
    records: Vec<R>,
    by_code: HashMap<String, usize>,
    by_name: HashMap<String, Vec<usize>>,
}

/// What a row means among the records.
pub(super) enum Match<'a, R> {
    New,
    One(&'a R),
    Several,
}

impl<R> ByCodeOrName<R> {
    /// `names` gives a record's code (empty if it has none) and its name.
    fn of(records: Vec<R>, names: impl Fn(&R) -> (&str, &str)) -> Self {
        let mut by_code = HashMap::new();
        let mut by_name: HashMap<String, Vec<usize>> = HashMap::new();
        for (idx, record) in records.iter().enumerate() {
            let (code, name) = names(record);
            if !code.is_empty() {
                by_code.entry(code.to_uppercase()).or_insert(idx);
            }
            by_name.entry(folded(name)).or_default().push(idx);
        }
        Self {
            records,
            by_code,
            by_name,
        }
    }

    pub(super) fn named(&self, name: &str) -> &[usize] {
        self.by_name.get(&folded(name)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn all_named(&self, name: &str) -> impl Iterator<Item = &R> {
        self.named(name)
            .iter()
            .filter_map(|idx| self.records.get(*idx))
    }

    pub(super) fn all(&self) -> &[R] {
        &self.records
    }

    /// By code; else by name among those that have no code of their own, or, for a
    /// row without a code, by a name that only one has.
    fn find(&self, code: Option<&str>, name: &str, has_code: impl Fn(&R) -> bool) -> Match<'_, R> {
        let coded = code.and_then(|code| self.by_code.get(&code.to_uppercase()));
        if let Some(record) = coded.and_then(|idx| self.records.get(*idx)) {
            return Match::One(record);
        }
        let same_name: Vec<&R> = self.all_named(name).collect();
        let (coded, codeless): (Vec<&R>, Vec<&R>) =
            same_name.into_iter().partition(|it| has_code(it));
        let candidates = if codeless.is_empty() && code.is_none() {
            coded
        } else {
            codeless
        };
        match candidates.as_slice() {
            [] => Match::New,
            [one] => Match::One(one),
            _ => Match::Several,
        }
    }
}

impl ByCodeOrName<Service> {
    pub(super) fn of_row(&self, code: Option<&str>, name: &str) -> Match<'_, Service> {
        self.find(code, name, |it| !it.code.is_empty())
    }
}

impl ByCodeOrName<Product> {
    pub(super) fn of_row(&self, code: Option<&str>, name: &str) -> Match<'_, Product> {
        self.find(code, name, |it| !it.code.is_empty())
    }
}

/// Clients by number, and by name and birth date. Of each only the id is kept, so
/// that a million fit.
#[derive(Default)]
pub(super) struct ClientBook {
    by_number: HashMap<String, Vec<ClientId>>,
    by_person: HashMap<[u8; 16], Vec<ClientId>>,
}

impl ClientBook {
    fn of(clients: &[Client]) -> Self {
        let mut book = Self::default();
        for client in clients {
            let digits = phone_digits(&client.phone);
            if !digits.is_empty() {
                let same_tail = book.by_number.entry(tail(&digits).to_owned());
                same_tail.or_default().push(client.id);
            }
            let person = person(&client.name, client.birth_date.map(|it| it.to_string()));
            book.by_person.entry(person).or_default().push(client.id);
        }
        book
    }

    /// Who may have this number; the digits before the tail are not compared.
    pub(super) fn with_tail_of(&self, digits: &str) -> &[ClientId] {
        self.by_number.get(tail(digits)).map_or(&[], Vec::as_slice)
    }

    pub(super) fn same_person(&self, row: &ClientRow) -> &[ClientId] {
        let person = person(&row.name, row.birth_date.map(|it| it.to_string()));
        self.by_person.get(&person).map_or(&[], Vec::as_slice)
    }
}

/// What two spellings of one number share.
pub(super) fn tail(digits: &str) -> &str {
    let start = digits.len().saturating_sub(NUMBER_TAIL_DIGITS);
    digits.get(start..).unwrap_or(digits)
}

/// Whether two numbers are one, perhaps without the country's code.
pub(super) fn same_number(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() {
        (one, other)
    } else {
        (other, one)
    };
    short == long || (short.len() >= NUMBER_TAIL_DIGITS && long.ends_with(short))
}

fn person(name: &str, born: Option<String>) -> [u8; 16] {
    fingerprint(&format!("{}/{}", born.unwrap_or_default(), folded(name)))
}

/// All that a row may name or be.
pub(super) struct Known {
    pub(super) tax_classes: ByCodeOrName<TaxClass>,
    pub(super) rooms: ByCodeOrName<Room>,
    pub(super) equipment: ByCodeOrName<Equipment>,
    pub(super) staff: ByCodeOrName<Staff>,
    pub(super) patterns: ByCodeOrName<ShiftPattern>,
    pub(super) services: ByCodeOrName<Service>,
    pub(super) products: ByCodeOrName<Product>,
    pub(super) stock: HashMap<ProductId, i64>,
    pub(super) clients: ClientBook,
}

impl Known {
    /// Clients are only looked through for a file of clients.
    pub(super) fn read(reads: &impl Reads, kind: Kind) -> Result<Self, StoreError> {
        let clients = match kind {
            Kind::Clients => ClientBook::of(&reads.all::<Client>()?),
            _ => ClientBook::default(),
        };
        let levels = reads.all::<StockLevel>()?.into_iter();
        Ok(Self {
            tax_classes: ByCodeOrName::of(reads.all()?, |it: &TaxClass| ("", &it.name)),
            rooms: ByCodeOrName::of(reads.all()?, |it: &Room| ("", &it.name)),
            equipment: ByCodeOrName::of(reads.all()?, |it: &Equipment| ("", &it.name)),
            staff: ByCodeOrName::of(reads.all()?, |it: &Staff| ("", &it.name)),
            patterns: ByCodeOrName::of(reads.all()?, |it: &ShiftPattern| ("", &it.name)),
            services: ByCodeOrName::of(reads.all()?, |it: &Service| (&it.code, &it.name)),
            products: ByCodeOrName::of(reads.all()?, |it: &Product| (&it.code, &it.name)),
            stock: levels.map(|it| (it.product, it.on_hand)).collect(),
            clients,
        })
    }
}
