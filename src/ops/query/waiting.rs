//! Who waits for a time, and which time each could have now.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answered, Attention, names,
    planned::{Planner, answered},
};
use crate::{
    domain::{
        booking::{Ask, Limits, Offer, Waiting},
        catalog::Service,
        settings::Settings,
        time::WallTime,
    },
    ops::{halt::Step, refusal::OfferReport, shop::Shop},
    store::{Reads, StoreError, record::Lookup},
};

/// No day has more starts a quarter of an hour apart.
const OFFERS_MAX: usize = 120;
const OFFERS_APART_MIN: u16 = 15;
/// So many days ahead are looked at.
const DAYS_AHEAD_MAX: usize = 60;

/// A wish, and the first time that would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WaitingRow {
    pub waiting: Waiting,
    pub client: String,
    pub service: String,
    /// Empty where it may be any.
    pub staff: String,
    pub offer: Option<OfferReport>,
}

impl WaitingRow {
    /// For the attention list, where there is a time to be had.
    pub fn ready(self) -> Option<Attention> {
        let offer = self.offer?;
        Some(Attention::Waiting {
            waiting: self.waiting.id,
            client: self.client,
            service: self.service,
            start: offer.start,
        })
    }
}

/// Those who wait, and which time each could have now.
///
/// # Errors
///
/// When the store cannot be read.
pub fn those_who_wait(shop: &Shop, settings: &Settings) -> Answered<Vec<WaitingRow>> {
    let reads = shop.read();
    // Mostly there is nobody, and nothing else needs to be read.
    if open_wishes(&reads)?.is_empty() {
        return Ok(Vec::new());
    }
    let planner = Planner::new(&reads, shop.free_days(), settings, shop.now());
    answered(planner.and_then(|it| waitlist(&it)))
}

/// Those who wait, in the order in which they are asked: the urgent ones first.
pub(super) fn open_wishes(reads: &impl Reads) -> Result<Vec<Waiting>, StoreError> {
    let mut all = reads.find::<Waiting>(&Lookup::OpenWaiting)?;
    all.sort_by_key(Waiting::place);
    Ok(all)
}

fn waitlist<R: Reads>(planner: &Planner<R>) -> Step<Vec<WaitingRow>> {
    let mut rows = Vec::new();
    for waiting in open_wishes(planner.reads)? {
        let offer = first_for(planner, &waiting)?;
        let staff = waiting.staff.map(|id| planner.premises.staff_name(id));
        rows.push(WaitingRow {
            client: names::client(planner.reads, Some(waiting.client))?,
            service: names::service(planner.reads, waiting.service)?,
            staff: staff.unwrap_or_default(),
            offer,
            waiting,
        });
    }
    Ok(rows)
}

/// The first start within a wish that the rule accepts.
fn first_for<R: Reads>(planner: &Planner<R>, waiting: &Waiting) -> Step<Option<OfferReport>> {
    let Some(service) = planner.reads.get::<Service>(&waiting.service)? else {
        return Ok(None);
    };
    let days = waiting.first.max(planner.today()).iter_days();
    let days = days.take(DAYS_AHEAD_MAX);
    for date in days.take_while(|date| *date <= waiting.last) {
        if !waiting.is_on(date) {
            continue;
        }
        if let Some(offer) = on(planner, waiting, &service, date)? {
            return Ok(Some(planner.premises.offer(&offer)));
        }
    }
    Ok(None)
}

fn on<R: Reads>(
    planner: &Planner<R>,
    waiting: &Waiting,
    service: &Service,
    date: NaiveDate,
) -> Result<Option<Offer>, StoreError> {
    let middle = u16::midpoint(waiting.from_minute, waiting.until_minute);
    let ask = Ask {
        service,
        staff: waiting.staff,
        client: Some(waiting.client),
        ignore: None,
        near: WallTime::new(date, middle),
        limits: Limits::default(),
    };
    let wanted = (OFFERS_MAX, OFFERS_APART_MIN);
    let found = (planner.free_days).nearest(planner.reads, &ask, planner.house(), wanted)?;
    let suits = |it: &&Offer| {
        let is_theirs = waiting.staff.is_none_or(|staff| staff == it.staff);
        it.start.date == date && is_theirs && waiting.wants(it.start)
    };
    Ok(found
        .iter()
        .filter(suits)
        .min_by_key(|it| it.starts_at)
        .copied())
}
