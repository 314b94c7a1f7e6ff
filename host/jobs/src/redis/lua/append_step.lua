local _, token, fence, step, max_steps = unpack(ARGV)
if not is_held(token, fence) then return { 'lost', 0 } end
local count = tonumber(get(token, 'step_count')[1]) + 1
if count > tonumber(max_steps) then return { 'full', count } end
set(token, 'step_count', int(count), 'updated_at', int(now))
redis.call('XADD', steps(token), int(count) .. '-0', 'step', step)
return { 'ok', count - 1 }
