local _, token = unpack(ARGV)
local found = get(token, 'state', 'expires_at', 'queue', 'priority')
if not found[1] then return { 'unknown', '' } end
if found[1] ~= 'dead' then return { 'not dead', found[1] } end
if tonumber(found[2]) <= now then return { 'expired', '' } end
redis.call('PERSIST', job(token))
redis.call('PERSIST', steps(token))
redis.call('ZREM', P .. ':ending', member(token))
redis.call('HDEL', job(token), 'error', 'cancel_asked', 'started_at', 'finished_at', 'expires_at')
set(token, 'attempts', 0)
move(token, 'dead', 'queued')
wait(token, found[3], tonumber(found[4]), 0)
return { 'ok', '' }
