//! Samples of the records of the drawer and of money without a sale, as in `samples`.

use super::{
    samples::{money, tax_row},
    shop::{day, id, noon},
};
use crate::domain::{
    booking::{
        BookRules, Changed, DepositRule, Fee, Status, VisitChange, Waiting, WaitingState, WalkIn,
        WalkInState,
    },
    cash::{
        CashCategory, CashCause, CashFlow, DrawerRules, ForeignHeld, Handover, MovedFor, MovedSum,
        PaidFrom, Payout, TabLimit,
    },
    client::Sex,
    delivery::{DeliveredLine, Delivery, SupplierPayment},
    document::Addressee,
    drawer::{
        CashMovement, Closing, Count, DrawerSession, Perpetual, Pieces, TenderClosing, TenderCount,
    },
    ids::{
        AppointmentId, CashCategoryId, CashMovementId, ClientId, DeliveryId, DrawerSessionId,
        HandoverId, PayMovementId, PayoutId, ProductId, RoomId, SaleId, ServiceId, StaffId,
        TaxClassId, VisitChangeId, WaitingId, WalkInId,
    },
    money::Rate,
    pay_account::{PayAccount, PayCause, PayMovement},
    room_state::{RoomOrder, RoomState},
    tender::{TaxPaid, TenderKind},
    time::WallTime,
    turns::{Counts, FirstOrder, FloorRules, OnList, Skip, TurnList, TurnOrder, TurnPlace},
};

pub(super) fn sessions() -> Vec<DrawerSession> {
    let float = Count {
        cash: vec![Pieces {
            value_minor: 1_000,
            n: 15,
        }],
        card: Some(money(12_300)),
    };
    let open = DrawerSession {
        id: DrawerSessionId(id(10)),
        register: 1,
        business_date: day("2026-11-21"),
        opened_at: noon(),
        opened_by: Some(StaffId(id(5))),
        float: float.clone(),
        count: Some((float, 7)),
        n_events: 9,
        closing: None,
        others: vec![TenderCount {
            kind: TenderKind::Foreign,
            currency: "USD".into(),
            amount: money(12_000),
        }],
        holder: Some(StaffId(id(6))),
    };
    let closed = DrawerSession {
        closing: Some(closing()),
        ..open.clone()
    };
    vec![open, closed]
}

fn closing() -> Closing {
    let headings = [
        MovedFor::Petty,
        MovedFor::Category,
        MovedFor::Safe,
        MovedFor::Bank,
        MovedFor::Tips,
        MovedFor::Overpaid,
    ];
    let moved = headings.map(|what| MovedSum {
        what,
        name: "flowers".into(),
        amount: money(-700),
    });
    Closing {
        z_number: 12,
        closed_at: noon(),
        closed_by: Some(StaffId(id(5))),
        float: money(15_000),
        cash_in: money(1_000),
        cash_out: money(-2_000),
        tenders: vec![TenderClosing {
            kind: TenderKind::Card,
            expected: money(12_400),
            counted: Some(money(12_300)),
            name: "Visa".into(),
            currency: "USD".into(),
            booked: money(-90),
        }],
        n_sales: 31,
        n_refunds: 2,
        first_receipt: Some(93),
        last_receipt: Some(125),
        sales_total: money(140_000),
        refunds_total: money(-4_122),
        discounts_total: money(-2_520),
        rounding_total: money(3),
        services_net: money(90_000),
        products_net: money(22_000),
        tax_table: vec![tax_row()],
        n_tickets_carried: 1,
        n_appointments_carried: 2,
        shift: 3,
        tips_total: money(2_100),
        prepaid_total: money(5_000),
        settled_total: money(6_000),
        differences: money(-150),
        moved: moved.to_vec(),
        perpetual: Perpetual {
            n_sales: 1_031,
            sales_total: money(9_140_000),
            n_refunds: 22,
            refunds_total: money(-34_122),
        },
    }
}

pub(super) fn cash_movements() -> Vec<CashMovement> {
    let causes = [
        CashCause::Petty,
        CashCause::Category(CashCategoryId(id(20))),
        CashCause::Safe,
        CashCause::Bank,
        CashCause::Tips(StaffId(id(5))),
        CashCause::Difference(HandoverId(id(21))),
        CashCause::Overpaid(SaleId(id(9))),
        CashCause::Opened,
        CashCause::Pay(PayMovementId(id(23))),
        CashCause::Delivery(DeliveryId(id(24))),
    ];
    let movement = |cause| CashMovement {
        id: CashMovementId(id(11)),
        session: DrawerSessionId(id(10)),
        at: noon(),
        by: Some(StaffId(id(5))),
        amount: money(-2_000),
        reason: "flowers".into(),
        cause,
        tax: vec![TaxPaid {
            name: "VAT".into(),
            amount: money(-347),
        }],
    };
    causes.map(movement).to_vec()
}

pub(super) fn cash_categories() -> Vec<CashCategory> {
    let category = |flow| CashCategory {
        id: CashCategoryId(id(20)),
        name: "Flowers".into(),
        flow,
        tax_class: Some(TaxClassId(id(1))),
        active: true,
    };
    [CashFlow::Income, CashFlow::Expense].map(category).to_vec()
}

pub(super) fn handover() -> Handover {
    Handover {
        id: HandoverId(id(21)),
        session: DrawerSessionId(id(10)),
        at: noon(),
        from: StaffId(id(5)),
        to: StaffId(id(6)),
        expected: money(20_000),
        counted: money(19_850),
    }
}

pub(super) fn pay_movements() -> Vec<PayMovement> {
    let movement = |cause, from| PayMovement {
        id: PayMovementId(id(23)),
        staff: StaffId(id(5)),
        business_date: day("2026-11-21"),
        at: noon(),
        by: Some(StaffId(id(6))),
        cause,
        amount: money(3_500),
        set_off: money(2_500),
        from,
        reason: "May".into(),
    };
    let causes = PayCause::ALL.map(|cause| movement(cause, None));
    let places = PaidFrom::ALL.map(|from| movement(PayCause::Payout, Some(from)));
    [&causes[..], &places[..]].concat()
}

pub(super) fn pay_account() -> PayAccount {
    PayAccount {
        staff: StaffId(id(5)),
        owed: money(3_500),
        ahead: money(2_500),
    }
}

pub(super) fn delivery() -> Delivery {
    Delivery {
        id: DeliveryId(id(24)),
        business_date: day("2026-11-21"),
        at: noon(),
        by: Some(StaffId(id(5))),
        supplier: "Argan Co".into(),
        reference: "2026-7".into(),
        lines: vec![DeliveredLine {
            product: ProductId(id(4)),
            quantity: 50,
            unit_cost: money(600),
        }],
        tax: vec![TaxPaid {
            name: "VAT".into(),
            amount: money(6_000),
        }],
        payments: vec![SupplierPayment {
            business_date: day("2026-11-22"),
            at: noon(),
            by: None,
            from: PaidFrom::Bank,
            amount: money(10_000),
            reference: "77".into(),
        }],
    }
}

pub(super) fn payout() -> Payout {
    Payout {
        id: PayoutId(id(22)),
        register: 2,
        business_date: day("2026-11-21"),
        at: noon(),
        by: Some(StaffId(id(5))),
        kind: TenderKind::Foreign,
        gross: money(10_800),
        fee: money(15),
        arrived: money(10_620),
        currency: "USD".into(),
        units: money(12_000),
        reference: "2026-114".into(),
    }
}

pub(super) fn drawer_rules() -> DrawerRules {
    DrawerRules {
        blind_count: true,
        without_drawer: vec![3, 4],
    }
}

pub(super) fn tab_limit() -> TabLimit {
    TabLimit {
        client: ClientId(id(6)),
        limit: Some(money(5_000)),
    }
}

pub(super) fn addressee() -> Addressee {
    Addressee {
        client: ClientId(id(6)),
        language: "lv".into(),
        name: "SIA Ozols".into(),
        address: "Brivibas iela 1, Riga".into(),
        reg_no: "40003000000".into(),
        tax_no: "LV40003000000".into(),
    }
}

pub(super) fn foreign_held() -> ForeignHeld {
    ForeignHeld {
        register: 2,
        currency: "USD".into(),
        units: money(12_000),
        cost: money(10_800),
    }
}

pub(super) fn book_rules() -> Vec<BookRules> {
    let fees = [
        Fee::Nothing,
        Fee::Amount(money(1_500)),
        Fee::Share(Rate::from_milli_percent(50_000)),
    ];
    let with = |fee| BookRules {
        hold_min: 45,
        late_hours: 24,
        no_show_fee: fee,
        late_fee: fee,
        deposit: DepositRule {
            rate: Rate::from_milli_percent(20_000),
            from_price: money(10_000),
            no_shows: 2,
            hold_hours: 48,
        },
    };
    fees.map(with).to_vec()
}

pub(super) fn visit_changes() -> Vec<VisitChange> {
    let at = |minute| WallTime::new(day("2026-11-21"), minute);
    let staff = |n| StaffId(id(n));
    let all = vec![
        Changed::Made,
        Changed::Client {
            from: None,
            to: Some(ClientId(id(6))),
        },
        Changed::Service {
            from: ServiceId(id(2)),
            to: ServiceId(id(3)),
        },
        Changed::Start {
            from: at(825),
            to: at(840),
        },
        Changed::Minutes { from: 60, to: 75 },
        Changed::Staff {
            from: vec![staff(5)],
            to: vec![staff(5), staff(6)],
        },
        Changed::Room {
            from: Some(RoomId(id(3))),
            to: None,
        },
        Changed::Status {
            from: Status::Booked,
            to: Status::LateCancel,
            reason: "ill".into(),
        },
        Changed::Note {
            from: String::new(),
            to: "first visit".into(),
        },
        Changed::Overridden {
            reason: "asked for".into(),
        },
        Changed::Paid {
            sale: SaleId(id(9)),
        },
        Changed::Unpaid,
    ];
    vec![VisitChange {
        id: VisitChangeId(id(13)),
        appointment: AppointmentId(id(7)),
        at: noon(),
        by: Some(staff(5)),
        what: all,
    }]
}

pub(super) fn waiting() -> Vec<Waiting> {
    let with = |state| Waiting {
        id: WaitingId(id(14)),
        client: ClientId(id(6)),
        service: ServiceId(id(2)),
        staff: Some(StaffId(id(5))),
        first: day("2026-11-21"),
        last: day("2026-12-04"),
        days: 0b010_0001,
        from_minute: 840,
        until_minute: 1_080,
        urgent: true,
        note: "after work".into(),
        created_at: noon(),
        state,
    };
    let states = [
        WaitingState::Open,
        WaitingState::Booked(AppointmentId(id(7))),
        WaitingState::Dropped("went elsewhere".into()),
    ];
    states.map(with).to_vec()
}

pub(super) fn walk_ins() -> Vec<WalkIn> {
    let with = |(sex, state): (Option<Sex>, _)| WalkIn {
        id: WalkInId(id(15)),
        client: Some(ClientId(id(6))),
        name: "red scarf".into(),
        service: ServiceId(id(2)),
        staff: Some(StaffId(id(5))).filter(|_| sex.is_none()),
        sex,
        came_at: noon(),
        promised_at: noon() + chrono::TimeDelta::minutes(20),
        state,
    };
    let states = [
        (None, WalkInState::Waiting),
        (
            Some(Sex::Female),
            WalkInState::Started(AppointmentId(id(7))),
        ),
        (Some(Sex::Male), WalkInState::Left("too long".into())),
    ];
    states.map(with).to_vec()
}

pub(super) fn room_states() -> Vec<RoomState> {
    let states = RoomOrder::ALL.into_iter().zip(10..);
    let with = |(order, number)| RoomState {
        room: RoomId(id(number)),
        order,
        since: noon(),
        by: (order != RoomOrder::ToClean).then_some(StaffId(id(5))),
        note: "steam tap drips".into(),
        until: (order == RoomOrder::OutOfOrder).then(|| day("2026-11-24")),
    };
    states.map(with).collect()
}

pub(super) fn turn_list() -> TurnList {
    TurnList {
        date: day("2026-11-21"),
        people: vec![OnList {
            staff: StaffId(id(5)),
            since: noon(),
            off: true,
        }],
        orders: vec![TurnOrder {
            category: "Nails".into(),
            places: vec![TurnPlace {
                staff: StaffId(id(5)),
                moved: -2,
                passed_at: Some(3),
            }],
        }],
    }
}

pub(super) fn floor_rules() -> FloorRules {
    FloorRules {
        first: FirstOrder::Yesterday,
        by_category: true,
        skip: Skip::ToTail,
        half_below_min: 30,
        asked_for: Counts::Half,
        extension_min: 15,
        extension: Counts::Turn,
    }
}
