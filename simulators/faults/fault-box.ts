import { chance } from '../model/random.js'
import { isCountsKind, isListKind } from './fault.js'
import type { Fault } from './fault.js'

/** The faults in force and how often each has struck. */
export interface FaultBox {
  readonly replace: (faults: readonly Fault[]) => void
  readonly report: () => readonly (Fault & { readonly struck: number })[]
  /** The first fault that befalls a request, if any does. */
  readonly befalling: (schoolId: string | null, url: string) => Fault | undefined
}

interface Standing {
  readonly fault: Fault
  met: number
  struck: number
}

export function faultBox(): FaultBox {
  let standing: readonly Standing[] = []
  return {
    replace: (faults) => {
      standing = faults.map((fault) => ({ fault, met: 0, struck: 0 }))
    },
    report: () => standing.map(({ fault, struck }) => ({ ...fault, struck })),
    befalling: (schoolId, url) => standing.find((one) => strikes(one, schoolId, url))?.fault,
  }
}

function strikes(standing: Standing, schoolId: string | null, url: string): boolean {
  const { fault } = standing
  if (!concerns(fault, schoolId, url)) return false
  if (fault.times !== undefined && standing.struck >= fault.times) return false
  standing.met += 1
  if (!chance(fault.seed, fault.rate, fault.kind, standing.met)) return false
  standing.struck += 1
  return true
}

function concerns({ kind, schoolId, path }: Fault, school: string | null, url: string): boolean {
  if (schoolId !== undefined && schoolId !== school) return false
  if (isListKind(kind) && !isList(url)) return false
  if (isCountsKind(kind) && !/\/counts\/?(\?|$)/i.test(url) && !datasets.test(url) && !rosters.test(url)) return false
  return path === undefined || url.startsWith(path) || new RegExp(path).test(url)
}

/** A package of OneRoster is lists too. */
const packages = /^\/oneroster\//

/** Every list of OneRoster, which counts in a header. */
const rosters = /^\/ims\/oneroster\/(?!.*\/token)/

/** An answer of datasets says in each page how many rows there are. */
const datasets = /\/school\/\d{7}\/(?!counts|schoolinfo)(?!.*onlygetdbstatus)/i

function isList(url: string): boolean {
  const wonde = /\/schools\/[^/]+\/(?!counts|permissions)[a-z-]+(\/(session|aspects|resultsets|results))?\/?(\?|$)/
  return [wonde, datasets, rosters, packages].some((lists) => lists.test(url))
}
