import type { Row } from '../datasets/columns.js'
import type { Table } from '../datasets/dataset.js'
import type { View } from '../scene.js'

export interface Page {
  readonly datasets: Readonly<Record<string, readonly Row[]>>
  readonly number: number
  /** Nothing where the answer says nothing of pages. */
  readonly pagination: object | null
}

/** Every dataset cut to the same window. Unasked an answer is whole; the link of the last page leads one too far, as observed. */
export function cutTables(tables: readonly Table[], { parameters, habits }: View): Page {
  const asked = wholeNumber(parameters.get('pagesize'))
  const paged = asked !== null || parameters.has('page')
  const size = asked ?? (paged ? 25 : Math.max(1, ...tables.map((one) => one.size)))
  const number = wholeNumber(parameters.get('page')) ?? 1
  const datasets = tables.map((one) => [one.name, one.rows((number - 1) * size, number * size)] as const)
  const [primary] = tables
  const RowCount = habits.pageCount === 'primary' ? (primary?.size ?? 0) : Math.max(...tables.map((one) => one.size))
  const NextPage = `?page=${number + 1}&pageSize=${size}`
  const said = { PageSize: size, PageNumber: number, PageCount: Math.ceil(RowCount / size), RowCount, NextPage }
  const silent = habits.pagination === 'never' || (habits.pagination === 'whereAsked' && !paged)
  return { datasets: Object.fromEntries(datasets), number, pagination: silent ? null : said }
}

function wholeNumber(text: string | undefined): number | null {
  const number = Number(text)
  return text !== undefined && Number.isInteger(number) && number > 0 ? number : null
}
