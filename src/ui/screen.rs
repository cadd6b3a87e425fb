//! Where things stand on the screen: top line, panes, dialog strip, message, hint
//! line. Never fails, however small the window.

use ratatui::{
    Frame,
    buffer::Buffer,
    layout::{Position, Rect},
    text::{Line, Span},
    widgets::{Clear, Paragraph, Wrap},
};

use super::{
    action::{Action, Context},
    app::App,
    component::{Component, Pane, Tone},
    desk_devices::lamp,
    drawn::{self, Stale},
    theme::{Glyphs, Theme},
    view::View,
    widgets::text_input::CURSOR_MARK,
};
use crate::{devices::Lamp, domain::text, store::MirrorStatus};

/// Smaller than this nothing useful fits.
const WIDTH_MIN: u16 = 40;
const HEIGHT_MIN: u16 = 12;
/// From this size on all four panes are visible.
const WIDTH_ALL: u16 = 120;
const HEIGHT_ALL: u16 = 36;
/// The widest that the right half needs.
const RIGHT_MAX: u16 = 48;
const MESSAGE_LINES_MAX: usize = 6;
/// So many cells may the ways at the right of the hint line take beyond their half.
const HINTS_OVER: usize = 12;

pub(super) fn render(app: &mut App, frame: &mut Frame) {
    let area = frame.area();
    if area.width < WIDTH_MIN || area.height < HEIGHT_MIN {
        too_small(frame, area, &app.view);
        return;
    }
    let body = Rect {
        y: area.y + 1,
        height: area.height - 2,
        ..area
    };
    // A message lies over the lowest border; what it needs more is taken from the cart
    // and the dialog, so that it never hides what is typed or due.
    let message = match &app.message {
        Some(message) => Some((message.tone, message.text.clone())),
        None => app.view.banner(),
    };
    let lines = message
        .as_ref()
        .map(|(tone, text)| message_lines(text, *tone, body.width, &app.view));
    let over = lines.map_or(0, |it| it.len().saturating_sub(1));
    let over = u16::try_from(over).unwrap_or(0).min(body.height / 2);
    desk(app, frame, body, over);
    if let Some(dialog) = app.stack.last_mut() {
        let most = body.height - over;
        let height = dialog.height_at(&app.view, body.width, most).min(most);
        let strip = Rect {
            y: body.bottom() - over - height,
            height,
            ..body
        };
        dialog.render(frame, strip, &app.view, true);
    }
    if let Some((tone, text)) = &message {
        message_strip(frame, body, *tone, text, &app.view);
    }
    if app.is_quiet() || text::cells(&app.hints) != usize::from(area.width) {
        app.hints = hint_line(app.top(), usize::from(area.width), &app.view);
    }
    let last_row = Rect {
        y: area.bottom() - 1,
        height: 1,
        ..area
    };
    frame.render_widget(Span::raw(app.hints.as_str()), last_row);
    show_ahead(app, frame);
    if app.view.theme.glyphs != Glyphs::Unicode {
        in_shown_letters(frame.buffer_mut(), app.view.theme);
    }
}

/// The top line and the panes; what has not changed is put there again as it was.
fn desk(app: &mut App, frame: &mut Frame, body: Rect, over: u16) {
    let stale = std::mem::replace(&mut app.stale, Stale::Nothing);
    let modal = !app.stack.is_empty();
    let whole = frame.area();
    let is_kept = stale != Stale::All && app.drawn.area == whole;
    if is_kept {
        drawn::copy(&app.drawn, frame.buffer_mut(), whole);
    } else {
        let row = Rect { height: 1, ..whole };
        top_line(frame, row, &app.view);
    }
    for (pane, area) in places(body, app.left) {
        let focused = !modal && pane == app.focus;
        if is_kept && !focused {
            continue;
        }
        let area = if pane == Pane::Cart {
            Rect {
                height: area.height.saturating_sub(over),
                ..area
            }
        } else {
            area
        };
        if is_kept {
            drawn::clear(frame.buffer_mut(), area);
        }
        app.panes[pane as usize].render(frame, area, &app.view, focused);
        if is_kept {
            drawn::copy(frame.buffer_mut(), &mut app.drawn, area);
        }
    }
    if !is_kept {
        app.drawn.clone_from(frame.buffer_mut());
    }
}

/// Letters that are not keys yet, where they would be typed, as far as there is room;
/// and the cursor where it will be behind them.
fn show_ahead(app: &App, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    let width = usize::from(buffer.area.width);
    let mut marked = None;
    for (at, cell) in buffer.content.iter_mut().enumerate() {
        if cell.modifier.contains(CURSOR_MARK) {
            // Only of the last one the cursor itself is seen.
            cell.modifier.remove(CURSOR_MARK);
            marked = Some(at);
        }
    }
    let top = app.top();
    let Some(at) = marked.filter(|_| app.ahead.chars().all(|it| top.takes_char(it))) else {
        return;
    };
    if app.ahead.is_empty() {
        return;
    }
    let mut letters = app.ahead.chars();
    let mut behind = None;
    for (at, cell) in (at..)
        .zip(&mut buffer.content[at..])
        .take(width - at % width)
    {
        let letter = letters.next();
        let is_narrow = |it: char| text::cells(it.encode_utf8(&mut [0; 4])) == 1;
        if cell.symbol() != " " || !letter.is_none_or(is_narrow) {
            return;
        }
        let Some(letter) = letter else {
            behind = Some((at % width, at / width));
            break;
        };
        cell.set_char(letter).set_style(app.view.theme.strong());
    }
    if let Some((x, y)) = behind
        && let (Ok(x), Ok(y)) = (u16::try_from(x), u16::try_from(y))
    {
        frame.set_cursor_position(Position::new(x, y));
    }
}

/// Names may be of any script; a terminal without UTF-8 would show their bytes.
fn in_shown_letters(buffer: &mut Buffer, theme: Theme) {
    for y in buffer.area.top()..buffer.area.bottom() {
        for x in buffer.area.left()..buffer.area.right() {
            let letter = buffer[(x, y)].symbol();
            if letter.chars().all(|it| theme.draws(it)) {
                continue;
            }
            let shown = text::ascii_letter(letter);
            let places = (x..buffer.area.right()).zip(shown.chars());
            for (place, ascii) in places {
                buffer[(place, y)].set_char(ascii);
            }
        }
    }
}

fn too_small(frame: &mut Frame, area: Rect, view: &View) {
    let size = [("width", area.width.into()), ("height", area.height.into())];
    let sentence = view.fill("app-too-small", &size);
    frame.render_widget(Paragraph::new(sentence).wrap(Wrap { trim: true }), area);
}

/// The panes that fit, with their areas.
fn places(body: Rect, left: Pane) -> Vec<(Pane, Rect)> {
    let right_width = (body.width * 2 / 5).clamp(WIDTH_MIN / 2, RIGHT_MAX);
    let left_area = Rect {
        width: body.width - right_width,
        ..body
    };
    let right_area = Rect {
        x: left_area.right(),
        width: right_width,
        ..body
    };
    let client_height = body.height * 2 / 5;
    let client = Rect {
        height: client_height,
        ..right_area
    };
    let cart = Rect {
        y: client.bottom(),
        height: right_area.height - client_height,
        ..right_area
    };
    let mut places = vec![(Pane::Client, client), (Pane::Cart, cart)];
    if body.width >= WIDTH_ALL && body.height >= HEIGHT_ALL - 2 {
        let stock_height = body.height / 4;
        let day = Rect {
            height: left_area.height - stock_height,
            ..left_area
        };
        let stock = Rect {
            y: day.bottom(),
            height: stock_height,
            ..left_area
        };
        places.extend([(Pane::Day, day), (Pane::Stock, stock)]);
    } else {
        places.push((left, left_area));
    }
    places
}

/// Shop, day and time at the left; who, drawer, devices and what wants attention at
/// the right. Where it is narrow, words go before facts: the time is never cut.
fn top_line(frame: &mut Frame, area: Rect, view: &View) {
    let width = usize::from(area.width);
    let demo = match (view.demo, view.shop.as_of()) {
        (true, _) => format!(" {} ", view.text("app-demo")),
        (false, Some(_)) => format!(" {} ", view.text("app-looking-back")),
        (false, None) => String::new(),
    };
    let (wide, narrow) = (top_parts(view, true), top_parts(view, false));
    let clock = format!(" {} ", view.words().time(view.now));
    // What goes first stands first: long words, the shop and the date, the demo's sign.
    let all = [
        (&wide.0, &demo, &wide.1),
        (&narrow.0, &demo, &narrow.1),
        (&clock, &demo, &narrow.1),
        (&clock, &String::new(), &narrow.1),
    ];
    let fits = |(left, demo, right): &&(&String, &String, &String)| {
        text::cells(left) + text::cells(demo) + text::cells(right) <= width
    };
    let [.., least] = &all;
    let (left, demo, right) = all.iter().find(fits).unwrap_or(least);
    let right = text::cut(right, width.saturating_sub(text::cells(&clock)));
    let left_width = width.saturating_sub(text::cells(&right) + text::cells(demo));
    let line = Line::from(vec![
        Span::styled(
            text::pad(&text::cut(left, left_width), left_width),
            view.theme.bar(),
        ),
        Span::styled(demo.as_str(), view.theme.alert().patch(view.theme.bar())),
        Span::styled(right, view.theme.bar()),
    ]);
    frame.render_widget(line, area);
}

fn top_parts(view: &View, wide: bool) -> (String, String) {
    let words = view.words();
    let date = if wide {
        words.date(view.today())
    } else {
        words.short_date(view.today())
    };
    let left = format!(
        " {}  {date}  {} ",
        view.settings.shop_name,
        words.time(view.now)
    );
    let operator = view.session.operator.and_then(|id| view.staff_named(id));
    let operator = match (operator, wide) {
        (Some(staff), true) => staff.name.clone(),
        (Some(staff), false) => staff.short.clone(),
        // Where nobody signs on it would be said all day.
        (None, true) if view.rights.on => view.text("app-nobody"),
        (None, _) => String::new(),
    };
    let drawer = match &view.drawer {
        Some(session) => {
            let since = words.clock(session.opened_at);
            view.fill("app-drawer-open", &[("since", since.into())])
        }
        None => view.text("app-drawer-closed"),
    };
    let desk = view.fill("app-desk", &[("register", view.session.register.into())]);
    let desk = if wide || view.session.register != 1 {
        desk
    } else {
        String::new()
    };
    let mut right = vec![operator, desk, drawer];
    right.extend(lamp("PRN", &view.lamps.printer));
    if view.lamps.paper_low {
        right.push(view.text("lamp-paper-low"));
    }
    if view.lamps.drawer_open == Some(true) {
        right.push(view.text("lamp-drawer-open"));
    }
    if let Lamp::Down(_) = view.lamps.display {
        right.extend(lamp("DSP", &view.lamps.display));
    }
    right.extend(lamp("SCN", &view.lamps.scanner));
    right.extend(view.mirror.as_ref().map(mirror_lamp));
    if view.n_concerns() > 0 {
        right.push(format!("!{}", view.n_concerns()));
    }
    right.retain(|part| !part.is_empty());
    (left, format!(" {} ", right.join("  ")))
}

/// `MIR`, or how many entries and seconds the mirror is behind; with a mark when a
/// person should know.
fn mirror_lamp(mirror: &MirrorStatus) -> String {
    if mirror.is_well() {
        return "MIR".to_owned();
    }
    let mark = if mirror.is_alarm { "?" } else { "" };
    let seconds = mirror.behind.as_secs();
    match mirror.n_behind {
        Some(entries) => format!("mir{mark} {entries}/{seconds}s"),
        None => format!("mir{mark} {seconds}s"),
    }
}

fn message_mark(tone: Tone, view: &View) -> &'static str {
    match tone {
        Tone::Good => view.theme.glyph("✓", "ok"),
        Tone::Note => view.theme.glyph("•", "*"),
        Tone::Refused | Tone::Failed => "!",
    }
}

/// The message as it is broken beside its mark.
fn message_lines(sentence: &str, tone: Tone, width: u16, view: &View) -> Vec<String> {
    let mark = text::cells(message_mark(tone, view));
    let mut lines = text::wrap(sentence, usize::from(width).saturating_sub(mark + 2));
    lines.truncate(MESSAGE_LINES_MAX);
    lines
}

fn message_strip(frame: &mut Frame, body: Rect, tone: Tone, sentence: &str, view: &View) {
    let style = match tone {
        Tone::Good => view.theme.good(),
        Tone::Note => view.theme.strong(),
        Tone::Refused | Tone::Failed => view.theme.alert(),
    };
    let mark = message_mark(tone, view);
    let lines = message_lines(sentence, tone, body.width, view);
    let height = u16::try_from(lines.len()).unwrap_or(1).min(body.height);
    let area = Rect {
        y: body.bottom() - height,
        height,
        ..body
    };
    frame.render_widget(Clear, area);
    for (nth, line) in lines.iter().enumerate() {
        let y = area.y + u16::try_from(nth).unwrap_or(0);
        if y >= area.bottom() {
            break;
        }
        let mark = if nth == 0 {
            mark.to_owned()
        } else {
            " ".repeat(text::cells(mark))
        };
        let line = Line::from(Span::styled(format!("{mark} {line}"), style));
        frame.render_widget(
            line,
            Rect {
                y,
                height: 1,
                ..area
            },
        );
    }
}

/// Where one can always go from the desk, in its place at the right: when the pane
/// changes it stands still.
const WAYS: [Action; 5] = [
    Action::PaneDay,
    Action::PaneClient,
    Action::PaneCart,
    Action::Find,
    Action::Help,
];

/// At the left what can be done here and now, the most useful first; at the right the
/// ways that are open. What has no room is left out whole, help never.
fn hint_line(top: &dyn Component, width: usize, view: &View) -> String {
    let contexts = top.contexts();
    let hint = |action: Action| {
        let keys = view
            .keymap
            .keys_at(action, &contexts, |letter| top.takes_char(letter));
        let key = keys.first()?.to_string();
        Some(format!(" {key} {} ", view.label(action)))
    };
    let is_desk = contexts.contains(&Context::Desk);
    let help = hint(Action::Help).unwrap_or_default();
    let mut right: String = if is_desk {
        WAYS.iter().filter_map(|it| hint(*it)).collect()
    } else {
        help.clone()
    };
    // What is done here needs half of the line.
    if text::cells(&right) * 2 > width + HINTS_OVER {
        right = help;
    }
    let room = width.saturating_sub(text::cells(&right));
    let mut left = String::new();
    let mut told: Vec<Action> = if is_desk {
        WAYS.into()
    } else {
        vec![Action::Help]
    };
    for action in top.hints(view) {
        if told.contains(&action) {
            continue;
        }
        told.push(action);
        let Some(hint) = hint(action) else { continue };
        if text::cells(&left) + text::cells(&hint) > room {
            break;
        }
        left.push_str(&hint);
    }
    if is_desk {
        left = text::pad(&left, room);
    }
    // In a dialog nothing goes on behind help.
    text::pad(&(left + &right), width)
}
