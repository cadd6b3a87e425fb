//! The JSON Schema of the lines, made from the types that read and write them.

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::{Value, json};

use super::envelope::{AskLine, DoLine, Said};

/// A line of the input, and one of the output.
pub(super) fn schema() -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "balm exec",
        "description": "One JSON object per line. `in` is a line read, `out` a line written.",
        "in": {
            "do": of::<DoLine>(true),
            "ask": of::<AskLine>(true),
        },
        "out": of::<Said>(false),
    })
}

fn of<T: JsonSchema>(is_input: bool) -> Value {
    let settings = SchemaSettings::draft2020_12();
    let settings = if is_input {
        settings.for_deserialize()
    } else {
        settings.for_serialize()
    };
    settings
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}
