//! What is plugged in: for `balm devices`, and for writing the settings.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serialport::SerialPortType;

use crate::domain::paper::{Paper, PaperWriter};

use super::{
    config::PrinterConfig,
    uri::{DeviceUri, SerialLine},
};

const BY_ID: &str = "/dev/serial/by-id";
const USB_PRINTERS: &str = "/dev/usb";

/// A port that a device may be on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortInfo {
    /// For the settings. A name that stays the same when things are plugged in
    /// another order, where the system has one.
    pub uri: DeviceUri,
    /// The device file that it is right now.
    pub path: PathBuf,
    /// Maker and product as the device itself says; empty if it says nothing.
    pub name: String,
    pub usb: Option<UsbId>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsbId {
    pub vendor: u16,
    pub product: u16,
    pub serial_number: Option<String>,
}

/// Serial ports and USB printers, by path.
pub fn ports() -> Vec<PortInfo> {
    let lasting = links(Path::new(BY_ID));
    let mut found: Vec<PortInfo> = serialport::available_ports()
        .unwrap_or_default()
        .into_iter()
        .map(|port| serial_port(port.port_name.into(), port.port_type, &lasting))
        .collect();
    found.extend(usb_printers(Path::new(USB_PRINTERS)));
    found.sort_by(|left, right| left.path.cmp(&right.path));
    found
}

fn serial_port(
    path: PathBuf,
    port_type: SerialPortType,
    lasting: &BTreeMap<PathBuf, PathBuf>,
) -> PortInfo {
    let settings_path = lasting.get(&path).unwrap_or(&path);
    let uri = DeviceUri::Serial(SerialLine::new(settings_path));
    let SerialPortType::UsbPort(usb) = port_type else {
        return PortInfo {
            uri,
            path,
            name: String::new(),
            usb: None,
        };
    };
    let names = [usb.manufacturer, usb.product];
    let name = names
        .into_iter()
        .flatten()
        .map(|name| clean(&name))
        .collect::<Vec<_>>()
        .join(" ");
    let serial_number = usb.serial_number.map(|number| clean(&number));
    let usb = Some(UsbId {
        vendor: usb.vid,
        product: usb.pid,
        serial_number,
    });
    PortInfo {
        uri,
        path,
        name,
        usb,
    }
}

/// Which file each link in `folder` leads to, the other way round.
fn links(folder: &Path) -> BTreeMap<PathBuf, PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .flatten()
        .filter_map(|entry| Some((entry.path().canonicalize().ok()?, entry.path())))
        .collect()
}

fn usb_printers(folder: &Path) -> Vec<PortInfo> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("lp"))
        .map(|entry| {
            let path = entry.path();
            PortInfo {
                uri: DeviceUri::File(path.clone()),
                path,
                name: String::new(),
                usb: None,
            }
        })
        .collect()
}

/// What a device says about itself goes to a terminal.
fn clean(text: &str) -> String {
    text.chars()
        .filter(|ch| !ch.is_control())
        .collect::<String>()
        .trim()
        .to_owned()
}

/// A page to try a printer with: the width of its paper, bold and large, every
/// letter of its code page with the number that it is under, and a barcode.
pub fn test_paper(config: &PrinterConfig) -> Paper {
    let profile = config.profile();
    let mut paper = PaperWriter::new(profile.n_columns);
    paper.centred_double("Balm");
    paper.centred(&config.uri.to_string());
    paper.rule();
    let ruler: String = "1234567890"
        .chars()
        .cycle()
        .take(profile.n_columns.into())
        .collect();
    paper.wrapped(&ruler);
    paper.columns("12 x 3.50", "42.00");
    paper.columns_bold("12 x 3.50", "42.00");
    paper.double("=", "42.00");
    paper.rule();
    let (page, number) = profile.pages.first().copied().unwrap_or_default();
    paper.columns(page.name(), &format!("ESC t {number}"));
    let letters: Vec<char> = page.letters().collect();
    for row in letters.chunks(16) {
        paper.centred(
            &row.iter()
                .flat_map(|letter| [*letter, ' '])
                .collect::<String>(),
        );
    }
    paper.rule();
    paper.barcode("1-000123");
    paper.finish()
}

/// A line that comes out as text only if the printer listens at this speed.
pub fn speed_paper(baud: u32, n_columns: u16) -> Paper {
    let mut paper = PaperWriter::new(n_columns);
    paper.double("Balm", &baud.to_string());
    paper.finish()
}

#[cfg(test)]
mod tests {
    use serialport::UsbPortInfo;

    use super::*;
    use crate::devices::{codepage::CodePage, escpos};

    #[test]
    fn a_lasting_name_is_preferred() {
        let folder = tempfile::tempdir().unwrap();
        let device = folder.path().canonicalize().unwrap().join("ttyUSB0");
        fs::write(&device, "").unwrap();
        let by_id = folder.path().join("by-id");
        fs::create_dir(&by_id).unwrap();
        let link = by_id.join("usb-Scanner_123-if00");
        std::os::unix::fs::symlink("../ttyUSB0", &link).unwrap();

        let usb = UsbPortInfo {
            vid: 0x0C2E,
            pid: 0x0200,
            serial_number: Some("123\n".to_owned()),
            manufacturer: Some("Honey\x1Bwell".to_owned()),
            product: Some("Scanner".to_owned()),
        };
        let info = serial_port(device.clone(), SerialPortType::UsbPort(usb), &links(&by_id));

        assert_eq!(info.uri, DeviceUri::Serial(SerialLine::new(link)));
        assert_eq!(info.path, device);
        assert_eq!(info.name, "Honeywell Scanner");
        assert_eq!(info.usb.unwrap().serial_number.as_deref(), Some("123"));
    }

    #[test]
    fn usb_printers_are_files() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("lp0"), "").unwrap();
        fs::write(folder.path().join("hiddev0"), "").unwrap();
        let found = usb_printers(folder.path());
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].uri, DeviceUri::File(folder.path().join("lp0")));
    }

    #[test]
    fn the_test_paper_has_every_byte_of_its_page() {
        for page in CodePage::ALL {
            let config = PrinterConfig {
                code_page: Some(page),
                columns: Some(32),
                ..PrinterConfig::new(DeviceUri::Pretend)
            };
            let bytes = escpos::encode(&test_paper(&config), &config.profile());
            for letter in page.letters() {
                let byte = page.byte(letter).unwrap();
                assert!(byte >= 0x80 && bytes.contains(&byte), "{page} {letter}");
            }
        }
    }
}
