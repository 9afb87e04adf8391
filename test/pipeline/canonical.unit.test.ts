import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '../../pipeline/canonical.js'

test('gives one text for one value in whatever order its fields come', () => {
  expect(canonical({ b: 1, a: [{ d: null, c: 'x' }] })).toBe(canonical({ a: [{ c: 'x', d: null }], b: 1 }))
})

test('tells null from absent, and text from number', () => {
  const texts = [{}, { a: null }, { a: '' }, { a: 0 }, { a: '0' }, { a: false }, { a: [] }, { a: {} }].map(canonical)
  expect(new Set(texts).size).toBe(texts.length)
})

test('is JSON that says the same', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(canonical(value))).toEqual(JSON.parse(JSON.stringify(value)))
    }),
  )
})

test('says of nothing that there is nothing, and keeps the order of a list', () => {
  expect([canonical(undefined), canonical(null), canonical('a'), canonical([2, 1])]).toEqual(['null', 'null', '"a"', '[2,1]'])
  expect(canonical({ b: undefined, a: { d: 1, c: [{ f: 1, e: 2 }] } })).toBe('{"a":{"c":[{"e":2,"f":1}],"d":1}}')
}) // prettier-ignore

test('takes a field for a field, whatever its name means to the language', () => {
  const text = '{"__proto__":{"a":1},"constructor":2}'
  expect(canonical(JSON.parse(text))).toBe(text)
})
