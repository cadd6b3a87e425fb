//! Who is at the desk: written into everything that is done from now on.

use crate::{
    domain::{ids::StaffId, text},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::picker::{Picker, Row},
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
    let typed = text::fold(typed);
    view.staff
        .iter()
        .filter(|staff| staff.active && text::fold(&staff.name).contains(&typed))
        .map(|staff| Row {
            left: staff.name.clone(),
            right: view.words().role(staff.role),
            value: staff.id,
        })
        .collect()
}
