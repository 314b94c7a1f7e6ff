//! One list of tests, run against every store: `sqlite::…` and `redis::…`. What only one of them can do stands apart.
//!
//! Stores get a clock that the test moves; only the tests that kill processes live in real time, and wait for events.

mod bounds;
mod crash;
mod ending;
mod ground;
mod leases;
mod lists;
mod model;
mod only_redis;
mod only_sqlite;
mod queue;
mod restart;
mod same_as_model;
mod steps;
mod time_to_live;

/// Makes each test of the list one test for every store.
macro_rules! suite {
    ($($module:ident: $($test:ident)*;)*) => {
        mod sqlite {
            $($(#[test] fn $test() { crate::ground::on_sqlite(crate::$module::$test); })*)*
        }
        mod redis {
            $($(#[test] fn $test() { crate::ground::on_redis(crate::$module::$test); })*)*
        }
    };
}

suite! {
    queue:
        tokens_count_from_one_without_gaps_under_eight_enqueuers
        each_job_is_claimed_exactly_once_by_eight_claimers
        higher_priority_goes_first_then_the_older_job
        queues_do_not_mix
        a_delayed_job_waits_for_its_time
        a_key_leads_to_the_same_token_for_a_day
        a_key_used_by_many_at_once_makes_one_job
        an_arrival_ends_a_wait;
    leases:
        an_owner_that_was_given_up_can_write_nothing
        an_owner_that_was_replaced_can_write_nothing
        a_heartbeat_keeps_the_lease
        a_late_owner_that_was_not_given_up_may_finish
        a_job_whose_owners_all_fall_silent_is_dead
        a_released_job_loses_no_attempt
        a_lease_that_nobody_gave_is_refused;
    ending:
        a_completed_job_has_its_result_and_its_times
        completing_twice_is_completing_once
        a_failure_is_retried_after_its_back_off_until_the_attempts_are_used
        a_final_failure_is_not_retried
        a_dead_job_can_be_requeued
        a_queued_job_is_cancelled_at_once
        a_running_job_hears_of_its_cancel
        a_job_that_is_to_be_cancelled_is_never_run_again
        a_job_that_is_over_cannot_be_cancelled;
    steps:
        steps_keep_their_order_and_can_be_followed
        the_log_goes_on_over_attempts
        a_log_has_an_end;
    bounds:
        a_full_queue_refuses_a_job_and_nothing_else
        names_and_sizes_are_checked
        errors_have_the_codes_that_callers_see;
    time_to_live:
        a_result_is_gone_after_its_time
        dead_letters_are_kept_longer
        old_records_are_forgotten_and_their_tokens_never_given_again
        a_sweep_does_no_more_than_it_was_asked;
    lists:
        a_list_is_newest_first_in_pages
        a_list_can_be_filtered
        counts_tell_states_and_queues;
    restart:
        everything_is_there_after_a_restart
        a_kill_in_the_middle_of_work_loses_nothing;
    crash:
        jobs_of_killed_workers_all_end_once;
    same_as_model:
        random_operations_do_what_the_model_does;
}
