//! Ledger entries before anything but money was counted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Deserialize;

use crate::domain::{
    ids::LedgerEntryId,
    ledger::{Account, LedgerEntry, LedgerSource, Posting, Unit},
    money::Money,
};

#[derive(Deserialize)]
struct PostingV1 {
    account: Account,
    amount: Money,
}

#[derive(Deserialize)]
pub(super) struct LedgerEntryV1 {
    id: LedgerEntryId,
    business_date: NaiveDate,
    #[serde(with = "crate::domain::time::instant")]
    at: DateTime<Utc>,
    source: LedgerSource,
    postings: Vec<PostingV1>,
}

impl From<LedgerEntryV1> for LedgerEntry {
    fn from(old: LedgerEntryV1) -> Self {
        let posting = |it: PostingV1| Posting {
            account: it.account,
            amount: it.amount,
            unit: Unit::Money,
        };
        Self {
            id: old.id,
            business_date: old.business_date,
            at: old.at,
            source: old.source,
            postings: old.postings.into_iter().map(posting).collect(),
        }
    }
}
