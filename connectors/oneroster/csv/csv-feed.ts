import { usualTuning, httpClient } from '../../http/client.js'
import type { Answer } from '../../http/exchange.js'
import { wrongSchool } from '../../http/failures.js'
import { SourceFailure } from '../../source.js'
import type { SourceManners } from '../../source.js'
import { permissionsOf } from '../carried.js'
import type { Feed, FeedEnd, ListName } from '../feed.js'
import { ofSchool } from '../of-school.js'
import type { OneRosterOptions } from '../options.js'
import { schoolOf } from '../school-of.js'
import { dropName, isUpload } from '../settings.js'
import type { OneRosterBinding, OneRosterSecret } from '../settings.js'
import type { Block } from '../../block.js'
import { idOf } from '../translate/block.js'
import { readDrop } from './drop-folder.js'
import { alone } from './packages/open-package.js'
import { rosterFiles } from './roster-files.js'
import type { RosterFiles } from './roster-files.js'
import { openZip } from './zip.js'
import { endOfZip } from './zip-directory.js'

// So many rows are translated and digested before the next: a file has no pages of its own.
const ROWS_A_PAGE = 500

// How every zip begins.
const ZIP = Buffer.from('PK')

/** A package of CSV files behind an address or uploaded, or packages in the operator's folder. Each is fetched once for a `Source` and kept packed in its memory. */
export function csvFeed(
  binding: OneRosterBinding,
  secret: OneRosterSecret,
  manners: SourceManners,
  options: OneRosterOptions,
): Feed {
  const call = httpClient(manners, { ...usualTuning, ...options }, wholeZip)
  let fetching: Promise<RosterFiles> | undefined
  const fetched = () => (fetching ??= ask())

  async function ask(): Promise<RosterFiles> {
    const dropped = dropName(binding)
    if (dropped !== undefined) {
      await manners.beforeRequest()
      return rosterFiles(await readDrop(options.dropFolder, dropped))
    }
    if (isUpload(binding)) {
      await manners.beforeRequest()
      return rosterFiles(alone(openZip(await uploaded(options))))
    }
    const body = await call({ url: new URL(binding.baseUrl), headers: headersFor(secret), file: true }, 'file')
    return rosterFiles(alone(openZip(Buffer.isBuffer(body) ? body : Buffer.alloc(0))))
  }

  async function* list(name: ListName): AsyncGenerator<readonly Block[], FeedEnd, void> {
    const rows = ofSchool(name, rowsOf(await fetched(), name), binding.schoolId, false)
    const pages = Math.ceil(rows.length / ROWS_A_PAGE)
    for (let page = 0; page < pages; page += 1) yield rows.slice(page * ROWS_A_PAGE, (page + 1) * ROWS_A_PAGE)
    // A file ends where it ends: half of one fails its checksum.
    return { pages, ended: 'said' }
  }

  return {
    school: async () => {
      fetching = ask()
      const org = (await fetching).orgs().find((one) => idOf(one) === binding.schoolId)
      if (!org) throw wrongSchool()
      return schoolOf(org)
    },
    permissions: async () =>
      permissionsOf({ version: binding.version, scopes: null, demographics: (await fetched()).hasDemographics }),
    list,
  }
}

async function uploaded({ upload }: OneRosterOptions): Promise<Buffer> {
  const bytes = await upload?.()
  if (bytes === undefined) throw new SourceFailure('NothingUploaded', 'file: none waits')
  return bytes
}

function rowsOf(files: RosterFiles, name: ListName): readonly Block[] {
  switch (name) {
    case 'classes':
      return files.classes()
    case 'enrollments':
      return files.enrollments()
    case 'students':
    case 'staff':
      return files.users()
    case 'demographics':
      return files.demographics() ?? []
  }
}

/** Half a zip is an answer that was cut. A page for people says that the provider is being worked on, which takes longer than a hiccup. */
function wholeZip(answer: Answer): Answer {
  if (!('body' in answer) || !Buffer.isBuffer(answer.body) || endOfZip(answer.body) >= 0) return answer
  const begun = answer.body.subarray(0, ZIP.length)
  return { trouble: { what: begun.length === 0 || begun.equals(ZIP) ? 'cut' : 'notAsked' } }
}

function headersFor({ clientId, clientSecret }: OneRosterSecret): Readonly<Record<string, string>> {
  const accept = 'application/zip, application/octet-stream'
  if (clientId === '') return { accept }
  return { accept, authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` }
}
