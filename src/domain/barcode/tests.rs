//! Codes against numbers from real packages and published descriptions.

use proptest::prelude::*;

use chrono::NaiveDate;

use super::*;

/// Numbers from real packages and from published descriptions of the codes.
#[test]
fn known_numbers_check() {
    #[rustfmt::skip]
    let cases = [
        ("4006381333931", CodeCheck::Gtin13), // Stabilo pen
        ("5901234123457", CodeCheck::Gtin13), // the EAN-13 example of Wikipedia
        ("9780201379624", CodeCheck::Gtin13), // an ISBN
        ("036000291452", CodeCheck::Gtin12),  // Kleenex, the UPC-A example
        ("73513537", CodeCheck::Gtin8),
        ("96385074", CodeCheck::Gtin8),
        ("04252614", CodeCheck::UpcE),        // 042100005264
        ("00042100005264", CodeCheck::Gtin14),
        ("4006381333930", CodeCheck::BadCheckDigit),
        ("4006381333391", CodeCheck::BadCheckDigit), // two digits swapped
        ("73513536", CodeCheck::BadCheckDigit),
        ("12345", CodeCheck::Other),
        ("", CodeCheck::Other),
        ("400638133393A", CodeCheck::Other),
        ("1-000123", CodeCheck::Other),
    ];
    for (code, want) in cases {
        assert_eq!(check(code), want, "{code}");
    }
}

#[test]
fn one_number_has_one_spelling() {
    #[rustfmt::skip]
    let cases = [
        ("036000291452", "00036000291452"),
        ("0036000291452", "00036000291452"),
        ("00036000291452", "00036000291452"),
        ("04252614", "00042100005264"),
        ("042100005264", "00042100005264"),
        ("  4006381333931\r\n", "04006381333931"),
        ("978-0-201-37962-4", "09780201379624"),
        ("４００６３８１３３３９３１", "04006381333931"),
        ("73513537", "00000073513537"),
        ("oil-100", "OIL-100"),
        ("\u{FEFF}OIL\u{200B}-100\u{1D}", "OIL-100"),
        (" 0012 ", "0012"),
        ("1-000123", "1-000123"),
        ("036000291453", "036000291453"),
        ("", ""),
    ];
    for (code, want) in cases {
        assert_eq!(normalise(code), want, "{code}");
    }
}

#[test]
fn the_check_digit_completes_twelve_digits() {
    assert_eq!(
        ean13_with_check("400638133393").as_deref(),
        Some("4006381333931")
    );
    assert_eq!(
        ean13_with_check("590123412345").as_deref(),
        Some("5901234123457")
    );
    assert_eq!(ean13_with_check("40063813339"), None);
    assert_eq!(ean13_with_check("40063813339x"), None);
}

proptest! {
    #[test]
    fn normalising_twice_changes_nothing(code in "\\PC{0,20}|[0-9 -]{8,16}|.{0,12}") {
        let once = normalise(&code);
        prop_assert_eq!(normalise(&once), once);
    }

    /// The weights catch every single wrong digit.
    #[test]
    fn one_wrong_digit_is_noticed(payload in "[0-9]{12}", at in 0_usize..13, add in 1_u8..10) {
        let mut code = ean13_with_check(&payload).unwrap().into_bytes();
        code[at] = b'0' + (code[at] - b'0' + add) % 10;
        prop_assert_eq!(check(std::str::from_utf8(&code).unwrap()), CodeCheck::BadCheckDigit);
    }
}

/// What the GTIN-14 of a package is printed as under its bars.
#[test]
fn a_stored_number_is_shown_as_the_package_has_it() {
    for (stored, want) in [
        ("04006381333931", "4006381333931"),
        ("00036000291452", "036000291452"),
        ("00000073513537", "73513537"),
        ("14006381333938", "14006381333938"),
        ("OIL-100", "OIL-100"),
        ("0012", "0012"),
    ] {
        assert_eq!(shown(stored), want);
        assert_eq!(normalise(shown(stored)), stored);
    }
}

/// `]I114006381333938` is the case of 4006381333931 (biip 5.2 agrees on both check digits).
#[test]
fn a_case_leads_to_its_piece() {
    assert_eq!(
        piece_of_case("14006381333938").as_deref(),
        Some("04006381333931")
    );
    // 9: of variable measure; 0: no case.
    assert_eq!(piece_of_case("95012345678903"), None);
    assert_eq!(piece_of_case("4006381333931"), None);
    assert_eq!(piece_of_case("OIL"), None);
}

#[test]
fn eight_digits_may_be_two_numbers() {
    // Looked for, so that no published number is called ambiguous.
    let both = (100_000..2_000_000_u32)
        .map(|n| format!("{n:08}"))
        .find(|it| check(it) == CodeCheck::Gtin8 && upc_e_to_a(it).is_some())
        .unwrap();
    let found = spellings(&both);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(found[0], format!("{both:0>14}"));
    assert_eq!(spellings("4006381333931"), ["04006381333931"]);
    assert_eq!(spellings("OIL-100"), ["OIL-100"]);
}

/// The left side as scanners send it; the right side as biip 5.2 reads it.
#[test]
fn what_scanners_send_is_read() {
    #[rustfmt::skip]
    let cases = [
        ("]E05901234123457", "5901234123457", "05901234123457"),
        ("]E473513537", "73513537", "00000073513537"),
        ("04252614", "04252614", "00042100005264"),
        ("]I114006381333938", "14006381333938", "14006381333938"),
        ("]C1010703206980498815210526100329", "(01)07032069804988(15)210526(10)0329", "07032069804988"),
        ("0107032069804988152105261003290123", "(01)07032069804988(15)210526(10)03290123", "07032069804988"),
        ("]d2010703206980498815210526100329\u{1D}21ABC", "(01)07032069804988(15)210526(10)0329(21)ABC", "07032069804988"),
        ("]C10104006381333931172602001012AB\u{1D}21S-1", "(01)04006381333931(17)260200(10)12AB(21)S-1", "04006381333931"),
        ("]C10104006381333931310300123439220499\u{1D}3712", "(01)04006381333931(3103)001234(3922)0499(37)12", "04006381333931"),
        ("]e00104006381333931", "(01)04006381333931", "04006381333931"),
        ("\u{1D}0104006381333931\u{1D}10A\u{1D}", "(01)04006381333931(10)A", "04006381333931"),
        // An impossible month, an impossible day: no GS1 code, and not guessed at.
        ("]C1010406381333931A17261300", "010406381333931A17261300", "010406381333931A17261300"),
        ("]C101040063813339311726130010A", "01040063813339311726130010A", "01040063813339311726130010A"),
        ("]C10104006381333931172602301012", "0104006381333931172602301012", "0104006381333931172602301012"),
        ("]C01-000123", "1-000123", "1-000123"),
        ("]A0OIL-100", "OIL-100", "OIL-100"),
        ("]", "]", "]"),
        ("]E", "]E", "]E"),
        ("4006381333931", "4006381333931", "04006381333931"),
    ];
    for (sent, text, stored) in cases {
        let got = from_scanner(sent);
        assert_eq!(got, text, "{sent:?}");
        assert_eq!(normalise(&got), stored, "{sent:?}");
    }
}

#[test]
fn fields_are_read_from_brackets() {
    let fields = gs1::read("(01)04006381333931(17)260200(15)261130(11)251201(10)12AB(21)S-1(37)12");
    let fields = fields.unwrap();
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let near = |day: Option<gs1::Day>| day.unwrap().near(today).unwrap().to_string();
    assert_eq!(fields.gtin.as_deref(), Some("04006381333931"));
    assert_eq!(near(fields.expires), "2026-02-28");
    assert_eq!(near(fields.best_before), "2026-11-30");
    assert_eq!(near(fields.made), "2025-12-01");
    assert_eq!(fields.lot.as_deref(), Some("12AB"));
    assert_eq!(fields.serial.as_deref(), Some("S-1"));
    assert_eq!(fields.count, Some(12));
    for wrong in [
        "(01)04006381333932",
        "(17)261301",
        "(10)",
        "01",
        "(",
        "(01)(10)A",
        "",
    ] {
        assert_eq!(gs1::read(wrong), None, "{wrong}");
    }
}

/// The rule of the General Specifications, section 7.12, at its edges.
#[test]
fn the_century_is_the_nearest() {
    let on = |year, digits: &str| {
        let fields = gs1::read(&format!("(17){digits}")).unwrap();
        let today = NaiveDate::from_ymd_opt(year, 6, 1).unwrap();
        fields.expires.unwrap().near(today).unwrap().to_string()
    };
    assert_eq!(on(2026, "760101"), "2076-01-01");
    assert_eq!(on(2026, "770101"), "1977-01-01");
    assert_eq!(on(2026, "991231"), "1999-12-31");
    assert_eq!(on(2080, "300101"), "2130-01-01");
    assert_eq!(on(2080, "310101"), "2031-01-01");
    // No 29th of February in 2027.
    assert_eq!(on(2026, "270229"), "2027-02-28");
}

/// Labels made by biip 5.2's rules for each country (their check digits, inner ones
/// included, are its own), read by the patterns of that country.
#[test]
fn labels_of_countries_are_read() {
    #[rustfmt::skip]
    let cases = [
        ("LV", "2318159052602", "181590", "W 526 2", "02318159000009"),
        ("LV", "2466131883017", "661318", "W 8301 2", "02466131800007"),
        ("LV", "2539099660911", "390996", "W 6091 1", "02539099600009"),
        ("SE", "2024628103088", "246281", "P 308 2", "02024628100001"),
        ("SE", "2119935194826", "199351", "P 9482 1", "02119935100001"),
        ("SE", "2293786581902", "937865", "P 8190 0", "02293786500002"),
        ("DK", "2171145559796", "7114", "P 555979 2", "02171140000002"),
        ("DK", "2663212684659", "6321", "W 268465 3", "02663210000000"),
        ("DK", "2779244223305", "79244", "W 22330 3", "02779244000005"),
        ("DE", "2266613907862", "6661", "P 90786 2", "02266610000009"),
        ("DE", "2592819590103", "9281", "Q 59010", "02592810000007"),
        ("DE", "2954728741210", "5472", "W 74121 3", "02954720000001"),
        ("GB", "2052808080386", "52808", "P 8038 2", "02052808000001"),
        ("NO", "2407511637998", "075116", "W 3799 2", "02407511600008"),
    ];
    for (country, code, item, measure, without_measure) in cases {
        let patterns = in_store::usual_in(country);
        let read: Vec<in_store::Label> = patterns
            .iter()
            .filter_map(|it| in_store::Pattern::parse(it).unwrap().read(&normalise(code)))
            .collect();
        let [label] = &read[..] else {
            panic!("{country} {code}: {read:?}");
        };
        assert_eq!(label.item, item, "{code}");
        assert_eq!(label.without_measure, without_measure, "{code}");
        let got = match label.measure {
            in_store::Measure::Price { units, n_decimals } => format!("P {units} {n_decimals}"),
            in_store::Measure::Weight { units, n_decimals } => format!("W {units} {n_decimals}"),
            in_store::Measure::Pieces(n) => format!("Q {n}"),
        };
        // biip writes 5.260 kg as 5.26: the same.
        let same = got == measure || got == format!("{}0 3", measure.trim_end_matches(" 2"));
        assert!(same, "{code}: {got} is not {measure}");
    }
}

#[test]
fn a_label_misread_is_no_label() {
    let pattern = in_store::Pattern::parse("22IIIIVPPP.PPC").unwrap();
    assert!(pattern.read("2266613907862").is_some());
    // One digit of the price wrong, and the outer check digit made to fit: the inner
    // one tells.
    let payload = "226661390796";
    let wrong = ean13_with_check(payload).unwrap();
    assert_eq!(pattern.read(&wrong), None);
    assert_eq!(pattern.read("2266613907861"), None);
    assert_eq!(pattern.read("2366613907862"), None);
    assert_eq!(pattern.read("4006381333931"), None);
    assert_eq!(pattern.read(""), None);
    // A case is no label, whatever its digits.
    assert_eq!(pattern.read("12266613907869"), None);
}

#[test]
fn patterns_that_could_read_nothing_are_named() {
    use in_store::PatternError as E;
    for (text, want) in [
        ("21IIIIIPPP.PPPPC", E::Length(15)),
        ("21IIIIIPPP.PPX", E::Letter('X')),
        ("IIIIIIIPPP.PPC", E::NoPrefix),
        ("21IIPIIPPP.PPC", E::Item),
        ("21IIIII111111", E::Outer),
        ("21IIIII00000C", E::Measure),
        ("21PPPPPPPPPPC", E::Item),
        ("21IIIIIPPPWWC", E::Measure),
        ("21IIIIIPP.PP.PC", E::Measure),
        ("21IIIIIQQQ.QQC", E::Measure),
        ("21IIIIPPPPPPVC", E::Inner),
        ("", E::Length(0)),
    ] {
        assert_eq!(in_store::Pattern::parse(text), Err(want), "{text}");
    }
}

proptest! {
    /// Whatever comes down a line, reading it breaks nothing.
    #[test]
    fn any_text_is_read_without_harm(sent in "(\\]C1)?(01[0-9]{14}|17[0-9]{6}|10[A-Z]{0,5}|\u{1D}){0,5}|\\PC{0,30}") {
        let text = from_scanner(&sent);
        let once = normalise(&text);
        prop_assert_eq!(normalise(&once), once);
        for pattern in in_store::usual_in("DE") {
            in_store::Pattern::parse(pattern).unwrap().read(&text);
        }
    }
}
