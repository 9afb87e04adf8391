import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Kysely } from 'kysely'
import { issueCertificate } from '../../../activities/prove/issue-certificate.js'
import { connect } from '../../../db/connect.js'
import { findCertificate, listCertificates, listSigningKeys } from '../../../db/control/certificate.js'
import type { ControlDatabase } from '../../../db/control/database.js'
import { verifyCertificate } from '../../../proof/certificate.js'
import { freshDatabases } from '../../support/databases.js'
import type { FreshDatabases } from '../../support/databases.js'
import { aBody, aSigner } from '../../proof/a-certificate.js'

let databases: FreshDatabases
let control: Kysely<ControlDatabase>
beforeAll(async () => {
  databases = await freshDatabases()
  control = connect(databases.databaseUrl)
})
afterAll(async () => {
  await control?.destroy()
  await databases?.drop()
})

const signer = aSigner()
const issue = (body = aBody(), by = signer) => control.transaction().execute((trx) => issueCertificate(trx, by, body))

test('keeps a certificate as the text that was signed, and its key', async () => {
  const document = await issue(aBody({ id: 'kept' }))
  expect((await findCertificate(control, 'kept'))?.document).toBe(document)
  const known = await listSigningKeys(control)
  expect(known).toEqual([signer.key])
  expect(verifyCertificate(Buffer.from(document), known).state).toBe('valid')
})

test('is issued once, also by several at once and with another content later', async () => {
  const all = await Promise.all(
    [0, 1, 2, 3, 4].map((lateBySeconds) => issue(aBody({ id: 'once', lateBySeconds }), aSigner())),
  )
  expect(new Set(all).size).toBe(1)
  expect(await issue(aBody({ id: 'once', lateBySeconds: 9 }))).toBe(all[0])
})

test('is not issued where the transaction that erased did not end well', async () => {
  const failing = control.transaction().execute(async (trx) => {
    await issueCertificate(trx, signer, aBody({ id: 'undone' }))
    throw new Error('later')
  })
  await expect(failing).rejects.toThrow('later')
  expect(await findCertificate(control, 'undone')).toBeUndefined()
})

test('is listed for its school, newest first, a page at a time', async () => {
  const school = { id: 'listed-school', name: 'A School' }
  for (const id of ['first', 'second', 'third']) await issue(aBody({ id, school }))
  const newest = await listCertificates(control, school.id, 2)
  expect(newest.map(({ id }) => id)).toEqual(['third', 'second'])
  const rest = await listCertificates(control, school.id, 2, newest[1]!.number)
  expect(rest.map(({ id }) => id)).toEqual(['first'])
})
