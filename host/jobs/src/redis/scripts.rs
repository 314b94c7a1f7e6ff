//! The scripts. Each is one change that happens as a whole or not at all.

use redis::Script;

/// The fields of a job's hash that make its record, in the order that [`super::record`] reads them.
pub(super) const FIELDS: [&str; 21] = [
    "token",
    "queue",
    "job_type",
    "state",
    "priority",
    "attempts",
    "max_attempts",
    "created_at",
    "updated_at",
    "started_at",
    "finished_at",
    "run_at",
    "ttl",
    "expires_at",
    "cancel_asked",
    "owner",
    "lease_until",
    "error",
    "result",
    "result_bytes",
    "step_count",
];

/// All scripts, ready to be called by their digest.
pub(super) struct Scripts {
    pub(super) enqueue: Script,
    pub(super) claim: Script,
    pub(super) heartbeat: Script,
    pub(super) append_step: Script,
    pub(super) complete: Script,
    pub(super) fail: Script,
    pub(super) release: Script,
    pub(super) cancel: Script,
    pub(super) requeue: Script,
    pub(super) sweep: Script,
    pub(super) get: Script,
    pub(super) payload: Script,
    pub(super) steps: Script,
    pub(super) list: Script,
    pub(super) counts: Script,
}

impl Scripts {
    pub(super) fn new() -> Self {
        let fields: Vec<String> = FIELDS.iter().map(|field| format!("'{field}'")).collect();
        let prelude = format!("local FIELDS = {{ {} }}\n{}", fields.join(", "), include_str!("lua/prelude.lua"));
        let script = |body: &str| Script::new(&format!("{prelude}\n{body}"));
        Self {
            enqueue: script(include_str!("lua/enqueue.lua")),
            claim: script(include_str!("lua/claim.lua")),
            heartbeat: script(include_str!("lua/heartbeat.lua")),
            append_step: script(include_str!("lua/append_step.lua")),
            complete: script(include_str!("lua/complete.lua")),
            fail: script(include_str!("lua/fail.lua")),
            release: script(include_str!("lua/release.lua")),
            cancel: script(include_str!("lua/cancel.lua")),
            requeue: script(include_str!("lua/requeue.lua")),
            sweep: script(include_str!("lua/sweep.lua")),
            get: script(include_str!("lua/get.lua")),
            payload: script(include_str!("lua/payload.lua")),
            steps: script(include_str!("lua/steps.lua")),
            list: script(include_str!("lua/list.lua")),
            counts: script(include_str!("lua/counts.lua")),
        }
    }
}
