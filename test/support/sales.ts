import { z } from 'zod'
import { type ApiAnswer, type CallerName, callApi, tokenOf } from './api-callers.ts'
import type { Box } from './box.ts'

const tokens = new WeakMap<Box, Map<CallerName, string | null>>()

/** A call with the token of a caller, who signs on once. */
export async function callAs(
  box: Box,
  caller: CallerName,
  [method, path]: readonly [string, string],
  body?: unknown,
): Promise<ApiAnswer> {
  const known = tokens.get(box) ?? new Map<CallerName, string | null>()
  tokens.set(box, known)
  if (!known.has(caller)) known.set(caller, await tokenOf(box, caller))
  return callApi(box, { method, path, token: known.get(caller) ?? null, body })
}

/** Sends calls that must go well. */
export async function askAs<Schema extends z.ZodType>(
  box: Box,
  schema: Schema,
  caller: CallerName,
  call: readonly [string, string],
  body?: unknown,
): Promise<z.infer<Schema>> {
  const answer = await callAs(box, caller, call, body)
  if (answer.status >= 400) throw new Error(`${call.join(' ')} answered ${answer.status}: ${answer.text}`)
  return schema.parse(answer.json)
}

/** Staff say that the partner serves the customer. */
export async function namePartner(box: Box, partnerAccountId: string, customerAccountId: string): Promise<void> {
  const path = `/api/admin/partner-consents/${partnerAccountId}/${customerAccountId}`
  await askAs(box, z.unknown(), 'carla', ['PUT', path])
}

/** The stable code of a refusal. */
export function refusalOf({ json }: ApiAnswer): string {
  return z.object({ code: z.string() }).parse(json).code
}

const version = z.object({
  version: z.number(),
  state: z.string(),
  totalMinor: z.number(),
  netMinor: z.number(),
  taxMinor: z.number(),
  freightMinor: z.number(),
  validThrough: z.string(),
  lines: z.array(
    z.object({
      partNumber: z.string(),
      quantity: z.number(),
      unitPriceMinor: z.number(),
      listPriceMinor: z.number(),
      taxMinor: z.number(),
      netMinor: z.number(),
      priceRule: z.string(),
    }),
  ),
})
export const quoteAnswer = z.object({
  id: z.string(),
  number: z.string(),
  orderId: z.string().nullable(),
  offer: version,
  versions: z.array(version),
})
export const staffQuoteAnswer = z.object({
  id: z.string(),
  number: z.string(),
  orderId: z.string().nullable(),
  versions: z.array(
    version.extend({
      lines: z.array(
        z.object({
          unitPriceMinor: z.number(),
          discountBasisPoints: z.number(),
          trace: z
            .object({
              steps: z.array(z.object({ by: z.string(), takesOffMinor: z.number(), unitMinor: z.number() })),
            })
            .loose(),
        }),
      ),
    }),
  ),
})
export const placed = z.object({ outcome: z.string(), order: z.object({ id: z.string() }).loose() })
