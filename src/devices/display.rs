//! The customer display: two lines of twenty. What is shown last wins; what came
//! before and was not shown in time is dropped. It holds nothing up and is never
//! waited for.

use std::{
    fmt::Write as _,
    io::Write,
    sync::{Arc, Condvar, Mutex, PoisonError},
    time::{Duration, Instant},
};

use serde::Deserialize;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use super::{
    codepage::CodePage,
    config::DisplayConfig,
    lettering::Letters,
    news::{Lamp, Reporter},
    pace::{Backoff, StopSign},
    transport::{Direction, Port, is_pause},
    trouble::DeviceTrouble,
    uri::DeviceUri,
};

/// Cells of a line.
pub const WIDTH: usize = 20;
/// A display that takes no byte for so long is gone.
const STALL: Duration = Duration::from_secs(2);
/// How often a display with nothing new to show is looked at.
const IDLE_CHECK: Duration = Duration::from_secs(1);

/// The command set that the display is switched to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisplayKind {
    Escpos,
    Cd5220,
    Utc,
    Aedex,
}

impl DisplayKind {
    /// Sent once to a display that was just found.
    fn init(self, page_number: Option<u8>) -> Vec<u8> {
        match self {
            Self::Escpos => {
                let mut bytes = vec![0x1B, 0x40, 0x1B, 0x52, 0];
                if let Some(number) = page_number {
                    bytes.extend([0x1B, 0x74, number]);
                }
                bytes.push(0x0C);
                bytes
            }
            // After its line commands it obeys nothing but clear and cancel.
            Self::Cd5220 => vec![0x0C],
            Self::Utc => vec![0x1B, 0x64, 0x1F],
            Self::Aedex => Vec::new(),
        }
    }

    /// Both lines, each all of its cells, so that nothing need be cleared and
    /// nothing flickers.
    fn frame(self, upper: &[u8], lower: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(64);
        for (row, line) in [(1_u8, upper), (2, lower)] {
            let letter = b'@' + row;
            match self {
                Self::Escpos => bytes.extend([0x1F, 0x24, 1, row]),
                Self::Cd5220 => bytes.extend([0x1B, 0x51, letter]),
                Self::Utc => bytes.extend([0x1B, 0x75, letter]),
                Self::Aedex => bytes.extend([b'!', b'#', b'0' + row]),
            }
            bytes.extend_from_slice(line);
            if self != Self::Escpos {
                bytes.push(b'\r');
            }
        }
        bytes
    }
}

/// What the client sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DisplayText {
    pub upper: String,
    pub lower: String,
}

impl DisplayText {
    /// Two texts, each centred.
    pub fn centred(upper: &str, lower: &str) -> Self {
        Self {
            upper: centred(upper),
            lower: centred(lower),
        }
    }

    /// On each line a text at the left, which gives way, and an amount at the
    /// right, which is whole or not there.
    pub fn amounts(upper: (&str, &str), lower: (&str, &str)) -> Self {
        Self {
            upper: beside(upper.0, upper.1),
            lower: beside(lower.0, lower.1),
        }
    }
}

fn centred(text: &str) -> String {
    let text = cut(text, WIDTH);
    let n_before = (WIDTH - text.width()) / 2;
    format!("{}{text}", " ".repeat(n_before))
}

fn beside(left: &str, amount: &str) -> String {
    let Some(n_left) = WIDTH.checked_sub(amount.width()) else {
        return cut(left, WIDTH);
    };
    let left = cut(left, n_left.saturating_sub(1));
    let gap = " ".repeat(n_left - left.width());
    format!("{left}{gap}{amount}")
}

fn cut(text: &str, n_cells: usize) -> String {
    let mut kept = String::new();
    for letter in text.graphemes(true) {
        let is_control = letter.chars().any(char::is_control);
        let letter = if is_control { " " } else { letter };
        if kept.width() + letter.width() > n_cells {
            break;
        }
        kept.push_str(letter);
    }
    kept
}

/// The one thing to show next, and a display in memory that shows it.
#[derive(Clone, Debug, Default)]
pub struct DisplaySlot {
    inside: Arc<(Mutex<Slot>, Condvar)>,
}

#[derive(Debug, Default)]
struct Slot {
    text: Option<DisplayText>,
    /// Not yet taken by the display's thread.
    is_new: bool,
}

impl DisplaySlot {
    /// Never waits; what was to be shown before is dropped.
    pub(super) fn put(&self, text: DisplayText) {
        let (slot, changed) = &*self.inside;
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if slot.text.as_ref() == Some(&text) {
            return;
        }
        slot.text = Some(text);
        slot.is_new = true;
        changed.notify_all();
    }

    /// What is to be seen now.
    pub fn shown(&self) -> Option<DisplayText> {
        let slot = self.inside.0.lock().unwrap_or_else(PoisonError::into_inner);
        slot.text.clone()
    }

    /// The latest, if there is a new one within `pause`.
    fn take(&self, pause: Duration) -> Option<DisplayText> {
        let (slot, changed) = &*self.inside;
        let slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        let (mut slot, _) = changed
            .wait_timeout_while(slot, pause, |slot| !slot.is_new)
            .unwrap_or_else(PoisonError::into_inner);
        let text = slot.text.clone().filter(|_| slot.is_new);
        slot.is_new = false;
        text
    }
}

/// Shows what is put into `slot` until the program ends.
pub(super) fn run(config: &DisplayConfig, slot: &DisplaySlot, ends: &(Reporter, StopSign)) {
    let (reporter, stop) = ends;
    let mut display = Display {
        kind: config.kind,
        letters: Letters::new(config.code_page.into_iter().collect(), false),
        page_number: config
            .page_number
            .or(config.code_page.map(CodePage::usual_number)),
        port: None,
    };
    let mut backoff = Backoff::new();
    while !stop.is_raised() {
        let pause = if display.port.is_some() || config.uri == DeviceUri::Pretend {
            IDLE_CHECK
        } else {
            backoff.next_pause()
        };
        let text = slot.take(pause);
        if config.uri == DeviceUri::Pretend {
            reporter.display(Lamp::Up);
            continue;
        }
        match display.show(text, slot, &config.uri, stop) {
            Ok(()) => {
                backoff.reset();
                reporter.display(Lamp::Up);
            }
            Err(trouble) => {
                display.port = None;
                reporter.display(Lamp::Down(trouble));
            }
        }
    }
}

struct Display {
    kind: DisplayKind,
    letters: Letters,
    page_number: Option<u8>,
    port: Option<Port>,
}

impl Display {
    /// A display that was just found is told the latest, new or not.
    fn show(
        &mut self,
        text: Option<DisplayText>,
        slot: &DisplaySlot,
        uri: &DeviceUri,
        stop: &StopSign,
    ) -> Result<(), DeviceTrouble> {
        let gone = |err| DeviceTrouble::while_open(&err);
        if let Some(port) = &mut self.port {
            port.check().map_err(gone)?;
            return match text {
                Some(text) => self.send(&self.bytes(&text), stop),
                None => Ok(()),
            };
        }
        self.port = Some(Port::open(uri, Direction::Writing)?);
        let mut bytes = self.kind.init(self.page_number);
        if let Some(text) = slot.shown() {
            bytes.extend(self.bytes(&text));
        }
        self.send(&bytes, stop)
    }

    fn bytes(&self, text: &DisplayText) -> Vec<u8> {
        self.kind
            .frame(&self.line(&text.upper), &self.line(&text.lower))
    }

    /// All twenty cells, none of them a command.
    fn line(&self, text: &str) -> Vec<u8> {
        let mut bytes: Vec<u8> = self
            .letters
            .line(text, WIDTH)
            .iter()
            .flat_map(|glyph| glyph.bytes().to_vec())
            .collect();
        bytes.resize(WIDTH, b' ');
        bytes
    }

    /// Half a frame would garble the next: it is finished, or the display is given
    /// up.
    fn send(&mut self, bytes: &[u8], stop: &StopSign) -> Result<(), DeviceTrouble> {
        let Some(port) = &mut self.port else {
            return Ok(());
        };
        let mut moved_at = Instant::now();
        let mut n_sent = 0;
        while n_sent < bytes.len() && !stop.is_raised() {
            match port.write(&bytes[n_sent..]) {
                Ok(0) => return Err(DeviceTrouble::Gone),
                Ok(n_taken) => {
                    n_sent += n_taken;
                    moved_at = Instant::now();
                }
                Err(err) if is_pause(&err) && moved_at.elapsed() < STALL => (),
                Err(err) if is_pause(&err) => {
                    port.discard_unsent();
                    return Err(DeviceTrouble::Silent);
                }
                Err(err) => return Err(DeviceTrouble::while_open(&err)),
            }
        }
        Ok(())
    }
}

/// For the demo, which shows the display on a page.
pub fn framed(text: &DisplayText) -> Vec<String> {
    let rule = "-".repeat(WIDTH);
    let mut lines = vec![format!("+{rule}+")];
    for line in [&text.upper, &text.lower] {
        let mut shown = String::from("|");
        // Writing to a string does not fail.
        let _ = write!(
            shown,
            "{line}{}|",
            " ".repeat(WIDTH.saturating_sub(line.width()))
        );
        lines.push(shown);
    }
    lines.push(format!("+{rule}+"));
    lines
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn display(kind: DisplayKind, code_page: Option<CodePage>) -> Display {
        Display {
            kind,
            letters: Letters::new(code_page.into_iter().collect(), false),
            page_number: code_page.map(CodePage::usual_number),
            port: None,
        }
    }

    /// A kind, how it begins, and what stands before, between and after the lines.
    type Case = (DisplayKind, &'static [u8], [&'static [u8]; 3]);

    /// Byte for byte as the manuals of each command set have it.
    #[test]
    fn each_kind_has_its_commands() {
        let text = DisplayText::amounts(("Argan oil", "37.80"), ("Total", "79.02"));
        let (upper, lower) = (b"Argan oil      37.80", b"Total          79.02");
        #[rustfmt::skip]
        let cases: [Case; 4] = [
            (DisplayKind::Escpos, b"\x1B@\x1BR\0\x0C", [b"\x1F$\x01\x01", b"\x1F$\x01\x02", b""]),
            (DisplayKind::Cd5220, b"\x0C", [b"\x1BQA", b"\r\x1BQB", b"\r"]),
            (DisplayKind::Utc, b"\x1Bd\x1F", [b"\x1BuA", b"\r\x1BuB", b"\r"]),
            (DisplayKind::Aedex, b"", [b"!#1", b"\r!#2", b"\r"]),
        ];
        for (kind, init, [before, between, after]) in cases {
            let want = [before, upper, between, lower, after].concat();
            assert_eq!(display(kind, None).bytes(&text), want, "{kind:?}");
            assert_eq!(kind.init(None), init, "{kind:?}");
        }
        assert!(
            DisplayKind::Escpos
                .init(Some(33))
                .ends_with(b"\x1Bt\x21\x0C")
        );
    }

    #[test]
    fn an_amount_is_whole_and_its_text_gives_way() {
        let text = DisplayText::amounts(
            ("3 x Hot stone massage", "1 145.00"),
            ("Total", "1 000 000 000 000.00"),
        );
        assert_eq!(text.upper, "3 x Hot sto 1 145.00");
        assert_eq!(text.lower, "1 000 000 000 000.00");
        let text = DisplayText::amounts(("精油按摩六十分钟", "45.00"), ("", ""));
        assert_eq!(text.upper.width(), WIDTH);
        assert_eq!(DisplayText::centred("Lotus", "").upper, "       Lotus");
    }

    #[test]
    fn letters_are_those_of_its_page_or_latin() {
        let text = DisplayText::centred("Līga", "Ж");
        let plain = display(DisplayKind::Cd5220, None).bytes(&text);
        assert!(plain.windows(4).any(|it| it == b"Liga"));
        let baltic = display(DisplayKind::Cd5220, Some(CodePage::Cp775)).bytes(&text);
        assert!(baltic.windows(4).any(|it| it == b"L\x8Cga"));
    }

    #[test]
    fn the_last_one_wins() {
        let slot = DisplaySlot::default();
        for n in 0..5 {
            slot.put(DisplayText::centred(&n.to_string(), ""));
        }
        let latest = DisplayText::centred("4", "");
        assert_eq!(slot.take(Duration::ZERO), Some(latest.clone()));
        assert_eq!(slot.take(Duration::ZERO), None);
        // The same again is nothing new.
        slot.put(latest.clone());
        assert_eq!(slot.take(Duration::ZERO), None);
        assert_eq!(slot.shown(), Some(latest));
    }

    proptest! {
        /// Whatever is sold: twenty cells, and no byte below 0x20 but the frame's.
        #[test]
        fn no_text_is_a_command(name in any::<String>(), amount in "[0-9 .]{0,30}") {
            let text = DisplayText::amounts((&name, &amount), (&amount, &name));
            for kind in [DisplayKind::Escpos, DisplayKind::Cd5220] {
                let display = display(kind, Some(CodePage::Cp775));
                for line in [display.line(&text.upper), display.line(&text.lower)] {
                    prop_assert_eq!(line.len(), WIDTH);
                    prop_assert!(line.iter().all(|byte| *byte >= 0x20));
                }
            }
        }
    }
}
