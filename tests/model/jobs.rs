//! The naive print queue: what is wanted on paper or elsewhere, and how it went.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::{DrawerSessionId, PrintJobId},
        print_job::{PrintJob, PrintState, Printable},
        settings::ReceiptPrinting,
    },
    ops::{outcome::Outcome, request::Request},
    store::Reads,
};
use fastrand::Rng;

use super::{office::some, spa::Spa};

#[derive(Default)]
pub(super) struct Jobs {
    jobs: BTreeMap<PrintJobId, Job>,
    closed: Vec<DrawerSessionId>,
}

struct Job {
    what: Printable,
    copy: u32,
    state: PrintState,
}

impl Jobs {
    pub(super) fn some(&self, rng: &mut Rng) -> Option<PrintJobId> {
        some(&self.jobs, rng)
    }

    pub(super) fn some_z(&self, rng: &mut Rng) -> Option<DrawerSessionId> {
        let n = self.closed.len();
        (n > 0).then(|| self.closed[rng.usize(..n)])
    }

    pub(super) fn follow(&mut self, request: &Request, outcome: &Outcome, label: &str) {
        match (request, outcome) {
            (Request::Reprint { what }, Outcome::Queued { print, copy }) => {
                self.reprint(*what, *print, *copy, label);
            }
            (Request::SendCopy { sale, .. }, Outcome::CopyQueued { job }) => {
                self.send(*job, Printable::Copy(*sale), label);
            }
            (Request::SendDocument { document, .. }, Outcome::CopyQueued { job }) => {
                self.send(*job, Printable::DocumentCopy(*document), label);
            }
            (Request::SettlePrintJob { job, state }, _) => self.settle(*job, state),
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    fn queue(&mut self, id: PrintJobId, what: Printable, state: PrintState, label: &str) -> u32 {
        let before = self.jobs.values().filter(|it| it.what == what).count();
        let copy = u32::try_from(before).unwrap();
        let job = Job { what, copy, state };
        let old = self.jobs.insert(id, job);
        assert!(old.is_none(), "{label}: {id} is queued twice");
        copy
    }

    pub(super) fn receipt(
        &mut self,
        id: PrintJobId,
        what: Printable,
        printing: ReceiptPrinting,
        label: &str,
    ) {
        let state = match printing {
            ReceiptPrinting::Always => PrintState::Waiting,
            ReceiptPrinting::Asked | ReceiptPrinting::Never => PrintState::NotWanted,
        };
        let copy = self.queue(id, what, state, label);
        assert_eq!(copy, 0, "{label}: {what:?}");
    }

    pub(super) fn z(&mut self, session: DrawerSessionId, id: Option<PrintJobId>, label: &str) {
        self.closed.push(session);
        let copy = self.queue(
            id.unwrap(),
            Printable::Z(session),
            PrintState::Waiting,
            label,
        );
        assert_eq!(copy, 0, "{label}");
    }

    /// The original that nobody wanted goes first.
    pub(super) fn reprint(&mut self, what: Printable, id: PrintJobId, copy: u32, label: &str) {
        let what = what.on_paper();
        let is_unwanted = |it: &Job| it.what == what && it.state == PrintState::NotWanted;
        if self.jobs.values().any(is_unwanted) {
            let job = self.jobs.get_mut(&id).unwrap();
            assert!(is_unwanted(job), "{label}: {id} was printed before");
            job.state = PrintState::Waiting;
            assert_eq!(copy, job.copy, "{label}");
        } else {
            let next = self.queue(id, what, PrintState::Waiting, label);
            assert_eq!(copy, next, "{label}");
        }
    }

    pub(super) fn send(&mut self, id: PrintJobId, what: Printable, label: &str) {
        self.queue(id, what, PrintState::Waiting, label);
    }

    pub(super) fn settle(&mut self, id: PrintJobId, state: &PrintState) {
        self.jobs.get_mut(&id).unwrap().state = state.clone();
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let jobs = spa.shop.read().all::<PrintJob>().unwrap();
        assert_eq!(jobs.len(), self.jobs.len(), "{label}: jobs");
        for job in jobs {
            let known = &self.jobs[&job.id];
            let (is, must) = (
                (job.what, job.copy, &job.state),
                (known.what, known.copy, &known.state),
            );
            assert_eq!(is, must, "{label}: {}", job.id);
        }
    }
}
