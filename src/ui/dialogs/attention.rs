//! What wants a person's eye, in words; Enter goes where it can be dealt with.

use super::product_form;
use crate::{
    domain::{
        ids::PrintJobId,
        print_job::{PrintState, Printable},
        text,
    },
    ops::{query::Attention, request::Request},
    ui::{
        action::Action,
        component::{Cmd, Component, Pane, Tone},
        view::View,
        widgets::picker::{Picker, Row},
    },
};

pub fn attention(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("attention-title"),
        "help-attention",
        rows,
        deal_with,
    )
    .staying()
    .boxed()
}

fn rows(typed: &str, view: &View) -> Vec<Row<Attention>> {
    let wanted = text::fold(typed);
    let rows = view.attention.iter().map(|item| {
        let right = match item {
            Attention::Parked { total, .. } => view.money(*total),
            _ => String::new(),
        };
        Row {
            left: view.words().attention(item),
            right,
            value: item.clone(),
        }
    });
    rows.filter(|row| text::fold(&row.left).contains(&wanted))
        .collect()
}

fn deal_with(item: &Attention, view: &View) -> Vec<Cmd> {
    match item {
        Attention::NotPrinted { job, .. } => {
            vec![Cmd::Push(not_printed(view, item, job.id, job.what))]
        }
        Attention::Parked { ticket, .. } => vec![
            Cmd::Pop,
            Cmd::Focus(Pane::Cart),
            Cmd::RunIn(
                Pane::Cart,
                Request::Recall {
                    ticket: Some(*ticket),
                },
            ),
        ],
        Attention::Late { appointment, .. } => {
            vec![
                Cmd::Pop,
                Cmd::Focus(Pane::Day),
                Cmd::ShowAppointment(*appointment),
            ]
        }
        Attention::LowStock {
            product,
            name,
            on_hand,
            ..
        } => {
            vec![Cmd::Push(product_form::count(
                view, *product, name, *on_hand,
            ))]
        }
        Attention::OldDrawer { .. } => vec![Cmd::Pop, Cmd::Act(Action::DrawerMenu)],
        // Nothing on the screen mends a disk.
        Attention::Damage { detail, .. } => vec![Cmd::Say(Tone::Note, detail.clone())],
    }
}

#[derive(Clone, Copy)]
enum Paper {
    /// The printer goes on by itself.
    Wait,
    PrintAgain,
    GiveUp,
    /// Someone has looked, and it is there.
    IsThere,
}

/// Nobody but a person can know what is on the paper.
fn not_printed(
    view: &View,
    item: &Attention,
    job: PrintJobId,
    what: Printable,
) -> Box<dyn Component> {
    let is_stopped = move |view: &View| {
        let stopped = view.stopped_job.as_ref();
        stopped.is_some_and(|(stopped, _)| *stopped == job)
    };
    let choices = move |_: &str, view: &View| {
        let choices: &[(&str, Paper)] = if is_stopped(view) {
            &[
                ("attention-wait", Paper::Wait),
                ("attention-print-whole", Paper::PrintAgain),
                ("attention-give-up", Paper::GiveUp),
            ]
        } else {
            &[
                ("attention-print-again", Paper::PrintAgain),
                ("attention-is-there", Paper::IsThere),
            ]
        };
        let row = |(id, value): &(&str, Paper)| Row {
            left: view.text(id),
            right: String::new(),
            value: *value,
        };
        choices.iter().map(row).collect()
    };
    let title = view.words().attention(item);
    let settled = move |state| Cmd::Run(Request::SettlePrintJob { job, state });
    let given_up = |view: &View| PrintState::Unknown {
        reason: view.text("print-given-up"),
    };
    Picker::new(
        title,
        "help-attention-paper",
        choices,
        move |paper, view| match paper {
            Paper::Wait => vec![Cmd::Pop],
            Paper::PrintAgain if is_stopped(view) => {
                // What stands in the printer is never joined to the new one.
                vec![
                    Cmd::Pop,
                    settled(given_up(view)),
                    Cmd::Run(Request::Reprint { what }),
                ]
            }
            Paper::PrintAgain => vec![Cmd::Run(Request::Reprint { what })],
            Paper::GiveUp => vec![settled(given_up(view))],
            Paper::IsThere => vec![settled(PrintState::Printed)],
        },
    )
    .staying()
    .on_answer(|answer, view| match answer {
        Ok(outcome) => vec![
            Cmd::Pop,
            Cmd::Say(Tone::Good, view.words().outcome(outcome)),
        ],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}
