//! Services and products found for the words typed, a few rows over the entry line.

use crate::{
    domain::ticket::Item,
    ops::query::{Answer, HITS_MAX, ItemHit, Query},
    ui::view::View,
};

/// More would push the cart off its pane.
pub(super) const SHOWN_MAX: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Hits {
    rows: Vec<ItemHit>,
    /// With those that are not shown.
    n: usize,
    at: usize,
}

impl Hits {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.n = 0;
        self.at = 0;
    }

    /// Looks again; a store that cannot be read finds nothing, and says so when the
    /// line is added.
    pub(super) fn load(&mut self, words: &str, view: &View) {
        self.clear();
        // A stray mark is in no name, and fits all of them.
        if !words.contains(char::is_alphanumeric) {
            return;
        }
        let query = Query::FindItems {
            text: words.to_owned(),
        };
        if let Ok(Answer::Items { mut hits }) = view.shop.ask(&view.session, &view.locale, &query) {
            self.n = hits.len();
            hits.truncate(SHOWN_MAX);
            self.rows = hits;
        }
    }

    /// How many there are, where not all of them are shown.
    pub(super) fn counted(&self, view: &View) -> Option<String> {
        if self.n <= self.rows.len() {
            return None;
        }
        let all = match self.n {
            n if n >= HITS_MAX => format!("{HITS_MAX}+"),
            n => n.to_string(),
        };
        let n = self.rows.len();
        Some(view.fill("list-at", &[("n", n.into()), ("all", all.into())]))
    }

    pub(super) fn step(&mut self, by: isize) {
        self.at = self
            .at
            .saturating_add_signed(by)
            .min(self.rows.len().saturating_sub(1));
    }

    pub(super) fn marked(&self) -> Option<Item> {
        self.rows.get(self.at).map(|hit| hit.item)
    }

    /// Each with whether it is the marked one.
    pub(super) fn rows(&self) -> impl Iterator<Item = (bool, &ItemHit)> {
        self.rows
            .iter()
            .enumerate()
            .map(|(idx, hit)| (idx == self.at, hit))
    }
}

/// Whether this is looked up as it stands first: searching while an amount or a
/// barcode is typed would only flicker.
pub(super) fn is_code(what: &str) -> bool {
    what.bytes().all(|byte| byte.is_ascii_digit())
}
