import type { ReadBy } from '../soap/types.ts'
import type { XmlTree } from '../soap/xml.ts'
import type { newEntitlement } from './entitlement-types.ts'

export function entitlementEcho(record: ReadBy<typeof newEntitlement>): XmlTree {
  return { entitlementId: idEcho(record.entitlementId), description: record.description }
}

export function idEcho(id: { readonly id?: string | undefined; readonly autoGenerate?: boolean | undefined }): XmlTree {
  return { id: id.id, autoGenerate: id.autoGenerate }
}

export function identifierEcho(
  asked: {
    readonly uniqueId?: string | undefined
    readonly primaryKeys?: Readonly<Record<string, string>> | undefined
  },
  key: string,
): XmlTree {
  return { uniqueId: asked.uniqueId, primaryKeys: asked.primaryKeys ? { [key]: asked.primaryKeys[key] } : undefined }
}
