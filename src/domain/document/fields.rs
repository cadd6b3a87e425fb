//! What may be named in a template, by document: single fields, and rows of fields that
//! are repeated.

use std::collections::BTreeMap;

use super::DocumentKind;

/// Rows of one sort, and what each of them has.
#[derive(Debug)]
pub struct RowsOf {
    pub name: &'static str,
    pub fields: &'static [&'static str],
}

/// One of the repeated rows, filled in.
pub type Row = BTreeMap<&'static str, String>;

/// All that a document is filled with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    fields: Row,
    rows: BTreeMap<&'static str, Vec<Row>>,
}

impl Facts {
    pub fn set(&mut self, name: &'static str, value: impl Into<String>) {
        self.fields.insert(name, value.into());
    }

    pub fn set_rows(&mut self, name: &'static str, rows: Vec<Row>) {
        self.rows.insert(name, rows);
    }

    /// Empty where there is none.
    pub fn field(&self, name: &str) -> &str {
        self.fields.get(name).map_or("", String::as_str)
    }

    pub fn rows(&self, name: &str) -> &[Row] {
        self.rows.get(name).map_or(&[], Vec::as_slice)
    }

    /// What it is filled with, as its document's tables should have it.
    pub fn names(&self) -> (Vec<&'static str>, Vec<&'static str>) {
        let rows = self.rows.keys().copied().collect();
        (self.fields.keys().copied().collect(), rows)
    }
}

/// Of every document.
const SHOP: &[&str] = &[
    "copy",
    "currency",
    "shop.footer",
    "shop.header",
    "shop.name",
];

const SALE: &[&str] = &[
    "change", "date", "desk", "due", "net", "note", "number", "operator", "original", "over",
    "reason", "rounding", "tax", "time", "title", "total",
];

const BUYER: &[&str] = &[
    "buyer.address",
    "buyer.email",
    "buyer.name",
    "buyer.phone",
    "buyer.reg_no",
    "buyer.tax_no",
];

const CASH_ORDER: &[&str] = &[
    "amount", "category", "date", "desk", "number", "operator", "reason", "tax", "time", "title",
];

const VISIT: &[&str] = &[
    "client", "date", "end", "minutes", "room", "service", "staff", "time",
];

const CERTIFICATE: &[&str] = &["expires", "face", "left", "number", "sold"];

const STATEMENT: &[&str] = &[
    "buyer.address",
    "buyer.email",
    "buyer.name",
    "buyer.phone",
    "buyer.reg_no",
    "buyer.tax_no",
    "closing",
    "from",
    "opening",
    "until",
];

const LINES: RowsOf = RowsOf {
    name: "lines",
    fields: &[
        "line.discount",
        "line.drawn",
        "line.gross",
        "line.name",
        "line.net",
        "line.note",
        "line.price",
        "line.quantity",
        "line.staff",
        "line.tax",
        "line.total",
    ],
};

const TAXES: RowsOf = RowsOf {
    name: "taxes",
    fields: &["tax.amount", "tax.name", "tax.net", "tax.rate"],
};

const PAYMENTS: RowsOf = RowsOf {
    name: "payments",
    fields: &["payment.amount", "payment.name"],
};

/// What is left on a gift card or of a package.
const LEFT: RowsOf = RowsOf {
    name: "left",
    fields: &["left.amount", "left.name", "left.until"],
};

const VISITS: RowsOf = RowsOf {
    name: "visits",
    fields: &["visit.date", "visit.service", "visit.staff", "visit.time"],
};

const MOVES: RowsOf = RowsOf {
    name: "moves",
    fields: &[
        "move.balance",
        "move.charged",
        "move.date",
        "move.paid",
        "move.receipt",
    ],
};

const OPEN: RowsOf = RowsOf {
    name: "open",
    fields: &["open.date", "open.left", "open.receipt"],
};

const PREPAID: RowsOf = RowsOf {
    name: "prepaid",
    fields: &["prepaid.left", "prepaid.name", "prepaid.until"],
};

impl DocumentKind {
    /// Single fields, by groups; those that all documents have are the first.
    pub fn fields(self) -> Vec<&'static str> {
        let own: &[&[&str]] = match self {
            Self::Receipt => &[SALE],
            Self::Invoice => &[SALE, BUYER],
            Self::CashOrder => &[CASH_ORDER],
            Self::VisitCard => &[VISIT],
            Self::GiftCertificate => &[CERTIFICATE],
            Self::Statement => &[STATEMENT],
        };
        let own = own.iter().copied().flatten();
        SHOP.iter().chain(own).copied().collect()
    }

    pub fn rows(self) -> &'static [RowsOf] {
        match self {
            Self::Receipt | Self::Invoice => &[LINES, TAXES, PAYMENTS, LEFT],
            Self::CashOrder | Self::GiftCertificate => &[],
            Self::VisitCard => &[VISITS],
            Self::Statement => &[MOVES, OPEN, PREPAID],
        }
    }
}
