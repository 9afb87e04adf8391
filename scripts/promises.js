// Prints which tests prove which promise. A test names a promise in its title: 'hides a leaver at once [R35]'.
//   npm run promises               the table
//   npm run promises -- --json     one object a promise
//   npm run promises -- --write    brings docs/promises.md up to date
//   npm run promises -- --check    ends with 1 if docs/promises.md is stale
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const PAGE = 'docs/promises.md'
const promises = JSON.parse(readFileSync(new URL('../docs/promises.json', import.meta.url), 'utf8'))
const known = new Set(promises.map(({ promise }) => promise))

const proofs = new Map(promises.map(({ promise }) => [promise, new Set()]))
for (const file of testFiles('test')) readTitles(file)

const rows = promises.map(({ promise, of, words }) => {
  const tests = [...(proofs.get(promise) ?? [])]
  // There is no evidence register yet; its entries will stand here.
  const evidence = []
  return {
    promise,
    of,
    words,
    tests,
    evidence,
    state: tests.length > 0 ? 'proven' : evidence.length > 0 ? 'evidence' : 'open',
  }
})

const [flag] = process.argv.slice(2)
if (flag === '--json') {
  console.log(
    JSON.stringify(
      rows.map(({ promise, tests, evidence, state }) => ({ promise, tests, evidence, state })),
      null,
      2,
    ),
  )
} else if (flag === '--write') {
  writeFileSync(PAGE, page())
} else if (flag === '--check') {
  const stale = !existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page()
  if (stale) console.error(`${PAGE} is stale; run: npm run promises -- --write`)
  process.exitCode = stale ? 1 : 0
} else {
  for (const { promise, words, tests, state } of rows)
    console.log(`${promise}  ${state.padEnd(8)}  ${String(tests.length).padStart(3)}  ${words}`)
  console.log(total())
}

function testFiles(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => join(folder, name).replaceAll('\\', '/'))
    .sort()
}

/** Titles, and the rows of tables whose first cell becomes a part of one. What is skipped or only planned proves nothing. */
function readTitles(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  visit(source)

  function visit(node) {
    if (ts.isCallExpression(node) && isIdle(node.expression)) return
    const title = textOf(node)
    if (title === undefined) return void ts.forEachChild(node, visit)
    for (const [, promise] of title.matchAll(/\[(R\d{2})\]/g)) {
      if (!known.has(promise)) throw new Error(`${file} names ${promise}, which is no promise of docs/promises.json.`)
      proofs.get(promise).add(`${file}: ${title.replaceAll(/\s*\[R\d{2}\]/g, '').trim()}`)
    }
  }
}

/** `test.skip(…)`, `describe.skipIf(…)(…)`, `test.todo(…)`; also in the middle of a chain. */
function isIdle(callee) {
  if (ts.isCallExpression(callee)) return isIdle(callee.expression)
  if (!ts.isPropertyAccessExpression(callee)) return false
  return /^(skip|skipIf|runIf|todo)$/.test(callee.name.text) || isIdle(callee.expression)
}

function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined
}

function page() {
  const lines = rows.map(({ promise, of, words, tests, state }) => {
    const proof = tests.map((test) => code(test)).join('<br>')
    return `| ${promise} | ${of} | ${words} | ${state} | ${proof} |`
  })
  return `# The promises, and what proves each

Made by \`npm run promises -- --write\` from docs/promises.json and the names of the tests; CI fails when it is stale. *proven*: at least
one test in the suite bears the number, and the suite is green. *open*: nothing shows it yet. A test that bears a number shows what its
name says, which may be a part of the promise only. There is no evidence register yet, so nothing is in the state *evidence*.

${total()}

| promise | of | in our words | state | tests |
| ------- | -- | ------------ | ----- | ----- |
${lines.join('\n')}
`
}

function code(test) {
  return `\`${test.replaceAll('|', '\\|').replaceAll('`', "'")}\``
}

function total() {
  const count = (state) => rows.filter((row) => row.state === state).length
  return `${count('proven')} of ${rows.length} proven by tests, ${count('evidence')} by evidence, ${count('open')} open.`
}
