import { type FormState, refusedForm } from '../../../platform/http/request/forms.ts'
import { type PostalAddress, postalAddressSchema } from '../../people/accounts/index.ts'
import { addressFieldsOf } from './address-form.ts'
import type { Parties, PartiesAsked } from './parties.ts'

type Fields = Readonly<Record<string, string>>

const billPrefix = 'bill-'

/**
 * Where an order goes, to whom, and who is invoiced, as a form says it; or the form with what is wrong. The invoice's own
 * address is in fields that begin with `bill-`, and all of them empty mean that it goes along.
 */
export function destinationInForm(
  fields: Fields,
): (PartiesAsked & { readonly shipTo: PostalAddress }) | { readonly refused: FormState } {
  const shipTo = postalAddressSchema.safeParse(addressFieldsOf(fields))
  if (!shipTo.success) return { refused: refusedForm(fields, shipTo.error) }
  const accountIn = (name: string) => (fields[name] ? fields[name] : null)
  const asked = {
    shipTo: shipTo.data,
    shipToAccountId: accountIn('shipToAccountId'),
    billToAccountId: accountIn('billToAccountId'),
  }
  const bill = Object.entries(fields).filter(([name, text]) => name.startsWith(billPrefix) && text.trim() !== '')
  if (bill.length === 0) return asked
  const own = Object.fromEntries(bill.map(([name, text]) => [name.slice(billPrefix.length), text]))
  const billTo = postalAddressSchema.safeParse(addressFieldsOf(own))
  if (billTo.success) return { ...asked, billTo: billTo.data }
  const { errors, code } = refusedForm(fields, billTo.error)
  const named = Object.entries(errors).map(([name, message]) => [`${billPrefix}${name}`, message])
  return { refused: { values: fields, errors: Object.fromEntries(named), code } }
}

/** The other way round: the fields of a form that ask for this destination. */
export function fieldsOfDestination(of: Parties & { readonly shipTo: PostalAddress }): Record<string, string> {
  const bill = Object.entries(of.billTo ?? addressFieldsOf({})).map(([name, text]) => [`${billPrefix}${name}`, text])
  return {
    ...of.shipTo,
    ...Object.fromEntries(bill),
    shipToAccountId: of.shipToAccountId ?? '',
    billToAccountId: of.billToAccountId ?? '',
  }
}
