//! What must hold after every request, and now and then every record against the
//! model.

use balm::{
    domain::{
        booking::Appointment,
        sale::{Sale, SaleKind},
        stock::{StockLevel, StockMovement},
        tab::{Tab, TipShare},
        tender_rules::TenderRules,
        ticket::{Ticket, TicketState},
    },
    store::{Reads, record::Lookup},
};

use super::{naive::Naive, points::Points, spa::Spa};

impl Naive {
    /// What must hold after every request.
    pub(super) fn check(&mut self, spa: &Spa, label: &str) {
        let (entries, mut visits) = spa.news();
        // What is let go makes room for what is new in the same commit.
        visits.sort_by_key(|(_, it)| it.as_ref().is_some_and(|it| it.status.holds_time()));
        for entry in entries {
            self.accounts.take_in(&entry, label);
        }
        let mut placed = Vec::new();
        for (id, visit) in visits {
            placed.extend(self.book.write(id, visit, label));
        }
        for it in placed {
            self.check_place(it.id, it.is_new, label);
        }
        self.book.check_awaited(label);
        self.book.read_rooms(spa);
        self.accounts.check(label);
        self.purses.check(&self.accounts, label);
        self.holdings.check(&self.accounts, &self.carts, label);
        self.deposits.check(&self.accounts, label);
        self.points.check(&self.accounts, label);
        self.supplies.check(&self.accounts, label);
        self.pay.check(&self.accounts, label);
        for register in [1, 2] {
            let (booked, cash) = (self.accounts.cash(register), self.cash(register));
            assert_eq!(booked, cash, "{label}: cash of desk {register}");
        }
    }

    /// Every record against the model.
    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let reader = spa.shop.read();
        for (product, on_hand) in &self.stock {
            let moved = reader
                .find::<StockMovement>(&Lookup::MovementOf(*product))
                .unwrap();
            let sum: i64 = moved.iter().map(|it| it.quantity).sum();
            let level = reader
                .get::<StockLevel>(product)
                .unwrap()
                .map_or(0, |it| it.on_hand);
            assert_eq!((sum, level), (*on_hand, *on_hand), "{label}: {product}");
        }
        let sales = reader.all::<Sale>().unwrap();
        for (register, last) in &self.receipts {
            let own = sales.iter().filter(|it| it.receipt.register == *register);
            let mut numbers: Vec<u64> = own.map(|it| it.receipt.number).collect();
            numbers.sort_unstable();
            assert!(
                numbers.into_iter().eq(1..=*last),
                "{label}: receipts of {register}"
            );
        }
        let n_sold = sales.iter().filter(|it| it.kind == SaleKind::Sale).count();
        assert_eq!(n_sold, self.sales.len(), "{label}");
        let tickets = reader.all::<Ticket>().unwrap();
        assert_eq!(tickets.len(), self.carts.len(), "{label}");
        for ticket in tickets {
            let cart = &self.carts[&ticket.id];
            assert_eq!(ticket.lines.len(), cart.lines.len(), "{label}");
            assert_eq!(ticket.returns.len(), cart.returns.len(), "{label}");
            assert_eq!(
                ticket.state == TicketState::Parked,
                cart.parked.is_some(),
                "{label}"
            );
            assert_eq!(ticket.client, cart.client, "{label}");
            assert_eq!(ticket.taken, cart.taken, "{label}");
        }
        let mut visits = reader.all::<Appointment>().unwrap();
        visits.sort_by_key(|it| it.id);
        assert!(visits.iter().eq(self.book.all()), "{label}: the book");
        self.audit_together(spa, label);
        self.book.audit_queue(spa, label);
        for tab in reader.all::<Tab>().unwrap() {
            let owed = &self.owed.tabs[&tab.sale];
            let is = (tab.client, tab.amount.minor(), tab.paid.minor());
            assert_eq!(
                is,
                (owed.client, owed.amount, owed.paid),
                "{label}: {tab:?}"
            );
        }
        for share in reader.all::<TipShare>().unwrap() {
            let owed = self.owed.tips[&share.staff];
            assert_eq!(share.owed.minor(), owed, "{label}: {share:?}");
        }
        let rules = reader.get::<TenderRules>(&()).unwrap().unwrap_or_default();
        assert_eq!(rules.tab_limit.minor(), self.owed.tab_limit, "{label}");
        self.office.audit(spa, label);
        self.means.audit(spa, label);
        self.audit_offers(spa, label);
        self.jobs.audit(spa, label);
        self.purses.audit(spa, label);
        self.holdings.audit(spa, label);
        self.people.audit(spa, label);
        self.deposits.audit(spa, label);
        Points::audit(spa, label);
        self.supplies.audit(spa, label);
        self.pay.audit(spa, label);
    }
}
