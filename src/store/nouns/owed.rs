//! What the shop owes: to those who work here, and to suppliers.

use crate::{
    domain::{
        delivery::Delivery,
        ids::{DeliveryId, PayMovementId, StaffId},
        pay_account::{PayAccount, PayMovement},
    },
    store::record::{Kind, Lookup, Record},
};

impl Record for PayMovement {
    const KIND: Kind = Kind::PayMovement;
    const VERSION: u8 = 1;
    type Key = PayMovementId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::PayMovementOf(self.staff)]
    }
}

impl Record for PayAccount {
    const KIND: Kind = Kind::PayAccount;
    const VERSION: u8 = 1;
    type Key = StaffId;

    fn key(&self) -> Self::Key {
        self.staff
    }
}

impl Record for Delivery {
    const KIND: Kind = Kind::Delivery;
    const VERSION: u8 = 1;
    type Key = DeliveryId;

    fn key(&self) -> Self::Key {
        self.id
    }

    fn lookups(&self) -> Vec<Lookup> {
        if self.open().is_zero() {
            return Vec::new();
        }
        vec![Lookup::OpenDeliveries]
    }
}
