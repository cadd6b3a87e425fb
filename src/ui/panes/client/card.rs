//! A client's card: name and phone, the alert, what the client usually has, the
//! last visit and those to come, notes, visits and receipts.

use ratatui::text::{Line, Span};

use crate::{
    domain::{
        booking::{Appointment, Status},
        client::Client,
        deposit::Deposit,
        holding::{Holding, HoldingFault},
        money::Money,
        tab::{Tab, by_age},
        text, time,
    },
    ops::query::{self, ClientCard, Every, Place, ReceiptHit, Standing, Usual, Visit},
    store::Reads,
    ui::{dialogs::board, view::View},
};

pub(super) fn lines(
    card: Option<&ClientCard>,
    place: Option<&Place>,
    width: usize,
    view: &View,
) -> Vec<Line<'static>> {
    let Some(card) = card else {
        let hint = text::wrap(&view.text("client-how"), width);
        return hint
            .into_iter()
            .map(|line| Line::styled(line, view.theme.dim()))
            .collect();
    };
    let client = &card.client;
    let mut lines = head(client, width, view);
    let wrapped = |text: &str| text::wrap(text, width).into_iter();
    if !client.alert.is_empty() {
        let alert = wrapped(&format!("! {}", client.alert));
        lines.extend(alert.map(|line| Line::styled(line, view.theme.alert())));
    }
    if let Some(place) = place {
        let place = [("place", board::place(place, view).into())];
        let place = view.fill("place-on-card", &place);
        lines.extend(wrapped(&place).map(|line| Line::styled(line, view.theme.strong())));
    }
    if let Some(owes) = owes(card, view) {
        lines.extend(wrapped(&owes).map(|line| Line::styled(line, view.theme.alert())));
    }
    let holdings = card.holdings.iter();
    lines.extend(holdings.flat_map(|it| holding_lines(it, width, view)));
    let deposits = card.deposits.iter();
    lines.extend(deposits.map(|it| deposit_line(it, width, view)));
    lines.extend(points_lines(card, width, view));
    let upcoming = card.upcoming.iter();
    lines.extend(upcoming.map(|visit| visit_line(visit, width, true, view)));
    if let Some(due) = card.due {
        let day = [("day", view.words().short_date(due).into())];
        lines.extend(wrapped(&view.fill("client-due", &day)).map(Line::raw));
    }
    if let Some(usual) = &card.usual {
        lines.extend(wrapped(&usual_line(usual, view)).map(Line::raw));
    }
    if !card.never_with.is_empty() {
        let names = [("names", view.words().list(&card.never_with).into())];
        lines.extend(wrapped(&view.fill("client-never-with", &names)).map(Line::raw));
    }
    if let Some(standing) = &card.standing {
        lines.extend(wrapped(&standing_line(standing, view)).map(Line::raw));
    }
    lines.extend(wrapped(&about(card, view)).map(Line::raw));
    if !client.notes.is_empty() {
        lines.extend(wrapped(&client.notes).map(Line::raw));
    }
    let past = card.past.iter();
    lines.extend(past.map(|visit| visit_line(visit, width, false, view)));
    let receipts = card.receipts.iter();
    lines.extend(receipts.map(|receipt| receipt_line(receipt, width, view)));
    lines
}

fn head(client: &Client, width: usize, view: &View) -> Vec<Line<'static>> {
    // The number is there to be called: it is never cut for the name.
    let both = text::cells(&client.name) + 1 + text::cells(&client.phone);
    if both > width {
        return vec![
            Line::styled(text::cut(&client.name, width), view.theme.strong()),
            Line::raw(text::cut(&client.phone, width)),
        ];
    }
    let name = text::pad(&client.name, width - text::cells(&client.phone) - 1);
    vec![Line::from(vec![
        Span::styled(name, view.theme.strong()),
        Span::raw(format!(" {}", client.phone)),
    ])]
}

/// What was paid ahead; marked where it ends soon.
fn holding_lines(holding: &Holding, width: usize, view: &View) -> Vec<Line<'static>> {
    let words = view.words();
    let left = words.left(holding, view.today());
    let mut line = format!("{}: {left}", holding.name);
    if let Some(until) = holding.until {
        let until = [("until", words.date(until).into())];
        line = format!("{line}, {}", view.fill("holding-until", &until));
    }
    if let Some(fault @ (HoldingFault::NotYet { .. } | HoldingFault::Resting { .. })) =
        holding.fault(view.today())
    {
        line = words.holding_fault(&holding.name, fault);
    }
    let rules = query::loyalty_rules(&view.shop.read()).unwrap_or_default();
    let is_soon = query::ends_soon(holding, view.today(), rules.soon_days);
    let has_lapsed = matches!(
        holding.fault(view.today()),
        Some(HoldingFault::Lapsed { .. })
    );
    let (mark, style) = if is_soon || has_lapsed {
        ("! ", view.theme.alert())
    } else {
        ("", view.theme.plain())
    };
    text::wrap(&format!("{mark}{line}"), width)
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}

/// Points, with those that end soon.
fn points_lines(card: &ClientCard, width: usize, view: &View) -> Vec<Line<'static>> {
    let Some(points) = &card.points else {
        return Vec::new();
    };
    let words = [
        ("n", points.left.into()),
        ("worth", view.money(points.worth).into()),
    ];
    let line = view.fill("client-points", &words);
    let (line, style) = match points.ends_soon {
        Some(end) => {
            let day = view.words().date(end.on);
            let words = [
                ("points", line.into()),
                ("n", end.points.into()),
                ("day", day.into()),
            ];
            let line = view.fill("client-points-end", &words);
            (format!("! {line}"), view.theme.alert())
        }
        None => (line, view.theme.plain()),
    };
    text::wrap(&line, width)
        .into_iter()
        .map(|line| Line::styled(line, style))
        .collect()
}

/// Money of the client's; marked where the visit that it was for will not be.
fn deposit_line(deposit: &Deposit, width: usize, view: &View) -> Line<'static> {
    let args = [
        ("left", view.money(deposit.left).into()),
        ("day", view.words().date(deposit.taken_on).into()),
    ];
    let line = view.fill("client-deposit", &args);
    let visit = deposit.appointment;
    let visit = visit.and_then(|id| view.shop.read().get::<Appointment>(&id).ok()?);
    let is_missed = visit.is_some_and(|it| it.status.is_final() && it.status != Status::Done);
    let (mark, style) = if is_missed {
        ("! ", view.theme.alert())
    } else {
        ("", view.theme.plain())
    };
    Line::styled(text::cut(&format!("{mark}{line}"), width), style)
}

/// `Usual: Anna, Swedish 60, every 6 weeks`.
pub(super) fn usual_line(usual: &Usual, view: &View) -> String {
    let who_and_what = [
        ("staff", usual.staff.as_str().into()),
        ("service", usual.service.as_str().into()),
    ];
    let mut line = view.fill("client-usual", &who_and_what);
    if let Some(every) = usual.every {
        let (id, n) = match every {
            Every::Days(n) => ("client-every-days", n),
            Every::Weeks(n) => ("client-every-weeks", n),
        };
        line.push_str(", ");
        line.push_str(&view.fill(id, &[("n", n.into())]));
    }
    line
}

/// What is owed, since when, and how much of it has grown old.
fn owes(card: &ClientCard, view: &View) -> Option<String> {
    let oldest = card.tabs.first()?;
    let [_, month, two, more] = by_age(&card.tabs, view.today());
    let (old, open) = (month + two + more, card.tabs.iter().map(Tab::open).sum());
    let args = [
        ("open", view.money(open).into()),
        ("since", view.words().short_date(oldest.since).into()),
        ("n", card.tabs.len().into()),
        ("old", view.money(old).into()),
        ("overdue", view.money(more).into()),
    ];
    let id = if more > Money::ZERO {
        "client-owes-long"
    } else if old > Money::ZERO {
        "client-owes-old"
    } else {
        "client-owes"
    };
    Some(view.fill(id, &args))
}

/// What the client's card takes off, what was bought, and the next level.
fn standing_line(standing: &Standing, view: &View) -> String {
    let mut words = vec![("rate", standing.rate.to_string().into())];
    let Some(bought) = standing.bought else {
        return view.fill("client-standing", &words);
    };
    words.push(("bought", view.money(bought).into()));
    let Some(next) = standing.next else {
        return view.fill("client-standing-bought", &words);
    };
    words.push(("next", next.rate.to_string().into()));
    words.push(("from", view.money(next.from).into()));
    view.fill("client-standing-next", &words)
}

/// The last visit, and how many there were.
fn about(card: &ClientCard, view: &View) -> String {
    let counts = [
        ("visits", card.n_visits.into()),
        ("noshows", card.n_no_shows.into()),
    ];
    let counts = view.fill("client-counts", &counts);
    let last = card.past.iter().find(|it| it.status == Status::Done);
    match last {
        Some(last) => {
            let day = view.words().short_date(last.start.date);
            let last = view.fill("client-last", &[("day", day.into())]);
            format!("{last}. {counts}")
        }
        None => counts,
    }
}

/// Date and time, service, therapist; its status where that is no matter of course.
fn visit_line(visit: &Visit, width: usize, upcoming: bool, view: &View) -> Line<'static> {
    let words = view.words();
    let when = format!(
        "{} {}",
        words.short_date(visit.start.date),
        time::spelled(visit.start, view.settings.time_zone)
    );
    let mark = if upcoming {
        view.theme.glyph("→", ">")
    } else {
        " "
    };
    let status = match (upcoming, visit.status) {
        (true, Status::Booked) | (false, Status::Done) => String::new(),
        (_, status) => format!(" ({})", words.status(status)),
    };
    let line = format!("{mark} {when} {}, {}{status}", visit.service, visit.staff);
    let style = if upcoming {
        view.theme.strong()
    } else {
        view.theme.plain()
    };
    Line::styled(text::cut(&line, width), style)
}

fn receipt_line(receipt: &ReceiptHit, width: usize, view: &View) -> Line<'static> {
    let total = view.money(receipt.total);
    let left_width = width.saturating_sub(text::cells(&total) + 1);
    let day = view.words().short_date(receipt.at.date);
    let left = text::cut(&format!("{day} {}", receipt.receipt), left_width);
    Line::raw(format!("{} {total}", text::pad(&left, left_width)))
}
