//! A scanner that types like a keyboard ("wedge"), as the `[scanner]` table of
//! `balm.toml` describes it. Told from a typist by a prefix that it is set to send
//! first, which is certain, or else by its speed:
//!
//! ```toml
//! [scanner]
//! wedge = { prefix = "~" }         # also prefix = ["~", ";"], and suffix = "$"
//! # wedge = "speed"                # asked for where it would be off
//! # wedge = { gap_ms = 50 }        # by speed, for a slow scanner
//! # wedge = "off"
//! ```

use std::{fmt, time::Duration};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};

/// How scans are told from typing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WedgeConfig {
    /// All keys are typing.
    Off,
    Speed(WedgeSpeed),
    Prefix(WedgePrefix),
}

/// What a scanner or card reader is set to send around its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WedgePrefix {
    /// Any of them begins a code.
    pub prefixes: Vec<String>,
    /// Ends it; Enter, Tab or a pause if `None`.
    pub suffix: Option<String>,
}

/// What a person cannot do. The longer the gaps, the later anything is done with a
/// typed character: each waits that long for another, and is only seen meanwhile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WedgeSpeed {
    /// A code has as many characters.
    pub n_chars_min: usize,
    /// The longest gap between two.
    pub gap: Duration,
    /// The longest mean gap of a short code.
    pub mean_gap: Duration,
    /// The longest gap between the digits of a number whose check digit fits.
    pub digits_gap: Duration,
    /// A code that nothing ends is over after this long.
    pub quiet: Duration,
}

impl Default for WedgeSpeed {
    fn default() -> Self {
        Self {
            n_chars_min: 6,
            gap: Duration::from_millis(35),
            mean_gap: Duration::from_millis(20),
            digits_gap: Duration::from_millis(80),
            quiet: Duration::from_millis(60),
        }
    }
}

/// The table as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    prefix: Option<Prefixes>,
    suffix: Option<String>,
    min_chars: Option<u16>,
    gap_ms: Option<u16>,
    mean_ms: Option<u16>,
    digits_gap_ms: Option<u16>,
    quiet_ms: Option<u16>,
}

#[derive(Deserialize)]
#[serde(untagged, expecting = "prefix is a text or a list of texts")]
enum Prefixes {
    One(String),
    Some(Vec<String>),
}

const PREFIX_CHARS_MAX: usize = 16;
const CHARS_MIN: std::ops::RangeInclusive<u16> = 3..=40;
const GAPS_MS: std::ops::RangeInclusive<u16> = 1..=500;

impl Written {
    fn meant(self) -> Result<WedgeConfig, String> {
        let speeds = [
            ("gap_ms", self.gap_ms),
            ("mean_ms", self.mean_ms),
            ("digits_gap_ms", self.digits_gap_ms),
            ("quiet_ms", self.quiet_ms),
        ];
        let Some(prefix) = &self.prefix else {
            if self.suffix.is_some() {
                return Err("a suffix alone tells no scan: set a prefix too".to_owned());
            }
            return self.speed(&speeds);
        };
        let named = speeds.iter().find(|(_, value)| value.is_some());
        let named = named.map(|(name, _)| *name);
        if let Some(name) = named.or(self.min_chars.map(|_| "min_chars")) {
            return Err(format!(
                "{name} is for a scanner told by speed; this one has a prefix"
            ));
        }
        let prefixes = match prefix {
            Prefixes::One(one) => vec![one.clone()],
            Prefixes::Some(some) => some.clone(),
        };
        if prefixes.is_empty() {
            return Err("no prefix is given".to_owned());
        }
        for prefix in &prefixes {
            check_prefix(prefix)?;
        }
        if let Some(suffix) = &self.suffix {
            check_keys("suffix", suffix)?;
        }
        Ok(WedgeConfig::Prefix(WedgePrefix {
            prefixes,
            suffix: self.suffix,
        }))
    }

    fn speed(&self, speeds: &[(&str, Option<u16>)]) -> Result<WedgeConfig, String> {
        for (name, value) in speeds {
            if let Some(value) = value.filter(|value| !GAPS_MS.contains(value)) {
                return Err(format!("{name} = {value}: between 1 and 500"));
            }
        }
        if let Some(n) = self.min_chars.filter(|n| !CHARS_MIN.contains(n)) {
            return Err(format!("min_chars = {n}: between 3 and 40"));
        }
        let usual = WedgeSpeed::default();
        let pause = |set: Option<u16>, usual| {
            set.map_or(usual, |value| Duration::from_millis(u64::from(value)))
        };
        let gap = pause(self.gap_ms, usual.gap);
        Ok(WedgeConfig::Speed(WedgeSpeed {
            n_chars_min: self.min_chars.map_or(usual.n_chars_min, usize::from),
            gap,
            mean_gap: pause(self.mean_ms, usual.mean_gap.max(gap * 4 / 7)),
            digits_gap: pause(self.digits_gap_ms, usual.digits_gap.max(gap)),
            quiet: pause(self.quiet_ms, usual.quiet.max(gap)),
        }))
    }
}

fn check_prefix(prefix: &str) -> Result<(), String> {
    check_keys("prefix", prefix)?;
    let mut letters = prefix.chars();
    let is_common = |letter: char| letter.is_alphanumeric() || letter == ' ';
    if let (Some(first), None) = (letters.next(), letters.next())
        && is_common(first)
    {
        return Err(format!(
            "prefix {prefix:?} is typed all day: choose a sign such as \"~\""
        ));
    }
    if prefix.contains(['\r', '\n', '\t']) {
        return Err(format!("prefix {prefix:?} holds Enter or Tab"));
    }
    Ok(())
}

fn check_keys(what: &str, text: &str) -> Result<(), String> {
    let n_chars = text.chars().count();
    if n_chars == 0 || n_chars > PREFIX_CHARS_MAX {
        return Err(format!("{what} {text:?}: 1 to 16 characters"));
    }
    // Esc begins the sequences of other keys, and Backspace has two codes.
    if text.contains(['\0', '\x08', '\x1b', '\x7f']) {
        return Err(format!("{what} {text:?} holds a character that no key is"));
    }
    Ok(())
}

impl<'de> Deserialize<'de> for WedgeConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(WedgeVisitor)
    }
}

struct WedgeVisitor;

impl<'de> Visitor<'de> for WedgeVisitor {
    type Value = WedgeConfig;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("\"speed\", \"off\", or a table such as { prefix = \"~\" }")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<WedgeConfig, E> {
        match text {
            "off" => Ok(WedgeConfig::Off),
            "speed" => Ok(WedgeConfig::Speed(WedgeSpeed::default())),
            _ => Err(E::invalid_value(de::Unexpected::Str(text), &self)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<WedgeConfig, A::Error> {
        Written::deserialize(MapAccessDeserializer::new(map))?
            .meant()
            .map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Scanner {
        wedge: WedgeConfig,
    }

    fn read(wedge: &str) -> Result<WedgeConfig, String> {
        toml::from_str(&format!("wedge = {wedge}"))
            .map(|scanner: Scanner| scanner.wedge)
            .map_err(|err| err.message().to_owned())
    }

    fn prefix(prefixes: &[&str], suffix: Option<&str>) -> WedgeConfig {
        WedgeConfig::Prefix(WedgePrefix {
            prefixes: prefixes.iter().map(ToString::to_string).collect(),
            suffix: suffix.map(ToOwned::to_owned),
        })
    }

    #[test]
    fn every_way_to_say_it() {
        let usual = WedgeSpeed::default();
        let slow = WedgeSpeed {
            n_chars_min: 8,
            gap: Duration::from_millis(70),
            mean_gap: Duration::from_millis(40),
            quiet: Duration::from_millis(200),
            ..usual
        };
        #[rustfmt::skip]
        let cases = [
            ("\"off\"", WedgeConfig::Off),
            ("\"speed\"", WedgeConfig::Speed(usual)),
            ("{}", WedgeConfig::Speed(usual)),
            ("{ gap_ms = 70, quiet_ms = 200, min_chars = 8 }", WedgeConfig::Speed(slow)),
            ("{ prefix = \"~\" }", prefix(&["~"], None)),
            ("{ prefix = [\"~\", \";\"], suffix = \"\\r\" }", prefix(&["~", ";"], Some("\r"))),
            ("{ prefix = \"\\u0002\", suffix = \"\\u0003\" }", prefix(&["\u{2}"], Some("\u{3}"))),
        ];
        for (text, want) in cases {
            assert_eq!(read(text), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_is_wrong_is_named() {
        #[rustfmt::skip]
        let cases = [
            ("\"on\"", "expected \"speed\", \"off\", or a table such as { prefix = \"~\" }"),
            ("3", "expected \"speed\", \"off\", or a table"),
            ("{ prefix = \"\" }", "prefix \"\": 1 to 16 characters"),
            ("{ prefix = [] }", "no prefix is given"),
            ("{ prefix = 3 }", "prefix is a text or a list of texts"),
            ("{ prefix = \"7\" }", "prefix \"7\" is typed all day"),
            ("{ prefix = \"\\r\" }", "holds Enter or Tab"),
            ("{ prefix = \"\\u001b\" }", "holds a character that no key is"),
            ("{ suffix = \"$\" }", "a suffix alone tells no scan"),
            ("{ prefix = \"~\", gap_ms = 30 }", "gap_ms is for a scanner told by speed"),
            ("{ prefix = \"~\", min_chars = 8 }", "min_chars is for a scanner told by speed"),
            ("{ gap_ms = 0 }", "gap_ms = 0: between 1 and 500"),
            ("{ min_chars = 1 }", "min_chars = 1: between 3 and 40"),
            ("{ gap = 30 }", "unknown field `gap`"),
        ];
        for (text, want) in cases {
            let got = read(text).unwrap_err();
            assert!(got.contains(want), "{text}: {got}");
        }
    }
}
