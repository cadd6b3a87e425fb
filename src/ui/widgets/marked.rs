//! Texts in a row of hits, with what matched marked.

use std::ops::Range;

use ratatui::{style::Style, text::Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::{
    domain::text,
    ui::theme::{Ink, Theme},
};

/// A text in spans, what is marked looking so in a row of that style. A terminal that
/// only has plain letters shows it in capitals.
pub fn cut_at(
    text: &str,
    marks: &[Range<usize>],
    style: Style,
    theme: Theme,
) -> Vec<Span<'static>> {
    let style = style.patch(theme.matched());
    let is_plain = theme.ink == Ink::Plain;
    let shown = |it: &str| {
        if is_plain {
            capitals(it)
        } else {
            it.to_owned()
        }
    };
    let mut spans = Vec::new();
    let mut from = 0;
    for mark in marks {
        let whole = of_whole_letters(text, mark);
        let mark = whole.start.max(from)..whole.end;
        if mark.is_empty() {
            continue;
        }
        let (before, part) = (text.get(from..mark.start), text.get(mark.clone()));
        spans.extend(before.map(|it| Span::raw(it.to_owned())));
        spans.extend(part.map(|it| Span::styled(shown(it), style)));
        from = mark.end;
    }
    spans.extend(text.get(from..).map(|it| Span::raw(it.to_owned())));
    spans
}

/// A letter of several characters, as a hand with its colour, is drawn as one.
fn of_whole_letters(text: &str, mark: &Range<usize>) -> Range<usize> {
    let letters = || text.grapheme_indices(true).map(|(at, _)| at);
    let start = letters().take_while(|at| *at <= mark.start).last();
    let end = letters().find(|at| *at >= mark.end);
    start.unwrap_or(0)..end.unwrap_or(text.len())
}

/// Letters that would take more room stay small.
fn capitals(part: &str) -> String {
    let mut shown = String::with_capacity(part.len());
    for letter in part.chars() {
        let mut large = letter.to_uppercase();
        match (large.next(), large.next()) {
            (Some(large), None) => shown.push(large),
            _ => shown.push(letter),
        }
    }
    shown
}

/// A text as wide as there is room for, with those of its marks that are left.
pub fn fitted(text: &str, marks: &[Range<usize>], n_cells: usize) -> (String, Vec<Range<usize>>) {
    let cut = text::cut(text, n_cells);
    let same = cut
        .chars()
        .zip(text.chars())
        .take_while(|(one, other)| one == other);
    let n_same: usize = same.map(|(it, _)| it.len_utf8()).sum();
    let left = marks.iter().filter(|it| it.start < n_same);
    let left = left.map(|it| it.start..it.end.min(n_same)).collect();
    (cut, left)
}

/// The last digits tell clients apart; the country's first ones do not.
pub fn end_of(phone: &str, n_cells: usize) -> String {
    if text::cells(phone) <= n_cells {
        return phone.to_owned();
    }
    let mut end = phone;
    while text::cells(end) + 1 > n_cells {
        let mut letters = end.chars();
        if letters.next().is_none() {
            break;
        }
        end = letters.as_str();
    }
    format!("…{}", end.trim_start())
}

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    #[test]
    #[expect(clippy::single_range_in_vec_init, reason = "one mark is one range")]
    fn marks_end_where_the_text_is_cut() {
        #[rustfmt::skip]
        let cases: [(usize, &str, &[std::ops::Range<usize>]); 4] = [
            // cells  text     marks
            (12,      "Ēriks Ozols", &[0..2, 7..9]),
            (8,       "Ēriks O…",    &[0..2, 7..8]),
            (5,       "Ērik…",       &[0..2]),
            (0,       "",            &[]),
        ];
        for (n_cells, want, marks) in cases {
            let got = fitted("Ēriks Ozols", &[0..2, 7..9], n_cells);
            assert_eq!(got, (want.to_owned(), marks.to_vec()), "{n_cells}");
        }
    }

    #[test]
    fn what_matched_is_seen_on_every_terminal() {
        let theme = |ink| Theme {
            ink,
            ..Theme::full()
        };
        #[rustfmt::skip]
        let cases = [
            (Ink::Colour, "oß", Modifier::BOLD),
            (Ink::Mono,   "oß", Modifier::UNDERLINED),
            (Ink::Plain,  "Oß", Modifier::empty()),
        ];
        for (ink, want, modifier) in cases {
            let spans = cut_at(
                "Groß",
                &[Range { start: 2, end: 5 }],
                Style::new(),
                theme(ink),
            );
            let told: Vec<&str> = spans.iter().map(|it| &*it.content).collect();
            assert_eq!(told, ["Gr", want, ""], "{ink:?}");
            assert_eq!(spans[1].style.add_modifier, modifier, "{ink:?}");
        }
    }

    /// Drawn as one, but counted as two, it would move what stands behind it.
    #[test]
    fn a_letter_of_several_characters_is_marked_whole() {
        let text = "a👩🏽e\u{301}";
        let marks = [0..5, 5..9, 9..10];
        let spans = cut_at(text, &marks, Style::new(), Theme::full());
        let told: Vec<&str> = spans.iter().map(|it| &*it.content).collect();
        assert_eq!(told, ["", "a👩🏽", "", "e\u{301}", ""]);
    }

    #[test]
    fn of_a_long_number_the_end_is_shown() {
        assert_eq!(end_of("+371 2000 0101", 14), "+371 2000 0101");
        assert_eq!(end_of("+371 2000 0101", 10), "…2000 0101");
    }
}
