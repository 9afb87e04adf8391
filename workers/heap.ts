// Eight reads of the largest schools at once stay within it. Said, because an engine that finds 24 GB lets garbage lie about: a first load
// of 1,500 pupils then peaks at 370 MB, instead of 320.
const WORKER_HEAP_MB = 512

/** What the engine of a worker's process is told. package.json and docker-compose.yml say the same; a test compares them. */
export const workerFlags: readonly string[] = [`--max-old-space-size=${WORKER_HEAP_MB}`]
