//! What the shop decides once and may change later: its name, whether prices
//! include tax, the receipt's own lines, the smallest coin, the hours of the grid.

use crate::{
    domain::{
        money::{CashRounding, Money},
        settings::Settings,
        staff::{Shift, parse_shift, write_shift},
        tax::TaxRules,
        text,
    },
    ops::{refusal::Field, request::Request},
    ui::{
        component::{Cmd, Component, Tone},
        dialogs::fields::{Wrong, amount, chosen, tax_inside, text_of},
        view::View,
        widgets::form::{Form, FormField},
    },
};

/// Between the lines of a receipt's head or foot, in one field.
const LINE_MARK: &str = " | ";
/// As many lines as a receipt may have, as long as they may be, with the marks.
const LINES_CHARS_MAX: usize = 20 * (text::RECEIPT_LINE_MAX + 3);

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
        FormField::text(Field::ShopName, label(Field::ShopName), &settings.shop_name),
        tax_inside(settings.tax.prices_include_tax, view),
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
        FormField::text(Field::CashStep, label(Field::CashStep), &view.money(step))
            .hint(view.text("manage-cash-step")),
        FormField::text(Field::Hours, label(Field::Hours), &write_shift(&hours)),
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

fn changed(begun: &Settings, fields: &[FormField<bool>], view: &View) -> Result<Settings, Wrong> {
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
            prices_include_tax: chosen(fields, Field::TaxInside, view)?
                .unwrap_or(begun.tax.prices_include_tax),
            ..begun.tax
        },
        receipt_header: lines(Field::ReceiptHeader),
        receipt_footer: lines(Field::ReceiptFooter),
        cash_rounding: CashRounding { step_minor },
        opens_minute: hours.start_minute,
        closes_minute: hours.end_minute,
        ..begun.clone()
    })
}
