//! The bytes of a record: kind, version, checksum, then bincode.
//!
//! The checksum covers key, kind, version and content, so that a value under a
//! wrong key is noticed as well. Integers are written as varints: most numbers
//! of the trade are small.

use bincode::Options;
use sha2::{Digest, Sha256};

use super::{
    error::StoreError,
    record::{Key, Kind, Record},
    upgrade,
};

/// The most bytes of one record. A cart of 500 lines has about 60 KiB.
pub(super) const RECORD_BYTES_MAX: usize = 256 * 1024;
/// Kind, version and checksum.
const HEAD_LEN: usize = 6;

pub(super) fn options() -> impl Options {
    bincode::DefaultOptions::new()
        .with_limit(RECORD_BYTES_MAX as u64)
        .with_varint_encoding()
        .reject_trailing_bytes()
}

/// The whole key of a record: its kind, then the key's own bytes.
pub(super) fn record_key<R: Record>(key: &R::Key) -> Vec<u8> {
    let mut bytes = vec![R::KIND as u8];
    key.write(&mut bytes);
    bytes
}

fn checksum(key: &[u8], kind: u8, version: u8, content: &[u8]) -> [u8; 4] {
    let mut hasher = Sha256::new();
    hasher.update((key.len() as u64).to_be_bytes());
    hasher.update(key);
    hasher.update([kind, version]);
    hasher.update(content);
    let [a, b, c, d, ..] = <[u8; 32]>::from(hasher.finalize());
    [a, b, c, d]
}

pub(super) fn encode<R: Record>(key: &[u8], record: &R) -> Result<Vec<u8>, StoreError> {
    let content = options().serialize(record).map_err(|err| match *err {
        bincode::ErrorKind::SizeLimit => StoreError::RecordTooLarge {
            kind: R::KIND,
            n_bytes: bincode::serialized_size(record)
                .map_or(0, |n| usize::try_from(n).unwrap_or(0)),
            max: RECORD_BYTES_MAX,
        },
        other => StoreError::record(key, &other),
    })?;
    Ok(seal(key, R::KIND, R::VERSION, &content))
}

/// Puts kind, version and checksum before the content.
pub(super) fn seal(key: &[u8], kind: Kind, version: u8, content: &[u8]) -> Vec<u8> {
    let kind = kind as u8;
    let mut bytes = Vec::with_capacity(HEAD_LEN + content.len());
    bytes.extend([kind, version]);
    bytes.extend(checksum(key, kind, version, content));
    bytes.extend(content);
    bytes
}

/// A record's bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Raw<'a> {
    pub(super) bytes: &'a [u8],
    /// The checksum has been found right, or was made here.
    pub(super) is_proved: bool,
}

impl<'a> Raw<'a> {
    /// From a file, or from somebody who does not know.
    pub(super) fn unproved(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            is_proved: false,
        }
    }
}

/// Reads a record of any version up to this program's.
///
/// # Errors
///
/// `NewerRecord`, or `RecordDamaged` with the kind and the key.
pub(super) fn decode<R: Record>(key: &[u8], bytes: &[u8]) -> Result<R, StoreError> {
    decode_raw(key, Raw::unproved(bytes))
}

/// [`decode`], without proving again what is proved.
pub(super) fn decode_raw<R: Record>(key: &[u8], raw: Raw<'_>) -> Result<R, StoreError> {
    let (version, content) = open(key, raw, R::KIND)?;
    let read = |content: &[u8]| {
        options()
            .deserialize(content)
            .map_err(|err| StoreError::record(key, &err))
    };
    if version == R::VERSION {
        read(content)
    } else {
        check_version(R::KIND, version, R::VERSION)?;
        read(&upgrade::to_current(R::KIND, version, key, content)?)
    }
}

/// Refuses what a newer program wrote.
pub(super) fn check_version(kind: Kind, found: u8, known: u8) -> Result<(), StoreError> {
    if found > known {
        return Err(StoreError::NewerRecord { kind, found, known });
    }
    Ok(())
}

/// Whether the bytes are those of a record with this key, of whatever version.
pub(super) fn is_sound(key: &[u8], bytes: &[u8]) -> bool {
    let kind = key.first().and_then(|byte| Kind::from_byte(*byte));
    kind.is_some_and(|kind| open(key, Raw::unproved(bytes), kind).is_ok())
}

/// The version and content, once kind and checksum are right.
fn open<'a>(key: &[u8], raw: Raw<'a>, kind: Kind) -> Result<(u8, &'a [u8]), StoreError> {
    let wrong = |what: &str| StoreError::record(key, &what);
    let Some(([found, version, sum @ ..], content)) = raw.bytes.split_first_chunk::<HEAD_LEN>()
    else {
        return Err(wrong("it is too short"));
    };
    if *found != kind as u8 || key.first() != Some(found) {
        return Err(wrong("it is of another kind"));
    }
    if !raw.is_proved && *sum != checksum(key, *found, *version, content) {
        return Err(wrong("the checksum does not match"));
    }
    Ok((*version, content))
}
