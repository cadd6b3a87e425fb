//! Words with typing errors. Letters left out, put in, changed, or two neighbours
//! swapped: each is one error (the restricted Damerau-Levenshtein distance).

/// A shorter word alone is taken as typed: too much would be near. In company of
/// others it may be one letter shorter: they say who is meant.
const FORGIVEN_FROM: usize = 4;
const FORGIVEN_TWICE_FROM: usize = 9;
/// A longer word is compared by its beginning.
const LETTERS_MAX: usize = 40;

/// How many typing errors a word is forgiven that is one of `n_words`.
pub fn n_forgiven(word: &str, n_words: usize) -> u8 {
    match word.len() + usize::from(n_words > 1) {
        n if n < FORGIVEN_FROM => 0,
        _ if word.len() < FORGIVEN_TWICE_FROM => 1,
        _ => 2,
    }
}

/// The table of distances between a word and the beginnings of another, a row for
/// each letter of the other. More errors than its limit are not told apart, so only
/// places that near to the diagonal are filled.
pub struct Table {
    word: Vec<u8>,
    limit: u8,
    rows: Vec<[u8; LETTERS_MAX + 1]>,
    /// As far as it was pushed.
    pub other: Vec<u8>,
    /// The fewest errors between the word and a beginning of the other, up to here, and
    /// how long the longest such beginning is.
    best: Vec<(u8, usize)>,
    /// The least of each row.
    leasts: Vec<u8>,
}

impl Table {
    pub fn new(word: &str, limit: u8) -> Self {
        let word: Vec<u8> = word.bytes().take(LETTERS_MAX).collect();
        let mut first = [0; LETTERS_MAX + 1];
        for (cell, n) in first.iter_mut().zip(0..) {
            *cell = n;
        }
        Self {
            best: vec![(first[word.len()], 0)],
            leasts: vec![0],
            word,
            limit,
            rows: vec![first],
            other: Vec::new(),
        }
    }

    /// Goes back to the other's first letters.
    pub fn cut(&mut self, n_letters: usize) {
        self.other.truncate(n_letters);
        self.rows.truncate(n_letters + 1);
        self.best.truncate(n_letters + 1);
        self.leasts.truncate(n_letters + 1);
    }

    /// Takes the other's next letter.
    pub fn push(&mut self, letter: u8) {
        let depth = self.rows.len();
        let above = self.rows[depth - 1];
        let mut row = [u8::MAX; LETTERS_MAX + 1];
        row[0] = above[0].saturating_add(1);
        let reach = usize::from(self.limit);
        let mut least_of_row = row[0];
        for at in depth.saturating_sub(reach).max(1)..=self.word.len().min(depth + reach) {
            let wanted = self.word[at - 1];
            let changed = above[at - 1].saturating_add(u8::from(wanted != letter));
            let mut least = changed
                .min(above[at].saturating_add(1))
                .min(row[at - 1].saturating_add(1));
            let swapped = depth > 1
                && at > 1
                && wanted == self.other[depth - 2]
                && self.word[at - 2] == letter;
            if swapped {
                least = least.min(self.rows[depth - 2][at - 2].saturating_add(1));
            }
            row[at] = least;
            least_of_row = least_of_row.min(least);
        }
        let mut best = self.best[depth - 1];
        if row[self.word.len()] <= best.0 {
            best = (row[self.word.len()], depth);
        }
        self.other.push(letter);
        self.rows.push(row);
        self.best.push(best);
        self.leasts.push(least_of_row);
    }

    /// Whether no ending of the other brings the two nearer than the limit.
    pub fn is_beyond(&self) -> bool {
        let last = self.leasts.len() - 1;
        // A swap reaches over one row.
        self.leasts[last] > self.limit && self.leasts[last.saturating_sub(1)] >= self.limit
    }

    /// Errors between the word and that beginning of the other that is most like it.
    pub fn least(&self) -> u8 {
        self.best[self.best.len() - 1].0
    }

    /// Errors, and letters that are yet to be typed of an other that is `n_letters`
    /// long in all.
    pub fn distance(&self, n_letters: usize) -> u8 {
        let (n_typos, n_typed) = self.best[self.best.len() - 1];
        far(n_typos, n_letters, n_typed)
    }
}

/// The fewest errors between `word` and a beginning of `other`.
pub fn n_typos(word: &str, other: &str, limit: u8) -> Option<u8> {
    nearness(word, other, limit).map(|it| it.0)
}

/// The fewest errors between `word` and a beginning of `other`, and together with the
/// letters that come after it.
pub fn nearness(word: &str, other: &str, limit: u8) -> Option<(u8, u8)> {
    let mut table = Table::new(word, limit);
    for letter in other.bytes() {
        if table.is_beyond() {
            break;
        }
        table.push(letter);
    }
    let n_typos = table.least();
    (n_typos <= limit).then(|| (n_typos, table.distance(other.len())))
}

/// Of a word that only sounds like the beginning of `other`: one error, and letters
/// that are yet to be typed.
pub fn heard_distance(word: &str, other: &str) -> (u8, u8) {
    (1, far(1, other.len(), word.len()))
}

fn far(n_typos: u8, n_letters: usize, n_typed: usize) -> u8 {
    let to_come = n_letters.saturating_sub(n_typed);
    n_typos.saturating_add(u8::try_from(to_come).unwrap_or(u8::MAX))
}

/// What a word sounds like to whoever writes it down: Yuri, Juri and Iouri, Wiktor
/// and Viktor, Mikhail and Mihail, Anna and Ana are the same.
pub fn sound(word: &str) -> String {
    let mut sound = String::with_capacity(word.len());
    let mut letters = word.chars().peekable();
    while let Some(letter) = letters.next() {
        let heard = match (letter, letters.peek()) {
            ('y' | 'j', _) => 'i',
            ('w', _) => 'v',
            ('k', Some('h')) | ('o', Some('u')) => continue,
            _ => letter,
        };
        if !sound.ends_with(heard) {
            sound.push(heard);
        }
    }
    sound
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_table() {
        #[rustfmt::skip]
        let cases = [
            // typed     begins     errors, at most two
            ("ozola",    "ozola",   Some(0)),
            ("ozol",     "ozolina", Some(0)),
            ("ozla",     "ozola",   Some(1)),   // left out
            ("ozoola",   "ozola",   Some(1)),   // put in
            ("oxola",    "ozola",   Some(1)),   // changed
            ("zoola",    "ozola",   Some(1)),   // swapped
            ("ozloina",  "ozolina", Some(1)),
            ("zola",     "ozola",   Some(1)),
            ("berzins",  "kalnins", None),
            ("shchukar", "scukar",  Some(2)),
            ("",         "anna",    Some(0)),
        ];
        for (word, other, want) in cases {
            assert_eq!(n_typos(word, other, 2), want, "{word} {other}");
        }
    }

    #[test]
    fn sounds_table() {
        let alike = [
            ["yuri", "juri", "iouri"],
            ["viktor", "wiktor", "wicktor"],
            ["mikhail", "mihail", "mihail"],
            ["anna", "ana", "annna"],
        ];
        for words in &alike[..1] {
            assert!(words.iter().all(|it| sound(it) == "iuri"), "{words:?}");
        }
        assert_eq!(sound(alike[1][0]), sound(alike[1][1]));
        assert_ne!(sound(alike[1][0]), sound(alike[1][2]));
        assert_eq!(sound(alike[2][0]), sound(alike[2][1]));
        assert!(alike[3].iter().all(|it| sound(it) == "ana"));
    }
}
