//! A file's rows in batches, with what is wrong and what is worth saying. Memory
//! holds one batch and a fingerprint per code.

use std::{collections::HashMap, io::Read};

use sha2::{Digest, Sha256};

use super::{
    Kind,
    cell::AmountFormat,
    columns::{Column, Columns},
    known::tail,
    problem::{Note, Problem, RowNote, RowProblem, Unreadable},
    rows::{self, Row},
    sheet::Sheet,
};
use crate::domain::{barcode, client::phone_digits};

/// How long a service is taken to be when its file does not say.
pub const MINUTES_DEFAULT: u16 = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRow {
    /// Where the row begins, from 1; the header is line 1.
    pub line: u64,
    pub row: Row,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub rows: Vec<ImportRow>,
    pub problems: Vec<RowProblem>,
    pub notes: Vec<RowNote>,
}

pub struct Reader<R: Read> {
    kind: Kind,
    sheet: Sheet<R>,
    columns: Columns,
    format: AmountFormat,
    /// Where each code, barcode, name or person was first seen.
    first_lines: HashMap<[u8; 16], u64>,
    opening_notes: Vec<RowNote>,
}

impl<R: Read> Reader<R> {
    /// Amounts are read with `n_decimals` of the shop's currency.
    ///
    /// # Errors
    ///
    /// The file has no header, lacks a column, or is not UTF-8 that far.
    pub fn open(kind: Kind, input: R, n_decimals: u8) -> Result<Self, Unreadable> {
        let sheet = Sheet::open(input)?;
        let columns = Columns::find(kind, &sheet.headers)?;
        let mut opening_notes = Vec::new();
        let mut note = |what| opening_notes.push(RowNote { line: 1, what });
        if !columns.unused.is_empty() {
            let headers = columns.unused.clone();
            note(Note::ColumnsUnused { headers });
        }
        if kind == Kind::Services && columns.place(Column::Minutes).is_none() {
            let minutes = MINUTES_DEFAULT;
            note(Note::MinutesAssumed { minutes });
        }
        let format = AmountFormat {
            n_decimals,
            point_is_decimal: sheet.delimiter == b',',
        };
        Ok(Self {
            kind,
            sheet,
            columns,
            format,
            first_lines: HashMap::new(),
            opening_notes,
        })
    }

    /// The next rows, `n_lines_max` at most; `None` at the end of the file.
    ///
    /// # Errors
    ///
    /// The file cannot be read on, or is not UTF-8 from here.
    pub fn next_batch(&mut self, n_lines_max: usize) -> Result<Option<Batch>, Unreadable> {
        let mut batch = Batch {
            notes: std::mem::take(&mut self.opening_notes),
            ..Batch::default()
        };
        let mut n_lines = 0;
        while n_lines < n_lines_max && self.read_into(&mut batch)? {
            n_lines += 1;
        }
        Ok((n_lines > 0 || !batch.notes.is_empty()).then_some(batch))
    }

    /// Adds one row or problem; `false` at the end of the file.
    fn read_into(&mut self, batch: &mut Batch) -> Result<bool, Unreadable> {
        let cells = match self.sheet.next()? {
            None => return Ok(false),
            Some(Ok(cells)) => cells,
            Some(Err(problem)) => {
                batch.problems.push(problem);
                return Ok(true);
            }
        };
        let line = cells.line;
        let mut notes = Vec::new();
        let row = rows::parse(self.kind, &cells, &self.columns, self.format, &mut notes);
        match row.and_then(|row| first_seen(&mut self.first_lines, line, row)) {
            Ok(row) => {
                batch.rows.push(ImportRow { line, row });
                let notes = notes.into_iter().map(|what| RowNote { line, what });
                batch.notes.extend(notes);
            }
            Err(what) => batch.problems.push(RowProblem { line, what }),
        }
        Ok(true)
    }
}

/// Reads a whole file that is known to be small.
///
/// # Errors
///
/// The file cannot be read at all.
pub fn read(kind: Kind, bytes: &[u8], n_decimals: u8) -> Result<Batch, Unreadable> {
    let mut reader = Reader::open(kind, bytes, n_decimals)?;
    Ok(reader.next_batch(usize::MAX)?.unwrap_or_default())
}

/// Lets a row through unless one above has the same identity.
fn first_seen(
    first_lines: &mut HashMap<[u8; 16], u64>,
    line: u64,
    row: Row,
) -> Result<Row, Problem> {
    let marks: Vec<([u8; 16], Column, &str)> = identities(&row)
        .into_iter()
        .map(|(column, text, key)| {
            (
                fingerprint(&format!("{}/{key}", column.name())),
                column,
                text,
            )
        })
        .collect();
    for (mark, column, text) in &marks {
        if let Some(first_line) = first_lines.get(mark) {
            return Err(Problem::Duplicate {
                column: *column,
                text: barcode::shown(text).to_owned(),
                first_line: *first_line,
            });
        }
    }
    let marks: Vec<[u8; 16]> = marks.into_iter().map(|(mark, ..)| mark).collect();
    first_lines.extend(marks.into_iter().map(|mark| (mark, line)));
    Ok(row)
}

/// What makes a row the same thing as another one: its column, its text as shown,
/// and its spelling for comparing.
fn identities(row: &Row) -> Vec<(Column, &str, String)> {
    match row {
        Row::Room(row) => vec![by_name(&row.name)],
        Row::Staff(row) => vec![by_name(&row.name)],
        Row::Service(row) => vec![by_code_or_name(row.code.as_deref(), &row.name)],
        Row::Product(row) => {
            let barcodes = row.barcodes.iter();
            let barcodes = barcodes.map(|it| (Column::Barcode, it.as_str(), it.clone()));
            let own = by_code_or_name(row.code.as_deref(), &row.name);
            std::iter::once(own).chain(barcodes).collect()
        }
        Row::Client(row) => {
            let digits = row.phone.as_deref().map(phone_digits).unwrap_or_default();
            let born = row.birth_date.filter(|_| digits.is_empty());
            let key = format!("{}/{born:?}/{}", tail(&digits), folded(&row.name));
            vec![(Column::Name, row.name.as_str(), key)]
        }
    }
}

fn by_code_or_name<'a>(code: Option<&'a str>, name: &'a str) -> (Column, &'a str, String) {
    match code {
        Some(code) => (Column::Code, code, code.to_uppercase()),
        None => by_name(name),
    }
}

fn by_name(name: &str) -> (Column, &str, String) {
    (Column::Name, name, folded(name))
}

/// A name as it is compared: capitals and spacing make no difference.
pub(super) fn folded(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    words.join(" ")
}

/// Stands for a text where a million of them are remembered.
pub(super) fn fingerprint(key: &str) -> [u8; 16] {
    let digest = Sha256::digest(key);
    let mut mark = [0; 16];
    mark.copy_from_slice(&digest[..16]);
    mark
}
