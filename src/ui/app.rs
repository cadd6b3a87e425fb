//! The desk: panes at the bottom, dialogs above, and the way of every event
//! through them to a request and back to the screen.

use ratatui::{Terminal, backend::Backend, buffer::Buffer, layout::Position};

use super::{
    action::{Action, Context},
    component::{Cmd, Component, Input, Pane, Reply, Tone},
    customer_display::CustomerDisplay,
    desk_devices::DeskDevices,
    dialogs,
    drawn::Stale,
    event::Event,
    guide,
    key::{Key, KeyCode},
    panes, screen,
    signing::Signing,
    theme::Theme,
    view::{DeskChange, DeskFile, DeskWriter, View},
};
use crate::{
    devices::{CopyState, NotQueued},
    domain::{
        ids::{ClientId, PrintJobId},
        print_job::{PrintState, Printable},
        settings::ReceiptPrinting,
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::Refusal,
        request::{Approval, Request},
        shop::Stop,
    },
};

/// A sentence over the hint line, until the next key.
pub struct Message {
    pub tone: Tone,
    pub text: String,
}

/// Who asked, and is to be told the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asker {
    Pane(Pane),
    /// The dialog at this place of the stack.
    Dialog(usize),
}

/// What the screen was left for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ended {
    Left,
    ToSetUpDevices,
}

pub struct App {
    pub(super) view: View,
    pub(super) panes: [Box<dyn Component>; 4],
    pub(super) focus: Pane,
    /// Which of Day and Stock the left half shows where there is room for one.
    pub(super) left: Pane,
    pub(super) stack: Vec<Box<dyn Component>>,
    pub(super) message: Option<Message>,
    pub(super) signing: Signing,
    pub(super) devices: DeskDevices,
    customer: CustomerDisplay,
    /// Made of the journal's last entry at the start. Each request that was done has
    /// made the journal longer, so no other run uses one again, whatever the clock does.
    request_prefix: String,
    n_requests: u64,
    bell: bool,
    redraw: bool,
    keys: Keys,
    /// Typed, unless it turns out to be the beginning of a scan: it is shown, and no
    /// component knows of it.
    pub(super) ahead: String,
    /// The hint line as shown: it follows once no more keys come.
    pub(super) hints: String,
    pub(super) stale: Stale,
    /// The top line and the panes as they were drawn last.
    pub(super) drawn: Buffer,
    /// Where a pane has the terminal's cursor.
    cursor_at: Option<Position>,
    ended: Option<Ended>,
}

/// Whether keys or pastes have come since it was last quiet.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    Coming,
    Quiet,
}

/// Requests that lead to requests: a component that answers for ever is a bug.
const CHAIN_MAX: usize = 16;

impl App {
    pub fn new(mut view: View, devices: DeskDevices) -> Self {
        if !view.demo {
            view.keymap = view.keymap.outside_of_the_demo();
        }
        let last_entry = view.shop.store().last_entry().map_or(0, |(seq, _)| seq);
        let mut app = Self {
            request_prefix: format!("desk{}-{last_entry}", view.session.register),
            panes: panes::all(&view),
            focus: Pane::Day,
            left: Pane::Day,
            stack: Vec::new(),
            message: None,
            signing: Signing::default(),
            devices,
            customer: CustomerDisplay::default(),
            n_requests: 0,
            bell: false,
            redraw: false,
            keys: Keys::Quiet,
            ahead: String::new(),
            hints: String::new(),
            stale: Stale::All,
            drawn: Buffer::default(),
            cursor_at: None,
            ended: None,
            view,
        };
        app.view.lamps = app.devices.lamps();
        app.view.n_columns = app.devices.n_columns();
        app.view.copy_ways = app.devices.copy_ways();
        app.refresh();
        if let Some(page) = guide::next(&app.view) {
            app.obey_one(Cmd::Push(page), Asker::Pane(Pane::Day), 0);
        }
        app.ask_about_clock();
        app.keep_locked();
        app
    }

    pub fn view(&self) -> &View {
        &self.view
    }

    pub fn devices(&self) -> &DeskDevices {
        &self.devices
    }

    /// The page of help that belongs to what keys go to.
    pub fn help(&self) -> &'static str {
        self.top().help()
    }

    /// Says something on the screen, until the next key.
    pub fn note(&mut self, text: String) {
        self.say(Tone::Note, text);
    }

    /// This desk's own settings, and how they are changed.
    pub fn set_desk_file(&mut self, file: DeskFile, writer: DeskWriter) {
        self.view.desk_file = file;
        self.view.desk_writer = Some(writer);
        self.stale = Stale::All;
    }

    /// From the next frame on.
    pub fn set_theme(&mut self, theme: Theme) {
        self.view.theme = theme;
        self.stale = Stale::All;
    }

    /// Ends the device threads; the job under way gets a moment.
    pub fn shutdown(self) {
        self.devices.shutdown();
    }

    pub fn has_quit(&self) -> bool {
        self.ended.is_some()
    }

    /// Whether it was left to set the devices up, and is to come back.
    pub fn sets_up_devices(&self) -> bool {
        self.ended == Some(Ended::ToSetUpDevices)
    }

    /// Whether the bell is to ring now; asking stops it.
    pub fn take_bell(&mut self) -> bool {
        std::mem::take(&mut self.bell)
    }

    /// Whether something is to be told when no more keys come.
    pub fn awaits_quiet(&self) -> bool {
        self.keys == Keys::Coming
    }

    pub(super) fn is_quiet(&self) -> bool {
        self.keys == Keys::Quiet
    }

    /// The one entrance.
    pub fn handle(&mut self, event: Event) {
        if matches!(event, Event::Key(_) | Event::Paste(_)) {
            self.keys = Keys::Coming;
            self.touched();
        }
        if matches!(event, Event::Key(_) | Event::Paste(_) | Event::Device(_)) {
            if !self.ahead.is_empty() {
                self.stale = Stale::All;
            }
            self.ahead.clear();
        }
        if !matches!(event, Event::Key(_) | Event::Together(_)) {
            self.stale = Stale::All;
        }
        match event {
            Event::Ahead(letters) => return self.ahead = letters,
            Event::Key(key) => self.key(key),
            Event::Together(events) => events.into_iter().for_each(|event| self.handle(event)),
            Event::Paste(text) => self.dispatch(&Input::Paste(text)),
            Event::Resize => self.redraw = true,
            // Frames are paced by it, in the loop.
            Event::TerminalAnswer { .. } => (),
            Event::Quiet => self.quiet(),
            Event::Device(news) => self.device(news),
            Event::Upkeep => {
                self.reload();
                self.refresh();
            }
            Event::DiskFailed => {
                self.bell = true;
                self.reload();
                self.refresh();
            }
            Event::Minute => {
                self.customer.minute();
                self.reload();
                self.refresh();
                self.minute_passed();
            }
            Event::Terminate | Event::InputLost => self.ended = Some(Ended::Left),
        }
        self.keep_locked();
        self.remind_of_set_up();
    }

    /// Who looks around before there is a shop is told how to go on, and is not held
    /// up.
    fn remind_of_set_up(&mut self) {
        if self.view.is_set_up || !self.stack.is_empty() || self.message.is_some() {
            return;
        }
        let keys = [
            ("key", self.view.key(Action::Settings).into()),
            ("quit", self.view.key(Action::Quit).into()),
        ];
        self.say(Tone::Note, self.view.fill("start-left", &keys));
    }

    /// Draws what changed, on any terminal.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written.
    pub fn draw<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
        if std::mem::take(&mut self.redraw) {
            // Not `Terminal::clear`: it asks the terminal where the cursor is, waits up
            // to 2 s for an answer, and fights with the thread that reads the keys.
            let size = terminal.size()?;
            terminal.resize(size.into())?;
            self.stale = Stale::All;
        }
        terminal.draw(|frame| screen::render(self, frame))?;
        self.cursor_at = self.moved_cursor();
        Ok(())
    }

    /// As [`App::draw`], on the terminal that has the last frame: where no more than the
    /// cursor has moved, nothing is laid out.
    ///
    /// # Errors
    ///
    /// When the terminal cannot be written.
    pub fn draw_on<B: Backend>(&mut self, terminal: &mut Terminal<B>) -> Result<(), B::Error> {
        match self.stale {
            Stale::Nothing => Ok(()),
            Stale::Top => match self.moved_cursor() {
                // Between two times of one row: the key shows nothing but what follows it.
                Some(at) if self.cursor_at == Some(at) => {
                    self.handle(Event::Quiet);
                    self.draw(terminal)
                }
                Some(at) => {
                    self.cursor_at = Some(at);
                    self.stale = Stale::Nothing;
                    terminal.set_cursor_position(at)?;
                    terminal.backend_mut().flush()
                }
                None => self.draw(terminal),
            },
            Stale::All => self.draw(terminal),
        }
    }

    fn moved_cursor(&self) -> Option<Position> {
        let is_pane = self.stack.is_empty();
        is_pane.then(|| self.panes[self.focus as usize].moved_cursor(&self.view))?
    }

    /// The component that keys go to.
    pub fn top(&self) -> &dyn Component {
        match self.stack.last() {
            Some(dialog) => dialog.as_ref(),
            None => self.panes[self.focus as usize].as_ref(),
        }
    }

    fn key(&mut self, key: Key) {
        let had_message = self.message.take().is_some();
        if had_message {
            self.stale = Stale::All;
        }
        let contexts = self.top().contexts();
        let is_text =
            matches!(key.code, KeyCode::Char(letter) if !key.ctrl && self.top().takes_char(letter));
        if let (true, KeyCode::Char(letter)) = (is_text, key.code) {
            self.dispatch(&Input::Char(letter));
            return;
        }
        match self.view.keymap.action(&contexts, key) {
            // Esc that only puts a message away does nothing else.
            Some(Action::Back) if had_message && self.stack.is_empty() => (),
            Some(action) => self.dispatch(&Input::Action(action)),
            None => (),
        }
    }

    pub(super) fn dispatch(&mut self, input: &Input) {
        if let Some(mut dialog) = self.stack.pop() {
            let asker = Asker::Dialog(self.stack.len());
            let reply = dialog.handle(input, &self.view);
            self.stack.push(dialog);
            self.replied(reply, asker, input);
            return;
        }
        if let Input::Scan(code) = input
            && let Some(client) = self.whose_card(code)
        {
            let cmds = panes::client::of_card(client, self.focus, &self.view);
            return self.obey(cmds, Asker::Pane(self.focus), 0);
        }
        // Wherever the focus is, any other scan is for the cart.
        let pane = if matches!(input, Input::Scan(_)) {
            Pane::Cart
        } else {
            self.focus
        };
        let reply = self.panes[pane as usize].handle(input, &self.view);
        self.replied(reply, Asker::Pane(pane), input);
    }

    /// While the store cannot be read a scan is nobody's card, and the cart says why.
    fn whose_card(&self, code: &str) -> Option<ClientId> {
        let found = query::with_card(&self.view.shop.read(), code).ok()?;
        found.first().map(|it| it.id)
    }

    fn replied(&mut self, reply: Reply, asker: Asker, input: &Input) {
        self.stale.and(match (&reply, input) {
            (Reply::Done(cmds), _) if cmds.is_empty() => Stale::Top,
            (Reply::Done(_), _) | (_, Input::Action(_)) => Stale::All,
            (Reply::Ignored, _) => Stale::Top,
        });
        match (reply, input) {
            (Reply::Done(cmds), _) => self.obey(cmds, asker, 0),
            (Reply::Ignored, Input::Action(action)) => self.act(*action),
            (Reply::Ignored, Input::Scan(code)) => {
                let text = self
                    .view
                    .fill("app-scan-unused", &[("code", code.as_str().into())]);
                self.say(Tone::Refused, text);
            }
            (Reply::Ignored, _) => (),
        }
    }

    /// What followed too slowly for every key follows now.
    fn quiet(&mut self) {
        self.keys = Keys::Quiet;
        if !self.stack.is_empty() {
            self.dispatch(&Input::Quiet);
        }
        self.in_pane(self.focus, &Input::Quiet);
    }

    pub(super) fn say(&mut self, tone: Tone, text: String) {
        self.bell |= matches!(tone, Tone::Refused | Tone::Failed);
        self.message = Some(Message { tone, text });
        self.stale = Stale::All;
    }

    pub(super) fn obey(&mut self, cmds: Vec<Cmd>, asker: Asker, depth: usize) {
        for cmd in cmds {
            self.obey_one(cmd, asker, depth);
        }
    }

    pub(super) fn obey_one(&mut self, cmd: Cmd, asker: Asker, depth: usize) {
        match cmd {
            Cmd::Push(mut dialog) => {
                // Lists are read before they are first drawn.
                dialog.handle(&Input::Refresh, &self.view);
                self.stack.push(dialog);
            }
            Cmd::Pop => drop(self.stack.pop()),
            Cmd::Run(request) if depth < CHAIN_MAX => self.run(&request, asker, depth),
            Cmd::RunIn(pane, request) if depth < CHAIN_MAX => {
                self.run(&request, Asker::Pane(pane), depth);
            }
            Cmd::Run(_) | Cmd::RunIn(..) => (),
            Cmd::Say(tone, text) => self.say(tone, text),
            Cmd::Focus(pane) => self.focus_on(pane),
            Cmd::ShowClient(client) => {
                self.view.client = client;
                self.refresh_pane(Pane::Client);
            }
            Cmd::ShowTime(time) => self.in_pane(Pane::Day, &Input::ShowTime(time)),
            Cmd::ShowDay(date) => self.in_pane(Pane::Day, &Input::ShowDay(date)),
            Cmd::ShowAppointment(id) => self.in_pane(Pane::Day, &Input::ShowAppointment(id)),
            Cmd::AddToCart(item) => self.in_pane(Pane::Cart, &Input::Add(item)),
            Cmd::Act(action) => self.dispatch(&Input::Action(action)),
            Cmd::GiveClient(client) => self.dispatch(&Input::Client(client)),
            Cmd::Scan(code) => self.dispatch(&Input::Scan(code)),
            Cmd::ScanBelow(code) => {
                let Some(top) = self.stack.pop() else {
                    return;
                };
                let n_below = self.stack.len();
                self.dispatch(&Input::Scan(code));
                // What it opens comes on top.
                self.stack.insert(n_below.min(self.stack.len()), top);
            }
            Cmd::Operator(operator) => {
                self.view.session.operator = operator;
                self.refresh();
            }
            Cmd::Approve(approval) => self.approve(&approval),
            Cmd::Disapprove => self.disapprove(),
            Cmd::SendCopy(what, to) => self.send_copy(what, to),
            Cmd::TryDevice(trial) => self.try_device(trial),
            Cmd::SetDesk { name, value } => self.set_desk(&name, &value),
            Cmd::Quit => self.ended = Some(Ended::Left),
            Cmd::SetUpDevices => self.ended = Some(Ended::ToSetUpDevices),
        }
    }

    fn set_desk(&mut self, name: &str, value: &str) {
        let Some(write) = &self.view.desk_writer else {
            return;
        };
        let change = DeskChange {
            name,
            value,
            is_meant: true,
        };
        match write(change) {
            Ok(file) => {
                self.view.desk_file = file;
                self.refresh();
                self.say(Tone::Good, self.view.text("settings-desk-written"));
            }
            Err(problem) => self.say(Tone::Failed, problem),
        }
    }

    /// Whatever is open over it.
    fn in_pane(&mut self, pane: Pane, input: &Input) {
        if let Reply::Done(cmds) = self.panes[pane as usize].handle(input, &self.view) {
            self.obey(cmds, Asker::Pane(pane), 0);
        }
    }

    fn focus_on(&mut self, pane: Pane) {
        self.focus = pane;
        if matches!(pane, Pane::Day | Pane::Stock) {
            self.left = pane;
        }
    }

    /// What no component used: the actions of the whole desk.
    fn act(&mut self, action: Action) {
        let context = action.def().context;
        if context == Context::Desk && !self.stack.is_empty() {
            return;
        }
        match action {
            Action::PaneDay => self.focus_on(Pane::Day),
            Action::PaneClient => self.focus_on(Pane::Client),
            Action::PaneCart => self.focus_on(Pane::Cart),
            Action::PaneStock => self.focus_on(Pane::Stock),
            Action::PaneNext => self.step_focus(1),
            Action::PanePrev => self.step_focus(3),
            Action::Redraw => self.redraw = true,
            Action::Operator if self.view.rights.on => self.lock(false),
            Action::Help => {
                let help = dialogs::help::help(self.top(), &self.view);
                self.stack.push(help);
            }
            Action::PayCash | Action::PayCard | Action::PayOther | Action::Park => {
                let reply =
                    self.panes[Pane::Cart as usize].handle(&Input::Action(action), &self.view);
                if let Reply::Done(cmds) = reply {
                    self.obey(cmds, Asker::Pane(Pane::Cart), 0);
                }
            }
            Action::DemoScan if self.view.demo => {
                if let Some(code) = self.devices.next_demo_code(&self.view) {
                    self.dispatch(&Input::Scan(code));
                }
            }
            Action::DemoPrinter if self.view.demo => {
                let on = self.devices.switch_pretend_printer();
                let id = if on { "paper-on" } else { "paper-off" };
                self.say(Tone::Note, self.view.text(id));
            }
            Action::DemoPaper if self.view.demo => {
                let papers = self.devices.pretend_papers();
                self.stack.push(dialogs::paper::papers(papers, &self.view));
            }
            action => {
                let cmds = dialogs::open(action, &self.view);
                self.obey(cmds, Asker::Pane(self.focus), 0);
            }
        }
    }

    fn step_focus(&mut self, by: usize) {
        let next = Pane::ALL[(self.focus as usize + by) % Pane::ALL.len()];
        self.focus_on(next);
    }

    fn run(&mut self, request: &Request, asker: Asker, depth: usize) {
        let answer = self.submit(request);
        if let Ok(outcome @ Outcome::SignedOn { staff, .. }) = &answer {
            return self.signed_on(*staff, outcome);
        }
        if !self.asks_second_person(request, &answer, (asker, depth)) {
            self.finish(request, &answer, asker, depth);
        }
    }

    /// What follows an answer: devices, and whoever asked.
    pub(super) fn finish(
        &mut self,
        request: &Request,
        answer: &Result<Outcome, Stop>,
        asker: Asker,
        depth: usize,
    ) {
        if let (Request::Reprint { what }, Err(Stop::Failed(_))) = (request, answer) {
            return self.print_unrecorded(*what);
        }
        if let Ok(outcome) = answer {
            if let Request::SettlePrintJob { job, .. } = request {
                // A person has decided it: the printer is not waited for.
                self.devices.give_up(*job);
                self.forget_stopped(*job);
            }
            self.devices_act_on(outcome);
        }
        let of_cart = |view: &View| view.ticket.as_ref().and_then(|it| it.ticket.client);
        let client_before = of_cart(&self.view);
        // What was refused may have been asked of something that others have changed.
        self.reload();
        // The card beside the cart is of the client who pays.
        if let Some(client) = of_cart(&self.view).filter(|_| answer.is_ok())
            && client_before != Some(client)
        {
            self.view.client = Some(client);
        }
        if let Ok(Outcome::Sold(sold)) = answer {
            self.view.last_sale = Some(sold.sale);
            self.customer.sold(sold, &self.view);
            self.panes[Pane::Cart as usize].handle(&Input::Sold(sold.clone()), &self.view);
        }
        self.refresh();
        let reply = match asker {
            Asker::Pane(pane) => self.panes[pane as usize].answered(answer, &self.view),
            Asker::Dialog(idx) if idx + 1 == self.stack.len() => {
                self.stack[idx].answered(answer, &self.view)
            }
            // The dialog closed itself before it asked.
            Asker::Dialog(_) => match answer {
                Ok(_) => Reply::Ignored,
                Err(stop) => Reply::one(self.view.say_stop(stop)),
            },
        };
        if let Reply::Done(cmds) = reply {
            self.obey(cmds, asker, depth + 1);
        }
        if let Err(Stop::Refused(Refusal::ClockDoubted { .. })) = answer {
            self.ask_about_clock();
        }
    }

    /// Before money moves, if it may be wrong.
    fn ask_about_clock(&mut self) {
        if let (true, Ok(Some(doubted))) = (self.view.is_set_up, self.view.shop.doubted_clock()) {
            let question = dialogs::clock::question(doubted);
            self.obey_one(Cmd::Push(question), Asker::Pane(self.focus), 0);
        }
    }

    pub(super) fn submit(&mut self, request: &Request) -> Result<Outcome, Stop> {
        self.submit_with(request, None)
    }

    pub(super) fn submit_with(
        &mut self,
        request: &Request,
        approval: Option<&Approval>,
    ) -> Result<Outcome, Stop> {
        self.n_requests += 1;
        let id = format!("{}-{}", self.request_prefix, self.n_requests);
        let shop = &self.view.shop;
        shop.run_approved(&self.view.session, &id, request, approval)
    }

    /// Only now, after the commit: the drawer first, so that cash works without
    /// paper.
    fn devices_act_on(&mut self, outcome: &Outcome) {
        if outcome.drawer_opens()
            && let Some(why) = self.devices.kick_drawer()
        {
            let reason = [("reason", self.view.not_queued(why).into())];
            self.say(Tone::Failed, self.view.fill("app-drawer-stuck", &reason));
        }
        if let Some(job) = outcome.print() {
            self.print(job);
        }
        if matches!(outcome, Outcome::Sold(_))
            && self.view.settings.receipt_printing == ReceiptPrinting::Asked
        {
            let keys = [
                ("print", self.view.key(Action::SalePrint).into()),
                ("send", self.view.key(Action::SaleSend).into()),
            ];
            self.say(Tone::Note, self.view.fill("receipt-asked", &keys));
        }
    }

    fn print(&mut self, job: PrintJobId) {
        let settled = match self.devices.print(job, &self.view) {
            Ok(None) => return,
            Ok(Some(not_queued)) => self.submit(&not_queued).map(drop),
            Err(stop) => Err(stop),
        };
        if let Err(stop) = settled {
            self.say_stop(&stop);
        }
    }

    /// While the disk takes nothing down, a copy comes on paper all the same.
    fn print_unrecorded(&mut self, what: Printable) {
        match self.devices.print_unrecorded(what, &self.view) {
            Ok(None) => self.say(Tone::Good, self.view.text("print-unrecorded")),
            Ok(Some(why)) => self.say(Tone::Failed, self.view.not_queued(why)),
            Err(stop) => self.say_stop(&stop),
        }
        self.reload();
        self.refresh();
    }

    pub(super) fn say_stop(&mut self, stop: &Stop) {
        if let Cmd::Say(tone, text) = self.view.say_stop(stop) {
            self.say(tone, text);
        }
    }

    pub(super) fn copied(&mut self, job: PrintJobId, name: &str, state: CopyState) {
        let settled = state.settled();
        let (id, what, detail, tone) = match state {
            CopyState::Saved(file) => {
                let file = file.display().to_string();
                ("copy-saved", "file", file, Tone::Good)
            }
            CopyState::Mailed(to) => ("copy-mailed", "to", to, Tone::Good),
            CopyState::Failed(reason) => ("copy-failed", "reason", reason, Tone::Failed),
        };
        let filled = [("name", name.into()), (what, detail.into())];
        self.say(tone, self.view.fill(id, &filled));
        self.settle_copy(job, settled);
    }

    /// Written down first, so that one that is not sent is not forgotten.
    fn send_copy(&mut self, what: Printable, to: Option<String>) {
        let ways = self.view.copy_ways;
        let has_way = if to.is_some() { ways.mail } else { ways.file };
        if !has_way {
            return self.copy_refused(NotQueued::NoCopies);
        }
        let request = match what {
            Printable::Receipt(sale) | Printable::Copy(sale) => Request::SendCopy {
                sale,
                to: to.clone(),
            },
            Printable::Document(document) | Printable::DocumentCopy(document) => {
                Request::SendDocument {
                    document,
                    to: to.clone(),
                }
            }
            // These are for the shop itself, on paper.
            Printable::Z(_) | Printable::ZOfDay(_) | Printable::DaySheet { .. } => return,
        };
        let job = match self.submit(&request) {
            Ok(Outcome::CopyQueued { job }) => job,
            Ok(_) => return,
            Err(stop) => return self.say_stop(&stop),
        };
        match self.devices.send_copy(job, to, &self.view) {
            Ok(None) => self.say(Tone::Note, self.view.text("outcome-copy-queued")),
            Ok(Some(why)) => {
                self.copy_refused(why);
                self.settle_copy(job, PrintState::from(why));
            }
            Err(stop) => self.say_stop(&stop),
        }
    }

    fn copy_refused(&mut self, why: NotQueued) {
        let reason = [("reason", self.view.not_queued(why).into())];
        self.say(Tone::Refused, self.view.fill("copy-not-queued", &reason));
    }

    fn settle_copy(&mut self, job: PrintJobId, state: PrintState) {
        if let Err(stop) = self.submit(&Request::SettlePrintJob { job, state }) {
            self.say_stop(&stop);
        }
        self.reload();
        self.refresh();
    }

    pub(super) fn forget_stopped(&mut self, job: PrintJobId) {
        self.view.stopped_job.take_if(|(id, _)| *id == job);
    }

    /// Reads the shop again; what cannot be read is said and the old stays.
    pub(super) fn reload(&mut self) {
        let read = self.view.reload();
        self.view.lamps = self.devices.lamps();
        if let Err(stop) = read {
            self.say_stop(&stop);
        }
    }

    pub(super) fn refresh(&mut self) {
        for pane in Pane::ALL {
            self.refresh_pane(pane);
        }
        for dialog in &mut self.stack {
            dialog.handle(&Input::Refresh, &self.view);
        }
        self.devices.show(self.customer.text(&self.view));
    }

    fn refresh_pane(&mut self, pane: Pane) {
        self.panes[pane as usize].handle(&Input::Refresh, &self.view);
    }
}
