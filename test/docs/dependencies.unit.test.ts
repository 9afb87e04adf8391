import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import packageFile from '../../package.json' with { type: 'json' }
import { rowsOfTable } from './table.js'

const page = readFileSync(new URL('../../docs/dependencies.md', import.meta.url), 'utf8')
const [, running = '', developing = ''] = page.split(/^## /m)

describe('docs/dependencies.md', () => {
  test('has a line for every dependency of the product, and no other', () => {
    expect(namesIn(running)).toEqual(Object.keys(packageFile.dependencies).sort())
  })

  test('has a line for every dependency of its development, and no other', () => {
    expect(namesIn(developing)).toEqual(Object.keys(packageFile.devDependencies).sort())
  })

  test('says of each why it is here, what it costs and who keeps it', () => {
    const cells = [...rowsOfTable(running), ...rowsOfTable(developing)]
    expect(cells.filter((row) => row.length !== 4 || row.includes(''))).toEqual([])
  })
})

/** In alphabetical order, which is the order that the page must have. */
function namesIn(section: string): readonly string[] {
  return rowsOfTable(section).map(([name = '']) => name.replaceAll('`', ''))
}
