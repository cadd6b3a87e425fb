//! One question in, one answer out.

use super::{
    Answer, Answered, Attention, HITS_MAX, ItemHit, OwnPrices, Query, Wish, attention, audit,
    balances, before_close, board, cash_journal, client_card, coupons, damage, day, deposits,
    drawer, drawer_figures, effect_sales, effects, figure_moves, figure_sales, figures,
    find_anything, find_clients, find_items, find_receipts, gift_card, hits, hits_of_person,
    holding_sheet, holdings, hours_sheet, new_prices, offer_rules, open_deliveries, parked,
    past_holdings, pay_accounts, pay_movements, plans, points, points_rules, preview, promotions,
    rights, rota_week, safekeeping, sale, stock, stock_values, stranded, ticket, where_is,
};
use chrono::NaiveDate;

use super::{
    lengths::plan_lengths,
    planned::{Planner, again, answered},
    queue::{choices, queue},
    times::times,
    together,
    turns::turns,
    visits::{plan_moves, plan_series, plan_visit},
    waiting::those_who_wait,
};
use crate::{
    domain::{
        booking::Appointment,
        document::Document,
        ids::{ClientId, Register},
        print_job::Printable,
        rights::Right,
        settings::Settings,
        staff::Staff,
        time::{self, WallTime},
    },
    locale::Locale,
    ops::{
        failure::{Failure, Tried},
        refusal::{Noun, Refusal},
        request::Session,
        shop::{Shop, Stop},
    },
    store::{Reads, StoreError},
};

impl Shop {
    /// Answers from one consistent look at the store; changes nothing. Papers are laid
    /// out in the language of whoever asks.
    ///
    /// # Errors
    ///
    /// [`Stop::Refused`] when something named is not there or the shop is not set
    /// up, [`Stop::Failed`] when the store cannot be read.
    pub fn ask(&self, session: &Session, locale: &Locale, query: &Query) -> Answered<Answer> {
        let settings = self.settings().ok_or(Refusal::NotSetUp)?;
        self.may_ask(session, query)?;
        answer(self, &settings, *session, locale, query)
    }
}

impl Shop {
    /// Where people sign on, nobody looks who has not; and at the audit and the rights
    /// only who may.
    fn may_ask(&self, session: &Session, query: &Query) -> Answered<()> {
        let rules = self.rights()?;
        if !rules.on {
            return Ok(());
        }
        let signed_on = self.signed_on(session.register);
        let is_theirs = session.operator.is_none_or(|it| Some(it) == signed_on);
        let staff = signed_on.filter(|_| is_theirs);
        let staff = staff.ok_or(Refusal::SignOnNeeded)?;
        let right = match query {
            Query::Audit { .. } => Right::Audit,
            Query::Rights | Query::PayAccounts | Query::PayMovements { .. } => Right::People,
            _ => return Ok(()),
        };
        if rules.role_of(staff).is_some_and(|it| it.may(right)) {
            return Ok(());
        }
        let who = self.read().get::<Staff>(&staff)?;
        let who = who.map(|it| it.name).unwrap_or_default();
        Err(Refusal::NeedsRight { right, who }.into())
    }
}

#[expect(clippy::too_many_lines, reason = "a row for each question")]
fn answer(
    shop: &Shop,
    settings: &Settings,
    session: Session,
    locale: &Locale,
    query: &Query,
) -> Answered<Answer> {
    let register = session.register;
    let now = shop.now();
    let wall = time::wall(now, settings.time_zone);
    Ok(match query {
        Query::FindAnything { text } => {
            Answer::Anything(find_anything(shop, settings, register, text, HITS_MAX)?)
        }
        Query::FindClients { text } => Answer::Clients {
            hits: find_clients(shop, text)?,
        },
        Query::ClientCard { client } => card_of(shop, settings, wall, *client)?,
        Query::Day { date } => Answer::Day(day(&shop.read(), settings, *date)?),
        Query::Offers(wish) => {
            let found = times(&shop.read(), shop.free_days(), settings, now, wish)?;
            Answer::Offers(there(found, Noun::Service, &wish.service)?)
        }
        Query::Hits { .. }
        | Query::HitsOfPerson(_)
        | Query::Stranded
        | Query::Rota { .. }
        | Query::Hours => of_hours(shop, settings, query)?,
        Query::Waitlist => Answer::Waitlist {
            rows: those_who_wait(shop, settings)?,
        },
        Query::Board => Answer::Board(Box::new(board(&shop.read(), settings, now)?)),
        Query::WhereIs { text } => Answer::Whereabouts {
            hits: where_is(shop, settings, text)?,
        },
        Query::Queue
        | Query::QueueChoices { .. }
        | Query::Turns { .. }
        | Query::Again { .. }
        | Query::PlanSeries(_)
        | Query::PlanMoves(_)
        | Query::PlanLengths { .. }
        | Query::PlanVisit(_)
        | Query::Together { .. } => thought_of(shop, settings, query)?,
        Query::Ticket => {
            let ticket = ticket(&shop.read(), settings, register)?;
            Answer::Ticket { ticket }
        }
        Query::ParkedTickets => Answer::ParkedTickets {
            tickets: parked(&shop.read(), settings)?,
        },
        Query::FindReceipts { text, date, client } => {
            let (date, client) = (*date, *client);
            let wish = Wish { text, date, client };
            Answer::Receipts {
                hits: find_receipts(shop, settings, register, wish)?,
            }
        }
        Query::Sale { sale: id } => {
            let sheet = sale(&shop.read(), settings, *id)?;
            Answer::Sale(Box::new(there(sheet, Noun::Sale, id)?))
        }
        Query::GiftCard { .. }
        | Query::Plans
        | Query::Holdings { .. }
        | Query::Deposits { .. }
        | Query::Points { .. }
        | Query::PointsRules => prepaid(shop, wall.date, register, query)?,
        Query::PayAccounts => Answer::PayAccounts {
            rows: pay_accounts(&shop.read())?,
        },
        Query::PayMovements { staff } => Answer::PayMovements {
            movements: pay_movements(&shop.read(), *staff)?,
        },
        Query::OpenDeliveries => Answer::Deliveries {
            deliveries: open_deliveries(&shop.read())?,
        },
        Query::Drawer => Answer::Drawer {
            session: drawer(&shop.read(), register)?,
        },
        Query::DrawerFigures => Answer::DrawerFigures {
            tenders: drawer_figures(&shop.read(), settings, register)?,
        },
        Query::Figures { .. }
        | Query::FigureSales { .. }
        | Query::FigureMoves { .. }
        | Query::CashJournal { .. } => till(shop, settings, query)?,
        Query::BeforeClose => {
            Answer::BeforeClose(before_close(&shop.read(), settings, register, now)?)
        }
        Query::Attention => Answer::Attention {
            items: concerns(shop, settings, session)?,
        },
        Query::Audit { date } => audit_of(shop, settings, locale, *date)?,
        Query::Rights => Answer::Rights(rights(&shop.read())?),
        Query::Preview { what, n_columns } => Answer::Preview {
            lines: page(shop, settings, locale, *what, *n_columns)?,
        },
        Query::FindItems { text } => Answer::Items {
            hits: items(shop, register, text, wall)?,
        },
        query => of_list(shop, settings, query)?,
    })
}

/// Who works when.
fn of_hours(shop: &Shop, settings: &Settings, query: &Query) -> Answered<Answer> {
    let (reads, now) = (shop.read(), shop.now());
    Ok(match query {
        Query::Hits { change } => Answer::Hits {
            hits: hits(&reads, settings, now, change)?,
        },
        Query::HitsOfPerson(draft) => Answer::Hits {
            hits: hits_of_person(&reads, settings, now, draft)?,
        },
        Query::Rota { date } => Answer::Rota(rota_week(&reads, settings, *date)?),
        Query::Hours => {
            let today = time::wall(now, settings.time_zone).date;
            Answer::Hours(hours_sheet(&reads, today)?)
        }
        _ => Answer::Hits {
            hits: stranded(&reads, settings, now)?,
        },
    })
}

/// What would be booked or moved, who waits for what, and what belongs together.
fn thought_of(shop: &Shop, settings: &Settings, query: &Query) -> Answered<Answer> {
    let reads = shop.read();
    let planner = Planner::new(&reads, shop.free_days(), settings, shop.now());
    let planner = answered(planner)?;
    let plans = match query {
        Query::Queue => {
            let rows = answered(queue(&planner))?;
            return Ok(Answer::Queue { rows });
        }
        Query::Turns { category } => {
            let sheet = answered(turns(&planner, category))?;
            return Ok(Answer::Turns(sheet));
        }
        Query::QueueChoices { walk_in } => {
            let rows = answered(choices(&planner, *walk_in))?;
            return Ok(Answer::QueueChoices { rows });
        }
        Query::Again { appointment, on } => {
            let found = answered(again(&planner, *appointment, *on))?;
            return Ok(Answer::Again(Box::new(found)));
        }
        Query::Together { appointment } => {
            let found = reads.get::<Appointment>(appointment)?;
            let found = there(found, Noun::Appointment, appointment)?;
            return Ok(Answer::Together(Box::new(together(&reads, &found)?)));
        }
        Query::PlanLengths {
            appointment,
            minutes,
        } => {
            let found = reads.get::<Appointment>(appointment)?;
            let found = there(found, Noun::Appointment, appointment)?;
            let lengths = answered(plan_lengths(&planner, &found, minutes))?;
            return Ok(Answer::Lengths { lengths });
        }
        Query::PlanVisit(wish) => {
            let sheet = answered(plan_visit(&planner, wish))?;
            return Ok(Answer::VisitPlans(sheet));
        }
        Query::PlanSeries(wish) => answered(plan_series(&planner, wish))?,
        Query::PlanMoves(wish) => answered(plan_moves(&planner, wish))?,
        other => return Err(Failure::bug(Tried::Read, format!("{other:?}")).into()),
    };
    Ok(Answer::Planned { plans })
}

/// With what the client of the open cart pays for them.
fn items(shop: &Shop, register: Register, text: &str, now: WallTime) -> Answered<Vec<ItemHit>> {
    let reads = shop.read();
    let mut hits = find_items(&reads, text)?;
    if let Some(own) = OwnPrices::at_desk(&reads, register, now.date)? {
        for hit in &mut hits {
            own.mark(&reads, hit)?;
        }
    }
    Ok(hits)
}

/// About what is sold, and for how much.
fn of_list(shop: &Shop, settings: &Settings, query: &Query) -> Answered<Answer> {
    let reads = shop.read();
    Ok(match query {
        Query::Coupons { promotion } => Answer::Coupons {
            coupons: coupons(&reads, *promotion)?,
        },
        Query::OfferRules => Answer::OfferRules {
            rules: offer_rules(&reads)?,
        },
        Query::Effects { from, until } => Answer::Effects(effects(&reads, *from, *until)?),
        Query::EffectSales { of, from, until } => Answer::Receipts {
            hits: effect_sales(&reads, settings, of, (*from, *until))?,
        },
        Query::Balances => Answer::Balances {
            rows: balances(&reads)?,
        },
        Query::StockValues => Answer::StockValues {
            rows: stock_values(&reads)?,
        },
        Query::NewPrices(wish) => Answer::NewPrices {
            moves: new_prices(&reads, wish)?,
        },
        Query::Stock { text } => Answer::Stock {
            rows: stock(&reads, text)?,
        },
        _ => Answer::Promotions {
            promotions: promotions(&reads)?,
        },
    })
}

/// What was paid ahead.
fn prepaid(shop: &Shop, today: NaiveDate, register: Register, query: &Query) -> Answered<Answer> {
    Ok(match query {
        Query::GiftCard { number } => {
            let found = gift_card(&shop.read(), today, register, number)?;
            Answer::GiftCard(Box::new(there(found, Noun::GiftCard, number)?))
        }
        Query::Plans => Answer::Plans {
            plans: plans(&shop.read())?,
        },
        Query::Holdings { client, past } => {
            let reads = shop.read();
            let all = if *past {
                past_holdings(&reads, today, *client)?
            } else {
                holdings(&reads, today, *client)?
            };
            let sheets = all.into_iter().map(|it| holding_sheet(&reads, today, it));
            Answer::Holdings {
                holdings: sheets.collect::<Result<_, _>>()?,
            }
        }
        Query::Deposits { client } => Answer::Deposits {
            deposits: deposits(&shop.read(), *client)?,
        },
        Query::Points { client } => Answer::Points(Box::new(points(&shop.read(), today, *client)?)),
        Query::PointsRules => Answer::PointsRules {
            rules: Box::new(points_rules(&shop.read())?),
        },
        other => return Err(Failure::bug(Tried::Read, format!("{other:?}")).into()),
    })
}

fn concerns(shop: &Shop, settings: &Settings, session: Session) -> Answered<Vec<Attention>> {
    let now = shop.now();
    let mut items = damage(shop.store());
    items.extend(safekeeping(shop.store(), now));
    items.extend(attention(&shop.read(), settings, session.register, now)?);
    Ok(items)
}

fn card_of(shop: &Shop, settings: &Settings, wall: WallTime, client: ClientId) -> Answered<Answer> {
    let card = client_card(&shop.read(), settings, wall, client)?;
    let card = there(card, Noun::Client, &client)?;
    Ok(Answer::ClientCard(Box::new(card)))
}

fn audit_of(
    shop: &Shop,
    settings: &Settings,
    locale: &Locale,
    date: NaiveDate,
) -> Answered<Answer> {
    let lines = audit(&shop.read(), settings, locale, date)?;
    Ok(Answer::Audit { lines })
}

fn page(
    shop: &Shop,
    settings: &Settings,
    locale: &Locale,
    what: Printable,
    n_columns: u16,
) -> Answered<Vec<String>> {
    let lines = preview(shop, settings, locale, what, n_columns)?;
    let (noun, id) = named(what);
    Ok(there(lines, noun, &id)?)
}

fn named(what: Printable) -> (Noun, String) {
    match what {
        Printable::Receipt(sale) | Printable::Copy(sale) => (Noun::Sale, sale.to_string()),
        Printable::Z(session) => (Noun::DrawerSession, session.to_string()),
        Printable::ZOfDay(date) => (Noun::DrawerSession, date.to_string()),
        Printable::DaySheet { staff, .. } => (Noun::Staff, staff.to_string()),
        Printable::Document(it) | Printable::DocumentCopy(it) => match it {
            Document::Invoice { sale, .. } => (Noun::Sale, sale.to_string()),
            Document::CashOrder(movement) => (Noun::CashMovement, movement.to_string()),
            Document::VisitCard(visit) => (Noun::Appointment, visit.to_string()),
            Document::GiftCertificate(card) => (Noun::GiftCard, card.to_string()),
            Document::Statement { client, .. } => (Noun::Client, client.to_string()),
        },
    }
}

fn there<T>(found: Option<T>, what: Noun, id: &impl ToString) -> Result<T, Refusal> {
    let id = || id.to_string();
    found.ok_or_else(|| Refusal::NotFound { what, id: id() })
}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// Of reading; what breaks while writing says so itself.
impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Self {
        Self::Failed(Failure::of(Tried::Read, &error))
    }
}

/// The figures of a shift or a day.
fn till(shop: &Shop, settings: &Settings, query: &Query) -> Answered<Answer> {
    Ok(match query {
        Query::FigureSales { of, figure } => Answer::FigureSales {
            rows: figure_sales(&shop.read(), settings, *of, figure)?,
        },
        Query::FigureMoves { of, what, name } => Answer::CashMoves {
            rows: figure_moves(&shop.read(), settings, *of, (*what, name))?,
        },
        Query::CashJournal { from, until } => {
            Answer::CashJournal(cash_journal(&shop.read(), settings, (*from, *until))?)
        }
        Query::Figures { of } => Answer::Figures(Box::new(figures(&shop.read(), settings, *of)?)),
        _ => return Err(Refusal::DrawerNotOpen.into()),
    })
}
