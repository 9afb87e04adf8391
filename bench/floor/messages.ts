import { z } from 'zod'

/** What the floor is asked: read these lists, each from its first page on. */
export const floorOrder = z.object({ authorization: z.string(), lists: z.array(z.string()).readonly() })
export type FloorOrder = z.infer<typeof floorOrder>

/** How long it took; `copyMs` of `wallMs` is the COPY. */
export const floorTime = z.object({ wallMs: z.number(), copyMs: z.number(), cpuMs: z.number(), rows: z.number() })
export type FloorTime = z.infer<typeof floorTime>
