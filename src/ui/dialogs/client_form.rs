//! One form for a client: name and phone are enough, the rest is a Down away. A
//! phone that someone has already asks which of the two it is.

use std::rc::Rc;

use super::{
    fields::{self, Wrong, chosen, names, text_of, yes_or_no},
    manage::prices,
};
use crate::{
    domain::{
        apart::KeptApart,
        client::{Client, Sex},
        ids::{ClientId, StaffId},
        money::Rate,
        price::LevelId,
        text, typed,
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, Refusal},
        request::{ClientDraft, Request},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component, Tone},
        panes::client,
        view::View,
        widgets::{
            form::{Choice, Form, FormField, Reading},
            picker::{Picker, Row},
        },
    },
};

/// What a choice of this form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Sex(Sex),
    Staff(StaffId),
    InUse(bool),
    Level(Option<LevelId>),
}

/// What follows once it is known which client it is.
type Then = Rc<dyn Fn(ClientId, &View) -> Vec<Cmd>>;

/// Where Enter begins to save: at the phone.
const PHONE: usize = 1;

/// A new client, begun with what was typed in a lookup, and attached to a cart that
/// has none.
pub fn new(view: &View, name: &str, phone: &str) -> Box<dyn Component> {
    new_then(view, name, phone, client::take)
}

/// A new client, and what follows once it is saved. The cart is left alone: who
/// books by telephone is not who stands at the counter.
pub fn new_then(
    view: &View,
    name: &str,
    phone: &str,
    then: impl Fn(ClientId, &View) -> Vec<Cmd> + 'static,
) -> Box<dyn Component> {
    let begun = ClientDraft {
        name: name.to_owned(),
        phone: phone.to_owned(),
        active: true,
        ..ClientDraft::default()
    };
    let start = usize::from(!name.is_empty());
    form(view, "client-form-new", begun, Rc::new(then))
        .starting_at(start)
        .boxed()
}

/// A new client of whom so much was typed: a name, or a phone number.
pub fn new_by(
    typed: &str,
    then: impl Fn(ClientId, &View) -> Vec<Cmd> + 'static,
    view: &View,
) -> Box<dyn Component> {
    let is_phone = typed.chars().all(|it| !it.is_alphabetic());
    let (name, phone) = if is_phone { ("", typed) } else { (typed, "") };
    new_then(view, name, phone, then)
}

/// `None` if there is no such client.
pub fn edit(view: &View, id: ClientId) -> Option<Box<dyn Component>> {
    let client = view.shop.read().get::<Client>(&id).ok()??;
    let apart = view.shop.read().get::<KeptApart>(&id).ok()?;
    let begun = ClientDraft {
        id: Some(id),
        name: client.name,
        phone: client.phone,
        email: client.email,
        birth_date: client.birth_date,
        sex: client.sex,
        alert: client.alert,
        notes: client.notes,
        usual_staff: client.usual_staff,
        card: client.card,
        shared_phone: false,
        active: client.active,
        price_level: client.price_level,
        card_rate: client.card_rate,
        never_with: apart.map(|it| it.staff),
    };
    let known = |id: ClientId, _: &View| vec![Cmd::ShowClient(Some(id))];
    Some(form(view, "client-form-edit", begun, Rc::new(known)).boxed())
}

fn form(view: &View, title: &str, begun: ClientDraft, known: Then) -> Form<Value> {
    let fields = all_fields(view, &begun);
    let (saved, taken) = (Rc::clone(&known), known);
    let before = begun.clone();
    Form::new(
        view.text(title),
        "help-client-form",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SaveClient(draft(
                &begun, fields, view,
            )?))])
        },
    )
    .submit_from(PHONE)
    .on_scan(|code, fields, _| {
        let card = fields.iter_mut().find(|it| it.field == Field::Card);
        card.map(|field| field.input.set(code)).is_some()
    })
    .on_done(move |outcome, view| match outcome {
        Outcome::SavedClient { client } => saved(*client, view),
        _ => Vec::new(),
    })
    .on_refusal(move |refusal, fields, view| {
        let Refusal::PhoneTaken { client, name } = refusal else {
            return Vec::new();
        };
        let (Ok(other), Ok(draft)) = (client.parse().map(ClientId), draft(&before, fields, view))
        else {
            return Vec::new();
        };
        vec![Cmd::Push(which(
            view,
            other,
            name,
            draft,
            Rc::clone(&taken),
        ))]
    })
}

fn all_fields(view: &View, begun: &ClientDraft) -> Vec<FormField<Value>> {
    let label = |field| view.words().field(field);
    let birth_date = begun
        .birth_date
        .map_or_else(String::new, |date| date.format("%d.%m.%Y").to_string());
    let usual = begun
        .usual_staff
        .and_then(|id| view.staff_named(id))
        .map(|staff| (staff.name.clone(), Value::Staff(staff.id)));
    let mut fields = vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name).needed(),
        fields::phone(&begun.phone, begun.id, view).hint(view.text("client-form-phone")),
        fields::email(&begun.email, view),
        FormField::text(Field::Alert, label(Field::Alert), &begun.alert)
            .holding(text::ALERT_MAX)
            .hint(view.text("client-form-alert")),
        FormField::text(Field::Note, label(Field::Note), &begun.notes).holding(text::NOTE_MAX),
        fields::born(view.text("client-form-born"), &birth_date)
            .hint(view.text("client-form-birth")),
        fields::sex(begun.sex, view, Value::Sex),
        FormField::pick(
            Field::Staff,
            view.text("client-form-usual"),
            usual,
            therapists,
        ),
        FormField::text(
            Field::NeverWith,
            label(Field::NeverWith),
            &never_with_of(begun, view),
        )
        .holding(text::NOTE_MAX)
        .hint(view.text("client-form-never")),
        fields::card(&begun.card, begun.id, view).hint(view.text("client-form-card")),
    ];
    fields.push(card_rate(begun.card_rate, view));
    fields.extend(prices::pick_level(begun.price_level, view, Value::Level));
    if begun.id.is_some() {
        let label = label(Field::InUse);
        fields.push(yes_or_no(
            Field::InUse,
            label,
            begun.active,
            view,
            Value::InUse,
        ));
    }
    fields
}

fn draft(
    begun: &ClientDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<ClientDraft, Wrong> {
    let text = |field| text_of(fields, field).to_owned();
    // What is no date has been said by the field.
    let birth_date = typed::birth_date(text_of(fields, Field::BirthDate), view.today());
    Ok(ClientDraft {
        id: begun.id,
        name: text(Field::Name),
        phone: text(Field::Phone),
        email: text(Field::Email),
        birth_date,
        sex: match chosen(fields, Field::Sex, view)? {
            Some(Value::Sex(sex)) => Some(sex),
            _ => None,
        },
        alert: text(Field::Alert),
        notes: text(Field::Note),
        usual_staff: match chosen(fields, Field::Staff, view)? {
            Some(Value::Staff(staff)) => Some(staff),
            _ => None,
        },
        card: text(Field::Card),
        shared_phone: false,
        active: match chosen(fields, Field::InUse, view)? {
            Some(Value::InUse(active)) => active,
            _ => begun.active,
        },
        price_level: match chosen(fields, Field::PriceLevel, view)? {
            Some(Value::Level(level)) => level,
            _ => begun.price_level,
        },
        card_rate: match text_of(fields, Field::CardRate).trim() {
            "" => None,
            typed => Some(typed.parse().map_err(|_| {
                let sentence = view.text("cart-percent-wrong");
                (Field::CardRate, sentence)
            })?),
        },
        never_with: never_with(begun, text_of(fields, Field::NeverWith), view)?,
    })
}

/// What the client's discount card takes off.
fn card_rate(now: Option<Rate>, view: &View) -> FormField<Value> {
    let label = view.words().field(Field::CardRate);
    let now = now.map_or_else(String::new, |it| format!("{it} %"));
    FormField::text(Field::CardRate, label, &now)
        .replaced_by_typing()
        .hint(view.text("client-form-card-rate"))
        .read_by(|typed, view| match typed.trim().parse::<Rate>() {
            Ok(rate) => Reading::Fine(format!("{rate} %")),
            Err(_) => Reading::Wrong(view.text("cart-percent-wrong")),
        })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Owner {
    /// It is that client, entered before.
    Other,
    /// Two people have one phone: a family.
    Both,
}

/// Whose phone is it? Enter takes the client that is there, so that nobody is
/// entered twice by haste; Esc goes back to change the number.
fn which(
    view: &View,
    other: ClientId,
    name: &str,
    draft: ClientDraft,
    known: Then,
) -> Box<dyn Component> {
    let title = view.fill(
        "client-taken-title",
        &[("phone", draft.phone.as_str().into())],
    );
    let takes = view.fill("client-taken-take", &[("name", name.into())]);
    let shares = [("name", name.into()), ("new", draft.name.as_str().into())];
    let shares = view.fill("client-taken-share", &shares);
    let rows = move |_: &str, _: &View| {
        [(&takes, Owner::Other), (&shares, Owner::Both)]
            .map(|(left, value)| Row {
                left: left.clone(),
                right: String::new(),
                value,
            })
            .into()
    };
    let saved = Rc::clone(&known);
    let names = [("name", name.into()), ("new", draft.name.as_str().into())];
    let took = view.fill("client-taken-took", &names);
    Picker::new(
        title,
        "help-client-taken",
        rows,
        move |owner, view| match owner {
            Owner::Other => [Cmd::Pop, Cmd::Pop]
                .into_iter()
                .chain(known(other, view))
                .chain([Cmd::Say(Tone::Good, took.clone())])
                .collect(),
            Owner::Both => {
                let draft = ClientDraft {
                    shared_phone: true,
                    ..draft.clone()
                };
                vec![Cmd::Run(Request::SaveClient(draft))]
            }
        },
    )
    .staying()
    .on_answer(move |answer, view| match answer {
        Ok(Outcome::SavedClient { client }) => [Cmd::Pop, Cmd::Pop]
            .into_iter()
            .chain(saved(*client, view))
            .collect(),
        Ok(_) => Vec::new(),
        Err(stop) => vec![Cmd::Pop, view.say_stop(stop)],
    })
    .boxed()
}

fn matching(typed: &str, label: &str) -> bool {
    text::fold(label).starts_with(&text::fold(typed))
}

fn never_with_of(begun: &ClientDraft, view: &View) -> String {
    let staff = begun.never_with.iter().flatten();
    let staff = staff.filter_map(|id| view.staff_named(*id));
    let names: Vec<&str> = staff.map(|it| it.name.as_str()).collect();
    names.join(", ")
}

/// By name or short name. What was not touched stays.
fn never_with(
    begun: &ClientDraft,
    typed: &str,
    view: &View,
) -> Result<Option<Vec<StaffId>>, Wrong> {
    if typed == never_with_of(begun, view) {
        return Ok(begun.never_with.clone());
    }
    let find = |name: String| {
        fields::staff_called(&name, view)
            .ok_or_else(|| fields::nobody_called(Field::NeverWith, &name, view))
    };
    let found: Result<Vec<StaffId>, Wrong> = names(typed).into_iter().map(find).collect();
    found.map(Some)
}

fn therapists(typed: &str, view: &View) -> Vec<Choice<Value>> {
    view.staff
        .iter()
        .filter(|staff| staff.active && matching(typed, &staff.name))
        .map(|staff| Choice {
            label: staff.name.clone(),
            detail: view.words().role(staff.role),
            value: Value::Staff(staff.id),
        })
        .collect()
}
