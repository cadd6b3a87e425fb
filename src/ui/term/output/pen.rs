//! How letters look: colours and attributes, and the shortest way from one look to
//! another.

use ratatui::{
    buffer::Cell,
    style::{Color, Modifier},
};

use super::encoder::Look;
use crate::ui::{
    term::kind::{Feature, Kind},
    theme::Ink,
};

const SHOWN: Modifier = Modifier::BOLD
    .union(Modifier::UNDERLINED)
    .union(Modifier::REVERSED);

/// The parameter that puts each on and the one that takes it off.
const ATTRIBUTES: [(Modifier, u8, u8); 4] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::REVERSED, 7, 27),
];

const DARK_GREY: u8 = 8;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Pen {
    /// 0 to 15; `None` is the terminal's own.
    fg: Option<u8>,
    bg: Option<u8>,
    modifiers: Modifier,
}

impl Pen {
    pub(super) const NONE: Self = Self {
        fg: None,
        bg: None,
        modifiers: Modifier::empty(),
    };

    pub(super) fn of(cell: &Cell, look: Look) -> Self {
        if look.theme.ink == Ink::Plain {
            return Self::default();
        }
        let colour = |colour| match look.theme.ink {
            Ink::Colour => shown_colour(colour, look.kind.n_colours),
            Ink::Mono | Ink::Plain => None,
        };
        let mut modifiers = cell.modifier.intersection(SHOWN);
        // The palette's dark grey is next to black on PuTTY and on the linux console, and
        // on some desks it is the ground itself. Never beside bold: one parameter ends both.
        let is_faint = cell.fg == Color::DarkGray
            && look.theme.ink == Ink::Colour
            && look.kind.has(Feature::Faint)
            && !modifiers.intersects(Modifier::BOLD | Modifier::REVERSED);
        if is_faint {
            modifiers |= Modifier::DIM;
        }
        Self {
            fg: colour(cell.fg).filter(|it| *it != DARK_GREY),
            bg: colour(cell.bg),
            modifiers,
        }
    }

    /// The pen that matters under a blank: without reverse its ink is not seen.
    pub(super) fn under_blank(self) -> Self {
        let modifiers = self.modifiers.difference(Modifier::BOLD | Modifier::DIM);
        Self {
            fg: self.fg.filter(|_| !modifiers.is_empty()),
            modifiers,
            ..self
        }
    }

    /// What erasing leaves, everywhere.
    pub(super) fn erases(self) -> bool {
        self.bg.is_none()
            && !self
                .modifiers
                .intersects(Modifier::REVERSED | Modifier::UNDERLINED)
    }

    /// Appends what makes this pen the other.
    pub(super) fn change(self, to: Self, kind: Kind, bytes: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let afresh = to.afresh();
        let shortest = match self.stepwise(to, kind) {
            Some(steps) if steps.len() <= afresh.len() => steps,
            _ => afresh,
        };
        bytes.extend_from_slice(b"\x1b[");
        bytes.extend_from_slice(shortest.as_bytes());
        bytes.push(b'm');
    }

    /// The parameters that make any pen this one: nothing at the front is a reset.
    fn afresh(self) -> String {
        let mut steps = Steps::default();
        if self != Self::default() {
            steps.0.push(';');
        }
        steps.on(self.modifiers);
        steps.colours(self.fg, self.bg);
        steps.0
    }

    /// Only the differences; `None` where the terminal cannot switch off one by one.
    fn stepwise(self, to: Self, kind: Kind) -> Option<String> {
        let off = self.modifiers.difference(to.modifiers);
        let loses_colour =
            (self.fg.is_some() && to.fg.is_none()) || (self.bg.is_some() && to.bg.is_none());
        if !kind.has(Feature::SingleOffs) && (!off.is_empty() || loses_colour) {
            return None;
        }
        let mut steps = Steps::default();
        for (modifier, _, code) in ATTRIBUTES {
            if off.contains(modifier) {
                steps.push(code);
            }
        }
        steps.on(to.modifiers.difference(self.modifiers));
        match (self.fg, to.fg) {
            (Some(_), None) => steps.push(39),
            (from, to) if from != to => steps.colours(to, None),
            _ => (),
        }
        match (self.bg, to.bg) {
            (Some(_), None) => steps.push(49),
            (from, to) if from != to => steps.colours(None, to),
            _ => (),
        }
        Some(steps.0)
    }
}

/// SGR parameters.
#[derive(Default)]
struct Steps(String);

impl Steps {
    fn push(&mut self, code: u8) {
        if !self.0.is_empty() && !self.0.ends_with(';') {
            self.0.push(';');
        }
        self.0.push_str(&code.to_string());
    }

    fn on(&mut self, modifiers: Modifier) {
        for (modifier, code, _) in ATTRIBUTES {
            if modifiers.contains(modifier) {
                self.push(code);
            }
        }
    }

    fn colours(&mut self, fg: Option<u8>, bg: Option<u8>) {
        for (colour, normal, bright) in [(fg, 30, 90), (bg, 40, 100)] {
            match colour {
                Some(colour @ 0..8) => self.push(normal + colour),
                Some(colour) => self.push(bright + colour - 8),
                None => (),
            }
        }
    }
}

fn shown_colour(colour: Color, n_colours: u8) -> Option<u8> {
    let number = match colour {
        Color::Black => 0,
        Color::Red => 1,
        Color::Green => 2,
        Color::Yellow => 3,
        Color::Blue => 4,
        Color::Magenta => 5,
        Color::Cyan => 6,
        Color::Gray => 7,
        Color::DarkGray => DARK_GREY,
        Color::LightRed => 9,
        Color::LightGreen => 10,
        Color::LightYellow => 11,
        Color::LightBlue => 12,
        Color::LightMagenta => 13,
        Color::LightCyan => 14,
        Color::White => 15,
        Color::Indexed(number @ 0..16) => number,
        // More than sixteen are never asked for, nor sent.
        Color::Reset | Color::Indexed(_) | Color::Rgb(..) => return None,
    };
    match number {
        number if number < n_colours => Some(number),
        // Black on black would be read by nobody.
        DARK_GREY => None,
        number if n_colours >= 8 => Some(number - 8),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use ratatui::style::Style;

    use super::*;
    use crate::ui::theme::Theme;

    fn pen(term: &str, theme: Theme, style: Style) -> Pen {
        let kind = Kind::of(term).unwrap();
        let mut cell = Cell::new("a");
        cell.set_style(style);
        Pen::of(&cell, Look { kind, theme })
    }

    fn change(term: &str, from: Style, to: Style) -> String {
        let theme = Theme::full();
        let mut bytes = Vec::new();
        pen(term, theme, from).change(pen(term, theme, to), Kind::of(term).unwrap(), &mut bytes);
        String::from_utf8(bytes).unwrap().replace('\x1b', "^")
    }

    #[test]
    fn looks_change_by_the_shortest_way() {
        let plain = Style::new();
        let red = Style::new().fg(Color::Red);
        #[rustfmt::skip]
        let cases = [
            // term    from                     to                        bytes
            ("xterm",  plain,                   plain,                    ""),
            ("xterm",  plain,                   red,                      "^[31m"),
            ("xterm",  red,                     plain,                    "^[m"),
            ("xterm",  red.bold(),              red,                      "^[22m"),
            ("xterm",  red.bold(),              plain.reversed(),         "^[;7m"),
            ("xterm",  red.on_blue(),           red,                      "^[49m"),
            ("xterm",  plain,                   plain.dark_gray(),        "^[2m"),
            ("xterm",  plain.dark_gray(),       plain,                    "^[m"),
            ("xterm",  plain.dark_gray(),       red,                      "^[;31m"),
            ("xterm",  plain.dark_gray(),       plain.bold(),             "^[;1m"),
            ("xterm",  plain.bold(),            plain.bold().dark_gray(), ""),
            ("xterm",  plain.reversed(),        plain.reversed().dark_gray(), ""),
            ("linux",  plain,                   plain.dark_gray(),        ""),
            ("rxvt",   plain,                   plain.dark_gray(),        ""),
            ("rxvt",   plain,                   plain.light_red(),        "^[31m"),
            ("vt100",  plain.bold(),            plain.bold().reversed(),  "^[7m"),
            ("vt100",  plain.bold().reversed(), plain.bold(),             "^[;1m"),
            ("vt220",  plain.bold().reversed(), plain.bold(),             "^[27m"),
            ("vt220",  red.on_blue(),           plain,                    ""),
            ("xterm",  plain,                   Style::new().fg(Color::Rgb(1, 2, 3)), ""),
        ];
        for (term, from, to, want) in cases {
            assert_eq!(change(term, from, to), want, "{term} {from:?} {to:?}");
        }
    }

    /// The shape that loses reverse and bold is `CSI ; m`: an empty colour is a reset.
    #[test]
    fn without_colours_reverse_and_bold_stay() {
        let theme = Theme {
            ink: Ink::Mono,
            ..Theme::full()
        };
        let style = Style::new().red().on_blue().bold().reversed();
        let kind = Kind::of("xterm").unwrap();
        let mut bytes = Vec::new();
        Pen::default().change(pen("xterm", theme, style), kind, &mut bytes);
        assert_eq!(bytes, b"\x1b[1;7m");
    }

    #[test]
    fn plain_ink_has_no_attributes() {
        let theme = Theme {
            ink: Ink::Plain,
            ..Theme::full()
        };
        let style = Style::new().red().bold().reversed();
        assert_eq!(pen("xterm", theme, style), Pen::default());
    }
}
