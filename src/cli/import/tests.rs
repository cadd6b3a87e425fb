//! Whole files in, rows and problems out.

use std::io::Read;

use super::{
    Kind,
    columns::Column,
    problem::{Note, Problem, RowNote, Unreadable},
    reader::{Batch, MINUTES_DEFAULT, Reader, read},
    rows::{ClientRow, PriceCell, ProductRow, Row, ServiceRow},
};
use crate::domain::money::Money;

const OLD_SERVICES: &str = include_str!("../../../fixtures/imports/old-services.csv");
const OLD_PRODUCTS: &str = include_str!("../../../fixtures/imports/old-products.csv");
const CLIENTS: &str = include_str!("../../../fixtures/imports/clients.csv");

fn services(text: &str) -> Batch {
    read(Kind::Services, text.as_bytes(), 2).unwrap()
}

fn service_rows(batch: &Batch) -> Vec<&ServiceRow> {
    let rows = batch.rows.iter();
    rows.filter_map(|it| match &it.row {
        Row::Service(row) => Some(row),
        _ => None,
    })
    .collect()
}

fn product_rows(batch: &Batch) -> Vec<&ProductRow> {
    let rows = batch.rows.iter();
    rows.filter_map(|it| match &it.row {
        Row::Product(row) => Some(row),
        _ => None,
    })
    .collect()
}

fn client_rows(batch: &Batch) -> Vec<&ClientRow> {
    let rows = batch.rows.iter();
    rows.filter_map(|it| match &it.row {
        Row::Client(row) => Some(row),
        _ => None,
    })
    .collect()
}

fn problems(batch: &Batch) -> Vec<(u64, Problem)> {
    let problems = batch.problems.iter();
    problems.map(|it| (it.line, it.what.clone())).collect()
}

fn unreadable(kind: Kind, bytes: &[u8]) -> String {
    read(kind, bytes, 2).unwrap_err().to_string()
}

#[test]
fn an_older_programs_services() {
    let batch = services(OLD_SERVICES);
    let rows = service_rows(&batch);

    let column = Column::Name;
    assert_eq!(problems(&batch), [(6, Problem::Missing { column })]);
    assert_eq!(rows.len(), 9);
    assert_eq!(rows[0].code.as_deref(), Some("KBAL"));
    assert_eq!(rows[0].price, Some(PriceCell::Asked));
    assert_eq!(rows[0].cost, Some(Money::from_minor(1_000)));
    assert_eq!(
        rows[2].price,
        Some(PriceCell::Fixed(Money::from_minor(4_500)))
    );
    assert_eq!(rows[4].code.as_deref(), Some("BD5+1"));
    assert_eq!(rows[7].active, Some(false));
    assert_eq!(rows[8].code.as_deref(), Some("CUR 1"));

    let assumed = batch.notes.iter().filter(|it| {
        let minutes = MINUTES_DEFAULT;
        it.what == Note::MinutesAssumed { minutes }
    });
    assert_eq!(assumed.count(), 1, "said once, not per row");
    let asked = batch.notes.iter();
    let asked = asked.filter(|it| matches!(it.what, Note::PriceAsked { .. }));
    assert_eq!(asked.count(), 5);
}

#[test]
fn an_older_programs_products() {
    let batch = read(Kind::Products, OLD_PRODUCTS.as_bytes(), 2).unwrap();
    let rows = product_rows(&batch);

    let column = Column::Name;
    assert_eq!(problems(&batch), [(7, Problem::Missing { column })]);
    assert_eq!(rows[1].name, r#"ZI "cloud" powder 9.1g"#);
    assert_eq!(rows[1].cost, Some(Money::from_minor(1_560)));
    assert_eq!((rows[1].par_level, rows[1].stock_max), (Some(2), Some(2)));
    assert_eq!(rows[2].code.as_deref(), Some("HOTTO DIFFUSE"));
    assert_eq!(rows[2].supplier, None);
    assert_eq!(rows[5].name, "Mu oil, conditioner 250m");
    assert_eq!(rows[5].on_hand, Some(-3));
    assert_eq!(rows[6].price, Some(PriceCell::Asked));
    assert_eq!(rows[3].cost, Some(Money::from_minor(13_913)));
    let headers = ["COG", "YTD", "Package"].map(str::to_owned).to_vec();
    assert_eq!(batch.notes[0].what, Note::ColumnsUnused { headers });
    assert!(
        batch
            .notes
            .iter()
            .any(|it| it.line == 8 && matches!(&it.what, Note::StockNegative { on_hand: -3, .. }))
    );
}

#[test]
fn clients_of_every_script_and_shape() {
    let batch = read(Kind::Clients, CLIENTS.as_bytes(), 2).unwrap();
    let rows = client_rows(&batch);

    let names: Vec<&str> = rows.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(
        names,
        ["Līga Paraugs", "Jānis Paraugs", "丽华 样本", "Otto Muster"]
    );
    assert_eq!(
        rows[0].notes.as_deref(),
        Some("likes it quiet prefers mornings")
    );
    assert_eq!(rows[0].birth_date.unwrap().to_string(), "1987-05-04");
    assert_eq!(rows[1].birth_date.unwrap().to_string(), "1985-11-30");
    assert_eq!(rows[0].alert.as_deref(), Some("nuts"));
    #[rustfmt::skip]
    assert_eq!(problems(&batch), [
        (6, Problem::Missing { column: Column::Name }),
        (7, Problem::NotADate { column: Column::BirthDate, text: "31/12/1970".to_owned() }),
        (8, Problem::Duplicate {
            column: Column::Name, text: "LĪGA paraugs".to_owned(), first_line: 2,
        }),
        (10, Problem::Duplicate {
            column: Column::Name, text: "Otto Muster".to_owned(), first_line: 9,
        }),
    ]);
}

#[test]
fn headers_go_by_many_names_and_delimiters() {
    let want = services("Code,Name,Price,Minutes\nA,Wrap,45.50,75\n").rows;
    #[rustfmt::skip]
    let cases = [
        "code;NAME;price;min\nA;Wrap;45,50;75\n",
        "Code\tDescription\tRetail price\tDuration (min)\nA\tWrap\t€ 45.50\t75",
        "\u{feff}\"Code\",\"Treatment\",\"PRICE\",\"duration\"\r\n\"A\",\"Wrap\",\"45.5\",\"75\"\r\n",
        "Minutes,Sale_Price,service_name,Item Code\r75,45.50 EUR,Wrap,A\r",
        "Code,Name,Price,Minutes,,\nA,Wrap,45.50,75,,\n",
    ];
    for text in cases {
        assert_eq!(services(text).rows, want, "{text:?}");
    }
}

#[test]
fn a_second_row_of_the_same_code_names_the_first() {
    let batch = services("Code,Name,Price\nA,One,1\n\nB,Two,2\na,Three,3\n,Four,4\n,FOUR,5\n");
    #[rustfmt::skip]
    assert_eq!(problems(&batch), [
        (5, Problem::Duplicate { column: Column::Code, text: "a".to_owned(), first_line: 2 }),
        (7, Problem::Duplicate { column: Column::Name, text: "FOUR".to_owned(), first_line: 6 }),
    ]);
}

#[test]
fn two_products_cannot_have_one_barcode() {
    let text = "Name,Price,EAN\nPen,1,4006381333931\nInk,2,5901234123457; 400638 1333931\n\
                Cap,3,4006381333932\n";
    let batch = read(Kind::Products, text.as_bytes(), 2).unwrap();
    #[rustfmt::skip]
    assert_eq!(problems(&batch), [
        (3, Problem::Duplicate {
            column: Column::Barcode, text: "4006381333931".to_owned(), first_line: 2,
        }),
        (4, Problem::BadCheckDigit { code: "4006381333932".to_owned() }),
    ]);
}

#[test]
fn lines_are_counted_through_quoted_line_ends_and_blank_lines() {
    for end in ["\n", "\r\n", "\r"] {
        let text = "Name,Price,Category\n\"two\nlines\",1,a\n\n\n,2,b\n\"x\",bad,\"c\nd\ne\"\n,3,f";
        let text = text.replace('\n', end);
        let lines: Vec<u64> = services(&text).problems.iter().map(|it| it.line).collect();
        assert_eq!(lines, [6, 7, 10], "{end:?}");
    }
}

#[test]
fn rows_of_another_shape_are_named() {
    let batch = services("Name,Price\nA,1,extra\nB\n , \nC,2\n");
    #[rustfmt::skip]
    assert_eq!(problems(&batch), [
        (2, Problem::CellCount { got: 3, want: 2 }),
        (3, Problem::CellCount { got: 1, want: 2 }),
    ]);
    assert_eq!(batch.rows.len(), 1);
    let open = services("Name,Price\nA,1\n\"B,2\nC,3\n");
    assert_eq!(problems(&open), [(3, Problem::QuoteOpen)]);
}

#[test]
fn a_file_that_cannot_be_read_says_where() {
    #[rustfmt::skip]
    let cases: [(&[u8], &str); 7] = [
        (b"Name,Price\nMass\xE9,1\n", "line 2, byte 5: 0xE9 is not UTF-8 text"),
        (b"Name,Price\r\nA,1\r\nB,\"\r\n\xFF\"\r\n", "line 4, byte 1: 0xFF is not UTF-8 text"),
        (b"Name,Price\nA\xC3", "line 2, byte 2: 0xC3 is not UTF-8 text"),
        (b"\xFF\xFEN\0a\0m\0e\0", "line 1, byte 1: 0xFF is not UTF-8 text"),
        (b"N\0a\0m\0e\0", "line 1, byte 2: 0x00 is not UTF-8 text"),
        (b"", "the file has no header line"),
        (b"Title,Amount\nA,1\n", "no column Price among Title, Amount"),
    ];
    for (bytes, want) in cases {
        assert_eq!(unreadable(Kind::Services, bytes), want);
    }
    assert_eq!(
        unreadable(Kind::Clients, b"Phone,City\n1,Riga\n"),
        "no column Name among Phone, City"
    );
}

/// Hands out one byte at a time, so that letters and line ends are cut in two.
struct Trickle<'a>(&'a [u8]);

impl Read for Trickle<'_> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let n = usize::from(!self.0.is_empty()).min(buf.len());
        buf[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

#[test]
fn how_the_bytes_arrive_makes_no_difference() {
    let want = read(Kind::Clients, CLIENTS.as_bytes(), 2).unwrap();
    let mut reader = Reader::open(Kind::Clients, Trickle(CLIENTS.as_bytes()), 2).unwrap();
    let mut got = Batch::default();
    while let Some(batch) = reader.next_batch(2).unwrap() {
        assert!(batch.rows.len() + batch.problems.len() <= 2);
        got.rows.extend(batch.rows);
        got.problems.extend(batch.problems);
        got.notes.extend(batch.notes);
    }
    assert_eq!(got, want);
}

/// Makes rows as they are asked for, so that only the reader could hold them all.
struct Endless {
    n_rows: u32,
    next: u32,
    line: Vec<u8>,
}

impl Read for Endless {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        if self.line.is_empty() && self.next <= self.n_rows {
            self.line = match self.next {
                0 => b"Name,Phone\n".to_vec(),
                it => format!("Client {it},+1 {it:010}\n").into_bytes(),
            };
            self.next += 1;
        }
        let n = self.line.len().min(buf.len());
        buf[..n].copy_from_slice(&self.line[..n]);
        self.line.drain(..n);
        Ok(n)
    }
}

#[test]
fn a_long_file_comes_in_batches() {
    let n_rows = 20_000;
    let endless = Endless {
        n_rows,
        next: 0,
        line: Vec::new(),
    };
    let mut reader = Reader::open(Kind::Clients, endless, 2).unwrap();
    let mut n_seen = 0;
    while let Some(batch) = reader.next_batch(500).unwrap() {
        assert!(batch.rows.len() <= 500 && batch.problems.is_empty());
        n_seen += batch.rows.len();
    }
    assert_eq!(n_seen, 20_000);
}

#[test]
fn a_quotation_mark_never_closed_does_not_fill_the_memory() {
    let head = b"Name,Price\nA,1\n\"B".as_slice();
    let input = head.chain(std::io::repeat(b'x'));
    let mut reader = Reader::open(Kind::Services, input, 2).unwrap();
    let err = reader.next_batch(usize::MAX).unwrap_err();
    assert!(
        matches!(err, Unreadable::RecordTooLong { line: 3 }),
        "{err}"
    );
}

/// The price lists of a real salon, where the machine has them: their folder is
/// named by `BALM_REAL_SALON`.
#[test]
fn a_real_salons_lists() {
    let Some(folder) = std::env::var_os("BALM_REAL_SALON") else {
        return;
    };
    let bytes = |name| std::fs::read(std::path::Path::new(&folder).join(name)).unwrap();
    let batch = read(Kind::Services, &bytes("services.csv"), 2).unwrap();
    assert_eq!((batch.rows.len(), batch.problems.len()), (32, 1));
    let batch = read(Kind::Products, &bytes("products.csv"), 2).unwrap();
    let rounded = |it: &&RowNote| matches!(it.what, Note::CostRounded { .. });
    assert_eq!(batch.notes.iter().filter(rounded).count(), 1);
    assert_eq!((batch.rows.len(), batch.problems.len()), (100, 1));
}
