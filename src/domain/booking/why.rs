//! Why a time that was asked for cannot be had: of one therapist what stands in the
//! way, of several what does so for all of them.

use super::{Ask, Clash, DayBook};
use crate::domain::time::WallTime;

/// Why nobody of those who were asked for can give it then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// There is nobody among them who may give it to this client.
    NobodyGives,
    /// All of them are booked, off or away; the first who is booked is free again at
    /// `until`.
    AllTaken { n: usize, until: Option<WallTime> },
    /// This therapist, or a room, a thing, the client or the house.
    Clash(Clash),
}

/// Why it cannot begin at the very time; `None` where it can, or the time is outside of
/// the days and hours that will do. Asked of the rule, as a
/// booking is. `book` is that day's.
pub fn why_not(ask: &Ask, book: &DayBook) -> Option<WhyNot> {
    let staff = ask.asked(book);
    // What is not asked for needs no reason; that nobody gives it is one at any time.
    if !staff.is_empty() && !ask.is_wanted(ask.near) {
        return None;
    }
    let clashes = staff.iter().map(|it| ask.fit(*it, ask.near, book).err());
    let clashes: Vec<Clash> = clashes.collect::<Option<_>>()?;
    let n = clashes.len();
    match clashes.iter().find(|it| n == 1 || !is_of_staff(it)) {
        Some(clash) => Some(WhyNot::Clash(clash.clone())),
        None if n == 0 => Some(WhyNot::NobodyGives),
        None => Some(WhyNot::AllTaken {
            n,
            until: clashes.iter().filter_map(free_again).min(),
        }),
    }
}

/// With somebody else it may be another.
fn is_of_staff(clash: &Clash) -> bool {
    matches!(
        clash,
        Clash::StaffBusy { .. } | Clash::StaffOff { .. } | Clash::StaffAway { .. }
    )
}

fn free_again(clash: &Clash) -> Option<WallTime> {
    match clash {
        Clash::StaffBusy { until, .. } => Some(*until),
        _ => None,
    }
}
