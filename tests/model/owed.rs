//! What clients owe and what is owed for tips, by sums.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{CashCategoryId, ClientId, SaleId, StaffId},
        money::Money,
        ticket::{Item, Ticket},
    },
    ops::{
        outcome::Outcome,
        request::{Request, Session},
    },
    store::Reads,
};

use super::{accounts::Part, cart::Line, naive::Naive, office::Column, spa::Spa};

#[derive(Default)]
pub(super) struct Owed {
    pub(super) tab_limit: i64,
    /// Millionths of the shop's currency for one of the other's.
    pub(super) rate: i64,
    pub(super) tabs: BTreeMap<SaleId, Debt>,
    pub(super) tips: BTreeMap<StaffId, i64>,
    /// Of clients who may owe more or less than the others.
    pub(super) limits: BTreeMap<ClientId, Option<i64>>,
    pub(super) categories: BTreeMap<CashCategoryId, bool>,
}

#[derive(Debug)]
pub(super) struct Debt {
    pub(super) client: ClientId,
    pub(super) amount: i64,
    pub(super) paid: i64,
}

impl Owed {
    fn of_client(&self, client: ClientId) -> i64 {
        let tabs = self.tabs.values().filter(|it| it.client == client);
        tabs.map(|it| it.amount - it.paid).sum()
    }
}

impl Naive {
    pub(super) fn follow_owed(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        match request {
            Request::SaveTenderRules(draft) => {
                self.owed.tab_limit = draft.tab_limit.minor();
                let rate = draft.foreign.as_ref().map_or(0, |it| it.rate_millionths);
                self.owed.rate = i64::try_from(rate).unwrap();
            }
            Request::SettleTab(wish) => {
                let of_sale = wish.sale.map(|it| self.owed.tabs[&it].client);
                let client = of_sale.or(wish.client);
                let added = self.chosen_lines(spa, session, (outcome, client), label);
                let sum: i64 = added.iter().map(|it| it.price).sum();
                let wished = wish.amount.map(Money::minor);
                assert!(wished.is_none_or(|it| it == sum), "{label}: {sum}");
                for line in added {
                    let Item::Owed(sale) = line.item else {
                        panic!("{label}: {:?}", line.item);
                    };
                    let debt = &self.owed.tabs[&sale];
                    assert!(line.price <= debt.amount - debt.paid, "{label}");
                    let of = wish.client.filter(|_| wish.sale.is_none());
                    assert!(of.is_none_or(|it| it == debt.client), "{label}");
                    assert_eq!(client, Some(debt.client), "{label}");
                }
            }
            Request::AddTip { amount, staff } => {
                let added = self.chosen_lines(spa, session, (outcome, None), label);
                let sum: i64 = added.iter().map(|it| it.price).sum();
                assert_eq!(sum, amount.minor(), "{label}");
                for line in added {
                    let Item::Tip(whose) = line.item else {
                        panic!("{label}: {:?}", line.item);
                    };
                    assert!(staff.is_none_or(|it| it == whose), "{label}");
                }
            }
            Request::PayOutTips { staff, amount } => {
                let amount = amount.minor();
                let owed = self.owed.tips.get_mut(staff).unwrap();
                *owed -= amount;
                assert!(*owed >= 0, "{label}: more than is owed");
                let drawer = self.drawers.get_mut(&session.register).unwrap();
                drawer.cash -= amount;
                drawer.n_events += 1;
                assert!(drawer.cash >= 0, "{label}");
                let till = Part::Cash(session.register);
                self.accounts.pass(till, Part::Tips, amount);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    /// Lines of the cart that the model has not: how much each is for is the shop's to
    /// say, and their sum is checked.
    fn chosen_lines(
        &mut self,
        spa: &Spa,
        session: &Session,
        (outcome, client): (&Outcome, Option<ClientId>),
        label: &str,
    ) -> Vec<Line> {
        let Outcome::TicketChanged { ticket: id, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        self.line_changed(session, outcome, label);
        if client.is_some() {
            self.carts.get_mut(id).unwrap().attach(client);
            self.follow_client(*id);
        }
        let ticket = spa.shop.read().get::<Ticket>(id).unwrap().unwrap();
        // Who settles a tab is the cart's client from then on.
        if self.carts[id].client != ticket.client {
            self.carts.get_mut(id).unwrap().attach(ticket.client);
            self.follow_client(*id);
        }
        let cart = self.carts.get_mut(id).unwrap();
        let known: Vec<u32> = cart.lines.iter().map(|it| it.number).collect();
        let new = ticket.lines.iter().filter(|it| !known.contains(&it.number));
        let added: Vec<Line> = new
            .map(|it| Line {
                number: it.number,
                item: it.item,
                quantity: 1,
                price: it.unit_price.minor(),
                column: Column::Fixed,
                cost: 0,
                discount: None,
                visit: None,
                drawn: None,
                for_points: None,
                spent: 0,
            })
            .collect();
        assert!(!added.is_empty(), "{label}");
        cart.lines.extend(added.clone());
        self.check_total(outcome, label);
        added
    }

    /// What a paid sale leaves on the client's tab.
    pub(super) fn lend(
        &mut self,
        sale: SaleId,
        client: Option<ClientId>,
        amount: i64,
        label: &str,
    ) {
        if amount == 0 {
            return;
        }
        let client = client.unwrap();
        let (paid, owed) = (0, self.owed.of_client(client) + amount);
        let debt = Debt {
            client,
            amount,
            paid,
        };
        let own = self.owed.limits.get(&client).copied().flatten();
        let limit = own.unwrap_or(self.owed.tab_limit);
        assert!(owed <= limit, "{label}: {owed} is owed");
        self.owed.tabs.insert(sale, debt);
    }

    /// A line that was paid, or given back, and was no income.
    pub(super) fn owed_line(&mut self, item: Item, price: i64, label: &str) {
        match item {
            Item::Owed(sale) => {
                let debt = self.owed.tabs.get_mut(&sale).unwrap();
                debt.paid += price;
                assert!((0..=debt.amount).contains(&debt.paid), "{label}: {debt:?}");
                self.accounts.pass(Part::Tabs, Part::Income, price);
            }
            Item::Tip(staff) => {
                *self.owed.tips.entry(staff).or_default() += price;
                self.accounts.pass(Part::Tips, Part::Income, price);
            }
            _ => (),
        }
    }
}
