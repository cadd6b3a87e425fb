//! A disk that forgets: what a power cut leaves of the files.
//!
//! Safe is what a sync of the file made safe of its content and length, and what a
//! sync of the folder made safe of the names in it. Of the rest nothing is left, or
//! any part: writes in any order, torn at sectors, lengths without content. Names come
//! back in the order in which they were changed, as file systems log them. Content of
//! which a sync has failed is not made safe by a later one, as on Linux.

use std::{
    collections::{BTreeMap, HashMap},
    fs,
    path::Path,
    time::{Duration, SystemTime},
};

use super::tape::{Event, Span, Tape};

const SECTOR: usize = 512;

type NodeId = usize;
type Names = BTreeMap<String, NodeId>;

#[derive(Clone, Default)]
pub(super) struct Disk {
    nodes: Vec<Node>,
    /// Syncs under way: what was there when they began.
    begun: HashMap<u64, usize>,
    clock: usize,
}

#[derive(Clone)]
enum Node {
    File(FileNode),
    Dir(DirNode),
}

#[derive(Clone, Default)]
struct FileNode {
    safe: Vec<u8>,
    safe_mtime: u64,
    pending: Vec<(usize, Change)>,
    /// Changes up to here were part of a sync that failed.
    doubtful: Vec<Change>,
}

#[derive(Clone)]
struct Change {
    what: What,
    mtime: u64,
}

#[derive(Clone)]
enum What {
    Write(u64, Vec<u8>),
    SetLen(u64),
}

#[derive(Clone, Default)]
struct DirNode {
    safe: Names,
    live: Names,
    pending: Vec<(usize, NameChange)>,
}

#[derive(Clone)]
enum NameChange {
    Set(String, NodeId),
    Remove(String),
    Rename(String, String),
}

impl NameChange {
    fn apply(&self, names: &mut Names) {
        match self {
            Self::Set(name, node) => drop(names.insert(name.clone(), *node)),
            Self::Remove(name) => drop(names.remove(name)),
            Self::Rename(from, to) => {
                if let Some(node) = names.remove(from) {
                    names.insert(to.clone(), node);
                }
            }
        }
    }
}

/// What is left of what was not synced.
pub(super) enum Luck<'a> {
    Nothing,
    Some(&'a mut fastrand::Rng),
}

impl Disk {
    /// A disk on which all that is in the folder is safe.
    pub(super) fn of(dir: &Path) -> Self {
        let mut disk = Self::default();
        disk.load(dir);
        disk
    }

    fn load(&mut self, dir: &Path) -> NodeId {
        let node = self.nodes.len();
        self.nodes.push(Node::Dir(DirNode::default()));
        let mut names = Names::new();
        for entry in fs::read_dir(dir).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let child = if path.is_dir() {
                self.load(&path)
            } else {
                let modified = fs::metadata(&path).unwrap().modified().unwrap();
                let since = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap();
                self.nodes.push(Node::File(FileNode {
                    safe: fs::read(&path).unwrap(),
                    safe_mtime: u64::try_from(since.as_nanos()).unwrap(),
                    ..FileNode::default()
                }));
                self.nodes.len() - 1
            };
            names.insert(name, child);
        }
        let Node::Dir(this) = &mut self.nodes[node] else {
            unreachable!()
        };
        this.safe.clone_from(&names);
        this.live = names;
        node
    }

    pub(super) fn play(&mut self, tape: &Tape, event: &Event) {
        self.clock += 1;
        match event {
            Event::Create { path, mtime } => {
                let node = self.nodes.len();
                self.nodes.push(Node::File(FileNode {
                    safe_mtime: *mtime,
                    ..FileNode::default()
                }));
                self.rename_in(path, |name| NameChange::Set(name, node));
            }
            Event::Empty { path, mtime } => self.change(path, What::SetLen(0), *mtime),
            Event::Write {
                path,
                at,
                bytes,
                mtime,
            } => {
                let bytes = bytes_of(tape, bytes);
                self.change(path, What::Write(*at, bytes), *mtime);
            }
            Event::SetLen { path, len, mtime } => self.change(path, What::SetLen(*len), *mtime),
            Event::SyncBegins { number, .. } => drop(self.begun.insert(*number, self.clock)),
            Event::SyncEnds {
                path,
                number,
                is_done,
            } => {
                let begun = self.begun.remove(number).unwrap();
                self.sync(path, begun, *is_done);
            }
            Event::Rename { from, to } => self.rename(from, to),
            Event::Link { from, to } => {
                let node = self.find(from).unwrap();
                self.rename_in(to, |name| NameChange::Set(name, node));
            }
            Event::Remove { path } | Event::RemoveDir { path } => {
                self.rename_in(path, NameChange::Remove);
            }
            Event::MakeDir { path } => {
                let node = self.nodes.len();
                self.nodes.push(Node::Dir(DirNode::default()));
                self.rename_in(path, |name| NameChange::Set(name, node));
            }
            Event::Start => self.begun.clear(),
            Event::SyncRange | Event::Say { .. } | Event::Failed { .. } => (),
        }
    }

    /// By the names that the program sees.
    fn find(&self, path: &str) -> Option<NodeId> {
        let mut node = 0;
        for name in path.split('/').filter(|it| !it.is_empty()) {
            let Node::Dir(dir) = &self.nodes[node] else {
                return None;
            };
            node = *dir.live.get(name)?;
        }
        Some(node)
    }

    fn change(&mut self, path: &str, what: What, mtime: u64) {
        // A file that has lost its name is nobody's any more.
        if let Some(node) = self.find(path)
            && let Node::File(file) = &mut self.nodes[node]
        {
            file.pending.push((self.clock, Change { what, mtime }));
        }
    }

    fn rename_in(&mut self, path: &str, change: impl FnOnce(String) -> NameChange) {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", path));
        let parent = self.find(parent).unwrap();
        let Node::Dir(dir) = &mut self.nodes[parent] else {
            panic!("{path} is in no folder");
        };
        let change = change(name.to_owned());
        change.apply(&mut dir.live);
        dir.pending.push((self.clock, change));
    }

    fn rename(&mut self, from: &str, to: &str) {
        let parent = |path: &str| path.rsplit_once('/').map(|it| it.0.to_owned());
        if parent(from) == parent(to) {
            let to = to.rsplit_once('/').map_or(to, |it| it.1).to_owned();
            self.rename_in(from, |name| NameChange::Rename(name, to));
        } else {
            let node = self.find(from).unwrap();
            self.rename_in(from, NameChange::Remove);
            self.rename_in(to, |name| NameChange::Set(name, node));
        }
    }

    fn sync(&mut self, path: &str, begun: usize, is_done: bool) {
        let Some(node) = self.find(path) else {
            return;
        };
        match &mut self.nodes[node] {
            Node::File(file) => {
                let n = file.pending.partition_point(|(at, _)| *at < begun);
                for (_, change) in file.pending.drain(..n) {
                    if is_done {
                        change.apply(&mut file.safe);
                        file.safe_mtime = change.mtime;
                    } else {
                        file.doubtful.push(change);
                    }
                }
            }
            Node::Dir(dir) if is_done => {
                let n = dir.pending.partition_point(|(at, _)| *at < begun);
                for (_, change) in dir.pending.drain(..n) {
                    change.apply(&mut dir.safe);
                }
            }
            Node::Dir(_) => (),
        }
    }

    /// Puts what is left into an empty folder.
    pub(super) fn cut(&self, to: &Path, mut luck: Luck) {
        self.put(0, to, &mut luck);
    }

    fn put(&self, node: NodeId, to: &Path, luck: &mut Luck) {
        match &self.nodes[node] {
            Node::Dir(dir) => {
                let _ = fs::create_dir(to);
                let mut names = dir.safe.clone();
                if let Luck::Some(rng) = luck {
                    let n = rng.usize(..=dir.pending.len());
                    for (_, change) in &dir.pending[..n] {
                        change.apply(&mut names);
                    }
                }
                for (name, child) in names {
                    self.put(child, &to.join(name), luck);
                }
            }
            Node::File(file) => {
                let (bytes, mtime) = file.left(luck);
                fs::write(to, bytes).unwrap();
                let file = fs::File::options().write(true).open(to).unwrap();
                let mtime = SystemTime::UNIX_EPOCH + Duration::from_nanos(mtime);
                file.set_modified(mtime).unwrap();
            }
        }
    }
}

impl FileNode {
    fn left(&self, luck: &mut Luck) -> (Vec<u8>, u64) {
        let mut bytes = self.safe.clone();
        let mut mtime = self.safe_mtime;
        if let Luck::Some(rng) = luck {
            let share = [0.1, 0.5, 0.9, 1.0][rng.usize(..4)];
            let doubtful = self.doubtful.iter();
            for change in doubtful.chain(self.pending.iter().map(|it| &it.1)) {
                if rng.f64() < share {
                    change.apply_torn(&mut bytes, rng);
                    mtime = change.mtime;
                }
            }
        }
        (bytes, mtime)
    }
}

impl Change {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match &self.what {
            What::SetLen(len) => bytes.resize(usize::try_from(*len).unwrap(), 0),
            What::Write(at, part) => {
                let at = usize::try_from(*at).unwrap();
                bytes.resize(bytes.len().max(at + part.len()), 0);
                bytes[at..at + part.len()].copy_from_slice(part);
            }
        }
    }

    /// Of a write perhaps only some sectors, perhaps only the length.
    fn apply_torn(&self, bytes: &mut Vec<u8>, rng: &mut fastrand::Rng) {
        let What::Write(at, part) = &self.what else {
            return self.apply(bytes);
        };
        if rng.bool() {
            return self.apply(bytes);
        }
        let at = usize::try_from(*at).unwrap();
        if rng.bool() {
            bytes.resize(bytes.len().max(at + part.len()), 0);
        }
        let mut from = 0;
        while from < part.len() {
            let to = part
                .len()
                .min((at + from + 1).next_multiple_of(SECTOR) - at);
            if rng.bool() {
                let end = at + to;
                bytes.resize(bytes.len().max(end), 0);
                bytes[at + from..end].copy_from_slice(&part[from..to]);
            }
            from = to;
        }
    }
}

fn bytes_of(tape: &Tape, span: &Span) -> Vec<u8> {
    tape.bytes(span).to_vec()
}

fn left_of(events: Vec<Event>) -> BTreeMap<String, String> {
    let tape = Tape::of(b"oldnew", events);
    let mut disk = Disk {
        nodes: vec![Node::Dir(DirNode::default())],
        ..Disk::default()
    };
    for event in &tape.events {
        disk.play(&tape, event);
    }
    let dir = tempfile::tempdir().unwrap();
    let to = dir.path().join("left");
    disk.cut(&to, Luck::Nothing);
    let files = fs::read_dir(to).unwrap().map(|it| it.unwrap().path());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .collect()
}

/// The disk of these tests must be as forgetful as they believe.
#[test]
fn only_what_was_synced_is_left() {
    let create = |path: &str| Event::Create {
        path: path.into(),
        mtime: 0,
    };
    let write = |path: &str, bytes| Event::Write {
        path: path.into(),
        at: 0,
        bytes,
        mtime: 0,
    };
    let sync = |path: &str, is_done| {
        let path = path.to_owned();
        [
            Event::SyncBegins {
                path: path.clone(),
                number: 1,
            },
            Event::SyncEnds {
                path,
                number: 1,
                is_done,
            },
        ]
    };
    let rename = Event::Rename {
        from: "a".into(),
        to: "b".into(),
    };
    let file = |name: &str, content: &str| BTreeMap::from([(name.to_owned(), content.to_owned())]);
    let mut events = vec![create("a"), write("a", 0..3)];
    assert_eq!(left_of(events.clone()), BTreeMap::new());
    events.extend(sync("a", true));
    assert_eq!(
        left_of(events.clone()),
        BTreeMap::new(),
        "its name is not safe"
    );
    events.extend(sync("", true));
    assert_eq!(left_of(events.clone()), file("a", "old"));
    events.extend([write("a", 3..6), rename]);
    assert_eq!(left_of(events.clone()), file("a", "old"));
    let renamed = [events.clone(), sync("", true).to_vec()].concat();
    assert_eq!(left_of(renamed.clone()), file("b", "old"));
    let synced = [renamed.clone(), sync("b", true).to_vec()].concat();
    assert_eq!(left_of(synced), file("b", "new"));
    // A sync that failed takes what it was to bring with it.
    let failed = [renamed, sync("b", false).to_vec(), sync("b", true).to_vec()].concat();
    assert_eq!(left_of(failed.clone()), file("b", "old"));
    let again = [failed, vec![write("b", 3..6)], sync("b", true).to_vec()].concat();
    assert_eq!(left_of(again), file("b", "new"));
}
