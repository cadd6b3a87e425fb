//! What is told of a shop before its first day, at once or page by page.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{money::Money, settings::GuideStep, tax::TaxComponent};

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_false(is: &bool) -> bool {
    !is
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SetUp {
    pub shop_name: String,
    /// ISO 4217, for example EUR.
    pub currency: String,
    /// IANA name, for example Europe/Riga.
    pub time_zone: String,
    pub prices_include_tax: bool,
    /// The usual tax, as one or more lines of the receipt; none where nothing is taxed.
    pub tax: Vec<TaxComponent>,
    /// Names of therapists; they begin with the house's hours, every day but Sunday.
    pub therapists: Vec<String>,
    pub rooms: Vec<String>,
    /// Smallest coin in minor units; 1 where cash is not rounded.
    pub cash_step_minor: u32,
    /// A person goes through the rest page by page, and may leave and come back.
    #[serde(default, skip_serializing_if = "is_false")]
    pub guided: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "page", rename_all = "snake_case")]
pub enum SetUpPage {
    /// What the shop's usual tax is.
    Tax {
        prices_include_tax: bool,
        tax: Vec<TaxComponent>,
    },
    /// When the house is open, and the rows of the grid.
    Hours {
        opens_minute: u16,
        closes_minute: u16,
        grid_minutes: u16,
    },
    /// Therapists by name, with the house's hours every day but Sunday. Who is there
    /// already is left alone.
    People {
        names: Vec<String>,
    },
    Rooms {
        names: Vec<String>,
    },
    Services {
        services: Vec<StarterService>,
    },
    /// Nothing of the store: devices are a desk's own.
    Devices,
}

/// A service as the guided set-up asks for it; the rest can be entered later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StarterService {
    pub name: String,
    pub minutes: u16,
    pub price: Money,
}

impl SetUpPage {
    pub fn step(&self) -> GuideStep {
        match self {
            Self::Tax { .. } => GuideStep::Tax,
            Self::Hours { .. } => GuideStep::Hours,
            Self::People { .. } => GuideStep::People,
            Self::Rooms { .. } => GuideStep::Rooms,
            Self::Services { .. } => GuideStep::Services,
            Self::Devices => GuideStep::Devices,
        }
    }
}
