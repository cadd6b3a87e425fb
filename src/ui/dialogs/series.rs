//! An appointment that comes again and again: how often, then all of them in a list
//! before any is booked.

use crate::{
    domain::{
        booking::{Appointment, How},
        client::Client,
        holding::Holding,
        ids::{ClientId, ServiceId},
        staff::parse_week,
        visit::{Interval, Recurrence, SeriesEnd},
    },
    ops::{
        query::{self, Answer, DayBlock, Planned, Query, SeriesWish},
        refusal::{Field, FieldProblem, OfferReport},
        request::{Booking, Request, SeriesDraft},
        shop::Stop,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{self, Wrong},
            plan_list::PlanList,
        },
        panes::day::jobs,
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

const TIMES_USUAL: u16 = 6;

/// Asks how it comes again. What is left of a package says how often.
pub fn repeat(block: &DayBlock, view: &View) -> Box<dyn Component> {
    let args = [
        ("who", jobs::client_name(block, view).into()),
        ("service", block.service.as_str().into()),
    ];
    let first = block.appointment.clone();
    let left = first
        .client
        .and_then(|client| left_of(client, first.service, view));
    let times = left
        .as_ref()
        .and_then(|it| u16::try_from(it.units_left).ok())
        .filter(|n| (2..=Recurrence::TIMES_MAX).contains(n))
        .unwrap_or(TIMES_USUAL);
    let said = left.map(|it| said_of(&it, view));
    let label = |field| view.words().field(field);
    let form_fields: Vec<FormField<()>> = vec![
        FormField::text(Field::Times, label(Field::Times), &times.to_string())
            .replaced_by_typing()
            .hint(view.text("series-times")),
        FormField::text(Field::Every, label(Field::Every), "1w")
            .replaced_by_typing()
            .hint(view.text("series-every"))
            .read_by(|text, view| match every(text) {
                Some(_) => Reading::Fine(String::new()),
                None => Reading::Wrong(wrong(Field::Every, text, view).1),
            }),
        FormField::text(Field::Weekdays, label(Field::Weekdays), "")
            .hint(view.text("series-weekdays"))
            .read_by(|text, view| match weekdays(text) {
                Some(_) => Reading::Fine(String::new()),
                None => Reading::Wrong(wrong(Field::Weekdays, text, view).1),
            }),
        fields::optional_day_ahead(Field::Until, view.text("series-until"), view),
    ];
    let form = Form::new(
        view.fill("series-title", &args),
        "help-series",
        form_fields,
        move |fields, view| {
            let rule = rule(fields, &first, view)?;
            // The list lies over the form: who goes back finds it as it was.
            Ok(vec![preview(&first, rule, view)])
        },
    );
    form.submit_from(0)
        .foot(move |_, _| said.clone().unwrap_or_default())
        .boxed()
}

/// With what would be understood.
fn wrong(field: Field, typed: &str, view: &View) -> Wrong {
    let said = match field {
        Field::Every => "series-no-every",
        _ => "series-no-weekdays",
    };
    (field, view.fill(said, &[("typed", typed.into())]))
}

fn rule(fields: &[FormField<()>], first: &Appointment, view: &View) -> Result<Recurrence, Wrong> {
    let text = |field| fields::text_of(fields, field).trim().to_owned();
    let until = fields::read_optional_day_ahead(fields, Field::Until, view)?;
    if until.is_some_and(|it| it <= first.start().date) {
        return Err((Field::Until, view.text("series-until-early")));
    }
    let times = text(Field::Times);
    let end = match (until, times.parse::<u16>()) {
        (Some(day), _) => SeriesEnd::Until(day),
        (None, Ok(n)) if (2..=Recurrence::TIMES_MAX).contains(&n) => SeriesEnd::Times(n),
        _ => {
            let problem = FieldProblem::OutOfRange {
                least: "2".into(),
                most: Recurrence::TIMES_MAX.to_string(),
            };
            let said = view.words().field_problem(Field::Times, &problem);
            return Err((Field::Times, said));
        }
    };
    let every_typed = text(Field::Every);
    let every = every(&every_typed).ok_or_else(|| wrong(Field::Every, &every_typed, view))?;
    let days = text(Field::Weekdays);
    Ok(Recurrence {
        every: every.0,
        unit: every.1,
        weekdays: weekdays(&days).ok_or_else(|| wrong(Field::Weekdays, &days, view))?,
        end,
    })
}

/// `1`, `2w`: weeks; `10d`: days.
fn every(typed: &str) -> Option<(u16, Interval)> {
    let typed = typed.trim().to_lowercase();
    let (n, unit) = match typed.strip_suffix('d') {
        Some(n) => (n, Interval::Days),
        None => (typed.strip_suffix('w').unwrap_or(&typed), Interval::Weeks),
    };
    let n = n.trim().parse().ok().filter(|n| (1..=366).contains(n))?;
    Some((n, unit))
}

/// `mon thu`, `mon-fri`; Monday is 0.
fn weekdays(typed: &str) -> Option<Vec<u8>> {
    let days: Vec<&str> = typed
        .split([' ', ','])
        .filter(|it| !it.is_empty())
        .collect();
    if days.is_empty() {
        return Some(Vec::new());
    }
    let week = parse_week(&format!("{} 9-10", days.join(",")))?;
    let days = (0..7_u8).zip(week).filter(|(_, shifts)| !shifts.is_empty());
    Some(days.map(|(day, _)| day).collect())
}

fn preview(first: &Appointment, rule: Recurrence, view: &View) -> Cmd {
    let wish = SeriesWish {
        first: first.id,
        rule: rule.clone(),
    };
    let plans = move |view: &View| planned(&Query::PlanSeries(wish.clone()), view);
    let first = first.clone();
    let then = move |taken: &[Option<OfferReport>], _: &View| {
        let parts = taken.iter().flatten().map(|offer| Booking {
            client: first.client,
            service: first.service,
            staff: offer.staff,
            team: Vec::new(),
            room: offer.room,
            equipment: Vec::new(),
            start: offer.start,
            note: String::new(),
            how: How::default(),
            override_reason: None,
        });
        Request::BookSeries(SeriesDraft {
            rule: rule.clone(),
            first: Some(first.id),
            parts: parts.collect(),
        })
    };
    let done = |outcome: &crate::ops::outcome::Outcome, view: &View| {
        vec![Cmd::Pop, view.say_done(outcome)]
    };
    let title = view.text("series-preview");
    PlanList::open(title, "help-series-list", plans, then, done, view)
}

pub(super) fn planned(query: &Query, view: &View) -> Result<Vec<Planned>, Stop> {
    match view.shop.ask(&view.session, &view.locale, query)? {
        Answer::Planned { plans } => Ok(plans),
        _ => Ok(Vec::new()),
    }
}

/// What a client has left of a package for a service.
fn left_of(client: ClientId, service: ServiceId, view: &View) -> Option<Holding> {
    let held = query::holdings(&view.shop.read(), view.today(), client).ok()?;
    let is_for = |it: &Holding| {
        let services = it.kind.services();
        services.is_some_and(|it| it.contains(&service)) && it.fault(view.today()).is_none()
    };
    held.into_iter().find(is_for)
}

fn said_of(holding: &Holding, view: &View) -> String {
    let left = view.words().left(holding, view.today());
    format!("{}: {left}", holding.name)
}

/// What is left of what a client has paid ahead for a service, in words; empty where
/// that is nothing.
pub(super) fn left_words(
    client: Option<ClientId>,
    service: Option<ServiceId>,
    view: &View,
) -> String {
    let left = client
        .zip(service)
        .and_then(|(client, service)| left_of(client, service, view));
    left.map_or_else(String::new, |it| said_of(&it, view))
}

/// Names of clients for lists of parts.
pub(super) fn name_of(client: Option<ClientId>, view: &View) -> String {
    let client = client.and_then(|id| view.shop.read().get::<Client>(&id).ok().flatten());
    client.map_or_else(|| view.text("client-walk-in"), |it| it.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_days_and_weekdays_are_understood() {
        assert_eq!(every("1"), Some((1, Interval::Weeks)));
        assert_eq!(every("2w"), Some((2, Interval::Weeks)));
        assert_eq!(every(" 10d "), Some((10, Interval::Days)));
        assert_eq!(every("0"), None);
        assert_eq!(every("often"), None);
        assert_eq!(weekdays(""), Some(vec![]));
        assert_eq!(weekdays("mon thu"), Some(vec![0, 3]));
        assert_eq!(weekdays("fri,mon-tue"), Some(vec![0, 1, 4]));
        assert_eq!(weekdays("payday"), None);
    }
}
