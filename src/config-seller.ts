import { electronicFormatIBAN, friendlyFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools'
import { z } from 'zod'
import { type Brand, contrastOnWhite, neededContrast } from './platform/http/pages/brand.ts'
import { logoOf } from './seller-logo.ts'

const controls = /[\p{Cc}\u2028\u2029]/u
const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, 'only spaces')
    .max(most, `longer than ${most} characters`)
    .refine((text) => !controls.test(text), 'give one line, without control characters')
    .optional()

/** Who sells: what pages, mails and papers say of the seller. */
export const sellerSettings = {
  /** Of the store, as buyers see it. */
  SELLER_NAME: line(60),
  /** The company that sells, as its contracts name it. */
  SELLER_LEGAL: line(200),
  SELLER_HELP: z.email('give a mail address, such as help@example.com').optional(),
  SELLER_LOGO: z
    .string()
    .transform((text, context) => {
      const logo = logoOf(text.trim())
      if (!('mistake' in logo)) return logo
      context.addIssue({ code: 'custom', message: logo.mistake })
      return z.NEVER
    })
    .optional(),
  SELLER_COLOUR: z
    .string()
    .trim()
    .regex(/^#([0-9a-f]{3}|[0-9a-f]{6})$/i, { message: 'give a colour such as #0b5c8a or #05a', abort: true })
    .transform((text) => sixDigits(text.toLowerCase()))
    .refine((colour) => contrastOnWhite(colour) >= neededContrast, {
      error: ({ input }) =>
        `too light to read: its contrast with white is ${contrastOnWhite(String(input)).toFixed(2)} to 1, and text needs ${neededContrast} to 1`,
    })
    .optional(),
  SELLER_FOOTER: line(300),
  SELLER_VAT_ID: line(30).refine((text) => text === undefined || /^(?=.*\d)[\p{L}\d][\p{L}\d ./-]{3,}$/u.test(text), {
    message: 'give a number for value added tax, such as IE6388047V',
  }),
  /** Where the company is registered, and under which number. */
  SELLER_REGISTER: line(150),
  SELLER_IBAN: z
    .string()
    .transform((text) => electronicFormatIBAN(text) ?? '')
    .refine((iban) => isValidIBAN(iban), 'not an IBAN: its country, length or check digits are wrong')
    .optional(),
  SELLER_BIC: z
    .string()
    .transform((text) => text.replaceAll(/\s/g, '').toUpperCase())
    .refine((bic) => isValidBIC(bic), 'not a BIC, which has 8 or 11 characters, such as AIBKIE2D')
    .optional(),
}

const settingsSchema = z.object(sellerSettings)
type SellerSettings = Readonly<z.infer<typeof settingsSchema>>

/** The invented company of the box. No store outside of it takes anything from here. */
const exampleSeller = {
  SELLER_NAME: 'Paintworks Store',
  SELLER_LEGAL: 'Paintworks Software',
  SELLER_HELP: 'support@paintworks.example',
  SELLER_COLOUR: '#0b5c8a',
} as const

/** For the printed environment of a store beside the box: without spaces, so that no shell needs quotes. */
export const sellerOfBox = {
  SELLER_NAME: 'Paintworks',
  SELLER_LEGAL: 'Paintworks',
  SELLER_HELP: exampleSeller.SELLER_HELP,
} as const

/** Of a seller who named none: a grey that is no company's. */
const plainColour = '#3d4a5c'

/** A real store must say who sells; what it leaves out is not filled in with another company's name. */
export function mistakesOfSeller(settings: SellerSettings, outsideTheBox: boolean): string[] {
  const needed = {
    SELLER_NAME: 'the name of the store as buyers see it, such as Example Store',
    SELLER_LEGAL: 'the company that sells, as its contracts name it, such as Example Software Ltd',
    SELLER_HELP: 'the mail address where buyers get help, such as help@example.com',
  } as const
  const missing = (['SELLER_NAME', 'SELLER_LEGAL', 'SELLER_HELP'] as const).filter(
    (name) => outsideTheBox && settings[name] === undefined,
  )
  const account =
    settings.SELLER_BIC !== undefined && settings.SELLER_IBAN === undefined
      ? ['SELLER_IBAN: missing, because SELLER_BIC is set and names the bank alone']
      : []
  return [
    ...missing.map((name) => `${name}: missing; a store outside the box has to say who sells. Give ${needed[name]}`),
    ...account,
  ]
}

/** The seller as pages, mails and papers show it. In the box the example's values stand where none are given. */
export function brandOf(settings: SellerSettings, outsideTheBox: boolean): Brand {
  const given = { ...(outsideTheBox ? {} : exampleSeller), ...withoutGaps(settings) }
  const {
    SELLER_NAME: name,
    SELLER_LEGAL: legal,
    SELLER_HELP: helpAddress,
    SELLER_COLOUR: colour = plainColour,
  } = given
  if (name === undefined || legal === undefined || helpAddress === undefined)
    throw new Error('the configuration was not checked: it does not say who sells')
  const { SELLER_VAT_ID: vatId, SELLER_REGISTER: register, SELLER_IBAN: iban, SELLER_BIC: bic } = given
  return {
    name,
    colour,
    helpAddress,
    legalSeller: legal.endsWith('.') ? `Sold by ${legal}` : `Sold by ${legal}.`,
    registration: joined([vatId && `VAT ID ${vatId}`, register]),
    bankAccount: joined([iban && `IBAN ${friendlyFormatIBAN(iban)}`, bic && `BIC ${bic}`]),
    footer: given.SELLER_FOOTER ?? null,
    logo: given.SELLER_LOGO ?? null,
  }
}

function withoutGaps(settings: SellerSettings): SellerSettings {
  const named = Object.keys(settingsSchema.shape)
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => named.includes(name) && value !== undefined),
  )
}

function joined(parts: readonly (string | undefined)[]): string | null {
  const said = parts.filter((part) => part !== undefined && part !== '')
  return said.length === 0 ? null : said.join(', ')
}

function sixDigits(colour: string): string {
  return colour.length === 7 ? colour : `#${[...colour.slice(1)].map((digit) => digit + digit).join('')}`
}
