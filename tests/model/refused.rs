//! What a refusal says must be so in the model, too.

use balm::ops::{
    refusal::Refusal,
    request::{Request, Session},
};

use super::naive::Naive;

impl Naive {
    #[expect(clippy::too_many_lines, reason = "an arm for every refusal")]
    pub(super) fn check_refusal(
        &self,
        session: &Session,
        request: &Request,
        refusal: &Refusal,
        label: &str,
    ) {
        let register = session.register;
        let drawer = self.drawers.get(&register);
        match refusal {
            // Of two that are swapped one is held against where the other would be.
            Refusal::Clash { .. } if matches!(request, Request::Swap(_)) => (),
            Refusal::Clash { clash, .. } => {
                let own = match request {
                    Request::Move(moving) => Some(moving.appointment),
                    Request::Resize(wish) => Some(wish.appointment),
                    Request::MoveSegment(wish) => Some(wish.appointment),
                    Request::SetStatus { appointment, .. } => Some(*appointment),
                    _ => None,
                };
                self.book.check_clash(clash, own, label);
                self.check_means_clash(request, clash, label);
            }
            // Held against where the others of the same request are.
            Refusal::PartClash { .. } | Refusal::PartTwice => (),
            Refusal::NotOnList => assert!(
                matches!(
                    request,
                    Request::SetTurns { on: false, .. } | Request::MoveTurn { .. }
                ),
                "{label}"
            ),
            Refusal::AskedForOthers { sex } => {
                let Request::StartWalkIn(wish) = request else {
                    panic!("{label}");
                };
                assert_eq!(self.book.walk_ins[&wish.walk_in].sex, Some(*sex), "{label}");
            }
            Refusal::NotInQueue => match request {
                Request::SaveWalkIn(draft) => {
                    assert!(!self.book.waits(draft.id.unwrap()), "{label}");
                }
                Request::StartWalkIn(wish) => {
                    assert!(!self.book.waits(wish.walk_in), "{label}");
                }
                _ => assert!(matches!(request, Request::LeaveWalkIn { .. }), "{label}"),
            },
            // The search has its own cases; here nobody goes through the minutes.
            Refusal::NobodyNow { .. } => {
                let is_walk_in =
                    matches!(request, Request::StartWalkIn(_) | Request::SaveWalkIn(_));
                assert!(is_walk_in, "{label}");
            }
            Refusal::NoPartToPay => {
                assert!(matches!(request, Request::AddVisit { .. }), "{label}");
            }
            Refusal::NothingToSell => assert_eq!(self.n_lines(register), 0, "{label}"),
            Refusal::NothingParked => {
                assert!(self.carts.values().all(|it| it.parked.is_none()), "{label}");
            }
            Refusal::DrawerNotOpen => assert!(drawer.is_none(), "{label}"),
            Refusal::DrawerAlreadyOpen { .. } => assert!(drawer.is_some(), "{label}"),
            Refusal::CashShort { wanted, in_drawer } => {
                let is_change = matches!(request, Request::Pay(_));
                assert!(
                    is_change || in_drawer.minor() == self.cash(register),
                    "{label}"
                );
                assert!(wanted > in_drawer, "{label}");
            }
            Refusal::NotCounted => assert_eq!(drawer.unwrap().counted, None, "{label}"),
            Refusal::CountOutdated => assert!(!self.is_counted(register), "{label}"),
            Refusal::StillOpen {
                n_tickets,
                n_appointments,
            } => {
                let of_day = self.book.n_unfinished(drawer.unwrap().date);
                let open = (self.still_open(register), u32::try_from(of_day).unwrap());
                assert_eq!((*n_tickets, *n_appointments), open, "{label}");
            }
            Refusal::StillDue { due } => assert!(due.minor() > 0, "{label}"),
            Refusal::AlreadySetUp => assert!(self.office.settings.is_some(), "{label}"),
            Refusal::PartsTaken { .. } => assert!(self.n_taken(register) > 0, "{label}"),
            Refusal::NothingToUndo => assert!(!self.book.can_undo(register), "{label}"),
            Refusal::ClockDoubted { now, last, .. } => {
                assert!(last.is_some_and(|last| last != *now), "{label}");
            }
            Refusal::RequestIdReused | Refusal::NotSetUp | Refusal::TotalChanged { .. } => {
                panic!("{label}: {refusal:?}")
            }
            Refusal::RefundTooMuch { line, left } => {
                let Request::Refund(wish) = request else {
                    let cart = self.open_cart(register).map(|it| it.1);
                    let is_stale = cart.is_some_and(|it| self.returns_too_much(it));
                    let is_taken = matches!(request, Request::TakeBack(_));
                    assert!(is_taken || is_stale, "{label}: {refusal:?}");
                    return;
                };
                let lines = &self.sales[&wish.sale].lines;
                let sold = lines.iter().find(|it| it.number == *line).unwrap();
                let most = sold.n_sold - sold.n_back;
                assert!(i64::from(*left) <= most, "{label}: {refusal:?}");
            }
            Refusal::AppointmentPaid { .. } => {
                assert!(self.book.all().any(|it| it.sale.is_some()), "{label}");
            }
            Refusal::Holding { .. }
            | Refusal::Deposit { .. }
            | Refusal::ClientNeeded { .. }
            | Refusal::NothingPrepaid { .. }
            | Refusal::NoMembership { .. } => {
                self.check_prepaid_refusal(register, refusal, label);
            }
            Refusal::GiftCard { .. } | Refusal::Points { .. } => {
                self.check_card_refusal(refusal, label);
            }
            Refusal::CodeTaken { .. } if matches!(request, Request::SaveCoupon(_)) => (),
            Refusal::HitsVisits { n, visits } => {
                assert!(!visits.is_empty() && *n >= visits.len(), "{label}");
                for hit in visits {
                    let visit = self.book.get(hit.appointment).unwrap();
                    assert!(visit.status.holds_time(), "{label}: {visit:?}");
                }
            }
            Refusal::CouponRefused { .. } => self.check_offer_refusal(refusal, label),
            _ => match request {
                Request::PaySupplier(wish) => self.supplies.check_refusal(wish, refusal, label),
                Request::RecordPay(draft) => self.pay.check_refusal(draft, refusal, label),
                _ => self.office.check_refusal(refusal, label),
            },
        }
    }
}
