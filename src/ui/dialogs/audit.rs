//! Who signed on, who was refused, who approved of what: the latest first.

use crate::{
    domain::{ids::AuditId, rights::Right},
    ops::{query, refusal::Refusal, shop::Stop},
    ui::{
        component::{Cmd, Component},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

/// For those who may see it.
pub fn audit(view: &View) -> Vec<Cmd> {
    if view.may(Right::Audit) {
        return vec![Cmd::Push(list(view))];
    }
    let who = view.session.operator.and_then(|it| view.staff_named(it));
    let who = who.map(|it| it.name.clone()).unwrap_or_default();
    let right = Right::Audit;
    let refused = Stop::Refused(Refusal::NeedsRight { right, who });
    vec![view.say_stop(&refused)]
}

fn list(view: &View) -> Box<dyn Component> {
    Picker::new(view.text("audit-title"), "help-audit", rows, |_, _| {
        Vec::new()
    })
    .at_most(query::AUDIT_LINES_MAX)
    .staying()
    .when_empty("audit-none")
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<AuditId>> {
    let read = query::latest_audit(&view.shop.read(), &view.settings, &view.locale);
    let wanted = Filter::of(typed);
    let lines = read.unwrap_or_default().into_iter();
    let row = |line: query::AuditLine| Row {
        left: format!("{}  {}", view.words().moment(line.at), line.text),
        right: line.who,
        value: line.entry.id,
    };
    lines
        .map(row)
        .filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}
