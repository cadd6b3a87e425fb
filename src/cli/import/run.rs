//! An import from beginning to end. The file is read twice: once to see that all
//! of it can be read and which phones it repeats, then to plan each batch of rows
//! and, unless it is a dry run, to have the shop do it.

use std::{
    collections::HashMap,
    io::{self, Read},
};

use super::{
    Kind,
    columns::Column,
    known::{Known, tail},
    plan::{Phones, Planned, Planner, Trouble, Wish},
    problem::{Problem, RowNote, RowProblem, Unreadable},
    reader::{Batch, Reader, fingerprint},
    rows::Row,
};
use crate::{
    domain::client::phone_digits,
    ops::{
        failure::Failure,
        outcome::Outcome,
        request::{Request, Session},
        shop::{Shop, Stop},
    },
    store::StoreError,
};

/// Rows that are read and planned before the shop is asked to do them.
const BATCH_ROWS: usize = 250;

/// What is imported, into which shop, by whom.
pub struct Import<'a> {
    pub shop: &'a Shop,
    pub session: Session,
    pub kind: Kind,
    /// Plans only; the shop stays as it is.
    pub dry_run: bool,
    /// Asked after each batch of rows whether to go no further.
    pub stop: &'a dyn Fn() -> bool,
    /// Begins each request's id. A new one for each import, since the shop may
    /// have been changed by hand since the last one.
    pub run_id: &'a str,
}

/// What is told while an import goes on, in order of lines per batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum News {
    /// So many rows of so many are done.
    Rows {
        done: u64,
        total: u64,
    },
    Note(RowNote),
    Problem(RowProblem),
    New {
        line: u64,
        name: String,
    },
    Changed {
        line: u64,
        name: String,
        columns: Vec<Column>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub n_new: u64,
    pub n_changed: u64,
    pub n_same: u64,
    pub n_problems: u64,
}

/// Why an import ended early. All rows before it are in, or none if the file
/// itself is at fault.
#[derive(Debug)]
pub enum ImportError {
    Unreadable(Unreadable),
    NotSetUp,
    Store(StoreError),
    Failed(Failure),
    /// As asked, after so much.
    Stopped(Tally),
}

impl From<Unreadable> for ImportError {
    fn from(err: Unreadable) -> Self {
        Self::Unreadable(err)
    }
}

impl From<StoreError> for ImportError {
    fn from(err: StoreError) -> Self {
        Self::Store(err)
    }
}

impl Import<'_> {
    /// `open` gives the file from its beginning, twice.
    ///
    /// # Errors
    ///
    /// Nothing is changed if the file cannot be read to its end.
    pub fn run<R: Read>(
        &self,
        open: impl Fn() -> io::Result<R>,
        tell: &mut dyn FnMut(News),
    ) -> Result<Tally, ImportError> {
        let settings = self.shop.settings().ok_or(ImportError::NotSetUp)?;
        let n_decimals = settings.currency.n_decimals;
        let reader =
            || -> Result<Reader<R>, Unreadable> { Reader::open(self.kind, open()?, n_decimals) };
        let (phones, total) = survey(reader()?)?;
        let known = Known::read(&self.shop.read(), self.kind)?;
        let planner = Planner {
            known: &known,
            phones: &phones,
        };
        let mut tally = Tally::default();
        let mut reader = reader()?;
        while let Some(batch) = reader.next_batch(BATCH_ROWS)? {
            self.batch(&planner, batch, &mut tally, tell)?;
            let done = tally.n_rows();
            tell(News::Rows { done, total });
            if (self.stop)() {
                return Err(ImportError::Stopped(tally));
            }
        }
        Ok(tally)
    }

    fn batch(
        &self,
        planner: &Planner,
        batch: Batch,
        tally: &mut Tally,
        tell: &mut dyn FnMut(News),
    ) -> Result<(), ImportError> {
        let mut news: Vec<(u64, News)> = Vec::new();
        for note in batch.notes {
            news.push((note.line, News::Note(note)));
        }
        for problem in batch.problems {
            news.push((problem.line, News::Problem(problem)));
        }
        let mut wishes: Vec<(u64, Wish)> = Vec::new();
        {
            let reads = self.shop.read();
            for row in &batch.rows {
                let line = row.line;
                let mut notes = Vec::new();
                match planner.plan(&reads, row, &mut notes) {
                    Ok(Planned::Same) => tally.n_same += 1,
                    Ok(Planned::New(wish)) => {
                        let name = name_of(&row.row).to_owned();
                        news.push((line, News::New { line, name }));
                        wishes.push((line, wish));
                    }
                    Ok(Planned::Changed(wish, columns)) => {
                        let name = name_of(&row.row).to_owned();
                        let changed = News::Changed {
                            line,
                            name,
                            columns,
                        };
                        news.push((line, changed));
                        wishes.push((line, wish));
                    }
                    Err(Trouble::Row(what)) => {
                        news.push((line, News::Problem(RowProblem { line, what })));
                    }
                    Err(Trouble::Store(err)) => return Err(err.into()),
                }
                let notes = notes.into_iter().map(|what| RowNote { line, what });
                news.extend(notes.map(|note| (line, News::Note(note))));
            }
        }
        if !self.dry_run {
            for (line, wish) in wishes {
                if let Some(what) = self.fulfil(line, wish)? {
                    news.retain(|(at, it)| *at != line || matches!(it, News::Note(_)));
                    news.push((line, News::Problem(RowProblem { line, what })));
                }
            }
        }
        news.sort_by_key(|(line, _)| *line);
        for (_, it) in news {
            tally.count(&it);
            tell(it);
        }
        Ok(())
    }

    /// Has the shop do it; gives what the shop says against it.
    fn fulfil(&self, line: u64, wish: Wish) -> Result<Option<Problem>, ImportError> {
        let Wish {
            request,
            opening_stock,
        } = wish;
        let id = format!("{}-{line}", self.run_id);
        let outcome = match self.ask(&id, &request)? {
            Ok(outcome) => outcome,
            Err(problem) => return Ok(Some(problem)),
        };
        if let (Outcome::SavedProduct { product }, Some(on_hand)) = (outcome, opening_stock) {
            let request = Request::SetStock { product, on_hand };
            return Ok(self.ask(&format!("{id}-stock"), &request)?.err());
        }
        Ok(None)
    }

    fn ask(&self, id: &str, request: &Request) -> Result<Result<Outcome, Problem>, ImportError> {
        match self.shop.run(&self.session, id, request) {
            Ok(outcome) => Ok(Ok(outcome)),
            Err(Stop::Refused(refusal)) => Ok(Err(Problem::Refused(Box::new(refusal)))),
            Err(Stop::Failed(failure)) => Err(ImportError::Failed(failure)),
        }
    }
}

impl Tally {
    pub fn n_rows(&self) -> u64 {
        self.n_new + self.n_changed + self.n_same + self.n_problems
    }

    fn count(&mut self, news: &News) {
        match news {
            News::Rows { .. } | News::Note(_) => (),
            News::Problem(_) => self.n_problems += 1,
            News::New { .. } => self.n_new += 1,
            News::Changed { .. } => self.n_changed += 1,
        }
    }
}

/// Reads a file to its end and counts its rows, and those that have one phone; the
/// phones that only one row has are left out.
fn survey<R: Read>(mut reader: Reader<R>) -> Result<(Phones, u64), Unreadable> {
    let mut phones: Phones = HashMap::new();
    let mut n_rows = 0;
    while let Some(batch) = reader.next_batch(BATCH_ROWS)? {
        n_rows += (batch.rows.len() + batch.problems.len()) as u64;
        for row in batch.rows {
            if let Row::Client(row) = row.row {
                let digits = row.phone.as_deref().map(phone_digits).unwrap_or_default();
                if !digits.is_empty() {
                    *phones.entry(fingerprint(tail(&digits))).or_default() += 1;
                }
            }
        }
    }
    phones.retain(|_, n_rows| *n_rows > 1);
    phones.shrink_to_fit();
    Ok((phones, n_rows))
}

fn name_of(row: &Row) -> &str {
    match row {
        Row::Room(row) => &row.name,
        Row::Staff(row) => &row.name,
        Row::Service(row) => &row.name,
        Row::Product(row) => &row.name,
        Row::Client(row) => &row.name,
    }
}
