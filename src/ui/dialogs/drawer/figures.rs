//! The X of an open shift and the Z of a closed one on the screen, figure by figure:
//! Enter opens the sales that a figure is made of, and Enter there the receipt.

use crate::{
    domain::{
        cash::MovedFor,
        document::Document,
        drawer::{DrawerSession, TenderClosing},
        ids::{CashMovementId, SaleId},
        money::Money,
        print_job::Printable,
        sale::SaleKind,
        text, typed,
    },
    ops::{
        query::{Answer, CashMove, FigureRow, FiguresOf, Query, TillFigure, TillSheet},
        request::Request,
    },
    store::Reads,
    ui::{
        component::{Cmd, Component},
        dialogs::{documents, receipts},
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

/// Shifts that are listed, the latest; older ones are found by their day or number.
const SHIFTS_MAX: usize = 60;

#[derive(Clone, Debug, PartialEq, Eq)]
enum Place {
    Figure(TillFigure),
    /// Movements of cash, by their heading and category.
    Moves(MovedFor, String),
    /// Nothing stands behind it but itself.
    Said,
    Print(Printable),
}

/// The open shift, or those that were closed where none is open.
pub(super) fn x(view: &View) -> Box<dyn Component> {
    match &view.drawer {
        Some(session) => figures(FiguresOf::Session(session.id), view),
        None => shifts(view),
    }
}

/// Shifts of all desks, and the days that had several, the latest first.
pub(super) fn shifts(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("shifts-title"),
        "help-shifts",
        shift_rows,
        |of, view| vec![Cmd::Push(figures(*of, view))],
    )
    .at_most(SHIFTS_MAX)
    .staying()
    .boxed()
}

fn shift_rows(typed: &str, view: &View) -> Vec<Row<FiguresOf>> {
    let mut sessions = view.shop.read().all::<DrawerSession>().unwrap_or_default();
    sessions.sort_by_key(|it| std::cmp::Reverse((it.business_date, it.opened_at)));
    // Of that day, or with that number.
    let date = typed::date(typed, view.today());
    let number: Option<u64> = typed.trim().parse().ok();
    let is_meant = |it: &DrawerSession| {
        let closing = it.closing.as_ref();
        let is_of_number = closing.is_some_and(|it| Some(it.z_number) == number);
        Some(it.business_date) == date || is_of_number
    };
    let (meant, mut others): (Vec<_>, Vec<_>) = sessions.into_iter().partition(is_meant);
    others.truncate(SHIFTS_MAX);
    let mut rows = rows_of(&others, view);
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    [rows_of(&meant, view), rows].concat()
}

fn rows_of(sessions: &[DrawerSession], view: &View) -> Vec<Row<FiguresOf>> {
    let mut rows = Vec::new();
    for (idx, session) in sessions.iter().enumerate() {
        let date = session.business_date;
        let of_day = sessions.iter().filter(|it| it.business_date == date);
        let is_first = idx == 0 || sessions[idx - 1].business_date != date;
        let n = of_day.count();
        if is_first && n > 1 {
            let args = [("date", view.words().date(date).into()), ("n", n.into())];
            rows.push(Row {
                left: view.fill("shifts-day", &args),
                right: String::new(),
                value: FiguresOf::Day(date),
            });
        }
        rows.push(shift_row(session, view));
    }
    rows
}

fn shift_row(session: &DrawerSession, view: &View) -> Row<FiguresOf> {
    let words = view.words();
    let args = [
        ("date", words.date(session.business_date).into()),
        ("desk", session.register.into()),
        ("since", words.clock(session.opened_at).into()),
    ];
    let (left, right) = match &session.closing {
        Some(closing) => {
            let z = [("z", closing.z_number.into())];
            let sold = closing.sales_total + closing.refunds_total;
            let left = format!(
                "{}  {}",
                view.fill("shifts-row", &args),
                view.fill("z-number", &z)
            );
            (left, view.money(sold))
        }
        None => (
            format!(
                "{}  {}",
                view.fill("shifts-row", &args),
                view.text("shifts-open")
            ),
            String::new(),
        ),
    };
    let value = FiguresOf::Session(session.id);
    Row { left, right, value }
}

fn figures(of: FiguresOf, view: &View) -> Box<dyn Component> {
    let title = match of {
        FiguresOf::Day(date) => {
            let date = [("date", view.words().date(date).into())];
            view.fill("figures-day", &date)
        }
        FiguresOf::Session(id) => match view.shop.read().get::<DrawerSession>(&id) {
            Ok(Some(session)) => title(&session, view),
            _ => String::new(),
        },
    };
    let choose = move |place: &Place, view: &View| match place {
        Place::Figure(figure) => vec![Cmd::Push(sales(of, figure.clone(), view))],
        Place::Moves(what, name) => {
            let query = Query::FigureMoves {
                of,
                what: *what,
                name: name.clone(),
            };
            vec![Cmd::Push(moves(query, view))]
        }
        Place::Said => Vec::new(),
        Place::Print(what) => vec![Cmd::Run(Request::Reprint { what: *what })],
    };
    let source = move |typed: &str, view: &View| figure_rows(of, typed, view);
    Picker::new(title, "help-figures", source, choose)
        .staying()
        .on_answer(receipts::said)
        .boxed()
}

fn title(session: &DrawerSession, view: &View) -> String {
    let date = ("date", view.words().date(session.business_date).into());
    match &session.closing {
        Some(closing) => view.fill("figures-z", &[date, ("z", closing.z_number.into())]),
        None => view.fill("figures-x", &[date]),
    }
}

fn figure_rows(of: FiguresOf, typed: &str, view: &View) -> Vec<Row<Place>> {
    let query = Query::Figures { of };
    let answer = view.shop.ask(&view.session, &view.locale, &query);
    let Ok(Answer::Figures(sheet)) = answer else {
        return Vec::new();
    };
    let mut rows = turnover(&sheet, view);
    rows.extend(sheet.turnover.tax_table.iter().map(|row| {
        let name = row.name.clone();
        let label = format!("{} {} %", row.name, row.rate);
        figure(TillFigure::Tax { name }, label, row.tax, view)
    }));
    rows.extend(sheet.tenders.iter().flat_map(|it| tender(it, view)));
    let said = |left: String, right: String| Row {
        left,
        right,
        value: Place::Said,
    };
    let floats = sheet.sessions.iter().map(|it| it.float.cash_total());
    rows.push(said(view.text("z-float"), view.money(floats.sum())));
    if sheet.is_blind {
        rows.push(said(view.text("figures-blind"), String::new()));
    }
    let moved = sheet.moved.iter();
    rows.extend(moved.map(|it| Row {
        left: view.words().moved(it),
        right: view.money(it.amount),
        value: Place::Moves(it.what, it.name.clone()),
    }));
    for it in &sheet.handovers {
        let name = |id| view.staff_named(id).map_or("", |it| it.name.as_str());
        let args = [
            ("at", view.words().clock(it.at).into()),
            ("from", name(it.from).into()),
            ("to", name(it.to).into()),
        ];
        let difference = view.words().difference(it.counted - it.expected);
        let handover = it.id;
        rows.push(Row {
            left: view.fill("figures-handover", &args),
            right: difference,
            value: Place::Figure(TillFigure::Handover { handover }),
        });
    }
    for session in sheet.sessions.iter().filter(|it| it.closing.is_some()) {
        let z = session.closing.as_ref().map_or(0, |it| it.z_number);
        rows.push(Row {
            left: view.fill("figures-print", &[("z", z.into())]),
            right: String::new(),
            value: Place::Print(Printable::Z(session.id)),
        });
    }
    if let FiguresOf::Day(date) = of {
        rows.push(Row {
            left: view.text("figures-print-day"),
            right: String::new(),
            value: Place::Print(Printable::ZOfDay(date)),
        });
    }
    let wanted = Filter::of(typed);
    rows.retain(|row| wanted.fits(&format!("{} {}", row.left, row.right)));
    rows
}

/// Movements of cash; each opens its order.
pub(super) fn moves(query: Query, view: &View) -> Box<dyn Component> {
    let source = move |typed: &str, view: &View| {
        let rows = match view.shop.ask(&view.session, &view.locale, &query) {
            Ok(Answer::CashMoves { rows }) => rows,
            Ok(Answer::CashJournal(journal)) => journal.moves,
            _ => Vec::new(),
        };
        let wanted = Filter::of(typed);
        let rows = rows.iter().map(|it| move_row(it, view));
        rows.filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
            .collect()
    };
    let open = |id: &CashMovementId, view: &View| documents::show(Document::CashOrder(*id), view);
    Picker::new(view.text("figures-moves"), "help-figures", source, open)
        .staying()
        .when_empty("figures-no-moves")
        .boxed()
}

fn move_row(it: &CashMove, view: &View) -> Row<CashMovementId> {
    let at = text::pad(&view.words().moment(it.at), 16);
    let why = [&it.name, &it.reason, &it.by];
    let why: Vec<&str> = why
        .iter()
        .map(|it| it.as_str())
        .filter(|it| !it.is_empty())
        .collect();
    Row {
        left: format!("{at}  {}", why.join(", ")),
        right: view.money(it.amount),
        value: it.movement,
    }
}

fn figure(figure: TillFigure, left: String, amount: Money, view: &View) -> Row<Place> {
    Row {
        left,
        right: view.money(amount),
        value: Place::Figure(figure),
    }
}

/// What is nothing is left out, but for what there always is.
fn turnover(sheet: &TillSheet, view: &View) -> Vec<Row<Place>> {
    let turnover = &sheet.turnover;
    let n = |n: u32| [("n", n.into())];
    let mut rows = vec![
        figure(
            TillFigure::Sales,
            view.fill("z-sales", &n(turnover.n_sales)),
            turnover.sales,
            view,
        ),
        figure(
            TillFigure::Refunds,
            view.fill("z-refunds", &n(turnover.n_refunds)),
            turnover.refunds,
            view,
        ),
    ];
    let more = [
        (TillFigure::Services, "z-services", turnover.services_net),
        (TillFigure::Products, "z-products", turnover.products_net),
        (TillFigure::Tips, "z-tips", turnover.tips),
        (TillFigure::Prepaid, "z-prepaid", turnover.prepaid),
        (TillFigure::Settled, "z-settled", turnover.settled),
        (TillFigure::Discounts, "z-discounts", turnover.discounts),
        (TillFigure::Rounding, "z-rounding", turnover.rounding),
    ];
    for (of, id, amount) in more {
        if !amount.is_zero() {
            rows.push(figure(of, view.text(id), amount, view));
        }
    }
    rows
}

/// Expected, and what was counted beside it.
fn tender(tender: &TenderClosing, view: &View) -> Vec<Row<Place>> {
    let words = view.words();
    let kind = [("kind", words.tender_closed(tender).into())];
    let row = |id: &str, right: String, value: Place| Row {
        left: view.fill(id, &kind),
        right,
        value,
    };
    let of = Place::Figure(TillFigure::Tender { kind: tender.kind });
    let expected = words.in_currency(tender.expected, &tender.currency);
    let mut rows = vec![row("z-expected", expected, of)];
    if let Some(difference) = tender.difference() {
        let difference = words.difference_in(difference, &tender.currency);
        rows.push(row("z-difference", difference, Place::Said));
    }
    rows
}

/// The sales of a figure; they add up to it.
fn sales(of: FiguresOf, figure: TillFigure, view: &View) -> Box<dyn Component> {
    let source = move |typed: &str, view: &View| {
        let query = Query::FigureSales {
            of,
            figure: figure.clone(),
        };
        let answer = view.shop.ask(&view.session, &view.locale, &query);
        let Ok(Answer::FigureSales { rows }) = answer else {
            return Vec::new();
        };
        let wanted = Filter::of(typed);
        let rows = rows.iter().map(|it| sale_row(it, view));
        rows.filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
            .collect()
    };
    let open = |sale: &SaleId, view: &View| receipts::open(view, *sale);
    Picker::new(view.text("figures-sales"), "help-figures", source, open)
        .staying()
        .when_empty("figures-no-sales")
        .boxed()
}

fn sale_row(row: &FigureRow, view: &View) -> Row<SaleId> {
    let kind = match row.kind {
        SaleKind::Sale => String::new(),
        SaleKind::RefundOf(_) => format!("  {}", view.text("receipts-refund")),
        SaleKind::VoidOf(_) => format!("  {}", view.text("receipts-void")),
        SaleKind::WithoutReceipt => format!("  {}", view.text("receipts-without")),
    };
    let client = view.words().client(&row.client);
    let at = text::pad(&view.words().moment(row.at), 16);
    Row {
        left: format!("{}  {at}  {client}{kind}", row.receipt),
        right: view.money(row.amount),
        value: row.sale,
    }
}
