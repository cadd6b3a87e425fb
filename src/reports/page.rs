//! A printable by its id, with the names that it needs looked up.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{
    day_sheet::day_sheet,
    documents,
    receipt::{HoldingLeft, ReceiptFacts, receipt},
    z::{DayFacts, ZFacts, z, z_of_day},
};
use crate::{
    domain::{
        booking::Appointment,
        cash::Handover,
        document::{Addressee, Document, DocumentKind, Documents, Facts},
        drawer::{self, Closing, DrawerSession},
        holding::Holding,
        ids::{ClientId, DrawerSessionId, SaleId, StaffId},
        money::Money,
        paper::{Paper, PaperWriter},
        points::PointsLot,
        print_job::Printable,
        purse::{GiftCard, PurseMovement, PurseReason},
        sale::{Sale, SaleKind},
        settings::Settings,
        staff::Staff,
        tender::Purse,
        tender_rules::TenderRules,
    },
    locale::{Locale, Words},
    store::{Reader, Reads, StoreError, record::Lookup},
};

/// Papers of other widths do not exist; a narrower or wider wish gets these.
const COLUMNS_LEAST: u16 = 24;
const COLUMNS_MOST: u16 = 96;

/// Lays out what a print job names; `copy` 0 is the original. `None` if there is
/// no such sale, or the session is not closed yet.
///
/// # Errors
///
/// When the store cannot be read.
pub fn page(
    reads: &Reader,
    settings: &Settings,
    wording: Wording,
    what: Printable,
    copy: u32,
    n_columns: u16,
) -> Result<Option<Paper>, StoreError> {
    let kind = match what {
        Printable::Receipt(_) | Printable::Copy(_) => Some(DocumentKind::Receipt),
        Printable::Document(it) | Printable::DocumentCopy(it) => Some(it.kind()),
        Printable::Z(_) | Printable::ZOfDay(_) | Printable::DaySheet { .. } => None,
    };
    let client = addressed_to(reads, what)?;
    let addressee = match client {
        Some(client) => reads.get::<Addressee>(&client)?,
        None => None,
    };
    let of_client = addressee.as_ref().map_or("", |it| &it.language);
    let language = wording.documents.language(kind, of_client);
    let words = wording.documents.words(language);
    let own = words.map(|words| Locale::with_words(language, words));
    let shape = Shape {
        settings,
        locale: own.as_ref().unwrap_or(wording.locale),
        documents: wording.documents,
        language,
        copy,
        n_columns: n_columns.clamp(COLUMNS_LEAST, COLUMNS_MOST),
    };
    match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => shape.receipt(reads, sale),
        Printable::Z(session) => shape.z(reads, session),
        Printable::ZOfDay(date) => shape.z_of_day(reads, date),
        Printable::DaySheet { staff, on } => {
            let words = Words::new(shape.locale, Some(settings));
            let name = &settings.shop_name;
            day_sheet(reads, &words, name, (staff, on), false, shape.n_columns)
        }
        Printable::Document(document) | Printable::DocumentCopy(document) => {
            let words = Words::new(shape.locale, Some(settings));
            let tenders = reads.get::<TenderRules>(&())?.unwrap_or_default();
            let words = words.with_tenders(&tenders);
            let facts = documents::facts(reads, &words, document)?;
            Ok(facts.map(|facts| shape.written(document.kind(), facts)))
        }
    }
}

/// A therapist's day for eyes that are not to see whose visits they are: no clients, no
/// notes. `None` if there is nobody of that number.
///
/// # Errors
///
/// When the store cannot be read.
pub fn discreet_day_sheet(
    reads: &Reader,
    settings: &Settings,
    wording: Wording,
    whose: (StaffId, NaiveDate),
    n_columns: u16,
) -> Result<Option<Paper>, StoreError> {
    let language = wording.documents.language(None, "");
    let words = wording.documents.words(language);
    let own = words.map(|words| Locale::with_words(language, words));
    let words = Words::new(own.as_ref().unwrap_or(wording.locale), Some(settings));
    let n_columns = n_columns.clamp(COLUMNS_LEAST, COLUMNS_MOST);
    day_sheet(reads, &words, &settings.shop_name, whose, true, n_columns)
}

/// What papers are worded by: the language of whoever asks, and what the shop has
/// written itself.
#[derive(Clone, Copy, Debug)]
pub struct Wording<'a> {
    pub locale: &'a Locale,
    pub documents: &'a Documents,
}

struct Shape<'a> {
    settings: &'a Settings,
    locale: &'a Locale,
    documents: &'a Documents,
    language: &'a str,
    copy: u32,
    n_columns: u16,
}

/// Whose language a paper is in, if it is anybody's.
fn addressed_to(reads: &impl Reads, what: Printable) -> Result<Option<ClientId>, StoreError> {
    Ok(match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => {
            reads.get::<Sale>(&sale)?.and_then(|it| it.client)
        }
        Printable::Z(_) | Printable::ZOfDay(_) | Printable::DaySheet { .. } => None,
        Printable::Document(it) | Printable::DocumentCopy(it) => match it {
            Document::Invoice { buyer, .. } => Some(buyer),
            Document::Statement { client, .. } => Some(client),
            Document::VisitCard(visit) => {
                reads.get::<Appointment>(&visit)?.and_then(|it| it.client)
            }
            Document::CashOrder(_) | Document::GiftCertificate(_) => None,
        },
    })
}

impl Shape<'_> {
    /// Laid out by the document's template.
    fn written(&self, kind: DocumentKind, mut facts: Facts) -> Paper {
        facts.set("shop.name", &self.settings.shop_name);
        facts.set("shop.header", self.settings.receipt_header.join("\n"));
        facts.set("shop.footer", self.settings.receipt_footer.join("\n"));
        facts.set("currency", &self.settings.currency.code);
        let copy = [("copy", self.copy.into())];
        facts.set(
            "copy",
            match self.copy {
                0 => String::new(),
                _ => self.locale.fill("receipt-copy", &copy),
            },
        );
        let mut paper = PaperWriter::new(self.n_columns);
        let template = self.documents.template(kind, self.language);
        template.write(&facts, &mut paper);
        paper.finish()
    }

    fn receipt(&self, reads: &impl Reads, sale: SaleId) -> Result<Option<Paper>, StoreError> {
        let Some(sale) = reads.get::<Sale>(&sale)? else {
            return Ok(None);
        };
        let kind = DocumentKind::Receipt;
        if self.documents.own_template(kind, self.language).is_some() {
            let tenders = reads.get::<TenderRules>(&())?.unwrap_or_default();
            let words = Words::new(self.locale, Some(self.settings)).with_tenders(&tenders);
            let facts = documents::receipt(reads, &words, &sale)?;
            return Ok(Some(self.written(kind, facts)));
        }
        let original = match sale.kind {
            SaleKind::Sale | SaleKind::WithoutReceipt => None,
            SaleKind::RefundOf(original) | SaleKind::VoidOf(original) => {
                reads.get::<Sale>(&original)?.map(|it| it.receipt)
            }
        };
        let mut staff = BTreeMap::new();
        for id in sale.lines.iter().filter_map(|line| line.staff) {
            if let Some(therapist) = reads.get::<Staff>(&id)? {
                staff.insert(id, therapist.name);
            }
        }
        let facts = ReceiptFacts {
            sale: &sale,
            original,
            operator: short_name(reads, sale.operator)?,
            staff,
            left: left(reads, sale.id)?,
            tenders: reads.get::<TenderRules>(&())?.unwrap_or_default(),
            holdings: holdings(reads, sale.id)?,
            points: points(reads, &sale)?,
            copy: self.copy,
        };
        let paper = receipt(&facts, self.settings, self.locale, self.n_columns);
        Ok(Some(paper))
    }

    fn z(&self, reads: &Reader, session: DrawerSessionId) -> Result<Option<Paper>, StoreError> {
        let Some(session) = reads.get::<DrawerSession>(&session)? else {
            return Ok(None);
        };
        let Some(closing) = &session.closing else {
            return Ok(None);
        };
        let facts = ZFacts {
            session: &session,
            closing,
            opened_by: short_name(reads, session.opened_by)?,
            closed_by: short_name(reads, closing.closed_by)?,
            handovers: handovers(reads, session.id)?,
            copy: self.copy,
            // A Z without its anchor is better than none.
            anchor: reads.anchor(closing.closed_at).unwrap_or_default(),
        };
        Ok(Some(z(&facts, self.settings, self.locale, self.n_columns)))
    }
}

impl Shape<'_> {
    fn z_of_day(&self, reads: &impl Reads, date: NaiveDate) -> Result<Option<Paper>, StoreError> {
        let mut sessions = reads.find::<DrawerSession>(&Lookup::SessionOn(date))?;
        sessions.sort_by_key(|it| (it.opened_at, it.id));
        let closed = sessions
            .iter()
            .filter_map(|it| Some((it, it.closing.as_ref()?)));
        let closed: Vec<_> = closed.collect();
        let closings: Vec<&Closing> = closed.iter().map(|it| it.1).collect();
        let Some(closing) = drawer::of_day(&closings) else {
            return Ok(None);
        };
        let mut passed_on = Vec::new();
        for (session, _) in &closed {
            passed_on.extend(handovers(reads, session.id)?);
        }
        let facts = DayFacts {
            date,
            closed: &closed,
            closing: &closing,
            handovers: passed_on,
            copy: self.copy,
        };
        let paper = z_of_day(&facts, self.settings, self.locale, self.n_columns);
        Ok(Some(paper))
    }
}

/// From whom to whom, in the order of the day.
fn handovers(
    reads: &impl Reads,
    session: DrawerSessionId,
) -> Result<Vec<(Handover, String, String)>, StoreError> {
    let mut handovers = Vec::new();
    for it in reads.find::<Handover>(&Lookup::HandoverOf(session))? {
        let from = short_name(reads, Some(it.from))?;
        let to = short_name(reads, Some(it.to))?;
        handovers.push((it, from, to));
    }
    Ok(handovers)
}

pub(super) fn short_name(reads: &impl Reads, staff: Option<StaffId>) -> Result<String, StoreError> {
    let Some(staff) = staff else {
        return Ok(String::new());
    };
    Ok(reads.get::<Staff>(&staff)?.map_or_else(String::new, |it| {
        if it.short.is_empty() {
            it.name
        } else {
            it.short
        }
    }))
}

/// The cards that a sale changed, each with what was left on it then.
pub(super) fn left(reads: &impl Reads, sale: SaleId) -> Result<Vec<(String, Money)>, StoreError> {
    let mut left: Vec<(String, Money)> = Vec::new();
    for movement in reads.find::<PurseMovement>(&Lookup::PurseMovementOfSale(sale))? {
        let Purse::GiftCard(id) = movement.purse else {
            continue;
        };
        let Some(card) = reads.get::<GiftCard>(&id)? else {
            continue;
        };
        left.retain(|(number, _)| *number != card.number);
        left.push((card.number, movement.balance));
    }
    Ok(left)
}

/// How many points of its client came or went with a sale, and how many there were then:
/// those there are now without what came and went since.
fn points(reads: &impl Reads, sale: &Sale) -> Result<Option<(i64, i64)>, StoreError> {
    let Some(client) = sale.client else {
        return Ok(None);
    };
    let purse = Purse::Client(client);
    let is_own = |it: &PurseMovement| it.reason == PurseReason::Sale(sale.id);
    let of_sale = reads.find::<PurseMovement>(&Lookup::PurseMovementOfSale(sale.id))?;
    let Some(own) = of_sale.iter().find(|it| it.purse == purse) else {
        return Ok(None);
    };
    let lots = reads.find::<PointsLot>(&Lookup::PointsLotOfClient(client))?;
    let mut left: i64 = lots.iter().map(|it| it.left).sum();
    let moved = reads.find::<PurseMovement>(&Lookup::PurseMovementOf(purse))?;
    let later = moved.iter().rev().take_while(|it| !is_own(it));
    left -= later.map(|it| it.units).sum::<i64>();
    Ok(Some((own.units, left)))
}

/// The packages that a sale sold or used, each with what was left then: what is left
/// now without what came and went since.
pub(super) fn holdings(reads: &impl Reads, sale: SaleId) -> Result<Vec<HoldingLeft>, StoreError> {
    let mut found: Vec<HoldingLeft> = Vec::new();
    let mut seen = Vec::new();
    for movement in reads.find::<PurseMovement>(&Lookup::PurseMovementOfSale(sale))? {
        let Purse::Holding(id) = movement.purse else {
            continue;
        };
        let (false, Some(holding)) = (seen.contains(&id), reads.get::<Holding>(&id)?) else {
            continue;
        };
        seen.push(id);
        let mut units = i128::from(holding.units_left);
        let moved = reads.find::<PurseMovement>(&Lookup::PurseMovementOf(movement.purse))?;
        for later in moved.iter().rev() {
            if later.reason == PurseReason::Sale(sale) {
                break;
            }
            units -= i128::from(later.units);
        }
        found.push(HoldingLeft {
            name: holding.name,
            kind: holding.kind,
            units: u64::try_from(units).unwrap_or(0),
            until: holding.until,
        });
    }
    Ok(found)
}
