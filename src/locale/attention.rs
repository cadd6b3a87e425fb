//! What wants a person's eye, one line each.

use chrono::{DateTime, Utc};

use super::Words;
use crate::{
    domain::money::Money,
    ops::query::{Attention, DamagedPart},
};

impl Words<'_> {
    pub fn attention(&self, item: &Attention) -> String {
        match item {
            Attention::NotPrinted { job, receipt } => {
                let what = receipt.map_or_else(
                    || self.text("print-z"),
                    |it| {
                        self.locale
                            .fill("print-receipt", &[("receipt", it.to_string().into())])
                    },
                );
                let state = self.print_state(&job.state);
                self.locale.fill(
                    "attention-not-printed",
                    &[("what", what.into()), ("state", state.into())],
                )
            }
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
            Attention::Stopped { .. } => self.text("attention-stopped"),
            Attention::DiskFull => self.text("attention-disk-full"),
            Attention::Damage { what, .. } => self.text(match what {
                DamagedPart::Journal => "attention-journal-damaged",
                DamagedPart::Index => "attention-index-damaged",
            }),
        }
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
