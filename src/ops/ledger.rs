//! The one way into the books.

use chrono::NaiveDate;

use super::{
    context::Context,
    halt::{Halt, Step},
};
use crate::{
    domain::ledger::{LedgerEntry, LedgerSource, Posting, assert_balanced},
    store::{Tx, record::Kind},
};

/// Posts a balanced set; an empty one leaves no entry. A set that does not
/// balance stops the request with nothing written.
pub(super) fn post(
    tx: &mut Tx,
    cx: &Context,
    business_date: NaiveDate,
    source: LedgerSource,
    postings: Vec<Posting>,
) -> Step<()> {
    assert_balanced(&postings).map_err(|err| Halt::Bug(err.to_string()))?;
    if postings.is_empty() {
        return Ok(());
    }
    let id = tx.next_id(cx.register(), Kind::LedgerEntry)?.into();
    tx.put(&LedgerEntry {
        id,
        business_date,
        at: cx.now,
        source,
        postings,
    })?;
    Ok(())
}
