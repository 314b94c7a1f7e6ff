local states, queues = {}, {}
for i = 2, #ARGV do states[i - 1] = redis.call('ZCARD', P .. ':state:' .. ARGV[i]) end
for _, queue in ipairs(redis.call('SMEMBERS', P .. ':queues')) do
    table.insert(queues, queue)
    table.insert(queues, int(redis.call('ZCARD', P .. ':ready:' .. queue)))
    table.insert(queues, int(redis.call('ZCARD', P .. ':delayed:' .. queue)))
    table.insert(queues, redis.call('HGET', P .. ':running', queue) or '0')
end
return { tonumber(redis.call('GET', P .. ':token') or 0), states, queues }
