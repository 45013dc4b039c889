import { z } from 'zod'
import { type CardEvent, EventNotUnderstood } from '../../../domains/money/payments/port.ts'

// Ids and types become keys of rows, so they have to be text that a database keeps and an index holds.
const keptText = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,255}$/u)
const eventSchema = z.object({ id: keptText, type: keptText, data: z.object({ object: z.looseObject({}) }) })
const objectId = z.object({ id: keptText.nullish(), client_reference_id: keptText.nullish().catch(null) })

/**
 * Reads an event whose signature was checked before.
 * @throws {EventNotUnderstood} saying what is wrong with it in words that quote nothing of it
 */
export function readSignedEvent(rawBody: Uint8Array): CardEvent {
  const event = eventSchema.safeParse(parsed(rawBody))
  if (!event.success)
    throw new EventNotUnderstood(`It lacks a usable ${[...new Set(event.error.issues.map(placeOf))].join(', ')}.`)
  const { id: eventId, type, data } = event.data
  const object = objectId.safeParse(data.object)
  // A payment or a refund cannot be looked up without its id. A payout needs none: all recent ones are read again.
  if (!object.success || (/^(checkout\.session|refund|charge\.refund)\./.test(type) && !object.data.id))
    throw new EventNotUnderstood('It lacks a usable data.object.id.')
  return { eventId, type, objectId: object.data.id ?? '', paymentId: object.data.client_reference_id ?? null }
}

function parsed(rawBody: Uint8Array): unknown {
  const text = asText(rawBody)
  try {
    return JSON.parse(text)
  } catch {
    throw new EventNotUnderstood('It is not JSON.')
  }
}

function asText(rawBody: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(rawBody)
  } catch {
    throw new EventNotUnderstood('It is not UTF-8.')
  }
}

function placeOf({ path }: { readonly path: readonly PropertyKey[] }): string {
  return path.length === 0 ? 'JSON object' : path.join('.')
}
