//! The numbers to hold, each beside a limit that was measured in the same run:
//! `cargo bench` prints them all as one table, `cargo bench -- commit size` only
//! the groups of these names.
//!
//! Nothing here fails on a slow or busy machine: the table says what is held and
//! what is not. A peer that is not installed is skipped with a word. A new row goes
//! into its group's file, a new group into [`GROUPS`]. Each group runs in a process of
//! its own: what one has had in memory would slow the programs down that another starts.
// The lints' own exception covers test functions only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::float_arithmetic, reason = "ratios of measurements, no money")]

// What the groups stand on.
mod names;
mod pty;
mod restore;
mod row;
mod spa;
mod timing;

// One file per group of rows.
mod bytes;
mod commit;
mod free;
mod input;
mod journal;
mod line;
mod lookup;
mod search;
mod size;
mod start;

use std::process::{Command, Stdio};

use row::{Cells, Finding};
use spa::Bench;

/// Given to this program with a group's name: to measure it and print its rows as they
/// go into the table.
const GROUP_ALONE: &str = "group-alone";

/// What a group is chosen by, and what measures its rows.
struct Group {
    name: &'static str,
    rows: fn(&Bench) -> Vec<Finding>,
}

#[rustfmt::skip]
const GROUPS: &[Group] = &[
    Group { name: "bytes",   rows: bytes::rows },
    Group { name: "commit",  rows: commit::rows },
    Group { name: "free",    rows: free::rows },
    Group { name: "input",   rows: input::rows },
    Group { name: "journal", rows: journal::rows },
    Group { name: "line",    rows: line::rows },
    Group { name: "lookup",  rows: lookup::rows },
    Group { name: "restore", rows: restore::rows },
    Group { name: "search",  rows: search::rows },
    Group { name: "start",   rows: start::rows },
    Group { name: "size",    rows: size::rows },
];

fn main() {
    if input::was_reader() {
        return;
    }
    // cargo adds an option of its own.
    let wanted: Vec<String> = std::env::args()
        .skip(1)
        .filter(|it| !it.starts_with("--"))
        .collect();
    if wanted == [lookup::INDEX_ALONE] {
        return lookup::tell_index_bytes();
    }
    if let [first, name] = &wanted[..]
        && first == GROUP_ALONE
    {
        let group = GROUPS.iter().find(|it| it.name == *name).unwrap();
        let findings = (group.rows)(&Bench::new());
        return findings.iter().for_each(|it| println!("{}", it.line()));
    }
    let is_wanted = |group: &&Group| wanted.is_empty() || wanted.iter().any(|it| it == group.name);
    if let Some(unknown) = wanted
        .iter()
        .find(|it| GROUPS.iter().all(|group| group.name != **it))
    {
        let names: Vec<&str> = GROUPS.iter().map(|it| it.name).collect();
        println!(
            "no group is named {unknown}; there are: {}",
            names.join(" ")
        );
        return;
    }
    let mut rows = Vec::new();
    for group in GROUPS.iter().filter(is_wanted) {
        eprintln!("measuring: {}", group.name);
        rows.extend(alone(group));
    }
    print!("{}", row::table(&rows));
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let n_cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("\n{n_cores} cores, load {load} at the end of the run.");
}

/// The rows of a group, measured in a process of its own.
fn alone(group: &Group) -> Vec<Cells> {
    let program = std::env::current_exe().unwrap();
    let mut command = Command::new(program);
    command.args([GROUP_ALONE, group.name]);
    let told = command.stderr(Stdio::inherit()).output().unwrap();
    if !told.status.success() {
        return vec![Finding::skipped(group.name, "it failed").cells()];
    }
    let told = String::from_utf8(told.stdout).unwrap();
    told.lines().filter_map(row::cells_in).collect()
}
