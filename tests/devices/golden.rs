//! Whole papers read back byte for byte by the interpreter of the makers' command
//! tables, for every model and with text that wishes to be a command.

use balm::{
    devices::{Model, bitmap::Bitmap, escpos},
    domain::paper::{Paper, PaperWriter},
};

use super::escpos::{Command, first};

fn commands(bytes: &[u8]) -> Vec<Command> {
    let mut rest = bytes;
    let mut found = Vec::new();
    while !rest.is_empty() {
        let (command, n_bytes) = first(rest).expect("a whole command");
        found.push(command);
        rest = &rest[n_bytes..];
    }
    found
}

/// Names as they come from people, scanners and imports.
const HOSTILE: [&str; 9] = [
    "\u{1b}p\0\u{19}\u{fa}",
    "\u{10}\u{14}\u{1}\0\u{1}",
    "\u{1d}V\u{41}\0 Tea",
    "\u{9b}31m red",
    "\u{202e}live\u{202c}",
    "a\u{200b}b\u{301}c\u{fe0f}",
    "\u{1f600}\u{1f468}\u{200d}\u{1f469}",
    "\u{7f}\u{1c}&\u{fffd}",
    "L\u{12b}ga \u{418}\u{432}\u{7cbe}\u{6cb9} \u{219}",
];

fn paper(n_columns: u16) -> Paper {
    let mut paper = PaperWriter::new(n_columns);
    paper.logo();
    for name in HOSTILE {
        paper.centred_double(name);
        paper.columns(name, "1 145.00");
        paper.wrapped(name);
        paper.barcode(name);
        paper.qr(name);
    }
    paper.qr("https://lotus.example/1-000123");
    paper.barcode("1-000123");
    paper.finish()
}

#[test]
fn no_text_is_a_command_on_any_model() {
    // Dots that look like a kick of the drawer.
    let logo = Bitmap::parse(b"P4 24 1 \x10\x14\x01").unwrap();
    for model in Model::all() {
        let (_, mut profile) = model.read();
        profile.logo = Some(logo.clone().into());
        let found = commands(&escpos::encode(&paper(profile.n_columns), &profile));
        let count = |is: fn(&Command) -> bool| found.iter().filter(|it| is(it)).count();
        assert_eq!(count(|it| matches!(it, Command::Init)), 1, "{model}");
        assert_eq!(count(|it| matches!(it, Command::Kick { .. })), 0, "{model}");
        assert_eq!(count(|it| matches!(it, Command::KickNow { .. })), 0);
        assert_eq!(count(|it| matches!(it, Command::Ask(_))), 0, "{model}");
        assert!(count(|it| matches!(it, Command::Cut(_))) <= 1, "{model}");
        // The logo, and lines of letters that the model lacks.
        assert!(count(|it| matches!(it, Command::Image { .. })) >= 1);
        for command in &found {
            if let Command::Image { n_bytes_wide, dots } = command {
                assert!(n_bytes_wide * 8 <= usize::from(profile.n_dots), "{model}");
                let obeyed = |it: &[u8]| it[0] == 0x10 && matches!(it[1], 0x04 | 0x05 | 0x14);
                assert!(!dots.windows(2).any(obeyed), "{model}");
            }
        }
        let is_chinese = count(|it| matches!(it, Command::Chinese(true))) > 0;
        assert_eq!(is_chinese, profile.chinese, "{model}");
        let codes = found.iter().filter_map(|it| match it {
            Command::Code128(code) => Some(code.as_str()),
            _ => None,
        });
        let want: &[&str] = if profile.barcode { &["1-000123"] } else { &[] };
        assert_eq!(codes.collect::<Vec<_>>(), want, "{model}");
        let qr = Command::Qr(b"https://lotus.example/1-000123".to_vec());
        assert_eq!(found.contains(&qr), profile.qr, "{model}");
    }
}

/// No line is wider than the paper, whatever is in it.
#[test]
fn no_line_runs_over_the_edge() {
    for model in Model::all() {
        let (_, profile) = model.read();
        let (mut n_cells, mut width) = (0, 1);
        for command in commands(&escpos::encode(&paper(profile.n_columns), &profile)) {
            match command {
                // A Chinese letter is two bytes and two cells, any other is one.
                Command::Letters(letters) => n_cells += letters.len() * width,
                Command::Size(size) => width = 1 + usize::from(size >> 4),
                Command::LineEnd => {
                    assert!(
                        n_cells <= usize::from(profile.n_columns),
                        "{model}: {n_cells}"
                    );
                    n_cells = 0;
                }
                _ => (),
            }
        }
    }
}
