import { pageOf, Refused, refuseTooMany, responseData, success, writeAnswer } from '../soap/answers.ts'
import { attributesMatch, instantMatches, textMatches } from '../soap/queries.ts'
import { operation, type Service } from '../soap/service.ts'
import { many, one, optional, type ReadBy, sequence, text } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import { roleTypeOf } from '../world/accounts.ts'
import type { Account } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import { accountIdentifier, accountParams, newAccount, newUser, opType, paging, userParams } from './account-types.ts'
import { storeUser, userIdentifier, userMatches, userTree } from './members.ts'
import { attributeTree } from './packaging.ts'

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

function findAccount(world: World, asked: ReadBy<typeof accountIdentifier>): Account {
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
