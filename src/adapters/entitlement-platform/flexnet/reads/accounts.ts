import { z } from 'zod'
import type {
  NewMember,
  PlatformAccount,
  PlatformMember,
  PlatformReader,
  PlatformWriter,
} from '../../../../domains/entitlements/rights/port.ts'
import type { Settings } from '../options.ts'
import type { Element } from '../protocol/envelope.ts'
import type { Transport } from '../protocol/transport.ts'
import {
  attributes,
  group,
  identifierAndOwnId,
  instant,
  keyIn,
  listIn,
  requiredIdentifier,
  rowsIn,
  text,
} from './answers.ts'
import { askEach, markedPage, pageOfRows } from './pages.ts'
import { equals, identifiedBy, modifiedAfterInstant, optionalParams } from './questions.ts'

type Accounts = Pick<PlatformReader, 'accounts' | 'parentsOf' | 'members' | 'member'> &
  Pick<PlatformWriter, 'listMember'>

const accountTypes = ['CUSTOMER', 'CHANNEL_PARTNER', 'PUBLISHER', 'SELF_REGISTERED'] as const

/** Accounts, their parents and their members, of UserAcctHierarchyService v3. */
export function createAccounts(
  transport: Transport,
  { pageSize, memberRole }: Pick<Settings, 'pageSize' | 'memberRole'>,
): Accounts {
  const reads = createReads(transport, pageSize)
  return {
    ...reads,
    // The operation has no "add this link": who is known is written whole, with the links that they have.
    listMember: async (wanted) => {
      const known = await reads.member(wanted.userName)
      if (known?.accounts.some(({ accountId }) => accountId === wanted.accountId)) return
      await transport.call({
        service: 'accountHierarchy',
        effect: 'write',
        request: ['createUserRequest', userItems(wanted, known, memberRole)],
        response: 'createUserResponse',
        schema: z.unknown(),
      })
    },
  }
}

function userItems(wanted: NewMember, known: PlatformMember | null, memberRole: string): readonly Element[] {
  const links = [...(known?.accounts ?? []), { accountId: wanted.accountId, roles: [memberRole] }]
  return [
    [
      'user',
      [
        ['firstName', known?.firstName || wanted.firstName],
        ['lastName', known?.lastName || wanted.lastName],
        // The delivery service finds a user by e-mail address alone, so the sign-in name has to be the same.
        ['emailAddress', known?.email || wanted.userName],
        known?.phone ? ['phoneNumber', known.phone] : null,
        ['locale', known?.locale || 'en_US'],
        ['canLogin', 'true'],
        ['userName', known?.userName ?? wanted.userName],
        [
          'acctRolesList',
          links.map(({ accountId, roles }) => [
            'acctRoles',
            [
              identifiedBy('account', 'id', accountId),
              roles.length === 0 ? null : ['roles', roles.map((role) => identifiedBy('role', 'name', role))],
            ],
          ]),
        ],
      ],
    ],
    ['opType', known ? 'CREATE_OR_UPDATE' : 'CREATE_OR_IGNORE'],
  ]
}

function createReads(transport: Transport, pageSize: number): Omit<Accounts, 'listMember'> {
  const parentsOfOne = async (accountId: string) => {
    const answer = await transport.call({
      service: 'accountHierarchy',
      effect: 'read',
      request: ['getParentAccountsRequest', [identifiedBy('account', 'id', accountId)]],
      response: 'getParentAccountsResponse',
      schema: parentsSchema,
    })
    return answer.responseData.map((parent) => ({ accountId, parentAccountId: parent.account }))
  }
  return {
    accounts: (query) =>
      markedPage(
        transport,
        {
          service: 'accountHierarchy',
          effect: 'read',
          request: [
            'getAccountsQueryRequest',
            [
              [
                'queryParams',
                [
                  query.onlyRoots === true ? ['onlyRootAccounts', 'true'] : null,
                  // Spelt out, because some versions take "none given" for customers alone.
                  ['accountTypeList', accountTypes.map((type) => ['acctType', type] as const)],
                  modifiedAfterInstant('lastModifiedDateTime', query),
                ],
              ],
              ['pageNumber', String(query.page)],
              ['batchSize', String(pageSize)],
            ],
          ],
          response: 'getAccountsQueryResponse',
          schema: accountsSchema,
        },
        query,
        ({ responseData }) => pageOfRows(responseData, pageSize),
      ),

    parentsOf: (accountIds) => askEach(accountIds, parentsOfOne, (accountId) => [accountId]),

    members: async (query) => {
      const answer = await transport.call({
        service: 'accountHierarchy',
        effect: 'read',
        request: [
          'getUsersQueryRequest',
          [
            optionalParams([modifiedAfterInstant('lastModifiedDateTime', query)]),
            ['pageNumber', String(query.page)],
            ['batchSize', String(pageSize)],
          ],
        ],
        response: 'getUsersQueryResponse',
        schema: membersSchema,
      })
      return pageOfRows(answer.responseData, pageSize)
    },

    member: async (userName) => {
      const answer = await transport.call({
        service: 'accountHierarchy',
        effect: 'read',
        request: [
          'getUsersQueryRequest',
          [
            ['queryParams', [equals('userName', userName)]],
            ['pageNumber', '1'],
            ['batchSize', '50'],
          ],
        ],
        response: 'getUsersQueryResponse',
        schema: membersSchema,
      })
      const wanted = userName.toLowerCase()
      const [found, ...more] = answer.responseData.items.filter((each) => each.userName.toLowerCase() === wanted)
      // Two records whose names differ in case alone: neither is proved to be the one.
      return found === undefined || more.some(({ platformId }) => platformId !== found.platformId) ? null : found
    },
  }
}

const addressSchema = group({
  address1: text,
  address2: text,
  city: text,
  state: text,
  zipcode: text,
  country: text,
  region: text,
}).transform((found): PlatformAccount['address'] => {
  if (!found || Object.values(found).every((part) => part === '')) return null
  return {
    line1: found.address1,
    line2: found.address2,
    city: found.city,
    region: found.state || found.region,
    postalCode: found.zipcode,
    country: found.country.toUpperCase(),
  }
})

const accountSchema = z
  .object({
    account: identifierAndOwnId,
    name: text,
    address: addressSchema,
    // The default of the platform itself.
    accountType: z.enum(accountTypes).default('CUSTOMER'),
    customAttributes: attributes,
    dateLastModified: instant,
  })
  .transform(
    (found): PlatformAccount => ({
      accountId: found.account.id,
      platformId: found.account.ownId,
      name: found.name,
      type: found.accountType,
      address: found.address,
      attributes: found.customAttributes,
      lastModifiedAt: found.dateLastModified,
    }),
  )

const accountsSchema = z.object({ responseData: rowsIn('acctData', accountSchema, keyIn('account')) })
const parentsSchema = z.object({ responseData: listIn('acctData', z.object({ account: requiredIdentifier })) })

const memberSchema = z
  .object({
    userIdentifier: z.object({
      uniqueId: text,
      userName: text,
      primaryKeys: group({ firstName: text, lastName: text, emailAddress: text, phoneNumber: text }),
    }),
    status: text,
    locale: text,
    timezone: text,
    accountRolesList: listIn(
      'acctRoles',
      z.object({ account: requiredIdentifier, roles: listIn('roleName', z.string()) }),
    ),
    dateLastModified: instant,
  })
  .transform((found): PlatformMember => {
    const { uniqueId, userName, primaryKeys } = found.userIdentifier
    const email = primaryKeys?.emailAddress ?? ''
    return {
      platformId: uniqueId,
      userName,
      firstName: primaryKeys?.firstName ?? '',
      lastName: primaryKeys?.lastName ?? '',
      email,
      phone: primaryKeys?.phoneNumber ?? '',
      // Absent in the answers of some versions; only the word itself locks somebody out.
      active: found.status.toLowerCase() !== 'inactive',
      locale: found.locale,
      timeZone: found.timezone === '' ? null : found.timezone,
      accounts: found.accountRolesList.map(({ account, roles }) => ({ accountId: account, roles })),
      lastModifiedAt: found.dateLastModified,
    }
  })

const memberKeySchema = z.object({
  userIdentifier: z.object({ userName: text, primaryKeys: group({ emailAddress: text }) }),
})
const membersSchema = z.object({
  responseData: rowsIn('user', memberSchema, (row) => {
    const named = memberKeySchema.safeParse(row).data?.userIdentifier
    const userName = named?.userName || named?.primaryKeys?.emailAddress
    return userName ? [userName.toLowerCase()] : null
  }),
})
