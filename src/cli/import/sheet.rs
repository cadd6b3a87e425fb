//! A file as rows of cells, each with the line that it begins in. Never more than
//! one row is in memory.

use std::io::Read;

use super::{
    gate::Gate,
    problem::{Problem, RowProblem, Unreadable},
};

const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

pub(super) struct Sheet<R: Read> {
    reader: csv::Reader<Gate<R>>,
    record: csv::StringRecord,
    pub(super) headers: Vec<String>,
    pub(super) delimiter: u8,
}

/// One row as it stands in the file.
pub(super) struct Cells<'a> {
    pub(super) line: u64,
    pub(super) record: &'a csv::StringRecord,
}

impl<R: Read> Sheet<R> {
    /// Reads the header line. The delimiter is the one of `, ; tab` that the header
    /// has most of.
    pub(super) fn open(input: R) -> Result<Self, Unreadable> {
        let mut gate = Gate::new(input);
        let delimiter = match gate.first_line() {
            Ok(line) => delimiter_of(line),
            Err(err) => return Err(gate.wrong.take().unwrap_or(Unreadable::Io(err))),
        };
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .terminator(csv::Terminator::Any(b'\n'))
            .from_reader(gate);
        let mut sheet = Self {
            reader,
            record: csv::StringRecord::new(),
            headers: Vec::new(),
            delimiter,
        };
        if sheet.next_record()?.is_none() {
            return Err(Unreadable::Empty);
        }
        sheet.headers = sheet.record.iter().map(|it| it.trim().to_owned()).collect();
        while sheet.headers.last().is_some_and(String::is_empty) {
            sheet.headers.pop();
        }
        if sheet.headers.is_empty() {
            return Err(Unreadable::Empty);
        }
        Ok(sheet)
    }

    /// The next row that has anything in it, or what is wrong with its shape.
    pub(super) fn next(&mut self) -> Result<Option<Result<Cells<'_>, RowProblem>>, Unreadable> {
        loop {
            let Some(line) = self.next_record()? else {
                return Ok(None);
            };
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(self.checked(line)));
            }
        }
    }

    fn checked(&self, line: u64) -> Result<Cells<'_>, RowProblem> {
        let record = &self.record;
        let problem = |what| Err(RowProblem { line, what });
        if self.reader.get_ref().exhausted {
            return problem(Problem::QuoteOpen);
        }
        let want = self.headers.len();
        let mut extra = record.iter().skip(want);
        if record.len() < want || extra.any(|cell| !cell.trim().is_empty()) {
            let got = record.len();
            return problem(Problem::CellCount { got, want });
        }
        Ok(Cells { line, record })
    }

    /// Reads into `self.record` and tells the line that it begins in.
    fn next_record(&mut self) -> Result<Option<u64>, Unreadable> {
        match self.reader.read_record(&mut self.record) {
            Ok(false) => Ok(None),
            Ok(true) => {
                // Blank lines above a record are skipped with it, so its line is
                // counted back from its end.
                let next_line = self.reader.position().line();
                let n_ends = u64::from(!self.reader.get_ref().exhausted);
                let newlines = self.record.iter().flat_map(str::bytes);
                let n_inside = newlines.filter(|byte| *byte == b'\n').count() as u64;
                self.reader.get_mut().record_done(next_line);
                Ok(Some(next_line.saturating_sub(n_ends + n_inside).max(1)))
            }
            Err(err) => Err(self.reason(err)),
        }
    }

    fn reason(&mut self, err: csv::Error) -> Unreadable {
        let known = self.reader.get_mut().wrong.take();
        known.unwrap_or_else(|| match err.into_kind() {
            csv::ErrorKind::Io(err) => Unreadable::Io(err),
            other => Unreadable::Io(std::io::Error::other(format!("{other:?}"))),
        })
    }
}

fn delimiter_of(line: &[u8]) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in line {
        quoted ^= *byte == b'"';
        if let Some(idx) = DELIMITERS.iter().position(|it| it == byte) {
            counts[idx] += usize::from(!quoted);
        }
    }
    let mut best = 0;
    for idx in 1..DELIMITERS.len() {
        if counts[idx] > counts[best] {
            best = idx;
        }
    }
    DELIMITERS[best]
}
