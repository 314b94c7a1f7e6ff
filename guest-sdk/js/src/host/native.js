// The host outside a component, for tests: logs and progress are kept, and read by `testing.js`.

export const kept = { logs: [], progress: [] };

export default {
  log(level, message) {
    kept.logs.push({ level, message });
  },
  progress(done, total) {
    kept.progress.push({ done, total: total ?? null });
  },
};
