//! Counting money: one number per coin and note, with what they come to.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::text_input::TextInput;
use crate::{
    domain::{
        drawer::{Count, Pieces},
        money::{Currency, Money},
        text,
    },
    ui::{action::Action, component::Input, theme::Theme},
};

/// As many digits as [`crate::domain::drawer::PIECES_MAX`] has.
const DIGITS_MAX: usize = 5;
/// From this width on the rows stand in two columns.
const WIDTH_TWO: u16 = 60;
const COLUMN_GAP: u16 = 3;

/// Typed numbers of coins and notes; an empty one is none.
pub struct CountInput {
    rows: Vec<(Money, TextInput)>,
    at: usize,
}

impl CountInput {
    /// In minor units, largest first.
    pub fn new(denominations: &[i64]) -> Self {
        let row = |value: &i64| {
            (
                Money::from_minor(*value),
                TextInput::with_max("", DIGITS_MAX),
            )
        };
        Self {
            rows: denominations.iter().map(row).collect(),
            at: 0,
        }
    }

    /// Whether the cursor is on the last row, or there are none.
    pub fn is_at_last(&self) -> bool {
        self.at + 1 >= self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.iter().all(|(_, input)| input.is_empty())
    }

    pub fn next(&mut self) {
        self.at = (self.at + 1).min(self.rows.len().saturating_sub(1));
    }

    pub fn prev(&mut self) {
        self.at = self.at.saturating_sub(1);
    }

    pub fn first(&mut self) {
        self.at = 0;
    }

    pub fn last(&mut self) {
        self.at = self.rows.len().saturating_sub(1);
    }

    pub fn is_at_first(&self) -> bool {
        self.at == 0
    }

    /// Whether the input was used. Only digits enter.
    pub fn handle(&mut self, input: &Input) -> bool {
        let Some((_, field)) = self.rows.get_mut(self.at) else {
            return false;
        };
        match input {
            Input::Char(letter) if !letter.is_ascii_digit() => true,
            Input::Paste(pasted) => {
                let digits = pasted
                    .chars()
                    .filter(char::is_ascii_digit)
                    .take(DIGITS_MAX)
                    .collect();
                field.handle(&Input::Paste(digits))
            }
            Input::Action(Action::TextClear) => {
                field.clear();
                true
            }
            input => field.handle(input),
        }
    }

    pub fn pieces(&self) -> Vec<Pieces> {
        let counted = self.rows.iter().filter_map(|(value, input)| {
            let n = number(input);
            (n > 0).then_some(Pieces {
                value_minor: value.minor(),
                n,
            })
        });
        counted.collect()
    }

    pub fn total(&self) -> Money {
        Count {
            cash: self.pieces(),
            card: None,
        }
        .cash_total()
    }

    fn n_columns(width: u16) -> usize {
        if width >= WIDTH_TWO { 2 } else { 1 }
    }

    /// Rows that it takes at this width.
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(self.rows.len().div_ceil(Self::n_columns(width))).unwrap_or(u16::MAX)
    }

    /// Draws the rows; where they do not all fit, the page with the cursor.
    pub fn render(
        &self,
        frame: &mut Frame,
        area: Rect,
        currency: &Currency,
        theme: Theme,
        focused: bool,
    ) {
        if area.width == 0 || area.height == 0 {
            return;
        }
        let n_columns = Self::n_columns(area.width);
        let per_column = usize::from(self.height(area.width))
            .min(usize::from(area.height))
            .max(1);
        let first = self.at / (per_column * n_columns) * (per_column * n_columns);
        let columns = u16::try_from(n_columns).unwrap_or(1);
        let width = (area.width - COLUMN_GAP * (columns - 1)) / columns;
        let shown = self
            .rows
            .iter()
            .enumerate()
            .skip(first)
            .take(per_column * n_columns);
        for (nth, (idx, row)) in shown.enumerate() {
            let column = u16::try_from(nth / per_column).unwrap_or(0);
            let place = Rect {
                x: area.x + column * (width + COLUMN_GAP),
                y: area.y + u16::try_from(nth % per_column).unwrap_or(0),
                width,
                height: 1,
            };
            let here = focused && idx == self.at;
            render_row(frame, place, row, currency, theme, here);
        }
    }
}

fn number(input: &TextInput) -> u32 {
    input.text().parse().unwrap_or(0)
}

/// `▸ 50.00 x 2      100.00`
fn render_row(
    frame: &mut Frame,
    area: Rect,
    (value, input): &(Money, TextInput),
    currency: &Currency,
    theme: Theme,
    here: bool,
) {
    let style = if here { theme.strong() } else { theme.plain() };
    let mark = if here { theme.glyph("▸", ">") } else { " " };
    let label = format!("{mark}{:>10} x ", currency.format(*value));
    let label_width = u16::try_from(text::cells(&label))
        .unwrap_or(0)
        .min(area.width);
    frame.render_widget(Line::from(Span::styled(label, style)), area);
    let field_width = u16::try_from(DIGITS_MAX + 1)
        .unwrap_or(0)
        .min(area.width - label_width);
    let field = Rect {
        x: area.x + label_width,
        width: field_width,
        ..area
    };
    input.render(frame, field, style, here);
    let n = number(input);
    if n > 0 {
        let sum = currency.format(*value * i64::from(n));
        let rest = area.width - label_width - field_width;
        if text::cells(&sum) <= usize::from(rest) {
            let place = Rect {
                x: field.right(),
                width: rest,
                ..area
            };
            frame.render_widget(Line::from(Span::styled(sum, style)).right_aligned(), place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(keys: &str) -> CountInput {
        let mut count = CountInput::new(&[5_000, 1_000, 50]);
        for letter in keys.chars() {
            match letter {
                '>' => count.next(),
                '<' => count.prev(),
                letter => assert!(count.handle(&Input::Char(letter))),
            }
        }
        count
    }

    #[test]
    fn a_count_is_typed_row_by_row() {
        #[rustfmt::skip]
        let cases = [
            ("",         0),
            ("2",        10_000),
            ("2>3>4",    13_200),
            ("2x>-3.>4", 13_200),
            (">>>>4",    200),
            ("2>3<1",    105_000 + 3_000),
            ("1234567",  12_345 * 5_000),
        ];
        for (keys, want) in cases {
            assert_eq!(typed(keys).total(), Money::from_minor(want), "{keys}");
        }
    }

    #[test]
    fn only_what_was_counted_is_in_the_count() {
        let pieces = typed(">3>0").pieces();
        assert_eq!(
            pieces,
            [Pieces {
                value_minor: 1_000,
                n: 3
            }]
        );
    }
}
