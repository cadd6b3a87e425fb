//! The house as it is now: its therapists, its rooms, and where somebody is. In reading
//! order: what a row says, the board itself, and what its keys ask first.

mod page;
mod rows;

mod out_of_order;
mod where_is;

pub use page::board;
pub use rows::place;
pub use where_is::where_is;
