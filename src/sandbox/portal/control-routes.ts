import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { faults, type Misbehaviour, type MisbehaviourBook } from './misbehaviour.ts'
import { carryOutMove, type Move, moveSchema } from './moves.ts'
import { NotPlantable, type Plant, plant, plantSchema } from './planting.ts'
import type { World } from './world/world.ts'

const misbehaviourSchema = z.strictObject({
  operation: z.string().min(1),
  fault: z.enum(faults),
  times: z.number().int().min(1).default(1),
  delayMs: z.number().int().min(0).max(600_000).default(2000),
})
const demandsSchema = z.strictObject({
  licenseModel: z.boolean().default(false),
  lineAttributes: z.array(z.string().min(1)).default([]),
  entitlementAttributes: z.array(z.string().min(1)).default([]),
  licenseModels: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        attributes: z
          .array(z.strictObject({ name: z.string().min(1), values: z.array(z.string()).default([]) }))
          .default([]),
      }),
    )
    .default([]),
})
export type MisbehaviourInput = z.input<typeof misbehaviourSchema>

export interface PortalState {
  readonly products: number
  readonly accounts: number
  readonly members: number
  readonly entitlements: number
  readonly lines: number
  readonly maintenanceLines: number
  readonly mails: number
  readonly completedDownloads: number
  /** Since the start of the process. */
  readonly calls: Readonly<Record<string, number>>
  readonly misbehaviours: readonly Misbehaviour[]
}

/** What tests and demonstrations do to the platform from behind; the same by HTTP and by method. */
export interface Control {
  misbehave(misbehaviour: MisbehaviourInput): void
  plant(change: Plant): void
  /** From now on refuses lines and entitlements without these, as a tenant with mandatory attributes does. */
  demand(demands: z.input<typeof demandsSchema>): void
  /** Transfers, splits, merges and renumbers, as a producer does on the platform's pages. */
  move(move: Move): void
  state(): PortalState
}

export function controlOf(world: World, book: MisbehaviourBook, calls: ReadonlyMap<string, number>): Control {
  return {
    misbehave: (misbehaviour) => book.plan(misbehaviourSchema.parse(misbehaviour)),
    demand: (demands) => world.demands.set('tenant', demandsSchema.parse(demands)),
    plant: (change) => plant(world, plantSchema.parse(change)),
    move: (move) => carryOutMove(world, moveSchema.parse(move)),
    state: () => ({
      products: world.products.size,
      accounts: world.accounts.size,
      members: world.members.size,
      entitlements: world.entitlements.size,
      lines: world.lines.size,
      maintenanceLines: world.maintenanceLines.size,
      mails: world.mails.size,
      completedDownloads: world.downloads.values().reduce((sum, one) => sum + one.count, 0),
      calls: Object.fromEntries(calls),
      misbehaviours: book.open.map(({ operation, fault, times, delayMs }) => ({ operation, fault, times, delayMs })),
    }),
  }
}

/** `POST /sandbox/misbehave`, `DELETE /sandbox/misbehave`, `POST /sandbox/lines`, `POST /sandbox/moves`, `GET /sandbox/state`, `/sandbox/mails`. */
export async function controlRoutes(
  app: FastifyInstance,
  deps: { readonly control: Control; readonly world: World; readonly misbehaviours: MisbehaviourBook },
): Promise<void> {
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) })
    if (error instanceof NotPlantable) return reply.code(422).send({ error: error.message })
    throw error
  })
  app.post('/sandbox/misbehave', async (request, reply) => {
    deps.control.misbehave(misbehaviourSchema.parse(request.body))
    return reply.code(204).send()
  })
  app.post('/sandbox/demands', async (request, reply) => {
    deps.control.demand(demandsSchema.parse(request.body))
    return reply.code(204).send()
  })
  app.delete('/sandbox/misbehave', async (_request, reply) => {
    deps.misbehaviours.clear()
    return reply.code(204).send()
  })
  app.post('/sandbox/lines', async (request, reply) => {
    deps.control.plant(plantSchema.parse(request.body))
    return reply.code(204).send()
  })
  app.post('/sandbox/moves', async (request, reply) => {
    deps.control.move(moveSchema.parse(request.body))
    return reply.code(204).send()
  })
  app.get('/sandbox/state', async () => deps.control.state())
  app.get('/sandbox/mails', async () => deps.world.mails.values())
}
