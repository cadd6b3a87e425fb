//! What a person is told, and what becomes of a receipt, when the printer has its
//! faults. In each of them nothing is sent twice and the desk is never held up.

use std::time::Instant;

use balm::{
    devices::{
        DeviceConfig, DeviceNews, DeviceTrouble, Lamp, Model,
        config::{DrawerConfig, PinLevel, PrinterConfig},
        uri::DeviceUri,
    },
    domain::{
        paper::{Paper, PaperWriter},
        print_job::PrintState,
    },
};

use super::{Desk, LIMIT, desk, job, job_state, receipt, sent, simulator::Simulator};

/// The other end is a thread of this program: on a busy machine its answers are late.
const ANSWER_MS: u16 = 5_000;

fn model_desk(uri: DeviceUri, model: &str) -> Desk {
    let printer = Some(PrinterConfig {
        model: Some(Model::find(model).unwrap()),
        answer_ms: Some(ANSWER_MS),
        ..PrinterConfig::new(uri)
    });
    desk(&DeviceConfig {
        printer,
        drawer: Some(DrawerConfig::default()),
        ..DeviceConfig::default()
    })
}

/// Waits for a printer that is there and well.
fn well_desk(simulator: &Simulator) -> Desk {
    let desk = model_desk(simulator.uri(), "epson-tm-t88v");
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk
}

fn printed(n: u64) -> DeviceNews {
    job_state(n, PrintState::Printed)
}

fn stopped(n: u64, trouble: DeviceTrouble) -> DeviceNews {
    let job = job(n);
    DeviceNews::JobStopped { job, trouble }
}

/// A long receipt, which the printer's buffer still holds.
const N_LINES: usize = 80;
/// Far more than its buffer.
const N_LINES_LONG: usize = 400;
/// More than a line holds that is on its way.
const N_LINES_BEYOND: usize = 3_000;

fn numbered(name: &str) -> Paper {
    numbered_to(name, N_LINES)
}

/// Each line of it is unlike any other.
fn numbered_to(name: &str, n_lines: usize) -> Paper {
    let mut paper = PaperWriter::new(42);
    for idx in 0..n_lines {
        paper.columns(name, &idx.to_string());
    }
    paper.finish()
}

fn assert_whole(simulator: &Simulator, name: &str) {
    assert_whole_to(simulator, name, N_LINES);
}

/// Every line once, in order, then the cut.
fn assert_whole_to(simulator: &Simulator, name: &str, n_lines: usize) {
    let lines = simulator.lines();
    let mine: Vec<&String> = lines.iter().filter(|line| line.starts_with(name)).collect();
    assert_eq!(mine.len(), n_lines);
    for (idx, line) in mine.iter().enumerate() {
        assert!(line.ends_with(&format!(" {idx}")), "{line}");
    }
    assert_eq!(lines.last().map(String::as_str), Some("cut"));
}

#[test]
fn a_printer_that_can_says_when_a_receipt_is_on_paper() {
    for (model, confirms) in [("epson-tm-t88v", true), ("epson", false)] {
        let simulator = Simulator::new();
        simulator.turn().confirms = confirms;
        let desk = model_desk(simulator.uri(), model);
        assert_eq!(desk.news(), DeviceNews::PrinterUp);
        desk.print(1, &numbered("Tea"));
        assert_eq!(desk.news(), printed(1), "{model}");
        assert_whole(&simulator, "Tea");
        desk.shut_down_soon();
    }
}

#[test]
fn a_printer_that_promises_and_never_confirms_is_believed_to_be_well_only() {
    let simulator = Simulator::new();
    simulator.turn().confirms = false;
    let desk = well_desk(&simulator);
    desk.print(1, &receipt("one"));
    assert_eq!(desk.news(), sent(1));
}

/// No answer is "unknown", never "no paper".
#[test]
fn silence_is_no_fault() {
    let simulator = Simulator::new();
    simulator.turn().is_mute = true;
    let desk = well_desk(&simulator);
    desk.print(1, &numbered("Tea"));
    assert_eq!(desk.news(), sent(1));
    simulator.wait_until("the cut", |it| it.paper.iter().any(|line| line == "cut"));
    assert_whole(&simulator, "Tea");
    assert_eq!(desk.devices.lamps().printer, Lamp::Up);
    desk.shut_down_soon();
}

#[test]
fn without_paper_a_receipt_waits_and_nothing_of_it_is_sent() {
    let simulator = Simulator::new();
    simulator.turn().n_lines_left = Some(0);
    let desk = model_desk(simulator.uri(), "epson-tm-t88v");
    assert_eq!(
        desk.news(),
        DeviceNews::PrinterDown(DeviceTrouble::PaperOut)
    );
    desk.print(1, &receipt("one"));
    desk.devices.kick_drawer().unwrap();
    // Cash works without paper.
    assert_eq!(desk.news(), DeviceNews::DrawerKicked);
    assert!(
        !simulator
            .turn()
            .received
            .windows(2)
            .any(|it| it == b"\x1B@")
    );
    simulator.turn().n_lines_left = None;
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    assert_eq!(desk.news(), printed(1));
    assert_eq!(simulator.lines(), ["one", "cut"]);
    desk.shut_down_soon();
}

#[test]
fn what_is_wrong_in_the_middle_is_named_and_goes_on_by_itself() {
    type Turn = fn(&mut super::simulator::Inside, bool);
    #[rustfmt::skip]
    let cases: [(&str, Turn, DeviceTrouble); 3] = [
        ("paper", |it, is_wrong| it.n_lines_left = is_wrong.then_some(0), DeviceTrouble::PaperOut),
        ("lid", |it, is_wrong| it.lid_open = is_wrong, DeviceTrouble::LidOpen),
        ("knife", |it, is_wrong| it.cutter_stuck = is_wrong, DeviceTrouble::CutterStuck),
    ];
    for (name, turn, trouble) in cases {
        for has_no_automatic in [false, true] {
            let simulator = Simulator::new();
            {
                let mut inside = simulator.turn();
                inside.n_per_tick = 1;
                inside.has_no_automatic = has_no_automatic;
            }
            let desk = well_desk(&simulator);
            desk.print(1, &numbered(name));
            simulator.wait_until("some lines", |it| it.paper.len() > 20);
            turn(&mut simulator.turn(), true);
            assert_eq!(desk.news(), DeviceNews::PrinterDown(trouble.clone()));
            assert_eq!(desk.news(), stopped(1, trouble.clone()));
            let (n_kicks, n_lines) = {
                let inside = simulator.turn();
                (inside.n_kicks_now, inside.paper.len())
            };
            assert!(n_lines < N_LINES);
            desk.devices.kick_drawer().unwrap();
            assert_eq!(desk.news(), DeviceNews::DrawerKicked);
            simulator.wait_until("the drawer", |it| it.n_kicks_now == n_kicks + 1);
            {
                let mut inside = simulator.turn();
                turn(&mut inside, false);
                inside.n_per_tick = 1_000;
            }
            assert_eq!(desk.news(), DeviceNews::PrinterUp);
            assert_eq!(desk.news(), printed(1));
            assert_whole(&simulator, name);
            desk.shut_down_soon();
        }
    }
}

/// The printer's buffer is full, so nothing can be asked; what it tells by itself
/// is enough.
#[test]
fn paper_that_ends_while_a_long_paper_is_sent() {
    let simulator = Simulator::new();
    simulator.turn().n_per_tick = 1;
    let desk = model_desk(simulator.uri_with_flow(), "epson-tm-t88v");
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.print(1, &numbered_to("Tea", N_LINES_LONG));
    simulator.wait_until("some lines", |it| it.paper.len() > 20);
    simulator.turn().n_lines_left = Some(0);
    desk.wait_for(&stopped(1, DeviceTrouble::PaperOut));
    {
        let mut inside = simulator.turn();
        inside.n_lines_left = None;
        inside.n_per_tick = 1_000;
    }
    desk.wait_for(&printed(1));
    assert_whole_to(&simulator, "Tea", N_LINES_LONG);
    desk.shut_down_soon();
}

#[test]
fn a_printer_that_was_off_loses_its_paper_and_nothing_is_joined_to_it() {
    let simulator = Simulator::new();
    simulator.turn().n_per_tick = 1;
    let desk = well_desk(&simulator);
    desk.print(1, &numbered("Tea"));
    simulator.wait_until("some lines", |it| it.paper.len() > 20);
    simulator.turn().n_lines_left = Some(0);
    desk.wait_for(&stopped(1, DeviceTrouble::PaperOut));
    let n_lines = simulator.turn().paper.len();
    simulator.turn().switch_off();
    desk.wait_for(&stopped(1, DeviceTrouble::Silent));
    {
        let mut inside = simulator.turn();
        inside.n_lines_left = None;
        inside.n_per_tick = 1_000;
        inside.has_power = true;
    }
    let reason = DeviceTrouble::Restarted.to_string();
    desk.wait_for(&job_state(1, PrintState::Unknown { reason }));
    // Nothing comes by itself; what is asked for now comes whole.
    assert_eq!(simulator.turn().paper.len(), n_lines);
    desk.print(2, &receipt("a copy"));
    desk.wait_for(&printed(2));
    assert_eq!(simulator.turn().paper[n_lines..], ["a copy", "cut"]);
    desk.shut_down_soon();
}

#[test]
fn who_gives_a_paper_up_is_not_kept_waiting() {
    let simulator = Simulator::new();
    simulator.turn().n_per_tick = 1;
    let desk = well_desk(&simulator);
    desk.print(1, &numbered("Tea"));
    simulator.wait_until("some lines", |it| it.paper.len() > 20);
    simulator.turn().n_lines_left = Some(0);
    desk.wait_for(&stopped(1, DeviceTrouble::PaperOut));
    desk.devices.give_up(job(1));
    desk.print(2, &receipt("a copy"));
    {
        let mut inside = simulator.turn();
        inside.n_lines_left = None;
        inside.n_per_tick = 1_000;
    }
    loop {
        if let DeviceNews::JobState { job: told, state } = desk.news() {
            assert_eq!((told, state), (job(2), PrintState::Printed));
            break;
        }
    }
    let lines = simulator.lines();
    assert_eq!(lines[lines.len() - 2..], ["a copy", "cut"]);
    desk.shut_down_soon();
}

#[test]
fn what_was_said_earlier_is_no_answer() {
    let simulator = Simulator::new();
    let desk = well_desk(&simulator);
    let mut random = fastrand::Rng::with_seed(11);
    for n in 1..=5 {
        // Among the noise: "paper end" and "offline" of an hour ago.
        let mut noise: Vec<u8> = (0..40).map(|_| random.u8(..)).collect();
        noise.extend([0x72, 0x1A, 0x32]);
        simulator.turn().to_send.extend(noise);
        simulator.wait_until("the noise", |it| it.to_send.is_empty());
        desk.print(n, &receipt("well"));
        desk.wait_for(&printed(n));
    }
    assert_eq!(simulator.lines().len(), 10);
    desk.shut_down_soon();
}

#[test]
fn a_slow_printer_gets_every_byte_once() {
    let simulator = Simulator::new();
    simulator.turn().n_per_tick = 2;
    let desk = model_desk(simulator.uri_with_flow(), "epson-tm-t88v");
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.print(1, &numbered_to("Tea", N_LINES_LONG));
    desk.wait_for(&printed(1));
    assert_whole_to(&simulator, "Tea", N_LINES_LONG);
    desk.shut_down_soon();
}

/// It reads on and works off what is on the way; after XOFF there is no more of it.
#[test]
fn xoff_stops_a_paper_in_the_middle_and_xon_goes_on_with_it() {
    let simulator = Simulator::new();
    simulator.turn().n_per_tick = 1;
    let desk = model_desk(simulator.uri_with_flow(), "epson-tm-t88v");
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.print(1, &numbered_to("Tea", N_LINES_BEYOND));
    simulator.wait_until("some lines", |it| it.paper.len() > 20);
    simulator.turn().to_send.push(0x13);
    // Nothing goes out, so nothing is answered. What the line holds by then still comes,
    // as slowly as before: a busy machine hears of the XOFF late.
    desk.wait_for(&stopped(1, DeviceTrouble::Silent));
    let n_lines = simulator.lines().len();
    assert!(n_lines < N_LINES_BEYOND, "{n_lines}");
    assert!(!simulator.lines().contains(&"cut".to_owned()));
    {
        let mut inside = simulator.turn();
        inside.to_send.push(0x11);
        inside.n_per_tick = 1_000;
    }
    desk.wait_for(&printed(1));
    assert_whole_to(&simulator, "Tea", N_LINES_BEYOND);
    desk.shut_down_soon();
}

#[test]
fn a_printer_that_takes_nothing_for_ever_keeps_nobody() {
    let simulator = Simulator::new();
    let desk = model_desk(simulator.uri_with_flow(), "epson-tm-t88v");
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    // XOFF, and never again XON.
    simulator.turn().to_send.push(0x13);
    simulator.wait_until("XOFF", |it| it.to_send.is_empty());
    simulator.turn().is_deaf = true;
    desk.print(1, &numbered_to("Tea", N_LINES_LONG));
    desk.print(2, &receipt("waits"));
    let start = Instant::now();
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::Silent));
    assert!(start.elapsed() < LIMIT);
    desk.shut_down_soon();
}

#[test]
fn a_roll_near_its_end_is_said_once_and_shown() {
    let simulator = Simulator::new();
    let desk = well_desk(&simulator);
    assert!(!desk.devices.lamps().paper_low);
    {
        let mut inside = simulator.turn();
        inside.is_low = true;
        inside.drawer_pin_high = true;
    }
    assert_eq!(desk.news(), DeviceNews::PaperLow);
    assert!(desk.devices.lamps().paper_low);
    // The settings do not say which of both is open.
    assert_eq!(desk.devices.lamps().drawer_open, None);
    desk.print(1, &receipt("one"));
    assert_eq!(desk.news(), printed(1));
    // A new roll ends it at once, with nobody at a key.
    simulator.turn().is_low = false;
    assert_eq!(desk.news(), DeviceNews::LampTurned);
    assert!(!desk.devices.lamps().paper_low);
    desk.shut_down_soon();
}

#[test]
fn an_idle_printer_says_what_is_wrong_before_the_next_sale() {
    let simulator = Simulator::new();
    let desk = well_desk(&simulator);
    simulator.turn().lid_open = true;
    assert_eq!(desk.news(), DeviceNews::PrinterDown(DeviceTrouble::LidOpen));
    simulator.turn().lid_open = false;
    assert_eq!(desk.news(), DeviceNews::PrinterUp);
    desk.shut_down_soon();
}

/// Drawers differ in what their sensor says; the settings know.
#[test]
fn an_open_drawer_is_shown_as_the_settings_read_its_sensor() {
    for (open_is, high_when_open) in [(PinLevel::Low, false), (PinLevel::High, true)] {
        let simulator = Simulator::new();
        simulator.turn().drawer_pin_high = !high_when_open;
        let desk = desk(&DeviceConfig {
            printer: Some(PrinterConfig {
                answer_ms: Some(ANSWER_MS),
                ..PrinterConfig::new(simulator.uri())
            }),
            drawer: Some(DrawerConfig {
                open_is: Some(open_is),
                ..DrawerConfig::default()
            }),
            ..DeviceConfig::default()
        });
        assert_eq!(desk.news(), DeviceNews::PrinterUp);
        assert_eq!(desk.devices.lamps().drawer_open, Some(false));
        for is_open in [true, false] {
            simulator.turn().drawer_pin_high = high_when_open == is_open;
            assert_eq!(desk.news(), DeviceNews::DrawerMoved { is_open });
            assert_eq!(desk.devices.lamps().drawer_open, Some(is_open));
        }
        desk.devices.read_drawer_pin().unwrap();
        let shut = if high_when_open {
            PinLevel::Low
        } else {
            PinLevel::High
        };
        assert_eq!(desk.news(), DeviceNews::DrawerPin(Some(shut)));
        simulator.turn().is_mute = true;
        desk.devices.read_drawer_pin().unwrap();
        assert_eq!(desk.news(), DeviceNews::DrawerPin(None));
        // Whether the printer was switched off meanwhile is for another test.
        drop(desk);
    }
}
