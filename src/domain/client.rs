//! The client file. All personal data of the program lives in this record.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{ClientId, StaffId},
    money::Rate,
    price::LevelId,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    Female,
    Male,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Client {
    pub id: ClientId,
    pub name: String,
    /// As typed; compared by digits only.
    pub phone: String,
    pub email: String,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    /// Must be seen before the client is served: allergies, contraindications.
    pub alert: String,
    /// Free notes useful to reception, and wishes (music, temperature, pressure).
    pub notes: String,
    /// The therapist to offer first.
    pub usual_staff: Option<StaffId>,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub created_at: DateTime<Utc>,
    pub active: bool,
    /// The number of the client's card, as it was typed or read; compared by
    /// [`super::card::is_same_card`]. Empty without one.
    pub card: String,
    /// What the client pays by; `None`: the usual prices.
    pub price_level: Option<LevelId>,
    /// Taken off what is at the usual price and was not discounted by hand.
    pub card_rate: Option<Rate>,
}

/// The digits of a phone number, however it was spelled.
pub fn phone_digits(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}
