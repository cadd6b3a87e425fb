//! Amounts, dates and times as they are typed.
#![no_main]

#[path = "bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (bodies::TYPED.run)(bytes));
