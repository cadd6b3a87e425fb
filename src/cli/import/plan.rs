//! What each row asks of the shop: something new, a change of what it has, or
//! nothing, because it is there already.

use std::collections::HashMap;

use super::{
    columns::Column,
    known::{Known, Match, same_number, tail},
    problem::{Note, Problem},
    reader::{ImportRow, MINUTES_DEFAULT, fingerprint, folded},
    rows::{ClientRow, PriceCell, ProductRow, RoomRow, Row, ServiceRow, StaffRow},
};
use crate::{
    domain::{
        catalog::{Barcode, Product, SegmentPlan, Service},
        client::{Client, phone_digits},
        ids::{ClientId, RoomId, ServiceId, ShiftPatternId, StaffId, TaxClassId},
        money::Money,
        room::Room,
        staff::{Staff, StaffRole},
        steps::{StepFault, parse_steps},
    },
    ops::request::{ClientDraft, ProductDraft, Request, ServiceDraft, StaffDraft},
    store::{Reads, StoreError},
};

/// What becomes of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Planned {
    Same,
    New(Wish),
    Changed(Wish, Vec<Column>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wish {
    pub(super) request: Request,
    /// The first count of a product that has none.
    pub(super) opening_stock: Option<i64>,
}

/// The phones that several rows of the file have, and how many: a family shares one.
pub(super) type Phones = HashMap<[u8; 16], u32>;

pub(super) struct Planner<'a> {
    pub(super) known: &'a Known,
    pub(super) phones: &'a Phones,
}

/// A row is out, or reading the shop failed.
pub(super) enum Trouble {
    Row(Problem),
    Store(StoreError),
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self::Row(problem)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Planner<'_> {
    pub(super) fn plan(
        &self,
        reads: &impl Reads,
        row: &ImportRow,
        notes: &mut Vec<Note>,
    ) -> Result<Planned, Trouble> {
        match &row.row {
            Row::Room(row) => Ok(self.room(row)?),
            Row::Staff(row) => Ok(self.staff(row)?),
            Row::Service(row) => Ok(self.service(row)?),
            Row::Product(row) => Ok(self.product(row, notes)?),
            Row::Client(row) => self.client(reads, row, notes),
        }
    }

    fn room(&self, row: &RoomRow) -> Result<Planned, Problem> {
        let old = only(self.known.rooms.all_named(&row.name), &row.name, of_room)?;
        let request = Request::SaveRoom {
            id: old.map(|it| it.id),
            name: row.name.clone(),
            short: text(row.short.as_ref(), old.map(|it| &it.short)),
            active: row.active.or(old.map(|it| it.active)).unwrap_or(true),
            places: old.map_or(1, |it| it.places),
        };
        let changed = |old: &Room| {
            let short = row.short.as_ref().is_some_and(|it| *it != old.short);
            let active = row.active.is_some_and(|it| it != old.active);
            columns(&[
                (Column::Name, row.name != old.name),
                (Column::Short, short),
                (Column::Active, active),
            ])
        };
        Ok(planned(request, old.map(changed), None))
    }

    fn staff(&self, row: &StaffRow) -> Result<Planned, Problem> {
        let old = only(self.known.staff.all_named(&row.name), &row.name, of_staff)?;
        let services = match row.does.as_slice() {
            [] => old.map(|it| it.services.clone()).unwrap_or_default(),
            does => self.services_of(does)?,
        };
        let group = match &row.group {
            Some(name) => self.group(name)?,
            None => old.map(|it| it.group.clone()).unwrap_or_default(),
        };
        let pattern = match &row.pattern {
            Some(name) => Some(self.pattern(name)?),
            None => old.and_then(|it| it.pattern),
        };
        let draft = StaffDraft {
            id: old.map(|it| it.id),
            name: row.name.clone(),
            short: text(row.short.as_ref(), old.map(|it| &it.short)),
            role: row
                .role
                .or(old.map(|it| it.role))
                .unwrap_or(StaffRole::Therapist),
            week: row
                .week
                .clone()
                .or_else(|| old.map(|it| it.week.clone()))
                .unwrap_or_default(),
            services,
            active: row.active.or(old.map(|it| it.active)).unwrap_or(true),
            group,
            pattern,
            sex: row.sex.or(old.and_then(|it| it.sex)),
            treats: row.treats.unwrap_or(old.and_then(|it| it.treats)),
            anyway: false,
        };
        let changed = |old: &Staff| {
            columns(&[
                (Column::Name, draft.name != old.name),
                (Column::Short, draft.short != old.short),
                (Column::Role, draft.role != old.role),
                (Column::Hours, draft.week != old.week),
                (Column::Does, draft.services != old.services),
                (Column::Group, draft.group != old.group),
                (Column::Pattern, draft.pattern != old.pattern),
                (Column::Sex, draft.sex != old.sex),
                (Column::Treats, draft.treats != old.treats),
                (Column::Active, draft.active != old.active),
            ])
        };
        let changed = old.map(changed);
        Ok(planned(Request::SaveStaff(draft), changed, None))
    }

    fn service(&self, row: &ServiceRow) -> Result<Planned, Problem> {
        let old = one(
            &self.known.services.of_row(row.code.as_deref(), &row.name),
            &row.name,
        )?;
        let segments = self.segments(row, old)?;
        let minutes = row.minutes.or(old.map(Service::minutes));
        let draft = ServiceDraft {
            id: old.map(|it| it.id),
            code: text(row.code.as_ref(), old.map(|it| &it.code)),
            name: row.name.clone(),
            category: text(row.category.as_ref(), old.map(|it| &it.category)),
            price: price(row.price, old.and_then(|it| it.price)),
            cost: row.cost.or(old.map(|it| it.cost)).unwrap_or_default(),
            tax_class: self.tax_class(row.tax_class.as_deref(), old.map(|it| it.tax_class))?,
            minutes: minutes.unwrap_or(MINUTES_DEFAULT),
            rooms: match &row.rooms {
                Some(names) => self.rooms(names)?,
                None => old.map(|it| it.rooms.clone()).unwrap_or_default(),
            },
            active: row.active.or(old.map(|it| it.active)).unwrap_or(true),
            prices: old.map(|it| it.prices.clone()).unwrap_or_default(),
            by_staff: old.map(|it| it.by_staff.clone()).unwrap_or_default(),
            timed: old.and_then(|it| it.timed),
            segments,
            manner: old.map(|it| it.manner.clone()).unwrap_or_default(),
        };
        let steps = match draft.segments.as_slice() {
            [] => vec![SegmentPlan::whole(draft.minutes)],
            steps => steps.to_vec(),
        };
        let new_minutes = steps
            .iter()
            .fold(0, |sum: u16, it| sum.saturating_add(it.minutes));
        let changed = |old: &Service| {
            columns(&[
                (Column::Code, draft.code != old.code),
                (Column::Name, draft.name != old.name),
                (Column::Category, draft.category != old.category),
                (Column::Price, draft.price != old.price),
                (Column::Cost, draft.cost != old.cost),
                (Column::TaxClass, draft.tax_class != Some(old.tax_class)),
                (Column::Minutes, new_minutes != old.minutes()),
                (Column::Steps, row.steps.is_some() && steps != old.segments),
                (Column::Rooms, draft.rooms != old.rooms),
                (Column::Active, draft.active != old.active),
            ])
        };
        let changed = old.map(changed);
        Ok(planned(Request::SaveService(draft), changed, None))
    }

    fn product(&self, row: &ProductRow, notes: &mut Vec<Note>) -> Result<Planned, Problem> {
        let old = one(
            &self.known.products.of_row(row.code.as_deref(), &row.name),
            &row.name,
        )?;
        let draft = ProductDraft {
            id: old.map(|it| it.id),
            code: text(row.code.as_ref(), old.map(|it| &it.code)),
            name: row.name.clone(),
            category: text(row.category.as_ref(), old.map(|it| &it.category)),
            supplier: text(row.supplier.as_ref(), old.map(|it| &it.supplier)),
            brand: text(row.brand.as_ref(), old.map(|it| &it.brand)),
            price: price(row.price, old.and_then(|it| it.price)),
            cost: row.cost.or(old.map(|it| it.cost)).unwrap_or_default(),
            tax_class: self.tax_class(row.tax_class.as_deref(), old.map(|it| it.tax_class))?,
            barcodes: barcodes(&row.barcodes, old),
            par_level: row.par_level.or(old.map(|it| it.par_level)).unwrap_or(0),
            stock_max: row.stock_max.or(old.map(|it| it.stock_max)).unwrap_or(0),
            active: row.active.or(old.map(|it| it.active)).unwrap_or(true),
            prices: Vec::new(),
        };
        let changed = |old: &Product| {
            columns(&[
                (Column::Code, draft.code != old.code),
                (Column::Name, draft.name != old.name),
                (Column::Category, draft.category != old.category),
                (Column::Supplier, draft.supplier != old.supplier),
                (Column::Brand, draft.brand != old.brand),
                (Column::Price, draft.price != old.price),
                (Column::Cost, draft.cost != old.cost),
                (Column::TaxClass, draft.tax_class != Some(old.tax_class)),
                (Column::Barcode, draft.barcodes != old.barcodes),
                (Column::ParLevel, draft.par_level != old.par_level),
                (Column::StockMax, draft.stock_max != old.stock_max),
                (Column::Active, draft.active != old.active),
            ])
        };
        let changed = old.map(changed);
        let opening_stock = self.opening_stock(row, old, notes);
        Ok(planned(Request::SaveProduct(draft), changed, opening_stock))
    }

    /// A count goes in once. What the shop has counted or sold since is worth more
    /// than what a file says.
    fn opening_stock(
        &self,
        row: &ProductRow,
        old: Option<&Product>,
        notes: &mut Vec<Note>,
    ) -> Option<i64> {
        let in_file = row.on_hand?;
        let counted = old.and_then(|it| self.known.stock.get(&it.id));
        if let Some(on_hand) = counted.filter(|it| **it != in_file) {
            notes.push(Note::StockKept {
                name: row.name.clone(),
                on_hand: *on_hand,
                in_file,
            });
        }
        counted.is_none().then_some(in_file)
    }

    fn client(
        &self,
        reads: &impl Reads,
        row: &ClientRow,
        notes: &mut Vec<Note>,
    ) -> Result<Planned, Trouble> {
        let digits = row.phone.as_deref().map(phone_digits).unwrap_or_default();
        let family = self.family(reads, row, &digits)?;
        let old = family.same.as_ref();
        if family.shares_phone {
            let name = row.name.clone();
            notes.push(Note::PhoneShared { name });
        }
        let usual_staff = match row.usual_staff.as_deref() {
            Some(name) => Some(self.staff_named(name)?),
            None => old.and_then(|it| it.usual_staff),
        };
        let draft = ClientDraft {
            id: old.map(|it| it.id),
            name: row.name.clone(),
            phone: text(row.phone.as_ref(), old.map(|it| &it.phone)),
            email: text(row.email.as_ref(), old.map(|it| &it.email)),
            birth_date: row.birth_date.or(old.and_then(|it| it.birth_date)),
            sex: row.sex.or(old.and_then(|it| it.sex)),
            alert: text(row.alert.as_ref(), old.map(|it| &it.alert)),
            notes: text(row.notes.as_ref(), old.map(|it| &it.notes)),
            usual_staff,
            card: text(row.card.as_ref(), old.map(|it| &it.card)),
            shared_phone: family.shares_phone,
            active: row.active.or(old.map(|it| it.active)).unwrap_or(true),
            price_level: None,
            card_rate: None,
            never_with: None,
        };
        let changed = old.map(|old| changed_client(&draft, old));
        Ok(planned(Request::SaveClient(draft), changed, None))
    }

    /// Who of the shop the row is, and who else has its phone.
    fn family(&self, reads: &impl Reads, row: &ClientRow, digits: &str) -> Result<Family, Trouble> {
        if digits.is_empty() {
            let same = one_of(reads, self.known.clients.same_person(row), row)?;
            let shares_phone = false;
            return Ok(Family { same, shares_phone });
        }
        let mut with_phone = Vec::new();
        for id in self.known.clients.with_tail_of(digits) {
            let client = reads.get::<Client>(id)?;
            let has_it = |it: &Client| same_number(&phone_digits(&it.phone), digits);
            with_phone.extend(client.filter(has_it));
        }
        let in_file_too = self.phones.contains_key(&fingerprint(tail(digits)));
        let by_name = with_phone
            .iter()
            .position(|it| folded(&it.name) == folded(&row.name));
        let same = match by_name {
            Some(idx) => Some(with_phone.swap_remove(idx)),
            // One person whose name is now spelled otherwise, unless the file or
            // the dates of birth tell two apart.
            None if with_phone.len() == 1 && !in_file_too => {
                with_phone.pop_if(|it| may_be_same_age(row, it))
            }
            None => None,
        };
        let same = match same {
            Some(same) => Some(same),
            // The same person with a new phone.
            None if row.birth_date.is_some() => {
                one_of(reads, self.known.clients.same_person(row), row)?
            }
            None => None,
        };
        let shares_phone = !with_phone.is_empty() || in_file_too;
        Ok(Family { same, shares_phone })
    }

    fn staff_named(&self, name: &str) -> Result<StaffId, Problem> {
        let staff = self.known.staff.all();
        let is_it =
            |it: &&Staff| folded(&it.name) == folded(name) || folded(&it.short) == folded(name);
        let found = only(staff.iter().filter(is_it), name, of_staff)?;
        found
            .map(|it| it.id)
            .ok_or_else(|| unknown(Column::UsualStaff, name))
    }

    /// As it is spelled in the shop: of somebody, or of a pattern that is for a group.
    fn group(&self, name: &str) -> Result<String, Problem> {
        let of_staff = self.known.staff.all().iter().map(|it| &it.group);
        let of_patterns = self.known.patterns.all().iter().map(|it| &it.group);
        let known = of_patterns.chain(of_staff).filter(|it| !it.is_empty());
        let found = known.clone().find(|it| folded(it) == folded(name));
        found
            .cloned()
            .ok_or_else(|| none_of(Column::Group, name, known))
    }

    fn pattern(&self, name: &str) -> Result<ShiftPatternId, Problem> {
        let found = self.known.patterns.all_named(name).filter(|it| it.active);
        let found = only(found, name, |it| (true, it.id.to_string()))?;
        let active = self.known.patterns.all().iter().filter(|it| it.active);
        let names = active.map(|it| &it.name);
        found
            .map(|it| it.id)
            .ok_or_else(|| none_of(Column::Pattern, name, names))
    }

    fn tax_class(
        &self,
        name: Option<&str>,
        old: Option<TaxClassId>,
    ) -> Result<Option<TaxClassId>, Problem> {
        let Some(name) = name else {
            return Ok(old);
        };
        let found = self.known.tax_classes.all_named(name);
        let found = only(found.filter(|it| it.active), name, |it| {
            (true, it.id.to_string())
        })?;
        let class = found.ok_or_else(|| unknown(Column::TaxClass, name))?;
        Ok(Some(class.id))
    }

    /// What a file without steps says is how long it takes, not what is done meanwhile.
    fn segments(
        &self,
        row: &ServiceRow,
        old: Option<&Service>,
    ) -> Result<Vec<SegmentPlan>, Problem> {
        let Some(typed) = &row.steps else {
            let lasts = |it: &&Service| row.minutes.is_none_or(|minutes| minutes == it.minutes());
            let old = old.filter(lasts).map(|it| it.segments.clone());
            return Ok(old.unwrap_or_default());
        };
        let equipment = |name: &str| {
            let found = self.known.equipment.all_named(name).next();
            found.map(|it| it.id)
        };
        let steps = parse_steps(typed, equipment).map_err(|fault| match fault {
            StepFault::NotUnderstood { typed } => Problem::NotSteps { text: typed },
            StepFault::NoSuchEquipment { typed } => unknown(Column::Steps, &typed),
        })?;
        let of_steps = steps.iter().map(|it| u32::from(it.minutes)).sum();
        match row.minutes {
            Some(minutes) if of_steps > 0 && of_steps != u32::from(minutes) => {
                Err(Problem::StepsTake { minutes, of_steps })
            }
            _ => Ok(steps),
        }
    }

    fn rooms(&self, names: &[String]) -> Result<Vec<RoomId>, Problem> {
        let room = |name: &String| {
            let found = only(self.known.rooms.all_named(name), name, of_room)?;
            found
                .map(|it| it.id)
                .ok_or_else(|| unknown(Column::Rooms, name))
        };
        names.iter().map(room).collect()
    }

    /// Services by name, or all of a category.
    fn services_of(&self, names: &[String]) -> Result<Vec<ServiceId>, Problem> {
        let mut ids: Vec<ServiceId> = Vec::new();
        for name in names {
            let services = self.known.services.all().iter();
            let meant = services.filter(|it| {
                folded(&it.name) == folded(name) || folded(&it.category) == folded(name)
            });
            let meant: Vec<ServiceId> = meant.map(|it| it.id).collect();
            if meant.is_empty() {
                return Err(unknown(Column::Does, name));
            }
            ids.extend(meant);
        }
        ids.sort_unstable();
        ids.dedup();
        Ok(ids)
    }
}

struct Family {
    same: Option<Client>,
    shares_phone: bool,
}

/// Says what there is instead; where there is nothing, that it is unknown.
fn none_of<'a>(column: Column, name: &str, known: impl Iterator<Item = &'a String>) -> Problem {
    let mut known: Vec<&str> = known.map(String::as_str).collect();
    known.sort_unstable();
    known.dedup();
    if known.is_empty() {
        return unknown(column, name);
    }
    Problem::NotOneOf {
        column,
        text: name.to_owned(),
        known: known.join(", "),
    }
}

fn one_of(
    reads: &impl Reads,
    ids: &[ClientId],
    row: &ClientRow,
) -> Result<Option<Client>, Trouble> {
    match ids {
        [] => Ok(None),
        [id] => Ok(reads.get::<Client>(id)?),
        _ => {
            let text = row.name.clone();
            Err(Problem::Ambiguous { text }.into())
        }
    }
}

fn may_be_same_age(row: &ClientRow, client: &Client) -> bool {
    match (row.birth_date, client.birth_date) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    }
}

fn changed_client(draft: &ClientDraft, old: &Client) -> Vec<Column> {
    columns(&[
        (Column::Name, draft.name != old.name),
        (Column::Phone, draft.phone != old.phone),
        (Column::Email, draft.email != old.email),
        (Column::BirthDate, draft.birth_date != old.birth_date),
        (Column::Sex, draft.sex != old.sex),
        (Column::Alert, draft.alert != old.alert),
        (Column::Notes, draft.notes != old.notes),
        (Column::UsualStaff, draft.usual_staff != old.usual_staff),
        (Column::Card, draft.card != old.card),
        (Column::Active, draft.active != old.active),
    ])
}

fn planned(request: Request, changed: Option<Vec<Column>>, opening_stock: Option<i64>) -> Planned {
    let wish = Wish {
        request,
        opening_stock,
    };
    match changed {
        None => Planned::New(wish),
        Some(columns) if columns.is_empty() && opening_stock.is_none() => Planned::Same,
        Some(mut columns) => {
            columns.extend(opening_stock.map(|_| Column::OnHand));
            Planned::Changed(wish, columns)
        }
    }
}

fn columns(changed: &[(Column, bool)]) -> Vec<Column> {
    let changed = changed.iter().filter(|(_, is_changed)| *is_changed);
    changed.map(|(column, _)| *column).collect()
}

fn text(new: Option<&String>, old: Option<&String>) -> String {
    new.or(old).cloned().unwrap_or_default()
}

fn price(new: Option<PriceCell>, old: Option<Money>) -> Option<Money> {
    match new {
        Some(PriceCell::Fixed(price)) => Some(price),
        Some(PriceCell::Asked) => None,
        None => old,
    }
}

/// The file's codes are added; packs that the shop has entered stay.
fn barcodes(codes: &[String], old: Option<&Product>) -> Vec<Barcode> {
    let mut barcodes = old.map(|it| it.barcodes.clone()).unwrap_or_default();
    for code in codes {
        if barcodes.iter().all(|it| it.code != *code) {
            barcodes.push(Barcode {
                code: code.clone(),
                pack_quantity: 1,
            });
        }
    }
    barcodes
}

/// The one that is called so; of several the one that is in use. `of` says whether one
/// is, and its number.
fn only<'a, R>(
    found: impl Iterator<Item = &'a R>,
    name: &str,
    of: impl Fn(&R) -> (bool, String),
) -> Result<Option<&'a R>, Problem> {
    let found: Vec<&R> = found.collect();
    let used: Vec<&R> = found.iter().copied().filter(|it| of(it).0).collect();
    let meant = if used.is_empty() { found } else { used };
    match meant.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some(one)),
        several => {
            let numbers: Vec<String> = several.iter().map(|it| of(it).1).collect();
            Err(Problem::Several {
                text: name.to_owned(),
                numbers: numbers.join(", "),
            })
        }
    }
}

fn of_room(room: &Room) -> (bool, String) {
    (room.active, room.id.to_string())
}

fn of_staff(staff: &Staff) -> (bool, String) {
    (staff.active, staff.id.to_string())
}

fn one<'a, R>(found: &Match<'a, R>, name: &str) -> Result<Option<&'a R>, Problem> {
    match found {
        Match::New => Ok(None),
        Match::One(record) => Ok(Some(record)),
        Match::Several => Err(Problem::Ambiguous {
            text: name.to_owned(),
        }),
    }
}

fn unknown(column: Column, name: &str) -> Problem {
    let name = name.to_owned();
    Problem::Unknown { column, name }
}
