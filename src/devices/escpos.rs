//! Paper to printer bytes (ESC/POS). The only place that makes bytes below 0x20:
//! text cannot bring its own.

use std::{mem, ops::RangeInclusive};

use crate::domain::paper::{Paper, Row, Size};

use super::{
    codepage::CodePage,
    font,
    lettering::{self, Glyph, Letters, Source},
    profile::{Beep, Cut, PrinterProfile},
};

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
/// `GS V`, function B of Epson's ESC/POS reference: 66 feeds to the knife, then leaves
/// a point uncut, so that nothing falls down. Obeyed at the start of a line only.
const CUT_PARTIAL: [u8; 4] = [0x1D, 0x56, 0x42, 0];
/// `GS V` 65, the same without the point.
const CUT_FULL: [u8; 4] = [0x1D, 0x56, 0x41, 0];
/// Past the tear bar of a printer without a knife.
const FEED_TO_TEAR: [u8; 3] = [0x1B, 0x64, 5];
const CHINESE_ON: [u8; 2] = [0x1C, 0x26];
/// `ESC ( A`, function 97 of Epson's ESC/POS reference as the models TM-T20 and
/// TM-T88V and those after them have it: pattern A (1 to 7 are kept in the printer),
/// once. The TM-U230 alone takes other parameters here.
const BEEP_EPSON: [u8; 8] = [0x1B, 0x28, 0x41, 3, 0, 0x61, 1, 1];
/// `ESC ( A`, function 48 there, of the models that are carried about (TM-P60): tone 51
/// of 48 to 58, which is 1,320 Hz for 200 ms, once, in a cycle of 1 s, the shortest.
const BEEP_EPSON_MOBILE: [u8; 9] = [0x1B, 0x28, 0x41, 4, 0, 0x30, 51, 1, 10];
/// `ESC B n t`, n and t 1 to 9: one beep of 3 times 50 ms (Xprinter) or 100 ms (most
/// others), as the manuals of those makers have it.
const BEEP_OTHER: [u8; 4] = [0x1B, 0x42, 1, 3];

const DOTS_PER_MODULE: usize = 2;
/// Model 2, modules of 5 dots, 15 % of it may be unreadable.
const QR_LOOK: [u8; 25] = [
    0x1D, 0x28, 0x6B, 4, 0, 0x31, 0x41, 0x32, 0, //
    0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x43, 5, //
    0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x45, 0x31,
];
const QR_STORE: [u8; 3] = [0x31, 0x50, 0x30];
const QR_PRINT: [u8; 8] = [0x1D, 0x28, 0x6B, 3, 0, 0x31, 0x51, 0x30];
/// Beyond this the code is wider than narrow paper.
const QR_BYTES_MAX: usize = 300;

/// The whole job, from the printer's reset to the cut. A row that is wider than
/// the printer goes on in the next line.
pub fn encode(paper: &Paper, profile: &PrinterProfile) -> Vec<u8> {
    commands(paper, profile).concat()
}

/// The job in pieces that each leave the printer between two commands: only
/// there may something be asked of it.
pub fn commands(paper: &Paper, profile: &PrinterProfile) -> Vec<Vec<u8>> {
    let mut job = Job::new(profile);
    for row in &paper.rows {
        match row {
            Row::Text { text, bold, size } => job.text(text, *bold, *size),
            Row::Rule => {
                let n_columns = paper.n_columns.min(profile.n_columns);
                job.bytes
                    .extend(std::iter::repeat_n(b'-', usize::from(n_columns)));
                job.bytes.push(b'\n');
            }
            Row::Barcode(code) => job.barcode(code),
            Row::Qr(text) => job.qr(text),
            Row::Logo => job.logo(),
            Row::Blank => job.bytes.push(b'\n'),
        }
        job.end_command();
    }
    job.finish()
}

/// Every number that a code page may have, each with `page`'s own letters: those
/// that look right are under the number that this printer gives the page.
pub fn page_strip(page: CodePage, profile: &PrinterProfile) -> Vec<Vec<u8>> {
    let sample: Vec<u8> = page
        .sample()
        .chars()
        .filter_map(|ch| page.byte(ch))
        .collect();
    let n_cells = PAGE_NUMBER_CELLS + sample.len();
    let n_abreast = (usize::from(profile.n_columns) + 1) / (n_cells + 1);
    let mut job = Job::new(profile);
    job.text(page.name(), true, Size::Normal);
    job.end_command();
    let numbers: Vec<u8> = PAGE_NUMBERS.collect();
    for row in numbers.chunks(n_abreast.max(1)) {
        for (idx, number) in row.iter().enumerate() {
            let gap = if idx == 0 { "" } else { " " };
            job.bytes.extend(format!("{gap}{number:>3} ").bytes());
            job.bytes.extend([0x1B, 0x74, *number]);
            job.bytes.extend_from_slice(&sample);
        }
        job.bytes.push(b'\n');
        job.end_command();
    }
    job.finish()
}

/// None that Balm knows of has a higher one.
pub const PAGE_NUMBERS: RangeInclusive<u8> = 0..=99;
/// The number and the space after it.
const PAGE_NUMBER_CELLS: usize = 4;

/// Opens the drawer on the printer's socket: `ESC p m t1 t2` of Epson's ESC/POS
/// reference, m 0 for pin 2 and 1 for pin 5, times in units of 2 ms. `on_ms` is how
/// long its magnet pulls; the pause after it is at least four times that, or the coil
/// burns (Citizen's manual of the iDP-3551).
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

/// Opens the drawer of a printer that stands still: `DLE DC4 1 m t` of Epson's ESC/POS
/// reference, t 1 to 8 in units of 100 ms. Obeyed out of turn, so it may stand between
/// two commands only.
pub fn drawer_kick_at_once(pin: DrawerPin, on_ms: u16) -> [u8; 5] {
    let on = u8::try_from(on_ms.div_ceil(100).clamp(1, 8)).unwrap_or(1);
    let pin = match pin {
        DrawerPin::Two => 0,
        DrawerPin::Five => 1,
    };
    [0x10, 0x14, 0x01, pin, on]
}

/// Which pin of the printer's socket the drawer listens to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawerPin {
    #[default]
    Two,
    Five,
}

/// A job as it grows.
struct Job<'a> {
    profile: &'a PrinterProfile,
    letters: Letters,
    done: Vec<Vec<u8>>,
    bytes: Vec<u8>,
    /// What `ESC t` was last told.
    page_number: u8,
}

impl<'a> Job<'a> {
    fn new(profile: &'a PrinterProfile) -> Self {
        let mut job = Self {
            letters: profile.letters(),
            done: Vec::new(),
            bytes: Vec::new(),
            page_number: profile.pages.first().map_or(0, |(_, number)| *number),
            profile,
        };
        job.bytes.extend(INIT);
        job.bytes.extend(CHINESE_OFF);
        job.bytes.extend(CHARACTER_SET_USA);
        job.bytes.extend([0x1B, 0x74, job.page_number]);
        job.end_command();
        job
    }

    fn end_command(&mut self) {
        if !self.bytes.is_empty() {
            self.done.push(mem::take(&mut self.bytes));
        }
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        match self.profile.beep {
            Beep::None => (),
            Beep::Epson => self.bytes.extend(BEEP_EPSON),
            Beep::EpsonMobile => self.bytes.extend(BEEP_EPSON_MOBILE),
            Beep::Other => self.bytes.extend(BEEP_OTHER),
        }
        self.bytes.extend_from_slice(match self.profile.cut {
            Cut::None => &FEED_TO_TEAR,
            Cut::Partial => &CUT_PARTIAL,
            Cut::Full => &CUT_FULL,
        });
        self.end_command();
        self.done
    }

    fn text(&mut self, text: &str, bold: bool, size: Size) {
        let n_columns = match size {
            Size::Normal => usize::from(self.profile.n_columns),
            Size::Double => usize::from(self.profile.n_columns / 2),
        };
        let line = self.letters.line(text, n_columns);
        if line.iter().any(|glyph| glyph.letter().is_some()) {
            return self.drawn(&line, n_columns.max(1), bold, size);
        }
        if bold {
            self.bytes.extend(BOLD_ON);
        }
        if size == Size::Double {
            self.bytes.extend(SIZE_DOUBLE);
        }
        let mut rest = without_last_spaces(&line);
        loop {
            let (part, later) = split_line(rest, n_columns.max(1));
            self.glyphs(part);
            self.bytes.push(b'\n');
            if later.is_empty() {
                break;
            }
            rest = later;
        }
        if size == Size::Double {
            self.bytes.extend(SIZE_NORMAL);
        }
        if bold {
            self.bytes.extend(BOLD_OFF);
        }
    }

    /// A line that no page has, as dots. Between two of them something can be asked.
    fn drawn(&mut self, line: &[Glyph], n_columns: usize, bold: bool, size: Size) {
        let mut rest = without_last_spaces(line);
        loop {
            let (part, later) = split_line(rest, n_columns);
            let letters: Vec<(char, usize)> = part.iter().filter_map(Glyph::letter).collect();
            match font::draw(&letters, bold, size == Size::Double) {
                Some(dots) => {
                    self.end_command();
                    self.done.extend(dots.commands(self.profile.n_dots));
                }
                None => self.bytes.push(b'\n'),
            }
            if later.is_empty() {
                return;
            }
            rest = later;
        }
    }

    /// Switches the code page where the next letter needs another, and Chinese
    /// mode around Chinese letters only.
    fn glyphs(&mut self, glyphs: &[Glyph]) {
        for run in glyphs.chunk_by(|left, right| left.source == right.source) {
            let source = run.first().map_or(Source::Any, |glyph| glyph.source);
            if let Source::Page(page) = source {
                let number = self.profile.page_number(page);
                if number != self.page_number {
                    self.bytes.extend([0x1B, 0x74, number]);
                    self.page_number = number;
                }
            }
            if source == Source::Chinese {
                self.bytes.extend(CHINESE_ON);
            }
            for glyph in run {
                self.bytes.extend_from_slice(glyph.bytes());
            }
            if source == Source::Chinese {
                self.bytes.extend(CHINESE_OFF);
            }
        }
    }

    /// As text where Code 128 cannot hold it, the paper is too narrow or the
    /// printer draws none.
    fn barcode(&mut self, code: &str) {
        self.bytes.extend(CENTRE);
        let is_plain = !code.is_empty() && code.bytes().all(|byte| (0x20..0x7F).contains(&byte));
        let data = format!("{{B{}", code.replace('{', "{{"));
        let fits = barcode_dots(code.len()) <= usize::from(self.profile.n_dots);
        match u8::try_from(data.len()) {
            Ok(n_data) if is_plain && fits && self.profile.barcode => {
                self.bytes.extend(BARCODE_LOOK);
                self.bytes.extend(CODE_128);
                self.bytes.push(n_data);
                self.bytes.extend(data.bytes());
                self.bytes.push(b'\n');
            }
            _ => self.text(code, false, Size::Normal),
        }
        self.bytes.extend(LEFT);
    }
}

impl Job<'_> {
    /// With its text under it, or only that where the printer draws none.
    fn qr(&mut self, text: &str) {
        self.bytes.extend(CENTRE);
        let is_plain = !text.is_empty() && text.bytes().all(|byte| (0x20..0x7F).contains(&byte));
        let n_stored = u16::try_from(text.len() + QR_STORE.len()).unwrap_or(0);
        if self.profile.qr && is_plain && text.len() <= QR_BYTES_MAX {
            self.bytes.extend(QR_LOOK);
            self.bytes.extend([0x1D, 0x28, 0x6B]);
            self.bytes.extend(n_stored.to_le_bytes());
            self.bytes.extend(QR_STORE);
            self.bytes.extend(text.bytes());
            self.bytes.extend(QR_PRINT);
            self.bytes.push(b'\n');
        }
        self.text(text, false, Size::Normal);
        self.bytes.extend(LEFT);
    }

    fn logo(&mut self) {
        let Some(logo) = self.profile.logo.clone().filter(|_| self.profile.raster) else {
            return;
        };
        self.bytes.extend(CENTRE);
        self.end_command();
        self.done.extend(logo.commands(self.profile.n_dots));
        self.bytes.extend(LEFT);
    }
}

fn without_last_spaces(line: &[Glyph]) -> &[Glyph] {
    let end = line.iter().rposition(|glyph| !glyph.is_space());
    &line[..end.map_or(0, |last| last + 1)]
}

fn without_first_spaces(line: &[Glyph]) -> &[Glyph] {
    let start = line.iter().position(|glyph| !glyph.is_space());
    &line[start.unwrap_or(line.len())..]
}

/// Splits in front of the last word that does not fit, so that no amount is
/// torn in two; a word longer than the line is.
fn split_line(line: &[Glyph], n_columns: usize) -> (&[Glyph], &[Glyph]) {
    if lettering::n_cells(line) <= n_columns {
        return (line, &[]);
    }
    let mut n_cells = 0;
    let fitting = line.iter().take_while(|glyph| {
        n_cells += glyph.n_cells();
        n_cells <= n_columns
    });
    // A wide letter on the narrowest paper must go somewhere.
    let n_fitting = fitting.count().max(1);
    let end = match line[..=n_fitting.min(line.len() - 1)]
        .iter()
        .rposition(Glyph::is_space)
    {
        Some(at) if !without_last_spaces(&line[..at]).is_empty() => at,
        _ => n_fitting,
    };
    (
        without_last_spaces(&line[..end]),
        without_first_spaces(&line[end..]),
    )
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
    use crate::{devices::profile::Model, domain::paper::PaperWriter};

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
    fn the_drawer_opens_out_of_turn_in_five_bytes_too() {
        #[rustfmt::skip]
        let cases = [
            (DrawerPin::Two, 50, [0x10, 0x14, 1, 0, 1]),
            (DrawerPin::Five, 120, [0x10, 0x14, 1, 1, 2]),
            (DrawerPin::Two, 9_999, [0x10, 0x14, 1, 0, 8]),
        ];
        for (pin, on_ms, want) in cases {
            assert_eq!(drawer_kick_at_once(pin, on_ms), want, "{on_ms}");
        }
    }

    #[test]
    fn no_knife_feeds_past_the_tear_bar() {
        let paper = PaperWriter::new(32).finish();
        let profile = PrinterProfile {
            cut: Cut::None,
            ..PrinterProfile::new(32, CodePage::Cp775)
        };
        assert_eq!(
            encode(&paper, &profile),
            b"\x1B@\x1C.\x1BR\0\x1Bt\x21\x1Bd\x05"
        );
    }

    fn model(name: &str) -> PrinterProfile {
        Model::find(name).unwrap().read().1
    }

    /// Only the text lines, with what the printer is told between their letters.
    fn lines(profile: &PrinterProfile, text: &str) -> Vec<u8> {
        let row = Row::Text {
            text: text.to_owned(),
            bold: false,
            size: Size::Normal,
        };
        let paper = Paper {
            n_columns: profile.n_columns,
            rows: vec![row],
        };
        commands(&paper, profile)[1].clone()
    }

    /// Numbers and letters by the tables of the makers.
    #[test]
    fn the_code_page_is_switched_inside_a_line() {
        let epson = model("epson-tm-t88v");
        assert_eq!(lines(&epson, "Tea 2.50"), b"Tea 2.50\n");
        assert_eq!(lines(&epson, "L\u{12B}ga"), b"L\x1Bt\x21\x8Cga\n");
        assert_eq!(
            lines(&epson, "L\u{12B}ga \u{418}\u{432}"),
            b"L\x1Bt\x21\x8Cga \x1Bt\x11\x88\xA2\n"
        );
        // Another maker's number for the same page.
        assert_eq!(
            lines(&model("netum-nt-5890k"), "L\u{12B}ga"),
            b"L\x1Bt\x5F\x8Cga\n"
        );
        // Switched once, it stays for the lines after it.
        let mut paper = PaperWriter::new(42);
        paper.wrapped("\u{12B}");
        paper.wrapped("\u{101}");
        let job = commands(&paper.finish(), &epson);
        assert_eq!(job[1..3], [b"\x1Bt\x21\x8C\n".to_vec(), b"\x83\n".to_vec()]);
    }

    #[test]
    fn chinese_mode_is_left_after_its_letters() {
        assert_eq!(
            lines(&model("epson-tm-t70ii-chinese"), "\u{7CBE}\u{6CB9} 60"),
            b"\x1C&\xBE\xAB\xD3\xCD\x1C. 60\n"
        );
    }

    #[test]
    fn wide_letters_are_not_torn_at_the_edge() {
        let mut profile = model("epson-tm-t70ii-chinese");
        profile.n_columns = 5;
        let oil = "\u{7CBE}\u{6CB9}\u{7CBE}";
        assert_eq!(
            lines(&profile, oil),
            b"\x1C&\xBE\xAB\xD3\xCD\x1C.\n\x1C&\xBE\xAB\x1C.\n"
        );
    }

    #[test]
    fn a_model_cuts_and_beeps_in_its_own_way() {
        let end = |cut, beep| {
            let mut profile = PrinterProfile::new(32, CodePage::Cp437);
            (profile.cut, profile.beep) = (cut, beep);
            commands(&PaperWriter::new(32).finish(), &profile)[1].clone()
        };
        assert_eq!(end(Cut::Partial, Beep::None), b"\x1DVB\0");
        assert_eq!(end(Cut::Full, Beep::None), b"\x1DVA\0");
        assert_eq!(end(Cut::None, Beep::Other), b"\x1BB\x01\x03\x1Bd\x05");
        assert_eq!(
            end(Cut::Partial, Beep::Epson),
            b"\x1B(A\x03\0\x61\x01\x01\x1DVB\0"
        );
        assert_eq!(
            end(Cut::None, Beep::EpsonMobile),
            b"\x1B(A\x04\0\x30\x33\x01\x0A\x1Bd\x05"
        );
    }

    #[test]
    fn a_printer_without_barcodes_gets_the_number() {
        let mut paper = PaperWriter::new(32);
        paper.barcode("1-000123");
        let job = commands(&paper.finish(), &model("zjiang-zj-5870"));
        assert_eq!(job[1], b"\x1Ba\x011-000123\n\x1Ba\0");
    }

    /// Dots of one raster command, by rows, and the bytes of a row.
    fn dots(command: &[u8]) -> (usize, &[u8]) {
        let (head, dots) = command.split_at(8);
        assert_eq!((&head[..4], &head[6..]), (&b"\x1Dv0\0"[..], &[24, 0][..]));
        let n_wide = usize::from(u16::from_le_bytes([head[4], head[5]]));
        assert_eq!(dots.len(), 24 * n_wide);
        (n_wide, dots)
    }

    /// Which cells of a drawn line have a black dot.
    fn black_cells(command: &[u8]) -> Vec<usize> {
        let (n_wide, dots) = dots(command);
        let is_black = |x: usize| {
            let mut rows = dots.chunks(n_wide);
            rows.any(|row| row[x / 8] & (0x80 >> (x % 8)) != 0)
        };
        let cells = (0..=n_wide * 8 / 12).filter(|cell| {
            let mut own = cell * 12..(n_wide * 8).min(cell * 12 + 12);
            own.any(is_black)
        });
        cells.collect()
    }

    #[test]
    fn letters_that_no_page_has_are_drawn_in_their_columns() {
        let epson = model("epson-tm-t88v");
        let mut paper = PaperWriter::new(42);
        paper.columns("Անի", "45.00");
        paper.columns("Anna", "45.00");
        paper.columns("精油", "9.50");
        let job = commands(&paper.finish(), &epson);
        assert_eq!(black_cells(&job[1]), [0, 1, 2, 37, 38, 39, 40, 41]);
        assert_eq!(job[2], b"Anna                                 45.00\n");
        assert_eq!(black_cells(&job[3]), [0, 1, 2, 3, 38, 39, 40, 41]);
        // Where the printer has them, or has no dots, or the font has no such letter.
        let chinese = model("epson-tm-t70ii-chinese");
        assert_eq!(lines(&chinese, "精油"), b"\x1C&\xBE\xAB\xD3\xCD\x1C.\n");
        let plain = PrinterProfile {
            raster: false,
            ..epson.clone()
        };
        assert_eq!(lines(&plain, "Անի"), b"Ani\n");
        assert!(lines(&epson, "سلام").starts_with(b"sl"));
        // A sign alone is no reason.
        assert!(lines(&epson, "☎ 29").ends_with(b" 29\n"));
    }

    #[test]
    fn drawn_letters_are_bold_large_and_broken_at_words() {
        let epson = model("epson-tm-t88v");
        let n_black = |command: &[u8]| -> u32 {
            let (_, dots) = dots(command);
            dots.iter().map(|byte| byte.count_ones()).sum()
        };
        let mut paper = PaperWriter::new(42);
        paper.columns("Անի", "");
        paper.columns_bold("Անի", "");
        paper.double("Անի", "");
        paper.wrapped(&"Հայաստան ".repeat(5));
        let job = commands(&paper.finish(), &epson);
        assert!(n_black(&job[2]) > n_black(&job[1]));
        // Twice as high in two bands, twice as wide.
        let (n_wide, n_wide_double) = (dots(&job[1]).0, dots(&job[3]).0);
        assert_eq!(dots(&job[4]).0, n_wide_double);
        assert!(n_wide_double + 1 >= n_wide * 2, "{n_wide} {n_wide_double}");
        let lines: Vec<Vec<usize>> = job[5..7].iter().map(|it| black_cells(it)).collect();
        assert_eq!((lines[0].len(), lines[1].len()), (32, 8));
    }

    /// Bytes as Epson's reference for `GS ( k` has them.
    #[test]
    fn a_qr_code_says_how_long_it_is() {
        let mut paper = PaperWriter::new(32);
        paper.qr("https://lotus.example/r");
        let job = commands(&paper.finish(), &PrinterProfile::new(32, CodePage::Cp437));
        let store =
            b"\x1D(k\x1A\0\x31\x50\x30https://lotus.example/r\x1D(k\x03\0\x31\x51\x30\nhttps";
        assert!(job[1].windows(store.len()).any(|it| it == store));
        let mut paper = PaperWriter::new(32);
        paper.qr("https://lotus.example/r");
        let job = commands(&paper.finish(), &model("zjiang-zj-5870"));
        assert_eq!(job[1], b"\x1Ba\x01https://lotus.example/r\n\x1Ba\0");
    }

    #[test]
    fn a_logo_stands_at_the_head() {
        let mut profile = PrinterProfile::new(32, CodePage::Cp437);
        let mut paper = PaperWriter::new(32);
        paper.logo();
        paper.wrapped("Lotus");
        let paper = paper.finish();
        assert_eq!(commands(&paper, &profile)[1], b"Lotus\n");
        let dots = crate::devices::bitmap::Bitmap::parse(b"P1 8 1 11110000").unwrap();
        profile.logo = Some(dots.into());
        let job = commands(&paper, &profile);
        assert_eq!(
            job[1..4],
            [
                b"\x1Ba\x01".to_vec(),
                b"\x1Dv0\0\x01\0\x01\0\xF0".to_vec(),
                b"\x1Ba\0".to_vec()
            ]
        );
    }

    #[test]
    fn the_strip_shows_every_number_under_its_own_page() {
        let job = page_strip(CodePage::Cp775, &model("netum-nt-5890k")).concat();
        for number in PAGE_NUMBERS {
            let mut want = format!("{number:>3} ").into_bytes();
            want.extend([0x1B, 0x74, number, 0x83, 0xD1, 0x89, 0x85]);
            assert!(job.windows(want.len()).any(|it| it == want), "{number}");
        }
        let rows = job.split(|byte| *byte == b'\n');
        // `ESC t n` takes no room on the paper.
        assert!(rows.into_iter().all(|row| row.len() <= 32 + 3 * 3));
    }

    proptest! {
        /// Text of any kind adds no command: what is below 0x20 is the seven
        /// bytes of the head and the tail, and line ends.
        #[test]
        fn text_brings_no_commands(text in any::<String>()) {
            let row = Row::Text { text, bold: false, size: Size::Normal };
            let paper = Paper { n_columns: 42, rows: vec![row] };
            let profile = PrinterProfile {
                raster: false,
                ..PrinterProfile::new(42, CodePage::Wpc1257)
            };
            let bytes = encode(&paper, &profile);
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
