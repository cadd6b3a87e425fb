//! Which look the screen has here: from the desk's settings, the environment and the
//! kind of terminal.

use std::str::FromStr;

use serde::Deserialize;

use super::kind::{Feature, Kind, Unsupported};
use crate::ui::theme::{Glyphs, Ink, Theme};

/// `[screen]` in `balm.toml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScreenConfig {
    pub profile: Profile,
    pub glyphs: GlyphChoice,
    pub colour: ColourChoice,
    pub flow: Flow,
}

/// How much is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Everything, until the line is found to be slow.
    #[default]
    Auto,
    /// Everything, however slow the line.
    Full,
    /// No colours, lines of ASCII or of the terminal's own, short lists.
    Slow,
}

impl FromStr for Profile {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(match name {
            "auto" => Self::Auto,
            "full" => Self::Full,
            "slow" => Self::Slow,
            _ => return Err("there are auto, full and slow".to_owned()),
        })
    }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum GlyphChoice {
    /// Unicode where the locale is UTF-8, else the terminal's own lines, else ASCII.
    #[default]
    Auto,
    Unicode,
    /// ASCII and the line drawing of a VT100.
    Lines,
    /// Names, too, are spelled in ASCII.
    Ascii,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum ColourChoice {
    /// Sixteen where the terminal has them and `NO_COLOR` is not set.
    #[default]
    #[serde(rename = "auto")]
    Auto,
    #[serde(rename = "16")]
    Sixteen,
    /// Bold and reverse only.
    #[serde(rename = "mono")]
    Mono,
    /// Neither.
    #[serde(rename = "none")]
    None,
}

/// How a terminal that cannot keep up says so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Flow {
    /// By its own wires, or not at all.
    #[default]
    Auto,
    /// By sending XOFF and XON, as a VT100 does.
    Xonxoff,
}

/// What the environment tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surroundings {
    pub term: String,
    /// `NO_COLOR` is set to something.
    pub no_color: bool,
    /// The locale's character set is UTF-8.
    pub utf8: bool,
}

/// The looks that this terminal can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Looks {
    pub kind: Kind,
    pub profile: Profile,
    pub flow: Flow,
    full: Theme,
    slow: Theme,
}

impl Surroundings {
    pub fn here() -> Self {
        let var = |name| std::env::var(name).unwrap_or_default();
        let charset = ["LC_ALL", "LC_CTYPE", "LANG"]
            .into_iter()
            .map(var)
            .find(|value| !value.is_empty())
            .unwrap_or_default()
            .to_lowercase();
        Self {
            term: var("TERM"),
            no_color: std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty()),
            // An unset locale is a service or a container, whose terminal is modern; a
            // set one without UTF-8 is meant.
            utf8: charset.is_empty() || charset.contains("utf-8") || charset.contains("utf8"),
        }
    }
}

impl Looks {
    /// # Errors
    ///
    /// The terminal cannot show the screen at all.
    pub fn of(config: ScreenConfig, here: &Surroundings) -> Result<Self, Unsupported> {
        let kind = Kind::of(&here.term)?;
        // What a hardware terminal shows does not depend on the locale.
        let utf8 = here.utf8 && !Kind::is_of_bytes(&here.term);
        let ink = match config.colour {
            ColourChoice::Auto if kind.n_colours == 0 || here.no_color => Ink::Mono,
            ColourChoice::Auto | ColourChoice::Sixteen => Ink::Colour,
            ColourChoice::Mono => Ink::Mono,
            ColourChoice::None => Ink::Plain,
        };
        let bytes = if kind.has(Feature::LineDrawing) {
            Glyphs::Lines
        } else {
            Glyphs::Ascii
        };
        let (glyphs, slow_glyphs) = match config.glyphs {
            // Over UTF-8 not every terminal draws lines with single bytes.
            GlyphChoice::Auto if utf8 => (Glyphs::Unicode, Glyphs::Ascii),
            GlyphChoice::Auto => (bytes, bytes),
            GlyphChoice::Unicode => (Glyphs::Unicode, Glyphs::Unicode),
            GlyphChoice::Lines => (Glyphs::Lines, Glyphs::Lines),
            GlyphChoice::Ascii => (Glyphs::Ascii, Glyphs::Ascii),
        };
        let any_letter = glyphs == Glyphs::Unicode || (utf8 && config.glyphs != GlyphChoice::Ascii);
        let full = Theme {
            ink,
            glyphs,
            any_letter,
            slow: false,
        };
        let slow = Theme {
            ink: match config.colour {
                ColourChoice::Auto => Ink::Mono,
                _ => ink,
            },
            glyphs: slow_glyphs,
            any_letter,
            slow: true,
        };
        Ok(Self {
            kind,
            profile: config.profile,
            flow: config.flow,
            full,
            slow,
        })
    }

    /// The look at the start, and once the line was found to be slow.
    pub fn theme(&self, line_is_slow: bool) -> Theme {
        match self.profile {
            Profile::Auto if line_is_slow => self.slow,
            Profile::Auto | Profile::Full => self.full,
            Profile::Slow => self.slow,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(config: &str, term: &str, utf8: bool, no_color: bool) -> String {
        let config: ScreenConfig = toml::from_str(config).unwrap();
        let term = term.to_owned();
        let here = Surroundings {
            term,
            no_color,
            utf8,
        };
        let looks = Looks::of(config, &here).unwrap();
        let name = |theme: Theme| {
            let letters = if theme.any_letter { "" } else { " folded" };
            format!("{:?} {:?}{letters}", theme.ink, theme.glyphs)
        };
        format!("{}, {}", name(looks.theme(false)), name(looks.theme(true)))
    }

    #[test]
    fn a_look_is_what_the_terminal_can_and_the_desk_wants() {
        #[rustfmt::skip]
        let cases = [
            // settings               TERM      UTF-8  NO_COLOR  look at first, on a slow line
            ("",                      "xterm",  true,  false, "Colour Unicode, Mono Ascii"),
            ("",                      "xterm",  true,  true,  "Mono Unicode, Mono Ascii"),
            ("",                      "xterm",  false, false, "Colour Lines folded, Mono Lines folded"),
            ("",                      "ansi",   false, false, "Colour Ascii folded, Mono Ascii folded"),
            ("",                      "vt220",  true,  false, "Mono Lines folded, Mono Lines folded"),
            ("",                      "linux",  true,  false, "Colour Unicode, Mono Ascii"),
            ("profile = 'slow'",      "xterm",  true,  false, "Mono Ascii, Mono Ascii"),
            ("profile = 'full'",      "xterm",  true,  false, "Colour Unicode, Colour Unicode"),
            ("colour = '16'",         "xterm",  true,  true,  "Colour Unicode, Colour Ascii"),
            ("colour = 'none'",       "xterm",  true,  false, "Plain Unicode, Plain Ascii"),
            ("glyphs = 'ascii'",      "xterm",  true,  false, "Colour Ascii folded, Mono Ascii folded"),
            ("glyphs = 'lines'",      "xterm",  true,  false, "Colour Lines, Mono Lines"),
            ("glyphs = 'unicode'",    "vt220",  false, false, "Mono Unicode, Mono Unicode"),
        ];
        for (config, term, utf8, no_color, want) in cases {
            let got = look(config, term, utf8, no_color);
            assert_eq!(got, want, "{config:?} {term} {utf8} {no_color}");
        }
    }
}
