//! Clients before they had cards.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::domain::{
    client::{Client, Sex},
    ids::{ClientId, StaffId},
};

#[derive(Deserialize)]
pub(super) struct ClientV1 {
    id: ClientId,
    name: String,
    phone: String,
    email: String,
    birth_date: Option<NaiveDate>,
    sex: Option<Sex>,
    alert: String,
    notes: String,
    usual_staff: Option<StaffId>,
    #[serde(with = "crate::domain::time::instant")]
    created_at: DateTime<Utc>,
    active: bool,
}

impl From<ClientV1> for Client {
    fn from(old: ClientV1) -> Self {
        Self {
            id: old.id,
            name: old.name,
            phone: old.phone,
            email: old.email,
            birth_date: old.birth_date,
            sex: old.sex,
            alert: old.alert,
            notes: old.notes,
            usual_staff: old.usual_staff,
            created_at: old.created_at,
            active: old.active,
            card: String::new(),
            price_level: None,
            card_rate: None,
        }
    }
}
