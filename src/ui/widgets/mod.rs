//! Pieces that panes and dialogs are made of. None of them knows the shop.
//!
//! In reading order:

pub mod big;
pub mod marked;
pub mod strip;
pub mod text_input;

pub mod entry_line;

pub mod form;
pub mod key_list;
pub mod picker;
