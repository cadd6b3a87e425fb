//! Templates laid out and found wrong; the ones that come with the program.

use super::*;
use crate::domain::paper::PaperWriter;

fn faults(text: &str) -> Vec<(usize, Fault)> {
    let faults = Template::parse(DocumentKind::Invoice, text).unwrap_err();
    faults.into_iter().map(|it| (it.line, it.what)).collect()
}

fn lines(kind: DocumentKind, text: &str, facts: &Facts) -> Vec<String> {
    let mut paper = PaperWriter::new(32);
    Template::parse(kind, text)
        .unwrap()
        .write(facts, &mut paper);
    paper.finish().to_text()
}

fn row(fields: &[(&'static str, &str)]) -> Row {
    let owned = |(name, value): &(&'static str, &str)| (*name, (*value).to_owned());
    fields.iter().map(owned).collect()
}

fn invoice() -> Facts {
    let mut facts = Facts::default();
    facts.set("shop.name", "Lotus");
    facts.set("shop.header", "Brivibas 1\nRiga");
    facts.set("number", "1-000012");
    facts.set("total", "97.00");
    facts.set_rows(
        "lines",
        vec![
            row(&[("line.name", "Massage"), ("line.total", "60.00")]),
            row(&[
                ("line.name", "Oil {rose}"),
                ("line.total", "37.00"),
                ("line.note", "Gift"),
            ]),
        ],
    );
    facts
}

#[test]
fn fields_rows_and_marks_are_laid_out() {
    let text = "# a comment\n\
                .large {shop.name}\n\
                .centre {shop.header}\n\
                Invoice {{no.}} {number} | {total}\n\
                .rule\n\
                .each lines\n\
                {line.name} | {line.total}\n\
                \x20 {line.note} of {line.discount}\n\
                .end\n\
                ..end\n\
                .barcode {number}";
    assert_eq!(
        lines(DocumentKind::Invoice, text, &invoice()),
        [
            "          L o t u s",
            "           Brivibas 1",
            "              Riga",
            "Invoice {no.} 1-000012     97.00",
            "--------------------------------",
            "Massage                    60.00",
            "Oil {rose}                 37.00",
            "  Gift of",
            ".end",
            "      ||||| 1-000012 |||||",
        ]
    );
}

#[test]
fn what_is_empty_is_left_out() {
    let text = "Reg. no. {buyer.reg_no}\n\
                .if buyer.name\n\
                Buyer\n\
                .each payments\n\
                {payment.name}\n\
                .end\n\
                .end\n\
                .if lines\n\
                Sold\n\
                .end\n\
                Thank you";
    let got = lines(DocumentKind::Invoice, text, &invoice());
    assert_eq!(got, ["Sold", "Thank you"]);
}

fn is_unknown(fault: &Fault, wanted: &str) -> bool {
    matches!(fault, Fault::UnknownField { name, .. } if name == wanted)
}

#[test]
fn what_is_wrong_is_named_by_its_line() {
    let got = faults("All is well\n{buyer.nam} and {total}\n\n.if buyer.regno\n.end\n{line.nme}");
    let [(2, first), (4, second), (6, third)] = got.as_slice() else {
        panic!("{got:?}");
    };
    assert!(is_unknown(first, "buyer.nam") && is_unknown(second, "buyer.regno"));
    assert!(is_unknown(third, "line.nme"));
    let outside = Fault::OutsideRows {
        name: "line.name".to_owned(),
        rows: "lines",
    };
    assert_eq!(faults("{line.name}"), [(1, outside)]);
    #[rustfmt::skip]
    let cases = [
        (".each line\n.end", 1, Fault::UnknownRows { name: "line".into(), known: vec!["lines", "taxes", "payments", "left"] }),
        ("\n.big {total}", 2, Fault::UnknownMark { name: "big".into() }),
        (".each\n.end", 1, Fault::NothingNamed { mark: "each" }),
        (".rule thick", 1, Fault::NothingNamed { mark: "rule" }),
        ("{total", 1, Fault::Brace),
        ("a } b", 1, Fault::Brace),
        ("a\n.each lines\nb", 2, Fault::NotEnded),
        ("a\n.end", 2, Fault::NothingToEnd),
        (".each lines\n.each taxes\n.end\n.end", 2, Fault::Nested),
    ];
    for (text, line, want) in cases {
        assert_eq!(faults(text), [(line, want)], "{text}");
    }
    let long = "x\n".repeat(LINES_MAX + 5);
    assert_eq!(faults(&long), [(LINES_MAX + 1, Fault::TooLong)]);
}

/// What comes with the program is whole, and says of every field that there is one.
#[test]
fn the_templates_that_come_with_it() {
    for kind in DocumentKind::ALL {
        assert_eq!(DocumentKind::named(kind.name()), Some(kind));
        let text = kind.built_in();
        Template::parse(kind, text).unwrap_or_else(|err| panic!("{}: {err:?}", kind.name()));
        let comments: Vec<&str> = text.lines().filter(|it| it.starts_with('#')).collect();
        let comments = comments.join("\n");
        let rows = kind.rows().iter();
        let all = rows.clone().flat_map(|it| it.fields).copied();
        for name in kind.fields().into_iter().chain(all) {
            assert!(
                comments.contains(&format!("{{{name}}}")),
                "{}: {name}",
                kind.name()
            );
        }
        for it in rows {
            assert!(
                comments.contains(&format!(".each {}", it.name)),
                "{}",
                it.name
            );
        }
        for mark in MARKS {
            assert!(comments.contains(&format!(".{mark}")), "{mark}");
        }
    }
}

#[test]
fn the_language_is_the_clients_if_there_is_anything_in_it() {
    let mut documents = Documents::default();
    let template = Template::parse(DocumentKind::Invoice, "Rekins").unwrap();
    documents.add_template(DocumentKind::Invoice, "lv", template.clone());
    documents.add_words("de", String::new());
    documents.set_language(None, "en");
    documents.set_language(Some(DocumentKind::Statement), "de");
    let invoice = Some(DocumentKind::Invoice);
    #[rustfmt::skip]
    let cases = [
        (invoice, "lv", "lv"),
        (invoice, "", "en"),
        (invoice, "fr", "en"),
        (invoice, "de", "de"),
        (Some(DocumentKind::Statement), "lv", "de"),
        (None, "lv", "en"),
    ];
    for (kind, of_client, want) in cases {
        assert_eq!(
            documents.language(kind, of_client),
            want,
            "{kind:?} {of_client}"
        );
    }
    assert_eq!(
        documents.own_template(DocumentKind::Invoice, "lv"),
        Some(&template)
    );
    assert_eq!(documents.own_template(DocumentKind::Invoice, "en"), None);
    assert_ne!(documents.template(DocumentKind::Invoice, "en"), template);
}
