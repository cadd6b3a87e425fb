//! What went wrong in other appointment books, and which tests keep it from going wrong
//! here. A row for each lesson; the test below finds the tests that it names.

use std::{fs, path::Path};

/// What happened elsewhere, and the tests that would fail if it happened here.
#[rustfmt::skip]
const LESSONS: &[(&str, &[&str])] = &[
    ("two desks booked the same time",
        &["one_thing_goes_to_one_of_many_desks"]),
    ("any therapist was one who was busy",
        &["offered_is_bookable", "what_is_offered_can_be_booked"]),
    ("times were offered in another time zone than the book's",
        &["wall_times_lead_back_to_their_instant", "times_and_moves_are_as_python_says"]),
    ("what several attend was checked by other code, which forgot absences",
        &["a_room_with_places_takes_as_many_as_there_are_at_once", "accepted_is_possible_and_refused_is_impossible"]),
    ("an absence of several days was cut up wrongly",
        &["an_absence_takes_exactly_what_it_says"]),
    ("a time was offered twice",
        &["offered_is_bookable", "every_time_with_everybody"]),
    ("a search grew slow with the book",
        &["a_search_touches_no_more_than_it_must", "days_that_are_known_to_be_full_are_not_read_again"]),
    ("there was no time to prepare and to clean up",
        &["an_appointment_holds_each_resource_only_for_its_segments", "a_client_is_held_only_while_being_served"]),
    ("the desk could book over others without a word",
        &["an_override_needs_a_reason_and_is_kept", "whoever_may_books_in_spite_of_a_clash"]),
    ("the desk's appointment did not last as long as its service",
        &["a_booking_lasts_as_long_as_its_service"]),
    ("a client was in two places at once",
        &["an_appointment_holds_each_resource_only_for_its_segments", "accepted_is_possible_and_refused_is_impossible"]),
    ("what was cancelled was gone for good",
        &["cancelling_needs_a_reason_and_frees_the_time"]),
    ("those who attend were counted wrongly",
        &["a_room_with_places_takes_as_many_as_there_are_at_once"]),
    ("much happened between the check and the booking",
        &["one_thing_goes_to_one_of_many_desks"]),
    ("a spelling with twelve hours got into the reckoning of times",
        &["times_and_moves_are_as_python_says"]),
    ("for years something was an hour off where the clock changes",
        &["every_cell_of_every_day_is_bookable_once_and_at_its_instant", "clock_changes_neither_hide_nor_invent_a_clash"]),
    ("in zones of half hours the grid was askew",
        &["every_cell_of_every_day_is_bookable_once_and_at_its_instant"]),
    ("time to clean up was shown and not kept, or on one side only",
        &["offered_is_bookable", "accepted_is_possible_and_refused_is_impossible"]),
    ("what overlapped was looked for as what lies within",
        &["spans_are_half_open", "a_therapist_is_free_up_to_the_minute_and_from_the_minute"]),
    ("of a series only the first dates were checked",
        &["every_instance_of_a_series_is_held_against_the_book"]),
    ("what was cancelled still stood in the way",
        &["each_status_holds_its_time_or_lets_it_go", "only_those_who_come_hold_their_time"]),
    ("who was next in turn was offered again and again",
        &["the_nearest_times_are_offered", "first_and_best_are_those_of_a_walk_over_all"]),
    ("a longer service was looked for with the usual length",
        &["each_therapist_has_a_pace"]),
    ("a time was shown, and refused when it was taken",
        &["what_is_offered_can_be_booked", "the_rows_of_cells_change_no_offer"]),
    ("two at once were kept apart by waiting a while",
        &["one_thing_goes_to_one_of_many_desks"]),
    ("one day on which it was closed stopped a whole series",
        &["a_series_is_planned_with_its_clashes_and_booked_in_one_piece", "one_of_a_series_may_be_left_out_and_the_rest_cancelled_at_once"]),
    ("all together were said to be double-booked, each of whom was not",
        &["an_appointment_holds_each_resource_only_for_its_segments"]),
    ("hours were pairs of coming and going that fell apart",
        &["the_hours_are_those_of_a_look_at_every_minute", "week_table"]),
    ("nine o'clock each week became ten when the clock changed",
        &["a_weekly_series_keeps_its_hour_when_the_clock_changes", "shifts_follow_the_wall_across_a_clock_change"]),
    ("one key for a time kept two therapists from working at once",
        &["a_couple_is_offered_the_same_time_with_two_therapists", "accepted_is_possible_and_refused_is_impossible"]),
    ("the hour that comes twice turned stretches round, and midnight did",
        &["both_hours_of_a_clock_that_is_set_back_are_told_apart", "a_late_shift_goes_on_after_midnight"]),
    ("what had begun was free again, and what was not confirmed yet",
        &["times_gone_by_are_not_offered", "what_is_held_is_let_go_when_its_moment_has_come"]),
    ("nobody saw why a time before or after was taken",
        &["it_is_said_why_not", "each_refusal_names_its_reason"]),
    ("a closing day over appointments went unnoticed",
        &["a_change_that_hits_visits_lists_them_and_is_refused_until_it_is_meant", "what_is_left_outside_is_listed_until_it_is_moved"]),
    ("the client was told to come when the room was being prepared",
        &["a_client_is_told_the_first_minute_that_holds_them"]),
    ("another way of booking took no room",
        &["one_thing_goes_to_one_of_many_desks", "a_walk_in_and_a_booking_by_script_take_a_room_too"]),
];

fn sources(dir: &Path, all: &mut String) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|it| it == "rs") {
            all.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn each_lesson_is_kept_by_tests_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = String::new();
    for dir in ["src", "tests"] {
        sources(&root.join(dir), &mut all);
    }
    assert_eq!(LESSONS.len(), 36);
    for (lesson, tests) in LESSONS {
        assert!(!tests.is_empty(), "{lesson}");
        for test in *tests {
            let named = format!("fn {test}(");
            assert!(all.contains(&named), "{lesson}: there is no test {test}");
        }
    }
}
