//! Parses arguments and calls the subcommand.
fn main() -> std::process::ExitCode {
    balm::cli::main()
}
