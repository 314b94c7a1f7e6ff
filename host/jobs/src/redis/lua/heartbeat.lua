local _, token, fence, extend = unpack(ARGV)
if not is_held(token, fence) then return false end
local lease_until = int(now + extend)
set(token, 'lease_until', lease_until)
redis.call('ZADD', P .. ':leased', lease_until, member(token))
return { lease_until, get(token, 'cancel_asked')[1] or '0' }
