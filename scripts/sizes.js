// Prints how long our files and functions are, so that drift is seen; fails past the limits that CONTRIBUTING.md sets.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'

const LONGEST_FILE = 250
const files = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts'], { encoding: 'utf8' })
  .split('\n')
  .filter((path) => path !== '' && !path.startsWith('test/') && !path.endsWith('.config.ts'))

const lengths = []
const functions = []
for (const path of files) {
  const text = readFileSync(path, 'utf8')
  lengths.push({ path, lines: text.split('\n').length - 1 })
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  measure(source, source)
}

function measure(node, source) {
  if (ts.isFunctionLike(node) && node.body && ts.isBlock(node.body)) {
    const line = (position) => source.getLineAndCharacterOfPosition(position).line
    functions.push({ path: source.fileName, lines: line(node.body.end) - line(node.getStart(source)) + 1 })
  }
  ts.forEachChild(node, (child) => measure(child, source))
}

const at = (list, share) =>
  [...list].sort((a, b) => a.lines - b.lines)[Math.floor((list.length - 1) * share)]?.lines ?? 0
const longest = (list) => [...list].sort((a, b) => b.lines - a.lines)[0]
console.log(
  `files      ${lengths.length}, median ${at(lengths, 0.5)} lines, nine in ten under ${at(lengths, 0.9) + 1}, longest ${longest(lengths)?.lines} (${longest(lengths)?.path})`,
)
console.log(
  `functions  ${functions.length}, median ${at(functions, 0.5)} lines, nine in ten under ${at(functions, 0.9) + 1}, longest ${longest(functions)?.lines} (${longest(functions)?.path})`,
)

const tooLong = lengths.filter(({ lines }) => lines > LONGEST_FILE)
for (const { path, lines } of tooLong) console.error(`${path} has ${lines} lines; split it at its second subject.`)
process.exitCode = tooLong.length > 0 ? 1 : 0
