//! What codes on packages, cases and labels put into the cart.

use super::{
    bench::{Bench, oil, scan},
    ticket::changed,
};
use crate::{
    domain::catalog::Barcode,
    ops::{
        outcome::{DateMeant, Outcome},
        refusal::{Field, FieldProblem, Refusal},
        request::{ProductDraft, Request},
    },
};

fn with_code(code: &str, pack_quantity: u32) -> ProductDraft {
    ProductDraft {
        barcodes: vec![Barcode {
            code: code.to_owned(),
            pack_quantity,
        }],
        ..oil()
    }
}

fn patterns(bench: &Bench, patterns: &[&str]) -> Request {
    let mut settings = bench.shop.settings().unwrap().as_ref().clone();
    settings.label_patterns = patterns.iter().map(|it| (*it).to_owned()).collect();
    Request::SaveSettings { settings }
}

/// One number has many spellings; all of them sell the one product.
#[test]
fn every_spelling_of_a_number_sells() {
    let bench = Bench::new();
    bench.product(with_code("042100005264", 1));
    for (idx, code) in [
        "042100005264",
        "0042100005264",
        "00042100005264",
        "04252614",
        "0 42100 00526 4",
        "(01)00042100005264(10)A12",
    ]
    .into_iter()
    .enumerate()
    {
        let n = i64::try_from(idx).unwrap() + 1;
        assert_eq!(
            changed(&bench.done(scan(code))),
            (Some(1), n * 1_890),
            "{code}"
        );
    }
}

#[test]
fn a_passed_date_in_the_code_is_said_and_sold_all_the_same() {
    let bench = Bench::new();
    bench.product(with_code("4006381333931", 1));
    let dated = |code: &str| match bench.done(scan(code)) {
        Outcome::TicketChanged { dated, .. } => dated.map(|it| (it.on.to_string(), it.meant)),
        other => panic!("{other:?}"),
    };
    // The bench's day is the 21st of November 2026.
    for (code, want) in [
        (
            "(01)04006381333931(17)261120(10)A",
            Some(("2026-11-20", DateMeant::Expires)),
        ),
        ("(01)04006381333931(17)261121", None),
        ("(01)04006381333931(17)261100", None),
        (
            "(01)04006381333931(15)261000",
            Some(("2026-10-31", DateMeant::BestBefore)),
        ),
        (
            "(01)04006381333931(15)261000(17)271000",
            Some(("2026-10-31", DateMeant::BestBefore)),
        ),
        ("4006381333931", None),
    ] {
        let want = want.map(|(on, meant)| (on.to_owned(), meant));
        assert_eq!(dated(code), want, "{code}");
    }
    assert_eq!(bench.cart().unwrap().lines[0].quantity, 6);
}

/// The codes are those of the domain's table of labels, made by biip 5.2.
#[test]
fn labels_sell_by_the_price_or_weight_on_them() {
    let bench = Bench::new();
    bench.product(ProductDraft {
        name: "Bath salt, loose".into(),
        code: "661318".into(),
        barcodes: Vec::new(),
        ..oil()
    });
    bench.product(ProductDraft {
        name: "Gift basket".into(),
        code: "6661".into(),
        barcodes: Vec::new(),
        price: None,
        ..oil()
    });
    // Unknown until the shop says how its labels are built.
    let code = "2466131883017".to_owned();
    assert_eq!(bench.refused(scan(&code)), Refusal::UnknownCode { code });
    bench.done(patterns(
        &bench,
        &["24IIIIIIWW.WWC", "22IIIIVPPP.PPC", "25IIIIVQQQQQC"],
    ));
    // 83.01 kg at 18.90: 1568.889, half away from zero.
    assert_eq!(
        changed(&bench.done(scan("2466131883017"))),
        (Some(1), 156_889)
    );
    let cart = bench.cart().unwrap();
    assert_eq!(cart.lines[0].name, "Bath salt, loose, 83.01 kg");
    assert_eq!(cart.lines[0].quantity, 1);
    // 907.86 by its label, though the list has no price.
    assert_eq!(
        changed(&bench.done(scan("2266613907862"))),
        (Some(2), 156_889 + 90_786)
    );
    // The same label again is one more of it.
    assert_eq!(
        changed(&bench.done(scan("2266613907862"))),
        (Some(2), 156_889 + 2 * 90_786)
    );
    // Its inner check digit is wrong, the outer one fits: nothing is guessed.
    let wrong = crate::domain::barcode::ean13_with_check("226661390796").unwrap();
    assert_eq!(
        bench.refused(scan(&wrong)),
        Refusal::UnknownCode { code: wrong }
    );
}

#[test]
fn a_label_finds_the_product_whose_code_has_no_price() {
    let bench = Bench::new();
    bench.product(with_code("2592810000007", 1));
    bench.done(patterns(&bench, &["25IIIIVQQQQQC"]));
    // 59010 pieces are more than a line takes; 12 are not.
    let limit = 9_999;
    assert_eq!(
        bench.refused(scan("2592819590103")),
        Refusal::QuantityOutOfRange { limit }
    );
}

#[test]
fn patterns_that_read_nothing_are_refused() {
    let bench = Bench::new();
    for wrong in ["IIIIIIIPPP.PPC", "21", "hello"] {
        let problem = FieldProblem::NotUnderstood {
            typed: wrong.to_ascii_uppercase(),
        };
        assert_eq!(
            bench.refused(patterns(&bench, &[wrong])),
            Refusal::Field {
                field: Field::LabelPatterns,
                problem
            }
        );
    }
    bench.done(patterns(&bench, &["21iiiiippp.ppc", "21IIIIIPPP.PPC"]));
    let kept = bench.shop.settings().unwrap().label_patterns.clone();
    assert_eq!(kept, ["21IIIIIPPP.PPC"]);
}

#[test]
fn a_case_sells_as_many_as_it_was_said_to_hold() {
    let bench = Bench::new();
    let id = bench.product(with_code("4006381333931", 1));
    let case = "14006381333938".to_owned();
    assert_eq!(
        bench.refused(scan(&case)),
        Refusal::UnknownCode { code: case.clone() }
    );
    bench.done(Request::AssignBarcode {
        product: id,
        barcode: Barcode {
            code: case.clone(),
            pack_quantity: 12,
        },
    });
    assert_eq!(changed(&bench.done(scan(&case))), (Some(1), 12 * 1_890));
}
