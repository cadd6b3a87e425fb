//! Shipped keymaps are whole, and wrong files are refused in words.

use super::{places::PLACES, *};
use crate::ui::action::ACTIONS;

fn read(text: &str) -> Result<Keymap, String> {
    Keymap::read(text, Path::new("k.toml")).map_err(|err| err.to_string())
}

#[test]
fn every_action_but_the_managers_rare_ones_has_a_key() {
    for which in Shipped::ALL {
        let keymap = Keymap::shipped(which).unwrap();
        let without: Vec<&str> = ACTIONS
            .iter()
            .filter(|def| keymap.keys(def.action).is_empty())
            .map(|def| def.name)
            .filter(|name| !name.starts_with("manage.") && *name != "demo.printer")
            .collect();
        assert_eq!(without, [""; 0], "{which:?}");
    }
}

/// What can be pressed on every keyboard and terminal, and is nobody's prefix.
fn is_safe(key: Key) -> bool {
    match key.code {
        KeyCode::Char(letter) if key.ctrl => {
            key.why_never().is_none() && !['a', 'b', 'p'].contains(&letter)
        }
        KeyCode::F(n) => (2..=4).contains(&n) || (6..=9).contains(&n),
        KeyCode::Char(letter) => letter.is_ascii_graphic() || letter == ' ',
        KeyCode::Enter
        | KeyCode::Tab
        | KeyCode::Backspace
        | KeyCode::Up
        | KeyCode::Down
        | KeyCode::Left
        | KeyCode::Right => true,
        _ => false,
    }
}

/// What arrows, Tab and Backspace do too, in more presses.
const CONVENIENCES: [Action; 10] = [
    // The amount of a note can be typed.
    Action::PaymentNote1,
    Action::PaymentNote2,
    Action::PaymentNote3,
    Action::PaymentNote4,
    Action::NavFirst,
    Action::NavLast,
    Action::NavPrev,
    Action::TextHome,
    Action::TextEnd,
    Action::TextDelete,
];

/// At every place, by its own safe key or by the list of all actions.
#[test]
fn everything_is_reached_with_keys_that_are_safe_everywhere() {
    for which in Shipped::ALL {
        let keymap = Keymap::shipped(which).unwrap().outside_of_the_demo();
        for place in PLACES {
            let has_safe = |action| place.keys(&keymap, action).into_iter().any(is_safe);
            let lists_all = has_safe(Action::Palette);
            let needed = place.needed().filter(|action| {
                let by_list = lists_all && check::is_in_palette(*action);
                let is_extra = action.def().is_demo() || CONVENIENCES.contains(action);
                !by_list && !is_extra
            });
            for action in needed {
                assert!(
                    has_safe(action),
                    "{which:?}: \"{}\" has no safe key in {}",
                    action.def().name,
                    place.name
                );
            }
        }
    }
}

/// What a file would be refused for is not in ours, and whoever adds an action is
/// told where its key is in the way.
#[test]
fn shipped_keymaps_have_no_clash_and_can_be_copied() {
    for which in Shipped::ALL {
        let keymap = Keymap::shipped(which).unwrap_or_else(|err| panic!("{err}"));
        let copy = read(which.text()).unwrap();
        assert_eq!(copy.meanings, keymap.meanings, "{which:?}");
    }
}

#[test]
fn a_wrong_file_is_refused_with_its_place_and_a_suggestion() {
    #[rustfmt::skip]
    let cases = [
        ("[desk]\n\"F9\" = \"pay.cahs\"", "line 2, column 1: there is no action \"pay.cahs\"; did you mean \"pay.cash\"?"),
        ("[dsk]\n\"F9\" = \"pay.cash\"", "line 1, column 2: there is no section [dsk]; did you mean \"desk\"?"),
        ("\n[desk]\n  \"alt-9\" = \"pay.cash\"", "line 3, column 3: \"alt-9\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a"),
        ("[desk]\n\"^X\" = \"quit\"", "line 2, column 1: \"^X\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a; did you mean \"ctrl-x\"?"),
        ("[nav]\n\"PageUp\" = \"nav.page-up\"", "line 2, column 1: \"PageUp\" is not a key; keys are spelled F1, ctrl-x, enter, esc, tab, up, a; did you mean \"pgup\"?"),
        ("[desk]\n\"ctrl-s\" = \"pay.cash\"", "line 2, column 1: Ctrl-S cannot be used: it stops and starts the output of some terminals; take another key"),
        ("[dialog]\n\"Ctrl-M\" = \"accept\"", "line 2, column 1: Ctrl-M cannot be used: terminals send the same for it as for Enter; take another key"),
        ("[day]\n\"F9\" = \"pay.cash\"", "line 2, column 1: \"pay.cash\" belongs in section [desk]"),
        ("base = \"vmi\"", "line 1, column 1: there is no keymap \"vmi\" to base this on; did you mean \"vim\"?"),
        ("\"F9\" = \"pay.cash\"", "line 1, column 1: \"F9\" stands in no section; a key stands below the section that it is for, like [cart]"),
        ("[desk]\n\"F8\" = \"pay.card\"\n\"f8\" = \"pay.cash\"", "line 3, column 1: F8 stands here twice; the first is in line 2"),
        // Clashes.
        ("[client]\n\"F9\" = \"client.edit\"", "line 2, column 1: F9 is the only key of \"pay.cash\" in the client file; take another key, or give \"pay.cash\" one more"),
        ("[payment]\n\"F9\" = \"none\"", "line 2, column 1: \"payment.cash\" would have no key in the payment; give it another one"),
        ("[payment]\n\"F9\" = \"payment.card\"", "line 2, column 1: \"payment.cash\" would have no key in the payment; give it another one"),
        ("[cart]\n\"a\" = \"cart.more\"", "line 2, column 1: a would never be heard: it is text in the cart; take F1 to F12, ctrl and a letter, or a named key"),
        ("[desk]\n\"enter\" = \"find\"", "line 2, column 1: Enter would never be heard: [day] comes first and has \"day.book\" on it"),
    ];
    for (text, want) in cases {
        assert_eq!(read(text).err(), Some(format!("k.toml, {want}")), "{text}");
    }
    let err = read("[desk]\n\"F9\" = \"pay.cash\"\n\"F9\" = \"pay.card\"").unwrap_err();
    assert!(err.starts_with("k.toml, line 3, column 1: "), "{err}");
}

#[test]
fn a_users_file_changes_only_what_it_names() {
    let keymap = read("[desk]\n\"F8\" = \"pay.cash\"\n\"F12\" = \"pay.card\"").unwrap();
    let does = |keymap: &Keymap, key: &str| keymap.action(&[Context::Desk], key.parse().unwrap());
    assert_eq!(does(&keymap, "F8"), Some(Action::PayCash));
    assert_eq!(does(&keymap, "F9"), Some(Action::PayCash));
    assert_eq!(does(&keymap, "F7"), Some(Action::PayOther));
    let keymap = read("base = \"vim\"\n[desk]\n\"F2\" = \"find\"").unwrap();
    assert_eq!(does(&keymap, "F2"), Some(Action::Find));
    let day = [Context::Day, Context::Nav];
    assert_eq!(keymap.action(&day, Key::char('j')), Some(Action::NavDown));
    // A key that is taken away is free for what comes after it.
    assert_eq!(keymap.action(&day, Key::char('k')), Some(Action::NavUp));
}

/// The demo's keys are the demo's: in a shop they do what comes after them.
#[test]
fn demo_keys_take_nothing_from_a_shop() {
    let keymap = Keymap::standard().unwrap();
    let day = [Context::Day, Context::Desk, Context::Anywhere, Context::Nav];
    let does = |keymap: &Keymap| keymap.action(&day, Key::ctrl('v'));
    assert_eq!(does(&keymap), Some(Action::DemoPaper));
    assert_eq!(
        does(&keymap.outside_of_the_demo()),
        Some(Action::NavPageDown)
    );
}
