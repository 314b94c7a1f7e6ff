local _, token, fence, failure, next, delay, dead_ttl, record_ttl = unpack(ARGV)
if not is_held(token, fence) then return false end
set(token, 'error', failure)
local state = next
if next == 'retry' then
    local found = get(token, 'attempts', 'max_attempts', 'cancel_asked')
    if found[3] == '1' then
        state = 'cancelled'
    elseif tonumber(found[1]) >= tonumber(found[2]) then
        state = 'dead'
    else
        back(token, tonumber(delay), 0)
        return 'queued'
    end
end
finish(token, state, tonumber(dead_ttl), tonumber(record_ttl))
return state
