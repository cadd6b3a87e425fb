//! The books as text that the plain-text accounting programs read: hledger, Ledger and
//! Beancount. Each closing is followed by what every account that moved must stand at,
//! so that the program which reads them proves them.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{self, Write},
};

use chrono::{Days, NaiveDate};

use crate::{
    domain::{
        ledger::{LedgerSource, Unit},
        money::Money,
        sale::SaleKind,
    },
    locale::Locale,
    store::{Book, BookEntry},
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerFormat {
    Hledger,
    Ledger,
    Beancount,
}

/// Writes entries in the order of their days.
pub struct LedgerText<'a> {
    format: LedgerFormat,
    book: &'a Book,
    locale: &'a Locale,
    /// What every account stands at, by its name and what it is counted in.
    balances: BTreeMap<(String, &'a str), Money>,
    /// Those that moved since they were last asserted.
    moved: BTreeSet<(String, &'a str)>,
    /// Days before it are summed up in one entry.
    from: Option<NaiveDate>,
    /// A day that was closed, until the next begins.
    closed: Option<NaiveDate>,
    has_begun: bool,
    pub n_entries: u64,
    pub n_closings: u64,
}

/// What points are counted in.
const POINTS: &str = "POINTS";
/// Amounts stand below each other behind names of the usual length.
const NAME_CELLS: usize = 40;
const AMOUNT_CELLS: usize = 14;

impl<'a> LedgerText<'a> {
    pub fn new(
        format: LedgerFormat,
        book: &'a Book,
        locale: &'a Locale,
        from: Option<NaiveDate>,
    ) -> Self {
        Self {
            format,
            book,
            locale,
            balances: BTreeMap::new(),
            moved: BTreeSet::new(),
            from,
            closed: None,
            has_begun: false,
            n_entries: 0,
            n_closings: 0,
        }
    }

    /// What is said once: the currency and all accounts.
    ///
    /// # Errors
    ///
    /// A writer that fails.
    pub fn head(&self, to: &mut dyn Write) -> io::Result<()> {
        let shop = one_line(&self.book.settings.shop_name);
        let code = &self.book.settings.currency.code;
        let Some((first, _)) = self.book.days() else {
            return writeln!(to, "; {shop}");
        };
        let names = self.book.accounts.iter().map(|it| self.name(it));
        let names: BTreeSet<String> = names.collect();
        let first = self.from.map_or(first, |from| from.max(first));
        match self.format {
            LedgerFormat::Beancount => {
                writeln!(to, "option \"title\" \"{shop}\"")?;
                writeln!(to, "option \"operating_currency\" \"{code}\"\n")?;
                for name in names {
                    writeln!(to, "{first} open {name}")?;
                }
            }
            LedgerFormat::Hledger => {
                writeln!(to, "; {shop}\n\ndecimal-mark .")?;
                let thousand = self.plain(Money::from_minor(100_000), code);
                // A mark is needed even where the currency has no decimals.
                let dot = if thousand.contains('.') { "" } else { "." };
                writeln!(to, "commodity {thousand}{dot} {code}")?;
                writeln!(to, "commodity 1000. {POINTS}\n")?;
                for name in names {
                    writeln!(to, "account {name}")?;
                }
            }
            LedgerFormat::Ledger => {
                writeln!(to, "; {shop}\n\ncommodity {code}\ncommodity {POINTS}\n")?;
                for name in names {
                    writeln!(to, "account {name}")?;
                }
            }
        }
        Ok(())
    }

    /// # Errors
    ///
    /// A writer that fails.
    pub fn entry(&mut self, posted: &BookEntry, to: &mut dyn Write) -> io::Result<()> {
        let entry = &posted.entry;
        let day = entry.business_date;
        if self.closed.is_some_and(|closed| day > closed) {
            self.assert_day(to)?;
        }
        let is_before = self.from.is_some_and(|from| day < from);
        if !is_before && !self.has_begun {
            self.bring_forward(day, to)?;
        }
        let code = self.book.settings.currency.code.as_str();
        let mut rows = Vec::new();
        for posting in &entry.postings {
            let unit = match posting.unit {
                Unit::Money => code,
                Unit::Points => POINTS,
            };
            let name = self.name(&posting.account);
            rows.push((name.clone(), unit, posting.amount));
            *self.balances.entry((name.clone(), unit)).or_default() += posting.amount;
            self.moved.insert((name, unit));
        }
        if is_before {
            return Ok(());
        }
        self.n_entries += 1;
        let said = self.said(posted);
        self.transaction(to, day, &entry.id.to_string(), &said, &rows)?;
        if matches!(entry.source, LedgerSource::Close(_)) {
            self.n_closings += 1;
            self.closed = Some(day);
            if self.format != LedgerFormat::Beancount {
                self.assert_here(to, day, &said)?;
            }
        }
        Ok(())
    }

    /// What is still to be said behind the last entry.
    ///
    /// # Errors
    ///
    /// A writer that fails.
    pub fn end(&mut self, to: &mut dyn Write) -> io::Result<()> {
        if self.closed.is_some() {
            self.assert_day(to)?;
        }
        to.flush()
    }

    fn name(&self, account: &crate::domain::ledger::Account) -> String {
        self.book.chart.path(account, &self.book.staff)
    }

    fn said(&self, posted: &BookEntry) -> String {
        let text = |id| self.locale.text(id);
        match (posted.entry.source, posted.receipt, posted.z) {
            (LedgerSource::Sale(_), Some((receipt, kind)), _) => {
                let id = match kind {
                    SaleKind::Sale => "ledger-sale",
                    SaleKind::RefundOf(_) | SaleKind::WithoutReceipt => "ledger-refund",
                    SaleKind::VoidOf(_) => "ledger-void",
                };
                format!("{} {receipt}", text(id))
            }
            (LedgerSource::Close(_), _, Some((register, z))) => {
                let args = [("z", z.into()), ("desk", register.into())];
                self.locale.fill("ledger-close-of", &args)
            }
            (LedgerSource::Sale(_), ..) => text("ledger-sale"),
            (LedgerSource::Close(_), ..) => text("ledger-close"),
            (LedgerSource::Float(_), ..) => text("ledger-float"),
            (LedgerSource::CashMovement(_), ..) => text("ledger-cash"),
            (LedgerSource::StockMovement(_), ..) => text("ledger-stock"),
            (LedgerSource::Purse(_), ..) => text("ledger-purse"),
            (LedgerSource::Difference(_), ..) => text("ledger-difference"),
            (LedgerSource::Payout(_), ..) => text("ledger-payout"),
            (LedgerSource::Pay(_), ..) => text("ledger-pay"),
            (LedgerSource::Delivery(_), ..) => text("ledger-delivery"),
        }
    }

    fn transaction(
        &self,
        to: &mut dyn Write,
        day: NaiveDate,
        id: &str,
        said: &str,
        rows: &[(String, &str, Money)],
    ) -> io::Result<()> {
        match self.format {
            LedgerFormat::Beancount => {
                writeln!(to, "\n{day} * \"{}\"\n  id: \"{id}\"", one_line(said))?;
            }
            _ => writeln!(to, "\n{day} * ({id}) {}", one_line(said))?,
        }
        for (name, unit, amount) in rows {
            let amount = self.plain(*amount, unit);
            writeln!(to, "    {name:NAME_CELLS$}  {amount:>AMOUNT_CELLS$} {unit}")?;
        }
        Ok(())
    }

    /// All that happened before the first day asked for, in one entry.
    fn bring_forward(&mut self, day: NaiveDate, to: &mut dyn Write) -> io::Result<()> {
        self.has_begun = true;
        self.closed = None;
        self.moved.clear();
        let standing = self.balances.iter().filter(|(_, sum)| !sum.is_zero());
        let rows: Vec<(String, &str, Money)> = standing
            .map(|((name, unit), sum)| (name.clone(), *unit, *sum))
            .collect();
        if rows.is_empty() {
            return Ok(());
        }
        let day = self.from.map_or(day, |from| from.min(day));
        let said = self.locale.text("ledger-forward");
        self.transaction(to, day, "0", &said, &rows)
    }

    /// Nothing is moved; what reads it compares what the accounts stand at.
    fn assert_here(&mut self, to: &mut dyn Write, day: NaiveDate, said: &str) -> io::Result<()> {
        let args = [("what", said.into())];
        let said = self.locale.fill("ledger-asserted", &args);
        writeln!(to, "\n{day} * {}", one_line(&said))?;
        for key in std::mem::take(&mut self.moved) {
            let (name, unit) = &key;
            let nothing = self.plain(Money::ZERO, unit);
            let sum = self.plain(self.balances.get(&key).copied().unwrap_or_default(), unit);
            writeln!(
                to,
                "    {name:NAME_CELLS$}  {nothing:>AMOUNT_CELLS$} {unit} = {sum} {unit}"
            )?;
        }
        Ok(())
    }

    /// Beancount compares at the beginning of a day: the one after the last that was
    /// closed.
    fn assert_day(&mut self, to: &mut dyn Write) -> io::Result<()> {
        let closed = self.closed.take();
        let Some(next) = closed.and_then(|day| day.checked_add_days(Days::new(1))) else {
            return Ok(());
        };
        if self.format != LedgerFormat::Beancount || !self.has_begun {
            return Ok(());
        }
        writeln!(to)?;
        for key in std::mem::take(&mut self.moved) {
            let sum = self.balances.get(&key).copied().unwrap_or_default();
            let (name, unit) = &key;
            let sum = self.plain(sum, unit);
            writeln!(
                to,
                "{next} balance {name:NAME_CELLS$}  {sum:>AMOUNT_CELLS$} {unit}"
            )?;
        }
        Ok(())
    }

    /// With a point, and with all decimals that the currency has; points have none.
    fn plain(&self, amount: Money, unit: &str) -> String {
        if unit == POINTS {
            return amount.minor().to_string();
        }
        let digits = usize::from(self.book.settings.currency.n_decimals);
        let minor = amount.minor();
        let sign = if minor < 0 { "-" } else { "" };
        let all = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
        let (whole, part) = all.split_at(all.len() - digits);
        let dot = if digits == 0 { "" } else { "." };
        format!("{sign}{whole}{dot}{part}")
    }
}

/// What people typed, without what ends a line or a quotation.
fn one_line(text: &str) -> String {
    let plain = |letter: char| match letter {
        '"' | '\\' | ';' | '|' => '\'',
        letter if letter.is_control() => ' ',
        letter => letter,
    };
    text.chars().map(plain).collect()
}
