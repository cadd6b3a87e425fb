//! Who signs on with what, and what each role may.

use super::named;
use crate::{
    domain::{
        ids::StaffId,
        money::Rate,
        pin::{PIN_DIGITS, Secret},
        rights::{Limits, Right, Role, RoleKind},
        staff::Staff,
    },
    ops::{
        refusal::Field,
        request::{PersonDraft, Request, RightsDraft, SecretChange},
    },
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, chosen, one_of, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField, Reading},
            picker::{Filter, Picker, Row},
        },
    },
};

/// Takes away what somebody signs on with.
const NONE: &str = "-";
/// What a card's reader sends.
const CARD_CHARS_MAX: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    SignOn,
    Role(RoleKind),
    Person(StaffId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    On(bool),
    Role(RoleKind),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OfRole {
    Limits,
    Right(Right),
}

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(view.text("rights-title"), "help-rights", rows, open)
        .staying()
        .boxed()
}

/// What the settings' list says of it.
pub fn summary(view: &View) -> String {
    view.text(if view.rights.on {
        "rights-are-on"
    } else {
        "rights-are-off"
    })
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
    let rules = &view.rights;
    let mut rows = vec![Row {
        left: view.text("rights-sign-on"),
        right: summary(view),
        value: Place::SignOn,
    }];
    for kind in RoleKind::ALL {
        let n = Right::ALL.iter().filter(|it| rules.role(kind).may(**it));
        let args = [("n", n.count().into()), ("all", Right::ALL.len().into())];
        let role = [("role", view.words().role_kind(kind).into())];
        rows.push(Row {
            left: view.fill("rights-role", &role),
            right: view.fill("rights-n-of", &args),
            value: Place::Role(kind),
        });
    }
    rows.extend(view.staff.iter().map(|staff| Row {
        left: named(&staff.name, staff.active, view),
        right: of_person(staff, view),
        value: Place::Person(staff.id),
    }));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

fn of_person(staff: &Staff, view: &View) -> String {
    let Some(person) = view.rights.person(staff.id) else {
        return view.text("rights-no-sign-on");
    };
    let role = view.words().role_kind(person.role);
    let with = match (person.pin.is_some(), person.card.is_some()) {
        (false, false) => "rights-no-sign-on",
        (true, false) => "rights-by-pin",
        (false, true) => "rights-by-card",
        (true, true) => "rights-by-both",
    };
    format!("{role}, {}", view.text(with))
}

fn open(place: &Place, view: &View) -> Vec<Cmd> {
    let dialog = match place {
        Place::SignOn => sign_on(view),
        Place::Role(RoleKind::Owner) => {
            let said = view.text("rights-owner");
            return vec![Cmd::Say(crate::ui::component::Tone::Note, said)];
        }
        Place::Role(kind) => role(*kind, view),
        Place::Person(staff) => match view.staff_named(*staff) {
            Some(staff) => person(staff, view),
            None => return Vec::new(),
        },
    };
    vec![Cmd::Push(dialog)]
}

/// Whether people sign on, and after how long a desk locks itself.
fn sign_on(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let rules = &view.rights;
    let idle = rules.idle_minutes.to_string();
    let fields = vec![
        yes_or_no(
            Field::RightsOn,
            label(Field::RightsOn),
            rules.on,
            view,
            Value::On,
        ),
        fields::whole(Field::IdleMinutes, label(Field::IdleMinutes), &idle)
            .hint(view.text("rights-idle-hint")),
    ];
    let (on_now, idle_now) = (rules.on, rules.idle_minutes);
    Form::new(
        view.text("rights-sign-on"),
        "help-rights",
        fields,
        move |fields, view| {
            let on = match chosen(fields, Field::RightsOn, view)? {
                Some(Value::On(on)) => on,
                _ => on_now,
            };
            let idle = text_of(fields, Field::IdleMinutes);
            Ok(vec![Cmd::Run(Request::SaveRights(RightsDraft {
                on,
                idle_minutes: idle.parse().unwrap_or(idle_now),
                roles: Vec::new(),
            }))])
        },
    )
    .foot(|_, view| view.text("rights-how"))
    .boxed()
}

/// Enter gives a right or takes it away; the first row is how much may be taken off.
fn role(kind: RoleKind, view: &View) -> Box<dyn Component> {
    let name = [("role", view.words().role_kind(kind).into())];
    Picker::new(
        view.fill("rights-role", &name),
        "help-rights-role",
        move |typed, view| role_rows(kind, typed, view),
        move |what, view| match what {
            OfRole::Limits => vec![Cmd::Push(limits(kind, view))],
            OfRole::Right(right) => vec![Cmd::Run(turned(kind, *right, view))],
        },
    )
    .staying()
    .boxed()
}

fn role_rows(kind: RoleKind, typed: &str, view: &View) -> Vec<Row<OfRole>> {
    let role = view.rights.role(kind);
    let limits = Row {
        left: view.text("rights-limits"),
        right: view.words().off_limits(role.limits),
        value: OfRole::Limits,
    };
    let wanted = Filter::of(typed);
    let rights = Right::ALL.iter().map(|right| Row {
        left: view.words().right(*right),
        right: view.text(if role.may(*right) {
            "form-yes"
        } else {
            "form-no"
        }),
        value: OfRole::Right(*right),
    });
    std::iter::once(limits)
        .chain(rights)
        .filter(|row| wanted.fits(&row.left))
        .collect()
}

fn save(role: Role, view: &View) -> Request {
    Request::SaveRights(RightsDraft {
        on: view.rights.on,
        idle_minutes: view.rights.idle_minutes,
        roles: vec![role],
    })
}

fn turned(kind: RoleKind, right: Right, view: &View) -> Request {
    let mut role = view.rights.role(kind);
    if role.may(right) {
        role.rights.retain(|it| *it != right);
    } else {
        role.rights.push(right);
    }
    save(role, view)
}

/// Left empty there is no limit.
fn limits(kind: RoleKind, view: &View) -> Box<dyn Component> {
    let role = view.rights.role(kind);
    let label = |field| view.words().field(field);
    let percent = role.limits.percent.map(|it| it.to_string());
    let amount = role.limits.amount.map(|it| view.money(it));
    let hint = || view.text("rights-no-limit");
    let fields: Vec<FormField<()>> = vec![
        FormField::text(
            Field::PercentLimit,
            label(Field::PercentLimit),
            percent.as_deref().unwrap_or_default(),
        )
        .hint(hint())
        .read_by(|typed, view| match typed.parse::<Rate>() {
            Ok(rate) => Reading::Fine(format!("{rate} %")),
            Err(_) => Reading::Wrong(not_percent(typed, view)),
        }),
        fields::money(
            Field::AmountLimit,
            label(Field::AmountLimit),
            amount.as_deref().unwrap_or_default(),
        )
        .hint(hint()),
    ];
    Form::new(
        view.text("rights-limits"),
        "help-rights-role",
        fields,
        move |fields, view| {
            let percent = match text_of(fields, Field::PercentLimit) {
                "" => None,
                typed => Some(
                    typed
                        .parse()
                        .map_err(|_| (Field::PercentLimit, not_percent(typed, view)))?,
                ),
            };
            let amount = match text_of(fields, Field::AmountLimit) {
                "" => None,
                typed => view.settings.currency.parse(typed).ok(),
            };
            let mut role = view.rights.role(kind);
            role.limits = Limits { percent, amount };
            Ok(vec![Cmd::Run(save(role, view))])
        },
    )
    .boxed()
}

fn not_percent(typed: &str, view: &View) -> String {
    view.fill("rights-no-percent", &[("typed", typed.into())])
}

/// What somebody may, and signs on with. What is left empty stays.
fn person(staff: &Staff, view: &View) -> Box<dyn Component> {
    let known = view.rights.person(staff.id);
    let label = |field| view.words().field(field);
    let role = known.map_or(RoleKind::Desk, |it| it.role);
    let place = RoleKind::ALL.iter().position(|it| *it == role);
    let roles = RoleKind::ALL.map(|it| (view.words().role_kind(it), Value::Role(it)));
    let hint = |has: bool| {
        view.text(if has {
            "rights-stays"
        } else {
            "rights-none-yet"
        })
    };
    let fields = vec![
        one_of(
            Field::Role,
            label(Field::Role),
            place.unwrap_or_default(),
            roles.to_vec(),
        ),
        pin_field(Field::Pin, view).hint(hint(known.is_some_and(|it| it.pin.is_some()))),
        pin_field(Field::PinAgain, view),
        FormField::text(Field::Card, label(Field::Card), "")
            .holding(CARD_CHARS_MAX)
            .hidden()
            .hint(hint(known.is_some_and(|it| it.card.is_some()))),
    ];
    let id = staff.id;
    Form::new(
        staff.name.clone(),
        "help-rights-person",
        fields,
        move |fields, view| {
            let role = match chosen(fields, Field::Role, view)? {
                Some(Value::Role(role)) => Some(role),
                _ => None,
            };
            Ok(vec![Cmd::Run(Request::SavePerson(PersonDraft {
                staff: id,
                role,
                pin: new_pin(fields, view)?,
                card: change(text_of(fields, Field::Card)),
                own: None,
            }))])
        },
    )
    .on_scan(|code, fields, _| {
        let card = fields.iter_mut().find(|it| it.field == Field::Card);
        let is_there = card.is_some();
        if let Some(card) = card {
            card.input.set(code);
        }
        is_there
    })
    .foot(|_, view| view.text("rights-person-how"))
    .boxed()
}

fn pin_field<V: Clone + 'static>(field: Field, view: &View) -> FormField<V> {
    FormField::text(field, view.words().field(field), "")
        .holding(*PIN_DIGITS.end())
        .hidden()
}

fn change(typed: &str) -> Option<SecretChange> {
    match typed {
        "" => None,
        NONE => Some(SecretChange::Remove),
        typed => Some(SecretChange::Set(Secret::new(typed))),
    }
}

/// Typed twice, since nobody sees it.
fn new_pin<V: Clone>(fields: &[FormField<V>], view: &View) -> Result<Option<SecretChange>, Wrong> {
    let (once, twice) = (
        text_of(fields, Field::Pin),
        text_of(fields, Field::PinAgain),
    );
    if once != NONE && once != twice {
        return Err((Field::PinAgain, view.text("rights-pins-differ")));
    }
    Ok(change(once))
}

/// Everyone changes their own PIN who knows it.
pub fn own_pin(view: &View) -> Vec<Cmd> {
    let known = view.session.operator.and_then(|it| view.rights.person(it));
    let Some(person) = known.filter(|it| it.pin.is_some()) else {
        let said = view.text("rights-no-own-pin");
        return vec![Cmd::Say(crate::ui::component::Tone::Note, said)];
    };
    let staff = person.staff;
    let fields: Vec<FormField<()>> = vec![
        pin_field(Field::OwnPin, view).needed(),
        pin_field(Field::Pin, view).needed(),
        pin_field(Field::PinAgain, view).needed(),
    ];
    let form = Form::new(
        view.text("rights-own-pin"),
        "help-rights-own",
        fields,
        move |fields, view| {
            let own = Secret::new(text_of(fields, Field::OwnPin));
            Ok(vec![Cmd::Run(Request::SavePerson(PersonDraft {
                staff,
                role: None,
                pin: new_pin(fields, view)?,
                card: None,
                own: Some(own),
            }))])
        },
    );
    vec![Cmd::Push(form.boxed())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hyphen_takes_away_and_nothing_stays() {
        assert_eq!(change(""), None);
        assert_eq!(change(NONE), Some(SecretChange::Remove));
        let set = SecretChange::Set(Secret::new("2468"));
        assert_eq!(change("2468"), Some(set));
    }
}
