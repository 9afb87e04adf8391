// Eight reads of the largest schools at once need half of it. Said, because an engine that finds 24 GB lets garbage lie about: a first load
// of 1,500 pupils then peaks at 370 MB instead of 330. Not half as much either: the engine then clears all of it every other night, which
// makes a night without changes a tenth slower (444 ms instead of 364), and saves nothing at the peak.
const WORKER_HEAP_MB = 1_024

/** What the engine of a worker's process is told. package.json and docker-compose.yml say the same; a test compares them. */
export const workerFlags: readonly string[] = [`--max-old-space-size=${WORKER_HEAP_MB}`]
