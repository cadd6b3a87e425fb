//! Who did the work of a cart line.

use crate::{
    domain::{ids::StaffId, money::Money, staff::StaffRole},
    ops::request::{LineChange, Request},
    ui::{
        component::{Cmd, Component, Pane},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

/// For the line of this number.
pub fn therapist(view: &View, line: u32) -> Box<dyn Component> {
    let choose = move |staff: &StaffId, _: &View| {
        let change = LineChange {
            line,
            staff: Some(*staff),
            ..LineChange::default()
        };
        vec![Cmd::Run(Request::ChangeLine(change))]
    };
    Picker::new(view.text("therapist-title"), "help-therapist", rows, choose).boxed()
}

/// For whom a tip is that nobody's work tells.
pub fn tip(view: &View, amount: Money) -> Box<dyn Component> {
    let choose = move |staff: &StaffId, _: &View| {
        let staff = Some(*staff);
        vec![Cmd::RunIn(Pane::Cart, Request::AddTip { amount, staff })]
    };
    let title = view.text("tip-title");
    Picker::new(title, "help-tip", rows, choose).boxed()
}

/// Therapists first: a receptionist may have sold the product.
fn rows(typed: &str, view: &View) -> Vec<Row<StaffId>> {
    let typed = Filter::of(typed);
    let fits = view
        .staff
        .iter()
        .filter(|it| it.active && typed.fits(&it.name));
    let mut staff: Vec<_> = fits.collect();
    staff.sort_by_key(|it| it.role != StaffRole::Therapist);
    let row = |it: &crate::domain::staff::Staff| Row {
        left: it.name.clone(),
        right: view.words().role(it.role),
        value: it.id,
    };
    staff.into_iter().map(row).collect()
}
