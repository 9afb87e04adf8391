// What tsc leaves behind: files that the built code reads beside itself.
import { cp, mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const assets = [
  'agreement/presets',
  'local/oneroster/agreements',
  'proof/shipped-keys.json',
  'vault/codec/failure-converter.cjs',
]
for (const asset of assets) {
  await mkdir(dirname(join('dist', asset)), { recursive: true })
  await cp(asset, join('dist', asset), { recursive: true })
}
