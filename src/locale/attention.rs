//! What wants a person's eye, one line each.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Words, refusals::room};
use crate::{
    domain::{
        money::Money,
        print_job::{PrintJob, Printable},
        sale::ReceiptNumber,
    },
    ops::query::{Attention, DamagedPart, MirrorTrouble},
};

impl Words<'_> {
    pub fn attention(&self, item: &Attention) -> String {
        match item {
            Attention::NotPrinted { job, receipt } => self.not_printed(job, *receipt),
            Attention::Parked {
                client,
                total,
                since,
                ..
            } => self.cart("attention-parked", client, *total, *since),
            Attention::OldCart {
                client,
                total,
                since,
            } => self.cart("attention-old-cart", client, *total, *since),
            Attention::Unfinished {
                client,
                start,
                status,
                ..
            } => self.locale.fill(
                "attention-unfinished",
                &[
                    ("client", self.client(client).into()),
                    ("start", self.moment(*start).into()),
                    ("status", self.status(*status).into()),
                ],
            ),
            Attention::FeeDue { .. } | Attention::Waiting { .. } | Attention::LateWalkIn { .. } => {
                self.of_book(item)
            }
            Attention::Stranded { .. } => self.stranded(item),
            Attention::Late { client, start, .. } => self.locale.fill(
                "attention-late",
                &[
                    ("client", self.client(client).into()),
                    ("start", self.time(*start).into()),
                ],
            ),
            Attention::LowStock {
                name,
                on_hand,
                par_level,
                ..
            } => self.locale.fill(
                "attention-low-stock",
                &[
                    ("name", name.into()),
                    ("on-hand", (*on_hand).into()),
                    ("par", (*par_level).into()),
                ],
            ),
            Attention::Owed {
                name, open, since, ..
            } => self.owed(name, *open, *since),
            Attention::EndsSoon { .. } => self.ends_soon(item),
            Attention::OldDrawer { business_date } => self.locale.fill(
                "attention-old-drawer",
                &[("date", self.date(*business_date).into())],
            ),
            Attention::Stopped { .. }
            | Attention::DiskFull { .. }
            | Attention::NoCheckpoint { .. }
            | Attention::Damage { .. } => self.about_disk(item),
            Attention::Mirror { .. }
            | Attention::MirrorOnSameDisk
            | Attention::NoBackup { .. }
            | Attention::NoDrill { .. }
            | Attention::DrillFailed { .. }
            | Attention::BackupFailed { .. } => self.safekeeping(item),
        }
    }

    fn ends_soon(&self, item: &Attention) -> String {
        let Attention::EndsSoon {
            name,
            membership,
            until,
            ..
        } = item
        else {
            return String::new();
        };
        let args = [
            ("client", self.client(name).into()),
            ("name", membership.into()),
            ("until", self.date(*until).into()),
        ];
        self.locale.fill("attention-ends-soon", &args)
    }

    fn owed(&self, name: &str, open: Money, since: NaiveDate) -> String {
        let args = [
            ("client", self.client(name).into()),
            ("open", self.money(open).into()),
            ("since", self.date(since).into()),
        ];
        self.locale.fill("attention-owed", &args)
    }

    fn about_disk(&self, item: &Attention) -> String {
        match item {
            Attention::DiskFull {
                free_bytes,
                needed_bytes,
            } => self
                .locale
                .fill("attention-disk-full", &room(*free_bytes, *needed_bytes)),
            Attention::Damage {
                what: DamagedPart::Journal,
                ..
            } => self.text("attention-journal-damaged"),
            Attention::Damage {
                what: DamagedPart::Index,
                ..
            } => self.text("attention-index-damaged"),
            Attention::NoCheckpoint { detail } => self
                .locale
                .fill("attention-no-checkpoint", &[("detail", detail.into())]),
            _ => self.text("attention-stopped"),
        }
    }

    /// Of a time that was kept for nothing, or is waited for.
    fn of_book(&self, item: &Attention) -> String {
        if let Attention::LateWalkIn {
            name,
            service,
            promised,
            ..
        } = item
        {
            return self.locale.fill(
                "attention-late-walk-in",
                &[
                    ("client", self.client(name).into()),
                    ("service", service.into()),
                    ("time", self.moment(*promised).into()),
                ],
            );
        }
        if let Attention::Waiting {
            client,
            service,
            start,
            ..
        } = item
        {
            return self.locale.fill(
                "attention-waiting",
                &[
                    ("client", self.client(client).into()),
                    ("service", service.into()),
                    ("time", self.moment(*start).into()),
                ],
            );
        }
        let Attention::FeeDue {
            client,
            start,
            status,
            fee,
            ..
        } = item
        else {
            return String::new();
        };
        self.locale.fill(
            "attention-fee-due",
            &[
                ("client", self.client(client).into()),
                ("start", self.moment(*start).into()),
                ("status", self.status(*status).into()),
                ("fee", self.money(*fee).into()),
            ],
        )
    }

    fn not_printed(&self, job: &PrintJob, receipt: Option<ReceiptNumber>) -> String {
        let named = |it: ReceiptNumber| {
            let receipt = [("receipt", it.to_string().into())];
            self.locale.fill("print-receipt", &receipt)
        };
        let unnumbered = || match job.what {
            Printable::Document(it) | Printable::DocumentCopy(it) => self.document(it.kind()),
            Printable::DaySheet { on, .. } => {
                let date = [("date", self.short_date(on).into())];
                self.locale.fill("print-day-sheet", &date)
            }
            Printable::ZOfDay(date) => {
                let date = [("date", self.short_date(date).into())];
                self.locale.fill("print-z-of-day", &date)
            }
            _ => self.text("print-z"),
        };
        let what = receipt.map_or_else(unnumbered, named);
        let (id, state) = if job.what.is_copy() {
            ("attention-not-sent", self.copy_state(&job.state))
        } else {
            ("attention-not-printed", self.print_state(&job.state))
        };
        self.locale
            .fill(id, &[("what", what.into()), ("state", state.into())])
    }

    /// Of the mirror and the backups.
    fn safekeeping(&self, item: &Attention) -> String {
        match item {
            Attention::Mirror {
                trouble,
                n_behind,
                minutes,
            } => self.mirror(trouble.as_ref(), *n_behind, *minutes),
            Attention::MirrorOnSameDisk => self.text("attention-mirror-same-disk"),
            Attention::NoBackup { last: None, days } => self
                .locale
                .fill("attention-never-backed-up", &[("days", (*days).into())]),
            Attention::NoBackup {
                last: Some(last),
                days,
            } => self.locale.fill(
                "attention-no-backup",
                &[
                    ("days", (*days).into()),
                    ("date", self.date(self.wall(*last).date).into()),
                ],
            ),
            Attention::NoDrill { last: None, .. } => self.text("attention-never-tried"),
            Attention::NoDrill {
                last: Some(last),
                days,
            } => self.locale.fill(
                "attention-no-drill",
                &[
                    ("days", (*days).into()),
                    ("date", self.date(self.wall(*last).date).into()),
                ],
            ),
            Attention::DrillFailed { at, file, detail } => self.locale.fill(
                "attention-drill-failed",
                &[
                    ("date", self.date(self.wall(*at).date).into()),
                    ("file", file.into()),
                    ("detail", detail.into()),
                ],
            ),
            Attention::BackupFailed { detail } => self
                .locale
                .fill("attention-backup-failed", &[("detail", detail.into())]),
            _ => String::new(),
        }
    }

    /// What is the matter with the mirror, and what it lacks.
    fn mirror(
        &self,
        trouble: Option<&MirrorTrouble>,
        n_behind: Option<u64>,
        minutes: u64,
    ) -> String {
        let locale = self.locale;
        let why = match trouble {
            None => self.text("mirror-slow"),
            Some(MirrorTrouble::Away) => self.text("mirror-away"),
            Some(MirrorTrouble::Full) => self.text("mirror-full"),
            Some(MirrorTrouble::ReadOnly) => self.text("mirror-read-only"),
            Some(MirrorTrouble::Silent) => self.text("mirror-silent"),
            Some(MirrorTrouble::Newer) => self.text("mirror-newer"),
            Some(MirrorTrouble::Io { text }) => {
                locale.fill("mirror-io", &[("detail", text.into())])
            }
            Some(MirrorTrouble::OtherStore { store_id }) => {
                locale.fill("mirror-other-store", &[("id", store_id.into())])
            }
            Some(MirrorTrouble::Diverged { entry }) => {
                locale.fill("mirror-diverged", &[("entry", (*entry).into())])
            }
            Some(MirrorTrouble::JournalDamaged { entry }) => {
                locale.fill("mirror-journal-damaged", &[("entry", (*entry).into())])
            }
        };
        let n_behind = n_behind.unwrap_or(0);
        let args = [
            ("why", why.into()),
            ("entries", n_behind.into()),
            ("minutes", minutes.into()),
        ];
        locale.fill("attention-mirror", &args)
    }

    fn cart(&self, id: &str, client: &str, total: Money, since: DateTime<Utc>) -> String {
        self.locale.fill(
            id,
            &[
                ("client", self.client(client).into()),
                ("total", self.money(total).into()),
                ("since", self.moment(self.wall(since)).into()),
            ],
        )
    }

    /// A client's name, or what stands for one who gave none.
    pub fn client(&self, name: &str) -> String {
        if name.is_empty() {
            self.text("client-walk-in")
        } else {
            name.to_owned()
        }
    }
}
