//! What devices tell the desk, and the lamps that show it.

use std::{
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError},
};

use crate::domain::{ids::PrintJobId, print_job::PrintState, text};

use super::{config::PinLevel, printer::Condition, trouble::DeviceTrouble};

/// Something a device did or ran into. Sent once per change, not per attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeviceNews {
    ScannerUp,
    ScannerDown(DeviceTrouble),
    /// What the scanner sent, without its frame; with the symbology identifier, if it
    /// sends one. May hold the separators 0x1D, 0x1E and 0x04, no other control.
    Scan(String),
    /// Bytes came that are no code: a misread, noise, or the wrong line speed.
    Unreadable,
    /// A bank card was read. Its number is gone already.
    BankCard,
    /// A scan whose characters the keyboard's layout has changed.
    GarbledScan,
    /// The same code again within a moment; ignored.
    DoubleRead(String),
    PrinterUp,
    PrinterDown(DeviceTrouble),
    JobState {
        job: PrintJobId,
        state: PrintState,
    },
    /// A part of the job has left, and the printer says why the rest must wait. It
    /// goes on by itself.
    JobStopped {
        job: PrintJobId,
        trouble: DeviceTrouble,
    },
    /// The roll is near its end.
    PaperLow,
    /// Somebody has opened or shut the drawer, as the printer's sensor sees it.
    DrawerMoved {
        is_open: bool,
    },
    /// The level of the sensor's pin, as it was asked for; `None` if the printer does
    /// not say.
    DrawerPin(Option<PinLevel>),
    /// What became of a copy that is no paper.
    Copy {
        job: PrintJobId,
        name: String,
        state: CopyState,
    },
    /// The drawer was told to open; drawers do not answer.
    DrawerKicked,
    /// The drawer was not told to open, or perhaps not wholly.
    DrawerFailed(DeviceTrouble),
    /// A lamp is another that nobody is told of in words.
    LampTurned,
}

/// What became of a copy of a receipt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CopyState {
    Saved(PathBuf),
    /// Handed to the mail command, which says that it is well.
    Mailed(String),
    /// Certainly not made.
    Failed(String),
}

impl CopyState {
    /// As the copy's record has it. A file is there; of a message nobody knows whether
    /// it arrives.
    pub fn settled(&self) -> PrintState {
        match self {
            Self::Saved(_) => PrintState::Printed,
            Self::Mailed(_) => PrintState::Sent,
            Self::Failed(reason) => PrintState::Failed {
                reason: text::clean(reason, text::REASON_MAX),
            },
        }
    }
}

/// How a device is doing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Lamp {
    /// The settings have no such device.
    #[default]
    Missing,
    /// Not tried yet.
    Starting,
    Up,
    Down(DeviceTrouble),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lamps {
    pub scanner: Lamp,
    pub printer: Lamp,
    /// The roll is near its end.
    pub paper_low: bool,
    pub display: Lamp,
    /// Whether the drawer stands open, as the printer's sensor sees it. Known only
    /// where the settings say what the sensor means, and the printer has said it.
    pub drawer_open: Option<bool>,
}

/// A device thread's way to the desk: sets the lamp, then tells the news.
#[derive(Clone)]
pub(super) struct Reporter {
    lamps: Arc<Mutex<Lamps>>,
    on_news: Arc<dyn Fn(DeviceNews) + Send + Sync>,
    /// What the sensor says of an open drawer.
    open_is: Option<PinLevel>,
}

impl Reporter {
    pub(super) fn new(lamps: Lamps, on_news: impl Fn(DeviceNews) + Send + Sync + 'static) -> Self {
        Self {
            lamps: Arc::new(Mutex::new(lamps)),
            on_news: Arc::new(on_news),
            open_is: None,
        }
    }

    /// Drawers differ in what their sensor says when they are open.
    #[must_use]
    pub(super) fn with_drawer(mut self, open_is: Option<PinLevel>) -> Self {
        self.open_is = open_is;
        self
    }

    pub(super) fn lamps(&self) -> Lamps {
        self.lamps
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    pub(super) fn tell(&self, news: DeviceNews) {
        (self.on_news)(news);
    }

    pub(super) fn scanner(&self, lamp: Lamp) {
        let news = match &lamp {
            Lamp::Up => Some(DeviceNews::ScannerUp),
            Lamp::Down(trouble) => Some(DeviceNews::ScannerDown(trouble.clone())),
            Lamp::Missing | Lamp::Starting => None,
        };
        self.switch(lamp, news, |lamps| &mut lamps.scanner);
    }

    pub(super) fn printer(&self, lamp: Lamp) {
        let news = match &lamp {
            Lamp::Up => Some(DeviceNews::PrinterUp),
            Lamp::Down(trouble) => Some(DeviceNews::PrinterDown(trouble.clone())),
            Lamp::Missing | Lamp::Starting => None,
        };
        self.switch(lamp, news, |lamps| &mut lamps.printer);
    }

    pub(super) fn stopped(&self, job: PrintJobId, trouble: &DeviceTrouble) {
        let trouble = trouble.clone();
        self.tell(DeviceNews::JobStopped { job, trouble });
    }

    pub(super) fn condition(&self, condition: Condition) {
        let mut lamps = self.lamps.lock().unwrap_or_else(PoisonError::into_inner);
        let was_low = std::mem::replace(&mut lamps.paper_low, condition.paper_low);
        let is_open = self.open_is.zip(condition.drawer_pin);
        let is_open = is_open.map(|(open_is, pin)| open_is == pin);
        let was_open = std::mem::replace(&mut lamps.drawer_open, is_open);
        drop(lamps);
        match (was_low, condition.paper_low) {
            (false, true) => self.tell(DeviceNews::PaperLow),
            (true, false) => self.tell(DeviceNews::LampTurned),
            _ => (),
        }
        // Shut when it is first seen is nothing new.
        if let Some(is_open) = is_open.filter(|it| *it != was_open.unwrap_or(false)) {
            self.tell(DeviceNews::DrawerMoved { is_open });
        }
    }

    /// Nobody looks at the sensor any more: where the drawer stands is not known.
    pub(super) fn forget_drawer(&self) {
        let mut lamps = self.lamps.lock().unwrap_or_else(PoisonError::into_inner);
        let was_open = lamps.drawer_open.take();
        drop(lamps);
        if was_open == Some(true) {
            self.tell(DeviceNews::LampTurned);
        }
    }

    /// Only the lamp shows it: nobody is told of a display in words.
    pub(super) fn display(&self, lamp: Lamp) {
        let news = Some(DeviceNews::LampTurned);
        self.switch(lamp, news, |lamps| &mut lamps.display);
    }

    fn switch(&self, lamp: Lamp, news: Option<DeviceNews>, which: fn(&mut Lamps) -> &mut Lamp) {
        let mut lamps = self.lamps.lock().unwrap_or_else(PoisonError::into_inner);
        let place = which(&mut lamps);
        if *place == lamp {
            return;
        }
        *place = lamp;
        drop(lamps);
        if let Some(news) = news {
            self.tell(news);
        }
    }
}
