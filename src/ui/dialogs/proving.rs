//! Who somebody is: the locked desk, and a second person's yes to what the one at the
//! desk may not do. A PIN is typed, or a card scanned.
//!
//! A PIN is checked where the keys are: it takes a tenth of a second, and until it is
//! done there is nothing that the next key could mean. Keys that come meanwhile wait.

use ratatui::{Frame, layout::Rect};

use crate::{
    domain::{
        ids::StaffId,
        pin::PIN_DIGITS,
        rights::{Right, RoleKind},
        staff::Staff,
        text,
    },
    ops::{
        outcome::Outcome,
        refusal::{Field, Refusal},
        request::{Approval, ProofOf, Request},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Component, Input, Reply, Tone},
        dialogs::{confirm::Confirm, fields::text_of, reason::any_why},
        view::View,
        widgets::form::{Choice, Form, FormField},
    },
};

const REASONS: &[&str] = &["approve-regular", "approve-complaint", "approve-mistake"];

struct Proving {
    form: Form<StaffId>,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Kind {
    /// Nothing else is seen; whoever was there last is proposed.
    Locked(Option<StaffId>),
    Approval(Right),
}

/// Nobody is at the desk.
pub fn locked(last: Option<StaffId>, view: &View) -> Box<dyn Component> {
    Proving::boxed(Kind::Locked(last), view)
}

/// Who says yes to what was refused for want of a right.
pub fn approval(right: Right, view: &View) -> Box<dyn Component> {
    Proving::boxed(Kind::Approval(right), view)
}

/// Whether there is anybody who could say yes to it.
pub fn can_be_approved(right: Right, view: &View) -> bool {
    !people(Some(right), view).is_empty()
}

/// Who can sign on, or has the right.
fn people(right: Option<Right>, view: &View) -> Vec<(&Staff, RoleKind)> {
    let rules = &view.rights;
    let able = rules.people.iter().filter(|it| it.can_sign_on());
    let able = able.filter(|it| right.is_none_or(|right| rules.role(it.role).may(right)));
    able.filter_map(|it| {
        let staff = view.staff_named(it.staff).filter(|it| it.active)?;
        Some((staff, it.role))
    })
    .collect()
}

impl Proving {
    fn boxed(kind: Kind, view: &View) -> Box<dyn Component> {
        let form = form(&kind, view);
        Box::new(Self { form, kind })
    }

    fn scanned(&self, code: &str, view: &View) -> Reply {
        let proof = ProofOf::card(code);
        let cmd = match self.kind {
            Kind::Locked(_) => Cmd::Run(Request::SignOn(proof)),
            Kind::Approval(_) => match text_of(self.form.fields(), Field::Reason) {
                "" => Cmd::Say(Tone::Refused, view.text("approve-why-first")),
                reason => Cmd::Approve(Approval {
                    proof,
                    reason: reason.to_owned(),
                }),
            },
        };
        Reply::one(cmd)
    }

    fn leaves(&mut self, view: &View) -> Reply {
        match self.kind {
            Kind::Approval(_) => Reply::one(Cmd::Disapprove),
            Kind::Locked(_) => {
                self.form = form(&self.kind, view);
                Reply::none()
            }
        }
    }
}

fn form(kind: &Kind, view: &View) -> Form<StaffId> {
    let right = match kind {
        Kind::Locked(_) => None,
        Kind::Approval(right) => Some(*right),
    };
    let people_now = people(right, view);
    let proposed = match (kind, people_now.as_slice()) {
        (Kind::Locked(Some(last)), all) => all.iter().find(|it| it.0.id == *last),
        (_, [only]) => Some(only),
        _ => None,
    };
    let proposed = proposed.map(|(staff, _)| (staff.name.clone(), staff.id));
    let knows_who = proposed.is_some();
    let label = |field| view.words().field(field);
    let who = FormField::pick(
        Field::Staff,
        view.text("sign-on-who"),
        proposed,
        move |typed, view| choices(typed, right, view),
    )
    .needed();
    let pin = FormField::text(Field::Pin, label(Field::Pin), "")
        .of_digits(*PIN_DIGITS.end())
        .hidden()
        .needed();
    match kind {
        Kind::Locked(_) => Form::new(
            view.text("lock-title"),
            "help-lock",
            vec![who, pin],
            |fields, view| Ok(vec![Cmd::Run(Request::SignOn(proof(fields, view)?))]),
        )
        .starting_at(usize::from(knows_who))
        .foot(|_, view| view.text("lock-how")),
        Kind::Approval(right) => {
            let what = [("right", view.words().right(*right).into())];
            let said = view.fill("approve-what", &what);
            let why = any_why(REASONS, "", StaffId::default(), view).needed();
            Form::new(
                view.text("approve-title"),
                "help-approve",
                vec![why, who, pin],
                |fields, view| {
                    let reason = text_of(fields, Field::Reason).to_owned();
                    let proof = proof(fields, view)?;
                    Ok(vec![Cmd::Approve(Approval { proof, reason })])
                },
            )
            .foot(move |_, _| said.clone())
        }
    }
}

fn choices(typed: &str, right: Option<Right>, view: &View) -> Vec<Choice<StaffId>> {
    let typed = text::fold(typed);
    let people = people(right, view).into_iter();
    people
        .filter(|(staff, _)| text::fold(&staff.name).contains(&typed))
        .map(|(staff, role)| Choice {
            label: staff.name.clone(),
            detail: view.words().role_kind(role),
            value: staff.id,
        })
        .collect()
}

fn proof(fields: &[FormField<StaffId>], view: &View) -> Result<ProofOf, (Field, String)> {
    let who = fields.iter().find(|it| it.field == Field::Staff);
    let Some(staff) = who.and_then(FormField::chosen) else {
        let sentence = who.map(|it| it.not_listed(view)).unwrap_or_default();
        return Err((Field::Staff, sentence));
    };
    Ok(ProofOf::pin(*staff, text_of(fields, Field::Pin)))
}

impl Component for Proving {
    fn contexts(&self) -> Vec<Context> {
        let mut contexts = self.form.contexts();
        if let Kind::Locked(_) = self.kind {
            // To leave the program.
            contexts.push(Context::Desk);
        }
        contexts
    }

    fn takes_char(&self, letter: char) -> bool {
        self.form.takes_char(letter)
    }

    fn handle(&mut self, input: &Input, view: &View) -> Reply {
        match input {
            Input::Scan(code) => self.scanned(code, view),
            Input::Action(Action::Back) => self.leaves(view),
            Input::Action(Action::Quit) => {
                let quit = Confirm::boxed(
                    view.text("app-quit-title"),
                    view.text("app-quit"),
                    "help-quit",
                    |_| vec![Cmd::Quit],
                );
                Reply::one(Cmd::Push(quit))
            }
            input => self.form.handle(input, view),
        }
    }

    /// A PIN that was wrong is typed again from its beginning.
    fn answered(&mut self, answer: &Result<Outcome, Stop>, view: &View) -> Reply {
        if let Err(Stop::Refused(Refusal::WrongProof | Refusal::ProofWait { .. })) = answer {
            for field in self.form.fields_mut() {
                if field.field == Field::Pin {
                    field.input.clear();
                }
            }
        }
        match answer {
            Ok(_) => Reply::none(),
            Err(_) => self.form.answered(answer, view),
        }
    }

    fn render(&mut self, frame: &mut Frame, area: Rect, view: &View, focused: bool) {
        self.form.render(frame, area, view, focused);
    }

    /// A locked desk shows nothing of what is under it.
    fn height_at(&self, view: &View, width: u16, most: u16) -> u16 {
        match self.kind {
            Kind::Locked(_) => most,
            Kind::Approval(_) => self.form.height_at(view, width, most),
        }
    }

    fn hints(&self, view: &View) -> Vec<Action> {
        match self.kind {
            Kind::Locked(_) => vec![Action::Accept, Action::NavDown, Action::Quit],
            Kind::Approval(_) => self.form.hints(view),
        }
    }

    fn help(&self) -> &'static str {
        match self.kind {
            Kind::Locked(_) => "help-lock",
            Kind::Approval(_) => "help-approve",
        }
    }
}
