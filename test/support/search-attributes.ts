import type { TestWorkflowEnvironment } from '@temporalio/testing'
import proto from '@temporalio/proto'
import type { searchAttributeKeys } from '../../workflows/search-attributes.js'

const { IndexedValueType } = proto.temporal.api.enums.v1
const types = {
  KEYWORD: IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
  DATETIME: IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
  BOOL: IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
}

/** The time-skipping server takes them only after its start. */
export async function registerSearchAttributes(
  env: TestWorkflowEnvironment,
  keys: typeof searchAttributeKeys,
): Promise<void> {
  await env.connection.operatorService.addSearchAttributes({
    namespace: env.namespace ?? 'default',
    searchAttributes: Object.fromEntries(keys.map(({ name, type }) => [name, types[type]])),
  })
}
