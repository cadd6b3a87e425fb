//! What is cut off at any moment, goes on, and is cut off again.

use std::{
    fmt::Write as _,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use super::{
    cuts::Acknowledged,
    disk::{Disk, Luck},
    tape::{Event, Tape},
    watched::{Place, Said},
};

/// Something that a shop lives through and that is cut off: what was done to which
/// disk, how it goes on afterwards, and what must be there then.
pub(super) struct Scene<'a> {
    /// The shop's folder on the disk.
    pub(super) shop: &'static str,
    pub(super) base: Disk,
    pub(super) tape: Tape,
    pub(super) go_on: &'a (dyn Fn(&Place) -> Said + Sync),
    /// What was acknowledged by what was said.
    pub(super) heard: fn(&[String]) -> Acknowledged,
    /// Called with what was acknowledged before the cuts.
    pub(super) check: &'a (dyn Fn(&Place, &Acknowledged, &str) + Sync),
}

impl Scene<'_> {
    /// One cut, perhaps a second and a third one during the recovery.
    fn trial(&self, seed: u32) -> u32 {
        let mut rng = fastrand::Rng::with_seed(u64::from(seed));
        let mut known = Acknowledged::new();
        let mut what = format!("seed {seed}");
        let mut base = self.base.clone();
        let mut again = (rng.u8(..4) == 0).then(|| self.killed_first(&mut rng, &mut what));
        let mut moment = rng.usize(..=again.as_ref().unwrap_or(&self.tape).events.len());
        for n_cuts in 1.. {
            let tape = again.as_ref().unwrap_or(&self.tape);
            let _ = write!(what, ", cut at {moment} of {}", tape.events.len());
            for event in &tape.events[..moment] {
                base.play(tape, event);
            }
            known.extend((self.heard)(&tape.said(moment)));
            let place = Place::at(self.shop);
            if rng.bool() {
                what.push_str(" to the syncs");
                base.cut(&place.disk(), Luck::Nothing);
            } else {
                what.push_str(" somewhere");
                base.cut(&place.disk(), Luck::Some(&mut rng));
            }
            if n_cuts == 3 || rng.bool() {
                (self.check)(&place, &known, &what);
                return n_cuts;
            }
            base = Disk::of(&place.disk());
            let said = (self.go_on)(&place);
            assert_eq!(said.code, Some(0), "{what}: {}", said.complaints);
            let tape = place.tape();
            // Most of what there is to see happens before the first answer.
            let is_said = |it: &Event| matches!(it, Event::Say { .. });
            let opened = tape.events.iter().position(is_said);
            let until = if rng.bool() { opened } else { None };
            moment = rng.usize(..=until.unwrap_or(tape.events.len()));
            again = Some(tape);
        }
        0
    }

    /// The disk goes on, but what was under way was not waited for.
    fn killed_first(&self, rng: &mut fastrand::Rng, what: &mut String) -> Tape {
        let kill = rng.u64(1..=self.tape.n_calls());
        let _ = write!(what, ", killed at call {kill}");
        let mut place = Place::at(self.shop);
        self.base.cut(&place.disk(), Luck::Nothing);
        place.faults.kill = Some(kill);
        (self.go_on)(&place);
        place.faults.kill = None;
        assert_eq!((self.go_on)(&place).code, Some(0), "{what}");
        place.tape()
    }

    /// As many cuts as are asked for, on all cores.
    pub(super) fn trials(&self, n_cuts: u32) -> u32 {
        let (next, n_done) = (AtomicU32::new(0), AtomicU32::new(0));
        thread::scope(|scope| {
            for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
                scope.spawn(|| {
                    while n_done.load(Ordering::Relaxed) < n_cuts {
                        let seed = next.fetch_add(1, Ordering::Relaxed);
                        n_done.fetch_add(self.trial(seed), Ordering::Relaxed);
                    }
                });
            }
        });
        n_done.into_inner()
    }
}
