//! The real program under the library that writes its file calls down.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    sync::OnceLock,
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::tape::Tape;

/// A run takes a second at most; only one that hangs takes so long.
const PATIENCE: Duration = Duration::from_secs(60);

/// The library, compiled once; `None` where there is no such thing.
pub(super) fn library() -> Option<&'static Path> {
    static LIBRARY: OnceLock<Option<PathBuf>> = OnceLock::new();
    let is_known = cfg!(all(
        target_os = "linux",
        target_env = "gnu",
        target_pointer_width = "64"
    ));
    let library = LIBRARY.get_or_init(|| {
        is_known.then(|| {
            let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/power/preload.rs");
            let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("libpreload.so");
            let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
            let made = Command::new(rustc)
                .args([
                    "--edition",
                    "2024",
                    "--crate-type",
                    "cdylib",
                    "--crate-name",
                    "preload",
                ])
                .args(["-C", "panic=abort", "-C", "opt-level=2", "-o"])
                .arg(&library)
                .arg(source)
                .status();
            assert!(made.unwrap().success(), "the library does not compile");
            library
        })
    });
    if library.is_none() {
        println!("skipped: this is not Linux with glibc");
    }
    library.as_deref()
}

/// Where the shop is on the disk, if nothing else is wished.
pub(super) const SHOP: &str = "shop";

/// A folder with a shop in it, and what was done to it.
pub(super) struct Place {
    dir: TempDir,
    shop: &'static str,
    pub(super) faults: Faults,
}

/// What goes wrong in the next run.
#[derive(Clone, Debug, Default)]
pub(super) struct Faults {
    /// The number of the call, the error, and whether all calls after it fail too.
    pub(super) fail: Option<(u64, i32, bool)>,
    /// The process is gone before this call.
    pub(super) kill: Option<u64>,
    /// Nobody is told beforehand how much room there is.
    pub(super) room_is_secret: bool,
}

/// What a run has said.
pub(super) struct Said {
    pub(super) answers: Vec<String>,
    pub(super) complaints: String,
    pub(super) code: Option<i32>,
    /// It had to be killed.
    pub(super) hangs: bool,
}

impl Place {
    pub(super) fn new() -> Self {
        Self::at(SHOP)
    }

    pub(super) fn at(shop: &'static str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("disk")).unwrap();
        Self {
            dir,
            shop,
            faults: Faults::default(),
        }
    }

    /// What a power cut may take from.
    pub(super) fn disk(&self) -> PathBuf {
        self.dir.path().join("disk")
    }

    pub(super) fn store(&self) -> PathBuf {
        self.disk().join(self.shop)
    }

    fn tape_file(&self) -> PathBuf {
        self.dir.path().join("tape")
    }

    /// All runs so far.
    pub(super) fn tape(&self) -> Tape {
        Tape::read(&self.tape_file())
    }

    pub(super) fn forget_tape(&self) {
        let _ = fs::remove_file(self.tape_file());
    }

    pub(super) fn used(&self) -> u64 {
        used(&self.disk())
    }

    pub(super) fn waits_for_reserve(&self) {
        let patience = Instant::now() + PATIENCE;
        while !self.store().join("reserve").exists() {
            assert!(Instant::now() < patience, "no reserve");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// From now on the disk holds little more than what there is, once the program has
    /// kept its reserve back.
    pub(super) fn fills_up(&self) {
        self.waits_for_reserve();
        self.set_room(self.used() + 100_000);
    }

    /// From now on the disk holds so many bytes.
    pub(super) fn set_room(&self, n_bytes: u64) {
        // In one step, since the program may look at any time.
        let draft = self.dir.path().join("room.new");
        fs::write(&draft, n_bytes.to_string()).unwrap();
        fs::rename(draft, self.dir.path().join("room")).unwrap();
    }

    /// From now on every call fails that would change a file with this in its path.
    pub(super) fn breaks(&self, part: &str) {
        let draft = self.dir.path().join("broken.new");
        fs::write(&draft, part).unwrap();
        fs::rename(draft, self.dir.path().join("broken")).unwrap();
    }

    pub(super) fn is_mended(&self) {
        fs::remove_file(self.dir.path().join("broken")).unwrap();
    }

    pub(super) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_balm"));
        command.arg("--store").arg(self.store());
        // Several files of the journal in a day, and little to make room with.
        command.args(["--segment-bytes", "12000", "--reserve-bytes", "1000000"]);
        command.args(args);
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command
    }

    pub(super) fn environment(&self) -> Vec<(&'static str, String)> {
        let text = |path: &Path| path.to_str().unwrap().to_owned();
        let mut all = vec![
            ("LD_PRELOAD", text(library().unwrap())),
            ("BALM_TAPE_ROOT", text(&self.disk())),
            ("BALM_TAPE", text(&self.tape_file())),
            ("BALM_TAPE_BROKEN", text(&self.dir.path().join("broken"))),
        ];
        if let Some((k, errno, ever)) = self.faults.fail {
            let how = if ever { "ever" } else { "once" };
            all.push(("BALM_TAPE_FAIL", format!("{k} {errno} {how}")));
        }
        if let Some(k) = self.faults.kill {
            all.push(("BALM_TAPE_KILL", k.to_string()));
        }
        let room = self.dir.path().join("room");
        if room.exists() {
            all.push(("BALM_TAPE_ROOM", text(&room)));
        }
        if self.faults.room_is_secret {
            all.push(("BALM_TAPE_QUIET", "1".to_owned()));
        }
        all
    }

    /// Gives the program these lines and waits for its end.
    pub(super) fn exec(&self, lines: &[String]) -> Said {
        self.run(&["exec"], lines)
    }

    pub(super) fn run(&self, args: &[&str], lines: &[String]) -> Said {
        let input = self.dir.path().join("lines");
        fs::write(&input, lines.join("\n") + "\n").unwrap();
        let said = ["answers", "complaints"].map(|name| self.dir.path().join(name));
        let mut child = self
            .command(args)
            .stdin(fs::File::open(input).unwrap())
            .stdout(fs::File::create(&said[0]).unwrap())
            .stderr(fs::File::create(&said[1]).unwrap())
            .spawn()
            .unwrap();
        let patience = Instant::now() + PATIENCE;
        let status = loop {
            match child.try_wait().unwrap() {
                Some(status) => break Some(status),
                None if Instant::now() > patience => break None,
                None => thread::sleep(Duration::from_millis(1)),
            }
        };
        if status.is_none() {
            child.kill().unwrap();
            child.wait().unwrap();
        }
        let [answers, complaints] = said.map(|file| fs::read_to_string(file).unwrap());
        Said {
            answers: answers.lines().map(str::to_owned).collect(),
            complaints,
            code: status.and_then(|it| it.code()),
            hangs: status.is_none(),
        }
    }
}

fn used(dir: &Path) -> u64 {
    let entries = fs::read_dir(dir).unwrap().map(|it| it.unwrap());
    let each = |entry: fs::DirEntry| match entry.path() {
        path if path.is_dir() => used(&path),
        path => fs::metadata(path).map_or(0, |it| it.len()),
    };
    entries.map(each).sum()
}

/// A running `balm exec`: a line in, its answer out.
pub(super) struct Desk {
    pub(super) child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    /// Every request that was done, and its answer.
    pub(super) lines: Vec<String>,
    pub(super) answers: Vec<String>,
    prefix: &'static str,
}

impl Desk {
    pub(super) fn start(place: &Place, prefix: &'static str) -> Self {
        let mut child = place
            .command(&["exec"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        Self {
            input: child.stdin.take(),
            output: BufReader::new(child.stdout.take().unwrap()),
            child,
            lines: Vec::new(),
            answers: Vec::new(),
            prefix,
        }
    }

    pub(super) fn send(&mut self, line: &str) -> String {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{line}").unwrap();
        input.flush().unwrap();
        let mut answer = String::new();
        self.output.read_line(&mut answer).unwrap();
        answer.trim_end().to_owned()
    }

    /// Asks for a change, whatever comes of it.
    pub(super) fn tries(&mut self, mut request: Value) -> Value {
        request["id"] = json!(format!("{}{}", self.prefix, self.lines.len()));
        let line = request.to_string();
        let answer = self.send(&line);
        self.lines.push(line);
        self.answers.push(answer.clone());
        serde_json::from_str(&answer).unwrap_or_else(|err| panic!("{request}\n{answer}\n{err}"))
    }

    /// Does it, and gives the outcome.
    #[track_caller]
    pub(super) fn does(&mut self, request: Value) -> Value {
        let answer = self.tries(request);
        assert!(
            answer["ok"].is_object(),
            "{:?}\n{answer}",
            self.lines.last()
        );
        answer["ok"].clone()
    }

    pub(super) fn asks(&mut self, question: &Value) -> Value {
        let answer: Value = serde_json::from_str(&self.send(&question.to_string())).unwrap();
        assert!(answer["ok"].is_object(), "{question}\n{answer}");
        answer["ok"].clone()
    }

    /// Closes the input and waits for the end; gives what was complained of.
    pub(super) fn end(mut self) -> (Option<i32>, String) {
        drop(self.input.take());
        let output = self.child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.code(), said)
    }
}
