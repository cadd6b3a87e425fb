//! Balm: point of sale, appointment book and client file for spas, salons and
//! massage clinics, in a terminal.
//!
//! # One way through the house
//!
//! ```text
//!  keys ──┐                                                            ┌─▶ device queues (print, drawer)
//!  scans ─┼─▶ Event ─▶ Action ─▶ Component ─▶ Request ─▶ ops ─▶ Commit ┼─▶ View ─▶ screen
//!  clock ─┘   what      what it   what the     use case  rule    one   └─▶ whoever subscribed to the shop
//!             happened  means     pane asks              + Tx    transaction
//!                                                ▲               │
//!  balm exec (JSON lines), balm import ──────────┘               ▼
//!                                                      journal files (the truth, synced)
//!                                                      the index     (fast reads, rebuilt when in doubt)
//! ```
//!
//! Each arrow is a plain enum or struct that can be printed, compared and tested:
//! [`ui::event::Event`], [`ui::action::Action`], [`ui::component::Cmd`],
//! [`ops::request::Request`], [`ops::outcome::Outcome`], [`ops::refusal::Refusal`],
//! [`store::Committed`], [`ui::view::View`]. Data flows one way. Nothing writes to
//! the store but [`ops`], and `ops` only inside one transaction per request.
//! Nothing decides a rule but [`domain`]. Nothing touches hardware but
//! [`devices`], and only after the commit.
//!
//! # What lives where
//!
//! | module | what it is | may use |
//! | --- | --- | --- |
//! | [`domain`] | pure rules and nouns of the trade: no IO, no clock, no randomness, no floats | nothing of ours |
//! | [`store`] | journal, index, transactions, records; alone names `sled` and `bincode` | `domain` |
//! | [`devices`] | scanner, printer, drawer, customer display, copies of receipts, a thread each; alone names `serialport` | `domain` |
//! | [`ops`] | the use cases (`ops::request` in, `ops::outcome` or `ops::refusal` out) and the questions (`ops::query`) | `domain`, `store`; `ops::query::preview` lays pages out by `reports` |
//! | [`locale`] | every text for people, and the words for what the others name by enums | `domain`, the enums of `ops` |
//! | [`reports`] | receipts and Zs laid out as pages of data, the books as text for other programs | `domain`, `store` readers, `locale` |
//! | [`ui`] | the screen; only `ui::{app, front, run, term}` know of a terminal, and only `term` of its bytes: reader and frames are our own, crossterm does raw mode | all above |
//! | [`cli`] | one file per subcommand; puts the threads together | everything |
//!
//! `tests/tidy.rs` reads the sources and fails where one of these rules is broken.
//!
//! # Rules that hold everywhere
//!
//! * **Acknowledged means synced.** A request is one journal entry, appended and
//!   `fdatasync`ed before its outcome is shown, printed or sounded. The index is
//!   brought up behind it, by whoever reads next or by a thread of its own, and is
//!   never trusted: a count and a sum over its records prove it, and it is rebuilt
//!   from the journal when in doubt.
//!   After a clean stop these proofs run in the background ([`store`] says why
//!   that is safe), so that a start is quick at any age.
//! * **Nobody changes the past unseen.** Every entry names the hash of the one before
//!   it, and the Z of every closing prints one for all up to then
//!   ([`domain::anchor`]). Damage is named by entry; a repair makes a new store and
//!   never makes a record up, and where some are lost the new one says so for ever.
//! * **The shop as it was at a moment** is the journal up to it, copied and opened
//!   like any other ([`store::copy_as_of`]); a shop that was looked back at refuses
//!   every request ([`ops::shop::Shop::looked_back_at`]).
//! * **A disk that has failed is not written to again.** After a failed write or sync
//!   all is refused that would change anything, until the next start has proved what
//!   the disk has; looking and printing go on. A full disk is no failure: a reserve
//!   that is kept back lets the sale be finished and the day be closed.
//! * **An exchange is one sale**, with lines that came back of one earlier receipt. What
//!   they are worth stays with the tenders that had paid it: a payment back and one
//!   forth of the same tender, so that no tender's sum moves by it.
//! * **Asking twice does once.** Each request carries an id made by who asks; its
//!   outcome is kept with the change, and the same id gives the same answer.
//! * **A refusal is for people** ([`ops::refusal`]): what stands in the way, until
//!   when, what would do instead. A failure ([`ops::failure`]) says what was tried,
//!   what is safe and what to do next.
//! * **One function makes a total** ([`domain::checkout`]): what it gives is what is
//!   shown, paid, stored and printed. Every posted event is a balanced set of
//!   ledger postings ([`domain::ledger`]); closings are sums over what was posted.
//! * **Offered is bookable.** The search for free times and the rule that accepts a
//!   booking are the same function ([`domain::booking`]), for one service and for
//!   several at once, and so is what is said where there is none. A search that gives
//!   up before it has looked at everything says so.
//! * **Who works when is one answer** ([`domain::rota`]): the house's hours, the pattern
//!   of a person or a group, the hours of one day and absences, asked by booking, search,
//!   grid and sentences alike. What a change of them leaves outside stays booked and
//!   stands under attention.
//! * **A status says whether it holds time** ([`domain::booking::Status`]), and nothing
//!   else does. A time that is held ends by an entry of its own, never by a look at the
//!   clock inside the rule.
//! * **Several appointments are done at once or not at all**: a visit of several services
//!   or clients and a series ([`domain::visit`]) are booked, moved and cancelled in one
//!   entry. Each change of an appointment leaves a record of who, when, old and new.
//! * **Turns are counted from visits that have begun** ([`domain::turns`]), and kept
//!   nowhere else: a start that is taken back takes its turn back. Who is off the list is
//!   proposed only where nobody on it can, and it is said. Of a room's order
//!   ([`domain::room_state`]) only "out of order" is a reason against a booking; that it
//!   is not clean is said to who begins there. Who is booked where nothing may be booked
//!   any more, or when nobody works, is found by the same rule and stands under attention
//!   until moved ([`ops::query::stranded`]).
//! * **What the clock shows is not when it is.** A visit keeps both, and a wall time says
//!   which of two it is where the clock is set back ([`domain::time::WallTime`]);
//!   lengths, overlaps and order are those of instants.
//! * **A line's price is fixed when it is added** and changes only by an event that
//!   says why. What comes off it is kept beside it, rule by rule: promotions, coupons and
//!   the client's card, then the whole order's discount, shared out. All of them are
//!   worked out again with each change of the cart, by one function
//!   ([`domain::checkout::take_offers_off`]).
//! * **What is counted is booked.** A closing and a hand-over take any count; what is over
//!   or short is posted for each way of paying by itself, and what is expected is told
//!   only after the count. Each figure of a shift is the sum of the sales behind it.
//! * **What was paid ahead is owed until it is used** ([`domain::purse`],
//!   [`domain::holding`], [`domain::deposit`]): each balance has its movements, and all
//!   of them come to its account after every request, in every build. What a cart takes
//!   of one is not there for another cart until it is paid or dropped. A membership's fee
//!   ([`domain::membership`]) becomes revenue with the time that it is for: with each
//!   closing, and with the first use, the parts that have begun.
//! * **What the shop owes has a register of its own**: to those who work here a movement
//!   for each commission, advance, fine and payout ([`domain::pay_account`]), to suppliers
//!   each delivery and what was paid of it ([`domain::delivery`]). Whoever works out wages
//!   writes such movements; what was had ahead is set off when the rest is handed out.
//! * **Points are counted twice**: in their own unit what clients have, and in money what
//!   that was worth when it was given ([`domain::points`]). Each lot keeps which sales
//!   used it, so that what comes back goes where it was taken of; what is over is taken
//!   over when a day begins.
//! * **Posted is final.** Sales, payments, movements and postings are never
//!   changed; a correction is a new entry that names the old one.
//! * **Who may what is asked below the screen.** Until the owner turns rights on everyone
//!   may. Then [`ops`]' `rights` says which right each request needs, and `Shop::run`
//!   refuses what whoever signed on at that desk may not do, for screen and script
//!   alike. A second person's yes comes with one request and is remembered by nothing;
//!   both names and the reason are kept. A refusal for want of a right changes nothing
//!   but the audit ([`domain::audit`]). PINs and cards are kept as argon2id hashes
//!   ([`domain::pin`]), checked before the request's turn, and in no text or JSON.
//! * **Personal data lives in the client's records only**, the client file and as whom a
//!   client stands on papers; everything else carries the client's id. Only who waits in the
//!   walk-in queue may have a name there, which goes to the visit's note when it begins.
//! * **A paper is worded by a template** ([`domain::document`]): text files of the shop's
//!   own, read and checked before the shop opens, or those that come with the program.
//!   Receipt and Z are laid out in code as long as there is no template of the receipt.
//! * **A scan is an event**, never keys: it cannot land in a field.
//! * **No device holds the desk up.** A job is queued and its record tells what is
//!   known of it; nothing is said to have failed by guess, and nothing of which a
//!   byte may have left is sent again by itself.
//! * **A clock in doubt moves no money** ([`ops`]' `clock_watch`): set back, far ahead
//!   of the last entry or older than the program, it is asked about first, and the
//!   answer is an entry of its own. Until then the last believed time counts.
//! * **Nobody waits for a second disk.** The mirror's thread reads the journal's own
//!   files behind the acknowledgement ([`store`]'s `mirror`); an archive is made from
//!   them while the shop sells ([`store::backup`]), and a restore shows nothing before
//!   all of it is proved.
//!
//! # Adding things
//!
//! * An **action**: a row in [`ui::action`], a match arm in its component, a line in
//!   `keymaps/default.toml`, its words in `locale/en/actions.ftl`. Hint line, palette,
//!   help and the README's table follow; `BLESS=1 cargo test readme` writes the last.
//!   One that is a dialog's own is led to from the palette by the action that opens the
//!   dialog ([`ui::action::Context::door`]).
//! * A **request**: a variant in [`ops::request`], its use case in the area's file of
//!   [`ops`], the right it needs in `ops::rights::need` and a row for each role in its
//!   table test, its refusals in [`ops::refusal`] with their sentences in [`locale`].
//!   Screen, `balm exec` and its schema have it from then on. The naive model beside
//!   the shop (`tests/model`) wishes for it and follows it, or its test fails.
//! * A **record** that changes shape: a new version number, the old shape moved to
//!   `store::upgrade` with its conversion; the golden bytes in
//!   `fixtures/records.txt` fail until then.
//! * A **dialog**: usually a [`ui::widgets::form::Form`] or a
//!   [`ui::widgets::picker::Picker`] with a few closures.
//!
//! # Reading order
//!
//! [`domain`], [`store::record`], [`ops::request`], [`ops::shop`], then a use case
//! such as [`ops`]'s `pay`; for the screen [`ui::component`], [`ui::app`], a pane.

pub mod domain;

pub mod store;

pub mod ops;

pub mod devices;
pub mod locale;
pub mod reports;

pub mod ui;

pub mod cli;
