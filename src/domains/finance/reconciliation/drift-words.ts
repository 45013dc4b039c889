import type { DriftRow } from '../../entitlements/sync/index.ts'

/** What each cause means to whoever reads the list. */
export const driftCauses: Readonly<Record<DriftRow['cause'], string>> = {
  'missing-on-platform': 'The store had it, and the platform has it no more.',
  'missing-in-store': 'The platform has had it for longer than the store knows of it.',
  different: 'The platform had changed it before the last sync, which was not told.',
  'changed-after-push': 'An order of the store pushed it, and it has been changed on the platform since.',
}

export interface DriftFinding {
  readonly kind: string
  /** The activation ID, part number, or name and version. */
  readonly subject: string
  readonly accountId: string | null
  readonly orderNumber: string | null
  readonly cause: DriftRow['cause']
  readonly sentence: string
  readonly differences: readonly {
    readonly field: string
    readonly store: string | null
    readonly platform: string | null
  }[]
}

export function toFinding({ kind, key, accountId, orderNumber, cause, differences }: DriftRow): DriftFinding {
  return {
    kind,
    accountId,
    orderNumber,
    cause,
    subject: key.replaceAll('\u001f', ' '),
    sentence: driftCauses[cause],
    differences: differences.map(({ column, store, platform }) => ({
      field: column.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
      store: textOf(store),
      platform: textOf(platform),
    })),
  }
}

function textOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  return typeof value === 'string' ? value : JSON.stringify(value)
}
