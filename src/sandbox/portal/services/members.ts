import { flagMatches, instantMatches, type simpleQuery, textMatches } from '../soap/queries.ts'
import type { ReadBy } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import type { Member } from '../world/rows.ts'
import type { World } from '../world/world.ts'
import type { newUser, userParams } from './account-types.ts'

/** E-mail addresses and sign-in names are kept and compared in small letters. */
export function userMatches(world: World, asked: Partial<ReadBy<typeof userParams>>, row: Member): boolean {
  const lower = (query: ReadBy<typeof simpleQuery> | undefined) =>
    query && { ...query, value: query.value.toLowerCase() }
  const { accountID, accountName, accountType, roles } = asked
  return (
    textMatches(lower(asked.userName), row.contact ? undefined : row.userName.toLowerCase()) &&
    textMatches(lower(asked.emailAddress), (row.contact?.emailAddress ?? row.userName).toLowerCase()) &&
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

export function userIdentifier(row: Member): XmlTree {
  return {
    uniqueId: row.uniqueId,
    userName: row.contact ? undefined : row.userName,
    primaryKeys: {
      firstName: row.firstName,
      lastName: row.lastName,
      emailAddress: row.contact?.emailAddress ?? row.userName,
      phoneNumber: row.phone === '' ? undefined : row.phone,
    },
  }
}

export function userTree(world: World, row: Member): XmlTree {
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

/** The stored member, or the reason why not. */
export function storeUser(
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
