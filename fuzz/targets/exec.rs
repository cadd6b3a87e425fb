//! Lines of `balm exec`.
#![no_main]

#[path = "bodies.rs"]
mod bodies;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (bodies::EXEC.run)(bytes));
