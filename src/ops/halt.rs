//! What ends a use case before its end, and finding what a request names.

use std::fmt::Display;

use super::{
    outcome::Outcome,
    refusal::{Noun, Refusal},
};
use crate::{
    domain::{
        booking::{Appointment, Waiting, WalkIn},
        cash::CashCategory,
        catalog::{Product, Service},
        client::Client,
        delivery::Delivery,
        deposit::Deposit,
        drawer::{CashMovement, DrawerSession},
        equipment::Equipment,
        holding::Holding,
        plan::Plan,
        print_job::PrintJob,
        promotion::{Coupon, Promotion},
        purse::GiftCard,
        room::Room,
        sale::Sale,
        staff::Staff,
        tab::Tab,
        tax::TaxClass,
        ticket::Ticket,
        visit::Visit,
    },
    store::{Reads, StoreError, record::Record},
};

/// Leaves the transaction with nothing written.
#[derive(Debug)]
pub(super) enum Halt {
    Refused(Refusal),
    Failed(StoreError),
    /// The same request was done before; this was its outcome.
    DoneBefore(Box<Outcome>),
    /// The program caught itself in a mistake.
    Bug(String),
}

pub(super) type Step<T> = Result<T, Halt>;

impl From<Refusal> for Halt {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Failed(error)
    }
}

/// A record that requests name by its id.
pub(super) trait Named: Record {
    const NOUN: Noun;

    /// Its name, if it may no longer be used for anything new.
    fn inactive(&self) -> Option<&str> {
        None
    }
}

/// The record of that id.
///
/// # Errors
///
/// [`Refusal::NotFound`].
pub(super) fn need<R: Named>(reads: &impl Reads, id: R::Key) -> Step<R>
where
    R::Key: Display,
{
    let found = reads.get::<R>(&id)?;
    found.ok_or_else(|| {
        Halt::Refused(Refusal::NotFound {
            what: R::NOUN,
            id: id.to_string(),
        })
    })
}

/// The record of that id, for new use.
///
/// # Errors
///
/// [`Refusal::NotFound`], [`Refusal::Inactive`].
pub(super) fn need_active<R: Named>(reads: &impl Reads, id: R::Key) -> Step<R>
where
    R::Key: Display,
{
    let record = need::<R>(reads, id)?;
    if let Some(name) = record.inactive() {
        let (what, name) = (R::NOUN, name.to_owned());
        return Err(Refusal::Inactive { what, name }.into());
    }
    Ok(record)
}

impl Named for Appointment {
    const NOUN: Noun = Noun::Appointment;
}

impl Named for Waiting {
    const NOUN: Noun = Noun::Waiting;
}

impl Named for WalkIn {
    const NOUN: Noun = Noun::WalkIn;
}

impl Named for Visit {
    const NOUN: Noun = Noun::Visit;
}

impl Named for Ticket {
    const NOUN: Noun = Noun::Ticket;
}

impl Named for Sale {
    const NOUN: Noun = Noun::Sale;
}

impl Named for Delivery {
    const NOUN: Noun = Noun::Delivery;
}

impl Named for CashMovement {
    const NOUN: Noun = Noun::CashMovement;
}

impl Named for DrawerSession {
    const NOUN: Noun = Noun::DrawerSession;
}

impl Named for PrintJob {
    const NOUN: Noun = Noun::PrintJob;
}

impl Named for Plan {
    const NOUN: Noun = Noun::Plan;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Deposit {
    const NOUN: Noun = Noun::Deposit;
}

impl Named for Holding {
    const NOUN: Noun = Noun::Holding;
}

impl Named for GiftCard {
    const NOUN: Noun = Noun::GiftCard;
}

impl Named for Tab {
    const NOUN: Noun = Noun::Tab;
}

impl Named for CashCategory {
    const NOUN: Noun = Noun::CashCategory;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Client {
    const NOUN: Noun = Noun::Client;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Staff {
    const NOUN: Noun = Noun::Staff;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Room {
    const NOUN: Noun = Noun::Room;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Equipment {
    const NOUN: Noun = Noun::Equipment;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Service {
    const NOUN: Noun = Noun::Service;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Product {
    const NOUN: Noun = Noun::Product;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Promotion {
    const NOUN: Noun = Noun::Promotion;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}

impl Named for Coupon {
    const NOUN: Noun = Noun::Coupon;
}

impl Named for TaxClass {
    const NOUN: Noun = Noun::TaxClass;

    fn inactive(&self) -> Option<&str> {
        (!self.active).then_some(&self.name)
    }
}
