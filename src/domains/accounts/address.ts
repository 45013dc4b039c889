// Its front door reads the names of countries in every language; here only the codes count.
import countries from 'i18n-iso-countries/index.js'
import { z } from 'zod'

// Printed on labels and written to partners' command files, where a control character is a command.
const line = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `Give at most ${max} characters`)
    .regex(/^\P{Cc}*$/u, 'Leave out control characters')

/**
 * A postal address. Only name, first line, city and country are asked for everywhere: some countries have no postal
 * code and no region. Country is ISO 3166-1 alpha-2.
 */
export const postalAddressSchema = z.strictObject({
  recipient: line(80).min(1, 'Give the name of the person or department that receives the parcel'),
  organisation: line(80).default(''),
  line1: line(80).min(1, 'Give street and number'),
  line2: line(80).default(''),
  city: line(60).min(1, 'Give the town or city'),
  region: line(60).default(''),
  postalCode: line(16).default(''),
  country: z
    .string()
    .trim()
    .toUpperCase()
    .refine((code) => countries.isValid(code) && code.length === 2, 'Give a two-letter country code, such as GB'),
  phone: line(30).default(''),
})
export type PostalAddress = z.infer<typeof postalAddressSchema>
