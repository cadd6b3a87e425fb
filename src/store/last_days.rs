//! The latest day that each client is in the book or on a receipt, read from the
//! keys of lookups alone: no record is looked at, so even years of them are read
//! in a moment.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{error::StoreError, lookup::date_of, pending::range_after, record::Lookup, tx::Reads};
use crate::domain::ids::{ClientId, RawId};

/// Read step by step, so that nobody waits for all of it.
#[derive(Debug, Default)]
pub struct LastDays {
    n_done: usize,
    /// The last key that was read.
    after: Option<Vec<u8>>,
    /// The day of each appointment, then of each sale.
    day_of: Vec<(RawId, NaiveDate)>,
    days: HashMap<ClientId, NaiveDate>,
}

/// What is read in turn: for each thing its day, then for each client the things.
const PARTS: [(u8, bool); 4] = [
    (Lookup::APPOINTMENT_ON, false),
    (Lookup::APPOINTMENT_OF_CLIENT, true),
    (Lookup::SALE_ON, false),
    (Lookup::SALE_OF_CLIENT, true),
];

impl LastDays {
    /// Reads on, at most `n_max` keys; says whether there may be more.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn step(&mut self, reads: &impl Reads, n_max: usize) -> Result<bool, StoreError> {
        let Some((sort, is_of_client)) = PARTS.get(self.n_done).copied() else {
            return Ok(false);
        };
        let range = range_after(&[sort], self.after.as_deref());
        let mut n_read = 0;
        let mut last = None;
        reads.visit(range, false, &mut |key, _| {
            if is_of_client {
                self.take_client(key);
            } else {
                self.take_day(key);
            }
            n_read += 1;
            last = (n_read == n_max).then(|| key.to_vec());
            n_read < n_max
        })?;
        self.after = last;
        if self.after.is_none() {
            self.n_done += 1;
            if is_of_client {
                self.day_of = Vec::new();
            } else {
                self.day_of.sort_unstable();
            }
        }
        Ok(self.n_done < PARTS.len())
    }

    /// A sort byte, the day, the kind, the id.
    fn take_day(&mut self, key: &[u8]) {
        if let Some((day, id)) = key.get(1..5).zip(id_at(key, 6)) {
            self.day_of.extend(date_of(day).map(|day| (id, day)));
        }
    }

    /// A sort byte, the client, the kind, the id.
    fn take_client(&mut self, key: &[u8]) {
        let Some((client, id)) = id_at(key, 1).zip(id_at(key, 10)) else {
            return;
        };
        // Of one that is found on two days, the later.
        let end = self.day_of.partition_point(|(it, _)| *it <= id);
        let found = end.checked_sub(1).and_then(|at| self.day_of.get(at));
        if let Some((_, day)) = found.filter(|(it, _)| *it == id) {
            let last = self.days.entry(ClientId(client)).or_insert(*day);
            *last = (*last).max(*day);
        }
    }

    pub fn of(&self, client: ClientId) -> Option<NaiveDate> {
        self.days.get(&client).copied()
    }
}

fn id_at(key: &[u8], at: usize) -> Option<RawId> {
    let bytes = key.get(at..at + 8)?.try_into().ok()?;
    Some(RawId::from_u64(u64::from_be_bytes(bytes)))
}
