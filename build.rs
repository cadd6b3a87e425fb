//! How the program is linked, when it was made, and the font of its pictures.

#[path = "src/devices/font/chosen.rs"]
mod chosen;

use std::{env, error::Error, fs, path::PathBuf};

use chosen::{HANZI_CELLS, HANZI_ROWS, NARROW, NARROW_BYTES, WIDE, WIDE_BYTES};
use encoding_rs::GB18030;
use unifont::{Glyph, get_glyph};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/devices/font/chosen.rs");
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rustc-env=BALM_MADE={}", made());
    link();
    lay_font()
}

fn link() {
    let is = |name: &str, value: &str| env::var(name).is_ok_and(|it| it == value);
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        // At a fixed address nothing is left for the loader to fix up: some fifty
        // thousand addresses are most of the time until the first frame, and a
        // megabyte of the program.
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// Lays the dots of the letters that printers lack, from GNU Unifont, one behind the
/// other: the whole font would be eight times as large.
fn lay_font() -> Result<(), Box<dyn Error>> {
    let mut dots = Vec::new();
    for letter in letters(&NARROW) {
        narrow(letter, &mut dots);
    }
    for letter in letters(&WIDE) {
        wide(letter, &mut dots);
    }
    for first in HANZI_ROWS.0..=HANZI_ROWS.1 {
        for second in HANZI_CELLS.0..=HANZI_CELLS.1 {
            let code = [first, second];
            let (text, _, is_wrong) = GB18030.decode(&code);
            let letter = text.chars().next().filter(|_| !is_wrong);
            wide(letter, &mut dots);
        }
    }
    let place = PathBuf::from(env::var("OUT_DIR")?).join("font.bin");
    fs::write(place, dots)?;
    Ok(())
}

fn letters(ranges: &[(u32, u32)]) -> impl Iterator<Item = Option<char>> {
    let codes = ranges.iter().flat_map(|(first, last)| *first..=*last);
    codes.map(char::from_u32)
}

/// A letter that the font has wide is squeezed: each dot stands for two.
fn narrow(letter: Option<char>, dots: &mut Vec<u8>) {
    match letter.and_then(get_glyph) {
        Some(Glyph::Halfwidth(rows)) => dots.extend_from_slice(rows),
        Some(Glyph::Fullwidth(rows)) => dots.extend(rows.map(squeezed)),
        None => dots.extend([0; NARROW_BYTES]),
    }
}

fn squeezed(row: u16) -> u8 {
    (0..8).fold(0, |narrow, at| {
        let is_black = row & (0b11 << (14 - 2 * at)) != 0;
        narrow | (u8::from(is_black) << (7 - at))
    })
}

/// A letter that the font has narrow stands in the middle.
fn wide(letter: Option<char>, dots: &mut Vec<u8>) {
    match letter.and_then(get_glyph) {
        Some(Glyph::Fullwidth(rows)) => dots.extend(rows.iter().flat_map(|row| row.to_be_bytes())),
        Some(Glyph::Halfwidth(rows)) => {
            dots.extend(
                rows.iter()
                    .flat_map(|row| (u16::from(*row) << 4).to_be_bytes()),
            );
        }
        None => dots.extend([0; WIDE_BYTES]),
    }
}

/// In seconds since 1970: no clock before it can be right. Who wants the same bytes
/// from every build says it, as <https://reproducible-builds.org/specs/source-date-epoch/>
/// has it.
fn made() -> u64 {
    let said = env::var("SOURCE_DATE_EPOCH");
    let now = std::time::UNIX_EPOCH.elapsed();
    said.ok()
        .and_then(|it| it.parse().ok())
        .unwrap_or_else(|| now.map_or(0, |it| it.as_secs()))
}
