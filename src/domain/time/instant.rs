//! How an instant is kept: milliseconds since 1970 in the store, RFC 3339 in JSON.
//! For `#[serde(with = "…")]`; the text that chrono would keep is three times as
//! long and slower to read.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// # Errors
///
/// Those of the serializer.
pub fn serialize<S: Serializer>(at: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() {
        at.serialize(serializer)
    } else {
        serializer.serialize_i64(at.timestamp_millis())
    }
}

/// # Errors
///
/// Those of the deserializer, and milliseconds beyond the calendar.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<DateTime<Utc>, D::Error> {
    if deserializer.is_human_readable() {
        return DateTime::deserialize(deserializer);
    }
    let millis = i64::deserialize(deserializer)?;
    DateTime::from_timestamp_millis(millis).ok_or_else(|| de::Error::custom("no such instant"))
}

/// The same for an instant that may not have come.
pub mod option {
    use super::{DateTime, Deserialize, Deserializer, Serialize, Serializer, Utc, de};

    /// # Errors
    ///
    /// Those of the serializer.
    pub fn serialize<S: Serializer>(
        at: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            at.serialize(serializer)
        } else {
            at.map(|at| at.timestamp_millis()).serialize(serializer)
        }
    }

    /// # Errors
    ///
    /// Those of the deserializer, and milliseconds beyond the calendar.
    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        if deserializer.is_human_readable() {
            return Option::deserialize(deserializer);
        }
        let wrong = || de::Error::custom("no such instant");
        let millis = Option::<i64>::deserialize(deserializer)?;
        millis
            .map(|it| DateTime::from_timestamp_millis(it).ok_or_else(wrong))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Stamped {
        #[serde(with = "crate::domain::time::instant")]
        at: DateTime<Utc>,
        #[serde(with = "crate::domain::time::instant::option")]
        until: Option<DateTime<Utc>>,
    }

    #[test]
    fn the_store_has_milliseconds_and_json_a_text() {
        let at = Utc.timestamp_millis_opt(1_795_000_000_123).unwrap();
        let kept = Stamped {
            at,
            until: Some(at),
        };
        let bytes = bincode::serialize(&kept).unwrap();
        assert_eq!(bytes.len(), 8 + 1 + 8);
        assert_eq!(bytes[..8], 1_795_000_000_123_i64.to_le_bytes());
        assert_eq!(bincode::deserialize::<Stamped>(&bytes).unwrap(), kept);
        let json = serde_json::to_string(&kept).unwrap();
        let text = "2026-11-18T11:06:40.123Z";
        assert_eq!(json, format!(r#"{{"at":"{text}","until":"{text}"}}"#));
        assert_eq!(serde_json::from_str::<Stamped>(&json).unwrap(), kept);
    }

    #[test]
    fn an_instant_beyond_the_calendar_is_refused() {
        let bytes = bincode::serialize(&(i64::MAX, None::<i64>)).unwrap();
        assert!(bincode::deserialize::<Stamped>(&bytes).is_err());
    }
}
