//! Something to print, and how far it has come.

use chrono::{DateTime, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    document::Document,
    ids::{DrawerSessionId, PrintJobId, Register, SaleId, StaffId},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Printable {
    Receipt(SaleId),
    /// The closing of a drawer session.
    Z(DrawerSessionId),
    /// A receipt that goes elsewhere than to paper: by e-mail, or into a text file.
    /// Where to is not written down: addresses stand with the clients.
    Copy(SaleId),
    Document(Document),
    /// A document that goes elsewhere than to paper, like a receipt's copy.
    DocumentCopy(Document),
    /// All closings of a day of trade, as one paper.
    ZOfDay(NaiveDate),
    /// A therapist's day.
    DaySheet {
        staff: StaffId,
        on: NaiveDate,
    },
}

impl Printable {
    /// Whether it goes elsewhere than to paper.
    pub fn is_copy(self) -> bool {
        matches!(self, Self::Copy(_) | Self::DocumentCopy(_))
    }

    /// The same on paper.
    #[must_use]
    pub fn on_paper(self) -> Self {
        match self {
            Self::Copy(sale) => Self::Receipt(sale),
            Self::DocumentCopy(document) => Self::Document(document),
            other => other,
        }
    }
}

/// A job is never sent again by itself once a byte of it may have left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PrintState {
    /// In the queue; no byte has left.
    Waiting,
    /// Handed to the printer whole; most printers do not confirm more.
    Sent,
    /// Confirmed by the printer.
    Printed,
    /// Broke off, or the program ended: it may be on paper in part.
    Unknown { reason: String },
    /// Certainly not printed.
    Failed { reason: String },
    /// The shop does not print receipts unless asked, and nobody has asked.
    NotWanted,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PrintJob {
    pub id: PrintJobId,
    pub what: Printable,
    /// 0 is the original; others are headed COPY n.
    pub copy: u32,
    pub register: Register,
    #[serde(with = "crate::domain::time::instant")]
    #[schemars(with = "DateTime<Utc>")]
    pub queued_at: DateTime<Utc>,
    pub state: PrintState,
}
