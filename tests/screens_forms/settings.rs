//! Settings: one menu for everything that is decided once.

use balm::domain::settings::{ReceiptPrinting, Settings};

use super::*;

fn settings(desk: &Desk) -> Settings {
    desk.shop.read().get::<Settings>(&()).unwrap().unwrap()
}

#[test]
fn receipts_are_printed_always_asked_or_never_and_have_lines_of_their_own() {
    let (mut desk, _) = desk();
    desk.keys("F2 F11")
        .shows("Settings  ")
        .types("receipts")
        .keys("enter");
    desk.types("never").keys("down");
    desk.types("Lotus Spa | Riga 1 | +371 20 000 000")
        .shows("3 lines")
        .keys("enter ctrl-u enter");
    let now = settings(&desk);
    assert_eq!(now.receipt_printing, ReceiptPrinting::Never);
    assert_eq!(
        now.receipt_header,
        ["Lotus Spa", "Riga 1", "+371 20 000 000"]
    );
    assert!(now.receipt_footer.is_empty());
    // The menu says what is decided now.
    desk.shows("never printed")
        .keys("enter")
        .types("asked")
        .keys("pgdn enter");
    assert_eq!(settings(&desk).receipt_printing, ReceiptPrinting::Asked);
}

#[test]
fn hours_rows_and_money_are_changed_where_the_menu_says() {
    let (mut desk, _) = desk();
    desk.keys("F2 F11")
        .types("hours rows")
        .keys("enter down")
        .types("8-22");
    desk.keys("enter").types("10").keys("enter");
    let now = settings(&desk);
    assert_eq!(
        (now.opens_minute, now.closes_minute, now.grid_minutes),
        (480, 1320, 10)
    );
    desk.keys("ctrl-u")
        .types("least coin")
        .keys("enter down down ctrl-u")
        .types("0,05");
    desk.keys("enter ctrl-u")
        .types("50; 20; x")
        .keys("enter")
        .shows("\"x\" is no amount");
    desk.keys("ctrl-u")
        .types("50; 20; 10; 5; 2; 1; 0.50; 0,20; 0.10; 0.05")
        .keys("enter");
    let now = settings(&desk);
    assert_eq!(now.cash_rounding.step_minor, 5);
    assert_eq!(
        now.denominations,
        [5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5]
    );
    // A change from elsewhere while the form is open is not undone by saving it.
    desk.keys("ctrl-u").types("hours rows").keys("enter");
    let elsewhere = Settings {
        receipt_footer: vec!["Thank you".into()],
        ..settings(&desk)
    };
    desk.asks(&Request::SaveSettings {
        settings: elsewhere,
    });
    desk.passes(1).types(" and more").keys("pgdn enter");
    let now = settings(&desk);
    assert!(now.shop_name.ends_with(" and more"), "{}", now.shop_name);
    assert_eq!(now.receipt_footer, ["Thank you"]);
}

#[test]
fn the_menu_leads_to_every_list_and_filters() {
    let (mut desk, _) = desk();
    for (typed, title) in [
        ("people", "Staff"),
        ("taxes rates", "Taxes"),
        ("minutes prices", "Services"),
        ("rooms", "Rooms"),
    ] {
        desk.keys("F2 F11")
            .types(typed)
            .keys("enter")
            .shows(title)
            .keys("esc esc");
    }
    desk.keys("F11")
        .types("stock")
        .shows("Settings  1 of ")
        .keys("enter")
        .shows("Stock");
}

/// What is this desk's own is written into its file, remarks kept; what would be wrong is
/// said under the field with the file's line.
#[test]
fn the_desks_own_settings_are_changed_on_the_screen() {
    let (mut desk, _) = desk();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("balm.toml");
    std::fs::write(&file, "# by the window\nregister = 1\n").unwrap();
    let (read, writer) = balm::cli::settings::desk_settings(&file, folder.path()).unwrap();
    desk.app.set_desk_file(read, writer);
    let text = || std::fs::read_to_string(&file).unwrap();
    desk.keys("F2 F11")
        .types("keymap")
        .shows("as usual")
        .keys("enter");
    desk.shows("Which keys").shows("next start of Balm");
    desk.types("clasic")
        .keys("enter")
        .shows("line 3, column 10")
        .shows("did you mean \"classic\"?");
    assert_eq!(text(), "# by the window\nregister = 1\n");
    desk.keys("ctrl-u").types("classic").keys("enter");
    desk.shows("Written. It holds from the next start of Balm.")
        .shows("\"classic\"");
    assert_eq!(
        text(),
        "# by the window\nregister = 1\nkeymap = \"classic\"\n"
    );
    // Empty is as usual again.
    desk.keys("enter ctrl-u enter").shows("as usual");
    assert_eq!(text(), "# by the window\nregister = 1\n");
    desk.keys("F1").shows("Settings");
}
