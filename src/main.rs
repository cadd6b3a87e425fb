//! Parses arguments and calls the subcommand.
fn main() {}
