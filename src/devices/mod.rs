//! Hardware of the desk: barcode scanner, receipt printer, cash drawer, customer
//! display, and where copies go that are no paper. The only
//! place that names `serialport`. Takes jobs and gives news; decides nothing, and
//! never keeps the desk waiting.
//!
//! In reading order:

pub mod card;
pub mod config;
pub mod news;
pub mod trouble;
pub mod uri;
pub mod wedge;

pub mod bitmap;
pub mod codepage;
pub mod font;
pub mod lettering;

pub mod profile;

pub mod escpos;

pub mod copies;
pub mod display;

pub mod finding;
pub mod hub;
pub mod ports;
pub mod pretend;

mod pace;
mod printer;
mod scanner;
mod transport;

pub use config::DeviceConfig;
pub use hub::{Devices, TRIAL_JOB};
pub use news::{CopyState, DeviceNews, Lamp, Lamps};
pub use ports::{ports, speed_paper, test_paper};
pub use pretend::PretendPrinter;
pub use printer::NotQueued;
pub use profile::{Model, PrinterProfile};
pub use scanner::{Repeats, listen, scanned_code, without_identifier};
pub use trouble::DeviceTrouble;
