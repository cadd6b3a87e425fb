//! The shop behind the screen, `balm exec` and an import: one request in, one
//! transaction, an outcome or a refusal out.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use chrono::{DateTime, NaiveDate, Utc};
use sha2::{Digest, Sha256};

use super::{
    client_index::{Clients, Finding},
    clock::Clock,
    clock_watch::{self, ClockWatch, Doubted, Look},
    context::{Context, open_drawer},
    dispatch::dispatch,
    drawer::proposed_day,
    entry::{missing, refuse},
    failure::{Failure, Tried},
    free_days::FreeDays,
    halt::{Halt, Step, need_active},
    outcome::Outcome,
    refusal::{Field, FieldProblem, Refusal},
    request::{Approval, Request, Session},
    rights::{self, Asker, Gate, Proven, Prover},
    undo::{BookChange, BookChanges, LastChange, Noted, Watch},
};
use crate::{
    domain::{
        booking::Appointment,
        client::Client,
        clock::ClockAnswer,
        document::Documents,
        ids::{RawId, Register, StaffId},
        panics,
        print_job::{PrintJob, PrintState},
        rights::RightsRules,
        sale::Sale,
        settings::Settings,
        staff::Staff,
        time,
    },
    store::{
        Change, CommitError, EntryMeta, OpenOptions, OpenReport, Reader, Reads, Store, StoreError,
        Tx,
        record::{Kind, Lookup, OutcomeRecord},
    },
};

const REQUEST_ID_MAX: usize = 64;
/// In bytes of JSON; a full cart of 500 lines is a quarter of it.
const REQUEST_BYTES_MAX: usize = 256 * 1024;

/// What the journal calls an entry that has a line of the audit and nothing else.
const AUDIT: &str = "audit";

/// Why a request had no outcome.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stop {
    /// Expected, and for people: nothing was changed.
    Refused(Refusal),
    /// Something broke.
    Failed(Failure),
}

/// Called after each commit, by the thread that committed.
pub type Listener = Box<dyn Fn(&[Change]) + Send + Sync>;

/// One store and the rules around it, shared by all sessions.
pub struct Shop {
    store: Store,
    clock: Arc<dyn Clock>,
    clock_watch: Mutex<ClockWatch>,
    /// Held from a request's first look to the last trace it leaves in memory.
    turn: Mutex<()>,
    gate: Gate,
    clients: Clients,
    free_days: FreeDays,
    settings: RwLock<Option<Arc<Settings>>>,
    /// The templates of its papers, which are files beside its store.
    documents: RwLock<Arc<Documents>>,
    /// What each desk changed last in the book, to be taken back.
    book_changes: Mutex<BookChanges>,
    listeners: RwLock<Vec<Listener>>,
    /// Nobody needs what is still being read.
    is_left: AtomicBool,
    /// It is the shop of then, to be looked at only.
    as_of: Option<DateTime<Utc>>,
}

impl Shop {
    /// # Errors
    ///
    /// What kept the store from opening, or from being read.
    pub fn open(
        dir: &Path,
        clock: Arc<dyn Clock>,
        options: OpenOptions,
    ) -> Result<(Self, OpenReport), Failure> {
        let failed = |error: StoreError| Failure::of(Tried::OpenShop, &error);
        let (store, report) = Store::open(dir, options).map_err(failed)?;
        let settings = store.read().get::<Settings>(&()).map_err(failed)?;
        let shop = Self {
            store,
            clock,
            clock_watch: Mutex::new(ClockWatch::new(report.was_clean)),
            turn: Mutex::new(()),
            gate: Gate::default(),
            clients: Clients::default(),
            free_days: FreeDays::default(),
            settings: RwLock::new(settings.map(Arc::new)),
            documents: RwLock::default(),
            book_changes: Mutex::default(),
            listeners: RwLock::new(Vec::new()),
            is_left: AtomicBool::new(false),
            as_of: None,
        };
        shop.look_at_clock().map_err(failed)?;
        Ok((shop, report))
    }

    /// Lays papers out by these from now on.
    pub fn use_documents(&self, documents: Documents) {
        let mut held = self
            .documents
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *held = Arc::new(documents);
    }

    /// What papers are laid out by.
    pub fn documents(&self) -> Arc<Documents> {
        let held = self
            .documents
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&held)
    }

    /// The shop as it was at that moment: whatever is to be changed is refused.
    #[must_use]
    pub fn looked_back_at(self, at: DateTime<Utc>) -> Self {
        Self {
            as_of: Some(at),
            ..self
        }
    }

    /// The moment of which it is, if not of the present.
    pub fn as_of(&self) -> Option<DateTime<Utc>> {
        self.as_of
    }

    /// Does what is asked, or says why not; either way all of it or nothing.
    ///
    /// The request id is made by whoever asks. Asking again with the same id and
    /// the same request changes nothing and gives the first answer.
    ///
    /// # Errors
    ///
    /// [`Stop`]; after a refusal nothing is written.
    pub fn run(
        &self,
        session: &Session,
        request_id: &str,
        request: &Request,
    ) -> Result<Outcome, Stop> {
        self.run_approved(session, request_id, request, None)
    }

    /// As [`Self::run`], with a second person's yes to this one request.
    ///
    /// # Errors
    ///
    /// [`Stop`]; after a refusal nothing is written but that of a right, of a wrong PIN
    /// or of an unknown card, which is a line of the audit.
    pub fn run_approved(
        &self,
        session: &Session,
        request_id: &str,
        request: &Request,
        approval: Option<&Approval>,
    ) -> Result<Outcome, Stop> {
        let tried = Tried::Do {
            request: request.name().to_owned(),
        };
        if let Some(at) = self.as_of {
            return Err(Stop::Refused(Refusal::LookingBack { at }));
        }
        let stopped = |halt| stop(halt, tried.clone());
        let asked = Asked::new(*session, request_id, request).map_err(stopped)?;
        let asked = self.at_the_desk(asked).map_err(stopped)?;
        let proven = self.prove(&asked, approval).map_err(stopped);
        let turn = lock(&self.turn);
        let done = proven.and_then(|proven| {
            let person = proven.person.map(|(staff, _)| staff);
            let done = self.commit(&asked, proven).map_err(stopped)?;
            self.note_sign_on(&asked, person, &done);
            Ok(done)
        });
        let (done, entry, changed) = match done {
            Ok((outcome, entry, changed)) => (Ok(outcome), entry, changed),
            Err(Stop::Refused(refusal)) => {
                let kept = self.keep_refusal(&asked, approval, &refusal);
                let (entry, changed) = kept.map_err(stopped)?;
                (Err(Stop::Refused(refusal)), entry, changed)
            }
            Err(failed) => return Err(failed),
        };
        let noted = self.note(entry, &changed);
        drop(turn);
        noted.map_err(|error| Stop::Failed(Failure::of(tried.clone(), &recorded(entry, error))))?;
        self.tell(request, &changed);
        done
    }

    fn tell(&self, request: &Request, changed: &[Change]) {
        if changed.is_empty() {
            return;
        }
        let listeners = self
            .listeners
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        listeners.iter().for_each(|tell| tell(changed));
        if matches!(request, Request::CloseDrawer { .. }) {
            // Without it a lost index takes longer to build, and that is all.
            let _ = self.store.copy_index_in_background();
        }
    }

    /// Where people sign on, a request that names nobody is theirs who did.
    fn at_the_desk<'a>(&self, asked: Asked<'a>) -> Step<Asked<'a>> {
        if !self.rights()?.on {
            return Ok(asked);
        }
        let signed_on = self.gate.signed_on(asked.session.register);
        let operator = asked.session.operator.or(signed_on);
        let session = Session {
            operator,
            ..asked.session
        };
        Ok(Asked { session, ..asked })
    }

    /// Before its turn, since it takes its time. What was done before is not proved
    /// again, but for who is at the desk.
    fn prove(&self, asked: &Asked, approval: Option<&Approval>) -> Step<Proven> {
        let is_wanted = approval.is_some()
            || matches!(asked.request, Request::SignOn(_) | Request::SavePerson(_));
        if !is_wanted {
            return Ok(Proven::default());
        }
        if !matches!(asked.request, Request::SignOn(_))
            && self
                .read()
                .get::<OutcomeRecord>(&asked.id.to_owned())?
                .is_some()
        {
            return Ok(Proven::default());
        }
        let rules = self.rights()?;
        let prover = Prover {
            store: &self.store,
            clock: &*self.clock,
            gate: &self.gate,
            rules: &rules,
        };
        prover.prove(asked.session.operator, (asked.id, asked.request), approval)
    }

    fn note_sign_on(
        &self,
        asked: &Asked,
        person: Option<StaffId>,
        done: &(Outcome, Option<u64>, Vec<Change>),
    ) {
        let register = asked.session.register;
        match (person, done) {
            (Some(staff), (Outcome::SignedOn { .. }, ..)) => self.gate.sign_on(register, staff),
            (_, (Outcome::SignedOff, Some(_), _)) => self.gate.sign_off(register),
            _ => (),
        }
    }

    /// Of most refusals nothing is kept.
    fn keep_refusal(
        &self,
        asked: &Asked,
        approval: Option<&Approval>,
        refusal: &Refusal,
    ) -> Step<(Option<u64>, Vec<Change>)> {
        let operator = asked.session.operator;
        let event = rights::event_of(refusal, asked.request, approval, operator);
        let Some(event) = event.filter(|_| self.settings().is_some()) else {
            return Ok((None, Vec::new()));
        };
        let clock = self.look_at_clock()?;
        let meta = EntryMeta {
            request_name: AUDIT.to_owned(),
            ..self.meta(asked, &clock)?
        };
        let committed = self
            .store
            .commit(meta, |tx| guarded(|| rights::write(tx, event.clone())));
        match committed {
            Ok(committed) => Ok((committed.seq, committed.changed)),
            Err(CommitError::Refused(halt)) => Err(halt),
            Err(CommitError::Failed(error)) => Err(Halt::Failed(error)),
        }
    }

    fn meta(&self, asked: &Asked, clock: &Look) -> Step<EntryMeta> {
        Ok(EntryMeta {
            // What is written by a clock in doubt must not speak for it later.
            now: match asked.request {
                Request::ConfirmClock { .. } => clock.shown,
                _ => clock.believed,
            },
            business_date: self.business_date(asked, clock.believed)?,
            register: asked.session.register,
            operator: asked.session.operator,
            request_id: asked.id.to_owned(),
            request_name: asked.request.name().to_owned(),
        })
    }

    /// What the shop has decided about its people.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn rights(&self) -> Result<RightsRules, StoreError> {
        let rules = self.read().get::<RightsRules>(&())?;
        Ok(rules.unwrap_or_default())
    }

    /// Who has signed on at a desk, since the program was started.
    pub fn signed_on(&self, register: Register) -> Option<StaffId> {
        self.gate.signed_on(register)
    }

    fn commit(&self, asked: &Asked, proven: Proven) -> Step<(Outcome, Option<u64>, Vec<Change>)> {
        let clock = self.look_at_clock()?;
        let mut meta = self.meta(asked, &clock)?;
        if let Some((staff, _)) = proven.person {
            meta.operator = Some(staff);
        }
        let register = asked.session.register;
        let signed_on = self.gate.signed_on(register);
        let signed_on = signed_on.filter(|it| Some(*it) == asked.session.operator);
        let rules = self.rights()?;
        let who = Asker::new(&self.read(), rules, signed_on, proven)?;
        let mut changes = lock(&self.book_changes);
        let committed = self.store.commit(meta, |tx| {
            guarded(|| asked.carry_out(tx, self, (&clock, &who), changes.last(register)))
        });
        match committed {
            Ok(committed) => {
                let (outcome, noted) = committed.value;
                changes.note(register, noted);
                if matches!(outcome, Outcome::ClockConfirmed { .. }) {
                    lock(&self.clock_watch).believe(&*self.clock);
                }
                Ok((outcome, committed.seq, committed.changed))
            }
            Err(CommitError::Refused(Halt::DoneBefore(outcome))) => {
                Ok((*outcome, None, Vec::new()))
            }
            Err(CommitError::Refused(halt)) => Err(halt),
            Err(CommitError::Failed(error)) => Err(Halt::Failed(error)),
        }
    }

    /// The day of trade that the entry is filed under.
    fn business_date(&self, asked: &Asked, now: DateTime<Utc>) -> Step<NaiveDate> {
        if let Request::OpenDrawer {
            business_date: Some(date),
            ..
        } = asked.request
        {
            return Ok(*date);
        }
        let read = self.store.read();
        let register = asked.session.register;
        if let Some(open) = open_drawer(&read, register)? {
            return Ok(open.business_date);
        }
        let Some(settings) = self.settings() else {
            return Ok(now.date_naive());
        };
        Ok(match asked.request {
            Request::OpenDrawer { .. } => proposed_day(&read, &settings, register, now)?,
            _ => settings.business_date(now),
        })
    }

    fn look_at_clock(&self) -> Result<Look, StoreError> {
        let answer = self.store.read().get::<ClockAnswer>(&())?;
        let last_entry = self.store.last_entry().map(|(_, at)| at);
        let look = lock(&self.clock_watch).look(&*self.clock, last_entry, answer);
        Ok(match self.as_of {
            // It stands where somebody wanted it to stand.
            Some(_) => look.undoubted(),
            None => look,
        })
    }

    /// Why the clock is to be asked about before money moves, if it is.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn doubted_clock(&self) -> Result<Option<Doubted>, StoreError> {
        Ok(self.look_at_clock()?.doubted)
    }

    /// Brings what is kept in memory up to what was committed.
    fn note(&self, entry: Option<u64>, changed: &[Change]) -> Result<(), StoreError> {
        if let Some(entry) = entry {
            self.free_days.note(entry, changed)?;
        }
        for change in changed {
            self.note_client(change)?;
        }
        if let Some(change) = changed.iter().find(|it| it.kind == Kind::Settings) {
            let settings = change.record::<Settings>()?.map(Arc::new);
            *self
                .settings
                .write()
                .unwrap_or_else(PoisonError::into_inner) = settings;
        }
        Ok(())
    }

    /// What a change says of a client.
    fn note_client(&self, change: &Change) -> Result<(), StoreError> {
        let (client, day) = match change.kind {
            Kind::Client => {
                if let Some(client) = change.record::<Client>()? {
                    self.clients.changed(&client);
                }
                return Ok(());
            }
            Kind::Appointment => {
                let visit = change.record::<Appointment>()?;
                visit.map_or((None, None), |it| (it.client, Some(it.start().date)))
            }
            Kind::Sale => {
                let sale = change.record::<Sale>()?;
                sale.map_or((None, None), |it| (it.client, Some(it.business_date)))
            }
            _ => return Ok(()),
        };
        if let Some((client, day)) = client.zip(day) {
            self.clients.saw(client, day, self.today());
        }
        Ok(())
    }

    /// Today on the shop's clock.
    pub fn today(&self) -> NaiveDate {
        self.day_of(self.clock.now())
    }

    fn day_of(&self, now: DateTime<Utc>) -> NaiveDate {
        self.settings().map_or(now.date_naive(), |settings| {
            time::wall(now, settings.time_zone).date
        })
    }

    /// What tells this shop from all others, in letters and digits.
    pub fn id(&self) -> String {
        let hex = |mut text: String, it: &u8| {
            text.extend(
                [it >> 4, it & 15].map(|it| char::from_digit(it.into(), 16).unwrap_or('0')),
            );
            text
        };
        self.store.id().iter().fold(String::new(), hex)
    }

    /// What taking back the desk's last change of the book would change.
    pub fn last_change(&self, register: Register) -> Option<LastChange> {
        lock(&self.book_changes)
            .last(register)
            .map(BookChange::told)
    }

    /// A consistent look at the store. Drop it before the next request from the
    /// same thread.
    pub fn read(&self) -> Reader<'_> {
        self.store.read()
    }

    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Clients by parts of name, phone, card or e-mail: the best `limit` of them.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn find_clients(&self, text: &str, limit: usize) -> Result<Finding, StoreError> {
        self.clients.find(&self.store, self.today(), text, limit)
    }

    pub(super) fn free_days(&self) -> &FreeDays {
        &self.free_days
    }

    pub fn clients(&self) -> &Clients {
        &self.clients
    }

    /// Lets go of the shop whoever reads it behind the screen: it is about to be closed.
    pub fn leave(&self) {
        self.is_left.store(true, Ordering::Relaxed);
    }

    /// Reads all clients for looking them up, in a thread of its own, and calls
    /// `done` when that is over. Until then a look-up takes longer.
    pub fn read_clients(self: &Arc<Self>, done: impl FnOnce() + Send + 'static) {
        let Some(mut reading) = self.clients.begin_reading() else {
            return;
        };
        let shop = Arc::downgrade(self);
        thread::spawn(move || {
            // Not held from step to step: whoever closes the shop does not wait.
            while let Some(shop) = shop
                .upgrade()
                .filter(|it| !it.is_left.load(Ordering::Relaxed))
            {
                match shop.clients.read_on(reading, &shop.store, shop.today()) {
                    Ok(Some(rest)) => reading = rest,
                    // Whoever looks somebody up next is told.
                    Ok(None) | Err(_) => break,
                }
            }
            done();
        });
    }

    /// `None` before the shop is set up.
    pub fn settings(&self) -> Option<Arc<Settings>> {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        settings.clone()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.clock.now()
    }

    /// Has `listener` called with what each later commit changed.
    pub fn subscribe(&self, listener: Listener) {
        let mut listeners = self
            .listeners
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        listeners.push(listener);
    }

    /// Closes the store and says what could not be made safe. Dropping does the
    /// same in silence.
    ///
    /// # Errors
    ///
    /// When the index cannot be synced; the journal is safe without it.
    pub fn close(self) -> Result<(), Failure> {
        let closed = self.store.close();
        closed.map_err(|error| Failure::of(Tried::CloseShop, &error))
    }

    /// Jobs that an earlier run of the program left waiting. Whoever starts a
    /// printer settles them before it queues new ones: nobody knows what of them
    /// is on paper.
    ///
    /// # Errors
    ///
    /// When the store cannot be read.
    pub fn start_up_jobs(&self, register: Register) -> Result<Vec<PrintJob>, Failure> {
        let found = self.read().find(&Lookup::UnsettledPrintJob(register));
        let mut jobs: Vec<PrintJob> = found.map_err(|error| Failure::of(Tried::Read, &error))?;
        jobs.retain(|job| job.state == PrintState::Waiting);
        Ok(jobs)
    }
}

/// A request with all that makes its answer repeatable.
struct Asked<'a> {
    session: Session,
    id: &'a str,
    request: &'a Request,
    hash: [u8; 32],
}

impl<'a> Asked<'a> {
    fn new(session: Session, id: &'a str, request: &'a Request) -> Step<Self> {
        let json = serde_json::to_vec(request).map_err(|err| Halt::Bug(err.to_string()))?;
        if json.len() > REQUEST_BYTES_MAX {
            let limit = REQUEST_BYTES_MAX;
            return Err(refuse(Field::Lines, FieldProblem::TooLong { limit }).into());
        }
        if id.trim().is_empty() || id.chars().any(char::is_control) {
            return Err(missing(Field::RequestId).into());
        }
        if id.len() > REQUEST_ID_MAX {
            let limit = REQUEST_ID_MAX;
            return Err(refuse(Field::RequestId, FieldProblem::TooLong { limit }).into());
        }
        Ok(Self {
            session,
            id,
            request,
            hash: Sha256::digest(&json).into(),
        })
    }

    fn carry_out(
        &self,
        tx: &mut Tx,
        shop: &Shop,
        at: (&Look, &Asker),
        last_change: Option<&BookChange>,
    ) -> Step<(Outcome, Noted)> {
        if let Some(before) = tx.get::<OutcomeRecord>(&self.id.to_owned())? {
            return Err(self.answer_again(&before));
        }
        let (outcome, noted) = self.first_answer(tx, shop, at, last_change)?;
        let json = serde_json::to_string(&outcome).map_err(|err| Halt::Bug(err.to_string()))?;
        tx.put(&OutcomeRecord {
            request_id: self.id.to_owned(),
            request_hash: self.hash,
            outcome: json,
        })?;
        Ok((outcome, noted))
    }

    fn answer_again(&self, before: &OutcomeRecord) -> Halt {
        if before.request_hash != self.hash {
            return Halt::Refused(Refusal::RequestIdReused);
        }
        match serde_json::from_str(&before.outcome) {
            Ok(outcome) => Halt::DoneBefore(Box::new(outcome)),
            Err(err) => Halt::Bug(err.to_string()),
        }
    }

    fn first_answer(
        &self,
        tx: &mut Tx,
        shop: &Shop,
        (clock, asker): (&Look, &Asker),
        last_change: Option<&BookChange>,
    ) -> Step<(Outcome, Noted)> {
        if let Some(operator) = self.session.operator {
            need_active::<Staff>(tx, operator)?;
        }
        if let Request::SetUpShop(wish) = self.request {
            let set_up = super::setup::set_up(tx, self.session.register, wish)?;
            return Ok((set_up, Noted::Nothing));
        }
        let settings = tx.get::<Settings>(&())?.ok_or(Refusal::NotSetUp)?;
        let cx = Context {
            session: &self.session,
            settings: &settings,
            now: tx.now(),
            clock_now: clock.shown,
            believed: clock.believed,
            doubted: clock.doubted.as_ref(),
            clients: &shop.clients,
            free_days: &shop.free_days,
            last_change,
            asker,
        };
        rights::admit(&cx, self.request)?;
        clock_watch::admit(&cx, self.request)?;
        super::room::admit(tx, &cx, self.request)?;
        let watch = Watch::of(tx, &cx, self.request)?;
        let outcome = dispatch(tx, &cx, self.request)?;
        if matches!(self.request, Request::SaveStaff(_)) {
            rights::keep_way_back(tx)?;
        }
        rights::note_approvals(tx, &cx, self.request, &outcome)?;
        let noted = watch.noted(tx, &cx, (self.request, &outcome))?;
        Ok((outcome, noted))
    }
}

/// A sum of money that overflows panics: caught here, the transaction writes
/// nothing and the sale does not happen.
fn guarded<T>(act: impl FnOnce() -> Step<T>) -> Step<T> {
    catch_unwind(AssertUnwindSafe(act))
        .unwrap_or_else(|panic| Err(Halt::Bug(why(panic.as_ref()).to_owned())))
}

fn why(panic: &(dyn std::any::Any + Send)) -> &'static str {
    panics::reason(panic).unwrap_or("a mistake in the program")
}

/// What could not be read again after the entry was made: it stands all the same.
fn recorded(entry: Option<u64>, error: StoreError) -> StoreError {
    match entry {
        Some(seq) => StoreError::RecordedNotIndexed {
            seq,
            what: error.to_string(),
        },
        None => error,
    }
}

fn stop(halt: Halt, tried: Tried) -> Stop {
    match halt {
        Halt::Refused(refusal) => Stop::Refused(refusal),
        Halt::Failed(error) => Stop::Failed(Failure::of(tried, &error)),
        Halt::Bug(detail) => Stop::Failed(Failure::bug(tried, detail)),
        Halt::DoneBefore(_) => Stop::Failed(Failure::bug(tried, "done before".to_owned())),
    }
}

/// `None` for records that have other keys.
pub(super) fn raw_id(key: &[u8]) -> Option<RawId> {
    let packed = u64::from_be_bytes(key.try_into().ok()?);
    Some(RawId::from_u64(packed))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;

    #[test]
    fn money_that_overflows_is_a_bug_and_not_the_end_of_the_program() {
        let most = Money::from_minor(i64::MAX);
        let summed = guarded(|| Ok(most + Money::from_minor(1)));
        let Err(Halt::Bug(detail)) = summed else {
            panic!("{summed:?}");
        };
        assert!(detail.contains("overflow"), "{detail}");
    }
}
