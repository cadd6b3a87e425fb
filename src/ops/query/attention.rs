//! What wants a person's eye, and what stands open before a close.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, Duration, NaiveDate, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Answered, BeforeClose, Changes, MirrorTrouble, appointments, drawer, ends_soon, fee_due,
    hours::{is_to_come, outside_now},
    items, loyalty_rules, names, queue, tickets,
};
use crate::{
    domain::{
        booking::{Appointment, Status},
        catalog::Product,
        holding::Holding,
        ids::{
            AppointmentId, ClientId, HoldingId, PrintJobId, ProductId, Register, TicketId,
            WaitingId, WalkInId,
        },
        money::Money,
        print_job::{PrintJob, PrintState, Printable},
        room_state::{RoomOrder, RoomState},
        sale::ReceiptNumber,
        settings::Settings,
        tab::Tab,
        text,
        ticket::{Ticket, TicketState},
        time::{self, WallTime},
    },
    ops::membership::renews,
    store::{
        Reads, Space, Store,
        backup::BackupState,
        record::{Kind, Lookup},
    },
};

/// Something that wants a person's eye, for the list behind the top line's `!`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "attention", rename_all = "snake_case")]
pub enum Attention {
    NotPrinted {
        job: PrintJob,
        receipt: Option<ReceiptNumber>,
    },
    Parked {
        ticket: TicketId,
        client: String,
        total: Money,
        since: DateTime<Utc>,
    },
    /// The register's open cart, begun on an earlier day.
    OldCart {
        client: String,
        total: Money,
        since: DateTime<Utc>,
    },
    /// Of an earlier day, and neither done, cancelled nor a no-show.
    Unfinished {
        appointment: AppointmentId,
        client: String,
        start: WallTime,
        status: Status,
    },
    /// The client did not come, or cancelled too late, and has not paid for that.
    FeeDue {
        appointment: AppointmentId,
        client: String,
        start: WallTime,
        status: Status,
        fee: Money,
    },
    /// So many appointments to come that cannot take place as they stand, and the first
    /// of them: see [`super::stranded`].
    Stranded {
        n: usize,
        appointment: AppointmentId,
        client: String,
        start: WallTime,
    },
    /// Waits for a time, and could have one now.
    Waiting {
        waiting: WaitingId,
        client: String,
        service: String,
        start: WallTime,
    },
    /// Came without an appointment, and should have been served by now.
    LateWalkIn {
        walk_in: WalkInId,
        /// May be empty.
        name: String,
        service: String,
        promised: WallTime,
    },
    /// Should have begun and has not been checked in.
    Late {
        appointment: AppointmentId,
        client: String,
        start: WallTime,
    },
    LowStock {
        product: ProductId,
        name: String,
        on_hand: i64,
        par_level: u32,
    },
    /// What a client owes.
    Owed {
        client: ClientId,
        name: String,
        open: Money,
        /// The day of the oldest sale.
        since: NaiveDate,
    },
    /// A membership that ends soon and is not renewed.
    EndsSoon {
        holding: HoldingId,
        client: ClientId,
        /// The client's.
        name: String,
        membership: String,
        until: NaiveDate,
    },
    /// The drawer of an earlier day is still open.
    OldDrawer { business_date: NaiveDate },
    /// The disk has failed: nothing is written until the program is started again.
    Stopped { detail: String },
    /// Nothing new is begun until there is room on the disk.
    DiskFull { free_bytes: u64, needed_bytes: u64 },
    /// The proof of the whole store has found something wrong.
    Damage { what: DamagedPart, detail: String },
    /// The second copy of the journal does not follow.
    Mirror {
        trouble: Option<MirrorTrouble>,
        /// Entries that it lacks, if that is known.
        n_behind: Option<u64>,
        minutes: u64,
    },
    /// The second copy is on the same disk as the first.
    MirrorOnSameDisk,
    NoBackup {
        last: Option<DateTime<Utc>>,
        days: i64,
    },
    /// The last backup that the program made by itself has failed.
    BackupFailed { detail: String },
    /// The last backup that was tried could not be brought back.
    DrillFailed {
        at: DateTime<Utc>,
        file: String,
        detail: String,
    },
    /// There are backups, and nobody has tried one for long, or ever.
    NoDrill {
        last: Option<DateTime<Utc>>,
        days: i64,
    },
    /// The copy of the index was not made: a start after a crash takes longer.
    NoCheckpoint { detail: String },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DamagedPart {
    /// An old entry does not verify any more: a backup has it.
    Journal,
    /// Built again at the next start.
    Index,
}

/// A job that waits longer than this for the printer is not just on its way.
const WAITING_SECONDS_MAX: i64 = 20;

/// The register's open and parked carts, and the visits of the day of trade that
/// are not over.
///
/// # Errors
///
/// When the store cannot be read.
pub fn before_close(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<BeforeClose> {
    let today = time::wall(now, settings.time_zone).date;
    let date = drawer(reads, register)?.map_or(today, |it| it.business_date);
    let tickets = reads
        .find::<Ticket>(&Lookup::TicketOf(register))?
        .into_iter()
        .filter(|ticket| !ticket.is_empty())
        .map(|ticket| tickets::sheet(reads, settings, ticket))
        .collect::<Result<_, _>>()?;
    let mut visits = appointments::blocks(reads, date)?;
    visits.retain(|it| it.appointment.start().date == date && !it.appointment.status.is_final());
    Ok(BeforeClose { tickets, visits })
}

/// What is wrong with the disk: a write that has failed, no room, and what the proof
/// of the whole store, which goes on in the background after a start, has found wrong
/// so far.
pub fn damage(store: &Store) -> Vec<Attention> {
    let stopped = store.poison().map(|err| Attention::Stopped {
        detail: err.to_string(),
    });
    let full = match store.space() {
        Space::Enough => None,
        Space::Short {
            free_bytes,
            needed_bytes,
        } => Some(Attention::DiskFull {
            free_bytes,
            needed_bytes,
        }),
    };
    let health = store.health();
    let journal = health.journal.map(|err| (DamagedPart::Journal, err));
    let index = health.index.map(|err| (DamagedPart::Index, err));
    let damage = journal
        .into_iter()
        .chain(index)
        .map(|(what, err)| Attention::Damage {
            what,
            detail: err.to_string(),
        });
    let failed = store.checkpoint_failure().map(|err| {
        let detail = err.to_string();
        Attention::NoCheckpoint { detail }
    });
    let stopped = stopped.into_iter().chain(full);
    stopped.chain(damage).chain(failed).collect()
}

/// What is wrong with the second copy of the journal, and with the backups.
pub fn safekeeping(store: &Store, now: DateTime<Utc>) -> Vec<Attention> {
    let mut items = Vec::new();
    if let Some(status) = store.mirror() {
        if status.is_alarm {
            items.push(Attention::Mirror {
                trouble: status.trouble,
                n_behind: status.n_behind,
                minutes: status.behind.as_secs() / 60,
            });
        }
        if status.is_on_same_disk {
            items.push(Attention::MirrorOnSameDisk);
        }
    }
    items.extend(store.backup_state(now).into_iter().flat_map(backups));
    items
}

fn backups(state: BackupState) -> Vec<Attention> {
    let mut items = Vec::new();
    if let Some(detail) = state.failure {
        items.push(Attention::BackupFailed { detail });
    }
    if state.is_overdue {
        items.push(Attention::NoBackup {
            last: state.last.map(|it| it.at),
            days: state.n_days,
        });
    }
    let last_drill = state.last_drill.as_ref();
    if let Some((drill, detail)) = last_drill.and_then(|it| Some((it, it.failure.clone()?))) {
        let file = drill.file.file_name().unwrap_or_default();
        items.push(Attention::DrillFailed {
            at: drill.at,
            file: file.to_string_lossy().into_owned(),
            detail,
        });
    } else if state.is_drill_overdue {
        items.push(Attention::NoDrill {
            last: last_drill.map(|it| it.at),
            days: state.n_days_untried,
        });
    }
    items
}

/// What of the list would take long to find, kept between commits: what is low on
/// the shelf, and the visits of the last days that nobody finished.
#[derive(Debug, Default)]
pub struct Watch {
    /// The day of the last look; before the first there is none.
    today: Option<NaiveDate>,
    low: BTreeMap<ProductId, Attention>,
    unfinished: BTreeMap<(WallTime, AppointmentId), Attention>,
    /// Fees of the last days that nobody charged.
    fees: BTreeMap<(WallTime, AppointmentId), Attention>,
    /// Memberships that end soon, by their last day.
    ending: BTreeMap<(NaiveDate, HoldingId), Attention>,
    /// Rooms that are out of order.
    shut: Vec<RoomState>,
    /// To come, and outside of working hours or in a room that is out of order.
    stranded: BTreeMap<AppointmentId, Appointment>,
}

/// Who came longer ago than this, nobody can tell any more.
const UNFINISHED_DAYS: u64 = 14;

impl Watch {
    /// Looks at what changed; at all of it the first time and on a new day.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn look(
        &mut self,
        reads: &impl Reads,
        (today, now): (NaiveDate, DateTime<Utc>),
        changes: &Changes,
    ) -> Answered<()> {
        let is_new_day = self.today != Some(today);
        let products = match (changes.ids(Kind::Product), changes.ids(Kind::StockLevel)) {
            (Some(products), Some(levels)) if self.today.is_some() => {
                products.into_iter().chain(levels).collect()
            }
            _ => {
                self.low.clear();
                let all = reads.all::<Product>()?;
                all.into_iter().map(|it| it.id.into()).collect::<Vec<_>>()
            }
        };
        for product in products {
            self.look_at_product(reads, product.into())?;
        }
        match changes.ids(Kind::Appointment) {
            // A client's name is in what is kept.
            Some(visits)
                if !is_new_day && !changes.has(Kind::Client) && !changes.has(Kind::BookRules) =>
            {
                for visit in visits {
                    self.look_at_visit(reads, visit.into(), today)?;
                }
            }
            _ => self.look_at_visits(reads, today)?,
        }
        let is_old = is_new_day || changes.has(Kind::Client) || changes.has(Kind::LoyaltyRules);
        match changes.ids(Kind::Holding) {
            Some(holdings) if !is_old => {
                for holding in holdings {
                    self.look_at_holding(reads, holding.into(), today)?;
                }
            }
            _ => self.look_at_holdings(reads, today)?,
        }
        self.look_at_hours(reads, now, is_new_day, changes)?;
        self.today = Some(today);
        Ok(())
    }

    /// All of them when hours changed, else those appointments that changed.
    fn look_at_hours(
        &mut self,
        reads: &impl Reads,
        now: DateTime<Utc>,
        is_new_day: bool,
        changes: &Changes,
    ) -> Answered<()> {
        let Some(settings) = reads.get::<Settings>(&())? else {
            return Ok(());
        };
        let of_hours = [
            Kind::Staff,
            Kind::Settings,
            Kind::Absence,
            Kind::DayHours,
            Kind::ShiftPattern,
            Kind::HouseHours,
        ];
        let mut is_old = is_new_day || of_hours.iter().any(|it| changes.has(*it));
        if is_new_day || changes.has(Kind::RoomState) {
            // Rooms are cleaned all day; that strands nobody.
            let mut shut = reads.all::<RoomState>()?;
            shut.retain(|it| it.order == RoomOrder::OutOfOrder);
            is_old |= shut != self.shut;
            self.shut = shut;
        }
        let ids = changes.ids(Kind::Appointment).filter(|_| !is_old);
        let Some(ids) = ids else {
            let outside = outside_now(reads, &settings, now, None)?;
            self.stranded = outside.into_iter().map(|it| (it.id, it)).collect();
            return Ok(());
        };
        if ids.is_empty() {
            return Ok(());
        }
        let mut visits = Vec::new();
        for id in ids {
            let id = AppointmentId::from(id);
            self.stranded.remove(&id);
            visits.extend(reads.get::<Appointment>(&id)?);
        }
        let outside = outside_now(reads, &settings, now, Some(visits))?;
        self.stranded
            .extend(outside.into_iter().map(|it| (it.id, it)));
        Ok(())
    }

    /// One line for all of them.
    fn outside(&self, reads: &impl Reads, now: DateTime<Utc>) -> Answered<Option<Attention>> {
        let visits = self.stranded.values().filter(|it| is_to_come(it, now));
        let n = visits.clone().count();
        let Some(first) = visits.min_by_key(|it| (it.starts_at, it.id)) else {
            return Ok(None);
        };
        Ok(Some(Attention::Stranded {
            n,
            appointment: first.id,
            client: names::client(reads, first.client)?,
            start: first.start(),
        }))
    }

    fn look_at_holdings(&mut self, reads: &impl Reads, today: NaiveDate) -> Answered<()> {
        self.ending.clear();
        let mut by_client: BTreeMap<ClientId, Vec<Holding>> = BTreeMap::new();
        for it in reads.all::<Holding>()? {
            by_client.entry(it.client).or_default().push(it);
        }
        for own in by_client.values() {
            self.note_ending(reads, own, today)?;
        }
        Ok(())
    }

    /// A renewal is another holding of the same client, and takes the old one's line off.
    fn look_at_holding(
        &mut self,
        reads: &impl Reads,
        id: HoldingId,
        today: NaiveDate,
    ) -> Answered<()> {
        let Some(holding) = reads.get::<Holding>(&id)? else {
            return Ok(());
        };
        let own = reads.find::<Holding>(&Lookup::HoldingOfClient(holding.client))?;
        let is_own = |id: HoldingId| own.iter().any(|it| it.id == id);
        self.ending.retain(|(_, id), _| !is_own(*id));
        self.note_ending(reads, &own, today)
    }

    fn note_ending(
        &mut self,
        reads: &impl Reads,
        own: &[Holding],
        today: NaiveDate,
    ) -> Answered<()> {
        let memberships = own.iter().filter(|it| it.term.is_some());
        let mut memberships = memberships.peekable();
        if memberships.peek().is_none() {
            return Ok(());
        }
        let soon_days = loyalty_rules(reads)?.soon_days;
        for it in memberships.filter(|it| ends_soon(it, today, soon_days)) {
            let is_renewed = own.iter().any(|other| renews(other, it));
            let (Some(until), false) = (it.until, is_renewed) else {
                continue;
            };
            let item = Attention::EndsSoon {
                holding: it.id,
                client: it.client,
                name: names::client(reads, Some(it.client))?,
                membership: it.name.clone(),
                until,
            };
            self.ending.insert((until, it.id), item);
        }
        Ok(())
    }

    fn look_at_product(&mut self, reads: &impl Reads, id: ProductId) -> Answered<()> {
        self.low.remove(&id);
        let product = reads.get::<Product>(&id)?;
        let Some(product) = product.filter(|it| it.active && it.par_level > 0) else {
            return Ok(());
        };
        let on_hand = items::on_hand(reads, id)?;
        if on_hand < i64::from(product.par_level) {
            let low = Attention::LowStock {
                product: id,
                name: product.name,
                on_hand,
                par_level: product.par_level,
            };
            self.low.insert(id, low);
        }
        Ok(())
    }

    fn look_at_visits(&mut self, reads: &impl Reads, today: NaiveDate) -> Answered<()> {
        self.unfinished.clear();
        self.fees.clear();
        for days in 0..=UNFINISHED_DAYS {
            let Some(date) = today.checked_sub_days(Days::new(days)) else {
                break;
            };
            for visit in reads.find::<Appointment>(&Lookup::AppointmentOn(date))? {
                self.note_visit(reads, &visit, today)?;
            }
        }
        Ok(())
    }

    fn look_at_visit(
        &mut self,
        reads: &impl Reads,
        id: AppointmentId,
        today: NaiveDate,
    ) -> Answered<()> {
        self.unfinished.retain(|(_, it), _| *it != id);
        self.fees.retain(|(_, it), _| *it != id);
        match reads.get::<Appointment>(&id)? {
            Some(visit) => self.note_visit(reads, &visit, today),
            None => Ok(()),
        }
    }

    fn note_visit(
        &mut self,
        reads: &impl Reads,
        visit: &Appointment,
        today: NaiveDate,
    ) -> Answered<()> {
        let start = visit.start();
        let first = today.checked_sub_days(Days::new(UNFINISHED_DAYS));
        let is_past = start.date < today && first.is_none_or(|first| start.date >= first);
        if is_past && !visit.status.is_final() {
            let item = Attention::Unfinished {
                appointment: visit.id,
                client: names::client(reads, visit.client)?,
                start,
                status: visit.status,
            };
            self.unfinished.insert((start, visit.id), item);
        }
        // Of days to come too: who cancels late does so before.
        let is_near = first.is_none_or(|first| start.date >= first);
        if is_near && let Some(fee) = fee_due(reads, visit)? {
            let item = Attention::FeeDue {
                appointment: visit.id,
                client: names::client(reads, visit.client)?,
                start,
                status: visit.status,
                fee,
            };
            self.fees.insert((start, visit.id), item);
        }
        Ok(())
    }

    /// The whole list: of this register's printer, drawer and open cart, and of the
    /// whole shop's book, parked carts and shelf.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn list(
        &self,
        reads: &impl Reads,
        settings: &Settings,
        register: Register,
        now: DateTime<Utc>,
    ) -> Answered<Vec<Attention>> {
        let mut items = not_printed(reads, register, now)?;
        let today = time::wall(now, settings.time_zone).date;
        let trading = settings.business_date(now);
        if let Some(session) = drawer(reads, register)?.filter(|it| it.business_date < trading) {
            let business_date = session.business_date;
            items.push(Attention::OldDrawer { business_date });
        }
        items.extend(late(reads, today, now)?);
        items.extend(queue::late(reads, settings, now)?);
        items.extend(self.outside(reads, now)?);
        items.extend(self.unfinished.values().cloned());
        items.extend(self.fees.values().cloned());
        items.extend(carts(reads, settings, register, today)?);
        let mut low: Vec<Attention> = self.low.values().cloned().collect();
        low.sort_by_cached_key(|it| match it {
            Attention::LowStock { name, .. } => text::fold(name),
            _ => String::new(),
        });
        items.extend(low);
        items.extend(self.ending.values().cloned());
        items.extend(owed(reads)?);
        Ok(items)
    }
}

/// As [`Watch::list`], once.
///
/// # Errors
///
/// When the store cannot be read.
pub fn attention(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<Vec<Attention>> {
    let mut watch = Watch::default();
    let today = time::wall(now, settings.time_zone).date;
    watch.look(reads, (today, now), &Changes::All)?;
    watch.list(reads, settings, register, now)
}

/// By client, the oldest debt first.
fn owed(reads: &impl Reads) -> Answered<Vec<Attention>> {
    let mut by_client: BTreeMap<ClientId, (NaiveDate, Money)> = BTreeMap::new();
    for tab in reads.find::<Tab>(&Lookup::OpenTabs)? {
        let (since, open) = by_client
            .entry(tab.client)
            .or_insert((tab.since, Money::ZERO));
        *since = tab.since.min(*since);
        *open += tab.open();
    }
    let mut clients: Vec<_> = by_client.into_iter().collect();
    clients.sort_by_key(|(client, (since, _))| (*since, *client));
    let mut items = Vec::new();
    for (client, (since, open)) in clients {
        items.push(Attention::Owed {
            client,
            name: names::client(reads, Some(client))?,
            open,
            since,
        });
    }
    Ok(items)
}

/// Of today, and should have begun: who is awaited longest first.
fn late(reads: &impl Reads, today: NaiveDate, now: DateTime<Utc>) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    let mut there = reads.find::<Appointment>(&Lookup::AppointmentOn(today))?;
    there.sort_by_key(|it| (it.starts_at, it.id));
    for appointment in there {
        let is_awaited = matches!(appointment.status, Status::Booked | Status::Confirmed);
        let start = appointment.start();
        if is_awaited && start.date == today && appointment.starts_at < now {
            items.push(Attention::Late {
                appointment: appointment.id,
                client: names::client(reads, appointment.client)?,
                start,
            });
        }
    }
    Ok(items)
}

/// All that are parked, and this register's open one if it is of an earlier day.
fn carts(
    reads: &impl Reads,
    settings: &Settings,
    register: Register,
    today: NaiveDate,
) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    for ticket in reads.all::<Ticket>()? {
        let is_parked = ticket.state == TicketState::Parked;
        let begun = time::wall(ticket.opened_at, settings.time_zone).date;
        let is_mine = ticket.register == register && !ticket.is_empty();
        let is_old = is_mine && begun < today;
        if !is_parked && !is_old {
            continue;
        }
        let sheet = tickets::sheet(reads, settings, ticket)?;
        let (client, total) = (sheet.client, sheet.total);
        let since = sheet.ticket.parked_at.unwrap_or(sheet.ticket.opened_at);
        items.push(if is_parked {
            Attention::Parked {
                ticket: sheet.ticket.id,
                client,
                total,
                since,
            }
        } else {
            Attention::OldCart {
                client,
                total,
                since,
            }
        });
    }
    Ok(items)
}

fn not_printed(
    reads: &impl Reads,
    register: Register,
    now: DateTime<Utc>,
) -> Answered<Vec<Attention>> {
    let mut items = Vec::new();
    for job in reads.find::<PrintJob>(&Lookup::UnsettledPrintJob(register))? {
        let wants_an_eye = match &job.state {
            PrintState::Waiting => now - job.queued_at > Duration::seconds(WAITING_SECONDS_MAX),
            PrintState::Sent | PrintState::Printed | PrintState::NotWanted => false,
            PrintState::Unknown { .. } | PrintState::Failed { .. } => true,
        };
        // Printed again since: what became of that copy is what counts.
        let n_jobs = reads.count(&Lookup::PrintJobOf(job.what))?;
        let is_latest = usize::try_from(job.copy).is_ok_and(|copy| copy + 1 >= n_jobs);
        if wants_an_eye && is_latest {
            items.push(listed(reads, job)?);
        }
    }
    Ok(items)
}

fn listed(reads: &impl Reads, job: PrintJob) -> Answered<Attention> {
    let sale = match job.what {
        Printable::Receipt(sale) | Printable::Copy(sale) => Some(sale),
        Printable::Z(_)
        | Printable::ZOfDay(_)
        | Printable::DaySheet { .. }
        | Printable::Document(_)
        | Printable::DocumentCopy(_) => None,
    };
    let receipt = names::receipt(reads, sale)?;
    Ok(Attention::NotPrinted { job, receipt })
}

/// A paper that came out of the printer in part, as the list has it.
///
/// # Errors
///
/// When the store cannot be read.
pub fn stopped(reads: &impl Reads, job: PrintJobId) -> Answered<Option<Attention>> {
    let job = reads.get::<PrintJob>(&job)?;
    job.map(|job| listed(reads, job)).transpose()
}
