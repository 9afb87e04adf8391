// The import law of docs/architecture.md as data: who may import whom. CI fails on anything else.

/** How a workflow is reached: ids, messages, queues and the ring; none of them loads workflow code. */
const addresses = ['^workflows/[^/]+/(messages|ids|ring)\\.ts$', '^workflows/(task-queues|search-attributes)\\.ts$']

/** What each folder may import of ours, as path patterns. A pattern under `types` may be imported as types only. */
const law = {
  agreement: { may: [] },
  connectors: { may: ['^agreement/'] },
  pipeline: { may: ['^agreement/'], types: ['^connectors/source\\.ts$'] },
  vault: { may: [] },
  db: { may: ['^vault/', '^proof/audit-chain\\.ts$'], types: ['^agreement/', '^pipeline/'] },
  proof: { may: ['^vault/signing\\.ts$'], types: ['^agreement/'] },
  activities: { may: ['^agreement/', '^connectors/', '^pipeline/', '^vault/', '^db/', '^proof/'] },
  workflows: { may: ['^agreement/pure/', '^activities/failure-types\\.ts$'], types: ['^activities/'] },
  api: {
    may: [
      '^agreement/',
      '^connectors/settings\\.ts$',
      '^connectors/[^/]+/settings\\.ts$',
      '^vault/',
      '^db/',
      '^proof/',
      '^connectors/endpoint\\.ts$',
      '^connectors/oneroster/csv/upload-fault\\.ts$',
      '^activities/failure-types\\.ts$',
      ...addresses,
    ],
    types: ['^workflows/', '^pipeline/'],
  },
  workers: {
    may: ['^agreement/', '^connectors/', '^pipeline/', '^vault/', '^db/', '^proof/', '^activities/', ...addresses],
    types: ['^workflows/'],
  },
  local: { may: ['^(?!simulators/|test/|bench/|local/)'], extra: ['^simulators/'] },
  cli: { may: ['.*'] },
  bench: { may: ['.*'] },
  simulators: { may: [] },
}

const folders = Object.keys(law)
const ours = `^(${folders.join('|')})/`

const folderRules = folders
  .filter((folder) => folder !== 'cli' && folder !== 'bench' && folder !== 'local')
  .flatMap((folder) => {
    const { may, types = [] } = law[folder]
    return [
      {
        name: `${folder}-imports`,
        comment: `${folder}/ may import only what the table in docs/architecture.md allows`,
        severity: 'error',
        from: { path: `^${folder}/` },
        to: { path: ours, pathNot: [`^${folder}/`, ...may, ...types] },
      },
      ...(types.length
        ? [
            {
              name: `${folder}-imports-types-only`,
              comment: `${folder}/ may import these as types only`,
              severity: 'error',
              from: { path: `^${folder}/` },
              to: { path: types, pathNot: [`^${folder}/`, ...may], dependencyTypesNot: ['type-only'] },
            },
          ]
        : []),
    ]
  })

module.exports = {
  forbidden: [
    ...folderRules,
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'only-hosts-start-simulators',
      comment: 'A simulator is a program of its own; only what starts or tests things may know it',
      severity: 'error',
      from: { path: ours, pathNot: '^(local|cli|bench|simulators)/' },
      to: { path: '^simulators/' },
    },
    {
      name: 'connectors-do-not-know-each-other',
      comment:
        'What is the same in all of them, how a source is asked over HTTP, lies in connectors/http/, which knows none of them',
      severity: 'error',
      from: { path: '^connectors/([^/]+)/' },
      to: { path: '^connectors/[^/]+/', pathNot: ['^connectors/$1/', '^connectors/http/'] },
    },
    {
      name: 'workflows-are-deterministic',
      comment: 'No Node built-ins, no zod, no calendar in workflow code: replay must not depend on them',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'workflows-load-no-validator-or-calendar',
      severity: 'error',
      from: { path: '^workflows/' },
      to: { path: 'node_modules/(zod|temporal-polyfill|kysely|pg|@temporalio/(client|worker|activity))/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { path: ours },
      to: { path: '^test/' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
}
