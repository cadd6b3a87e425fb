//! The input as lines, none longer than is sensible.

use std::io::{self, BufRead};

/// A line of a request is far shorter: a full cart is a quarter of it.
pub(super) const LINE_BYTES_MAX: usize = 1024 * 1024;

/// One line of the input, without its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Text(String),
    TooLong,
    NotUtf8,
}

/// Reads the next line; `None` at the end of the input.
///
/// # Errors
///
/// When the input cannot be read.
pub(super) fn next_line(input: &mut impl BufRead) -> io::Result<Option<Line>> {
    let mut bytes = Vec::new();
    let mut n_read: usize = 0;
    loop {
        let available = match input.fill_buf() {
            Err(err) if err.kind() == io::ErrorKind::Interrupted => continue,
            available => available?,
        };
        if available.is_empty() {
            break;
        }
        let (part, ends) = match available.iter().position(|byte| *byte == b'\n') {
            Some(end) => (available.get(..end).unwrap_or_default(), true),
            None => (available, false),
        };
        if n_read.saturating_add(part.len()) <= LINE_BYTES_MAX {
            bytes.extend(part);
        } else {
            bytes.clear();
        }
        let n_used = part.len() + usize::from(ends);
        n_read = n_read.saturating_add(n_used);
        input.consume(n_used);
        if ends {
            break;
        }
    }
    if n_read == 0 {
        return Ok(None);
    }
    if n_read > LINE_BYTES_MAX + 1 {
        return Ok(Some(Line::TooLong));
    }
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => Line::Text(text),
        Err(_) => Line::NotUtf8,
    }))
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn lines(input: Vec<u8>) -> Vec<Line> {
        // A small buffer, so that lines come in several parts.
        let mut input = BufReader::with_capacity(7, Cursor::new(input));
        std::iter::from_fn(|| next_line(&mut input).unwrap()).collect()
    }

    fn text(text: &str) -> Line {
        Line::Text(text.to_owned())
    }

    #[test]
    fn lines_end_with_a_line_feed_or_the_input() {
        assert_eq!(lines(b"".to_vec()), []);
        assert_eq!(
            lines(b"one\n\ntwo long words\nend".to_vec()),
            [text("one"), text(""), text("two long words"), text("end")]
        );
        assert_eq!(lines(b"a\xff\nb\n".to_vec()), [Line::NotUtf8, text("b")]);
    }

    #[test]
    fn a_line_that_is_too_long_is_skipped_whole() {
        let fits = "x".repeat(LINE_BYTES_MAX);
        let long = "y".repeat(LINE_BYTES_MAX + 1);
        let input = format!("{fits}\n{long}\nnext\n");
        assert_eq!(
            lines(input.into_bytes()),
            [text(&fits), Line::TooLong, text("next")]
        );
    }
}
