//! What happens to tills: the power goes, the disk fails, the disk is full. The real
//! program runs under a library that writes its file calls down (`power/preload.rs`);
//! from that tape the disk at any moment is made, as far as it was synced.
//!
//! A file for each kind of misfortune, and what they stand on:

mod disk;
mod tape;
mod watched;

mod day;
mod scene;

mod archives;
mod cuts;
mod errors;
mod full;
mod screen;
mod stopped;
mod upgrade;

/// A number that a longer run by hand sets.
fn env_number(name: &str) -> Option<u32> {
    std::env::var(name).ok()?.parse().ok()
}
