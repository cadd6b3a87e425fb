//! Tips that a person is paid out of the drawer.

use crate::{
    domain::{ids::StaffId, money::Money, tab::TipShare, text},
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields,
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

/// Who is owed, and how much of it is handed out; all of it unless something else is
/// typed.
pub(super) fn pay_out(view: &View) -> Box<dyn Component> {
    let words = view.words();
    let who = FormField::pick(Field::Staff, words.field(Field::Staff), None, owed)
        .needed()
        .unlisted(view.text("tips-nobody"));
    let amount =
        fields::money(Field::Amount, words.field(Field::Amount), "").hint(view.text("tips-all"));
    Form::new(
        view.text("tips-title"),
        "help-tips",
        vec![who, amount],
        |fields, view| {
            let Some(staff) = fields[0].chosen().copied() else {
                return Err((Field::Staff, view.text("tips-nobody")));
            };
            let typed = fields[1].value();
            let amount = match typed {
                "" => owed_to(staff, view),
                typed => view.settings.currency.parse(typed).ok(),
            };
            match amount.filter(|it| *it > Money::ZERO) {
                Some(amount) => Ok(vec![Cmd::Run(Request::PayOutTips { staff, amount })]),
                None => Err((
                    Field::Amount,
                    view.fill("cart-not-an-amount", &[("typed", typed.into())]),
                )),
            }
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
    .boxed()
}

fn owed_to(staff: StaffId, view: &View) -> Option<Money> {
    let share = view.shop.read().get::<TipShare>(&staff).ok().flatten();
    share.map(|it| it.owed)
}

/// Those who have something coming, by name.
fn owed(typed: &str, view: &View) -> Vec<Choice<StaffId>> {
    let typed = text::fold(typed);
    let people = view
        .staff
        .iter()
        .filter(|it| text::fold(&it.name).contains(&typed));
    let choice = |it: &crate::domain::staff::Staff| {
        let owed = owed_to(it.id, view).filter(|owed| *owed > Money::ZERO)?;
        Some(Choice {
            label: it.name.clone(),
            detail: view.money(owed),
            value: it.id,
        })
    };
    people.filter_map(choice).collect()
}
