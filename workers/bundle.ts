import { writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker'
import { failureConverterPath } from '../vault/codec/data-converter.js'
import { bundlePath } from './bundle-path.js'

// Run by the build, so that no worker has to.
const workflowsPath = fileURLToPath(new URL('../workflows/index.js', import.meta.url))
const { code } = await bundleWorkflowCode({ workflowsPath, failureConverterPath, logger: new DefaultLogger('WARN') })
await writeFile(bundlePath, code)
