import closeWithGrace from 'close-with-grace'
import { codecKeys } from '../vault/codec/codec-keys.js'
import { startCodecServer } from '../vault/codec/codec-server.js'
import { schoolCodec } from '../vault/codec/school-codec.js'
import { readCodecEnvironment } from './environment.js'
import { openVault } from './vault.js'

const env = readCodecEnvironment(process.env)
const vault = await openVault(env)
const server = await startCodecServer({
  codec: schoolCodec(codecKeys(vault.keyring)),
  host: env.HOST,
  port: env.CODEC_PORT,
  origins: env.CODEC_ORIGINS,
})
process.stdout.write('codec server ready\n')
closeWithGrace({ delay: 3_000 }, async () => {
  await server.stop()
  await vault.close()
})
