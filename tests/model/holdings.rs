//! The naive packages: what each client has left of what, and what that is worth.

use std::collections::BTreeMap;

use balm::{
    domain::{
        holding::Holding,
        ids::{ClientId, HoldingId, PlanId, SaleId, ServiceId, TicketId},
        membership::{Earned, EntryLimit, Membership, Per},
        money::Rate,
        plan::{Life, PlanKind},
        promotion::Scope,
        sale::Sale,
        ticket::{Item, Ticket},
    },
    ops::{
        outcome::Outcome,
        refusal::Refusal,
        request::{NewLine, PlanDraft, Request, Session, Wanted},
    },
    store::{Reads, record::Lookup},
};
use chrono::{Days, NaiveDate};
use fastrand::Rng;

use super::{
    accounts::{Accounts, Part},
    cart::{Cart, Line},
    members::Member,
    naive::Naive,
    office::some,
    spa::Spa,
    wish::{Wishes, cents},
};

const PLANS_MAX: usize = 5;

#[derive(Default)]
pub(super) struct Holdings {
    plans: BTreeMap<PlanId, PlanDraft>,
    held: BTreeMap<HoldingId, Held>,
}

struct Held {
    client: ClientId,
    sale: SaleId,
    line: u32,
    units: i64,
    left: i64,
    value: i64,
    value_left: i64,
    is_closed: bool,
    member: Option<Member>,
}

impl Held {
    /// What so many units are worth: with the last of them all that is left.
    fn share(&self, units: i64) -> i64 {
        if self.member.as_ref().is_some_and(Member::is_over_time) {
            return 0;
        }
        if units >= self.left {
            return self.value_left;
        }
        let twice = 2 * self.value * units;
        let rounded = (twice + self.units) / (2 * self.units);
        rounded.min(self.value_left)
    }
}

impl Held {
    /// What its fee has earned by then and is not income yet.
    fn earn(&mut self, accounts: &mut Accounts, on: NaiveDate) {
        let Some(member) = self.member.as_ref().filter(|_| !self.is_closed) else {
            return;
        };
        if member.is_over_time() {
            let part = (self.value_left - member.to_come(self.value, on)).max(0);
            self.value_left -= part;
            accounts.pass(Part::Income, Part::Deferred, part);
        }
    }
}

impl Holdings {
    /// A membership, if there is one.
    pub(super) fn member(&self, rng: &mut Rng) -> Option<HoldingId> {
        let members = self.held.iter().filter(|(_, it)| it.member.is_some());
        let members: Vec<_> = members.map(|(id, _)| *id).collect();
        (!members.is_empty()).then(|| members[rng.usize(..members.len())])
    }

    /// One whose client came in that day.
    pub(super) fn entered(&self, day: NaiveDate) -> Option<HoldingId> {
        let came = |it: &Held| {
            let member = it.member.as_ref().filter(|_| !it.is_closed);
            member.is_some_and(|it| it.entries.last() == Some(&day))
        };
        let mut held = self.held.iter().filter(|(_, it)| came(it));
        held.next().map(|(id, _)| *id)
    }

    /// With a closing, the fees of all time that has begun.
    pub(super) fn closed(&mut self, accounts: &mut Accounts, date: NaiveDate) {
        for held in self.held.values_mut() {
            held.earn(accounts, date);
        }
    }

    /// When they run is taken from the shop: where it comes from is its own tests'.
    fn moved(&mut self, spa: &Spa) {
        for it in spa.shop.read().all::<Holding>().unwrap() {
            if let Some(member) = &mut self.held.get_mut(&it.id).unwrap().member {
                member.runs(&it);
            }
        }
    }

    /// Mostly one with something left.
    pub(super) fn some(&self, rng: &mut Rng) -> Option<HoldingId> {
        let full = self.held.iter().filter(|(_, it)| it.left > 0);
        let full: Vec<_> = full.map(|(id, _)| *id).collect();
        if !full.is_empty() && rng.u8(0..5) > 0 {
            return Some(full[rng.usize(..full.len())]);
        }
        some(&self.held, rng)
    }

    pub(super) fn client(&self, id: HoldingId) -> ClientId {
        self.held[&id].client
    }

    /// What a cart's lines used, once it is paid.
    pub(super) fn used(&mut self, accounts: &mut Accounts, lines: &[Line], on: NaiveDate) {
        for line in lines {
            if let Some((id, each)) = line.drawn {
                let units = each * line.quantity();
                let held = self.held.get_mut(&id).unwrap();
                let share = held.share(units);
                held.left -= units;
                held.value_left -= share;
                accounts.pass(Part::Income, Part::Deferred, share);
                if let Some(member) = &mut held.member {
                    member.use_up(on, units);
                }
                held.earn(accounts, on);
            }
        }
    }

    /// Each package that was sold is held by the cart's client.
    pub(super) fn sold(
        &mut self,
        spa: &Spa,
        accounts: &mut Accounts,
        (sale, cart): (SaleId, &Cart),
        label: &str,
    ) {
        let sold: Vec<(u32, PlanId, i64)> = cart.plans().collect();
        let found = Lookup::HoldingOfSale(sale);
        let found = spa.shop.read().find::<Holding>(&found).unwrap();
        assert_eq!(found.len(), sold.len(), "{label}");
        for (line, plan, price) in sold {
            let of_line = |it: &&Holding| it.line == line;
            let holding = found.iter().find(of_line).unwrap();
            assert_eq!((holding.plan, holding.sold_in), (plan, sale), "{label}");
            let draft = &self.plans[&plan];
            let member = Member::of(draft, holding);
            let units = match &member {
                Some(member) => member.all_credits(),
                None => i64::try_from(draft.kind.units()).unwrap(),
            };
            // Without the tax, which the model does not work out.
            let value = holding.value.minor();
            assert!(value >= 0 && value <= price, "{label}: {holding:?}");
            accounts.pass(Part::Deferred, Part::Income, value);
            let held = Held {
                client: cart.client.unwrap(),
                sale,
                line,
                units,
                left: units,
                value,
                value_left: value,
                is_closed: false,
                member,
            };
            assert!(self.held.insert(holding.id, held).is_none(), "{label}");
        }
    }

    /// A refund brings back what was used, and takes what was not.
    pub(super) fn refunded(
        &mut self,
        accounts: &mut Accounts,
        (sold, refund): (SaleId, &Sale),
        sold_on: NaiveDate,
        label: &str,
    ) {
        for line in &refund.lines {
            if let Item::Plan(_) = line.item {
                let mut held = self.held.values_mut();
                let held = held.find(|it| it.sale == sold && it.line == line.number);
                let held = held.unwrap();
                assert_eq!(-line.net.minor(), held.value_left, "{label}");
                assert!(!held.is_closed, "{label}: paid back twice");
                accounts.pass(Part::Deferred, Part::Income, line.net.minor());
                (held.left, held.value_left, held.is_closed) = (0, 0, true);
            }
            if let Some(drawn) = &line.drawn {
                let held = self.held.get_mut(&drawn.holding).unwrap();
                let on = sold_on;
                if let Some(member) = &mut held.member {
                    if held.is_closed && member.is_over_time() {
                        continue;
                    }
                    member.give_back(on, drawn.units.into());
                }
                held.left += i64::from(drawn.units);
                held.value_left -= drawn.net.minor();
                held.is_closed = false;
                accounts.pass(Part::Income, Part::Deferred, drawn.net.minor());
            }
        }
    }

    /// The books owe what is left, and no two carts use the same of it.
    pub(super) fn check(&self, accounts: &Accounts, carts: &BTreeMap<TicketId, Cart>, label: &str) {
        let all: i64 = self.held.values().map(|it| it.value_left).sum();
        assert_eq!(accounts.balance(Part::Deferred), -all, "{label}");
        let mut taken: BTreeMap<HoldingId, i64> = BTreeMap::new();
        for line in carts.values().flat_map(|it| &it.lines) {
            if let Some((id, each)) = line.drawn {
                *taken.entry(id).or_default() += each * line.quantity();
            }
        }
        for (id, units) in taken {
            assert!(units <= self.held[&id].left, "{label}: {id} used twice");
        }
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let all = spa.shop.read().all::<Holding>().unwrap();
        assert_eq!(all.len(), self.held.len(), "{label}");
        for it in all {
            let known = &self.held[&it.id];
            assert_eq!(it.client, known.client, "{label}: {it:?}");
            assert_eq!(i128::from(it.units_left), known.left.into(), "{label}");
            assert_eq!(it.value_left.minor(), known.value_left, "{label}: {it:?}");
            assert_eq!(it.closed.is_some(), known.is_closed, "{label}: {it:?}");
            if let Some(member) = &known.member {
                member.check(&it, label);
            }
        }
    }
}

impl Naive {
    pub(super) fn follow_holdings(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        let held = &mut self.holdings.held;
        match (request, outcome) {
            (Request::AddDeposit { .. } | Request::KeepDeposit { .. }, _) => {
                self.follow_deposits(session, request, outcome, label);
            }
            (Request::EnterMember { .. } | Request::TakeEntryBack { .. }, _) => {
                self.follow_members(spa, request, outcome, label);
            }
            (Request::SavePlan(draft), Outcome::SavedPlan { plan }) => {
                let before = self.holdings.plans.insert(*plan, draft.clone());
                assert_eq!(before.is_some(), draft.id.is_some(), "{label}");
            }
            (Request::UsePrepaid { line, holding }, Outcome::TicketChanged { ticket, .. }) => {
                let number = self.line_changed(session, outcome, label);
                assert_eq!(number, Some(*line), "{label}");
                let cart = spa.shop.read().get::<Ticket>(ticket).unwrap().unwrap();
                let changed = cart.lines.iter().find(|it| it.number == *line).unwrap();
                let drawn = changed.drawn.as_ref().unwrap();
                assert!(holding.is_none_or(|it| it == drawn.holding), "{label}");
                let cart = self.carts.get_mut(ticket).unwrap();
                let owner = self.holdings.held[&drawn.holding].client;
                assert_eq!(cart.client, Some(owner), "{label}");
                let each = i64::from(drawn.units) / i64::from(changed.quantity);
                cart.line(*line).draw(drawn.holding, each);
                self.check_total(outcome, label);
            }
            (Request::LeavePrepaid { line }, Outcome::TicketChanged { ticket, .. }) => {
                self.line_changed(session, outcome, label);
                self.carts.get_mut(ticket).unwrap().line(*line).drawn = None;
                self.check_total(outcome, label);
            }
            (Request::TransferHolding { holding, to }, Outcome::HoldingChanged { .. }) => {
                let held = held.get_mut(holding).unwrap();
                assert_ne!(held.client, *to, "{label}");
                held.client = *to;
            }
            (
                Request::ExpireHolding { holding } | Request::CancelHolding { holding, .. },
                Outcome::HoldingChanged { .. },
            ) => {
                let held = held.get_mut(holding).unwrap();
                assert!(!held.is_closed, "{label}");
                held.earn(&mut self.accounts, spa.day());
                let gone = std::mem::take(&mut held.value_left);
                (held.left, held.is_closed) = (0, true);
                self.accounts.pass(Part::Breakage, Part::Deferred, gone);
            }
            (
                Request::RestHolding { holding, .. } | Request::EndRest { holding },
                Outcome::HoldingChanged { holding: said, .. },
            ) => {
                assert_eq!(holding, said, "{label}");
                self.holdings.moved(spa);
            }
            (
                Request::ExtendHolding { holding, until, .. },
                Outcome::HoldingChanged { until: said, .. },
            ) => {
                assert!(!held[holding].is_closed, "{label}");
                assert_eq!(Some(*until), *said, "{label}");
                self.holdings.moved(spa);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    /// Who came in, and who did not.
    fn follow_members(&mut self, spa: &Spa, request: &Request, outcome: &Outcome, label: &str) {
        let held = &mut self.holdings.held;
        match (request, outcome) {
            (Request::EnterMember { client, .. }, Outcome::MemberEntered { holding, left, .. }) => {
                let held = held.get_mut(holding).unwrap();
                assert!(!held.is_closed && held.client == *client, "{label}");
                let member = held.member.as_mut().unwrap();
                assert_eq!(member.enter(spa.day()), *left, "{label}");
                held.earn(&mut self.accounts, spa.day());
            }
            (Request::TakeEntryBack { holding }, Outcome::HoldingChanged { .. }) => {
                let member = held.get_mut(holding).unwrap().member.as_mut();
                assert_eq!(member.unwrap().entries.pop(), Some(spa.day()), "{label}");
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    /// A package goes into the cart as a line of its own.
    pub(super) fn add_plan(
        &mut self,
        session: &Session,
        (id, quantity): (PlanId, u32),
        outcome: &Outcome,
        label: &str,
    ) {
        let number = self.line_changed(session, outcome, label).unwrap();
        let Outcome::TicketChanged { ticket, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        let draft = &self.holdings.plans[&id];
        assert!(draft.active && quantity == 1, "{label}");
        let price = draft.price.minor();
        let cart = self.carts.entry(*ticket).or_default();
        assert!(cart.lines.iter().all(|it| it.number != number), "{label}");
        cart.lines
            .push(Line::of_money(number, Item::Plan(id), price));
        self.check_total(outcome, label);
    }

    pub(super) fn check_prepaid_refusal(&self, register: u16, refusal: &Refusal, label: &str) {
        let cart = self.open_cart(register).map(|it| it.1);
        if let Refusal::ClientNeeded { .. } = refusal {
            assert!(cart.is_none_or(|it| it.client.is_none()), "{label}");
        }
    }
}

impl Wishes {
    pub(super) fn prepaid(&mut self, spa: &Spa, naive: &Naive, register: u16) -> Request {
        let holdings = &naive.holdings;
        let line = naive.some_line(register, &mut self.0).unwrap_or(1);
        let plan = some(&holdings.plans, &mut self.0);
        let cart = naive.open_cart(register).map(|it| it.1);
        let client = cart.and_then(|it| it.client);
        if client.is_none() && cart.is_some_and(|it| it.plans().next().is_some()) {
            let client = some(&naive.office.clients, &mut self.0);
            return Request::AttachClient { client };
        }
        let Some(holding) = holdings.some(&mut self.0) else {
            return self.sell_plan(naive, plan);
        };
        if client == Some(holdings.client(holding)) && self.0.bool() {
            let mut services = cart.iter().flat_map(|it| &it.lines);
            let service = services.find(|it| matches!(it.item, Item::Service(_)));
            let Some(service) = service.filter(|_| self.0.u8(0..4) > 0) else {
                return self.service_line(naive);
            };
            return Request::UsePrepaid {
                line: service.number,
                holding: Some(holding).filter(|_| self.0.bool()),
            };
        }
        match self.0.u8(0..56) {
            24..32 => Request::EnterMember {
                client: holdings.client(holding),
                holding: holdings.member(&mut self.0).filter(|_| self.0.bool()),
            },
            32..44 => Request::TakeEntryBack {
                holding: holdings.entered(spa.day()).unwrap_or(holding),
            },
            48..54 => Request::EndRest { holding },
            44 => Request::CancelHolding {
                holding,
                reason: "Moves away".repeat(self.0.usize(..3).min(1)),
            },
            45..48 | 54..56 => Request::RestHolding {
                holding: holdings.member(&mut self.0).unwrap_or(holding),
                from: None,
                days: self.0.u16(1..4),
            },
            0 if self.0.bool() => self.plan(naive, None),
            0 => self.plan(naive, plan),
            1..3 => self.sell_plan(naive, plan),
            3..7 => Request::AttachClient {
                client: Some(holdings.client(holding)),
            },
            7..9 => Request::UsePrepaid {
                line,
                holding: None,
            },
            9..12 => Request::LeavePrepaid { line },
            12 => Request::RestHolding {
                holding,
                from: None,
                days: self.0.u16(0..6),
            },
            13..15 => Request::ExtendHolding {
                holding,
                until: spa.day() + Days::new(self.0.u64(0..6)),
                reason: "Was ill".repeat(self.0.usize(..3).min(1)),
            },
            15..17 => Request::TransferHolding {
                holding,
                to: some(&naive.office.clients, &mut self.0).unwrap(),
            },
            _ => Request::ExpireHolding { holding },
        }
    }

    fn service_line(&mut self, naive: &Naive) -> Request {
        let service = some(&naive.office.services, &mut self.0).unwrap();
        Request::AddLine(NewLine {
            what: Wanted::Item(Item::Service(service)),
            quantity: 1,
            staff: None,
            price: None,
        })
    }

    fn sell_plan(&mut self, naive: &Naive, plan: Option<PlanId>) -> Request {
        let Some(plan) = plan else {
            return self.plan(naive, None);
        };
        Request::AddLine(NewLine {
            what: Wanted::Item(Item::Plan(plan)),
            quantity: 1 + u32::from(self.0.u8(0..8) == 0),
            staff: None,
            price: None,
        })
    }

    /// Counted in days and weeks: the months are their own tests'.
    fn membership(&mut self, id: Option<PlanId>, services: Vec<ServiceId>) -> Request {
        let pers = [Per::Term, Per::Week, Per::Day];
        let per = pers[self.0.usize(..3)];
        let gives = Membership {
            credits: self.0.u32(0..4),
            per,
            services,
            rolls_over: self.0.bool(),
            off: Rate::ZERO,
            on: Scope::default(),
            entry: Some(EntryLimit {
                most: self.0.u32(0..4),
                per: pers[self.0.usize(..3)],
            }),
            earned: if self.0.u8(0..3) == 0 {
                Earned::AtUse
            } else {
                Earned::OverTime
            },
            gives_back: self.0.u8(0..4) > 0,
        };
        let lives = [Life::Days(1), Life::Days(3), Life::Weeks(2), Life::Weeks(1)];
        Request::SavePlan(PlanDraft {
            id,
            code: String::new(),
            name: "Gold".into(),
            price: cents(self.0.i64(0..50_000)),
            tax_class: None,
            kind: PlanKind::Membership(gives),
            life: lives[self.0.usize(..lives.len())],
            rest_days: self.0.u16(0..20),
            rest_extends: self.0.u8(0..4) > 0,
            can_move: self.0.bool(),
            active: self.0.u8(0..6) > 0,
        })
    }

    fn plan(&mut self, naive: &Naive, id: Option<PlanId>) -> Request {
        let n = naive.holdings.plans.len();
        let id = id.or_else(|| {
            let any = some(&naive.holdings.plans, &mut self.0);
            any.filter(|_| n >= PLANS_MAX)
        });
        let services: Vec<_> = naive.office.services.keys().copied().collect();
        let least = services.len() / 2;
        let some_services = services[..=self.0.usize(least..services.len())].to_vec();
        if self.0.u8(0..3) == 0 {
            return self.membership(id, services);
        }
        let kind = match self.0.u8(0..4) {
            0 => PlanKind::Minutes {
                n: self.0.u32(1..30),
                minutes_each: 30,
                services,
            },
            1 => PlanKind::Credit {
                worth: cents(self.0.i64(1..30_000)),
            },
            _ => PlanKind::Visits {
                n: self.0.u32(0..12),
                services: some_services,
            },
        };
        let lives = [
            Life::ForEver,
            Life::Days(1),
            Life::Days(2),
            Life::Weeks(1),
            Life::Months(1),
        ];
        Request::SavePlan(PlanDraft {
            id,
            code: String::new(),
            name: "Series".into(),
            price: cents(self.0.i64(0..50_000)),
            tax_class: None,
            kind,
            life: lives[self.0.usize(..lives.len())],
            rest_days: self.0.u16(0..20),
            rest_extends: self.0.bool(),
            can_move: self.0.u8(0..4) > 0,
            active: self.0.u8(0..6) > 0,
        })
    }
}
