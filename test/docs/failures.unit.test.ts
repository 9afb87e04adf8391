import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { failureKinds } from '../../activities/failure-types.js'
import { rowsOfTable } from './table.js'

test('docs/failures.md explains every failure of the list as the list does, and no other', () => {
  const listed = Object.entries(failureKinds).map(([type, { retried, means, operator }]) => [
    `\`${type}\``,
    retried ? 'yes' : 'no',
    means,
    operator,
  ])
  const page = readFileSync(new URL('../../docs/failures.md', import.meta.url), 'utf8')
  expect(rowsOfTable(page)).toEqual(listed)
})
