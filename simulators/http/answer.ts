/** What goes back to a client: whole, unless a fault has something else in mind. */
export interface Answer {
  readonly status: number
  readonly body: string | Buffer
  readonly headers?: Readonly<Record<string, string>>
}

export function json(status: number, content: unknown): Answer {
  return { status, body: JSON.stringify(content) }
}

/** A refusal in Wonde's envelope. */
export function refusal(status: number, error: string, description: string): Answer {
  return json(status, { error, error_description: description })
}

/** A refusal of the control plane: a sentence for whoever wrote the test. */
export function problem(status: number, sentence: string): Answer {
  return json(status, { error: sentence })
}
