//! PINs and cards: what proves who somebody is, kept so that it cannot be read back,
//! and made slow to guess.

use std::{fmt, time::Duration};

use argon2::{Algorithm, Argon2, Params, Version};
use chrono::TimeDelta;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::card::card_key;

/// Digits of a PIN, fewest and most.
pub const PIN_DIGITS: std::ops::RangeInclusive<usize> = 4..=12;
/// Letters and digits of a card, fewest and most.
pub const CARD_LETTERS: std::ops::RangeInclusive<usize> = 4..=64;
/// So long a check takes on the machine on which the first PIN was set.
pub const CHECK_TAKES: Duration = Duration::from_millis(100);
/// So often somebody may be wrong before a wait.
const FREE_TRIES: u32 = 2;
const FIRST_WAIT_SECONDS: i64 = 5;
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;

const SALT_BYTES: usize = 16;
const HASH_BYTES: usize = 32;

pub type Salt = [u8; SALT_BYTES];

/// What somebody typed or scanned to prove who they are. It is never shown, and its
/// JSON does not say it, so that neither a journal nor a log can.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    /// The digits of a PIN; `None` where it is none.
    pub fn pin(&self) -> Option<&str> {
        let pin = self.0.trim();
        let is_pin = pin.bytes().all(|it| it.is_ascii_digit()) && PIN_DIGITS.contains(&pin.len());
        is_pin.then_some(pin)
    }

    /// The number of a card as it is compared; `None` where it is none.
    pub fn card(&self) -> Option<String> {
        let key = card_key(&self.0);
        CARD_LETTERS.contains(&key.chars().count()).then_some(key)
    }

    /// As typed, for the one who has to tell a bank card from others.
    pub(crate) fn as_typed(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl Serialize for Secret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("")
    }
}

impl<'de> Deserialize<'de> for Secret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // The usual error would say what was found.
        String::deserialize(deserializer)
            .map(Self)
            .map_err(|_| de::Error::custom("a PIN or a card is a text"))
    }
}

impl JsonSchema for Secret {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Secret".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "description": "The digits of a PIN (4 to 12), or what a card's reader sends. Written nowhere.",
        })
    }
}

/// How much work a check is: argon2id's memory and passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effort {
    pub kib: u32,
    pub passes: u32,
}

impl Effort {
    /// Where no time passes by itself, and nothing can be measured: in tests and the demo.
    pub const LEAST: Self = Self { kib: 32, passes: 1 };
    /// What is advised for passwords at the least (OWASP): memory costs whoever guesses
    /// with many machines at once.
    const ADVISED: Self = Self {
        kib: 19 * 1024,
        passes: 2,
    };
    const KIB_MIN: u32 = 4 * 1024;
    const PASSES_MAX: u32 = 100;

    /// As much as takes about [`CHECK_TAKES`] by what `time` says of each effort; never
    /// less than a slow machine can be asked for.
    pub fn calibrated(mut time: impl FnMut(Self) -> Duration) -> Self {
        let mut effort = Self::ADVISED;
        let mut took = time(effort);
        while took > CHECK_TAKES * 2 && effort.kib > Self::KIB_MIN {
            effort.kib /= 2;
            took = time(effort);
        }
        let one_pass = (took / effort.passes).max(Duration::from_micros(1));
        let passes = CHECK_TAKES.as_micros() / one_pass.as_micros();
        let passes = u32::try_from(passes).unwrap_or(Self::PASSES_MAX);
        effort.passes = passes.clamp(1, Self::PASSES_MAX);
        effort
    }

    /// What is kept of a text. `None` where the machine lacks the memory for it.
    pub fn hash(self, text: &str, salt: &Salt) -> Option<[u8; HASH_BYTES]> {
        let params = Params::new(self.kib, self.passes, 1, Some(HASH_BYTES)).ok()?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; HASH_BYTES];
        argon2
            .hash_password_into(text.as_bytes(), salt, &mut hash)
            .ok()?;
        Some(hash)
    }
}

/// What is kept of a PIN or a card. Only the store reads it: in JSON it says that it
/// is there, and no more.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    salt: Salt,
    hash: [u8; HASH_BYTES],
    effort: Effort,
}

impl Proof {
    /// `None` where the machine lacks the memory for it.
    pub fn of(text: &str, salt: Salt, effort: Effort) -> Option<Self> {
        let hash = effort.hash(text, &salt)?;
        Some(Self { salt, hash, effort })
    }

    /// Whether `text` is what it was made of.
    pub fn fits(&self, text: &str) -> bool {
        let Some(hash) = self.effort.hash(text, &self.salt) else {
            return false;
        };
        // All of it, however soon they differ.
        let differing = hash.iter().zip(&self.hash).fold(0, |it, (a, b)| it | a ^ b);
        differing == 0
    }
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Proof")
    }
}

type Kept = (Salt, [u8; HASH_BYTES], Effort);

impl Serialize for Proof {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.serialize_str("kept");
        }
        (self.salt, self.hash, self.effort).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Proof {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            return Err(de::Error::custom("a proof is only read from the store"));
        }
        let (salt, hash, effort) = Kept::deserialize(deserializer)?;
        Ok(Self { salt, hash, effort })
    }
}

/// How long somebody waits who was wrong so often in a row: nothing at first, then
/// twice as long each time.
pub fn wait_after(n_wrong: u32) -> TimeDelta {
    let n = n_wrong.saturating_sub(FREE_TRIES);
    if n == 0 {
        return TimeDelta::zero();
    }
    let seconds = FIRST_WAIT_SECONDS.saturating_mul(1 << (n - 1).min(16));
    TimeDelta::seconds(seconds.min(LONGEST_WAIT_SECONDS))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of the reference implementation (phc-winner-argon2, `src/test.c`): version 0x13,
    /// two passes, 256 KiB, one lane.
    #[test]
    fn argon2id_gives_the_published_hash() {
        let effort = Effort {
            kib: 256,
            passes: 2,
        };
        let params = Params::new(effort.kib, effort.passes, 1, Some(HASH_BYTES)).unwrap();
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut hash = [0; HASH_BYTES];
        argon2
            .hash_password_into(b"password", b"somesalt", &mut hash)
            .unwrap();
        let published = "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe";
        for (idx, byte) in hash.iter().enumerate() {
            assert_eq!(format!("{byte:02x}"), published[idx * 2..idx * 2 + 2]);
        }
    }

    #[test]
    fn a_pin_fits_its_own_proof_and_no_other() {
        let proof = Proof::of("2468", [7; 16], Effort::LEAST).unwrap();
        assert!(proof.fits("2468"));
        for other in ["2467", "02468", "246", ""] {
            assert!(!proof.fits(other), "{other}");
        }
        let elsewhere = Proof::of("2468", [8; 16], Effort::LEAST).unwrap();
        assert_ne!(proof, elsewhere, "the salt counts");
    }

    #[test]
    fn nothing_that_is_shown_has_the_secret_in_it() {
        let secret: Secret = serde_json::from_str("\"2468\"").unwrap();
        assert_eq!(secret.pin(), Some("2468"));
        assert_eq!(format!("{secret:?}"), "Secret");
        assert_eq!(serde_json::to_string(&secret).unwrap(), "\"\"");
        let wrong = serde_json::from_str::<Secret>("2468").unwrap_err();
        assert!(!wrong.to_string().contains("2468"), "{wrong}");
        let proof = Proof::of("2468", [7; 16], Effort::LEAST).unwrap();
        assert_eq!(format!("{proof:?}"), "Proof");
        assert_eq!(serde_json::to_string(&proof).unwrap(), "\"kept\"");
    }

    #[test]
    fn pins_are_digits_and_cards_are_long_enough() {
        #[rustfmt::skip]
        let cases = [
            // typed                  a PIN          a card
            ("1234",                  Some("1234"),  Some("1234")),
            (" 1234 ",                Some("1234"),  Some("1234")),
            ("123456789012",          Some("123456789012"), Some("123456789012")),
            ("123",                   None,          None),
            ("1234567890123",         None,          Some("1234567890123")),
            ("12a4",                  None,          Some("12A4")),
            ("staff-0042",            None,          Some("STAFF0042")),
            ("",                      None,          None),
            ("١٢٣٤",                  None,          Some("١٢٣٤")),
        ];
        for (typed, pin, card) in cases {
            let secret = Secret::new(typed);
            assert_eq!(secret.pin(), pin, "{typed:?}");
            assert_eq!(secret.card().as_deref(), card, "{typed:?}");
        }
    }

    #[test]
    fn a_check_takes_as_long_on_a_quick_machine_as_on_a_slow_one() {
        // Nanoseconds that a machine needs for a KiB of a pass.
        for per_kib in [100_u64, 400, 1_300, 5_000, 20_000] {
            let takes = |it: Effort| {
                Duration::from_nanos(per_kib * u64::from(it.kib) * u64::from(it.passes))
            };
            let effort = Effort::calibrated(takes);
            let took = takes(effort);
            assert!(
                took <= CHECK_TAKES * 2 && took * 2 >= CHECK_TAKES,
                "{per_kib}: {effort:?} takes {took:?}"
            );
        }
        // One that is slower still is asked for the least.
        let slow = Effort::calibrated(|it| Duration::from_millis(u64::from(it.kib)));
        assert!(slow.kib <= 5_000 && slow.passes == 1, "{slow:?}");
    }

    #[test]
    fn waits_grow_with_each_wrong_try() {
        let seconds: Vec<i64> = (0..14).map(|it| wait_after(it).num_seconds()).collect();
        assert_eq!(
            seconds,
            [0, 0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]
        );
        assert_eq!(wait_after(u32::MAX).num_seconds(), 900);
    }
}
