import { pageOf, Refused, refuseTooMany, responseData, success, writeAnswer } from '../soap/answers.ts'
import {
  attributeQuery,
  attributesMatch,
  attributeValues,
  dateTimeQuery,
  flagMatches,
  instantMatches,
  simpleQuery,
  textMatches,
} from '../soap/queries.ts'
import { operation, type Service } from '../soap/service.ts'
import { boolean, date, integer, many, one, oneOf, optional, type ReadBy, sequence, text } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import { roleTypeOf, withAncestors } from '../world/accounts.ts'
import type { Account, Member } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { attributeTree } from './packaging.ts'

const acctType = oneOf('CUSTOMER', 'CHANNEL_PARTNER', 'PUBLISHER', 'SELF_REGISTERED')
const paging = { pageNumber: one(integer), batchSize: one(integer) }
export const accountIdentifier = sequence({
  uniqueId: optional(text),
  primaryKeys: optional(sequence({ id: one(text) })),
})
const accountParams = sequence({
  accountID: optional(simpleQuery),
  accountName: optional(simpleQuery),
  description: optional(simpleQuery),
  address1: optional(simpleQuery),
  address2: optional(simpleQuery),
  city: optional(simpleQuery),
  state: optional(simpleQuery),
  zipcode: optional(simpleQuery),
  country: optional(simpleQuery),
  region: optional(simpleQuery),
  onlyRootAccounts: optional(boolean),
  accountType: optional(acctType),
  accountTypeList: optional(sequence({ acctType: many(acctType, 1) })),
  customAttributes: optional(attributeQuery),
  lastModifiedDateTime: optional(dateTimeQuery),
})
const userParams = sequence({
  userName: optional(simpleQuery),
  firstName: optional(simpleQuery),
  lastName: optional(simpleQuery),
  displayName: optional(simpleQuery),
  emailAddress: optional(simpleQuery),
  phoneNumber: optional(simpleQuery),
  faxNumber: optional(simpleQuery),
  street: optional(simpleQuery),
  city: optional(simpleQuery),
  state: optional(simpleQuery),
  zipcode: optional(simpleQuery),
  country: optional(simpleQuery),
  isActive: optional(boolean),
  canLogIn: optional(boolean),
  accountID: optional(simpleQuery),
  accountName: optional(simpleQuery),
  customAttributes: optional(attributeQuery),
  lastModifiedDateTime: optional(dateTimeQuery),
  accountType: optional(acctType),
  roles: optional(sequence({ roleName: many(text, 1) })),
})
const opType = optional(oneOf('CREATE_OR_UPDATE', 'CREATE_OR_IGNORE'))
const newAccount = sequence({
  id: one(text),
  name: one(text),
  description: optional(text),
  address: optional(
    sequence({
      address1: optional(text),
      address2: optional(text),
      city: optional(text),
      state: optional(text),
      zipcode: optional(text),
      country: optional(text),
      region: optional(text),
    }),
  ),
  visible: optional(boolean),
  accountType: optional(acctType),
  customAttributes: optional(attributeValues),
})
const newUser = sequence({
  firstName: one(text),
  lastName: one(text),
  displayName: optional(text),
  emailAddress: one(text),
  optIn: optional(boolean),
  phoneNumber: optional(text),
  faxNumber: optional(text),
  street: optional(text),
  city: optional(text),
  state: optional(text),
  zipcode: optional(text),
  country: optional(text),
  locale: optional(text),
  canLogin: one(boolean),
  userName: optional(text),
  status: optional(text),
  timezone: optional(text),
  shared: optional(boolean),
  acctRolesList: one(
    sequence({
      acctRoles: many(
        sequence({
          account: one(accountIdentifier),
          expiryDate: optional(date),
          roles: optional(
            sequence({
              role: many(
                sequence({ uniqueId: optional(text), primaryKeys: optional(sequence({ name: one(text) })) }),
                1,
              ),
            }),
          ),
        }),
        1,
      ),
    }),
  ),
  customAttributes: optional(attributeValues),
})

/** UserAcctHierarchyService v3: accounts, their tree, and members. */
export function accountService(world: World): Service {
  const accounts = (asked: Partial<ReadBy<typeof accountParams>> = {}) =>
    world.accounts.values().filter((row) => accountMatches(asked, row))
  const users = (asked: Partial<ReadBy<typeof userParams>> = {}) =>
    world.members.values().filter((row) => userMatches(world, asked, row))

  return {
    path: '/flexnet/services/v3/UserAcctHierarchyService',
    namespace: 'urn:v3.webservices.operations.flexnet.com',
    prefix: '',
    operations: [
      operation({
        name: 'getAccountsQuery',
        type: sequence({ queryParams: optional(accountParams), ...paging }),
        run: (asked) => responseData('acctData', pageOf(accounts(asked.queryParams), asked).map(accountTree)),
      }),
      operation({
        name: 'getAccountCount',
        type: sequence({ queryParams: optional(accountParams) }),
        run: (asked) => ({ ...success, responseData: { count: accounts(asked.queryParams).length } }),
      }),
      operation({
        name: 'getParentAccounts',
        type: sequence({ account: one(accountIdentifier) }),
        run({ account }) {
          const row = findAccount(world, account)
          return responseData('acctData', row.parents.flatMap((id) => world.accounts.get(id) ?? []).map(accountTree))
        },
      }),
      operation({
        name: 'getSubAccounts',
        type: sequence({ account: one(accountIdentifier) }),
        run({ account }) {
          const { id } = findAccount(world, account)
          return responseData(
            'acctData',
            world.accounts
              .values()
              .filter((row) => row.parents.includes(id))
              .map(accountTree),
          )
        },
      }),
      operation({
        name: 'getUsersQuery',
        type: sequence({ queryParams: optional(userParams), ...paging }),
        run: (asked) =>
          responseData(
            'user',
            pageOf(users(asked.queryParams), asked).map((row) => userTree(world, row)),
          ),
      }),
      operation({
        name: 'getUserCount',
        type: sequence({ queryParams: optional(userParams) }),
        run: (asked) => ({ ...success, responseData: { count: users(asked.queryParams).length } }),
      }),
      operation({
        name: 'getUserPermissions',
        type: sequence({ userName: one(text), domainName: optional(text) }),
        run({ userName }) {
          const member = world.members.get(userName.toLowerCase())
          if (!member) throw new Refused('The user does not exist')
          const accountType = roleTypeOf(world, member)
          return {
            ...success,
            responseData: {
              userName: member.userName,
              accountType,
              permissions: { permission: accountType === 'PUBLISHER' ? staffPermissions : portalPermissions },
            },
          }
        },
      }),
      operation({
        name: 'createAccount',
        request: 'createAcctRequest',
        writes: true,
        type: sequence({ account: many(newAccount, 1), opType }),
        run(asked) {
          refuseTooMany(asked.account)
          const failed: XmlTree[] = []
          const done: XmlTree[] = []
          for (const wanted of asked.account) {
            const known = world.accounts.get(wanted.id)
            if (known && asked.opType === undefined)
              failed.push({
                account: { id: wanted.id, name: wanted.name },
                reason: `The account ID ${wanted.id} is already in use`,
              })
            else {
              const row = known && asked.opType === 'CREATE_OR_IGNORE' ? known : storeAccount(world, wanted, known)
              done.push({ uniqueId: row.uniqueId, primaryKeys: { id: row.id } })
            }
          }
          return writeAnswer({ failed, done }, { failed: 'failedAcct', done: 'account' })
        },
      }),
      operation({
        name: 'createUser',
        writes: true,
        type: sequence({ user: many(newUser, 1), opType }),
        run(asked) {
          refuseTooMany(asked.user)
          const failed: XmlTree[] = []
          const done: XmlTree[] = []
          for (const wanted of asked.user) {
            const outcome = storeUser(world, wanted, asked.opType)
            if (typeof outcome === 'string')
              failed.push({
                user: {
                  firstName: wanted.firstName,
                  lastName: wanted.lastName,
                  emailAddress: wanted.emailAddress,
                  canLogin: wanted.canLogin,
                },
                reason: outcome,
              })
            else done.push(userIdentifier(outcome))
          }
          return writeAnswer({ failed, done }, { failed: 'failedUser', done: 'user' })
        },
      }),
    ],
  }
}

const staffPermissions = ['Execute Web Services', 'View Entitlements', 'Create Entitlements', 'View and Manage Users']
const portalPermissions = ['View Entitlements', 'Download Files']

function accountMatches(asked: Partial<ReadBy<typeof accountParams>>, row: Account): boolean {
  return (
    textMatches(asked.accountID, row.id) &&
    textMatches(asked.accountName, row.name) &&
    textMatches(asked.description, row.description) &&
    textMatches(asked.address1, row.address.line1) &&
    textMatches(asked.address2, row.address.line2) &&
    textMatches(asked.city, row.address.city) &&
    textMatches(asked.state, row.address.region) &&
    textMatches(asked.zipcode, row.address.postalCode) &&
    textMatches(asked.country, row.address.country) &&
    (asked.onlyRootAccounts !== true || row.parents.length === 0) &&
    (asked.accountType === undefined || asked.accountType === row.type) &&
    (asked.accountTypeList === undefined || asked.accountTypeList.acctType.includes(row.type)) &&
    attributesMatch(asked.customAttributes, row.attributes) &&
    instantMatches(asked.lastModifiedDateTime, row.modifiedAt)
  )
}

/** E-mail addresses and sign-in names are kept and compared in small letters. */
function userMatches(world: World, asked: Partial<ReadBy<typeof userParams>>, row: Member): boolean {
  const lower = (query: ReadBy<typeof simpleQuery> | undefined) =>
    query && { ...query, value: query.value.toLowerCase() }
  const { accountID, accountName, accountType, roles } = asked
  return (
    textMatches(lower(asked.userName), row.userName) &&
    textMatches(lower(asked.emailAddress), row.userName) &&
    textMatches(asked.firstName, row.firstName) &&
    textMatches(asked.lastName, row.lastName) &&
    textMatches(asked.displayName, `${row.firstName} ${row.lastName}`) &&
    textMatches(asked.phoneNumber, row.phone) &&
    flagMatches(asked.isActive, row.active) &&
    flagMatches(asked.canLogIn, row.active) &&
    instantMatches(asked.lastModifiedDateTime, row.modifiedAt) &&
    (!accountID || row.accounts.some((link) => textMatches(accountID, link.accountId))) &&
    (!accountName || row.accounts.some((link) => textMatches(accountName, world.accounts.get(link.accountId)?.name))) &&
    (!accountType || row.accounts.some((link) => world.accounts.get(link.accountId)?.type === accountType)) &&
    (!roles || row.accounts.some((link) => link.roles.some((role) => roles.roleName.includes(role))))
  )
}

export function findAccount(world: World, asked: ReadBy<typeof accountIdentifier>): Account {
  const { uniqueId, primaryKeys } = asked
  if ((uniqueId === undefined) === (primaryKeys === undefined))
    throw new Refused('Give either uniqueId or primaryKeys of the account')
  const row = primaryKeys
    ? world.accounts.get(primaryKeys.id)
    : world.accounts.values().find((known) => known.uniqueId === uniqueId)
  if (!row) throw new Refused(`The account ${primaryKeys?.id ?? uniqueId} does not exist`)
  return row
}

function accountTree(row: Account): XmlTree {
  return {
    account: { uniqueId: row.uniqueId, primaryKeys: { id: row.id } },
    name: row.name,
    description: row.description,
    address: {
      address1: row.address.line1,
      address2: row.address.line2,
      city: row.address.city,
      state: row.address.region,
      zipcode: row.address.postalCode,
      country: row.address.country,
    },
    visible: true,
    accountType: row.type,
    customAttributes: attributeTree(row.attributes),
    dateLastModified: row.modifiedAt,
    createdDate: row.createdAt,
  }
}

function userIdentifier(row: Member): XmlTree {
  return {
    uniqueId: row.uniqueId,
    userName: row.userName,
    primaryKeys: {
      firstName: row.firstName,
      lastName: row.lastName,
      emailAddress: row.userName,
      phoneNumber: row.phone === '' ? undefined : row.phone,
    },
  }
}

function userTree(world: World, row: Member): XmlTree {
  return {
    userIdentifier: userIdentifier(row),
    displayName: `${row.firstName} ${row.lastName}`,
    status: row.active ? 'Active' : 'Inactive',
    locale: row.locale,
    dateCreated: row.createdAt,
    dateLastModified: row.modifiedAt,
    accountRolesList: {
      acctRoles: row.accounts.map((link) => ({
        account: { uniqueId: world.accounts.get(link.accountId)?.uniqueId, primaryKeys: { id: link.accountId } },
        roles: { roleName: link.roles },
      })),
    },
  }
}

function storeAccount(world: World, wanted: ReadBy<typeof newAccount>, known: Account | undefined): Account {
  const attributes = (wanted.customAttributes?.attribute ?? []).flatMap((one) =>
    one.stringValue === undefined ? [] : [[one.attributeName, one.stringValue] as const],
  )
  const row: Account = {
    id: wanted.id,
    uniqueId: known?.uniqueId ?? world.nextUniqueId(),
    name: wanted.name,
    description: wanted.description ?? '',
    type: wanted.accountType ?? 'CUSTOMER',
    address: {
      line1: wanted.address?.address1 ?? '',
      line2: wanted.address?.address2 ?? '',
      city: wanted.address?.city ?? '',
      region: wanted.address?.state ?? '',
      postalCode: wanted.address?.zipcode ?? '',
      country: wanted.address?.country ?? '',
    },
    parents: known?.parents ?? [],
    attributes: { ...known?.attributes, ...Object.fromEntries(attributes) },
    createdAt: known?.createdAt ?? world.now(),
    modifiedAt: world.now(),
  }
  world.accounts.set(row.id, row)
  return row
}

/** The stored member, or the reason why not. */
function storeUser(
  world: World,
  wanted: ReadBy<typeof newUser>,
  mode: 'CREATE_OR_UPDATE' | 'CREATE_OR_IGNORE' | undefined,
): Member | string {
  const userName = wanted.emailAddress.toLowerCase()
  const links = wanted.acctRolesList.acctRoles
  const known = world.members.get(userName)
  if (known && mode === 'CREATE_OR_IGNORE') return known
  if (known && mode === undefined) return `The user ${userName} already exists`
  if (wanted.canLogin && wanted.userName === undefined) return 'userName is required for a user who can log in'
  if (wanted.userName !== undefined && wanted.userName.toLowerCase() !== userName)
    return 'userName must equal the e-mail address'
  if (wanted.canLogin && links.some((link) => link.roles === undefined)) return 'Roles are required'
  if (links.some((link) => link.expiryDate !== undefined)) return 'User Account Expiration Configuration is Disabled'
  const unknown = links.find((link) => !world.accounts.get(link.account.primaryKeys?.id ?? ''))
  if (unknown) return `The account ${unknown.account.primaryKeys?.id ?? ''} does not exist`
  const row: Member = {
    uniqueId: known?.uniqueId ?? world.nextUniqueId(),
    userName,
    firstName: wanted.firstName,
    lastName: wanted.lastName,
    phone: wanted.phoneNumber ?? '',
    locale: wanted.locale ?? 'en_US',
    active: wanted.canLogin && wanted.status !== 'Inactive',
    accounts: links.map((link) => ({
      accountId: link.account.primaryKeys?.id ?? '',
      roles: (link.roles?.role ?? []).flatMap((role) => role.primaryKeys?.name ?? []),
    })),
    createdAt: known?.createdAt ?? world.now(),
    modifiedAt: world.now(),
  }
  world.members.set(userName, row)
  return row
}

/** Whether a member may act for the account: it is one of theirs, or lies below one of theirs. */
export function mayActFor(world: World, member: Member, accountId: string): boolean {
  return withAncestors(world, accountId).some((id) => member.accounts.some((link) => link.accountId === id))
}
