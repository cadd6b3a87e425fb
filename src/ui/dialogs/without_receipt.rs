//! Giving back what was bought on a receipt that is not at hand: what, how many, for how
//! much at most, what becomes of the goods, how the money goes back, and why.

use super::{
    fields::{self, Wrong, amount, chosen, number, one_of, text_of},
    reason::any_why,
    receipts,
};
use crate::{
    domain::{tender::TenderKind, ticket::Item},
    ops::{
        query::{self, ItemHit},
        refusal::Field,
        request::{Request, UnreceiptedLine, UnreceiptedWish, Wanted},
    },
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

const USUAL_REASONS: &[&str] = &[
    "refund-reason-unwanted",
    "refund-reason-faulty",
    "refund-reason-mistake",
];
const GIVES_BACK: [TenderKind; 3] = [TenderKind::Cash, TenderKind::Card, TenderKind::Transfer];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pick {
    Item(Item),
    Restock(bool),
    Tender(TenderKind),
    Reason,
}

pub fn form(view: &View) -> Box<dyn Component> {
    let words = view.words();
    let label = |field| words.field(field);
    let item = FormField::pick(Field::Item, label(Field::Item), None, items)
        .needed()
        .unlisted(view.text("without-not-listed"));
    let ways = GIVES_BACK.iter().filter(|it| view.tenders.takes(**it));
    let ways = ways.map(|it| (words.tender(*it), Pick::Tender(*it)));
    let shelf = [
        ("without-shelf", Pick::Restock(true)),
        ("without-written-off", Pick::Restock(false)),
    ];
    let shelf = shelf.map(|(id, pick)| (view.text(id), pick)).to_vec();
    let fields = vec![
        item,
        fields::whole(Field::Quantity, label(Field::Quantity), "1"),
        fields::money(Field::Price, label(Field::Price), "").hint(view.text("without-price-hint")),
        one_of(Field::Restock, label(Field::Restock), 0, shelf),
        one_of(Field::Tender, label(Field::Tender), 0, ways.collect()),
        any_why(USUAL_REASONS, "", Pick::Reason, view).needed(),
    ];
    Form::new(
        view.text("without-title"),
        "help-without-receipt",
        fields,
        |fields, view| {
            let wish = wish(fields, view)?;
            Ok(vec![Cmd::Run(Request::RefundWithoutReceipt(wish))])
        },
    )
    .on_scan(scanned)
    .on_done(|outcome, view| receipts::said(&Ok(outcome.clone()), view))
    .boxed()
}

/// Goods and services by what is typed.
fn items(typed: &str, view: &View) -> Vec<Choice<Pick>> {
    let hits = query::find_items(&view.shop.read(), typed).unwrap_or_default();
    let is_bought = |hit: &&ItemHit| matches!(hit.item, Item::Product(_) | Item::Service(_));
    let choice = |hit: &ItemHit| Choice {
        label: hit.name.clone(),
        detail: hit.price.map_or_else(String::new, |it| view.money(it)),
        value: Pick::Item(hit.item),
    };
    hits.iter().filter(is_bought).map(choice).collect()
}

fn scanned(code: &str, fields: &mut [FormField<Pick>], view: &View) -> bool {
    let found = items(code, view).into_iter().next();
    let field = fields.iter_mut().find(|it| it.field == Field::Item);
    match (found, field) {
        (Some(found), Some(field)) => {
            field.choose(&found.label, found.value);
            true
        }
        _ => false,
    }
}

fn wish(fields: &[FormField<Pick>], view: &View) -> Result<UnreceiptedWish, Wrong> {
    let Some(Pick::Item(item)) = chosen(fields, Field::Item, view)? else {
        return Err((Field::Item, view.text("without-not-listed")));
    };
    let quantity: u32 = number(fields, Field::Quantity, view)?;
    let tender = match chosen(fields, Field::Tender, view)? {
        Some(Pick::Tender(kind)) => Some(kind),
        _ => None,
    };
    let line = UnreceiptedLine {
        what: Wanted::Item(item),
        quantity,
        price: amount(fields, Field::Price, view)?,
        restock: chosen(fields, Field::Restock, view)? != Some(Pick::Restock(false)),
    };
    Ok(UnreceiptedWish {
        lines: vec![line],
        tender,
        client: None,
        reason: text_of(fields, Field::Reason).to_owned(),
    })
}
