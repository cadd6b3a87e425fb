//! Open ports: serial, tcp, file. Reads and writes wait 50 ms at most and then
//! say `TimedOut`, so that no thread hangs on a device.

use std::{
    fs::{File, OpenOptions},
    io::{self, Read, Write},
    net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs},
    path::{Path, PathBuf},
    thread,
    time::{Duration, Instant},
};

use serialport::{ClearBuffer, DataBits, FlowControl, Parity, SerialPort, StopBits};

use super::{
    trouble::DeviceTrouble,
    uri::{DeviceUri, LineFlow, LineParity, SerialLine},
};

/// How long a read or a write waits. Also the silence after which a code
/// without a terminator counts as whole.
pub(super) const TICK: Duration = Duration::from_millis(50);
const CONNECT_LIMIT: Duration = Duration::from_secs(2);
/// How long a printer on the network gets to take the last bytes and hang up.
const HANG_UP_LIMIT: Duration = Duration::from_millis(300);
/// A printer is listened to between such pieces. Where a write can wait, a larger one
/// does although the port said that it has room.
const DEVICE_BYTES_MAX: usize = 64;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Reading,
    Writing,
}

/// Something open to read from or write to.
pub(super) enum Port {
    Serial {
        port: Box<dyn SerialPort>,
        /// The same line, opened a second time to write on. A write that finds no room
        /// says so at once on this one; on serialport's own it waits for ever, because a
        /// line can be told to wait between the look whether it has room and the write.
        #[cfg(unix)]
        line: File,
    },
    Tcp(TcpStream),
    File {
        file: File,
        path: PathBuf,
        /// Can be read as well: a device.
        answers: bool,
    },
}

impl Port {
    /// # Errors
    ///
    /// Why it cannot be opened; also for `pretend:`, which is no port.
    pub(super) fn open(uri: &DeviceUri, direction: Direction) -> Result<Self, DeviceTrouble> {
        match uri {
            DeviceUri::Serial(line) => open_serial(line),
            DeviceUri::Tcp { host, port } => open_tcp(host, *port),
            DeviceUri::File(path) => open_file(path, direction),
            DeviceUri::Pretend => Err(DeviceTrouble::NotADevice),
        }
    }

    /// Looks whether an idle printer is still there.
    ///
    /// # Errors
    ///
    /// It is not.
    pub(super) fn check(&mut self) -> io::Result<()> {
        match self {
            Self::Serial { port, .. } => Ok(port.bytes_to_read().map(drop)?),
            Self::File { path, .. } if !path.exists() => Err(io::ErrorKind::UnexpectedEof.into()),
            Self::Tcp(_) | Self::File { .. } => Ok(()),
        }
    }

    /// Whether anything ever comes back: a plain file or a pipe says nothing.
    pub(super) fn can_answer(&self) -> bool {
        match self {
            Self::Serial { .. } | Self::Tcp(_) => true,
            Self::File { answers, .. } => *answers,
        }
    }

    /// Bytes that have come, without waiting for any.
    ///
    /// # Errors
    ///
    /// The port is lost.
    pub(super) fn heard(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let heard = match self {
            Self::Serial { port, .. } if port.bytes_to_read()? == 0 => Ok(0),
            Self::Serial { port, .. } => port.read(buf),
            Self::Tcp(stream) => {
                stream.set_nonblocking(true)?;
                let heard = stream.read(buf);
                stream.set_nonblocking(false)?;
                heard
            }
            Self::File { answers: false, .. } => Ok(0),
            Self::File { file, .. } => file.read(buf),
        };
        match heard {
            Err(err) if is_pause(&err) => Ok(0),
            heard => heard,
        }
    }

    /// Bytes that were written and have not left this computer yet.
    ///
    /// # Errors
    ///
    /// The port is lost.
    pub(super) fn n_unsent(&self) -> io::Result<u32> {
        match self {
            Self::Serial { port, .. } => Ok(port.bytes_to_write()?),
            Self::Tcp(_) | Self::File { .. } => Ok(0),
        }
    }

    /// Ends a job. A network printer serves one visitor at a time, so its
    /// connection is closed; the others stay open.
    ///
    /// # Errors
    ///
    /// The other end threw the bytes away.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Tcp(stream) => hang_up(stream),
            Self::File { .. } => {
                // The kernel still holds the last piece of a USB printer's job,
                // and drops it if the file is closed at once.
                thread::sleep(TICK);
                Ok(())
            }
            Self::Serial { .. } => Ok(()),
        }
    }

    /// Throws away what has not left yet, so that closing does not wait for it
    /// and no half job comes out later.
    pub(super) fn discard_unsent(&mut self) {
        if let Self::Serial { port, .. } = self {
            // A port that is gone has nothing to throw away.
            let _ = port.clear(ClearBuffer::Output);
        }
    }
}

impl Read for Port {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Serial { port, .. } => port.read(buf),
            Self::Tcp(stream) => stream.read(buf).map_err(timed_out),
            Self::File { file, .. } => file.read(buf).map_err(paused),
        }
    }
}

impl Write for Port {
    fn write(&mut self, buf: &[u8]) -> io::Result<usize> {
        match self {
            #[cfg(unix)]
            Self::Serial { line, .. } => write_soon(line, buf),
            #[cfg(not(unix))]
            Self::Serial { port, .. } => port.write(&buf[..buf.len().min(DEVICE_BYTES_MAX)]),
            Self::Tcp(stream) => stream.write(buf).map_err(timed_out),
            Self::File { file, .. } => write_soon(file, buf),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Nothing came or went for a tick; the port is fine.
pub(super) fn is_pause(err: &io::Error) -> bool {
    use io::ErrorKind::{Interrupted, TimedOut, WouldBlock};
    matches!(err.kind(), Interrupted | TimedOut | WouldBlock)
}

fn timed_out(err: io::Error) -> io::Error {
    if err.kind() == io::ErrorKind::WouldBlock {
        io::ErrorKind::TimedOut.into()
    } else {
        err
    }
}

/// Waits for room, a tick at most. Not every device can be waited for: that one says
/// that it has room, and then that it has not.
fn write_soon(device: &mut File, buf: &[u8]) -> io::Result<usize> {
    #[cfg(unix)]
    {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let tick = Timespec::try_from(TICK).map_err(io::Error::other)?;
        let mut wanted = [PollFd::new(&*device, PollFlags::OUT)];
        if poll(&mut wanted, Some(&tick))? == 0 {
            return Err(io::ErrorKind::TimedOut.into());
        }
    }
    device
        .write(&buf[..buf.len().min(DEVICE_BYTES_MAX)])
        .map_err(paused)
}

/// Device files do not wait by themselves: they are opened so that a printer
/// without paper cannot hold the thread.
fn paused(err: io::Error) -> io::Error {
    if err.kind() == io::ErrorKind::WouldBlock {
        thread::sleep(TICK);
    }
    timed_out(err)
}

fn open_serial(line: &SerialLine) -> Result<Port, DeviceTrouble> {
    // First, because serialport lets nobody in after it.
    #[cfg(unix)]
    let to_write_on = open_to_write(&line.path);
    let port = serialport::new(line.path.to_string_lossy(), line.baud)
        .data_bits(if line.data_bits == 7 {
            DataBits::Seven
        } else {
            DataBits::Eight
        })
        .parity(match line.parity {
            LineParity::None => Parity::None,
            LineParity::Odd => Parity::Odd,
            LineParity::Even => Parity::Even,
        })
        .stop_bits(if line.stop_bits == 2 {
            StopBits::Two
        } else {
            StopBits::One
        })
        .flow_control(match line.flow {
            LineFlow::None => FlowControl::None,
            LineFlow::XonXoff => FlowControl::Software,
            LineFlow::RtsCts => FlowControl::Hardware,
        })
        .timeout(TICK)
        .open()
        .map_err(|err| DeviceTrouble::from(&err))?;
    Ok(Port::Serial {
        port,
        #[cfg(unix)]
        line: to_write_on.map_err(|err| DeviceTrouble::from(&err))?,
    })
}

/// Never waits, and never becomes this program's terminal.
#[cfg(unix)]
fn open_to_write(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY)
        .open(path)
}

fn open_tcp(host: &str, port: u16) -> Result<Port, DeviceTrouble> {
    let addresses: Vec<SocketAddr> = (host, port)
        .to_socket_addrs()
        .map_err(|_| DeviceTrouble::Absent)?
        .collect();
    let mut trouble = DeviceTrouble::Absent;
    for address in addresses {
        match connect(&address) {
            Ok(stream) => return Ok(Port::Tcp(stream)),
            Err(err) => trouble = DeviceTrouble::from(&err),
        }
    }
    Err(trouble)
}

fn connect(address: &SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(address, CONNECT_LIMIT)?;
    stream.set_read_timeout(Some(TICK))?;
    stream.set_write_timeout(Some(TICK))?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

/// Says that this was all, and waits a moment for the other end to say so too:
/// a connection closed with its answer unread is torn down, job and all.
fn hang_up(stream: &mut TcpStream) -> io::Result<()> {
    stream.shutdown(Shutdown::Write)?;
    let deadline = Instant::now() + HANG_UP_LIMIT;
    let mut answer = [0; 256];
    while Instant::now() < deadline {
        match stream.read(&mut answer).map_err(timed_out) {
            Ok(0) => return Ok(()),
            Ok(_) => (),
            Err(err) if is_pause(&err) => (),
            Err(err) => return Err(err),
        }
    }
    Ok(())
}

fn open_file(path: &Path, direction: Direction) -> Result<Port, DeviceTrouble> {
    let mut options = OpenOptions::new();
    let answers = direction == Direction::Writing && is_device(path);
    match direction {
        Direction::Reading => options.read(true),
        Direction::Writing if answers => options.read(true).write(true),
        // A missing device must not become a file of that name.
        Direction::Writing => options.append(true).create(!path.starts_with("/dev")),
    };
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    let file = options
        .open(path)
        .map_err(|err| DeviceTrouble::from(&err))?;
    let is_plain = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if is_plain && direction == Direction::Reading {
        return Err(DeviceTrouble::NotADevice);
    }
    Ok(Port::File {
        file,
        path: path.to_owned(),
        answers,
    })
}

/// A USB printer, for example. What is written into a pipe would come back as an
/// answer.
fn is_device(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        path.metadata()
            .is_ok_and(|metadata| metadata.file_type().is_char_device())
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use serialport::TTYPort;

    use super::*;

    const XOFF: u8 = 0x13;
    /// Far more than a busy machine takes.
    const LIMIT: Duration = Duration::from_secs(60);

    /// Of whatever there is to say, over a serial line and to a device file.
    #[test]
    fn a_device_is_given_at_most_64_bytes_at_a_time() {
        let (_printer, other_end) = TTYPort::pair().unwrap();
        let path = PathBuf::from(other_end.name().unwrap());
        let ports = [
            DeviceUri::Serial(SerialLine::new(path.clone())),
            DeviceUri::File(path),
        ];
        for uri in ports {
            let mut port = Port::open(&uri, Direction::Writing).unwrap();
            for (n_bytes, want) in [(1, 1), (64, 64), (65, 64), (300, 64)] {
                let n_taken = port.write(&vec![b'-'; n_bytes]).unwrap();
                assert_eq!(n_taken, want, "{uri:?}");
            }
        }
    }

    /// Once in some hundreds of times a line is told to wait between the look whether it
    /// has room and the write.
    #[test]
    fn no_write_waits_for_a_device_that_takes_nothing() {
        for _ in 0..20 {
            let lines: Vec<_> = (0..50_u64).map(told_to_wait).collect();
            for (_printer, _other_end, paused) in lines {
                let paused = paused.recv_timeout(LIMIT).expect("it waits for ever");
                assert!(is_pause(&paused), "{paused}");
            }
        }
    }

    /// A line with a writer that goes on until it is told to pause, and what it was told.
    fn told_to_wait(round: u64) -> (TTYPort, TTYPort, mpsc::Receiver<io::Error>) {
        let (mut printer, other_end) = TTYPort::pair().unwrap();
        let path = PathBuf::from(other_end.name().unwrap());
        let uri = DeviceUri::Serial(SerialLine {
            flow: LineFlow::XonXoff,
            ..SerialLine::new(path)
        });
        let mut port = Port::open(&uri, Direction::Writing).unwrap();
        let (told, paused) = mpsc::channel();
        // Not joined: a test that fails must end as well.
        thread::spawn(move || {
            let err = loop {
                if let Err(err) = port.write(&[b'-'; 50]) {
                    break err;
                }
            };
            let _ = told.send(err);
        });
        thread::sleep(Duration::from_micros(10 * round));
        printer.write_all(&[XOFF]).unwrap();
        (printer, other_end, paused)
    }
}
