//! The printer's queue and deliveries, with ports that take what they like.

use std::{
    collections::VecDeque,
    io::{self, Write},
    sync::mpsc::{self, SyncSender},
    thread::{self, JoinHandle},
};

use super::*;
use crate::{
    devices::{codepage::CodePage, news::Lamps},
    domain::{ids::RawId, paper::PaperWriter},
};
use delivery::Wire;
use inbox::KICK_AGE_MAX;

const LIMIT: Duration = Duration::from_secs(30);
const IMPATIENT: Patience = Patience {
    answer: Duration::ZERO,
    ask_again: Duration::ZERO,
    notice: Duration::ZERO,
    stall: Duration::ZERO,
    confirm: Duration::ZERO,
    closing: Duration::ZERO,
};

/// A port that takes as many bytes as each step says, or fails as it says, and
/// never answers.
struct Steps {
    steps: VecDeque<Result<usize, io::ErrorKind>>,
    taken: Vec<u8>,
}

impl Write for Steps {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        let n_taken = self
            .steps
            .pop_front()
            .unwrap_or(Ok(usize::MAX))?
            .min(buf.len());
        self.taken.extend_from_slice(&buf[..n_taken]);
        Ok(n_taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Wire for Steps {
    fn heard(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }

    fn can_answer(&self) -> bool {
        false
    }

    fn n_unsent(&self) -> io::Result<u32> {
        Ok(0)
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn write(steps: &[Result<usize, io::ErrorKind>], patience: Patience) -> (Delivery, Vec<u8>) {
    let (stop, reporter) = (StopSign::default(), Reporter::new(Lamps::default(), |_| ()));
    let mut watch = Watch::new(patience, &stop, &reporter);
    let mut line = Line::new(Steps {
        steps: steps.iter().copied().collect(),
        taken: Vec::new(),
    });
    let job = Job {
        body: job_bytes().chunks(70).map(<[u8]>::to_vec).collect(),
        asks_status: true,
        ..Job::default()
    };
    let delivery = line.deliver(&job, &mut watch);
    (delivery, line.wire.taken)
}

fn job_bytes() -> Vec<u8> {
    (0..1_000_u32)
        .map(|idx| u8::try_from(idx % 251).unwrap())
        .collect()
}

#[test]
fn a_slow_printer_gets_each_byte_once() {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    let steps = [
        Err(TimedOut),
        Ok(1),
        Err(WouldBlock),
        Ok(63),
        Err(TimedOut),
        Ok(7),
        Err(Interrupted),
    ];
    let (delivery, taken) = write(&steps, Patience::USUAL);
    assert_eq!(delivery, Delivery::Whole { confirmed: false });
    assert_eq!(taken, job_bytes());
}

#[test]
fn how_far_a_broken_job_came() {
    use io::ErrorKind::{BrokenPipe, PermissionDenied, TimedOut};
    #[rustfmt::skip]
    let cases: [(&[Result<usize, io::ErrorKind>], Delivery); 6] = [
        (&[Err(BrokenPipe)], Delivery::Nothing(DeviceTrouble::Gone)),
        (&[Ok(0)], Delivery::Nothing(DeviceTrouble::Gone)),
        (&[Err(TimedOut)], Delivery::Nothing(DeviceTrouble::Silent)),
        (&[Ok(1), Err(BrokenPipe)], Delivery::Part(DeviceTrouble::Gone)),
        (&[Ok(64), Ok(0)], Delivery::Part(DeviceTrouble::Gone)),
        (&[Ok(64), Ok(64), Err(PermissionDenied)], Delivery::Part(DeviceTrouble::Denied)),
    ];
    for (steps, want) in cases {
        assert_eq!(write(steps, IMPATIENT).0, want, "{steps:?}");
    }
}

#[test]
fn the_end_of_the_program_breaks_a_stuck_job() {
    let (stop, reporter) = (StopSign::default(), Reporter::new(Lamps::default(), |_| ()));
    let patience = Patience {
        closing: Duration::ZERO,
        ..Patience::USUAL
    };
    let mut watch = Watch::new(patience, &stop, &reporter);
    assert_eq!(watch.stood(None), None);
    stop.raise();
    assert_eq!(watch.stood(None), Some(DeviceTrouble::Silent));
}

/// Answers each question with the next byte.
struct Answering {
    bytes: VecDeque<u8>,
    to_send: VecDeque<u8>,
}

impl Write for Answering {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        assert!(buf.starts_with(&[0x10, 0x04]), "{buf:02x?}");
        self.to_send.extend(self.bytes.pop_front());
        Ok(buf.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Wire for Answering {
    fn heard(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Ok(self.to_send.pop_front().map_or(0, |byte| {
            buf[0] = byte;
            1
        }))
    }

    fn can_answer(&self) -> bool {
        true
    }

    fn n_unsent(&self) -> io::Result<u32> {
        Ok(0)
    }

    fn finish(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The bits are those of `DLE EOT`: bit 3 of the first answer is "offline".
#[test]
fn a_printer_that_is_mended_while_it_is_asked_is_well() {
    const WELL: u8 = 0x12;
    const OFFLINE: u8 = 0x1A;
    let asked = |bytes: &[u8]| {
        let mut line = Line::new(Answering {
            bytes: bytes.iter().copied().collect(),
            to_send: VecDeque::new(),
        });
        assert!(line.ask(&Patience::USUAL).unwrap());
        assert!(line.wire.bytes.is_empty(), "all questions were asked");
        line.condition.trouble()
    };
    assert_eq!(asked(&[WELL; 3]), None);
    let mended = [OFFLINE, WELL, WELL, WELL, WELL, WELL, WELL];
    assert_eq!(asked(&mended), None);
    let still = [OFFLINE, WELL, WELL, WELL].repeat(2);
    assert_eq!(asked(&still), Some(DeviceTrouble::Offline));
    let named = [OFFLINE, 0x16, WELL, WELL];
    assert_eq!(asked(&named), Some(DeviceTrouble::LidOpen));
}

#[test]
fn a_stuck_printer_shows_on_the_lamp_and_moving_again_too() {
    let reporter = Reporter::new(Lamps::default(), |_| ());
    let (stop, patience) = (
        StopSign::default(),
        Patience {
            notice: Duration::ZERO,
            ..Patience::USUAL
        },
    );
    let mut watch = Watch::new(patience, &stop, &reporter);
    assert_eq!(watch.stood(None), None);
    assert_eq!(reporter.lamps().printer, Lamp::Down(DeviceTrouble::Silent));
    watch.moved();
    assert_eq!(reporter.lamps().printer, Lamp::Up);
}

/// A thread with a printer in memory, and its news.
struct Desk {
    printer: PretendPrinter,
    tasks: SyncSender<PrinterTask>,
    news: mpsc::Receiver<DeviceNews>,
    stop: StopSign,
    thread: JoinHandle<()>,
}

fn desk(is_on: bool) -> Desk {
    let printer = PretendPrinter::default();
    printer.switch(is_on);
    let (tell, news) = mpsc::channel();
    let reporter = Reporter::new(Lamps::default(), move |it| tell.send(it).unwrap());
    let stop = StopSign::default();
    let (tasks, queue) = mpsc::sync_channel(8);
    let profile = PrinterProfile::new(32, CodePage::Cp437);
    let place = PrinterPlace::Pretend(printer.clone());
    let inbox = Inbox::new(queue, GivenUp::default());
    let worker = PrinterThread::new(place, profile, (reporter, stop.clone()), inbox);
    let thread = thread::spawn(move || worker.run());
    Desk {
        printer,
        tasks,
        news,
        stop,
        thread,
    }
}

impl Desk {
    fn news(&self) -> DeviceNews {
        self.news.recv_timeout(LIMIT).unwrap()
    }

    fn print(&self, n: u64) {
        let job = job(n);
        self.tasks
            .send(PrinterTask::Paper {
                job,
                paper: paper(n),
            })
            .unwrap();
    }

    fn kick(&self, age: Duration) {
        let asked_at = Instant::now().checked_sub(age).unwrap();
        self.tasks
            .send(PrinterTask::Kick(Kick {
                bytes: [0; 5],
                at_once: [0; 5],
                asked_at,
            }))
            .unwrap();
    }
}

fn job(n: u64) -> PrintJobId {
    PrintJobId(RawId::new(1, n).unwrap())
}

fn paper(n: u64) -> Paper {
    let mut paper = PaperWriter::new(32);
    paper.wrapped(&n.to_string());
    paper.finish()
}

fn state(n: u64, state: PrintState) -> DeviceNews {
    DeviceNews::JobState { job: job(n), state }
}

#[test]
fn jobs_come_out_in_order_and_once() {
    let desk = desk(true);
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.kick(Duration::ZERO);
    desk.print(1);
    desk.print(2);
    assert_eq!(desk.news(), DeviceNews::DrawerKicked);
    assert_eq!(desk.news(), state(1, PrintState::Sent));
    assert_eq!(desk.news(), state(2, PrintState::Sent));
    drop(desk.tasks);
    desk.thread.join().unwrap();
    assert_eq!(desk.printer.papers(), [paper(1), paper(2)]);
    assert_eq!(desk.printer.n_kicks(), 1);
}

#[test]
fn a_dead_printer_keeps_jobs_waiting_and_says_so_once() {
    let desk = desk(false);
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Absent));
    desk.print(1);
    desk.print(2);
    desk.printer.switch(true);
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    assert_eq!(desk.news(), state(1, PrintState::Sent));
    assert_eq!(desk.news(), state(2, PrintState::Sent));
    assert_eq!(desk.printer.papers(), [paper(1), paper(2)]);
}

#[test]
fn a_drawer_does_not_open_long_after_it_was_asked_to() {
    let desk = desk(true);
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.kick(KICK_AGE_MAX);
    assert!(matches!(desk.news(), DeviceNews::DrawerFailed(_)));
    desk.kick(Duration::ZERO);
    assert_eq!(desk.news(), DeviceNews::DrawerKicked);
    assert_eq!(desk.printer.n_kicks(), 1);
}

#[test]
fn what_is_in_the_queue_at_the_end_has_failed() {
    let desk = desk(false);
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Absent));
    desk.print(1);
    desk.print(2);
    desk.kick(Duration::ZERO);
    desk.stop.raise();
    drop(desk.tasks);
    desk.thread.join().unwrap();
    let failed = PrintState::Failed {
        reason: "the program ends".to_owned(),
    };
    let news: Vec<DeviceNews> = desk.news.try_iter().collect();
    assert_eq!(news[..2], [state(1, failed.clone()), state(2, failed)]);
    assert!(matches!(news[2], DeviceNews::DrawerFailed(_)));
    assert_eq!(desk.printer.papers(), []);
}
