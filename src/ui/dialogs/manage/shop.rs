//! What the shop decides once and may change later: its name, whether prices
//! include tax, when receipts are printed and their own lines, the smallest coin,
//! hours and rows of the grid.

use crate::{
    domain::{
        money::{CashRounding, Money},
        settings::{GRID_MINUTES, ReceiptPrinting, Settings},
        staff::{Shift, parse_shift, write_shift},
        tax::TaxRules,
        text,
    },
    ops::{refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{self, Wrong, amount, chosen, one_of, tax_inside, text_of},
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// Between the lines of a receipt's head or foot, in one field.
const LINE_MARK: &str = " | ";
/// As many lines as a receipt may have, as long as they may be, with the marks.
const LINES_CHARS_MAX: usize = 20 * (text::RECEIPT_LINE_MAX + 3);

/// What a choice of this form stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Value {
    TaxInside(bool),
    Printing(ReceiptPrinting),
    GridMinutes(u16),
}

fn printing(settings: &Settings, view: &View) -> FormField<Value> {
    let label = view.words().field(Field::ReceiptPrinting);
    let word = |it| match it {
        ReceiptPrinting::Always => "manage-print-always",
        ReceiptPrinting::Asked => "manage-print-asked",
        ReceiptPrinting::Never => "manage-print-never",
    };
    let options = ReceiptPrinting::ALL.map(|it| (view.text(word(it)), Value::Printing(it)));
    let at = settings.receipt_printing as usize;
    one_of(Field::ReceiptPrinting, label, at, options.into())
}

fn grid_minutes(settings: &Settings, view: &View) -> FormField<Value> {
    let label = view.words().field(Field::GridMinutes);
    let shown = |n: u16| view.fill("manage-grid-minutes", &[("n", n.into())]);
    let options = GRID_MINUTES.map(|n| (shown(n), Value::GridMinutes(n)));
    let at = GRID_MINUTES
        .iter()
        .position(|n| *n == settings.grid_minutes);
    one_of(Field::GridMinutes, label, at.unwrap_or(0), options.into())
}

pub fn form(view: &View) -> Box<dyn Component> {
    let label = |field| view.words().field(field);
    let settings = &view.settings;
    let hours = Shift {
        start_minute: settings.opens_minute,
        end_minute: settings.closes_minute,
    };
    let step = Money::from_minor(i64::from(settings.cash_rounding.step_minor));
    let lines = || view.text("manage-receipt-lines");
    let fields = vec![
        FormField::text(Field::ShopName, label(Field::ShopName), &settings.shop_name).needed(),
        tax_inside(settings.tax.prices_include_tax, view, Value::TaxInside),
        printing(settings, view),
        FormField::text(
            Field::ReceiptHeader,
            label(Field::ReceiptHeader),
            &settings.receipt_header.join(LINE_MARK),
        )
        .holding(LINES_CHARS_MAX)
        .hint(lines()),
        FormField::text(
            Field::ReceiptFooter,
            label(Field::ReceiptFooter),
            &settings.receipt_footer.join(LINE_MARK),
        )
        .holding(LINES_CHARS_MAX)
        .hint(lines()),
        fields::money(Field::CashStep, label(Field::CashStep), &view.money(step))
            .hint(view.text("manage-cash-step")),
        fields::shift(&write_shift(&hours), view).needed(),
        grid_minutes(settings, view),
    ];
    let begun = settings.clone();
    Form::new(
        view.text("manage-shop"),
        "help-manage-shop",
        fields,
        move |fields, view| {
            let settings = changed(&begun, fields, view)?;
            Ok(vec![Cmd::Run(Request::SaveSettings { settings })])
        },
    )
    .on_done(|outcome, view| vec![Cmd::Say(Tone::Good, view.words().outcome(outcome))])
    .boxed()
}

fn changed(begun: &Settings, fields: &[FormField<Value>], view: &View) -> Result<Settings, Wrong> {
    let typed = text_of(fields, Field::Hours);
    let hours = parse_shift(typed).ok_or_else(|| {
        (
            Field::Hours,
            view.fill("manage-no-hours", &[("typed", typed.into())]),
        )
    })?;
    let step = amount(fields, Field::CashStep, view)?.map_or(1, Money::minor);
    let step_minor = u32::try_from(step).map_err(|_| {
        let typed = text_of(fields, Field::CashStep);
        (
            Field::CashStep,
            view.fill("form-no-amount", &[("typed", typed.into())]),
        )
    })?;
    let lines = |field| -> Vec<String> {
        let typed = text_of(fields, field);
        let lines = typed.split('|').map(|line| line.trim().to_owned());
        if typed.is_empty() {
            Vec::new()
        } else {
            lines.collect()
        }
    };
    Ok(Settings {
        shop_name: text_of(fields, Field::ShopName).to_owned(),
        tax: TaxRules {
            prices_include_tax: match chosen(fields, Field::TaxInside, view)? {
                Some(Value::TaxInside(is)) => is,
                _ => begun.tax.prices_include_tax,
            },
            ..begun.tax
        },
        receipt_printing: match chosen(fields, Field::ReceiptPrinting, view)? {
            Some(Value::Printing(when)) => when,
            _ => begun.receipt_printing,
        },
        grid_minutes: match chosen(fields, Field::GridMinutes, view)? {
            Some(Value::GridMinutes(minutes)) => minutes,
            _ => begun.grid_minutes,
        },
        receipt_header: lines(Field::ReceiptHeader),
        receipt_footer: lines(Field::ReceiptFooter),
        cash_rounding: CashRounding { step_minor },
        opens_minute: hours.start_minute,
        closes_minute: hours.end_minute,
        ..begun.clone()
    })
}
