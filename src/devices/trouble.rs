//! Why a device cannot be used right now.

use std::io;

use thiserror::Error;

/// Errno for a device node whose hardware is not there.
const ENXIO: i32 = 6;
const ENODEV: i32 = 19;

/// What stands in the way, as far as the system can tell. The screen has its own
/// words for each; these are for details and logs.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum DeviceTrouble {
    #[error("it is not there")]
    Absent,
    #[error("another program uses it")]
    Busy,
    #[error("this user may not use it (groups dialout, uucp or lp usually may)")]
    Denied,
    #[error("it went away")]
    Gone,
    #[error("it does not answer")]
    Silent,
    #[error("that is not a device of this kind")]
    NotADevice,
    #[error("{0}")]
    Other(String),
}

impl From<&serialport::Error> for DeviceTrouble {
    fn from(err: &serialport::Error) -> Self {
        match err.kind {
            // serialport says "no device" when another program holds the lock.
            serialport::ErrorKind::NoDevice => Self::Busy,
            serialport::ErrorKind::Io(kind) => {
                Self::from_kind(kind).unwrap_or_else(|| Self::Other(err.description.clone()))
            }
            serialport::ErrorKind::InvalidInput => Self::NotADevice,
            serialport::ErrorKind::Unknown => match err.description.as_str() {
                "Not a typewriter" | "Is a directory" => Self::NotADevice,
                // "I/O error" is what a mainboard's port without its chip says.
                "No such device" | "No such device or address" | "I/O error" => Self::Absent,
                description => Self::Other(description.to_owned()),
            },
        }
    }
}

impl From<&io::Error> for DeviceTrouble {
    fn from(err: &io::Error) -> Self {
        if matches!(err.raw_os_error(), Some(ENXIO | ENODEV)) {
            return Self::Absent;
        }
        Self::from_kind(err.kind()).unwrap_or_else(|| Self::Other(err.to_string()))
    }
}

impl DeviceTrouble {
    fn from_kind(kind: io::ErrorKind) -> Option<Self> {
        use io::ErrorKind as Kind;
        match kind {
            Kind::NotFound | Kind::ConnectionRefused => Some(Self::Absent),
            Kind::HostUnreachable | Kind::NetworkUnreachable | Kind::NetworkDown => {
                Some(Self::Absent)
            }
            Kind::ResourceBusy | Kind::AddrInUse => Some(Self::Busy),
            Kind::PermissionDenied => Some(Self::Denied),
            Kind::BrokenPipe
            | Kind::UnexpectedEof
            | Kind::NotConnected
            | Kind::ConnectionReset
            | Kind::ConnectionAborted => Some(Self::Gone),
            Kind::TimedOut | Kind::WouldBlock => Some(Self::Silent),
            Kind::IsADirectory | Kind::NotADirectory | Kind::InvalidInput => Some(Self::NotADevice),
            _ => None,
        }
    }
}
