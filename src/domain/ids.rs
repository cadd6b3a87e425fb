//! Names of things: a register and a counter packed in a `u64`, one newtype per
//! noun, so that several desks can make ids apart and a client is never taken
//! for a service.

use std::{fmt, str::FromStr};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The desk that numbered something: 1 to 65,535.
pub type Register = u16;

const COUNTER_BITS: u32 = 40;
const COUNTER_MAX: u64 = (1 << COUNTER_BITS) - 1;

/// `register, counter` in one number; what every id newtype wraps.
///
/// People and JSON see `1-23`, the store sees the number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawId(u64);

impl RawId {
    /// Returns `None` when the counter does not fit (2^40 - 1 per register).
    pub fn new(register: Register, counter: u64) -> Option<Self> {
        (counter <= COUNTER_MAX).then_some(Self(u64::from(register) << COUNTER_BITS | counter))
    }

    pub const fn from_u64(packed: u64) -> Self {
        Self(packed)
    }

    pub const fn to_u64(self) -> u64 {
        self.0
    }

    pub fn register(self) -> Register {
        Register::try_from(self.0 >> COUNTER_BITS).unwrap_or(Register::MAX)
    }

    pub fn counter(self) -> u64 {
        self.0 & COUNTER_MAX
    }
}

impl fmt::Display for RawId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.register(), self.counter())
    }
}

impl FromStr for RawId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not an id like 1-23");
        let (register, counter) = text.split_once('-').ok_or_else(wrong)?;
        let register = register.parse().map_err(|_| wrong())?;
        let counter = counter.parse().map_err(|_| wrong())?;
        Self::new(register, counter).ok_or_else(wrong)
    }
}

impl Serialize for RawId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            serializer.serialize_u64(self.0)
        }
    }
}

impl<'de> Deserialize<'de> for RawId {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            String::deserialize(deserializer)?
                .parse()
                .map_err(de::Error::custom)
        } else {
            u64::deserialize(deserializer).map(Self)
        }
    }
}

impl JsonSchema for RawId {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Id".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^[0-9]{1,5}-[0-9]{1,13}$" })
    }
}

/// One newtype per noun: the second table that a macro is worth (see `ui::action`).
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash,
            Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(pub RawId);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<RawId> for $name {
            fn from(raw: RawId) -> Self {
                Self(raw)
            }
        }

        impl From<$name> for RawId {
            fn from(id: $name) -> Self {
                id.0
            }
        }
    )*};
}

ids! {
    /// A person who is or may be served.
    ClientId;
    /// A therapist, receptionist or manager.
    StaffId;
    /// A place where a service is given.
    RoomId;
    /// Something done to a client, for a price and a time.
    ServiceId;
    /// Something sold over the counter.
    ProductId;
    /// A named list of tax components.
    TaxClassId;
    /// A booked stretch of time.
    AppointmentId;
    /// Appointments that one party has together.
    VisitId;
    /// Appointments that come again and again.
    SeriesId;
    /// One change of an appointment.
    VisitChangeId;
    /// A wish for a time.
    WaitingId;
    /// Somebody who came without an appointment.
    WalkInId;
    /// Something that a service is given with, of which the house has so many.
    EquipmentId;
    /// A cart: what is about to be sold.
    TicketId;
    /// A posted sale or refund.
    SaleId;
    /// The time from one opening of a drawer to its close.
    DrawerSessionId;
    /// Cash put in or taken out without a sale.
    CashMovementId;
    /// What cash comes in or goes out for.
    CashCategoryId;
    /// A drawer given from one person to another.
    HandoverId;
    /// Money of a way of paying that has arrived at the bank.
    PayoutId;
    /// One change of what a person has earned or had ahead.
    PayMovementId;
    /// Goods that came from a supplier together.
    DeliveryId;
    /// Goods coming or going.
    StockMovementId;
    /// One balanced set of postings.
    LedgerEntryId;
    /// Something to be printed.
    PrintJobId;
    /// A gift card or certificate by its number.
    GiftCardId;
    /// A package, series or membership as the shop offers it.
    PlanId;
    /// A package, series or membership that a client has.
    HoldingId;
    /// Money paid ahead of a visit or kept for a client.
    DepositId;
    /// One change of the balance of a gift card, a deposit or points.
    PurseMovementId;
    /// Points that a client earned together.
    PointsLotId;
    /// A rule by which something costs less for a while.
    PromotionId;
    /// A slip of paper that is worth something off.
    CouponId;
    /// A line of the list of who did what.
    AuditId;
    /// Hours that come again after so many weeks.
    ShiftPatternId;
    /// A stretch in which somebody is not here, or the house is closed.
    AbsenceId;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_as_register_and_counter() {
        let id = RawId::new(2, 17).unwrap();
        assert_eq!((id.register(), id.counter()), (2, 17));
        assert_eq!(id.to_string(), "2-17");
        assert_eq!("2-17".parse(), Ok(id));
        assert!("2".parse::<RawId>().is_err());
        assert!("70000-1".parse::<RawId>().is_err());
        assert_eq!(RawId::new(1, 1 << 40), None);
    }

    #[test]
    fn json_shows_text_and_the_store_a_number() {
        let id = ClientId(RawId::new(1, 5).unwrap());
        assert_eq!(serde_json::to_string(&id).unwrap(), r#""1-5""#);
        assert_eq!(
            bincode::serialize(&id).unwrap(),
            (1_u64 << 40 | 5).to_le_bytes()
        );
    }
}
