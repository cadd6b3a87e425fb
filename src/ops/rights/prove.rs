//! What takes long about a request and needs no transaction: PINs and cards are checked
//! and worked out before its turn, so that no other desk waits for it.

use sha2::{Digest, Sha256};

use super::gate::{Gate, wrong_before};
use crate::{
    domain::{
        audit::ProvedBy,
        card::may_be_bank_card,
        ids::StaffId,
        pin::{CARD_LETTERS, Effort, PIN_DIGITS, Proof, Salt, Secret},
        rights::{Person, RightsRules},
        staff::Staff,
    },
    ops::{
        clock::Clock,
        entry::{REASON_MAX, missing, refuse, required},
        halt::{Halt, Step},
        refusal::{Field, FieldProblem, Refusal},
        request::{Approval, PersonDraft, ProofOf, Request, SecretChange},
    },
    store::{Reads, Store},
};

/// What was proved and worked out for one request.
#[derive(Debug, Default)]
pub(in crate::ops) struct Proven {
    /// Who says that they are at the desk now.
    pub(in crate::ops) person: Option<(StaffId, ProvedBy)>,
    /// Who says yes, and why.
    pub(super) approver: Option<(StaffId, String)>,
    /// Whoever asks knows their own PIN.
    pub(super) own: Option<StaffId>,
    pub(super) pin: Option<Proof>,
    pub(super) card: Option<Proof>,
    /// Of the first one ever.
    pub(super) effort: Option<Effort>,
    pub(super) card_salt: Salt,
}

pub(in crate::ops) struct Prover<'a> {
    pub(in crate::ops) store: &'a Store,
    pub(in crate::ops) clock: &'a dyn Clock,
    pub(in crate::ops) gate: &'a Gate,
    pub(in crate::ops) rules: &'a RightsRules,
}

impl Prover<'_> {
    /// # Errors
    ///
    /// What a proof was refused for, or when the store cannot be read.
    pub(in crate::ops) fn prove(
        &self,
        operator: Option<StaffId>,
        (id, request): (&str, &Request),
        approval: Option<&Approval>,
    ) -> Step<Proven> {
        let mut proven = Proven::default();
        if let Some(approval) = approval {
            let reason = required(Field::Reason, &approval.reason, REASON_MAX)?;
            let (staff, _) = self.check(&approval.proof)?;
            proven.approver = Some((staff, reason));
        }
        match request {
            Request::SignOn(proof) => proven.person = Some(self.check(proof)?),
            Request::SavePerson(draft) => self.work_out(operator, id, draft, &mut proven)?,
            _ => (),
        }
        Ok(proven)
    }

    fn check(&self, proof: &ProofOf) -> Step<(StaffId, ProvedBy)> {
        match proof {
            ProofOf {
                card: Some(card),
                pin: None,
                ..
            } => Ok((self.check_card(card)?, ProvedBy::Card)),
            ProofOf {
                staff: Some(staff),
                pin: Some(pin),
                card: None,
            } => {
                self.check_pin(*staff, pin)?;
                Ok((*staff, ProvedBy::Pin))
            }
            ProofOf { staff: None, .. } => Err(missing(Field::Staff).into()),
            _ => Err(missing(Field::Pin).into()),
        }
    }

    fn check_pin(&self, staff: StaffId, pin: &Secret) -> Step<()> {
        let is_active = self.is_active(staff)?;
        let kept = self.rules.person(staff).and_then(|it| it.pin);
        let kept = kept.filter(|_| is_active);
        self.attempt(Some(staff), || {
            let fits = kept.is_some_and(|it| pin.pin().is_some_and(|typed| it.fits(typed)));
            fits.then_some(())
        })
    }

    fn check_card(&self, card: &Secret) -> Step<StaffId> {
        let mut known: Vec<(StaffId, Proof)> = Vec::new();
        for Person { staff, card, .. } in &self.rules.people {
            if let Some(kept) = card
                && self.is_active(*staff)?
            {
                known.push((*staff, *kept));
            }
        }
        self.attempt(None, || whose(&known, card))
    }

    fn attempt<T>(&self, whose: Option<StaffId>, check: impl FnOnce() -> Option<T>) -> Step<T> {
        let passed = self.clock.passed();
        let before = || wrong_before(&self.store.read(), whose, self.clock.now());
        self.gate.attempt(before, (whose, passed), check)
    }

    fn is_active(&self, staff: StaffId) -> Step<bool> {
        let staff = self.store.read().get::<Staff>(&staff)?;
        Ok(staff.is_some_and(|it| it.active))
    }

    /// What is to be kept of a new PIN or card.
    fn work_out(
        &self,
        operator: Option<StaffId>,
        id: &str,
        draft: &PersonDraft,
        proven: &mut Proven,
    ) -> Step<()> {
        if let (Some(own), Some(operator)) = (&draft.own, operator) {
            self.check_pin(operator, own)?;
            proven.own = Some(operator);
        }
        let effort = self.effort();
        proven.effort = Some(effort);
        let no_memory = || Halt::Bug("no memory to keep a PIN".to_owned());
        if let Some(SecretChange::Set(pin)) = &draft.pin {
            let pin = pin.pin().ok_or_else(wrong_pin)?;
            let salt = self.salt(&[b"pin", id.as_bytes()])?;
            proven.pin = Some(Proof::of(pin, salt, effort).ok_or_else(no_memory)?);
        }
        if let Some(SecretChange::Set(card)) = &draft.card {
            if may_be_bank_card(card.as_typed()) {
                return Err(refuse(Field::Card, FieldProblem::BankCard).into());
            }
            let key = card.card().ok_or_else(wrong_card)?;
            self.free(draft.staff, card)?;
            let salt = if self.rules.card_salt == Salt::default() {
                self.salt(&[b"card", id.as_bytes()])?
            } else {
                self.rules.card_salt
            };
            proven.card_salt = salt;
            proven.card = Some(Proof::of(&key, salt, effort).ok_or_else(no_memory)?);
        }
        Ok(())
    }

    /// Nobody else signs on with this card.
    fn free(&self, staff: StaffId, card: &Secret) -> Step<()> {
        let others = self.rules.people.iter().filter(|it| it.staff != staff);
        let known: Vec<(StaffId, Proof)> =
            others.filter_map(|it| Some((it.staff, it.card?))).collect();
        let Some(other) = whose(&known, card) else {
            return Ok(());
        };
        let other = self.store.read().get::<Staff>(&other)?;
        let name = other.map(|it| it.name).unwrap_or_default();
        Err(Refusal::StaffCardTaken { name }.into())
    }

    /// Measured once, on the machine on which the first one is set.
    fn effort(&self) -> Effort {
        if let Some(effort) = self.rules.effort {
            return effort;
        }
        if self.clock.time(&mut || ()).is_none() {
            return Effort::LEAST;
        }
        Effort::calibrated(|effort| {
            let mut work = || {
                let _ = effort.hash("0000", &Salt::default());
            };
            self.clock.time(&mut work).unwrap_or_default()
        })
    }

    /// Of no other PIN, here or in another shop: made of the journal's own last hash,
    /// so that the same requests make the same bytes.
    fn salt(&self, parts: &[&[u8]]) -> Step<Salt> {
        let mut hash = Sha256::new();
        if let Some((seq, at)) = self.store.last_entry() {
            let anchor = self.store.read().anchor(at)?;
            hash.update(seq.to_be_bytes());
            hash.update(at.timestamp_millis().to_be_bytes());
            if let Some(anchor) = anchor {
                hash.update(anchor.head);
            }
        }
        for part in parts {
            hash.update(part);
        }
        let mut salt = Salt::default();
        salt.iter_mut()
            .zip(hash.finalize())
            .for_each(|(to, from)| *to = from);
        Ok(salt)
    }
}

/// Worked out once for all cards with the same salt.
fn whose(known: &[(StaffId, Proof)], card: &Secret) -> Option<StaffId> {
    let key = card.card()?;
    let found = known.iter().find(|(_, kept)| kept.fits(&key))?;
    Some(found.0)
}

fn range(range: &std::ops::RangeInclusive<usize>) -> FieldProblem {
    FieldProblem::OutOfRange {
        least: range.start().to_string(),
        most: range.end().to_string(),
    }
}

fn wrong_pin() -> Halt {
    refuse(Field::Pin, range(&PIN_DIGITS)).into()
}

fn wrong_card() -> Halt {
    refuse(Field::Card, range(&CARD_LETTERS)).into()
}
