//! A terminal at the end of a wire: shows what was sent, and fails on what its kind
//! does not understand.

use std::io;

use balm::ui::{
    term::{
        kind::{Feature, Kind},
        output::{Output, Sink},
        pace::Pace,
    },
    theme::Theme,
};
use ratatui::{Terminal, layout::Size};

/// What a VT100 draws after SO, from 0x60 on (DEC Special Graphics).
const LINE_DRAWING: &str = "◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·";

pub(crate) struct Wire {
    kind: Kind,
    theme: Theme,
    size: Size,
    screen: vt100::Parser,
    /// G1 is line drawing, and letters come from it.
    drawing_called: bool,
    draws: bool,
    /// As it was at the last `ESC 7`, if there was one: whether it drew lines.
    kept: Option<bool>,
    /// Sent since the last time it was asked.
    sent: Vec<u8>,
    pub(crate) n_writes: usize,
}

impl Wire {
    pub(crate) fn new(term: &str, theme: Theme, width: u16, height: u16) -> Self {
        Self {
            kind: Kind::of(term).unwrap(),
            theme,
            size: Size::new(width, height),
            screen: parser(width, height),
            drawing_called: false,
            draws: false,
            kept: None,
            sent: Vec::new(),
            n_writes: 0,
        }
    }

    /// A terminal on it, as the program has one. Nothing is asked of it.
    pub(crate) fn terminal(self) -> Terminal<Output<Self>> {
        let (kind, theme) = (self.kind, self.theme);
        Terminal::new(Output::new(self, kind, theme, Pace::new(false)).unwrap()).unwrap()
    }

    pub(crate) fn take_sent(&mut self) -> Vec<u8> {
        self.n_writes = 0;
        std::mem::take(&mut self.sent)
    }

    pub(crate) fn screen(&self) -> &vt100::Screen {
        self.screen.screen()
    }

    /// The window gets another size; what it shows then is anybody's guess.
    pub(crate) fn resize(&mut self, width: u16, height: u16) {
        self.size = Size::new(width, height);
        self.screen = parser(width, height);
        self.screen
            .process(b"\x1b[7mrubbish all over the screen\x1b[31m\r\n\n");
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.kind.has(feature)
    }

    fn show(&mut self, bytes: &[u8]) {
        let mut shown = Vec::new();
        let mut rest = bytes;
        while let Some((&first, behind)) = rest.split_first() {
            rest = match first {
                0x1b => self.sequence(behind, &mut shown),
                0x0e | 0x0f => {
                    assert!(self.drawing_called, "no line drawing was called in");
                    self.draws = first == 0x0e;
                    behind
                }
                0x60..=0x7e if self.draws => {
                    let drawn = LINE_DRAWING.chars().nth(usize::from(first - 0x60));
                    let drawn = drawn.unwrap();
                    shown.extend_from_slice(drawn.encode_utf8(&mut [0; 4]).as_bytes());
                    behind
                }
                b'\r' | b'\n' | 0x08 | 0x07 | b' '..=0x7e => {
                    shown.push(first);
                    behind
                }
                0x80.. if self.theme.any_letter => {
                    shown.push(first);
                    behind
                }
                byte => panic!("{byte:#04x} was sent to {:?}", self.theme),
            };
        }
        self.screen.process(&shown);
    }

    /// One escape sequence, if this kind of terminal understands it.
    fn sequence<'a>(&mut self, behind: &'a [u8], shown: &mut Vec<u8>) -> &'a [u8] {
        let n = match behind {
            [b'(' | b')', ..] => {
                assert!(self.kind.has(Feature::LineDrawing));
                self.drawing_called |= behind.starts_with(b")0");
                return &behind[2..];
            }
            [b'7', rest @ ..] => {
                assert!(self.kind.has(Feature::KeepsCursor));
                self.kept = Some(self.draws);
                shown.extend_from_slice(b"\x1b7");
                return rest;
            }
            [b'8', rest @ ..] => {
                self.draws = self.kept.expect("ESC 8 without ESC 7");
                shown.extend_from_slice(b"\x1b8");
                return rest;
            }
            [b'[', rest @ ..] => {
                let is_final = |it: &u8| (b'@'..=b'~').contains(it);
                2 + rest.iter().position(is_final).unwrap()
            }
            other => panic!("ESC {:?} was sent", other.first()),
        };
        let (sequence, rest) = behind.split_at(n);
        let parameters = str::from_utf8(&sequence[1..n - 1]).unwrap();
        let needs = match sequence[n - 1] {
            b'A' | b'B' | b'C' | b'D' | b'H' | b'J' | b'K' => None,
            b'G' | b'd' => Some(Feature::GoToColumn),
            b'X' => Some(Feature::EraseLetters),
            b'b' => Some(Feature::Repeat),
            b'h' | b'l' if parameters == "?25" => Some(Feature::HideCursor),
            b'm' => {
                for code in parameters.split(';') {
                    self.colour(code.parse().unwrap_or(0));
                }
                None
            }
            other => panic!("CSI {parameters} {} was sent", char::from(other)),
        };
        assert!(
            needs.is_none_or(|it| self.kind.has(it)),
            "{needs:?} is not there"
        );
        shown.push(0x1b);
        shown.extend_from_slice(sequence);
        rest
    }

    fn colour(&self, code: u8) {
        let n_colours = match code {
            0 | 1 | 4 | 7 => 0,
            2 => {
                assert!(self.kind.has(Feature::Faint));
                8
            }
            22 | 24 | 27 => {
                assert!(self.kind.has(Feature::SingleOffs));
                0
            }
            39 | 49 => {
                assert!(self.kind.has(Feature::SingleOffs));
                8
            }
            30..=37 | 40..=47 => 8,
            // Dark grey on black is read by nobody.
            91..=97 | 100..=107 => 16,
            code => panic!("SGR {code}"),
        };
        assert!(
            n_colours <= self.kind.n_colours,
            "SGR {code} on {:?}",
            self.kind
        );
        if n_colours > 0 {
            assert_eq!(self.theme.ink, balm::ui::theme::Ink::Colour, "SGR {code}");
        }
    }
}

impl Sink for Wire {
    fn send(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.n_writes += 1;
        self.sent.extend_from_slice(bytes);
        self.show(bytes);
        Ok(())
    }

    fn size(&self) -> io::Result<Size> {
        Ok(self.size)
    }
}

fn parser(width: u16, height: u16) -> vt100::Parser {
    let cells = |n: u16| n.try_into().unwrap();
    vt100::Parser::new(cells(height), cells(width), 0)
}
