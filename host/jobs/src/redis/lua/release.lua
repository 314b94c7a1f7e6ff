local _, token, fence, dead_ttl, record_ttl = unpack(ARGV)
if not is_held(token, fence) then return false end
if get(token, 'cancel_asked')[1] == '1' then
    finish(token, 'cancelled', tonumber(dead_ttl), tonumber(record_ttl))
    return 'cancelled'
end
back(token, 0, 1)
return 'queued'
