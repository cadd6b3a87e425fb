//! The scanner's frames, double reads and noise, as bytes handed in.

use std::collections::VecDeque;

use proptest::prelude::*;

use super::*;

const NO_WINDOW: Duration = Duration::ZERO;

/// A port that gives these pieces, one per read; an empty piece is a tick of
/// silence. After the last it is unplugged.
struct Pieces(VecDeque<Vec<u8>>);

impl Read for Pieces {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let Some(mut piece) = self.0.pop_front() else {
            return Ok(0);
        };
        if piece.is_empty() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        if piece.len() > buf.len() {
            self.0.push_front(piece.split_off(buf.len()));
        }
        buf[..piece.len()].copy_from_slice(&piece);
        Ok(piece.len())
    }
}

fn read_with(window: Duration, pieces: &[&[u8]]) -> Vec<DeviceNews> {
    let port = Pieces(pieces.iter().map(|piece| piece.to_vec()).collect());
    let mut news = Vec::new();
    let stop = StopSign::default();
    let lost = pump(port, &mut Repeats::new(window), &stop, &mut |it| {
        news.push(it);
    });
    assert_eq!(lost.unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
    news
}

/// Codes as themselves, `?` for an unreadable one.
fn codes(pieces: &[&[u8]]) -> Vec<String> {
    let name = |news| match news {
        DeviceNews::Scan(code) => code,
        DeviceNews::Unreadable => "?".to_owned(),
        other => panic!("{other:?}"),
    };
    read_with(NO_WINDOW, pieces).into_iter().map(name).collect()
}

#[test]
fn frames_of_all_kinds() {
    #[rustfmt::skip]
    let cases: [(&[&[u8]], &[&str]); 21] = [
        (&[b"4006381333931\r"], &["4006381333931"]),
        (&[b"4006381333931\n"], &["4006381333931"]),
        (&[b"4006381333931\r\n73513537\r\n"], &["4006381333931", "73513537"]),
        (&[b"4006381333931\t"], &["4006381333931"]),
        (&[b"\x024006381333931\x03"], &["4006381333931"]),
        (&[b"\x024006381333931\x03\r\n"], &["4006381333931"]),
        (&[b"40063", b"81333", b"931\r"], &["4006381333931"]),
        (&[b"4006381333931", b"", b""], &["4006381333931"]),
        (&[b"\r\n\r\n\t\x02\x03", b""], &[]),
        // A scanner with terminators is not cut short by a hiccup ...
        (&[b"1\r", b"400", b"", b"", b"638\r"], &["1", "400638"]),
        // ... one without is.
        (&[b"400", b"", b"638", b""], &["400", "638"]),
        // GS1: separators stay inside, and so does the mark that it is GS1.
        (&[b"]C10104006381333931\x1D10AB\r"], &["]C10104006381333931\u{1D}10AB"]),
        (&[b"]E04006381333931\r", b"]E473513537\r"], &["]E04006381333931", "]E473513537"]),
        (&[b"]\r]E\r]E0\r"], &["]", "]E"]),
        (&[b"[)>\x1E06\x1D1P77\x1E\x04\r"], &["[)>\u{1E}06\u{1D}1P77\u{1E}\u{4}"]),
        (&[b"40\x0163\r73513537\r"], &["?", "73513537"]),
        (&[b"\xFF\xFE\x80", b""], &["?"]),
        (&[b"caf\xC3\xA9\r"], &["?"]),
        (&[b"AT\rATE0\rAT+GCAP\r4006381333931\r"], &["4006381333931"]),
        (&[b"ATELIER-7\r"], &["ATELIER-7"]),
        (&[b" OIL 100 \r"], &["OIL 100"]),
    ];
    for (pieces, want) in cases {
        assert_eq!(codes(pieces), want, "{pieces:?}");
    }
}

#[test]
fn a_code_left_hanging_comes_out_in_the_end() {
    let mut pieces: Vec<&[u8]> = vec![b"1\r", b"4006381333931"];
    pieces.extend([b"".as_slice(); 9]);
    assert_eq!(codes(&pieces), ["1"]);
    pieces.push(b"");
    assert_eq!(codes(&pieces), ["1", "4006381333931"]);
}

#[test]
fn a_line_without_end_is_thrown_away_once() {
    let endless = vec![b'7'; 10_000];
    assert_eq!(codes(&[&endless, b"\r", b"73513537\r"]), ["?", "73513537"]);
    let longest = vec![b'7'; CODE_BYTES_MAX];
    assert_eq!(
        codes(&[&longest, b"\r"]),
        [String::from_utf8(longest.clone()).unwrap()]
    );
}

#[test]
fn the_same_code_at_once_is_one_read() {
    let news = read_with(Duration::from_secs(3_600), &[b"111\r111\r222\r111\r"]);
    let scan = |code: &str| DeviceNews::Scan(code.to_owned());
    let again = DeviceNews::DoubleRead("111".to_owned());
    assert_eq!(news, [scan("111"), again, scan("222"), scan("111")]);
}

#[test]
fn a_bank_card_is_told_without_its_number() {
    let news = read_with(
        NO_WINDOW,
        &[b"%B4111111111111111^DOE/JOHN^2812?\r;4111111111111111=2812?\r"],
    );
    assert_eq!(news, [DeviceNews::BankCard, DeviceNews::BankCard]);
}

#[test]
fn a_moment_more_makes_it_a_second_piece() {
    let start = Instant::now();
    let mut repeats = Repeats::new(Duration::from_millis(400));
    #[rustfmt::skip]
    let cases = [(0, false), (399, true), (400, false), (799, true), (800, false)];
    for (ms, want) in cases {
        let now = start + Duration::from_millis(ms);
        assert_eq!(repeats.is_repeat("111", now), want, "{ms} ms");
    }
}

#[test]
fn a_raised_stop_sign_ends_the_pump() {
    let stop = StopSign::default();
    stop.raise();
    let port = Pieces(VecDeque::from([b"1\r".to_vec()]));
    let ended = pump(port, &mut Repeats::new(NO_WINDOW), &stop, &mut |_| ());
    assert!(ended.is_ok());
}

proptest! {
    /// Noise of any kind before it, and in any pieces: the code after it comes
    /// out whole, and no control but GS ever does.
    #[test]
    fn noise_does_not_swallow_a_code(
        noise in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 0..20),
    ) {
        let mut pieces: Vec<&[u8]> = noise.iter().map(Vec::as_slice).collect();
        pieces.extend([b"\r".as_slice(), b"4006381333931\r"]);
        let news = read_with(NO_WINDOW, &pieces);
        prop_assert_eq!(news.last(), Some(&DeviceNews::Scan("4006381333931".to_owned())));
        for it in &news {
            if let DeviceNews::Scan(code) = it {
                let is_clean = code.bytes().all(|byte| [GS, RS, EOT].contains(&byte) || (b' '..=b'~').contains(&byte));
                prop_assert!(is_clean && !code.is_empty(), "{code:?}");
            }
        }
    }
}
