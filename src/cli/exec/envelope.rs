//! What a line asks for, and what is answered on one.

use std::fmt::Display;

use schemars::JsonSchema;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::{
    domain::ids::StaffId,
    ops::{
        failure::Failure,
        outcome::Outcome,
        query::{Answer, Query},
        refusal::Refusal,
        request::{Approval, Request},
    },
};

/// No request has fields deeper down.
const DEPTH_MAX: usize = 8;
/// In a longer list the place of an error is not looked for.
const KEYS_TRIED_MAX: usize = 100;

/// A line that was understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Asked {
    /// Names the request for good, so that it is done once. Of a question it only
    /// comes back with the answer.
    pub(super) id: Option<String>,
    /// The person at the desk.
    pub(super) by: Option<StaffId>,
    /// A second person's yes to this one request.
    pub(super) approved: Option<Approval>,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum What {
    Do(Box<Request>),
    Ask(Query),
}

/// A request with its envelope, for the schema.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct DoLine {
    /// Made by whoever asks; the same id with the same request is done once.
    id: String,
    /// The person at the desk. Where people sign on: who did, by `sign_on`, and it may be
    /// left out.
    by: Option<StaffId>,
    /// A second person's yes to this one request: a PIN with whose it is, or a card, and
    /// why.
    approved: Option<Approval>,
    #[schemars(flatten)]
    request: Request,
}

/// A question with its envelope, for the schema.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) struct AskLine {
    /// Comes back with the answer.
    id: Option<String>,
    by: Option<StaffId>,
    #[schemars(flatten)]
    question: Query,
}

/// One line of the output.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Said {
    /// What was done, or the answer to a question.
    Ok { id: Option<String>, ok: Good },
    /// Nothing was changed; `text` is for people.
    Refused {
        id: Option<String>,
        refused: Refusal,
        text: String,
    },
    /// Something broke; `text` says what is safe and what to do.
    Failed {
        id: Option<String>,
        failed: Failure,
        text: String,
    },
    /// The line was not understood, and nothing was done.
    Error { line: u64, error: String },
}

#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub(super) enum Good {
    Done(Box<Outcome>),
    Answer(Box<Answer>),
}

impl Said {
    pub(super) fn is_good(&self) -> bool {
        matches!(self, Self::Ok { .. })
    }
}

impl Asked {
    /// Reads one line. The error says what is wrong with it, in English.
    pub(super) fn parse(line: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(line).map_err(|err| format!("not JSON: {err}"))?;
        let Value::Object(mut fields) = value else {
            return Err("a line is one JSON object".to_owned());
        };
        let id = take_text(&mut fields, "id")?;
        let by = take_text(&mut fields, "by")?
            .map(|by| by.parse().map(StaffId).map_err(|err| format!("by: {err}")))
            .transpose()?;
        let approved = match fields.remove("approved") {
            None | Some(Value::Null) => None,
            Some(Value::Object(fields)) => {
                let read = strictly(fields).map_err(|err| format!("approved: {err}"))?;
                Some(read)
            }
            Some(_) => return Err("approved: an object is wanted".to_owned()),
        };
        let what = match (fields.contains_key("do"), fields.contains_key("ask")) {
            (true, true) => return Err("both `do` and `ask`: a line does one thing".to_owned()),
            (false, false) => return Err("neither `do` nor `ask`".to_owned()),
            (false, true) if approved.is_some() => {
                return Err("approved: a question needs no second person".to_owned());
            }
            (true, false) if id.is_none() => {
                return Err("`id` is needed: it makes sure that this is done once".to_owned());
            }
            (true, false) => What::Do(Box::new(strictly(fields)?)),
            (false, true) => What::Ask(strictly(fields)?),
        };
        Ok(Self {
            id,
            by,
            approved,
            what,
        })
    }
}

fn take_text(fields: &mut Map<String, Value>, name: &str) -> Result<Option<String>, String> {
    match fields.remove(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(format!("`{name}` is a text")),
    }
}

/// Reads a request and refuses fields that it does not have: a misspelled field
/// would else be left out without a word.
fn strictly<T: DeserializeOwned + Serialize>(fields: Map<String, Value>) -> Result<T, String> {
    let given = Value::Object(fields);
    let read =
        T::deserialize(&given).map_err(|err| plain(&located::<T>(&given, &err.to_string())))?;
    let known = serde_json::to_value(&read).map_err(|err| err.to_string())?;
    match unknown_field(&given, &known) {
        Some(field) => Err(format!("unknown field `{field}`")),
        None => Ok(read),
    }
}

/// What is wanted in the words of JSON: those of the program's own types say nothing to
/// whoever writes a line.
pub(in crate::cli) fn plain(error: &str) -> String {
    let Some((before, wanted)) = error.rsplit_once(", expected ") else {
        return error.to_owned();
    };
    let range =
        |least: &dyn Display, most: &dyn Display| format!("a whole number from {least} to {most}");
    let wanted = match wanted {
        "u8" => range(&0, &u8::MAX),
        "u16" => range(&0, &u16::MAX),
        "u32" => range(&0, &u32::MAX),
        "u64" | "usize" => range(&0, &u64::MAX),
        "i32" => range(&i32::MIN, &i32::MAX),
        "i64" => range(&i64::MIN, &i64::MAX),
        "a string" | "str" => "a text".to_owned(),
        "a boolean" => "true or false".to_owned(),
        "a sequence" => "a list".to_owned(),
        "a map" => "an object".to_owned(),
        "string or map" => "a text or an object".to_owned(),
        "unit" => "null".to_owned(),
        it if it.starts_with("a tuple of size ") || it.starts_with("an array of length ") => {
            format!("a list of {}", it.rsplit(' ').next().unwrap_or_default())
        }
        it if it.starts_with("tuple struct ") || it.starts_with("tuple variant ") => {
            "a list".to_owned()
        }
        it if it.starts_with("newtype struct ") => "another value".to_owned(),
        it if [
            "struct ",
            "enum ",
            "internally tagged enum ",
            "adjacently tagged enum ",
        ]
        .iter()
        .any(|of| it.starts_with(of)) =>
        {
            "an object".to_owned()
        }
        it => it.to_owned(),
    };
    format!("{before}, expected {wanted}")
}

/// The error with the path of the field that it is about. Tagged enums lose it, so
/// it is found again: without that field, the error is another.
fn located<T: DeserializeOwned>(given: &Value, error: &str) -> String {
    // These say themselves what they miss.
    if error.starts_with("missing field") {
        return error.to_owned();
    }
    let mut path: Vec<String> = Vec::new();
    while path.len() < DEPTH_MAX
        && let Some(key) = culprit::<T>(given, &path, error)
    {
        path.push(key);
    }
    if path.is_empty() {
        return error.to_owned();
    }
    format!("{}: {error}", path.join("."))
}

/// What of the value at `path` the error is about.
fn culprit<T: DeserializeOwned>(given: &Value, path: &[String], error: &str) -> Option<String> {
    let at = format!("/{}", path.join("/"));
    let at = if path.is_empty() { "" } else { &at };
    let keys: Vec<String> = match given.pointer(at)? {
        Value::Object(fields) => fields.keys().cloned().collect(),
        Value::Array(list) => (0..list.len()).map(|idx| idx.to_string()).collect(),
        _ => return None,
    };
    // Each costs a copy of the line.
    if keys.len() > KEYS_TRIED_MAX {
        return None;
    }
    let is_tag = |key: &str| path.is_empty() && (key == "do" || key == "ask");
    keys.into_iter().filter(|key| !is_tag(key)).find(|key| {
        let mut without = given.clone();
        match without.pointer_mut(at) {
            Some(Value::Object(fields)) => drop(fields.remove(key)),
            Some(Value::Array(list)) => drop(key.parse().map(|idx: usize| list.remove(idx))),
            _ => return false,
        }
        T::deserialize(&without).map_or_else(|err| err.to_string(), |_| String::new()) != error
    })
}

/// The path of a field that is given but did not come through reading.
fn unknown_field(given: &Value, known: &Value) -> Option<String> {
    match (given, known) {
        (Value::Object(given), Value::Object(known)) => given.iter().find_map(|(name, value)| {
            let Some(counterpart) = known.get(name) else {
                return Some(name.clone());
            };
            unknown_field(value, counterpart).map(|path| format!("{name}.{path}"))
        }),
        (Value::Array(given), Value::Array(known)) => {
            given
                .iter()
                .zip(known)
                .enumerate()
                .find_map(|(idx, (given, known))| {
                    unknown_field(given, known).map(|path| format!("{idx}.{path}"))
                })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_and_a_question() {
        let line = r#"{"id": "a1", "by": "1-3", "do": "remove_line", "line": 2}"#;
        let asked = Asked::parse(line).unwrap();
        assert_eq!(asked.id.as_deref(), Some("a1"));
        assert_eq!(asked.by.map(|it| it.to_string()).as_deref(), Some("1-3"));
        assert_eq!(
            asked.what,
            What::Do(Box::new(Request::RemoveLine { line: 2 }))
        );
        let asked = Asked::parse(r#"{"ask": "ticket"}"#).unwrap();
        assert_eq!(asked.what, What::Ask(Query::Ticket));
    }

    #[test]
    fn the_field_of_an_error_is_named() {
        #[rustfmt::skip]
        let cases = [
            (r#"{"id": "1", "do": "remove_line", "line": -1}"#, "line: invalid value: integer `-1`"),
            (r#"{"id": "1", "do": "book", "client": null, "service": "1-1", "staff": "1-1", "room": null, "start": {"date": "2026-02-30", "minute": 600}}"#,
             "start.date: "),
            (r#"{"id": "1", "do": "pay", "tenders": [{"kind": "cash", "amount": null}, {"kind": "gift", "amount": 5}]}"#,
             "tenders.1.kind: unknown variant `gift`"),
            (r#"{"id": "1", "do": "change_line", "line": 1, "discount": {"give": {"percent": -5}}}"#,
             "discount.give.percent: invalid value"),
            (r#"{"id": "1", "do": "open_drawer", "float": 5, "business_date": null}"#,
             "float: invalid type: integer `5`, expected an object"),
            (r#"{"id": "1", "do": "open_drawer", "float": {"cash": 5, "card": null}, "business_date": null}"#,
             "float.cash: invalid type: integer `5`, expected a list"),
            (r#"{"id": "1", "do": "remove_line", "line": "one"}"#,
             "line: invalid type: string \"one\", expected a whole number from 0 to 4294967295"),
            (r#"{"id": "1", "do": "kick_drawer", "reason": 5}"#,
             "reason: invalid type: integer `5`, expected a text"),
            (r#"{"id": "1", "do": "attach_client", "client": 5}"#, "client: invalid type: integer `5`"),
        ];
        for (line, want) in cases {
            let got = Asked::parse(line).unwrap_err();
            assert!(got.starts_with(want), "{line}: {got}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_is_said() {
        #[rustfmt::skip]
        let cases = [
            ("{", "not JSON: EOF"),
            ("[1]", "a line is one JSON object"),
            ("{}", "neither `do` nor `ask`"),
            (r#"{"id": "1", "do": "park", "ask": "ticket"}"#, "both `do` and `ask`"),
            (r#"{"do": "park"}"#, "`id` is needed"),
            (r#"{"id": 7, "do": "park"}"#, "`id` is a text"),
            (r#"{"id": "1", "do": "sign_on", "staff": "1-1", "pin": 2468}"#, "pin: a PIN or a card is a text"),
            (r#"{"id": "1", "do": "park", "approved": "2468"}"#, "approved: an object is wanted"),
            (r#"{"id": "1", "do": "park", "approved": {"staff": "1-2", "pin": "2468"}}"#, "approved: missing field `reason`"),
            (r#"{"ask": "ticket", "approved": {"card": "S42", "reason": "Dented"}}"#, "approved: a question needs"),
            (r#"{"id": "1", "by": "Anna", "do": "park"}"#, "by: "),
            (r#"{"id": "1", "do": "fly"}"#, "unknown variant `fly`"),
            (r#"{"id": "1", "do": "remove_line"}"#, "missing field `line`"),
            (r#"{"id": "1", "do": "remove_line", "line": 1, "all": true}"#, "unknown field `all`"),
            (r#"{"id": "1", "do": "park", "ticket": "1-1"}"#, "unknown field `ticket`"),
            (r#"{"id": "1", "do": "open_drawer", "float": {"cash": [{"value_minor": 5, "n": 1, "x": 1}], "card": null}, "business_date": null}"#,
             "unknown field `float.cash.0.x`"),
        ];
        for (line, want) in cases {
            let got = Asked::parse(line).unwrap_err();
            assert!(got.starts_with(want), "{line}: {got}");
        }
    }
}
