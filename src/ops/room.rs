//! What may still be done when the disk is full: what is under way is finished, the
//! drawer counted and the day closed. Nothing new is begun.

use super::{context::Context, halt::Step, refusal::Refusal, request::Request, ticket};
use crate::store::{Space, Tx};

/// # Errors
///
/// [`Refusal::DiskFull`].
pub(super) fn admit(tx: &Tx, cx: &Context, request: &Request) -> Step<()> {
    let Space::Short {
        free_bytes,
        needed_bytes,
    } = tx.space()
    else {
        return Ok(());
    };
    if begins(tx, cx, request)? {
        return Err(Refusal::DiskFull {
            free_bytes,
            needed_bytes,
        }
        .into());
    }
    Ok(())
}

/// Whether it begins something, or can wait until there is room.
#[expect(clippy::too_many_lines, reason = "a row for each request")]
fn begins(tx: &Tx, cx: &Context, request: &Request) -> Step<bool> {
    use Request as R;
    Ok(match request {
        // Who is being served may have one thing more.
        R::AddLine(_)
        | R::AddAppointment { .. }
        | R::AddVisit { .. }
        | R::AddGiftCard { .. }
        | R::AddDeposit { .. }
        | R::AttachClient { .. }
        | R::SettleTab(_)
        | R::TakeBack(_)
        | R::AddTip { .. } => {
            let open = ticket::open(tx, cx.register())?;
            open.is_none_or(|it| it.is_empty())
        }
        R::SetUpShop(_)
        | R::SetUpPage(_)
        | R::SaveSettings { .. }
        | R::SaveTaxClass(_)
        | R::SaveRoom { .. }
        | R::SaveEquipment(_)
        | R::KeepApart { .. }
        | R::SaveStaff(_)
        | R::SetHours { .. }
        | R::SaveService(_)
        | R::SavePriceLevel { .. }
        | R::SaveChart(_)
        | R::SaveProduct(_)
        | R::SavePlan(_)
        | R::SavePromotion(_)
        | R::SaveCoupon(_)
        | R::SetOfferRules { .. }
        | R::ChangePrices(_)
        | R::AssignBarcode { .. }
        | R::SetStock { .. }
        | R::TakeStock { .. }
        | R::ReceiveGoods(_)
        | R::SaveClient(_)
        | R::SaveAddressee(_)
        | R::SetTabLimit { .. }
        | R::SaveLoyaltyRules { .. }
        | R::SavePointsRules { .. }
        | R::SetReferrer { .. }
        | R::TransferGiftCard { .. }
        | R::ExpireGiftCard { .. }
        | R::RestHolding { .. }
        | R::ExtendHolding { .. }
        | R::TransferHolding { .. }
        | R::ExpireHolding { .. }
        | R::EndRest { .. }
        | R::CancelHolding { .. }
        | R::KeepDeposit { .. }
        | R::SaveTenderRules(_)
        | R::SaveBookRules { .. }
        | R::SaveWaiting(_)
        | R::DropWaiting { .. }
        | R::SaveWalkIn(_)
        | R::SetTurns { .. }
        | R::MoveTurn { .. }
        | R::SaveFloorRules { .. }
        | R::StartWalkIn(_)
        | R::SaveCashCategory { .. }
        | R::SaveDrawerRules { .. }
        | R::SavePerson(_)
        | R::SaveRights(_)
        | R::Book(_)
        | R::BookVisit(_)
        | R::SaveVisit(_)
        | R::BookSeries(_)
        | R::Move(_)
        | R::MoveSegment(_)
        | R::Swap(_)
        | R::MoveAll(_)
        | R::NoteAppointment { .. }
        | R::OpenDrawer { .. } => true,
        R::ChangeLine(_)
        | R::RemoveLine { .. }
        | R::ChangePrice(_)
        | R::DiscountOrder { .. }
        | R::UseCoupon { .. }
        | R::DeclineOffer { .. }
        | R::UsePrepaid { .. }
        | R::LeavePrepaid { .. }
        | R::SpendPoints { .. }
        | R::BuyWithPoints { .. }
        | R::Park
        | R::Recall { .. }
        | R::CancelTicket { .. }
        | R::TakeParts { .. }
        | R::Pay(_)
        | R::Refund(_)
        | R::RefundWithoutReceipt(_)
        | R::Void { .. }
        | R::SetStatus { .. }
        | R::SetRoomState(_)
        | R::Resize(_)
        | R::SetStatusOfAll(_)
        | R::EnterMember { .. }
        | R::TakeEntryBack { .. }
        | R::Undo
        | R::PayOutTips { .. }
        | R::MoveCash { .. }
        | R::DropCash { .. }
        | R::HandOver { .. }
        | R::KickDrawer { .. }
        | R::CountDrawer { .. }
        | R::CloseDrawer { .. }
        | R::RecordPayout(_)
        | R::RecordPay(_)
        | R::PaySupplier(_)
        | R::PayOutOverpaid { .. }
        | R::Reprint { .. }
        | R::SendCopy { .. }
        | R::SendDocument { .. }
        | R::ConfirmClock { .. }
        | R::SignOn(_)
        | R::SignOff { .. }
        | R::LetGo
        | R::LeaveWalkIn { .. }
        | R::SettlePrintJob { .. } => false,
    })
}
