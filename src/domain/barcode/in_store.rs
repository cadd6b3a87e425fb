//! Labels that a shop or its scale prints: the price, weight or count is part of
//! the number. How they are built is a national or the shop's own matter, so the
//! shop says it by patterns, and none is known until it does.

use std::fmt;

use super::{CodeCheck, check, check_digit, is_digits};
use crate::domain::money::{Currency, Money};

/// A shop has at most so many kinds of labels.
pub const PATTERNS_MAX: usize = 20;
/// The longest label has 14 digits.
const DIGITS_MAX: u8 = 14;

/// How labels of one kind are built: `21IIIIIPPP.PPC`.
///
/// A digit stands for itself, `I` for the article's number, `P` for the price,
/// `W` for the weight in kilograms, `Q` for pieces, `V` for the inner check digit
/// over price, weight or count, and `C`, the last one, for the outer check digit.
/// A dot says where the decimals begin and takes no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    places: Vec<Place>,
    n_decimals: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    Is(u8),
    Item,
    Measure(Kind),
    Inner,
    Outer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Price,
    Weight,
    Pieces,
}

/// What the label says of its one piece or portion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Of the whole, in the shop's currency.
    Price {
        units: i64,
        n_decimals: u8,
    },
    /// In kilograms.
    Weight {
        units: i64,
        n_decimals: u8,
    },
    Pieces(u32),
}

impl Measure {
    /// The price on the label; nothing if it has none.
    pub fn price(self, currency: &Currency) -> Money {
        match self {
            Self::Price { units, n_decimals } => {
                let scale = |n: u8| 10_i128.pow(u32::from(n.min(DIGITS_MAX)));
                let minor = i128::from(units) * scale(currency.n_decimals);
                Money::ratio(minor, scale(n_decimals))
            }
            Self::Weight { .. } | Self::Pieces(_) => Money::ZERO,
        }
    }

    /// What so much comes to, at an amount for a kilogram.
    pub fn of(self, per_kilogram: Money) -> Money {
        match self {
            Self::Weight { units, n_decimals } => {
                let scale = 10_i128.pow(u32::from(n_decimals.min(DIGITS_MAX)));
                Money::ratio(i128::from(per_kilogram.minor()) * i128::from(units), scale)
            }
            Self::Price { .. } | Self::Pieces(_) => Money::ZERO,
        }
    }
}

impl fmt::Display for Measure {
    /// A weight as receipts show it: `0.526 kg`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Weight { units, n_decimals } => {
                let n = usize::from(n_decimals);
                let digits = format!("{units:0>width$}", width = n + 1);
                let (whole, part) = digits.split_at(digits.len() - n);
                let dot = if n == 0 { "" } else { "." };
                write!(f, "{whole}{dot}{part} kg")
            }
            Self::Price { units, n_decimals } => write!(f, "{units}e-{n_decimals}"),
            Self::Pieces(n) => write!(f, "{n}"),
        }
    }
}

/// A label read by a pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The article's number as the label has it, zeros in front included.
    pub item: String,
    /// The label's number with nothing for price, weight or count, in the spelling
    /// of [`super::normalise`]: what an article's barcode may be stored as.
    pub without_measure: String,
    pub measure: Measure,
}

/// What is wrong with a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PatternError {
    /// 8, 12, 13 or 14 digits.
    Length(usize),
    Letter(char),
    /// It begins with digits that tell it from other codes: 2 for most.
    NoPrefix,
    /// One run of `I`.
    Item,
    /// One run of `P`, `W` or `Q`, with at most one dot inside it.
    Measure,
    /// Over 4 or 5 digits.
    Inner,
    /// `C`, last.
    Outer,
}

impl Pattern {
    /// # Errors
    ///
    /// What no label could be read by.
    pub fn parse(text: &str) -> Result<Self, PatternError> {
        let mut places = Vec::new();
        let mut n_after_dot = None;
        for letter in text.trim().chars() {
            if letter == '.' {
                if n_after_dot.is_some() {
                    return Err(PatternError::Measure);
                }
                n_after_dot = Some(0_u8);
                continue;
            }
            let place = Place::of(letter).ok_or(PatternError::Letter(letter))?;
            if let (Place::Measure(_), Some(n)) = (place, &mut n_after_dot) {
                *n += 1;
            }
            places.push(place);
        }
        let pattern = Self {
            n_decimals: n_after_dot.unwrap_or(0),
            places,
        };
        pattern.check(n_after_dot == Some(0))?;
        Ok(pattern)
    }

    fn check(&self, empty_decimals: bool) -> Result<(), PatternError> {
        if !matches!(self.places.len(), 8 | 12..=14) {
            return Err(PatternError::Length(self.places.len()));
        }
        if !matches!(self.places.first(), Some(Place::Is(_))) {
            return Err(PatternError::NoPrefix);
        }
        let outers = self.run(|it| it == Place::Outer);
        if outers != Some((self.places.len() - 1, 1)) {
            return Err(PatternError::Outer);
        }
        self.run(|it| it == Place::Item).ok_or(PatternError::Item)?;
        let kinds: Vec<Kind> = self.kinds().collect();
        let measures = self.run(|it| matches!(it, Place::Measure(_)));
        let (_, n_measures) = measures.ok_or(PatternError::Measure)?;
        let of_one_kind = kinds.iter().all(|kind| Some(kind) == kinds.first());
        let whole = kinds.first() != Some(&Kind::Pieces) || self.n_decimals == 0;
        if !of_one_kind || empty_decimals || !whole {
            return Err(PatternError::Measure);
        }
        let n_inner = self.places.iter().filter(|it| **it == Place::Inner).count();
        match (n_inner, n_measures) {
            (0, _) | (1, 4 | 5) => Ok(()),
            _ => Err(PatternError::Inner),
        }
    }

    fn kinds(&self) -> impl Iterator<Item = Kind> {
        self.places.iter().filter_map(|place| match place {
            Place::Measure(kind) => Some(*kind),
            _ => None,
        })
    }

    /// Where the only run of such places begins, and its length.
    fn run(&self, is_such: impl Fn(Place) -> bool) -> Option<(usize, usize)> {
        let at: Vec<usize> = (0..self.places.len())
            .filter(|at| self.places.get(*at).is_some_and(|it| is_such(*it)))
            .collect();
        let (first, last) = (*at.first()?, *at.last()?);
        (last - first + 1 == at.len()).then_some((first, at.len()))
    }

    /// What `code` says, if it is built like this and its check digits fit.
    pub fn read(&self, code: &str) -> Option<Label> {
        let code = self.sized(code)?;
        let fits = self
            .places
            .iter()
            .zip(code.bytes())
            .all(|(place, byte)| match place {
                Place::Is(digit) => *digit == byte,
                _ => true,
            });
        if !fits || check_of(&code) == CodeCheck::BadCheckDigit {
            return None;
        }
        let of = |wanted: fn(Place) -> bool| -> String {
            let places = self.places.iter().zip(code.chars());
            let such = places.filter(|(place, _)| wanted(**place));
            such.map(|(_, letter)| letter).collect()
        };
        let digits = of(|it| matches!(it, Place::Measure(_)));
        let inner = of(|it| it == Place::Inner);
        if !inner.is_empty() && inner_check_digit(&digits)?.to_string() != inner {
            return None;
        }
        Some(Label {
            item: of(|it| it == Place::Item),
            without_measure: self.without_measure(&code)?,
            measure: self.measure(&digits)?,
        })
    }

    /// The code with as many digits as the pattern: a stored one has zeros in front.
    fn sized(&self, code: &str) -> Option<String> {
        let bare: String = code.chars().filter(|it| !matches!(it, ' ' | '-')).collect();
        if !is_digits(&bare) {
            return None;
        }
        let n_over = bare.len().checked_sub(self.places.len())?;
        let (zeros, rest) = bare.split_at(n_over);
        let padded = bare.len() == 14 || n_over == 0;
        (padded && zeros.bytes().all(|byte| byte == b'0')).then(|| rest.to_owned())
    }

    fn measure(&self, digits: &str) -> Option<Measure> {
        let (units, n_decimals) = (digits.parse().ok()?, self.n_decimals);
        Some(match self.kinds().next()? {
            Kind::Price => Measure::Price { units, n_decimals },
            Kind::Weight => Measure::Weight { units, n_decimals },
            Kind::Pieces => Measure::Pieces(u32::try_from(units).ok()?),
        })
    }

    fn without_measure(&self, code: &str) -> Option<String> {
        let n_digits = self.kinds().count();
        let inner = inner_check_digit(&"0".repeat(n_digits)).unwrap_or(0);
        let places = self.places.iter().zip(code.chars());
        let mut payload: String = places
            .map(|(place, letter)| match place {
                Place::Measure(_) => '0',
                Place::Inner => char::from_digit(inner, 10).unwrap_or('0'),
                _ => letter,
            })
            .collect();
        payload.pop()?;
        Some(format!(
            "{:0>14}",
            format!("{payload}{}", check_digit(&payload))
        ))
    }
}

/// The patterns in use in a country, as its GS1 organisation publishes them; empty
/// where none is known here. By ISO 3166 code, in capitals.
pub fn usual_in(country: &str) -> &'static [&'static str] {
    match country {
        "LV" | "LT" | "EE" | "FI" => &["23IIIIIIW.WWWC", "24IIIIIIWW.WWC", "25IIIIIIWWW.WC"],
        "SE" | "NO" => &[
            "20IIIIIIPP.PPC",
            "21IIIIIIPPP.PC",
            "22IIIIIIPPPPC",
            "23IIIIIIW.WWWC",
            "24IIIIIIWW.WWC",
            "25IIIIIIWWW.WC",
        ],
        "DK" => &[
            "21IIIIPPPP.PPC",
            "22IIIIPPPP.PPC",
            "23IIIIPPPP.PPC",
            "24IIIIPPPP.PPC",
            "26IIIIWWW.WWWC",
            "27IIIIIWW.WWWC",
            "28IIIIWWW.WWWC",
        ],
        "DE" => &[
            "22IIIIVPPP.PPC",
            "23IIIIVPPP.PPC",
            "25IIIIVQQQQQC",
            "26IIIIVQQQQQC",
            "28IIIIVWW.WWWC",
            "29IIIIVWW.WWWC",
        ],
        "GB" => &["20IIIIIVPP.PPC"],
        _ => &[],
    }
}

/// An 8-digit code of the shop may happen to be a good UPC-E and no good EAN-8.
fn check_of(code: &str) -> CodeCheck {
    match check(code) {
        CodeCheck::UpcE => CodeCheck::BadCheckDigit,
        other => other,
    }
}

impl Place {
    fn of(letter: char) -> Option<Self> {
        Some(match letter {
            '0'..='9' => Self::Is(u8::try_from(letter).ok()?),
            'I' => Self::Item,
            'P' => Self::Measure(Kind::Price),
            'W' => Self::Measure(Kind::Weight),
            'Q' => Self::Measure(Kind::Pieces),
            'V' => Self::Inner,
            'C' => Self::Outer,
            _ => return None,
        })
    }
}

/// The check digit over 4 or 5 digits of a price, weight or count (GS1 General
/// Specifications, section 7.9.2 to 7.9.4).
fn inner_check_digit(digits: &str) -> Option<u32> {
    const TWO_MINUS: [u32; 10] = [0, 2, 4, 6, 8, 9, 1, 3, 5, 7];
    const THREE: [u32; 10] = [0, 3, 6, 9, 2, 5, 8, 1, 4, 7];
    const FIVE_PLUS: [u32; 10] = [0, 5, 1, 6, 2, 7, 3, 8, 4, 9];
    const FIVE_MINUS: [u32; 10] = [0, 5, 9, 4, 8, 3, 7, 2, 6, 1];
    let sum = |weights: &[[u32; 10]]| -> Option<u32> {
        let digits = digits.chars().zip(weights);
        let parts = digits.map(|(digit, weights)| weights.get(digit.to_digit(10)? as usize));
        parts.sum::<Option<u32>>()
    };
    match digits.len() {
        4 => Some(sum(&[TWO_MINUS, TWO_MINUS, THREE, FIVE_MINUS])? * 3 % 10),
        5 => {
            let weights = [FIVE_PLUS, TWO_MINUS, FIVE_MINUS, FIVE_PLUS, TWO_MINUS];
            let missing = (10 - sum(&weights)? % 10) % 10;
            let digit = FIVE_MINUS.iter().position(|it| *it == missing)?;
            u32::try_from(digit).ok()
        }
        _ => None,
    }
}
