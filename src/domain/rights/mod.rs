//! Who may do what: rights, the roles that have them, and how much each may take off.
//!
//! Until the owner turns them on everyone may do everything. From then on nobody may
//! do anything who has not signed on, and what no role gives is refused.

mod limits;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use limits::{Limits, OffByHand, OffLine};

use super::{
    ids::StaffId,
    pin::{Effort, Proof, Salt},
};

macro_rules! rights {
    ($($(#[$doc:meta])* $right:ident,)*) => {
        /// What somebody may or may not do. New ones go to the end: they are kept by
        /// their place.
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash,
            Serialize, Deserialize, JsonSchema,
        )]
        #[serde(rename_all = "snake_case")]
        pub enum Right { $($(#[$doc])* $right),* }

        impl Right {
            pub const ALL: &[Self] = &[$(Self::$right),*];
        }
    };
}

rights! {
    /// Fill, park and drop carts.
    Sell,
    /// Take something off by hand, up to the role's limits.
    Discount,
    /// Say a price where the list has none.
    OpenPrice,
    /// Another price than the list's.
    ChangePrice,
    TakePayment,
    Refund,
    Void,
    /// Open the drawer without a sale.
    NoSale,
    /// Put cash in or take it out.
    MoveCash,
    /// Open and count the drawer.
    Drawer,
    CloseDay,
    /// Print again, or send a copy.
    Reprint,
    Book,
    /// Book where something stands in the way.
    OverrideBook,
    Clients,
    Stock,
    /// Services, products, prices.
    Catalog,
    /// The shop's settings, rooms and taxes.
    House,
    /// People, their roles, PINs and cards.
    People,
    /// What each role may, and whether it is asked at all.
    Rights,
    /// Look at who did what.
    Audit,
    ConfirmClock,
    /// Move, lengthen and end what was paid ahead: gift cards, packages, points.
    Prepaid,
    /// What accounts are called in the books of others.
    Books,
    /// Let somebody owe.
    Tab,
    /// Give back what was bought on a receipt that is not at hand.
    RefundWithoutReceipt,
}

impl Right {
    /// As JSON and files name it: `close_day`.
    pub fn name(self) -> String {
        let json = serde_json::to_value(self).ok();
        let name = json.as_ref().and_then(|it| it.as_str());
        name.unwrap_or_default().to_owned()
    }
}

#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    Desk,
    Therapist,
    Manager,
    /// May do everything, whatever is written.
    Owner,
    Accountant,
}

impl RoleKind {
    pub const ALL: [Self; 5] = [
        Self::Desk,
        Self::Therapist,
        Self::Manager,
        Self::Owner,
        Self::Accountant,
    ];

    /// What it may do before anybody has decided.
    pub fn usual(self) -> Role {
        use Right as R;
        let rights: &[Right] = match self {
            Self::Desk => &[
                R::Sell,
                R::Discount,
                R::OpenPrice,
                R::TakePayment,
                R::MoveCash,
                R::Drawer,
                R::CloseDay,
                R::Reprint,
                R::Book,
                R::Clients,
                R::Stock,
                R::ConfirmClock,
                R::Tab,
            ],
            Self::Therapist => &[R::Sell, R::OpenPrice, R::Book, R::Clients],
            Self::Manager | Self::Owner => Right::ALL,
            Self::Accountant => &[R::Reprint, R::Audit, R::Books],
        };
        let not_theirs = |right: &Right| self == Self::Manager && *right == Right::Rights;
        let rights = rights.iter().copied().filter(|it| !not_theirs(it));
        Role {
            kind: self,
            rights: rights.collect(),
            limits: match self {
                Self::Manager | Self::Owner => Limits::NONE,
                _ => Limits::usual(),
            },
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Role {
    pub kind: RoleKind,
    pub rights: Vec<Right>,
    /// How much may be taken off by hand without a second person.
    pub limits: Limits,
}

impl Role {
    pub fn may(&self, right: Right) -> bool {
        self.kind == RoleKind::Owner || self.rights.contains(&right)
    }

    /// Nothing may be taken off where the right to it is not there.
    pub fn limits(&self) -> Limits {
        match (self.kind, self.may(Right::Discount)) {
            (RoleKind::Owner, _) => Limits::NONE,
            (_, true) => self.limits,
            (_, false) => Limits::NOTHING,
        }
    }
}

/// What somebody signs on with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub staff: StaffId,
    pub role: RoleKind,
    pub pin: Option<Proof>,
    pub card: Option<Proof>,
}

impl Person {
    pub fn can_sign_on(&self) -> bool {
        self.pin.is_some() || self.card.is_some()
    }
}

/// What a shop decides about its people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsRules {
    /// Before that everyone may.
    pub on: bool,
    /// So long without a key a desk waits before it locks itself; 0: for ever.
    pub idle_minutes: u16,
    /// Measured when the first PIN or card was set.
    pub effort: Option<Effort>,
    /// Of all cards, so that one that is scanned is worked out once.
    pub card_salt: Salt,
    /// Those that are otherwise than usual.
    pub roles: Vec<Role>,
    pub people: Vec<Person>,
}

impl Default for RightsRules {
    fn default() -> Self {
        Self {
            on: false,
            idle_minutes: 10,
            effort: None,
            card_salt: Salt::default(),
            roles: Vec::new(),
            people: Vec::new(),
        }
    }
}

impl RightsRules {
    pub fn role(&self, kind: RoleKind) -> Role {
        let known = self.roles.iter().find(|it| it.kind == kind);
        known.cloned().unwrap_or_else(|| kind.usual())
    }

    pub fn person(&self, staff: StaffId) -> Option<&Person> {
        self.people.iter().find(|it| it.staff == staff)
    }

    /// Of somebody who has one.
    pub fn role_of(&self, staff: StaffId) -> Option<Role> {
        self.person(staff).map(|it| self.role(it.role))
    }

    /// Whether nobody is left out: somebody can sign on who may change the rights.
    pub fn has_way_back(&self, is_active: impl Fn(StaffId) -> bool) -> bool {
        self.people.iter().any(|it| {
            it.can_sign_on() && is_active(it.staff) && self.role(it.role).may(Right::Rights)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::RawId;

    #[test]
    fn an_owner_may_everything_whatever_is_written() {
        let owner = Role {
            kind: RoleKind::Owner,
            rights: Vec::new(),
            limits: Limits::NOTHING,
        };
        for right in Right::ALL {
            assert!(owner.may(*right), "{right:?}");
        }
        assert_eq!(owner.limits(), Limits::NONE);
    }

    #[test]
    fn a_manager_may_all_but_change_the_rights() {
        let manager = RoleKind::Manager.usual();
        for right in Right::ALL {
            assert_eq!(manager.may(*right), *right != Right::Rights, "{right:?}");
        }
    }

    #[test]
    fn what_a_role_is_not_given_it_may_not() {
        for kind in RoleKind::ALL {
            let role = kind.usual();
            let mut sorted = role.rights.clone();
            sorted.sort_unstable();
            sorted.dedup();
            assert_eq!(role.rights, sorted, "{kind:?}: in order, each once");
        }
        let desk = RoleKind::Desk.usual();
        for right in [
            Right::Refund,
            Right::Void,
            Right::NoSale,
            Right::ChangePrice,
        ] {
            assert!(!desk.may(right), "{right:?}");
        }
    }

    #[test]
    fn somebody_must_be_able_to_change_the_rights_again() {
        let staff = StaffId(RawId::new(1, 1).unwrap());
        let pin = Proof::of("1234", [1; 16], Effort::LEAST);
        let person = |role, pin| RightsRules {
            people: vec![Person {
                staff,
                role,
                pin,
                card: None,
            }],
            ..RightsRules::default()
        };
        assert!(person(RoleKind::Owner, pin).has_way_back(|_| true));
        assert!(!person(RoleKind::Owner, pin).has_way_back(|_| false));
        assert!(!person(RoleKind::Owner, None).has_way_back(|_| true));
        assert!(!person(RoleKind::Manager, pin).has_way_back(|_| true));
    }
}
