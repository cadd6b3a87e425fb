//! One form for a client: name and phone are enough, the rest is a Down away.

use crate::{
    domain::{
        client::{Client, Sex},
        ids::{ClientId, StaffId},
        text, time,
    },
    ops::{
        outcome::Outcome,
        refusal::Field,
        request::{ClientDraft, Request},
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

/// What a choice of this form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    Sex(Sex),
    Staff(StaffId),
    /// Two people of one household have one phone.
    SharedPhone,
}

/// Where Enter begins to save: at the phone.
const PHONE: usize = 1;

/// A new client, begun with what was typed in a lookup.
pub fn new(view: &View, name: &str, phone: &str) -> Box<dyn Component> {
    new_then(view, name, phone, |_, _| Vec::new())
}

/// A new client, and what follows once it is saved.
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
    form(view, "client-form-new", begun)
        .starting_at(start)
        .on_done(move |outcome, view| {
            let Outcome::SavedClient { client } = outcome else {
                return Vec::new();
            };
            let mut cmds = vec![Cmd::ShowClient(Some(*client))];
            let waits = view
                .ticket
                .as_ref()
                .is_some_and(|ticket| ticket.ticket.client.is_none());
            if waits {
                cmds.push(Cmd::Run(Request::AttachClient {
                    client: Some(*client),
                }));
            }
            cmds.extend(then(*client, view));
            cmds
        })
        .boxed()
}

/// `None` if there is no such client.
pub fn edit(view: &View, id: ClientId) -> Option<Box<dyn Component>> {
    let client = view.shop.read().get::<Client>(&id).ok()??;
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
        shared_phone: false,
        active: client.active,
    };
    let form = form(view, "client-form-edit", begun);
    Some(
        form.on_done(move |_, _| vec![Cmd::ShowClient(Some(id))])
            .boxed(),
    )
}

fn form(view: &View, title: &str, begun: ClientDraft) -> Form<Value> {
    let label = |field| view.words().field(field);
    let birth_date = begun
        .birth_date
        .map_or_else(String::new, |date| date.to_string());
    let sex = begun.sex.map(|sex| (sex_word(sex, view), Value::Sex(sex)));
    let usual = begun
        .usual_staff
        .and_then(|id| view.staff_named(id))
        .map(|staff| (staff.name.clone(), Value::Staff(staff.id)));
    let optional = || view.text("form-optional");
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), &begun.name),
        FormField::text(Field::Phone, label(Field::Phone), &begun.phone)
            .hint(view.text("client-form-phone")),
        FormField::text(Field::Email, label(Field::Email), &begun.email).hint(optional()),
        FormField::text(Field::Alert, label(Field::Alert), &begun.alert)
            .hint(view.text("client-form-alert")),
        FormField::text(Field::Note, label(Field::Note), &begun.notes).hint(optional()),
        FormField::text(Field::BirthDate, label(Field::BirthDate), &birth_date)
            .hint(view.text("client-form-birth")),
        FormField::pick(Field::Sex, label(Field::Sex), sex, sexes).hint(optional()),
        FormField::pick(
            Field::Staff,
            view.text("client-form-usual"),
            usual,
            therapists,
        )
        .hint(optional()),
        FormField::pick(Field::SharedPhone, label(Field::SharedPhone), None, shared)
            .hint(view.text("client-form-shared")),
    ];
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
}

fn draft(
    begun: &ClientDraft,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<ClientDraft, (Field, String)> {
    let of = |field| fields.iter().find(|it| it.field == field);
    let text = |field| of(field).map_or("", FormField::value).to_owned();
    let chosen = |field| of(field).and_then(FormField::chosen).copied();
    let born = text(Field::BirthDate);
    let birth_date = match born.as_str() {
        "" => None,
        typed => Some(time::parse_date(typed, view.today()).ok_or_else(|| {
            (
                Field::BirthDate,
                view.fill("form-no-date", &[("typed", typed.into())]),
            )
        })?),
    };
    Ok(ClientDraft {
        id: begun.id,
        name: text(Field::Name),
        phone: text(Field::Phone),
        email: text(Field::Email),
        birth_date,
        sex: match chosen(Field::Sex) {
            Some(Value::Sex(sex)) => Some(sex),
            _ => None,
        },
        alert: text(Field::Alert),
        notes: text(Field::Note),
        usual_staff: match chosen(Field::Staff) {
            Some(Value::Staff(staff)) => Some(staff),
            _ => None,
        },
        shared_phone: chosen(Field::SharedPhone) == Some(Value::SharedPhone),
        active: begun.active,
    })
}

fn sex_word(sex: Sex, view: &View) -> String {
    view.text(match sex {
        Sex::Female => "client-female",
        Sex::Male => "client-male",
    })
}

fn matching(typed: &str, label: &str) -> bool {
    text::fold(label).starts_with(&text::fold(typed))
}

fn sexes(typed: &str, view: &View) -> Vec<Choice<Value>> {
    [Sex::Female, Sex::Male]
        .into_iter()
        .map(|sex| Choice {
            label: sex_word(sex, view),
            detail: String::new(),
            value: Value::Sex(sex),
        })
        .filter(|choice| matching(typed, &choice.label))
        .collect()
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

fn shared(typed: &str, view: &View) -> Vec<Choice<Value>> {
    let yes = view.text("form-yes");
    let fits = matching(typed, &yes);
    let choice = Choice {
        label: yes,
        detail: String::new(),
        value: Value::SharedPhone,
    };
    fits.then_some(choice).into_iter().collect()
}
