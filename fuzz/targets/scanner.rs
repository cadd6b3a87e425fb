//! What a scanner sends.
#![no_main]

#[path = "bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (bodies::SCANNER.run)(bytes));
