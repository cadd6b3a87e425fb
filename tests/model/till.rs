//! The naive till: the drawer's day, and what is kept of what was handed over.

use balm::{
    domain::{
        cash::Payout,
        drawer::{Closing, DrawerSession},
        ids::{Register, SaleId},
        money::Money,
        tender::TenderKind,
    },
    ops::{
        outcome::Outcome,
        request::{DropTo, Request, Session},
    },
    store::{Reads, record::Lookup},
};

use fastrand::Rng;

use super::{
    accounts::Part,
    naive::{Drawer, Naive},
    spa::Spa,
};

impl Naive {
    #[expect(clippy::too_many_lines, reason = "one arm each")]
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
            (Request::DropCash { amount, to }, _) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.cash -= amount.minor();
                drawer.n_events += 1;
                assert!(drawer.cash >= 0, "{label}");
                let place = match to {
                    DropTo::Safe => Part::Safe,
                    DropTo::Bank => Part::Bank,
                };
                let till = Part::Cash(register);
                self.accounts.pass(till, place, amount.minor());
            }
            (
                Request::HandOver { count, to, .. },
                Outcome::HandedOver {
                    expected,
                    difference,
                    ..
                },
            ) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                assert_eq!(expected.minor(), drawer.cash, "{label}");
                let over = count.cash_total().minor() - drawer.cash;
                assert_eq!(difference.minor(), over, "{label}");
                drawer.cash += over;
                drawer.n_events += 1;
                let till = Part::Cash(register);
                self.accounts.pass(Part::OverShort, till, over);
                let lookup = Lookup::OpenSession(register);
                let session = spa.shop.read().find_one::<DrawerSession>(&lookup);
                let holder = session.unwrap().unwrap().holder;
                assert_eq!(holder, Some(*to), "{label}");
            }
            (Request::PayOutOverpaid { sale }, _) => {
                let paid = self.sales.get_mut(sale).unwrap();
                let amount = std::mem::take(&mut paid.over);
                assert!(amount > 0, "{label}");
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.cash -= amount;
                drawer.n_events += 1;
                let till = Part::Cash(register);
                self.accounts.pass(till, Part::Overpaid, amount);
            }
            (Request::SaveDrawerRules { .. }, _)
            | (Request::KickDrawer { .. }, Outcome::DrawerKicked) => (),
            (Request::SaveCashCategory { .. }, Outcome::SavedCashCategory { category }) => {
                self.owed.categories.insert(*category, true);
            }
            (Request::SetTabLimit { client, limit }, _) => {
                let limit = limit.map(Money::minor);
                self.owed.limits.insert(*client, limit);
            }
            (Request::RecordPayout(draft), Outcome::PaidOut { payout, .. }) => {
                let kept = spa.shop.read().get::<Payout>(payout).unwrap().unwrap();
                let (gross, arrived) = (kept.gross.minor(), kept.arrived.minor());
                let from = match draft.kind {
                    TenderKind::Cash => Part::Safe,
                    TenderKind::Card => Part::Card,
                    TenderKind::Transfer => Part::Transfer,
                    _ => Part::Foreign,
                };
                let wanted = draft.arrived.map_or(arrived, Money::minor);
                assert_eq!(arrived, wanted, "{label}");
                self.accounts.pass(from, Part::Bank, arrived);
                let rest = if draft.kind == TenderKind::Foreign {
                    assert_eq!(kept.units, draft.amount, "{label}");
                    Part::Rates
                } else {
                    assert_eq!(gross, draft.amount.minor(), "{label}");
                    Part::Fees
                };
                self.accounts.pass(from, rest, gross - arrived);
            }
            (
                Request::MoveCash {
                    amount, category, ..
                },
                _,
            ) => {
                let drawer = self.drawers.get_mut(&register).unwrap();
                drawer.cash += amount.minor();
                drawer.n_events += 1;
                assert!(drawer.cash >= 0, "{label}");
                let till = Part::Cash(register);
                let from = match category {
                    Some(_) => Part::Category,
                    None => Part::Petty,
                };
                self.accounts.pass(from, till, amount.minor());
            }
            (Request::CountDrawer { count, .. }, _) => {
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
        self.other_tenders(closing, label);
        self.accounts.pass(till, Part::Safe, counted);
        let z = self.z_numbers.entry(register).or_default();
        *z += 1;
        assert_eq!(closing.z_number, *z, "{label}");
        let carried = (closing.n_tickets_carried, closing.n_appointments_carried);
        let of_day = self.book.n_unfinished(drawer.date);
        assert_eq!(carried, (open, u32::try_from(of_day).unwrap()), "{label}");
        assert!(carry_over || carried == (0, 0), "{label}");
        self.holdings.closed(&mut self.accounts, drawer.date);
        self.carry_over(register);
    }

    pub(super) fn drawer_is_open(&self, register: Register) -> bool {
        self.drawers.contains_key(&register)
    }

    pub(super) fn cash(&self, register: Register) -> i64 {
        self.drawers.get(&register).map_or(0, |it| it.cash)
    }

    pub(super) fn is_counted(&self, register: Register) -> bool {
        let drawer = self.drawers.get(&register);
        drawer.is_some_and(|it| it.counted.is_some_and(|(_, n)| n == it.n_events))
    }

    /// A sale for which a card took too much.
    pub(super) fn some_overpaid(&self, rng: &mut Rng) -> Option<SaleId> {
        let over: Vec<SaleId> = self
            .sales
            .iter()
            .filter(|(_, it)| it.over > 0)
            .map(|(id, _)| *id)
            .collect();
        rng.choice(over)
    }

    /// Over and short of what was counted besides cash.
    fn other_tenders(&mut self, closing: &Closing, label: &str) {
        for tender in &closing.tenders {
            let part = match tender.kind {
                TenderKind::Cash => continue,
                TenderKind::Card => Part::Card,
                TenderKind::Transfer => Part::Transfer,
                TenderKind::Foreign => Part::Foreign,
                kind => {
                    assert_eq!(tender.counted, None, "{label}: {kind:?}");
                    continue;
                }
            };
            let over = tender.difference().unwrap_or_default();
            assert_eq!(
                over.is_zero(),
                tender.booked.is_zero(),
                "{label}: {tender:?}"
            );
            let is_own = tender.currency.is_empty();
            assert!(!is_own || over == tender.booked, "{label}: {tender:?}");
            self.accounts
                .pass(Part::OverShort, part, tender.booked.minor());
        }
    }

    pub(super) fn still_open(&self, register: Register) -> u32 {
        let own = self.carts.values().filter(|it| it.register == register);
        u32::try_from(own.filter(|it| !it.is_empty()).count()).unwrap()
    }

    fn carry_over(&mut self, register: Register) {
        self.carts
            .retain(|_, it| it.register != register || !it.is_empty());
        if let Some((open, _)) = self.open_cart(register) {
            self.park(open);
        }
    }
}
