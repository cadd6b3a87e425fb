//! The screen on a shop: `balm` without a command, and behind `balm demo`.

use std::{
    io::{self, IsTerminal},
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    sync::Arc,
    thread,
    time::Duration,
};

use super::{
    CliError, Config, Desk, Exit,
    config::Keys,
    documents, keys, private, progress,
    safekeeping::{Keeper, Upkeep},
    set_up_devices, settings,
};
use crate::{
    devices::{DeviceConfig, Devices},
    domain::{ids::Register, print_job::PrintState},
    locale::{Locale, Words},
    ops::{
        clock::SystemClock,
        failure::Failure,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    store::{IndexOutcome, OpenOptions, OpenReport, RebuildReason, StoreError},
    ui::{
        app::App,
        desk_devices::DeskDevices,
        event::Event,
        front::Front,
        keymap::Keymap,
        term::{
            self,
            input::Listening,
            look::{Looks, ScreenConfig, Surroundings},
        },
        view::{DeskFile, DeskWriter, View},
    },
};

/// How often and how long the end waits for whoever still holds the shop.
const CLOSE_TRIES: usize = 20;
const CLOSE_PAUSE: Duration = Duration::from_millis(10);

/// What the screen needs beside the shop.
pub(super) struct Opening {
    pub(super) register: Register,
    pub(super) keymap: Keymap,
    pub(super) devices: DeviceConfig,
    pub(super) locale: Arc<Locale>,
    pub(super) looks: Looks,
    pub(super) demo: bool,
    /// The desk's own settings, and how they are changed.
    pub(super) desk_file: Option<(DeskFile, DeskWriter)>,
    /// Said on the first screen: what the start had to mend.
    pub(super) notes: Vec<String>,
    /// The mirror and the backups; a made-up shop has none.
    pub(super) upkeep: Option<Upkeep>,
}

/// The shop's own store on this desk.
pub(super) fn run(desk: &Desk) -> Result<Exit, CliError> {
    let Config {
        register,
        keymap,
        devices,
        screen,
        mirror,
        backup,
        documents,
    } = desk.config()?;
    let documents = documents::load(desk, &documents)?;
    // What a person wrote may be wrong, and is better said before the screen is there;
    // what comes with the program is read behind the first frame.
    let own_keymap = match &keymap {
        Some(Keys::File(_)) => Some(keys::load(desk, keymap.as_ref())?),
        Some(Keys::Shipped(_)) | None => None,
    };
    let looks = looks(screen)?;
    let dir = desk.store_dir()?;
    let was_open = private::tighten(&dir);
    let usual = desk.open_options();
    let mut front = Front::enter(&listening(&devices), looks).map_err(no_terminal)?;
    // The first frame is there; the rest comes as fast as it can.
    let opened = front.wait(move |signs| {
        let locale = Arc::new(Locale::english());
        let options = OpenOptions {
            on_progress: Some(progress::of_opening(Arc::clone(&locale), signs)),
            ..usual
        };
        let keymap = own_keymap.map_or_else(|| keys::read(keymap.as_ref()), Ok);
        let opened = Shop::open(&dir, Arc::new(SystemClock), options);
        (opened, locale, keymap)
    });
    let (opened, locale, keymap) = opened
        .map_err(no_terminal)?
        .unwrap_or_else(|panic| resume_unwind(panic));
    let (shop, report) = match opened {
        Ok(opened) => opened,
        Err(failure) => {
            let is_left = front.is_left() && failure.detail == StoreError::Stopped.to_string();
            drop(front);
            if is_left {
                eprintln!("{}", locale.text("progress-stopped"));
                return Ok(Exit::Well);
            }
            return Ok(failed(&locale, &failure));
        }
    };
    shop.use_documents(documents);
    let mut notes = notes(&report, &locale);
    notes.extend(was_open.map(|it| it.said(&locale)));
    let opening = Opening {
        register,
        keymap: keymap?,
        devices,
        locale,
        looks,
        demo: false,
        desk_file: Some(settings::desk_settings(
            &desk.config_file()?,
            &desk.store_dir()?,
        )?),
        notes,
        upkeep: Some(Upkeep {
            mirror,
            backup,
            desk: desk.clone(),
        }),
    };
    show(front, shop, opening)
}

/// Enters the terminal and draws the first frame.
pub(super) fn enter(opening: &Opening) -> Result<Front, CliError> {
    Front::enter(&listening(&opening.devices), opening.looks).map_err(no_terminal)
}

pub(super) fn listening(devices: &DeviceConfig) -> Listening {
    Listening {
        wedge: devices.wedge(is_remote()),
        double_read: devices.double_read(),
    }
}

fn no_terminal(err: io::Error) -> CliError {
    CliError::file(Path::new("the terminal"), err)
}

/// How the screen looks on this terminal. A screen into a pipe would be rubbish, and
/// keys from a file no person.
pub(super) fn looks(config: ScreenConfig) -> Result<Looks, CliError> {
    if io::stdout().is_terminal() && io::stdin().is_terminal() {
        return Looks::of(config, &Surroundings::here()).map_err(CliError::Terminal);
    }
    Err(CliError::NoTerminal)
}

/// Runs the screen until it is left, and closes the shop.
pub(super) fn show(front: Front, shop: Shop, opening: Opening) -> Result<Exit, CliError> {
    let shop = Arc::new(shop);
    let locale = Arc::clone(&opening.locale);
    let ended = catch_unwind(AssertUnwindSafe(|| desk(front, &shop, opening)));
    let ended = match ended {
        Ok(ended) => ended,
        Err(panic) => {
            // The terminal is itself again: now it can be read.
            if let Some(said) = term::last_panic() {
                eprintln!("balm: {said}");
            }
            eprintln!("balm: {}", locale.text("app-panicked"));
            resume_unwind(panic)
        }
    };
    match ended {
        Ok(Left::Done) => Ok(close(shop, &locale)),
        Ok(Left::ToSetUpDevices) => match close(shop, &locale) {
            Exit::Well => set_up_devices::from_screen(),
            exit => Ok(exit),
        },
        Err(Ended::Shop(Stop::Failed(failure))) => Ok(failed(&locale, &failure)),
        Err(Ended::Shop(Stop::Refused(refusal))) => {
            eprintln!("balm: {}", Words::new(&locale, None).refusal(&refusal));
            Ok(Exit::Bad)
        }
        Err(Ended::Terminal(err)) => Err(no_terminal(err)),
    }
}

enum Left {
    Done,
    ToSetUpDevices,
}

enum Ended {
    Shop(Stop),
    Terminal(io::Error),
}

fn desk(mut front: Front, shop: &Arc<Shop>, opening: Opening) -> Result<Left, Ended> {
    let session = Session {
        register: opening.register,
        operator: None,
    };
    if shop.as_of().is_none() {
        settle_jobs_of_earlier_runs(shop, &session, &opening.locale).map_err(Ended::Shop)?;
    }
    let news = front.sender();
    // A full queue or a screen that has gone needs no news.
    let hub = Devices::start(&opening.devices, move |told| {
        drop(news.send(Event::Device(told)));
    });
    let view = View::new(
        Arc::clone(shop),
        session,
        opening.locale,
        opening.looks.theme(false),
        opening.keymap,
    );
    let mut view = view.map_err(Ended::Shop)?;
    view.demo = opening.demo;
    let mut app = App::new(view, DeskDevices::new(hub));
    let news = front.sender();
    shop.store().on_failure(Box::new(move || {
        // A full queue is looked at soon enough.
        let _ = news.try_send(Event::DiskFailed);
    }));
    if let Some((file, writer)) = opening.desk_file {
        app.set_desk_file(file, writer);
    }
    for note in opening.notes {
        app.note(note);
    }
    // Without the thread nothing is proved in the background, and nothing else is lost.
    let _ = shop.store().check_in_background();
    let keeper = opening.upkeep.map(|upkeep| {
        let news = front.sender();
        Keeper::start(shop, upkeep, move || drop(news.try_send(Event::Upkeep)))
    });
    let ended = front.run(&mut app);
    // Device threads may still wait to tell something: nobody listens any more.
    drop(front);
    let left = if app.sets_up_devices() {
        Left::ToSetUpDevices
    } else {
        Left::Done
    };
    app.shutdown();
    if let Some(keeper) = keeper {
        keeper.finish();
    }
    ended.map(|()| left).map_err(Ended::Terminal)
}

/// Whether the keys come over a network, which bunches them.
fn is_remote() -> bool {
    ["SSH_CONNECTION", "SSH_TTY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Nobody knows what of them is on paper, so none is printed again by itself.
fn settle_jobs_of_earlier_runs(
    shop: &Shop,
    session: &Session,
    locale: &Locale,
) -> Result<(), Stop> {
    for job in shop.start_up_jobs(session.register).map_err(Stop::Failed)? {
        let state = PrintState::Unknown {
            reason: locale.text("print-program-ended"),
        };
        let request = Request::SettlePrintJob { job: job.id, state };
        shop.run(session, &format!("start-up-job-{}", job.id), &request)?;
    }
    Ok(())
}

fn close(shop: Arc<Shop>, locale: &Locale) -> Exit {
    // A device thread that hangs may still hold the shop; the journal is safe, and
    // the next start finds the rest.
    shop.leave();
    let mut shop = Arc::try_unwrap(shop);
    for _ in 0..CLOSE_TRIES {
        // Whoever reads the clients lets go after each step.
        if let Err(held) = shop {
            thread::sleep(CLOSE_PAUSE);
            shop = Arc::try_unwrap(held);
        }
    }
    let closed = shop.map_or(Ok(()), Shop::close);
    closed.map_or_else(|failure| failed(locale, &failure), |()| Exit::Well)
}

/// Opens the shop of this desk for a command that only looks, and closes it behind it.
pub(super) fn with_shop(
    desk: &Desk,
    locale: &Locale,
    look: impl FnOnce(&Shop) -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    let dir = desk.shop_dir()?;
    let options = OpenOptions {
        on_progress: Some(progress::of_store(Arc::default())),
        ..desk.open_options()
    };
    let shop = match Shop::open(&dir, Arc::new(SystemClock), options) {
        Ok((shop, _)) => shop,
        Err(failure) => return Ok(failed(locale, &failure)),
    };
    let exit = look(&shop);
    match shop.close() {
        Ok(()) => exit,
        Err(failure) => Ok(failed(locale, &failure)),
    }
}

pub(super) fn failed(locale: &Locale, failure: &Failure) -> Exit {
    eprintln!(
        "balm: {}\n{}",
        Words::new(locale, None).failure(failure),
        failure.detail
    );
    Exit::Bad
}

/// What the start found and mended, in words.
pub(super) fn notes(report: &OpenReport, locale: &Locale) -> Vec<String> {
    let mut notes = Vec::new();
    if report.n_torn_bytes > 0 {
        notes.push(locale.fill("start-torn", &[("bytes", report.n_torn_bytes.into())]));
    }
    if let IndexOutcome::Rebuilt { reason, .. } = &report.index {
        let note = match reason {
            RebuildReason::EarlierLayout => "start-rebuilt-layout",
            _ => "start-rebuilt",
        };
        notes.push(locale.fill(note, &[("entries", report.n_entries.into())]));
    }
    notes
}
