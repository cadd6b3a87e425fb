//! Papers beside the receipt: what stands on them, and their jobs.

use std::collections::BTreeSet;

use super::bench::{Bench, card, cash, day, eur};
use crate::{
    domain::{
        document::{Document, DocumentKind, Documents, Template},
        ids::{CashMovementId, ClientId, RawId},
        money::Money,
        print_job::{PrintJob, PrintState, Printable},
        settings::ReceiptPrinting,
        tender::{Tender, TenderKind},
        ticket::Item,
    },
    locale::{Locale, Words},
    ops::{
        outcome::Outcome,
        query,
        refusal::{Field, Noun, Refusal},
        request::{
            AddresseeDraft, Booking, RefundLine, RefundWish, Request, TabSettling, TenderRulesDraft,
        },
    },
    reports::document_facts,
    store::{Reads, record::Lookup},
};

fn lines(bench: &Bench, what: Printable) -> Vec<String> {
    let settings = bench.shop.settings().unwrap();
    let page = query::preview(&bench.shop, &settings, &Locale::english(), what, 32);
    page.unwrap().unwrap()
}

fn paper(bench: &Bench, document: Document) -> Vec<String> {
    lines(bench, Printable::Document(document))
}

fn has(lines: &[String], wanted: &[&str]) {
    for want in wanted {
        assert!(lines.iter().any(|it| it == want), "{want:?} in {lines:#?}");
    }
}

fn with_client(name: &str) -> (Bench, ClientId) {
    let bench = Bench::open();
    let client = bench.client(name, "20200101");
    bench.done(Request::AttachClient {
        client: Some(client),
    });
    (bench, client)
}

#[test]
fn an_invoice_names_the_buyer_and_a_refund_of_it_is_a_credit_note() {
    let (bench, client) = with_client("Liga Ozola");
    bench.add(Item::Product(bench.oil()), 2);
    let sold = bench.pay(&[cash(Some(5_000))]);
    let invoice = |sale| Document::Invoice {
        sale,
        buyer: client,
    };
    has(&paper(&bench, invoice(sold.sale)), &["Liga Ozola"]);
    bench.done(Request::SaveAddressee(AddresseeDraft {
        client,
        name: "SIA Ozols".into(),
        reg_no: "40003000000".into(),
        ..AddresseeDraft::default()
    }));
    let lines = paper(&bench, invoice(sold.sale));
    #[rustfmt::skip]
    has(&lines, &[
        "        I n v o i c e",
        "No. 1-000001     Sat 21 Nov 2026",
        "SIA Ozols",
        "Reg. no. 40003000000",
        "Argan oil 100 ml           37.80",
        "  2 x 18.90",
        "Without tax                31.24",
        "VAT 21 % of 31.24           6.56",
        "Cash                       50.00",
        "Change                     12.20",
    ]);
    assert!(
        !lines.iter().any(|it| it.starts_with("VAT no.")),
        "{lines:#?}"
    );
    let refund = bench.done(Request::Refund(RefundWish {
        sale: sold.sale,
        lines: vec![RefundLine {
            line: 1,
            quantity: 1,
            restock: true,
        }],
        tender: None,
        reason: "Leaks".into(),
    }));
    let Outcome::Sold(back) = refund else {
        panic!("{refund:?}");
    };
    #[rustfmt::skip]
    has(&paper(&bench, invoice(back.sale)), &[
        "    C r e d i t   n o t e",
        "Credits receipt         1-000001",
        "Argan oil 100 ml          -18.90",
    ]);
}

#[test]
fn a_cash_order_is_of_what_moved() {
    let bench = Bench::open();
    let moved = |amount| {
        let request = Request::MoveCash {
            amount: eur(amount),
            reason: "Change money".into(),
            category: None,
            tax_class: None,
        };
        let Outcome::CashMoved { movement, .. } = bench.done(request) else {
            panic!("no movement");
        };
        Document::CashOrder(movement)
    };
    #[rustfmt::skip]
    has(&paper(&bench, moved(2_500)), &[
        "Cash receipt order",
        "E U R                 2 5 . 0 0",
        "Change money",
    ]);
    let out = moved(-500);
    has(
        &paper(&bench, out),
        &["Cash payment order", "E U R                   5 . 0 0"],
    );
    let kick = Request::KickDrawer {
        reason: "Look".into(),
    };
    bench.done(kick);
    let nothing = CashMovementId(RawId::new(1, 3).unwrap());
    let what = Printable::Document(Document::CashOrder(nothing));
    let refused = bench.refused(Request::Reprint { what });
    let Refusal::Field { field, .. } = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(field, Field::Amount);
}

#[test]
fn a_visit_card_has_the_time_and_what_follows() {
    let (bench, client) = with_client("Liga Ozola");
    let service = bench.massage();
    let of_client = |start: &str| {
        let booking = Booking::new(service, bench.staff(1), start);
        bench.book(Booking {
            client: Some(client),
            ..booking
        })
    };
    let first = of_client("11:00");
    of_client("15:30");
    let lines = paper(&bench, Document::VisitCard(first));
    #[rustfmt::skip]
    has(&lines, &[
        "Liga Ozola",
        "Sat 21 Nov 2026",
        "Swedish massage 60        60 min",
        "And after that",
    ]);
    assert!(
        lines
            .iter()
            .any(|it| it.starts_with("Sat 21 Nov 2026 15:30")),
        "{lines:#?}"
    );
}

#[test]
fn a_gift_certificate_shows_number_and_balance() {
    let bench = Bench::open();
    bench.done(Request::AddGiftCard {
        number: Some("GIFT-7".into()),
        amount: eur(5_000),
    });
    bench.pay(&[card(None)]);
    let settings = bench.shop.settings().unwrap();
    let found = query::gift_card(&bench.shop.read(), day("2026-11-21"), 1, "GIFT-7");
    let card = found.unwrap().unwrap().card;
    let lines = paper(&bench, Document::GiftCertificate(card.id));
    assert!(
        lines.iter().any(|it| it.contains("5 0 . 0 0")),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|it| it.contains("||||| GIFT-7 |||||")),
        "{lines:#?}"
    );
    assert!(!settings.shop_name.is_empty());
}

/// What is owed at the end is what the tabs say, and the days before are one sum.
#[test]
fn a_statement_adds_up_to_the_tabs() {
    let bench = Bench::open();
    bench.done(Request::SaveTenderRules(TenderRulesDraft {
        tab_limit: eur(50_000),
        ..TenderRulesDraft::default()
    }));
    let client = bench.client("Liga Ozola", "20200101");
    let oil = bench.oil();
    let sell = |n: u32, tenders: &[Tender]| {
        bench.done(Request::AttachClient {
            client: Some(client),
        });
        bench.add(Item::Product(oil), n);
        bench.pay(tenders)
    };
    let account = |amount: Option<i64>| Tender::of(TenderKind::Account, amount.map(eur));
    sell(2, &[account(None)]);
    sell(1, &[cash(Some(1_000)), account(None)]);
    bench.done(Request::SettleTab(TabSettling {
        client: Some(client),
        amount: Some(eur(2_000)),
        sale: None,
    }));
    bench.pay(&[card(None)]);
    let owed: Money = {
        let tabs = bench.shop.read().find(&Lookup::OpenTabOf(client)).unwrap();
        tabs.iter().map(crate::domain::tab::Tab::open).sum()
    };
    assert_eq!(owed, eur(3_780 + 890 - 2_000));
    let of = |from: &str, until: &str| Document::Statement {
        client,
        from: day(from),
        until: day(until),
    };
    let lines = paper(&bench, of("2026-11-01", "2026-11-30"));
    #[rustfmt::skip]
    has(&lines, &[
        "Owed before                 0.00",
        "  paid                      0.00",
        "  paid                     10.00",
        "  paid                     20.00",
        "Not paid yet",
    ]);
    assert!(
        lines.iter().any(|it| it.ends_with("2 6 . 7 0")),
        "{lines:#?}"
    );
    let later = paper(&bench, of("2026-11-22", "2026-11-30"));
    has(&later, &["Owed before                26.70"]);
    let backwards = Printable::Document(of("2026-11-22", "2026-11-01"));
    let refused = bench.refused(Request::Reprint { what: backwards });
    assert!(
        matches!(
            refused,
            Refusal::Field {
                field: Field::Until,
                ..
            }
        ),
        "{refused:?}"
    );
}

/// Each document has its own originals and copies, whatever is decided of receipts.
#[test]
fn documents_are_jobs_like_receipts() {
    let bench = Bench::open();
    let settings = crate::domain::settings::Settings {
        receipt_printing: ReceiptPrinting::Never,
        ..(*bench.shop.settings().unwrap()).clone()
    };
    bench.done(Request::SaveSettings { settings });
    let visit = bench.book(Booking::new(bench.massage(), bench.staff(1), "11:00"));
    let document = Document::VisitCard(visit);
    let what = Printable::Document(document);
    for copy in 0..2 {
        let queued = bench.done(Request::Reprint { what });
        assert!(
            matches!(queued, Outcome::Queued { copy: it, .. } if it == copy),
            "{queued:?}"
        );
    }
    let sent = bench.done(Request::SendDocument { document, to: None });
    assert!(matches!(sent, Outcome::CopyQueued { .. }), "{sent:?}");
    // A copy that is asked for on paper is one of the papers.
    let on_paper = bench.done(Request::Reprint {
        what: Printable::DocumentCopy(document),
    });
    assert!(
        matches!(on_paper, Outcome::Queued { copy: 2, .. }),
        "{on_paper:?}"
    );
    let jobs: Vec<PrintJob> = bench.shop.read().find(&Lookup::PrintJobOf(what)).unwrap();
    assert_eq!(jobs.len(), 3);
    assert!(jobs.iter().all(|it| it.state == PrintState::Waiting));
    let gone = Document::GiftCertificate(crate::domain::ids::GiftCardId::default());
    let refused = bench.refused(Request::SendDocument {
        document: gone,
        to: None,
    });
    assert!(
        matches!(
            refused,
            Refusal::NotFound {
                what: Noun::GiftCard,
                ..
            }
        ),
        "{refused:?}"
    );
}

#[test]
fn what_the_shop_wrote_goes_before_what_comes_with_the_program() {
    let (bench, client) = with_client("Liga Ozola");
    bench.add(Item::Product(bench.oil()), 1);
    let sold = bench.pay(&[cash(None)]);
    let receipt = Printable::Receipt(sold.sale);
    let invoice = Printable::Document(Document::Invoice {
        sale: sold.sale,
        buyer: client,
    });
    let mut documents = Documents::default();
    let parse = |kind, text: &str| Template::parse(kind, text).unwrap();
    let own = "Ceks {number}\n.each payments\n{payment.name} | {payment.amount}\n.end";
    documents.add_template(DocumentKind::Receipt, "", parse(DocumentKind::Receipt, own));
    let in_latvian = "Rekins {number} | {total}";
    documents.add_template(
        DocumentKind::Invoice,
        "lv",
        parse(DocumentKind::Invoice, in_latvian),
    );
    documents.add_words("lv", "tender-cash = Skaidra nauda\n".into());
    bench.shop.use_documents(documents);
    let english = ["Ceks 1-000001", "Cash                       18.90"];
    assert_eq!(lines(&bench, receipt), english);
    has(&lines(&bench, invoice), &["        I n v o i c e"]);
    bench.done(Request::SaveAddressee(AddresseeDraft {
        client,
        language: "LV".into(),
        ..AddresseeDraft::default()
    }));
    let latvian = ["Ceks 1-000001", "Skaidra nauda              18.90"];
    assert_eq!(lines(&bench, receipt), latvian);
    assert_eq!(lines(&bench, invoice), ["Rekins 1-000001            18.90"]);
    let refused = bench.refused(Request::SaveAddressee(AddresseeDraft {
        client,
        language: "../lv".into(),
        ..AddresseeDraft::default()
    }));
    assert!(
        matches!(
            refused,
            Refusal::Field {
                field: Field::Language,
                ..
            }
        ),
        "{refused:?}"
    );
}

/// Every field that may be named is filled in, and no other.
#[test]
fn what_may_be_named_is_what_is_known() {
    let (bench, client) = with_client("Liga Ozola");
    bench.done(Request::AddGiftCard {
        number: None,
        amount: eur(5_000),
    });
    let sold = bench.pay(&[card(None)]);
    let visit = bench.book(Booking::new(bench.massage(), bench.staff(1), "11:00"));
    let Outcome::CashMoved { movement, .. } = bench.done(Request::MoveCash {
        amount: eur(100),
        reason: "Coins".into(),
        category: None,
        tax_class: None,
    }) else {
        panic!("no movement");
    };
    let cards: Vec<crate::domain::purse::GiftCard> = bench.shop.read().all().unwrap();
    let (settings, locale) = (bench.shop.settings().unwrap(), Locale::english());
    let words = Words::new(&locale, Some(&settings));
    let all = [
        Document::Invoice {
            sale: sold.sale,
            buyer: client,
        },
        Document::CashOrder(movement),
        Document::VisitCard(visit),
        Document::GiftCertificate(cards[0].id),
        Document::Statement {
            client,
            from: day("2026-01-01"),
            until: day("2026-12-31"),
        },
    ];
    // What every paper of the shop has.
    let of_shop = [
        "copy",
        "currency",
        "shop.footer",
        "shop.header",
        "shop.name",
    ];
    for document in all {
        let kind = document.kind();
        let facts = document_facts(&bench.shop.read(), &words, document);
        let facts = facts.unwrap().unwrap();
        let (fields, rows) = facts.names();
        let known: BTreeSet<&str> = fields.into_iter().chain(of_shop).collect();
        let may: BTreeSet<&str> = kind.fields().into_iter().collect();
        assert_eq!(known, may, "{}", kind.name());
        let may: BTreeSet<&str> = kind.rows().iter().map(|it| it.name).collect();
        assert_eq!(
            rows.into_iter().collect::<BTreeSet<_>>(),
            may,
            "{}",
            kind.name()
        );
        for of in kind.rows() {
            for row in facts.rows(of.name) {
                let known: Vec<&str> = row.keys().copied().collect();
                assert_eq!(known, of.fields, "{} {}", kind.name(), of.name);
            }
        }
    }
}
