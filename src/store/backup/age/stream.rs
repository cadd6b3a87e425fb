//! The payload: chunks of 64 KiB, each sealed with its place and whether it is the
//! last, so that none can be changed, moved, left out or cut off unseen.

use std::io::{self, ErrorKind, Read, Write};

use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, aead::AeadInOut};

const CHUNK_LEN: usize = 64 * 1024;
const TAG_LEN: usize = 16;
const SEALED_LEN: usize = CHUNK_LEN + TAG_LEN;

struct Chunks {
    cipher: ChaCha20Poly1305,
    n_done: u64,
}

impl Chunks {
    fn new(key: &[u8; 32]) -> Self {
        Self {
            cipher: ChaCha20Poly1305::new(&(*key).into()),
            n_done: 0,
        }
    }

    /// Eleven bytes of counter, one that says whether it is the last.
    fn nonce(&mut self, is_last: bool) -> Nonce {
        let counter = u128::from(self.n_done) << 8 | u128::from(is_last);
        self.n_done += 1;
        let [_, _, _, _, nonce @ ..] = counter.to_be_bytes();
        nonce.into()
    }

    fn seal(&mut self, chunk: &mut Vec<u8>, is_last: bool) -> io::Result<()> {
        let nonce = self.nonce(is_last);
        let sealed = self.cipher.encrypt_in_place(&nonce, &[], chunk);
        sealed.map_err(|_| io::Error::other("a chunk cannot be sealed"))
    }

    fn open(&mut self, chunk: &mut Vec<u8>, is_last: bool) -> io::Result<()> {
        let nonce = self.nonce(is_last);
        let opened = self.cipher.decrypt_in_place(&nonce, &[], chunk);
        opened.map_err(|_| damaged("a part of it was changed"))
    }
}

fn damaged(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

/// Worth nothing until it is finished.
pub struct Sealing<W> {
    output: W,
    chunks: Chunks,
    chunk: Vec<u8>,
}

impl<W: Write> Sealing<W> {
    pub(super) fn new(output: W, key: &[u8; 32]) -> Self {
        Self {
            output,
            chunks: Chunks::new(key),
            chunk: Vec::with_capacity(SEALED_LEN),
        }
    }

    /// # Errors
    ///
    /// The rest cannot be written.
    pub fn finish(mut self) -> io::Result<W> {
        self.send(true)?;
        self.output.flush()?;
        Ok(self.output)
    }

    fn send(&mut self, is_last: bool) -> io::Result<()> {
        self.chunks.seal(&mut self.chunk, is_last)?;
        self.output.write_all(&self.chunk)?;
        self.chunk.clear();
        Ok(())
    }
}

impl<W: Write> Write for Sealing<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // A full one is sent when it is known not to be the last.
        if self.chunk.len() == CHUNK_LEN && !bytes.is_empty() {
            self.send(false)?;
        }
        let n = bytes.len().min(CHUNK_LEN - self.chunk.len());
        self.chunk.extend(bytes.iter().take(n));
        Ok(n)
    }

    /// A chunk goes out when it is full.
    fn flush(&mut self) -> io::Result<()> {
        self.output.flush()
    }
}

/// Gives nothing that was not proved to stand in its place.
pub struct Opening<R> {
    input: R,
    chunks: Chunks,
    /// Read ahead, sealed.
    ahead: Vec<u8>,
    chunk: Vec<u8>,
    at: usize,
    is_over: bool,
}

impl<R: Read> Opening<R> {
    pub(super) fn new(input: R, key: &[u8; 32]) -> Self {
        Self {
            input,
            chunks: Chunks::new(key),
            ahead: Vec::with_capacity(SEALED_LEN + 1),
            chunk: Vec::new(),
            at: 0,
            is_over: false,
        }
    }

    fn next_chunk(&mut self) -> io::Result<()> {
        // One more byte tells whether this is the last.
        let missing = (SEALED_LEN + 1 - self.ahead.len()) as u64;
        (&mut self.input)
            .take(missing)
            .read_to_end(&mut self.ahead)?;
        let is_last = self.ahead.len() <= SEALED_LEN;
        let rest = self.ahead.split_off(SEALED_LEN.min(self.ahead.len()));
        self.chunk = std::mem::replace(&mut self.ahead, rest);
        self.at = 0;
        let is_first = self.chunks.n_done == 0;
        if let Err(err) = self.chunks.open(&mut self.chunk, is_last) {
            self.chunk.clear();
            return Err(err);
        }
        if self.chunk.is_empty() && !is_first {
            return Err(damaged("its last part is empty"));
        }
        self.is_over = is_last;
        Ok(())
    }
}

impl<R: Read> Read for Opening<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        while self.at >= self.chunk.len() {
            if self.is_over || bytes.is_empty() {
                return Ok(0);
            }
            self.next_chunk()?;
        }
        let mut rest = self.chunk.get(self.at..).unwrap_or_default();
        let n = rest.read(bytes)?;
        self.at += n;
        Ok(n)
    }
}
