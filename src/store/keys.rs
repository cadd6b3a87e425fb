//! What stands behind the kind byte in the keys of records.

use chrono::NaiveDate;

use super::{
    lookup::date_bytes,
    record::{Key, Numbered},
};
use crate::domain::ids::{
    AbsenceId, AppointmentId, AuditId, CashCategoryId, CashMovementId, ClientId, CouponId,
    DeliveryId, DepositId, DrawerSessionId, EquipmentId, GiftCardId, HandoverId, HoldingId,
    LedgerEntryId, PayMovementId, PayoutId, PlanId, PointsLotId, PrintJobId, ProductId,
    PromotionId, PurseMovementId, Register, RoomId, SaleId, SeriesId, ServiceId, ShiftPatternId,
    StaffId, StockMovementId, TaxClassId, TicketId, VisitChangeId, VisitId, WaitingId, WalkInId,
};

impl Key for () {
    fn write(&self, _: &mut Vec<u8>) {}
}

impl Key for String {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.as_bytes());
    }
}

impl Key for (Register, Numbered) {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.0.to_be_bytes());
        match self.1 {
            Numbered::Ids(kind) => bytes.extend([0, kind]),
            Numbered::Receipt => bytes.extend([1, 0]),
            Numbered::Z => bytes.extend([2, 0]),
        }
    }
}

impl Key for (Register, String) {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(self.0.to_be_bytes());
        bytes.extend(self.1.as_bytes());
    }
}

impl Key for NaiveDate {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(date_bytes(*self));
    }
}

impl Key for (NaiveDate, StaffId) {
    fn write(&self, bytes: &mut Vec<u8>) {
        bytes.extend(date_bytes(self.0));
        self.1.write(bytes);
    }
}

/// Ids that records are kept under: register and counter in one number.
macro_rules! keys {
    ($($id:ident),* $(,)?) => {$(
        impl Key for $id {
            fn write(&self, bytes: &mut Vec<u8>) {
                self.0.write(bytes);
            }
        }
    )*};
}

keys! {
    AbsenceId,
    AppointmentId,
    SeriesId,
    VisitId,
    AuditId,
    VisitChangeId,
    WaitingId,
    WalkInId,
    CashCategoryId,
    CashMovementId,
    ClientId,
    CouponId,
    DeliveryId,
    DepositId,
    DrawerSessionId,
    GiftCardId,
    EquipmentId,
    HandoverId,
    HoldingId,
    LedgerEntryId,
    PayMovementId,
    PayoutId,
    PlanId,
    PointsLotId,
    PrintJobId,
    ProductId,
    PromotionId,
    PurseMovementId,
    RoomId,
    SaleId,
    ServiceId,
    ShiftPatternId,
    StaffId,
    StockMovementId,
    TaxClassId,
    TicketId,
}
