//! One or more of every record, with nothing left at its default and every
//! variant of every enum used, so that a change of shape shows in the bytes.

pub(super) mod prepaid;

use chrono::{DateTime, TimeDelta, Utc};

mod offers;

pub(super) use offers::{coupon, price_rules, promotions};

use super::shop::{client, day, id, noon};
use crate::{
    domain::{
        apart::KeptApart,
        booking::{Appointment, Origin, Override, Segment, Status},
        catalog::{Barcode, Grade, Manner, OffDays, Pace, Product, SegmentPlan, Service, Stage},
        client::{Client, Sex},
        clock::ClockAnswer,
        document::Document,
        equipment::{Equipment, Need},
        ids::{
            AppointmentId, CashMovementId, ClientId, CouponId, DeliveryId, DepositId,
            DrawerSessionId, EquipmentId, GiftCardId, HoldingId, LedgerEntryId, PayMovementId,
            PayoutId, PlanId, PrintJobId, ProductId, PromotionId, PurseMovementId, RoomId, SaleId,
            SeriesId, ServiceId, StaffId, StockMovementId, TaxClassId, TicketId, VisitId,
        },
        ledger::{
            Account, LedgerEntry, LedgerSource, Posting, Unit,
            chart::{AccountKind, AccountName, Chart},
        },
        money::{CashRounding, Currency, Money, Rate},
        price::{LevelId, LevelPrice, StaffPrice, Timed},
        print_job::{PrintJob, PrintState, Printable},
        room::Room,
        sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
        settings::{GuideStep, ReceiptPrinting, Settings},
        stock::{StockLevel, StockMovement, StockReason},
        tab::{Tab, TipShare},
        tax::{TaxChange, TaxClass, TaxComponent, TaxRounding, TaxRow, TaxRules, TaxedOn},
        tender::{ForeignCash, Payment, Purse, TaxPaid, Tender, TenderKind},
        tender_rules::{ForeignRule, TenderRule, TenderRules},
        ticket::{
            Discount, Drawn, Given, Item, Offer, OfferKind, OrderDiscount, PriceReason, ReturnOf,
            Ticket, TicketLine, TicketReturn, TicketState,
        },
        time::WallTime,
        visit::{Bill, Interval, Recurrence, Series, SeriesEnd, Visit},
    },
    store::record::{Counter, Kind, Numbered, OutcomeRecord},
};

const RULES: TaxRules = TaxRules {
    prices_include_tax: true,
    rounding: TaxRounding::PerDocument,
};

pub(super) fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// Times that differ, so that two fields swapped show.
fn minutes_later(minutes: i64) -> DateTime<Utc> {
    noon() + TimeDelta::minutes(minutes)
}

fn vat() -> TaxComponent {
    TaxComponent {
        name: "VAT".into(),
        rate: Rate::from_milli_percent(21_000),
        of: TaxedOn::Raised,
        raises: true,
        inside: Some(false),
    }
}

pub(super) fn tax_row() -> TaxRow {
    TaxRow {
        name: "VAT".into(),
        rate: Rate::from_milli_percent(21_000),
        net: money(3_719),
        tax: money(781),
    }
}

pub(super) fn clock_answer() -> ClockAnswer {
    ClockAnswer {
        shown: minutes_later(1),
        at: minutes_later(2),
    }
}

pub(super) fn tender_rules() -> TenderRules {
    let rule = |kind| TenderRule {
        kind,
        taken: true,
        name: "Desk".into(),
        opens_drawer: true,
        counted: true,
        fee: Rate::from_milli_percent(1_500),
        reference_needed: true,
    };
    TenderRules {
        tenders: TenderKind::ALL.map(rule).to_vec(),
        foreign: Some(ForeignRule {
            currency: Currency {
                code: "USD".into(),
                n_decimals: 2,
            },
            rate_millionths: 900_000,
            set_on: day("2026-11-20"),
            stale_days: 7,
        }),
        tab_limit: money(20_000),
    }
}

pub(super) fn tab() -> Tab {
    Tab {
        sale: SaleId(id(9)),
        client: ClientId(id(6)),
        receipt: ReceiptNumber {
            register: 2,
            number: 3,
        },
        since: day("2026-11-21"),
        amount: money(6_000),
        paid: money(1_000),
    }
}

pub(super) fn tip_share() -> TipShare {
    TipShare {
        staff: StaffId(id(5)),
        owed: money(1_000),
    }
}

pub(super) fn settings(rounding: TaxRounding) -> Settings {
    Settings {
        shop_name: "Lotus Spa".into(),
        currency: Currency {
            code: "EUR".into(),
            n_decimals: 2,
        },
        denominations: vec![50_000, 100, 1],
        cash_rounding: CashRounding { step_minor: 5 },
        tax: TaxRules { rounding, ..RULES },
        default_tax_class: TaxClassId(id(1)),
        time_zone: chrono_tz::Europe::Riga,
        opens_minute: 540,
        closes_minute: 1_260,
        receipt_header: vec!["Lotus Spa".into(), "Brīvības 1".into()],
        receipt_footer: vec!["Thank you".into()],
        receipt_printing: ReceiptPrinting::Asked,
        grid_minutes: 10,
        cutoff_hour: 5,
        guide: Some(GuideStep::Rooms),
        label_patterns: vec!["24IIIIIIWW.WWC".into()],
    }
}

pub(super) fn counters() -> Vec<Counter> {
    let whats = [
        Numbered::Ids(Kind::Client as u8),
        Numbered::Receipt,
        Numbered::Z,
    ];
    let counter = |what| Counter {
        register: 2,
        what,
        last: 70_000,
    };
    whats.map(counter).to_vec()
}

pub(super) fn outcome() -> OutcomeRecord {
    OutcomeRecord {
        request_id: "0b6f-7".into(),
        request_hash: [0xab; 32],
        outcome: r#"{"sale":"1-1"}"#.into(),
    }
}

pub(super) fn chart() -> Chart {
    Chart {
        names: vec![AccountName {
            account: AccountKind::Bank,
            name: "Assets:1010-Bank".into(),
        }],
    }
}

pub(super) fn tax_class() -> TaxClass {
    TaxClass {
        id: TaxClassId(id(1)),
        name: "Standard".into(),
        components: vec![vat()],
        active: true,
        changes: vec![TaxChange {
            from: day("2027-01-01"),
            components: vec![vat(), vat()],
        }],
    }
}

pub(super) fn service() -> Service {
    Service {
        id: ServiceId(id(2)),
        code: "sw60".into(),
        name: "Swedish massage 60".into(),
        category: "Massage".into(),
        price: Some(money(4_500)),
        cost: money(250),
        tax_class: TaxClassId(id(1)),
        segments: vec![
            SegmentPlan {
                holds_client: false,
                ..SegmentPlan::whole(60)
            },
            SegmentPlan {
                holds_room: false,
                holds_client: false,
                ..SegmentPlan::whole(10)
            },
            SegmentPlan {
                stage: Stage::CleanUp,
                roles: vec![0, 1],
                needs: vec![Need {
                    n: 2,
                    of: vec![EquipmentId(id(12)), EquipmentId(id(13))],
                }],
                ..SegmentPlan::whole(5)
            },
        ],
        rooms: vec![RoomId(id(3))],
        active: true,
        prices: vec![LevelPrice {
            level: LevelId(2),
            price: money(4_000),
        }],
        by_staff: vec![StaffPrice {
            staff: StaffId(id(5)),
            price: money(5_000),
        }],
        timed: Some(Timed {
            per_min: 60,
            step_min: 15,
        }),
        manner: Manner {
            all_rooms: true,
            paces: vec![Pace {
                staff: StaffId(id(5)),
                minutes: 75,
            }],
            off: Some(OffDays {
                from: day("2026-12-24"),
                until: day("2026-12-26"),
            }),
            grade_min: 2,
            grades: vec![Grade {
                staff: StaffId(id(5)),
                grade: 3,
            }],
            return_after_days: Some(28),
        },
    }
}

pub(super) fn product() -> Product {
    Product {
        id: ProductId(id(4)),
        code: "ao-100".into(),
        name: "Argan oil 100 ml".into(),
        category: "Oils".into(),
        supplier: "Atlas".into(),
        brand: "Souss".into(),
        price: None,
        cost: money(1_890),
        tax_class: TaxClassId(id(1)),
        barcodes: vec![Barcode {
            code: "4006381333931".into(),
            pack_quantity: 6,
        }],
        par_level: 3,
        stock_max: 12,
        active: true,
        prices: vec![LevelPrice {
            level: LevelId(2),
            price: money(1_500),
        }],
    }
}

pub(super) fn room() -> Room {
    Room {
        id: RoomId(id(3)),
        name: "Blue room".into(),
        short: "R3".into(),
        active: true,
        places: 2,
    }
}

pub(super) fn equipment() -> Equipment {
    Equipment {
        id: EquipmentId(id(12)),
        name: "Steamer".into(),
        short: "ST".into(),
        pieces: 2,
        rooms: vec![RoomId(id(3))],
        active: true,
    }
}

pub(super) fn kept_apart() -> KeptApart {
    KeptApart {
        client: ClientId(id(6)),
        staff: vec![StaffId(id(5))],
    }
}

pub(super) fn clients() -> Vec<Client> {
    let with = |sex| Client {
        email: "liga@example.org".into(),
        birth_date: Some(day("1984-02-29")),
        sex: Some(sex),
        alert: "nut allergy".into(),
        notes: "quiet music".into(),
        usual_staff: Some(StaffId(id(5))),
        card: "010063E9AE".into(),
        price_level: Some(LevelId(2)),
        card_rate: Some(Rate::from_milli_percent(5_000)),
        ..client(6, "Ozola, Līga", "+371 2612 3456")
    };
    [Sex::Female, Sex::Male].map(with).to_vec()
}

pub(super) fn appointments() -> Vec<Appointment> {
    let statuses = [
        Status::Booked,
        Status::Confirmed,
        Status::Arrived,
        Status::InService,
        Status::Done,
        Status::NoShow,
        Status::Cancelled,
        Status::Requested,
        Status::Held,
        Status::LateCancel,
    ];
    let mut all = statuses.map(appointment).to_vec();
    let origins = [
        Origin::Phone,
        Origin::Online,
        Origin::WalkIn,
        Origin::StandBy,
    ];
    all.extend(origins.map(|origin| Appointment {
        origin,
        ..appointment(Status::Booked)
    }));
    all
}

pub(super) fn appointment(status: Status) -> Appointment {
    Appointment {
        id: AppointmentId(id(7)),
        client: Some(ClientId(id(6))),
        service: ServiceId(id(2)),
        status,
        segments: vec![Segment {
            start: WallTime::new(day("2026-11-21"), 825),
            minutes: 60,
            staff: vec![StaffId(id(5))],
            rooms: vec![RoomId(id(3))],
            holds_client: true,
            equipment: vec![EquipmentId(id(12))],
        }],
        starts_at: noon(),
        note: "first visit".into(),
        reason: "ill".into(),
        overridden: Some(Override {
            by: Some(StaffId(id(5))),
            reason: "asked for".into(),
        }),
        created_at: minutes_later(1),
        ticket: Some(TicketId(id(8))),
        sale: Some(SaleId(id(9))),
        arrived_at: Some(minutes_later(2)),
        started_at: Some(minutes_later(3)),
        finished_at: Some(minutes_later(4)),
        visit: Some(VisitId(id(10))),
        series: Some(SeriesId(id(11))),
        held_until: Some(minutes_later(5)),
        origin: Origin::Desk,
        asked_for: true,
        revision: 3,
    }
}

pub(super) fn visits() -> Vec<Visit> {
    let visit = |bill, host| Visit {
        id: VisitId(id(10)),
        host,
        note: "hen party".into(),
        bill,
        created_at: minutes_later(1),
    };
    vec![
        visit(Bill::One, Some(ClientId(id(6)))),
        visit(Bill::Many, None),
    ]
}

pub(super) fn series() -> Vec<Series> {
    let series = |unit, weekdays, end| Series {
        id: SeriesId(id(11)),
        rule: Recurrence {
            every: 2,
            unit,
            weekdays,
            end,
        },
        created_at: minutes_later(1),
    };
    vec![
        series(Interval::Weeks, vec![0, 3], SeriesEnd::Times(6)),
        series(
            Interval::Days,
            Vec::new(),
            SeriesEnd::Until(day("2027-03-31")),
        ),
    ]
}

pub(super) fn tickets() -> Vec<Ticket> {
    let line = |item, discount| TicketLine {
        number: 1,
        item,
        name: "Swedish massage 60".into(),
        quantity: 2,
        unit_price: money(4_500),
        unit_cost: money(250),
        tax: vec![vat()],
        discount: Some(discount),
        staff: Some(StaffId(id(5))),
        appointment: Some(AppointmentId(id(7))),
        list_price: money(5_000),
        price_reason: PriceReason::Level("Staff".into()),
        minutes: Some(75),
        given: Some(given()),
        offers: offers(),
        drawn: Some(drawn()),
        note: "warm towels".into(),
    };
    let percent = Discount::Percent(Rate::from_milli_percent(10_000));
    let ticket = |state| Ticket {
        id: TicketId(id(8)),
        register: 1,
        state,
        client: Some(ClientId(id(6))),
        lines: vec![
            line(Item::Service(ServiceId(id(2))), percent),
            line(
                Item::Product(ProductId(id(4))),
                Discount::Amount(money(378)),
            ),
        ],
        next_line: 3,
        opened_at: noon(),
        opened_on: day("2026-11-21"),
        parked_at: Some(minutes_later(5)),
        recalled: true,
        taken: vec![Tender {
            kind: TenderKind::Foreign,
            amount: Some(money(500)),
            reference: "0412".into(),
            purse: Some(Purse::GiftCard(GiftCardId(id(15)))),
            foreign: Some(foreign()),
        }],
        order_discount: Some(OrderDiscount {
            discount: percent,
            given: given(),
        }),
        coupons: vec![CouponId(id(19))],
        declined: vec![OfferKind::Card],
        returns: vec![TicketReturn {
            of: returned(),
            quantity: 2,
            reason: "did not suit".into(),
        }],
        operator: Some(StaffId(id(5))),
        note: "a present".into(),
    };
    [TicketState::Open, TicketState::Parked]
        .map(ticket)
        .to_vec()
}

fn given() -> Given {
    Given {
        reason: "waited long".into(),
        by: Some(StaffId(id(5))),
        approved_by: Some(StaffId(id(6))),
    }
}

fn offers() -> Vec<Offer> {
    [
        OfferKind::Order,
        OfferKind::Promotion(PromotionId(id(18))),
        OfferKind::Coupon(CouponId(id(19))),
        OfferKind::Card,
        OfferKind::Membership(HoldingId(id(17))),
        OfferKind::Points(50),
    ]
    .map(|kind| Offer {
        kind,
        name: "Rainy Mondays".into(),
        off: money(10),
    })
    .to_vec()
}

fn drawn() -> Drawn {
    Drawn {
        holding: HoldingId(id(17)),
        name: "Ten massages".into(),
        units: 1,
        net: money(3_719),
    }
}

fn returned() -> ReturnOf {
    ReturnOf {
        sale: SaleId(id(9)),
        line: 1,
        restock: true,
    }
}

fn foreign() -> ForeignCash {
    ForeignCash {
        currency: Currency::known("USD").unwrap(),
        amount: money(12_000),
        rate_millionths: 900_000,
    }
}

/// Each sort of thing that a line can be.
fn items() -> [Item; 7] {
    [
        Item::Product(ProductId(id(4))),
        Item::Service(ServiceId(id(2))),
        Item::GiftCard(GiftCardId(id(15))),
        Item::Plan(PlanId(id(16))),
        Item::Deposit,
        Item::Tip(StaffId(id(5))),
        Item::Owed(SaleId(id(8))),
    ]
}

pub(super) fn sales() -> Vec<Sale> {
    vec![
        sale(SaleKind::Sale),
        sale(SaleKind::RefundOf(SaleId(id(8)))),
        sale(SaleKind::VoidOf(SaleId(id(8)))),
        sale(SaleKind::WithoutReceipt),
    ]
}

pub(super) fn sale(kind: SaleKind) -> Sale {
    let line = |item| SaleLine {
        number: 1,
        item,
        name: "Argan oil 100 ml".into(),
        quantity: -1,
        unit_price: money(4_500),
        unit_cost: money(1_890),
        tax: vec![vat()],
        discount: Some(Discount::Amount(money(378))),
        gross: money(-4_500),
        discount_amount: money(378),
        net: money(-3_407),
        tax_amounts: vec![money(-715)],
        total: money(-4_122),
        staff: Some(StaffId(id(5))),
        appointment: Some(AppointmentId(id(7))),
        restocked: true,
        list_price: money(5_000),
        price_reason: PriceReason::Changed("waited long".into()),
        minutes: Some(75),
        given: Some(given()),
        offers: offers(),
        drawn: Some(drawn()),
        returned: Some(returned()),
        note: "warm towels".into(),
    };
    let payment = |kind| Payment {
        kind,
        tendered: money(5_000),
        change: money(500),
        rounding: money(-2),
        reference: "0412".into(),
        purse: Some(Purse::Deposit(DepositId(id(20)))),
        foreign: Some(foreign()),
        over: money(100),
        tax_paid: vec![TaxPaid {
            name: "VAT".into(),
            amount: money(21),
        }],
    };
    Sale {
        id: SaleId(id(9)),
        kind,
        receipt: ReceiptNumber {
            register: 1,
            number: 123,
        },
        session: DrawerSessionId(id(10)),
        business_date: day("2026-11-21"),
        at: noon(),
        operator: Some(StaffId(id(5))),
        client: Some(ClientId(id(6))),
        tax_rules: RULES,
        lines: items().map(line).to_vec(),
        tax_table: vec![tax_row()],
        total: money(4_500),
        payments: TenderKind::ALL.map(payment).to_vec(),
        reason: "broken pump".into(),
        approved_by: Some(StaffId(id(6))),
        note: "a present".into(),
    }
}

pub(super) fn ledger_entries() -> Vec<LedgerEntry> {
    let sources = [
        LedgerSource::Float(DrawerSessionId(id(10))),
        LedgerSource::Sale(SaleId(id(9))),
        LedgerSource::CashMovement(CashMovementId(id(11))),
        LedgerSource::StockMovement(StockMovementId(id(13))),
        LedgerSource::Close(DrawerSessionId(id(10))),
        LedgerSource::Purse(PurseMovementId(id(62))),
        LedgerSource::Difference(DrawerSessionId(id(10))),
        LedgerSource::Payout(PayoutId(id(22))),
        LedgerSource::Pay(PayMovementId(id(23))),
        LedgerSource::Delivery(DeliveryId(id(24))),
    ];
    let accounts = [
        Account::Cash(1),
        Account::Safe,
        Account::CardClearing,
        Account::Stock,
        Account::StockAdjustment,
        Account::ServiceRevenue,
        Account::RetailRevenue,
        Account::Tax("VAT".into()),
        Account::CostOfGoods,
        Account::OverShort,
        Account::CashRounding,
        Account::PettyCash,
        Account::Bank,
        Account::TransferClearing,
        Account::Cheques(1),
        Account::Vouchers,
        Account::ForeignCash(1, "USD".into()),
        Account::ExchangeDifference,
        Account::Receivable(ClientId(id(6))),
        Account::GiftCards,
        Account::Deposits,
        Account::Deferred,
        Account::Overpaid,
        Account::Breakage,
        Account::PointsIssued,
        Account::PointsOwed,
        Account::LoyaltyExpense,
        Account::Tips(StaffId(id(5))),
        Account::TenderFees,
        Account::OtherIncome("rent of a room".into()),
        Account::OtherExpense("flowers".into()),
        Account::InputTax("VAT".into()),
        Account::Payables,
        Account::Consumables,
        Account::WriteOff,
        Account::PayOwed(StaffId(id(5))),
        Account::PayAdvance(StaffId(id(5))),
        Account::PayExpense,
        Account::Fines,
    ];
    let posting = |(idx, account): (usize, &Account)| Posting {
        account: account.clone(),
        amount: money(if idx % 2 == 0 { 100 } else { -100 }),
        unit: if idx % 4 < 2 {
            Unit::Money
        } else {
            Unit::Points
        },
    };
    let entry = |source| LedgerEntry {
        id: LedgerEntryId(id(12)),
        business_date: day("2026-11-21"),
        at: noon(),
        source,
        postings: accounts.iter().enumerate().map(posting).collect(),
    };
    sources.map(entry).to_vec()
}

pub(super) fn movements() -> Vec<StockMovement> {
    let reasons = [
        StockReason::Opening,
        StockReason::Sold(SaleId(id(9))),
        StockReason::Returned(SaleId(id(9))),
        StockReason::Correction,
        StockReason::Delivered(DeliveryId(id(24))),
        StockReason::Used,
        StockReason::Expired,
        StockReason::Broken,
        StockReason::GivenAway,
    ];
    let movement = |reason| StockMovement {
        id: StockMovementId(id(13)),
        product: ProductId(id(4)),
        at: noon(),
        by: Some(StaffId(id(5))),
        quantity: -2,
        unit_cost: money(1_890),
        reason,
    };
    reasons.map(movement).to_vec()
}

pub(super) fn level() -> StockLevel {
    StockLevel {
        product: ProductId(id(4)),
        on_hand: -3,
    }
}

pub(super) fn print_jobs() -> Vec<PrintJob> {
    let reason = || "cover open".to_string();
    let states = [
        PrintState::Waiting,
        PrintState::Sent,
        PrintState::Printed,
        PrintState::Unknown { reason: reason() },
        PrintState::Failed { reason: reason() },
    ];
    let job = |what| {
        move |state| PrintJob {
            id: PrintJobId(id(14)),
            what,
            copy: 1,
            register: 2,
            queued_at: noon(),
            state,
        }
    };
    let mut jobs = states.map(job(Printable::Receipt(SaleId(id(9))))).to_vec();
    jobs.push(job(Printable::Z(DrawerSessionId(id(10))))(
        PrintState::Waiting,
    ));
    jobs.push(job(Printable::Copy(SaleId(id(9))))(PrintState::Failed {
        reason: reason(),
    }));
    let documents = [
        Document::Invoice {
            sale: SaleId(id(9)),
            buyer: ClientId(id(6)),
        },
        Document::CashOrder(CashMovementId(id(11))),
        Document::VisitCard(AppointmentId(id(7))),
        Document::GiftCertificate(GiftCardId(id(21))),
        Document::Statement {
            client: ClientId(id(6)),
            from: day("2026-11-01"),
            until: day("2026-11-30"),
        },
    ];
    jobs.extend(documents.map(|it| job(Printable::Document(it))(PrintState::Waiting)));
    let copy = Printable::DocumentCopy(documents[2]);
    jobs.push(job(copy)(PrintState::Waiting));
    let of_day = Printable::ZOfDay(day("2026-11-20"));
    jobs.push(job(of_day)(PrintState::Waiting));
    let sheet = Printable::DaySheet {
        staff: StaffId(id(1)),
        on: day("2026-11-21"),
    };
    jobs.push(job(sheet)(PrintState::Waiting));
    jobs
}
