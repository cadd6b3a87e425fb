//! The steps of a service as people write them: `15 prep; 60 service both with
//! Steamer; 20 processing; 10 clean-up`.

use super::{
    catalog::{SegmentPlan, Stage},
    equipment::Need,
    ids::EquipmentId,
    text, typed,
};

/// Each with what it is called by, and what it holds where nothing else is said: the
/// main therapist, a room, the client.
const STAGES: [(Stage, &str, [bool; 3]); 5] = [
    (Stage::Preparation, "preparation", [true, true, false]),
    (Stage::Service, "service", [true, true, true]),
    (Stage::Processing, "processing", [false, true, true]),
    (Stage::Finishing, "finishing", [true, true, true]),
    (Stage::CleanUp, "clean-up", [true, true, false]),
];
/// Who gives it, by role.
const ROLES: [(&str, &[u8]); 6] = [
    ("both", &[0, 1]),
    ("three", &[0, 1, 2]),
    ("therapist", &[0]),
    ("second", &[1]),
    ("third", &[2]),
    ("nobody", &[]),
];
const WITH: &str = "with";
const WITHOUT: &str = "without";
/// A word shorter than this stands for nothing.
const WORD_LEN_MIN: usize = 3;

/// What cannot be read, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepFault {
    NotUnderstood { typed: String },
    NoSuchEquipment { typed: String },
}

/// Reads steps between semicolons: minutes, then what for (`prep`, `service`,
/// `processing`, `finish`, `clean-up`; `service` where nothing is said), then who, if
/// not as usual (`both`, `three`, `second`, `nobody`), then `with` and `without` a room,
/// the client, or equipment: `with 2 Steamer`, `with Tub or Shower`.
///
/// # Errors
///
/// The first part that is nothing of the kind.
pub fn parse_steps(
    typed: &str,
    find: impl Fn(&str) -> Option<EquipmentId>,
) -> Result<Vec<SegmentPlan>, StepFault> {
    let parts = typed.split(';').map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| parse_step(part, &find))
        .collect()
}

fn parse_step(
    part: &str,
    find: &impl Fn(&str) -> Option<EquipmentId>,
) -> Result<SegmentPlan, StepFault> {
    let wrong = || StepFault::NotUnderstood {
        typed: part.to_owned(),
    };
    let mut words = part.split_whitespace().peekable();
    let minutes = words.next().and_then(typed::minutes).ok_or_else(wrong)?;
    words.next_if(|it| matches!(text::fold(it).as_str(), "m" | "min" | "minutes"));
    let stage = words.peek().and_then(|it| stage_of(it));
    if stage.is_some() {
        words.next();
    }
    let mut step = usual(stage.unwrap_or_default(), minutes);
    while let Some(word) = words.next() {
        let word = text::fold(word);
        if let Some((_, roles)) = ROLES.iter().find(|(it, _)| *it == word) {
            step.roles = roles.to_vec();
            continue;
        }
        if word != WITH && word != WITHOUT {
            return Err(wrong());
        }
        let mut what: Vec<&str> = Vec::new();
        while let Some(more) = words.next_if(|it| !begins(it)) {
            what.push(more);
        }
        add(&mut step, &what.join(" "), word == WITH, find)?;
    }
    Ok(step)
}

/// Whether something new is said from here on.
fn begins(word: &str) -> bool {
    let word = text::fold(word);
    // Of the roles, the therapist may come behind `with` too.
    let is_role = ROLES
        .iter()
        .any(|(it, _)| *it == word && *it != "therapist");
    word == WITH || word == WITHOUT || is_role
}

fn stage_of(word: &str) -> Option<Stage> {
    let word = text::fold(word);
    let is_it = |name: &str| word.len() >= WORD_LEN_MIN && text::fold(name).starts_with(&word);
    let found = STAGES.iter().find(|(_, name, _)| is_it(name));
    found
        .map(|it| it.0)
        .or_else(|| (word == "cleanup").then_some(Stage::CleanUp))
}

fn usual(stage: Stage, minutes: u16) -> SegmentPlan {
    let usual = STAGES.iter().find(|it| it.0 == stage);
    let [staff, room, client] = usual.map_or([true; 3], |it| it.2);
    SegmentPlan {
        stage,
        minutes,
        roles: staff.then_some(0).into_iter().collect(),
        holds_room: room,
        holds_client: client,
        needs: Vec::new(),
    }
}

fn add(
    step: &mut SegmentPlan,
    what: &str,
    is_with: bool,
    find: &impl Fn(&str) -> Option<EquipmentId>,
) -> Result<(), StepFault> {
    let folded = text::fold(what);
    match folded.as_str() {
        "room" | "the room" | "a room" => step.holds_room = is_with,
        "client" | "the client" => step.holds_client = is_with,
        "therapist" | "the therapist" => step.roles = is_with.then_some(0).into_iter().collect(),
        _ if is_with => {
            for one in what.split(" and ") {
                step.needs.push(need(one.trim(), find)?);
            }
        }
        _ => {
            let typed = format!("{WITHOUT} {what}");
            return Err(StepFault::NotUnderstood { typed });
        }
    }
    Ok(())
}

/// `2 Steamer`, `Tub or Shower`.
fn need(typed: &str, find: &impl Fn(&str) -> Option<EquipmentId>) -> Result<Need, StepFault> {
    let counted = typed.split_once(' ').and_then(|(n, names)| {
        let n: u8 = n.trim_end_matches(['x', '×']).parse().ok()?;
        Some((n, names.trim()))
    });
    // A name may begin with a number.
    let (n, names) = match counted {
        Some(counted) if find(typed).is_none() => counted,
        _ => (1, typed),
    };
    let one = |name: &str| {
        find(name.trim()).ok_or_else(|| StepFault::NoSuchEquipment {
            typed: name.trim().to_owned(),
        })
    };
    let of = names.split(" or ").map(one).collect::<Result<_, _>>()?;
    Ok(Need { n, of })
}

/// As [`parse_steps`] reads them; nothing where there is one that holds all.
pub fn write_steps(segments: &[SegmentPlan], name: impl Fn(EquipmentId) -> String) -> String {
    if let [only] = segments
        && *only == SegmentPlan::whole(only.minutes)
    {
        return String::new();
    }
    let parts = segments.iter().map(|it| write_step(it, &name));
    parts.collect::<Vec<_>>().join("; ")
}

fn write_step(step: &SegmentPlan, name: &impl Fn(EquipmentId) -> String) -> String {
    let usual = usual(step.stage, step.minutes);
    let stage = STAGES.iter().find(|it| it.0 == step.stage);
    let mut text = format!("{} {}", step.minutes, stage.map_or("", |it| it.1));
    if step.roles != usual.roles {
        let word = ROLES.iter().find(|it| it.1 == step.roles);
        text.push(' ');
        text.push_str(word.map_or("both", |it| it.0));
    }
    let holds = [
        (step.holds_room, usual.holds_room, "room"),
        (step.holds_client, usual.holds_client, "client"),
    ];
    for (is, was, what) in holds {
        if is != was {
            let word = if is { WITH } else { WITHOUT };
            text.extend([" ", word, " ", what]);
        }
    }
    for need in &step.needs {
        let names: Vec<String> = need.of.iter().map(|it| name(*it)).collect();
        let n = if need.n == 1 {
            String::new()
        } else {
            format!("{} ", need.n)
        };
        text.extend([" ", WITH, " ", &n, &names.join(" or ")]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    fn equipment(number: u64) -> EquipmentId {
        RawId::new(1, number).unwrap().into()
    }

    fn find(name: &str) -> Option<EquipmentId> {
        match name.to_lowercase().as_str() {
            "steamer" => Some(equipment(1)),
            "hot tub" => Some(equipment(2)),
            "2 lamps" => Some(equipment(3)),
            _ => None,
        }
    }

    fn name(id: EquipmentId) -> String {
        let names = ["", "Steamer", "Hot tub", "2 lamps"];
        names[usize::try_from(id.0.counter()).unwrap()].to_owned()
    }

    #[test]
    fn steps_table() {
        #[rustfmt::skip]
        let cases = [
            // typed                                  written
            ("60",                                    ""),
            ("60 service",                            ""),
            ("15 prep; 60; 10 clean",                 "15 preparation; 60 service; 10 clean-up"),
            ("20 SERVICE; 1:10 proc; 20 fin",         "20 service; 70 processing; 20 finishing"),
            ("60 min service both",                   "60 service both"),
            ("30 therapist; 30 second; 5 cleanup",    "30 service; 30 service second; 5 clean-up"),
            ("30 nobody without room",                "30 service nobody without room"),
            ("20 processing with therapist",          "20 processing therapist"),
            ("20 processing without client; 5",       "20 processing without client; 5 service"),
            ("60 with steamer",                       "60 service with Steamer"),
            ("60 with 2 steamer or hot tub without room", "60 service without room with 2 Steamer or Hot tub"),
            ("60 with Steamer and 2 lamps",           "60 service with Steamer with 2 lamps"),
            ("60 with 3 2 lamps three",               "60 service three with 3 2 lamps"),
        ];
        for (typed, want) in cases {
            let got = parse_steps(typed, find).unwrap_or_else(|it| panic!("{typed}: {it:?}"));
            assert_eq!(write_steps(&got, name), want, "{typed}");
            if !want.is_empty() {
                assert_eq!(parse_steps(want, find), Ok(got), "{want}");
            }
        }
    }

    #[test]
    fn what_is_no_step_is_named() {
        let not = |typed: &str| StepFault::NotUnderstood {
            typed: typed.to_owned(),
        };
        #[rustfmt::skip]
        let cases = [
            ("prep 15",                 not("prep 15")),
            ("60; 10 dance",            not("10 dance")),
            ("60 without steamer",      not("without steamer")),
            ("60 se",                   not("60 se")),
            ("60 with sauna",           StepFault::NoSuchEquipment { typed: "sauna".into() }),
            ("60 with",                 StepFault::NoSuchEquipment { typed: String::new() }),
        ];
        for (typed, want) in cases {
            assert_eq!(parse_steps(typed, find), Err(want), "{typed}");
        }
    }
}
