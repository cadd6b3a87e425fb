//! The anchor of a closing: a short code on paper that stands for every record up to
//! then. Whoever has the paper finds a journal whose end was cut off, or that was
//! written anew.

use std::str::FromStr;

/// No I, L, O and U: nothing that is taken for another letter (Crockford's base 32).
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Data letters, then one that checks them.
const N_LETTERS: usize = 20;
const N_DATA: u32 = 19;
const GROUP: usize = 5;
const LETTER_BITS: u32 = 5;
const LETTER_MASK: u128 = 31;
const HEAD_BITS: u32 = 64;
const COUNT_BITS: u32 = 31;
const COUNT_MASK: u64 = (1 << COUNT_BITS) - 1;
const HASH_DIGITS: usize = 64;

/// The journal as of one entry: how many there are up to it, and its hash, which
/// stands for all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    pub n_entries: u64,
    pub head: [u8; 32],
}

/// What someone has typed from a print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorMark {
    /// The code: the count's last 31 bits and the first 64 bits of the hash.
    Code { n_entries: u64, head: u64 },
    /// The whole hash, which is printed as well.
    Head([u8; 32]),
}

/// Why what was typed can be no anchor's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistyped {
    #[error("it has {found} letters; an anchor has 20, the hash 64")]
    Length { found: usize },
    #[error("{0:?} is in no anchor")]
    Letter(char),
    /// The last letter does not check the others.
    #[error("a letter is wrong, or two have changed places")]
    Check,
}

impl Anchor {
    /// In groups of five letters. The last one checks the others: it finds any single
    /// wrong letter and any two that have changed places.
    pub fn code(&self) -> String {
        let count = u128::from(self.n_entries & COUNT_MASK);
        let data = count << HEAD_BITS | u128::from(first_bits(&self.head));
        let mut values: Vec<u8> = (0..N_DATA).rev().map(|it| value_at(data, it)).collect();
        values.push(check_of(&values));
        let letters = values.iter().filter_map(|it| LETTERS.get(usize::from(*it)));
        let letters: Vec<char> = letters.map(|it| char::from(*it)).collect();
        let groups = letters.chunks(GROUP).map(String::from_iter);
        groups.collect::<Vec<_>>().join("-")
    }

    /// The hash in groups of eight hexadecimal digits.
    pub fn head_in_groups(&self) -> String {
        let groups = self.head.chunks_exact(4).filter_map(<[u8]>::first_chunk);
        let groups = groups.map(|four| format!("{:08x}", u32::from_be_bytes(*four)));
        groups.collect::<Vec<_>>().join(" ")
    }
}

impl AnchorMark {
    /// Whether it is of the entry with this number. A whole hash may be of any.
    pub fn may_be_of(&self, seq: u64) -> bool {
        match self {
            Self::Code { n_entries, .. } => seq & COUNT_MASK == *n_entries,
            Self::Head(_) => true,
        }
    }

    /// Whether it stands for this entry and all before it.
    pub fn stands_for(&self, seq: u64, hash: &[u8; 32]) -> bool {
        match self {
            Self::Code { head, .. } => self.may_be_of(seq) && *head == first_bits(hash),
            Self::Head(head) => head == hash,
        }
    }
}

impl FromStr for AnchorMark {
    type Err = Mistyped;

    /// In capitals or small letters, with any dashes and spaces; `O` is read as 0, `I`
    /// and `L` as 1.
    fn from_str(text: &str) -> Result<Self, Mistyped> {
        let is_between = |letter: &char| letter.is_whitespace() || "-–—_.".contains(*letter);
        let letters: Vec<char> = text.chars().filter(|it| !is_between(it)).collect();
        match letters.len() {
            N_LETTERS => code(&letters),
            HASH_DIGITS => head(&letters),
            found => Err(Mistyped::Length { found }),
        }
    }
}

fn code(letters: &[char]) -> Result<AnchorMark, Mistyped> {
    let values = letters.iter().map(|it| value_of(*it));
    let values = values.collect::<Result<Vec<u8>, _>>()?;
    let Some((check, values)) = values.split_last() else {
        return Err(Mistyped::Length { found: 0 });
    };
    if *check != check_of(values) {
        return Err(Mistyped::Check);
    }
    let shifted = |data: u128, value: &u8| data << LETTER_BITS | u128::from(*value);
    let data = values.iter().fold(0, shifted);
    let low_bits = data & u128::from(u64::MAX);
    Ok(AnchorMark::Code {
        n_entries: u64::try_from(data >> HEAD_BITS).unwrap_or(u64::MAX),
        head: u64::try_from(low_bits).unwrap_or(u64::MAX),
    })
}

fn head(digits: &[char]) -> Result<AnchorMark, Mistyped> {
    let mut head = [0; HASH_DIGITS / 2];
    for (byte, pair) in head.iter_mut().zip(digits.chunks(2)) {
        for digit in pair {
            let value = digit.to_digit(16).and_then(|it| u8::try_from(it).ok());
            *byte = *byte << 4 | value.ok_or(Mistyped::Letter(*digit))?;
        }
    }
    Ok(AnchorMark::Head(head))
}

fn first_bits(hash: &[u8; 32]) -> u64 {
    hash.first_chunk().map_or(0, |it| u64::from_be_bytes(*it))
}

/// The value of the letter that has so many behind it.
fn value_at(data: u128, n_behind: u32) -> u8 {
    u8::try_from(data >> (LETTER_BITS * n_behind) & LETTER_MASK).unwrap_or(0)
}

fn value_of(letter: char) -> Result<u8, Mistyped> {
    let plain = match letter.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    let found = LETTERS.iter().position(|it| char::from(*it) == plain);
    let value = found.and_then(|it| u8::try_from(it).ok());
    value.ok_or(Mistyped::Letter(letter))
}

/// Each letter counts with another power of a generator of the field of 32 elements
/// (x^5 = x^2 + 1), and all of them add up to zero: a code that knows where it stands.
fn check_of(values: &[u8]) -> u8 {
    let times_x = |value: u8| {
        let shifted = value << 1;
        if shifted & 0b10_0000 == 0 {
            shifted
        } else {
            shifted ^ 0b10_0101
        }
    };
    times_x(values.iter().fold(0, |sum, value| times_x(sum) ^ value))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SHA-256 of `abc`, from FIPS 180-2; the code was made by another program.
    const ABC: &str = "ba7816bf 8f01cfea 414140de 5dae2223 b00361a3 96177a9c b410ff61 f20015ad";
    const CODE: &str = "0000K-9BMY0-PQY7G-3KZAM";

    fn anchor() -> Anchor {
        let Ok(AnchorMark::Head(head)) = ABC.parse() else {
            panic!("{ABC}");
        };
        let n_entries = 1234;
        Anchor { n_entries, head }
    }

    fn read(text: &str) -> Result<AnchorMark, Mistyped> {
        text.parse()
    }

    #[test]
    fn it_is_written_in_groups() {
        assert_eq!(anchor().code(), CODE);
        assert_eq!(anchor().head_in_groups(), ABC);
        let none = Anchor {
            n_entries: 0,
            head: [0; 32],
        };
        assert_eq!(none.code(), "00000-00000-00000-00000");
    }

    #[test]
    fn it_is_read_however_it_is_typed() {
        let mark = read(CODE).unwrap();
        let Anchor { n_entries, head } = anchor();
        assert!(mark.stands_for(n_entries, &head));
        assert!(!mark.stands_for(n_entries + 1, &head));
        assert!(!mark.stands_for(n_entries, &[0; 32]));
        for typed in [
            "0000k9bmy0pqy7g3kzam",
            " oooOk 9bmyo pqy7g 3kzam ",
            "0000K–9BMY0–PQY7G–3KZAM",
        ] {
            assert_eq!(read(typed), Ok(mark), "{typed}");
        }
        let whole = read(&ABC.to_uppercase()).unwrap();
        assert!(whole.stands_for(7, &head) && !whole.stands_for(7, &[0; 32]));
    }

    #[test]
    fn what_is_no_anchor_is_told_from_another_one() {
        for (typed, why) in [
            ("", Mistyped::Length { found: 0 }),
            ("0000K-9BMY0-PQY7G-3KZA", Mistyped::Length { found: 19 }),
            ("0000K-9BMY0-PQY7G-3KZAU", Mistyped::Letter('U')),
            ("0000K-9BMY0-PQY7G-3KZA?", Mistyped::Letter('?')),
            ("0000K-9BMY0-PQY7G-3KZAN", Mistyped::Check),
            (&ABC.replace('f', "g"), Mistyped::Letter('g')),
        ] {
            assert_eq!(read(typed), Err(why), "{typed}");
        }
    }

    #[test]
    fn every_wrong_letter_and_every_exchange_is_found() {
        let letters: Vec<char> = CODE.chars().filter(|it| *it != '-').collect();
        for (idx, right) in letters.iter().enumerate() {
            for wrong in LETTERS.iter().map(|it| char::from(*it)) {
                let mut typed = letters.clone();
                typed[idx] = wrong;
                let typed = String::from_iter(typed);
                assert_eq!(read(&typed).is_ok(), wrong == *right, "{typed}");
            }
            for other in 0..idx {
                let mut typed = letters.clone();
                typed.swap(idx, other);
                let is_same = typed == letters;
                let typed = String::from_iter(typed);
                assert_eq!(read(&typed).is_ok(), is_same, "{typed}");
            }
        }
    }

    #[test]
    fn a_count_beyond_its_bits_goes_round() {
        let far = Anchor {
            n_entries: 5 + (1 << 31),
            ..anchor()
        };
        let mark = read(&far.code()).unwrap();
        assert!(mark.stands_for(far.n_entries, &far.head));
        assert!(mark.may_be_of(5));
    }
}
