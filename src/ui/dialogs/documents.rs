//! Papers beside the receipt: each is shown as it prints, and then printed or sent.

use chrono::{Datelike, NaiveDate};
use ratatui::{Frame, layout::Rect, text::Line};

use super::{
    client_form,
    fields::{chosen, optional_date, read_optional_date, text_of},
    holdings::clients,
    receipts, send,
};
use crate::{
    domain::{
        booking::Appointment,
        client::Client,
        document::{Addressee, Document},
        ids::{AppointmentId, ClientId, SaleId},
        print_job::Printable,
        sale::Sale,
        text,
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::Field,
        request::{AddresseeDraft, Request},
        shop::Stop,
    },
    store::{Reads, record::Lookup},
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
            strip,
        },
    },
};

/// The paper as it prints.
pub fn show(document: Document, view: &View) -> Vec<Cmd> {
    let what = Printable::Document(document);
    match query::preview(
        &view.shop,
        &view.settings,
        &view.locale,
        what,
        view.n_columns,
    ) {
        Ok(Some(paper)) => vec![Cmd::Push(Box::new(Shown {
            document,
            paper,
            first: 0,
        }))],
        Ok(None) => vec![Cmd::Say(Tone::Note, view.text("document-none"))],
        Err(stop) => vec![view.say_stop(&stop)],
    }
}

struct Shown {
    document: Document,
    paper: Vec<String>,
    /// First line that is shown.
    first: usize,
}

impl Component for Shown {
    fn contexts(&self) -> Vec<Context> {
        vec![
            Context::Receipt,
            Context::Dialog,
            Context::Anywhere,
            Context::Nav,
        ]
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        let Input::Action(action) = input else {
            return Reply::Ignored;
        };
        let what = Printable::Document(self.document);
        match action {
            Action::Accept | Action::ReceiptReprint => {
                return Reply::one(Cmd::Run(Request::Reprint { what }));
            }
            Action::ReceiptSend => return Reply::one(Cmd::Push(send::send(what, view))),
            Action::Back => return Reply::one(Cmd::Pop),
            Action::NavUp => self.first = self.first.saturating_sub(1),
            Action::NavDown => self.first += 1,
            Action::NavPageUp => self.first = self.first.saturating_sub(10),
            Action::NavPageDown => self.first += 10,
            Action::NavFirst => self.first = 0,
            Action::NavLast => self.first = self.paper.len(),
            _ => return Reply::Ignored,
        }
        Reply::none()
    }

    /// What is on its way to the printer need not be looked at any longer.
    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        let mut said = receipts::said(answer, view);
        if answer.is_ok() {
            said.insert(0, Cmd::Pop);
        }
        Reply::Done(said)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, _: bool) {
        let title = view.words().document(self.document.kind());
        let inner = strip::dialog(frame, area, &title, view.theme);
        let n_rows = usize::from(inner.height);
        self.first = self.first.min(self.paper.len().saturating_sub(n_rows));
        let lines = self.paper.iter().skip(self.first).take(n_rows);
        let lines = lines.map(|it| Line::raw(it.clone()));
        strip::lines(frame, inner, lines);
    }

    fn hints(&self, _: &View) -> Vec<Action> {
        vec![
            Action::ReceiptReprint,
            Action::ReceiptSend,
            Action::Back,
            Action::NavDown,
            Action::NavPageDown,
        ]
    }

    fn help(&self) -> &'static str {
        "help-document"
    }
}

/// The invoice of a sale: to the client of it, whose details are looked through first,
/// or to whoever is named.
pub fn invoice(sale: SaleId, view: &View) -> Vec<Cmd> {
    let client = match view.shop.read().get::<Sale>(&sale) {
        Ok(found) => found.and_then(|it| it.client),
        Err(err) => return vec![view.say_stop(&err.into())],
    };
    let then = move |buyer, view: &View| show(Document::Invoice { sale, buyer }, view);
    match client {
        Some(client) => details(client, "invoice-title", then, view),
        None => vec![Cmd::Push(buyer(sale, view))],
    }
}

/// Who is not in the file yet is entered on top of the question, and is the buyer.
fn new_buyer(typed: &str, sale: SaleId, view: &View) -> Cmd {
    let then = move |who, view: &View| {
        let then = move |buyer, view: &View| show(Document::Invoice { sale, buyer }, view);
        let mut cmds = vec![Cmd::Pop];
        cmds.extend(details(who, "invoice-title", then, view));
        cmds
    };
    Cmd::Push(client_form::new_by(typed, then, view))
}

/// Who buys, where the sale does not say.
fn buyer(sale: SaleId, view: &View) -> Box<dyn Component> {
    let label = view.words().field(Field::Client);
    let who = FormField::pick(Field::Client, label, None, clients)
        .needed()
        .none_found(|_, view| view.text("booking-new-client"));
    Form::new(
        view.text("invoice-title"),
        "help-invoice",
        vec![who],
        move |fields, view| {
            let who = chosen(fields, Field::Client, view)?;
            let who = who.ok_or_else(|| (Field::Client, view.text("booking-unknown-client")))?;
            let then = move |buyer, view: &View| show(Document::Invoice { sale, buyer }, view);
            let mut cmds = vec![Cmd::Pop];
            cmds.extend(details(who, "invoice-title", then, view));
            Ok(cmds)
        },
    )
    .on_unknown(move |field, view| Some(vec![new_buyer(field.value(), sale, view)]))
    .boxed()
}

/// As whom a client stands on papers: looked through, changed, and what follows then.
/// Enter on the first field takes all of it as it is.
fn details(
    client: ClientId,
    title: &str,
    then: impl Fn(ClientId, &View) -> Vec<Cmd> + 'static,
    view: &View,
) -> Vec<Cmd> {
    let reads = view.shop.read();
    let known = match (
        reads.get::<Client>(&client),
        reads.get::<Addressee>(&client),
    ) {
        (Ok(Some(file)), Ok(known)) => (file, known),
        (Ok(None), _) => return vec![Cmd::Say(Tone::Note, view.text("document-none"))],
        (Err(err), _) | (_, Err(err)) => return vec![view.say_stop(&err.into())],
    };
    let (file, known) = known;
    let of = |field: fn(&Addressee) -> &String| known.as_ref().map_or("", |it| field(it));
    let words = view.words();
    let text = |field: Field, now: &str, holds: usize| -> FormField<()> {
        FormField::text(field, words.field(field), now).holding(holds)
    };
    let fields = vec![
        text(Field::Buyer, of(|it| &it.name), text::NAME_MAX).hint(file.name),
        text(Field::Address, of(|it| &it.address), text::NOTE_MAX),
        text(Field::RegNo, of(|it| &it.reg_no), text::CODE_MAX),
        text(Field::TaxNo, of(|it| &it.tax_no), text::CODE_MAX),
        text(Field::Language, of(|it| &it.language), 12).hint(view.text("language-hint")),
    ];
    let form = Form::new(
        view.text(title),
        "help-invoice",
        fields,
        move |fields, _| {
            let of = |field| text_of(fields, field).to_owned();
            let draft = AddresseeDraft {
                client,
                language: of(Field::Language),
                name: of(Field::Buyer),
                address: of(Field::Address),
                reg_no: of(Field::RegNo),
                tax_no: of(Field::TaxNo),
            };
            Ok(vec![Cmd::Run(Request::SaveAddressee(draft))])
        },
    );
    let form = form.submit_from(0);
    vec![Cmd::Push(
        form.on_done(move |_, view| then(client, view)).boxed(),
    )]
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Paper {
    Statement,
    Details,
    Visit(AppointmentId),
}

/// What can be printed for a client.
pub fn papers(client: ClientId, view: &View) -> Box<dyn Component> {
    let rows = move |typed: &str, view: &View| paper_rows(client, typed, view);
    Picker::new(
        view.text("papers-title"),
        "help-papers",
        rows,
        move |paper, view| match paper {
            Paper::Statement => vec![Cmd::Push(statement(client, view))],
            Paper::Visit(id) => show(Document::VisitCard(*id), view),
            Paper::Details => {
                let saved = |_, view: &View| vec![Cmd::Say(Tone::Good, view.text("papers-saved"))];
                details(client, "papers-details", saved, view)
            }
        },
    )
    .staying()
    .boxed()
}

fn paper_rows(client: ClientId, typed: &str, view: &View) -> Vec<Row<Paper>> {
    let row = |left: String, value| Row {
        left,
        right: String::new(),
        value,
    };
    let mut rows = vec![
        row(view.text("document-statement"), Paper::Statement),
        row(view.text("papers-details"), Paper::Details),
    ];
    let of_client = Lookup::AppointmentOfClient(client);
    let visits = view.shop.read().find::<Appointment>(&of_client);
    let mut visits = visits.unwrap_or_default();
    visits.retain(|it| it.status.holds_time() && it.start().date >= view.today());
    visits.sort_by_key(|it| (it.starts_at, it.id));
    rows.extend(visits.iter().map(|it| {
        let at = [("at", view.words().moment(it.start()).into())];
        row(view.fill("papers-visit", &at), Paper::Visit(it.id))
    }));
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&row.left));
    rows
}

/// From when and until when.
fn statement(client: ClientId, view: &View) -> Box<dyn Component> {
    let first = NaiveDate::from_ymd_opt(view.today().year(), 1, 1);
    let first = first.unwrap_or(view.today());
    let since = [("date", view.words().date(first).into())];
    let fields: Vec<FormField<()>> = vec![
        optional_date(Field::From, view.fill("statement-from", &since), view),
        optional_date(Field::Until, view.text("statement-until"), view),
    ];
    Form::new(
        view.text("document-statement"),
        "help-statement",
        fields,
        move |fields, view| {
            let from = read_optional_date(fields, Field::From, view)?.unwrap_or(first);
            let until = read_optional_date(fields, Field::Until, view)?;
            let until = until.unwrap_or(view.today());
            let mut cmds = vec![Cmd::Pop];
            cmds.extend(show(
                Document::Statement {
                    client,
                    from,
                    until,
                },
                view,
            ));
            Ok(cmds)
        },
    )
    .submit_from(0)
    .boxed()
}
