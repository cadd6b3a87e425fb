//! The head of a file: who can open it, and a MAC over that.

use std::{fmt::Write as _, io::Read};

use base64::{Engine, prelude::BASE64_STANDARD_NO_PAD as BASE64};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::AgeError::{self, NotAge};

const FIRST_LINE: &str = "age-encryption.org/v1";
const COLUMNS: usize = 64;
/// A longer head is none that anybody has made for use.
const BYTES_MAX: usize = 64 * 1024;

/// The file key, locked for one recipient.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stanza {
    /// The kind, then what belongs to it.
    pub(super) args: Vec<String>,
    pub(super) body: Vec<u8>,
}

pub(super) struct Header {
    stanzas: Vec<Stanza>,
    /// All that the MAC is over.
    bytes: Vec<u8>,
    mac: Vec<u8>,
}

impl Header {
    pub(super) fn new(stanzas: Vec<Stanza>) -> Self {
        let mut text = format!("{FIRST_LINE}\n");
        for stanza in &stanzas {
            let _ = writeln!(text, "-> {}", stanza.args.join(" "));
            let body = BASE64.encode(&stanza.body);
            let mut rest = body.as_str();
            while let Some((line, more)) = rest.split_at_checked(COLUMNS) {
                let _ = writeln!(text, "{line}");
                rest = more;
            }
            // The last line is shorter than the others, if only by being empty.
            let _ = writeln!(text, "{rest}");
        }
        text.push_str("---");
        Self {
            stanzas,
            bytes: text.into_bytes(),
            mac: Vec::new(),
        }
    }

    pub(super) fn to_bytes(&self, key: &[u8; 32]) -> Vec<u8> {
        let mac = mac(key, &self.bytes).map(|it| it.finalize().into_bytes());
        let mac = BASE64.encode(mac.unwrap_or_default());
        [&self.bytes, format!(" {mac}\n").as_bytes()].concat()
    }

    /// Reads as far as the header goes, and nothing behind it.
    pub(super) fn read(input: &mut impl Read) -> Result<Self, AgeError> {
        let mut lines = Lines {
            input,
            bytes: Vec::new(),
        };
        if lines.next()? != FIRST_LINE {
            return Err(NotAge);
        }
        let mut stanzas = Vec::new();
        loop {
            let n_before = lines.bytes.len();
            let line = lines.next()?;
            if let Some(args) = line.strip_prefix("-> ") {
                let args = args_in(args)?;
                let body = body_in(&mut lines)?;
                stanzas.push(Stanza { args, body });
                continue;
            }
            let mac = line.strip_prefix("--- ").ok_or(NotAge)?;
            let mac = decode(mac)?;
            let mut bytes = lines.bytes;
            bytes.truncate(n_before + "---".len());
            if stanzas.is_empty() || mac.len() != 32 {
                return Err(NotAge);
            }
            let header = Self {
                stanzas,
                bytes,
                mac,
            };
            // A passphrase is never one of several ways in.
            if header.has_passphrase() && header.stanzas.len() != 1 {
                return Err(NotAge);
            }
            return Ok(header);
        }
    }

    pub(super) fn stanzas(&self) -> &[Stanza] {
        &self.stanzas
    }

    pub(super) fn has_passphrase(&self) -> bool {
        let kind = |stanza: &Stanza| stanza.args.first().is_some_and(|it| it == "scrypt");
        self.stanzas.iter().any(kind)
    }

    /// Whether the MAC is the one that this key gives.
    pub(super) fn is_right(&self, key: &[u8; 32]) -> bool {
        mac(key, &self.bytes).is_some_and(|it| it.verify_slice(&self.mac).is_ok())
    }
}

fn mac(key: &[u8; 32], bytes: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(bytes);
    Some(mac)
}

/// Lines of the header, byte by byte: what is behind it is not to be read.
struct Lines<'a, R> {
    input: &'a mut R,
    bytes: Vec<u8>,
}

impl<R: Read> Lines<'_, R> {
    fn next(&mut self) -> Result<String, AgeError> {
        let start = self.bytes.len();
        loop {
            let mut byte = [0];
            if self.input.read(&mut byte)? == 0 || self.bytes.len() >= BYTES_MAX {
                return Err(NotAge);
            }
            self.bytes.extend(byte);
            if byte == *b"\n" {
                break;
            }
        }
        let line = self.bytes.get(start..self.bytes.len() - 1);
        let line = line.filter(|it| it.iter().all(|byte| (b' '..=b'~').contains(byte)));
        let line = line.and_then(|it| std::str::from_utf8(it).ok());
        line.map(str::to_owned).ok_or(NotAge)
    }
}

fn args_in(line: &str) -> Result<Vec<String>, AgeError> {
    let args: Vec<String> = line.split(' ').map(str::to_owned).collect();
    if args.iter().any(String::is_empty) {
        return Err(NotAge);
    }
    Ok(args)
}

fn body_in<R: Read>(lines: &mut Lines<'_, R>) -> Result<Vec<u8>, AgeError> {
    let mut text = String::new();
    loop {
        let line = lines.next()?;
        if line.len() > COLUMNS {
            return Err(NotAge);
        }
        text.push_str(&line);
        if line.len() < COLUMNS {
            return decode(&text);
        }
    }
}

/// Without padding, and only as it would be written.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, AgeError> {
    BASE64.decode(text).map_err(|_| NotAge)
}

pub(super) fn encode(bytes: &[u8]) -> String {
    BASE64.encode(bytes)
}
