//! The `age` format, version 1 (age-encryption.org/v1, published by C2SP), as far as
//! an archive needs it: X25519 keys and passphrases, binary files.
//!
//! ```text
//! header:  "age-encryption.org/v1\n", a stanza for each recipient, "--- " and a MAC
//! payload: nonce 16, then chunks of 64 KiB, each with its own tag
//! ```
//!
//! A file key locks the payload; each stanza holds it, locked for one recipient. The
//! ciphers and hashes are libraries'; what is here is the file they make together.
//! The library for the whole format brings eighty others and half a megabyte, for
//! kinds of keys that no archive has. The published test files are in the tests.

mod header;
mod keys;
mod stream;

use std::io::{self, Read, Write};

use hkdf::Hkdf;
use sha2::Sha256;

use self::header::Header;
pub(super) use self::keys::{Identity, Recipient};
pub use self::stream::{Opening, Sealing};

/// What a file key is, before it is locked.
type FileKey = [u8; 16];

/// Why a file cannot be opened.
#[derive(Debug)]
pub(super) enum AgeError {
    /// It is none, or its head is damaged beyond reading.
    NotAge,
    /// It has a passphrase, and a key was given; or the other way round.
    OtherLock {
        by_passphrase: bool,
    },
    /// None of the keys fits, or the head was changed.
    NoMatch,
    Io(io::Error),
}

impl From<io::Error> for AgeError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Locks what is written from now on.
pub(super) fn seal<W: Write>(recipients: &[Recipient], mut output: W) -> io::Result<Sealing<W>> {
    let file_key: FileKey = random()?;
    let stanzas = recipients.iter().map(|it| it.lock(&file_key));
    let header = Header::new(stanzas.collect::<io::Result<_>>()?);
    output.write_all(&header.to_bytes(&header_key(&file_key)))?;
    let nonce: [u8; 16] = random()?;
    output.write_all(&nonce)?;
    Ok(Sealing::new(output, &payload_key(&file_key, &nonce)))
}

/// Opens a file for reading; only its end proves that it is whole.
pub(super) fn open<R: Read>(identities: &[Identity], mut input: R) -> Result<Opening<R>, AgeError> {
    let header = Header::read(&mut input)?;
    let by_passphrase = header.has_passphrase();
    if identities
        .iter()
        .any(|it| it.is_passphrase() != by_passphrase)
    {
        return Err(AgeError::OtherLock { by_passphrase });
    }
    let mut found = None;
    for identity in identities {
        for stanza in header.stanzas() {
            found = found.or(identity.unlock(stanza)?);
        }
    }
    let file_key = found.ok_or(AgeError::NoMatch)?;
    if !header.is_right(&header_key(&file_key)) {
        return Err(AgeError::NoMatch);
    }
    let mut nonce = [0; 16];
    input.read_exact(&mut nonce)?;
    Ok(Opening::new(input, &payload_key(&file_key, &nonce)))
}

/// Whether a file is locked with a passphrase.
pub(super) fn has_passphrase<R: Read>(mut input: R) -> Result<bool, AgeError> {
    Ok(Header::read(&mut input)?.has_passphrase())
}

fn header_key(file_key: &FileKey) -> [u8; 32] {
    derive(file_key, &[], b"header")
}

fn payload_key(file_key: &FileKey, nonce: &[u8; 16]) -> [u8; 32] {
    derive(file_key, nonce, b"payload")
}

fn derive(secret: &[u8], salt: &[u8], label: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    // Only longer keys than any hash gives can fail.
    let _ = Hkdf::<Sha256>::new(Some(salt), secret).expand(label, &mut key);
    key
}

fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|err| io::Error::other(err.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests;
