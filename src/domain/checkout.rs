//! The one function that makes a total, and the rule that settles it.
