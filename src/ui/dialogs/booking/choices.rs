//! The lists that the form's fields choose from.

use super::Pick;
use crate::{
    domain::{
        catalog::Service,
        client::{Client, Sex},
        ids::{ClientId, ServiceId},
        staff::StaffRole,
        text,
        time::WallTime,
    },
    ops::{
        query::{Answer, ClientHit, Query},
        refusal::{Field, OfferReport},
    },
    store::Reads,
    ui::{
        component::Cmd,
        dialogs::client_form,
        view::View,
        widgets::form::{Choice, FormField},
    },
};

/// One letter finds too many clients to be of use, and is no name.
const CLIENT_CHARS_MIN: usize = 2;

/// Whether this is enough to look a client up by.
pub(super) fn may_be_client(typed: &str) -> bool {
    // One letter of a script with many says more.
    !typed.is_ascii() || typed.len() >= CLIENT_CHARS_MIN
}

/// What is said where no client is found by what is typed: there may be a way on.
pub fn no_client(typed: &str, view: &View) -> String {
    view.text(if may_be_client(typed) {
        "booking-new-client"
    } else {
        "booking-client-short"
    })
}

/// Who is not in the file is entered on top of the form, which then takes them.
pub fn enters_client(field: &FormField<Pick>, view: &View) -> Option<Vec<Cmd>> {
    let is_client = field.field == Field::Client && may_be_client(field.value());
    let then = |client, _: &View| vec![Cmd::GiveClient(client)];
    is_client.then(|| vec![Cmd::Push(client_form::new_by(field.value(), then, view))])
}

/// The client who was entered, into the field that asked.
pub fn takes_client(client: ClientId, fields: &mut [FormField<Pick>], view: &View) {
    let known = view.shop.read().get::<Client>(&client).ok().flatten();
    let field = fields.iter_mut().find(|it| it.field == Field::Client);
    if let (Some(known), Some(field)) = (known, field) {
        field.choose(&known.name, Pick::Client(client));
    }
}

/// Clients by name, or by the last digits of the phone.
pub fn clients(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    if !may_be_client(typed) {
        return Vec::new();
    }
    let query = Query::FindClients {
        text: typed.to_owned(),
    };
    let Ok(Answer::Clients { hits }) = view.shop.ask(&view.session, &view.locale, &query) else {
        return Vec::new();
    };
    hits.into_iter().map(|hit| client(hit, view)).collect()
}

fn client(hit: ClientHit, view: &View) -> Choice<Pick> {
    let alert = if hit.has_alert {
        view.theme.glyph("◆ ", "* ")
    } else {
        ""
    };
    Choice {
        label: hit.name,
        detail: format!("{alert}{}", hit.phone),
        value: Pick::Client(hit.id),
    }
}

/// Services in use with their minutes and price; what the client usually has first.
pub fn services<'a>(typed: &str, usual: Option<ServiceId>, view: &'a View) -> Vec<&'a Service> {
    let typed = text::fold(typed);
    let words: Vec<&str> = typed.split_whitespace().collect();
    let fits = |it: &&Service| {
        let all = text::fold(&format!("{} {} {}", it.name, it.code, it.category));
        it.active && words.iter().all(|word| all.contains(word))
    };
    let mut found: Vec<&Service> = view.services.iter().filter(fits).collect();
    let begins = |it: &Service| text::fold(&it.name).starts_with(&typed);
    found.sort_by_key(|it| (usual != Some(it.id), !begins(it)));
    found
}

/// A service as lists offer it.
pub fn service(it: &Service, view: &View) -> Choice<Pick> {
    let minutes = ("minutes", it.minutes().into());
    let detail = match it.price {
        Some(price) => view.fill(
            "booking-minutes-price",
            &[minutes, ("price", view.money(price).into())],
        ),
        None => view.fill("booking-minutes", &[minutes]),
    };
    Choice {
        label: it.name.clone(),
        detail,
        value: Pick::Service(it.id),
    }
}

/// Each by name, and any woman or any man where that is told of anybody: before the
/// names until something is typed.
pub fn whoever(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    let folded = text::fold(typed);
    let is_told = |sex| {
        let mut staff = view.staff.iter();
        staff.any(|it| it.active && it.sex == Some(sex))
    };
    let any = [Sex::Female, Sex::Male].into_iter();
    let any = any.filter(|sex| is_told(*sex)).map(|sex| Choice {
        label: any_of(sex, view),
        detail: String::new(),
        value: Pick::Sex(sex),
    });
    let any = any.filter(|it| text::fold(&it.label).contains(&folded));
    let names = staff(typed, view);
    if folded.is_empty() {
        any.chain(names).collect()
    } else {
        names.into_iter().chain(any).collect()
    }
}

/// Any woman, or any man.
pub fn any_of(sex: Sex, view: &View) -> String {
    view.text(match sex {
        Sex::Female => "next-free-woman",
        Sex::Male => "next-free-man",
    })
}

/// Therapists by name.
pub fn staff(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    let typed = text::fold(typed);
    let therapists = view
        .staff
        .iter()
        .filter(|it| it.active && it.role == StaffRole::Therapist);
    therapists
        .filter(|it| text::fold(&it.name).contains(&typed))
        .map(|it| Choice {
            label: it.name.clone(),
            detail: match it.treats {
                Some(Sex::Female) => view.text("manage-treats-women"),
                Some(Sex::Male) => view.text("manage-treats-men"),
                None => String::new(),
            },
            value: Pick::Staff(it.id),
        })
        .collect()
}

pub fn rooms(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    let typed = text::fold(typed);
    let rooms = view.rooms.iter().filter(|it| it.active);
    rooms
        .filter(|it| text::fold(&it.name).contains(&typed) || text::fold(&it.short) == typed)
        .map(|it| Choice {
            label: it.name.clone(),
            detail: String::new(),
            value: Pick::Room(it.id),
        })
        .collect()
}

/// At most so many offers, so that the time that was asked for is in the list too.
const OFFERS_MAX: usize = 4;

/// The times that would do, and last the one that was asked for.
pub(super) fn times(
    typed: &str,
    asked: WallTime,
    offers: &[OfferReport],
    view: &View,
) -> Vec<Choice<Pick>> {
    let said = |start: WallTime| {
        let words = view.words();
        if start.date == asked.date {
            words.time(start)
        } else {
            words.moment(start)
        }
    };
    let mut choices: Vec<Choice<Pick>> = offers
        .iter()
        .take(OFFERS_MAX)
        .map(|offer| Choice {
            label: format!("{}  {}", said(offer.start), offer.staff_name),
            detail: offer.room_name.clone(),
            value: Pick::Offer(offer.clone()),
        })
        .collect();
    choices.push(Choice {
        label: view.fill("booking-as-asked", &[("time", said(asked).into())]),
        detail: view.text("booking-needs-reason"),
        value: Pick::AsAsked,
    });
    choices.retain(|it| it.label.starts_with(typed));
    choices
}
