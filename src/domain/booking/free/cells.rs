//! A row of cells, a bit for each. What lies behind the last cell is free: nobody
//! knows otherwise.

pub(super) const BITS: usize = 64;

/// A bit for each cell, the first in the lowest; one that may be free is set.
#[derive(Clone, Debug)]
pub(super) struct Cells(Vec<u64>);

/// Cells that must be free one after the other: so many, counted from where a
/// booking begins.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) from: usize,
    pub(super) n: usize,
}

/// Room for the steps of a search, made once.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    here: Vec<u64>,
    next: Vec<u64>,
    starts: Vec<u64>,
}

pub(super) fn n_words(n_cells: usize) -> usize {
    n_cells.div_ceil(BITS)
}

/// The cells that are set, in order.
pub(super) fn ones(words: &[u64]) -> impl Iterator<Item = usize> {
    words.iter().enumerate().flat_map(|(nth, word)| {
        let rests = std::iter::successors(Some(*word), |rest| Some(rest & rest.wrapping_sub(1)));
        let rests = rests.take_while(|rest| *rest != 0);
        rests.map(move |rest| nth * BITS + rest.trailing_zeros() as usize)
    })
}

pub(super) fn has(words: &[u64], cell: usize) -> bool {
    let word = words.get(cell / BITS);
    word.is_some_and(|it| it >> (cell % BITS) & 1 == 1)
}

/// Clears what is behind so many cells.
pub(super) fn cut(words: &mut [u64], n_cells: usize) {
    if let Some(last) = words.get_mut(n_cells / BITS) {
        *last &= !(u64::MAX << (n_cells % BITS));
    }
    words
        .iter_mut()
        .skip(n_cells / BITS + 1)
        .for_each(|it| *it = 0);
}

impl Cells {
    pub(super) fn all_free(n_cells: usize) -> Self {
        Self(vec![u64::MAX; n_words(n_cells)])
    }

    pub(super) fn set(&mut self, from: usize, to: usize, free: bool) {
        let mut at = from;
        while at < to {
            let (word, bit) = (at / BITS, at % BITS);
            let n = (BITS - bit).min(to - at);
            let mask = (u64::MAX >> (BITS - n)) << bit;
            let Some(cells) = self.0.get_mut(word) else {
                return;
            };
            *cells = if free { *cells | mask } else { *cells & !mask };
            at += n;
        }
    }

    /// Whether what begins at a cell finds all its runs free.
    pub(super) fn is_free(&self, cell: usize, runs: &[Run]) -> bool {
        runs.iter().all(|run| {
            let (from, to) = (cell + run.from, cell + run.from + run.n);
            (from..to).step_by(BITS).all(|at| {
                let n = (to - at).min(BITS);
                self.word_from(at) | !(u64::MAX >> (BITS - n)) == u64::MAX
            })
        })
    }

    /// The cells from one on, as many as there are in a word.
    fn word_from(&self, cell: usize) -> u64 {
        let (word, bit) = (cell / BITS, cell % BITS);
        let of = |word: usize| self.0.get(word).copied().unwrap_or(u64::MAX);
        match bit {
            0 => of(word),
            _ => of(word) >> bit | of(word + 1) << (BITS - bit),
        }
    }

    /// Adds to `sum` the cells from `from` on where all of `runs` can begin.
    pub(super) fn add_starts(
        &self,
        from: usize,
        runs: &[Run],
        sum: &mut [u64],
        room: &mut Scratch,
    ) {
        let Some((first, others)) = runs.split_first() else {
            sum.fill(u64::MAX);
            return;
        };
        self.begin(from, *first, sum.len(), room);
        if others.is_empty() {
            sum.iter_mut()
                .zip(&room.here)
                .for_each(|(sum, it)| *sum |= it);
            return;
        }
        room.starts.clone_from(&room.here);
        for run in others {
            self.begin(from, *run, sum.len(), room);
            let both = room.starts.iter_mut().zip(&room.here);
            both.for_each(|(starts, it)| *starts &= it);
        }
        sum.iter_mut()
            .zip(&room.starts)
            .for_each(|(sum, it)| *sum |= it);
    }

    /// Where one run can begin: cells that are free, then those that two free ones
    /// begin at, then four, and so on.
    fn begin(&self, from: usize, run: Run, n_words_wanted: usize, room: &mut Scratch) {
        let n = n_words_wanted + n_words(run.n);
        room.here.resize(n, 0);
        room.next.resize(n, 0);
        shifted(&self.0, from + run.from, &mut room.here);
        let mut n_known = 1;
        while n_known < run.n {
            let step = n_known.min(run.n - n_known);
            both(&room.here, step, &mut room.next);
            std::mem::swap(&mut room.here, &mut room.next);
            n_known += step;
        }
    }
}

/// The cells from one on.
fn shifted(row: &[u64], from: usize, to: &mut [u64]) {
    let (word, bit) = (from / BITS, from % BITS);
    let here = row.get(word..).unwrap_or_default();
    let next = here.get(1..).unwrap_or_default();
    let n_whole = if bit == 0 {
        to.iter_mut().zip(here).for_each(|(to, here)| *to = *here);
        here.len()
    } else {
        for (to, (here, next)) in to.iter_mut().zip(here.iter().zip(next)) {
            *to = here >> bit | next << (BITS - bit);
        }
        next.len()
    };
    for (nth, to) in to.iter_mut().enumerate().skip(n_whole) {
        let here = here.get(nth);
        *to = here.map_or(u64::MAX, |it| it >> bit | !(u64::MAX >> bit));
    }
}

/// The cells that are set here and `step` cells on.
fn both(row: &[u64], step: usize, to: &mut [u64]) {
    shifted(row, step, to);
    to.iter_mut().zip(row).for_each(|(to, row)| *to &= row);
}
