//! What a house has decided about turns, and what a visit counts by that.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    booking::{Appointment, Status},
    catalog::Service,
    ids::StaffId,
};

/// How many half turns a whole one is.
const WHOLE: u32 = 2;

/// In which order the people of a day stand when it begins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FirstOrder {
    /// As they were put on the list.
    #[default]
    Arrival,
    /// As the list of the day before ended.
    Yesterday,
}

/// What becomes of who is skipped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Skip {
    /// Passed over until somebody else has had a turn.
    #[default]
    KeepsPlace,
    ToTail,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Counts {
    #[default]
    Nothing,
    Half,
    Turn,
}

impl Counts {
    fn halves(self) -> u32 {
        match self {
            Self::Nothing => 0,
            Self::Half => 1,
            Self::Turn => WHOLE,
        }
    }
}

/// The house's rules of the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FloorRules {
    pub first: FirstOrder,
    /// An order of its own for each category of services; else one for all.
    pub by_category: bool,
    pub skip: Skip,
    /// A service shorter than this counts half; 0: none does.
    pub half_below_min: u16,
    /// A visit for which the therapist was asked for.
    pub asked_for: Counts,
    /// So many minutes more than the service takes are an extension,
    pub extension_min: u16,
    /// which counts this.
    pub extension: Counts,
}

impl Default for FloorRules {
    fn default() -> Self {
        Self {
            first: FirstOrder::Arrival,
            by_category: false,
            skip: Skip::KeepsPlace,
            half_below_min: 0,
            asked_for: Counts::Nothing,
            extension_min: 15,
            extension: Counts::Nothing,
        }
    }
}

impl FloorRules {
    /// Which order a service belongs to: empty where there is one for all.
    pub fn order_of<'a>(&self, service: &'a Service) -> &'a str {
        if self.by_category {
            &service.category
        } else {
            ""
        }
    }
}

/// What a visit counts for each who gives it, in half turns. What has not begun gives
/// none, and none is left of what is taken back.
pub fn half_turns(
    rules: &FloorRules,
    visit: &Appointment,
    service: &Service,
) -> Vec<(StaffId, u32)> {
    if !matches!(visit.status, Status::InService | Status::Done) {
        return Vec::new();
    }
    let Some(main) = visit.staff() else {
        return Vec::new();
    };
    let usual = service.minutes_with(main);
    let whole = if usual < rules.half_below_min {
        1
    } else {
        WHOLE
    };
    let longer = visit.minutes().saturating_sub(usual);
    let is_extended = rules.extension_min > 0 && longer >= rules.extension_min;
    let extension = if is_extended {
        rules.extension.halves()
    } else {
        0
    };
    let mut all: Vec<StaffId> = Vec::new();
    for staff in visit.segments.iter().flat_map(|it| &it.staff) {
        if !all.contains(staff) {
            all.push(*staff);
        }
    }
    let counts = |staff: StaffId| {
        let is_asked_for = visit.asked_for && staff == main;
        // Half of nothing is nothing: a short one that was asked for counts no more.
        let own = if is_asked_for {
            rules.asked_for.halves().min(whole)
        } else {
            whole
        };
        (staff, own + extension)
    };
    all.into_iter().map(counts).collect()
}
