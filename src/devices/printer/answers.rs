//! What a printer says, told apart byte by byte, and what it means for the desk.
//! Answers to `DLE EOT`, automatic status, flow control, process ids and answers
//! to `GS r` all come down the same line; fixed bits tell which is which.

use crate::devices::{config::PinLevel, trouble::DeviceTrouble};

/// Bits 0, 1, 4 and 7, which tell the kinds of status bytes apart.
const KIND: u8 = 0b1001_0011;
const REAL_TIME: u8 = 0b0001_0010;
const AUTOMATIC: u8 = 0b0001_0000;
/// Bits 4 and 7: both 0 in what follows an automatic status' first byte, and in
/// the answer to `GS r`.
const REST: u8 = 0b1001_0000;
const XON: u8 = 0x11;
const XOFF: u8 = 0x13;
/// Begins a process id, together with 0x22.
const ID_HEAD: u8 = 0x37;
const ID_KIND: u8 = 0x22;
const ID_BYTES: usize = 4;

/// One thing that a printer said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// To `DLE EOT`; to which of them, only who asked knows.
    RealTime(u8),
    /// Sent by itself at every change (`GS a`).
    Automatic([u8; 4]),
    /// All up to this id is on paper (`GS ( H`).
    Process([u8; ID_BYTES]),
    /// To `GS r 1`.
    Paper(u8),
    /// XON or XOFF, where the system leaves flow control to nobody.
    Flow,
}

/// The one reader of a printer's line.
#[derive(Debug, Default)]
pub(super) struct Listener {
    /// The part of a longer answer that has come so far.
    part: Vec<u8>,
}

impl Listener {
    /// Forgets what was half said, before something new is asked.
    pub(super) fn forget(&mut self) {
        self.part.clear();
    }

    /// `None` where more must come, or the byte means nothing.
    pub(super) fn hear(&mut self, byte: u8) -> Option<Answer> {
        // Flow control may come in the middle of anything.
        if matches!(byte, XON | XOFF) {
            return Some(Answer::Flow);
        }
        match self.part.first() {
            Some(&ID_HEAD) => self.go_on_id(byte),
            Some(_) => self.go_on_automatic(byte),
            None => self.begin(byte),
        }
    }

    fn begin(&mut self, byte: u8) -> Option<Answer> {
        if byte & KIND == REAL_TIME {
            return Some(Answer::RealTime(byte));
        }
        if byte & KIND == AUTOMATIC || byte == ID_HEAD {
            self.part.push(byte);
            return None;
        }
        (byte & REST == 0).then_some(Answer::Paper(byte))
    }

    fn go_on_automatic(&mut self, byte: u8) -> Option<Answer> {
        if byte & REST != 0 {
            // The rest was lost: this begins something else.
            self.part.clear();
            return self.begin(byte);
        }
        self.part.push(byte);
        let whole = <[u8; 4]>::try_from(self.part.as_slice()).ok()?;
        self.part.clear();
        Some(Answer::Automatic(whole))
    }

    fn go_on_id(&mut self, byte: u8) -> Option<Answer> {
        let n_so_far = self.part.len();
        let fits = match n_so_far {
            1 => byte == ID_KIND,
            2..=5 => (0x20..0x7F).contains(&byte),
            _ => byte == 0,
        };
        if !fits {
            self.part.clear();
            return self.begin(byte);
        }
        self.part.push(byte);
        let [_, _, id @ .., 0] = self.part.as_slice() else {
            return None;
        };
        let id = <[u8; ID_BYTES]>::try_from(id).ok()?;
        self.part.clear();
        Some(Answer::Process(id))
    }
}

/// What `DLE EOT` can ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Question {
    Printer = 1,
    OfflineCause = 2,
    Error = 3,
    Paper = 4,
}

impl Question {
    pub(super) fn bytes(self) -> [u8; 3] {
        [0x10, 0x04, self as u8]
    }
}

/// What is known of the printer right now; what it never said counts as well.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "the bits of its answers")]
pub(in crate::devices) struct Condition {
    offline: bool,
    lid_open: bool,
    paper_out: bool,
    cutter: bool,
    broken: bool,
    hot: bool,
    pub(in crate::devices) paper_low: bool,
    /// The level of the drawer's pin; which of them is open depends on the drawer.
    pub(in crate::devices) drawer_pin: Option<PinLevel>,
}

impl Condition {
    /// Why it does not print, the likeliest to be mended first.
    pub(super) fn trouble(self) -> Option<DeviceTrouble> {
        let known = [
            (self.lid_open, DeviceTrouble::LidOpen),
            (self.paper_out, DeviceTrouble::PaperOut),
            (self.cutter, DeviceTrouble::CutterStuck),
            (self.broken, DeviceTrouble::Broken),
            (self.hot, DeviceTrouble::Hot),
            (self.offline, DeviceTrouble::Offline),
        ];
        known
            .into_iter()
            .find(|(is_so, _)| *is_so)
            .map(|(_, trouble)| trouble)
    }

    /// Whether its answer to the first question says that something is wrong, which
    /// the others will name.
    pub(super) fn is_offline(self) -> bool {
        self.offline
    }

    pub(super) fn answered(&mut self, question: Question, byte: u8) {
        let bit = |n: u8| byte & (1 << n) != 0;
        match question {
            Question::Printer => {
                self.drawer_pin = Some(level(bit(2)));
                self.offline = bit(3);
                if !self.offline {
                    // Any of these would keep it offline, and is not asked for then.
                    (self.cutter, self.broken, self.hot) = (false, false, false);
                }
            }
            Question::OfflineCause => {
                self.lid_open = bit(2);
                self.paper_out = bit(5);
            }
            Question::Error => {
                self.cutter = bit(3);
                self.broken = bit(5);
                self.hot = bit(6);
            }
            Question::Paper => {
                self.paper_low = bit(2) || bit(3);
                self.paper_out = bit(5) || bit(6);
            }
        }
    }

    pub(super) fn automatic(&mut self, [first, second, third, _]: [u8; 4]) {
        let bit = |byte: u8, n: u8| byte & (1 << n) != 0;
        self.drawer_pin = Some(level(bit(first, 2)));
        self.offline = bit(first, 3);
        self.lid_open = bit(first, 5);
        self.cutter = bit(second, 3);
        self.broken = bit(second, 5);
        self.hot = bit(second, 6);
        self.paper_low = third & 0b0011 != 0;
        self.paper_out = third & 0b1100 != 0;
    }

    /// The answer to `GS r 1`.
    pub(super) fn paper(&mut self, byte: u8) {
        self.paper_low = byte & 0b0011 != 0;
        self.paper_out = byte & 0b1100 != 0;
    }
}

fn level(is_high: bool) -> PinLevel {
    if is_high {
        PinLevel::High
    } else {
        PinLevel::Low
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn heard(bytes: &[u8]) -> Vec<Answer> {
        let mut listener = Listener::default();
        bytes.iter().filter_map(|it| listener.hear(*it)).collect()
    }

    /// Bytes as the TM-T88III specification, appendix G, tells them apart.
    #[test]
    fn answers_are_told_apart() {
        let id = Answer::Process(*b"AB12");
        let all_well = Answer::Automatic([0x10, 0, 0, 0x0F]);
        #[rustfmt::skip]
        let cases: [(&[u8], &[Answer]); 9] = [
            (&[0x12], &[Answer::RealTime(0x12)]),
            (&[0x1E, 0x36, 0x72], &[Answer::RealTime(0x1E), Answer::RealTime(0x36), Answer::RealTime(0x72)]),
            (&[0x10, 0, 0, 0x0F], &[all_well]),
            (&[0x10, 0, XOFF, 0, 0x0F], &[Answer::Flow, all_well]),
            (b"\x37\x22AB12\0", &[id]),
            (b"\x37\x22A\x11B12\0", &[Answer::Flow, id]),
            (&[0x00, 0x0C], &[Answer::Paper(0), Answer::Paper(0x0C)]),
            // Half an automatic status, then an answer.
            (&[0x10, 0, 0x12, 0], &[Answer::RealTime(0x12), Answer::Paper(0)]),
            (&[XON, 0xFF, 0x80], &[Answer::Flow]),
        ];
        for (bytes, want) in cases {
            assert_eq!(heard(bytes), want, "{bytes:02x?}");
        }
    }

    #[test]
    fn bits_are_named() {
        use Question::{Error, OfflineCause, Paper, Printer};
        #[rustfmt::skip]
        let cases = [
            (Printer, 0x12, None),
            (Printer, 0x1A, Some(DeviceTrouble::Offline)),
            (OfflineCause, 0x16, Some(DeviceTrouble::LidOpen)),
            (OfflineCause, 0x32, Some(DeviceTrouble::PaperOut)),
            (Error, 0x1A, Some(DeviceTrouble::CutterStuck)),
            (Error, 0x32, Some(DeviceTrouble::Broken)),
            (Error, 0x52, Some(DeviceTrouble::Hot)),
            (Paper, 0x72, Some(DeviceTrouble::PaperOut)),
            (Paper, 0x1E, None),
        ];
        for (question, byte, want) in cases {
            let mut condition = Condition::default();
            condition.answered(question, byte);
            assert_eq!(condition.trouble(), want, "{question:?} {byte:02x}");
            assert_eq!(condition.paper_low, byte == 0x1E);
        }
        #[rustfmt::skip]
        let cases = [
            ([0x10, 0, 0, 0], None),
            ([0x18, 0, 0x0C, 0], Some(DeviceTrouble::PaperOut)),
            ([0x38, 0, 0, 0], Some(DeviceTrouble::LidOpen)),
            ([0x18, 0x08, 0, 0], Some(DeviceTrouble::CutterStuck)),
            ([0x18, 0, 0, 0], Some(DeviceTrouble::Offline)),
            ([0x14, 0, 0x03, 0], None),
        ];
        for (bytes, want) in cases {
            let mut condition = Condition::default();
            condition.automatic(bytes);
            assert_eq!(condition.trouble(), want, "{bytes:02x?}");
            assert_eq!(condition.paper_low, bytes[2] == 3);
            assert_eq!(condition.drawer_pin, Some(level(bytes[0] == 0x14)));
        }
    }

    #[test]
    fn what_is_mended_is_forgotten() {
        let mut condition = Condition::default();
        condition.automatic([0x18, 0, 0x0C, 0]);
        condition.automatic([0x10, 0, 0, 0]);
        assert_eq!(condition.trouble(), None);
        condition.paper(0x0C);
        condition.answered(Question::Paper, 0x12);
        assert_eq!(condition.trouble(), None);
        condition.answered(Question::Error, 0x1A);
        condition.answered(Question::Printer, 0x12);
        assert_eq!(condition.trouble(), None);
    }

    proptest! {
        /// Whatever noise came before, a status that follows silence is heard.
        #[test]
        fn noise_does_not_deafen(noise in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut listener = Listener::default();
            for byte in noise {
                listener.hear(byte);
            }
            listener.forget();
            prop_assert_eq!(listener.hear(0x12), Some(Answer::RealTime(0x12)));
        }
    }
}
