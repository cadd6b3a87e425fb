//! What the form holds: typed texts and what they were taken for. Read out of its
//! fields, put into a request, and put back when the form is built anew.

use chrono::NaiveDate;

use super::Pick;
use crate::{
    domain::{
        catalog::Service,
        client::{Client, Sex},
        ids::{ClientId, EquipmentId, RoomId, ServiceId, StaffId},
        time::{self, WallTime, WhichProblem},
        typed,
    },
    ops::{
        query::{Answer, Query, TimeWish},
        refusal::{Field, FieldProblem, OfferReport},
        request::{Booking, How},
    },
    store::Reads,
    ui::{
        dialogs::visit::{Chosen, Party},
        view::View,
        widgets::form::FormField,
    },
};

/// A text and what it was taken for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Typed<T> {
    pub(super) text: String,
    pub(super) id: Option<T>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) client: Typed<ClientId>,
    pub(super) service: Typed<ServiceId>,
    pub(super) staff: Typed<StaffId>,
    /// For the roles after the first.
    pub(super) with: Vec<Typed<StaffId>>,
    /// Any woman, or any man, where nobody is named.
    pub(super) sex: Option<Sex>,
    pub(super) date: String,
    pub(super) time: String,
    pub(super) room: Typed<RoomId>,
    /// What a time was looked for with.
    pub(super) equipment: Option<EquipmentId>,
    pub(super) note: String,
    pub(super) how: How,
    /// What stood in the way.
    pub(super) clash: Option<Clashed>,
    /// The time that was asked for is to be taken in spite of the clash.
    pub(super) as_asked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Clashed {
    pub(super) asked: WallTime,
    pub(super) sentence: String,
    pub(super) offers: Vec<OfferReport>,
    /// For most clashes someone may book in spite of them.
    pub(super) may_override: bool,
}

pub(super) type Wrong = (Field, String);

impl Draft {
    pub(super) fn set_client(&mut self, id: ClientId, view: &View) {
        let client = view.shop.read().get::<Client>(&id).ok().flatten();
        self.client = Typed {
            text: client.map(|it| it.name).unwrap_or_default(),
            id: Some(id),
        };
    }

    pub(super) fn set_service(&mut self, id: ServiceId, view: &View) {
        let name = view.service_named(id).map(|it| it.name.clone());
        self.service = Typed {
            text: name.unwrap_or_default(),
            id: Some(id),
        };
    }

    pub(super) fn set_staff(&mut self, id: StaffId, view: &View) {
        self.sex = None;
        let name = view.staff_named(id).map(|it| it.name.clone());
        self.staff = Typed {
            text: name.unwrap_or_default(),
            id: Some(id),
        };
    }

    pub(super) fn set_room(&mut self, id: RoomId, view: &View) {
        let name = view.room_named(id).map(|it| it.name.clone());
        self.room = Typed {
            text: name.unwrap_or_default(),
            id: Some(id),
        };
    }

    /// As it would be typed: in an hour that comes twice it says which one.
    pub(super) fn set_start(&mut self, start: WallTime, view: &View) {
        self.date = start.date.format("%d.%m.%Y").to_string();
        self.time = time::spelled(start, view.settings.time_zone);
    }

    /// The fields as they now are; what the form does not show is kept.
    pub(super) fn read(&mut self, fields: &[FormField<Pick>], view: &View) {
        self.as_asked = false;
        let with = fields.iter().filter(|it| it.field == Field::With);
        let with = with.map(|it| Typed {
            text: it.value().to_owned(),
            id: match it.chosen() {
                Some(Pick::Staff(id)) => Some(*id),
                _ => None,
            },
        });
        self.with = with.collect();
        for field in fields {
            self.read_field(field, view);
        }
    }

    fn read_field(&mut self, field: &FormField<Pick>, view: &View) {
        let text = field.value().to_owned();
        match (field.field, field.chosen()) {
            (Field::Client, Some(Pick::Client(id))) => {
                self.client = Typed {
                    text,
                    id: Some(*id),
                }
            }
            (Field::Client, _) => self.client = Typed { text, id: None },
            (Field::Service, Some(Pick::Service(id))) => {
                self.service = Typed {
                    text,
                    id: Some(*id),
                }
            }
            (Field::Service, _) => self.service = Typed { text, id: None },
            (Field::Staff, chosen) => {
                self.sex = match chosen {
                    Some(Pick::Sex(sex)) => Some(*sex),
                    _ => None,
                };
                let id = match chosen {
                    Some(Pick::Staff(id)) => Some(*id),
                    _ => None,
                };
                self.staff = Typed { text, id };
            }
            (Field::Room, Some(Pick::Room(id))) => {
                self.room = Typed {
                    text,
                    id: Some(*id),
                }
            }
            (Field::Room, _) => self.room = Typed { text, id: None },
            (Field::Date, _) => self.date = text,
            // Behind the staff and date fields, so an offer has the last word.
            (Field::Time, Some(Pick::Offer(offer))) => {
                self.set_staff(offer.staff, view);
                self.set_start(offer.start, view);
            }
            (Field::Time, Some(Pick::AsAsked)) => {
                self.as_asked = true;
                if let Some(clash) = &self.clash {
                    self.time = time::spelled(clash.asked, view.settings.time_zone);
                }
            }
            (Field::Time, _) => self.time = text,
            (Field::Note, _) => self.note = text,
            (Field::MadeAs, Some(Pick::How(how))) => {
                self.how = How {
                    waiting: self.how.waiting,
                    ..*how
                };
            }
            _ => (),
        }
    }

    /// # Errors
    ///
    /// The first field that is missing or not understood.
    pub(super) fn booking(&self, view: &View) -> Result<Booking, Wrong> {
        if !self.client.text.is_empty() && self.client.id.is_none() {
            return Err((Field::Client, view.text("booking-unknown-client")));
        }
        let service = self
            .service
            .id
            .ok_or_else(|| missing(Field::Service, &self.service.text, view))?;
        let date = self.start_date(view)?;
        let start = self.start(date, view)?;
        let mut nobody = self.with.iter().filter(|it| it.id.is_none());
        if let Some(it) = nobody.find(|it| !it.text.is_empty()) {
            return Err(missing(Field::With, &it.text, view));
        }
        let staff = match self.staff.id {
            Some(staff) => staff,
            None if self.is_open() => self.free_staff(service, start, view)?,
            None => return Err(missing(Field::Staff, &self.staff.text, view)),
        };
        if !self.room.text.is_empty() && self.room.id.is_none() {
            return Err(missing(Field::Room, &self.room.text, view));
        }
        Ok(Booking {
            client: self.client.id,
            service,
            staff,
            team: self.team(),
            room: self.room.id,
            equipment: self.equipment.into_iter().collect(),
            start,
            note: self.note.clone(),
            override_reason: None,
            how: self.how,
        })
    }

    /// Who is named for the roles after the first.
    fn team(&self) -> Vec<Option<StaffId>> {
        self.with.iter().map(|it| it.id).collect()
    }

    /// How many roles the service has after the first.
    pub(super) fn n_others(&self, view: &View) -> usize {
        let service = self.service.id.and_then(|id| view.service_named(id));
        let n_roles = service.map_or(0, Service::n_roles);
        usize::from(n_roles).saturating_sub(1)
    }

    /// The client and the service, as the first part of a visit of several; the
    /// therapist and the time as a wish.
    ///
    /// # Errors
    ///
    /// As [`Self::booking`].
    pub(super) fn first_part(&self, view: &View) -> Result<Party, Wrong> {
        if !self.client.text.is_empty() && self.client.id.is_none() {
            return Err((Field::Client, view.text("booking-unknown-client")));
        }
        let service = self
            .service
            .id
            .ok_or_else(|| missing(Field::Service, &self.service.text, view))?;
        let date = self.start_date(view)?;
        let near = self.start(date, view)?.max(view.now);
        if self.staff.id.is_none() && !self.is_open() {
            return Err(missing(Field::Staff, &self.staff.text, view));
        }
        // Who cannot do it was only the cursor's column.
        let can_do = |id: &StaffId| view.staff_named(*id).is_some_and(|it| it.can_do(service));
        let first = Chosen {
            client: self.client.id,
            service,
            staff: self.staff.id.filter(can_do),
            sex: self.sex,
        };
        Ok(Party::of(vec![first], near, &self.note))
    }

    fn start(&self, date: NaiveDate, view: &View) -> Result<WallTime, Wrong> {
        let (minute, which) =
            typed::time_of_two(&self.time).ok_or_else(|| missing(Field::Time, &self.time, view))?;
        let zone = view.settings.time_zone;
        time::meant(WallTime::new(date, minute), which, zone).map_err(|problem| {
            let said = match problem {
                WhichProblem::Twice { first, second } => {
                    let words = [("first", first.into()), ("second", second.into())];
                    view.fill("booking-time-twice", &words)
                }
                WhichProblem::NoSuch => view.fill(
                    "booking-no-such-time",
                    &[("typed", self.time.as_str().into())],
                ),
            };
            (Field::Time, said)
        })
    }

    /// Nobody is named, save any woman or any man.
    fn is_open(&self) -> bool {
        self.staff.text.is_empty() || self.sex.is_some()
    }

    /// Whoever could give a service at a time, where no therapist is named.
    fn free_staff(
        &self,
        service: ServiceId,
        start: WallTime,
        view: &View,
    ) -> Result<StaffId, Wrong> {
        let query = Query::Offers(Box::new(TimeWish {
            client: self.client.id,
            team: self.team(),
            sex: self.sex,
            equipment: self.equipment.into_iter().collect(),
            ..TimeWish::new(service, start)
        }));
        let offers = match view.shop.ask(&view.session, &view.locale, &query) {
            Ok(Answer::Offers(sheet)) => sheet.offers,
            _ => Vec::new(),
        };
        let then = offers.iter().find(|it| it.start == start);
        then.map(|it| it.staff)
            .ok_or_else(|| (Field::Staff, view.text("booking-nobody-free")))
    }

    fn start_date(&self, view: &View) -> Result<NaiveDate, Wrong> {
        typed::date_ahead(&self.date, view.today())
            .ok_or_else(|| missing(Field::Date, &self.date, view))
    }

    /// What must be seen before the client is served.
    pub(super) fn alert(&self, view: &View) -> Option<String> {
        let client = view.shop.read().get::<Client>(&self.client.id?).ok()??;
        let mark = view.theme.glyph("◆", "*");
        (!client.alert.is_empty()).then(|| format!("{mark} {}", client.alert))
    }

    /// The service that this client has most often.
    pub(super) fn usual_service(&self, view: &View) -> Option<ServiceId> {
        let query = Query::ClientCard {
            client: self.client.id?,
        };
        let Ok(Answer::ClientCard(card)) = view.shop.ask(&view.session, &view.locale, &query)
        else {
            return None;
        };
        let service = card.usual?.service;
        view.services
            .iter()
            .find(|it| it.active && it.name == service)
            .map(|it| it.id)
    }
}

fn missing(field: Field, typed: &str, view: &View) -> Wrong {
    let problem = if typed.is_empty() {
        FieldProblem::Missing
    } else {
        FieldProblem::NotUnderstood {
            typed: typed.to_owned(),
        }
    };
    (field, view.words().field_problem(field, &problem))
}
