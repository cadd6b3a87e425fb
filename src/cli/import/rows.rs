//! A row of each kind of file. `None` is a column that the file does not have or
//! a cell that is empty: what the shop knows then stays.

use chrono::NaiveDate;

use super::{
    Kind,
    cell::{self, AmountFormat, MINUTES_MAX, PIECES_MAX},
    columns::{Column, Columns},
    problem::{Note, Problem},
    sheet::Cells,
};
use crate::domain::{
    barcode::{self, CodeCheck},
    client::{Sex, phone_digits},
    money::Money,
    staff::{Shift, StaffRole},
    text::{ALERT_MAX, CODE_MAX, NAME_MAX, NOTE_MAX, PHONE_MAX, SHORT_MAX},
};

/// The longest category, brand or supplier.
const WORDS_MAX: usize = 60;

/// A price as the file has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceCell {
    Fixed(Money),
    /// Zero in the file: it is asked for at each sale.
    Asked,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoomRow {
    pub name: String,
    pub short: Option<String>,
    pub active: Option<bool>,
}

/// Whom somebody treats: everybody, or these only.
pub type Treats = Option<Sex>;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffRow {
    pub name: String,
    pub short: Option<String>,
    pub role: Option<StaffRole>,
    pub week: Option<[Vec<Shift>; 7]>,
    /// Names of services or of categories.
    pub does: Vec<String>,
    pub group: Option<String>,
    /// The name of a shift pattern.
    pub pattern: Option<String>,
    pub sex: Option<Sex>,
    pub treats: Option<Treats>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceRow {
    pub code: Option<String>,
    pub name: String,
    pub category: Option<String>,
    pub price: Option<PriceCell>,
    pub cost: Option<Money>,
    pub minutes: Option<u16>,
    /// As they are typed; `None` without the column, empty means one that holds all.
    pub steps: Option<String>,
    pub tax_class: Option<String>,
    /// Names; `None` without the column, empty means any.
    pub rooms: Option<Vec<String>>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProductRow {
    pub code: Option<String>,
    pub name: String,
    pub category: Option<String>,
    pub supplier: Option<String>,
    pub brand: Option<String>,
    pub price: Option<PriceCell>,
    pub cost: Option<Money>,
    pub on_hand: Option<i64>,
    pub par_level: Option<u32>,
    pub stock_max: Option<u32>,
    pub tax_class: Option<String>,
    /// In the one spelling of [`barcode::normalise`].
    pub barcodes: Vec<String>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClientRow {
    pub name: String,
    pub phone: Option<String>,
    pub email: Option<String>,
    pub birth_date: Option<NaiveDate>,
    pub sex: Option<Sex>,
    pub alert: Option<String>,
    pub notes: Option<String>,
    pub usual_staff: Option<String>,
    pub card: Option<String>,
    pub active: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Row {
    Room(RoomRow),
    Staff(StaffRow),
    Service(ServiceRow),
    Product(ProductRow),
    Client(ClientRow),
}

/// Reads one row's cells; notes are worth saying even where the row is good.
pub(super) fn parse(
    kind: Kind,
    cells: &Cells<'_>,
    columns: &Columns,
    format: AmountFormat,
    notes: &mut Vec<Note>,
) -> Result<Row, Problem> {
    let cells = Reading {
        cells,
        columns,
        format,
    };
    match kind {
        Kind::Rooms => cells.room().map(Row::Room),
        Kind::Staff => cells.staff().map(Row::Staff),
        Kind::Services => cells.service(notes).map(Row::Service),
        Kind::Products => cells.product(notes).map(Row::Product),
        Kind::Clients => cells.client().map(Row::Client),
    }
}

struct Reading<'a> {
    cells: &'a Cells<'a>,
    columns: &'a Columns,
    format: AmountFormat,
}

impl Reading<'_> {
    fn room(&self) -> Result<RoomRow, Problem> {
        Ok(RoomRow {
            name: self.name()?,
            short: self.text(Column::Short)?,
            active: self.active()?,
        })
    }

    fn staff(&self) -> Result<StaffRow, Problem> {
        Ok(StaffRow {
            name: self.name()?,
            short: self.text(Column::Short)?,
            role: self.read(Column::Role, role)?,
            week: self.read(Column::Hours, |_, text| cell::hours(text))?,
            does: self.raw(Column::Does).map(cell::list).unwrap_or_default(),
            group: self.text(Column::Group)?,
            pattern: self.text(Column::Pattern)?,
            sex: self.read(Column::Sex, sex)?.flatten(),
            treats: self.read(Column::Treats, treats)?,
            active: self.active()?,
        })
    }

    fn service(&self, notes: &mut Vec<Note>) -> Result<ServiceRow, Problem> {
        let name = self.name()?;
        let minutes = self.read(Column::Minutes, |column, text| {
            cell::whole(column, text, 1, MINUTES_MAX)
        })?;
        let has_rooms = self.columns.place(Column::Rooms).is_some();
        let has_steps = self.columns.place(Column::Steps).is_some();
        Ok(ServiceRow {
            code: self.text(Column::Code)?,
            category: self.text(Column::Category)?,
            price: self.price(&name, notes)?,
            cost: self.cost(&name, notes)?,
            minutes: minutes.and_then(|it| u16::try_from(it).ok()),
            steps: has_steps.then(|| self.raw(Column::Steps).unwrap_or_default().to_owned()),
            tax_class: self.text(Column::TaxClass)?,
            rooms: has_rooms.then(|| self.raw(Column::Rooms).map(cell::list).unwrap_or_default()),
            active: self.active()?,
            name,
        })
    }

    fn product(&self, notes: &mut Vec<Note>) -> Result<ProductRow, Problem> {
        let name = self.name()?;
        let on_hand = self.read(Column::OnHand, |column, text| {
            cell::whole(column, text, -PIECES_MAX, PIECES_MAX)
        })?;
        if let Some(on_hand) = on_hand.filter(|it| *it < 0) {
            let name = name.clone();
            notes.push(Note::StockNegative { name, on_hand });
        }
        Ok(ProductRow {
            code: self.text(Column::Code)?,
            category: self.text(Column::Category)?,
            supplier: self.text(Column::Supplier)?,
            brand: self.text(Column::Brand)?,
            price: self.price(&name, notes)?,
            cost: self.cost(&name, notes)?,
            on_hand,
            par_level: self.pieces(Column::ParLevel)?,
            stock_max: self.pieces(Column::StockMax)?,
            tax_class: self.text(Column::TaxClass)?,
            barcodes: self.barcodes()?,
            active: self.active()?,
            name,
        })
    }

    fn client(&self) -> Result<ClientRow, Problem> {
        Ok(ClientRow {
            name: self.client_name()?,
            phone: self.phone()?,
            email: self.read(Column::Email, cell::email)?,
            birth_date: self.read(Column::BirthDate, cell::date)?,
            sex: self.read(Column::Sex, sex)?.flatten(),
            alert: self.text(Column::Alert)?,
            notes: self.text(Column::Notes)?,
            usual_staff: self.text(Column::UsualStaff)?,
            card: self.text(Column::Card)?,
            active: self.active()?,
        })
    }

    /// The cell's text; `None` where it is empty or there is no such column.
    fn raw(&self, column: Column) -> Option<&str> {
        let place = self.columns.place(column)?;
        let text = self.cells.record.get(place)?.trim();
        (!text.is_empty()).then_some(text)
    }

    fn read<T>(
        &self,
        column: Column,
        parse: impl Fn(Column, &str) -> Result<T, Problem>,
    ) -> Result<Option<T>, Problem> {
        self.raw(column).map(|text| parse(column, text)).transpose()
    }

    fn text(&self, column: Column) -> Result<Option<String>, Problem> {
        let limit = match column {
            Column::Name => NAME_MAX,
            Column::Short => SHORT_MAX,
            Column::Code => CODE_MAX,
            Column::Phone => PHONE_MAX,
            Column::Alert => ALERT_MAX,
            Column::Notes => NOTE_MAX,
            _ => WORDS_MAX,
        };
        let text = self.read(column, |column, text| cell::text(column, text, limit))?;
        Ok(text.filter(|it| !it.is_empty()))
    }

    fn name(&self) -> Result<String, Problem> {
        let column = Column::Name;
        self.text(column)?.ok_or(Problem::Missing { column })
    }

    /// The name in one column, or given and family name in two.
    fn client_name(&self) -> Result<String, Problem> {
        if let Some(name) = self.text(Column::Name)? {
            return Ok(name);
        }
        let parts = [
            self.text(Column::GivenName)?,
            self.text(Column::FamilyName)?,
        ];
        let name = parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
        let column = Column::Name;
        let name = cell::text(column, &name, NAME_MAX)?;
        (!name.is_empty())
            .then_some(name)
            .ok_or(Problem::Missing { column })
    }

    fn phone(&self) -> Result<Option<String>, Problem> {
        match self.text(Column::Phone)? {
            Some(text) if phone_digits(&text).is_empty() => Err(Problem::NotAPhone { text }),
            phone => Ok(phone),
        }
    }

    fn active(&self) -> Result<Option<bool>, Problem> {
        self.read(Column::Active, cell::yes_or_no)
    }

    /// Costs are often a share of a price, with decimals that no coin has.
    fn cost(&self, name: &str, notes: &mut Vec<Note>) -> Result<Option<Money>, Problem> {
        let cost = self.read(Column::Cost, |column, text| {
            cell::amount(column, text, self.format)
        })?;
        if cost.is_some_and(|it| it.rounded) {
            let name = name.to_owned();
            notes.push(Note::CostRounded { name });
        }
        Ok(cost.map(|it| it.money))
    }

    fn pieces(&self, column: Column) -> Result<Option<u32>, Problem> {
        let number = self.read(column, |column, text| {
            cell::whole(column, text, 0, PIECES_MAX)
        })?;
        Ok(number.and_then(|it| u32::try_from(it).ok()))
    }

    fn price(&self, name: &str, notes: &mut Vec<Note>) -> Result<Option<PriceCell>, Problem> {
        let price = self.read(Column::Price, |column, text| {
            let amount = cell::amount(column, text, self.format)?;
            if amount.rounded {
                return Err(Problem::TooManyDecimals {
                    column,
                    text: text.to_owned(),
                    most: self.format.n_decimals,
                });
            }
            Ok(amount.money)
        })?;
        if price.is_none_or(Money::is_zero) {
            let name = name.to_owned();
            notes.push(Note::PriceAsked { name });
        }
        Ok(price.map(|it| {
            if it.is_zero() {
                PriceCell::Asked
            } else {
                PriceCell::Fixed(it)
            }
        }))
    }

    fn barcodes(&self) -> Result<Vec<String>, Problem> {
        let listed = self
            .raw(Column::Barcode)
            .map(cell::list)
            .unwrap_or_default();
        let mut codes = Vec::with_capacity(listed.len());
        for text in listed {
            let text = cell::text(Column::Barcode, &text, CODE_MAX)?;
            let code = barcode::normalise(&text);
            if barcode::check(&code) == CodeCheck::BadCheckDigit {
                return Err(Problem::BadCheckDigit { code });
            }
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        Ok(codes)
    }
}

fn role(column: Column, text: &str) -> Result<StaffRole, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "therapist" => Ok(StaffRole::Therapist),
        "desk" => Ok(StaffRole::Desk),
        "manager" => Ok(StaffRole::Manager),
        _ => Err(Problem::NotOneOf {
            column,
            text: text.to_owned(),
            known: "therapist, desk, manager".to_owned(),
        }),
    }
}

/// `None` for everybody.
fn treats(column: Column, text: &str) -> Result<Treats, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "women" | "ladies" => Ok(Some(Sex::Female)),
        "men" | "gentlemen" => Ok(Some(Sex::Male)),
        "all" | "everybody" | "any" => Ok(None),
        _ => Err(Problem::NotOneOf {
            column,
            text: text.to_owned(),
            known: "women, men, all".to_owned(),
        }),
    }
}

/// `None` where the file says that it does not say.
fn sex(column: Column, text: &str) -> Result<Option<Sex>, Problem> {
    match text.to_ascii_lowercase().as_str() {
        "f" | "female" | "w" | "woman" => Ok(Some(Sex::Female)),
        "m" | "male" | "man" => Ok(Some(Sex::Male)),
        "-" | "x" | "other" | "unknown" | "not specified" | "prefer not to say" => Ok(None),
        _ => Err(Problem::NotOneOf {
            column,
            text: text.to_owned(),
            known: "female, male".to_owned(),
        }),
    }
}
