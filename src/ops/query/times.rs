//! Times that would do: for one service over whoever, wherever and whenever is asked
//! for. Where there is none, why, and what there is if less is asked for.

use chrono::{DateTime, Days, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answered, names,
    planned::{Planner, answered},
};
use crate::{
    domain::{
        booking::{Ask, DayBook, EVERY_DAY, House, Limits, Order, WhyNot, why_not},
        catalog::Service,
        client::{Client, Sex},
        ids::{ClientId, EquipmentId, RoomId, ServiceId, StaffId},
        settings::Settings,
        staff::Staff,
        time::WallTime,
    },
    ops::{
        book::{DAYS_AHEAD_MAX, START_MINUTE_MAX, taken_with},
        clash::Premises,
        free_days::FreeDays,
        halt::Step,
        refusal::{ClashReport, OfferReport},
    },
    store::Reads,
};

/// So many at once where nothing is said, and at most.
const OFFERS_USUAL: u16 = 8;
const OFFERS_MAX: u16 = 500;
/// Offers nearer than this to each other are no choice.
const OFFERS_APART_MIN: u16 = 15;
const DAYS_MAX: u16 = 366;
/// Why something was not to be had is asked of no longer ago.
const DAYS_PAST_MAX: Days = Days::new(366);
/// The best time is looked for in a week: a better one in a month is no use.
const DAYS_OF_BEST: u16 = 7;

/// What a time is looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeWish {
    pub service: ServiceId,
    /// Any therapist who can, when open.
    #[serde(default)]
    pub staff: Option<StaffId>,
    #[serde(default)]
    pub client: Option<ClientId>,
    pub near: WallTime,
    /// Any of these therapists; empty is anybody.
    #[serde(default)]
    pub among: Vec<StaffId>,
    /// Any woman, or any man.
    #[serde(default)]
    pub sex: Option<Sex>,
    /// In any of these; empty is anywhere.
    #[serde(default)]
    pub rooms: Vec<RoomId>,
    /// Where the service needs one of several and one of these is among them: this.
    #[serde(default)]
    pub equipment: Vec<EquipmentId>,
    /// Who has the roles after the first, the second first; whoever is free where it is
    /// open.
    #[serde(default)]
    pub team: Vec<Option<StaffId>>,
    /// Weekdays as bits, Monday the lowest.
    #[serde(default = "every_day")]
    pub days: u8,
    /// It begins at this minute of a day or later.
    #[serde(default)]
    pub from_minute: u16,
    /// It is over by this minute of the day on which it begins.
    #[serde(default)]
    pub until_minute: Option<u16>,
    /// How many days are looked at: 60 where nothing is said, 7 for the best, 366 at
    /// most.
    #[serde(default)]
    pub n_days: Option<u16>,
    #[serde(default)]
    pub order: Order,
    /// Every start with everybody who could, not only a choice of them.
    #[serde(default)]
    pub all: bool,
    /// How many at most: 8 where nothing is said, and never more than 500.
    #[serde(default)]
    pub n: Option<u16>,
}

pub(super) fn every_day() -> u8 {
    EVERY_DAY
}

impl TimeWish {
    /// Anybody, anywhere, near a time.
    pub fn new(service: ServiceId, near: WallTime) -> Self {
        Self {
            service,
            staff: None,
            client: None,
            near,
            among: Vec::new(),
            sex: None,
            rooms: Vec::new(),
            equipment: Vec::new(),
            team: Vec::new(),
            days: EVERY_DAY,
            from_minute: 0,
            until_minute: None,
            n_days: None,
            order: Order::Nearest,
            all: false,
            n: None,
        }
    }

    fn n(&self) -> usize {
        self.n.unwrap_or(OFFERS_USUAL).clamp(1, OFFERS_MAX).into()
    }

    /// Whether something of this sort is asked for.
    fn asks(&self, what: LetGo) -> bool {
        match what {
            LetGo::Times => {
                let has_hours = self.from_minute > 0 || self.until_minute.is_some();
                has_hours || self.days & EVERY_DAY != EVERY_DAY
            }
            LetGo::Place => !(self.rooms.is_empty() && self.equipment.is_empty()),
            LetGo::Person => {
                let has_team = self.team.iter().any(Option::is_some);
                self.staff.is_some() || self.sex.is_some() || !self.among.is_empty() || has_team
            }
            LetGo::All => true,
        }
    }

    /// The same without what is let go.
    pub(super) fn without(&self, sorts: &[LetGo]) -> Self {
        let mut less = self.clone();
        let usual = Self::new(self.service, self.near);
        if sorts.contains(&LetGo::Times) {
            less.days = usual.days;
            less.from_minute = usual.from_minute;
            less.until_minute = usual.until_minute;
        }
        if sorts.contains(&LetGo::Place) {
            less.rooms.clear();
            less.equipment.clear();
        }
        if sorts.contains(&LetGo::Person) {
            less.staff = None;
            less.sex = None;
            less.among.clear();
            less.team.clear();
        }
        less
    }

    /// What it narrows a search by.
    pub(super) fn limits(&self) -> Limits<'_> {
        let usual = (self.order == Order::Best).then_some(DAYS_OF_BEST);
        Limits {
            staff: &self.among,
            sex: self.sex,
            rooms: &self.rooms,
            equipment: &self.equipment,
            team: &self.team,
            weekdays: std::array::from_fn(|day| self.days & (1 << day) != 0),
            from_minute: self.from_minute,
            until_minute: self.until_minute,
            n_days: self.n_days.or(usual).map(|it| it.clamp(1, DAYS_MAX)),
            order: self.order,
            preferred: None,
            least_min: &[],
        }
    }
}

/// What of a wish is let go, so that there is something to offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LetGo {
    /// Weekdays and hours.
    Times,
    /// Room and equipment.
    Place,
    Person,
    All,
}

impl LetGo {
    /// What there is if less is asked for: without one sort after the other, then
    /// without any. All of a single sort has been tried by then.
    pub(super) fn first_that_does<T>(
        wishes: &[TimeWish],
        mut find: impl FnMut(&[LetGo]) -> Step<Option<T>>,
    ) -> Step<Option<(Self, T)>> {
        let is_asked = |it: &Self| wishes.iter().any(|wish| wish.asks(*it));
        let mut asked = vec![Self::Times, Self::Place, Self::Person];
        asked.retain(is_asked);
        let each = asked.iter().map(|it| (*it, std::slice::from_ref(it)));
        let all = (asked.len() > 1).then_some((Self::All, &asked[..]));
        for (what, sorts) in each.chain(all) {
            if let Some(found) = find(sorts)? {
                return Ok(Some((what, found)));
            }
        }
        Ok(None)
    }
}

/// Times that would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeSheet {
    pub offers: Vec<OfferReport>,
    /// Why there is none at the very time that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyReport>,
    /// There is nothing as it was asked for; the offers are without this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<LetGo>,
    /// There may be more where more are asked for.
    #[serde(default)]
    pub more: bool,
}

/// Why a time cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "why", rename_all = "snake_case")]
pub enum WhyReport {
    /// Nobody of those who are asked for gives it, to this client at least.
    NobodyGives { service: String, sex: Option<Sex> },
    /// So many could; all are booked, off or away, and the first who is booked is free
    /// again at `until`.
    AllTaken { n: usize, until: Option<WallTime> },
    /// What stands in the way of the only one who could, or of all of them.
    Clash { clash: ClashReport },
}

/// The times for a wish, from `now` on; `None` if there is no such service.
///
/// # Errors
///
/// When the store cannot be read.
pub(super) fn times(
    reads: &impl Reads,
    free_days: &FreeDays,
    settings: &Settings,
    now: DateTime<Utc>,
    wish: &TimeWish,
) -> Answered<Option<TimeSheet>> {
    let Some(service) = reads.get::<Service>(&wish.service)? else {
        return Ok(None);
    };
    let planner = Planner {
        premises: Premises::of(reads, wish.near.date, wish.client)?,
        reads,
        free_days,
        settings,
        now,
    };
    let looking = answered(Looking::new(&planner, &service, wish))?;
    let mut sheet = answered(looking.sheet(wish))?;
    if sheet.offers.is_empty() {
        let less = LetGo::first_that_does(std::slice::from_ref(wish), |sorts| {
            let found = looking.offers(&wish.without(sorts))?;
            Ok((!found.offers.is_empty()).then_some(found))
        });
        if let Some((without, found)) = answered(less)? {
            sheet.without = Some(without);
            (sheet.offers, sheet.more) = (found.offers, found.more);
        }
    }
    Ok(Some(sheet))
}

struct Looking<'a, R> {
    planner: &'a Planner<'a, R>,
    service: &'a Service,
    preferred: Option<StaffId>,
    least_min: Vec<(StaffId, u16)>,
}

impl<'a, R: Reads> Looking<'a, R> {
    fn new(planner: &'a Planner<'a, R>, service: &'a Service, wish: &TimeWish) -> Step<Self> {
        let is_best = wish.order == Order::Best;
        let client = match wish.client.filter(|_| is_best) {
            Some(client) => planner.reads.get::<Client>(&client)?,
            None => None,
        };
        let services = if is_best {
            planner.reads.all::<Service>()?
        } else {
            Vec::new()
        };
        Ok(Self {
            least_min: least_min(&planner.premises.staff, &services),
            preferred: client.and_then(|it| it.usual_staff),
            planner,
            service,
        })
    }

    fn house(&self) -> House<'_> {
        self.planner.house()
    }

    fn sheet(&self, wish: &TimeWish) -> Step<TimeSheet> {
        let mut sheet = self.offers(wish)?;
        let is_meant = |it: &OfferReport| wish.staff.is_none_or(|staff| it.staff == staff);
        let mut offers = sheet.offers.iter();
        if !offers.any(|it| it.start == wish.near && is_meant(it)) {
            sheet.why = self.why(wish)?;
        }
        Ok(sheet)
    }

    fn ask<'w>(&'w self, wish: &'w TimeWish) -> Ask<'w> {
        Ask {
            service: self.service,
            staff: wish.staff,
            client: wish.client,
            ignore: None,
            near: wish.near,
            limits: Limits {
                preferred: self.preferred,
                least_min: &self.least_min,
                ..wish.limits()
            },
        }
    }

    fn offers(&self, wish: &TimeWish) -> Step<TimeSheet> {
        let n = wish.n();
        let apart_min = if wish.all { 0 } else { OFFERS_APART_MIN };
        let (planner, ask) = (self.planner, self.ask(wish));
        let found =
            (planner.free_days).nearest(planner.reads, &ask, self.house(), (n, apart_min))?;
        let premises = &self.planner.premises;
        Ok(TimeSheet {
            offers: found.iter().map(|it| premises.offer(it)).collect(),
            why: None,
            without: None,
            more: found.len() >= n,
        })
    }

    fn why(&self, wish: &TimeWish) -> Step<Option<WhyReport>> {
        let planner = self.planner;
        if !may_be_asked(planner, wish.near) {
            return Ok(None);
        }
        let taken = taken_with(planner.reads, wish.near.date, &[])?;
        let book = DayBook::new(self.house(), wish.near.date, &taken);
        match why_not(&self.ask(wish), &book) {
            Some(why) => WhyReport::of(planner, wish, why),
            None => Ok(None),
        }
    }
}

impl WhyReport {
    pub(super) fn of<R: Reads>(
        planner: &Planner<R>,
        wish: &TimeWish,
        why: WhyNot,
    ) -> Step<Option<Self>> {
        Ok(match why {
            WhyNot::NobodyGives => Some(Self::NobodyGives {
                service: names::service(planner.reads, wish.service)?,
                sex: wish.sex,
            }),
            WhyNot::AllTaken { n, until } => Some(Self::AllTaken { n, until }),
            WhyNot::Clash(clash) => planner
                .premises
                .report(planner.reads, clash)?
                .map(|clash| Self::Clash { clash }),
        })
    }
}

/// Why it cannot be had is asked of a time that may be asked for in a booking.
pub(super) fn may_be_asked<R: Reads>(planner: &Planner<R>, near: WallTime) -> bool {
    let today = planner.today();
    let days = today - DAYS_PAST_MAX..=today + DAYS_AHEAD_MAX;
    days.contains(&near.date) && near.minute <= START_MINUTE_MAX
}

/// What each could sell that takes least.
fn least_min(staff: &[Staff], services: &[Service]) -> Vec<(StaffId, u16)> {
    let least = |person: &Staff| {
        let gives = |it: &&Service| {
            it.active && person.can_do(it.id) && it.is_graded(person.id) && it.minutes() > 0
        };
        let own = services.iter().filter(gives);
        let least = own.map(|it| it.minutes_with(person.id)).min()?;
        Some((person.id, least))
    };
    staff.iter().filter_map(least).collect()
}
