//! What requests about people carry: PINs, cards, roles, and a second person's yes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{
    ids::StaffId,
    pin::Secret,
    rights::{Role, RoleKind},
};

/// A PIN with whose it is, or a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProofOf {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub staff: Option<StaffId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Secret>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Secret>,
}

impl ProofOf {
    pub fn pin(staff: StaffId, pin: impl Into<String>) -> Self {
        Self {
            staff: Some(staff),
            pin: Some(Secret::new(pin)),
            card: None,
        }
    }

    pub fn card(code: impl Into<String>) -> Self {
        Self {
            card: Some(Secret::new(code)),
            ..Self::default()
        }
    }
}

/// A second person says yes to one request, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Approval {
    #[serde(flatten)]
    pub proof: ProofOf,
    pub reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SecretChange {
    Set(Secret),
    Remove,
}

/// What is left out stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonDraft {
    pub staff: StaffId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<SecretChange>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<SecretChange>,
    /// The PIN so far of the one who asks: with it everyone may change their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Secret>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RightsDraft {
    pub on: bool,
    /// 0: a desk never locks itself.
    pub idle_minutes: u16,
    /// Roles that are left out stay as they are.
    #[serde(default)]
    pub roles: Vec<Role>,
}
