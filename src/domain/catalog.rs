//! What is sold: services with their segments, products with their barcodes.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    equipment::Need,
    ids::{ProductId, RoomId, ServiceId, StaffId, TaxClassId},
    money::Money,
    price::{LevelPrice, StaffPrice, Timed},
};

/// What a stretch of a service is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// The room is made ready; the client is not there yet.
    Preparation,
    #[default]
    Service,
    /// Something works by itself; the therapist may be with another client.
    Processing,
    Finishing,
    CleanUp,
}

/// One stretch of a service and what it holds meanwhile. A plain massage has one;
/// a colour has application, processing (therapist free) and finishing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SegmentPlan {
    #[serde(default)]
    pub stage: Stage,
    pub minutes: u16,
    /// Which therapists, by role: 0 is the main one. Both 0 and 1 are four hands;
    /// 1 after 0 is one therapist after the other. Nobody has two roles.
    #[serde(default)]
    pub roles: Vec<u8>,
    pub holds_room: bool,
    pub holds_client: bool,
    /// All of them. Needs that are the same in several segments are met by the same
    /// pieces.
    #[serde(default)]
    pub needs: Vec<Need>,
}

impl SegmentPlan {
    /// The main therapist, a room and the client.
    pub fn whole(minutes: u16) -> Self {
        Self {
            stage: Stage::Service,
            minutes,
            roles: vec![0],
            holds_room: true,
            holds_client: true,
            needs: Vec::new(),
        }
    }
}

/// How long the main part takes with somebody who is slower or faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Pace {
    pub staff: StaffId,
    pub minutes: u16,
}

/// How well somebody does it: the more, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Grade {
    pub staff: StaffId,
    pub grade: u8,
}

/// Days on which a service is not given, both among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OffDays {
    pub from: NaiveDate,
    pub until: NaiveDate,
}

impl OffDays {
    pub fn has(self, date: NaiveDate) -> bool {
        self.from <= date && date <= self.until
    }
}

/// How a service is given, beyond its segments.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Manner {
    /// It takes all of its rooms at once, not any of them.
    pub all_rooms: bool,
    /// At most one of each therapist.
    pub paces: Vec<Pace>,
    pub off: Option<OffDays>,
    /// Who gives it must have at least this grade in it; 0 asks for none.
    pub grade_min: u8,
    /// Who is not among them has grade 0.
    pub grades: Vec<Grade>,
    /// After how many days the client had better come again.
    pub return_after_days: Option<u16>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Service {
    pub id: ServiceId,
    /// The shop's own short code; empty when it has none.
    pub code: String,
    pub name: String,
    pub category: String,
    /// `None` means that the price is asked for at the sale.
    pub price: Option<Money>,
    /// Cost of goods used up by one treatment.
    pub cost: Money,
    pub tax_class: TaxClassId,
    pub segments: Vec<SegmentPlan>,
    /// Rooms that will do; empty means any.
    pub rooms: Vec<RoomId>,
    pub active: bool,
    /// At levels other than the usual one; at most one of each.
    pub prices: Vec<LevelPrice>,
    /// Of therapists who take another price; at most one of each.
    pub by_staff: Vec<StaffPrice>,
    pub timed: Option<Timed>,
    pub manner: Manner,
}

impl Service {
    /// From the first minute of the first segment to the last of the last, as it
    /// usually takes.
    pub fn minutes(&self) -> u16 {
        self.segments.iter().map(|segment| segment.minutes).sum()
    }

    /// The same, with this main therapist.
    pub fn minutes_with(&self, staff: StaffId) -> u16 {
        self.parts_with(staff).sum()
    }

    /// The minutes of each segment with this main therapist.
    pub fn parts_with(&self, staff: StaffId) -> impl Iterator<Item = u16> {
        let mut paces = self.manner.paces.iter();
        let pace = paces.find(|it| it.staff == staff).map(|it| it.minutes);
        let main = pace.and(self.main_part());
        let segments = self.segments.iter().enumerate();
        segments.map(move |(idx, it)| match pace {
            Some(minutes) if main == Some(idx) => minutes,
            _ => it.minutes,
        })
    }

    /// The segment that takes longer or shorter with another: the first in which the
    /// main therapist gives the service itself.
    pub fn main_part(&self) -> Option<usize> {
        let is_main = |it: &SegmentPlan| it.roles.contains(&0);
        let is_itself = |it: &SegmentPlan| is_main(it) && it.stage == Stage::Service;
        let mut segments = self.segments.iter();
        let itself = segments.position(is_itself);
        itself.or_else(|| self.segments.iter().position(is_main))
    }

    /// How many therapists it takes.
    pub fn n_roles(&self) -> u8 {
        let roles = self.segments.iter().flat_map(|it| &it.roles);
        roles.max().map_or(0, |last| last.saturating_add(1))
    }

    /// Whether somebody does it well enough.
    pub fn is_graded(&self, staff: StaffId) -> bool {
        let mut grades = self.manner.grades.iter();
        let grade = grades.find(|it| it.staff == staff).map_or(0, |it| it.grade);
        grade >= self.manner.grade_min
    }
}

/// A code on a package, and how many pieces that package holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Barcode {
    /// Normalised by [`super::barcode::normalise`].
    pub code: String,
    pub pack_quantity: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Product {
    pub id: ProductId,
    /// The shop's own article number; empty when it has none.
    pub code: String,
    pub name: String,
    pub category: String,
    pub supplier: String,
    pub brand: String,
    pub price: Option<Money>,
    /// Cost of goods of one piece, without recoverable tax.
    pub cost: Money,
    pub tax_class: TaxClassId,
    pub barcodes: Vec<Barcode>,
    /// Reorder when fewer than this are on hand.
    pub par_level: u32,
    /// Order up to this many.
    pub stock_max: u32,
    pub active: bool,
    /// At levels other than the usual one; at most one of each.
    pub prices: Vec<LevelPrice>,
}
