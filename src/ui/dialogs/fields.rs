//! What forms ask alike: yes or no, dates, times, amounts, whole numbers, phones.

use chrono::{Datelike, NaiveDate};

use crate::{
    domain::{
        card::may_be_bank_card,
        client::{Client, Sex},
        ids::{ClientId, StaffId},
        money::{Money, MoneyParseError, Rate},
        staff::{parse_shift, parse_week, write_shift, write_week},
        tax::{TaxComponent, TaxedOn},
        text,
        time::hhmm,
        typed,
    },
    ops::{
        query,
        refusal::{Field, FieldProblem},
    },
    store::Reads,
    ui::{
        view::View,
        widgets::form::{Choice, FormField, Reading},
    },
};

/// A field that is wrong, and why.
pub(in crate::ui) type Wrong = (Field, String);

pub(in crate::ui) fn yes_or_no<V: Clone + 'static>(
    field: Field,
    label: String,
    is: bool,
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    either(field, label, is, ["form-yes", "form-no"], view, value)
}

/// One of two, by the message ids of what they are called; the first is `true`.
pub(in crate::ui) fn either<V: Clone + 'static>(
    field: Field,
    label: String,
    is: bool,
    [yes, no]: [&'static str; 2],
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    let options = vec![(view.text(yes), value(true)), (view.text(no), value(false))];
    one_of(field, label, usize::from(!is), options)
}

/// What is asked where another that is in use is called so: whether it is, its name and
/// its code. What is called as before is not asked about.
pub(in crate::ui) fn named_so<'a, V: Clone>(
    fields: &[FormField<V>],
    before: &str,
    others: impl Iterator<Item = (bool, &'a str, &'a str)>,
    view: &View,
) -> Option<String> {
    let name = text::fold(text_of(fields, Field::Name));
    if name == text::fold(before) {
        return None;
    }
    let is_same = |it: &(bool, &str, &str)| it.0 && text::fold(it.1) == name;
    let (_, name, code) = others.into_iter().find(is_same)?;
    let args = [("name", name.into()), ("code", code.into())];
    Some(view.fill(
        if code.is_empty() {
            "form-named-so"
        } else {
            "form-named-so-code"
        },
        &args,
    ))
}

/// Empty where nothing is told.
pub(in crate::ui) fn sex<V: Clone + 'static>(
    now: Option<Sex>,
    view: &View,
    value: impl Fn(Sex) -> V + 'static,
) -> FormField<V> {
    let word = |sex, view: &View| {
        view.text(match sex {
            Sex::Female => "client-female",
            Sex::Male => "client-male",
        })
    };
    let label = view.words().field(Field::Sex);
    let now = now.map(|it| (word(it, view), value(it)));
    FormField::pick(Field::Sex, label, now, move |typed, view| {
        let both = [Sex::Female, Sex::Male].into_iter();
        both.map(|it| Choice {
            label: word(it, view),
            detail: String::new(),
            value: value(it),
        })
        .filter(|it| text::fold(&it.label).starts_with(&text::fold(typed)))
        .collect()
    })
}

/// Who has this name or short name, whatever its marks and case.
pub(in crate::ui) fn staff_called(name: &str, view: &View) -> Option<StaffId> {
    let is_it = |it: &str| !it.is_empty() && text::fold(it) == text::fold(name);
    let mut staff = view.staff.iter();
    let found = staff.find(|it| is_it(&it.name) || is_it(&it.short))?;
    Some(found.id)
}

pub(in crate::ui) fn nobody_called(field: Field, name: &str, view: &View) -> Wrong {
    (
        field,
        view.fill("manage-no-person", &[("typed", name.into())]),
    )
}

/// One of a few that are there from the start.
pub(in crate::ui) fn one_of<V: Clone + 'static>(
    field: Field,
    label: String,
    chosen: usize,
    options: Vec<(String, V)>,
) -> FormField<V> {
    let chosen = options.get(chosen).cloned();
    FormField::pick(field, label, chosen, move |typed, _| {
        let typed = text::fold(typed);
        // By the beginning of any of its words: "included" names itself by its last.
        let fits = |(label, _): &&(String, V)| {
            let label = text::fold(label);
            let mut words = label.split_whitespace();
            label.starts_with(&typed) || words.any(|word| word.starts_with(&typed))
        };
        let choice = |(label, value): &(String, V)| Choice {
            label: label.clone(),
            detail: String::new(),
            value: value.clone(),
        };
        options.iter().filter(fits).map(choice).collect()
    })
}

/// How prices relate to tax.
pub(in crate::ui) fn tax_inside<V: Clone + 'static>(
    is: bool,
    view: &View,
    value: impl Fn(bool) -> V + 'static,
) -> FormField<V> {
    let label = view.words().field(Field::TaxInside);
    let words = ["start-inside", "start-added"];
    either(Field::TaxInside, label, is, words, view, value)
}

pub(in crate::ui) fn text_of<V: Clone>(fields: &[FormField<V>], field: Field) -> &str {
    fields
        .iter()
        .find(|it| it.field == field)
        .map_or("", FormField::value)
}

/// What was chosen; nothing typed is no choice.
pub(in crate::ui) fn chosen<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<V>, Wrong> {
    let found = fields.iter().find(|it| it.field == field);
    let chosen = found.and_then(FormField::chosen).cloned();
    match found {
        Some(it) if chosen.is_none() && !it.value().is_empty() => Err((field, it.not_listed(view))),
        _ => Ok(chosen),
    }
}

fn not_understood(id: &str, typed: &str, view: &View) -> String {
    view.fill(id, &[("typed", typed.into())])
}

/// A date, however it is spelled; the day that was understood stands beside it.
pub(in crate::ui) fn date<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    day(Field::Date, initial, view)
}

/// A day to come.
pub(in crate::ui) fn date_ahead<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    day_ahead(Field::Date, initial, view)
}

/// The same under another name.
pub(in crate::ui) fn day_ahead<V: Clone>(field: Field, initial: &str, view: &View) -> FormField<V> {
    day(field, initial, view)
        .read_by(|text, view| reading(typed::date_ahead(text, view.today()), text, view))
}

/// The same under another name.
pub(in crate::ui) fn day<V: Clone>(field: Field, initial: &str, view: &View) -> FormField<V> {
    FormField::text(field, view.words().field(field), initial)
        .read_by(read_date)
        .replaced_by_typing()
}

/// A day that may be left empty, which means what the hint says.
pub(in crate::ui) fn optional_date<V: Clone>(
    field: Field,
    hint: String,
    view: &View,
) -> FormField<V> {
    let label = view.words().field(field);
    FormField::text(field, label, "")
        .hint(hint)
        .read_by(|text, view| match text.trim() {
            "" => Reading::Fine(String::new()),
            text => read_date(text, view),
        })
}

/// The same, of a day to come.
pub(in crate::ui) fn optional_day_ahead<V: Clone>(
    field: Field,
    hint: String,
    view: &View,
) -> FormField<V> {
    day_ahead(field, "", view).hint(hint)
}

/// What [`optional_day_ahead`] was filled with.
pub(in crate::ui) fn read_optional_day_ahead<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<NaiveDate>, Wrong> {
    read_optional(fields, field, typed::date_ahead, view)
}

/// What [`optional_date`] was filled with.
pub(in crate::ui) fn read_optional_date<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<NaiveDate>, Wrong> {
    read_optional(fields, field, typed::date, view)
}

fn read_optional<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    read: fn(&str, NaiveDate) -> Option<NaiveDate>,
    view: &View,
) -> Result<Option<NaiveDate>, Wrong> {
    match text_of(fields, field).trim() {
        "" => Ok(None),
        typed => read(typed, view.today())
            .map(Some)
            .ok_or_else(|| (field, not_understood("form-no-date", typed, view))),
    }
}

fn read_date(text: &str, view: &View) -> Reading {
    reading(typed::date(text, view.today()), text, view)
}

fn reading(date: Option<NaiveDate>, text: &str, view: &View) -> Reading {
    match date {
        Some(date) if date.year() == view.today().year() => {
            Reading::Fine(view.words().short_date(date))
        }
        Some(date) => Reading::Fine(view.words().date(date)),
        None => Reading::Wrong(not_understood("form-no-date", text, view)),
    }
}

/// A time of the day.
pub(in crate::ui) fn time<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Time);
    let time = FormField::text(Field::Time, label, initial).replaced_by_typing();
    time.read_by(|text, view| match typed::time_of_two(text) {
        Some((minute, _)) => Reading::Fine(hhmm(minute)),
        None => Reading::Wrong(not_understood("form-no-time", text, view)),
    })
}

/// A date of birth, with the age that it makes.
pub(in crate::ui) fn born<V: Clone>(label: String, initial: &str) -> FormField<V> {
    FormField::text(Field::BirthDate, label, initial).read_by(|text, view| match typed::birth_date(
        text,
        view.today(),
    ) {
        Some(date) => {
            let years = view.today().years_since(date).unwrap_or(0);
            let words = [
                ("date", view.words().date(date).into()),
                ("years", years.into()),
            ];
            Reading::Fine(view.fill("client-form-age", &words))
        }
        None => Reading::Wrong(not_understood("form-no-born", text, view)),
    })
}

/// An amount of the shop's currency.
pub(in crate::ui) fn money<V: Clone>(field: Field, label: String, initial: &str) -> FormField<V> {
    FormField::text(field, label, initial)
        .read_by(read_money)
        .replaced_by_typing()
}

fn read_money(text: &str, view: &View) -> Reading {
    let currency = &view.settings.currency;
    match currency.parse(text) {
        Ok(amount) => Reading::Fine(format!("{} {}", view.money(amount), currency.code)),
        Err(err) => Reading::Wrong(no_amount(text, err, view)),
    }
}

fn no_amount(text: &str, err: MoneyParseError, view: &View) -> String {
    let shown = ("typed", text.into());
    match err {
        MoneyParseError::TooManyDecimals { allowed } => {
            let allowed = ("n", u32::from(allowed).into());
            view.fill("form-many-decimals", &[shown, allowed])
        }
        MoneyParseError::Ambiguous => view.fill("form-two-amounts", &[shown]),
        _ => view.fill("form-no-amount", &[shown]),
    }
}

/// A length of time in minutes.
pub(in crate::ui) fn minutes<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Minutes);
    let minutes = FormField::text(Field::Minutes, label, initial).replaced_by_typing();
    minutes.read_by(|text, view| match typed::minutes(text) {
        Some(n) => Reading::Fine(view.fill("form-minutes", &[("n", n.into())])),
        None => Reading::Wrong(not_understood("form-no-minutes", text, view)),
    })
}

/// A whole number that is not negative.
pub(in crate::ui) fn whole<V: Clone>(field: Field, label: String, initial: &str) -> FormField<V> {
    let number = FormField::text(field, label, initial).replaced_by_typing();
    number.read_by(|text, view| match text.parse::<u32>() {
        Ok(_) => Reading::Fine(String::new()),
        Err(_) => Reading::Wrong(not_understood("form-no-number", text, view)),
    })
}

/// A whole number.
pub(in crate::ui) fn signed<V: Clone>(field: Field, label: String) -> FormField<V> {
    FormField::text(field, label, "").read_by(|text, view| match text.parse::<i64>() {
        Ok(_) => Reading::Fine(String::new()),
        Err(_) => Reading::Wrong(not_understood("form-no-number", text, view)),
    })
}

/// An address that mail can be sent to.
pub(in crate::ui) fn email<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Email);
    FormField::text(Field::Email, label, initial).read_by(|text, view| {
        if typed::is_email(text) {
            Reading::Fine(String::new())
        } else {
            Reading::Wrong(not_understood("form-no-email", text, view))
        }
    })
}

/// A phone number, kept as typed. Who has it already is named at once.
pub(in crate::ui) fn phone<V: Clone>(
    initial: &str,
    own: Option<ClientId>,
    view: &View,
) -> FormField<V> {
    let label = view.words().field(Field::Phone);
    FormField::text(Field::Phone, label, initial).read_by(move |text, view| {
        if !typed::is_phone(text) {
            return Reading::Wrong(not_understood("form-no-phone", text, view));
        }
        match has_phone(text, own, view) {
            Some(name) => {
                Reading::Doubt(view.fill("client-form-has-phone", &[("name", name.into())]))
            }
            None => Reading::Fine(String::new()),
        }
    })
}

/// The number of a client's card. Who has it already is named at once.
pub(in crate::ui) fn card<V: Clone>(
    initial: &str,
    own: Option<ClientId>,
    view: &View,
) -> FormField<V> {
    let label = view.words().field(Field::Card);
    FormField::text(Field::Card, label, initial).read_by(move |text, view| {
        if may_be_bank_card(text) {
            let problem = FieldProblem::BankCard;
            return Reading::Wrong(view.words().field_problem(Field::Card, &problem));
        }
        let same = query::with_card(&view.shop.read(), text).unwrap_or_default();
        match same.into_iter().find(|it| Some(it.id) != own) {
            Some(other) => {
                let name = ("name", other.name.into());
                Reading::Doubt(view.fill("client-form-has-card", &[name]))
            }
            None => Reading::Fine(String::new()),
        }
    })
}

fn has_phone(text: &str, own: Option<ClientId>, view: &View) -> Option<String> {
    let same = query::with_phone(&view.shop, text);
    let reads = view.shop.read();
    let mut others = same.into_iter().filter(|id| Some(*id) != own);
    others.find_map(|id| {
        let client = reads.get::<Client>(&id).ok().flatten();
        client.filter(|it| it.active).map(|it| it.name)
    })
}

/// Hours of one day, `9-17`.
pub(in crate::ui) fn shift<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Hours);
    let hours = FormField::text(Field::Hours, label, initial).replaced_by_typing();
    hours.read_by(|text, view| match parse_shift(text) {
        Some(shift) => Reading::Fine(write_shift(&shift)),
        None => Reading::Wrong(not_understood("manage-no-shift", text, view)),
    })
}

/// Hours of a usual week.
pub(in crate::ui) fn week<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Hours);
    FormField::text(Field::Hours, label, initial).read_by(|text, view| match parse_week(text) {
        Some(week) if write_week(&week) == text => Reading::Fine(String::new()),
        Some(week) => Reading::Fine(write_week(&week)),
        None => Reading::Wrong(not_understood("manage-no-hours", text, view)),
    })
}

/// Nothing typed is no amount.
pub(in crate::ui) fn amount<V: Clone>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<Option<Money>, Wrong> {
    let typed = text_of(fields, field);
    match view.settings.currency.parse(typed) {
        _ if typed.is_empty() => Ok(None),
        Ok(amount) => Ok(Some(amount)),
        Err(err) => Err((field, no_amount(typed, err, view))),
    }
}

pub(in crate::ui) fn number<V: Clone, N: std::str::FromStr>(
    fields: &[FormField<V>],
    field: Field,
    view: &View,
) -> Result<N, Wrong> {
    let typed = text_of(fields, field);
    let wrong = |_| (field, not_understood("form-no-number", typed, view));
    typed.parse().map_err(wrong)
}

/// `VAT 21`, or `GST 5, PST 8` for several lines on the receipt; a bare number is
/// called by the usual word; nothing typed is no tax.
pub(in crate::ui) fn taxes<V: Clone>(
    fields: &[FormField<V>],
    view: &View,
) -> Result<Vec<TaxComponent>, Wrong> {
    tax_components(text_of(fields, Field::Tax), view)
}

/// A comma between two digits is a rate's, one before a blank or a word ends a line.
fn with_points(typed: &str) -> String {
    let letters: Vec<char> = typed.chars().collect();
    let is_digit = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(char::is_ascii_digit)
    };
    let told = letters.iter().enumerate().map(|(at, letter)| {
        let is_of_rate = *letter == ',' && is_digit(at.checked_sub(1)) && is_digit(Some(at + 1));
        if is_of_rate { '.' } else { *letter }
    });
    told.collect()
}

fn tax_components(typed: &str, view: &View) -> Result<Vec<TaxComponent>, Wrong> {
    let mut components = names(&with_points(typed))
        .into_iter()
        .map(|part| {
            let (part, of, inside) = tax_words(&part, view);
            let bare = part.trim_end_matches('%').trim_end();
            let (name, rate) = bare.rsplit_once(' ').unwrap_or(("", bare));
            let rate: Rate = rate.parse().map_err(|_| {
                (
                    Field::Tax,
                    view.fill("start-no-tax", &[("typed", part.into())]),
                )
            })?;
            let name = match name.trim() {
                "" => view.text("start-tax-name"),
                name => name.to_owned(),
            };
            Ok(TaxComponent {
                of,
                inside,
                ..TaxComponent::plain(name, rate)
            })
        })
        .collect::<Result<Vec<_>, _>>()?;
    // A tax on a tax is taken of all that stand before it.
    if let Some(last) = components.iter().rposition(|it| it.of == TaxedOn::Raised) {
        for before in components.iter_mut().take(last) {
            before.raises = before.of == TaxedOn::Price;
        }
    }
    Ok(components)
}

/// What stands behind a rate: whether it is taken of the taxes before it, and whether
/// the price has it in it.
fn tax_words<'a>(part: &'a str, view: &View) -> (&'a str, TaxedOn, Option<bool>) {
    let (mut part, mut of, mut inside) = (part, TaxedOn::Price, None);
    let behind = |part: &'a str, id: &str| {
        let word = view.text(id);
        part.strip_suffix(word.as_str()).map(str::trim_end)
    };
    loop {
        part = if let Some(rest) = behind(part, "tax-on-tax") {
            of = TaxedOn::Raised;
            rest
        } else if let Some(rest) = behind(part, "tax-inside") {
            inside = Some(true);
            rest
        } else if let Some(rest) = behind(part, "tax-on-top") {
            inside = Some(false);
            rest
        } else {
            return (part, of, inside);
        };
    }
}

/// What is taxed with what, as [`taxes`] reads it.
pub(in crate::ui) fn tax<V: Clone>(initial: &str, view: &View) -> FormField<V> {
    let label = view.words().field(Field::Tax);
    let field = FormField::text(Field::Tax, label, initial).hint(view.text("start-tax"));
    field.read_by(|text, view| match tax_components(text, view) {
        Ok(components) => {
            let parts = components
                .iter()
                .map(|it| format!("{} {} %", it.name, it.rate));
            Reading::Fine(parts.collect::<Vec<_>>().join(" + "))
        }
        Err((_, sentence)) => Reading::Wrong(sentence),
    })
}

/// As [`taxes`] reads it.
pub(in crate::ui) fn write_taxes(components: &[TaxComponent], view: &View) -> String {
    let part = |it: &TaxComponent| {
        let mut part = format!("{} {}", it.name, it.rate);
        let words = [
            (it.of == TaxedOn::Raised, "tax-on-tax"),
            (it.inside == Some(true), "tax-inside"),
            (it.inside == Some(false), "tax-on-top"),
        ];
        for (_, id) in words.into_iter().filter(|(is, _)| *is) {
            part = format!("{part} {}", view.text(id));
        }
        part
    };
    components.iter().map(part).collect::<Vec<_>>().join(", ")
}

/// What stands between commas.
pub(in crate::ui) fn names(typed: &str) -> Vec<String> {
    typed
        .split([',', ';'])
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}
