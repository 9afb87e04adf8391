import { agreementJsonSchema } from '../../../agreement/agreement.js'

/** `agreement schema`: the JSON Schema of agreement files; agreement/agreement.schema.json is its output. */
export function printSchema(): number {
  console.log(JSON.stringify(agreementJsonSchema(), null, 2))
  return 0
}
