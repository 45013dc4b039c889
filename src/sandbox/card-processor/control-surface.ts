import { z } from 'zod'
import type { CardProcessorControls } from './controls.ts'
import { misbehaviourSchema } from './faults.ts'
import { parseForm } from './form.ts'
import { homePage } from './home-page.ts'
import { type Answer, html, json, seeOther } from './http.ts'
import type { World } from './world.ts'

const currencySchema = z
  .string()
  .regex(/^[a-zA-Z]{3}$/)
  .toLowerCase()
const settlementSchema = z.strictObject({
  currency: currencySchema,
  rates: z.record(currencySchema, z.number().positive()).default({}),
})
const feeSchema = z.strictObject({
  amount: z.coerce.number().int().positive(),
  currency: currencySchema,
  description: z.string().min(1).default('Monthly fee'),
})
const resendSchema = z.strictObject({
  eventId: z.string(),
  copies: z.coerce.number().int().min(1).max(1000).default(1),
})

/** What only a sandbox has: a page for people, and `/sandbox/...` for tests. Bodies are JSON or forms. */
export async function answerControl(
  controls: CardProcessorControls,
  world: World,
  request: { readonly method: string; readonly path: string; readonly body: string; readonly isForm: boolean },
): Promise<Answer> {
  const route = `${request.method} ${request.path}`
  if (route === 'GET /') return html(200, homePage(world))
  if (route === 'GET /sandbox/state') return json(200, controls.state())
  if (request.method === 'POST') {
    const body = bodyOf(request)
    if (!body.success) return json(400, { error: 'The body is neither JSON nor a form' })
    const answer = await post(controls, request.path, body.value)
    if (answer) return request.isForm && answer.status < 400 ? seeOther('/') : answer
  }
  return json(404, { error: `There is no ${route}` })
}

async function post(controls: CardProcessorControls, path: string, body: unknown): Promise<Answer | null> {
  switch (path) {
    case '/sandbox/payouts':
      return json(200, { payouts: controls.payOut() })
    case '/sandbox/fees':
      return checked(feeSchema, body, (fee) => controls.chargeFee(fee))
    case '/sandbox/settlement':
      return checked(settlementSchema, body, (settlement) => controls.settleIn(settlement))
    case '/sandbox/misbehave':
      return checked(misbehaviourSchema, body, (misbehaviour) => controls.misbehave(misbehaviour))
    case '/sandbox/behave':
      controls.behave()
      return json(200, controls.state())
    case '/sandbox/release-webhooks':
      await controls.releaseWebhooks()
      return json(200, controls.state())
    case '/sandbox/resend-webhook':
      return checked(resendSchema, body, ({ eventId, copies }) => ({
        found: controls.resendWebhook(eventId, copies),
      }))
    default:
      return null
  }
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  body: unknown,
  work: (value: z.infer<Schema>) => unknown,
): Answer {
  const parsed = schema.safeParse(body)
  if (!parsed.success) return json(400, { error: z.prettifyError(parsed.error) })
  return json(200, work(parsed.data) ?? {})
}

function bodyOf(request: {
  readonly body: string
  readonly isForm: boolean
}): { success: true; value: unknown } | { success: false } {
  if (request.isForm) return { success: true, value: parseForm(request.body) }
  if (request.body.trim() === '') return { success: true, value: {} }
  try {
    return { success: true, value: JSON.parse(request.body) }
  } catch {
    return { success: false }
  }
}
