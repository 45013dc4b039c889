import { attributeQuery, attributeValues, dateTimeQuery, simpleQuery } from '../soap/queries.ts'
import { boolean, date, integer, many, one, oneOf, optional, sequence, text } from '../soap/types.ts'

export const acctType = oneOf('CUSTOMER', 'CHANNEL_PARTNER', 'PUBLISHER', 'SELF_REGISTERED')
export const paging = { pageNumber: one(integer), batchSize: one(integer) }
export const accountIdentifier = sequence({
  uniqueId: optional(text),
  primaryKeys: optional(sequence({ id: one(text) })),
})
export const accountParams = sequence({
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
export const userParams = sequence({
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
export const opType = optional(oneOf('CREATE_OR_UPDATE', 'CREATE_OR_IGNORE'))
export const newAccount = sequence({
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
export const newUser = sequence({
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
