//! Who signs on with what. Rights stay off here: what they refuse has its own table.

use std::collections::{BTreeMap, BTreeSet};

use balm::{
    domain::{
        audit::{AuditEntry, AuditEvent},
        ids::StaffId,
        pin::Secret,
        rights::{Limits, RightsRules, Role, RoleKind},
    },
    ops::{
        outcome::Outcome,
        request::{PersonDraft, ProofOf, Request, RightsDraft, SecretChange},
    },
    store::Reads,
};

use super::{naive::Naive, office::some, spa::Spa, wish::Wishes};

#[derive(Debug, Default)]
pub(super) struct People {
    pins: BTreeMap<StaffId, String>,
    roles: BTreeMap<StaffId, RoleKind>,
    idle_minutes: Option<u16>,
    /// Lines of the audit, without those of who is of another role.
    n_lines: usize,
    /// That a manager may take no more off than others was saved.
    manager_is_limited: bool,
}

impl People {
    pub(super) fn follow(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        match (request, outcome) {
            (Request::SignOn(proof), Outcome::SignedOn { staff, .. }) => {
                assert_eq!(proof.staff, Some(*staff), "{label}");
                self.n_lines += 1;
            }
            (Request::SignOff { .. }, Outcome::SignedOff)
            | (Request::RefundWithoutReceipt(_), Outcome::Sold(_)) => self.n_lines += 1,
            (Request::SavePerson(draft), Outcome::Saved) => {
                self.n_lines += usize::from(draft.pin.is_some() || draft.card.is_some());
                if let Some(role) = draft.role {
                    self.roles.insert(draft.staff, role);
                }
                match &draft.pin {
                    Some(SecretChange::Set(pin)) => {
                        let pin = pin.pin().unwrap().to_owned();
                        self.pins.insert(draft.staff, pin);
                    }
                    Some(SecretChange::Remove) => drop(self.pins.remove(&draft.staff)),
                    None => (),
                }
            }
            (Request::SaveRights(draft), Outcome::Saved) => {
                let was = self.idle_minutes.replace(draft.idle_minutes);
                let was = was.unwrap_or(RightsRules::default().idle_minutes);
                self.n_lines += usize::from(was != draft.idle_minutes);
                let is_manager = |it: &Role| it.kind == RoleKind::Manager;
                if !self.manager_is_limited && draft.roles.iter().any(is_manager) {
                    self.manager_is_limited = true;
                    self.n_lines += 1;
                }
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let rules = spa.shop.rights().unwrap();
        for person in &rules.people {
            let pin = self.pins.get(&person.staff);
            assert_eq!(person.pin.is_some(), pin.is_some(), "{label}");
            if let (Some(kept), Some(pin)) = (person.pin, pin) {
                assert!(kept.fits(pin), "{label}");
            }
            if let Some(role) = self.roles.get(&person.staff) {
                assert_eq!(person.role, *role, "{label}");
            }
        }
        if let Some(idle) = self.idle_minutes {
            assert_eq!(rules.idle_minutes, idle, "{label}");
        }
        let mut given = BTreeSet::new();
        let mut n_lines = 0;
        for line in spa.shop.read().all::<AuditEntry>().unwrap() {
            if let AuditEvent::RoleOf { staff, was, now } = line.event {
                assert_ne!(was, Some(now), "{label}");
                given.insert((staff, now));
            } else {
                n_lines += 1;
            }
        }
        assert_eq!(n_lines, self.n_lines, "{label}");
        for person in &rules.people {
            assert!(given.contains(&(person.staff, person.role)), "{label}");
        }
    }
}

impl Wishes {
    pub(super) fn people(&mut self, naive: &Naive) -> Request {
        let staff = some(&naive.office.staff, &mut self.0).unwrap();
        match self.0.u8(0..8) {
            0..3 => Request::SavePerson(PersonDraft {
                staff,
                role: self.0.bool().then(|| RoleKind::ALL[self.0.usize(..5)]),
                pin: match self.0.u8(0..4) {
                    0 => None,
                    1 => Some(SecretChange::Remove),
                    _ => Some(SecretChange::Set(self.pin())),
                },
                // Of this person alone.
                card: self
                    .0
                    .bool()
                    .then(|| SecretChange::Set(Secret::new(format!("staff-card-{staff}")))),
                own: None,
            }),
            3 => Request::SaveRights(RightsDraft {
                on: false,
                idle_minutes: self.0.u16(0..60),
                roles: RoleKind::ALL
                    .iter()
                    .filter(|_| self.0.bool())
                    .map(|it| {
                        let mut role = it.usual();
                        role.limits = Limits::usual();
                        role
                    })
                    .collect(),
            }),
            4 => Request::SignOff {
                idle: self.0.bool(),
            },
            _ => self.sign_on(naive),
        }
    }

    fn pin(&mut self) -> Secret {
        Secret::new(format!("{:04}", self.0.u16(0..10_000)))
    }

    /// By a PIN that is right, of somebody who still works here.
    fn sign_on(&mut self, naive: &Naive) -> Request {
        let pins = naive.people.pins.iter();
        let at_work = pins.filter(|(staff, _)| naive.office.staff[staff].1);
        let known: BTreeMap<StaffId, String> =
            at_work.map(|(staff, pin)| (*staff, pin.clone())).collect();
        match some(&known, &mut self.0) {
            Some(staff) => Request::SignOn(ProofOf::pin(staff, known[&staff].clone())),
            None => Request::SignOff { idle: true },
        }
    }
}
