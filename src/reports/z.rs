//! The Z: the figures of a closed day of trade on paper.

use chrono::NaiveDate;

use super::tax_table::tax_table;
use crate::{
    domain::{
        anchor::Anchor,
        cash::{Handover, MovedSum},
        drawer::{Closing, DrawerSession, TenderClosing},
        money::Money,
        paper::{Paper, PaperWriter},
        sale::ReceiptNumber,
        settings::Settings,
        tender::TenderKind,
    },
    locale::{Locale, Words},
};

/// A closed session with the names that its ids stand for.
#[derive(Clone, Debug)]
pub struct ZFacts<'a> {
    pub session: &'a DrawerSession,
    pub closing: &'a Closing,
    /// Short names; empty if nobody was chosen.
    pub opened_by: String,
    pub closed_by: String,
    /// Each with the short names of both.
    pub handovers: Vec<(Handover, String, String)>,
    /// 0 for the original; others are headed COPY n.
    pub copy: u32,
    /// The journal as of the entry that closed the day; `None` if it cannot be read.
    pub anchor: Option<Anchor>,
}

/// Lays the Z out for a paper of `n_columns`.
pub fn z(facts: &ZFacts, settings: &Settings, locale: &Locale, n_columns: u16) -> Paper {
    let words = Words::new(locale, Some(settings));
    let mut paper = PaperWriter::new(n_columns);
    head(&mut paper, &words, facts, settings);
    sums(
        &mut paper,
        &words,
        (facts.closing, &facts.handovers),
        settings,
    );
    paper.rule();
    tail(&mut paper, &words, facts);
    perpetual(&mut paper, &words, facts.closing);
    paper.rule();
    anchor(&mut paper, &words, facts.anchor);
    paper.finish()
}

/// What was sold, taxed, moved in the drawer and taken, of a shift or of a whole day.
fn sums(
    paper: &mut PaperWriter,
    words: &Words,
    (closing, handovers): (&Closing, &[(Handover, String, String)]),
    settings: &Settings,
) {
    paper.rule();
    turnover(paper, words, closing, settings);
    if !closing.tax_table.is_empty() {
        paper.rule();
        let net = closing.services_net + closing.products_net;
        tax_table(paper, words, &closing.tax_table, net);
    }
    paper.rule();
    drawer(paper, words, closing);
    passed_on(paper, words, handovers);
    for tender in &closing.tenders {
        paper.rule();
        tender_rows(paper, words, tender);
    }
}

/// The closings of a day of trade, and what they come to.
#[derive(Clone, Debug)]
pub struct DayFacts<'a> {
    pub date: NaiveDate,
    /// In the order in which they were opened.
    pub closed: &'a [(&'a DrawerSession, &'a Closing)],
    /// Their sum.
    pub closing: &'a Closing,
    pub handovers: Vec<(Handover, String, String)>,
    pub copy: u32,
}

/// Lays all shifts of a day out as one paper: which they were, then the sums of them.
pub fn z_of_day(facts: &DayFacts, settings: &Settings, locale: &Locale, n_columns: u16) -> Paper {
    let words = Words::new(locale, Some(settings));
    let mut paper = PaperWriter::new(n_columns);
    paper.centred_double(&settings.shop_name);
    paper.centred_double(&locale.text("z-of-day"));
    if facts.copy > 0 {
        paper.centred_double(&locale.fill("receipt-copy", &[("copy", facts.copy.into())]));
    }
    paper.blank();
    paper.columns_bold(&locale.text("z-business-date"), &words.date(facts.date));
    for (session, closing) in facts.closed {
        let args = [
            ("desk", session.register.into()),
            ("z", closing.z_number.into()),
            ("from", words.clock(session.opened_at).into()),
            ("until", words.clock(closing.closed_at).into()),
        ];
        let sold = closing.sales_total + closing.refunds_total;
        paper.columns(&locale.fill("z-of-day-shift", &args), &words.money(sold));
    }
    sums(
        &mut paper,
        &words,
        (facts.closing, &facts.handovers),
        settings,
    );
    paper.finish()
}

/// From one person to another, with what was over or short.
fn passed_on(paper: &mut PaperWriter, words: &Words, handovers: &[(Handover, String, String)]) {
    for (handover, from, to) in handovers {
        let args = [
            ("at", words.clock(handover.at).into()),
            ("from", from.into()),
            ("to", to.into()),
        ];
        let difference = words.difference(handover.counted - handover.expected);
        paper.columns(&words.locale.fill("figures-handover", &args), &difference);
    }
}

fn head(paper: &mut PaperWriter, words: &Words, facts: &ZFacts, settings: &Settings) {
    let locale = words.locale;
    paper.centred_double(&settings.shop_name);
    paper.centred_double(&locale.fill("z-number", &[("z", facts.closing.z_number.into())]));
    if facts.copy > 0 {
        paper.centred_double(&locale.fill("receipt-copy", &[("copy", facts.copy.into())]));
    }
    paper.blank();
    paper.columns_bold(
        &locale.text("z-business-date"),
        &words.date(facts.session.business_date),
    );
    let desk = ("desk", facts.session.register.into());
    paper.wrapped(&locale.fill("receipt-desk", &[desk]));
    if facts.closing.shift > 1 {
        let shift = facts.closing.shift.to_string();
        paper.columns(&locale.text("z-shift"), &shift);
    }
    let moments = [
        ("z-opened", facts.session.opened_at, &facts.opened_by),
        ("z-closed", facts.closing.closed_at, &facts.closed_by),
    ];
    for (id, at, by) in moments {
        let by = if by.is_empty() {
            String::new()
        } else {
            format!(", {by}")
        };
        let label = format!("{}{by}", locale.text(id));
        paper.columns(&label, &words.moment(words.wall(at)));
    }
}

fn turnover(paper: &mut PaperWriter, words: &Words, closing: &Closing, settings: &Settings) {
    let locale = words.locale;
    paper.columns(
        &locale.fill("z-sales", &[("n", closing.n_sales.into())]),
        &words.money(closing.sales_total),
    );
    paper.columns(
        &locale.fill("z-refunds", &[("n", closing.n_refunds.into())]),
        &words.money(closing.refunds_total),
    );
    let currency = ("currency", (&settings.currency.code).into());
    paper.double(
        &locale.fill("receipt-total", &[currency]),
        &words.money(closing.sales_total + closing.refunds_total),
    );
    let rows = [
        ("z-services", closing.services_net),
        ("z-products", closing.products_net),
        ("z-discounts", closing.discounts_total),
        ("z-rounding", closing.rounding_total),
    ];
    for (id, amount) in rows {
        paper.columns(&locale.text(id), &words.money(amount));
    }
    // What was paid and is no turnover.
    let besides = [
        ("z-tips", closing.tips_total),
        ("z-prepaid", closing.prepaid_total),
        ("z-settled", closing.settled_total),
    ];
    for (id, amount) in besides.into_iter().filter(|(_, it)| !it.is_zero()) {
        paper.columns(&locale.text(id), &words.money(amount));
    }
}

/// How the cash came to be what is expected: the rows add up to it.
fn drawer(paper: &mut PaperWriter, words: &Words, closing: &Closing) {
    let cash_in = closing.cash_in.abs();
    let cash_out = -closing.cash_out.abs();
    let expected = expected_cash(closing);
    let differences = closing.differences;
    let taken = expected - closing.float - cash_in - cash_out - differences;
    let text = |id| words.locale.text(id);
    paper.columns(&text("z-float"), &words.money(closing.float));
    // What it was for stands below where it went.
    for (id, total, is_out) in [
        ("z-cash-in", cash_in, false),
        ("z-cash-out", cash_out, true),
    ] {
        paper.columns(&text(id), &words.money(total));
        let there = |it: &&MovedSum| !it.amount.is_zero() && it.amount.is_negative() == is_out;
        for sum in closing.moved.iter().filter(there) {
            let label = format!("  {}", words.moved(sum));
            paper.columns(&label, &words.money(sum.amount));
        }
    }
    if !differences.is_zero() {
        paper.columns(&text("z-differences"), &words.money(differences));
    }
    paper.columns(&text("z-cash-taken"), &words.money(taken));
}

fn expected_cash(closing: &Closing) -> Money {
    closing
        .tenders
        .iter()
        .filter(|tender| tender.kind == TenderKind::Cash)
        .map(|tender| tender.expected)
        .sum()
}

fn tender_rows(paper: &mut PaperWriter, words: &Words, tender: &TenderClosing) {
    let locale = words.locale;
    let kind = [("kind", words.tender_closed(tender).into())];
    let money = |amount| words.in_currency(amount, &tender.currency);
    paper.columns(&locale.fill("z-expected", &kind), &money(tender.expected));
    let Some(counted) = tender.counted else {
        paper.columns(
            &locale.fill("z-counted", &kind),
            &locale.text("z-not-counted"),
        );
        return;
    };
    paper.columns(&locale.fill("z-counted", &kind), &money(counted));
    let label = locale.fill("z-difference", &kind);
    let difference = counted - tender.expected;
    paper.columns_bold(&label, &words.difference_in(difference, &tender.currency));
    // What the other currency's difference came to in the books.
    if !tender.currency.is_empty() && !difference.is_zero() {
        let label = locale.fill("z-booked", &kind);
        paper.columns(&label, &words.money(tender.booked));
    }
}

fn tail(paper: &mut PaperWriter, words: &Words, facts: &ZFacts) {
    let locale = words.locale;
    let number = |number| {
        let register = facts.session.register;
        ReceiptNumber { register, number }.to_string()
    };
    match (facts.closing.first_receipt, facts.closing.last_receipt) {
        (Some(first), Some(last)) => {
            paper.columns(&locale.text("z-first-receipt"), &number(first));
            paper.columns(&locale.text("z-last-receipt"), &number(last));
        }
        _ => paper.wrapped(&locale.text("z-no-receipts")),
    }
    let carried = [
        ("z-tickets-carried", facts.closing.n_tickets_carried),
        (
            "z-appointments-carried",
            facts.closing.n_appointments_carried,
        ),
    ];
    for (id, n) in carried {
        if n > 0 {
            paper.columns(&locale.text(id), &n.to_string());
        }
    }
}

/// All days of trade of the desk, this one with them.
fn perpetual(paper: &mut PaperWriter, words: &Words, closing: &Closing) {
    if closing.shift == 0 {
        return;
    }
    let (all, locale) = (&closing.perpetual, words.locale);
    paper.rule();
    paper.wrapped(&locale.text("z-all-days"));
    let sales = [("n", all.n_sales.to_string().into())];
    let label = locale.fill("z-all-sales", &sales);
    paper.columns(&label, &words.money(all.sales_total));
    let refunds = [("n", all.n_refunds.to_string().into())];
    let label = locale.fill("z-all-refunds", &refunds);
    paper.columns(&label, &words.money(all.refunds_total));
}

/// What `balm verify --anchor` is given: by any later Z, a journal whose end was cut
/// off is found.
fn anchor(paper: &mut PaperWriter, words: &Words, anchor: Option<Anchor>) {
    let locale = words.locale;
    let Some(anchor) = anchor else {
        paper.wrapped(&locale.text("z-no-anchor"));
        return;
    };
    paper.columns(&locale.text("z-entries"), &anchor.n_entries.to_string());
    paper.columns_bold(&locale.text("z-anchor"), &anchor.code());
    let head = [("head", anchor.head_in_groups().into())];
    paper.wrapped(&locale.fill("z-head", &head));
}
