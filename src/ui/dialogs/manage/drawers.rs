//! What the shop decides about its drawers, and what cash comes in and goes out for.

use super::named;
use crate::{
    domain::{
        cash::{CashCategory, CashFlow},
        ids::TaxClassId,
        text,
    },
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{chosen, one_of, text_of, yes_or_no},
            manage::taxes,
        },
        view::View,
        widgets::{
            form::{Choice, Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Rules,
    Category(Box<CashCategory>),
    New,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Picked {
    Yes(bool),
    Flow(CashFlow),
    Tax(TaxClassId),
}

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("manage-drawers"),
        "help-manage-drawers",
        rows,
        open,
    )
    .with_new()
    .staying()
    .boxed()
}

fn all(view: &View) -> Vec<CashCategory> {
    view.shop.read().all::<CashCategory>().unwrap_or_default()
}

/// How many categories are in use.
pub(super) fn summary(view: &View) -> String {
    let n = all(view).iter().filter(|it| it.active).count();
    view.fill("settings-in-use", &[("n", n.into())])
}

fn open(place: &Place, view: &View) -> Vec<Cmd> {
    vec![Cmd::Push(match place {
        Place::Rules => rules(view),
        Place::Category(it) => category(Some(it), view),
        Place::New => category(None, view),
    })]
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
    let count = if view.drawer_rules.blind_count {
        "manage-drawers-blind"
    } else {
        "manage-drawers-open"
    };
    let mut rows = vec![Row {
        left: view.text("manage-drawers-rules"),
        right: view.text(count),
        value: Place::Rules,
    }];
    rows.extend(all(view).into_iter().map(|it| Row {
        left: named(&it.name, it.active, view),
        right: view.text(flow_word(it.flow)),
        value: Place::Category(Box::new(it)),
    }));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows.push(Row {
        left: view.text("manage-new-category"),
        right: String::new(),
        value: Place::New,
    });
    rows
}

fn flow_word(flow: CashFlow) -> &'static str {
    match flow {
        CashFlow::Income => "cash-income",
        CashFlow::Expense => "cash-expense",
    }
}

fn rules(view: &View) -> Box<dyn Component> {
    let label = |id| view.text(id);
    let is_blind = view.drawer_rules.blind_count;
    let fields = vec![
        yes_or_no(Field::Blind, label("manage-blind"), is_blind, view, |is| {
            Picked::Yes(is)
        }),
        yes_or_no(
            Field::Drawer,
            label("manage-has-drawer"),
            view.has_drawer(),
            view,
            Picked::Yes,
        ),
    ];
    let title = view.text("manage-drawers-rules");
    let submit = |fields: &[FormField<Picked>], view: &View| {
        let is = |field, before| {
            let picked = chosen(fields, field, view)?;
            Ok(match picked {
                Some(Picked::Yes(is)) => is,
                _ => before,
            })
        };
        let own = view.session.register;
        let mut without_drawer = view.drawer_rules.without_drawer.clone();
        without_drawer.retain(|it| *it != own);
        if !is(Field::Drawer, view.has_drawer())? {
            without_drawer.push(own);
        }
        Ok(vec![Cmd::Run(Request::SaveDrawerRules {
            blind_count: is(Field::Blind, view.drawer_rules.blind_count)?,
            without_drawer,
        })])
    };
    Form::new(title, "help-manage-drawers", fields, submit)
        .on_done(|outcome, view| vec![view.say_done(outcome)])
        .boxed()
}

fn category(of: Option<&CashCategory>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let name = of.map_or("", |it| it.name.as_str());
    let flows = [CashFlow::Expense, CashFlow::Income];
    let is_income = of.is_some_and(|it| it.flow == CashFlow::Income);
    let flows = flows.map(|it| (view.text(flow_word(it)), Picked::Flow(it)));
    let in_use = of.is_none_or(|it| it.active);
    let class = of.and_then(|it| it.tax_class);
    let class = taxes::classes(view)
        .into_iter()
        .find(|it| Some(it.id) == class);
    let class = class.map(|it| (it.name, Picked::Tax(it.id)));
    let tax = FormField::pick(Field::Tax, label(Field::Tax), class, |typed, view| {
        let typed = text::fold(typed);
        let classes = taxes::classes(view).into_iter();
        let fits = classes.filter(|it| it.active && text::fold(&it.name).contains(&typed));
        fits.map(|it| Choice {
            label: it.name,
            detail: String::new(),
            value: Picked::Tax(it.id),
        })
        .collect()
    });
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), name).needed(),
        one_of(
            Field::Flow,
            label(Field::Flow),
            usize::from(is_income),
            flows.to_vec(),
        ),
        tax.hint(view.text("manage-category-tax")),
        yes_or_no(Field::InUse, label(Field::InUse), in_use, view, Picked::Yes),
    ];
    let (id, usual) = (of.map(|it| it.id), of.map(|it| it.flow));
    let submit = move |fields: &[FormField<Picked>], view: &View| {
        let flow = match chosen(fields, Field::Flow, view)? {
            Some(Picked::Flow(flow)) => flow,
            _ => usual.unwrap_or(CashFlow::Expense),
        };
        let tax_class = match chosen(fields, Field::Tax, view)? {
            Some(Picked::Tax(class)) => Some(class),
            _ => None,
        };
        let active = match chosen(fields, Field::InUse, view)? {
            Some(Picked::Yes(is)) => is,
            _ => in_use,
        };
        Ok(vec![Cmd::Run(Request::SaveCashCategory {
            id,
            name: text_of(fields, Field::Name).to_owned(),
            flow,
            tax_class,
            active,
        })])
    };
    let title = view.text("manage-category");
    Form::new(title, "help-manage-drawers", fields, submit)
        .on_done(|outcome, view| vec![view.say_done(outcome)])
        .boxed()
}
