//! Who signed on, who was refused, and who approved of what.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ids::{AuditId, Register, SaleId, StaffId, TicketId},
    rights::{Limits, Right, RoleKind},
};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditEntry {
    pub id: AuditId,
    #[serde(with = "super::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub at: DateTime<Utc>,
    pub business_date: NaiveDate,
    pub register: Register,
    /// Who was at the desk, or said to be.
    pub operator: Option<StaffId>,
    pub event: AuditEvent,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditEvent {
    SignedOn {
        with: ProvedBy,
    },
    /// The desk was locked: by its key, or since nobody touched it.
    SignedOff {
        idle: bool,
    },
    /// A wrong PIN, in this person's name; `None`: a card that nobody has.
    WrongProof {
        staff: Option<StaffId>,
    },
    /// Nothing was changed.
    Refused {
        request: String,
        /// What was lacking; `None`: nobody had signed on.
        right: Option<Right>,
    },
    /// A second person said yes, for this once.
    Approved {
        request: String,
        right: Right,
        by: StaffId,
        reason: String,
        ticket: Option<TicketId>,
        sale: Option<SaleId>,
    },
    /// What somebody may, or signs on with, is otherwise.
    Person {
        staff: StaffId,
        /// `None`: none any more.
        role: Option<RoleKind>,
        pin: Changed,
        card: Changed,
    },
    /// Whether what roles may is asked at all. Older lines stand for what a role may too.
    Rights {
        on: bool,
        idle_minutes: u16,
    },
    /// A cart was put aside for its person, since another came to the desk.
    CartKept {
        ticket: TicketId,
        of: StaffId,
    },
    /// Something was given back that nobody could show a receipt of.
    WithoutReceipt {
        sale: SaleId,
        reason: String,
    },
    /// A role was given a right, or has it no longer.
    RoleRight {
        role: RoleKind,
        right: Right,
        given: bool,
    },
    /// How much a role may take off by hand is otherwise.
    RoleLimits {
        role: RoleKind,
        was: Limits,
        now: Limits,
    },
    IdleMinutes {
        was: u16,
        now: u16,
    },
    /// Somebody is of another role.
    RoleOf {
        staff: StaffId,
        /// `None`: of none before.
        was: Option<RoleKind>,
        now: RoleKind,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProvedBy {
    Pin,
    Card,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Changed {
    #[default]
    No,
    Set,
    Removed,
}

impl AuditEntry {
    /// Everybody whom it is about, each once.
    pub fn people(&self) -> Vec<StaffId> {
        let other = match &self.event {
            AuditEvent::WrongProof { staff } => *staff,
            AuditEvent::Approved { by, .. } => Some(*by),
            AuditEvent::Person { staff, .. } | AuditEvent::RoleOf { staff, .. } => Some(*staff),
            AuditEvent::CartKept { of, .. } => Some(*of),
            _ => None,
        };
        let mut people: Vec<StaffId> = self.operator.into_iter().chain(other).collect();
        people.sort_unstable();
        people.dedup();
        people
    }
}
