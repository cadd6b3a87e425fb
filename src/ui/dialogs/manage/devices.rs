//! The devices of this desk: how each is, and Enter tries it. What is scanned while
//! this is open is said and goes nowhere.

use crate::{
    devices::{Lamp, ports},
    domain::{
        barcode::{self, CodeCheck},
        text,
    },
    ops::request::Request,
    ui::{
        component::{Cmd, Component, Tone, Trial},
        dialogs::paper,
        view::View,
        widgets::picker::{Filter, Picker, Row},
    },
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Device {
    Page,
    Strip,
    Drawer,
    Scanner,
    Display,
    SetUp,
    HowTo,
}

/// Whether this program can leave its screen to others and be started again in its
/// place.
const COMES_BACK: bool = cfg!(unix);

/// Fits beside the borders of the usual screen.
const TEXT_CELLS: usize = 74;

pub fn list(view: &View) -> Box<dyn Component> {
    Picker::new(
        view.text("devices-title"),
        "help-devices",
        rows,
        |device, view| attempt(*device, view),
    )
    .staying()
    .on_scan(|code, view| Some(vec![Cmd::Say(Tone::Good, heard(code, view))]))
    .on_answer(|answer, view| match answer {
        Ok(outcome) => vec![view.say_done(outcome)],
        Err(stop) => vec![view.say_stop(stop)],
    })
    .boxed()
}

/// How the printer is: for the menu above.
pub(super) fn summary(view: &View) -> String {
    state(&view.lamps.printer, view)
}

fn rows(typed: &str, view: &View) -> Vec<Row<Device>> {
    let lamps = &view.lamps;
    let drawer = match lamps.drawer_open {
        Some(true) => view.text("devices-drawer-open"),
        Some(false) => view.text("devices-drawer-shut"),
        None => String::new(),
    };
    let wanted = Filter::of(typed);
    let mut rows = [
        ("devices-page", state(&lamps.printer, view), Device::Page),
        ("devices-strip", String::new(), Device::Strip),
        ("devices-drawer", drawer, Device::Drawer),
        (
            "devices-scanner",
            state(&lamps.scanner, view),
            Device::Scanner,
        ),
        (
            "devices-display",
            state(&lamps.display, view),
            Device::Display,
        ),
        (
            "devices-set-up",
            view.text("devices-set-up-leaves"),
            Device::SetUp,
        ),
        ("devices-how-to", String::new(), Device::HowTo),
    ];
    // What a new desk wants first.
    if lamps.printer == Lamp::Missing && lamps.scanner == Lamp::Missing {
        rows.rotate_right(2);
    }
    rows.into_iter()
        .filter(|(_, _, device)| *device != Device::SetUp || can_be_set_up(view))
        .map(|(id, right, value)| Row {
            left: view.text(id),
            right,
            value,
        })
        .filter(|row| wanted.fits(&format!("{} {}", row.left, row.right)))
        .collect()
}

/// Not in a made-up shop, whose devices are pretended.
fn can_be_set_up(view: &View) -> bool {
    COMES_BACK && view.desk_writer.is_some() && !view.demo
}

fn state(lamp: &Lamp, view: &View) -> String {
    match lamp {
        Lamp::Missing => view.text("devices-missing"),
        Lamp::Starting => view.text("devices-starting"),
        Lamp::Up => view.text("devices-ready"),
        Lamp::Down(trouble) => view.trouble(trouble),
    }
}

fn attempt(device: Device, view: &View) -> Vec<Cmd> {
    vec![match device {
        Device::Page => Cmd::TryDevice(Trial::Page),
        Device::Strip => Cmd::TryDevice(Trial::Strip),
        // While there is money in it, who opened it and why is written down.
        Device::Drawer if view.drawer.is_some() => Cmd::Run(Request::KickDrawer {
            reason: view.text("devices-drawer-reason"),
        }),
        Device::Drawer => Cmd::TryDevice(Trial::Drawer),
        Device::Scanner => Cmd::Say(Tone::Note, view.text("devices-scan-now")),
        Device::Display => Cmd::TryDevice(Trial::Display),
        Device::SetUp => Cmd::SetUpDevices,
        Device::HowTo => Cmd::Push(how_to(view)),
    }]
}

/// What was scanned, and what its check digit says.
fn heard(code: &str, view: &View) -> String {
    let id = match barcode::check(&barcode::normalise(code)) {
        CodeCheck::BadCheckDigit => "devices-heard-wrong",
        CodeCheck::Other => "devices-heard-other",
        _ => "devices-heard-right",
    };
    view.fill(id, &[("code", code.into())])
}

fn how_to(view: &View) -> Box<dyn Component> {
    let file = [("file", view.desk_file.path.as_str().into())];
    let mut lines = text::wrap(&view.fill("devices-how-to-text", &file), TEXT_CELLS);
    lines.push(String::new());
    let found = ports();
    if found.is_empty() {
        lines.push(view.text("devices-none"));
    }
    lines.extend(
        found
            .into_iter()
            .map(|port| format!("{}  {}", port.uri, port.name)),
    );
    paper::page(view.text("devices-how-to"), lines)
}
