//! Failures: what was being tried, what is safe, what to do next.

use super::Words;
use crate::ops::failure::{Failure, Next, Safe, Tried};

impl Words<'_> {
    /// Three short sentences; the technical detail is left to who shows it.
    pub fn failure(&self, failure: &Failure) -> String {
        format!(
            "{} {} {}",
            self.tried(&failure.tried),
            self.safe(failure.safe),
            self.next(failure.next)
        )
    }

    fn tried(&self, tried: &Tried) -> String {
        match tried {
            Tried::OpenShop => self.text("tried-open-shop"),
            Tried::CloseShop => self.text("tried-close-shop"),
            Tried::Read => self.text("tried-read"),
            Tried::Do { request } => self
                .locale
                .fill("tried-do", &[("request", request.replace('_', " ").into())]),
        }
    }

    fn safe(&self, safe: Safe) -> String {
        self.text(match safe {
            Safe::AllBefore => "safe-all-before",
            Safe::ThisToo => "safe-this-too",
            Safe::PerhapsThis => "safe-perhaps-this",
            Safe::UpToTheDamage => "safe-up-to-the-damage",
            Safe::Untouched => "safe-untouched",
        })
    }

    fn next(&self, next: Next) -> String {
        self.text(match next {
            Next::TryAgain => "next-try-again",
            Next::Restart => "next-restart",
            Next::CloseOtherProgram => "next-close-other-program",
            Next::CheckFolder => "next-check-folder",
            Next::MakeRoomOnDisk => "next-make-room-on-disk",
            Next::CheckDisk => "next-check-disk",
            Next::UpdateProgram => "next-update-program",
            Next::RestoreBackup => "next-restore-backup",
            Next::Report => "next-report",
        })
    }
}
