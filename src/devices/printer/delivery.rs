//! One job on its way to a printer: written in small pieces, listened for
//! between them, held while the printer says what stands in its way, and asked
//! about at the end. How far it came is never guessed, and no byte of it is
//! written twice.

use std::{
    io::{self, Write},
    thread,
    time::{Duration, Instant},
};

use crate::{
    devices::{
        news::{Lamp, Reporter},
        pace::StopSign,
        transport::{Port, is_pause},
        trouble::DeviceTrouble,
    },
    domain::ids::PrintJobId,
};

use super::{
    answers::{Answer, Condition, Listener, Question},
    inbox::{Inbox, Kick},
};

/// How long one look at a printer that has said nothing waits for the next.
const LISTEN_PAUSE: Duration = Duration::from_millis(5);
const HOLD_PAUSE: Duration = Duration::from_millis(20);
/// Unanswered in a row, after which a printer that used to answer is off.
const N_SILENT_MAX: u32 = 2;
/// `GS a`: tell every change by itself.
const TELL_CHANGES: [u8; 3] = [0x1D, 0x61, 0x0F];
/// `GS r 1`: answered in its turn, so all before it was worked off.
const ASK_PAPER_IN_TURN: [u8; 3] = [0x1D, 0x72, 1];
/// `GS ( H`, function 48, before the job's four letters.
const ASK_WHEN_PRINTED: [u8; 7] = [0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30];

/// How long a printer may take.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    /// For the answer to one question.
    pub(super) answer: Duration,
    /// Between questions to a printer that stands still.
    pub(super) ask_again: Duration,
    /// Without taking a byte, until the lamp says so.
    pub(super) notice: Duration,
    /// Without taking a byte and without saying why, until the job is given up.
    pub(super) stall: Duration,
    /// For its word that all is on paper, while it says that it is well.
    pub(super) confirm: Duration,
    /// For the job under way when the program ends.
    pub(super) closing: Duration,
}

impl Patience {
    pub(super) const USUAL: Self = Self {
        answer: Duration::from_millis(300),
        ask_again: Duration::from_secs(1),
        notice: Duration::from_secs(3),
        stall: Duration::from_secs(60),
        confirm: Duration::from_secs(10),
        closing: Duration::from_secs(2),
    };
}

/// Where bytes go and answers come from.
pub(super) trait Wire: Write {
    /// Bytes that have come, without waiting for any.
    ///
    /// # Errors
    ///
    /// The other end is gone.
    fn heard(&mut self, buf: &mut [u8]) -> io::Result<usize>;
    /// Whether anything ever comes back.
    fn can_answer(&self) -> bool;
    /// Bytes that were written and have not left this computer yet.
    ///
    /// # Errors
    ///
    /// The other end is gone.
    fn n_unsent(&self) -> io::Result<u32>;
    /// Ends a job.
    ///
    /// # Errors
    ///
    /// The other end threw the bytes away.
    fn finish(&mut self) -> io::Result<()>;
}

impl Wire for Port {
    fn heard(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        Port::heard(self, buf)
    }

    fn can_answer(&self) -> bool {
        Port::can_answer(self)
    }

    fn n_unsent(&self) -> io::Result<u32> {
        Port::n_unsent(self)
    }

    fn finish(&mut self) -> io::Result<()> {
        Port::finish(self)
    }
}

/// How far a job came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Delivery {
    /// All of it left; `confirmed` if the printer said so.
    Whole {
        confirmed: bool,
    },
    /// No byte left, and the printer says why: it is there.
    Held(DeviceTrouble),
    Nothing(DeviceTrouble),
    Part(DeviceTrouble),
}

/// What to send, and how to talk to the printer about it.
#[derive(Clone, Debug, Default)]
pub(super) struct Job {
    /// The first is the reset.
    pub(super) body: Vec<Vec<u8>>,
    /// Letters that a printer which can will repeat when all is on paper.
    pub(super) id: [u8; 4],
    /// The printer is asked how it is.
    pub(super) asks_status: bool,
    /// It has `GS ( H`.
    pub(super) confirms: bool,
    /// A command that broke off earlier may still take so many bytes for its own:
    /// they are nothing, and mean nothing to a printer that waits for none.
    pub(super) n_owed: usize,
}

impl Job {
    fn commands(&self, answers: bool) -> Vec<Vec<u8>> {
        let mut all = vec![vec![0; self.n_owed]];
        let (first, later) = self.body.split_at(self.body.len().min(1));
        all.extend_from_slice(first);
        if answers {
            // The reset ended the telling of changes.
            all.push(TELL_CHANGES.to_vec());
        }
        all.extend_from_slice(later);
        if answers && self.confirms {
            all.push([&ASK_WHEN_PRINTED[..], &self.id].concat());
        } else if answers {
            all.push(ASK_PAPER_IN_TURN.to_vec());
        }
        all.retain(|command| !command.is_empty());
        all
    }
}

/// A connection with all that was heard on it.
pub(super) struct Line<W> {
    pub(super) wire: W,
    pub(super) condition: Condition,
    listener: Listener,
    /// Whether it has ever answered on this connection.
    pub(super) answers: bool,
    /// It used to answer and does not.
    pub(super) is_silent: bool,
    real_time: Vec<u8>,
    confirmed: Option<[u8; 4]>,
    in_turn: bool,
}

impl<W: Wire> Line<W> {
    pub(super) fn new(wire: W) -> Self {
        Self {
            wire,
            condition: Condition::default(),
            listener: Listener::default(),
            answers: false,
            is_silent: false,
            real_time: Vec::new(),
            confirmed: None,
            in_turn: false,
        }
    }

    /// Takes in all that has come.
    pub(super) fn listen(&mut self) -> io::Result<()> {
        let mut buf = [0; 64];
        loop {
            let n_heard = self.wire.heard(&mut buf)?;
            for byte in &buf[..n_heard] {
                match self.listener.hear(*byte) {
                    Some(Answer::RealTime(byte)) => self.real_time.push(byte),
                    Some(Answer::Automatic(bytes)) => {
                        self.answers = true;
                        self.condition.automatic(bytes);
                    }
                    Some(Answer::Process(id)) => self.confirmed = Some(id),
                    Some(Answer::Paper(byte)) => {
                        self.in_turn = true;
                        self.condition.paper(byte);
                    }
                    Some(Answer::Flow) | None => (),
                }
            }
            if n_heard < buf.len() {
                return Ok(());
            }
        }
    }

    /// Asks how it is. Only between commands: inside one, the question would be
    /// taken for a part of it. `false` if it says nothing.
    pub(super) fn ask(&mut self, patience: &Patience) -> io::Result<bool> {
        if !self.wire.can_answer() {
            return Ok(false);
        }
        if !self.ask_all(patience)? {
            return Ok(false);
        }
        // It may have been mended between the first answer and those that name a cause.
        if self.condition.trouble() == Some(DeviceTrouble::Offline) && !self.ask_all(patience)? {
            return Ok(false);
        }
        (self.answers, self.is_silent) = (true, false);
        Ok(true)
    }

    fn ask_all(&mut self, patience: &Patience) -> io::Result<bool> {
        for question in [Question::Printer, Question::OfflineCause, Question::Paper] {
            if !self.ask_one(question, patience)? {
                return Ok(false);
            }
        }
        if self.condition.is_offline() {
            self.ask_one(Question::Error, patience)?;
        }
        Ok(true)
    }

    fn ask_one(&mut self, question: Question, patience: &Patience) -> io::Result<bool> {
        // What was said before this question is no answer to it.
        self.listen()?;
        self.listener.forget();
        self.real_time.clear();
        let start = Instant::now();
        let bytes = question.bytes();
        let mut n_sent = 0;
        while n_sent < bytes.len() {
            match self.wire.write(&bytes[n_sent..]) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(n_taken) => n_sent += n_taken,
                Err(err) if is_pause(&err) => (),
                Err(err) => return Err(err),
            }
            if n_sent < bytes.len() && start.elapsed() >= patience.answer {
                return Ok(false);
            }
        }
        loop {
            self.listen()?;
            if let Some(byte) = self.real_time.first() {
                self.condition.answered(question, *byte);
                return Ok(true);
            }
            if start.elapsed() >= patience.answer {
                return Ok(false);
            }
            thread::sleep(LISTEN_PAUSE);
        }
    }

    /// Asks to be told every change.
    pub(super) fn subscribe(&mut self) -> io::Result<()> {
        match self.wire.write(&TELL_CHANGES) {
            Ok(_) => Ok(()),
            Err(err) if is_pause(&err) => Ok(()),
            Err(err) => Err(err),
        }
    }

    pub(super) fn deliver(&mut self, job: &Job, watch: &mut Watch<'_>) -> Delivery {
        let mut is_asked = false;
        if job.asks_status {
            match self.ask(&watch.patience) {
                Ok(answered) => is_asked = answered,
                Err(err) => return Delivery::Nothing(DeviceTrouble::while_open(&err)),
            }
            if !is_asked {
                // What it said before it fell silent is no longer known.
                (self.condition, self.answers) = (Condition::default(), false);
            }
            watch.reporter.condition(self.condition);
            if let (true, Some(trouble)) = (is_asked, self.condition.trouble()) {
                return Delivery::Held(trouble);
            }
        }
        (self.confirmed, self.in_turn) = (None, false);
        let mut sent = Sent::default();
        for command in &job.commands(is_asked) {
            if let Err(broke) = self.write_command(command, &mut sent, watch) {
                return broke;
            }
        }
        let settled = self.settle(watch).and_then(|()| {
            if is_asked {
                self.await_word(job.confirms.then_some(job.id), watch)
            } else {
                Ok(false)
            }
        });
        let confirmed = match settled {
            Ok(confirmed) => confirmed,
            Err(broke) => return broke,
        };
        match self.wire.finish() {
            Ok(()) => Delivery::Whole { confirmed },
            Err(err) => Delivery::Part(DeviceTrouble::while_open(&err)),
        }
    }

    /// Without questions: the drawer cannot wait for answers.
    pub(super) fn write_at_once(&mut self, bytes: &[u8], watch: &mut Watch<'_>) -> Delivery {
        let mut sent = Sent::default();
        if let Err(broke) = self.write_command(bytes, &mut sent, watch) {
            return broke;
        }
        if let Err(broke) = self.settle(watch) {
            return broke;
        }
        match self.wire.finish() {
            Ok(()) => Delivery::Whole { confirmed: false },
            Err(err) => Delivery::Part(DeviceTrouble::while_open(&err)),
        }
    }

    fn write_command(
        &mut self,
        bytes: &[u8],
        sent: &mut Sent,
        watch: &mut Watch<'_>,
    ) -> Result<(), Delivery> {
        self.hear(sent)?;
        if self.condition.trouble().is_some() && self.answers && sent.any {
            self.hold(watch)?;
        }
        let mut n_sent = 0;
        while n_sent < bytes.len() {
            match self.wire.write(&bytes[n_sent..]) {
                Ok(0) => return Err(sent.broke(DeviceTrouble::Gone)),
                Ok(n_taken) => {
                    n_sent += n_taken;
                    sent.any = true;
                    watch.moved();
                }
                Err(err) if is_pause(&err) => {
                    self.hear(sent)?;
                    // In the middle of a command nothing can be asked.
                    if let Some(trouble) = watch.stood(self.condition.trouble()) {
                        return Err(sent.broke(trouble));
                    }
                }
                Err(err) => return Err(sent.broke(DeviceTrouble::while_open(&err))),
            }
        }
        Ok(())
    }

    fn hear(&mut self, sent: &Sent) -> Result<(), Delivery> {
        self.listen()
            .map_err(|err| sent.broke(DeviceTrouble::while_open(&err)))
    }

    /// Waits, between two commands, until nothing stands in the printer's way any
    /// more. A printer that falls silent and then answers again was switched off:
    /// what it had not printed is lost.
    fn hold(&mut self, watch: &mut Watch<'_>) -> Result<(), Delivery> {
        let gone = |err: io::Error| Delivery::Part(DeviceTrouble::while_open(&err));
        let mut asked_at = Instant::now();
        let mut n_silent = 0;
        loop {
            self.listen().map_err(gone)?;
            watch.reporter.condition(self.condition);
            let is_off = n_silent >= N_SILENT_MAX;
            let Some(trouble) = self.condition.trouble() else {
                watch.moved();
                return Ok(());
            };
            let shown = if is_off {
                DeviceTrouble::Silent
            } else {
                trouble
            };
            if let Some(trouble) = watch.stood(Some(shown)) {
                return Err(Delivery::Part(trouble));
            }
            watch.kick_in_real_time(self);
            if asked_at.elapsed() >= watch.patience.ask_again {
                if self.ask(&watch.patience).map_err(gone)? {
                    if is_off {
                        return Err(Delivery::Part(DeviceTrouble::Restarted));
                    }
                    n_silent = 0;
                } else {
                    n_silent += 1;
                }
                asked_at = Instant::now();
            }
            thread::sleep(HOLD_PAUSE);
        }
    }

    /// Waits until the last byte has left this computer.
    fn settle(&mut self, watch: &mut Watch<'_>) -> Result<(), Delivery> {
        let gone = |err: io::Error| Delivery::Part(DeviceTrouble::while_open(&err));
        let mut n_unsent_before = u32::MAX;
        loop {
            self.listen().map_err(gone)?;
            match self.wire.n_unsent().map_err(gone)? {
                0 => return Ok(()),
                n_unsent if n_unsent < n_unsent_before => {
                    n_unsent_before = n_unsent;
                    watch.moved();
                }
                _ => {
                    if let Some(trouble) = watch.stood(self.condition.trouble()) {
                        return Err(Delivery::Part(trouble));
                    }
                }
            }
            thread::sleep(LISTEN_PAUSE);
        }
    }

    /// Waits for the printer's word that all is on paper. `false` if it says that
    /// it is well and never gives it.
    fn await_word(&mut self, id: Option<[u8; 4]>, watch: &mut Watch<'_>) -> Result<bool, Delivery> {
        let gone = |err: io::Error| Delivery::Part(DeviceTrouble::while_open(&err));
        let mut well_since = Instant::now();
        let mut asked_at = Instant::now();
        let mut n_silent = 0;
        loop {
            self.listen().map_err(gone)?;
            if id.map_or(self.in_turn, |id| self.confirmed == Some(id)) {
                watch.reporter.condition(self.condition);
                return Ok(true);
            }
            if self.condition.trouble().is_some() {
                self.hold(watch)?;
                (well_since, asked_at) = (Instant::now(), Instant::now());
            }
            if watch.is_over() {
                return Ok(false);
            }
            if well_since.elapsed() >= watch.patience.confirm {
                return if n_silent == 0 {
                    Ok(false)
                } else {
                    Err(Delivery::Part(DeviceTrouble::Silent))
                };
            }
            if asked_at.elapsed() >= watch.patience.ask_again {
                if self.ask(&watch.patience).map_err(gone)? {
                    if n_silent >= N_SILENT_MAX {
                        return Err(Delivery::Part(DeviceTrouble::Restarted));
                    }
                    n_silent = 0;
                } else {
                    n_silent += 1;
                }
                asked_at = Instant::now();
            }
            watch.kick_meanwhile(self);
            thread::sleep(LISTEN_PAUSE);
        }
    }
}

/// Whether anything of a job has left.
#[derive(Default)]
struct Sent {
    any: bool,
}

impl Sent {
    fn broke(&self, trouble: DeviceTrouble) -> Delivery {
        if self.any {
            Delivery::Part(trouble)
        } else {
            Delivery::Nothing(trouble)
        }
    }
}

/// Measures how long a job has not moved, shows it on the lamp, and knows who
/// may end it.
pub(super) struct Watch<'a> {
    pub(super) patience: Patience,
    pub(super) stop: &'a StopSign,
    pub(super) reporter: &'a Reporter,
    /// Where drawers are asked for while a paper stands; `None` for a drawer's own
    /// way.
    pub(super) inbox: Option<&'a mut Inbox>,
    pub(super) job: Option<PrintJobId>,
    moved_at: Instant,
    has_begun: bool,
    told: Option<DeviceTrouble>,
}

impl<'a> Watch<'a> {
    pub(super) fn new(patience: Patience, stop: &'a StopSign, reporter: &'a Reporter) -> Self {
        Self {
            patience,
            stop,
            reporter,
            inbox: None,
            job: None,
            moved_at: Instant::now(),
            has_begun: false,
            told: None,
        }
    }

    pub(super) fn moved(&mut self) {
        if self.told.take().is_some() {
            self.reporter.printer(Lamp::Up);
        }
        self.moved_at = Instant::now();
        self.has_begun = true;
    }

    /// Whether a person gave the job up, or the program ends.
    pub(super) fn is_over(&self) -> bool {
        let is_closing = self
            .stop
            .raised_for()
            .is_some_and(|time| time >= self.patience.closing);
        let is_given_up = match (&self.inbox, self.job) {
            (Some(inbox), Some(job)) => inbox.is_given_up(job),
            _ => false,
        };
        is_closing || is_given_up
    }

    /// Why to give up now, if at all: one who says what is wrong is waited for as
    /// long as it takes.
    pub(super) fn stood(&mut self, known: Option<DeviceTrouble>) -> Option<DeviceTrouble> {
        let stood = self.moved_at.elapsed();
        let is_known = known.is_some();
        let trouble = known.unwrap_or(DeviceTrouble::Silent);
        if (is_known || stood >= self.patience.notice) && self.told.as_ref() != Some(&trouble) {
            self.reporter.printer(Lamp::Down(trouble.clone()));
            if let Some(job) = self.job.filter(|_| self.has_begun) {
                self.reporter.stopped(job, &trouble);
            }
            self.told = Some(trouble.clone());
        }
        if let Some(inbox) = &mut self.inbox {
            inbox.drop_stale_kicks(self.reporter, &trouble);
        }
        let is_stalled = !is_known && stood >= self.patience.stall;
        (is_stalled || self.is_over()).then_some(trouble)
    }

    /// A printer that stands still opens the drawer only by a command that it obeys
    /// out of turn.
    fn kick_in_real_time<W: Wire>(&mut self, line: &mut Line<W>) {
        self.kick(line, true);
    }

    /// All of the job is sent: the drawer is next in turn.
    fn kick_meanwhile<W: Wire>(&mut self, line: &mut Line<W>) {
        self.kick(line, false);
    }

    fn kick<W: Wire>(&mut self, line: &mut Line<W>, out_of_turn: bool) {
        let Some(kick) = self.inbox.as_mut().and_then(|inbox| inbox.next_kick()) else {
            return;
        };
        let bytes = if out_of_turn {
            kick.at_once
        } else {
            kick.bytes
        };
        let mut watch = Watch::new(self.patience, self.stop, self.reporter);
        watch.patience.stall = kick.time_left();
        let mut sent = Sent::default();
        let delivery = line.write_command(&bytes, &mut sent, &mut watch);
        Kick::tell(delivery.err(), self.reporter);
    }
}
