//! Which parts of the file of blocks are free.

/// A block begins at a multiple of this in the file: what a disk writes at once.
pub(super) const SLOT_LEN: usize = 4096;

#[derive(Default)]
pub(super) struct Slots {
    /// A bit for each slot that is taken.
    taken: Vec<u64>,
    /// All words before this one are full.
    first_free: usize,
}

impl Slots {
    /// How many slots a block of so many bytes has.
    pub(super) fn needed(len: usize) -> u32 {
        u32::try_from(len.div_ceil(SLOT_LEN)).unwrap_or(u32::MAX)
    }

    /// Takes the first so many free slots that follow one another.
    pub(super) fn take(&mut self, n: u32) -> u32 {
        let mut at = u32::try_from(self.first_free * 64).unwrap_or(u32::MAX);
        let mut n_found = 0;
        while n_found < n {
            if n_found == 0 && self.word(at) == u64::MAX {
                at = (at / 64 + 1) * 64;
            } else {
                let is_taken = self.is_taken(at);
                n_found = if is_taken { 0 } else { n_found + 1 };
                at += 1;
            }
        }
        let first = at - n_found;
        self.mark(first, n);
        while self.taken.get(self.first_free) == Some(&u64::MAX) {
            self.first_free += 1;
        }
        first
    }

    /// `false` if one of them was taken before.
    pub(super) fn mark(&mut self, first: u32, n: u32) -> bool {
        let mut were_free = true;
        for slot in first..first.saturating_add(n) {
            were_free &= !self.is_taken(slot);
            let word = slot as usize / 64;
            if self.taken.len() <= word {
                self.taken.resize(word + 1, 0);
            }
            if let Some(bits) = self.taken.get_mut(word) {
                *bits |= 1 << (slot % 64);
            }
        }
        were_free
    }

    pub(super) fn give_back(&mut self, first: u32, n: u32) {
        for slot in first..first.saturating_add(n) {
            let word = slot as usize / 64;
            if let Some(bits) = self.taken.get_mut(word) {
                *bits &= !(1 << (slot % 64));
            }
            self.first_free = self.first_free.min(word);
        }
    }

    fn word(&self, slot: u32) -> u64 {
        let word = self.taken.get(slot as usize / 64);
        word.copied().unwrap_or(0)
    }

    fn is_taken(&self, slot: u32) -> bool {
        self.word(slot) & (1 << (slot % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_free_slots_are_taken_and_given_back() {
        let mut slots = Slots::default();
        assert_eq!((slots.take(1), slots.take(3), slots.take(1)), (0, 1, 4));
        slots.give_back(1, 3);
        assert_eq!((slots.take(2), slots.take(2), slots.take(1)), (1, 5, 3));
        assert!(!slots.mark(4, 1));
        assert!(slots.mark(1_000, 2));
    }

    #[test]
    fn no_slot_is_taken_twice() {
        let mut slots = Slots::default();
        let mut rng = fastrand::Rng::with_seed(7);
        let mut held: Vec<(u32, u32)> = Vec::new();
        for _ in 0..20_000 {
            if rng.u8(..) < 140 {
                let n = rng.u32(1..4);
                held.push((slots.take(n), n));
            } else if !held.is_empty() {
                let (first, n) = held.swap_remove(rng.usize(..held.len()));
                slots.give_back(first, n);
            }
        }
        let mut all: Vec<u32> = Vec::new();
        for (first, n) in held {
            all.extend(first..first + n);
        }
        all.sort_unstable();
        let n_all = all.len();
        let highest = all.last().copied().unwrap();
        all.dedup();
        assert_eq!(all.len(), n_all);
        assert!((highest as usize) < n_all * 11 / 10, "{highest} {n_all}");
    }
}
