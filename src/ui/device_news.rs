//! What devices tell, and what becomes of a trial of one.

use super::{
    app::App,
    component::{Input, Tone, Trial},
};
use crate::{
    devices::{DeviceNews, DeviceTrouble, Lamp, TRIAL_JOB},
    domain::{barcode, print_job::PrintState, text},
    ops::request::Request,
};

/// No code is longer, whatever a scanner sends.
const SCAN_CHARS_MAX: usize = 4_096;

impl App {
    pub(super) fn device(&mut self, news: DeviceNews) {
        if matches!(news, DeviceNews::Scan(_)) {
            self.touched();
        }
        let before = std::mem::replace(&mut self.view.lamps, self.devices.lamps());
        let text = |app: &Self, id: &str| app.view.text(id);
        match news {
            DeviceNews::Scan(code) => match text::clean_code(&code, SCAN_CHARS_MAX) {
                code if code.is_empty() => {
                    self.say(Tone::Refused, text(self, "app-scan-unreadable"));
                }
                code => self.dispatch(&Input::Scan(barcode::from_scanner(&code))),
            },
            DeviceNews::Unreadable => self.say(Tone::Refused, text(self, "app-scan-unreadable")),
            DeviceNews::BankCard => self.say(Tone::Refused, text(self, "app-scan-bank-card")),
            DeviceNews::GarbledScan => self.say(Tone::Refused, text(self, "app-scan-garbled")),
            DeviceNews::DoubleRead(code) => {
                let text = self.view.fill("app-scan-double", &[("code", code.into())]);
                self.say(Tone::Note, text);
            }
            DeviceNews::JobState { job, state } if job == TRIAL_JOB => self.tried(&state),
            DeviceNews::JobStopped { job, trouble } if job != TRIAL_JOB => {
                self.view.stopped_job = Some((job, trouble));
                self.reload();
                self.refresh();
            }
            DeviceNews::Copy { job, name, state } => self.copied(job, &name, state),
            DeviceNews::PaperLow => self.say(Tone::Note, text(self, "app-paper-low")),
            DeviceNews::JobState { job, state } => {
                self.forget_stopped(job);
                let is_recorded = self.view.shop.store().poison().is_none();
                if is_recorded
                    && let Err(stop) = self.submit(&Request::SettlePrintJob { job, state })
                {
                    self.say_stop(&stop);
                }
                // A receipt that is looked at says at once that it is printed.
                self.reload();
                self.refresh();
            }
            DeviceNews::PrinterDown(trouble) => {
                self.say_fault(Tone::Note, "app-printer-down", &trouble);
            }
            DeviceNews::ScannerDown(trouble) => {
                self.say_fault(Tone::Note, "app-scanner-down", &trouble);
            }
            DeviceNews::DrawerFailed(trouble) => {
                self.say_fault(Tone::Failed, "app-drawer-stuck", &trouble);
                self.view.drawer_trouble = Some(trouble);
            }
            // At the start of the program all is as it should be, and nothing is said.
            DeviceNews::PrinterUp if matches!(before.printer, Lamp::Down(_)) => {
                self.view.stopped_job = None;
                self.say(Tone::Note, text(self, "app-printer-up"));
            }
            DeviceNews::ScannerUp if matches!(before.scanner, Lamp::Down(_)) => {
                self.say(Tone::Note, text(self, "app-scanner-up"));
            }
            // It opens, by whatever hand.
            DeviceNews::DrawerKicked | DeviceNews::DrawerMoved { is_open: true } => {
                self.view.drawer_trouble = None;
            }
            // Of the drawer and of a trial the lamps tell.
            DeviceNews::DrawerMoved { is_open: false }
            | DeviceNews::DrawerPin(_)
            | DeviceNews::JobStopped { .. }
            | DeviceNews::LampTurned
            | DeviceNews::PrinterUp
            | DeviceNews::ScannerUp => (),
        }
    }

    fn say_fault(&mut self, tone: Tone, id: &str, trouble: &DeviceTrouble) {
        let reason = [("reason", self.view.trouble(trouble).into())];
        self.say(tone, self.view.fill(id, &reason));
    }

    pub(super) fn try_device(&mut self, trial: Trial) {
        if let Some(why) = self.devices.attempt(trial, &self.view) {
            return self.say(Tone::Refused, self.view.not_queued(why));
        }
        let id = match trial {
            Trial::Page | Trial::Strip => "devices-printing",
            Trial::Drawer => "devices-kicked",
            Trial::Display => "devices-shown",
        };
        self.say(Tone::Note, self.view.text(id));
    }

    /// What became of a paper that tried the printer.
    fn tried(&mut self, state: &PrintState) {
        let tone = match state {
            PrintState::Sent | PrintState::Printed => Tone::Good,
            PrintState::Waiting | PrintState::NotWanted => Tone::Note,
            PrintState::Unknown { .. } | PrintState::Failed { .. } => Tone::Refused,
        };
        self.say(tone, self.view.words().print_state(state));
    }
}
