//! What an import has to say, in sentences.

use super::{
    columns::Column,
    problem::{Note, Problem, Unreadable},
    run::{ImportError, News, Tally},
};
use crate::{
    domain::money::Money,
    locale::{Arg, Words},
    ops::refusal::Refusal,
};

/// One line for each piece of news; none for how far it has come.
pub(super) fn news(words: &Words, news: &News) -> Option<String> {
    let locale = words.locale;
    let (line, said) = match news {
        News::Rows { .. } => return None,
        News::Note(note) => (note.line, note_words(words, &note.what)),
        News::Problem(problem) => {
            let why = problem_words(words, &problem.what);
            (
                problem.line,
                locale.fill("import-left-out", &[("why", why.into())]),
            )
        }
        News::New { line, name } => (*line, locale.fill("import-new", &[("name", name.into())])),
        News::Changed {
            line,
            name,
            columns,
        } => {
            let columns: Vec<&str> = columns.iter().map(|it| it.name()).collect();
            let args = [
                ("name", name.into()),
                ("columns", columns.join(", ").into()),
            ];
            (*line, locale.fill("import-changed", &args))
        }
    };
    let args = [("line", line.into()), ("said", said.into())];
    Some(locale.fill("import-line", &args))
}

pub(super) fn tally(words: &Words, tally: &Tally, dry_run: bool) -> String {
    let args = [
        ("new", tally.n_new.into()),
        ("changed", tally.n_changed.into()),
        ("same", tally.n_same.into()),
        ("problems", tally.n_problems.into()),
    ];
    if dry_run {
        words.locale.fill("import-would-be", &args)
    } else {
        words.locale.fill("import-done", &args)
    }
}

pub(super) fn error(words: &Words, err: &ImportError) -> String {
    match err {
        ImportError::Unreadable(err) => unreadable(words, err),
        ImportError::NotSetUp => words.refusal(&Refusal::NotSetUp),
        ImportError::Failed(failure) => words.failure(failure),
        ImportError::Stopped(tally) => {
            let rows = [("rows", tally.n_rows().into())];
            words.locale.fill("import-stopped", &rows)
        }
        ImportError::Store(err) => {
            let detail = [("detail", err.to_string().into())];
            words.locale.fill("import-store-failed", &detail)
        }
    }
}

fn unreadable(words: &Words, err: &Unreadable) -> String {
    let locale = words.locale;
    match err {
        Unreadable::Io(err) => locale.fill("import-io", &[("detail", err.to_string().into())]),
        Unreadable::NotUtf8 {
            line,
            column,
            value,
        } => {
            let args = [
                ("line", (*line).into()),
                ("column", (*column).into()),
                ("value", format!("{value:02X}").into()),
            ];
            locale.fill("import-not-utf8", &args)
        }
        Unreadable::Empty => locale.text("import-empty"),
        Unreadable::MissingColumn { column, found } => {
            let args = [
                ("column", column.name().into()),
                ("found", found.join(", ").into()),
            ];
            locale.fill("import-no-column", &args)
        }
        Unreadable::RecordTooLong { line } => {
            locale.fill("import-endless", &[("line", (*line).into())])
        }
    }
}

fn note_words(words: &Words, note: &Note) -> String {
    let locale = words.locale;
    match note {
        Note::MinutesAssumed { minutes } => {
            locale.fill("import-minutes-assumed", &[("minutes", (*minutes).into())])
        }
        Note::ColumnsUnused { headers } => locale.fill(
            "import-columns-unused",
            &[("headers", headers.join(", ").into())],
        ),
        Note::PriceAsked { name } => locale.fill("import-price-asked", &[("name", name.into())]),
        Note::CostRounded { name } => locale.fill("import-cost-rounded", &[("name", name.into())]),
        Note::StockNegative { name, on_hand } => {
            let args = [("name", name.into()), ("count", (*on_hand).into())];
            locale.fill("import-stock-negative", &args)
        }
        Note::StockKept {
            name,
            on_hand,
            in_file,
        } => {
            let args = [
                ("name", name.into()),
                ("count", (*on_hand).into()),
                ("infile", (*in_file).into()),
            ];
            locale.fill("import-stock-kept", &args)
        }
        Note::PhoneShared { name } => locale.fill("import-phone-shared", &[("name", name.into())]),
    }
}

fn problem_words(words: &Words, problem: &Problem) -> String {
    let locale = words.locale;
    match problem {
        Problem::CellCount { got, want } => locale.fill(
            "import-cell-count",
            &[("got", (*got).into()), ("want", (*want).into())],
        ),
        Problem::QuoteOpen => locale.text("import-quote-open"),
        Problem::NotAnEmail { text } => {
            locale.fill("import-not-an-email", &[("text", text.into())])
        }
        Problem::NotAPhone { text } => locale.fill("import-not-a-phone", &[("text", text.into())]),
        Problem::NotSteps { text } => locale.fill("import-not-steps", &[("text", text.into())]),
        Problem::StepsTake { minutes, of_steps } => {
            let words = [
                ("minutes", (*minutes).into()),
                ("steps", (*of_steps).into()),
            ];
            locale.fill("import-steps-take", &words)
        }
        Problem::NotHours { text } => locale.fill("import-not-hours", &[("text", text.into())]),
        Problem::BadCheckDigit { code } => {
            locale.fill("import-bad-check-digit", &[("code", code.into())])
        }
        Problem::Duplicate {
            column,
            text,
            first_line,
        } => locale.fill(
            "import-duplicate",
            &[
                ("column", column.name().into()),
                ("text", text.into()),
                ("first", (*first_line).into()),
            ],
        ),
        Problem::Ambiguous { text } => locale.fill("import-ambiguous", &[("text", text.into())]),
        Problem::Several { text, numbers } => locale.fill(
            "import-several",
            &[("text", text.into()), ("numbers", numbers.into())],
        ),
        Problem::Refused(refusal) => words.refusal(refusal),
        other => cell_words(words, other),
    }
}

/// What is wrong with one cell.
fn cell_words(words: &Words, problem: &Problem) -> String {
    let say = |id: &str, column: &Column, text: &str, more: &[(&'static str, Arg)]| {
        let mut args = vec![("column", column.name().into()), ("text", text.into())];
        args.extend_from_slice(more);
        words.locale.fill(id, &args)
    };
    match problem {
        Problem::Missing { column } => say("import-missing", column, "", &[]),
        Problem::NotAnAmount { column, text } => say("import-not-an-amount", column, text, &[]),
        Problem::AmountUnclear { column, text } => say("import-amount-unclear", column, text, &[]),
        Problem::TooManyDecimals { column, text, most } => say(
            "import-decimals",
            column,
            text,
            &[("most", u16::from(*most).into())],
        ),
        Problem::AmountOutOfRange { column, text } => {
            let most = [("most", words.money(Money::LIMIT).into())];
            say("import-amount-range", column, text, &most)
        }
        Problem::NotAWholeNumber { column, text } => say("import-not-whole", column, text, &[]),
        Problem::OutOfRange {
            column,
            text,
            least,
            most,
        } => {
            let range = [("least", (*least).into()), ("most", (*most).into())];
            say("import-out-of-range", column, text, &range)
        }
        Problem::NotADate { column, text } => say("import-not-a-date", column, text, &[]),
        Problem::NotYesOrNo { column, text } => say("import-not-yes-no", column, text, &[]),
        Problem::NotOneOf {
            column,
            text,
            known,
        } => say(
            "import-not-one-of",
            column,
            text,
            &[("known", known.as_str().into())],
        ),
        Problem::TooLong { column, limit } => {
            say("import-too-long", column, "", &[("limit", (*limit).into())])
        }
        Problem::Unknown { column, name } => say("import-unknown", column, name, &[]),
        // The others are not about one cell.
        _ => String::new(),
    }
}
