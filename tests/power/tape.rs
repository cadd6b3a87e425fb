//! What a watched program did to its files and said, in order.

use std::{fs, ops::Range, path::Path};

/// The preload library's records, read back.
#[derive(Clone)]
pub(super) struct Tape {
    bytes: Vec<u8>,
    pub(super) events: Vec<Event>,
}

/// Bytes of the tape.
pub(super) type Span = Range<usize>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// A process begins.
    Start,
    Create {
        path: String,
        mtime: u64,
    },
    /// An existing file is opened and loses its content.
    Empty {
        path: String,
        mtime: u64,
    },
    Write {
        path: String,
        at: u64,
        bytes: Span,
        mtime: u64,
    },
    SetLen {
        path: String,
        len: u64,
        mtime: u64,
    },
    SyncBegins {
        path: String,
        number: u64,
    },
    SyncEnds {
        path: String,
        number: u64,
        is_done: bool,
    },
    /// Written out, but nothing that a power cut leaves for certain.
    SyncRange,
    Rename {
        from: String,
        to: String,
    },
    Link {
        from: String,
        to: String,
    },
    Remove {
        path: String,
    },
    MakeDir {
        path: String,
    },
    RemoveDir {
        path: String,
    },
    /// On the standard output.
    Say {
        bytes: Span,
    },
    /// The call was made to fail.
    Failed {
        call: char,
        path: String,
        number: u64,
    },
}

impl Tape {
    /// Of events whose bytes are in `bytes`.
    pub(super) fn of(bytes: &[u8], events: Vec<Event>) -> Self {
        Self {
            bytes: bytes.to_vec(),
            events,
        }
    }

    pub(super) fn read(path: &Path) -> Self {
        let bytes = fs::read(path).unwrap();
        let mut events = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            let (event, next) = event(&bytes, at);
            events.push(event);
            at = next;
        }
        Self { bytes, events }
    }

    pub(super) fn bytes(&self, span: &Span) -> &[u8] {
        &self.bytes[span.clone()]
    }

    /// The calls that the library counts, to let the k-th of them fail.
    pub(super) fn n_calls(&self) -> u64 {
        let counts = |it: &&Event| {
            !matches!(
                it,
                Event::Start | Event::SyncEnds { .. } | Event::Say { .. } | Event::Failed { .. }
            )
        };
        self.events.iter().filter(counts).count() as u64
    }

    /// Syncs that were done of files whose path begins so, among the first `end`
    /// events.
    pub(super) fn n_syncs(&self, prefix: &str, end: usize) -> usize {
        let is_one = |it: &&Event| matches!(it, Event::SyncEnds { path, is_done: true, .. } if path.starts_with(prefix));
        self.events[..end].iter().filter(is_one).count()
    }

    /// The lines that were said in the first `end` events, whole ones only.
    pub(super) fn said(&self, end: usize) -> Vec<String> {
        let mut said = Vec::new();
        for event in &self.events[..end] {
            if let Event::Say { bytes } = event {
                said.extend_from_slice(self.bytes(bytes));
            }
        }
        let whole = said
            .iter()
            .rposition(|it| *it == b'\n')
            .map_or(0, |end| end + 1);
        let text = String::from_utf8(said[..whole].to_vec()).unwrap();
        text.lines().map(str::to_owned).collect()
    }

    /// What was made to fail, in words.
    pub(super) fn failures(&self) -> Vec<String> {
        let mut failures = Vec::new();
        for event in &self.events {
            if let Event::Failed { call, path, number } = event {
                failures.push(format!("call {number} ({call} of {path})"));
            }
        }
        failures
    }
}

fn event(bytes: &[u8], at: usize) -> (Event, usize) {
    let number = |at: usize| u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap());
    let length = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap()) as usize;
    let (n_a, n_b) = (length(at + 1), length(at + 5));
    let (n, m) = (number(at + 9), number(at + 17));
    let a = at + 25..at + 25 + n_a;
    let b = a.end..a.end + n_b;
    let text = |span: &Span| String::from_utf8(bytes[span.clone()].to_vec()).unwrap();
    let path = text(&a);
    let end = b.end;
    let event = match bytes[at] {
        b'0' => Event::Start,
        b'c' => Event::Create { path, mtime: m },
        b't' => Event::Empty { path, mtime: m },
        b'w' => Event::Write {
            path,
            at: n,
            bytes: b,
            mtime: m,
        },
        b'l' => Event::SetLen {
            path,
            len: n,
            mtime: m,
        },
        b'f' => Event::SyncBegins { path, number: n },
        b'F' => Event::SyncEnds {
            path,
            number: n,
            is_done: m == 1,
        },
        b'g' => Event::SyncRange,
        b'r' => Event::Rename {
            from: path,
            to: text(&b),
        },
        b'k' => Event::Link {
            from: path,
            to: text(&b),
        },
        b'u' => Event::Remove { path },
        b'm' => Event::MakeDir { path },
        b'd' => Event::RemoveDir { path },
        b's' => Event::Say { bytes: b },
        b'!' => Event::Failed {
            call: char::from(bytes[b.start]),
            path,
            number: n,
        },
        other => panic!("{other} is no record"),
    };
    (event, end)
}
