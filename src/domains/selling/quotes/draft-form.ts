import type { z } from 'zod'
import type { FormState } from '../../../platform/http/request/forms.ts'
import { basisPointsOf } from '../../../platform/http/request/text-schemas.ts'
import type { PostalAddress } from '../../people/accounts/index.ts'
import { addressFieldsOf } from '../carts/index.ts'
import type { StaffQuoteView } from './quote-schemas.ts'

type Fields = Readonly<Record<string, string>>

/** Rows that a draft form offers at least; a quote with more lines has two more than it has. */
const leastRows = 4
const mostRows = 100

/** How many rows the form shows, empty ones included. */
export function rowsOf(fields: Fields): number {
  let last = 0
  for (let row = 1; row <= mostRows; row += 1) if ((fields[`partNumber-${row}`] ?? '') !== '') last = row
  return Math.min(mostRows, Math.max(leastRows, last + 2))
}

/** What the form says, for the schema to judge; rows without a part number are left out. */
export function draftOfFields(fields: Fields): { readonly draft: object; readonly rows: readonly number[] } {
  const rows = Array.from({ length: rowsOf(fields) }, (_, index) => index + 1).filter(
    (row) => (fields[`partNumber-${row}`] ?? '').trim() !== '',
  )
  const text = (name: string) => (fields[name] ?? '').trim()
  const draft = {
    contactUserName: text('contactUserName'),
    ...(text('endCustomerAccountId') === '' ? {} : { endCustomerAccountId: text('endCustomerAccountId') }),
    lines: rows.map((row) => ({
      partNumber: text(`partNumber-${row}`),
      quantity: Number(text(`quantity-${row}`) || '1'),
      targetActivationId: text(`targetActivationId-${row}`),
      discountBasisPoints: basisPointsOf(text(`discount-${row}`)),
      discountReason: text(`discountReason-${row}`),
    })),
    shipTo: addressFieldsOf(fields),
    ...partiesKept(fields),
    terms: text('terms'),
    note: text('note'),
    ...(text('validThrough') === '' ? {} : { validThrough: text('validThrough') }),
  }
  return { draft, rows }
}

/** The refusal with each complaint at the field of its row. */
export function refusedDraft(values: Fields, rows: readonly number[], error: z.ZodError): FormState {
  const errors: Record<string, string> = {}
  for (const { path, message } of error.issues) {
    const [list, index, name] = path
    const field = name === 'discountBasisPoints' ? 'discount' : String(name)
    const key = list === 'lines' && typeof index === 'number' ? `${field}-${rows[index]}` : String(path.at(-1) ?? '')
    errors[key === 'lines' ? 'partNumber-1' : key] ??= message
  }
  return { values, errors, code: 'invalid-input' }
}

/** What the form shows of a version, to begin the next from it. */
export function fieldsOfVersion(quote: StaffQuoteView): Fields {
  const version = quote.versions.at(-1)
  if (!version) return {}
  const rows = version.lines.map((line, index) => ({
    [`partNumber-${index + 1}`]: line.partNumber,
    [`quantity-${index + 1}`]: String(line.quantity),
    [`targetActivationId-${index + 1}`]: line.targetActivationId,
    [`discount-${index + 1}`]: line.discountBasisPoints === 0 ? '' : String(line.discountBasisPoints / 100),
    [`discountReason-${index + 1}`]: line.discountReason,
  }))
  return Object.assign(
    {
      ...addressFieldsOf({ ...version.shipTo }),
      shipToAccountId: version.shipToAccountId ?? '',
      billToAccountId: version.billToAccountId ?? '',
      ...Object.fromEntries(Object.entries(version.billTo ?? {}).map(([name, text]) => [`bill-${name}`, text])),
      contactUserName: quote.contactUserName,
      endCustomerAccountId: quote.endCustomerAccountId ?? '',
      terms: version.terms,
      note: version.note,
      validThrough: version.validThrough,
    },
    ...rows,
  )
}

/** What an empty form for an account shows. */
export function fieldsForAccount(address: PostalAddress | null): Fields {
  return { ...address, 'quantity-1': '1' }
}

// Receiver and invoice as the account chose them; the form carries them along unseen.
function partiesKept(fields: Fields): object {
  const bill = Object.entries(fields).flatMap(([name, text]) =>
    name.startsWith('bill-') ? [[name.slice(5), text]] : [],
  )
  return {
    shipToAccountId: fields['shipToAccountId'] || null,
    billToAccountId: fields['billToAccountId'] || null,
    billTo: bill.length === 0 ? null : addressFieldsOf(Object.fromEntries(bill)),
  }
}
