//! What came of a request, in a short sentence for the message line.

use super::{Arg, Words};
use crate::{
    domain::time::WallTime,
    ops::outcome::{DateMeant, DateWarning, Outcome, Sold, StockWarning, TakenBack},
};

impl Words<'_> {
    /// Empty where the screen shows it anyway.
    pub fn outcome(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Saved
            | Outcome::SavedTaxClass { .. }
            | Outcome::SavedRoom { .. }
            | Outcome::SavedStaff { .. }
            | Outcome::SavedService { .. }
            | Outcome::SavedProduct { .. }
            | Outcome::SavedClient { .. } => self.text("outcome-saved"),
            Outcome::Booked { .. } => self.text("outcome-booked"),
            Outcome::Undone { start, what, .. } => self.undone(*start, *what),
            Outcome::TicketChanged { warning, dated, .. } => {
                let dated = dated.map(|it| self.date_warning(it));
                let warning = warning.map(|it| self.stock_warning(it));
                let both: Vec<String> = dated.into_iter().chain(warning).collect();
                both.join(" ")
            }
            Outcome::Parked { .. } => self.text("outcome-parked"),
            Outcome::Recalled { parked: None, .. } => self.text("outcome-recalled"),
            Outcome::Recalled {
                parked: Some(_), ..
            } => self.text("outcome-recalled-and-parked"),
            Outcome::TicketDropped { .. } => self.text("outcome-ticket-dropped"),
            Outcome::Sold(sold) => self.sold(sold),
            Outcome::DrawerOpened { .. } => self.text("outcome-drawer-opened"),
            Outcome::CashMoved { .. } => self.text("outcome-cash-moved"),
            Outcome::DrawerKicked => self.text("outcome-drawer-kicked"),
            Outcome::Counted { cash } => {
                self.fill("outcome-counted", &[("cash", self.money(*cash).into())])
            }
            Outcome::DrawerClosed { closing, .. } => {
                self.fill("outcome-drawer-closed", &[("z", closing.z_number.into())])
            }
            Outcome::ClockConfirmed { now } => {
                let now = self.instant(*now);
                self.fill("outcome-clock-confirmed", &[("now", now.into())])
            }
            Outcome::CopyQueued { .. } => self.text("outcome-copy-queued"),
            Outcome::Queued { copy: 0, .. } => self.text("outcome-queued"),
            Outcome::Queued { copy, .. } => {
                self.fill("outcome-queued-copy", &[("copy", (*copy).into())])
            }
        }
    }

    fn fill(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.locale.fill(id, args)
    }

    fn undone(&self, start: WallTime, what: TakenBack) -> String {
        let mut args = vec![("start", self.moment(start).into())];
        let id = match what {
            TakenBack::Booked => "outcome-undone-booked",
            TakenBack::Moved => "outcome-undone-moved",
            TakenBack::Room => "outcome-undone-room",
            TakenBack::Status { was } => {
                args.push(("status", self.status(was).into()));
                "outcome-undone-status"
            }
        };
        self.fill(id, &args)
    }

    fn sold(&self, sold: &Sold) -> String {
        let receipt = ("receipt", Arg::from(sold.receipt.to_string()));
        let total = ("total", self.money(sold.total.abs()).into());
        if sold.total.is_negative() {
            let cash = ("cash", self.money(sold.cash_out).into());
            let id = if sold.cash_out.is_zero() {
                "outcome-refunded"
            } else {
                "outcome-refunded-cash"
            };
            return self.fill(id, &[receipt, total, cash]);
        }
        let change = ("change", self.money(sold.change).into());
        let id = if sold.change.is_zero() {
            "outcome-sold"
        } else {
            "outcome-sold-change"
        };
        self.fill(id, &[receipt, total, change])
    }

    fn date_warning(&self, warning: DateWarning) -> String {
        let id = match warning.meant {
            DateMeant::Expires => "outcome-expired",
            DateMeant::BestBefore => "outcome-past-best",
        };
        self.fill(id, &[("on", self.date(warning.on).into())])
    }

    pub fn stock_warning(&self, warning: StockWarning) -> String {
        self.fill(
            "outcome-stock-warning",
            &[
                ("on-hand", warning.on_hand.into()),
                ("wanted", warning.wanted.into()),
            ],
        )
    }
}
