//! Which use case does which request.

use super::{
    book, cash, catalog, clients, clock_watch, context::Context, coupons, delivery, deposit,
    equipment, exchange, fees, guide, halt::Step, holding, holds, hours, housekeeping, membership,
    offers, outcome::Outcome, pay, pay_account, plan, points, price, print, promotions, purse,
    queue, rearrange, refund, repricing, request::Request, rights, setup, stock, tabs, tenders,
    ticket, tips, turns, undo, visits, waitlist, without_receipt,
};
use crate::{domain::print_job::Printable, ops::refusal::Refusal, store::Tx};

#[expect(clippy::too_many_lines, reason = "a row for each request")]
pub(super) fn dispatch(tx: &mut Tx, cx: &Context, request: &Request) -> Step<Outcome> {
    use Request as R;
    match request {
        R::SetUpShop(_) => Err(Refusal::AlreadySetUp.into()),
        R::SetUpPage(page) => guide::page(tx, cx, page),
        R::SaveSettings { settings } => setup::save_settings(tx, cx, settings),
        R::SaveTaxClass(draft) => setup::save_tax_class(tx, cx, draft),
        R::SaveRoom {
            id,
            name,
            short,
            active,
            places,
        } => setup::save_room(tx, cx, *id, (name, short), *active, *places),
        R::SaveEquipment(draft) => equipment::save(tx, cx, draft),
        R::KeepApart { client, staff } => equipment::keep_apart(tx, *client, staff),
        R::SaveStaff(draft) => setup::save_staff(tx, cx, draft),
        R::SetHours { change, anyway } => hours::set(tx, cx, change, *anyway),
        R::SaveService(draft) => catalog::save_service(tx, cx, draft),
        R::SavePriceLevel {
            level,
            name,
            active,
        } => price::save_level(tx, *level, name, *active),
        R::SaveChart(chart) => setup::save_chart(tx, chart),
        R::SavePromotion(draft) => promotions::save(tx, cx, draft),
        R::SaveCoupon(draft) => promotions::save_coupon(tx, cx, draft),
        R::SetOfferRules { rules } => promotions::set_rules(tx, rules),
        R::ChangePrices(wish) => repricing::change(tx, wish),
        R::UseCoupon { code } => coupons::bring(tx, cx, code),
        R::DeclineOffer { offer, declined } => offers::decline(tx, cx, offer, *declined),
        R::SaveProduct(draft) => catalog::save_product(tx, cx, draft),
        R::AssignBarcode { product, barcode } => catalog::assign_barcode(tx, *product, barcode),
        R::SetStock { product, on_hand } => stock::set_on_hand(tx, cx, *product, *on_hand),
        R::TakeStock {
            product,
            quantity,
            reason,
        } => stock::take(tx, cx, *product, *quantity, *reason),
        R::ReceiveGoods(draft) => delivery::receive(tx, cx, draft),
        R::PaySupplier(wish) => delivery::pay(tx, cx, wish),
        R::RecordPay(draft) => pay_account::record(tx, cx, draft),
        R::SaveClient(draft) => clients::save(tx, cx, draft),
        R::Book(_) | R::Move(_) | R::SetStatus { .. } | R::NoteAppointment { .. } => {
            book::dispatch(tx, cx, request)
        }
        R::Resize(wish) => rearrange::resize(tx, cx, wish),
        R::MoveSegment(wish) => rearrange::move_segment(tx, cx, wish),
        R::Swap(wish) => rearrange::swap(tx, cx, wish),
        R::BookVisit(_)
        | R::SaveVisit(_)
        | R::BookSeries(_)
        | R::MoveAll(_)
        | R::SetStatusOfAll(_)
        | R::AddVisit { .. } => visits::dispatch(tx, cx, request),
        R::Undo => undo::undo(tx, cx),
        R::SaveWaiting(_) | R::DropWaiting { .. } => waitlist::dispatch(tx, cx, request),
        R::SaveWalkIn(_) | R::StartWalkIn(_) | R::LeaveWalkIn { .. } => {
            queue::dispatch(tx, cx, request)
        }
        R::SetRoomState(wish) => housekeeping::set(tx, cx, wish),
        R::SetTurns { .. } | R::MoveTurn { .. } | R::SaveFloorRules { .. } => {
            turns::dispatch(tx, cx, request)
        }
        R::LetGo => holds::let_go_now(tx, cx),
        R::SaveBookRules { rules } => fees::save_rules(tx, rules),
        R::AddLine(_)
        | R::ChangeLine(_)
        | R::RemoveLine { .. }
        | R::ChangePrice(_)
        | R::DiscountOrder { .. }
        | R::AttachClient { .. }
        | R::AddAppointment { .. }
        | R::Park
        | R::Recall { .. }
        | R::CancelTicket { .. } => ticket::dispatch(tx, cx, request),
        R::AddGiftCard { .. }
        | R::TransferGiftCard { .. }
        | R::ExpireGiftCard { .. }
        | R::SaveLoyaltyRules { .. } => purse::dispatch(tx, cx, request),
        R::AddDeposit { .. } | R::KeepDeposit { .. } => deposit::dispatch(tx, cx, request),
        R::SavePointsRules { .. }
        | R::SpendPoints { .. }
        | R::BuyWithPoints { .. }
        | R::SetReferrer { .. } => points::dispatch(tx, cx, request),
        R::SavePlan(draft) => plan::save(tx, cx, draft),
        R::UsePrepaid { .. }
        | R::LeavePrepaid { .. }
        | R::RestHolding { .. }
        | R::ExtendHolding { .. }
        | R::TransferHolding { .. }
        | R::ExpireHolding { .. } => holding::dispatch(tx, cx, request),
        R::EndRest { .. }
        | R::CancelHolding { .. }
        | R::EnterMember { .. }
        | R::TakeEntryBack { .. } => membership::dispatch(tx, cx, request),
        R::TakeParts { tenders } => pay::take_parts(tx, cx, tenders),
        R::Pay(paying) => pay::pay(tx, cx, paying),
        R::Void { sale, reason } => refund::void(tx, cx, *sale, reason),
        R::Refund(wish) => refund::refund(tx, cx, wish),
        R::RefundWithoutReceipt(wish) => without_receipt::refund(tx, cx, wish),
        R::SaveTenderRules(draft) => tenders::save(tx, cx, draft),
        R::SettleTab(wish) => tabs::settle(tx, cx, wish),
        R::AddTip { amount, staff } => tips::add(tx, cx, *amount, *staff),
        R::PayOutTips { staff, amount } => tips::pay_out(tx, cx, *staff, *amount),
        R::TakeBack(taking) => exchange::take_back(tx, cx, taking),
        R::OpenDrawer { .. }
        | R::CountDrawer { .. }
        | R::CloseDrawer { .. }
        | R::MoveCash { .. }
        | R::DropCash { .. }
        | R::HandOver { .. }
        | R::KickDrawer { .. }
        | R::PayOutOverpaid { .. }
        | R::SaveCashCategory { .. }
        | R::SaveDrawerRules { .. }
        | R::RecordPayout(_)
        | R::SetTabLimit { .. } => cash::dispatch(tx, cx, request),
        R::ConfirmClock { now } => clock_watch::confirm(tx, cx, *now),
        R::SignOn(_) | R::SignOff { .. } | R::SavePerson(_) | R::SaveRights(_) => {
            rights::dispatch(tx, cx, request)
        }
        R::Reprint { what } => print::reprint(tx, cx, *what),
        R::SendCopy { sale, to } => print::send_copy(tx, cx, Printable::Copy(*sale), to.as_deref()),
        R::SendDocument { document, to } => {
            print::send_copy(tx, cx, Printable::DocumentCopy(*document), to.as_deref())
        }
        R::SaveAddressee(draft) => clients::save_addressee(tx, draft),
        R::SettlePrintJob { job, state } => print::settle(tx, *job, state),
    }
}
