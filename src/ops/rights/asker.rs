//! What whoever asks may do, and what a second person has said yes to.

use std::cell::RefCell;

use super::prove::Proven;
use crate::{
    domain::{
        ids::StaffId,
        rights::{OffByHand, Right, RightsRules, Role},
        staff::Staff,
    },
    ops::{halt::Step, refusal::Refusal},
    store::Reads,
};

#[derive(Debug)]
struct Known {
    staff: StaffId,
    name: String,
    /// `None`: somebody to whom nobody has given one.
    role: Option<Role>,
}

impl Known {
    fn may(&self, right: Right) -> bool {
        self.role.as_ref().is_some_and(|it| it.may(right))
    }

    fn may_take_off(&self, off: &OffByHand) -> bool {
        let role = self.role.as_ref();
        role.is_some_and(|it| it.limits().admit(off))
    }
}

/// For one request.
#[derive(Debug)]
pub(in crate::ops) struct Asker {
    pub(super) rules: RightsRules,
    pub(super) proven: Proven,
    /// Signed on at this desk.
    operator: Option<Known>,
    approver: Option<Known>,
    /// What the second person's yes was needed for.
    approved: RefCell<Vec<Right>>,
}

impl Asker {
    /// # Errors
    ///
    /// When the store cannot be read.
    pub(in crate::ops) fn new(
        reads: &impl Reads,
        rules: RightsRules,
        signed_on: Option<StaffId>,
        proven: Proven,
    ) -> Step<Self> {
        let known = |staff: Option<StaffId>| -> Step<Option<Known>> {
            let Some(staff) = staff else { return Ok(None) };
            Ok(reads.get::<Staff>(&staff)?.map(|it| Known {
                staff,
                name: it.name,
                role: rules.role_of(staff),
            }))
        };
        let operator = known(signed_on)?;
        let approver = known(proven.approver.as_ref().map(|(staff, _)| *staff))?;
        Ok(Self {
            operator,
            approver,
            rules,
            proven,
            approved: RefCell::default(),
        })
    }

    /// Whether it is asked at all who may do what.
    pub(in crate::ops) fn is_asked(&self) -> bool {
        self.rules.on
    }

    pub(super) fn is_signed_on(&self) -> bool {
        self.operator.is_some()
    }

    /// See [`crate::ops::context::Context::needs`].
    pub(in crate::ops) fn needs(&self, right: Right) -> Result<Option<StaffId>, Refusal> {
        if !self.is_asked() {
            return Ok(None);
        }
        self.one_of_both(right, |it| it.may(right))
    }

    /// Whether one of both has it.
    pub(super) fn may(&self, right: Right) -> bool {
        let both = [&self.operator, &self.approver];
        !self.is_asked() || both.into_iter().flatten().any(|it| it.may(right))
    }

    /// Whoever may take so much off: the one at the desk, or who has said yes to it.
    pub(super) fn may_take_off(&self, off: &OffByHand) -> Result<StaffId, Refusal> {
        let by = self.one_of_both(Right::Discount, |it| it.may_take_off(off))?;
        by.or(self.operator.as_ref().map(|it| it.staff))
            .ok_or(Refusal::SignOnNeeded)
    }

    fn one_of_both(
        &self,
        right: Right,
        may: impl Fn(&Known) -> bool,
    ) -> Result<Option<StaffId>, Refusal> {
        let Some(operator) = &self.operator else {
            return Err(Refusal::SignOnNeeded);
        };
        if may(operator) {
            return Ok(None);
        }
        let lacking = |it: &Known| (right, it.name.clone());
        match &self.approver {
            Some(approver) if may(approver) => {
                let mut stood_for = self.approved.borrow_mut();
                if !stood_for.contains(&right) {
                    stood_for.push(right);
                }
                Ok(Some(approver.staff))
            }
            Some(approver) => {
                let (right, who) = lacking(approver);
                Err(Refusal::ApproverLacks { right, who })
            }
            None => {
                let (right, who) = lacking(operator);
                Err(Refusal::NeedsRight { right, who })
            }
        }
    }

    /// The second person, where the yes was needed.
    pub(in crate::ops) fn approved_by(&self) -> Option<StaffId> {
        let is_needed = !self.approved.borrow().is_empty();
        let approver = self.approver.as_ref().filter(|_| is_needed);
        approver.map(|it| it.staff)
    }

    /// What the yes was needed for, whose it was, and why.
    pub(super) fn approvals(&self) -> Vec<(Right, StaffId, String)> {
        let approved = self.approved.borrow();
        let Some((by, reason)) = &self.proven.approver else {
            return Vec::new();
        };
        let all = approved.iter().map(|it| (*it, *by, reason.clone()));
        all.collect()
    }
}
