//! The only way in for a file's bytes: proves that they are UTF-8, makes every
//! line end a plain LF, and stops a record that never ends.

use std::io::{self, Read};

use super::problem::Unreadable;

/// How much is read at once.
const CHUNK_BYTES: u64 = 64 * 1024;
/// A record above this is a quotation mark that was never closed.
pub(super) const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// Hands on the bytes of `inner` once they are proven. What is wrong with them
/// stays in [`Gate::wrong`], since `io::Error` has no room for it.
pub(super) struct Gate<R> {
    inner: R,
    /// Bytes of a letter whose rest comes with the next chunk.
    carry: Vec<u8>,
    ready: Vec<u8>,
    n_taken: usize,
    /// Of the next byte to be proven, from 1.
    line: u64,
    column: u64,
    after_cr: bool,
    at_end: bool,
    n_since_record: usize,
    record_line: u64,
    pub(super) wrong: Option<Unreadable>,
    /// Whether more was asked for than there was. Every record ends in a LF here,
    /// so only one with an open quotation mark is looked for beyond the end.
    pub(super) exhausted: bool,
}

impl<R: Read> Gate<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            carry: Vec::new(),
            ready: Vec::new(),
            n_taken: 0,
            line: 1,
            column: 1,
            after_cr: false,
            at_end: false,
            n_since_record: 0,
            record_line: 1,
            wrong: None,
            exhausted: false,
        }
    }

    /// The first line without its end, or as much of it as one chunk may hold.
    pub(super) fn first_line(&mut self) -> io::Result<&[u8]> {
        while !self.at_end && self.ready.is_empty() {
            self.fill()?;
        }
        let line = self.ready.split(|byte| *byte == b'\n').next();
        Ok(line.unwrap_or_default())
    }

    /// A record is complete; the next one begins at `line`.
    pub(super) fn record_done(&mut self, line: u64) {
        self.n_since_record = 0;
        self.record_line = line;
    }

    fn fill(&mut self) -> io::Result<()> {
        self.ready.drain(..self.n_taken);
        self.n_taken = 0;
        let mut chunk = std::mem::take(&mut self.carry);
        let mut piece = self.inner.by_ref().take(CHUNK_BYTES);
        self.at_end = piece.read_to_end(&mut chunk)? == 0;

        let n_good = match std::str::from_utf8(&chunk) {
            Ok(_) => chunk.len(),
            Err(err) if err.error_len().is_none() && !self.at_end => err.valid_up_to(),
            Err(err) => {
                let (good, bad) = chunk.split_at(err.valid_up_to());
                self.take_in(good)?;
                return self.refuse_byte(bad[0]);
            }
        };
        self.take_in(&chunk[..n_good])?;
        self.carry = chunk.split_off(n_good);
        if self.at_end && self.column > 1 {
            self.ready.push(b'\n');
        }
        Ok(())
    }

    /// Counts lines, drops the byte order mark, and turns CRLF and CR into LF.
    fn take_in(&mut self, good: &[u8]) -> io::Result<()> {
        let mut rest = good;
        if (self.line, self.column) == (1, 1) {
            rest = rest.strip_prefix("\u{feff}".as_bytes()).unwrap_or(rest);
        }
        for &byte in rest {
            match byte {
                // UTF-16 of plain letters is valid UTF-8 with a NUL beside each.
                0 => return self.refuse_byte(0),
                b'\n' if self.after_cr => self.after_cr = false,
                b'\n' | b'\r' => {
                    self.after_cr = byte == b'\r';
                    self.ready.push(b'\n');
                    self.line += 1;
                    self.column = 1;
                }
                _ => {
                    self.after_cr = false;
                    self.ready.push(byte);
                    self.column += 1;
                }
            }
        }
        Ok(())
    }

    fn refuse_byte(&mut self, value: u8) -> io::Result<()> {
        self.wrong = Some(Unreadable::NotUtf8 {
            line: self.line,
            column: self.column,
            value,
        });
        Err(io::ErrorKind::InvalidData.into())
    }
}

impl<R: Read> Read for Gate<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        while self.n_taken == self.ready.len() && !self.at_end {
            self.fill()?;
        }
        let left = &self.ready[self.n_taken..];
        let n = left.len().min(buf.len());
        buf[..n].copy_from_slice(&left[..n]);
        self.n_taken += n;
        self.exhausted = n == 0;
        self.n_since_record += n;
        if self.n_since_record > RECORD_BYTES_MAX {
            self.wrong = Some(Unreadable::RecordTooLong {
                line: self.record_line,
            });
            return Err(io::ErrorKind::InvalidData.into());
        }
        Ok(n)
    }
}
