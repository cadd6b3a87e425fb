//! Who may do what, in words: rights, roles, what was refused and what the audit has.

use super::Words;
use crate::{
    domain::{
        audit::{AuditEvent, Changed, ProvedBy},
        ids::StaffId,
        rights::{Right, RoleKind},
    },
    ops::{outcome::Outcome, refusal::Refusal},
};

impl Words<'_> {
    /// A right as the end of a sentence: "give a refund".
    pub fn right(&self, right: Right) -> String {
        self.text(&format!("right-{}", right.name().replace('_', "-")))
    }

    pub fn role_kind(&self, kind: RoleKind) -> String {
        self.text(match kind {
            RoleKind::Desk => "role-desk",
            RoleKind::Therapist => "role-therapist",
            RoleKind::Manager => "role-manager",
            RoleKind::Owner => "role-owner",
            RoleKind::Accountant => "role-accountant",
        })
    }

    pub(super) fn rights_refusal(&self, refusal: &Refusal) -> String {
        let right_and_who = |id: &str, right: Right, who: &str| {
            let args = [("who", who.into()), ("right", self.right(right).into())];
            self.fill(id, &args)
        };
        match refusal {
            Refusal::NeedsRight { right, who } => right_and_who("refused-needs-right", *right, who),
            Refusal::ApproverLacks { right, who } => {
                right_and_who("refused-approver-lacks", *right, who)
            }
            Refusal::WrongProof => self.text("refused-wrong-proof"),
            Refusal::ProofWait { seconds } => {
                self.fill("refused-proof-wait", &[("seconds", (*seconds).into())])
            }
            Refusal::NoWayBack => self.text("refused-no-way-back"),
            Refusal::StaffCardTaken { name } => {
                self.fill("refused-staff-card-taken", &[("name", name.into())])
            }
            _ => self.text("refused-sign-on-needed"),
        }
    }

    pub(super) fn signing(&self, outcome: &Outcome) -> String {
        let Outcome::SignedOn {
            name, back, kept, ..
        } = outcome
        else {
            return self.text("outcome-signed-off");
        };
        let id = match (back.is_some(), kept.is_some()) {
            (false, false) => "outcome-signed-on",
            (true, false) => "outcome-signed-on-back",
            (false, true) => "outcome-signed-on-kept",
            (true, true) => "outcome-signed-on-both",
        };
        self.fill(id, &[("name", name.into())])
    }

    /// What a line of the audit says; `named` gives the names of people.
    pub fn audit(&self, event: &AuditEvent, named: &dyn Fn(StaffId) -> String) -> String {
        match event {
            AuditEvent::SignedOn { with } => self.text(match with {
                ProvedBy::Pin => "audit-signed-on-pin",
                ProvedBy::Card => "audit-signed-on-card",
            }),
            AuditEvent::SignedOff { idle } => self.text(if *idle {
                "audit-locked-idle"
            } else {
                "audit-locked"
            }),
            AuditEvent::WrongProof { staff: Some(staff) } => {
                self.fill("audit-wrong-pin", &[("who", named(*staff).into())])
            }
            AuditEvent::WrongProof { staff: None } => self.text("audit-wrong-card"),
            AuditEvent::Refused { right, .. } => match right {
                Some(right) => self.fill("audit-refused", &[("right", self.right(*right).into())]),
                None => self.text("audit-refused-nobody"),
            },
            AuditEvent::Approved {
                right, by, reason, ..
            } => {
                let args = [
                    ("who", named(*by).into()),
                    ("right", self.right(*right).into()),
                    ("reason", reason.into()),
                ];
                self.fill("audit-approved", &args)
            }
            AuditEvent::Person {
                staff,
                role,
                pin,
                card,
            } => self.person_changed(&named(*staff), *role, [*pin, *card]),
            AuditEvent::Rights { on, idle_minutes } => {
                let id = if *on {
                    "audit-rights-on"
                } else {
                    "audit-rights-off"
                };
                self.fill(id, &[("minutes", u64::from(*idle_minutes).into())])
            }
            AuditEvent::WithoutReceipt { reason, .. } => {
                self.fill("audit-without-receipt", &[("reason", reason.into())])
            }
            AuditEvent::CartKept { of, .. } => {
                self.fill("audit-cart-kept", &[("who", named(*of).into())])
            }
        }
    }

    fn person_changed(
        &self,
        who: &str,
        role: Option<RoleKind>,
        [pin, card]: [Changed; 2],
    ) -> String {
        let role = role.map(|it| self.role_kind(it)).unwrap_or_default();
        let mut said = self.fill(
            "audit-person",
            &[("who", who.into()), ("role", role.into())],
        );
        let ids = [
            (pin, "audit-pin-set", "audit-pin-removed"),
            (card, "audit-card-set", "audit-card-removed"),
        ];
        for (changed, set, removed) in ids {
            match changed {
                Changed::No => (),
                Changed::Set => said.push_str(&self.text(set)),
                Changed::Removed => said.push_str(&self.text(removed)),
            }
        }
        said
    }
}
