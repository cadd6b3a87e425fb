//! The index beside its store: not read at first, then read at once by whoever
//! needs it first, or bit by bit behind the screen while commits go on.
//!
//! What changes while it is being read is kept apart and put over it at the end:
//! a commit tells of its changes only after they can be read, so nothing is
//! missed, and what is told twice is the same.

use std::sync::{PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use chrono::NaiveDate;

use super::{
    COUNTED_MAX, ClientIndex, Finding,
    builder::Builder,
    fresh::{Fresh, Reach},
    hit::Seen,
    is_same_number,
    wanted::Wanted,
};
use crate::{
    domain::{
        client::{Client, phone_digits},
        ids::ClientId,
    },
    store::{LastDays, Reads, Store, StoreError},
};

/// So few are read at a time that a commit hardly waits.
const CLIENTS_AT_ONCE: usize = 256;
const KEYS_AT_ONCE: usize = 2_048;

/// The client index of a shop, whether it has been read or not.
#[derive(Debug, Default)]
pub struct Clients {
    state: RwLock<State>,
}

#[derive(Debug, Default)]
struct State {
    stage: Stage,
    /// All clients when ready; while reading those that changed meanwhile.
    index: ClientIndex,
    /// Who was seen while reading.
    seen: Vec<(ClientId, Seen)>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Unread,
    Reading,
    Ready,
}

/// Reading all clients, step by step.
#[derive(Default)]
pub struct Reading {
    days: LastDays,
    has_days: bool,
    last: Option<ClientId>,
    builder: Builder,
}

impl Reading {
    /// Reads on; says whether there is more. `read` gives a look at the store that
    /// is let go of before the step ends.
    fn step<R: Reads>(
        &mut self,
        read: impl Fn() -> R,
        n_clients: usize,
        today: NaiveDate,
    ) -> Result<bool, StoreError> {
        if !self.has_days {
            self.has_days = !self.days.step(&read(), KEYS_AT_ONCE)?;
            return Ok(true);
        }
        let clients: Vec<Client> = read().page(self.last.as_ref(), n_clients)?;
        for client in &clients {
            let day = self.days.of(client.id);
            let seen = day.map_or(0, |day| seen_on(day, today));
            self.builder.add(&Fresh::of(client, seen));
        }
        self.last = clients.last().map(|it| it.id);
        Ok(clients.len() == n_clients)
    }
}

impl Clients {
    /// Whether a look-up has to go through all clients one by one for now.
    pub fn is_being_read(&self) -> bool {
        self.state().stage == Stage::Reading
    }

    /// The best `limit` of those who match. While the clients are still being read,
    /// those that match as typed, at most [`COUNTED_MAX`].
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn find(
        &self,
        store: &Store,
        today: NaiveDate,
        text: &str,
        limit: usize,
    ) -> Result<Finding, StoreError> {
        if self.state().stage == Stage::Unread {
            self.read_now(&store.read(), today)?;
        }
        let state = self.state();
        if state.stage == Stage::Ready {
            return Ok(state.index.find(text, limit));
        }
        drop(state);
        scan(store, text, limit)
    }

    /// Clients, active or not, with this number, whether or not one of the two is
    /// written with the country's code.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub(in crate::ops) fn with_number(
        &self,
        reads: &impl Reads,
        today: NaiveDate,
        digits: &str,
    ) -> Result<Vec<ClientId>, StoreError> {
        if self.state().stage == Stage::Unread {
            self.read_now(reads, today)?;
        }
        let state = self.state();
        if state.stage == Stage::Ready {
            return Ok(state.index.with_number(digits));
        }
        drop(state);
        let clients = reads.all::<Client>()?;
        let same = |it: &&Client| is_same_number(&phone_digits(&it.phone), digits);
        Ok(clients.iter().filter(same).map(|it| it.id).collect())
    }

    fn read_now(&self, reads: &impl Reads, today: NaiveDate) -> Result<(), StoreError> {
        let mut state = self.state_mut();
        if state.stage != Stage::Unread {
            return Ok(());
        }
        let mut reading = Reading::default();
        while reading.step(|| reads, CLIENTS_AT_ONCE, today)? {}
        state.index.take(reading.builder);
        state.stage = Stage::Ready;
        Ok(())
    }

    /// Whoever gets it reads all clients with [`Clients::read_on`]; `None` when
    /// somebody does or did.
    pub fn begin_reading(&self) -> Option<Reading> {
        let mut state = self.state_mut();
        (state.stage == Stage::Unread).then(|| {
            state.stage = Stage::Reading;
            Reading::default()
        })
    }

    /// Reads a little more; gives the rest of the work, or `None` when all is read.
    ///
    /// # Errors
    ///
    /// When the store cannot be read. Who needs the index next tries again.
    pub fn read_on(
        &self,
        mut reading: Reading,
        store: &Store,
        today: NaiveDate,
    ) -> Result<Option<Reading>, StoreError> {
        let more = reading.step(|| store.read(), CLIENTS_AT_ONCE, today);
        match more {
            Ok(true) => return Ok(Some(reading)),
            Ok(false) => (),
            Err(error) => {
                *self.state_mut() = State::default();
                return Err(error);
            }
        }
        let mut index = ClientIndex::default();
        index.take(reading.builder);
        let mut state = self.state_mut();
        let State {
            index: changed,
            seen,
            ..
        } = std::mem::take(&mut *state);
        index.overlay(changed);
        for (client, day) in seen {
            index.saw(client, day);
        }
        *state = State {
            stage: Stage::Ready,
            index,
            seen: Vec::new(),
        };
        Ok(None)
    }

    /// A client was saved.
    pub(in crate::ops) fn changed(&self, client: &Client) {
        let mut state = self.state_mut();
        if state.stage != Stage::Unread {
            state.index.insert(client);
        }
    }

    /// A client bought something, or is in the book on that day.
    pub(in crate::ops) fn saw(&self, client: ClientId, day: NaiveDate, today: NaiveDate) {
        let day = seen_on(day, today);
        let mut state = self.state_mut();
        match state.stage {
            Stage::Unread => (),
            Stage::Reading => state.seen.push((client, day)),
            Stage::Ready => state.index.saw(client, day),
        }
    }

    fn state(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn state_mut(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Through all clients one by one, as the store has them now.
fn scan(store: &Store, text: &str, limit: usize) -> Result<Finding, StoreError> {
    let Some(wanted) = Wanted::of(text) else {
        return Ok(Finding::default());
    };
    let mut hits = Vec::new();
    let mut last = None;
    loop {
        let clients: Vec<Client> = store.read().page(last.as_ref(), CLIENTS_AT_ONCE)?;
        let fresh = clients.iter().map(|it| Fresh::of(it, 0));
        hits.extend(fresh.filter_map(|it| it.hit(&wanted, Reach::Exact)));
        last = clients.last().map(|it| it.id);
        if clients.len() < CLIENTS_AT_ONCE || hits.len() >= COUNTED_MAX {
            break;
        }
    }
    hits.sort_unstable();
    let n = hits.len();
    hits.truncate(limit);
    Ok(Finding {
        clients: hits.into_iter().map(|it| it.client).collect(),
        n,
    })
}

/// A booking to come counts as seen today, so that whoever comes next month is not
/// before whoever sits here.
fn seen_on(day: NaiveDate, today: NaiveDate) -> Seen {
    let since = day.min(today) - NaiveDate::from_ymd_opt(2000, 1, 1).unwrap_or_default();
    Seen::try_from(since.num_days().max(0)).unwrap_or(Seen::MAX)
}
