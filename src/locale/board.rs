//! Words about the house as it is now, and the order of its rooms.

use super::Words;
use crate::domain::room_state::RoomOrder;

impl Words<'_> {
    pub fn room_order(&self, order: RoomOrder) -> String {
        self.text(match order {
            RoomOrder::Clean => "room-order-clean",
            RoomOrder::ToClean => "room-order-to-clean",
            RoomOrder::Cleaning => "room-order-cleaning",
            RoomOrder::Overnight => "room-order-overnight",
            RoomOrder::OutOfOrder => "room-order-out-of-order",
        })
    }

    pub(super) fn room_ordered(&self, order: RoomOrder, n_booked: usize) -> String {
        let order = ("order", self.room_order(order).into());
        if n_booked == 0 {
            return self.locale.fill("outcome-room-ordered", &[order]);
        }
        let n = ("n", n_booked.into());
        self.locale.fill("outcome-room-ordered-hits", &[order, n])
    }
}
