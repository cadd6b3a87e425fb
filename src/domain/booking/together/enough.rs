//! Whether there are enough therapists and rooms for all who begin at once: seen before
//! anything is given to anybody.

use std::{collections::HashMap, hash::Hash};

/// Whether each can have one of what they would take, where of each there are so many.
pub(super) fn is_enough<T: Copy + Eq + Hash>(wanted: &[Vec<T>], n_of: impl Fn(T) -> usize) -> bool {
    let mut had: HashMap<T, Vec<usize>> = HashMap::new();
    (0..wanted.len()).all(|who| give(who, wanted, &n_of, &mut had, &mut Vec::new()))
}

/// Somebody who has one may have to take another: once for each that is `asked` for.
fn give<T: Copy + Eq + Hash>(
    who: usize,
    wanted: &[Vec<T>],
    n_of: &impl Fn(T) -> usize,
    had: &mut HashMap<T, Vec<usize>>,
    asked: &mut Vec<T>,
) -> bool {
    for &one in &wanted[who] {
        if asked.contains(&one) {
            continue;
        }
        asked.push(one);
        let having = had.entry(one).or_default().clone();
        if having.len() < n_of(one) {
            had.entry(one).or_default().push(who);
            return true;
        }
        for (nth, other) in having.into_iter().enumerate() {
            if give(other, wanted, n_of, had, asked) {
                had.entry(one).or_default()[nth] = who;
                return true;
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_if_there_is_a_way() {
        let enough = |wanted: &[&[u8]], n: usize| {
            let wanted: Vec<Vec<u8>> = wanted.iter().map(|it| it.to_vec()).collect();
            is_enough(&wanted, |_| n)
        };
        assert!(enough(&[], 0));
        assert!(enough(&[&[1, 2], &[1]], 1));
        assert!(enough(&[&[1, 2], &[1, 3], &[1]], 1));
        assert!(!enough(&[&[1, 2], &[1, 2], &[2, 1]], 1));
        assert!(enough(&[&[1, 2], &[1, 2], &[2, 1]], 2));
        assert!(enough(&[&[1], &[1], &[1, 2]], 2));
        assert!(!enough(&[&[1], &[1], &[1]], 2));
        assert!(!enough(&[&[]], 1));
    }
}
