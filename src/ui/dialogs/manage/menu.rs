//! Settings: everything that is decided once, in one list that filters as one types.
//! What the whole shop shares is written into the shop, what is this desk's own into
//! its file.

use super::{
    accounts, book_rules, devices, drawers, equipment, floor_rules, hours, plans, points, prepaid,
    prices, promotions, repricing, rights, rooms, rota, services, shop, staff, taxes, tenders,
};
use crate::{
    domain::{
        staff::{Shift, write_shift},
        text,
    },
    ops::refusal::Field,
    ui::{
        component::{Cmd, Component, Pane},
        dialogs::{audit, paper},
        guide,
        view::{DeskChange, DeskSetting, View},
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    Guide,
    House,
    Receipts,
    Money,
    Tenders,
    Drawers,
    Taxes,
    Prepaid,
    Plans,
    BookRules,
    FloorRules,
    Points,
    Gifts,
    Goods,
    People,
    Hours,
    Patterns,
    Rota,
    Absences,
    Services,
    Prices,
    Promotions,
    Coupons,
    OfferRules,
    Effects,
    Reprice,
    Rooms,
    Equipment,
    Products,
    Accounts,
    Devices,
    Rights,
    OwnPin,
    Audit,
    Desk(DeskSetting),
}

/// Fits beside the borders of the usual screen.
const TEXT_CELLS: usize = 74;

/// Before the shop is set up there is one thing to do.
pub fn menu(view: &View) -> Box<dyn Component> {
    if !view.is_set_up
        && let Some(page) = guide::next(view)
    {
        return page;
    }
    let choose = |place: &Place, view: &View| match place {
        Place::Products => {
            let mut cmds = vec![Cmd::Pop];
            cmds.extend(open(place, view));
            cmds
        }
        _ => open(place, view),
    };
    Picker::new(view.text("settings-title"), "help-settings", rows, choose)
        .staying()
        .boxed()
}

/// Goes to one of them.
pub fn open(place: &Place, view: &View) -> Vec<Cmd> {
    let dialog = match place {
        Place::Guide => return guide::next(view).map(Cmd::Push).into_iter().collect(),
        Place::House => shop::house(view),
        Place::Receipts => shop::receipts(view),
        Place::Money => shop::money(view),
        Place::Tenders => tenders::list(view),
        Place::Drawers => drawers::list(view),
        Place::Taxes => taxes::list(view),
        Place::Prepaid => prepaid::form(view),
        Place::Plans => plans::list(view),
        Place::BookRules => book_rules::form(view),
        Place::FloorRules => floor_rules::form(view),
        Place::Points => points::form(view),
        Place::Gifts => points::gifts(view),
        Place::Goods => points::goods(view),
        Place::People => staff::list(view),
        Place::Hours => hours::house(view),
        Place::Patterns => hours::patterns(view),
        Place::Rota => rota::week(view.today(), view),
        Place::Absences => hours::absences(view),
        Place::Services => services::list(view),
        Place::Prices => prices::list(view),
        Place::Promotions => promotions::list(view),
        Place::Coupons => promotions::coupons::list(view),
        Place::OfferRules => promotions::rules::rules(view),
        Place::Effects => promotions::effects::ask(view),
        Place::Reprice => repricing::ask(view),
        Place::Rooms => rooms::list(view),
        Place::Equipment => equipment::list(view),
        Place::Products => return vec![Cmd::Focus(Pane::Stock)],
        Place::Accounts => accounts::list(view),
        Place::Devices => devices::list(view),
        Place::Rights => rights::list(view),
        Place::OwnPin => return rights::own_pin(view),
        Place::Audit => return audit::audit(view),
        Place::Desk(setting) => of_desk(setting, view),
    };
    vec![Cmd::Push(dialog)]
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
    let wanted = Filter::of(typed);
    let rows = entries(view).into_iter();
    let rows = rows.map(|(left, right, value)| Row { left, right, value });
    let mut rows: Vec<Row<Place>> = rows
        .filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect();
    rows.sort_by_key(|row| wanted.rank(&row.left));
    rows
}

/// All of them, in the order of the list: what each is, what it says now, and where it is.
pub fn entries(view: &View) -> Vec<(String, String, Place)> {
    let mut rows = Vec::new();
    if let Some(step) = view.settings.guide {
        let n = [("n", (step as usize + 2).into())];
        rows.push((
            view.text("settings-guide"),
            view.fill("settings-guide-at", &n),
            Place::Guide,
        ));
    }
    rows.extend(shop_rows(view));
    rows.extend(hours_rows(view));
    rows.extend(rows_of_rights(view));
    rows.extend(points_rows(view));
    rows.extend(price_rows(view));
    rows.extend(view.desk_file.settings.iter().map(|it| {
        let name = [("name", it.name.as_str().into())];
        let value = it
            .value
            .clone()
            .unwrap_or_else(|| view.text("settings-usual"));
        (
            view.fill("settings-desk", &name),
            value,
            Place::Desk(it.clone()),
        )
    }));
    rows
}

/// Each with what it says now.
fn shop_rows(view: &View) -> Vec<(String, String, Place)> {
    let settings = &view.settings;
    let active = |n: usize| view.fill("settings-in-use", &[("n", n.into())]);
    let hours = write_shift(&Shift {
        start_minute: settings.opens_minute,
        end_minute: settings.closes_minute,
    });
    let n_staff = view.staff.iter().filter(|it| it.active).count();
    let n_services = view.services.iter().filter(|it| it.active).count();
    let n_rooms = view.rooms.iter().filter(|it| it.active).count();
    let n_levels = prices::all(view).iter().filter(|it| it.active).count();
    let n_plans = plans::all(view).iter().filter(|it| it.active).count();
    let n_taxes = taxes::classes(view).len();
    let said = |id| view.text(id);
    vec![
        (
            said("settings-house"),
            format!("{}  {hours}", settings.shop_name),
            Place::House,
        ),
        (
            said("settings-receipts"),
            said(shop::printing_word(settings.receipt_printing)),
            Place::Receipts,
        ),
        (
            said("settings-money"),
            settings.currency.code.clone(),
            Place::Money,
        ),
        (
            said("settings-tenders"),
            tenders::summary(view),
            Place::Tenders,
        ),
        (
            said("settings-drawers"),
            drawers::summary(view),
            Place::Drawers,
        ),
        (said("settings-taxes"), active(n_taxes), Place::Taxes),
        (
            said("settings-prepaid"),
            prepaid::summary(view),
            Place::Prepaid,
        ),
        (said("settings-plans"), active(n_plans), Place::Plans),
        (said("settings-people"), active(n_staff), Place::People),
        (
            said("settings-services"),
            active(n_services),
            Place::Services,
        ),
        (said("settings-prices"), active(n_levels), Place::Prices),
        (said("settings-rooms"), active(n_rooms), Place::Rooms),
        equipment_row(view),
        (said("settings-products"), String::new(), Place::Products),
        (
            said("settings-accounts"),
            accounts::summary(view),
            Place::Accounts,
        ),
        (
            said("settings-devices"),
            devices::summary(view),
            Place::Devices,
        ),
    ]
}

/// Who works when.
fn hours_rows(view: &View) -> Vec<(String, String, Place)> {
    let said = |id| view.text(id);
    vec![
        (
            said("settings-hours"),
            hours::house_summary(view),
            Place::Hours,
        ),
        (said("settings-rota"), String::new(), Place::Rota),
        (
            said("settings-patterns"),
            hours::patterns_summary(view),
            Place::Patterns,
        ),
        (
            said("settings-absences"),
            hours::absences_summary(view),
            Place::Absences,
        ),
    ]
}

fn equipment_row(view: &View) -> (String, String, Place) {
    let n = view.equipment.iter().filter(|it| it.active).count();
    (
        view.text("settings-equipment"),
        view.fill("settings-in-use", &[("n", n.into())]),
        Place::Equipment,
    )
}

/// The book's rules; points, gifts of them, and what is had for them.
fn points_rows(view: &View) -> Vec<(String, String, Place)> {
    let said = |id| view.text(id);
    vec![
        (
            said("settings-book-rules"),
            book_rules::summary(view),
            Place::BookRules,
        ),
        (
            said("settings-floor-rules"),
            floor_rules::summary(view),
            Place::FloorRules,
        ),
        (
            said("settings-points"),
            points::summary(view),
            Place::Points,
        ),
        (said("settings-gifts"), String::new(), Place::Gifts),
        (
            said("settings-goods"),
            points::goods_summary(view),
            Place::Goods,
        ),
    ]
}

/// Who may do what, and who did.
fn rows_of_rights(view: &View) -> Vec<(String, String, Place)> {
    let said = |id| view.text(id);
    vec![
        (
            said("settings-rights"),
            rights::summary(view),
            Place::Rights,
        ),
        (said("settings-own-pin"), String::new(), Place::OwnPin),
        (said("settings-audit"), String::new(), Place::Audit),
    ]
}

/// What comes off prices, and the prices themselves.
fn price_rows(view: &View) -> Vec<(String, String, Place)> {
    let said = |id| view.text(id);
    let n_promotions = promotions::all(view).iter().filter(|it| it.active).count();
    vec![
        (
            said("settings-promotions"),
            view.fill("settings-in-use", &[("n", n_promotions.into())]),
            Place::Promotions,
        ),
        (said("settings-coupons"), String::new(), Place::Coupons),
        (
            said("settings-offer-rules"),
            String::new(),
            Place::OfferRules,
        ),
        (said("settings-effects"), String::new(), Place::Effects),
        (said("settings-reprice"), String::new(), Place::Reprice),
    ]
}

/// A setting of the desk's own file: what it means, and what it is to be. Where it
/// would be wrong the field says so with the file's line, and nothing is written.
fn of_desk(setting: &DeskSetting, view: &View) -> Box<dyn Component> {
    if view.desk_writer.is_none() {
        return where_to_change(setting, view);
    }
    let name = setting.name.clone();
    let usual = setting.example.rsplit_once(" = ");
    let usual = usual.map_or("", |(_, value)| unquoted(value));
    let written = setting.value.as_deref().map_or("", unquoted);
    let field: FormField<()> = FormField::text(Field::Name, name.clone(), written)
        .hint(view.fill("settings-desk-hint", &[("example", usual.into())]));
    let about = [
        ("about", setting.about.as_str().into()),
        ("file", view.desk_file.path.as_str().into()),
    ];
    let about = view.fill("settings-desk-about", &about);
    let title = view.fill("settings-desk", &[("name", name.as_str().into())]);
    Form::new(
        title,
        "help-settings-desk",
        vec![field],
        move |fields, view| {
            let value = fields[0].value();
            let change = DeskChange {
                name: &name,
                value,
                is_meant: false,
            };
            if let Some(Err(problem)) = view.desk_writer.as_ref().map(|check| check(change)) {
                return Err((Field::Name, problem));
            }
            let (name, value) = (name.clone(), value.to_owned());
            Ok(vec![Cmd::Pop, Cmd::SetDesk { name, value }])
        },
    )
    .foot(move |_, _| about.clone())
    .boxed()
}

/// A text as people write it; with marks in it that have a meaning it stays as it is.
fn unquoted(value: &str) -> &str {
    let inner = value.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
    inner
        .filter(|it| !it.contains(['\\', '"']))
        .unwrap_or(value)
}

/// What a setting of the desk's own file means, and where it is written.
fn where_to_change(setting: &DeskSetting, view: &View) -> Box<dyn Component> {
    let args = [
        ("name", setting.name.as_str().into()),
        ("about", setting.about.as_str().into()),
        ("file", view.desk_file.path.as_str().into()),
        ("example", setting.example.as_str().into()),
    ];
    let text = view.fill("settings-desk-where", &args);
    paper::page(setting.name.clone(), text::wrap(&text, TEXT_CELLS))
}
