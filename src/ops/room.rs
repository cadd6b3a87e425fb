//! What may still be done when the disk is full: what is under way is finished, the
//! drawer counted and the day closed. Nothing new is begun.

use super::{context::Context, halt::Step, refusal::Refusal, request::Request, ticket};
use crate::store::{Space, Tx};

/// # Errors
///
/// [`Refusal::DiskFull`].
pub(super) fn admit(tx: &Tx, cx: &Context, space: Space, request: &Request) -> Step<()> {
    let Space::Short {
        free_bytes,
        needed_bytes,
    } = space
    else {
        return Ok(());
    };
    let begins = match request {
        Request::AddLine(_)
        | Request::AddAppointment { .. }
        | Request::AddGiftCard { .. }
        | Request::SettleTab(_)
        | Request::AddTip { .. } => {
            let open = ticket::open(tx, cx.register())?;
            open.is_none_or(|it| it.lines.is_empty())
        }
        Request::SetUpShop(_)
        | Request::SetUpPage(_)
        | Request::SaveSettings { .. }
        | Request::SaveTaxClass(_)
        | Request::SaveRoom { .. }
        | Request::SaveStaff(_)
        | Request::SaveService(_)
        | Request::SaveChart(_)
        | Request::SaveProduct(_)
        | Request::SavePromotion(_)
        | Request::SaveCoupon(_)
        | Request::SetOfferRules { .. }
        | Request::ChangePrices(_)
        | Request::AssignBarcode { .. }
        | Request::SetStock { .. }
        | Request::SaveClient(_)
        | Request::SaveLoyaltyRules { .. }
        | Request::TransferGiftCard { .. }
        | Request::SaveTenderRules(_)
        | Request::Book(_)
        | Request::Move(_)
        | Request::NoteAppointment { .. }
        | Request::OpenDrawer { .. } => true,
        _ => false,
    };
    if begins {
        return Err(Refusal::DiskFull {
            free_bytes,
            needed_bytes,
        }
        .into());
    }
    Ok(())
}
