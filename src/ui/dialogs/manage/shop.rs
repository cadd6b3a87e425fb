//! What the shop decides once and may change later: its name and hours; when receipts
//! are printed and their own lines; how prices relate to tax and cash is rounded.

use crate::{
    domain::{
        barcode::in_store::{PATTERNS_MAX, Pattern, PatternError, usual_in},
        money::{CashRounding, Money},
        settings::{CUTOFF_HOUR_MAX, ReceiptPrinting, Settings},
        staff::{Shift, parse_shift, write_shift},
        tax::{TaxClass, TaxRules},
        text,
        time::hhmm,
        typed,
    },
    ops::{refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component},
        dialogs::{
            fields::{self, Wrong, amount, chosen, one_of, tax_inside, text_of},
            manage::taxes,
        },
        guide::grid_minutes,
        view::View,
        widgets::form::{Form, FormField, Reading},
    },
};

/// Between the lines of a receipt's head or foot, in one field.
const LINE_MARK: &str = " | ";
/// As many lines as a receipt may have, as long as they may be, with the marks.
const LINES_CHARS_MAX: usize = 20 * (text::RECEIPT_LINE_MAX + 3);
/// As many coins and notes as a count may have.
const COINS_CHARS_MAX: usize = 600;
/// As many patterns as the shop may have, with commas.
const PATTERNS_CHARS_MAX: usize = PATTERNS_MAX * 18;

/// What a choice of these forms stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    TaxInside(bool),
    Printing(ReceiptPrinting),
    GridMinutes(u16),
    Usual(crate::domain::ids::TaxClassId),
}

type Changed = fn(&mut Settings, &[FormField<Value>], &View) -> Result<(), Wrong>;

/// What was not asked here stays as it is by then, not as it was when the form opened.
fn form(title: &str, fields: Vec<FormField<Value>>, changed: Changed, view: &View) -> Form<Value> {
    Form::new(
        view.text(title),
        "help-manage-shop",
        fields,
        move |fields, view| {
            let mut settings = view.settings.clone();
            changed(&mut settings, fields, view)?;
            Ok(vec![Cmd::Run(Request::SaveSettings { settings })])
        },
    )
    .on_done(|outcome, view| vec![view.say_done(outcome)])
}

/// The shop's name, when it is open, the rows of its grid.
pub fn house(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let settings = &view.settings;
    let hours = Shift {
        start_minute: settings.opens_minute,
        end_minute: settings.closes_minute,
    };
    let fields = vec![
        FormField::text(Field::ShopName, label(Field::ShopName), &settings.shop_name).needed(),
        fields::shift(&write_shift(&hours), view).needed(),
        grid_minutes(view, Value::GridMinutes),
        cutoff(view),
        FormField::text(
            Field::LabelPatterns,
            label(Field::LabelPatterns),
            &settings.label_patterns.join(", "),
        )
        .holding(PATTERNS_CHARS_MAX)
        .hint(view.text("manage-labels-hint"))
        .read_by(|text, view| match read_patterns(text, view) {
            Ok(patterns) => {
                Reading::Fine(view.fill("manage-n-labels", &[("n", patterns.len().into())]))
            }
            Err(sentence) => Reading::Wrong(sentence),
        }),
    ];
    let grid = fields.len() - 3;
    form("manage-shop", fields, change_house, view)
        .submit_from(grid)
        .boxed()
}

/// The hour at which a day of trade begins; empty is midnight.
fn cutoff(view: &View) -> FormField<Value> {
    let label = view.words().field(Field::Cutoff);
    let hour = hhmm(u16::from(view.settings.cutoff_hour) * 60);
    FormField::text(Field::Cutoff, label, &hour)
        .replaced_by_typing()
        .hint(view.text("manage-cutoff-hint"))
        .read_by(|text, view| match read_cutoff(text) {
            Some(0) => Reading::Fine(view.text("manage-cutoff-midnight")),
            Some(hour) => {
                let time = ("time", hhmm(u16::from(hour) * 60).into());
                Reading::Fine(view.fill("manage-cutoff", &[time]))
            }
            None => {
                let most = ("most", u32::from(CUTOFF_HOUR_MAX).into());
                Reading::Wrong(view.fill("manage-no-cutoff", &[most]))
            }
        })
}

fn read_cutoff(text: &str) -> Option<u8> {
    let minute = typed::time(text).filter(|it| it % 60 == 0)?;
    let hour = u8::try_from(minute / 60).ok()?;
    (hour <= CUTOFF_HOUR_MAX).then_some(hour)
}

fn change_house(
    settings: &mut Settings,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<(), Wrong> {
    text_of(fields, Field::ShopName).clone_into(&mut settings.shop_name);
    if let Some(hours) = parse_shift(text_of(fields, Field::Hours)) {
        settings.opens_minute = hours.start_minute;
        settings.closes_minute = hours.end_minute;
    }
    if let Some(Value::GridMinutes(minutes)) = chosen(fields, Field::GridMinutes, view)? {
        settings.grid_minutes = minutes;
    }
    settings.cutoff_hour = read_cutoff(text_of(fields, Field::Cutoff)).unwrap_or_default();
    let patterns = read_patterns(text_of(fields, Field::LabelPatterns), view);
    settings.label_patterns = patterns.map_err(|sentence| (Field::LabelPatterns, sentence))?;
    Ok(())
}

/// Patterns, or countries for their usual ones, between commas.
fn read_patterns(typed: &str, view: &View) -> Result<Vec<String>, String> {
    let mut patterns: Vec<String> = Vec::new();
    for part in fields::names(typed) {
        let part = part.to_ascii_uppercase();
        let usual = usual_in(&part);
        if usual.is_empty() {
            Pattern::parse(&part).map_err(|err| no_pattern(&part, err, view))?;
            patterns.push(part);
        } else {
            patterns.extend(usual.iter().map(|it| (*it).to_owned()));
        }
    }
    let mut seen = std::collections::HashSet::new();
    patterns.retain(|it| seen.insert(it.clone()));
    if patterns.len() > PATTERNS_MAX {
        let most = ("most", PATTERNS_MAX.into());
        return Err(view.fill("manage-labels-many", &[most]));
    }
    Ok(patterns)
}

fn no_pattern(part: &str, err: PatternError, view: &View) -> String {
    let part = ("pattern", part.into());
    match err {
        PatternError::Length(n) => view.fill("manage-label-length", &[part, ("n", n.into())]),
        PatternError::Letter(letter) => {
            let letter = ("letter", letter.to_string().into());
            view.fill("manage-label-letter", &[part, letter])
        }
        PatternError::NoPrefix => view.fill("manage-label-prefix", &[part]),
        PatternError::Item => view.fill("manage-label-item", &[part]),
        PatternError::Measure => view.fill("manage-label-measure", &[part]),
        PatternError::Inner => view.fill("manage-label-inner", &[part]),
        PatternError::Outer => view.fill("manage-label-outer", &[part]),
    }
}

/// By its message id.
pub(super) fn printing_word(when: ReceiptPrinting) -> &'static str {
    match when {
        ReceiptPrinting::Always => "manage-print-always",
        ReceiptPrinting::Asked => "manage-print-asked",
        ReceiptPrinting::Never => "manage-print-never",
    }
}

/// Whether receipts are printed, and what stands above and below them.
pub fn receipts(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let settings = &view.settings;
    let options =
        ReceiptPrinting::ALL.map(|it| (view.text(printing_word(it)), Value::Printing(it)));
    let lines = |field, of: &[String]| {
        FormField::text(field, label(field), &of.join(LINE_MARK))
            .holding(LINES_CHARS_MAX)
            .hint(view.text("manage-receipt-lines"))
            .read_by(|text, view| {
                let n = text.split('|').count();
                Reading::Fine(view.fill("manage-n-lines", &[("n", n.into())]))
            })
    };
    let fields = vec![
        one_of(
            Field::ReceiptPrinting,
            label(Field::ReceiptPrinting),
            settings.receipt_printing as usize,
            options.into(),
        ),
        lines(Field::ReceiptHeader, &settings.receipt_header),
        lines(Field::ReceiptFooter, &settings.receipt_footer),
    ];
    form("manage-receipts", fields, change_receipts, view).boxed()
}

fn change_receipts(
    settings: &mut Settings,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<(), Wrong> {
    if let Some(Value::Printing(when)) = chosen(fields, Field::ReceiptPrinting, view)? {
        settings.receipt_printing = when;
    }
    let lines = |field| -> Vec<String> {
        match text_of(fields, field) {
            "" => Vec::new(),
            typed => typed
                .split('|')
                .map(|line| line.trim().to_owned())
                .collect(),
        }
    };
    settings.receipt_header = lines(Field::ReceiptHeader);
    settings.receipt_footer = lines(Field::ReceiptFooter);
    Ok(())
}

/// How prices relate to tax, the usual tax, the least coin, and what a count asks for.
pub fn money(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let settings = &view.settings;
    let step = Money::from_minor(i64::from(settings.cash_rounding.step_minor));
    let coins: Vec<String> = settings
        .denominations
        .iter()
        .map(|it| view.money(Money::from_minor(*it)))
        .collect();
    let classes: Vec<TaxClass> = taxes::classes(view);
    let usual = |it: &TaxClass| it.id == settings.default_tax_class;
    let at = classes.iter().position(usual).unwrap_or(0);
    let options = classes.into_iter().map(|it| (it.name, Value::Usual(it.id)));
    let fields = vec![
        tax_inside(settings.tax.prices_include_tax, view, Value::TaxInside),
        one_of(
            Field::Tax,
            view.text("manage-usual-tax"),
            at,
            options.collect(),
        ),
        fields::money(Field::CashStep, label(Field::CashStep), &view.money(step))
            .hint(view.text("manage-cash-step")),
        FormField::text(Field::Count, view.text("manage-coins"), &coins.join("; "))
            .holding(COINS_CHARS_MAX)
            .hint(view.text("manage-coins-hint"))
            .needed()
            .read_by(|text, view| match read_coins(text, view) {
                Ok(_) => Reading::Fine(String::new()),
                Err(sentence) => Reading::Wrong(sentence),
            }),
    ];
    form("manage-money", fields, change_money, view).boxed()
}

/// Between semicolons: a comma may be a decimal mark.
fn read_coins(typed: &str, view: &View) -> Result<Vec<i64>, String> {
    let parts = typed.split(';').map(str::trim).filter(|it| !it.is_empty());
    let value = |part: &str| {
        let value = view.settings.currency.parse(part).map(Money::minor);
        let wrong = || view.fill("form-no-amount", &[("typed", part.into())]);
        value.ok().filter(|it| *it > 0).ok_or_else(wrong)
    };
    parts.map(value).collect()
}

fn change_money(
    settings: &mut Settings,
    fields: &[FormField<Value>],
    view: &View,
) -> Result<(), Wrong> {
    if let Some(Value::TaxInside(is)) = chosen(fields, Field::TaxInside, view)? {
        settings.tax = TaxRules {
            prices_include_tax: is,
            ..settings.tax
        };
    }
    if let Some(Value::Usual(class)) = chosen(fields, Field::Tax, view)? {
        settings.default_tax_class = class;
    }
    let step = amount(fields, Field::CashStep, view)?.map_or(1, Money::minor);
    let step_minor = u32::try_from(step).map_err(|_| {
        let typed = [("typed", text_of(fields, Field::CashStep).into())];
        (Field::CashStep, view.fill("form-no-amount", &typed))
    })?;
    settings.cash_rounding = CashRounding { step_minor };
    let coins = read_coins(text_of(fields, Field::Count), view);
    settings.denominations = coins.map_err(|sentence| (Field::Count, sentence))?;
    Ok(())
}
