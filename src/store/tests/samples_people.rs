//! As [`super::samples`], of people: who may do what, and who did.

use super::shop::{day, id, noon};
use crate::domain::{
    audit::{AuditEntry, AuditEvent, Changed, ProvedBy},
    client::Sex,
    ids::{AbsenceId, AuditId, SaleId, ServiceId, ShiftPatternId, StaffId, TicketId},
    money::{Money, Rate},
    pin::{Effort, Proof},
    rights::{Limits, Person, Right, RightsRules, Role, RoleKind},
    rota::{Absence, DayHours, HouseHours, ShiftPattern},
    staff::{Shift, Staff, StaffRole},
    time::WallTime,
};

pub(super) fn staff() -> Vec<Staff> {
    let roles = [StaffRole::Therapist, StaffRole::Desk, StaffRole::Manager];
    let shift = Shift {
        start_minute: 540,
        end_minute: 1_500,
    };
    let mut week: [Vec<Shift>; 7] = Default::default();
    week[5] = vec![shift];
    let member = |role| Staff {
        id: StaffId(id(5)),
        name: "Anna K.".into(),
        short: "Anna".into(),
        role,
        week: week.clone(),
        services: vec![ServiceId(id(2))],
        active: true,
        group: "Massage".into(),
        pattern: Some(ShiftPatternId(id(16))),
        sex: Some(Sex::Female),
        treats: Some(Sex::Male),
    };
    roles.map(member).to_vec()
}

pub(super) fn shift_pattern() -> ShiftPattern {
    let mut late: [Vec<Shift>; 7] = Default::default();
    late[4] = vec![Shift {
        start_minute: 1_080,
        end_minute: 1_560,
    }];
    ShiftPattern {
        id: ShiftPatternId(id(16)),
        name: "Early and late".into(),
        group: "Massage".into(),
        anchor: day("2026-11-16"),
        weeks: vec![late, Default::default()],
        active: true,
    }
}

pub(super) fn day_hours() -> DayHours {
    DayHours {
        staff: StaffId(id(5)),
        date: day("2026-11-24"),
        shifts: vec![Shift {
            start_minute: 600,
            end_minute: 720,
        }],
        reason: "School play".into(),
    }
}

pub(super) fn absences() -> Vec<Absence> {
    let absence = |staff| Absence {
        id: AbsenceId(id(17)),
        staff,
        from: WallTime::new(day("2026-12-24"), 840),
        until: WallTime {
            again: true,
            ..WallTime::new(day("2026-12-27"), 0)
        },
        reason: "Christmas".into(),
    };
    [None, Some(StaffId(id(5)))].map(absence).to_vec()
}

pub(super) fn house_hours() -> HouseHours {
    let mut week: [Vec<Shift>; 7] = Default::default();
    week[6] = vec![Shift {
        start_minute: 660,
        end_minute: 1_680,
    }];
    HouseHours { week }
}

pub(super) fn rights_rules() -> RightsRules {
    let effort = Effort { kib: 32, passes: 1 };
    let proof = |text: &str, byte| Proof::of(text, [byte; 16], effort);
    let person = |(number, role): (usize, &RoleKind)| Person {
        staff: StaffId(id(5 + number as u64)),
        role: *role,
        pin: proof("2468", 1),
        card: proof("STAFF0042", 2).filter(|_| number > 0),
    };
    RightsRules {
        on: true,
        idle_minutes: 7,
        effort: Some(effort),
        card_salt: [2; 16],
        roles: vec![Role {
            kind: RoleKind::Desk,
            rights: vec![Right::Sell, Right::Refund, Right::ConfirmClock],
            limits: Limits {
                percent: Some(Rate::from_milli_percent(10_000)),
                amount: Some(Money::from_minor(2_000)),
            },
        }],
        people: RoleKind::ALL.iter().enumerate().map(person).collect(),
    }
}

pub(super) fn audit_entries() -> Vec<AuditEntry> {
    let staff = StaffId(id(5));
    let request = || "refund".to_string();
    let events = [
        AuditEvent::SignedOn {
            with: ProvedBy::Pin,
        },
        AuditEvent::SignedOn {
            with: ProvedBy::Card,
        },
        AuditEvent::SignedOff { idle: true },
        AuditEvent::WrongProof { staff: Some(staff) },
        AuditEvent::Refused {
            request: request(),
            right: Some(Right::Refund),
        },
        AuditEvent::Approved {
            request: request(),
            right: Right::Refund,
            by: StaffId(id(6)),
            reason: "Dented".into(),
            ticket: Some(TicketId(id(7))),
            sale: Some(SaleId(id(9))),
        },
        AuditEvent::Person {
            staff,
            role: Some(RoleKind::Manager),
            pin: Changed::Set,
            card: Changed::Removed,
        },
        AuditEvent::Person {
            staff,
            role: None,
            pin: Changed::No,
            card: Changed::Set,
        },
        AuditEvent::Rights {
            on: true,
            idle_minutes: 7,
        },
        AuditEvent::CartKept {
            ticket: TicketId(id(7)),
            of: staff,
        },
        AuditEvent::WithoutReceipt {
            sale: SaleId(id(9)),
            reason: "Shown the box".into(),
        },
    ];
    let entry = |event| AuditEntry {
        id: AuditId(id(15)),
        at: noon(),
        business_date: day("2026-11-21"),
        register: 2,
        operator: Some(StaffId(id(8))),
        event,
    };
    events
        .into_iter()
        .chain(of_rights(staff))
        .map(entry)
        .collect()
}

fn of_rights(staff: StaffId) -> [AuditEvent; 4] {
    [
        AuditEvent::RoleRight {
            role: RoleKind::Desk,
            right: Right::Refund,
            given: true,
        },
        AuditEvent::RoleLimits {
            role: RoleKind::Desk,
            was: Limits::usual(),
            now: Limits::NONE,
        },
        AuditEvent::IdleMinutes { was: 10, now: 0 },
        AuditEvent::RoleOf {
            staff,
            was: Some(RoleKind::Desk),
            now: RoleKind::Manager,
        },
    ]
}
