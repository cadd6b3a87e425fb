//! The words of one shop: its currency and clock with a language's messages.

use chrono_tz::Tz;

use super::Locale;
use crate::{
    devices::DeviceTrouble,
    domain::{
        booking::Status,
        cash::{CashCause, MovedFor, MovedSum},
        document::DocumentKind,
        drawer::{CashMovement, TenderClosing},
        money::{Currency, Money},
        plan::PlanKind,
        print_job::PrintState,
        settings::Settings,
        staff::StaffRole,
        tender::TenderKind,
        tender_rules::{TenderRule, TenderRules},
        ticket::Item,
    },
    ops::refusal::{Field, Noun},
};

/// Puts what the program means into sentences for people.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    pub locale: &'a Locale,
    pub currency: Currency,
    pub zone: Tz,
    /// What the shop calls its ways of paying.
    pub(super) tenders: &'a [TenderRule],
}

impl<'a> Words<'a> {
    /// Before a shop is set up there is no currency and no clock but UTC.
    pub fn new(locale: &'a Locale, settings: Option<&Settings>) -> Self {
        let nothing_set = || Currency {
            code: String::new(),
            n_decimals: 2,
        };
        Self {
            locale,
            currency: settings.map_or_else(nothing_set, |it| it.currency.clone()),
            zone: settings.map_or(Tz::UTC, |it| it.time_zone),
            tenders: &[],
        }
    }

    /// With the names that the shop has given its ways of paying.
    #[must_use]
    pub fn with_tenders(self, rules: &'a TenderRules) -> Self {
        Self {
            tenders: &rules.tenders,
            ..self
        }
    }

    pub(super) fn text(&self, id: &str) -> String {
        self.locale.text(id)
    }

    pub fn status(&self, status: Status) -> String {
        self.text(match status {
            Status::Booked => "status-booked",
            Status::Confirmed => "status-confirmed",
            Status::Arrived => "status-arrived",
            Status::InService => "status-in-service",
            Status::Done => "status-done",
            Status::NoShow => "status-no-show",
            Status::Cancelled => "status-cancelled",
            Status::Requested => "status-requested",
            Status::Held => "status-held",
            Status::LateCancel => "status-late-cancel",
        })
    }

    /// As it was called when the day was closed, with the currency where it is another.
    pub fn tender_closed(&self, closed: &TenderClosing) -> String {
        let name = if closed.name.is_empty() {
            self.tender(closed.kind)
        } else {
            closed.name.clone()
        };
        if closed.currency.is_empty() {
            return name;
        }
        format!("{name} {}", closed.currency)
    }

    /// Why cash moved: what was written, its category's name, or what it was for.
    pub fn cash_cause(&self, movement: &CashMovement, category: &str) -> String {
        for written in [movement.reason.as_str(), category] {
            if !written.is_empty() {
                return written.to_owned();
            }
        }
        self.text(match movement.cause {
            CashCause::Safe => "z-moved-safe",
            CashCause::Bank => "z-moved-bank",
            CashCause::Tips(_) => "z-moved-tips",
            CashCause::Difference(_) => "z-differences",
            CashCause::Overpaid(_) => "z-moved-overpaid",
            CashCause::Pay(_) => "z-moved-pay",
            CashCause::Delivery(_) => "z-moved-deliveries",
            CashCause::Petty | CashCause::Category(_) => "z-moved-petty",
            CashCause::Opened => "action-drawer-kick",
        })
    }

    /// What cash came in or went out for.
    pub fn moved(&self, sum: &MovedSum) -> String {
        self.text(match sum.what {
            MovedFor::Category => return sum.name.clone(),
            MovedFor::Petty => "z-moved-petty",
            MovedFor::Safe => "z-moved-safe",
            MovedFor::Bank => "z-moved-bank",
            MovedFor::Tips => "z-moved-tips",
            MovedFor::Overpaid => "z-moved-overpaid",
            MovedFor::Pay => "z-moved-pay",
            MovedFor::Deliveries => "z-moved-deliveries",
        })
    }

    /// As the shop calls it, or by its usual name.
    pub fn tender(&self, kind: TenderKind) -> String {
        let named = self.tenders.iter().find(|rule| rule.kind == kind);
        if let Some(rule) = named.filter(|rule| !rule.name.is_empty()) {
            return rule.name.clone();
        }
        self.text(match kind {
            TenderKind::Cash => "tender-cash",
            TenderKind::Card => "tender-card",
            TenderKind::Transfer => "tender-transfer",
            TenderKind::Cheque => "tender-cheque",
            TenderKind::Account => "tender-account",
            TenderKind::GiftCard => "tender-gift-card",
            TenderKind::Points => "tender-points",
            TenderKind::Deposit => "tender-deposit",
            TenderKind::Voucher => "tender-voucher",
            TenderKind::Foreign => "tender-foreign",
        })
    }

    pub fn document(&self, kind: DocumentKind) -> String {
        self.text(match kind {
            DocumentKind::Receipt => "document-receipt",
            DocumentKind::Invoice => "document-invoice",
            DocumentKind::CashOrder => "document-cash-order",
            DocumentKind::VisitCard => "document-visit-card",
            DocumentKind::GiftCertificate => "document-gift-certificate",
            DocumentKind::Statement => "document-statement",
        })
    }

    pub fn role(&self, role: StaffRole) -> String {
        self.text(match role {
            StaffRole::Therapist => "role-therapist",
            StaffRole::Desk => "role-desk",
            StaffRole::Manager => "role-manager",
        })
    }

    pub fn print_state(&self, state: &PrintState) -> String {
        let (id, reason) = match state {
            PrintState::Waiting => ("print-waiting", ""),
            PrintState::Sent => ("print-sent", ""),
            PrintState::Printed => ("print-printed", ""),
            PrintState::NotWanted => ("print-not-wanted", ""),
            PrintState::Unknown { reason } => ("print-unknown", reason.as_str()),
            PrintState::Failed { reason } => ("print-failed", reason.as_str()),
        };
        self.locale.fill(id, &[("reason", reason.into())])
    }

    /// What became of a copy that is no paper.
    pub fn copy_state(&self, state: &PrintState) -> String {
        let (id, reason) = match state {
            PrintState::Waiting => ("copy-waits", ""),
            PrintState::Sent | PrintState::Printed => ("copy-sent", ""),
            PrintState::NotWanted => ("copy-not-wanted", ""),
            PrintState::Unknown { reason } => ("copy-unknown", reason.as_str()),
            PrintState::Failed { reason } => ("copy-not-sent", reason.as_str()),
        };
        self.locale.fill(id, &[("reason", reason.into())])
    }

    /// Why a device cannot be used, to go on after a colon.
    pub fn trouble(&self, trouble: &DeviceTrouble) -> String {
        self.text(match trouble {
            DeviceTrouble::Absent => "trouble-absent",
            DeviceTrouble::Busy => "trouble-busy",
            DeviceTrouble::Denied => "trouble-denied",
            DeviceTrouble::Gone => "trouble-gone",
            DeviceTrouble::Silent => "trouble-silent",
            DeviceTrouble::NotADevice => "trouble-not-a-device",
            DeviceTrouble::PaperOut => "trouble-paper-out",
            DeviceTrouble::LidOpen => "trouble-lid-open",
            DeviceTrouble::CutterStuck => "trouble-cutter",
            DeviceTrouble::Hot => "trouble-hot",
            DeviceTrouble::Broken => "trouble-broken",
            DeviceTrouble::Offline => "trouble-offline",
            DeviceTrouble::Restarted => "trouble-restarted",
            DeviceTrouble::Other(what) => return what.clone(),
        })
    }

    /// What was sold, as its line says it.
    pub fn item(&self, item: Item, name: &str) -> String {
        match item {
            Item::GiftCard(_) => self
                .locale
                .fill("item-gift-card", &[("number", name.into())]),
            Item::Owed(_) => self.locale.fill("line-owed", &[("receipt", name.into())]),
            Item::Tip(_) => self.locale.fill("line-tip", &[("name", name.into())]),
            Item::Deposit if name.is_empty() => self.text("item-deposit"),
            Item::Deposit => self
                .locale
                .fill("item-deposit-for", &[("name", name.into())]),
            _ => name.to_owned(),
        }
    }

    /// What is left of a plan, in what it counts in.
    pub fn units(&self, kind: &PlanKind, left: u64) -> String {
        match kind {
            PlanKind::Visits { .. } | PlanKind::Membership(_) => {
                self.locale.fill("units-visits", &[("n", left.into())])
            }
            PlanKind::Minutes { minutes_each, .. } => {
                let args = [("n", left.into()), ("minutes", (*minutes_each).into())];
                self.locale.fill("units-minutes", &args)
            }
            PlanKind::Credit { .. } => {
                let left = Money::from_minor(i64::try_from(left).unwrap_or(i64::MAX));
                self.locale
                    .fill("units-credit", &[("left", self.money(left).into())])
            }
        }
    }

    pub fn noun(&self, noun: Noun) -> String {
        self.text(match noun {
            Noun::Client => "noun-client",
            Noun::Staff => "noun-staff",
            Noun::Room => "noun-room",
            Noun::Equipment => "noun-equipment",
            Noun::Service => "noun-service",
            Noun::Product => "noun-product",
            Noun::TaxClass => "noun-tax-class",
            Noun::PriceLevel => "noun-price-level",
            Noun::Promotion => "noun-promotion",
            Noun::Coupon => "noun-coupon",
            Noun::Appointment => "noun-appointment",
            Noun::Waiting => "noun-waiting",
            Noun::WalkIn => "noun-walk-in",
            Noun::Visit => "noun-visit",
            Noun::Ticket => "noun-ticket",
            Noun::Sale => "noun-sale",
            Noun::CashMovement => "noun-cash-movement",
            Noun::Delivery => "noun-delivery",
            Noun::ShiftPattern => "noun-shift-pattern",
            Noun::Absence => "noun-absence",
            Noun::DrawerSession => "noun-drawer-session",
            Noun::PrintJob => "noun-print-job",
            Noun::GiftCard => "noun-gift-card",
            Noun::Tab => "noun-tab",
            Noun::Plan => "noun-plan",
            Noun::Holding => "noun-holding",
            Noun::CashCategory => "noun-cash-category",
            Noun::Deposit => "noun-deposit",
        })
    }

    /// A form's field as its label says it.
    #[expect(clippy::too_many_lines, reason = "a row for each field")]
    pub fn field(&self, field: Field) -> String {
        self.text(match field {
            Field::Language => "field-language",
            Field::Buyer => "field-buyer",
            Field::Address => "field-address",
            Field::RegNo => "field-reg-no",
            Field::TaxNo => "field-tax-no",
            Field::Item => "field-item",
            Field::Restock => "field-restock",
            Field::Part => "field-part",
            Field::Other => "field-other",
            Field::Every => "field-every",
            Field::Times => "field-times",
            Field::Host => "field-host",
            Field::Bill => "field-bill",
            Field::Paper => "field-paper",
            Field::ShopName => "field-shop-name",
            Field::Currency => "field-currency",
            Field::TimeZone => "field-time-zone",
            Field::Tax => "field-tax",
            Field::Therapists => "field-therapists",
            Field::Rooms => "field-rooms",
            Field::Places => "field-places",
            Field::AllRooms => "field-all-rooms",
            Field::Equipment => "field-equipment",
            Field::Pieces => "field-pieces",
            Field::Steps => "field-steps",
            Field::Paces => "field-paces",
            Field::OffDays => "field-off-days",
            Field::GradeMin => "field-grade-min",
            Field::Grades => "field-grades",
            Field::ReturnAfter => "field-return-after",
            Field::NeverWith => "field-never-with",
            Field::Treats => "field-treats",
            Field::OrElse => "field-or-else",
            Field::TimeOrder => "field-time-order",
            Field::Name => "field-name",
            Field::Short => "field-short",
            Field::Phone => "field-phone",
            Field::Email => "field-email",
            Field::BirthDate => "field-birth-date",
            Field::Reference => "field-reference",
            Field::Card => "field-card",
            Field::Code => "field-code",
            Field::Price => "field-price",
            Field::Cost => "field-cost",
            Field::Minutes => "field-minutes",
            Field::Hours => "field-hours",
            Field::Group => "field-group",
            Field::Pattern => "field-pattern",
            Field::Anchor => "field-anchor",
            Field::Quantity => "field-quantity",
            Field::Amount => "field-amount",
            Field::Count => "field-count",
            Field::LabelPatterns => "field-label-patterns",
            Field::Reason => "field-reason",
            Field::Discount => "field-discount",
            Field::CardRate => "field-card-rate",
            Field::Account => "field-account",
            Field::PriceLevel => "field-price-level",
            Field::LevelPrices => "field-level-prices",
            Field::StaffPrices => "field-staff-prices",
            Field::Timed => "field-timed",
            Field::DiscountOf => "field-discount-of",
            Field::Note => "field-note",
            Field::Client => "field-client",
            Field::Service => "field-service",
            Field::Staff => "field-staff",
            Field::With => "field-with",
            Field::Room => "field-room",
            Field::From => "field-from",
            Field::Date => "field-date",
            Field::Time => "field-time",
            Field::Lines => "field-lines",
            Field::Alert => "field-alert",
            Field::Sex => "field-sex",
            Field::SharedPhone => "field-shared-phone",
            Field::Override => "field-override",
            Field::Category => "field-category",
            Field::Barcodes => "field-barcodes",
            Field::ParLevel => "field-par-level",
            Field::Role => "field-role",
            Field::InUse => "field-in-use",
            Field::TaxInside => "field-tax-inside",
            Field::CashStep => "field-cash-step",
            Field::ReceiptHeader => "field-receipt-header",
            Field::ReceiptPrinting => "field-receipt-printing",
            Field::GridMinutes => "field-grid-minutes",
            Field::ReceiptFooter => "field-receipt-footer",
            Field::Number => "field-number",
            Field::RequestId => "field-request-id",
            Field::Cutoff => "field-cutoff",
            Field::Tender => "field-tender",
            Field::Drawer => "field-drawer",
            Field::Fee => "field-fee",
            Field::Arrived
            | Field::Supplier
            | Field::PaidFrom
            | Field::PayCause
            | Field::Flow
            | Field::Blind
            | Field::HandTo
            | Field::HandFrom
            | Field::OtherCount => field_of_till(field),
            Field::ExchangeRate => "field-exchange-rate",
            Field::StaleDays => "field-stale-days",
            Field::Pin => "field-pin",
            Field::OwnPin => "field-own-pin",
            Field::PinAgain => "field-pin-again",
            Field::RightsOn => "field-rights-on",
            Field::IdleMinutes => "field-idle-minutes",
            Field::Rights => "field-rights",
            Field::PercentLimit => "field-percent-limit",
            Field::AmountLimit => "field-amount-limit",
            other => match self.offer_field(other) {
                Some(words) => return words,
                None => super::points::field(other)
                    .or_else(|| super::book::field(other))
                    .unwrap_or_else(|| of_prepaid(other)),
            },
        })
    }
}

/// The fields of what is paid ahead.
fn of_prepaid(field: Field) -> &'static str {
    match field {
        Field::CardLife => "field-card-life",
        Field::Gives => "field-gives",
        Field::Units => "field-units",
        Field::MinutesEach => "field-minutes-each",
        Field::Services => "field-services",
        Field::Life => "field-life",
        Field::Credits => "field-credits",
        Field::CreditsPer => "field-credits-per",
        Field::RollsOver => "field-rolls-over",
        Field::MemberOff => "field-member-off",
        Field::Entries => "field-entries",
        Field::EntriesPer => "field-entries-per",
        Field::Earned => "field-earned",
        Field::GivesBack => "field-gives-back",
        Field::RestDays => "field-rest-days",
        Field::RestExtends => "field-rest-extends",
        Field::CanMove => "field-can-move",
        Field::Until => "field-until",
        Field::Days => "field-days",
        Field::SoonDays => "field-soon-days",
        Field::Order => "field-order",
        Field::DepositsTaxed => "field-deposits-taxed",
        Field::Visit => "field-visit",
        _ => "field-note",
    }
}

fn field_of_till(field: Field) -> &'static str {
    match field {
        Field::Arrived => "field-arrived",
        Field::Supplier => "field-supplier",
        Field::PaidFrom => "field-paid-from",
        Field::PayCause => "field-pay-cause",
        Field::Flow => "field-flow",
        Field::Blind => "field-blind",
        Field::HandTo => "field-hand-to",
        Field::HandFrom => "field-hand-from",
        _ => "field-other-count",
    }
}
