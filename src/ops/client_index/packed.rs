//! Many short texts, lists of numbers and marks in a few long buffers: a hundred
//! thousand clients are some twelve megabytes this way.

/// Texts by number, end to end in one buffer.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    /// Where each ends.
    ends: Vec<u32>,
}

impl Texts {
    pub(super) fn push(&mut self, text: &str) {
        self.all.push_str(text);
        self.ends.push(small(self.all.len()));
    }

    pub(super) fn len(&self) -> u32 {
        small(self.ends.len())
    }

    pub(super) fn get(&self, nth: u32) -> &str {
        let end = self.ends.get(nth as usize).copied().unwrap_or(0);
        self.all
            .get(self.start(nth) as usize..end as usize)
            .unwrap_or("")
    }

    fn start(&self, nth: u32) -> u32 {
        let before = (nth as usize).checked_sub(1);
        before.and_then(|it| self.ends.get(it)).map_or(0, |it| *it)
    }

    pub(super) fn all(&self) -> &str {
        &self.all
    }

    /// The number of the text that holds this byte of [`Texts::all`].
    pub(super) fn at(&self, byte: usize) -> u32 {
        small(self.ends.partition_point(|end| *end as usize <= byte))
    }

    /// Of texts in order: the first that `is_before` does not hold for.
    pub(super) fn first_not(&self, from: u32, is_before: impl Fn(&str) -> bool) -> u32 {
        self.first_within(from, self.len(), is_before)
    }

    /// The same, sooner where it is not far from `from`.
    pub(super) fn first_not_far(&self, from: u32, is_before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut stride) = (from, 1);
        loop {
            let next = low.saturating_add(stride);
            if next >= self.len() {
                return self.first_within(low, self.len(), is_before);
            }
            if !is_before(self.get(next)) {
                return self.first_within(low, next, is_before);
            }
            (low, stride) = (next, stride * 2);
        }
    }

    fn first_within(&self, low: u32, high: u32, is_before: impl Fn(&str) -> bool) -> u32 {
        let (mut low, mut high) = (low, high);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(self.get(middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    pub(super) fn shrink(&mut self) {
        self.all.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// A list of numbers for each number.
#[derive(Debug, Default)]
pub(super) struct Lists {
    items: Vec<u32>,
    ends: Vec<u32>,
}

impl Lists {
    pub(super) fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.items.extend(list);
        self.ends.push(small(self.items.len()));
    }

    pub(super) fn get(&self, nth: u32) -> &[u32] {
        self.of_all(nth, nth.saturating_add(1))
    }

    /// The lists from `first` up to `end`, one behind the other.
    pub(super) fn of_all(&self, first: u32, end: u32) -> &[u32] {
        let edge = |nth: u32| {
            let before = (nth as usize).checked_sub(1);
            before.map_or(0, |it| self.ends.get(it).map_or(0, |it| *it as usize))
        };
        self.items.get(edge(first)..edge(end)).unwrap_or_default()
    }

    /// For each of `n_items` what lists it is in, in order.
    pub(super) fn turned(&self, n_items: u32) -> Self {
        Self::turned_of(small(self.ends.len()), n_items, |nth, list| {
            list.extend(self.get(nth));
        })
    }

    /// The same of lists that are not kept, but told once more: each is put into the
    /// buffer given.
    pub(super) fn turned_of(n_lists: u32, n_items: u32, tell: impl Fn(u32, &mut Vec<u32>)) -> Self {
        let mut ends = vec![0_u32; n_items as usize];
        let mut list = Vec::new();
        let mut each = |act: &mut dyn FnMut(u32, u32)| {
            for nth in 0..n_lists {
                list.clear();
                tell(nth, &mut list);
                for item in &list {
                    act(nth, *item);
                }
            }
        };
        each(&mut |_, item| ends[item as usize] += 1);
        let mut n = 0;
        for end in &mut ends {
            // At first where the list begins; filling it moves it to its end.
            (*end, n) = (n, n + *end);
        }
        let mut items = vec![0; n as usize];
        each(&mut |nth, item| {
            let at = &mut ends[item as usize];
            items[*at as usize] = nth;
            *at += 1;
        });
        Self { items, ends }
    }

    pub(super) fn shrink(&mut self) {
        self.items.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

/// A mark for each of many places.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    blocks: Vec<u64>,
}

impl Places {
    pub(super) fn none(n_places: usize) -> Self {
        Self {
            blocks: vec![0; n_places.div_ceil(64)],
        }
    }

    pub(super) fn of(n_places: usize, marked: &[u32]) -> Self {
        let mut places = Self::none(n_places);
        for place in marked {
            places.mark(*place);
        }
        places
    }

    pub(super) fn mark(&mut self, place: u32) {
        if let Some(block) = self.blocks.get_mut(place as usize / 64) {
            *block |= 1 << (place % 64);
        }
    }

    pub(super) fn has(&self, place: u32) -> bool {
        let block = self.blocks.get(place as usize / 64);
        block.is_some_and(|it| it >> (place % 64) & 1 == 1)
    }

    pub(super) fn keep(&mut self, others: &Self) {
        for (block, other) in self.blocks.iter_mut().zip(&others.blocks) {
            *block &= other;
        }
    }

    pub(super) fn drop_all(&mut self, others: &Self) {
        for (block, other) in self.blocks.iter_mut().zip(&others.blocks) {
            *block &= !other;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.blocks.iter().map(|it| it.count_ones() as usize).sum()
    }

    /// The marked places in order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        let blocks = self.blocks.iter().zip(0_u32..);
        blocks.flat_map(|(block, nth)| {
            let mut left = *block;
            std::iter::from_fn(move || {
                (left != 0).then(|| {
                    let bit = left.trailing_zeros();
                    left &= left - 1;
                    nth * 64 + bit
                })
            })
        })
    }
}

/// Counts of what fits in memory many times over: 2^32 are never reached.
pub(super) fn small(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_turn_around() {
        let mut lists = Lists::default();
        lists.push([0, 2]);
        lists.push([]);
        lists.push([2, 1]);
        let turned = lists.turned(4);
        let want: [&[u32]; 4] = [&[0], &[2], &[0, 2], &[]];
        for (nth, want) in (0..).zip(want) {
            assert_eq!(turned.get(nth), want);
        }
        assert_eq!(turned.of_all(1, 3), [2, 0, 2]);
        assert_eq!(turned.of_all(3, 3), [] as [u32; 0]);
    }

    #[test]
    fn texts_are_found_by_number_byte_and_order() {
        let mut texts = Texts::default();
        for text in ["anna", "", "ozola"] {
            texts.push(text);
        }
        assert_eq!(
            [0, 1, 2, 3].map(|it| texts.get(it)),
            ["anna", "", "ozola", ""]
        );
        assert_eq!([0, 3, 4, 8].map(|it| texts.at(it)), [0, 0, 2, 2]);
        assert_eq!(texts.first_not(2, |it| it < "o"), 2);
        assert_eq!(texts.first_not(2, |it| it < "p"), 3);
        let mut numbers = Texts::default();
        for number in 100..200 {
            numbers.push(&number.to_string());
        }
        for (from, wanted) in (0..100).flat_map(|it| [(it, it), (it, 99), (0, it), (it / 2, it)]) {
            let wanted = (100 + wanted).to_string();
            let is_before = |it: &str| it < wanted.as_str();
            assert_eq!(
                numbers.first_not_far(from, is_before),
                numbers.first_not(from, is_before)
            );
        }
        assert_eq!(numbers.first_not_far(100, |_| true), 100);
    }

    #[test]
    fn places_are_sets() {
        let mut places = Places::of(200, &[0, 63, 64, 199]);
        places.keep(&Places::of(200, &[63, 64, 100]));
        assert_eq!(places.iter().collect::<Vec<_>>(), [63, 64]);
        places.mark(1);
        places.drop_all(&Places::of(200, &[64]));
        assert_eq!(places.iter().collect::<Vec<_>>(), [1, 63]);
        assert_eq!(
            (places.count(), places.has(63), places.has(64)),
            (2, true, false)
        );
    }
}
