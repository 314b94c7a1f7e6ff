local _, token, fence, reference, size_bytes, dead_ttl, record_ttl = unpack(ARGV)
if is_held(token, fence) then
    redis.call('HDEL', job(token), 'error')
    set(token, 'result', reference, 'result_bytes', size_bytes)
    finish(token, 'completed', tonumber(dead_ttl), tonumber(record_ttl))
    return 1
end
local found = get(token, 'state', 'fence', 'result')
if found[1] == 'completed' and found[2] == fence and found[3] == reference then return 1 end
return 0
