//! Black and white dots for the printer: a line of letters that it lacks, and the
//! shop's logo, a file that is read once and printed at the head of each receipt. PBM (P1, P4) and uncompressed BMP of one bit are read;
//! every drawing program writes one of them.

use std::{fs, io::Read, path::Path};

use thiserror::Error;

/// Twice the widest paper, and about 30 cm of it.
const WIDTH_MAX: usize = 1_280;
const HEIGHT_MAX: usize = 2_400;
/// A file longer than this is no such picture.
const FILE_BYTES_MAX: u64 = 4 * 1024 * 1024;
/// Rows that go in one command: short enough that something can be asked between.
const BAND_ROWS: usize = 24;

/// Dots in rows of whole bytes, the leftmost in the highest bit; 1 is black.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bitmap {
    n_bytes_wide: usize,
    rows: Vec<Vec<u8>>,
}

/// What is wrong with a logo.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BitmapError {
    #[error("it cannot be read: {0}")]
    File(String),
    #[error("it is neither PBM nor BMP of one bit")]
    Kind,
    #[error("it breaks off")]
    Short,
    #[error("it is larger than {WIDTH_MAX} by {HEIGHT_MAX} dots")]
    Large,
    #[error("it is blank")]
    Blank,
}

impl Bitmap {
    /// # Errors
    ///
    /// No such file, or not such a picture.
    pub fn read(file: &Path) -> Result<Self, BitmapError> {
        let mut bytes = Vec::new();
        fs::File::open(file)
            .and_then(|opened| opened.take(FILE_BYTES_MAX).read_to_end(&mut bytes))
            .map_err(|err| BitmapError::File(err.to_string()))?;
        Self::parse(&bytes)
    }

    /// # Errors
    ///
    /// The bytes are no such picture.
    pub fn parse(bytes: &[u8]) -> Result<Self, BitmapError> {
        let found = match bytes {
            [b'P', b'1', rest @ ..] => plain_pbm(rest),
            [b'P', b'4', rest @ ..] => raw_pbm(rest),
            [b'B', b'M', ..] => bmp(bytes),
            _ => Err(BitmapError::Kind),
        }?;
        found.trimmed()
    }

    /// Of `height` rows, each `width` dots but for what is white at the right in all of
    /// them; `None` if all is white.
    pub(super) fn of(
        width: usize,
        height: usize,
        is_black: impl Fn(usize, usize) -> bool,
    ) -> Option<Self> {
        let mut bitmap = blank(width, height).ok()?;
        for (y, row) in bitmap.rows.iter_mut().enumerate() {
            for x in (0..width).filter(|x| is_black(*x, y)) {
                row[x / 8] |= 0x80 >> (x % 8);
            }
        }
        let last = |row: &Vec<u8>| row.iter().rposition(|byte| *byte != 0);
        let n_bytes_wide = bitmap.rows.iter().filter_map(last).max()? + 1;
        for row in &mut bitmap.rows {
            row.truncate(n_bytes_wide);
        }
        bitmap.n_bytes_wide = n_bytes_wide;
        Some(bitmap)
    }

    /// Without what is white at the right and below: it only takes time.
    fn trimmed(mut self) -> Result<Self, BitmapError> {
        let is_black = |row: &Vec<u8>| row.iter().any(|byte| *byte != 0);
        let n_rows = self.rows.iter().rposition(is_black).map_or(0, |at| at + 1);
        self.rows.truncate(n_rows);
        let last = |row: &Vec<u8>| row.iter().rposition(|byte| *byte != 0);
        let Some(last) = self.rows.iter().filter_map(last).max() else {
            return Err(BitmapError::Blank);
        };
        self.n_bytes_wide = last + 1;
        for row in &mut self.rows {
            row.truncate(last + 1);
        }
        Ok(self)
    }

    /// As raster commands (`GS v 0`) for a paper of `n_dots`; what is wider is cut
    /// at the right.
    ///
    /// Printers obey questions and drawer kicks even inside a picture, so no three
    /// dots in a row of bytes may look like one: a dot of it is turned over.
    pub fn commands(&self, n_dots: u16) -> Vec<Vec<u8>> {
        let n_wide = self.n_bytes_wide.min(usize::from(n_dots / 8)).max(1);
        let low_high = |n: usize| u16::try_from(n).unwrap_or(u16::MAX).to_le_bytes();
        let band = |rows: &[Vec<u8>]| {
            let mut bytes = vec![0x1D, b'v', b'0', 0];
            bytes.extend(low_high(n_wide));
            bytes.extend(low_high(rows.len()));
            for row in rows {
                bytes.extend(&row[..n_wide]);
            }
            screen(&mut bytes);
            bytes
        };
        self.rows.chunks(BAND_ROWS).map(band).collect()
    }
}

/// `DLE EOT`, `DLE ENQ` and `DLE DC4` are what printers obey at once.
fn screen(bytes: &mut [u8]) {
    for idx in 1..bytes.len() {
        if bytes[idx - 1] == 0x10 && matches!(bytes[idx], 0x04 | 0x05 | 0x14) {
            bytes[idx] ^= 0x02;
        }
    }
}

fn blank(width: usize, height: usize) -> Result<Bitmap, BitmapError> {
    if width == 0 || height == 0 {
        return Err(BitmapError::Blank);
    }
    if width > WIDTH_MAX || height > HEIGHT_MAX {
        return Err(BitmapError::Large);
    }
    let n_bytes_wide = width.div_ceil(8);
    let rows = vec![vec![0; n_bytes_wide]; height];
    Ok(Bitmap { n_bytes_wide, rows })
}

/// The next number of a PBM's head, and what follows the one white space after it.
fn number(mut bytes: &[u8]) -> Result<(usize, &[u8]), BitmapError> {
    loop {
        match bytes {
            [b'#', rest @ ..] => {
                let end = rest.iter().position(|byte| *byte == b'\n');
                bytes = &rest[end.ok_or(BitmapError::Short)?..];
            }
            [byte, rest @ ..] if byte.is_ascii_whitespace() => bytes = rest,
            _ => break,
        }
    }
    let n_digits = bytes.iter().take_while(|it| it.is_ascii_digit()).count();
    let digits = std::str::from_utf8(&bytes[..n_digits]).unwrap_or_default();
    let found = digits.parse().map_err(|_| BitmapError::Kind)?;
    Ok((found, bytes.get(n_digits + 1..).unwrap_or_default()))
}

fn raw_pbm(bytes: &[u8]) -> Result<Bitmap, BitmapError> {
    let (width, rest) = number(bytes)?;
    let (height, data) = number(rest)?;
    let mut bitmap = blank(width, height)?;
    let n_wide = bitmap.n_bytes_wide;
    for (row, bytes) in bitmap.rows.iter_mut().zip(data.chunks(n_wide)) {
        if bytes.len() < n_wide {
            return Err(BitmapError::Short);
        }
        row.copy_from_slice(bytes);
        clear_beyond(row, width);
    }
    if data.len() < n_wide * height {
        return Err(BitmapError::Short);
    }
    Ok(bitmap)
}

fn plain_pbm(bytes: &[u8]) -> Result<Bitmap, BitmapError> {
    let (width, rest) = number(bytes)?;
    let (height, data) = number(rest)?;
    let mut bitmap = blank(width, height)?;
    let mut dots = data.iter().filter(|byte| matches!(byte, b'0' | b'1'));
    for row in &mut bitmap.rows {
        for x in 0..width {
            if dots.next().ok_or(BitmapError::Short)? == &b'1' {
                row[x / 8] |= 0x80 >> (x % 8);
            }
        }
    }
    Ok(bitmap)
}

/// The last byte of a row may hold anything beyond the picture.
fn clear_beyond(row: &mut [u8], width: usize) {
    let n_used = width % 8;
    if let (Some(last), 1..) = (row.last_mut(), n_used) {
        *last &= !(0xFF >> n_used);
    }
}

fn bmp(bytes: &[u8]) -> Result<Bitmap, BitmapError> {
    let number = |at: usize| {
        let four = bytes.get(at..at + 4).and_then(|it| it.try_into().ok());
        four.map(i32::from_le_bytes).ok_or(BitmapError::Short)
    };
    let two = |at: usize| {
        let two = bytes.get(at..at + 2).and_then(|it| it.try_into().ok());
        two.map(u16::from_le_bytes).ok_or(BitmapError::Short)
    };
    let in_memory = |n: i32| usize::try_from(n).map_err(|_| BitmapError::Kind);
    let (start, head) = (in_memory(number(10)?)?, in_memory(number(14)?)?);
    let (width, height) = (in_memory(number(18)?)?, number(22)?);
    if head < 40 || two(28)? != 1 || number(30)? != 0 {
        return Err(BitmapError::Kind);
    }
    let n_rows = usize::try_from(height.unsigned_abs()).map_err(|_| BitmapError::Large)?;
    let mut bitmap = blank(width, n_rows)?;
    // The two colours: whichever is darker is black.
    let light = |idx: usize| {
        let colour = bytes.get(14 + head + 4 * idx..14 + head + 4 * idx + 3);
        let parts = colour.ok_or(BitmapError::Short)?;
        Ok(parts.iter().map(|it| u32::from(*it)).sum::<u32>())
    };
    let turn: u8 = if light(0)? < light(1)? { 0xFF } else { 0 };
    // Rows are filled up to four bytes, and stand upside down unless the height is
    // negative.
    let n_stored = bitmap.n_bytes_wide.div_ceil(4) * 4;
    for y in 0..n_rows {
        let at = start.saturating_add(y * n_stored);
        let stored = bytes.get(at..at.saturating_add(bitmap.n_bytes_wide));
        let stored = stored.ok_or(BitmapError::Short)?;
        let place = if height < 0 { y } else { n_rows - 1 - y };
        let row = &mut bitmap.rows[place];
        for (dot, byte) in row.iter_mut().zip(stored) {
            *dot = byte ^ turn;
        }
        clear_beyond(row, width);
    }
    Ok(bitmap)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_kinds_of_pbm_are_one_picture() {
        let plain =
            Bitmap::parse(b"P1\n# a corner\n10 3\n1111111111\n1000000000\n1 0 0 0 0 0 0 0 0 0")
                .unwrap();
        let raw = Bitmap::parse(b"P4\n10 3\n\xFF\xFF\x80\x3F\x80\x00").unwrap();
        assert_eq!(plain, raw);
        assert_eq!(
            plain.commands(384),
            [b"\x1Dv0\0\x02\0\x03\0\xFF\xC0\x80\x00\x80\x00".to_vec()]
        );
    }

    /// By hand after the format's description: 2 x 2, upside down, black is colour 0.
    #[test]
    fn a_bmp_stands_on_its_feet() {
        let mut file = b"BM".to_vec();
        file.extend([70, 0, 0, 0, 0, 0, 0, 0, 62, 0, 0, 0]);
        file.extend([40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 1, 0]);
        file.extend([0; 24]);
        file.extend([0, 0, 0, 0, 255, 255, 255, 0]);
        file.extend([0b1000_0000, 0, 0, 0, 0b0000_0000, 0, 0, 0]);
        let bitmap = Bitmap::parse(&file).unwrap();
        assert_eq!(bitmap.rows, [[0b1100_0000], [0b0100_0000]]);
    }

    #[test]
    fn white_at_the_right_and_below_is_left_out() {
        let wide = Bitmap::parse(b"P1 40 3\n1000000000000000000000000000000000000000\n").err();
        assert_eq!(wide, Some(BitmapError::Short));
        let mut file = b"P4 40 3 ".to_vec();
        file.extend([0x80, 0, 0, 0, 0, 0, 0x01, 0, 0, 0, 0, 0, 0, 0, 0]);
        let bitmap = Bitmap::parse(&file).unwrap();
        assert_eq!((bitmap.n_bytes_wide, bitmap.rows.len()), (2, 2));
    }

    #[test]
    fn what_is_no_logo_is_named() {
        #[rustfmt::skip]
        let cases: [(&[u8], BitmapError); 6] = [
            (b"\x89PNG\r\n", BitmapError::Kind),
            (b"", BitmapError::Kind),
            (b"P4 8 2 \xFF", BitmapError::Short),
            (b"P4 9999 2 \xFF", BitmapError::Large),
            (b"P4 8 1 \0", BitmapError::Blank),
            (b"BM", BitmapError::Short),
        ];
        for (bytes, want) in cases {
            assert_eq!(Bitmap::parse(bytes), Err(want), "{bytes:?}");
        }
    }

    /// All that printers obey in the middle of a picture.
    fn looks_like_a_command(bytes: &[u8]) -> bool {
        let obeyed = [[0x10, 0x04], [0x10, 0x05], [0x10, 0x14]];
        bytes
            .windows(2)
            .any(|it| obeyed.iter().any(|bad| bad == it))
    }

    #[test]
    fn no_picture_asks_or_kicks() {
        // Every row holds a kick of the drawer.
        let mut file = b"P4 40 30 ".to_vec();
        for _ in 0..30 {
            file.extend([0x10, 0x14, 0x01, 0x00, 0x08]);
        }
        let commands = Bitmap::parse(&file).unwrap().commands(384);
        assert_eq!(commands.len(), 2);
        assert!(commands.iter().all(|it| !looks_like_a_command(it)));
    }

    proptest! {
        #[test]
        fn random_dots_are_harmless(dots in prop::collection::vec(prop_oneof![Just(0x10_u8), Just(0x04), Just(0x14), any::<u8>()], 600)) {
            let mut file = b"P4 80 60 ".to_vec();
            file.extend(&dots);
            if let Ok(bitmap) = Bitmap::parse(&file) {
                for command in bitmap.commands(576) {
                    prop_assert!(!looks_like_a_command(&command));
                }
            }
        }

        #[test]
        fn no_file_breaks_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..200), head in 0..4_usize) {
            let head: &[u8] = [&b"P1 "[..], b"P4 ", b"BM", b""][head];
            let _ = Bitmap::parse(&[head, &bytes].concat());
        }
    }
}
