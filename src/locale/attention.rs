//! What wants a person's eye, one line each.

use chrono::{DateTime, Utc};

use super::{Words, refusals::room};
use crate::{
    domain::{
        money::Money,
        print_job::{PrintJob, Printable},
        sale::ReceiptNumber,
    },
    ops::query::{Attention, DamagedPart},
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
            Attention::OldDrawer { business_date } => self.locale.fill(
                "attention-old-drawer",
                &[("date", self.date(*business_date).into())],
            ),
            Attention::Stopped { .. } | Attention::DiskFull { .. } | Attention::Damage { .. } => {
                self.about_disk(item)
            }
        }
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
            _ => self.text("attention-stopped"),
        }
    }

    fn not_printed(&self, job: &PrintJob, receipt: Option<ReceiptNumber>) -> String {
        let named = |it: ReceiptNumber| {
            let receipt = [("receipt", it.to_string().into())];
            self.locale.fill("print-receipt", &receipt)
        };
        let what = receipt.map_or_else(|| self.text("print-z"), named);
        let (id, state) = match job.what {
            Printable::Copy(_) => ("attention-not-sent", self.copy_state(&job.state)),
            _ => ("attention-not-printed", self.print_state(&job.state)),
        };
        self.locale
            .fill(id, &[("what", what.into()), ("state", state.into())])
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
