import { fileURLToPath } from 'node:url'
import type { DataConverter } from '@temporalio/common'
import { schoolCodec } from './school-codec.js'
import type { CodecKeys } from './codec-keys.js'

/** For `bundleWorkflowCode` too: the sandbox encodes failures with the same converter. */
export const failureConverterPath = fileURLToPath(new URL('./failure-converter.cjs', import.meta.url))

/** The same for every client and worker; one without it could read nothing and would write in clear. */
export function dataConverter(keys: CodecKeys): DataConverter {
  return { payloadCodecs: [schoolCodec(keys)], failureConverterPath }
}
