//! What wants a person's eye, in words, each with a digit; the digit or Enter goes
//! where it can be dealt with.

use std::ops::Range;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use super::{hits, manage::devices, product_form, queue, reason::reason_then, send, waitlist};
use crate::{
    domain::{
        booking::Status,
        ids::{AppointmentId, PrintJobId},
        money::Money,
        print_job::{PrintState, Printable},
        text,
    },
    ops::{outcome::Outcome, query::Attention, request::Request},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Pane, Reply, Tone},
        view::View,
        widgets::{
            picker::{Picker, Row},
            strip,
            text_input::TextInput,
        },
    },
};

/// Digit, dot and a space.
const NUMBER_CELLS: usize = 3;
/// More rows than this leave nothing of the desk to be seen.
const HEIGHT_MAX: u16 = 16;
/// The frame takes two columns.
const FRAME_CELLS: usize = 2;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Concern {
    Shop(Attention),
    /// It is down.
    Device,
}

struct AttentionList {
    filter: TextInput,
    rows: Vec<(Concern, String)>,
    at: usize,
    /// The rows on the page that was drawn last: digits count from its first.
    page: Range<usize>,
}

pub fn attention(view: &View) -> Box<dyn Component> {
    let mut list = AttentionList {
        filter: TextInput::with_max("", text::NAME_MAX),
        rows: Vec::new(),
        at: 0,
        page: 0..0,
    };
    list.load(view);
    Box::new(list)
}

impl AttentionList {
    fn load(&mut self, view: &View) {
        let down = view.faults().map(|(id, trouble)| {
            let reason = [("reason", view.trouble(trouble).into())];
            (Concern::Device, view.fill(id, &reason))
        });
        let shop = view.attention.iter();
        let shop = shop.map(|it| (Concern::Shop(it.clone()), view.words().attention(it)));
        let wanted = text::fold(self.filter.text());
        let fits = |said: &str| {
            let said = text::fold(said);
            wanted.split_whitespace().all(|word| said.contains(word))
        };
        self.rows = down.chain(shop).filter(|(_, said)| fits(said)).collect();
        self.at = self.at.min(self.rows.len().saturating_sub(1));
    }

    fn step(&mut self, by: isize) {
        let last = self.rows.len().saturating_sub(1);
        self.at = self.at.saturating_add_signed(by).min(last);
    }

    fn take(&self, idx: usize, view: &View) -> Reply {
        let row = self.rows.get(idx);
        Reply::Done(row.map_or_else(Vec::new, |(concern, _)| deal_with(concern, view)))
    }

    fn act(&mut self, action: Action, view: &View) -> Reply {
        let page = isize::try_from(self.page.len().max(1)).unwrap_or(1);
        match action {
            Action::NavUp | Action::NavPrev => self.step(-1),
            Action::NavDown | Action::NavNext => self.step(1),
            Action::NavPageUp => self.step(-page),
            Action::NavPageDown => self.step(page),
            Action::NavFirst | Action::TextHome => self.at = 0,
            Action::NavLast | Action::TextEnd => self.step(isize::MAX),
            Action::Accept => return self.take(self.at, view),
            Action::Back => return Reply::one(Cmd::Pop),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    /// A sentence is broken, never cut: what is to be done stands at its end.
    fn broken(said: &str, width: usize) -> Vec<String> {
        text::wrap(said, width.saturating_sub(NUMBER_CELLS + 2))
    }

    /// The rows of the page that the marked one is on.
    fn page_of(&self, width: usize, n_lines: usize) -> Range<usize> {
        let mut page = 0..0;
        let mut left = n_lines;
        for (idx, (_, said)) in self.rows.iter().enumerate() {
            let n = Self::broken(said, width).len().max(1);
            let is_full = n > left || page.len() == 9;
            if is_full && !page.is_empty() {
                if page.contains(&self.at) {
                    break;
                }
                page = idx..idx;
                left = n_lines;
            }
            page.end = idx + 1;
            left = left.saturating_sub(n);
        }
        page
    }

    fn lines(&self, width: usize, view: &View) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for (nth, idx) in self.page.clone().enumerate() {
            let Some((_, said)) = self.rows.get(idx) else {
                break;
            };
            let is_marked = idx == self.at;
            let style = if is_marked {
                view.theme.selected()
            } else {
                view.theme.plain()
            };
            let mark = if is_marked {
                view.theme.glyph("▸", ">")
            } else {
                " "
            };
            for (row, part) in Self::broken(said, width).into_iter().enumerate() {
                let number = if row == 0 {
                    format!("{mark}{}. ", nth + 1)
                } else {
                    " ".repeat(NUMBER_CELLS + 1)
                };
                let part = text::pad(&part, width.saturating_sub(NUMBER_CELLS + 1));
                lines.push(Line::from(Span::styled(format!("{number}{part}"), style)));
            }
        }
        lines
    }
}

impl Component for AttentionList {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Dialog,
            Context::Anywhere,
            Context::Text,
            Context::Nav,
        ]
    }

    fn takes_char(&self, _: char) -> bool {
        true
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Refresh => {
                self.load(view);
                Reply::none()
            }
            Input::Char(digit) if self.filter.is_empty() && digit.is_ascii_digit() => {
                let nth = digit.to_digit(10).and_then(|it| usize::try_from(it).ok());
                match nth.filter(|nth| (1..=self.page.len()).contains(nth)) {
                    Some(nth) => self.take(self.page.start + nth - 1, view),
                    None => Reply::none(),
                }
            }
            input if self.filter.handle(input) => {
                self.at = 0;
                self.load(view);
                Reply::none()
            }
            Input::Action(action) => self.act(*action, view),
            _ => Reply::Ignored,
        }
    }

    fn height(&self, _: &View, most: u16) -> u16 {
        // Rarely does a sentence need more than two lines of 80 columns.
        let rows = self.rows.iter();
        let n: usize = rows.map(|(_, said)| Self::broken(said, 78).len()).sum();
        u16::try_from(n)
            .unwrap_or(u16::MAX)
            .saturating_add(3)
            .clamp(5, HEIGHT_MAX.min(most).max(5))
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let title = format!("{}  {}", view.text("attention-title"), self.rows.len());
        let inner = strip::dialog(frame, area, &title, view.theme);
        if inner.height < 2 || usize::from(inner.width) < FRAME_CELLS {
            return;
        }
        let field = strip::prompt(frame, inner, "> ", view.theme);
        self.filter.render(frame, field, view.theme.strong(), true);
        let inner = strip::below(inner);
        let width = usize::from(inner.width);
        self.page = self.page_of(width, usize::from(inner.height));
        let mut lines = self.lines(width, view);
        if self.rows.is_empty() {
            let nothing = view.text(if self.filter.is_empty() {
                "attention-nothing"
            } else {
                "list-nothing"
            });
            lines.push(Line::from(Span::styled(nothing, view.theme.dim())));
        }
        strip::lines(frame, inner, lines);
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![Action::Accept, Action::Back, Action::NavPageDown]
    }

    fn help(&self) -> &'static str {
        "help-attention"
    }
}

/// A fee is charged, or whoever missed the visit is excused.
fn fee_due(
    view: &View,
    item: &Attention,
    appointment: AppointmentId,
    fee: Money,
) -> Box<dyn Component> {
    let title = view.words().attention(item);
    let rows = move |_: &str, view: &View| {
        let charge = [("fee", view.money(fee).into())];
        let row = |left: String, value: bool| Row {
            left,
            right: String::new(),
            value,
        };
        vec![
            row(view.fill("attention-fee-charge", &charge), true),
            row(view.text("attention-fee-excuse"), false),
        ]
    };
    let who = title.clone();
    Picker::new(title, "help-attention-fee", rows, move |charges, view| {
        if *charges {
            let request = Request::AddAppointment {
                appointment,
                price: None,
            };
            return vec![
                Cmd::Pop,
                Cmd::Pop,
                Cmd::Focus(Pane::Cart),
                Cmd::RunIn(Pane::Cart, request),
            ];
        }
        let ask = move |reason: &str, _: &View| {
            vec![Cmd::Run(Request::SetStatus {
                appointment,
                status: Status::Cancelled,
                reason: reason.to_owned(),
            })]
        };
        let said = |_: &Outcome, view: &View| {
            vec![
                Cmd::Pop,
                Cmd::Say(Tone::Good, view.text("attention-fee-excused")),
            ]
        };
        let usual: &[&str] = &["day-reason-client-ill", "day-reason-our-fault"];
        let help = "help-fee-excuse";
        vec![Cmd::Push(reason_then(
            who.clone(),
            help,
            usual,
            ask,
            said,
            view,
        ))]
    })
    .boxed()
}

fn deal_with(concern: &Concern, view: &View) -> Vec<Cmd> {
    let item = match concern {
        Concern::Shop(item) => item,
        // There it is tried, and its trouble stands beside it.
        Concern::Device => return vec![Cmd::Push(devices::list(view))],
    };
    let go_to = |pane, cmd| vec![Cmd::Pop, Cmd::Focus(pane), cmd];
    match item {
        Attention::NotPrinted { job, .. } => vec![Cmd::Push(match job.what {
            what if what.is_copy() => not_sent(view, item, job.id, what),
            what => not_printed(view, item, job.id, what),
        })],
        Attention::Parked { ticket, .. } => {
            let ticket = Some(*ticket);
            let recall = Cmd::RunIn(Pane::Cart, Request::Recall { ticket });
            go_to(Pane::Cart, recall)
        }
        Attention::OldCart { .. } => vec![Cmd::Pop, Cmd::Focus(Pane::Cart)],
        Attention::FeeDue {
            appointment, fee, ..
        } => vec![Cmd::Push(fee_due(view, item, *appointment, *fee))],
        Attention::Stranded { .. } => vec![Cmd::Push(hits::stranded(view))],
        Attention::LateWalkIn { .. } => vec![Cmd::Push(queue::queue(view))],
        Attention::Waiting { .. } => vec![Cmd::Push(waitlist::waitlist(view, None))],
        Attention::Late { appointment, .. } | Attention::Unfinished { appointment, .. } => {
            go_to(Pane::Day, Cmd::ShowAppointment(*appointment))
        }
        Attention::LowStock {
            product,
            name,
            on_hand,
            ..
        } => {
            let count = product_form::count(view, *product, name, *on_hand);
            vec![Cmd::Push(count)]
        }
        Attention::Owed { client, .. } | Attention::EndsSoon { client, .. } => {
            go_to(Pane::Client, Cmd::ShowClient(Some(*client)))
        }
        Attention::OldDrawer { .. } => vec![Cmd::Pop, Cmd::Act(Action::DrawerMenu)],
        Attention::DiskFull { .. } => {
            vec![Cmd::Say(Tone::Note, view.text("attention-make-room"))]
        }
        Attention::Mirror { .. }
        | Attention::MirrorOnSameDisk
        | Attention::NoDrill { .. }
        | Attention::NoBackup { .. } => {
            vec![Cmd::Say(Tone::Note, view.text("attention-safekeeping"))]
        }
        // Nothing on the screen mends a disk.
        Attention::Damage { detail, .. }
        | Attention::Stopped { detail }
        | Attention::NoCheckpoint { detail }
        | Attention::DrillFailed { detail, .. }
        | Attention::BackupFailed { detail } => {
            vec![Cmd::Say(Tone::Note, detail.clone())]
        }
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

/// A copy that is no paper: the address may be wrong, or the network was gone.
fn not_sent(view: &View, item: &Attention, job: PrintJobId, what: Printable) -> Box<dyn Component> {
    let title = view.words().attention(item);
    let choices = |_: &str, view: &View| {
        let rows = [("attention-send-again", true), ("attention-leave", false)];
        let row = |(id, value)| Row {
            left: view.text(id),
            right: String::new(),
            value,
        };
        rows.map(row).to_vec()
    };
    Picker::new(title, "help-attention-copy", choices, move |again, view| {
        if *again {
            return vec![Cmd::Push(send::send(what, view))];
        }
        let state = PrintState::NotWanted;
        vec![Cmd::RunIn(
            Pane::Cart,
            Request::SettlePrintJob { job, state },
        )]
    })
    .boxed()
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
        Ok(outcome) => vec![Cmd::Pop, view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}
