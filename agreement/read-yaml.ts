import { LineCounter, parseDocument } from 'yaml'

export type ReadYaml = { readonly content: unknown } | { readonly message: string }

/** Reads one YAML document, or says on which line it stops being one. The parser's own words quote the text, so they are not passed on. */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true })
  const [problem] = [...document.errors, ...document.warnings]
  if (problem) {
    const { line } = lines.linePos(problem.pos[0])
    const message = `This is not the YAML of an agreement (${problem.code}, line ${line}); correct that line.`
    return { message }
  }
  try {
    // Without aliases a small file cannot unfold into a large one, and a person who reads it sees all it says.
    return { content: document.toJS({ maxAliasCount: 0 }) }
  } catch {
    return { message: 'This file uses YAML anchors or aliases; write out what they stand for.' }
  }
}
