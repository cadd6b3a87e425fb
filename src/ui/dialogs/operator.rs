//! Who is at the desk: written into everything that is done from now on.

use crate::{
    domain::ids::StaffId,
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

pub fn operator(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("operator-title"),
        "help-operator",
        rows,
        |id: &StaffId, _| vec![Cmd::Operator(Some(*id))],
    )
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<StaffId>> {
    let typed = Filter::of(typed);
    view.staff
        .iter()
        .filter(|staff| staff.active && typed.fits(&staff.name))
        .map(|staff| Row {
            left: staff.name.clone(),
            right: view.words().role(staff.role),
            value: staff.id,
        })
        .collect()
}
