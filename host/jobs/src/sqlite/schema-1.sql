-- Times are milliseconds since 1970, UTC.
CREATE TABLE jobs (
    token INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    job_type TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'cancelled', 'dead')),
    priority INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    max_attempts INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    started_at INTEGER,
    finished_at INTEGER,
    -- Of a queued job: not before this time. Null when it is ready.
    run_at INTEGER,
    ttl INTEGER NOT NULL,
    expires_at INTEGER,
    -- Whether a sweep has dropped payload, steps and result.
    expired INTEGER NOT NULL DEFAULT 0,
    cancel_asked INTEGER NOT NULL DEFAULT 0,
    owner TEXT,
    fence INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER,
    error TEXT,
    result TEXT,
    result_bytes INTEGER,
    step_count INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX jobs_ready ON jobs (queue, priority DESC, token) WHERE state = 'queued' AND run_at IS NULL;
CREATE INDEX jobs_delayed ON jobs (queue, run_at) WHERE state = 'queued' AND run_at IS NOT NULL;
CREATE INDEX jobs_leased ON jobs (lease_until, token) WHERE state = 'running';
CREATE INDEX jobs_ending ON jobs (expired, expires_at, token) WHERE expires_at IS NOT NULL;
CREATE INDEX jobs_state ON jobs (state, token);

-- Apart from the record, so that a heartbeat does not write a megabyte.
CREATE TABLE payloads (token INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;

CREATE TABLE steps (token INTEGER NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (token, position)) STRICT, WITHOUT ROWID;

CREATE TABLE idempotency (key TEXT PRIMARY KEY, token INTEGER NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_expires ON idempotency (expires_at);
