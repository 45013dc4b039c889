import { z } from 'zod'

/**
 * A schema's shape without its rules for input. What a form may hold decides what is taken in; what stands in the database, or
 * comes from a partner, was taken in under other rules and is told as it is, or a page fails for a name that is too long.
 */
export function answerForm<Schema extends z.ZodType>(schema: Schema): z.ZodType<z.output<Schema>, z.output<Schema>> {
  return formOf(schema) as z.ZodType<z.output<Schema>, z.output<Schema>>
}

function formOf(schema: z.core.$ZodType): z.ZodType {
  if (schema instanceof z.ZodObject)
    return z.object(Object.fromEntries(Object.entries(schema.shape).map(([name, part]) => [name, formOf(part)])))
  if (schema instanceof z.ZodArray) return z.array(formOf(schema.element))
  if (schema instanceof z.ZodNullable) return formOf(schema.unwrap()).nullable()
  if (schema instanceof z.ZodOptional) return formOf(schema.unwrap()).optional()
  if (schema instanceof z.ZodDefault) return formOf(schema.unwrap())
  if (schema instanceof z.ZodString || schema instanceof z.ZodStringFormat) return z.string()
  if (schema instanceof z.ZodNumber) return schema.isInt ? z.number().int() : z.number()
  if (schema instanceof z.ZodBoolean || schema instanceof z.ZodEnum || schema instanceof z.ZodLiteral) return schema
  throw new Error(`a schema of the kind ${schema._zod.def.type} has no form for answers`)
}
