local _, queue, job_type, payload, priority, max_attempts, ttl, delay, max_queued, key, key_ttl = unpack(ARGV)
if key ~= '' then
    local known = redis.call('GET', P .. ':key:' .. key)
    if known then
        local token, expires_at = known:match('^(%d+) (%d+)$')
        if tonumber(expires_at) > now then return { 'known', token } end
    end
end
local waiting = redis.call('ZCARD', P .. ':ready:' .. queue) + redis.call('ZCARD', P .. ':delayed:' .. queue)
if waiting >= tonumber(max_queued) then return { 'full', 0 } end
local token = int(redis.call('INCR', P .. ':token'))
set(token, 'token', token, 'queue', queue, 'job_type', job_type, 'state', 'queued', 'priority', priority, 'attempts', 0,
    'max_attempts', max_attempts, 'created_at', int(now), 'updated_at', int(now), 'ttl', ttl, 'fence', 0, 'step_count', 0, 'payload', payload)
redis.call('SADD', P .. ':queues', queue)
redis.call('ZADD', P .. ':state:queued', token, member(token))
wait(token, queue, tonumber(priority), tonumber(delay))
if key ~= '' then redis.call('SET', P .. ':key:' .. key, token .. ' ' .. int(now + key_ttl), 'PX', key_ttl) end
return { 'new', token }
