//! Who can open a file: X25519 keys, and passphrases by scrypt.

use std::{fmt, io, str::FromStr};

use bech32::{Bech32, Hrp, primitives::decode::CheckedHrpstring};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit, Nonce, aead::Aead};
use x25519_dalek::{PublicKey, StaticSecret};

use super::{
    AgeError::{self, NotAge},
    FileKey, derive,
    header::{Stanza, decode, encode},
    random,
};

const X25519: &str = "X25519";
const X25519_LABEL: &[u8] = b"age-encryption.org/v1/X25519";
const SCRYPT: &str = "scrypt";
const SCRYPT_LABEL: &[u8] = b"age-encryption.org/v1/scrypt";
const RECIPIENT_PREFIX: &str = "age";
const SECRET_PREFIX: &str = "age-secret-key-";
const TAG_LEN: usize = 16;
/// The stock tools take 2 to the power of 18 for new files; above 20, which is a
/// gigabyte of memory, it is an attack on whoever opens it.
const WORK_MAX: u8 = 20;

/// Who a file is locked for.
#[derive(Clone)]
pub(in super::super) enum Recipient {
    Key(PublicKey),
    /// `work` is the power of 2 that says how hard it is to try passphrases.
    Passphrase {
        text: String,
        work: u8,
    },
}

/// Who opens it.
#[derive(Clone)]
pub(in super::super) enum Identity {
    Key(StaticSecret),
    Passphrase { text: String },
}

impl Recipient {
    pub(super) fn lock(&self, file_key: &FileKey) -> io::Result<Stanza> {
        let (args, key) = match self {
            Self::Key(theirs) => {
                let ours = StaticSecret::from(random::<32>()?);
                let share = PublicKey::from(&ours);
                let key = shared_key(&ours, theirs, &share, theirs)
                    .ok_or_else(|| io::Error::other("a recipient that anybody could be"))?;
                let args = vec![X25519.to_owned(), encode(share.as_bytes())];
                (args, key)
            }
            Self::Passphrase { text, work } => {
                let salt: [u8; 16] = random()?;
                let key = stretched(text, &salt, *work)
                    .ok_or_else(|| io::Error::other("a work factor out of range"))?;
                let args = vec![SCRYPT.to_owned(), encode(&salt), work.to_string()];
                (args, key)
            }
        };
        let cipher = ChaCha20Poly1305::new(&key.into());
        let body = cipher.encrypt(&Nonce::default(), file_key.as_slice());
        let body = body.map_err(|_| io::Error::other("the file key cannot be locked"))?;
        Ok(Stanza { args, body })
    }
}

impl Identity {
    pub(super) fn is_passphrase(&self) -> bool {
        matches!(self, Self::Passphrase { .. })
    }

    /// The file key, if this stanza is for this identity.
    pub(super) fn unlock(&self, stanza: &Stanza) -> Result<Option<FileKey>, AgeError> {
        let mut args = stanza.args.iter().map(String::as_str);
        let kind = args.next().unwrap_or_default();
        let rest: Vec<&str> = args.collect();
        let key = match (self, kind, rest.as_slice()) {
            (Self::Key(secret), X25519, [share]) => {
                let share = PublicKey::from(exactly::<32>(share)?);
                let ours = PublicKey::from(secret);
                shared_key(secret, &share, &share, &ours).ok_or(NotAge)?
            }
            (Self::Passphrase { text }, SCRYPT, [salt, work]) => {
                let salt = exactly::<16>(salt)?;
                stretched(text, &salt, work_in(work)?).ok_or(NotAge)?
            }
            (Self::Key(_), X25519, _) | (Self::Passphrase { .. }, SCRYPT, _) => {
                return Err(NotAge);
            }
            _ => return Ok(None),
        };
        if stanza.body.len() != size_of::<FileKey>() + TAG_LEN {
            return Err(NotAge);
        }
        let cipher = ChaCha20Poly1305::new(&key.into());
        let opened = cipher.decrypt(&Nonce::default(), stanza.body.as_slice());
        Ok(opened.ok().and_then(|it| it.try_into().ok()))
    }

    /// A new key.
    pub(in super::super) fn generate() -> io::Result<Self> {
        Ok(Self::Key(StaticSecret::from(random::<32>()?)))
    }

    /// What files are locked with for this key; `None` of a passphrase.
    pub(in super::super) fn recipient(&self) -> Option<Recipient> {
        match self {
            Self::Key(secret) => Some(Recipient::Key(PublicKey::from(secret))),
            Self::Passphrase { .. } => None,
        }
    }

    /// As a key file has it; empty of a passphrase.
    pub(in super::super) fn to_text(&self) -> String {
        match self {
            Self::Key(secret) => spelled(SECRET_PREFIX, secret.as_bytes()).to_uppercase(),
            Self::Passphrase { .. } => String::new(),
        }
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(public) => f.write_str(&spelled(RECIPIENT_PREFIX, public.as_bytes())),
            Self::Passphrase { .. } => f.write_str("a passphrase"),
        }
    }
}

impl FromStr for Recipient {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = read_spelled(RECIPIENT_PREFIX, text).ok_or(())?;
        Ok(Self::Key(PublicKey::from(bytes)))
    }
}

impl FromStr for Identity {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = read_spelled(SECRET_PREFIX, text).ok_or(())?;
        Ok(Self::Key(StaticSecret::from(bytes)))
    }
}

fn spelled(prefix: &str, bytes: &[u8; 32]) -> String {
    let spelled = Hrp::parse(prefix).ok();
    let spelled = spelled.and_then(|it| bech32::encode_lower::<Bech32>(it, bytes).ok());
    spelled.unwrap_or_default()
}

fn read_spelled(prefix: &str, text: &str) -> Option<[u8; 32]> {
    let checked = CheckedHrpstring::new::<Bech32>(text).ok()?;
    if !checked.hrp().as_str().eq_ignore_ascii_case(prefix) {
        return None;
    }
    let bytes: Vec<u8> = checked.byte_iter().collect();
    bytes.try_into().ok()
}

/// `None` where the other's share would give the same for any secret.
fn shared_key(
    ours: &StaticSecret,
    theirs: &PublicKey,
    share: &PublicKey,
    recipient: &PublicKey,
) -> Option<[u8; 32]> {
    let shared = ours.diffie_hellman(theirs);
    let salt = [share.as_bytes().as_slice(), recipient.as_bytes()].concat();
    let key = derive(shared.as_bytes(), &salt, X25519_LABEL);
    shared.was_contributory().then_some(key)
}

fn stretched(text: &str, salt: &[u8; 16], work: u8) -> Option<[u8; 32]> {
    let params = scrypt::Params::new(work, 8, 1).ok()?;
    let salt = [SCRYPT_LABEL, salt].concat();
    let mut key = [0; 32];
    scrypt::scrypt(text.as_bytes(), &salt, &params, &mut key).ok()?;
    Some(key)
}

fn work_in(text: &str) -> Result<u8, AgeError> {
    let work: u8 = text.parse().map_err(|_| NotAge)?;
    let is_as_written = work.to_string() == text;
    if is_as_written && (1..=WORK_MAX).contains(&work) {
        return Ok(work);
    }
    Err(NotAge)
}

fn exactly<const N: usize>(text: &str) -> Result<[u8; N], AgeError> {
    decode(text)?.try_into().map_err(|_| NotAge)
}
