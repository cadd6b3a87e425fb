//! From what the terminal shows to what it shall show. Wherever there are two ways
//! both are written down, and the longer one is taken back.

use ratatui::layout::{Position, Size};

use super::{
    moves::{Place, go},
    pen::Pen,
    spot::{Grid, Letter, Spot},
};
use crate::ui::{
    term::kind::{Feature, Kind},
    theme::{Glyphs, Theme},
};

/// A longer gap between changes is never worth writing again.
const GAP_MAX: usize = 24;

/// Fewer blanks are written as they are.
const BLANKS_MIN: usize = 4;

/// DECSC and DECRC: place, pen and line drawing.
const KEEP: [u8; 2] = *b"\x1b7";
const GO_BACK: [u8; 2] = *b"\x1b8";

pub(super) const SHIFT_OUT: u8 = 0x0e;
pub(super) const SHIFT_IN: u8 = 0x0f;

/// What letters are sent as.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub(super) kind: Kind,
    pub(super) theme: Theme,
}

pub(super) struct Encoder {
    look: Look,
    /// `None` when nobody knows: all is drawn again.
    shown: Option<Grid>,
    state: State,
    /// What [`GO_BACK`] goes back to.
    kept: Option<State>,
    /// `None` when nobody knows.
    has_cursor: Option<bool>,
    bytes: Vec<u8>,
}

/// The terminal's state that bytes change, beside the letters.
#[derive(Clone, Copy, PartialEq, Eq)]
struct State {
    place: Place,
    pen: Pen,
    /// Letters are line drawing: SO was sent last.
    draws_lines: bool,
}

/// How far the bytes had come: back to it, and what was written since is undone.
struct Mark {
    state: State,
    n_bytes: usize,
}

impl Encoder {
    pub(super) fn new(kind: Kind, theme: Theme) -> Self {
        Self {
            look: Look { kind, theme },
            shown: None,
            state: State {
                place: Place::Unknown,
                pen: Pen::NONE,
                draws_lines: false,
            },
            kept: None,
            has_cursor: None,
            bytes: Vec::new(),
        }
    }

    pub(super) fn look(&self) -> Look {
        self.look
    }

    pub(super) fn set_theme(&mut self, theme: Theme) {
        let had_lines = self.look.theme.glyphs == Glyphs::Lines;
        self.look.theme = theme;
        if !had_lines && theme.glyphs == Glyphs::Lines {
            // The line drawing has to be called in.
            self.forget();
        }
    }

    /// Nobody knows what the terminal shows.
    pub(super) fn forget(&mut self) {
        self.shown = None;
    }

    /// The bytes that make the terminal show this, with the cursor there.
    pub(super) fn frame(&mut self, wanted: &Grid, cursor: Option<Position>) -> Vec<u8> {
        let same_size = |it: &Grid| (it.width, it.height) == (wanted.width, wanted.height);
        let mut shown = match self.shown.take().filter(same_size) {
            Some(shown) => shown,
            None => self.clear(Size::new(wanted.width, wanted.height)),
        };
        let mut passed = self.is_at(cursor);
        for y in 0..wanted.height {
            self.row(y, wanted.row(y), shown.row_mut(y), y + 1 == wanted.height);
            passed = passed.or_else(|| self.is_at(cursor));
        }
        self.shown = Some(shown);
        self.cursor(cursor, wanted, passed);
        std::mem::take(&mut self.bytes)
    }

    /// A mark, if the cursor is now where it is to stay in the end.
    fn is_at(&self, cursor: Option<Position>) -> Option<Mark> {
        let is_there = cursor.is_some_and(|at| self.state.place == Place::At(at.x, at.y));
        is_there.then(|| self.mark())
    }

    /// Everything afresh, whatever others have left on the terminal.
    fn clear(&mut self, size: Size) -> Grid {
        self.bytes.extend_from_slice(b"\x1b[m");
        if self.look.theme.glyphs == Glyphs::Lines {
            self.bytes.extend_from_slice(b"\x1b(B\x1b)0\x0f");
        }
        self.bytes.extend_from_slice(b"\x1b[H\x1b[2J");
        self.state = State {
            place: Place::At(0, 0),
            pen: Pen::NONE,
            draws_lines: false,
        };
        self.kept = None;
        self.has_cursor = None;
        Grid::blank(size)
    }

    /// Where it has `passed` the place already, that may be kept and gone back to: its
    /// pen comes back as well, and serves the next letter that is typed there.
    fn cursor(&mut self, cursor: Option<Position>, wanted: &Grid, passed: Option<Mark>) {
        let at = cursor.filter(|at| at.x < wanted.width && at.y < wanted.height);
        if let Some(at) = at {
            let before = self.bytes.len();
            self.reach(usize::from(at.x), at.y, wanted.row(at.y), None);
            if let Some(passed) = passed
                && self.look.kind.has(Feature::KeepsCursor)
                && self.bytes.len() - before >= KEEP.len() + GO_BACK.len()
            {
                self.bytes.truncate(before);
                if self.kept != Some(passed.state) {
                    self.bytes.splice(passed.n_bytes..passed.n_bytes, KEEP);
                    self.kept = Some(passed.state);
                }
                self.bytes.extend(GO_BACK);
                self.state = passed.state;
            }
        }
        if self.has_cursor != Some(at.is_some()) && self.look.kind.has(Feature::HideCursor) {
            let switch: &[u8] = match at {
                Some(_) => b"\x1b[?25h",
                None => b"\x1b[?25l",
            };
            self.bytes.extend_from_slice(switch);
        }
        self.has_cursor = Some(at.is_some());
    }

    fn row(&mut self, y: u16, wanted: &[Spot], shown: &mut [Spot], is_last: bool) {
        if wanted == shown {
            return;
        }
        if is_last && !self.look.kind.has(Feature::WaitsAtMargin) {
            // A letter in the last corner would scroll the screen: it stays empty.
            let mut wanted = wanted.to_vec();
            if let Some(corner) = wanted.pop()
                && corner.letter.n_cells == 0
                && let Some(first_half) = wanted.last_mut()
            {
                *first_half = Spot::BLANK;
            }
            let width = wanted.len();
            self.row_to_margin(y, &wanted, &mut shown[..width]);
        } else {
            self.row_to_margin(y, wanted, shown);
        }
    }

    fn row_to_margin(&mut self, y: u16, wanted: &[Spot], shown: &mut [Spot]) {
        let width = wanted.len();
        let tail = wanted.len()
            - wanted
                .iter()
                .rev()
                .take_while(|it| **it == Spot::BLANK)
                .count();
        self.changes(y, 0, tail, wanted, shown);
        if let Some(first) = changed(tail, width, wanted, shown) {
            let mark = self.mark();
            self.changes(y, tail, width, wanted, shown);
            let by_letters = self.take_back(&mark);
            self.erase_tail(y, tail, first, wanted);
            if by_letters.1.len() <= self.bytes.len() - mark.n_bytes {
                self.take_back(&mark);
                self.put_back(by_letters);
            }
        }
        shown.copy_from_slice(wanted);
    }

    /// The rest of the row is blank from `tail` on, and differs first at `first`.
    fn erase_tail(&mut self, y: u16, tail: usize, first: usize, wanted: &[Spot]) {
        let is_there = matches!(self.state.place,
            Place::At(x, at_y) if at_y == y && (tail..=first).contains(&usize::from(x)));
        if !is_there {
            self.reach(first, y, wanted, None);
        }
        if !self.state.pen.erases() {
            self.pen(Pen::NONE);
        }
        self.bytes.extend_from_slice(b"\x1b[K");
    }

    /// Writes what has changed between two columns.
    fn changes(&mut self, y: u16, from: usize, to: usize, wanted: &[Spot], shown: &[Spot]) {
        let mut next = changed(from, to, wanted, shown);
        while let Some(start) = next {
            self.reach(start, y, wanted, Some(start));
            let mark = self.mark();
            let is_changed = |x: &usize| wanted[*x] != shown[*x];
            let blanks_end = start + n_same_blanks(&wanted[start..to]);
            // Blanks are done with as a whole: some of them may have been there.
            let end = if let Some(last) = (start..blanks_end).rfind(is_changed) {
                let end = last + 1;
                self.pieces(y, start, end, wanted, shown);
                self.shorter(&mark, |it| it.write(y, start, end, wanted));
                end
            } else {
                let stops = |x: &usize| !is_changed(x) || begins_blanks(wanted, *x);
                let end = (start..to).find(stops).unwrap_or(to);
                self.write(y, start, end, wanted);
                end
            };
            next = changed(end, to, wanted, shown);
            let is_erasable = end <= blanks_end && wanted[start].pen.erases();
            if next.is_none() && is_erasable && self.look.kind.has(Feature::EraseLetters) {
                self.shorter(&mark, |it| it.erase(start, end, wanted));
            }
        }
    }

    /// Writes what has changed between two columns, each piece by itself; the cursor is
    /// at the first.
    fn pieces(&mut self, y: u16, from: usize, to: usize, wanted: &[Spot], shown: &[Spot]) {
        let mut start = from;
        while start < to {
            let end = (start..to).find(|&x| wanted[x] == shown[x]).unwrap_or(to);
            self.write(y, start, end, wanted);
            start = changed(end, to, wanted, shown).unwrap_or(to);
            if start < to {
                self.reach(start, y, wanted, Some(start));
            }
        }
    }

    /// Blanks between two columns, from the cursor on, which stays where it is.
    fn erase(&mut self, from: usize, to: usize, row: &[Spot]) {
        self.pen_of_blank(row[from].pen, &row[to..]);
        self.number(to - from, b'X');
    }

    /// Brings the cursor to this column: by a move, or by writing again what stands
    /// between. With `then`, the pen of the spot there counts, too.
    fn reach(&mut self, x: usize, y: u16, row: &[Spot], then: Option<usize>) {
        let mark = self.mark();
        self.go(x, y);
        self.ready(row, then);
        let Place::At(from, from_y) = mark.state.place else {
            return;
        };
        let from = usize::from(from);
        let is_near = from_y == y && from < x && x - from <= GAP_MAX;
        // In the middle of a wide letter nothing can be written again.
        if !is_near || row[from].letter.n_cells == 0 {
            return;
        }
        let by_move = self.take_back(&mark);
        self.write(y, from, x, row);
        self.ready(row, then);
        let is_there = self.state.place == place(x, y);
        if !is_there || self.bytes.len() - mark.n_bytes > by_move.1.len() {
            self.take_back(&mark);
            self.put_back(by_move);
        }
    }

    fn ready(&mut self, row: &[Spot], then: Option<usize>) {
        if let Some(spot) = then.and_then(|x| row.get(x))
            && !spot.letter.is_blank()
        {
            self.pen(spot.pen);
        }
    }

    /// Writes the letters of `from..to`, from the cursor on.
    fn write(&mut self, y: u16, from: usize, to: usize, row: &[Spot]) {
        let mut x = from;
        while x < to {
            let spot = row[x];
            let run = row[x..to].iter().take_while(|it| **it == spot).count();
            if spot.letter.is_blank() {
                self.pen_of_blank(spot.pen, &row[x + run..to]);
            } else {
                self.pen(spot.pen);
            }
            if spot.letter.n_cells == 1 && self.run(&spot, run, x + run < row.len()) {
                x += run;
                self.advance(x, y, &spot.letter, row.len());
            } else {
                self.letter(&spot.letter);
                x += usize::from(spot.letter.n_cells.max(1));
                self.advance(x, y, &spot.letter, row.len());
            }
            if self.state.place == Place::Unknown && x < to {
                self.go(x, y);
            }
        }
    }

    /// Writes a run of the same letter the shortest way.
    fn run(&mut self, spot: &Spot, n: usize, goes_on: bool) -> bool {
        if n < 2 {
            return false;
        }
        if !spot.letter.is_of_sure_width() {
            return false;
        }
        let mark = self.mark();
        for _ in 0..n {
            self.letter(&spot.letter);
        }
        if self.look.kind.has(Feature::Repeat) {
            self.shorter(&mark, |it| {
                it.letter(&spot.letter);
                it.number(n - 1, b'b');
            });
        }
        if spot.letter.is_blank()
            && goes_on
            && self.state.pen.erases()
            && self.look.kind.has(Feature::EraseLetters)
        {
            self.shorter(&mark, |it| {
                it.number(n, b'X');
                it.number(n, b'C');
            });
        }
        true
    }

    /// Another way to do what was done since the mark: kept if it is shorter.
    fn shorter(&mut self, mark: &Mark, other: impl FnOnce(&mut Self)) {
        let first = self.take_back(mark);
        other(self);
        if first.1.len() <= self.bytes.len() - mark.n_bytes {
            self.take_back(mark);
            self.put_back(first);
        }
    }

    fn letter(&mut self, letter: &Letter) {
        let lines = self.look.theme.glyphs == Glyphs::Lines;
        let drawn = letter
            .single()
            .filter(|it| lines && !it.is_ascii())
            .and_then(line_drawing);
        // Blanks are the same in both.
        if self.state.draws_lines != drawn.is_some() && !letter.is_blank() {
            self.state.draws_lines = drawn.is_some();
            let shift = if drawn.is_some() { SHIFT_OUT } else { SHIFT_IN };
            self.bytes.push(shift);
        }
        match drawn {
            Some(byte) => self.bytes.push(byte),
            None => self.bytes.extend_from_slice(letter.bytes()),
        }
    }

    /// The letters up to column `x` were written.
    fn advance(&mut self, x: usize, y: u16, last: &Letter, width: usize) {
        self.state.place = if !last.is_of_sure_width() {
            Place::Unknown
        } else if x < width {
            place(x, y)
        } else if self.look.kind.has(Feature::WaitsAtMargin) {
            Place::Margin(y)
        } else {
            Place::Unknown
        };
    }

    fn pen(&mut self, pen: Pen) {
        self.state.pen.change(pen, self.look.kind, &mut self.bytes);
        self.state.pen = pen;
    }

    /// A blank can be written by many pens: the one at hand, else the one that is
    /// wanted next, else its own.
    fn pen_of_blank(&mut self, pen: Pen, behind: &[Spot]) {
        if self.state.pen.under_blank() == pen {
            return;
        }
        let next = behind.iter().find(|it| !it.letter.is_blank());
        match next {
            Some(next) if next.pen.under_blank() == pen => self.pen(next.pen),
            _ => self.pen(pen),
        }
    }

    fn go(&mut self, x: usize, y: u16) {
        let Place::At(column, _) = place(x, y) else {
            return;
        };
        go(self.state.place, column, y, self.look.kind, &mut self.bytes);
        self.state.place = Place::At(column, y);
    }

    fn number(&mut self, n: usize, letter: u8) {
        self.bytes.extend_from_slice(b"\x1b[");
        if n > 1 {
            self.bytes.extend_from_slice(n.to_string().as_bytes());
        }
        self.bytes.push(letter);
    }

    fn mark(&self) -> Mark {
        Mark {
            state: self.state,
            n_bytes: self.bytes.len(),
        }
    }

    /// Undoes what was written since, and gives it.
    fn take_back(&mut self, mark: &Mark) -> (State, Vec<u8>) {
        let undone = (self.state, self.bytes.split_off(mark.n_bytes));
        self.state = mark.state;
        undone
    }

    fn put_back(&mut self, (state, bytes): (State, Vec<u8>)) {
        self.bytes.extend_from_slice(&bytes);
        self.state = state;
    }
}

/// How many blanks of the same look there are at the beginning.
fn n_same_blanks(row: &[Spot]) -> usize {
    let first = row.first().filter(|it| it.letter.is_blank());
    first.map_or(0, |first| row.iter().take_while(|it| *it == first).count())
}

/// Whether so many blanks of the same look begin here that it may be worth a sequence.
fn begins_blanks(row: &[Spot], x: usize) -> bool {
    let follows = x > 0 && row[x - 1] == row[x];
    !follows && n_same_blanks(&row[x..]) >= BLANKS_MIN
}

fn changed(from: usize, to: usize, wanted: &[Spot], shown: &[Spot]) -> Option<usize> {
    (from..to).find(|&x| wanted[x] != shown[x])
}

fn place(x: usize, y: u16) -> Place {
    u16::try_from(x).map_or(Place::Unknown, |x| Place::At(x, y))
}

/// The byte that a VT100 draws this sign for after SO (DEC Special Graphics).
fn line_drawing(sign: char) -> Option<u8> {
    #[rustfmt::skip]
    const SIGNS: [(char, u8); 25] = [
        ('◆', b'`'), ('▒', b'a'), ('°', b'f'), ('±', b'g'), ('┘', b'j'), ('┐', b'k'),
        ('┌', b'l'), ('└', b'm'), ('┼', b'n'), ('⎺', b'o'), ('⎻', b'p'), ('─', b'q'),
        ('⎼', b'r'), ('⎽', b's'), ('├', b't'), ('┤', b'u'), ('┴', b'v'), ('┬', b'w'),
        ('│', b'x'), ('≤', b'y'), ('≥', b'z'), ('π', b'{'), ('≠', b'|'), ('£', b'}'),
        ('·', b'~'),
    ];
    SIGNS
        .iter()
        .find(|(drawn, _)| *drawn == sign)
        .map(|(_, byte)| *byte)
}
