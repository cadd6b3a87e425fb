//! Who may do what, in words: rights, roles, what was refused and what the audit has.

use super::Words;
use crate::{
    domain::{
        audit::{AuditEvent, Changed, ProvedBy},
        ids::StaffId,
        rights::{Limits, Right, RoleKind},
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
            AuditEvent::WithoutReceipt { reason, .. } => {
                self.fill("audit-without-receipt", &[("reason", reason.into())])
            }
            AuditEvent::CartKept { of, .. } => {
                self.fill("audit-cart-kept", &[("who", named(*of).into())])
            }
            AuditEvent::RoleOf { staff, was, now } => {
                let was = was.map_or_else(|| self.text("audit-nothing"), |it| self.role_kind(it));
                let args = [
                    ("who", named(*staff).into()),
                    ("was", was.into()),
                    ("now", self.role_kind(*now).into()),
                ];
                self.fill("audit-role-of", &args)
            }
            changed => self.rights_changed(changed),
        }
    }

    /// What roles may, and when it is asked.
    fn rights_changed(&self, event: &AuditEvent) -> String {
        let minutes = |n: u16| u64::from(n).into();
        match event {
            AuditEvent::Rights {
                on: true,
                idle_minutes,
            } => self.fill("audit-rights-on", &[("minutes", minutes(*idle_minutes))]),
            AuditEvent::IdleMinutes { was, now } => {
                let args = [("was", minutes(*was)), ("now", minutes(*now))];
                self.fill("audit-idle-minutes", &args)
            }
            AuditEvent::RoleRight { role, right, given } => {
                let id = if *given {
                    "audit-right-given"
                } else {
                    "audit-right-taken"
                };
                let args = [
                    ("role", self.role_kind(*role).into()),
                    ("right", self.right(*right).into()),
                ];
                self.fill(id, &args)
            }
            AuditEvent::RoleLimits { role, was, now } => {
                let args = [
                    ("role", self.role_kind(*role).into()),
                    ("was", self.off_limits(*was).into()),
                    ("now", self.off_limits(*now).into()),
                ];
                self.fill("audit-role-limits", &args)
            }
            _ => self.text("audit-rights-off"),
        }
    }

    /// How much may be taken off by hand: "10 %, 20.00".
    pub fn off_limits(&self, limits: Limits) -> String {
        let percent = limits.percent.map(|it| format!("{it} %"));
        let amount = limits.amount.map(|it| self.money(it));
        let both: Vec<String> = percent.into_iter().chain(amount).collect();
        if both.is_empty() {
            return self.text("rights-no-limit");
        }
        both.join(", ")
    }

    fn person_changed(
        &self,
        who: &str,
        role: Option<RoleKind>,
        [pin, card]: [Changed; 2],
    ) -> String {
        let role = role.map(|it| self.role_kind(it)).unwrap_or_default();
        let args = [("who", who.into()), ("role", role.into())];
        let ids = [
            (pin, "audit-pin-set", "audit-pin-removed"),
            (card, "audit-card-set", "audit-card-removed"),
        ];
        let said = ids.map(|(changed, set, removed)| match changed {
            Changed::No => None,
            Changed::Set => Some(self.text(set)),
            Changed::Removed => Some(self.text(removed)),
        });
        let said: Vec<String> = said.into_iter().flatten().collect();
        if said.is_empty() {
            return self.fill("audit-person", &args);
        }
        let with = self.fill("audit-person-with", &args);
        format!("{with}: {}", said.join(", "))
    }
}
