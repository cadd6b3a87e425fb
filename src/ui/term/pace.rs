//! Frames no faster than the line: after a frame that may keep the line busy the
//! terminal is asked to answer, and the next frame waits for it. What is pressed
//! meanwhile is handled at once and drawn together. A terminal that never answers is
//! not waited for.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// A terminal of which nothing is known is waited for this long.
const PATIENCE: Duration = Duration::from_millis(300);
/// As many bytes may be under way without asking: 0.1 s at 9600 baud.
pub const UNASKED_BYTES: usize = 96;
/// What the slowest line carries in a second: 4800 baud.
const SLOWEST_BYTES_A_SECOND: u128 = 480;
/// Frames from this size on tell how fast the line is.
const MEASURED_BYTES: usize = 1_000;
/// A line that carries less is slow: 38400 baud carries 3,840 bytes.
const SLOW_BYTES_A_SECOND: u128 = 4_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answering {
    Unknown,
    Yes,
    /// It was waited for in vain.
    Silent,
}

/// How often a line may be found to be other than it was.
const TURNS_MAX: u8 = 3;

/// What is known of the line.
#[derive(Debug)]
pub struct Pace {
    /// The terminal is of a kind that answers.
    asks: bool,
    terminal: Answering,
    /// When each question that waits for an answer was sent, and how many bytes came
    /// between it and the question before if that was sent with the same frame.
    asked: VecDeque<(Instant, Option<usize>)>,
    last_answer: Option<Instant>,
    /// Bytes that may be under way, as of `sent`.
    n_under_way: usize,
    sent: Option<Instant>,
    /// Whether the last large frame took longer than a fast line takes.
    slow: bool,
    n_turns: u8,
}

impl Pace {
    pub fn new(asks: bool) -> Self {
        Self {
            asks,
            terminal: Answering::Unknown,
            asked: VecDeque::new(),
            last_answer: None,
            n_under_way: 0,
            sent: None,
            slow: false,
            n_turns: 0,
        }
    }

    /// A frame leaves now: adds the questions that are to be answered.
    pub(in crate::ui) fn frame(&mut self, frame: &mut Vec<u8>, question: &[u8], now: Instant) {
        self.n_under_way = self.under_way(now) + frame.len();
        self.sent = Some(now);
        if !self.asks || self.n_under_way <= UNASKED_BYTES {
            return;
        }
        if self.terminal != Answering::Yes {
            // Who has not answered is asked again with large frames only.
            if !self.asked.is_empty() && frame.len() < MEASURED_BYTES {
                return;
            }
            self.asked.clear();
        }
        if frame.len() >= MEASURED_BYTES {
            frame.splice(0..0, question.iter().copied());
            self.asked.push_back((now, None));
            self.asked.push_back((now, Some(frame.len())));
        } else {
            self.asked.push_back((now, None));
        }
        frame.extend_from_slice(question);
    }

    /// The terminal has answered.
    pub fn answered(&mut self, at: Instant) {
        let Some((_, n_bytes)) = self.asked.pop_front() else {
            // Nobody asked: noise, or somebody else's answer.
            return;
        };
        if let (Some(n_bytes), Some(before)) = (n_bytes, self.last_answer) {
            let took = at.saturating_duration_since(before).as_micros().max(1);
            self.measured(n_bytes as u128 * 1_000_000 / took < SLOW_BYTES_A_SECOND);
        }
        self.last_answer = Some(at);
        self.terminal = Answering::Yes;
        if self.asked.is_empty() {
            self.n_under_way = 0;
        }
    }

    /// Until when the next frame has to wait; `None` if it can leave now.
    pub fn waits_until(&self, now: Instant) -> Option<Instant> {
        let (asked, _) = self.asked.back()?;
        let patience = match self.terminal {
            Answering::Unknown => PATIENCE,
            // It does answer: a large frame takes its time.
            Answering::Yes => PATIENCE + lasts(self.n_under_way),
            Answering::Silent => return None,
        };
        let until = *asked + patience;
        (until > now).then_some(until)
    }

    /// It was waited for in vain: from now on it is not, until it answers.
    pub fn gave_up(&mut self) {
        self.terminal = Answering::Silent;
    }

    /// Whether the line was found to be slow.
    pub fn is_slow(&self) -> bool {
        self.slow
    }

    /// The new look's own first frame is measured, too: a line that only stumbled once
    /// turns back. A line that cannot make up its mind stays as it is.
    fn measured(&mut self, slow: bool) {
        if slow != self.slow && self.n_turns < TURNS_MAX {
            self.slow = slow;
            self.n_turns += 1;
        }
    }

    /// What may not have been shown yet of what was sent.
    fn under_way(&self, now: Instant) -> usize {
        let Some(sent) = self.sent else {
            return 0;
        };
        let gone = now.saturating_duration_since(sent).as_micros() * SLOWEST_BYTES_A_SECOND;
        let gone = usize::try_from(gone / 1_000_000).unwrap_or(usize::MAX);
        self.n_under_way.saturating_sub(gone)
    }
}

/// On the slowest line.
fn lasts(n_bytes: usize) -> Duration {
    let micros = n_bytes as u128 * 1_000_000 / SLOWEST_BYTES_A_SECOND;
    Duration::from_micros(u64::try_from(micros).unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    const QUESTION: &[u8] = b"?";

    /// Time from the start, in milliseconds.
    struct Line {
        pace: Pace,
        start: Instant,
    }

    impl Line {
        fn new() -> Self {
            Self {
                pace: Pace::new(true),
                start: Instant::now(),
            }
        }

        fn at(&self, ms: u64) -> Instant {
            self.start + Duration::from_millis(ms)
        }

        /// A frame of so many bytes; how many questions leave with it.
        fn frame(&mut self, ms: u64, n_bytes: usize) -> usize {
            let mut frame = vec![b'x'; n_bytes];
            let now = self.at(ms);
            self.pace.frame(&mut frame, QUESTION, now);
            frame.len() - n_bytes
        }

        fn answer(&mut self, ms: u64) {
            self.pace.answered(self.at(ms));
        }

        /// How long the next frame waits, in milliseconds.
        fn waits(&self, ms: u64) -> Option<u128> {
            let until = self.pace.waits_until(self.at(ms))?;
            Some((until - self.at(ms)).as_millis())
        }
    }

    #[test]
    fn one_key_is_never_delayed_and_costs_no_question() {
        let mut line = Line::new();
        for ms in [0, 500, 1_000] {
            assert_eq!(line.waits(ms), None);
            assert_eq!(line.frame(ms, 40), 0);
        }
    }

    #[test]
    fn the_next_frame_waits_for_the_answer() {
        let mut line = Line::new();
        assert_eq!(line.frame(0, 600), 1);
        assert_eq!(line.waits(100), Some(200));
        line.answer(150);
        assert_eq!(line.waits(150), None);
        // It answers: what is large may take its time.
        assert_eq!(line.frame(200, 600), 1);
        assert_eq!(line.waits(200), Some(300 + 1_250));
    }

    #[test]
    fn small_frames_ask_when_they_come_too_fast() {
        let mut line = Line::new();
        assert_eq!(line.frame(0, 90), 0);
        assert_eq!(line.frame(33, 90), 1);
        line.answer(60);
        assert_eq!(line.frame(66, 90), 0);
    }

    #[test]
    fn who_never_answers_is_waited_for_once() {
        let mut line = Line::new();
        line.frame(0, 2_000);
        assert_eq!(line.waits(1), Some(299));
        assert_eq!(line.waits(300), None);
        line.pace.gave_up();
        for ms in 301..400 {
            line.frame(ms, 500);
            assert_eq!(line.waits(ms), None);
        }
        assert_eq!(line.frame(500, 2_000), 2);
        assert_eq!(line.waits(500), None);
        // Until it answers.
        line.answer(900);
        line.answer(901);
        line.frame(1_000, 500);
        assert!(line.waits(1_000).is_some());
    }

    #[test]
    fn a_line_is_slow_by_what_it_carries_not_by_how_far_it_goes() {
        #[rustfmt::skip]
        let cases = [
            // answers to both questions around 3,000 bytes, in ms
            (5,   10,    false),
            // Around the world and back.
            (300, 310,   false),
            // 115,200 baud, 38,400 baud and 9,600 baud.
            (2,   262,   false),
            (2,   783,   true),
            (2,   3_127, true),
        ];
        for (first, second, slow) in cases {
            let mut line = Line::new();
            assert_eq!(line.frame(0, 3_000), 2);
            line.answer(first);
            line.answer(second);
            assert_eq!(line.pace.is_slow(), slow, "{first} {second}");
        }
    }

    #[test]
    fn a_line_that_stumbled_once_is_not_slow_for_ever() {
        let mut line = Line::new();
        let mut measured = Vec::new();
        for took in [2_000, 5, 2_000, 5, 2_000] {
            line.frame(0, 3_000);
            line.answer(0);
            line.answer(took);
            measured.push(line.pace.is_slow());
        }
        assert_eq!(measured, [true, false, true, true, true]);
    }

    #[test]
    fn an_answer_that_nobody_asked_for_is_nothing() {
        let mut line = Line::new();
        line.answer(1);
        assert_eq!(line.waits(1), None);
        let mut quiet = Pace::new(false);
        let mut frame = vec![0; 5_000];
        quiet.frame(&mut frame, QUESTION, line.at(0));
        assert_eq!(frame.len(), 5_000);
    }
}
