//! The lock of an archive: keys, or a passphrase.

use std::{
    fmt,
    io::{self, ErrorKind, Read, Write},
};

use super::{
    age::{self, AgeError, Identity, Opening, Recipient, Sealing},
    error::BackupError,
};

/// Trying a passphrase takes 2 to this power steps: 64 MiB of memory, and some tenths
/// of a second.
const WORK: u8 = 16;

/// What an archive is locked with.
#[derive(Clone)]
pub struct Lock(Vec<Recipient>);

/// What an archive is unlocked with.
#[derive(Clone)]
pub struct Key(Vec<Identity>);

/// A new key and what archives are locked with for it.
pub struct KeyPair {
    /// For a file that is kept away from the shop.
    pub secret: String,
    pub recipient: String,
}

impl fmt::Debug for Lock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Lock").finish_non_exhaustive()
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").finish_non_exhaustive()
    }
}

impl KeyPair {
    /// # Errors
    ///
    /// The system has no random numbers.
    pub fn generate() -> io::Result<Self> {
        let key = Identity::generate()?;
        let recipient = key.recipient().map(|it| it.to_string());
        Ok(Self {
            secret: key.to_text(),
            recipient: recipient.unwrap_or_default(),
        })
    }
}

impl Lock {
    /// # Errors
    ///
    /// One of the texts is no recipient, or there is none.
    pub fn to_recipients(texts: &[String]) -> Result<Self, BackupError> {
        let parse = |text: &String| {
            let text = text.trim();
            text.parse().map_err(|()| BackupError::BadRecipient {
                text: text.to_owned(),
            })
        };
        let recipients: Vec<_> = texts.iter().map(parse).collect::<Result<_, _>>()?;
        if recipients.is_empty() {
            return Err(BackupError::NoLock);
        }
        Ok(Self(recipients))
    }

    /// # Errors
    ///
    /// There is no passphrase in it.
    pub fn by_passphrase(text: String) -> Result<Self, BackupError> {
        if text.is_empty() {
            return Err(BackupError::NoLock);
        }
        Ok(Self(vec![Recipient::Passphrase { text, work: WORK }]))
    }

    /// Locks what is written from now on.
    ///
    /// # Errors
    ///
    /// The output cannot be written.
    pub fn seal<W: Write>(&self, output: W) -> io::Result<Sealing<W>> {
        age::seal(&self.0, output)
    }
}

impl Key {
    /// The keys in the text of a key file, one per line, among comments.
    ///
    /// # Errors
    ///
    /// There is none, or a line that is none.
    pub fn from_file_text(text: &str) -> Result<Self, BackupError> {
        let lines = text.lines().map(str::trim);
        let lines = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        match lines.map(str::parse).collect::<Result<Vec<_>, ()>>() {
            Ok(keys) if !keys.is_empty() => Ok(Self(keys)),
            _ => Err(BackupError::NoKeyInFile),
        }
    }

    pub fn by_passphrase(text: String) -> Self {
        Self(vec![Identity::Passphrase { text }])
    }

    /// Unlocks a whole archive: reading it to its end proves it.
    ///
    /// # Errors
    ///
    /// It is no archive, or not for this key.
    pub fn open<R: Read>(&self, input: R) -> Result<Opening<R>, BackupError> {
        age::open(&self.0, input).map_err(refusal)
    }
}

/// Whether a file is locked with a passphrase, so that the right thing is asked for.
///
/// # Errors
///
/// It is no archive, or cannot be read.
pub fn needs_passphrase(input: impl Read) -> Result<bool, BackupError> {
    age::has_passphrase(input).map_err(refusal)
}

fn refusal(error: AgeError) -> BackupError {
    match error {
        AgeError::NotAge => BackupError::NotAnArchive,
        AgeError::OtherLock { by_passphrase } => BackupError::OtherLock { by_passphrase },
        AgeError::NoMatch => BackupError::WrongKey,
        AgeError::Io(err) if err.kind() == ErrorKind::UnexpectedEof => BackupError::NotAnArchive,
        AgeError::Io(err) => BackupError::reading(&err),
    }
}
