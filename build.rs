//! How the program is linked.

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    let is = |name: &str, value: &str| std::env::var(name).is_ok_and(|it| it == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // At a fixed address nothing is left for the loader to fix up: some fifty
        // thousand addresses are most of the time until the first frame, and a
        // megabyte of the program.
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
}
