/** The cells of every row of the first table in a Markdown page, without its head. */
export function rowsOfTable(page: string): readonly (readonly string[])[] {
  const lines = page.split('\n')
  const head = lines.findIndex((line) => line.startsWith('|'))
  const body = lines.slice(head + 2)
  const end = body.findIndex((line) => !line.startsWith('|'))
  return body.slice(0, end === -1 ? undefined : end).map((line) =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim()),
  )
}
