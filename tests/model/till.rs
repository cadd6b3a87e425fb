//! The naive till: the drawer's day, and what is kept of what was handed over.

use balm::{
    domain::{drawer::DrawerSession, ids::Register, money::Money, tender::TenderKind},
    ops::{
        outcome::Outcome,
        request::{Request, Session},
    },
    store::Reads,
};

use super::{
    accounts::Part,
    naive::{Drawer, Naive},
    spa::Spa,
};

impl Naive {
    pub(super) fn follow_drawer(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        let register = session.register;
        match (request, outcome) {
            (Request::OpenDrawer { float, .. }, Outcome::DrawerOpened { session }) => {
                let opened = spa.shop.read().get::<DrawerSession>(session).unwrap();
                let drawer = Drawer {
                    date: opened.unwrap().business_date,
                    cash: float.cash_total().minor(),
                    n_events: 0,
                    counted: None,
                };
                let (till, cash) = (Part::Cash(register), drawer.cash);
                self.accounts.pass(Part::Safe, till, cash);
                let before = self.drawers.insert(register, drawer);
                assert!(before.is_none(), "{label}: two drawers");
            }
            (Request::MoveCash { amount, .. }, _) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.cash += amount.minor();
                drawer.n_events += 1;
                assert!(drawer.cash >= 0, "{label}");
                let till = Part::Cash(register);
                self.accounts.pass(Part::Petty, till, amount.minor());
            }
            (Request::KickDrawer { .. }, Outcome::DrawerKicked) => (),
            (Request::CountDrawer { count }, _) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.counted = Some((count.cash_total().minor(), drawer.n_events));
            }
            (Request::CloseDrawer { carry_over }, Outcome::DrawerClosed { session, print, .. }) => {
                self.jobs.z(*session, *print, label);
                self.close(register, *carry_over, outcome, label);
            }
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn close(&mut self, register: Register, carry_over: bool, outcome: &Outcome, label: &str) {
        let Outcome::DrawerClosed { closing, .. } = outcome else {
            panic!("{label}: {outcome:?}");
        };
        assert!(self.is_counted(register), "{label}: closed on an old count");
        let open = self.still_open(register);
        let drawer = self.drawers.remove(&register).unwrap();
        let mut tenders = closing.tenders.iter();
        let cash = tenders.find(|it| it.kind == TenderKind::Cash).unwrap();
        assert_eq!(cash.expected.minor(), drawer.cash, "{label}");
        let counted = drawer.counted.unwrap().0;
        assert_eq!(cash.counted.map(Money::minor), Some(counted), "{label}");
        let till = Part::Cash(register);
        let over = counted - drawer.cash;
        self.accounts.pass(Part::OverShort, till, over);
        self.accounts.pass(till, Part::Safe, counted);
        let z = self.z_numbers.entry(register).or_default();
        *z += 1;
        assert_eq!(closing.z_number, *z, "{label}");
        let carried = (closing.n_tickets_carried, closing.n_appointments_carried);
        let of_day = self.book.n_unfinished(drawer.date);
        assert_eq!(carried, (open, u32::try_from(of_day).unwrap()), "{label}");
        assert!(carry_over || carried == (0, 0), "{label}");
        self.carry_over(register);
    }

    pub(super) fn still_open(&self, register: Register) -> u32 {
        let own = self.carts.values().filter(|it| it.register == register);
        u32::try_from(own.filter(|it| !it.lines.is_empty()).count()).unwrap()
    }

    fn carry_over(&mut self, register: Register) {
        self.carts
            .retain(|_, it| it.register != register || !it.lines.is_empty());
        if let Some((open, _)) = self.open_cart(register) {
            self.park(open);
        }
    }
}
