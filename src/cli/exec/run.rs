//! The loop: a line, its answer, the next line.

use std::{
    io::{self, BufRead, BufReader, Write},
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{self, Receiver, SyncSender},
    },
    thread,
};

use clap::Args;
use signal_hook::{
    consts::{SIGHUP, SIGINT, SIGTERM},
    iterator::Signals,
};

use super::{
    envelope::{Asked, Good, Said, What},
    lines::{LINE_BYTES_MAX, Line, next_line},
    printing::Printing,
    schema::schema,
};
use crate::{
    cli::{
        CliError, Desk, Exit, config::Config, documents, private, progress, safekeeping, screen,
    },
    devices::DeviceConfig,
    domain::ids::Register,
    locale::{Locale, Words},
    ops::{
        clock::SystemClock,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    store::OpenOptions,
};

/// Lines read ahead of the one that is worked on.
const LINES_AHEAD_MAX: usize = 16;

#[derive(Args, Clone, Debug)]
pub struct ExecArgs {
    /// Print the JSON Schema of the lines instead
    #[arg(long)]
    schema: bool,
}

/// What wakes the loop.
enum Event {
    Line(Line),
    EndOfInput,
    InputFailed(io::Error),
    Stop,
}

pub(in crate::cli) fn run(desk: &Desk, args: &ExecArgs) -> Result<Exit, CliError> {
    if args.schema {
        return Ok(print(&format!("{:#}", schema())));
    }
    let Config {
        register,
        devices,
        mirror,
        documents,
        ..
    } = desk.config()?;
    let documents = documents::load(desk, &documents)?;
    let locale = Locale::english();
    let dir = desk.store_dir()?;
    if let Some(was_open) = private::tighten(&dir) {
        eprintln!("balm: {}", was_open.said(&locale));
    }
    let opened = Shop::open(
        &dir,
        Arc::new(SystemClock),
        OpenOptions {
            on_progress: Some(progress::of_store(Arc::default())),
            ..desk.open_options()
        },
    );
    let (shop, report) = match opened {
        Ok(opened) => opened,
        Err(failure) => return Ok(screen::failed(&locale, &failure)),
    };
    shop.use_documents(documents);
    for note in screen::notes(&report, &locale) {
        eprintln!("balm: {note}");
    }
    safekeeping::start_mirror(shop.store(), mirror.as_ref());
    serve(shop, register, &devices)
}

/// Answers what is read on a shop that is open, and closes it.
pub(in crate::cli) fn serve(
    shop: Shop,
    register: Register,
    devices: &DeviceConfig,
) -> Result<Exit, CliError> {
    let locale = Locale::english();
    let ends = Arc::new(AtomicBool::new(false));
    let events = listen(&ends).map_err(|err| CliError::file(Path::new("stdin"), err))?;
    let desk = ExecDesk {
        shop: &shop,
        register,
        locale: &locale,
    };
    let session = Session {
        register,
        operator: None,
    };
    let mut printing = Printing::start(devices, session);
    let served = desk.serve(&events, &ends, &mut printing);
    let waits = !ends.load(Ordering::Relaxed);
    if let Err(stop) = printing.finish(&shop, waits) {
        desk.say_of_printing(&stop);
    }
    if let Err(failure) = shop.close() {
        return Ok(screen::failed(&locale, &failure));
    }
    served
}

/// Reads lines and signals on threads of their own, since both block.
fn listen(stop: &Arc<AtomicBool>) -> io::Result<Receiver<Event>> {
    let (sender, events) = mpsc::sync_channel(LINES_AHEAD_MAX);
    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    let stop = Arc::clone(stop);
    let stopper = sender.clone();
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            if signals.forever().next().is_some() {
                stop.store(true, Ordering::Relaxed);
                // The loop may have ended by itself.
                let _ = stopper.send(Event::Stop);
            }
        })?;
    thread::Builder::new()
        .name("lines".to_owned())
        .spawn(move || read_lines(&sender))?;
    Ok(events)
}

fn read_lines(events: &SyncSender<Event>) {
    let mut input = BufReader::new(io::stdin().lock());
    loop {
        let (event, is_last) = match next_line(&mut input) {
            Ok(Some(line)) => (Event::Line(line), false),
            Ok(None) => (Event::EndOfInput, true),
            Err(err) => (Event::InputFailed(err), true),
        };
        if events.send(event).is_err() || is_last {
            return;
        }
    }
}

/// Answers the lines of an input as `balm exec` does, without a printer or any other
/// device.
///
/// # Errors
///
/// When the input cannot be read.
pub fn answer_all(
    shop: &Shop,
    register: Register,
    mut input: impl BufRead,
    tell: &mut dyn FnMut(&str),
) -> io::Result<()> {
    let locale = &Locale::english();
    let desk = ExecDesk {
        shop,
        register,
        locale,
    };
    let mut n_lines = 0;
    while let Some(line) = next_line(&mut input)? {
        n_lines += 1;
        if let Some((said, _)) = desk.answer(n_lines, &line) {
            tell(&serde_json::to_string(&said)?);
        }
    }
    Ok(())
}

struct ExecDesk<'a> {
    shop: &'a Shop,
    register: Register,
    locale: &'a Locale,
}

impl ExecDesk<'_> {
    fn serve(
        &self,
        events: &Receiver<Event>,
        stop: &AtomicBool,
        printing: &mut Printing,
    ) -> Result<Exit, CliError> {
        let mut exit = Exit::Well;
        let mut n_lines: u64 = 0;
        while let Ok(event) = events.recv() {
            let line = match event {
                _ if stop.load(Ordering::Relaxed) => break,
                Event::EndOfInput | Event::Stop => break,
                Event::InputFailed(err) => return Err(CliError::file(Path::new("stdin"), err)),
                Event::Line(line) => line,
            };
            n_lines += 1;
            let Some((said, to)) = self.answer(n_lines, &line) else {
                continue;
            };
            if !said.is_good() {
                exit = Exit::Bad;
            }
            let json = serde_json::to_string(&said).unwrap_or_else(|err| {
                exit = Exit::Bad;
                format!(r#"{{"line":{n_lines},"error":"{err}"}}"#)
            });
            // Nobody hears the answers any more, so nothing further is done.
            if print(&json) != Exit::Well {
                return Ok(Exit::Bad);
            }
            if let Said::Ok {
                ok: Good::Done(outcome),
                ..
            } = &said
                && let Err(stop) = printing.act_on(outcome, to, self.shop, self.locale)
            {
                self.say_of_printing(&stop);
            }
        }
        Ok(exit)
    }

    /// The sale is safe and has been answered: this is for a person's eye only.
    fn say_of_printing(&self, stop: &Stop) {
        let words = Words::new(self.locale, None);
        let text = match stop {
            Stop::Refused(refusal) => words.refusal(refusal),
            Stop::Failed(failure) => words.failure(failure),
        };
        eprintln!("balm: {text}");
    }

    /// `None` for a blank line. With where a copy is to go, which is written down
    /// nowhere.
    fn answer(&self, line: u64, text: &Line) -> Option<(Said, Option<String>)> {
        let wrong = |error: String| Some((Said::Error { line, error }, None));
        let text = match text {
            Line::TooLong => return wrong(format!("longer than {LINE_BYTES_MAX} bytes")),
            Line::NotUtf8 => return wrong("not UTF-8".to_owned()),
            Line::Text(text) if text.trim().is_empty() => return None,
            Line::Text(text) => text,
        };
        match Asked::parse(text) {
            Ok(asked) => {
                let to = match &asked.what {
                    What::Do(request) => match &**request {
                        Request::SendCopy { to, .. } | Request::SendDocument { to, .. } => {
                            to.clone()
                        }
                        _ => None,
                    },
                    What::Ask(_) => None,
                };
                Some((self.carry_out(asked), to))
            }
            Err(error) => wrong(error),
        }
    }

    fn carry_out(&self, asked: Asked) -> Said {
        let session = Session {
            register: self.register,
            operator: asked.by,
        };
        let id = asked.id;
        let good = match &asked.what {
            What::Do(request) => {
                let request_id = id.as_deref().unwrap_or_default();
                self.shop
                    .run_approved(&session, request_id, request, asked.approved.as_ref())
                    .map(|outcome| Good::Done(Box::new(outcome)))
            }
            What::Ask(query) => {
                let answer = self.shop.ask(&session, self.locale, query);
                answer.map(|answer| Good::Answer(Box::new(answer)))
            }
        };
        match good {
            Ok(ok) => Said::Ok { id, ok },
            Err(stop) => self.stopped(id, stop),
        }
    }

    fn stopped(&self, id: Option<String>, stop: Stop) -> Said {
        let settings = self.shop.settings();
        let words = Words::new(self.locale, settings.as_deref());
        match stop {
            Stop::Refused(refused) => Said::Refused {
                id,
                text: words.refusal(&refused),
                refused,
            },
            Stop::Failed(failed) => Said::Failed {
                id,
                text: words.failure(&failed),
                failed,
            },
        }
    }
}

/// Writes a line and flushes it: whoever reads it may act on it at once.
fn print(line: &str) -> Exit {
    let mut output = io::stdout().lock();
    match writeln!(output, "{line}").and_then(|()| output.flush()) {
        Ok(()) => Exit::Well,
        Err(_) => Exit::Bad,
    }
}
