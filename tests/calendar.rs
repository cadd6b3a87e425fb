//! Calendars of people, read by a parser that is not ours.

use std::{fs, path::Path, process::Command};

use balm::{
    domain::{
        booking::Status,
        client::Client,
        ids::AppointmentId,
        print_job::{PrintJob, Printable},
        staff::{Staff, StaffRole, Week},
        time::WallTime,
    },
    ops::{
        query,
        request::{ClientDraft, Moving, Request, StaffDraft},
    },
    reports::{
        Wording,
        calendar::{Wanted, Whose, calendar},
        discreet_day_sheet,
    },
    store::Reads,
};
use icalendar::parser::{Component, read_calendar, unfold};

use crate::{
    desk::{Desk, SESSION, open_shop},
    screens_day::{books, desk, minute},
    terminal::prepared,
};

/// The properties of an event that tell what it is.
#[derive(Debug, PartialEq, Eq)]
struct Read {
    uid: String,
    sequence: u32,
    start: String,
    end: String,
    status: String,
    summary: String,
    location: String,
    description: String,
}

fn property(of: &Component, name: &str) -> String {
    let found = of.find_prop(name);
    let value = found.map(|it| it.val.clone().unescape_text());
    value.map_or_else(String::new, |it| it.as_str().to_owned())
}

fn read(file: &str) -> Vec<Read> {
    for line in file.split("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line}");
    }
    let whole = unfold(file);
    let calendar = read_calendar(&whole).unwrap();
    let head = |name: &str| {
        let mut all = calendar.properties.iter();
        let found = all.find(|it| it.name == name).unwrap();
        found.val.as_str().to_owned()
    };
    assert_eq!(
        (head("VERSION").as_str(), head("METHOD").as_str()),
        ("2.0", "PUBLISH")
    );
    assert!(head("PRODID").starts_with("-//Balm//"));
    let event = |it: &Component| {
        assert_eq!(it.name, "VEVENT");
        // What RFC 5545, 3.6.1 and RFC 5546, 3.2.1 want of each.
        for needed in ["UID", "DTSTAMP", "DTSTART", "DTEND", "ORGANIZER", "SUMMARY"] {
            let n = it.properties.iter().filter(|it| it.name == needed).count();
            assert_eq!(n, 1, "{needed}");
        }
        Read {
            uid: property(it, "UID"),
            sequence: property(it, "SEQUENCE").parse().unwrap(),
            start: property(it, "DTSTART"),
            end: property(it, "DTEND"),
            status: property(it, "STATUS"),
            summary: property(it, "SUMMARY"),
            location: property(it, "LOCATION"),
            description: property(it, "DESCRIPTION"),
        }
    };
    calendar.components.iter().map(event).collect()
}

fn of(desk: &Desk, whose: Whose, is_discreet: bool) -> Vec<Read> {
    let reads = desk.shop.read();
    let today = desk.app.view().today();
    let wanted = Wanted {
        whose,
        name: "somebody",
        from: today,
        until: today + chrono::Days::new(7),
        is_discreet,
        shop_id: &desk.shop.id(),
        now: desk.shop.now(),
    };
    let (file, n) = calendar(&reads, &desk.app.view().settings, &wanted).unwrap();
    let events = read(&file);
    assert_eq!(events.len(), n);
    events
}

fn moves(desk: &mut Desk, appointment: AppointmentId, start: WallTime) {
    desk.asks(&Request::Move(Moving {
        appointment,
        staff: None,
        team: Vec::new(),
        room: None,
        start: Some(start),
        override_reason: None,
    }));
}

#[test]
fn an_event_keeps_its_name_and_counts_its_changes() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    books(&mut desk, None, spa.facial, spa.marta, minute(14, 0));
    let note =
        r"warm; quiet, c:\room and a sentence that is long enough to be folded twice, ļoti garš";
    desk.asks(&Request::NoteAppointment {
        appointment: id,
        note: note.into(),
    });
    let anna = Whose::Staff(spa.anna);
    let first = of(&desk, anna, false);
    assert_eq!(first.len(), 1, "{first:?}");
    // 14:00 in Riga is 12:00 UTC in winter.
    assert_eq!(first[0].start, "20261121T120000Z");
    assert_eq!(first[0].end, "20261121T130000Z");
    assert_eq!(first[0].status, "CONFIRMED");
    assert_eq!(first[0].summary, "Swedish 60, Līga Ozola");
    assert_eq!(first[0].location, "Rose");
    assert_eq!(first[0].description, note);
    let tomorrow = WallTime::new(desk.app.view().today() + chrono::Days::new(1), minute(9, 0));
    moves(&mut desk, id, tomorrow);
    let moved = of(&desk, anna, false);
    assert_eq!((moved.len(), &moved[0].uid), (1, &first[0].uid));
    assert_eq!(moved[0].start, "20261122T070000Z");
    assert!(moved[0].sequence > first[0].sequence, "{moved:?}");
    desk.asks(&Request::SetStatus {
        appointment: id,
        status: Status::Cancelled,
        reason: "client is ill".into(),
    });
    let cancelled = of(&desk, anna, false);
    assert_eq!((cancelled.len(), &cancelled[0].uid), (1, &first[0].uid));
    assert_eq!(cancelled[0].status, "CANCELLED");
    assert!(cancelled[0].sequence > moved[0].sequence, "{cancelled:?}");
    // Others' appointments and other days are not in it.
    assert_eq!(of(&desk, Whose::Staff(spa.marta), false).len(), 1);
}

#[test]
fn who_hands_an_appointment_over_is_told_that_it_is_cancelled() {
    let (mut desk, spa) = desk();
    let (anna, marta) = (Whose::Staff(spa.anna), Whose::Staff(spa.marta));
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    let before = of(&desk, anna, false);
    assert_eq!(of(&desk, marta, false), []);
    desk.asks(&Request::Move(Moving {
        appointment: id,
        staff: Some(spa.marta),
        team: Vec::new(),
        room: None,
        start: None,
        override_reason: None,
    }));
    let after = of(&desk, anna, false);
    assert_eq!((after.len(), &after[0].uid), (1, &before[0].uid));
    assert_eq!(after[0].status, "CANCELLED");
    assert!(after[0].sequence > before[0].sequence, "{after:?}");
    let hers = of(&desk, marta, false);
    assert_eq!(hers[0].status, "CONFIRMED");
    // And back again.
    desk.asks(&Request::Move(Moving {
        appointment: id,
        staff: Some(spa.anna),
        team: Vec::new(),
        room: None,
        start: None,
        override_reason: None,
    }));
    let back = of(&desk, anna, false);
    assert_eq!(
        (&back[0].uid, back[0].status.as_str()),
        (&before[0].uid, "CONFIRMED")
    );
    assert!(back[0].sequence > after[0].sequence, "{back:?}");
    assert_eq!(of(&desk, marta, false)[0].status, "CANCELLED");
}

#[test]
fn a_client_gets_no_notes_and_a_discreet_calendar_no_names() {
    let (mut desk, spa) = desk();
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 0),
    );
    desk.asks(&Request::NoteAppointment {
        appointment: id,
        note: "talks much".into(),
    });
    let shop = desk.app.view().settings.shop_name.clone();
    let told = &of(&desk, Whose::Client(spa.ozola), false)[0];
    assert_eq!(
        (told.summary.as_str(), told.description.as_str()),
        ("Swedish 60", "")
    );
    assert_eq!(told.location, shop);
    let discreet = &of(&desk, Whose::Staff(spa.anna), true)[0];
    assert_eq!(
        (discreet.summary.as_str(), discreet.description.as_str()),
        ("Swedish 60", "")
    );
    // The calendars of both may be in one program.
    assert_ne!(told.uid, discreet.uid);
    assert!(desk.shop.read().all::<Client>().unwrap().len() > 1);
}

fn balm(store: &Path, args: &[&str]) -> (bool, String, String) {
    let told = Command::new(env!("CARGO_BIN_EXE_balm"))
        .args(["--store", store.to_str().unwrap(), "calendar"])
        .args(args)
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (told.status.success(), text(told.stdout), text(told.stderr))
}

/// Who left long ago may have had the same name.
fn two_of_one_name(store: &Path) -> Vec<String> {
    let (shop, _) = open_shop(store, chrono::Utc::now());
    for id in ["zita-1", "zita-2"] {
        let request = Request::SaveStaff(StaffDraft {
            id: None,
            name: "Zita".into(),
            short: String::new(),
            role: StaffRole::Therapist,
            week: Week::default(),
            services: Vec::new(),
            active: false,
            group: String::new(),
            pattern: None,
            sex: None,
            treats: None,
            anyway: false,
        });
        shop.run(&SESSION, id, &request).unwrap();
    }
    let all = shop.read().all::<Staff>().unwrap();
    let zitas = all.iter().filter(|it| it.name == "Zita");
    zitas.map(|it| it.id.to_string()).collect()
}

#[test]
fn the_command_writes_a_new_file_or_to_its_output_and_knows_whom_is_meant() {
    let dir = tempfile::tempdir().unwrap();
    let store = dir.path().join("store");
    prepared(&store);
    let out = dir.path().join("anna.ics");
    let file = out.to_str().unwrap();
    let (well, shown, said) = balm(&store, &["--staff", "anna", file]);
    assert!(well && shown.is_empty(), "{said}");
    assert!(said.contains("of Anna"), "{said}");
    read(&fs::read_to_string(&out).unwrap());
    // Nobody's file is written over.
    let (well, _, said) = balm(&store, &["--staff", "anna", file]);
    assert!(!well && said.contains("anna.ics"), "{said}");
    let (well, shown, _) = balm(
        &store,
        &[
            "--client",
            "ozola",
            "--from",
            "2026-01-01",
            "--to",
            "2027-12-31",
        ],
    );
    assert!(well);
    read(&shown);
    let (well, shown, _) = balm(&store, &["--staff", "anna", "--sheet", "2026-11-21"]);
    assert!(well && shown.contains("Nothing is booked."), "{shown}");
    let (well, _, said) = balm(&store, &["--staff", "nobody"]);
    assert!(!well && said.contains("Nobody is called nobody."), "{said}");
    let (well, _, said) = balm(&store, &["--staff", "a"]);
    assert!(
        !well && said.contains("Anna (") && said.contains(", Marta ("),
        "{said}"
    );
    assert!(!balm(&store, &[]).0);
    // Nor is the first of two meant that have one name.
    let numbers = two_of_one_name(&store);
    let (well, _, said) = balm(&store, &["--staff", "zita"]);
    assert!(!well, "{said}");
    for number in &numbers {
        assert!(said.contains(&format!("Zita ({number})")), "{said}");
    }
    assert!(balm(&store, &["--staff", &numbers[1]]).0);
}

/// What the therapist gets on paper, by one key, and as a text.
#[test]
#[expect(clippy::too_many_lines, reason = "one day, on paper and as a text")]
fn a_therapists_day_is_printed_and_exported() {
    let (mut desk, spa) = desk();
    let draft = ClientDraft {
        id: Some(spa.ozola),
        name: "Līga Ozola".into(),
        phone: "+371 20 000 101".into(),
        alert: "nut allergy".into(),
        notes: "likes it warm".into(),
        active: true,
        ..ClientDraft::default()
    };
    desk.asks(&Request::SaveClient(draft));
    let id = books(
        &mut desk,
        Some(spa.ozola),
        spa.swedish,
        spa.anna,
        minute(14, 5),
    );
    books(&mut desk, None, spa.facial, spa.anna, minute(16, 0));
    let gone = books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.anna,
        minute(18, 0),
    );
    books(
        &mut desk,
        Some(spa.berzins),
        spa.facial,
        spa.marta,
        minute(16, 0),
    );
    desk.asks(&Request::NoteAppointment {
        appointment: id,
        note: "brings a friend".into(),
    });
    desk.asks(&Request::SetStatus {
        appointment: gone,
        status: Status::Cancelled,
        reason: "ill".into(),
    });
    desk.passes(0);
    desk.keys("'")
        .shows("The day sheet of Anna, Sat 21 Nov, goes to the printer.");
    let on = desk.app.view().today();
    let what = Printable::DaySheet {
        staff: spa.anna,
        on,
    };
    let jobs = desk.shop.read().all::<PrintJob>().unwrap();
    assert!(jobs.iter().any(|it| it.what == what), "{jobs:?}");
    let view = desk.app.view();
    let lines = query::preview(&desk.shop, &view.settings, &view.locale, what, 32).unwrap();
    let lines: Vec<String> = lines
        .unwrap()
        .iter()
        .map(|it| it.trim().to_owned())
        .collect();
    let rule = "-".repeat(32);
    let want = [
        "Lotus Spa",
        "Anna",
        "Sat 21 Nov 2026",
        &rule,
        "14:05-15:05                 Rose",
        "Swedish 60",
        "Līga Ozola",
        "! nut allergy",
        "likes it warm",
        "brings a friend",
        &rule,
        // The room that is used least.
        "16:00-16:45                Lotus",
        "Facial 45",
        "a walk-in",
        &rule,
    ];
    assert_eq!(lines, want);
    // For eyes that are not to see whose visits they are.
    let wording = Wording {
        locale: &view.locale,
        documents: &desk.shop.documents(),
    };
    let whose = (spa.anna, on);
    let reads = desk.shop.read();
    let paper = discreet_day_sheet(&reads, &view.settings, wording, whose, 32).unwrap();
    let lines = paper.unwrap().to_text();
    let lines: Vec<&str> = lines.iter().map(|it| it.trim()).collect();
    let told = [
        want[..6].to_vec(),
        want[10..13].to_vec(),
        want[14..].to_vec(),
    ];
    assert_eq!(lines, told.concat());
    drop(reads);
    // A column of rooms is nobody's day.
    desk.keys("v '")
        .shows("A day sheet is a therapist's: go to their column.");
}
