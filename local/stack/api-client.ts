import type { z } from 'zod'

/** Calls the API as anybody else would; what it refuses is an error here, for the stack asks for nothing that can be refused. */
export async function callApi<Answer extends z.ZodType>(
  answer: Answer,
  apiUrl: string,
  token: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<z.infer<Answer>> {
  const response = await fetch(`${apiUrl}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}.`)
  return answer.parse(await response.json())
}
