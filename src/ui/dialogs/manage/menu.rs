//! Settings: everything that is decided once, in one list that filters as one types.
//! What the whole shop shares is changed here; what is this desk's own stands in its
//! file, and is shown with the place where to change it.

use super::{devices, rooms, services, shop, staff, taxes};
use crate::{
    domain::{
        staff::{Shift, write_shift},
        text,
    },
    ui::{
        component::{Cmd, Component, Pane},
        dialogs::paper,
        guide,
        view::{DeskSetting, View},
        widgets::picker::{Filter, Picker, Row},
    },
};

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Guide,
    House,
    Receipts,
    Money,
    Taxes,
    People,
    Services,
    Rooms,
    Products,
    Devices,
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
    Picker::new(view.text("settings-title"), "help-settings", rows, open)
        .staying()
        .boxed()
}

fn open(place: &Place, view: &View) -> Vec<Cmd> {
    let dialog = match place {
        Place::Guide => return guide::next(view).map(Cmd::Push).into_iter().collect(),
        Place::House => shop::house(view),
        Place::Receipts => shop::receipts(view),
        Place::Money => shop::money(view),
        Place::Taxes => taxes::list(view),
        Place::People => staff::list(view),
        Place::Services => services::list(view),
        Place::Rooms => rooms::list(view),
        Place::Products => return vec![Cmd::Pop, Cmd::Focus(Pane::Stock)],
        Place::Devices => devices::list(view),
        Place::Desk(setting) => where_to_change(setting, view),
    };
    vec![Cmd::Push(dialog)]
}

fn rows(typed: &str, view: &View) -> Vec<Row<Place>> {
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
    let wanted = Filter::of(typed);
    let rows = rows
        .into_iter()
        .map(|(left, right, value)| Row { left, right, value });
    rows.filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect()
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
        (said("settings-taxes"), active(n_taxes), Place::Taxes),
        (said("settings-people"), active(n_staff), Place::People),
        (
            said("settings-services"),
            active(n_services),
            Place::Services,
        ),
        (said("settings-rooms"), active(n_rooms), Place::Rooms),
        (said("settings-products"), String::new(), Place::Products),
        (
            said("settings-devices"),
            devices::summary(view),
            Place::Devices,
        ),
    ]
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
