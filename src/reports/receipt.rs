//! What a client takes home: a sale or a refund on paper.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::tax_table::tax_table;
use crate::{
    domain::{
        ids::StaffId,
        money::Money,
        paper::{Paper, PaperWriter},
        plan::PlanKind,
        sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
        settings::Settings,
        tender::{Payment, handed_over},
        tender_rules::{TenderRules, format_rate},
        ticket::{Discount, OfferKind},
    },
    locale::{Locale, Words},
};

/// A line of the footer that begins so is a QR code of the rest.
const QR_PREFIX: &str = "qr:";

/// A sale with the names that its ids stand for.
#[derive(Clone, Debug)]
pub struct ReceiptFacts<'a> {
    pub sale: &'a Sale,
    /// On a refund: the number of the receipt that is given back from.
    pub original: Option<ReceiptNumber>,
    /// Short name of who took the money; empty if nobody was chosen.
    pub operator: String,
    /// Names of the lines' therapists.
    pub staff: BTreeMap<StaffId, String>,
    /// Gift cards that it put money on or took some from, and what was left then.
    pub left: Vec<(String, Money)>,
    /// What the shop calls its ways of paying.
    pub tenders: TenderRules,
    /// Packages that it sold or used: what was left then, and until when it can be used.
    pub holdings: Vec<HoldingLeft>,
    /// Points of the client that came or went with it, and what there were then.
    pub points: Option<(i64, i64)>,
    /// 0 for the original; others are headed COPY n.
    pub copy: u32,
}

/// What was left of a package or series.
#[derive(Clone, Debug)]
pub struct HoldingLeft {
    pub name: String,
    pub kind: PlanKind,
    pub units: u64,
    pub until: Option<NaiveDate>,
}

/// Lays the receipt out for a paper of `n_columns`.
pub fn receipt(
    facts: &ReceiptFacts,
    settings: &Settings,
    locale: &Locale,
    n_columns: u16,
) -> Paper {
    let words = Words::new(locale, Some(settings)).with_tenders(&facts.tenders);
    let mut paper = PaperWriter::new(n_columns);
    head(&mut paper, &words, facts, settings);
    paper.rule();
    for line in &facts.sale.lines {
        item(&mut paper, &words, line, &facts.staff);
    }
    off_order(&mut paper, &words, &facts.sale.lines);
    paper.rule();
    total(&mut paper, &words, facts.sale, settings);
    payments(&mut paper, &words, &facts.sale.payments);
    for (number, left) in &facts.left {
        let number = [("number", number.into())];
        paper.columns(&locale.fill("receipt-left", &number), &words.money(*left));
    }
    for it in &facts.holdings {
        let name = [("number", (&it.name).into())];
        if let PlanKind::Membership(_) = it.kind {
            paper.columns(&it.name, &words.gives(&it.kind));
        } else {
            let left = words.units(&it.kind, it.units);
            paper.columns(&locale.fill("receipt-left", &name), &left);
        }
        if let Some(until) = it.until {
            let until = [("until", words.date(until).into())];
            paper.wrapped(&format!("  {}", locale.fill("holding-until", &until)));
        }
    }
    if let Some((moved, left)) = facts.points {
        let moved = [("n", format!("{moved:+}").into())];
        paper.columns(&locale.fill("receipt-points", &moved), &left.to_string());
    }
    if !facts.sale.tax_table.is_empty() {
        paper.rule();
        let net = facts.sale.lines.iter().map(|line| line.net).sum();
        tax_table(&mut paper, &words, &facts.sale.tax_table, net);
    }
    paper.blank();
    for line in &settings.receipt_footer {
        match line.strip_prefix(QR_PREFIX) {
            Some(text) if !text.trim().is_empty() => paper.qr(text.trim()),
            _ => paper.centred(line),
        }
    }
    if !settings.receipt_footer.is_empty() {
        paper.blank();
    }
    paper.barcode(&facts.sale.receipt.to_string());
    paper.finish()
}

fn head(paper: &mut PaperWriter, words: &Words, facts: &ReceiptFacts, settings: &Settings) {
    let locale = words.locale;
    let sale = facts.sale;
    paper.logo();
    paper.centred_double(&settings.shop_name);
    for line in &settings.receipt_header {
        paper.centred(line);
    }
    paper.blank();
    if facts.copy > 0 {
        paper.centred_double(&locale.fill("receipt-copy", &[("copy", facts.copy.into())]));
    }
    if sale.kind != SaleKind::Sale {
        paper.centred_double(&locale.text(match sale.kind {
            SaleKind::VoidOf(_) => "receipt-void",
            _ => "receipt-refund",
        }));
        if let Some(original) = facts.original {
            let original = ("receipt", original.to_string().into());
            paper.centred(&locale.fill("receipt-refund-of", &[original]));
        }
        if sale.kind == SaleKind::WithoutReceipt {
            paper.centred(&locale.text("receipt-without"));
        }
        if !sale.reason.is_empty() {
            let reason = ("reason", (&sale.reason).into());
            paper.centred(&locale.fill("receipt-reason", &[reason]));
        }
    }
    let at = words.wall(sale.at);
    let number = ("receipt", sale.receipt.to_string().into());
    paper.columns_bold(
        &locale.fill("receipt-number", &[number]),
        &words.date(at.date),
    );
    let desk = locale.fill("receipt-desk", &[("desk", sale.receipt.register.into())]);
    let desk = if facts.operator.is_empty() {
        desk
    } else {
        format!("{desk}, {}", facts.operator)
    };
    paper.columns(&desk, &words.time(at));
}

fn item(
    paper: &mut PaperWriter,
    words: &Words,
    line: &SaleLine,
    staff: &BTreeMap<StaffId, String>,
) {
    let name = words.item(line.item, &line.name);
    paper.columns(&name, &words.money(line.gross));
    if line.quantity.abs() != 1 {
        paper.wrapped(&words.locale.fill(
            "receipt-quantity",
            &[
                ("quantity", line.quantity.to_string().into()),
                ("price", words.money(line.unit_price).into()),
            ],
        ));
    }
    if let Some(name) = line.staff.and_then(|staff_id| staff.get(&staff_id)) {
        paper.wrapped(&format!("  {name}"));
    }
    let own = line.own_discount();
    if !own.is_zero() {
        let label = match line.discount {
            Some(Discount::Percent(rate)) => words.locale.fill(
                "receipt-discount-percent",
                &[("rate", rate.to_string().into())],
            ),
            _ => words.locale.text("receipt-discount"),
        };
        let label = match line.given.as_ref().map_or("", |it| &it.reason) {
            "" => label,
            reason => format!("{label}: {reason}"),
        };
        paper.columns(&format!("  {label}"), &words.money(own));
    }
    if let Some(drawn) = &line.drawn {
        let name = [("name", (&drawn.name).into())];
        let label = words.locale.fill("receipt-drawn", &name);
        paper.columns(&format!("  {label}"), &words.money(-line.gross));
    }
    for offer in line.offers.iter().filter(|it| !it.off.is_zero()) {
        if offer.kind != OfferKind::Order {
            let off = signed_as(line.gross, offer.off);
            paper.columns(&format!("  {}", words.offer(offer)), &words.money(off));
        }
    }
}

/// Taken off a sale, and given back with a refund.
fn signed_as(gross: Money, off: Money) -> Money {
    if gross.is_negative() { off } else { -off }
}

/// What was taken off the whole, as one row under the lines.
fn off_order(paper: &mut PaperWriter, words: &Words, lines: &[SaleLine]) {
    let mut off = Money::ZERO;
    let mut reason = "";
    for line in lines {
        for offer in line.offers.iter().filter(|it| it.kind == OfferKind::Order) {
            off += signed_as(line.gross, offer.off);
            reason = &offer.name;
        }
    }
    if off.is_zero() {
        return;
    }
    let label = words.locale.text("receipt-order-discount");
    let label = match reason {
        "" => label,
        reason => format!("{label}: {reason}"),
    };
    paper.columns(&label, &words.money(off));
}

/// Where prices are without tax, the taxes stand between the lines and the total,
/// so that the column adds up.
fn total(paper: &mut PaperWriter, words: &Words, sale: &Sale, settings: &Settings) {
    if !sale.tax_rules.prices_include_tax {
        let net = sale.lines.iter().map(|line| line.net).sum();
        paper.columns(&words.locale.text("receipt-before-tax"), &words.money(net));
        for row in &sale.tax_table {
            let label = words.locale.fill(
                "receipt-tax-rate",
                &[
                    ("name", (&row.name).into()),
                    ("rate", row.rate.to_string().into()),
                ],
            );
            paper.columns(&label, &words.money(row.tax));
        }
    }
    let currency = ("currency", (&settings.currency.code).into());
    paper.double(
        &words.locale.fill("receipt-total", &[currency]),
        &words.money(sale.total),
    );
}

fn payments(paper: &mut PaperWriter, words: &Words, payments: &[Payment]) {
    let rounding: Money = payments.iter().map(|it| it.rounding).sum();
    if !rounding.is_zero() {
        let label = words.locale.text("receipt-rounding");
        paper.columns(&label, &words.money(rounding));
    }
    // What comes back and stays for what is taken instead is handed over by nobody.
    let moved = handed_over(payments).into_iter();
    for (kind, amount) in moved.filter(|(_, amount)| !amount.is_zero()) {
        paper.columns(&words.tender(kind), &words.money(amount));
    }
    for cash in payments.iter().filter_map(|it| it.foreign.as_ref()) {
        let args = [
            ("currency", (&cash.currency.code).into()),
            ("amount", cash.currency.format(cash.amount).into()),
            ("rate", format_rate(cash.rate_millionths).into()),
        ];
        paper.wrapped(&words.locale.fill("receipt-foreign", &args));
    }
    let change: Money = payments.iter().map(|it| it.change).sum();
    if !change.is_zero() {
        paper.columns_bold(&words.locale.text("receipt-change"), &words.money(change));
    }
    let over: Money = payments.iter().map(|it| it.over).sum();
    if !over.is_zero() {
        paper.columns_bold(&words.locale.text("receipt-over"), &words.money(over));
    }
}
