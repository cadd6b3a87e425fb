//! Codes on packages: check digits, and one spelling for each number.
