//! The chart of accounts: what each is called where the books are taken elsewhere.

use crate::{
    domain::ledger::chart::{AccountKind, AccountName, Chart},
    ops::{refusal::Field, request::Request},
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::fields::text_of,
        view::View,
        widgets::{
            form::{Form, FormField},
            picker::{Filter, Picker, Row},
        },
    },
};

pub fn list(view: &View) -> Box<dyn Component> {
    let title = view.text("manage-accounts");
    Picker::new(title, "help-manage-accounts", rows, |kind, view| {
        vec![Cmd::Push(form(*kind, view))]
    })
    .staying()
    .boxed()
}

/// How many have a name that the shop gave them.
pub(super) fn summary(view: &View) -> String {
    let n = chart(view).names.len();
    view.fill("manage-accounts-own", &[("n", n.into())])
}

fn chart(view: &View) -> Chart {
    let read = view.shop.read().get::<Chart>(&());
    read.ok().flatten().unwrap_or_default()
}

fn rows(typed: &str, view: &View) -> Vec<Row<AccountKind>> {
    let chart = chart(view);
    let wanted = Filter::of(typed);
    let rows = AccountKind::ALL.into_iter().map(|kind| Row {
        left: view.text(meaning(kind)),
        right: chart.name(kind).to_owned(),
        value: kind,
    });
    rows.filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}

fn form(kind: AccountKind, view: &View) -> Box<dyn Component> {
    let chart = chart(view);
    let label = view.words().field(Field::Account);
    let usual = [
        ("usual", kind.usual().into()),
        ("roots", kind.roots().join(", ").into()),
    ];
    let field: FormField<()> = FormField::text(Field::Account, label, chart.name(kind))
        .hint(view.fill("manage-account-hint", &usual));
    let title = view.text(meaning(kind));
    Form::new(
        title,
        "help-manage-accounts",
        vec![field],
        move |fields, view| {
            let mut chart = self::chart(view);
            chart.names.retain(|it| it.account != kind);
            let name = text_of(fields, Field::Account).to_owned();
            if !name.is_empty() {
                chart.names.push(AccountName {
                    account: kind,
                    name,
                });
            }
            Ok(vec![Cmd::Run(Request::SaveChart(chart))])
        },
    )
    .boxed()
}

/// The message that says what is in it.
fn meaning(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Cash => "account-cash",
        AccountKind::Safe => "account-safe",
        AccountKind::CardClearing => "account-card-clearing",
        AccountKind::Stock => "account-stock",
        AccountKind::StockAdjustment => "account-stock-adjustment",
        AccountKind::ServiceRevenue => "account-service-revenue",
        AccountKind::RetailRevenue => "account-retail-revenue",
        AccountKind::Tax => "account-tax",
        AccountKind::CostOfGoods => "account-cost-of-goods",
        AccountKind::OverShort => "account-over-short",
        AccountKind::CashRounding => "account-cash-rounding",
        AccountKind::PettyCash => "account-petty-cash",
        AccountKind::Bank => "account-bank",
        AccountKind::TransferClearing => "account-transfer-clearing",
        AccountKind::Cheques => "account-cheques",
        AccountKind::Vouchers => "account-vouchers",
        AccountKind::ForeignCash => "account-foreign-cash",
        AccountKind::ExchangeDifference => "account-exchange-difference",
        AccountKind::Receivable => "account-receivable",
        AccountKind::GiftCards => "account-gift-cards",
        AccountKind::Deposits => "account-deposits",
        AccountKind::Deferred => "account-deferred",
        AccountKind::Overpaid => "account-overpaid",
        AccountKind::Breakage => "account-breakage",
        AccountKind::PointsIssued => "account-points-issued",
        AccountKind::PointsOwed => "account-points-owed",
        AccountKind::LoyaltyExpense => "account-loyalty-expense",
        AccountKind::Tips => "account-tips",
        AccountKind::TenderFees => "account-tender-fees",
        AccountKind::OtherIncome => "account-other-income",
        AccountKind::OtherExpense => "account-other-expense",
        AccountKind::InputTax => "account-input-tax",
        AccountKind::Payables => "account-payables",
        AccountKind::Consumables => "account-consumables",
        AccountKind::WriteOff => "account-write-off",
        AccountKind::PayOwed => "account-pay-owed",
        AccountKind::PayAdvance => "account-pay-advance",
        AccountKind::PayExpense => "account-pay-expense",
        AccountKind::Fines => "account-fines",
    }
}
