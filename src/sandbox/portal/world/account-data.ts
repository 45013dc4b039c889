import type { Account, Address, Member } from './rows.ts'

type AccountRow = Pick<Account, 'id' | 'name' | 'description' | 'type' | 'attributes'> & {
  readonly parents?: readonly string[]
  readonly address: readonly [line1: string, city: string, region: string, postalCode: string, country: string]
}

export const accountRows: readonly AccountRow[] = [
  {
    id: 'ACME',
    name: 'Acme Corporation',
    description: 'Head office',
    type: 'CUSTOMER',
    attributes: { storeAccountType: 'customer' },
    address: ['1 Canal Walk', 'Dublin', 'D', 'D02 X285', 'IE'],
  },
  {
    id: 'ACME-DE',
    name: 'Acme GmbH',
    description: 'Site Berlin',
    type: 'CUSTOMER',
    parents: ['ACME'],
    attributes: { storeAccountType: 'customer' },
    address: ['Lindenstraße 14', 'Berlin', 'BE', '10969', 'DE'],
  },
  {
    id: 'ACME-US',
    name: 'Acme Inc.',
    description: 'Site Austin; takes part in early ship',
    type: 'CUSTOMER',
    parents: ['ACME'],
    attributes: { storeAccountType: 'customer' },
    address: ['700 Congress Avenue', 'Austin', 'TX', '78701', 'US'],
  },
  {
    id: 'BRIGHT',
    name: 'Bright Signs Ltd',
    description: 'Maintenance lapsed last year',
    type: 'CUSTOMER',
    attributes: { storeAccountType: 'customer' },
    address: ['5 Harbour Road', 'Bristol', 'BST', 'BS1 4RN', 'GB'],
  },
  {
    id: 'NOVA',
    name: 'Nova Studio',
    description: 'Registered itself; owns nothing yet',
    type: 'SELF_REGISTERED',
    attributes: { storeAccountType: 'customer' },
    address: ['Rua Nova 8', 'Porto', '13', '4050-250', 'PT'],
  },
  {
    id: 'PIXEL',
    name: 'Pixel Partners BV',
    description: 'Reseller',
    type: 'CHANNEL_PARTNER',
    attributes: { storeAccountType: 'reseller', partnerTier: 'gold' },
    address: ['Keizersgracht 112', 'Amsterdam', 'NH', '1015 CV', 'NL'],
  },
  {
    id: 'CANVAS',
    name: 'Canvas Distribution AG',
    description: 'Distributor',
    type: 'CHANNEL_PARTNER',
    attributes: { storeAccountType: 'distributor', partnerTier: 'silver' },
    address: ['Seestrasse 40', 'Zürich', 'ZH', '8002', 'CH'],
  },
  {
    id: 'PAINTWORKS',
    name: 'Paintworks Software',
    description: 'The publisher itself',
    type: 'PUBLISHER',
    attributes: { storeAccountType: 'internal' },
    address: ['12 Easel Street', 'Cork', 'CO', 'T12 W8NA', 'IE'],
  },
  {
    id: 'DISCWORKS',
    name: 'Discworks Manufacturing',
    description: 'Production vendor',
    type: 'CHANNEL_PARTNER',
    attributes: { storeAccountType: 'vendor' },
    address: ['Unit 7, Foundry Park', 'Limerick', 'LK', 'V94 T9PX', 'IE'],
  },
]

type MemberRow = Pick<Member, 'userName' | 'firstName' | 'lastName' | 'locale'> & {
  readonly active?: boolean
  readonly accounts: Readonly<Record<string, readonly string[]>>
}

export const memberRows: readonly MemberRow[] = [
  member('alice@acme.example', 'Alice', 'Arden', 'en_IE', { ACME: ['Buyer', 'Account Administrator'] }),
  member('bob@acme.example', 'Bob', 'Byrne', 'en_IE', { ACME: ['Approver'] }),
  member('bruno@acme.example', 'Bruno', 'Brandt', 'en_IE', { ACME: ['Buyer'] }),
  member('vera@acme.example', 'Vera', 'Vance', 'en_IE', { ACME: ['Viewer'] }),
  member('greta@acme.example', 'Greta', 'Graf', 'de_DE', { 'ACME-DE': ['Buyer'] }),
  member('sam@acme.example', 'Sam', 'Sterling', 'en_US', { 'ACME-US': ['Buyer', 'Approver'] }),
  member('dana@freelance.example', 'Dana', 'Dvorak', 'en_GB', { 'ACME-DE': ['Buyer'], BRIGHT: ['Viewer'] }),
  { ...member('ida@acme.example', 'Ida', 'Irwin', 'en_IE', { ACME: ['Buyer'] }), active: false },
  member('beth@bright.example', 'Beth', 'Barker', 'en_GB', { BRIGHT: ['Buyer'] }),
  member('nina@nova.example', 'Nina', 'Neves', 'pt_PT', { NOVA: ['Buyer'] }),
  member('rosa@pixel.example', 'Rosa', 'Ruiz', 'nl_NL', { PIXEL: ['Buyer', 'Approver'] }),
  member('dieter@canvas.example', 'Dieter', 'Dahl', 'de_CH', { CANVAS: ['Buyer'] }),
  member('fiona@paintworks.example', 'Fiona', 'Flynn', 'en_IE', { PAINTWORKS: ['Store Finance'] }),
  member('oscar@paintworks.example', 'Oscar', 'Olsen', 'en_IE', { PAINTWORKS: ['Store Operations'] }),
  member('carla@paintworks.example', 'Carla', 'Conti', 'en_IE', { PAINTWORKS: ['Store Catalog'] }),
  member('reid@paintworks.example', 'Reid', 'Rowe', 'en_IE', { PAINTWORKS: ['Store Read Only'] }),
  member('victor@discworks.example', 'Victor', 'Voss', 'en_IE', { DISCWORKS: ['Viewer'] }),
]

/** What a member types where the platform checks passwords; the same for everybody in the box. */
export const boxPassword = 'paintworks'

export function addressOf(row: AccountRow): Address {
  const [line1, city, region, postalCode, country] = row.address
  return { line1, line2: '', city, region, postalCode, country }
}

function member(
  userName: string,
  firstName: string,
  lastName: string,
  locale: string,
  accounts: MemberRow['accounts'],
): MemberRow {
  return { userName, firstName, lastName, locale, accounts }
}
