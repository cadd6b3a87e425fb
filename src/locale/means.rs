//! Who may give a service, and what it is given with: why it cannot be then.

use super::{Arg, Words};
use crate::{
    domain::{client::Sex, time::WallTime},
    ops::{query::WhyReport, refusal::ClashReport},
};

impl Words<'_> {
    /// Of who may give it, and of what it is given with.
    pub(super) fn clash_of_means(&self, clash: &ClashReport) -> String {
        match clash {
            ClashReport::ServiceOff {
                service,
                from,
                until,
            } => {
                let id = if from == until {
                    "clash-service-off-day"
                } else {
                    "clash-service-off"
                };
                let (from, until) = (self.date(*from), self.date(*until));
                let words = [("from", from.into()), ("until", until.into())];
                let service = ("service", Arg::from(service));
                self.locale
                    .fill(id, &[words.to_vec(), vec![service]].concat())
            }
            ClashReport::RoomFull {
                room,
                places,
                until,
            } => self.locale.fill(
                "clash-room-full",
                &[
                    ("room", room.into()),
                    ("places", i64::from(*places).into()),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::RoomOutOfOrder { room, note, until } => {
                let mut words = vec![("room", room.into()), ("note", note.into())];
                let id = match until {
                    Some(until) => {
                        words.push(("until", self.short_date(*until).into()));
                        "clash-room-out-of-order-until"
                    }
                    None => "clash-room-out-of-order",
                };
                self.locale.fill(id, &words)
            }
            ClashReport::NobodyFree { until } => {
                self.sentence_until("clash-nobody-free", *until, Vec::new())
            }
            ClashReport::EquipmentUnsuitable { equipment, service } => self.locale.fill(
                "clash-equipment-unsuitable",
                &[("equipment", equipment.into()), ("service", service.into())],
            ),
            ClashReport::EquipmentBusy { equipment, until } => self.locale.fill(
                "clash-equipment-busy",
                &[
                    ("equipment", equipment.into()),
                    ("until", self.time(*until).into()),
                ],
            ),
            ClashReport::NoEquipmentFree { of, until } => {
                let of = vec![("of", self.list(of).into())];
                self.sentence_until("clash-no-equipment-free", *until, of)
            }
            other => self.clash_of_people(other),
        }
    }

    /// Of who may give it to whom.
    fn clash_of_people(&self, clash: &ClashReport) -> String {
        match clash {
            ClashReport::GradeTooLow { staff, service } => self.locale.fill(
                "clash-grade-too-low",
                &[("staff", staff.into()), ("service", service.into())],
            ),
            ClashReport::NeverWith { client, staff } => self.locale.fill(
                "clash-never-with",
                &[("client", client.into()), ("staff", staff.into())],
            ),
            ClashReport::TreatsOthers {
                client,
                staff,
                treats,
            } => self.locale.fill(
                match treats {
                    Sex::Female => "clash-treats-women",
                    Sex::Male => "clash-treats-men",
                },
                &[("client", client.into()), ("staff", staff.into())],
            ),
            _ => String::new(),
        }
    }

    /// Why a time that was asked for cannot be had.
    pub fn why_no_time(&self, why: &WhyReport) -> String {
        match why {
            WhyReport::NobodyGives { service, sex } => {
                let id = match sex {
                    Some(Sex::Female) => "why-no-woman",
                    Some(Sex::Male) => "why-no-man",
                    None => "why-nobody-gives",
                };
                self.locale.fill(id, &[("service", service.into())])
            }
            WhyReport::AllTaken { n, until } => {
                self.sentence_until("why-all-taken", *until, vec![("n", (*n).into())])
            }
            WhyReport::Clash { clash } => self.clash(clash),
        }
    }

    /// The sentence `id`, or with a time that is known `id-until`.
    fn sentence_until(
        &self,
        id: &str,
        until: Option<WallTime>,
        mut words: Vec<(&'static str, Arg)>,
    ) -> String {
        let Some(until) = until else {
            return self.locale.fill(id, &words);
        };
        words.push(("until", self.time(until).into()));
        self.locale.fill(&format!("{id}-until"), &words)
    }
}
