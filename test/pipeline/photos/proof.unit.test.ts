import { expect, test } from 'vitest'
import { isListCredible } from '../../../pipeline/photos/proof.js'

test('a list of photographs that is empty is believed only where none is held', () => {
  const proof = (listed: number) => ({ pages: 1, listed, fetched: 0, refused: {} })
  expect([isListCredible(proof(0), 0), isListCredible(proof(0), 5), isListCredible(proof(1), 5)]).toEqual([
    true,
    false,
    true,
  ])
})
