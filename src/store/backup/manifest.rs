//! What an archive says of itself: the first file in it.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::error::BackupError;
use crate::domain::{
    drawer::{DrawerSession, TenderClosing},
    ids::Register,
    money::Money,
};

/// Grows by one when the meaning of an archive changes.
pub(super) const FORMAT: u32 = 1;
pub(super) const NAME: &str = "backup.json";

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// Name and version of the program that made it.
    pub program: String,
    pub made_at: DateTime<Utc>,
    /// Hexadecimal.
    pub store_id: String,
    pub n_entries: u64,
    /// The hash of the last entry, hexadecimal.
    pub head: String,
    /// The time of the last entry.
    pub last_at: Option<DateTime<Utc>>,
    /// Every closing of every desk, in order.
    pub closings: Vec<ClosingFigures>,
    /// What follows, in order.
    pub files: Vec<FileLen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLen {
    /// Below the shop's folder, with `/` between folders.
    pub name: String,
    pub n_bytes: u64,
}

/// The totals of one closing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosingFigures {
    pub register: Register,
    pub z_number: u64,
    pub business_date: NaiveDate,
    pub n_sales: u32,
    pub n_refunds: u32,
    pub sales_total: Money,
    pub refunds_total: Money,
    pub tenders: Vec<TenderClosing>,
}

impl ClosingFigures {
    /// `None` of a session that is still open.
    pub(super) fn of(session: &DrawerSession) -> Option<Self> {
        let closing = session.closing.as_ref()?;
        Some(Self {
            register: session.register,
            z_number: closing.z_number,
            business_date: session.business_date,
            n_sales: closing.n_sales,
            n_refunds: closing.n_refunds,
            sales_total: closing.sales_total,
            refunds_total: closing.refunds_total,
            tenders: closing.tenders.clone(),
        })
    }
}

/// Read before the rest: a newer manifest may look different.
#[derive(Deserialize)]
struct Versioned {
    format: u32,
}

impl Manifest {
    pub(super) fn to_json(&self) -> String {
        let mut json = serde_json::to_string_pretty(self).unwrap_or_default();
        let _ = writeln!(json);
        json
    }

    pub(super) fn parse(json: &[u8]) -> Result<Self, BackupError> {
        let foreign = |err: serde_json::Error| BackupError::Foreign {
            what: format!("a {NAME} that cannot be read: {err}"),
        };
        let found = serde_json::from_slice::<Versioned>(json)
            .map_err(foreign)?
            .format;
        if found > FORMAT {
            let known = FORMAT;
            return Err(BackupError::Newer { found, known });
        }
        serde_json::from_slice(json).map_err(foreign)
    }
}
