return { int(now), record(ARGV[2]) }
