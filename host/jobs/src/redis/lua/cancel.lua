local _, token, dead_ttl, record_ttl = unpack(ARGV)
local state = get(token, 'state')[1]
if not state then return { 'unknown', '' } end
if state == 'queued' then
    finish(token, 'cancelled', tonumber(dead_ttl), tonumber(record_ttl))
    return { 'ended', '' }
end
if state == 'running' then
    set(token, 'cancel_asked', 1)
    return { 'asked', '' }
end
return { 'over', state }
