//! Currencies, and amounts as people write them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Money;

/// An ISO 4217 code and how many decimals its minor unit has (0, 2 or 3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Currency {
    pub code: String,
    pub n_decimals: u8,
}

/// Active codes of ISO 4217 by decimals, without fund and metal codes.
const WITHOUT_DECIMALS: &str = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const WITH_TWO: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BRL BSD BTN \
    BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL \
    GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR \
    LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB \
    PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP \
    SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG";
const WITH_THREE: &str = "BHD IQD JOD KWD LYD OMR TND";

/// Why a text is no amount of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyParseError {
    #[error("no amount")]
    Empty,
    #[error("not an amount")]
    Garbage,
    #[error("more than {allowed} decimals")]
    TooManyDecimals { allowed: u8 },
    #[error("more than one amount may be")]
    TooLarge,
    /// `1,234` of a currency with three decimals: thousands, or a decimal comma.
    #[error("thousands or decimals")]
    Ambiguous,
}

impl Currency {
    /// The currency of an ISO 4217 code in either case, if it is in use.
    pub fn known(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        let listed = |codes: &str| codes.split_ascii_whitespace().any(|it| it == code);
        let n_decimals = if listed(WITH_TWO) {
            2
        } else if listed(WITHOUT_DECIMALS) {
            0
        } else if listed(WITH_THREE) {
            3
        } else {
            return None;
        };
        Some(Self { code, n_decimals })
    }

    /// All codes that [`Currency::known`] knows, for choosing one.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        [WITH_TWO, WITHOUT_DECIMALS, WITH_THREE]
            .into_iter()
            .flat_map(str::split_ascii_whitespace)
    }

    /// `1234.50`, `-0.05`, `1500`: a point, all decimals, no groups. What files and
    /// `balm exec` carry; `locale` writes amounts for people.
    pub fn format(&self, amount: Money) -> String {
        let sign = if amount.is_negative() { "-" } else { "" };
        let n_decimals = usize::from(self.n_decimals);
        let digits = format!(
            "{:0width$}",
            amount.minor().unsigned_abs(),
            width = n_decimals + 1
        );
        let (whole, part) = digits.split_at(digits.len() - n_decimals);
        let point = if part.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{part}")
    }

    /// Reads what people type: `1234.5`, `1 234,50`, `1,234.50`, `.5`, `-3`.
    ///
    /// A single mark before exactly three digits could be either mark, so it is
    /// a decimal mark here and refused where that makes too many decimals: a
    /// price is never taken a thousand times too large. Where the currency has
    /// no decimals there is no doubt, and it groups. Where it has three, a point is
    /// the decimal mark, as amounts are written here, and a comma is refused.
    ///
    /// # Errors
    ///
    /// What is wrong with the text; amounts stay within [`Money::LIMIT`].
    pub fn parse(&self, text: &str) -> Result<Money, MoneyParseError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(MoneyParseError::Empty);
        }
        let unsigned = text.strip_prefix(['-', '\u{2212}']);
        let (whole, part) = self.mark(unsigned.unwrap_or(text).trim_start())?;
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_digits(&whole) || !is_digits(part) || (whole.is_empty() && part.is_empty()) {
            return Err(MoneyParseError::Garbage);
        }
        let n_decimals = usize::from(self.n_decimals);
        if part.len() > n_decimals {
            let allowed = self.n_decimals;
            return Err(MoneyParseError::TooManyDecimals { allowed });
        }
        let minor: i64 = format!("0{whole}{part:0<n_decimals$}")
            .parse()
            .map_err(|_| MoneyParseError::TooLarge)?;
        if minor > Money::LIMIT.minor() {
            return Err(MoneyParseError::TooLarge);
        }
        let amount = Money::from_minor(minor);
        Ok(if unsigned.is_some() { -amount } else { amount })
    }

    /// Parts the text at its decimal mark and takes the grouping out of the whole.
    fn mark<'a>(&self, text: &'a str) -> Result<(String, &'a str), MoneyParseError> {
        let marks: Vec<(usize, char)> = text
            .char_indices()
            .filter(|(_, it)| matches!(it, '.' | ','))
            .collect();
        let decimal = marks.last().filter(|(_, last)| {
            let n_same = marks.iter().filter(|(_, it)| it == last).count();
            n_same == 1 && !(self.n_decimals == 0 && marks.len() == 1)
        });
        if let (3, [(at, ',')]) = (self.n_decimals, marks.as_slice())
            && (1..=3).contains(at)
            && !text.starts_with('0')
            && text.len() == at + 4
        {
            return Err(MoneyParseError::Ambiguous);
        }
        let (whole, part) = match decimal {
            Some(&(at, _)) => (&text[..at], &text[at + 1..]),
            None => (text, ""),
        };
        let is_group = |it: char| matches!(it, '.' | ',' | '\'' | '\u{2019}') || it.is_whitespace();
        let mut groups = whole.split(is_group);
        let first = groups.next().unwrap_or_default();
        let rest: Vec<&str> = groups.collect();
        let mut separators = whole.chars().filter(|&it| is_group(it));
        let one_kind = separators
            .next()
            .is_none_or(|kind| separators.all(|it| it == kind));
        let well_formed = rest.is_empty()
            || (one_kind
                && (1..=3).contains(&first.len())
                && rest.iter().all(|group| group.len() == 3));
        if !well_formed {
            return Err(match (self.n_decimals, marks.len()) {
                (0, 1) => MoneyParseError::TooManyDecimals { allowed: 0 },
                _ => MoneyParseError::Garbage,
            });
        }
        Ok((format!("{first}{}", rest.concat()), part))
    }
}
