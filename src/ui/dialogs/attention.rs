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
    }
}

#[derive(Clone, Copy)]
enum Paper {
    PrintAgain,
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
    let choices = |_: &str, view: &View| {
        [
            ("attention-print-again", Paper::PrintAgain),
            ("attention-is-there", Paper::IsThere),
        ]
        .map(|(id, value)| Row {
            left: view.text(id),
            right: String::new(),
            value,
        })
        .into()
    };
    let title = view.words().attention(item);
    Picker::new(title, "help-attention-paper", choices, move |paper, _| {
        vec![Cmd::Run(match paper {
            Paper::PrintAgain => Request::Reprint { what },
            Paper::IsThere => Request::SettlePrintJob {
                job,
                state: PrintState::Printed,
            },
        })]
    })
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
