//! Which column of a file means what, by the names that shops' programs give them.

use super::{Kind, problem::Unreadable};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    Active,
    Code,
    Name,
    GivenName,
    FamilyName,
    Short,
    Category,
    Price,
    Cost,
    Minutes,
    Steps,
    TaxClass,
    Rooms,
    Supplier,
    Brand,
    OnHand,
    ParLevel,
    StockMax,
    Barcode,
    Role,
    Hours,
    Does,
    Group,
    Pattern,
    Treats,
    Phone,
    Email,
    BirthDate,
    Sex,
    Alert,
    Notes,
    UsualStaff,
    Card,
}

impl Column {
    /// The header in our own files, which is also how messages name the column.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Code => "Code",
            Self::Name => "Name",
            Self::GivenName => "Given name",
            Self::FamilyName => "Family name",
            Self::Short => "Short",
            Self::Category => "Category",
            Self::Price => "Price",
            Self::Cost => "Cost",
            Self::Minutes => "Minutes",
            Self::Steps => "Steps",
            Self::TaxClass => "Tax class",
            Self::Rooms => "Rooms",
            Self::Supplier => "Supplier",
            Self::Brand => "Brand",
            Self::OnHand => "On hand",
            Self::ParLevel => "Par",
            Self::StockMax => "Max",
            Self::Barcode => "Barcode",
            Self::Role => "Role",
            Self::Hours => "Hours",
            Self::Does => "Does",
            Self::Group => "Group",
            Self::Pattern => "Shift pattern",
            Self::Treats => "Treats",
            Self::Phone => "Phone",
            Self::Email => "Email",
            Self::BirthDate => "Birth date",
            Self::Sex => "Sex",
            Self::Alert => "Alert",
            Self::Notes => "Notes",
            Self::UsualStaff => "Usual staff",
            Self::Card => "Card",
        }
    }
}

/// A column and the headers it goes by, the surest first; letters and digits
/// only, lower case.
type Synonyms = &'static [(Column, &'static [&'static str])];

const ACTIVE: (Column, &[&str]) = (Column::Active, &["active", "isactive", "enabled"]);
const CODE: (Column, &[&str]) = (
    Column::Code,
    &[
        "code",
        "sku",
        "itemcode",
        "articlenumber",
        "article",
        "itemno",
        "number",
        "id",
    ],
);
const CATEGORY: (Column, &[&str]) = (
    Column::Category,
    &["category", "cate", "cat", "group", "department", "type"],
);
const PRICE: (Column, &[&str]) = (
    Column::Price,
    &[
        "price",
        "retailprice",
        "saleprice",
        "sellingprice",
        "unitprice",
        "retail",
    ],
);
const COST: (Column, &[&str]) = (
    Column::Cost,
    &[
        "cost",
        "costprice",
        "unitcost",
        "purchaseprice",
        "buyingprice",
    ],
);
const TAX_CLASS: (Column, &[&str]) = (
    Column::TaxClass,
    &["taxclass", "tax", "vat", "vatclass", "taxcode", "taxgroup"],
);

#[rustfmt::skip]
const ROOMS: Synonyms = &[
    (Column::Name, &["name", "room", "description"]),
    (Column::Short, &["short", "shortname", "code"]),
    ACTIVE,
];

#[rustfmt::skip]
const STAFF: Synonyms = &[
    (Column::Name, &["name", "fullname", "employee", "therapist", "staff"]),
    (Column::Short, &["short", "shortname", "nickname"]),
    (Column::Role, &["role", "position", "jobtitle"]),
    (Column::Hours, &["hours", "workinghours", "schedule"]),
    (Column::Does, &["does", "services", "skills"]),
    (Column::Group, &["group", "team", "staffgroup"]),
    (Column::Pattern, &["shiftpattern", "pattern", "shift", "shifts"]),
    (Column::Sex, &["sex", "gender"]),
    (Column::Treats, &["treats"]),
    ACTIVE,
];

#[rustfmt::skip]
const SERVICES: Synonyms = &[
    (Column::Name, &["name", "servicename", "desc", "description", "service", "treatment", "title"]),
    (Column::Minutes, &["minutes", "duration", "durationmin", "durationminutes", "length", "time", "min"]),
    (Column::Steps, &["steps"]),
    (Column::Rooms, &["rooms", "room"]),
    CODE, CATEGORY, PRICE, COST, TAX_CLASS, ACTIVE,
];

#[rustfmt::skip]
const PRODUCTS: Synonyms = &[
    (Column::Name, &["name", "productname", "desc", "description", "product", "item", "title"]),
    (Column::Supplier, &["supplier", "vendor", "distributor"]),
    (Column::Brand, &["brand", "manufacturer", "make"]),
    (Column::OnHand, &["onhand", "qtyonhand", "quantityonhand", "instock", "stock", "quantity", "qty"]),
    (Column::ParLevel, &["par", "parlevel", "minimum", "min", "reorderlevel", "reorderpoint", "minstock"]),
    (Column::StockMax, &["max", "maximum", "stockmax", "maxstock", "orderupto"]),
    (Column::Barcode, &["barcode", "barcodes", "ean", "ean13", "upc", "gtin"]),
    CODE, CATEGORY, PRICE, COST, TAX_CLASS, ACTIVE,
];

#[rustfmt::skip]
const CLIENTS: Synonyms = &[
    (Column::Name, &["name", "fullname", "client", "clientname", "customer", "customername"]),
    (Column::GivenName, &["givenname", "firstname", "first", "forename"]),
    (Column::FamilyName, &["familyname", "lastname", "last", "surname"]),
    (Column::Phone, &["phone", "mobile", "mobilephone", "cell", "cellphone", "phonenumber", "telephone", "tel"]),
    (Column::Email, &["email", "emailaddress", "mail"]),
    (Column::BirthDate, &["birthdate", "birthday", "dateofbirth", "dob", "born"]),
    (Column::Sex, &["sex", "gender"]),
    (Column::Alert, &["alert", "alerts", "allergies", "allergy", "warning", "medical"]),
    (Column::Notes, &["notes", "note", "comments", "comment", "remarks"]),
    (Column::UsualStaff, &["usualstaff", "usualtherapist", "preferredstaff", "preferredtherapist", "therapist"]),
    (Column::Card, &["card", "cardnumber", "cardno", "membercard", "membernumber", "memberno", "clientcard"]),
    ACTIVE,
];

/// Where each column is in a file.
pub(super) struct Columns {
    places: Vec<(Column, usize)>,
    /// Headers that mean nothing here.
    pub(super) unused: Vec<String>,
}

impl Columns {
    /// # Errors
    ///
    /// The first column without which such a file says nothing.
    pub(super) fn find(kind: Kind, headers: &[String]) -> Result<Self, Unreadable> {
        let folded: Vec<String> = headers.iter().map(|header| fold(header)).collect();
        let place_of = |names: &[&str]| {
            let mut places = names
                .iter()
                .map(|name| folded.iter().position(|it| it == name));
            places.find_map(|place| place)
        };
        let places: Vec<(Column, usize)> = synonyms(kind)
            .iter()
            .filter_map(|(column, names)| Some((*column, place_of(names)?)))
            .collect();
        let unused = (0..headers.len())
            .filter(|idx| !headers[*idx].is_empty() && places.iter().all(|(_, place)| place != idx))
            .map(|idx| headers[idx].clone())
            .collect();
        let columns = Self { places, unused };
        match columns.missing(kind) {
            Some(column) => Err(Unreadable::MissingColumn {
                column,
                found: headers.to_vec(),
            }),
            None => Ok(columns),
        }
    }

    pub(super) fn place(&self, column: Column) -> Option<usize> {
        let mut places = self.places.iter();
        places.find_map(|(it, place)| (*it == column).then_some(*place))
    }

    fn missing(&self, kind: Kind) -> Option<Column> {
        let has = |column| self.place(column).is_some();
        let needed: &[Column] = match kind {
            Kind::Clients if has(Column::GivenName) || has(Column::FamilyName) => &[],
            Kind::Rooms | Kind::Staff | Kind::Clients => &[Column::Name],
            Kind::Services | Kind::Products => &[Column::Name, Column::Price],
        };
        needed.iter().copied().find(|column| !has(*column))
    }
}

fn synonyms(kind: Kind) -> Synonyms {
    match kind {
        Kind::Rooms => ROOMS,
        Kind::Staff => STAFF,
        Kind::Services => SERVICES,
        Kind::Products => PRODUCTS,
        Kind::Clients => CLIENTS,
    }
}

/// `On Hand`, `on_hand` and `OnHand` are one name.
fn fold(header: &str) -> String {
    let letters = header.chars().filter(|it| it.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
