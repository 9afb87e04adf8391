import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common'
import proto from '@temporalio/proto'
import { open, seal, sealedUnder } from '../sealing.js'
import { ERASER, PLATFORM } from './codec-keys.js'
import type { CodecKeys } from './codec-keys.js'

const ENCODING = Buffer.from('binary/encrypted')
const ABOUT = 'temporal-payload'
const { Payload: Wire } = proto.temporal.api.common.v1

/**
 * Seals every payload under the codec key of the school whose workflow it belongs to: the second lock, for nothing personal is in them.
 * Whose key it is stands in the payload's metadata, as plainly as in the workflow's id: what is decoded comes without a context at times,
 * and from Temporal's UI always.
 */
export function schoolCodec(keys: CodecKeys): PayloadCodec {
  return {
    encode: async (payloads, context) => Promise.all(payloads.map((payload) => encode(keys, payload, context))),
    decode: async (payloads) => Promise.all(payloads.map((payload) => decode(keys, payload))),
  }
}

/**
 * Never fails for want of a school's key. The SDK encodes the news of a failure with this too, and an error thrown there ends the whole
 * worker: one school whose key was destroyed, or a keyring that restarts, would take every school down. Then the platform's key seals.
 */
async function encode(keys: CodecKeys, payload: Payload, context: SerializationContext | undefined): Promise<Payload> {
  const plain = Wire.encode(payload).finish()
  // Asked for each time, so that it is at hand when the keyring is not.
  const platform = await keys.current(PLATFORM)
  const owner = ownerOf(context)
  const schools = owner === PLATFORM ? undefined : await keys.current(owner).catch(() => undefined)
  const metadata = { encoding: ENCODING, owner: Buffer.from(schools ? owner : PLATFORM) }
  return { metadata, data: seal(schools ?? platform, plain, ABOUT) }
}

/** Throws `KeyDestroyed` for a payload whose key is gone. What is not sealed passes: Temporal's own tools write in clear. */
async function decode(keys: CodecKeys, payload: Payload): Promise<Payload> {
  const { encoding, owner } = payload.metadata ?? {}
  if (!encoding || !ENCODING.equals(encoding) || !payload.data) return payload
  const key = await keys.named(owner ? Buffer.from(owner).toString() : PLATFORM, sealedUnder(payload.data))
  return Wire.decode(open(key, payload.data, ABOUT))
}

/** `school/<id>` and everything below it belongs to that school, `end/<id>` to the eraser, the rest to the platform. */
function ownerOf(context: SerializationContext | undefined): string {
  const [first, school] = (context?.workflowId ?? '').split('/')
  // Under the school's key an end could not record that it destroyed it.
  if (first === 'end') return ERASER
  return first === 'school' && school !== undefined ? school : PLATFORM
}
