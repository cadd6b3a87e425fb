//! Setting a shop up and changing its lists; every dialog at every size.

use super::*;

#[test]
fn staff_hours_are_typed_as_they_are_said() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("staff and their")
        .keys("enter")
        .shows("Anna  mon-sun 09:00-20:00");
    desk.types("anna")
        .keys("enter down down down ctrl-u")
        .types("mon-fri 9-17; sat 10-25:90");
    desk.keys("enter enter enter enter enter")
        .shows("cannot be read");
    desk.keys("ctrl-u")
        .types("mon-fri 9-17; sat 10-16")
        .keys("enter enter enter enter enter");
    desk.shows("mon-fri 09:00-17:00; sat 10:00-16:00");
    let anna = desk.shop.read().get::<Staff>(&spa.anna).unwrap().unwrap();
    assert_eq!(
        (anna.week[5][0].start_minute, anna.week[5][0].end_minute),
        (600, 960)
    );
    assert!(anna.week[6].is_empty());
}

#[test]
fn who_can_do_what_is_a_list_of_names() {
    let (mut desk, spa) = desk();
    let services = |desk: &Desk| {
        desk.shop
            .read()
            .get::<Staff>(&spa.anna)
            .unwrap()
            .unwrap()
            .services
    };
    desk.keys("ctrl-p")
        .types("staff and their")
        .keys("enter")
        .types("anna");
    desk.keys("enter down down down down down down")
        .types("fc45, Yoga")
        .keys("enter enter");
    desk.shows("There is no service Yoga.");
    desk.keys("ctrl-u")
        .types("fc45")
        .keys("enter enter")
        .hides("Short name");
    assert_eq!(services(&desk), [spa.facial]);
    desk.keys("enter")
        .shows("Facial 45")
        .keys("tab tab tab tab tab tab tab enter")
        .hides("Short name");
    assert_eq!(services(&desk), [spa.facial]);
}

#[test]
fn a_rate_changes_for_the_next_sale_and_not_for_the_last() {
    let (mut desk, spa) = desk();
    let sold = sells_three(&mut desk, &spa);
    desk.keys("ctrl-p")
        .types("taxes")
        .keys("enter")
        .shows("Standard")
        .shows("VAT 21")
        .keys("enter down ctrl-u");
    desk.types("VAT x")
        .keys("enter")
        .shows("\"VAT x\" is no tax");
    desk.keys("up ctrl-u")
        .types("VAT 12%, City 1.5")
        .keys("enter enter enter")
        .shows("VAT 12, City 1.5")
        .keys("esc");
    adds(&mut desk, Item::Service(spa.swedish), 1);
    let next = pays(&mut desk, &[(TenderKind::Cash, None)]);
    let rates = |sale| -> Vec<String> {
        let sale = desk.shop.read().get::<Sale>(&sale).unwrap().unwrap();
        sale.tax_table
            .iter()
            .map(|row| format!("{} {}", row.name, row.rate))
            .collect()
    };
    assert_eq!(rates(sold.sale), ["VAT 21"]);
    assert_eq!(rates(next.sale), ["VAT 12", "City 1.5"]);
}

#[test]
fn what_is_in_no_list_is_not_taken_for_a_choice() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("staff and their")
        .keys("enter")
        .types("anna");
    desk.keys("enter down down ctrl-u")
        .types("janitor")
        .keys("down down down down down enter");
    desk.shows("\"janitor\" is none of: therapist, desk, manager.")
        .keys("ctrl-u")
        .types("man")
        .keys("enter down down down down enter");
    let anna = desk.shop.read().get::<Staff>(&spa.anna).unwrap().unwrap();
    assert_eq!(anna.role, balm::domain::staff::StaffRole::Manager);
}

#[test]
fn a_service_is_entered_with_its_rooms() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("services and their")
        .keys("enter end enter")
        .shows("Service");
    desk.types("Hot stone")
        .keys("enter")
        .types("75")
        .keys("enter")
        .types("68")
        .keys("down down down down");
    desk.types("rose, nowhere")
        .keys("enter")
        .shows("There is no room nowhere.");
    desk.keys("ctrl-u").types("Rose, LO").keys("enter");
    let service = all::<Service>(&desk)
        .into_iter()
        .find(|it| it.name == "Hot stone")
        .unwrap();
    assert_eq!(
        (service.minutes(), service.price),
        (75, Some(Money::from_minor(6_800)))
    );
    assert_eq!(service.rooms, [spa.rose, spa.lotus]);
}

#[test]
fn a_second_service_of_a_name_is_asked_about_once() {
    let (mut desk, _) = desk();
    let name = all::<Service>(&desk)[0].name.to_uppercase();
    let n_before = all::<Service>(&desk).len();
    desk.keys("ctrl-p")
        .types("services and their")
        .keys("enter end enter")
        .types(&name)
        .keys("enter")
        .types("75")
        .keys("enter enter")
        .shows("Enter again keeps two of that name.");
    assert_eq!(all::<Service>(&desk).len(), n_before);
    desk.keys("enter");
    assert_eq!(all::<Service>(&desk).len(), n_before + 1);
}

#[test]
fn a_room_of_another_rooms_name_is_refused_where_it_is_typed() {
    let (mut desk, _) = desk();
    let n_before = all::<Room>(&desk).len();
    desk.keys("ctrl-p")
        .types("enter or change rooms")
        .keys("enter end enter")
        .types("rose")
        .keys("enter enter enter enter")
        .shows("There is a room \"Rose\" already. Choose another name.");
    assert_eq!(all::<Room>(&desk).len(), n_before);
}

#[test]
fn a_room_that_is_given_up_stays_in_the_list() {
    let (mut desk, spa) = desk();
    desk.keys("ctrl-p")
        .types("enter or change rooms")
        .keys("enter")
        .types("rose")
        .keys("enter down down down ctrl-u");
    desk.types("no").keys("enter").shows("Rose (not in use)");
    assert!(
        !desk
            .shop
            .read()
            .get::<Room>(&spa.rose)
            .unwrap()
            .unwrap()
            .active
    );
}

#[test]
fn every_dialog_stands_any_size_and_any_script() {
    let (mut desk, spa) = desk();
    desk.asks(&Request::SaveClient(ClientDraft {
        name: "丽华 样本 Անահիտ Սարգսյան".into(),
        phone: "+374 10 000 000".into(),
        active: true,
        ..ClientDraft::default()
    }));
    let sold = sells_three(&mut desk, &spa);
    let opens: [&[&str]; 11] = [
        &["/"],
        &["ctrl-r"],
        &["ctrl-r", "enter"],
        &["ctrl-r", "enter", "F7"],
        &["ctrl-r", "enter", "F7", "+", "enter"],
        &["!"],
        &["ctrl-n"],
        &["F5", "ins"],
        &["F5", "ctrl-t"],
        &["F3", "丽", "enter"],
        &["F3", "丽", "enter", "ctrl-e"],
    ];
    for keys in opens {
        for (width, height) in [(80, 24), (132, 43), (40, 12), (41, 13), (20, 5), (1, 1)] {
            desk.resize(width, height);
            for key in keys {
                desk.keys(key);
            }
            if (width, height) == (80, 24) {
                desk.keys("F1").hides("<").keys("esc");
            }
            desk.keys("esc esc esc esc esc F2");
        }
    }
    desk.resize(80, 24);
    assert_eq!(
        latest_sale(&desk).id,
        sold.sale,
        "nothing was done by leaving"
    );
    let _: Option<ClientId> = desk.app.view().client;
}

#[test]
fn a_printer_that_comes_back_is_said_and_a_narrow_top_line_keeps_the_time() {
    let (mut desk, _) = desk_of(40, 12);
    desk.waits_for(|desk| desk.screen().contains("PRN"));
    let says = |desk: &Desk, text: &str| desk.screen().contains(text);
    let switch = |desk: &mut Desk| {
        desk.keys("ctrl-p")
            .types("pretend printer off")
            .keys("enter");
    };
    desk.hides("back").shows(" 13:40 ");
    switch(&mut desk);
    desk.waits_for(|desk| says(desk, "receipts wait"));
    desk.keys("esc");
    switch(&mut desk);
    desk.waits_for(|desk| says(desk, "The printer is back"));
}

#[test]
fn labels_of_the_scale_are_described_or_taken_from_a_country() {
    let (mut desk, _) = desk();
    desk.keys("ctrl-p").types("shop").keys("enter");
    desk.shows("Name, hours, grid").keys("down down down down");
    let wrong = [
        ("21IIIIIPPPC", "21IIIIIPPPC has 11 places"),
        ("21IIIIIPPPXPC", "\"X\" means nothing"),
        ("IIIIIIIPPPPPC", "begins with no digit"),
        ("2100000PPPPPC", "needs one run of I"),
        ("21IIIIIIIIIIC", "needs one run of P"),
        ("21IIIIVVPPPPC", "V checks"),
        ("21IIIIIPPPPP1", "ends with C"),
        ("DE, XX", "XX: \"X\" means nothing"),
    ];
    for (typed, said) in wrong {
        desk.types(typed).keys("enter").shows(said).keys("ctrl-u");
    }
    desk.types("lv, 21iiiiippp.ppc, LT").keys("enter");
    let kept = desk.shop.settings().unwrap().label_patterns.clone();
    let want = [
        "23IIIIIIW.WWWC",
        "24IIIIIIWW.WWC",
        "25IIIIIIWWW.WC",
        "21IIIIIPPP.PPC",
    ];
    assert_eq!(kept, want);
}
