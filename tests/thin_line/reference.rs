//! What a good encoder would send to bring one screen to another: each row by itself,
//! the cells that differ, the cheaper of a jump and a rewrite over each gap, runs
//! repeated, a blank end erased. Knows nothing of the program's own encoder.

use vt100::{Cell, Screen};

/// A jump along a row, as `CSI 12 C`.
const JUMP: usize = 5;
/// To the next row that changes, as a line feed and a jump.
const ROW: usize = 6;
/// As `CSI 1;36 m` or `CSI m`.
const STYLE: usize = 5;
/// As `CSI 30 b`.
const REPEAT: usize = 5;
const ERASE: usize = 3;

pub(crate) fn bytes(before: &Screen, after: &Screen) -> usize {
    let (height, _) = after.size();
    let rows: usize = (0..height.get()).map(|y| row(before, after, y)).sum();
    let moved = before.cursor_position() != after.cursor_position();
    match rows {
        0 if moved => near(before.cursor_position(), after.cursor_position()),
        0 => 0,
        rows => rows + ROW,
    }
}

/// A move of the cursor alone.
fn near(from: (u16, u16), to: (u16, u16)) -> usize {
    let one = |from: u16, to: u16| match from.abs_diff(to) {
        0 => 0,
        1 => 1,
        _ => JUMP,
    };
    one(from.0, to.0) + one(from.1, to.1)
}

fn letter(cell: &Cell) -> &str {
    match cell.contents() {
        "" if cell.is_wide_continuation() => "",
        "" => " ",
        letter => letter,
    }
}

/// What is seen of a cell's look; the ink of a blank is not.
type Style = (vt100::Color, vt100::Color, bool, bool, bool);

fn style(cell: &Cell) -> Style {
    let blank = letter(cell) == " ";
    let fg = if blank && !cell.inverse() {
        vt100::Color::Default
    } else {
        cell.fgcolor()
    };
    (
        fg,
        cell.bgcolor(),
        cell.bold() && !blank,
        cell.inverse(),
        cell.underline(),
    )
}

fn row(before: &Screen, after: &Screen, y: u16) -> usize {
    let (_, width) = after.size();
    let pairs: Vec<(&Cell, &Cell)> = (0..width.get())
        .filter_map(|x| Some((before.cell(y, x)?, after.cell(y, x)?)))
        .collect();
    let differs = |(a, b): &(&Cell, &Cell)| letter(a) != letter(b) || style(a) != style(b);
    let changed: Vec<usize> = (0..pairs.len()).filter(|&x| differs(&pairs[x])).collect();
    let (Some(&first), Some(&last)) = (changed.first(), changed.last()) else {
        return 0;
    };
    let is_plain = |cell: &Cell| letter(cell) == " " && !cell.inverse() && !cell.underline();
    let tail = pairs
        .iter()
        .rposition(|(_, b)| !is_plain(b))
        .map_or(0, |x| x + 1);
    let written = write(&pairs, &changed, first, last + 1);
    if last < tail || first >= tail {
        return ROW
            + if first >= tail {
                written.min(ERASE)
            } else {
                written
            };
    }
    let to_tail = write(&pairs, &changed, first, tail);
    ROW + written.min(to_tail + ERASE)
}

fn write(pairs: &[(&Cell, &Cell)], changed: &[usize], from: usize, to: usize) -> usize {
    let mut cost = 0;
    let mut pen: Option<Style> = None;
    let mut x = from;
    while x < to {
        let cell = pairs[x].1;
        let run = (x..to)
            .take_while(|&at| {
                letter(pairs[at].1) == letter(cell)
                    && style(pairs[at].1) == style(cell)
                    && changed.binary_search(&at).is_ok()
            })
            .count();
        if run == 0 {
            // A gap: jump over it, or write it again.
            let end = (x..to)
                .find(|at| changed.binary_search(at).is_ok())
                .unwrap_or(to);
            let again: usize = (x..end)
                .map(|at| {
                    let same = pen.is_none_or(|pen| pen == style(pairs[at].1));
                    letter(pairs[at].1).len() + if same { 0 } else { STYLE }
                })
                .sum();
            cost += again.min(JUMP);
            x = end;
            continue;
        }
        let blank = letter(cell) == " " && !cell.inverse();
        if !blank && pen != Some(style(cell)) {
            // The first is often at hand already.
            cost += if pen.is_some() { STYLE } else { STYLE / 2 };
            pen = Some(style(cell));
        }
        let literal = letter(cell).len() * run;
        cost += literal.min(letter(cell).len() + REPEAT);
        x += run;
    }
    cost
}
