//! The form itself. It is built anew from what is typed when a clash changes what
//! it must ask.

use std::{cell::RefCell, rc::Rc};

use ratatui::{Frame, layout::Rect};

use super::{
    Pick, choices,
    draft::{Clashed, Draft, Typed},
};
use crate::{
    domain::{
        booking::{How, MadeAs, Origin},
        ids::{ClientId, EquipmentId, RoomId, ServiceId, StaffId},
        time::{self, WallTime},
    },
    ops::{
        outcome::Outcome,
        query,
        refusal::{ClashReport, Field, OfferReport, Refusal},
        request::{Booking, Request},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        dialogs::{client_form, fields, next_free, reason::reason_then, series, visit},
        panes::day::jobs,
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// What is known when the form opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefill {
    pub client: Option<ClientId>,
    pub staff: Option<StaffId>,
    /// `None` asks for the service first and then offers free times.
    pub start: Option<WallTime>,
    pub service: Option<ServiceId>,
    pub room: Option<RoomId>,
    /// What a time was looked for with.
    pub equipment: Option<EquipmentId>,
    /// Such as for whom on the waitlist.
    pub how: How,
}

const CLIENT: usize = 0;
const SERVICE: usize = 1;
const TIME: usize = 4;

/// Books a client, or with the client left empty a walk-in.
pub fn book(view: &View, prefill: Prefill) -> Box<dyn Component> {
    let at = if prefill.client.is_some() && prefill.service.is_none() {
        SERVICE
    } else {
        CLIENT
    };
    open(view, prefill, at)
}

/// Books a walk-in without a name: begins at the service.
pub fn walk_in(view: &View, prefill: Prefill) -> Box<dyn Component> {
    open(view, prefill, SERVICE)
}

fn open(view: &View, prefill: Prefill, at: usize) -> Box<dyn Component> {
    let Some(start) = prefill.start else {
        return next_free::next_free(view, prefill.client, view.now);
    };
    let mut draft = Draft::default();
    draft.set_start(start, view);
    draft.how = prefill.how;
    if let Some(client) = prefill.client {
        draft.set_client(client, view);
    }
    if let Some(service) = prefill.service.or_else(|| draft.usual_service(view)) {
        draft.set_service(service, view);
    }
    if let Some(staff) = prefill.staff {
        draft.set_staff(staff, view);
    }
    draft.equipment = prefill.equipment;
    if let Some(room) = prefill.room {
        draft.set_room(room, view);
    }
    // With the service known, one Enter on the client books.
    let submit_from = if prefill.service.is_some() {
        CLIENT
    } else {
        SERVICE
    };
    Box::new(BookingForm::new(draft, at, submit_from, view))
}

struct BookingForm {
    form: Form<Pick>,
    /// What was typed, as of the last key; also for who opens on top of this form.
    draft: Rc<RefCell<Draft>>,
    /// What the offers of a clash were made for.
    offered_for: Vec<String>,
}

impl BookingForm {
    fn new(draft: Draft, at: usize, submit_from: usize, view: &View) -> Self {
        let draft = Rc::new(RefCell::new(draft));
        let mut form = form(&draft, submit_from, view).starting_at(at);
        // Lets an empty list that is open show what it has.
        form.handle(&Input::Refresh, view);
        let offered_for = asked_for(form.fields());
        Self {
            form,
            draft,
            offered_for,
        }
    }

    /// Offers are for what was asked: with another day or therapist nothing stands in the
    /// way that is known, and the time is the one that was asked for.
    fn forget_stale_offers(&mut self, view: &View) {
        let mut draft = self.draft.borrow_mut();
        if draft.clash.is_none() || asked_for(self.form.fields()) == self.offered_for {
            return;
        }
        if let Some(clash) = draft.clash.take() {
            draft.time = time::spelled(clash.asked, view.settings.time_zone);
        }
        let field = time(&draft, view);
        self.form.set_fields(Field::Time, Field::Date, vec![field]);
        draft.read(self.form.fields(), view);
    }

    /// What is asked for so far is the first part of a visit of several.
    fn more(&mut self, view: &View) -> Reply {
        self.form.settle_all(view);
        let mut draft = self.draft.borrow().clone();
        draft.read(self.form.fields(), view);
        match draft.first_part(view) {
            Ok(party) => Reply::Done(vec![Cmd::Pop, Cmd::Push(visit::more(party, view))]),
            Err((field, said)) => {
                self.form.say_wrong(field, said, view);
                Reply::none()
            }
        }
    }

    /// The clash is said under the time, which becomes a list of what would do.
    fn clashed(&mut self, clash: &ClashReport, nearest: &[OfferReport], view: &View) {
        let mut draft = self.draft.borrow().clone();
        draft.read(self.form.fields(), view);
        let Ok(asked) = draft.booking(view).map(|it| it.start) else {
            return;
        };
        draft.clash = Some(Clashed {
            asked,
            sentence: view.words().clash(clash),
            offers: nearest.to_vec(),
            may_override: !matches!(
                clash,
                ClashReport::InClockGap { .. } | ClashReport::NotTwice { .. }
            ),
        });
        let typed_in = self.form.is_typed_in();
        let at = TIME + draft.n_others(view);
        *self = Self::new(draft, at, SERVICE, view);
        self.form.set_typed_in(typed_in);
    }
}

fn form(shared: &Rc<RefCell<Draft>>, submit_from: usize, view: &View) -> Form<Pick> {
    let draft = shared.borrow().clone();
    let title = view.text("booking-title");
    let submit_draft = Rc::clone(shared);
    let client_draft = Rc::clone(shared);
    let settled_draft = Rc::clone(shared);
    let scan_draft = Rc::clone(shared);
    Form::new(
        title,
        "help-booking",
        all_fields(&draft, view),
        move |fields, view| {
            let mut draft = submit_draft.borrow().clone();
            draft.read(fields, view);
            let booking = draft.booking(view)?;
            Ok(vec![if draft.as_asked {
                Cmd::Push(override_booking(view, booking))
            } else {
                Cmd::Run(Request::Book(booking))
            }])
        },
    )
    .submit_from(submit_from)
    .foot(
        |fields, view| match (fields[CLIENT].chosen(), fields[SERVICE].chosen()) {
            (Some(Pick::Client(client)), Some(Pick::Service(service))) => {
                series::left_words(Some(*client), Some(*service), view)
            }
            _ => String::new(),
        },
    )
    .on_done(booked)
    .on_scan(move |code, fields, view| client_by_card(code, fields, &scan_draft, view))
    .on_settled(move |fields, view| client_settled(fields, &settled_draft, view))
    .on_unknown(move |field, view| {
        let is_client = field.field == Field::Client && choices::may_be_client(field.value());
        is_client.then(|| new_client(field.value(), &client_draft.borrow(), submit_from, view))
    })
}

/// All that a time is looked for with, as the fields say it.
fn asked_for(fields: &[FormField<Pick>]) -> Vec<String> {
    const OTHERS: [Field; 3] = [Field::Time, Field::Note, Field::MadeAs];
    let wish = fields.iter().filter(|it| !OTHERS.contains(&it.field));
    wish.map(|it| it.value().to_owned()).collect()
}

/// A client just taken has an alert to be seen and a usual service to be proposed.
fn client_settled(fields: &mut [FormField<Pick>], before: &RefCell<Draft>, view: &View) {
    let mut draft = before.borrow().clone();
    let client_before = draft.client.id;
    draft.read(fields, view);
    if draft.client.id == client_before {
        return;
    }
    fields[CLIENT].note = draft.alert(view);
    if draft.service.text.is_empty()
        && let Some(usual) = draft.usual_service(view)
        && let Some(service) = view.service_named(usual)
    {
        fields[SERVICE].choose(&service.name, Pick::Service(usual));
    }
    before.replace(draft);
}

/// A client's card says who books.
fn client_by_card(
    code: &str,
    fields: &mut [FormField<Pick>],
    before: &RefCell<Draft>,
    view: &View,
) -> bool {
    let found = query::with_card(&view.shop.read(), code).unwrap_or_default();
    let Some(client) = found.into_iter().next() else {
        return false;
    };
    fields[CLIENT].choose(&client.name, Pick::Client(client.id));
    client_settled(fields, before, view);
    true
}

/// A client who is not in the file is entered on top of this form, which then opens
/// again with that client.
fn new_client(typed: &str, draft: &Draft, submit_from: usize, view: &View) -> Vec<Cmd> {
    let draft = draft.clone();
    let then = move |client: ClientId, view: &View| {
        let mut draft = draft.clone();
        draft.set_client(client, view);
        let at = if submit_from == CLIENT {
            CLIENT
        } else {
            SERVICE
        };
        let mut again = BookingForm::new(draft, at, submit_from, view);
        again.form.set_typed_in(true);
        vec![Cmd::Pop, Cmd::Push(Box::new(again))]
    };
    vec![Cmd::Push(client_form::new_by(typed, then, view))]
}

fn booked(outcome: &Outcome, view: &View) -> Vec<Cmd> {
    let Outcome::Booked { appointment, .. } = outcome else {
        return Vec::new();
    };
    let mut cmds = vec![Cmd::ShowAppointment(*appointment)];
    if let Ok(Some(block)) = jobs::read_block(view, *appointment) {
        let args = [
            ("who", jobs::client_name(&block, view).into()),
            ("service", block.service.as_str().into()),
            ("place", jobs::place(&block, view).into()),
        ];
        cmds.push(Cmd::Say(Tone::Good, view.fill("booking-booked", &args)));
    }
    cmds
}

fn picked<T>(typed: &Typed<T>, pick: impl Fn(&T) -> Pick) -> Option<(String, Pick)> {
    typed.id.as_ref().map(|id| (typed.text.clone(), pick(id)))
}

fn all_fields(draft: &Draft, view: &View) -> Vec<FormField<Pick>> {
    let label = |field| view.words().field(field);
    let usual = draft.usual_service(view);
    let mut client = FormField::pick(
        Field::Client,
        label(Field::Client),
        picked(&draft.client, |id| Pick::Client(*id)),
        choices::clients,
    )
    .hint(view.text("booking-client-hint"))
    .unlisted(view.text("booking-unknown-client"))
    .none_found(choices::no_client);
    if draft.client.id.is_none() {
        client.input.set(&draft.client.text);
    }
    client.note = draft.alert(view);
    let service = FormField::pick(
        Field::Service,
        label(Field::Service),
        picked(&draft.service, |id| Pick::Service(*id)),
        move |typed, view| {
            let found = choices::services(typed, usual, view);
            found
                .into_iter()
                .map(|it| choices::service(it, view))
                .collect()
        },
    )
    .hint(view.text("booking-service-hint"));
    let staff = FormField::pick(
        Field::Staff,
        label(Field::Staff),
        match draft.sex {
            Some(sex) => Some((draft.staff.text.clone(), Pick::Sex(sex))),
            None => picked(&draft.staff, |id| Pick::Staff(*id)),
        },
        choices::whoever,
    )
    .hint(view.text("booking-room-hint"));
    let room = FormField::pick(
        Field::Room,
        label(Field::Room),
        picked(&draft.room, |id| Pick::Room(*id)),
        choices::rooms,
    )
    .hint(view.text("booking-room-hint"));
    let date = fields::date_ahead(&draft.date, view);
    let note = FormField::text(Field::Note, label(Field::Note), &draft.note);
    let time = time(draft, view);
    let mut fields = vec![client, service, staff];
    fields.extend(with(draft, view));
    fields.extend([date, time, room, note, how(draft.how, view)]);
    fields
}

/// Who else gives it, where the service takes more than one: a field for each.
fn with(draft: &Draft, view: &View) -> Vec<FormField<Pick>> {
    let field = |nth| {
        let typed = draft.with.get(nth).cloned().unwrap_or_default();
        let chosen = picked(&typed, |id| Pick::Staff(*id));
        let label = view.words().field(Field::With);
        FormField::pick(Field::With, label, chosen, choices::staff)
            .hint(view.text("next-free-any"))
            .filled(&typed.text)
    };
    (0..draft.n_others(view)).map(field).collect()
}

/// Booked on the spot or by phone, held, asked for, or beyond what there is room for.
fn how(now: How, view: &View) -> FormField<Pick> {
    let made_as = |made_as| How {
        made_as,
        ..How::default()
    };
    let by = |origin| How {
        origin,
        ..How::default()
    };
    let all = [
        ("booking-how-booked", How::default()),
        ("booking-how-phone", by(Origin::Phone)),
        ("booking-how-held", made_as(MadeAs::Held { minutes: None })),
        ("booking-how-requested", made_as(MadeAs::Requested)),
        ("booking-how-stand-by", by(Origin::StandBy)),
    ];
    let now = How {
        waiting: None,
        ..now
    };
    let at = all.iter().position(|(_, it)| *it == now).unwrap_or(0);
    let options = all.map(|(id, it)| (view.text(id), Pick::How(it))).to_vec();
    fields::one_of(
        Field::MadeAs,
        view.words().field(Field::MadeAs),
        at,
        options,
    )
}

fn time(draft: &Draft, view: &View) -> FormField<Pick> {
    let label = view.words().field(Field::Time);
    let Some(clash) = draft.clash.clone() else {
        return fields::time(&draft.time, view);
    };
    let sentence = clash.sentence.clone();
    let search = move |typed: &str, view: &View| {
        let mut times = choices::times(typed, clash.asked, &clash.offers, view);
        times.retain(|it| clash.may_override || it.value != Pick::AsAsked);
        times
    };
    let mut field = FormField::pick(Field::Time, label, None, search).open();
    field.note = Some(sentence);
    field
}

/// Why one books in spite of a clash, most of the time.
const WHY_OVERRIDE: &[&str] = &[
    "day-override-client-wish",
    "day-override-agreed",
    "day-override-short",
    "day-override-helper",
];

/// Asks why the time is to be booked in spite of the clash, over the form, which then
/// closes too.
fn override_booking(view: &View, booking: Booking) -> Box<dyn Component> {
    let ask = move |reason: &str, _: &View| {
        let override_reason = Some(reason.to_owned());
        vec![Cmd::Run(Request::Book(Booking {
            override_reason,
            ..booking.clone()
        }))]
    };
    let done = |outcome: &Outcome, view: &View| {
        let mut cmds = vec![Cmd::Pop];
        cmds.extend(booked(outcome, view));
        cmds
    };
    let title = view.text("day-override-title");
    reason_then(title, "help-override", WHY_OVERRIDE, ask, done, view)
}

/// Asks why an appointment is to be put there in spite of a clash.
pub fn override_asked(
    view: &View,
    request: impl Fn(&str) -> Request + 'static,
    said: impl Fn(&Outcome, &View) -> Vec<Cmd> + 'static,
) -> Box<dyn Component> {
    let ask = move |reason: &str, _: &View| vec![Cmd::Run(request(reason))];
    let title = view.text("day-override-title");
    reason_then(title, "help-override", WHY_OVERRIDE, ask, said, view)
}

impl Component for BookingForm {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = vec![Context::Booking];
        contexts.extend(self.form.contexts());
        contexts
    }

    fn takes_char(&self, letter: char) -> bool {
        self.form.takes_char(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        if *input == Input::Action(Action::BookMore) {
            return self.more(view);
        }
        let reply = self.form.handle(input, view);
        self.forget_stale_offers(view);
        let mut draft = self.draft.borrow_mut();
        draft.read(self.form.fields(), view);
        if draft.with.len() != draft.n_others(view) {
            let with = with(&draft, view);
            self.form.set_fields(Field::With, Field::Staff, with);
        }
        reply
    }

    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        if let Err(Stop::Refused(Refusal::Clash { clash, nearest })) = answer {
            self.clashed(clash, nearest, view);
            return Reply::none();
        }
        self.form.answered(answer, view)
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        self.form.render(frame, area, view, focused);
    }

    fn height_at(&self, view: &View, width: u16, most: u16) -> u16 {
        self.form.height_at(view, width, most)
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        let mut hints = self.form.hints(view);
        hints.push(Action::BookMore);
        hints
    }

    fn help(&self) -> &'static str {
        self.form.help()
    }
}
