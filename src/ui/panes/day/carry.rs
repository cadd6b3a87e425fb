//! An appointment in the hand: moved, copied, pulled longer, handed over in part, or
//! waiting for the other that it is to be swapped with.

use super::{
    columns::{By, Days},
    grid::{Holder, Placed, STEP_MIN, minute_of_day},
    jobs::{self, Job},
    pane::{Cursor, DayPane},
};
use crate::{
    domain::{
        booking::team_of,
        ids::{AppointmentId, RoomId, StaffId},
    },
    ops::{
        outcome::Outcome,
        query::DayBlock,
        refusal::Refusal,
        request::{Booking, Exchanged, How, Moving, Request, Resizing, SegmentMoving, Swapping},
        shop::Stop,
    },
    ui::{
        action::{Action, Context},
        component::{Cmd, Reply, Tone},
        dialogs::booking,
        view::View,
    },
};

/// Longer than this nothing is pulled.
const MINUTES_MAX: u16 = 24 * 60;

/// What is to be done with what was picked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carry {
    Move,
    /// Books the same once more.
    Copy,
    /// One part to another column: its place among the parts, and whose it was.
    Part(usize, Holder),
    /// So many minutes long.
    Length(u16),
    Swap,
}

impl Carry {
    fn job(self) -> Job {
        match self {
            Self::Move => Job::Move,
            Self::Copy => Job::Copy,
            Self::Part(..) => Job::Part,
            Self::Length(_) => Job::Length,
            Self::Swap => Job::Swap,
        }
    }
}

/// An appointment picked up; its new place is the cursor.
#[derive(Clone, Debug)]
pub(super) struct Lifted {
    pub(super) block: DayBlock,
    pub(super) carry: Carry,
    /// In whose column it was picked up.
    from: Holder,
    /// What was asked last.
    asked: Option<Request>,
    /// What was refused for a clash, so that Enter there again may override.
    refused: Option<Request>,
}

impl Lifted {
    fn id(&self) -> AppointmentId {
        self.block.appointment.id
    }

    /// Who is to have it: whoever it is carried to takes the place of the one in whose
    /// column it was picked up.
    fn hands(&self, to: Option<StaffId>, view: &View) -> (Option<StaffId>, Vec<Option<StaffId>>) {
        let appointment = &self.block.appointment;
        let service = view.service_named(appointment.service);
        let team = service.map(|it| team_of(it, &appointment.segments));
        let from = match self.from {
            Holder::Staff(from) => Some(from),
            _ => None,
        };
        let mut others = team.iter().flatten().skip(1);
        match others.position(|it| from.is_some() && *it == from) {
            Some(nth) => {
                let mut team = vec![None; nth];
                team.push(to);
                (None, team)
            }
            None => (to, Vec::new()),
        }
    }
}

/// Which of the keys that pick up was pressed.
fn carry_of(action: Action, placed: &Placed, holder: Holder, block: &DayBlock) -> Option<Carry> {
    Some(match action {
        Action::DayMove => Carry::Move,
        Action::DayCopy => Carry::Copy,
        Action::DayPart => Carry::Part(placed.segment, holder),
        Action::DayLength => Carry::Length(block.appointment.minutes()),
        Action::DaySwap => Carry::Swap,
        _ => return None,
    })
}

impl DayPane {
    /// The appointment under the cursor, if that is what a key does.
    pub(super) fn lift(&mut self, action: Action, view: &View) -> Option<Reply> {
        let placed = self.placed(self.cursor)?.clone();
        let block = self.block_of(&placed)?.clone();
        let from = self.holder()?;
        let carry = carry_of(action, &placed, from, &block)?;
        if matches!(carry, Carry::Part(..)) && self.days != Days::One {
            let said = view.text("day-part-in-one-day");
            return Some(Reply::one(Cmd::Say(Tone::Note, said)));
        }
        self.cursor.minute = match carry {
            Carry::Part(..) | Carry::Swap => placed.start,
            _ => {
                let clock = self.clock_of(placed.column);
                minute_of_day(clock.minute_at(block.appointment.starts_at))
            }
        };
        if carry != Carry::Swap {
            self.cursor.lane = 0;
        }
        self.lifted = Some(Lifted {
            block,
            carry,
            from,
            asked: None,
            refused: None,
        });
        Some(Reply::none())
    }

    /// Whether the appointment in the hand is drawn where it would be.
    pub(super) fn has_ghost(&self) -> bool {
        let lifted = self.lifted.as_ref();
        lifted.is_some_and(|it| it.carry != Carry::Swap)
    }

    /// Whether what is in the hand can be taken to another time and day.
    pub(super) fn goes_anywhere(&self) -> bool {
        let carry = self.lifted.as_ref().map(|it| it.carry);
        matches!(carry, Some(Carry::Move | Carry::Copy | Carry::Swap))
    }

    /// The column and the minutes of what is in the hand.
    pub(super) fn ghost_place(&self) -> Option<(usize, u16, u16)> {
        let lifted = self.lifted.as_ref()?;
        let appointment = &lifted.block.appointment;
        let minutes = match lifted.carry {
            Carry::Swap => return None,
            Carry::Length(minutes) => minutes,
            Carry::Part(nth, _) => appointment.segments.get(nth)?.minutes,
            Carry::Move | Carry::Copy => appointment.minutes(),
        };
        let Cursor { column, minute, .. } = self.cursor;
        Some((column, minute, minute.saturating_add(minutes.max(1))))
    }

    pub(super) fn act_moving(&mut self, action: Action, view: &View) -> Reply {
        let Some(carry) = self.lifted.as_ref().map(|it| it.carry) else {
            return Reply::Ignored;
        };
        match action {
            Action::MoveDrop => return self.drop_here(view),
            Action::MoveCancel => {
                return match self.lifted.take() {
                    Some(lifted) => self.show_appointment(lifted.id(), view),
                    None => Reply::none(),
                };
            }
            _ => (),
        }
        // The key that picked it up puts it down too.
        let again = match carry {
            Carry::Move => Action::DayMove,
            Carry::Copy => Action::DayCopy,
            Carry::Part(..) => Action::DayPart,
            Carry::Length(_) => Action::DayLength,
            Carry::Swap => Action::DaySwap,
        };
        if action == again {
            return self.drop_here(view);
        }
        let is_steered = match carry {
            Carry::Length(minutes) => self.pull(action, minutes),
            Carry::Part(..) => is_sideways(action) && self.navigate(action),
            Carry::Move | Carry::Copy | Carry::Swap => self.navigate(action),
        };
        if is_steered {
            return Reply::none();
        }
        if self.goes_anywhere()
            && let Some(reply) = self.turn(action, view).or_else(|| self.look(action, view))
        {
            return reply;
        }
        if carry == Carry::Swap
            && let Some(reply) = self.jump(action, view)
        {
            return reply;
        }
        match action.def().context {
            // A day's own keys wait until it is put down.
            Context::Day | Context::Nav => Reply::none(),
            _ => Reply::Ignored,
        }
    }

    /// Longer or shorter; the clock of the rows may make it longer by more.
    fn pull(&mut self, action: Action, minutes: u16) -> bool {
        let by = i32::from(STEP_MIN);
        let by = match action {
            Action::NavDown | Action::NavRight | Action::DayFiner => by,
            Action::NavUp | Action::NavLeft | Action::DayCoarser => -by,
            Action::NavPageDown => 6 * by,
            Action::NavPageUp => -6 * by,
            _ => return false,
        };
        let pulled = u16::try_from(i32::from(minutes) + by).unwrap_or(0);
        let pulled = pulled.clamp(STEP_MIN, MINUTES_MAX);
        if let Some(lifted) = &mut self.lifted {
            lifted.carry = Carry::Length(pulled);
        }
        true
    }

    /// What is asked when it is put down here, or why nothing is.
    fn request_here(&self, lifted: &Lifted, view: &View) -> Result<Request, &'static str> {
        let (staff, room) = match self.holder() {
            Some(Holder::Staff(staff)) => (Some(staff), None),
            Some(Holder::Room(room)) => (None, Some(room)),
            _ => (None, None),
        };
        // With equipment only the time is another; which piece, the rule finds.
        let keeps_both = matches!(self.holder(), Some(Holder::Equipment(_)))
            && matches!(lifted.carry, Carry::Move | Carry::Copy);
        let is_nobodys = staff.is_none() && room.is_none() && !keeps_both;
        if is_nobodys && !matches!(lifted.carry, Carry::Length(_) | Carry::Swap) {
            return Err("day-nobodys-move");
        }
        let appointment = lifted.id();
        Ok(match lifted.carry {
            Carry::Move => {
                let (staff, team) = lifted.hands(staff, view);
                Request::Move(Moving {
                    appointment,
                    staff,
                    team,
                    room,
                    start: Some(self.at()),
                    override_reason: None,
                })
            }
            Carry::Copy => return self.copied(&lifted.block, staff, room),
            Carry::Part(nth, from) => Request::MoveSegment(SegmentMoving {
                appointment,
                segment: u16::try_from(nth).unwrap_or(u16::MAX),
                staff,
                instead_of: match from {
                    Holder::Staff(from) => Some(from),
                    _ => None,
                },
                room,
                override_reason: None,
            }),
            Carry::Length(minutes) => Request::Resize(Resizing {
                appointment,
                minutes,
                override_reason: None,
            }),
            Carry::Swap => {
                let other = self.block().map(|it| it.appointment.id);
                let second = other.filter(|it| *it != appointment);
                Request::Swap(Swapping {
                    first: appointment,
                    second: second.ok_or("day-swap-with-what")?,
                    exchanged: match self.by {
                        By::Therapist | By::Equipment => Exchanged::Staff,
                        By::Room => Exchanged::Room,
                    },
                    override_reason: None,
                })
            }
        })
    }

    /// The same for the same client once more.
    fn copied(
        &self,
        block: &DayBlock,
        staff: Option<StaffId>,
        room: Option<RoomId>,
    ) -> Result<Request, &'static str> {
        let appointment = &block.appointment;
        let staff = staff.or(appointment.staff());
        Ok(Request::Book(Booking {
            client: appointment.client,
            service: appointment.service,
            staff: staff.ok_or("day-nobodys-move")?,
            team: Vec::new(),
            room,
            equipment: Vec::new(),
            start: self.at(),
            note: appointment.note.clone(),
            override_reason: None,
            how: How::default(),
        }))
    }

    fn drop_here(&mut self, view: &View) -> Reply {
        let Some(lifted) = &self.lifted else {
            return Reply::none();
        };
        let request = match self.request_here(lifted, view) {
            Ok(request) => request,
            Err(why) => return Reply::one(Cmd::Say(Tone::Note, view.text(why))),
        };
        let (block, job) = (lifted.block.clone(), lifted.carry.job());
        if lifted.refused.as_ref() == Some(&request) {
            let ask = move |reason: &str| with_reason(request.clone(), reason);
            let said = move |outcome: &Outcome, view: &View| done(job, &block, outcome, view);
            return Reply::one(Cmd::Push(booking::override_asked(view, ask, said)));
        }
        self.asked = Some((job, block));
        if let Some(lifted) = &mut self.lifted {
            lifted.asked = Some(request.clone());
        }
        Reply::one(Cmd::Run(request))
    }

    /// After it was put down: where it now is. It may also have been put down by its
    /// override dialog, or changed from another desk.
    pub(super) fn check_lifted(&mut self, view: &View) {
        let Some(lifted) = &self.lifted else { return };
        let before = &lifted.block.appointment;
        match jobs::read_appointment(view, before.id) {
            Ok(Some(now)) if now.segments == before.segments && now.status.holds_time() => (),
            Err(_) => (),
            Ok(_) => self.lifted = None,
        }
    }

    /// A copy that its override dialog has booked is shown: it is no longer in the hand.
    pub(super) fn shown_instead(&mut self, id: AppointmentId) {
        let is_copy =
            |it: &Lifted| it.carry == Carry::Copy && it.refused.is_some() && it.id() != id;
        if self.lifted.as_ref().is_some_and(is_copy) {
            self.lifted = None;
        }
    }

    pub(super) fn done(
        &mut self,
        job: Job,
        before: &DayBlock,
        outcome: &Outcome,
        view: &View,
    ) -> Reply {
        let is_put_down = [Job::Move, Job::Copy, Job::Part, Job::Length, Job::Swap].contains(&job);
        if is_put_down {
            self.lifted = None;
            let copy = match (job, outcome) {
                (Job::Copy, Outcome::Booked { appointment, .. }) => Some(*appointment),
                _ => None,
            };
            self.show_appointment(copy.unwrap_or(before.appointment.id), view);
        }
        Reply::Done(done(job, before, outcome, view))
    }

    pub(super) fn refused(
        &mut self,
        job: Job,
        stop: &Stop,
        block: &DayBlock,
        view: &View,
    ) -> Reply {
        if let (Stop::Refused(Refusal::Clash { .. }), Some(lifted)) = (stop, &mut self.lifted) {
            lifted.refused = lifted.asked.take();
            let again = view.text("day-move-again");
            let sentence = format!("{} {again}", view.stop(stop));
            return Reply::one(Cmd::Say(Tone::Refused, sentence));
        }
        Reply::Done(jobs::refused(job, stop, block, view))
    }
}

fn is_sideways(action: Action) -> bool {
    use Action as A;
    [
        A::NavLeft,
        A::NavRight,
        A::DayColumnsNext,
        A::DayColumnsPrev,
    ]
    .contains(&action)
}

/// What follows, and what is said, when it is done.
fn done(job: Job, before: &DayBlock, outcome: &Outcome, view: &View) -> Vec<Cmd> {
    let id = match (job, outcome) {
        (Job::Copy, Outcome::Booked { appointment, .. }) => *appointment,
        _ => before.appointment.id,
    };
    let mut cmds = match jobs::read_block(view, id) {
        Ok(Some(block)) => jobs::done(job, &block, view),
        Ok(None) => jobs::done(job, before, view),
        Err(stop) => vec![view.say_stop(&stop)],
    };
    if job == Job::Copy {
        cmds.insert(0, Cmd::ShowAppointment(id));
    }
    cmds
}

/// The same in spite of a clash.
fn with_reason(request: Request, reason: &str) -> Request {
    let override_reason = Some(reason.to_owned());
    match request {
        Request::Move(wish) => Request::Move(Moving {
            override_reason,
            ..wish
        }),
        Request::Book(wish) => Request::Book(Booking {
            override_reason,
            ..wish
        }),
        Request::Resize(wish) => Request::Resize(Resizing {
            override_reason,
            ..wish
        }),
        Request::MoveSegment(wish) => Request::MoveSegment(SegmentMoving {
            override_reason,
            ..wish
        }),
        Request::Swap(wish) => Request::Swap(Swapping {
            override_reason,
            ..wish
        }),
        other => other,
    }
}
