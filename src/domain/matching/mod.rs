//! What a name is found by, and which of its letters matched. One rule for every
//! list that is searched while one types. In reading order:
//!
//! * `words`: the words of a name in Latin letters, with where they stand in it;
//! * `typo`: words that are nearly the same;
//! * `grade`: how well a text fits, where several kinds of things are in one list;
//! * `marks`: the letters to mark in a name or a number that was found.

pub mod grade;
pub mod marks;
pub mod typo;
pub mod words;
