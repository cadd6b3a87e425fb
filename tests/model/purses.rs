//! The naive purses: what is on each gift card, and which card has its money.

use std::collections::BTreeMap;

use balm::{
    domain::{
        ids::GiftCardId,
        money::Money,
        purse::{CardFault, GiftCard, LoyaltyRules, drawn_from},
        sale::Sale,
        tender::{Purse, Tender, TenderKind},
        ticket::{Item, Ticket},
    },
    ops::{
        outcome::Outcome,
        refusal::Refusal,
        request::{Request, Session},
    },
    store::Reads,
};
use fastrand::Rng;

use super::{
    accounts::{Accounts, Part},
    cart::Line,
    naive::Naive,
    spa::Spa,
    wish::{Wishes, cents},
};

#[derive(Default)]
pub(super) struct Purses {
    cards: BTreeMap<GiftCardId, Card>,
}

struct Card {
    number: String,
    left: i64,
    /// The card that has its money now.
    moved_to: Option<GiftCardId>,
}

impl Purses {
    /// One with money on it.
    /// The one that lapses first, if any does.
    fn oldest_full(&self) -> Option<GiftCardId> {
        let full = |(id, it): (&GiftCardId, &Card)| (it.left > 0).then_some(*id);
        self.cards.iter().find_map(full)
    }

    pub(super) fn some_full(&self, rng: &mut Rng) -> Option<GiftCardId> {
        let full = self.cards.iter().filter(|(_, card)| card.left > 0);
        let full: Vec<GiftCardId> = full.map(|(id, _)| *id).collect();
        rng.choice(full)
    }

    pub(super) fn some(&self, rng: &mut Rng) -> Option<GiftCardId> {
        // Mostly one with something on it.
        let full = self.cards.iter().filter(|(_, it)| it.left > 0);
        let full: Vec<_> = full.map(|(id, _)| *id).collect();
        if !full.is_empty() && rng.u8(0..5) > 0 {
            return Some(full[rng.usize(..full.len())]);
        }
        super::office::some(&self.cards, rng)
    }

    pub(super) fn left(&self, id: GiftCardId) -> i64 {
        self.cards[&id].left
    }

    fn now(&mut self, id: GiftCardId) -> &mut Card {
        let mut id = id;
        while let Some(next) = self.cards[&id].moved_to {
            id = next;
        }
        self.cards.get_mut(&id).unwrap()
    }

    /// Put on it, and owed for it from then on.
    pub(super) fn put(&mut self, accounts: &mut Accounts, id: GiftCardId, amount: i64) {
        self.now(id).left += amount;
        accounts.pass(Part::GiftCards, Part::Income, amount);
    }

    /// What was paid with it; negative for what was given back to it.
    pub(super) fn take(&mut self, accounts: &mut Accounts, id: GiftCardId, amount: i64) {
        self.now(id).left -= amount;
        accounts.pass(Part::Income, Part::GiftCards, amount);
    }

    /// With each so much; what that is together.
    pub(super) fn paid(&mut self, accounts: &mut Accounts, by: &[(Purse, i64)]) -> i64 {
        let mut all = 0;
        for (purse, amount) in by {
            if let Purse::GiftCard(id) = purse {
                self.take(accounts, *id, *amount);
                all += amount;
            }
        }
        all
    }

    /// What a refund gave back to cards, after it took back what it had put on them.
    pub(super) fn refunded(&mut self, accounts: &mut Accounts, refund: &Sale) -> i64 {
        let mut to_cards = 0;
        for payment in &refund.payments {
            if let (TenderKind::GiftCard, Some(Purse::GiftCard(id))) = (payment.kind, payment.purse)
            {
                let kept = payment.kept().minor();
                self.take(accounts, id, kept);
                to_cards += kept;
            }
        }
        for line in &refund.lines {
            if let Item::GiftCard(id) = line.item {
                self.put(accounts, id, line.total.minor());
            }
        }
        to_cards
    }

    fn same_number(&self, number: &str) -> Option<GiftCardId> {
        let mut cards = self.cards.iter();
        let same = |it: &&Card| it.number.eq_ignore_ascii_case(number);
        cards.find(|(_, it)| same(it)).map(|(id, _)| *id)
    }

    pub(super) fn check(&self, accounts: &Accounts, label: &str) {
        let all: i64 = self.cards.values().map(|it| it.left).sum();
        assert_eq!(accounts.balance(Part::GiftCards), -all, "{label}");
        assert!(self.cards.values().all(|it| it.left >= 0), "{label}");
    }

    pub(super) fn audit(&self, spa: &Spa, label: &str) {
        let cards = spa.shop.read().all::<GiftCard>().unwrap();
        assert_eq!(cards.len(), self.cards.len(), "{label}");
        for card in cards {
            let known = &self.cards[&card.id];
            assert_eq!(card.balance.minor(), known.left, "{label}: {card:?}");
            assert_eq!(card.number, known.number, "{label}");
            assert_eq!(card.successor, known.moved_to, "{label}");
        }
    }

    pub(super) fn check_fault(&self, number: &str, fault: CardFault, label: &str) {
        let left = self.same_number(number).map_or(0, |it| self.left(it));
        match fault {
            CardFault::Short { left: said } => assert!(said.minor() <= left, "{label}"),
            CardFault::NotSold | CardFault::Replaced => assert_eq!(left, 0, "{label}"),
            CardFault::Held { held, .. } => assert!(held.minor() > 0, "{label}"),
            _ => (),
        }
    }
}

impl Naive {
    /// What can be paid from a balance, without what carts have taken of it; the one
    /// that is paid is gone by then, but for the points on its lines.
    pub(super) fn free(&self, purse: Purse, on_lines: i64, before: &[i64]) -> i64 {
        let carts = self.carts.values();
        let held = carts.map(|it| drawn_from(purse, &it.taken).minor());
        let left = match purse {
            Purse::GiftCard(card) => self.purses.left(card),
            Purse::Deposit(deposit) => self.deposits.left(deposit),
            Purse::Client(client) => {
                let (points, carts) = (&self.points, self.carts.values());
                return points.free(client, carts, on_lines, before);
            }
            Purse::Holding(_) => panic!("{purse:?} pays nothing"),
        };
        left - held.sum::<i64>() - before.iter().sum::<i64>()
    }

    pub(super) fn follow_purses(
        &mut self,
        spa: &Spa,
        session: &Session,
        request: &Request,
        outcome: &Outcome,
        label: &str,
    ) {
        match (request, outcome) {
            (Request::AddGiftCard { number, amount }, Outcome::TicketChanged { ticket, .. }) => {
                let line = self.line_changed(session, outcome, label).unwrap();
                let cart = spa.shop.read().get::<Ticket>(ticket).unwrap().unwrap();
                let added = cart.lines.iter().find(|it| it.number == line).unwrap();
                let Item::GiftCard(id) = added.item else {
                    panic!("{label}: {added:?}");
                };
                self.card_named(spa, id, number.as_deref(), label);
                let cart = self.carts.entry(*ticket).or_default();
                cart.lines
                    .push(Line::of_money(line, added.item, amount.minor()));
                self.check_total(outcome, label);
            }
            (
                Request::TransferGiftCard { card, to },
                Outcome::GiftCardChanged { card: new, .. },
            ) => {
                self.card_named(spa, *new, to.as_deref(), label);
                let left = std::mem::take(&mut self.purses.cards.get_mut(card).unwrap().left);
                assert!(left > 0 && card != new, "{label}");
                self.purses.cards.get_mut(new).unwrap().left += left;
                self.purses.cards.get_mut(card).unwrap().moved_to = Some(*new);
            }
            (Request::ExpireGiftCard { card }, Outcome::GiftCardChanged { left, .. }) => {
                let gone = std::mem::take(&mut self.purses.cards.get_mut(card).unwrap().left);
                assert!(gone > 0 && left.is_zero(), "{label}");
                self.accounts.pass(Part::Breakage, Part::GiftCards, gone);
            }
            (Request::SaveLoyaltyRules { .. }, Outcome::Saved) => (),
            _ => panic!("{label}: {outcome:?}"),
        }
    }

    /// One number is one card, in any case of letters.
    fn card_named(&mut self, spa: &Spa, id: GiftCardId, asked: Option<&str>, label: &str) {
        let card = spa.shop.read().get::<GiftCard>(&id).unwrap().unwrap();
        if let Some(asked) = asked {
            assert!(asked.eq_ignore_ascii_case(&card.number), "{label}");
        }
        let known = self.purses.same_number(&card.number);
        assert!(known.is_none_or(|it| it == id), "{label}: a second one");
        self.purses.cards.entry(id).or_insert(Card {
            number: card.number,
            left: 0,
            moved_to: None,
        });
    }

    pub(super) fn check_card_refusal(&self, refusal: &Refusal, label: &str) {
        self.check_points_refusal(refusal, label);
        if let Refusal::GiftCard { number, fault } = refusal {
            self.purses.check_fault(number, *fault, label);
        }
    }
}

impl Wishes {
    pub(super) fn purses(&mut self, naive: &Naive) -> Request {
        let card = naive.purses.some(&mut self.0).unwrap_or_default();
        match self.0.u8(0..18) {
            0 => Request::TransferGiftCard {
                card,
                to: self.number(),
            },
            1..10 => {
                let oldest = naive.purses.oldest_full().filter(|_| self.0.u8(0..4) > 0);
                let any = || naive.purses.some_full(&mut self.0);
                let card = oldest.or_else(any).unwrap_or(card);
                Request::ExpireGiftCard { card }
            }
            10 | 11 => {
                let lives = [None, Some(1), Some(1), Some(1), Some(1)];
                let card_life_months = lives[self.0.usize(..lives.len())];
                let rules = LoyaltyRules {
                    card_life_months,
                    ..LoyaltyRules::default()
                };
                Request::SaveLoyaltyRules { rules }
            }
            _ => Request::AddGiftCard {
                number: self.number(),
                amount: cents(self.0.i64(0..12_000)),
            },
        }
    }

    /// A few that come again and again.
    fn number(&mut self) -> Option<String> {
        let numbers = ["GC-1", "gc-1", "GC-2", "20261122", "4111111111111111"];
        let nth = self.0.usize(..numbers.len() + 3);
        numbers.get(nth).map(|it| (*it).to_owned())
    }

    pub(super) fn by_gift_card(&mut self, naive: &Naive, amount: Option<i64>) -> Tender {
        let card = naive.purses.some(&mut self.0).unwrap_or_default();
        Tender {
            purse: Some(Purse::GiftCard(card)),
            ..Tender::of(TenderKind::GiftCard, amount.map(Money::from_minor))
        }
    }
}
