local found = get(ARGV[2], 'payload', 'expires_at')
if found[2] and tonumber(found[2]) <= now then return false end
return found[1]
