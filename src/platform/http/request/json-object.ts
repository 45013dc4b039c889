import { z } from 'zod'

const jsonValue: z.ZodType<unknown> = z
  .union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(z.lazy(() => jsonValue)),
    z.record(
      z.string(),
      z.lazy(() => jsonValue),
    ),
  ])
  .meta({ id: 'JsonValue', description: 'Any value of JSON' })

/** What was written down by name for a person to read: its names differ from case to case. */
export const jsonObject = z.record(z.string(), jsonValue).meta({ id: 'JsonObject' })
