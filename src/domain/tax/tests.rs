//! Published vectors of tax inside and on top, per line and per document.

use proptest::prelude::*;

use super::*;

fn component(name: &str, milli_percent: u32) -> TaxComponent {
    TaxComponent::plain(name, Rate::from_milli_percent(milli_percent))
}

fn vat(milli_percent: u32) -> Vec<TaxComponent> {
    vec![component("VAT", milli_percent)]
}

fn rules(prices_include_tax: bool, rounding: TaxRounding) -> TaxRules {
    TaxRules {
        prices_include_tax,
        rounding,
    }
}

fn minor(minor: i64) -> Money {
    Money::from_minor(minor)
}

/// All tax, and all that is paid, for prices with one VAT.
fn sums(prices: &[(i64, u32)], rules: TaxRules) -> (i64, i64) {
    let lines: Vec<_> = prices
        .iter()
        .map(|&(price, rate)| (minor(price), vat(rate)))
        .collect();
    let lines: Vec<_> = lines
        .iter()
        .map(|(price, tax)| (*price, tax.as_slice()))
        .collect();
    let lines = tax(&lines, rules);
    let taxes: Money = lines.iter().flat_map(|it| it.taxes.iter().copied()).sum();
    let total: Money = lines.iter().map(|it| it.total).sum();
    (taxes.minor(), total.minor())
}

#[test]
fn tax_inside_a_price() {
    let cases = [
        (6000, 1000),
        (10_000, 1667),
        (1298, 216),
        (3, 1),
        (-1298, -216),
        (0, 0),
    ];
    for (price, want) in cases {
        for rounding in [TaxRounding::PerLine, TaxRounding::PerDocument] {
            let got = sums(&[(price, 20_000)], rules(true, rounding));
            assert_eq!(got, (want, price), "{price}");
        }
    }
}

/// Where it is rounded changes the result: tax per line, tax per document.
#[test]
fn tax_per_line_and_per_document() {
    let same = |n: usize, price: i64, rate: u32| vec![(price, rate); n];
    #[rustfmt::skip]
    let cases = [
        // three at 0.99 and seven at 1.05 with 20 % inside, ten at 0.15 with 21 % on top
        (true,  same(3, 99, 20_000),   51, 50),
        (true,  same(7, 105, 20_000), 126, 123),
        (false, same(10, 15, 21_000),  30, 32),
        // odoo#6224: 4 x 1.48 + 1.52 + 1.54 + 0.39 at 21 % on top: 11.33 or 11.34
        (false, vec![(592, 21_000), (152, 21_000), (154, 21_000), (39, 21_000)], 196, 197),
        // odoo, _test_discount_with_round_globally: 141.45 at 21 % on top
        (false, vec![(14_145, 21_000)], 2970, 2970),
    ];
    for (inside, lines, per_line, per_document) in cases {
        let price: i64 = lines.iter().map(|(price, _)| price).sum();
        let total = |tax: i64| if inside { price } else { price + tax };
        let got = sums(&lines, rules(inside, TaxRounding::PerLine));
        assert_eq!(got, (per_line, total(per_line)), "per line: {lines:?}");
        let got = sums(&lines, rules(inside, TaxRounding::PerDocument));
        assert_eq!(
            got,
            (per_document, total(per_document)),
            "per document: {lines:?}"
        );
    }
}

/// odoo PR#230726: 28.90 at 22 % and 1.25 at 10 % inside are 30.15, not 30.14.
#[test]
fn prices_with_tax_are_sacred() {
    for rounding in [TaxRounding::PerLine, TaxRounding::PerDocument] {
        let (_, total) = sums(&[(2890, 22_000), (125, 10_000)], rules(true, rounding));
        assert_eq!(total, 3015);
    }
}

/// Federal and provincial, each on the price and on its own line: Quebec's 5 %
/// and 9.975 % on 100.00 are 5.00 and 9.98 (Revenu Québec's rates).
#[test]
fn components_are_rounded_by_themselves() {
    let both = [component("GST", 5_000), component("QST", 9_975)];
    let on_top = tax(
        &[(minor(10_000), &both)],
        rules(false, TaxRounding::PerLine),
    );
    assert_eq!(on_top[0].taxes, [minor(500), minor(998)]);
    assert_eq!(on_top[0].total, minor(11_498));
    let inside = tax(&[(minor(11_498), &both)], rules(true, TaxRounding::PerLine));
    assert_eq!(inside[0].taxes, [minor(500), minor(998)]);
    assert_eq!(inside[0].net, minor(10_000));
}

#[test]
fn a_component_is_rounded_once_over_classes_on_top() {
    let gst = [component("GST", 5_000)];
    let both = [component("GST", 5_000), component("PST", 7_000)];
    // 0.10 + 0.10 with 5 % on top: 0.01, though each line by itself has 0.01.
    let lines = [(minor(10), &gst[..]), (minor(10), &both[..])];
    let taxed = tax(&lines, rules(false, TaxRounding::PerDocument));
    let mut table = Vec::new();
    for (line, (_, components)) in taxed.iter().zip(lines) {
        add_to_table(&mut table, line.net, components, &line.taxes);
    }
    let rows: Vec<_> = table
        .iter()
        .map(|row| (row.name.as_str(), row.net.minor(), row.tax.minor()))
        .collect();
    assert_eq!(rows, [("GST", 20, 1), ("PST", 10, 1)]);
}

#[test]
fn exempt_lines_have_no_tax_and_no_row() {
    let taxed = tax(&[(minor(500), &[])], rules(false, TaxRounding::PerDocument));
    assert_eq!(taxed[0].total, minor(500));
    let mut table = Vec::new();
    add_to_table(&mut table, taxed[0].net, &[], &taxed[0].taxes);
    assert_eq!(table, []);
}

fn any_lines() -> impl Strategy<Value = Vec<(i64, Vec<TaxComponent>)>> {
    let classes = prop::sample::select(vec![
        vec![],
        vat(20_000),
        vat(5_500),
        vec![component("GST", 5_000), component("PST", 7_000)],
        vec![component("GST", 5_000)],
    ]);
    prop::collection::vec((0_i64..1_000_000, classes), 1..30)
}

proptest! {
    #[test]
    fn lines_add_up_and_mirror(lines in any_lines(), inside: bool, per_line: bool) {
        let rounding = if per_line { TaxRounding::PerLine } else { TaxRounding::PerDocument };
        let rules = rules(inside, rounding);
        let as_is: Vec<_> = lines.iter().map(|(it, tax)| (minor(*it), tax.as_slice())).collect();
        let turned: Vec<_> = lines.iter().map(|(it, tax)| (minor(-*it), tax.as_slice())).collect();
        let taxed = tax(&as_is, rules);
        for ((price, components), line) in as_is.iter().zip(&taxed) {
            prop_assert_eq!(line.net + line.taxes.iter().copied().sum(), line.total);
            prop_assert_eq!(if inside { line.total } else { line.net }, *price);
            prop_assert_eq!(line.taxes.len(), components.len());
        }
        for (line, back) in taxed.iter().zip(tax(&turned, rules)) {
            prop_assert_eq!(line.total, -back.total);
            prop_assert_eq!(line.net, -back.net);
        }
    }

    /// Rounded once per document, a component on top of prices is off by no more
    /// than half a unit from its exact share of the whole.
    #[test]
    fn document_tax_is_the_rounded_share_of_the_whole(
        prices in prop::collection::vec(0_i64..1_000_000, 1..30),
        rate in 0_u32..30_000,
    ) {
        let lines: Vec<_> = prices.iter().map(|&price| (price, rate)).collect();
        let whole: i64 = prices.iter().sum();
        let (on_top, _) = sums(&lines, rules(false, TaxRounding::PerDocument));
        prop_assert_eq!(minor(on_top), Rate::from_milli_percent(rate).of(minor(whole)));
        let (inside, _) = sums(&lines, rules(true, TaxRounding::PerDocument));
        let exact = i128::from(whole) * i128::from(rate);
        let off_by = i128::from(inside) * i128::from(100_000 + rate) - exact;
        prop_assert!(off_by.abs() * 2 <= i128::from(100_000 + rate));
    }
}

/// Tax, total and net of lines that share their components.
fn told(prices: &[i64], components: &[TaxComponent], rules: TaxRules) -> (i64, i64, i64) {
    let lines: Vec<_> = prices
        .iter()
        .map(|&price| (minor(price), components))
        .collect();
    let lines = tax(&lines, rules);
    let sum = |of: fn(&Taxed) -> Money| lines.iter().map(of).sum::<Money>().minor();
    let taxes = sum(|it| it.taxes.iter().copied().sum());
    (taxes, sum(|it| it.total), sum(|it| it.net))
}

/// Odoo's `_test_taxes_l10n_in`: 6 % and 6 % of the price, and 3 % of the price raised
/// by both, on two pieces at 15.89.
#[test]
fn a_tax_on_taxes_on_top() {
    let raising = |name| TaxComponent {
        raises: true,
        ..component(name, 6_000)
    };
    let on_both = TaxComponent {
        of: TaxedOn::Raised,
        ..component("Cess", 3_000)
    };
    let components = [raising("CGST"), raising("SGST"), on_both];
    #[rustfmt::skip]
    let cases = [
        (TaxRounding::PerLine,     vec![1_589, 1_589], (486, 3_664, 3_178)),
        (TaxRounding::PerDocument, vec![1_589, 1_589], (489, 3_667, 3_178)),
    ];
    for (rounding, prices, want) in cases {
        assert_eq!(told(&prices, &components, rules(false, rounding)), want);
    }
}

/// Odoo's `test_advanced_taxes_computation_0`: 132.00 with 10 % that raises, and four
/// times 10 % of the raised price, two of them inside and two on top.
#[test]
fn a_chain_of_taxes_inside_and_on_top() {
    let first = TaxComponent {
        raises: true,
        inside: Some(true),
        ..component("A", 10_000)
    };
    let of_raised = |name, inside| TaxComponent {
        of: TaxedOn::Raised,
        inside: Some(inside),
        ..component(name, 10_000)
    };
    let components = [
        first,
        of_raised("B", false),
        of_raised("C", true),
        of_raised("D", false),
        of_raised("E", true),
    ];
    for rounding in [TaxRounding::PerLine, TaxRounding::PerDocument] {
        let rules = rules(false, rounding);
        assert_eq!(told(&[13_200], &components, rules), (5_400, 15_400, 10_000));
        let each = &tax(&[(minor(13_200), &components)], rules)[0].taxes;
        assert_eq!(each[..], [1_000, 1_100, 1_100, 1_100, 1_100].map(minor));
    }
}

/// Odoo's division tax: 10 % of what is paid in the end, on 200.00.
#[test]
fn a_tax_that_is_part_of_the_total() {
    let of_total = TaxComponent {
        of: TaxedOn::Total,
        ..component("ISS", 10_000)
    };
    let on_top = rules(false, TaxRounding::PerLine);
    let told_of = |price| told(&[price], std::slice::from_ref(&of_total), on_top);
    assert_eq!(told_of(20_000), (2_222, 22_222, 20_000));
    assert_eq!(told_of(-20_000), (-2_222, -22_222, -20_000));
}

#[test]
fn what_cannot_be_computed_is_known_before() {
    let all = TaxComponent {
        of: TaxedOn::Total,
        ..component("All", 100_000)
    };
    assert!(!is_computable(&[all]));
    assert!(is_computable(&[]));
    let deep = |n: u32| {
        let odd = |number| TaxComponent {
            of: TaxedOn::Raised,
            raises: true,
            ..component("T", 9_973 + number)
        };
        (0..n).map(odd).collect::<Vec<_>>()
    };
    assert!(is_computable(&deep(3)));
    assert!(!is_computable(&deep(8)));
}

/// The rates of a day of trade, before, on and after a change.
#[test]
fn a_class_changes_from_a_day_on() {
    let day = |text: &str| text.parse::<NaiveDate>().unwrap();
    let change = |from: &str, rate| TaxChange {
        from: day(from),
        components: vat(rate),
    };
    let class = TaxClass {
        id: TaxClassId::default(),
        name: "Standard".into(),
        components: vat(19_000),
        active: true,
        // Germany's standard rate in the second half of 2020.
        changes: vec![change("2020-07-01", 16_000), change("2021-01-01", 19_000)],
    };
    #[rustfmt::skip]
    let cases = [
        ("2020-06-30", 19_000), ("2020-07-01", 16_000), ("2020-12-31", 16_000),
        ("2021-01-01", 19_000), ("2026-11-22", 19_000),
    ];
    for (date, rate) in cases {
        assert_eq!(class.on(day(date)), vat(rate), "{date}");
    }
}
