// Builds dist/ where a source is newer than the last build: a second `npm start` must not pay for what did not change.
import { execFileSync } from 'node:child_process'
import { chmodSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const STAMP = 'dist/.built'
const roots = [
  'agreement',
  'connectors',
  'pipeline',
  'vault',
  'db',
  'proof',
  'activities',
  'workflows',
  'workers',
  'api',
  'local',
  'cli',
  'simulators',
  'bench',
]
const files = [
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.js',
  'scripts/copy-assets.js',
]

const newest = Math.max(...files.map(changed), ...roots.flatMap(below).map(changed))
if (newest > changed(STAMP)) {
  const run = (program, ...args) => execFileSync(process.execPath, [program, ...args], { stdio: 'inherit' })
  console.log('building …')
  run('node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json')
  run('scripts/copy-assets.js')
  run('dist/workers/bundle.js')
  // package.json names it as the command `termkeeper`, and tsc writes nothing executable.
  chmodSync('dist/cli/termkeeper.js', 0o755)
  writeFileSync(STAMP, '')
}

function below(folder) {
  return entries(folder).flatMap((entry) =>
    entry.isDirectory() ? below(join(folder, entry.name)) : join(folder, entry.name),
  )
}

function entries(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch {
    return []
  }
}

function changed(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
