import { randomBytes, randomUUID } from 'node:crypto'
import { openKey } from '../../vault/open-key.js'

export const aKey = () => openKey(randomUUID(), randomBytes(32))
