import { fileURLToPath } from 'node:url'

/** Where the build leaves the workflows: bundled beforehand, because bundling inside a worker costs it 120 MB and a second. */
export const bundlePath = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url))
