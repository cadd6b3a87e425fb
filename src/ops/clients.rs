//! The client file.

use chrono::Months;

use super::{
    context::Context,
    entry::{
        ALERT_MAX, CODE_MAX, NAME_MAX, NOTE_MAX, PHONE_MAX, email, not_understood, optional,
        refuse, required, within,
    },
    equipment,
    halt::{Step, need, need_active},
    outcome::Outcome,
    price, query,
    refusal::{Field, FieldProblem, Refusal},
    request::{AddresseeDraft, ClientDraft},
};
use crate::{
    domain::{
        card::{card_key, may_be_bank_card},
        client::{Client, phone_digits},
        document::Addressee,
        ids::ClientId,
        money::Rate,
        staff::Staff,
    },
    store::{Reads, Tx, record::Kind},
};

/// Nobody served today is older.
const AGE_MAX: Months = Months::new(125 * 12);

/// In the names of files, so nothing else than letters and a dash.
const LANGUAGE_MAX: usize = 12;

pub(super) fn save_addressee(tx: &mut Tx, draft: &AddresseeDraft) -> Step<Outcome> {
    let client = need::<Client>(tx, draft.client)?.id;
    let language = optional(Field::Language, &draft.language, LANGUAGE_MAX)?;
    let fits = |it: char| it.is_ascii_alphanumeric() || it == '-';
    if !language.chars().all(fits) {
        return Err(not_understood(Field::Language, &draft.language).into());
    }
    tx.put(&Addressee {
        client,
        language: language.to_lowercase(),
        name: optional(Field::Buyer, &draft.name, NAME_MAX)?,
        address: optional(Field::Address, &draft.address, NOTE_MAX)?,
        reg_no: optional(Field::RegNo, &draft.reg_no, CODE_MAX)?,
        tax_no: optional(Field::TaxNo, &draft.tax_no, CODE_MAX)?,
    })?;
    Ok(Outcome::Saved)
}

pub(super) fn save(tx: &mut Tx, cx: &Context, draft: &ClientDraft) -> Step<Outcome> {
    let before = match draft.id {
        Some(id) => Some(need::<Client>(tx, id)?),
        None => None,
    };
    let name = required(Field::Name, &draft.name, NAME_MAX)?;
    let phone = phone(tx, cx, draft)?;
    let card = card(tx, draft)?;
    if let Some(born) = draft.birth_date {
        let today = cx.today();
        within(Field::BirthDate, &born, &(today - AGE_MAX), &today)?;
    }
    if let Some(staff) = draft.usual_staff {
        let kept = before.as_ref().and_then(|it| it.usual_staff) == Some(staff);
        if kept {
            need::<Staff>(tx, staff)?;
        } else {
            need_active::<Staff>(tx, staff)?;
        }
    }
    let client = Client {
        name,
        phone,
        email: email(&draft.email)?,
        birth_date: draft.birth_date,
        sex: draft.sex,
        alert: optional(Field::Alert, &draft.alert, ALERT_MAX)?,
        notes: optional(Field::Note, &draft.notes, NOTE_MAX)?,
        usual_staff: draft.usual_staff,
        created_at: before.as_ref().map_or(cx.now, |it| it.created_at),
        active: draft.active,
        card,
        price_level: match draft.price_level {
            Some(level) => Some(price::known(tx, level)?),
            None => None,
        },
        card_rate: card_rate(draft.card_rate)?,
        id: match before {
            Some(before) => before.id,
            None => tx.next_id(cx.register(), Kind::Client)?.into(),
        },
    };
    tx.put(&client)?;
    if let Some(staff) = &draft.never_with {
        equipment::keep_apart(tx, client.id, staff)?;
    }
    Ok(Outcome::SavedClient { client: client.id })
}

/// A card that takes nothing off is none.
fn card_rate(rate: Option<Rate>) -> Result<Option<Rate>, Refusal> {
    let rate = rate.filter(|it| *it > Rate::ZERO);
    if let Some(rate) = rate {
        within(Field::CardRate, &rate, &Rate::ZERO, &Rate::WHOLE)?;
    }
    Ok(rate)
}

fn phone(tx: &Tx, cx: &Context, draft: &ClientDraft) -> Step<String> {
    let phone = optional(Field::Phone, &draft.phone, PHONE_MAX)?;
    let digits = phone_digits(&phone);
    if digits.is_empty() && !phone.is_empty() {
        return Err(not_understood(Field::Phone, &phone).into());
    }
    if digits.is_empty() || draft.shared_phone {
        return Ok(phone);
    }
    let same: Vec<ClientId> = cx.clients.with_number(tx, cx.today(), &digits)?;
    for id in same.into_iter().filter(|id| Some(*id) != draft.id) {
        if let Some(other) = tx.get::<Client>(&id)?.filter(|it| it.active) {
            let (client, name) = (other.id.to_string(), other.name);
            return Err(Refusal::PhoneTaken { client, name }.into());
        }
    }
    Ok(phone)
}

/// Empty, or a card that no other active client has.
fn card(tx: &Tx, draft: &ClientDraft) -> Step<String> {
    let card = optional(Field::Card, &draft.card, CODE_MAX)?;
    if card.is_empty() {
        return Ok(card);
    }
    if may_be_bank_card(&card) {
        return Err(refuse(Field::Card, FieldProblem::BankCard).into());
    }
    if card_key(&card).is_empty() {
        return Err(not_understood(Field::Card, &card).into());
    }
    let others = query::with_card(tx, &card)?;
    let mut others = others.into_iter().filter(|it| Some(it.id) != draft.id);
    match others.next().filter(|_| draft.active) {
        Some(other) => {
            let (client, name) = (other.id.to_string(), other.name);
            Err(Refusal::CardTaken { client, name }.into())
        }
        None => Ok(card),
    }
}
