//! What a printer makes of its bytes: an interpreter written from the makers'
//! command tables, not from the encoder.

/// One command, or one run of letters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Nothing,
    Init,
    Page(u8),
    Charset(u8),
    Bold(bool),
    Size(u8),
    Align(u8),
    Feed(u8),
    Chinese(bool),
    BarcodeLook,
    Code128(String),
    Qr(Vec<u8>),
    Image {
        n_bytes_wide: usize,
        dots: Vec<u8>,
    },
    Beep,
    Cut(u8),
    Kick {
        pin: u8,
        on: u8,
        off: u8,
    },
    /// Out of turn.
    KickNow {
        pin: u8,
        on: u8,
    },
    /// Out of turn.
    Ask(u8),
    AskInTurn(u8),
    TellChanges(u8),
    ProcessId([u8; 4]),
    Letters(Vec<u8>),
    LineEnd,
}

/// The first command and its length; `None` while more must come.
pub(crate) fn first(bytes: &[u8]) -> Option<(Command, usize)> {
    use Command as C;
    let at = |idx: usize| bytes.get(idx).copied();
    let byte = at(0)?;
    let found = match byte {
        0x00 => (C::Nothing, 1),
        b'\n' => (C::LineEnd, 1),
        0x20.. => {
            let end = bytes.iter().position(|byte| *byte < 0x20);
            let end = end.unwrap_or(bytes.len());
            (C::Letters(bytes[..end].to_vec()), end)
        }
        0x10 => match at(1)? {
            0x04 => (C::Ask(at(2)?), 3),
            0x14 if at(2)? == 1 => (
                C::KickNow {
                    pin: at(3)?,
                    on: at(4)?,
                },
                5,
            ),
            _ => panic!("{:02x?}", &bytes[..2]),
        },
        0x1B => match at(1)? {
            b'@' => (C::Init, 2),
            b't' => (C::Page(at(2)?), 3),
            b'R' => (C::Charset(at(2)?), 3),
            b'E' => (C::Bold(at(2)? == 1), 3),
            b'a' => (C::Align(at(2)?), 3),
            b'd' => (C::Feed(at(2)?), 3),
            b'B' => at(3).map(|_| (C::Beep, 4))?,
            b'(' => sized(bytes, C::Beep)?,
            b'p' => (
                C::Kick {
                    pin: at(2)?,
                    on: at(3)?,
                    off: at(4)?,
                },
                5,
            ),
            other => panic!("ESC {other:02x}"),
        },
        0x1C => match at(1)? {
            b'.' => (C::Chinese(false), 2),
            b'&' => (C::Chinese(true), 2),
            other => panic!("FS {other:02x}"),
        },
        0x1D => group(bytes)?,
        other => panic!("a control byte {other:02x} of nobody's"),
    };
    Some(found)
}

/// `GS` and what follows.
fn group(bytes: &[u8]) -> Option<(Command, usize)> {
    use Command as C;
    let at = |idx: usize| bytes.get(idx).copied();
    Some(match at(1)? {
        b'!' => (C::Size(at(2)?), 3),
        b'h' | b'w' | b'H' | b'f' => at(2).map(|_| (C::BarcodeLook, 3))?,
        b'a' => (C::TellChanges(at(2)?), 3),
        b'r' => (C::AskInTurn(at(2)?), 3),
        b'k' => {
            assert_eq!(at(2)?, 73, "Code 128, form B");
            let end = 4 + usize::from(at(3)?);
            let data = bytes.get(4..end)?;
            let code = data.strip_prefix(b"{B").expect("a character set");
            (C::Code128(String::from_utf8(code.to_vec()).unwrap()), end)
        }
        b'V' => match at(2)? {
            65 | 66 => at(3).map(|_| (C::Cut(bytes[2]), 4))?,
            kind => (C::Cut(kind), 3),
        },
        b'v' => {
            let number = |low: usize| Some(usize::from(at(low)?) + 256 * usize::from(at(low + 1)?));
            let (n_bytes_wide, n_rows) = (number(4)?, number(6)?);
            let end = 8 + n_bytes_wide * n_rows;
            let dots = bytes.get(8..end)?.to_vec();
            (C::Image { n_bytes_wide, dots }, end)
        }
        b'(' if at(2)? == b'H' => {
            let (_, end) = sized(bytes, C::Nothing)?;
            let id = bytes[7..end].try_into().expect("four letters");
            (C::ProcessId(id), end)
        }
        b'(' => {
            let (_, end) = sized(bytes, C::Nothing)?;
            let is_data = bytes[5..7] == [0x31, 0x50];
            let data = if is_data { &bytes[8..end] } else { &[] };
            (C::Qr(data.to_vec()), end)
        }
        other => panic!("GS {other:02x}"),
    })
}

/// A command that says how long it is: `pL pH` at 3.
fn sized(bytes: &[u8], command: Command) -> Option<(Command, usize)> {
    let (low, high) = (*bytes.get(3)?, *bytes.get(4)?);
    let end = 5 + usize::from(low) + 256 * usize::from(high);
    (bytes.len() >= end).then_some((command, end))
}
