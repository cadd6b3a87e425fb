//! `balm.toml` and keymap files that are wrong: named with file and line, before
//! anything is made.

use std::fs;

use super::balm_in;

/// Settings, the line to be named, and words of the complaint.
#[rustfmt::skip]
const SETTINGS: [(&[u8], &str, &str); 14] = [
    (b"register = = 1\n",                                "line 1", "extra `=`"),
    (b"register = 1\n[printer\nuri = \"x\"\n",           "line 2", "unclosed table"),
    (b"register = 1\n\n[scaner]\nuri = \"x\"\n",         "line 3", "unknown field `scaner`, expected one of `register`, `keymap`, `scanner`"),
    (b"register = 1\ncolour = 3\n",                      "line 2", "unknown field `colour`"),
    (b"[printer]\nuri = \"pretend:\"\ncolumn = 42\n",    "line 3", "unknown field `column`"),
    (b"register = 1\n[printer]\nuri = \"usb:1\"\n",      "line 3", "there are serial, tcp, file and pretend"),
    (b"[printer]\nuri = \"tcp://\"\n",                   "line 2", "a tcp address needs a host: tcp://host:port"),
    (b"[scanner]\nuri = \"serial:///dev/x?baud=fast\"\n","line 2", "baud is 50 to 4000000"),
    (b"[printer]\n",                                     "line 1", "missing field `uri`"),
    (b"\nregister = 0\n",                                "line 2", "desks are numbered from 1"),
    (b"register = 70000\n",                              "line 1", "70000"),
    (b"register = \"one\"\n",                            "line 1", "invalid type"),
    (b"register = 1\n\n[drawer]\npin = 2\n",             "line 3", "[drawer] is opened by the printer"),
    (b"register = 1\nkeymap = \"\xEE\"\n",               "line 2", "not UTF-8"),
];

#[test]
fn settings_that_are_wrong_are_named_and_make_nothing() {
    for command in [&["exec"][..], &[], &["devices", "--print-test"]] {
        let folder = tempfile::tempdir().unwrap();
        for (settings, line, want) in SETTINGS {
            fs::write(folder.path().join("balm.toml"), settings).unwrap();
            let args = [&["--store", "shop", "--config", "balm.toml"], command].concat();
            let ended = balm_in(folder.path(), &args, b"");
            ended.with(2, &["balm: balm.toml: ", line, want]);
        }
        assert_eq!(
            fs::read_dir(folder.path()).unwrap().count(),
            1,
            "something was made"
        );
    }
}

#[test]
fn settings_in_the_shops_folder_are_checked_too() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    fs::write(folder.path().join("shop/balm.toml"), "register = 0\n").unwrap();
    let ended = balm_in(folder.path(), &["--store", "shop", "exec"], b"");
    ended.with(
        2,
        &["balm: shop/balm.toml: line 1, column 12: register = 0"],
    );
    assert_eq!(fs::read_dir(folder.path().join("shop")).unwrap().count(), 1);
}

#[test]
fn settings_that_are_no_file_are_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("long.toml"), vec![b'#'; 1024 * 1024 + 1]).unwrap();
    let mut cases = vec![
        ("none.toml", "none.toml: No such file"),
        (".", ".: Is a directory"),
        ("long.toml", "long.toml: too long for settings"),
    ];
    if fs::exists("/dev/zero").unwrap() {
        cases.push(("/dev/zero", "/dev/zero: too long for settings"));
    }
    for (file, want) in cases {
        let args = ["--store", "shop", "--config", file, "exec"];
        balm_in(folder.path(), &args, b"").with(2, &[want]);
        balm_in(folder.path(), &["keys", file], b"").with(2, &[want]);
    }
    assert!(!folder.path().join("shop").exists());
}

/// A keymap file and what is said of it.
const KEYMAPS: [(&str, &str); 9] = [
    (
        "[cart]\n\n\"a\" = \"cart.ad\"\n",
        "line 3, column 1: there is no action \"cart.ad\"; did you mean \"cart.add\"?",
    ),
    (
        "\n[crat]\n\"F9\" = \"pay.cash\"\n",
        "line 2, column 2: there is no section [crat]; did you mean \"cart\"?",
    ),
    (
        "[cart]\n\"F99\" = \"cart.add\"\n",
        "line 2, column 1: \"F99\" is not a key; keys are spelled F1, ctrl-x",
    ),
    (
        "[cart]\n\"ctrl-\" = \"cart.add\"\n",
        "line 2, column 1: \"ctrl-\" is not a key",
    ),
    (
        "[cart]\n\"a\" = \"pay.cash\"\n",
        "line 2, column 1: \"pay.cash\" belongs in section [desk]",
    ),
    (
        "[cart]\n\"a\" = 3\n",
        "line 2, column 7: invalid type: integer `3`, expected a string",
    ),
    (
        "[cart\n\"a\" = \"cart.add\"\n",
        "line 1, column 6: unclosed table",
    ),
    (
        "\n\"a\" = \"cart.add\"\n",
        "line 2, column 1: \"a\" stands in no section; a key stands below the section that it is for, like [cart]",
    ),
    (
        "[cart]\n\"a\" = \"cart.add\"\n\"a\" = \"cart.more\"\n",
        "line 3, column 1: duplicate key",
    ),
];

#[test]
fn keymaps_that_are_wrong_are_named_with_what_was_meant() {
    let folder = tempfile::tempdir().unwrap();
    let settings = "register = 1\nkeymap = \"keys.toml\"\n";
    fs::write(folder.path().join("balm.toml"), settings).unwrap();
    for (keys, want) in KEYMAPS {
        fs::write(folder.path().join("keys.toml"), keys).unwrap();
        let want = format!("balm: keys.toml, {want}");
        let by_settings = ["--store", "shop", "--config", "balm.toml"];
        for args in [
            &["keys", "keys.toml"][..],
            &by_settings,
            &[&by_settings[..], &["keys"]].concat(),
        ] {
            balm_in(folder.path(), args, b"").with(2, &[&want]);
        }
    }
    let own = "base = \"vim\"\n[cart]\n\"ctrl-f\" = \"cart.add\"\n";
    fs::write(folder.path().join("keys.toml"), own).unwrap();
    let ended = balm_in(folder.path(), &["keys", "keys.toml"], b"").with(0, &[]);
    let row = |name: &str| {
        let found = ended.said.lines().find(|it| it.contains(name));
        found.unwrap().split_whitespace().collect::<Vec<_>>()
    };
    assert_eq!(row(" cart.add ")[..3], ["Enter", "Ctrl-F", "cart.add"]);
    assert_eq!(row(" nav.down ")[..3], ["Down", "j", "nav.down"]);
    assert!(!folder.path().join("shop").exists());
}

/// The three that come with the program, by name; another name is no file.
#[test]
fn keymaps_are_called_by_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["default", "classic", "vim"] {
        let ended = balm_in(folder.path(), &["keys", "--keymap", name], b"");
        ended.with(0, &["pay.cash"]);
        let file = balm_in(folder.path(), &["keys", "--toml", "--keymap", name], b"");
        fs::write(folder.path().join("copy.toml"), &file.said).unwrap();
        balm_in(folder.path(), &["keys", "copy.toml"], b"").with(0, &["pay.cash"]);
    }
    let wrong = ["keys", "--keymap", "vmi"];
    let sentence = "there is no keymap \"vmi\"; did you mean \"vim\"?";
    balm_in(folder.path(), &wrong, b"").with(2, &[sentence]);
    fs::write(folder.path().join("balm.toml"), "\nkeymap = \"vmi\"\n").unwrap();
    let by_settings = ["--config", "balm.toml", "keys"];
    balm_in(folder.path(), &by_settings, b"")
        .with(2, &["balm.toml: line 2, column 10: ", sentence]);
}

/// What the settings lead to is looked for elsewhere, but it is they that are wrong.
#[test]
fn what_settings_name_and_is_not_there_is_named_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("shop")).unwrap();
    #[rustfmt::skip]
    let cases = [
        ("keymap = \"nope.toml\"", "line 1, column 10: keymap nope.toml: "),
        ("[documents]\nfolder = \"nope\"", "line 2, column 10: [documents] folder nope: "),
        ("[backup]\n\nfolder = \"nope\"", "line 3, column 10: "),
        ("[backup]\nkeep = 3\nfolder = \"shop/b\"", "line 3, column 10: "),
        ("[mirror]\nfolder = \"shop/m\"", "line 2, column 10: [mirror] folder shop/m: this is in the shop's own folder"),
        ("\n[printer]\nuri = \"pretend:\"\nlogo = \"nope.pbm\"", "line 4, column 8: [printer] logo nope.pbm: "),
    ];
    for (settings, want) in cases {
        fs::write(folder.path().join("balm.toml"), settings).unwrap();
        let args = ["--store", "shop", "config", "--check", "balm.toml"];
        let want = format!("balm: balm.toml: {want}");
        balm_in(folder.path(), &args, b"").with(2, &[&want]);
    }
}
