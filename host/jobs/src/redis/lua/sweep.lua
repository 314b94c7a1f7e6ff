local _, limit, dead_ttl, record_ttl = unpack(ARGV)
dead_ttl, record_ttl = tonumber(dead_ttl), tonumber(record_ttl)
local requeued, dead, cancelled, expired, results, forgotten = {}, {}, {}, {}, {}, {}

-- Owners that fell silent.
for _, silent in ipairs(redis.call('ZRANGEBYSCORE', P .. ':leased', '-inf', int(now), 'LIMIT', 0, limit)) do
    local token = token_of(silent)
    local found = get(token, 'attempts', 'max_attempts', 'cancel_asked')
    if not found[1] then
        redis.call('ZREM', P .. ':leased', silent)
    elseif found[3] == '1' then
        finish(token, 'cancelled', dead_ttl, record_ttl)
        table.insert(cancelled, token)
    elseif tonumber(found[1]) >= tonumber(found[2]) then
        -- A dead job without an error is one whose owner was lost; the record says so when it is read.
        redis.call('HDEL', job(token), 'error')
        finish(token, 'dead', dead_ttl, record_ttl)
        table.insert(dead, token)
    else
        back(token, 0, 0)
        table.insert(requeued, token)
    end
end

-- Payload, log and result of what is past its time to live.
local ending = redis.call('ZRANGEBYSCORE', P .. ':ending', '-inf', int(now), 'LIMIT', 0, limit, 'WITHSCORES')
for i = 1, #ending, 2 do
    local token = token_of(ending[i])
    local reference = get(token, 'result')[1]
    if reference then
        table.insert(results, token)
        table.insert(results, reference)
    end
    redis.call('HDEL', job(token), 'payload', 'result', 'result_bytes')
    redis.call('DEL', steps(token))
    redis.call('ZREM', P .. ':ending', ending[i])
    redis.call('ZADD', P .. ':gone', ending[i + 1], ending[i])
    table.insert(expired, token)
end

-- Records, and what points at them.
for _, gone in ipairs(redis.call('ZRANGEBYSCORE', P .. ':gone', '-inf', int(now - record_ttl), 'LIMIT', 0, limit)) do
    local token = token_of(gone)
    for _, state in ipairs({ 'completed', 'failed', 'cancelled', 'dead' }) do
        redis.call('ZREM', P .. ':state:' .. state, gone)
    end
    redis.call('DEL', job(token))
    redis.call('ZREM', P .. ':gone', gone)
    table.insert(forgotten, token)
end
return { requeued, dead, cancelled, expired, results, forgotten }
