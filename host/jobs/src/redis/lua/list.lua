-- One stretch of the list: looks at no more than `chunk` records, and says where to go on.
local _, before, chunk, job_type = unpack(ARGV)
chunk = tonumber(chunk)
local below = before == '' and '+inf' or '(' .. before
local members = {}
for i = 5, #ARGV do
    for _, found in ipairs(redis.call('ZREVRANGEBYSCORE', P .. ':state:' .. ARGV[i], below, '-inf', 'LIMIT', 0, chunk)) do
        table.insert(members, found)
    end
end
table.sort(members, function(a, b) return a > b end)
local records, last = {}, ''
for i = 1, math.min(#members, chunk) do
    local found = record(token_of(members[i]))
    if found[1] and (job_type == '' or found[3] == job_type) then table.insert(records, found) end
end
if #members >= chunk then last = token_of(members[chunk]) end
return { int(now), last, records }
