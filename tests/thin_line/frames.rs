//! Whatever was drawn before, the terminal shows the frame that was drawn last: on
//! every kind of terminal, in every look.

use balm::{
    domain::text,
    ui::{
        term::{
            kind::{Feature, Kind},
            output::Output,
        },
        theme::{Glyphs, Ink, Theme},
    },
};
use fastrand::Rng;
use ratatui::{
    Terminal,
    backend::Backend,
    buffer::{Buffer, Cell},
    layout::{Position, Rect},
    style::{Color, Modifier, Style},
};
use unicode_normalization::UnicodeNormalization;
use unicode_width::UnicodeWidthStr;

use super::wire::Wire;

/// One of every row of the table of kinds, and one that is in none.
const TERMS: [&str; 12] = [
    "xterm-256color",
    "xterm-mono",
    "kitty",
    "vte-256color",
    "tmux-256color",
    "rxvt",
    "linux",
    "teraterm",
    "vt100",
    "vt220",
    "ansi",
    "unheard-of",
];

const WORDS: [&str; 14] = [
    "Anna",
    "          ",
    "──────────",
    "│",
    "┌──┐",
    "◆ ██",
    "Līga Bērziņa",
    "Юлия Щукина",
    "王芳",
    "한국어",
    "x\u{304}y\u{323}",
    "45.00",
    "aaaaaaaaaaaaaaa",
    " ",
];

fn style(rng: &mut Rng) -> Style {
    const COLOURS: [Color; 6] = [
        Color::Reset,
        Color::Reset,
        Color::Red,
        Color::DarkGray,
        Color::LightCyan,
        Color::Rgb(1, 2, 3),
    ];
    let mut style = Style::new().fg(COLOURS[rng.usize(..6)]);
    if rng.u8(..4) == 0 {
        style = style.bg(COLOURS[rng.usize(..6)]);
    }
    for modifier in [
        Modifier::BOLD,
        Modifier::REVERSED,
        Modifier::UNDERLINED,
        Modifier::ITALIC,
    ] {
        if rng.u8(..4) == 0 {
            style = style.add_modifier(modifier);
        }
    }
    style
}

/// Changes a picture here and there.
fn scribble(buffer: &mut Buffer, rng: &mut Rng) {
    let area = buffer.area;
    for _ in 0..rng.usize(..6) {
        let (x, y) = (rng.u16(..area.width), rng.u16(..area.height));
        let style = style(rng);
        match rng.u8(..6) {
            0 => {
                let width = rng.u16(1..=area.width - x);
                let patch = Rect::new(x, y, width, rng.u16(1..=area.height - y));
                for at in patch.positions() {
                    buffer[at] = Cell::EMPTY;
                }
            }
            1 => buffer.set_style(Rect::new(x, y, area.width - x, 1), style),
            _ => {
                let word = WORDS[rng.usize(..WORDS.len())];
                buffer.set_string(x, y, word.repeat(rng.usize(1..3)), style);
            }
        }
    }
}

/// A cell as it is seen: letters, colours; bold, reverse, underlined, faint.
type Seen = (String, vt100::Color, vt100::Color, [bool; 4]);

fn seen(letter: &str, style: (vt100::Color, vt100::Color, [bool; 4])) -> Seen {
    let (fg, bg, attributes) = style;
    let letter = if letter.is_empty() { " " } else { letter };
    if letter != " " {
        return (letter.to_owned(), fg, bg, attributes);
    }
    let [_, reverse, underline, _] = attributes;
    // The ink of a blank is not seen, unless it is reversed or underlined.
    let fg = if reverse || underline {
        fg
    } else {
        vt100::Color::Default
    };
    (
        letter.to_owned(),
        fg,
        bg,
        [false, reverse, underline, false],
    )
}

fn shown(screen: &vt100::Screen) -> Vec<Seen> {
    let (height, width) = screen.size();
    let cells = (0..height.get()).flat_map(|y| (0..width.get()).map(move |x| (y, x)));
    let cells = cells.filter_map(|(y, x)| screen.cell(y, x));
    cells
        .filter(|cell| !cell.is_wide_continuation())
        .map(|cell| {
            let style = [cell.bold(), cell.inverse(), cell.underline(), cell.dim()];
            seen(cell.contents(), (cell.fgcolor(), cell.bgcolor(), style))
        })
        .collect()
}

fn colour(colour: Color, n_colours: u8) -> vt100::Color {
    let (code, in_eight) = match colour {
        Color::Red => (1, Some(1)),
        Color::DarkGray => (8, None),
        Color::LightCyan => (14, Some(6)),
        _ => return vt100::Color::Default,
    };
    match n_colours {
        16 => vt100::Color::Idx(code),
        8 => in_eight.map_or(vt100::Color::Default, vt100::Color::Idx),
        _ => vt100::Color::Default,
    }
}

/// What a picture looks like with this look on a terminal of this kind.
fn expected(buffer: &Buffer, theme: Theme, kind: Kind) -> Vec<Seen> {
    let mut cells = Vec::new();
    for y in 0..buffer.area.height {
        let mut covered = 0;
        for x in 0..buffer.area.width {
            if covered > 0 {
                covered -= 1;
                continue;
            }
            let cell = &buffer[(x, y)];
            let n_colours = if theme.ink == Ink::Colour {
                kind.n_colours
            } else {
                0
            };
            let has = |modifier| theme.ink != Ink::Plain && cell.modifier.contains(modifier);
            let (bold, reverse) = (has(Modifier::BOLD), has(Modifier::REVERSED));
            let is_grey = cell.fg == Color::DarkGray;
            let faint = is_grey && kind.has(Feature::Faint) && n_colours > 0 && !bold && !reverse;
            let fg = if is_grey { Color::Reset } else { cell.fg };
            let style = (
                colour(fg, n_colours),
                colour(cell.bg, n_colours),
                [bold, reverse, has(Modifier::UNDERLINED), faint],
            );
            let width = cell.symbol().width();
            covered = width.saturating_sub(1);
            let half = x + 1 == buffer.area.width && width == 2;
            if half {
                cells.push(seen(" ", style));
            } else if cell.symbol().chars().all(|it| theme.draws(it)) {
                // Marks are composed: not every terminal does it.
                let composed: String = cell.symbol().nfc().collect();
                cells.push(seen(&composed, style));
            } else {
                let folded = text::ascii_letter(cell.symbol());
                cells.extend(folded.chars().map(|it| seen(&it.to_string(), style)));
            }
        }
    }
    cells
}

fn themes() -> Vec<Theme> {
    let mut themes = Vec::new();
    for ink in [Ink::Colour, Ink::Mono, Ink::Plain] {
        for (glyphs, any_letter) in [
            (Glyphs::Unicode, true),
            (Glyphs::Lines, false),
            (Glyphs::Lines, true),
            (Glyphs::Ascii, false),
        ] {
            themes.push(Theme {
                ink,
                glyphs,
                any_letter,
                slow: false,
            });
        }
    }
    themes
}

fn draw(terminal: &mut Terminal<Output<Wire>>, picture: &Buffer, cursor: Option<Position>) {
    let drawn = terminal.draw(|frame| {
        let area = frame.area().intersection(picture.area);
        for at in area.positions() {
            frame.buffer_mut()[at] = picture[at].clone();
        }
        if let Some(at) = cursor {
            frame.set_cursor_position(at);
        }
    });
    drawn.unwrap();
}

#[track_caller]
fn check(terminal: &mut Terminal<Output<Wire>>, picture: &Buffer, theme: Theme, what: &str) {
    let wire = terminal.backend().sink();
    let mut got = shown(wire.screen());
    let kind = Kind::of(what.split(' ').next().unwrap()).unwrap();
    let mut want = expected(picture, theme, kind);
    if !wire.has(Feature::WaitsAtMargin) {
        // The last corner stays empty there: a letter in it would scroll.
        for _ in 0..want.pop().unwrap().0.width() {
            assert_eq!(got.pop().unwrap().0, " ", "{what}");
        }
    }
    assert_eq!(got.len(), want.len(), "{what}");
    for (nth, cell) in got.iter().enumerate() {
        assert_eq!(*cell, want[nth], "letter {nth}, {what}");
    }
}

#[test]
fn the_terminal_shows_the_last_frame_on_every_kind_in_every_look() {
    for term in TERMS {
        for theme in themes() {
            let lines = Kind::of(term).unwrap().has(Feature::LineDrawing);
            if theme.glyphs == Glyphs::Lines && !lines {
                continue;
            }
            for seed in 0..4 {
                sequence_of_frames(term, theme, seed);
            }
        }
    }
}

fn sequence_of_frames(term: &str, theme: Theme, seed: u64) {
    let mut rng = Rng::with_seed(seed);
    let mut terminal = Wire::new(term, theme, 26, 6).terminal();
    let mut picture = Buffer::empty(Rect::new(0, 0, 26, 6));
    for frame in 0..20 {
        let what = format!("{term} {theme:?} seed {seed} frame {frame}");
        if rng.u8(..8) == 0 {
            let (width, height) = (rng.u16(1..60), rng.u16(1..12));
            terminal.backend_mut().sink_mut().resize(width, height);
            // As on a resize or Ctrl-L.
            terminal.resize(Rect::new(0, 0, width, height)).unwrap();
            picture = Buffer::empty(Rect::new(0, 0, width, height));
        }
        scribble(&mut picture, &mut rng);
        let area = picture.area;
        let cursor = rng
            .bool()
            .then(|| Position::new(rng.u16(..area.width), rng.u16(..area.height)));
        draw(&mut terminal, &picture, cursor);
        let wire = terminal.backend().sink();
        if let Some(at) = cursor {
            assert_eq!(wire.screen().cursor_position(), (at.y, at.x), "{what}");
        }
        if wire.has(Feature::HideCursor) {
            assert_eq!(wire.screen().hide_cursor(), cursor.is_none(), "{what}");
        }
        assert!(wire.n_writes <= 1, "{what}");
        check(&mut terminal, &picture, theme, &what);
        terminal.backend_mut().sink_mut().take_sent();
        draw(&mut terminal, &picture, cursor);
        let again = terminal.backend_mut().sink_mut().take_sent();
        assert!(again.is_empty(), "{what}: {again:?}");
    }
}

#[test]
fn nothing_asks_where_the_cursor_is() {
    let mut terminal = Wire::new("xterm", Theme::full(), 20, 4).terminal();
    // The wire fails on any question.
    terminal.clear().unwrap();
    terminal.backend_mut().get_cursor_position().unwrap();
}

#[test]
fn hostile_cells_reach_the_terminal_as_letters_only() {
    let hostile = [
        "\x1b[2J",
        "\x1b]0;x\x07",
        "\u{9b}31m",
        "\u{90}",
        "\n",
        "\0",
        "\u{202e}abc",
        "a\u{200b}",
        "\u{feff}",
        "\x7f",
        "e\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}",
        "\u{10ffff}",
    ];
    for theme in themes() {
        let mut terminal = Wire::new("xterm", theme, 30, 3).terminal();
        for symbol in hostile {
            let mut cell = Cell::EMPTY;
            cell.set_symbol(symbol);
            // The wire fails on a control byte that is none of the program's own.
            let output = terminal.backend_mut();
            output
                .draw([(4, 1, &cell), (29, 2, &cell)].into_iter())
                .unwrap();
            output.flush().unwrap();
            let sent = output.sink_mut().take_sent();
            let said = String::from_utf8(sent).unwrap();
            assert!(
                !said.chars().any(|it| ('\u{80}'..'\u{a0}').contains(&it)),
                "{said:?}"
            );
            assert!(said.len() < 100, "{said:?}");
        }
    }
}
