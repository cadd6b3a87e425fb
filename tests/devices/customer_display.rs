//! The customer display on a pseudo-terminal: what it shows in the end, and that
//! it keeps nobody.

use std::io::Read;

use balm::devices::{
    DeviceConfig, DeviceNews, DeviceTrouble, Lamp,
    config::DisplayConfig,
    display::{DisplayKind, DisplayText},
    uri::DeviceUri,
};

use super::{Desk, LIMIT, Socket, desk};

fn display_desk(uri: DeviceUri, kind: DisplayKind) -> Desk {
    desk(&DeviceConfig {
        display: Some(DisplayConfig {
            uri,
            kind,
            code_page: None,
            page_number: None,
        }),
        ..DeviceConfig::default()
    })
}

/// A display of the CD5220 kind, after its manual: clear, and two whole lines.
fn looks_like(bytes: &[u8]) -> [String; 2] {
    let mut lines = [String::new(), String::new()];
    let mut rest = bytes;
    while let Some((first, after)) = rest.split_first() {
        rest = match (first, after) {
            (0x0C, _) => {
                lines = [String::new(), String::new()];
                after
            }
            (0x1B, [b'Q', line @ (b'A' | b'B'), text @ ..]) => {
                let Some(end) = text.iter().position(|byte| *byte == b'\r') else {
                    return lines;
                };
                assert_eq!(end, 20, "{text:?}");
                lines[usize::from(line - b'A')] = String::from_utf8(text[..end].to_vec()).unwrap();
                &text[end + 1..]
            }
            // The end of what has come so far.
            (0x1B, _) => return lines,
            other => panic!("{other:02x?}"),
        };
    }
    lines
}

/// Waits until the desk is told of a lamp, and then it is this one.
fn turns(desk: &Desk, is_wanted: impl Fn(&Lamp) -> bool) {
    loop {
        assert_eq!(desk.news.recv_timeout(LIMIT), Ok(DeviceNews::LampTurned));
        if is_wanted(&desk.devices.lamps().display) {
            return;
        }
    }
}

#[test]
fn the_latest_is_seen_and_a_display_comes_back_by_itself() {
    let socket = Socket::new();
    let desk = display_desk(socket.uri(), DisplayKind::Cd5220);
    for n in [1, 2] {
        let mut plug = socket.plug();
        let text = |n: u32| DisplayText::amounts(("Tea\u{1b}p", &n.to_string()), ("Total", "9.00"));
        for price in 0..200 {
            desk.devices.show(text(price));
        }
        desk.devices.show(text(1_000 + n));
        let want = [
            format!("Tea p{:>15}", 1_000 + n),
            format!("Total{:>15}", "9.00"),
        ];
        let mut bytes = Vec::new();
        let start = std::time::Instant::now();
        while looks_like(&bytes) != want {
            assert!(start.elapsed() < LIMIT, "{:?}", looks_like(&bytes));
            let mut buf = [0; 64];
            let n_read = plug.line.read(&mut buf).unwrap();
            bytes.extend_from_slice(&buf[..n_read]);
        }
        // What was written is there before it is known to be. The screen, which draws
        // when it is told of something, is told of each turn.
        turns(&desk, |lamp| *lamp == Lamp::Up);
        drop(plug);
        turns(&desk, |lamp| matches!(lamp, Lamp::Down(_)));
    }
    desk.shut_down_soon();
}

#[test]
fn a_display_that_takes_nothing_keeps_nobody() {
    let socket = Socket::new();
    let _plug = socket.plug();
    let desk = display_desk(socket.uri(), DisplayKind::Escpos);
    for n in 0..5_000 {
        desk.devices.show(DisplayText::centred(&n.to_string(), ""));
    }
    let latest = DisplayText::centred("4999", "");
    assert_eq!(desk.devices.shown(), Some(latest));
    desk.shut_down_soon();
}

#[test]
fn a_display_that_is_not_there_is_a_lamp_and_no_more() {
    let socket = Socket::new();
    let desk = display_desk(socket.uri(), DisplayKind::Utc);
    desk.devices.show(DisplayText::centred("Welcome", ""));
    turns(&desk, |lamp| *lamp == Lamp::Down(DeviceTrouble::Absent));
    assert!(desk.news.try_recv().is_err());
    desk.shut_down_soon();
}
