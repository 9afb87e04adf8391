import { z } from 'zod'
import { callApi } from '../local/stack/api-client.js'
import { verifyCertificate } from '../proof/certificate.js'
import type { Certificate } from '../proof/certificate.js'
import { readKeySet } from '../proof/public-keys.js'

const list = z.object({ data: z.array(z.object({ id: z.string() })) })

/** Every certificate of a school, read as its head reads it and verified with the keys that anybody may fetch. Throws for one that is not valid. */
export async function readCertificates(apiUrl: string, head: string, school: string): Promise<readonly Certificate[]> {
  const keys = readKeySet(await callApi(z.unknown(), apiUrl, '', 'GET', '/v1/keys')) ?? []
  const { data } = await callApi(list, apiUrl, head, 'GET', `/v1/schools/${school}/certificates?limit=500`)
  return Promise.all(
    data.map(async ({ id }) => {
      const headers = { authorization: `Bearer ${head}` }
      const response = await fetch(`${apiUrl}/v1/certificates/${id}`, { headers })
      const verdict = verifyCertificate(new Uint8Array(await response.arrayBuffer()), keys)
      if (verdict.state !== 'valid') throw new Error(`The certificate ${id} is ${verdict.state}.`)
      return verdict.certificate
    }),
  )
}
