//! Refusals as sentences: what stands in the way, until when, and what would do.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Arg, Words};
use crate::{
    domain::{
        client::Sex,
        clock::ClockDoubt,
        deposit::DepositFault,
        holding::HoldingFault,
        money::Money,
        purse::CardFault,
        staff::Shift,
        time::{WallTime, hhmm},
    },
    ops::refusal::{ClashReport, OfferReport, Refusal},
};

/// How much room there is and should be, as people count it.
pub(super) fn room(free_bytes: u64, needed_bytes: u64) -> [(&'static str, Arg); 2] {
    [
        ("free", (free_bytes / 1_000_000).into()),
        ("needed", needed_bytes.div_ceil(1_000_000).into()),
    ]
}

impl Words<'_> {
    /// What is one client's own: of all that is, only a deposit for any visit has no name.
    fn of_client(&self, name: &str) -> Arg {
        if name.is_empty() {
            return self.text("item-deposit").into();
        }
        name.into()
    }

    /// A sentence or two that a receptionist can act on.
    #[expect(clippy::too_many_lines, reason = "a row for each refusal")]
    pub fn refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::Field { field, problem } => self.field_problem(*field, problem),
            Refusal::Clash { clash, nearest } => self.clash_and_nearest(clash, nearest),
            Refusal::PartClash {
                part,
                start,
                clash,
                nearest,
            } => {
                let clash = self.clash_and_nearest(clash, nearest);
                let args = [
                    ("part", (*part).into()),
                    ("start", self.moment(*start).into()),
                    ("clash", clash.into()),
                ];
                self.fill("refused-part-clash", &args)
            }
            Refusal::PartTwice => self.text("refused-part-twice"),
            Refusal::NoPartToPay => self.text("refused-no-part-to-pay"),
            Refusal::RequestIdReused
            | Refusal::NotSetUp
            | Refusal::DiskFull { .. }
            | Refusal::LookingBack { .. }
            | Refusal::AlreadySetUp
            | Refusal::NotFound { .. }
            | Refusal::Inactive { .. }
            | Refusal::NotWaiting
            | Refusal::NotInQueue
            | Refusal::AskedForOthers { .. }
            | Refusal::NotOnList
            | Refusal::NobodyNow { .. }
            | Refusal::StatusNotPossible { .. }
            | Refusal::AppointmentPaid { .. }
            | Refusal::AlreadyInTicket { .. }
            | Refusal::NotBegun { .. }
            | Refusal::NotYet { .. }
            | Refusal::NothingToUndo
            | Refusal::UndoTooLate { .. }
            | Refusal::ChangedSince
            | Refusal::ClockDoubted { .. } => self.shop_refusal(refusal),
            Refusal::PhoneTaken { .. }
            | Refusal::CardTaken { .. }
            | Refusal::CodeTaken { .. }
            | Refusal::NameTaken { .. }
            | Refusal::AccountOfOtherKind { .. } => self.entry_refusal(refusal),
            Refusal::HitsVisits { n, visits } => self.hits(*n, visits),
            Refusal::SignOnNeeded
            | Refusal::NeedsRight { .. }
            | Refusal::ApproverLacks { .. }
            | Refusal::WrongProof
            | Refusal::ProofWait { .. }
            | Refusal::NoWayBack
            | Refusal::StaffCardTaken { .. } => self.rights_refusal(refusal),
            Refusal::PriceFixed { .. }
            | Refusal::AboveListPrice { .. }
            | Refusal::NoListPrice { .. }
            | Refusal::NotTimed { .. } => self.price_refusal(refusal),
            Refusal::CouponRefused { .. }
            | Refusal::NeedsNoCoupon { .. }
            | Refusal::OfferNotThere
            | Refusal::NothingToReprice
            | Refusal::PricesMoved { .. } => self.offer_refusal(refusal),
            Refusal::UnknownCode { .. }
            | Refusal::BadCheckDigit { .. }
            | Refusal::PriceNeeded { .. }
            | Refusal::NothingToSell
            | Refusal::NoSuchLine { .. }
            | Refusal::TooManyLines { .. }
            | Refusal::QuantityOutOfRange { .. }
            | Refusal::DiscountTooHigh { .. }
            | Refusal::NothingParked
            | Refusal::StillDue { .. }
            | Refusal::TenderNotTaken { .. }
            | Refusal::CardAboveDue { .. }
            | Refusal::TenderAboveDue { .. }
            | Refusal::Implausible { .. }
            | Refusal::TotalChanged { .. }
            | Refusal::PartsTaken { .. } => self.sale_refusal(refusal),
            Refusal::RefundTooMuch { .. }
            | Refusal::RefundAboveTender { .. }
            | Refusal::VoidTooLate { .. }
            | Refusal::VoidInPart { .. }
            | Refusal::VoidExchange { .. }
            | Refusal::ReturnOfNoGoods { .. }
            | Refusal::ReturnOwed { .. }
            | Refusal::ReturnsOfAnother { .. }
            | Refusal::NotRefundable => self.refund_refusal(refusal),
            Refusal::GiftCard { number, fault } => self.card_fault(number, *fault),
            Refusal::TabNeedsClient
            | Refusal::TabLimit { .. }
            | Refusal::TabSmaller { .. }
            | Refusal::NothingOwed
            | Refusal::TabOfOther { .. }
            | Refusal::FixedLine
            | Refusal::TipForWhom
            | Refusal::TipsSmaller { .. }
            | Refusal::RateOld { .. } => self.owed_refusal(refusal),
            Refusal::Holding { name, fault } => self.holding_fault(name, *fault),
            Refusal::Deposit { taken_on, fault } => self.deposit_fault(*taken_on, *fault),
            Refusal::Points { fault } => self.points_fault(fault),
            Refusal::ClientNeeded { name } => {
                self.say("refused-client-needed", &[("name", self.of_client(name))])
            }
            Refusal::NothingPrepaid { name } => {
                self.say("refused-nothing-prepaid", &[("name", name.into())])
            }
            Refusal::NoMembership { name } => {
                self.say("refused-no-membership", &[("name", name.into())])
            }
            Refusal::DrawerNotOpen
            | Refusal::DrawerAlreadyOpen { .. }
            | Refusal::BusinessDateClosed { .. }
            | Refusal::CashShort { .. }
            | Refusal::NotCounted
            | Refusal::CountOutdated
            | Refusal::NoDrawerHere
            | Refusal::HandoverToSelf { .. }
            | Refusal::NothingOverpaid
            | Refusal::ForeignShort { .. }
            | Refusal::StillOpen { .. } => self.drawer_refusal(refusal),
        }
    }

    pub(super) fn say(&self, id: &str, args: &[(&str, Arg)]) -> String {
        self.locale.fill(id, args)
    }

    /// About tabs, tips and a second currency.
    fn owed_refusal(&self, refusal: &Refusal) -> String {
        let money = |amount: Money| Arg::from(self.money(amount));
        match refusal {
            Refusal::TabNeedsClient => self.text("refused-tab-needs-client"),
            Refusal::TabLimit { limit, owed } => self.say(
                "refused-tab-limit",
                &[("limit", money(*limit)), ("owed", money(*owed))],
            ),
            Refusal::TabSmaller { left } => {
                self.say("refused-tab-smaller", &[("left", money(*left))])
            }
            Refusal::NothingOwed => self.text("refused-nothing-owed"),
            Refusal::TabOfOther { client } => {
                self.say("refused-tab-of-other", &[("client", client.into())])
            }
            Refusal::FixedLine => self.text("refused-fixed-line"),
            Refusal::TipForWhom => self.text("refused-tip-for-whom"),
            Refusal::TipsSmaller { name, left } => self.say(
                "refused-tips-smaller",
                &[("name", name.into()), ("left", money(*left))],
            ),
            Refusal::RateOld { set_on, n_days } => self.say(
                "refused-rate-old",
                &[
                    ("day", self.date(*set_on).into()),
                    ("days", (*n_days).into()),
                ],
            ),
            _ => self.text("refused-otherwise"),
        }
    }

    fn too_early(&self, id: &str, start: WallTime) -> String {
        self.say(id, &[("start", self.moment(start).into())])
    }

    /// About what the shop has on file and in its book.
    fn shop_refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::RequestIdReused => self.text("refused-request-id-reused"),
            Refusal::NotSetUp => self.text("refused-not-set-up"),
            Refusal::DiskFull {
                free_bytes,
                needed_bytes,
            } => self.say("refused-disk-full", &room(*free_bytes, *needed_bytes)),
            Refusal::LookingBack { at } => self.say(
                "refused-looking-back",
                &[("moment", self.moment(self.wall(*at)).into())],
            ),
            Refusal::AlreadySetUp => self.text("refused-already-set-up"),
            Refusal::NotFound { what, id } => self.say(
                "refused-not-found",
                &[("what", self.noun(*what).into()), ("id", id.into())],
            ),
            Refusal::Inactive { what, name } => self.say(
                "refused-inactive",
                &[("what", self.noun(*what).into()), ("name", name.into())],
            ),
            Refusal::StatusNotPossible { from, to } => self.say(
                "refused-status-not-possible",
                &[
                    ("from", self.status(*from).into()),
                    ("to", self.status(*to).into()),
                ],
            ),
            Refusal::AppointmentPaid { receipt } => self.say(
                "refused-appointment-paid",
                &[("receipt", receipt.to_string().into())],
            ),
            Refusal::NotWaiting => self.text("refused-not-waiting"),
            Refusal::NotOnList => self.text("refused-not-on-list"),
            Refusal::AskedForOthers { sex } => self.text(match sex {
                Sex::Female => "refused-asked-for-woman",
                Sex::Male => "refused-asked-for-man",
            }),
            Refusal::NotInQueue => self.text("refused-not-in-queue"),
            Refusal::NobodyNow { first: None } => self.text("refused-nobody-today"),
            Refusal::NobodyNow { first: Some(first) } => {
                let time = self.time(first.start);
                let staff = first.staff_name.as_str();
                let args = [("time", time.into()), ("staff", staff.into())];
                self.fill("refused-nobody-now", &args)
            }
            Refusal::AlreadyInTicket { .. } => self.text("refused-already-in-ticket"),
            Refusal::NotYet { start } => self.too_early("refused-not-yet", *start),
            Refusal::NotBegun { start } => self.too_early("refused-not-begun", *start),
            Refusal::NothingToUndo => self.text("refused-nothing-to-undo"),
            Refusal::UndoTooLate { at } => {
                let at = self.time(*at);
                self.say("refused-undo-too-late", &[("at", at.into())])
            }
            Refusal::ChangedSince => self.text("refused-changed-since"),
            Refusal::ClockDoubted { why, now, last } => self.clock_doubted(*why, *now, *last),
            _ => self.text("refused-otherwise"),
        }
    }

    fn clock_doubted(
        &self,
        why: ClockDoubt,
        now: DateTime<Utc>,
        last: Option<DateTime<Utc>>,
    ) -> String {
        let last = last.map(|it| self.say("clock-last", &[("last", self.instant(it).into())]));
        self.say(
            "refused-clock-doubted",
            &[
                (
                    "shows",
                    self.say("clock-shows", &[("now", self.instant(now).into())])
                        .into(),
                ),
                ("last", last.unwrap_or_default().into()),
                ("why", self.clock_doubt(why).into()),
            ],
        )
    }

    pub fn clock_doubt(&self, why: ClockDoubt) -> String {
        self.text(match why {
            ClockDoubt::BeforeProgram => "clock-before-program",
            ClockDoubt::Behind => "clock-behind",
            ClockDoubt::Ahead => "clock-ahead",
        })
    }

    /// About the cart and its payment.
    fn sale_refusal(&self, refusal: &Refusal) -> String {
        let money = |amount| Arg::from(self.money(amount));
        match refusal {
            Refusal::PartsTaken { taken } => self.say(
                "refused-parts-taken",
                &[("taken", self.money(*taken).into())],
            ),
            Refusal::UnknownCode { code } => {
                self.say("refused-unknown-code", &[("code", code.into())])
            }
            Refusal::BadCheckDigit { code } => {
                self.say("refused-bad-check-digit", &[("code", code.into())])
            }
            Refusal::PriceNeeded { name } => {
                self.say("refused-price-needed", &[("name", name.into())])
            }
            Refusal::NothingToSell => self.text("refused-nothing-to-sell"),
            Refusal::NoSuchLine { line } => {
                self.say("refused-no-such-line", &[("line", (*line).into())])
            }
            Refusal::TooManyLines { limit } => {
                self.say("refused-too-many-lines", &[("limit", (*limit).into())])
            }
            Refusal::QuantityOutOfRange { limit } => self.say(
                "refused-quantity-out-of-range",
                &[("limit", (*limit).into())],
            ),
            Refusal::DiscountTooHigh { most } => {
                self.say("refused-discount-too-high", &[("most", money(*most))])
            }
            Refusal::NothingParked => self.text("refused-nothing-parked"),
            Refusal::StillDue { due } => self.say("refused-still-due", &[("due", money(*due))]),
            Refusal::TenderNotTaken { kind } => self.say(
                "refused-tender-not-taken",
                &[("tender", self.tender(*kind).into())],
            ),
            Refusal::CardAboveDue { given, due } => self.say(
                "refused-card-above-due",
                &[("given", money(*given)), ("due", money(*due))],
            ),
            Refusal::TenderAboveDue { due, .. } if due.is_zero() => {
                self.text("refused-nothing-due")
            }
            Refusal::TenderAboveDue { kind, given, due } => {
                let tender = ("tender", self.tender(*kind).into());
                let args = [tender, ("given", money(*given)), ("due", money(*due))];
                self.say("refused-tender-above-due", &args)
            }
            Refusal::Implausible { tendered, total } => self.say(
                "refused-implausible",
                &[("tendered", money(*tendered)), ("total", money(*total))],
            ),
            Refusal::TotalChanged { told, total } => self.say(
                "refused-total-changed",
                &[("told", money(*told)), ("total", money(*total))],
            ),
            _ => self.text("refused-otherwise"),
        }
    }

    /// About what is given back.
    fn refund_refusal(&self, refusal: &Refusal) -> String {
        let money = |amount| Arg::from(self.money(amount));
        match refusal {
            Refusal::RefundTooMuch { line, left } => self.say(
                "refused-refund-too-much",
                &[("line", (*line).into()), ("left", (*left).into())],
            ),
            Refusal::RefundAboveTender { kind, left } => self.say(
                "refused-refund-above-tender",
                &[("kind", self.tender(*kind).into()), ("left", money(*left))],
            ),
            Refusal::VoidTooLate {
                receipt,
                business_date,
            } => self.say(
                "refused-void-too-late",
                &[
                    ("receipt", receipt.to_string().into()),
                    ("date", self.date(*business_date).into()),
                ],
            ),
            Refusal::VoidInPart { receipt } => self.say(
                "refused-void-in-part",
                &[("receipt", receipt.to_string().into())],
            ),
            Refusal::ReturnOwed { receipt } => self.say(
                "refused-return-owed",
                &[("receipt", receipt.to_string().into())],
            ),
            Refusal::ReturnOfNoGoods { name } => {
                self.say("refused-return-of-no-goods", &[("name", name.into())])
            }
            Refusal::VoidExchange { receipt } => self.say(
                "refused-void-exchange",
                &[("receipt", receipt.to_string().into())],
            ),
            Refusal::ReturnsOfAnother { receipt } => self.say(
                "refused-returns-of-another",
                &[("receipt", receipt.to_string().into())],
            ),
            Refusal::NotRefundable => self.text("refused-not-refundable"),
            _ => self.text("refused-otherwise"),
        }
    }

    /// About the price of a line.
    fn price_refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::PriceFixed { name } => {
                self.say("refused-price-fixed", &[("name", name.into())])
            }
            Refusal::AboveListPrice { name, list } => {
                let list = self.money(*list);
                let args = [("name", name.into()), ("list", list.into())];
                self.say("refused-above-list-price", &args)
            }
            Refusal::NoListPrice { name } => {
                self.say("refused-no-list-price", &[("name", name.into())])
            }
            Refusal::NotTimed { name } => self.say("refused-not-timed", &[("name", name.into())]),
            _ => self.text("refused-otherwise"),
        }
    }

    /// Why a gift card cannot do what is wanted of it.
    pub fn card_fault(&self, number: &str, fault: CardFault) -> String {
        let number = ("number", Arg::from(number));
        let money = |amount| Arg::from(self.money(amount));
        let day = |on: Option<NaiveDate>| on.map_or_else(String::new, |on| self.date(on));
        match fault {
            CardFault::NotSold => self.say("gift-card-not-sold", &[number]),
            CardFault::Lapsed { on: None } => self.say("gift-card-taken-over", &[number]),
            CardFault::Lapsed { on } => {
                self.say("gift-card-lapsed", &[number, ("on", day(on).into())])
            }
            CardFault::Replaced => self.say("gift-card-replaced", &[number]),
            CardFault::Short { left } if left.is_zero() => self.say("gift-card-empty", &[number]),
            CardFault::Short { left } => {
                self.say("gift-card-short", &[number, ("left", money(left))])
            }
            CardFault::Held {
                left,
                held,
                register,
            } => self.say(
                "gift-card-held",
                &[
                    number,
                    ("left", money(left)),
                    ("held", money(held)),
                    ("desk", register.into()),
                ],
            ),
            CardFault::NotLapsed { until: None } => self.say("gift-card-for-ever", &[number]),
            CardFault::NotLapsed { until } => self.say(
                "gift-card-not-lapsed",
                &[number, ("until", day(until).into())],
            ),
            CardFault::Pays { left } => {
                self.say("gift-card-pays", &[number, ("left", money(left))])
            }
        }
    }

    fn deposit_fault(&self, taken_on: NaiveDate, fault: DepositFault) -> String {
        let day = ("day", Arg::from(self.date(taken_on)));
        let money = |amount| Arg::from(self.money(amount));
        match fault {
            DepositFault::Closed => self.say("deposit-closed", &[day]),
            DepositFault::NotTheirs => self.say("deposit-not-theirs", &[day]),
            DepositFault::Short { left } => {
                self.say("deposit-short", &[day, ("left", money(left))])
            }
            DepositFault::Held {
                left,
                ticket,
                register,
            } => self.say(
                "deposit-held",
                &[
                    day,
                    ("left", money(left)),
                    ("ticket", ticket.to_string().into()),
                    ("desk", register.into()),
                ],
            ),
            DepositFault::Used => self.say("deposit-used", &[day]),
        }
    }

    /// Why a package or series does not do what is wanted of it.
    pub fn holding_fault(&self, name: &str, fault: HoldingFault) -> String {
        let name = ("name", Arg::from(name));
        let day = |on: NaiveDate| Arg::from(self.date(on));
        match fault {
            HoldingFault::Closed => self.say("holding-closed", &[name]),
            HoldingFault::NotYet { from } => {
                self.say("holding-not-yet", &[name, ("from", day(from))])
            }
            HoldingFault::Lapsed { on } => self.say("holding-lapsed", &[name, ("on", day(on))]),
            HoldingFault::Resting { until } => {
                self.say("holding-resting", &[name, ("until", day(until))])
            }
            HoldingFault::OtherService => self.say("holding-other-service", &[name]),
            HoldingFault::Short { units_left: 0, .. } => self.say("holding-empty", &[name]),
            HoldingFault::Short { units_left, needed } => {
                let units = [("left", units_left.into()), ("needed", needed.into())];
                self.say("holding-short", &[&[name], &units[..]].concat())
            }
            HoldingFault::Held {
                ticket, register, ..
            } => {
                let cart = [
                    ("ticket", ticket.to_string().into()),
                    ("desk", register.into()),
                ];
                self.say("holding-held", &[&[name], &cart[..]].concat())
            }
            HoldingFault::NotTheirs => self.say("holding-not-theirs", &[name]),
            HoldingFault::NotMovable => self.say("holding-not-movable", &[name]),
            HoldingFault::NoRest { days_left } => {
                self.say("holding-no-rest", &[name, ("n", days_left.into())])
            }
            HoldingFault::NotLapsed { until: None } => self.say("holding-for-ever", &[name]),
            HoldingFault::NotLapsed { until: Some(until) } => {
                self.say("holding-not-lapsed", &[name, ("until", day(until))])
            }
            HoldingFault::Used => self.say("holding-used", &[name]),
            HoldingFault::UsedUp { next } => {
                self.say("holding-used-up", &[name, ("next", day(next))])
            }
            HoldingFault::NoEntry => self.say("holding-no-entry", &[name]),
            HoldingFault::EntriesUsed { most, next: None } => {
                self.say("holding-entries-used", &[name, ("n", most.into())])
            }
            HoldingFault::EntriesUsed {
                most,
                next: Some(next),
            } => {
                let args = [name, ("n", most.into()), ("next", day(next))];
                self.say("holding-entries-used-until", &args)
            }
            HoldingFault::NotEntered => self.say("holding-not-entered", &[name]),
            HoldingFault::NotResting => self.say("holding-not-resting", &[name]),
            HoldingFault::NotGivenBack => self.say("holding-not-given-back", &[name]),
        }
    }

    /// About the drawer and its day.
    fn drawer_refusal(&self, refusal: &Refusal) -> String {
        match refusal {
            Refusal::DrawerNotOpen => self.text("refused-drawer-not-open"),
            Refusal::DrawerAlreadyOpen {
                since,
                business_date,
            } => self.say(
                "refused-drawer-already-open",
                &[
                    ("since", self.moment(self.wall(*since)).into()),
                    ("date", self.date(*business_date).into()),
                ],
            ),
            Refusal::BusinessDateClosed { business_date } => self.say(
                "refused-business-date-closed",
                &[("date", self.date(*business_date).into())],
            ),
            // What should be there is not said: it is to be counted blind.
            Refusal::CashShort { wanted, .. } => self.say(
                "refused-cash-short",
                &[("wanted", self.money(*wanted).into())],
            ),
            Refusal::NotCounted => self.text("refused-not-counted"),
            Refusal::CountOutdated => self.text("refused-count-outdated"),
            Refusal::NoDrawerHere => self.text("refused-no-drawer-here"),
            Refusal::HandoverToSelf { name } => {
                self.say("refused-handover-to-self", &[("name", name.into())])
            }
            Refusal::NothingOverpaid => self.text("refused-nothing-overpaid"),
            Refusal::ForeignShort { currency, left } => {
                let left = self.in_currency(*left, currency);
                self.say("refused-foreign-short", &[("left", left.into())])
            }
            Refusal::StillOpen {
                n_tickets,
                n_appointments,
            } => self.say(
                "refused-still-open",
                &[
                    ("tickets", (*n_tickets).into()),
                    ("appointments", (*n_appointments).into()),
                ],
            ),
            _ => self.text("refused-otherwise"),
        }
    }

    fn clash_and_nearest(&self, clash: &ClashReport, nearest: &[OfferReport]) -> String {
        let clash = self.clash(clash);
        if nearest.is_empty() {
            return clash;
        }
        let offers = self.offers(nearest);
        self.say(
            "clash-nearest",
            &[("clash", clash.into()), ("offers", offers.into())],
        )
    }

    /// Who or what stands in the way of a booking, and until when.
    pub fn clash(&self, clash: &ClashReport) -> String {
        let someone = |name: &str| {
            Arg::from(if name.is_empty() {
                self.text("client-walk-in")
            } else {
                name.to_owned()
            })
        };
        match clash {
            ClashReport::StaffBusy {
                staff, with, until, ..
            } => self.say(
                "clash-staff-busy",
                &[
                    ("staff", staff.into()),
                    ("with", someone(with)),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::RoomBusy {
                room, with, until, ..
            } => self.say(
                "clash-room-busy",
                &[
                    ("room", room.into()),
                    ("with", someone(with)),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::ClientBusy { client, until, .. } => self.say(
                "clash-client-busy",
                &[
                    ("client", someone(client)),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::NoRoomFree { until: Some(until) } => self.say(
                "clash-no-room-free-until",
                &[("until", self.time(*until).into())],
            ),
            ClashReport::NoRoomFree { until: None } => self.text("clash-no-room-free"),
            ClashReport::RoomUnsuitable { room, service } => self.say(
                "clash-room-unsuitable",
                &[("room", room.into()), ("service", service.into())],
            ),
            ClashReport::HouseClosed { reason, until } => self.closed(reason, *until),
            ClashReport::HouseShut { hours } => self.house_shut(hours),
            ClashReport::StaffAway(it) => self.staff_away(it),
            ClashReport::StaffOff { staff, shifts } => self.staff_off(staff, shifts),
            ClashReport::NotQualified { staff, service } => self.say(
                "clash-not-qualified",
                &[("staff", staff.into()), ("service", service.into())],
            ),
            ClashReport::InThePast { now } => {
                self.say("clash-in-the-past", &[("now", self.time(*now).into())])
            }
            ClashReport::InClockGap { from, until } => self.say(
                "clash-in-clock-gap",
                &[
                    ("from", self.time(*from).into()),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::NotTwice { start } => {
                self.say("clash-not-twice", &[("time", start.hhmm().into())])
            }
            other => self.clash_of_means(other),
        }
    }

    /// `09:00 to 17:00`.
    pub fn shift(&self, shift: Shift) -> String {
        self.say(
            "hours-from-to",
            &[
                ("from", hhmm(shift.start_minute).into()),
                ("to", hhmm(shift.end_minute).into()),
            ],
        )
    }

    /// Times that would do, each date named once.
    pub fn offers(&self, offers: &[OfferReport]) -> String {
        let mut date = None;
        let mut said = Vec::with_capacity(offers.len());
        for offer in offers {
            let start = offer.start.plus(0);
            let when = if date == Some(start.date) {
                self.time(start)
            } else {
                self.moment(start)
            };
            date = Some(start.date);
            let id = if offer.room_name.is_empty() {
                "offer-without-room"
            } else {
                "offer-with-room"
            };
            said.push(self.say(
                id,
                &[
                    ("when", when.into()),
                    ("staff", (&offer.staff_name).into()),
                    ("room", (&offer.room_name).into()),
                ],
            ));
        }
        said.join(&self.text("offer-separator"))
    }
}
