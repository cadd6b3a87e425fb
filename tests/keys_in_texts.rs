//! Sentences that say what to press name the action: whoever has other keys reads
//! them. And the book's help shows the very signs that its grid shows.

use std::{collections::BTreeSet, sync::Arc};

use balm::{
    locale::Locale,
    ui::{
        action::ACTIONS,
        keymap::{Keymap, Shipped},
        theme::{Glyphs, Ink, Theme},
    },
};

use crate::{
    desk::{Desk, Look},
    every_screen::locale_files,
    small_spa,
};

/// `actions.ftl` has the actions' own names; the device wizard speaks where no keymap
/// holds.
const OTHERS: [&str; 2] = ["actions.ftl", "wizard.ftl"];

/// Messages in which a letter is no key but a sign, or is typed into a field.
const LETTERS: [&str; 4] = [
    "app-too-small",
    "receipt-quantity",
    "go-to-hint",
    "help-go-to",
];

/// "Up to so much" names no key.
const UP_TO: [&str; 3] = ["field-percent-limit", "field-amount-limit", "tabs-30"];

/// Every message's name with its words, placeholders left out.
fn messages(file: &str) -> Vec<(String, Vec<String>)> {
    let mut messages: Vec<(String, String)> = Vec::new();
    for line in file.lines().filter(|it| !it.starts_with('#')) {
        match line.split_once(" =") {
            Some((id, text)) if line.starts_with(|it: char| it.is_ascii_lowercase()) => {
                messages.push((id.to_owned(), text.to_owned()));
            }
            _ => {
                if let Some((_, text)) = messages.last_mut() {
                    text.push(' ');
                    text.push_str(line);
                }
            }
        }
    }
    let words = |text: &str| {
        let mut plain = String::new();
        let mut depth = 0;
        for letter in text.chars() {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ if depth == 0 => plain.push(letter),
                _ => (),
            }
        }
        let is_mark = |it: char| ".,;:()\"'".contains(it);
        let words = plain.split_whitespace().map(|it| it.trim_matches(is_mark));
        words.map(str::to_owned).collect()
    };
    messages
        .into_iter()
        .map(|(id, text)| (id, words(&text)))
        .collect()
}

#[test]
fn no_sentence_names_a_key_of_the_default_keymap() {
    let keymap = Keymap::standard().unwrap();
    let all = ACTIONS.iter().flat_map(|def| keymap.keys(def.action));
    let keys: BTreeSet<String> = all.map(|key| key.to_string()).collect();
    assert!(keys.contains("Enter") && keys.contains("F9") && keys.contains("k"));
    let is_key = |word: &str| {
        let is_letter = word.len() == 1;
        // A mark has many meanings, and "a" is a word.
        let is_named = word.starts_with(|it: char| it.is_ascii_alphabetic());
        keys.contains(word) && is_named && !(is_letter && word == "a")
    };
    let mut named = Vec::new();
    let files = locale_files().into_iter();
    let files = files.filter(|(name, _)| !OTHERS.contains(&name.as_str()));
    for (id, words) in files.flat_map(|(_, text)| messages(&text)) {
        for word in words.iter().filter(|it| is_key(it)) {
            let is_up_to = word.as_str() == "Up" && UP_TO.contains(&id.as_str());
            if !is_up_to && (word.len() > 1 || !LETTERS.contains(&id.as_str())) {
                named.push(format!("{id}: {word}"));
            }
        }
    }
    assert!(named.is_empty(), "write {{ $action }}: {named:#?}");
}

/// The help of the book, whole, in one line.
fn help_of_the_book(keymap: Shipped, theme: Theme) -> String {
    let look = Look {
        locale: Arc::new(Locale::english()),
        theme,
        keymap,
    };
    let mut desk = Desk::looking(look, 100, 60, |shop, clock| {
        small_spa::build(shop, clock);
    });
    desk.keys("F1");
    let screen = desk.screen();
    let words: Vec<&str> = screen
        .lines()
        .flat_map(|line| line.trim_matches(['│', '|']).split_whitespace())
        .collect();
    words.join(" ")
}

#[test]
fn help_names_the_keys_of_the_keymap_in_use_and_jobs_come_first() {
    #[rustfmt::skip]
    let cases = [
        (Shipped::Default, ["m picks the appointment up", "n and p take it", "k confirmed", "t to now"]),
        (Shipped::Classic, ["m picks the appointment up", "n and p take it", "k confirmed", "* to now"]),
        (Shipped::Vim,     ["m picks the appointment up", "L and H take it", "y confirmed", "t to now"]),
    ];
    for (keymap, told) in cases {
        let help = help_of_the_book(keymap, Theme::full());
        for words in told {
            assert!(help.contains(words), "{keymap:?}: {words}: {help}");
        }
        let at = |words: &str| help.find(words).unwrap();
        assert!(at("To book:") < at("When the client comes:"), "{help}");
        assert!(at("When the client comes:") < at("left edge"), "{help}");
    }
}

#[test]
fn the_legend_shows_what_the_grid_shows() {
    #[rustfmt::skip]
    let cases = [
        (Glyphs::Unicode, "│ booked, ║ confirmed, ▌ arrived, █ in service, ▒ done", "░ not at work, ╌ break, ▔ now"),
        (Glyphs::Lines,   "│ booked, I confirmed, } arrived, # in service, ▒ done", ". not at work, ~ break, - now"),
        (Glyphs::Ascii,   "| booked, I confirmed, } arrived, # in service, = done", ". not at work, ~ break, - now"),
    ];
    for (glyphs, edges, fills) in cases {
        let theme = Theme {
            ink: Ink::Mono,
            glyphs,
            any_letter: glyphs == Glyphs::Unicode,
            slow: false,
        };
        let help = help_of_the_book(Shipped::Default, theme);
        assert!(help.contains(edges), "{glyphs:?}: {help}");
        assert!(help.contains(fills), "{glyphs:?}: {help}");
    }
}
