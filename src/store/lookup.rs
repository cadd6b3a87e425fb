//! The index keys of lookups: a byte for the sort of lookup (0x80 and above),
//! its parts, then the key of the record that it leads to.
//!
//! Numbers and dates are big-endian and of fixed length. A text ends with two
//! zero bytes, and a zero byte inside it is followed by 0xFF, so that no lookup
//! is the beginning of another.

use chrono::{Datelike, NaiveDate};

use super::record::{Key, Kind, Lookup};
use crate::domain::{
    document::Document,
    ids::{RawId, Register},
    print_job::Printable,
    tender::Purse,
};

impl Lookup {
    pub(super) const APPOINTMENT_ON: u8 = 0x83;
    pub(super) const APPOINTMENT_OF_CLIENT: u8 = 0x84;
    pub(super) const SALE_ON: u8 = 0x87;
    pub(super) const SALE_OF_CLIENT: u8 = 0x88;

    /// The kind of the records that are found.
    pub fn finds(&self) -> Kind {
        match self {
            Self::ClientByPhone(_) | Self::ClientByCard(_) => Kind::Client,
            Self::ServiceByCode(_) => Kind::Service,
            Self::ProductByCode(_) => Kind::Product,
            Self::CouponByCode(_) | Self::CouponOf(_) => Kind::Coupon,
            Self::AppointmentOn(_)
            | Self::AppointmentOfClient(_)
            | Self::AppointmentOfVisit(_)
            | Self::AppointmentOfSeries(_)
            | Self::HeldAppointments => Kind::Appointment,
            Self::ChangeOf(_) => Kind::VisitChange,
            Self::OpenWaiting => Kind::Waiting,
            Self::OpenWalkIn => Kind::WalkIn,
            Self::TicketOf(_) => Kind::Ticket,
            Self::SaleByReceipt(_)
            | Self::SaleOn(_)
            | Self::SaleOfClient(_)
            | Self::SaleOfSession(_)
            | Self::RefundOf(_) => Kind::Sale,
            Self::OpenSession(_) | Self::SessionOn(_) => Kind::DrawerSession,
            Self::CashMovementOf(_) | Self::CashMovementFor(_) => Kind::CashMovement,
            Self::HandoverOf(_) => Kind::Handover,
            Self::PayoutOn(_) => Kind::Payout,
            Self::PayMovementOf(_) => Kind::PayMovement,
            Self::OpenDeliveries => Kind::Delivery,
            Self::LedgerOn(_) => Kind::LedgerEntry,
            Self::MovementOf(_) => Kind::StockMovement,
            Self::OpenTabOf(_) | Self::OpenTabs => Kind::Tab,
            Self::UnsettledPrintJob(_) | Self::PrintJobOf(_) => Kind::PrintJob,
            Self::GiftCardByNumber(_) => Kind::GiftCard,
            Self::PurseMovementOf(_) | Self::PurseMovementOfSale(_) => Kind::PurseMovement,
            Self::PlanByCode(_) => Kind::Plan,
            Self::HoldingOfClient(_) | Self::HoldingOfSale(_) => Kind::Holding,
            Self::AuditOn(_) | Self::AuditOf(_) => Kind::Audit,
            Self::DepositOfClient(_) | Self::DepositOfSale(_) => Kind::Deposit,
            Self::PointsLotOfClient(_) | Self::PointsLotOfSale(_) | Self::PointsLotEnding(_) => {
                Kind::PointsLot
            }
            Self::AbsenceUntil(_) => Kind::Absence,
        }
    }

    /// What the index keys of this lookup begin with.
    pub(super) fn prefix(&self) -> Vec<u8> {
        match self {
            Self::ClientByPhone(digits) => text(0x80, digits),
            Self::ServiceByCode(code) => text(0x81, &code_key(code)),
            Self::ProductByCode(code) => text(0x82, &code_key(code)),
            Self::AppointmentOn(on) => date(Self::APPOINTMENT_ON, *on),
            Self::AppointmentOfClient(client) => id(Self::APPOINTMENT_OF_CLIENT, client.0),
            Self::AppointmentOfVisit(visit) => id(0xda, visit.0),
            Self::AppointmentOfSeries(series) => id(0xdb, series.0),
            Self::TicketOf(register) => number(0x85, *register),
            Self::SaleByReceipt(receipt) => {
                let mut bytes = number(0x86, receipt.register);
                bytes.extend(receipt.number.to_be_bytes());
                bytes
            }
            Self::SaleOn(on) => date(Self::SALE_ON, *on),
            Self::SaleOfClient(client) => id(Self::SALE_OF_CLIENT, client.0),
            Self::SaleOfSession(session) => id(0x89, session.0),
            Self::RefundOf(sale) => id(0x8a, sale.0),
            Self::OpenSession(register) => number(0x8b, *register),
            Self::SessionOn(on) => date(0x8c, *on),
            Self::CashMovementOf(session) => id(0x8d, session.0),
            Self::LedgerOn(on) => date(0x8e, *on),
            Self::MovementOf(product) => id(0x8f, product.0),
            Self::UnsettledPrintJob(register) => number(0x90, *register),
            Self::PrintJobOf(Printable::Receipt(sale)) => id(0x91, sale.0),
            Self::PrintJobOf(Printable::Z(session)) => id(0x92, session.0),
            Self::ClientByCard(spelling) => text(0x93, spelling),
            Self::PrintJobOf(Printable::Copy(sale)) => id(0x94, sale.0),
            Self::PrintJobOf(Printable::ZOfDay(on)) => date(0x97, *on),
            Self::PrintJobOf(Printable::DaySheet { staff, on }) => {
                let mut bytes = id(0x98, staff.0);
                bytes.extend(date_bytes(*on));
                bytes
            }
            Self::PrintJobOf(Printable::Document(it)) => document(0x95, *it),
            Self::PrintJobOf(Printable::DocumentCopy(it)) => document(0x96, *it),
            Self::OpenTabOf(client) => id(0xa0, client.0),
            Self::OpenTabs => vec![0xa1],
            Self::ChangeOf(appointment) => id(0xe0, appointment.0),
            Self::HeldAppointments => vec![0xe1],
            Self::OpenWaiting => vec![0xe2],
            Self::OpenWalkIn => vec![0xe5],
            Self::HandoverOf(session) => id(0xa2, session.0),
            Self::PayoutOn(on) => date(0xa3, *on),
            Self::CashMovementFor(sale) => id(0xa4, sale.0),
            Self::PayMovementOf(staff) => id(0xa5, staff.0),
            Self::OpenDeliveries => vec![0xa6],
            Self::GiftCardByNumber(number) => text(0xb0, &code_key(number)),
            Self::PurseMovementOf(Purse::GiftCard(card)) => id(0xb1, card.0),
            Self::PurseMovementOf(Purse::Deposit(deposit)) => id(0xb2, deposit.0),
            Self::PurseMovementOf(Purse::Client(client)) => id(0xb3, client.0),
            Self::PurseMovementOfSale(sale) => id(0xb4, sale.0),
            Self::PlanByCode(code) => text(0xb5, &code_key(code)),
            Self::HoldingOfClient(client) => id(0xb6, client.0),
            Self::HoldingOfSale(sale) => id(0xb7, sale.0),
            Self::PurseMovementOf(Purse::Holding(holding)) => id(0xb8, holding.0),
            Self::AuditOn(on) => date(0xc0, *on),
            Self::AuditOf(staff) => id(0xc1, staff.0),
            Self::CouponByCode(code) => text(0xa8, &code_key(code)),
            Self::CouponOf(promotion) => id(0xa9, promotion.0),
            Self::DepositOfClient(client) => id(0xb9, client.0),
            Self::DepositOfSale(sale) => id(0xba, sale.0),
            Self::PointsLotOfClient(client) => id(0xbd, client.0),
            Self::PointsLotOfSale(sale) => id(0xbe, sale.0),
            Self::PointsLotEnding(on) => date(0xbf, *on),
            Self::AbsenceUntil(on) => date(0xd4, *on),
        }
    }

    /// The index key that leads from this lookup to one record.
    pub(super) fn index_key(&self, record_key: &[u8]) -> Vec<u8> {
        let mut bytes = self.prefix();
        bytes.extend(record_key);
        bytes
    }
}

/// One spelling for a code, however it was typed or scanned.
pub(super) fn code_key(code: &str) -> String {
    code.trim().to_uppercase()
}

fn text(sort: u8, text: &str) -> Vec<u8> {
    let mut bytes = vec![sort];
    for byte in text.bytes() {
        bytes.push(byte);
        if byte == 0 {
            bytes.push(0xff);
        }
    }
    bytes.extend([0, 0]);
    bytes
}

fn number(sort: u8, register: Register) -> Vec<u8> {
    let mut bytes = vec![sort];
    bytes.extend(register.to_be_bytes());
    bytes
}

fn id(sort: u8, id: RawId) -> Vec<u8> {
    let mut bytes = vec![sort];
    id.write(&mut bytes);
    bytes
}

/// Of one sort all are of one length, so that none is the beginning of another.
fn document(sort: u8, document: Document) -> Vec<u8> {
    let mut bytes = vec![sort];
    match document {
        Document::Invoice { sale, buyer } => {
            bytes.push(0);
            sale.0.write(&mut bytes);
            buyer.0.write(&mut bytes);
        }
        Document::CashOrder(movement) => {
            bytes.push(1);
            movement.0.write(&mut bytes);
        }
        Document::VisitCard(visit) => {
            bytes.push(2);
            visit.0.write(&mut bytes);
        }
        Document::GiftCertificate(card) => {
            bytes.push(3);
            card.0.write(&mut bytes);
        }
        Document::Statement {
            client,
            from,
            until,
        } => {
            bytes.push(4);
            client.0.write(&mut bytes);
            bytes.extend(date_bytes(from));
            bytes.extend(date_bytes(until));
        }
    }
    bytes
}

fn date(sort: u8, date: NaiveDate) -> Vec<u8> {
    let mut bytes = vec![sort];
    bytes.extend(date_bytes(date));
    bytes
}

/// Days since the common era, shifted so that earlier days sort first.
pub(super) fn date_bytes(date: NaiveDate) -> [u8; 4] {
    (date.num_days_from_ce().cast_unsigned() ^ (1 << 31)).to_be_bytes()
}

/// The day that [`date_bytes`] wrote.
pub(super) fn date_of(bytes: &[u8]) -> Option<NaiveDate> {
    let days = u32::from_be_bytes(bytes.try_into().ok()?) ^ (1 << 31);
    NaiveDate::from_num_days_from_ce_opt(days.cast_signed())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        ids::{
            AppointmentId, ClientId, DepositId, DrawerSessionId, GiftCardId, HoldingId, ProductId,
            PromotionId, SaleId, SeriesId, StaffId, VisitId,
        },
        sale::ReceiptNumber,
    };

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn dates_sort_as_bytes() {
        let days = ["-0044-03-15", "1969-12-31", "1970-01-01", "2026-11-21"];
        let bytes = days.map(|it| date_bytes(day(it)));
        assert!(bytes.is_sorted(), "{bytes:?}");
        let read = bytes.map(|it| date_of(&it));
        assert_eq!(read, days.map(|it| Some(day(it))));
    }

    #[test]
    fn no_text_begins_another() {
        let texts = ["", "1", "12", "1\0", "1\0\0", "\0", "é"];
        for a in texts {
            for b in texts.iter().filter(|b| **b != a) {
                assert!(!text(0x80, b).starts_with(&text(0x80, a)), "{a:?} {b:?}");
            }
        }
    }

    fn sheet_of(staff: StaffId, on: NaiveDate) -> Printable {
        Printable::DaySheet { staff, on }
    }

    #[test]
    #[expect(clippy::too_many_lines, reason = "a row for each sort")]
    fn each_sort_of_lookup_has_its_own_byte() {
        let id = RawId::new(1, 1).unwrap();
        let on = day("2026-11-21");
        let receipt = ReceiptNumber {
            register: 1,
            number: 1,
        };
        let mut firsts: Vec<u8> = [
            Lookup::ClientByPhone(String::new()),
            Lookup::ServiceByCode(String::new()),
            Lookup::ProductByCode(String::new()),
            Lookup::AppointmentOn(on),
            Lookup::AppointmentOfClient(ClientId(id)),
            Lookup::AppointmentOfVisit(VisitId(id)),
            Lookup::AppointmentOfSeries(SeriesId(id)),
            Lookup::TicketOf(1),
            Lookup::SaleByReceipt(receipt),
            Lookup::SaleOn(on),
            Lookup::SaleOfClient(ClientId(id)),
            Lookup::SaleOfSession(DrawerSessionId(id)),
            Lookup::RefundOf(SaleId(id)),
            Lookup::OpenSession(1),
            Lookup::SessionOn(on),
            Lookup::CashMovementOf(DrawerSessionId(id)),
            Lookup::LedgerOn(on),
            Lookup::MovementOf(ProductId(id)),
            Lookup::UnsettledPrintJob(1),
            Lookup::PrintJobOf(Printable::Receipt(SaleId(id))),
            Lookup::PrintJobOf(Printable::Z(DrawerSessionId(id))),
            Lookup::PrintJobOf(Printable::Copy(SaleId(id))),
            Lookup::PrintJobOf(Printable::ZOfDay(on)),
            Lookup::PrintJobOf(sheet_of(StaffId(id), on)),
            Lookup::PrintJobOf(Printable::Document(Document::VisitCard(AppointmentId(id)))),
            Lookup::PrintJobOf(Printable::DocumentCopy(Document::VisitCard(AppointmentId(
                id,
            )))),
            Lookup::ClientByCard(String::new()),
            Lookup::OpenTabOf(ClientId(id)),
            Lookup::OpenTabs,
            Lookup::ChangeOf(AppointmentId(id)),
            Lookup::HeldAppointments,
            Lookup::OpenWaiting,
            Lookup::OpenWalkIn,
            Lookup::HandoverOf(DrawerSessionId(id)),
            Lookup::PayoutOn(on),
            Lookup::CashMovementFor(SaleId(id)),
            Lookup::PayMovementOf(StaffId(id)),
            Lookup::OpenDeliveries,
            Lookup::GiftCardByNumber(String::new()),
            Lookup::PurseMovementOf(Purse::GiftCard(GiftCardId(id))),
            Lookup::PurseMovementOf(Purse::Deposit(DepositId(id))),
            Lookup::PurseMovementOf(Purse::Client(ClientId(id))),
            Lookup::PurseMovementOfSale(SaleId(id)),
            Lookup::PlanByCode(String::new()),
            Lookup::HoldingOfClient(ClientId(id)),
            Lookup::HoldingOfSale(SaleId(id)),
            Lookup::DepositOfClient(ClientId(id)),
            Lookup::DepositOfSale(SaleId(id)),
            Lookup::PointsLotOfClient(ClientId(id)),
            Lookup::PointsLotOfSale(SaleId(id)),
            Lookup::PointsLotEnding(on),
            Lookup::PurseMovementOf(Purse::Holding(HoldingId(id))),
            Lookup::AuditOn(on),
            Lookup::AuditOf(StaffId(id)),
            Lookup::CouponByCode(String::new()),
            Lookup::CouponOf(PromotionId(id)),
            Lookup::AbsenceUntil(on),
        ]
        .iter()
        .map(|it| it.prefix()[0])
        .collect();
        firsts.sort_unstable();
        assert!(firsts.iter().all(|first| *first >= 0x80));
        let n_all = firsts.len();
        firsts.dedup();
        assert_eq!(firsts.len(), n_all);
    }
}
