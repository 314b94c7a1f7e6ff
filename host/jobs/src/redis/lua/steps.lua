local _, token, from, limit = unpack(ARGV)
-- A count of 0 is no list to Redis.
if limit == '0' then return {} end
local expires_at = get(token, 'expires_at')[1]
if expires_at and tonumber(expires_at) <= now then return {} end
local found = {}
-- A stream has no entry 0: position 0 is entry 1.
for _, entry in ipairs(redis.call('XRANGE', steps(token), int(tonumber(from) + 1) .. '-0', '+', 'COUNT', limit)) do
    table.insert(found, entry[2][2])
end
return found
