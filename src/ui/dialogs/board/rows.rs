//! A row of the board in words: a letter, a name, what is now and what is next. The
//! letter says what the colour says.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    domain::{room_state::RoomOrder, text, time::WallTime},
    ops::query::{BoardVisit, Place, RoomRow, TherapistNow, TherapistRow},
    ui::{sign, theme::Theme, view::View},
};

const NAME_CELLS: usize = 15;
const NEXT_CELLS: usize = 25;
/// The mark, the letter, and a space behind each column.
const OTHER_CELLS: usize = 5;

/// How a row is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Free,
    Taken,
    /// Somebody should do something.
    Warn,
    Alert,
    Away,
}

pub(super) struct Told {
    letter: &'static str,
    tone: Tone,
    name: String,
    now: String,
    next: String,
}

impl Tone {
    fn style(self, theme: Theme) -> Style {
        match self {
            Self::Free => theme.good(),
            Self::Taken => theme.accent(),
            Self::Warn => theme.warn(),
            Self::Alert => theme.alert(),
            Self::Away => theme.dim(),
        }
    }
}

impl Told {
    pub(super) fn therapist(row: &TherapistRow, view: &View) -> Self {
        let words = view.words();
        let (letter, tone, now) = match &row.now {
            TherapistNow::With(visit) => {
                let (letter, tone) = with(visit);
                (letter, tone, visit_now(visit, true, view))
            }
            TherapistNow::Free => ("F", Tone::Free, view.text("board-free")),
            TherapistNow::Off { from: None } => ("-", Tone::Away, view.text("board-off")),
            TherapistNow::Off { from: Some(from) } => {
                let from = [("time", words.time(*from).into())];
                ("-", Tone::Away, view.fill("board-off-from", &from))
            }
            TherapistNow::Away { reason, until } => {
                let mut away = view.text("board-away");
                if !reason.is_empty() {
                    away = format!("{away}: {reason}");
                }
                let until = [
                    ("away", away.into()),
                    ("until", moment_near(*until, view).into()),
                ];
                ("-", Tone::Away, view.fill("board-away-until", &until))
            }
        };
        Self {
            letter,
            tone,
            name: row.name.clone(),
            now,
            next: next(row.next.as_ref(), true, view),
        }
    }

    pub(super) fn room(row: &RoomRow, view: &View) -> Self {
        let (letter, tone) = match (row.order, row.inside.as_slice()) {
            (RoomOrder::OutOfOrder, _) => ("X", Tone::Alert),
            (_, [_, ..]) if is_over(&row.inside) => ("!", Tone::Alert),
            (_, [_, ..]) => ("O", Tone::Taken),
            (RoomOrder::Clean, []) => ("F", Tone::Free),
            (RoomOrder::ToClean, []) => ("D", Tone::Warn),
            (RoomOrder::Cleaning, []) => ("C", Tone::Warn),
            (RoomOrder::Overnight, []) => ("N", Tone::Taken),
        };
        let order = (row.order != RoomOrder::Clean).then(|| order(row, view));
        let now = match row.inside.as_slice() {
            [] => order.unwrap_or_else(|| view.text("board-free")),
            [one] if row.places <= 1 => {
                let now = visit_now(one, false, view);
                [Some(now), order]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join("; ")
            }
            [first, ..] => {
                let until = row.inside.iter().map(|it| it.until).max();
                let args = [
                    ("n", row.inside.len().into()),
                    ("places", i64::from(row.places).into()),
                    (
                        "until",
                        view.words().time(until.unwrap_or(first.until)).into(),
                    ),
                ];
                view.fill("board-places", &args)
            }
        };
        Self {
            letter,
            tone,
            name: row.name.clone(),
            now,
            next: next(row.next.as_ref(), false, view),
        }
    }

    pub(super) fn line(&self, is_marked: bool, width: usize, view: &View) -> Line<'static> {
        let theme = view.theme;
        let mark = if is_marked {
            theme.glyph("▸", ">")
        } else {
            " "
        };
        let now_cells = width.saturating_sub(NAME_CELLS + NEXT_CELLS + OTHER_CELLS);
        let cell = |said: &str, n| text::pad(&text::cut(said, n), n);
        let said = format!(
            " {} {} {}",
            cell(&self.name, NAME_CELLS),
            cell(&self.now, now_cells),
            cell(&self.next, NEXT_CELLS),
        );
        let style = match self.tone {
            Tone::Away => theme.dim(),
            _ => Style::new(),
        };
        let style = if is_marked { theme.selected() } else { style };
        Line::from(vec![
            Span::raw(mark),
            Span::styled(self.letter, self.tone.style(theme)),
            Span::styled(said, style),
        ])
    }
}

/// The names of the columns.
pub(super) fn heading(width: usize, view: &View) -> Line<'static> {
    let now_cells = width.saturating_sub(NAME_CELLS + NEXT_CELLS + OTHER_CELLS);
    let name = text::pad("", NAME_CELLS + 3);
    let now = text::pad(&text::cut(&view.text("board-now"), now_cells), now_cells);
    let next = view.text("board-next");
    Line::styled(format!("{name}{now} {next}"), view.theme.dim())
}

fn is_over(inside: &[BoardVisit]) -> bool {
    inside.iter().any(|it| it.over_min > 0)
}

fn with(visit: &BoardVisit) -> (&'static str, Tone) {
    if visit.over_min > 0 {
        ("!", Tone::Alert)
    } else {
        ("W", Tone::Taken)
    }
}

pub(super) fn client(visit: &BoardVisit, view: &View) -> String {
    if visit.client.is_empty() {
        view.text("client-walk-in")
    } else {
        visit.client.clone()
    }
}

/// `13:05-14:05 +12 C1 Inga Ozola`, or with who gives it.
fn visit_now(visit: &BoardVisit, is_of_therapist: bool, view: &View) -> String {
    let words = view.words();
    let mut said = format!("{}-{}", words.time(visit.since), words.time(visit.until));
    if visit.over_min > 0 {
        said = format!("{said} +{}", visit.over_min);
    }
    let client = client(visit, view);
    if is_of_therapist {
        format!("{said} {} {client}", visit.room)
    } else {
        format!("{said} {}: {client}", visit.staff)
    }
}

/// `a 14:30 C2 Inga Ozola`: the letter is that of the status, as on the grid.
fn next(visit: Option<&BoardVisit>, is_of_therapist: bool, view: &View) -> String {
    let Some(visit) = visit else {
        return String::new();
    };
    let time = view.words().time(visit.since);
    let place = if is_of_therapist {
        &visit.room
    } else {
        &visit.staff
    };
    let status = sign::letter(visit.status, &view.keymap);
    let status = status.map_or(String::new(), |it| format!(" {it}"));
    let who = if is_of_therapist {
        client(visit, view)
    } else {
        String::new()
    };
    format!("{time}{status} {place} {who}")
        .trim_end()
        .to_owned()
}

/// The time alone, where it is today.
fn moment_near(at: WallTime, view: &View) -> String {
    if at.plus(0).date == view.today() {
        view.words().time(at)
    } else {
        view.words().moment(at)
    }
}

/// `to clean since 13:05`, `out of order up to Tue 24 Nov: the tap drips`.
fn order(row: &RoomRow, view: &View) -> String {
    let mut said = view.words().room_order(row.order);
    if let Some(until) = row.until {
        let until = [("until", view.words().short_date(until).into())];
        said = format!("{said} {}", view.fill("board-up-to", &until));
    } else if let Some(since) = row.since {
        let since = [("time", moment_near(since, view).into())];
        said = format!("{said} {}", view.fill("board-since", &since));
    }
    if row.note.is_empty() {
        said
    } else {
        format!("{said}: {}", row.note)
    }
}

/// All that is known of a room, in full.
pub(super) fn about_room(row: &RoomRow, view: &View) -> String {
    let mut said = vec![order(row, view)];
    if !row.by.is_empty() {
        said[0] = format!("{} ({})", said[0], row.by);
    }
    said.extend(row.inside.iter().map(|it| in_full(it, view)));
    said.extend(row.next.iter().map(|it| next_in_full(it, view)));
    said.join("; ")
}

/// All that is known of a therapist, in full.
pub(super) fn about_therapist(row: &TherapistRow, view: &View) -> String {
    let now = match &row.now {
        TherapistNow::With(visit) => in_full(visit, view),
        _ => Told::therapist(row, view).now,
    };
    let next = row.next.iter().map(|it| next_in_full(it, view));
    let said: Vec<String> = [now].into_iter().chain(next).collect();
    said.join("; ")
}

/// `Inga Ozola, Massage 60 min, C1, Anna Liepa, 13:05 to 14:05, 12 minutes over`.
pub(super) fn in_full(visit: &BoardVisit, view: &View) -> String {
    let words = view.words();
    let args = [
        ("since", words.time(visit.since).into()),
        ("until", words.time(visit.until).into()),
    ];
    let over = [("n", i64::from(visit.over_min).into())];
    let parts = [
        client(visit, view),
        visit.service.clone(),
        visit.room.clone(),
        visit.staff.clone(),
        view.fill("board-from-to", &args),
        if visit.over_min > 0 {
            view.fill("board-over", &over)
        } else {
            String::new()
        },
    ];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(", ")
}

fn next_in_full(visit: &BoardVisit, view: &View) -> String {
    let args = [
        ("visit", in_full(visit, view).into()),
        ("status", view.words().status(visit.status).into()),
    ];
    view.fill("board-next-in-full", &args)
}

/// Where somebody is, in a sentence.
pub fn place(place: &Place, view: &View) -> String {
    let words = view.words();
    let time = |at: &WallTime| words.time(*at);
    match place {
        Place::Inside(visit) => {
            let args = [("visit", held(visit, view).into())];
            view.fill("place-inside", &args)
        }
        Place::Waiting { since, visit } => {
            let args = [
                ("since", time(since).into()),
                ("visit", held(visit, view).into()),
            ];
            view.fill("place-waiting", &args)
        }
        Place::Expected(visit) => {
            let args = [("visit", held(visit, view).into())];
            view.fill("place-expected", &args)
        }
        Place::Gone { at, visit } => {
            let args = [
                ("at", time(at).into()),
                ("staff", visit.staff.as_str().into()),
            ];
            view.fill("place-gone", &args)
        }
        Place::NotToday => view.text("place-not-today"),
    }
}

/// `C1, Anna Liepa, 13:05 to 14:05`.
fn held(visit: &BoardVisit, view: &View) -> String {
    let words = view.words();
    let mut said = format!("{}-{}", words.time(visit.since), words.time(visit.until));
    if visit.over_min > 0 {
        said = format!("{said} +{}", visit.over_min);
    }
    let parts = [visit.room.clone(), said, visit.staff.clone()];
    let parts: Vec<String> = parts.into_iter().filter(|it| !it.is_empty()).collect();
    parts.join(" ")
}
