//! Services, products, codes and stock.

use super::bench::{Bench, DESK, eur, massage, oil, scan};
use crate::{
    domain::{
        catalog::{Barcode, Product, Service},
        ledger::Account,
        stock::{StockLevel, StockMovement, StockReason},
        ticket::Item,
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, FieldProblem, Noun, Refusal},
        request::{ProductDraft, Request, ServiceDraft},
    },
    store::{Reads, record::Lookup},
};

fn barcode(code: &str, pack_quantity: u32) -> Barcode {
    Barcode {
        code: code.into(),
        pack_quantity,
    }
}

#[test]
fn a_service_has_one_segment_that_holds_all_and_the_usual_tax() {
    let bench = Bench::new();
    let id = bench.massage();
    let service = bench.shop.read().get::<Service>(&id).unwrap().unwrap();
    let [segment] = service.segments.as_slice() else {
        panic!("{service:?}");
    };
    assert_eq!(segment.minutes, 60);
    assert_eq!(segment.roles, [0]);
    assert!(segment.holds_room && segment.holds_client);
    let settings = bench.shop.settings().unwrap();
    assert_eq!(service.tax_class, settings.default_tax_class);
}

#[test]
fn service_refusals_table() {
    let bench = Bench::new();
    bench.massage();
    let with = |change: fn(&mut ServiceDraft)| {
        let mut draft = ServiceDraft {
            code: String::new(),
            ..massage()
        };
        change(&mut draft);
        draft
    };
    let range = |field, least: &str, most: &str| Refusal::Field {
        field,
        problem: FieldProblem::OutOfRange {
            least: least.into(),
            most: most.into(),
        },
    };
    let missing = Refusal::Field {
        field: Field::Name,
        problem: FieldProblem::Missing,
    };
    let taken = Refusal::CodeTaken {
        code: "sw60".into(),
        name: "Swedish massage 60".into(),
    };
    #[rustfmt::skip]
    let cases = [
        (with(|it| it.name = " \t".into()),       missing),
        (with(|it| it.minutes = 0),               range(Field::Minutes, "1", "720")),
        (with(|it| it.minutes = 721),             range(Field::Minutes, "1", "720")),
        (with(|it| it.price = Some(eur(-1))),     range(Field::Price, "0", "10000000000")),
        (with(|it| it.cost = eur(10_000_000_001)), range(Field::Cost, "0", "10000000000")),
        (with(|it| it.code = "sw60".into()),      taken),
    ];
    for (draft, want) in cases {
        assert_eq!(bench.refused(Request::SaveService(draft)), want);
    }
}

#[test]
fn a_code_is_free_again_when_its_service_is_no_longer_sold() {
    let bench = Bench::new();
    let id = bench.massage();
    bench.service(ServiceDraft {
        id: Some(id),
        active: false,
        ..massage()
    });
    bench.massage();
}

#[test]
fn barcodes_are_kept_in_one_spelling_and_belong_to_one_product() {
    let bench = Bench::new();
    // One number, as UPC-A and as EAN-13.
    let first = bench.product(ProductDraft {
        code: String::new(),
        barcodes: vec![barcode("036000291452", 1), barcode("0036000291452", 6)],
        ..oil()
    });
    let product = bench.shop.read().get::<Product>(&first).unwrap().unwrap();
    assert_eq!(product.barcodes, [barcode("00036000291452", 1)]);

    let other = ProductDraft {
        code: String::new(),
        name: "Salt".into(),
        barcodes: vec![barcode("0 36000 29145 2", 1)],
        ..oil()
    };
    let (code, name) = ("036000291452".to_owned(), product.name);
    assert_eq!(
        bench.refused(Request::SaveProduct(other)),
        Refusal::CodeTaken { code, name }
    );
}

/// The digits of a package are typed or scanned once and trusted for years.
#[test]
fn a_misread_barcode_makes_no_product() {
    let bench = Bench::new();
    let misread = ProductDraft {
        barcodes: vec![barcode("4006381333930", 1)],
        ..oil()
    };
    let code = "4006381333930".to_owned();
    assert_eq!(
        bench.refused(Request::SaveProduct(misread)),
        Refusal::BadCheckDigit { code }
    );
    let in_house = ProductDraft {
        barcodes: vec![barcode("SHELF-7", 1), barcode("12345", 1)],
        ..oil()
    };
    bench.done(Request::SaveProduct(in_house));
}

#[test]
fn a_barcode_can_be_assigned_if_it_reads_right() {
    let bench = Bench::new();
    let product = bench.oil();
    let assign = |code: &str, n| Request::AssignBarcode {
        product,
        barcode: barcode(code, n),
    };
    let code = "4006381333930".to_owned();
    assert_eq!(
        bench.refused(assign(&code, 1)),
        Refusal::BadCheckDigit { code }
    );
    bench.done(assign("96385074", 12));
    let Outcome::TicketChanged { total, .. } = bench.done(scan("96385074")) else {
        panic!();
    };
    assert_eq!(total, eur(12 * 1_890));
}

#[test]
fn every_change_of_stock_is_a_movement_and_a_posting() {
    let bench = Bench::new();
    let product = bench.oil();
    let set = |on_hand| {
        bench.done(Request::SetStock { product, on_hand });
    };
    set(10);
    set(7);
    set(7);
    let reader = bench.shop.read();
    let movements = reader
        .find::<StockMovement>(&Lookup::MovementOf(product))
        .unwrap();
    let moved: Vec<_> = movements
        .iter()
        .map(|it| (it.quantity, it.reason))
        .collect();
    assert_eq!(
        moved,
        [(10, StockReason::Opening), (-3, StockReason::Correction)]
    );
    let level = reader.get::<StockLevel>(&product).unwrap().unwrap();
    assert_eq!(level.on_hand, 7);
    drop(reader);
    assert_eq!(bench.balance(&Account::Stock), 4_900);
    assert_eq!(bench.balance(&Account::StockAdjustment), -4_900);
}

#[test]
fn what_is_no_longer_sold_cannot_be_added() {
    let bench = Bench::new();
    let id = bench.oil();
    bench.product(ProductDraft {
        id: Some(id),
        active: false,
        ..oil()
    });
    let inactive = Refusal::Inactive {
        what: Noun::Product,
        name: "Argan oil 100 ml".into(),
    };
    assert_eq!(bench.refused(scan("OIL100")), inactive);
    let by_id = Request::AddLine(super::bench::line(Item::Product(id), 1));
    assert_eq!(bench.refused(by_id), inactive);
    assert!(bench.ask_as(&DESK, &scan("4006381333931")).is_err());
}
