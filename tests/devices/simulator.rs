//! A receipt printer on a pseudo-terminal, with a roll that ends, a lid, a power
//! switch, a buffer of 4 kB, and a mind of its own about answering.

use std::{
    collections::VecDeque,
    fs,
    io::{Read, Write},
    os::unix::fs::symlink,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard},
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use balm::devices::uri::{DeviceUri, LineFlow, SerialLine};
use serialport::{SerialPort, TTYPort};

use super::escpos::{Command, first};

/// As the TM-T88III has it.
const BUFFER_BYTES: usize = 4_096;
const TICK: Duration = Duration::from_millis(2);

/// What it is and does; a test turns these.
#[expect(clippy::struct_excessive_bools, reason = "its switches")]
pub(crate) struct Inside {
    pub(crate) has_power: bool,
    /// Lines left on the roll; endless if `None`.
    pub(crate) n_lines_left: Option<usize>,
    pub(crate) is_low: bool,
    pub(crate) lid_open: bool,
    pub(crate) cutter_stuck: bool,
    pub(crate) drawer_pin_high: bool,
    /// Says nothing, whatever it is asked.
    pub(crate) is_mute: bool,
    /// Never tells a change by itself.
    pub(crate) has_no_automatic: bool,
    /// Has `GS ( H`.
    pub(crate) confirms: bool,
    /// Takes no bytes at all.
    pub(crate) is_deaf: bool,
    /// Commands that it works off in a tick.
    pub(crate) n_per_tick: usize,
    tells_changes: bool,
    last_told: Option<[u8; 4]>,
    buffer: VecDeque<Command>,
    n_buffered: usize,
    /// Bytes of a command that is not whole yet.
    half: Vec<u8>,
    line: Vec<u8>,
    /// What came out: one entry per line, and `"cut"`.
    pub(crate) paper: Vec<String>,
    pub(crate) n_kicks: usize,
    pub(crate) n_kicks_now: usize,
    pub(crate) received: Vec<u8>,
    pub(crate) to_send: Vec<u8>,
    is_over: bool,
}

pub(crate) struct Simulator {
    folder: tempfile::TempDir,
    inside: Arc<Mutex<Inside>>,
    thread: Option<JoinHandle<()>>,
    _other_end: TTYPort,
}

impl Simulator {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (mut line, other_end) = TTYPort::pair().unwrap();
        line.set_timeout(TICK).unwrap();
        symlink(other_end.name().unwrap(), folder.path().join("printer")).unwrap();
        let inside = Arc::new(Mutex::new(Inside::new()));
        let shared = Arc::clone(&inside);
        let thread = thread::spawn(move || run(&mut line, &shared));
        Self {
            folder,
            inside,
            thread: Some(thread),
            _other_end: other_end,
        }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("printer")
    }

    pub(crate) fn uri(&self) -> DeviceUri {
        DeviceUri::Serial(SerialLine::new(self.path()))
    }

    pub(crate) fn uri_with_flow(&self) -> DeviceUri {
        let mut line = SerialLine::new(self.path());
        line.flow = LineFlow::XonXoff;
        DeviceUri::Serial(line)
    }

    pub(crate) fn turn(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    /// Waits until it is so; a minute is more than anything here takes.
    pub(crate) fn wait_until(&self, what: &str, is_so: impl Fn(&Inside) -> bool) {
        let start = Instant::now();
        while !is_so(&self.turn()) {
            assert!(start.elapsed() < Duration::from_secs(60), "{what}");
            thread::sleep(TICK);
        }
    }

    /// Lines of text that came out, without the empty ones.
    pub(crate) fn lines(&self) -> Vec<String> {
        let inside = self.turn();
        let lines = inside.paper.iter().filter(|line| !line.is_empty());
        lines.cloned().collect()
    }
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // A test that failed may have left the lock poisoned.
        if let Ok(mut inside) = self.inside.lock() {
            inside.is_over = true;
        }
        let ended = self.thread.take().map(JoinHandle::join);
        if !thread::panicking() {
            ended.unwrap().unwrap();
            fs::remove_file(self.path()).unwrap();
        }
    }
}

fn run(line: &mut TTYPort, shared: &Mutex<Inside>) {
    let mut buf = [0; 64];
    loop {
        let (room, is_over) = {
            let inside = shared.lock().unwrap();
            (inside.room(), inside.is_over)
        };
        if is_over {
            return;
        }
        let n_read = if room == 0 {
            thread::sleep(TICK);
            0
        } else {
            let n_max = room.min(buf.len());
            line.read(&mut buf[..n_max]).unwrap_or(0)
        };
        let mut inside = shared.lock().unwrap();
        inside.receive(&buf[..n_read]);
        inside.work();
        inside.tell_changes();
        let answers = std::mem::take(&mut inside.to_send);
        drop(inside);
        // Nobody may listen any more.
        let _ = line.write_all(&answers);
    }
}

impl Inside {
    fn new() -> Self {
        Self {
            has_power: true,
            n_lines_left: None,
            is_low: false,
            lid_open: false,
            cutter_stuck: false,
            drawer_pin_high: false,
            is_mute: false,
            has_no_automatic: false,
            confirms: true,
            is_deaf: false,
            n_per_tick: 1_000,
            tells_changes: false,
            last_told: None,
            buffer: VecDeque::new(),
            n_buffered: 0,
            half: Vec::new(),
            line: Vec::new(),
            paper: Vec::new(),
            n_kicks: 0,
            n_kicks_now: 0,
            received: Vec::new(),
            to_send: Vec::new(),
            is_over: false,
        }
    }

    /// Everything in it is lost.
    pub(crate) fn switch_off(&mut self) {
        self.has_power = false;
        self.tells_changes = false;
        self.last_told = None;
        self.buffer.clear();
        self.n_buffered = 0;
        self.half.clear();
        self.line.clear();
    }

    fn room(&self) -> usize {
        if self.is_deaf {
            return 0;
        }
        BUFFER_BYTES.saturating_sub(self.n_buffered + self.half.len())
    }

    fn is_out(&self) -> bool {
        self.n_lines_left == Some(0)
    }

    fn is_offline(&self) -> bool {
        self.is_out() || self.lid_open || self.cutter_stuck
    }

    fn receive(&mut self, bytes: &[u8]) {
        if !self.has_power {
            return;
        }
        self.received.extend_from_slice(bytes);
        self.half.extend_from_slice(bytes);
        while let Some((command, n_bytes)) = first(&self.half) {
            // Letters at the end may go on in the next bytes.
            self.half.drain(..n_bytes);
            match command {
                Command::Ask(n) => self.answer(n),
                Command::KickNow { .. } => self.n_kicks_now += 1,
                command => {
                    self.n_buffered += n_bytes;
                    self.buffer.push_back(command);
                }
            }
        }
        if self.half.len() >= 2 {
            // Inside a command, a question would be taken for a part of it.
            assert!(
                !self.half[1..].windows(2).any(|it| it == [0x10, 0x04]),
                "a question inside {:02x?}",
                self.half
            );
        }
    }

    fn work(&mut self) {
        for _ in 0..self.n_per_tick {
            if self.is_offline() || !self.has_power {
                return;
            }
            let Some(command) = self.buffer.pop_front() else {
                self.n_buffered = 0;
                return;
            };
            self.n_buffered = self.n_buffered.saturating_sub(match &command {
                Command::Letters(letters) => letters.len(),
                _ => 1,
            });
            self.obey(command);
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Init => {
                self.line.clear();
                self.tells_changes = false;
            }
            Command::Letters(letters) => self.line.extend(letters),
            Command::LineEnd => {
                let line = std::mem::take(&mut self.line);
                self.paper.push(String::from_utf8_lossy(&line).into_owned());
                if let Some(n_left) = &mut self.n_lines_left {
                    *n_left = n_left.saturating_sub(1);
                }
            }
            Command::Cut(_) => self.paper.push("cut".to_owned()),
            Command::Kick { .. } => self.n_kicks += 1,
            Command::TellChanges(n) => {
                self.tells_changes = n != 0 && !self.has_no_automatic;
                self.last_told = None;
            }
            Command::AskInTurn(_) if !self.is_mute => {
                let low = if self.is_low { 0x03 } else { 0 };
                self.to_send.push(low);
            }
            Command::ProcessId(id) if self.confirms && !self.is_mute => {
                self.to_send.extend([0x37, 0x22]);
                self.to_send.extend(id);
                self.to_send.push(0);
            }
            _ => (),
        }
    }

    fn answer(&mut self, n: u8) {
        if self.is_mute {
            return;
        }
        let bit = |is_so: bool, mask: u8| if is_so { mask } else { 0 };
        let byte = match n {
            1 => bit(self.drawer_pin_high, 0x04) | bit(self.is_offline(), 0x08),
            2 => bit(self.lid_open, 0x04) | bit(self.is_out(), 0x20) | bit(self.cutter_stuck, 0x40),
            3 => bit(self.cutter_stuck, 0x08),
            4 => bit(self.is_low, 0x0C) | bit(self.is_out(), 0x60),
            _ => panic!("DLE EOT {n}"),
        };
        self.to_send.push(0x12 | byte);
    }

    fn tell_changes(&mut self) {
        if !self.tells_changes || !self.has_power || self.is_mute {
            return;
        }
        let bit = |is_so: bool, mask: u8| if is_so { mask } else { 0 };
        let now = [
            0x10 | bit(self.drawer_pin_high, 0x04)
                | bit(self.is_offline(), 0x08)
                | bit(self.lid_open, 0x20),
            bit(self.cutter_stuck, 0x08),
            bit(self.is_low, 0x03) | bit(self.is_out(), 0x0C),
            0x0F,
        ];
        if self.last_told != Some(now) {
            self.last_told = Some(now);
            self.to_send.extend(now);
        }
    }
}
