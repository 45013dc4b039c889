import { z } from 'zod'
import { isCountryCode } from '../../../kernel/countries.ts'
import { answerForm } from '../../../platform/http/answer/answer-form.ts'

// Printed on labels and written to partners' command files, where a control character is a command.
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Give at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters')

export const postalLengths = {
  recipient: 80,
  organisation: 80,
  line1: 80,
  line2: 80,
  city: 60,
  region: 60,
  postalCode: 16,
  phone: 30,
} as const

/**
 * A postal address. Only name, first line, city and country are asked for everywhere: some countries have no postal
 * code and no region. Country is ISO 3166-1 alpha-2.
 */
export const postalAddressSchema = z
  .strictObject({
    recipient: line(postalLengths.recipient).min(
      1,
      'Give the name of the person or department that receives the parcel',
    ),
    organisation: line(postalLengths.organisation).default(''),
    line1: line(postalLengths.line1).min(1, 'Give street and number'),
    line2: line(postalLengths.line2).default(''),
    city: line(postalLengths.city).min(1, 'Give the town or city'),
    region: line(postalLengths.region).default(''),
    postalCode: line(postalLengths.postalCode).default(''),
    country: z.string().trim().toUpperCase().refine(isCountryCode, 'Give a two-letter country code, such as GB'),
    phone: line(postalLengths.phone).default(''),
  })
  .meta({ id: 'PostalAddressInForm' })
export type PostalAddress = z.infer<typeof postalAddressSchema>

/** An address in an answer: as it was taken in, or as the portal gave it. */
export const postalAddressAnswer = answerForm(postalAddressSchema).meta({ id: 'PostalAddress' })
