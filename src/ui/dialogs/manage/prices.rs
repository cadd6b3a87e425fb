//! The price list's other columns: levels by name, and the fields of services and
//! products that say what is asked at each, by whom, and for how long.

use super::{named, with_new};
use crate::{
    domain::{
        ids::StaffId,
        money::Money,
        price::{LevelId, LevelPrice, PriceLevel, PriceRules, StaffPrice, Timed},
        text, typed,
    },
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::{self, Wrong, chosen, text_of, yes_or_no},
        view::View,
        widgets::{
            form::{Form, FormField, Reading},
            picker::{Picker, Row},
        },
    },
};

pub fn list(view: &View) -> Box<dyn Component> {
    let choose =
        |level: &Option<PriceLevel>, view: &View| vec![Cmd::Push(form(level.as_ref(), view))];
    Picker::new(
        view.text("manage-prices"),
        "help-manage-prices",
        rows,
        choose,
    )
    .with_new()
    .staying()
    .boxed()
}

/// All that there are, in the order in which they were made.
pub(in crate::ui) fn all(view: &View) -> Vec<PriceLevel> {
    let rules = view.shop.read().get::<PriceRules>(&());
    rules.ok().flatten().unwrap_or_default().levels
}

fn rows(typed: &str, view: &View) -> Vec<Row<Option<PriceLevel>>> {
    let rows = all(view).into_iter().map(|level| Row {
        left: named(&level.name, level.active, view),
        right: String::new(),
        value: Some(level),
    });
    with_new(typed, "manage-new-price", rows.collect(), view)
}

fn form(level: Option<&PriceLevel>, view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let name = level.map_or("", |it| it.name.as_str());
    let in_use = level.is_none_or(|it| it.active);
    let fields = vec![
        FormField::text(Field::Name, label(Field::Name), name)
            .hint(view.text("manage-price-hint"))
            .needed(),
        yes_or_no(Field::InUse, label(Field::InUse), in_use, view, |is| is),
    ];
    let id = level.map(|it| it.id);
    Form::new(
        view.text("manage-price"),
        "help-manage-prices",
        fields,
        move |fields, view| {
            Ok(vec![Cmd::Run(Request::SavePriceLevel {
                level: id,
                name: text_of(fields, Field::Name).to_owned(),
                active: chosen(fields, Field::InUse, view)?.unwrap_or(in_use),
            })])
        },
    )
    .boxed()
}

/// `Staff 30.00, Members 40.00`: who or which level, then the price.
fn priced<T>(
    typed: &str,
    field: Field,
    find: impl Fn(&str) -> Option<T>,
    view: &View,
) -> Result<Vec<(T, Money)>, Wrong> {
    let currency = &view.settings.currency;
    let one = |part: &str| {
        let (name, price) = part.rsplit_once(' ')?;
        let price = currency.parse(price).ok()?;
        Some((find(name.trim())?, price))
    };
    let parts = typed.split([',', ';']).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(|part| {
            one(part).ok_or_else(|| {
                let sentence = view.fill("manage-no-price", &[("typed", part.into())]);
                (field, sentence)
            })
        })
        .collect()
}

fn level_named(name: &str, view: &View) -> Option<LevelId> {
    let levels = all(view).into_iter();
    let mut same = levels.filter(|it| text::fold(&it.name) == text::fold(name));
    same.next().map(|it| it.id)
}

fn staff_named(name: &str, view: &View) -> Option<StaffId> {
    let is_it = |it: &str| text::fold(it) == text::fold(name);
    let mut staff = view.staff.iter();
    let found = staff.find(|it| is_it(&it.name) || is_it(&it.short));
    found.map(|it| it.id)
}

/// With a point, whatever the shop writes: a comma stands between two of them.
fn plain(price: Money, view: &View) -> String {
    view.money(price).replace([',', ' '], "")
}

fn write_levels(prices: &[LevelPrice], view: &View) -> String {
    let levels = all(view);
    let part = |it: &LevelPrice| {
        let level = levels.iter().find(|level| level.id == it.level)?;
        Some(format!("{} {}", level.name, plain(it.price, view)))
    };
    prices
        .iter()
        .filter_map(part)
        .collect::<Vec<_>>()
        .join(", ")
}

fn write_staff(prices: &[StaffPrice], view: &View) -> String {
    let part = |it: &StaffPrice| {
        let staff = view.staff_named(it.staff)?;
        Some(format!("{} {}", staff.short, plain(it.price, view)))
    };
    prices
        .iter()
        .filter_map(part)
        .collect::<Vec<_>>()
        .join(", ")
}

/// What it costs at other levels.
pub(in crate::ui) fn levels<V: Clone>(prices: &[LevelPrice], view: &View) -> FormField<V> {
    let label = view.words().field(Field::LevelPrices);
    FormField::text(Field::LevelPrices, label, &write_levels(prices, view))
        .hint(view.text("manage-level-prices"))
        .read_by(|typed, view| {
            let find = |name: &str| level_named(name, view);
            match priced(typed, Field::LevelPrices, find, view) {
                Ok(_) => Reading::Fine(String::new()),
                Err((_, sentence)) => Reading::Wrong(sentence),
            }
        })
}

/// What was not touched stays, whatever the names have in them.
pub(in crate::ui) fn read_levels<V: Clone>(
    begun: &[LevelPrice],
    fields: &[FormField<V>],
    view: &View,
) -> Result<Vec<LevelPrice>, Wrong> {
    let typed = text_of(fields, Field::LevelPrices);
    if typed == write_levels(begun, view) {
        return Ok(begun.to_vec());
    }
    let find = |name: &str| level_named(name, view);
    let prices = priced(typed, Field::LevelPrices, find, view)?.into_iter();
    Ok(prices
        .map(|(level, price)| LevelPrice { level, price })
        .collect())
}

/// What it costs with those who take another price.
pub(super) fn staff<V: Clone>(prices: &[StaffPrice], view: &View) -> FormField<V> {
    let label = view.words().field(Field::StaffPrices);
    FormField::text(Field::StaffPrices, label, &write_staff(prices, view))
        .hint(view.text("manage-staff-prices"))
        .read_by(|typed, view| {
            let find = |name: &str| staff_named(name, view);
            match priced(typed, Field::StaffPrices, find, view) {
                Ok(_) => Reading::Fine(String::new()),
                Err((_, sentence)) => Reading::Wrong(sentence),
            }
        })
}

pub(super) fn read_staff<V: Clone>(
    begun: &[StaffPrice],
    fields: &[FormField<V>],
    view: &View,
) -> Result<Vec<StaffPrice>, Wrong> {
    let typed = text_of(fields, Field::StaffPrices);
    if typed == write_staff(begun, view) {
        return Ok(begun.to_vec());
    }
    let find = |name: &str| staff_named(name, view);
    let prices = priced(typed, Field::StaffPrices, find, view)?.into_iter();
    Ok(prices
        .map(|(staff, price)| StaffPrice { staff, price })
        .collect())
}

/// `60 / 15`: the price is for 60 minutes, and is charged by quarters of an hour.
pub(super) fn timed<V: Clone>(timed: Option<Timed>, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Timed);
    let now = timed.map_or_else(String::new, |it| {
        format!("{} / {}", it.per_min, it.step_min)
    });
    FormField::text(Field::Timed, label, &now)
        .hint(view.text("manage-timed"))
        .read_by(|typed, view| match parse_timed(typed) {
            Some(it) => {
                let words = [
                    ("per", i64::from(it.per_min).into()),
                    ("step", i64::from(it.step_min).into()),
                ];
                Reading::Fine(view.fill("manage-timed-read", &words))
            }
            None if typed.trim().is_empty() => Reading::Fine(String::new()),
            None => Reading::Wrong(view.fill("manage-no-timed", &[("typed", typed.into())])),
        })
}

fn parse_timed(text: &str) -> Option<Timed> {
    let (per, step) = text.split_once('/')?;
    Some(Timed {
        per_min: typed::minutes(per.trim())?,
        step_min: typed::minutes(step.trim())?,
    })
}

pub(super) fn read_timed<V: Clone>(
    fields: &[FormField<V>],
    view: &View,
) -> Result<Option<Timed>, Wrong> {
    let typed = text_of(fields, Field::Timed);
    match parse_timed(typed) {
        None if !typed.trim().is_empty() => Err((
            Field::Timed,
            view.fill("manage-no-timed", &[("typed", typed.into())]),
        )),
        timed => Ok(timed),
    }
}

/// By which a client pays.
pub(in crate::ui) fn pick_level<V: Clone + 'static>(
    now: Option<LevelId>,
    view: &View,
    value: impl Fn(Option<LevelId>) -> V,
) -> Option<FormField<V>> {
    let levels = all(view);
    if levels.is_empty() {
        return None;
    }
    let usual = (view.text("client-form-usual-prices"), value(None));
    let named = levels
        .iter()
        .filter(|it| it.active || Some(it.id) == now)
        .map(|it| (it.id, it.name.clone()));
    let named: Vec<_> = named.collect();
    let place = named.iter().position(|(id, _)| Some(*id) == now);
    let options = named.into_iter().map(|(id, name)| (name, value(Some(id))));
    let options = [usual].into_iter().chain(options).collect();
    let label = view.words().field(Field::PriceLevel);
    let chosen = place.map_or(0, |it| it + 1);
    Some(fields::one_of(Field::PriceLevel, label, chosen, options))
}
