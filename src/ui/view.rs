//! What components may look at: the shop's state as last read, and how to put it
//! into words. Read again after every commit and every minute.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::NaiveDate;

use super::{
    action::{ACTIONS, Action},
    component::{Cmd, Tone},
    desk_devices::PREVIEW_COLUMNS,
    keymap::Keymap,
    sign,
    theme::Theme,
};
use crate::{
    devices::{DeviceTrouble, Lamp, Lamps, NotQueued, copies::CopyWays},
    domain::{
        cash::DrawerRules,
        catalog::Service,
        drawer::{CashMovement, DrawerSession},
        equipment::Equipment,
        ids::{ClientId, EquipmentId, PrintJobId, RoomId, SaleId, ServiceId, StaffId},
        money::Money,
        points::PointsFault,
        print_job::Printable,
        rights::RightsRules,
        room::Room,
        rota::Rota,
        settings::Settings,
        staff::Staff,
        tender_rules::TenderRules,
        time::{self, WallTime},
    },
    locale::{Arg, Locale, Words},
    ops::{
        outcome::Outcome,
        query::{self, Attention, Changes, TicketSheet, WaitingRow, Watch},
        refusal::Refusal,
        request::Session,
        shop::{Shop, Stop},
    },
    store::{MirrorStatus, Reads, StoreError, record::Kind},
};

/// This desk's own settings, which stand in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeskFile {
    pub path: String,
    pub settings: Vec<DeskSetting>,
}

/// One of them, with what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskSetting {
    pub name: String,
    /// As written; `None` where it is as usual.
    pub value: Option<String>,
    pub about: String,
    /// How it is written.
    pub example: String,
}

/// One of them otherwise.
#[derive(Clone, Copy, Debug)]
pub struct DeskChange<'a> {
    pub name: &'a str,
    /// As typed; empty for as usual.
    pub value: &'a str,
    /// Else it is only said whether it would be right.
    pub is_meant: bool,
}

/// Changes the desk's file, and gives what it says then; or says what would be wrong
/// with it, and where.
pub type DeskWriter = Box<dyn Fn(DeskChange) -> Result<DeskFile, String> + Send + Sync>;

pub struct View {
    pub shop: Arc<Shop>,
    pub session: Session,
    pub locale: Arc<Locale>,
    pub theme: Theme,
    pub keymap: Keymap,
    pub settings: Settings,
    /// Before that the settings are provisional, and all that can be done is to set
    /// the shop up.
    pub is_set_up: bool,
    pub now: WallTime,
    /// The register's open cart.
    pub ticket: Option<TicketSheet>,
    /// Those who could have their time now.
    waiting: Vec<Attention>,
    pub n_parked: usize,
    pub drawer: Option<DrawerSession>,
    pub attention: Vec<Attention>,
    /// What the last reading again found changed.
    pub changes: Changes,
    watch: Watch,
    /// What commits have changed since, told by the shop.
    news: Arc<Mutex<Changes>>,
    /// The client on the card.
    pub client: Option<ClientId>,
    pub staff: Vec<Staff>,
    pub rooms: Vec<Room>,
    /// Who works when, from some days ago on.
    pub rota: Rota,
    rota_from: Option<NaiveDate>,
    pub equipment: Vec<Equipment>,
    /// Who may do what, and whether people sign on.
    pub rights: RightsRules,
    pub services: Vec<Service>,
    pub tenders: TenderRules,
    pub drawer_rules: DrawerRules,
    pub lamps: Lamps,
    /// Where copies of receipts can go that are no paper.
    pub copy_ways: CopyWays,
    /// What this desk sold or gave back last, since it was started.
    pub last_sale: Option<SaleId>,
    /// The second copy of the journal, if there is to be one.
    pub mirror: Option<MirrorStatus>,
    /// A paper that came out in part, and why the rest waits.
    pub stopped_job: Option<(PrintJobId, DeviceTrouble)>,
    /// Why the drawer did not open when it was last told to.
    pub drawer_trouble: Option<DeviceTrouble>,
    /// Characters of a line of the desk's paper.
    pub n_columns: u16,
    /// The screen says so, and the pretend devices are there.
    pub demo: bool,
    pub desk_file: DeskFile,
    /// `None` where the desk has no file of its own, as in the demo.
    pub desk_writer: Option<DeskWriter>,
}

impl View {
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn new(
        shop: Arc<Shop>,
        session: Session,
        locale: Arc<Locale>,
        theme: Theme,
        keymap: Keymap,
    ) -> Result<Self, Stop> {
        let settings = Settings::provisional();
        let now = time::wall(shop.now(), settings.time_zone);
        let mut view = Self {
            shop,
            session,
            locale,
            theme,
            keymap,
            settings,
            is_set_up: false,
            now,
            ticket: None,
            waiting: Vec::new(),
            n_parked: 0,
            drawer: None,
            attention: Vec::new(),
            changes: Changes::All,
            watch: Watch::default(),
            news: Arc::new(Mutex::new(Changes::All)),
            client: None,
            staff: Vec::new(),
            rooms: Vec::new(),
            rota: Rota::nothing().clone(),
            rota_from: None,
            equipment: Vec::new(),
            rights: RightsRules::default(),
            services: Vec::new(),
            tenders: TenderRules::default(),
            drawer_rules: DrawerRules::default(),
            lamps: Lamps::default(),
            copy_ways: CopyWays::default(),
            last_sale: None,
            mirror: None,
            stopped_job: None,
            drawer_trouble: None,
            n_columns: PREVIEW_COLUMNS,
            demo: false,
            desk_file: DeskFile::default(),
            desk_writer: None,
        };
        let news = Arc::downgrade(&view.news);
        view.shop.subscribe(Box::new(move |changed| {
            if let Some(news) = news.upgrade() {
                let mut news = news.lock().unwrap_or_else(PoisonError::into_inner);
                news.add(changed);
            }
        }));
        view.reload()?;
        Ok(view)
    }

    /// Reads the shop's state again, as far as commits have changed it.
    ///
    /// # Errors
    ///
    /// When the store cannot be read; what was read before stays.
    pub fn reload(&mut self) -> Result<(), Stop> {
        let changes = std::mem::replace(&mut *self.news(), Changes::none());
        let read = self.read(&changes);
        if read.is_err() {
            // Who knows what was read of it.
            *self.news() = Changes::All;
        }
        self.changes = changes;
        read
    }

    fn news(&self) -> MutexGuard<'_, Changes> {
        self.news.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&mut self, changes: &Changes) -> Result<(), Stop> {
        let shop = Arc::clone(&self.shop);
        let reads = shop.read();
        if changes.has(Kind::Settings)
            && let Some(settings) = reads.get::<Settings>(&())?
        {
            self.settings = settings;
            self.is_set_up = true;
        }
        let now = shop.now();
        self.now = time::wall(now, self.settings.time_zone);
        let register = self.session.register;
        self.ticket = query::ticket(&reads, &self.settings, register)?;
        self.n_parked = query::parked(&reads, &self.settings)?.len();
        self.drawer = query::drawer(&reads, register)?;
        self.watch.look(&reads, (self.now.date, now), changes)?;
        self.attention = self.watch.list(&reads, &self.settings, register, now)?;
        self.list_those_who_wait(changes)?;
        self.list_stopped_job(&reads)?;
        if self.lamps.printer == Lamp::Missing {
            // A desk without a printer prints nothing, and that is no fault of a day.
            let is_paper = |it: &Attention| match it {
                Attention::NotPrinted { job, .. } => !matches!(job.what, Printable::Copy(_)),
                _ => false,
            };
            self.attention.retain(|it| !is_paper(it));
        }
        // Before all else: nobody should sell for long on a disk that forgets.
        let store = shop.store();
        let kept = query::damage(store).into_iter();
        let kept = kept.chain(query::safekeeping(store, now));
        self.attention.splice(0..0, kept);
        self.mirror = store.mirror();
        self.read_people_and_rooms(&reads, changes)?;
        Ok(())
    }

    /// Who could have the time by now that they wait for; looked at again only when
    /// something changed that a time depends on.
    fn list_those_who_wait(&mut self, changes: &Changes) -> Result<(), Stop> {
        const KINDS: [Kind; 11] = [
            Kind::Appointment,
            Kind::Waiting,
            Kind::Staff,
            Kind::Service,
            Kind::Room,
            Kind::Client,
            Kind::Absence,
            Kind::DayHours,
            Kind::ShiftPattern,
            Kind::HouseHours,
            Kind::Settings,
        ];
        if KINDS.iter().any(|it| changes.has(*it)) {
            self.waiting.clear();
            // As the rest of the list, whoever is at the desk or nobody.
            let rows = query::those_who_wait(&self.shop, &self.settings)?;
            self.waiting = rows.into_iter().filter_map(WaitingRow::ready).collect();
        }
        self.attention.extend(self.waiting.iter().cloned());
        Ok(())
    }

    /// A paper that stands in the printer wants a person at once, not after a while.
    fn list_stopped_job(&mut self, reads: &impl Reads) -> Result<(), Stop> {
        let Some((id, _)) = self.stopped_job else {
            return Ok(());
        };
        let is_listed =
            |it: &Attention| matches!(it, Attention::NotPrinted { job, .. } if job.id == id);
        if !self.attention.iter().any(is_listed)
            && let Some(item) = query::stopped(reads, id)?
        {
            self.attention.insert(0, item);
        }
        Ok(())
    }

    fn read_people_and_rooms(
        &mut self,
        reads: &impl Reads,
        changes: &Changes,
    ) -> Result<(), StoreError> {
        if changes.has(Kind::Staff) {
            self.staff = reads.all::<Staff>()?;
        }
        if changes.has(Kind::Room) {
            self.rooms = reads.all::<Room>()?;
        }
        let hours = [
            Kind::Absence,
            Kind::DayHours,
            Kind::ShiftPattern,
            Kind::HouseHours,
        ];
        let today = self.now.date;
        if self.rota_from != Some(today) || hours.iter().any(|it| changes.has(*it)) {
            self.rota = query::rota(reads, today)?;
            self.rota_from = Some(today);
        }
        if changes.has(Kind::Equipment) {
            self.equipment = reads.all::<Equipment>()?;
        }
        if changes.has(Kind::TenderRules) {
            self.tenders = reads.get::<TenderRules>(&())?.unwrap_or_default();
        }
        if changes.has(Kind::RightsRules) {
            self.rights = reads.get::<RightsRules>(&())?.unwrap_or_default();
        }
        if changes.has(Kind::DrawerRules) {
            self.drawer_rules = reads.get::<DrawerRules>(&())?.unwrap_or_default();
        }
        if changes.has(Kind::Service) {
            self.services = reads.all::<Service>()?;
        }
        Ok(())
    }

    /// Whether this desk takes cash.
    pub fn has_drawer(&self) -> bool {
        let without = &self.drawer_rules.without_drawer;
        !without.contains(&self.session.register)
    }

    /// How many things want attention: of the shop, and devices that are down.
    pub fn n_concerns(&self) -> usize {
        self.attention.len() + self.faults().count()
    }

    /// The devices that are down, each with the sentence about it by its id.
    pub fn faults(&self) -> impl Iterator<Item = (&'static str, &DeviceTrouble)> {
        let lamps = [
            ("app-printer-down", &self.lamps.printer),
            ("app-scanner-down", &self.lamps.scanner),
            ("app-display-down", &self.lamps.display),
        ];
        let down = lamps.into_iter().filter_map(|(id, lamp)| match lamp {
            Lamp::Down(trouble) => Some((id, trouble)),
            _ => None,
        });
        let drawer = self.drawer_trouble.iter();
        down.chain(drawer.map(|trouble| ("app-drawer-stuck", trouble)))
    }

    /// What the client of the cart pays beside what anybody does, where that differs.
    pub fn own_price(&self, own: Option<crate::domain::money::Money>, list: String) -> String {
        match own {
            Some(own) => {
                let words = [("own", self.money(own).into()), ("list", list.into())];
                self.fill("own-price", &words)
            }
            None => list,
        }
    }

    pub fn today(&self) -> NaiveDate {
        self.now.date
    }

    /// A message. `{ $day-move }` in it is the key of the action `day.move`, as this
    /// desk has it, and `{ $sign-booked }` what the grid shows for it.
    pub fn text(&self, id: &str) -> String {
        self.fill(id, &[])
    }

    /// As [`Self::text`], with its other placeholders filled.
    pub fn fill(&self, id: &str, args: &[(&str, Arg)]) -> String {
        let key_or_sign = |name: &str| sign::in_text(name, self).or_else(|| self.key_in_text(name));
        self.locale.fill_with(id, args, key_or_sign)
    }

    /// The key of the action whose name this is, with hyphens for dots, or the way to
    /// it where it has none.
    fn key_in_text(&self, name: &str) -> Option<String> {
        let is_meant = |action: &str| {
            let letters = action.chars().map(|it| if it == '.' { '-' } else { it });
            letters.eq(name.chars())
        };
        let action = ACTIONS.iter().find(|def| is_meant(def.name))?.action;
        let key = self.key(action);
        if !key.is_empty() {
            return Some(key);
        }
        let way = [
            ("key", self.key(Action::Palette).into()),
            ("label", self.label(action).into()),
        ];
        Some(self.locale.fill("key-by-list", &way))
    }

    /// As shown to people, without the currency's code.
    pub fn money(&self, amount: Money) -> String {
        self.settings.currency.format(amount)
    }

    /// The key of an action as shown, for sentences that say what to press.
    pub fn key(&self, action: Action) -> String {
        self.keymap.shown(action)
    }

    /// What an action is called on the hint line, here and now.
    pub fn label(&self, action: Action) -> String {
        let has_lines = self.ticket.as_ref().is_some_and(|it| !it.lines.is_empty());
        match action {
            Action::Park if !has_lines && self.n_parked > 0 => self.text("action-cart-park.back"),
            Action::DrawerMenu if self.drawer.is_none() => self.text("action-drawer.closed"),
            action => action.def().label(&self.locale),
        }
    }

    pub fn words(&self) -> Words<'_> {
        Words::new(&self.locale, Some(&self.settings)).with_tenders(&self.tenders)
    }

    /// What was done in words, and how to say it.
    pub fn say_done(&self, outcome: &Outcome) -> Cmd {
        if matches!(outcome, Outcome::Queued { .. }) && self.lamps.printer == Lamp::Missing {
            return Cmd::Say(Tone::Note, self.text("queued-no-printer"));
        }
        if let Outcome::CashMoved { movement, .. } = outcome
            && let Ok(Some(moved)) = self.shop.read().get::<CashMovement>(movement)
        {
            // Whoever has it in the hand counts it once more.
            let id = if moved.amount.is_negative() {
                "cash-went-out"
            } else {
                "cash-came-in"
            };
            let amount = [("amount", self.money(moved.amount.abs()).into())];
            return Cmd::Say(Tone::Good, self.fill(id, &amount));
        }
        Cmd::Say(Tone::Good, self.words().outcome(outcome))
    }

    /// A refusal or a failure in words, and how to say it.
    pub fn say_stop(&self, stop: &Stop) -> Cmd {
        let tone = match stop {
            Stop::Refused(_) => Tone::Refused,
            Stop::Failed(_) => Tone::Failed,
        };
        Cmd::Say(tone, self.stop(stop))
    }

    /// Why something was not done, in words, and with which key it can be.
    pub fn stop(&self, stop: &Stop) -> String {
        match stop {
            Stop::Refused(refusal) => self.refusal(refusal),
            Stop::Failed(failure) => self.words().failure(failure),
        }
    }

    /// As [`View::stop`].
    pub fn refusal(&self, refusal: &Refusal) -> String {
        let why = self.words().refusal(refusal);
        match refusal {
            Refusal::ClientNeeded { .. }
            | Refusal::Points {
                fault: PointsFault::NoClient,
            } => self.fill("client-wanted", &[("why", why.into())]),
            Refusal::UnknownCode { .. } => self.fill("product-wanted", &[("why", why.into())]),
            _ => why,
        }
    }

    /// What is wrong with a device, in words.
    pub fn trouble(&self, trouble: &DeviceTrouble) -> String {
        self.words().trouble(trouble)
    }

    /// What stands over the hint line as long as it lasts: a disk that takes nothing
    /// more, or a receipt that is stuck in the printer.
    pub fn banner(&self) -> Option<(Tone, String)> {
        let of_disk =
            |it: &&Attention| matches!(it, Attention::Stopped { .. } | Attention::DiskFull { .. });
        if let Some(item) = self.attention.iter().find(of_disk) {
            return Some((Tone::Failed, self.words().attention(item)));
        }
        let (_, trouble) = self.stopped_job.as_ref()?;
        let filled = [
            ("reason", self.trouble(trouble).into()),
            ("key", self.key(Action::Attention).into()),
        ];
        Some((Tone::Note, self.fill("app-job-stopped", &filled)))
    }

    /// Why the printer, on which the drawer hangs, was not even asked.
    pub fn not_queued(&self, why: NotQueued) -> String {
        self.text(match why {
            NotQueued::NoPrinter => "not-queued-no-printer",
            NotQueued::NoDrawer => "not-queued-no-drawer",
            NotQueued::NoCopies => "not-queued-no-copies",
            NotQueued::NoDisplay => "not-queued-no-display",
            NotQueued::QueueFull => "not-queued-full",
            NotQueued::Closing => "not-queued-closing",
        })
    }

    pub fn staff_named(&self, id: StaffId) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.id == id)
    }

    pub fn room_named(&self, id: RoomId) -> Option<&Room> {
        self.rooms.iter().find(|room| room.id == id)
    }

    pub fn equipment_named(&self, id: EquipmentId) -> Option<&Equipment> {
        self.equipment.iter().find(|it| it.id == id)
    }

    pub fn service_named(&self, id: ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }
}
