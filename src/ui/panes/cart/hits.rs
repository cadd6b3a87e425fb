//! Services and products found for the words typed, a few rows over the entry line.

use crate::{
    domain::ticket::Item,
    ops::query::{Answer, ItemHit, Query},
    ui::view::View,
};

/// More would push the cart off its pane.
pub(super) const SHOWN_MAX: usize = 5;

#[derive(Debug, Default)]
pub(super) struct Hits {
    rows: Vec<ItemHit>,
    at: usize,
}

impl Hits {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub(super) fn clear(&mut self) {
        self.rows.clear();
        self.at = 0;
    }

    /// Looks again; a store that cannot be read finds nothing, and says so when the
    /// line is added.
    pub(super) fn load(&mut self, words: &str, view: &View) {
        self.clear();
        let query = Query::FindItems {
            text: words.to_owned(),
        };
        if let Ok(Answer::Items { mut hits }) = view.shop.ask(&view.session, &view.locale, &query) {
            hits.truncate(SHOWN_MAX);
            self.rows = hits;
        }
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
