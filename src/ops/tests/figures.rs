//! Cash in and out, hand-overs and whole days: what stands behind each figure, the paper
//! of a day of several shifts, and the journal of income and expense.

use super::bench::{Bench, DESK, card, cash, coins, day, eur};
use crate::{
    domain::{
        cash::{CashFlow, MovedFor},
        drawer::of_day,
        ids::CashCategoryId,
        money::Money,
        print_job::Printable,
        ticket::Item,
    },
    locale::Locale,
    ops::{
        outcome::Outcome,
        query::{self, Answer, CashJournal, CashMove, FiguresOf, Query, TillFigure, TillSheet},
        refusal::{Field, Noun, Refusal},
        request::{DropTo, Request},
        shop::Stop,
    },
};

fn ask(bench: &Bench, query: &Query) -> Answer {
    bench.shop.ask(&DESK, &Locale::english(), query).unwrap()
}

fn category(bench: &Bench, name: &str, flow: CashFlow) -> CashCategoryId {
    let saved = bench.done(Request::SaveCashCategory {
        id: None,
        name: name.into(),
        flow,
        tax_class: None,
        active: true,
    });
    match saved {
        Outcome::SavedCashCategory { category } => category,
        other => panic!("{other:?}"),
    }
}

fn moved(bench: &Bench, amount: i64, category: Option<CashCategoryId>) {
    bench.done(Request::MoveCash {
        amount: eur(amount),
        reason: "Coins".into(),
        category,
        tax_class: None,
    });
}

fn sold(bench: &Bench, item: Item, n: u32) {
    bench.add(item, n);
    bench.pay(&[cash(None)]);
}

fn close(bench: &Bench, counted: u32) {
    bench.done(Request::CountDrawer {
        count: coins(counted),
        others: Vec::new(),
    });
    bench.done(Request::CloseDrawer { carry_over: false });
}

fn sheet(bench: &Bench, of: FiguresOf) -> TillSheet {
    match ask(bench, &Query::Figures { of }) {
        Answer::Figures(sheet) => *sheet,
        other => panic!("{other:?}"),
    }
}

fn moves(bench: &Bench, of: FiguresOf, what: MovedFor, name: &str) -> Vec<CashMove> {
    let name = name.to_owned();
    match ask(bench, &Query::FigureMoves { of, what, name }) {
        Answer::CashMoves { rows } => rows,
        other => panic!("{other:?}"),
    }
}

/// A day of two shifts, the first handed over in its middle.
fn two_shifts() -> Bench {
    let bench = Bench::new();
    bench.open_drawer(10_000);
    let flowers = category(&bench, "Flowers", CashFlow::Expense);
    let rent = category(&bench, "Chair rent", CashFlow::Income);
    let oil = Item::Product(bench.oil());
    sold(&bench, oil, 1);
    moved(&bench, -1_200, Some(flowers));
    bench.pass(10);
    bench.done(Request::HandOver {
        from: Some(bench.staff(1)),
        to: bench.staff(2),
        count: coins(10_600),
    });
    bench.pass(10);
    sold(&bench, oil, 2);
    moved(&bench, -300, Some(flowers));
    moved(&bench, 5_000, Some(rent));
    moved(&bench, -250, None);
    close(&bench, 18_800);
    bench.open_drawer(5_000);
    bench.add(oil, 1);
    bench.pay(&[card(None)]);
    moved(&bench, 700, None);
    bench.done(Request::DropCash {
        amount: eur(1_000),
        to: DropTo::Safe,
    });
    bench
}

#[test]
fn what_moved_opens_its_movements() {
    let bench = two_shifts();
    let date = bench.drawer().business_date;
    let of = FiguresOf::Day(date);
    let all = sheet(&bench, of);
    assert_eq!(all.moved.len(), 4);
    for sum in &all.moved {
        let rows = moves(&bench, of, sum.what, &sum.name);
        let amount: Money = rows.iter().map(|it| it.amount).sum();
        assert_eq!(amount, sum.amount, "{sum:?}");
    }
    let flowers = moves(&bench, of, MovedFor::Category, "Flowers");
    let amounts: Vec<i64> = flowers.iter().map(|it| it.amount.minor()).collect();
    assert_eq!(amounts, [-1_200, -300]);
    let open = FiguresOf::Session(bench.drawer().id);
    assert_eq!(moves(&bench, open, MovedFor::Category, "Flowers"), []);
    assert_eq!(moves(&bench, open, MovedFor::Safe, "").len(), 1);
}

/// What was expected when the drawer changed hands is its float, the sales in cash until
/// then, and what had moved.
#[test]
fn a_hand_over_opens_the_sales_before_it() {
    let bench = two_shifts();
    let of = FiguresOf::Day(bench.drawer().business_date);
    let handover = sheet(&bench, of).handovers[0].clone();
    let figure = TillFigure::Handover {
        handover: handover.id,
    };
    let Answer::FigureSales { rows } = ask(&bench, &Query::FigureSales { of, figure }) else {
        panic!("no sales");
    };
    let amounts: Vec<i64> = rows.iter().map(|it| it.amount.minor()).collect();
    assert_eq!(amounts, [1_890]);
    assert_eq!(handover.expected, eur(10_000 + 1_890 - 1_200));
}

#[test]
fn a_day_of_several_shifts_is_one_paper() {
    let bench = two_shifts();
    let date = bench.drawer().business_date;
    let what = Printable::ZOfDay(date);
    let refused = bench.refused(Request::Reprint { what });
    assert!(
        matches!(refused, Refusal::DrawerAlreadyOpen { .. }),
        "{refused:?}"
    );
    close(&bench, 4_700);
    let queued = bench.done(Request::Reprint { what });
    assert!(
        matches!(queued, Outcome::Queued { copy: 0, .. }),
        "{queued:?}"
    );
    let settings = bench.shop.settings().unwrap();
    let locale = Locale::english();
    let lines = query::preview(&bench.shop, &settings, &locale, what, 42)
        .unwrap()
        .unwrap();
    let sessions = sheet(&bench, FiguresOf::Day(date)).sessions;
    let closings: Vec<_> = sessions
        .iter()
        .filter_map(|it| it.closing.as_ref())
        .collect();
    let sum = of_day(&closings).unwrap();
    let turnover = sheet(&bench, FiguresOf::Day(date)).turnover;
    assert_eq!(sum.sales_total, turnover.sales);
    assert_eq!((sum.n_sales, sum.products_net), (3, turnover.products_net));
    assert_eq!(sum.tax_table, turnover.tax_table);
    assert_eq!(sum.tenders[0].expected, eur(18_830 + 4_700));
    assert_eq!(sum.tenders[0].difference(), Some(eur(-30)));
    assert_eq!(sum.differences, eur(-90));
    for want in [
        "Flowers",
        "Chair rent",
        "Desk 1, Z 1",
        "Desk 1, Z 2",
        "short 0.30",
    ] {
        assert!(
            lines.iter().any(|it| it.contains(want)),
            "{want}: {lines:#?}"
        );
    }
    let other = Printable::ZOfDay(day("2026-01-01"));
    let refused = bench.refused(Request::Reprint { what: other });
    let is_not_there = matches!(
        refused,
        Refusal::NotFound {
            what: Noun::DrawerSession,
            ..
        }
    );
    assert!(is_not_there, "{refused:?}");
}

#[test]
fn the_journal_sums_income_and_expense_up_by_category() {
    let bench = two_shifts();
    let date = bench.drawer().business_date;
    let journal = |from, until| -> CashJournal {
        match ask(&bench, &Query::CashJournal { from, until }) {
            Answer::CashJournal(journal) => journal,
            other => panic!("{other:?}"),
        }
    };
    let all = journal(day("2026-11-01"), day("2026-11-30"));
    let rows: Vec<_> = all
        .rows
        .iter()
        .map(|it| {
            (
                it.name.as_str(),
                it.n,
                it.income.minor(),
                it.expense.minor(),
            )
        })
        .collect();
    let want = [
        ("Chair rent", 1, 5_000, 0),
        ("Flowers", 2, 0, -1_500),
        ("", 2, 700, -250),
    ];
    assert_eq!(rows, want);
    assert_eq!((all.income, all.expense), (eur(5_700), eur(-1_750)));
    // Money that went to the safe is no expense.
    assert_eq!(all.moves.len(), 5);
    assert_eq!(
        journal(date, date),
        CashJournal {
            from: date,
            until: date,
            ..all
        }
    );
    let none = journal(day("2026-10-01"), day("2026-10-31"));
    assert_eq!((none.rows, none.moves), (Vec::new(), Vec::new()));
    let backwards = Query::CashJournal {
        from: date,
        until: day("2026-01-01"),
    };
    let refused = bench.shop.ask(&DESK, &Locale::english(), &backwards);
    let is_refused = matches!(
        refused,
        Err(Stop::Refused(Refusal::Field {
            field: Field::Until,
            ..
        }))
    );
    assert!(is_refused, "{refused:?}");
}
