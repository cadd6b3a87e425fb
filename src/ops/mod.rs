//! The use cases: a request in, one transaction, an outcome or a refusal out.
//! The only writer of the store. Reading for screens and scripts is in `query`.
//!
//! In reading order:

pub mod outcome;
pub mod query;
pub mod refusal;
pub mod request;
