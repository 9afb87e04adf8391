import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Connection } from '@temporalio/client'
import { sql } from 'kysely'
import { lifecycleId } from '../../workflows/school/ids.js'
import { keyringRows } from '../keyring-rows.js'
import { readCertificates } from '../read-certificates.js'
import type { ChaosStack } from './chaos-stack.js'
import { contentOf, receiptsIn } from './content.js'
import type { Judged } from './living.js'
import type { ChaosSchool } from './schools.js'
import { untilKnown } from './waiting.js'

/** Waits until a school has ended, and looks into every store there is for what should not be there any more. */
export async function judgeEnded(
  stack: ChaosStack,
  { id }: ChaosSchool,
  subjects: ReadonlyMap<string, string>,
): Promise<Judged> {
  const certificates = await untilKnown(async () => {
    const issued = await readCertificates(stack.apiUrl, stack.tokens.head, id)
    return issued.some(({ kind }) => kind === 'ending') ? issued : undefined
  })
  if (certificates === undefined) return { wrong: [`${id} has not ended`], content: '' }
  const left = {
    'certificates of its end too many': certificates.filter(({ kind }) => kind === 'ending').length - 1,
    'databases or roles': await databasesOf(stack, id),
    keys: (await keyringRows(stack.keyring, id)).length,
    epochs: await epochsOf(stack, id),
    histories: await historiesOf(stack, id),
    'people without a certificate': subjects.size - peopleIn(certificates),
  }
  const wrong = Object.entries(left)
    .filter(([, count]) => count !== 0)
    .map(([what, count]) => `${id} has ended with ${count} ${what}`)
  return { wrong, content: contentOf(certificates) }
}

/** Erased by their own dates, or with the school. */
function peopleIn(certificates: Parameters<typeof contentOf>[0]): number {
  const withSchool = certificates.flatMap(({ kind, held }) => (kind === 'ending' ? held : []))
  return receiptsIn(certificates).length + (withSchool.find(({ kind }) => kind === 'pupil')?.count ?? 0)
}

async function databasesOf({ deps }: ChaosStack, id: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select (select count(*) from pg_database where datname = ${`school_${id}`})::int
         + (select count(*) from pg_roles where rolname = ${`school_${id}`})::int as count`.execute(deps.control)
  return rows[0]?.count ?? 0
}

async function epochsOf({ epochs }: ChaosStack, id: string): Promise<number> {
  return access(join(epochs, `${id}.epoch`)).then(
    () => 1,
    () => 0,
  )
}

async function historiesOf({ temporalAddress }: ChaosStack, id: string): Promise<number> {
  const connection = await Connection.connect({ address: temporalAddress })
  try {
    const { count } = await connection.workflowService.countWorkflowExecutions({
      namespace: 'schools',
      query: `WorkflowId = "${lifecycleId(id)}" OR WorkflowId STARTS_WITH "${lifecycleId(id)}/"`,
    })
    return count.toNumber()
  } finally {
    await connection.close()
  }
}
