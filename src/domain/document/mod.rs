//! Papers beside the receipt and the Z: which there are, what may be named in each, the
//! templates that they are laid out by, and in which language.
//!
//! In reading order:

mod fields;
mod template;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use fields::{Facts, Row, RowsOf};
pub use template::{Fault, LINES_MAX, MARKS, Template, TemplateFault};

use super::ids::{AppointmentId, CashMovementId, ClientId, GiftCardId, SaleId};

/// A paper that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// Of a sale or a refund, to whoever buys.
    Invoice {
        sale: SaleId,
        buyer: ClientId,
    },
    /// That cash was put into the drawer or taken out of it.
    CashOrder(CashMovementId),
    /// When a visit is, for the client to take home.
    VisitCard(AppointmentId),
    GiftCertificate(GiftCardId),
    /// What a client bought, paid and owed from one day to another, both included.
    Statement {
        client: ClientId,
        from: NaiveDate,
        until: NaiveDate,
    },
}

/// What can have a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentKind {
    Receipt,
    Invoice,
    CashOrder,
    VisitCard,
    GiftCertificate,
    Statement,
}

impl DocumentKind {
    pub const ALL: [Self; 6] = [
        Self::Receipt,
        Self::Invoice,
        Self::CashOrder,
        Self::VisitCard,
        Self::GiftCertificate,
        Self::Statement,
    ];

    /// In the names of files and in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Invoice => "invoice",
            Self::CashOrder => "cash_order",
            Self::VisitCard => "visit_card",
            Self::GiftCertificate => "gift_certificate",
            Self::Statement => "statement",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// The template that comes with the program, to begin one's own with.
    pub fn built_in(self) -> &'static str {
        match self {
            Self::Receipt => include_str!("built_in/receipt.txt"),
            Self::Invoice => include_str!("built_in/invoice.txt"),
            Self::CashOrder => include_str!("built_in/cash_order.txt"),
            Self::VisitCard => include_str!("built_in/visit_card.txt"),
            Self::GiftCertificate => include_str!("built_in/gift_certificate.txt"),
            Self::Statement => include_str!("built_in/statement.txt"),
        }
    }
}

impl Document {
    pub fn kind(self) -> DocumentKind {
        match self {
            Self::Invoice { .. } => DocumentKind::Invoice,
            Self::CashOrder(_) => DocumentKind::CashOrder,
            Self::VisitCard(_) => DocumentKind::VisitCard,
            Self::GiftCertificate(_) => DocumentKind::GiftCertificate,
            Self::Statement { .. } => DocumentKind::Statement,
        }
    }
}

/// As whom a client stands on papers, where that is not as in the client file, and in
/// which language. Personal data, like the client file itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Addressee {
    pub client: ClientId,
    /// Such as `lv`; empty for what is usual.
    pub language: String,
    /// Of a firm; empty for the client's own.
    pub name: String,
    pub address: String,
    /// In the register of firms.
    pub reg_no: String,
    /// By which tax is reported.
    pub tax_no: String,
}

/// The templates and words of the shop's own, and which language is for what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents {
    /// By language; an empty one is for all that have none of their own.
    templates: BTreeMap<(DocumentKind, String), Template>,
    /// By language, as they stand in the file.
    words: BTreeMap<String, String>,
    /// Of all papers, the Z too; empty for the program's own.
    language: String,
    languages: BTreeMap<DocumentKind, String>,
}

impl Documents {
    pub fn add_template(&mut self, kind: DocumentKind, language: &str, template: Template) {
        self.templates.insert((kind, language.to_owned()), template);
    }

    pub fn add_words(&mut self, language: &str, words: String) {
        self.words.insert(language.to_owned(), words);
    }

    /// `None`: of all papers for which nothing else is said.
    pub fn set_language(&mut self, kind: Option<DocumentKind>, language: &str) {
        let language = language.to_owned();
        match kind {
            Some(kind) => drop(self.languages.insert(kind, language)),
            None => self.language = language,
        }
    }

    /// Of one paper: the client's, where there is anything in it, else what was decided.
    pub fn language<'a>(&'a self, kind: Option<DocumentKind>, of_client: &'a str) -> &'a str {
        let is_template = |it: &(DocumentKind, String)| Some(it.0) == kind && it.1 == of_client;
        let is_there = self.words.contains_key(of_client) || self.templates.keys().any(is_template);
        if is_there && !of_client.is_empty() {
            return of_client;
        }
        let own = kind.and_then(|it| self.languages.get(&it));
        own.unwrap_or(&self.language)
    }

    /// What the shop has written; a template in the language goes before one for all.
    pub fn own_template(&self, kind: DocumentKind, language: &str) -> Option<&Template> {
        let of = |language: &str| self.templates.get(&(kind, language.to_owned()));
        of(language).or_else(|| of(""))
    }

    /// What the shop has written, or what comes with the program.
    pub fn template(&self, kind: DocumentKind, language: &str) -> Template {
        let own = self.own_template(kind, language).cloned();
        // A test keeps those that come with the program whole.
        own.unwrap_or_else(|| Template::parse(kind, kind.built_in()).unwrap_or_default())
    }

    /// The words of a language, if there are any.
    pub fn words(&self, language: &str) -> Option<&str> {
        self.words.get(language).map(String::as_str)
    }

    /// Every template and file of words: what it is, and in which language.
    pub fn list(&self) -> impl Iterator<Item = (Option<DocumentKind>, &str)> {
        let templates = self.templates.keys();
        let templates = templates.map(|(kind, language)| (Some(*kind), language.as_str()));
        let words = self.words.keys().map(|it| (None, it.as_str()));
        templates.chain(words)
    }
}
