import { expect, it } from 'vitest'
import { contactsAmong } from '../../../../src/domains/fulfilment/orders/customer-contacts.ts'

const member = (
  userName: string,
  role: 'admin' | 'approver' | 'buyer' | 'viewer',
  email = `${userName}@acme.example`,
) => ({ userName, role, email, locale: 'en' })
const told = (...members: ReturnType<typeof member>[]) => contactsAmong(members).map(({ userName }) => userName)

it.each([
  [
    'each administrator',
    [member('vera', 'viewer'), member('alice', 'admin'), member('paula', 'admin')],
    ['alice', 'paula'],
  ],
  ['an approver before a buyer', [member('bruno', 'buyer'), member('bob', 'approver')], ['bob']],
  ['one buyer, not all', [member('vera', 'viewer'), member('bruno', 'buyer'), member('ben', 'buyer')], ['bruno']],
  ['a viewer, where nobody else is', [member('vera', 'viewer')], ['vera']],
  ['who has an address', [member('alice', 'admin', ''), member('bob', 'approver')], ['bob']],
  ['nobody, where nobody is', [], []],
])('of a company is told: %s', (_, members, expected) => {
  expect(told(...members)).toEqual(expected)
})
