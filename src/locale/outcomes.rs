//! What came of a request, in a short sentence for the message line.

use chrono::NaiveDate;

use super::{Arg, Words};
use crate::{
    domain::{
        ids::AppointmentId,
        money::Money,
        ticket::{Offer, OfferKind},
        time::WallTime,
    },
    ops::outcome::{DateMeant, DateWarning, Outcome, Repriced, Sold, StockWarning, TakenBack},
    ops::query::Effect,
};

impl Words<'_> {
    /// Empty where the screen shows it anyway.
    #[expect(clippy::too_many_lines, reason = "a row for each outcome")]
    pub fn outcome(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Saved
            | Outcome::SavedTaxClass { .. }
            | Outcome::SavedRoom { .. }
            | Outcome::SavedEquipment { .. }
            | Outcome::SavedStaff { .. }
            | Outcome::SavedService { .. }
            | Outcome::SavedProduct { .. }
            | Outcome::SavedPriceLevel { .. }
            | Outcome::SavedPlan { .. }
            | Outcome::SavedCashCategory { .. }
            | Outcome::SavedPromotion { .. }
            | Outcome::SavedCoupon { .. }
            | Outcome::SavedClient { .. } => self.text("outcome-saved"),
            Outcome::HoursSet { n_hit, .. } => self.hours_set(*n_hit),
            Outcome::PricesChanged { moves } => {
                self.fill("outcome-prices-changed", &[("n", moves.len().into())])
            }
            Outcome::Booked { .. }
            | Outcome::BookedVisit { .. }
            | Outcome::BookedSeries { .. }
            | Outcome::MovedAll { .. }
            | Outcome::Swapped { .. }
            | Outcome::FeeDue { .. }
            | Outcome::Waiting { .. }
            | Outcome::WalkIn { .. }
            | Outcome::Turns { .. }
            | Outcome::WalkInStarted { .. }
            | Outcome::RoomOrdered { .. }
            | Outcome::RoomUndone { .. }
            | Outcome::LetGo { .. } => self.of_times(outcome),
            Outcome::Undone { start, what, .. } => self.undone(Some(*start), *what),
            Outcome::UndoneOnFloor { what } => self.undone(None, *what),
            Outcome::TicketChanged { .. } => self.of_cart(outcome),
            Outcome::Parked { .. } => self.text("outcome-parked"),
            Outcome::Recalled { parked: None, .. } => self.text("outcome-recalled"),
            Outcome::Recalled {
                parked: Some(_), ..
            } => self.text("outcome-recalled-and-parked"),
            Outcome::TicketDropped { .. } => self.text("outcome-ticket-dropped"),
            Outcome::Sold(sold) => self.sold(sold),
            Outcome::DrawerOpened { .. } => self.text("outcome-drawer-opened"),
            Outcome::CashMoved { .. } => self.text("outcome-cash-moved"),
            Outcome::HandedOver { .. }
            | Outcome::PaidOut { .. }
            | Outcome::PayRecorded { .. }
            | Outcome::Delivered { .. }
            | Outcome::SupplierPaid { .. }
            | Outcome::Counted { .. } => self.of_till(outcome),
            Outcome::DrawerKicked => self.text("outcome-drawer-kicked"),
            Outcome::DrawerClosed { closing, .. } => {
                self.fill("outcome-drawer-closed", &[("z", closing.z_number.into())])
            }
            Outcome::SignedOn { .. } | Outcome::SignedOff => self.signing(outcome),
            Outcome::ClockConfirmed { now } => {
                let now = self.instant(*now);
                self.fill("outcome-clock-confirmed", &[("now", now.into())])
            }
            Outcome::GiftCardChanged { number, left, .. } => self.fill(
                "outcome-gift-card",
                &[
                    ("number", number.into()),
                    ("left", self.money(*left).into()),
                ],
            ),
            Outcome::DepositKept { .. }
            | Outcome::MemberEntered { .. }
            | Outcome::HoldingChanged { .. } => self.of_prepaid(outcome),
            Outcome::CopyQueued { .. } => self.text("outcome-copy-queued"),
            Outcome::Queued { copy: 0, .. } => self.text("outcome-queued"),
            Outcome::Queued { copy, .. } => {
                self.fill("outcome-queued-copy", &[("copy", (*copy).into())])
            }
        }
    }

    /// What the desk should know of the cart's change.
    fn of_cart(&self, outcome: &Outcome) -> String {
        let Outcome::TicketChanged {
            warning,
            dated,
            repriced,
            ..
        } = outcome
        else {
            return String::new();
        };
        let dated = dated.map(|it| self.date_warning(it));
        let warning = warning.map(|it| self.stock_warning(it));
        let repriced = self.repriced(repriced);
        let all = dated.into_iter().chain(warning).chain(repriced);
        all.collect::<Vec<_>>().join(" ")
    }

    /// Of what was paid ahead.
    fn of_prepaid(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::DepositKept { amount, .. } => {
                let amount = [("amount", self.money(*amount).into())];
                self.fill("outcome-deposit-kept", &amount)
            }
            Outcome::MemberEntered {
                name,
                client,
                left,
                until,
                ..
            } => self.entered((client, name), *left, *until),
            Outcome::HoldingChanged { name, until, .. } => self.holding_changed(name, *until),
            _ => String::new(),
        }
    }

    /// Of a drawer that changed hands, or money that arrived.
    fn of_till(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::HandedOver { difference, .. } => {
                let difference = self.difference(*difference);
                self.fill("outcome-handed-over", &[("difference", difference.into())])
            }
            Outcome::PaidOut { arrived, fee, .. } => {
                let arrived = ("arrived", self.money(*arrived).into());
                let fee = ("fee", self.money(*fee).into());
                self.fill("outcome-paid-out", &[arrived, fee])
            }
            Outcome::PayRecorded {
                owed,
                ahead,
                handed_out,
                ..
            } => {
                let sums = [("owed", owed), ("ahead", ahead), ("handed", handed_out)];
                let mut args = sums.map(|(id, it)| (id, self.money(*it).into())).to_vec();
                args.push(("is_paid", i64::from(!handed_out.is_zero()).into()));
                self.fill("outcome-pay-recorded", &args)
            }
            Outcome::Delivered { open, .. } | Outcome::SupplierPaid { open, .. } => {
                let left = i64::from(!open.is_zero());
                let args = [("open", self.money(*open).into()), ("left", left.into())];
                self.fill("outcome-supplier", &args)
            }
            Outcome::Counted { cash } => {
                self.fill("outcome-counted", &[("cash", self.money(*cash).into())])
            }
            _ => String::new(),
        }
    }

    pub(super) fn fill(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.locale.fill(id, args)
    }

    /// Of a time that is booked, held, let go or paid for nothing.
    fn of_times(&self, outcome: &Outcome) -> String {
        match outcome {
            Outcome::Booked {
                held_until,
                deposit,
                ..
            } => self.booked(*held_until, *deposit),
            Outcome::FeeDue { status, fee } => self.fill(
                "outcome-fee-due",
                &[
                    ("status", self.status(*status).into()),
                    ("fee", self.money(*fee).into()),
                ],
            ),
            Outcome::LetGo { appointments } => {
                self.fill("outcome-let-go", &[("n", appointments.len().into())])
            }
            Outcome::Swapped { .. } => self.text("outcome-swapped"),
            Outcome::Waiting { .. } => self.text("outcome-waiting"),
            Outcome::Turns { .. } => self.text("outcome-turns"),
            Outcome::WalkIn { .. } => self.text("outcome-walk-in"),
            Outcome::WalkInStarted { .. } => self.text("outcome-walk-in-started"),
            Outcome::RoomOrdered {
                order, n_booked, ..
            } => self.room_ordered(*order, *n_booked),
            Outcome::RoomUndone { order, .. } => self.fill(
                "outcome-room-undone",
                &[("order", self.room_order(*order).into())],
            ),
            Outcome::BookedVisit { appointments, .. }
            | Outcome::BookedSeries { appointments, .. } => {
                self.of_all("outcome-booked-visit", appointments)
            }
            Outcome::MovedAll { appointments } => self.of_all("outcome-moved-all", appointments),
            _ => String::new(),
        }
    }

    /// Of an appointment that now stands in the book.
    fn booked(&self, held_until: Option<WallTime>, deposit: Option<Money>) -> String {
        let until = held_until.map(|it| self.moment(it));
        let deposit = deposit.map(|it| self.money(it));
        match (until, deposit) {
            (None, None) => self.text("outcome-booked"),
            (Some(until), None) => self.fill("outcome-held", &[("until", until.into())]),
            (None, Some(deposit)) => {
                self.fill("outcome-booked-deposit", &[("deposit", deposit.into())])
            }
            (Some(until), Some(deposit)) => self.fill(
                "outcome-held-deposit",
                &[("until", until.into()), ("deposit", deposit.into())],
            ),
        }
    }

    fn of_all(&self, id: &str, all: &[AppointmentId]) -> String {
        self.fill(id, &[("n", all.len().into())])
    }

    fn undone(&self, start: Option<WallTime>, what: TakenBack) -> String {
        let start = start.map_or_else(String::new, |it| self.moment(it));
        let mut args = vec![("start", start.into())];
        let id = match what {
            TakenBack::Booked => "outcome-undone-booked",
            TakenBack::Moved => "outcome-undone-moved",
            TakenBack::Room => "outcome-undone-room",
            TakenBack::Length => "outcome-undone-length",
            TakenBack::Part => "outcome-undone-part",
            TakenBack::Swapped => "outcome-undone-swapped",
            TakenBack::WalkInStarted => "outcome-undone-walk-in-started",
            TakenBack::WalkInCame => "outcome-undone-walk-in-came",
            TakenBack::WalkInChanged => "outcome-undone-walk-in-changed",
            TakenBack::Turns => "outcome-undone-turns",
            TakenBack::WalkInLeft => "outcome-undone-walk-in-left",
            TakenBack::RoomOrder { was } => {
                args.push(("order", self.room_order(was).into()));
                "outcome-undone-room-order"
            }
            TakenBack::Several { n } => {
                args.push(("n", n.into()));
                "outcome-undone-several"
            }
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

    /// What follows another price list, each once; of many the first two and how many.
    fn repriced(&self, lines: &[Repriced]) -> Option<String> {
        let named = |it: &Repriced| {
            let words = [
                ("name", it.name.as_str().into()),
                ("was", self.money(it.was).into()),
                ("now", self.money(it.now).into()),
            ];
            self.fill("outcome-repriced-one", &words)
        };
        let first: Vec<String> = lines.iter().take(2).map(named).collect();
        if first.is_empty() {
            return None;
        }
        let n_more = lines.len() - first.len();
        let words = [("lines", first.join("; ").into()), ("n", n_more.into())];
        Some(self.fill("outcome-repriced", &words))
    }

    /// Where a reduction comes from, by its name.
    pub fn offer(&self, offer: &Offer) -> String {
        match offer.kind {
            OfferKind::Card => {
                let name = [("name", offer.name.as_str().into())];
                self.fill("offer-card", &name)
            }
            OfferKind::Points(n) => self.fill("offer-points", &[("n", n.into())]),
            OfferKind::ForPoints(n) => self.fill("offer-for-points", &[("n", n.into())]),
            _ => offer.name.clone(),
        }
    }

    /// What a row of effects is of.
    pub fn effect(&self, effect: &Effect) -> String {
        match effect.of {
            OfferKind::Card => self.text("effect-card"),
            OfferKind::Order => self.text("effect-order"),
            OfferKind::Points(_) | OfferKind::ForPoints(_) => self.text("tender-points"),
            _ => effect.name.clone(),
        }
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

    fn holding_changed(&self, name: &str, until: Option<NaiveDate>) -> String {
        let name = ("name", name.into());
        match until {
            Some(until) => {
                let until = ("until", self.date(until).into());
                self.fill("outcome-holding-until", &[name, until])
            }
            None => self.fill("outcome-holding", &[name]),
        }
    }
}
