//! The rights that each request needs, wherever it comes from. A new request is not
//! compiled until it is thought of here.

use crate::{
    domain::{cash::PaidFrom, rights::Right, tender::TenderKind},
    ops::request::{
        AbsenceDraft, Booking, DiscountChange, HoursChange, LineChange, Moving, Paying, Request,
        Resizing, SegmentMoving, SeriesDraft, Swapping, VisitDraft, WalkInStart,
    },
};

/// Who may ask for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ops) enum Need {
    /// A device tells, somebody says who they are, or there is no shop yet.
    Nobody,
    /// Whoever has signed on.
    Somebody,
    /// All of them.
    These(Vec<Right>),
}

pub(in crate::ops) fn need(request: &Request) -> Need {
    use Request as R;
    match request {
        R::SettlePrintJob { .. } | R::SignOn(_) | R::SetUpShop(_) | R::LetGo => Need::Nobody,
        R::SignOff { .. } | R::SavePerson(_) => Need::Somebody,
        R::AddLine(new) if new.price.is_some() => both(Right::Sell, Right::OpenPrice),
        R::AddAppointment { price: Some(_), .. } => both(Right::Sell, Right::OpenPrice),
        R::ChangeLine(LineChange {
            discount: Some(DiscountChange::Give(_)),
            ..
        })
        | R::DiscountOrder {
            discount: DiscountChange::Give(_),
            ..
        } => both(Right::Sell, Right::Discount),
        R::ChangePrice(change) if change.price.is_some() => both(Right::Sell, Right::ChangePrice),
        R::Book(Booking {
            override_reason: Some(_),
            ..
        })
        | R::Move(Moving {
            override_reason: Some(_),
            ..
        })
        | R::Resize(Resizing {
            override_reason: Some(_),
            ..
        })
        | R::MoveSegment(SegmentMoving {
            override_reason: Some(_),
            ..
        })
        | R::Swap(Swapping {
            override_reason: Some(_),
            ..
        })
        | R::StartWalkIn(WalkInStart {
            override_reason: Some(_),
            ..
        }) => both(Right::Book, Right::OverrideBook),
        R::BookVisit(VisitDraft { parts, .. }) | R::BookSeries(SeriesDraft { parts, .. })
            if parts.iter().any(|it| it.override_reason.is_some()) =>
        {
            both(Right::Book, Right::OverrideBook)
        }
        R::MoveAll(wish) if wish.moves.iter().any(|it| it.override_reason.is_some()) => {
            both(Right::Book, Right::OverrideBook)
        }
        // Out of the drawer it is cash like any other.
        R::PaySupplier(wish) if wish.from == PaidFrom::Drawer => Need::These(vec![Right::MoveCash]),
        R::Pay(paying) if is_owed(paying) => both(Right::TakePayment, Right::Tab),
        request => one(request).map_or(Need::Nobody, |it| Need::These(vec![it])),
    }
}

fn is_owed(paying: &Paying) -> bool {
    let mut kinds = paying.tenders.iter().map(|it| it.kind);
    kinds.any(|it| it == TenderKind::Account)
}

/// Of what needs one; `None` of what needs nobody.
#[expect(clippy::too_many_lines, reason = "a row for each request")]
fn one(request: &Request) -> Option<Right> {
    use Request as R;
    Some(match request {
        R::SettlePrintJob { .. }
        | R::SignOn(_)
        | R::LetGo
        | R::SetUpShop(_)
        | R::SignOff { .. }
        | R::SavePerson(_) => return None,
        R::AddLine(_)
        | R::AddGiftCard { .. }
        | R::AddDeposit { .. }
        | R::SpendPoints { .. }
        | R::BuyWithPoints { .. }
        | R::AddTip { .. }
        | R::UsePrepaid { .. }
        | R::LeavePrepaid { .. }
        | R::SettleTab(_)
        | R::ChangeLine(_)
        | R::RemoveLine { .. }
        | R::ChangePrice(_)
        | R::DiscountOrder { .. }
        | R::UseCoupon { .. }
        | R::DeclineOffer { .. }
        | R::AttachClient { .. }
        | R::AddAppointment { .. }
        | R::AddVisit { .. }
        | R::Park
        | R::Recall { .. }
        | R::CancelTicket { .. } => Right::Sell,
        R::TakeParts { .. } | R::Pay(_) => Right::TakePayment,
        R::Refund(_) | R::TakeBack(_) | R::PayOutOverpaid { .. } => Right::Refund,
        R::RefundWithoutReceipt(_) => Right::RefundWithoutReceipt,
        R::Void { .. } => Right::Void,
        R::OpenDrawer { .. } | R::CountDrawer { .. } | R::HandOver { .. } => Right::Drawer,
        R::MoveCash { .. } | R::PayOutTips { .. } | R::DropCash { .. } => Right::MoveCash,
        R::KickDrawer { .. } => Right::NoSale,
        R::CloseDrawer { .. } => Right::CloseDay,
        R::Reprint { .. } | R::SendCopy { .. } | R::SendDocument { .. } => Right::Reprint,
        R::SaveWaiting(_)
        | R::DropWaiting { .. }
        | R::SaveWalkIn(_)
        | R::SetTurns { .. }
        | R::MoveTurn { .. }
        | R::StartWalkIn(_)
        | R::LeaveWalkIn { .. }
        | R::Book(_)
        | R::BookVisit(_)
        | R::SaveVisit(_)
        | R::BookSeries(_)
        | R::MoveAll(_)
        | R::SetStatusOfAll(_)
        | R::Move(_)
        | R::Resize(_)
        | R::MoveSegment(_)
        | R::Swap(_)
        | R::SetStatus { .. }
        | R::SetRoomState(_)
        | R::Undo
        | R::EnterMember { .. }
        | R::TakeEntryBack { .. }
        | R::NoteAppointment { .. } => Right::Book,
        R::TransferGiftCard { .. }
        | R::ExpireGiftCard { .. }
        | R::RestHolding { .. }
        | R::ExtendHolding { .. }
        | R::TransferHolding { .. }
        | R::ExpireHolding { .. }
        | R::EndRest { .. }
        | R::CancelHolding { .. }
        | R::KeepDeposit { .. } => Right::Prepaid,
        R::SaveClient(_) | R::SaveAddressee(_) | R::KeepApart { .. } | R::SetReferrer { .. } => {
            Right::Clients
        }
        R::SetStock { .. } | R::TakeStock { .. } | R::ReceiveGoods(_) | R::AssignBarcode { .. } => {
            Right::Stock
        }
        R::SaveService(_)
        | R::SaveProduct(_)
        | R::SavePriceLevel { .. }
        | R::SavePromotion(_)
        | R::SaveCoupon(_)
        | R::SetOfferRules { .. }
        | R::ChangePrices(_)
        | R::SavePlan(_)
        | R::SaveLoyaltyRules { .. }
        | R::SavePointsRules { .. } => Right::Catalog,
        R::SetUpPage(_)
        | R::SaveSettings { .. }
        | R::SaveTaxClass(_)
        | R::SaveTenderRules(_)
        | R::SaveCashCategory { .. }
        | R::SetTabLimit { .. }
        | R::SaveDrawerRules { .. }
        | R::SaveBookRules { .. }
        | R::SaveFloorRules { .. }
        | R::SaveRoom { .. }
        | R::SetHours {
            change:
                HoursChange::House { .. } | HoursChange::Absence(AbsenceDraft { staff: None, .. }),
            ..
        }
        | R::SaveEquipment(_) => Right::House,
        R::SaveStaff(_) | R::SetHours { .. } | R::RecordPay(_) => Right::People,
        R::SaveChart(_) | R::RecordPayout(_) | R::PaySupplier(_) => Right::Books,
        R::SaveRights(_) => Right::Rights,
        R::ConfirmClock { .. } => Right::ConfirmClock,
    })
}

fn both(one: Right, other: Right) -> Need {
    Need::These(vec![one, other])
}
