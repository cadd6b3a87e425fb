//! Receipts and Zs against the pages in `fixtures/receipts`, which were checked
//! by eye. `BALM_FREEZE=1` writes those that are missing.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::{NaiveDate, TimeZone, Utc};
use chrono_tz::Tz;

use super::{
    receipt::{ReceiptFacts, receipt},
    z::{ZFacts, z},
};
use crate::{
    domain::{
        anchor::Anchor,
        drawer::{Closing, Count, DrawerSession, Perpetual, TenderClosing},
        ids::{
            DrawerSessionId, ProductId, PromotionId, RawId, SaleId, ServiceId, StaffId, TaxClassId,
        },
        money::{CashRounding, Currency, Money, Rate},
        paper::{Paper, Row, Size},
        sale::{ReceiptNumber, Sale, SaleKind, SaleLine},
        settings::Settings,
        tax::{TaxComponent, TaxRounding, TaxRow, TaxRules},
        tender::{Payment, TenderKind},
        tender_rules::TenderRules,
        ticket::{Discount, Given, Item, Offer, OfferKind, PriceReason},
    },
    locale::Locale,
};

const WIDTHS: [u16; 3] = [32, 42, 48];

fn money(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn raw(counter: u64) -> RawId {
    RawId::new(1, counter).unwrap()
}

fn settings() -> Settings {
    Settings {
        shop_name: "Lotus Spa".to_owned(),
        currency: Currency {
            code: "EUR".to_owned(),
            n_decimals: 2,
        },
        denominations: vec![5000, 2000, 1000, 500],
        cash_rounding: CashRounding { step_minor: 5 },
        tax: TaxRules {
            prices_include_tax: true,
            rounding: TaxRounding::PerLine,
        },
        default_tax_class: TaxClassId(raw(1)),
        time_zone: Tz::Europe__Riga,
        opens_minute: 540,
        closes_minute: 1260,
        receipt_header: vec![
            "Brivibas iela 1, Riga".to_owned(),
            "Reg. no. 40003000000".to_owned(),
        ],
        receipt_footer: vec!["Thank you, see you soon!".to_owned()],
        ..Settings::provisional()
    }
}

fn vat(milli_percent: u32) -> Vec<TaxComponent> {
    vec![TaxComponent::plain(
        "VAT",
        Rate::from_milli_percent(milli_percent),
    )]
}

fn line(number: u32, name: &str, quantity: i64, price: i64) -> SaleLine {
    SaleLine {
        number,
        item: Item::Product(ProductId(raw(u64::from(number)))),
        name: name.to_owned(),
        quantity,
        unit_price: money(price),
        unit_cost: Money::ZERO,
        tax: Vec::new(),
        discount: None,
        gross: money(price * quantity),
        discount_amount: Money::ZERO,
        net: money(price * quantity),
        tax_amounts: Vec::new(),
        total: money(price * quantity),
        staff: None,
        appointment: None,
        restocked: false,
        list_price: money(price),
        price_reason: PriceReason::Listed,
        minutes: None,
        given: None,
        offers: Vec::new(),
        drawn: None,
        returned: None,
        note: String::new(),
    }
}

fn taxed(mut line: SaleLine, milli_percent: u32, net: i64, tax: i64) -> SaleLine {
    line.tax = vat(milli_percent);
    line.net = money(net);
    line.tax_amounts = vec![money(tax)];
    line.total = money(net + tax);
    line
}

fn row(name: &str, milli_percent: u32, net: i64, tax: i64) -> TaxRow {
    TaxRow {
        name: name.to_owned(),
        rate: Rate::from_milli_percent(milli_percent),
        net: money(net),
        tax: money(tax),
    }
}

fn paid(kind: TenderKind, tendered: i64, change: i64, rounding: i64) -> Payment {
    Payment {
        change: money(change),
        rounding: money(rounding),
        ..Payment::of(kind, money(tendered))
    }
}

/// 45.00 + 3 x 12.60 less 10 % + 5.50 = 84.52; 40.00 by card, the rest in cash,
/// rounded from 44.52 to 44.50.
fn sale() -> Sale {
    let mut massage = taxed(line(1, "Swedish massage 60", 1, 4500), 21_000, 3719, 781);
    massage.item = Item::Service(ServiceId(raw(1)));
    massage.staff = Some(StaffId(raw(1)));
    let mut oil = line(
        2,
        "Argan oil with orange blossom and ylang-ylang 100 ml",
        3,
        1260,
    );
    oil.discount = Some(Discount::Percent(Rate::from_milli_percent(10_000)));
    oil.discount_amount = money(-378);
    let oil = taxed(oil, 21_000, 2812, 590);
    let book = taxed(line(3, "A little book of rest", 1, 550), 5_000, 524, 26);
    Sale {
        id: SaleId(raw(7)),
        kind: SaleKind::Sale,
        receipt: ReceiptNumber {
            register: 1,
            number: 123,
        },
        session: DrawerSessionId(raw(1)),
        business_date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        at: Utc.with_ymd_and_hms(2026, 11, 21, 12, 5, 30).unwrap(),
        operator: Some(StaffId(raw(9))),
        client: None,
        tax_rules: settings().tax,
        lines: vec![massage, oil, book],
        tax_table: vec![row("VAT", 21_000, 6531, 1371), row("VAT", 5_000, 524, 26)],
        total: money(8452),
        payments: vec![
            paid(TenderKind::Card, 4000, 0, 0),
            paid(TenderKind::Cash, 5000, 550, -2),
        ],
        reason: String::new(),
        approved_by: None,
        note: String::new(),
    }
}

/// 5.00 off the whole of two lines, of which one has offers of its own.
#[test]
fn what_was_taken_off_is_said_by_name() {
    let offer = |kind, name: &str, off| Offer {
        kind,
        name: name.into(),
        off: money(off),
    };
    let mut sale = sale();
    let mut oil = line(1, "Argan oil", 1, 2000);
    oil.discount = Some(Discount::Amount(money(150)));
    oil.given = Some(Given {
        reason: "Dented".into(),
        ..Given::default()
    });
    oil.offers = vec![
        offer(OfferKind::Promotion(PromotionId(raw(1))), "Oil week", 200),
        offer(OfferKind::Order, "Birthday", 300),
    ];
    oil.discount_amount = money(-650);
    let mut book = line(2, "A book", 1, 1000);
    book.offers = vec![offer(OfferKind::Order, "Birthday", 200)];
    book.discount_amount = money(-200);
    sale.lines = vec![oil, book];
    let locale = Locale::english();
    let printed = receipt(&facts(&sale), &settings(), &locale, 42).to_text();
    let rows: Vec<String> = printed
        .iter()
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let at = rows.iter().position(|row| row == "Argan oil 20.00");
    let at = at.unwrap_or_else(|| panic!("{printed:#?}"));
    let want = [
        "Argan oil 20.00",
        "Discount: Dented -1.50",
        "Oil week -2.00",
        "A book 10.00",
        "Discount on all: Birthday -5.00",
    ];
    assert_eq!(rows[at..at + 5], want, "{printed:#?}");
}

/// One of the three bottles of [`sale`]: 12.60 less 1.26.
fn refund() -> Sale {
    let mut oil = line(
        2,
        "Argan oil with orange blossom and ylang-ylang 100 ml",
        -1,
        1260,
    );
    oil.discount = Some(Discount::Percent(Rate::from_milli_percent(10_000)));
    oil.discount_amount = money(126);
    Sale {
        id: SaleId(raw(8)),
        kind: SaleKind::RefundOf(SaleId(raw(7))),
        receipt: ReceiptNumber {
            register: 1,
            number: 124,
        },
        lines: vec![taxed(oil, 21_000, -937, -197)],
        tax_table: vec![row("VAT", 21_000, -937, -197)],
        total: money(-1134),
        payments: vec![paid(TenderKind::Card, -1134, 0, 0)],
        reason: "Bottle leaks".to_owned(),
        ..sale()
    }
}

fn facts(sale: &Sale) -> ReceiptFacts<'_> {
    ReceiptFacts {
        sale,
        original: None,
        operator: "Eva".to_owned(),
        staff: BTreeMap::from([(StaffId(raw(1)), "Anna Kalnina".to_owned())]),
        left: Vec::new(),
        tenders: TenderRules::default(),
        holdings: Vec::new(),
        points: None,
        copy: 0,
    }
}

fn closed_session() -> (DrawerSession, Closing) {
    let closing = Closing {
        z_number: 4,
        closed_at: Utc.with_ymd_and_hms(2026, 11, 21, 19, 10, 0).unwrap(),
        closed_by: None,
        float: money(10_000),
        cash_in: money(2_000),
        cash_out: money(5_000),
        tenders: vec![
            TenderClosing {
                kind: TenderKind::Cash,
                expected: money(11_450),
                counted: Some(money(10_950)),
                name: String::new(),
                currency: String::new(),
                booked: Money::ZERO,
            },
            TenderClosing {
                kind: TenderKind::Card,
                expected: money(2_866),
                counted: Some(money(2_866)),
                name: String::new(),
                currency: String::new(),
                booked: Money::ZERO,
            },
        ],
        n_sales: 1,
        n_refunds: 1,
        first_receipt: Some(123),
        last_receipt: Some(124),
        sales_total: money(8_452),
        refunds_total: money(-1_134),
        discounts_total: money(-252),
        rounding_total: money(-2),
        services_net: money(3_719),
        products_net: money(2_399),
        tax_table: vec![row("VAT", 21_000, 5594, 1174), row("VAT", 5_000, 524, 26)],
        n_tickets_carried: 1,
        n_appointments_carried: 0,
        shift: 0,
        tips_total: Money::ZERO,
        prepaid_total: Money::ZERO,
        settled_total: Money::ZERO,
        differences: Money::ZERO,
        moved: Vec::new(),
        perpetual: Perpetual::default(),
    };
    let session = DrawerSession {
        id: DrawerSessionId(raw(1)),
        register: 1,
        business_date: NaiveDate::from_ymd_opt(2026, 11, 21).unwrap(),
        opened_at: Utc.with_ymd_and_hms(2026, 11, 21, 6, 55, 0).unwrap(),
        opened_by: None,
        float: Count::default(),
        count: None,
        n_events: 4,
        closing: Some(closing.clone()),
        others: Vec::new(),
        holder: None,
    };
    (session, closing)
}

fn looks_like(paper: &Paper, name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("fixtures/receipts")
        .join(format!("{name}-{}.txt", paper.n_columns));
    let page = paper.to_text().join("\n") + "\n";
    if !file.exists() && std::env::var_os("BALM_FREEZE").is_some() {
        fs::write(&file, &page).unwrap();
    }
    let want = fs::read_to_string(&file).unwrap();
    assert_eq!(page, want, "{}:\n{page}", file.display());
}

#[test]
fn receipts_look_as_agreed() {
    let locale = Locale::english();
    for n_columns in WIDTHS {
        let sale = sale();
        looks_like(
            &receipt(&facts(&sale), &settings(), &locale, n_columns),
            "sale",
        );
        let refund = refund();
        let of_refund = ReceiptFacts {
            original: Some(sale.receipt),
            ..facts(&refund)
        };
        looks_like(
            &receipt(&of_refund, &settings(), &locale, n_columns),
            "refund",
        );
        let copy = ReceiptFacts {
            copy: 2,
            ..facts(&sale)
        };
        looks_like(&receipt(&copy, &settings(), &locale, n_columns), "copy");
    }
}

#[test]
fn a_z_looks_as_agreed() {
    let locale = Locale::english();
    let (session, closing) = closed_session();
    let facts = ZFacts {
        session: &session,
        closing: &closing,
        opened_by: "Eva".to_owned(),
        closed_by: String::new(),
        handovers: Vec::new(),
        copy: 0,
        anchor: Some(Anchor {
            n_entries: 48_123,
            head: std::array::from_fn(|idx| u8::try_from(idx * 7).unwrap()),
        }),
    };
    for n_columns in WIDTHS {
        looks_like(&z(&facts, &settings(), &locale, n_columns), "z");
    }
}

/// Two parts in cash are one line; the change is of both.
#[test]
fn parts_in_one_way_are_one_line() {
    let locale = Locale::english();
    let mut sale = sale();
    sale.payments = vec![
        paid(TenderKind::Cash, 2000, 0, 0),
        paid(TenderKind::Card, 4000, 0, 0),
        paid(TenderKind::Cash, 3000, 550, -2),
    ];
    let paper = receipt(&facts(&sale), &settings(), &locale, 42).to_text();
    let line = |name: &str| -> Vec<&String> {
        let name = format!("{name}  ");
        paper.iter().filter(|it| it.starts_with(&name)).collect()
    };
    assert_eq!(line("Cash").len(), 1, "{paper:#?}");
    assert!(line("Cash")[0].ends_with(" 50.00"), "{paper:#?}");
    assert!(line("Card")[0].ends_with(" 40.00"), "{paper:#?}");
    assert!(line("Change")[0].ends_with(" 5.50"), "{paper:#?}");
}

/// With prices before tax, what stands above the total adds up to it.
#[test]
fn taxes_on_top_stand_above_the_total() {
    let locale = Locale::english();
    let mut sale = sale();
    sale.tax_rules.prices_include_tax = false;
    let mut cream = line(1, "Cream", 1, 10_000);
    cream.tax = [("GST", 5_000), ("PST", 7_000)]
        .map(|(name, rate)| TaxComponent::plain(name, Rate::from_milli_percent(rate)))
        .to_vec();
    cream.tax_amounts = vec![money(500), money(700)];
    cream.total = money(11_200);
    sale.lines = vec![cream];
    sale.tax_table = vec![
        row("GST", 5_000, 10_000, 500),
        row("PST", 7_000, 10_000, 700),
    ];
    sale.total = money(11_200);
    sale.payments = vec![paid(TenderKind::Card, 11_200, 0, 0)];
    let text = receipt(&facts(&sale), &settings(), &locale, 32).to_text();
    let page = text.join("\n");
    for want in [
        "Before tax                100.00",
        "GST 5 %                     5.00",
        "PST 7 %                     7.00",
        "Card                      112.00",
        "Sum                100.00  12.00",
    ] {
        assert!(text.iter().any(|line| line == want), "{want}\n{page}");
    }
}

/// The largest amounts there are still show every digit, on the narrowest paper.
#[test]
fn no_amount_is_cut() {
    let locale = Locale::english();
    let mut sale = sale();
    let most = Money::LIMIT.minor();
    sale.lines = vec![taxed(
        line(1, "Everything in the house", 1, most),
        21_000,
        most,
        0,
    )];
    sale.tax_table = vec![row("Value added tax of the state", 21_000, most, most)];
    sale.total = money(most);
    sale.payments = vec![paid(TenderKind::Cash, most, most, 0)];
    let paper = receipt(&facts(&sale), &settings(), &locale, 32);
    let mut n_found = 0;
    for row in &paper.rows {
        if let Row::Text { text, size, .. } = row {
            let limit = if *size == Size::Double { 16 } else { 32 };
            assert!(text.chars().count() <= limit, "{text}");
            n_found += text.matches("100000000.00").count();
        }
    }
    assert_eq!(n_found, 6, "{:#?}", paper.to_text());
}

/// Every page ends with the number to scan.
#[test]
fn the_number_is_a_barcode() {
    let locale = Locale::english();
    let sale = sale();
    let paper = receipt(&facts(&sale), &settings(), &locale, 42);
    assert_eq!(
        paper.rows.last(),
        Some(&Row::Barcode("1-000123".to_owned()))
    );
}
