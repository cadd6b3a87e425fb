//! Paper to printer bytes (ESC/POS). The only place that makes bytes below 0x20:
//! text cannot bring its own.

use crate::domain::paper::{Paper, Row, Size};

use super::codepage::CodePage;

const INIT: [u8; 2] = [0x1B, 0x40];
/// Many printers wake up in Chinese mode and eat pairs of bytes above 0x7F.
const CHINESE_OFF: [u8; 2] = [0x1C, 0x2E];
/// Other sets replace `#`, `$` and `\`.
const CHARACTER_SET_USA: [u8; 3] = [0x1B, 0x52, 0];
const BOLD_ON: [u8; 3] = [0x1B, 0x45, 1];
const BOLD_OFF: [u8; 3] = [0x1B, 0x45, 0];
const SIZE_DOUBLE: [u8; 3] = [0x1D, 0x21, 0x11];
const SIZE_NORMAL: [u8; 3] = [0x1D, 0x21, 0];
const CENTRE: [u8; 3] = [0x1B, 0x61, 1];
const LEFT: [u8; 3] = [0x1B, 0x61, 0];
/// 64 dots high, modules of 2 dots, text below.
const BARCODE_LOOK: [u8; 9] = [0x1D, 0x68, 64, 0x1D, 0x77, 2, 0x1D, 0x48, 2];
/// Code 128, form B: a count, then the data. `{B` chooses the character set.
const CODE_128: [u8; 3] = [0x1D, 0x6B, 73];
/// Feeds to the knife, then leaves a point uncut, so that nothing falls down.
const CUT: [u8; 4] = [0x1D, 0x56, 0x42, 0];
/// Past the tear bar of a printer without a knife.
const FEED_TO_TEAR: [u8; 3] = [0x1B, 0x64, 5];

const DOTS_PER_COLUMN: usize = 12;
const DOTS_PER_MODULE: usize = 2;

/// What is known about a printer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PrinterProfile {
    /// Characters in a line of normal size.
    pub n_columns: u16,
    pub code_page: CodePage,
    /// The number after `ESC t`; makers differ.
    pub page_number: u8,
    /// Has a knife.
    pub cuts: bool,
}

impl PrinterProfile {
    /// A printer with a knife that numbers its pages as most do.
    pub fn new(n_columns: u16, code_page: CodePage) -> Self {
        let page_number = code_page.usual_number();
        Self {
            n_columns,
            code_page,
            page_number,
            cuts: true,
        }
    }
}

/// The whole job, from the printer's reset to the cut. A row that is wider than
/// the printer goes on in the next line.
pub fn encode(paper: &Paper, profile: &PrinterProfile) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 * (paper.rows.len() + 1));
    bytes.extend(INIT);
    bytes.extend(CHINESE_OFF);
    bytes.extend(CHARACTER_SET_USA);
    bytes.extend([0x1B, 0x74, profile.page_number]);
    for row in &paper.rows {
        match row {
            Row::Text { text, bold, size } => text_row(&mut bytes, text, *bold, *size, profile),
            Row::Rule => {
                let n_columns = paper.n_columns.min(profile.n_columns);
                bytes.extend(std::iter::repeat_n(b'-', usize::from(n_columns)));
                bytes.push(b'\n');
            }
            Row::Barcode(code) => barcode_row(&mut bytes, code, profile),
            Row::Blank => bytes.push(b'\n'),
        }
    }
    bytes.extend_from_slice(if profile.cuts { &CUT } else { &FEED_TO_TEAR });
    bytes
}

/// Opens the drawer on the printer's socket. `on_ms` is how long its magnet
/// pulls; the pause after it is at least four times that, or the coil burns.
pub fn drawer_kick(pin: DrawerPin, on_ms: u16, off_ms: u16) -> [u8; 5] {
    let on = (on_ms / 2).clamp(1, 63);
    let off = (off_ms / 2).clamp(4 * on, 255);
    let in_byte = |units: u16| u8::try_from(units).unwrap_or(u8::MAX);
    let pin = match pin {
        DrawerPin::Two => 0,
        DrawerPin::Five => 1,
    };
    [0x1B, 0x70, pin, in_byte(on), in_byte(off)]
}

/// Which pin of the printer's socket the drawer listens to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawerPin {
    #[default]
    Two,
    Five,
}

fn text_row(bytes: &mut Vec<u8>, text: &str, bold: bool, size: Size, profile: &PrinterProfile) {
    let n_columns = match size {
        Size::Normal => usize::from(profile.n_columns),
        Size::Double => usize::from(profile.n_columns / 2),
    };
    if bold {
        bytes.extend(BOLD_ON);
    }
    if size == Size::Double {
        bytes.extend(SIZE_DOUBLE);
    }
    let line = profile.code_page.encode(text, n_columns);
    let mut rest = line.trim_ascii_end();
    loop {
        let (part, later) = split_line(rest, n_columns.max(1));
        bytes.extend_from_slice(part);
        bytes.push(b'\n');
        if later.is_empty() {
            break;
        }
        rest = later;
    }
    if size == Size::Double {
        bytes.extend(SIZE_NORMAL);
    }
    if bold {
        bytes.extend(BOLD_OFF);
    }
}

/// Splits in front of the last word that does not fit, so that no amount is
/// torn in two; a word longer than the line is.
fn split_line(line: &[u8], n_columns: usize) -> (&[u8], &[u8]) {
    if line.len() <= n_columns {
        return (line, &[]);
    }
    let end = match line[..=n_columns].iter().rposition(|byte| *byte == b' ') {
        Some(at) if !line[..at].trim_ascii().is_empty() => at,
        _ => n_columns,
    };
    (line[..end].trim_ascii_end(), line[end..].trim_ascii_start())
}

/// As text where Code 128 cannot hold it or the paper is too narrow.
fn barcode_row(bytes: &mut Vec<u8>, code: &str, profile: &PrinterProfile) {
    bytes.extend(CENTRE);
    let is_plain = !code.is_empty() && code.bytes().all(|byte| (0x20..0x7F).contains(&byte));
    let data = format!("{{B{}", code.replace('{', "{{"));
    match u8::try_from(data.len()) {
        Ok(n_data) if is_plain && barcode_dots(code.len()) <= paper_dots(profile) => {
            bytes.extend(BARCODE_LOOK);
            bytes.extend(CODE_128);
            bytes.push(n_data);
            bytes.extend(data.bytes());
            bytes.push(b'\n');
        }
        _ => text_row(bytes, code, false, Size::Normal, profile),
    }
    bytes.extend(LEFT);
}

fn paper_dots(profile: &PrinterProfile) -> usize {
    usize::from(profile.n_columns) * DOTS_PER_COLUMN
}

/// Start, check and each character are 11 modules, the stop is 13, and 10 on
/// each side stay white.
fn barcode_dots(n_characters: usize) -> usize {
    (11 * (n_characters + 2) + 13 + 20) * DOTS_PER_MODULE
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::domain::paper::PaperWriter;

    const HEAD: &[u8] = b"\x1B@\x1C.\x1BR\0\x1Bt\0";
    const TAIL: &[u8] = b"\x1DVB\0";

    fn body(write: impl FnOnce(&mut PaperWriter)) -> Vec<u8> {
        let mut writer = PaperWriter::new(32);
        write(&mut writer);
        let bytes = encode(&writer.finish(), &PrinterProfile::new(32, CodePage::Cp437));
        bytes
            .strip_prefix(HEAD)
            .unwrap()
            .strip_suffix(TAIL)
            .unwrap()
            .to_vec()
    }

    #[test]
    fn rows_become_lines() {
        let got = body(|paper| {
            paper.columns("Tea", "2.50");
            paper.blank();
            paper.columns_bold("Total", "2.50");
        });
        let want = "Tea                         2.50\n\n\u{1B}E\u{1}Total                       2.50\n\u{1B}E\0";
        assert_eq!(got, want.as_bytes());
    }

    #[test]
    fn double_rows_hold_half_as_much() {
        let got = body(|paper| paper.double("Total", "2.50"));
        assert_eq!(got, b"\x1BE\x01\x1D!\x11Total       2.50\n\x1D!\0\x1BE\0");
    }

    #[test]
    fn a_barcode_brings_its_length() {
        let got = body(|paper| paper.barcode("1-000123"));
        assert_eq!(
            got,
            b"\x1Ba\x01\x1Dh\x40\x1Dw\x02\x1DH\x02\x1Dk\x49\x0A{B1-000123\n\x1Ba\0"
        );
    }

    #[test]
    fn a_barcode_that_does_not_fit_is_text() {
        let got = body(|paper| paper.barcode("0123456789012345"));
        assert_eq!(got, b"\x1Ba\x010123456789012345\n\x1Ba\0");
        let got = body(|paper| paper.barcode("\x1Bp\0"));
        assert_eq!(got, b"\x1Ba\x01p\n\x1Ba\0");
    }

    #[test]
    fn paper_wider_than_the_printer_is_not_cut() {
        let mut writer = PaperWriter::new(48);
        writer.columns("Tea", "12345.00");
        writer.rule();
        let bytes = encode(&writer.finish(), &PrinterProfile::new(42, CodePage::Cp437));
        let text = String::from_utf8_lossy(&bytes);
        assert!(text.contains("Tea\n12345.00\n"), "{text:?}");
        assert!(
            text.contains(&format!("\n{}\n", "-".repeat(42))),
            "{text:?}"
        );
    }

    #[test]
    fn the_drawer_kick_is_five_bytes() {
        #[rustfmt::skip]
        let cases = [
            (DrawerPin::Two, 50, 500, [0x1B, 0x70, 0x00, 0x19, 0xFA]),
            (DrawerPin::Five, 120, 240, [0x1B, 0x70, 0x01, 0x3C, 0xF0]),
            (DrawerPin::Two, 0, 0, [0x1B, 0x70, 0x00, 0x01, 0x04]),
            (DrawerPin::Two, 9_999, 9_999, [0x1B, 0x70, 0x00, 0x3F, 0xFF]),
        ];
        for (pin, on_ms, off_ms, want) in cases {
            assert_eq!(drawer_kick(pin, on_ms, off_ms), want, "{on_ms} {off_ms}");
        }
    }

    #[test]
    fn no_knife_feeds_past_the_tear_bar() {
        let paper = PaperWriter::new(32).finish();
        let profile = PrinterProfile {
            cuts: false,
            ..PrinterProfile::new(32, CodePage::Cp775)
        };
        assert_eq!(
            encode(&paper, &profile),
            b"\x1B@\x1C.\x1BR\0\x1Bt\x21\x1Bd\x05"
        );
    }

    proptest! {
        /// Text of any kind adds no command: what is below 0x20 is the seven
        /// bytes of the head and the tail, and line ends.
        #[test]
        fn text_brings_no_commands(text in any::<String>()) {
            let row = Row::Text { text, bold: false, size: Size::Normal };
            let paper = Paper { n_columns: 42, rows: vec![row] };
            let bytes = encode(&paper, &PrinterProfile::new(42, CodePage::Wpc1257));
            let n_controls = bytes.iter().filter(|byte| **byte < 0x20 && **byte != b'\n').count();
            prop_assert_eq!(n_controls, 7);
        }

        /// No line is longer than the printer's, and all letters arrive.
        #[test]
        fn nothing_is_cut(text in "[ a-z0-9.]{0,120}", n_columns in 1_u16..50) {
            let row = Row::Text { text: text.clone(), bold: false, size: Size::Normal };
            let paper = Paper { n_columns, rows: vec![row] };
            let bytes = encode(&paper, &PrinterProfile::new(n_columns, CodePage::Cp437));
            let body = bytes.strip_prefix(HEAD).unwrap().strip_suffix(TAIL).unwrap();
            let body = str::from_utf8(body).unwrap();
            prop_assert!(body.lines().all(|line| line.len() <= usize::from(n_columns)));
            prop_assert_eq!(body.replace([' ', '\n'], ""), text.replace(' ', ""));
        }
    }
}
