local _, queue, owner, lease = unpack(ARGV)
local ready, delayed = P .. ':ready:' .. queue, P .. ':delayed:' .. queue
for _, due in ipairs(redis.call('ZRANGEBYSCORE', delayed, '-inf', int(now))) do
    redis.call('ZREM', delayed, due)
    wait(token_of(due), queue, tonumber(get(token_of(due), 'priority')[1] or 0), 0)
end
while true do
    local first = redis.call('ZPOPMIN', ready)[1]
    if not first then return false end
    local token = token_of(first)
    -- A record that is gone although its job waited: somebody removed keys. The queue goes on.
    if redis.call('EXISTS', job(token)) == 1 then
        move(token, 'queued', 'running')
        redis.call('HINCRBY', job(token), 'attempts', 1)
        local fence = redis.call('HINCRBY', job(token), 'fence', 1)
        set(token, 'owner', owner, 'lease_until', int(now + lease), 'started_at', int(now))
        redis.call('ZADD', P .. ':leased', int(now + lease), first)
        redis.call('HINCRBY', P .. ':running', queue, 1)
        return { fence, get(token, 'payload')[1], record(token) }
    end
end
