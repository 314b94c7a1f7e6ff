-- In front of every script. KEYS[1] is the prefix of all keys, ARGV[1] a test's time or nothing.
-- Members of sorted sets are tokens of 16 digits, so that equal scores are in the order of tokens.
local P = KEYS[1]
local now = tonumber(ARGV[1])
if not now then
    local time = redis.call('TIME')
    now = time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Lua writes large numbers as 1.7e+12, and has a -0, which the addition makes 0.
local function int(number) return string.format('%.0f', number + 0) end
local function member(token) return string.format('%016.0f', token) end
local function token_of(member) return int(tonumber(member)) end
local function job(token) return P .. ':job:' .. token end
local function steps(token) return P .. ':steps:' .. token end
local function get(token, ...) return redis.call('HMGET', job(token), ...) end
local function set(token, ...) redis.call('HSET', job(token), ...) end
local function record(token) return redis.call('HMGET', job(token), unpack(FIELDS)) end

local function is_held(token, fence)
    local found = get(token, 'state', 'fence')
    return found[1] == 'running' and found[2] == fence
end

local function move(token, from, to)
    redis.call('ZREM', P .. ':state:' .. from, member(token))
    redis.call('ZADD', P .. ':state:' .. to, token, member(token))
    set(token, 'state', to, 'updated_at', int(now))
end

-- Into its queue, ready or delayed.
local function wait(token, queue, priority, delay)
    if delay > 0 then
        set(token, 'run_at', int(now + delay))
        redis.call('ZADD', P .. ':delayed:' .. queue, int(now + delay), member(token))
    else
        redis.call('HDEL', job(token), 'run_at')
        redis.call('ZADD', P .. ':ready:' .. queue, int(-priority), member(token))
        redis.call('PUBLISH', P .. ':arrived', queue)
    end
end

-- Out of running, whatever comes next.
local function leave(token, queue)
    redis.call('ZREM', P .. ':leased', member(token))
    redis.call('HINCRBY', P .. ':running', queue, -1)
    redis.call('HDEL', job(token), 'owner', 'lease_until')
end

-- A running job goes back into its queue.
local function back(token, delay, attempts_given_back)
    local found = get(token, 'queue', 'priority')
    leave(token, found[1])
    redis.call('HINCRBY', job(token), 'attempts', int(-attempts_given_back))
    move(token, 'running', 'queued')
    wait(token, found[1], tonumber(found[2]), delay)
end

-- A job that is not over ends. Its keys go by themselves later, even if nobody sweeps: the log with the time to live, the
-- record a minute after a sweep would have removed it with what points at it.
local function finish(token, state, dead_ttl, record_ttl)
    local found = get(token, 'state', 'queue', 'ttl')
    local keep = tonumber(found[3])
    if state == 'dead' then keep = math.max(keep, dead_ttl) end
    if found[1] == 'running' then
        leave(token, found[2])
    else
        redis.call('ZREM', P .. ':ready:' .. found[2], member(token))
        redis.call('ZREM', P .. ':delayed:' .. found[2], member(token))
        redis.call('HDEL', job(token), 'run_at')
    end
    move(token, found[1], state)
    set(token, 'finished_at', int(now), 'expires_at', int(now + keep))
    redis.call('ZADD', P .. ':ending', int(now + keep), member(token))
    redis.call('PEXPIRE', steps(token), int(keep))
    redis.call('PEXPIRE', job(token), int(keep + record_ttl + 60000))
end
