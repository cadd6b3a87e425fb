//! Published vectors of rounding, allocation and cash, and properties.

use proptest::prelude::*;

use super::*;

fn minor(minor: i64) -> Money {
    Money::from_minor(minor)
}

fn currency(code: &str) -> Currency {
    Currency::known(code).unwrap()
}

/// moneyphp, tests/RoundExamples.php (half up), in tenths.
#[test]
fn halves_are_rounded_away_from_zero() {
    #[rustfmt::skip]
    let cases = [
        (25, 10, 3), (-25, 10, -3), (-83_285, 10, -8_329), (24, 10, 2), (26, 10, 3), (-24, 10, -2),
        (0, 10, 0), (7, 1, 7), (-7, 2, -4), (1, 3, 0), (2, 3, 1),
    ];
    for (numerator, denominator, want) in cases {
        assert_eq!(
            div_half_away(numerator, denominator),
            want,
            "{numerator}/{denominator}"
        );
    }
}

#[test]
fn amounts_are_shared_out_to_the_last_unit() {
    #[rustfmt::skip]
    let cases: [(i64, &[i128], &[i64]); 12] = [
        // moneyphp, tests/MoneyTest.php allocationExamples
        (100,  &[1, 1, 1],      &[34, 33, 33]),
        (101,  &[1, 1, 1],      &[34, 34, 33]),
        (5,    &[3, 7],         &[2, 3]),
        (101,  &[3, 7],         &[30, 71]),
        (2,    &[1, 1, 1],      &[1, 1, 0]),
        (1,    &[1, 2],         &[0, 1]),
        (0,    &[0, 0, 1],      &[0, 0, 0]),
        // dinero.js, api/__tests__/allocate.test.ts
        (1003, &[50, 50],       &[502, 501]),
        (1003, &[0, 50, 50],    &[0, 502, 501]),
        // Where moneyphp gives -3 and -2 for the first: ours mirrors the positive one.
        (-5,   &[7, 3],         &[-4, -1]),
        (5,    &[7, 3],         &[4, 1]),
        // An order discount of 9.99 over 60.00 and 40.00.
        (999,  &[6000, 4000],   &[599, 400]),
    ];
    for (total, weights, want) in cases {
        let want: Vec<Money> = want.iter().copied().map(minor).collect();
        assert_eq!(
            minor(total).alloc(weights),
            Some(want),
            "{total} by {weights:?}"
        );
    }
    for weights in [&[][..], &[0, 0], &[3, -1]] {
        assert_eq!(minor(100).alloc(weights), None, "{weights:?}");
    }
}

#[test]
fn a_year_of_membership_is_split_into_months() {
    let parts = minor(20_000).split(12).unwrap();
    assert_eq!(parts[..8], [minor(1667); 8]);
    assert_eq!(parts[8..], [minor(1666); 4]);
    assert_eq!(
        minor(1000).split(3).unwrap(),
        [minor(334), minor(333), minor(333)]
    );
    assert_eq!(minor(1000).split(0), None);
}

/// 0.05: endings 1, 2, 6, 7 down and 3, 4, 8, 9 up, also for refunds (Eesti Pank).
#[test]
fn cash_is_rounded_to_the_smallest_coin() {
    #[rustfmt::skip]
    let cases = [
        (5,   3076, 3075), (5, 1297, 1295), (5, 1298, 1300), (5, 1302, 1300), (5, 1303, 1305),
        (5,  -1298, -1300), (5, 1300, 1300), (5, 1301, 1300), (5, 1304, 1305), (5, 1306, 1305),
        (5,   1309, 1310), (5, 2, 0), (5, 3, 5), (100, 22_350, 22_400), (100, 22_349, 22_300),
        (100, -22_350, -22_400), (10, 195, 200), (10, -195, -200), (50, 725, 750), (1, 1298, 1298),
        (0,   1298, 1298),
    ];
    for (step_minor, amount, want) in cases {
        let got = CashRounding { step_minor }.round(minor(amount));
        assert_eq!(got, minor(want), "{amount} in steps of {step_minor}");
    }
}

#[test]
fn a_rate_gives_its_share() {
    let rate = |text: &str| text.parse::<Rate>().unwrap();
    assert_eq!(rate("10").of(minor(2545)), minor(255));
    assert_eq!(rate("10").of(minor(-2545)), minor(-255));
    assert_eq!(rate("8.875").of(minor(10_000)), minor(888));
    assert_eq!(Rate::WHOLE.of(minor(4500)), minor(4500));
    assert_eq!(Rate::ZERO.of(minor(4500)), Money::ZERO);
}

#[test]
fn rates_are_read_and_written_with_their_decimals() {
    #[rustfmt::skip]
    let cases = [
        ("20", Ok("20")), ("5.5", Ok("5.5")), ("5,5", Ok("5.5")), ("5.5 %", Ok("5.5")), ("21%", Ok("21")),
        (" 8.875 % ", Ok("8.875")), ("0", Ok("0")), (".5", Ok("0.5")), ("5.", Ok("5")), ("100", Ok("100")),
        ("100.001", Err(RateParseError::TooLarge)), ("99999999999", Err(RateParseError::TooLarge)),
        ("8.8755", Err(RateParseError::TooManyDecimals)), ("", Err(RateParseError::NotARate)),
        ("%", Err(RateParseError::NotARate)), ("-5", Err(RateParseError::NotARate)),
        ("5.5.5", Err(RateParseError::NotARate)), ("x", Err(RateParseError::NotARate)),
        ("1e2", Err(RateParseError::NotARate)), ("+5", Err(RateParseError::NotARate)),
    ];
    for (text, want) in cases {
        let got = text.parse::<Rate>().map(|rate| rate.to_string());
        assert_eq!(got, want.map(str::to_owned), "{text:?}");
    }
}

/// Counts and codes as in ISO 4217 by way of Joda-Money's CurrencyData.csv.
#[test]
fn currencies_have_their_decimals() {
    #[rustfmt::skip]
    let cases = [
        ("EUR", Some(2)), ("eur ", Some(2)), ("JPY", Some(0)), ("KRW", Some(0)), ("ISK", Some(0)),
        ("BHD", Some(3)), ("TND", Some(3)), ("HUF", Some(2)), ("XAU", None), ("DEM", None), ("", None),
        ("EURO", None), ("EU", None),
    ];
    for (code, want) in cases {
        assert_eq!(
            Currency::known(code).map(|it| it.n_decimals),
            want,
            "{code}"
        );
    }
    let n_with = |n_decimals| {
        let known = Currency::codes().filter_map(Currency::known);
        known.filter(|it| it.n_decimals == n_decimals).count()
    };
    assert_eq!((n_with(0), n_with(3)), (16, 7));
    let mut codes: Vec<_> = Currency::codes().collect();
    let n_listed = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), n_listed);
    assert!(codes.iter().all(|code| code.len() == 3));
}

#[test]
fn amounts_are_read_as_people_write_them() {
    use MoneyParseError::{Ambiguous, Empty, Garbage, TooLarge, TooManyDecimals};
    #[rustfmt::skip]
    let cases = [
        ("EUR", "1234.50",         Ok(123_450)),
        ("EUR", "1234,5",          Ok(123_450)),
        ("EUR", "1 234,50",        Ok(123_450)),
        ("EUR", "1\u{a0}234,50",   Ok(123_450)),
        ("EUR", "1\u{202f}234,50", Ok(123_450)),
        ("EUR", "1,234.50",        Ok(123_450)),
        ("EUR", "1.234,50",        Ok(123_450)),
        ("CHF", "1'234.50",        Ok(123_450)),
        ("CHF", "1’234.50",        Ok(123_450)),
        ("EUR", "1,234,567.8",     Ok(123_456_780)),
        ("EUR", "1,234,567",       Ok(123_456_700)),
        ("EUR", "45",              Ok(4_500)),
        ("EUR", " 45 ",            Ok(4_500)),
        ("EUR", ".5",              Ok(50)),
        ("EUR", "5.",              Ok(500)),
        ("EUR", "-3",              Ok(-300)),
        ("EUR", "\u{2212}3,10",    Ok(-310)),
        ("EUR", "0",               Ok(0)),
        ("EUR", "100000000",       Ok(10_000_000_000)),
        ("JPY", "1500",            Ok(1_500)),
        ("JPY", "1,500",           Ok(1_500)),
        ("BHD", "1.234",           Ok(1_234)),
        ("BHD", "1,5",             Ok(1_500)),
        ("BHD", "0,234",           Ok(234)),
        ("BHD", "1,234",           Err(Ambiguous)),
        ("BHD", "123,456",         Err(Ambiguous)),
        ("BHD", "1,234.500",       Ok(1_234_500)),
        // Could be either mark; never taken a thousand times too large.
        ("EUR", "1,234",           Err(TooManyDecimals { allowed: 2 })),
        ("EUR", "1.234",           Err(TooManyDecimals { allowed: 2 })),
        ("EUR", "0.005",           Err(TooManyDecimals { allowed: 2 })),
        ("JPY", "5.5",             Err(TooManyDecimals { allowed: 0 })),
        ("EUR", "100000000.01",    Err(TooLarge)),
        ("EUR", "4006381333931",   Err(TooLarge)),
        ("EUR", "99999999999999999999", Err(TooLarge)),
        ("EUR", "",                Err(Empty)),
        ("EUR", "   ",             Err(Empty)),
        ("EUR", ".",               Err(Garbage)),
        ("EUR", "-",               Err(Garbage)),
        ("EUR", "--5",             Err(Garbage)),
        ("EUR", "12 34",           Err(Garbage)),
        ("EUR", "1234 567",        Err(Garbage)),
        ("EUR", "1,23.45,6",       Err(Garbage)),
        ("EUR", "1 234'567",       Err(Garbage)),
        ("EUR", "5 €",             Err(Garbage)),
        ("EUR", "1e5",             Err(Garbage)),
        ("EUR", "٤٥",              Err(Garbage)),
    ];
    for (code, text, want) in cases {
        assert_eq!(
            currency(code).parse(text),
            want.map(minor),
            "{code} {text:?}"
        );
    }
}

#[test]
fn amounts_are_written_with_all_their_decimals() {
    #[rustfmt::skip]
    let cases = [
        ("EUR", 123_450, "1234.50"), ("EUR", -5, "-0.05"), ("EUR", 0, "0.00"), ("EUR", 100, "1.00"),
        ("JPY", 1500, "1500"), ("JPY", -1, "-1"), ("BHD", 5, "0.005"), ("BHD", -12_345, "-12.345"),
    ];
    for (code, amount, want) in cases {
        assert_eq!(currency(code).format(minor(amount)), want);
    }
}

/// A count goes from the largest down, and cash that is rounded needs no coin
/// below the step.
#[test]
fn coins_and_notes_fit_their_currency() {
    for code in Currency::codes() {
        let currency = currency(code);
        let coins = currency.denominations();
        assert!(coins.is_sorted_by(|large, small| large > small), "{code}");
        let step = i64::from(currency.cash_rounding().step_minor);
        let smallest = coins.last().copied().unwrap();
        assert_eq!(smallest.max(step) % step, 0, "{code}");
        assert!(
            step == 1 || smallest == step,
            "{code}: {smallest} and {step}"
        );
    }
}

proptest! {
    #[test]
    fn shares_are_exact_close_and_mirrored(
        total in -10_000_000_000_i64..10_000_000_000,
        weights in prop::collection::vec(0_i128..1_000_000, 1..40),
    ) {
        let sum: i128 = weights.iter().sum();
        prop_assume!(sum > 0);
        let shares = minor(total).alloc(&weights).unwrap();
        prop_assert_eq!(shares.iter().copied().sum::<Money>(), minor(total));
        for (share, weight) in shares.iter().zip(&weights) {
            let off_by = i128::from(share.minor()) * sum - i128::from(total) * weight;
            prop_assert!(off_by.abs() < sum, "{:?} for {}", share, weight);
            prop_assert!(*weight > 0 || share.is_zero());
        }
        let mirrored: Vec<Money> = shares.iter().map(|&it| -it).collect();
        prop_assert_eq!(minor(-total).alloc(&weights).unwrap(), mirrored);
    }

    #[test]
    fn what_is_written_is_read_back(
        amount in -10_000_000_000_i64..=10_000_000_000,
        code in prop::sample::select(vec!["EUR", "JPY", "BHD"]),
    ) {
        let currency = currency(code);
        prop_assert_eq!(currency.parse(&currency.format(minor(amount))), Ok(minor(amount)));
    }

    #[test]
    fn nothing_typed_stops_the_program(text in any::<String>(), digits in "[-0-9., ']{0,24}") {
        for text in [&text, &digits] {
            for code in ["EUR", "JPY", "BHD"] {
                if let Ok(amount) = currency(code).parse(text) {
                    prop_assert!(amount.abs() <= Money::LIMIT);
                }
            }
            let _: Result<Rate, _> = text.parse();
        }
    }

    /// Never off by more than half a coin, and the same both ways.
    #[test]
    fn cash_rounding_is_near_and_mirrored(amount in 0_i64..1_000_000, step_minor in 1_u32..200) {
        let cash = CashRounding { step_minor };
        let rounded = cash.round(minor(amount));
        prop_assert_eq!(rounded.minor() % i64::from(step_minor), 0);
        prop_assert!((rounded.minor() - amount).abs() * 2 <= i64::from(step_minor));
        prop_assert_eq!(cash.round(minor(-amount)), -rounded);
    }
}
