import type { Tx } from '../../platform/db/db.ts'
import { type MirrorRow, type MirrorTable, mirrorKey } from '../../platform/db/mirror-table.ts'
import { accountMirror, memberMirror } from '../accounts/index.ts'
import { lineMirror, maintenanceMirror, partNumberMirror, productMirror, relationMirror } from './mirror.ts'
import { rowHashOf } from './row-hash.ts'
import * as store from './sync-store.ts'
import type { SyncCounts, SyncReport } from './tables.ts'

export type PublishCatalog = (
  tx: Tx,
  context: { readonly at: Date },
) => Promise<{ added: number; changed: number; removed: number; drift: readonly string[] }>

/** Removals beyond both figures are held for a person: a short or empty feed must not empty the store (P15, C23). */
export const guard = { count: 10, share: 0.1 }

// Each mirror parses nothing: the rows were shaped by the adapter and staged by us.
const mirrors: readonly MirrorTable<never>[] = [
  productMirror,
  partNumberMirror,
  relationMirror,
  accountMirror,
  memberMirror,
  lineMirror,
  maintenanceMirror,
] as readonly MirrorTable<never>[]

/**
 * Brings the mirror and the catalog to what the run has read, all or nothing. Rows that did not change are not written;
 * an incremental run removes nothing. May run twice: a published run is left alone.
 */
export async function publishRun(
  tx: Tx,
  context: { readonly runId: string; readonly at: Date; readonly publishCatalog: PublishCatalog },
): Promise<void> {
  const run = await store.lockRun(tx, context.runId)
  if (!run || run.state === 'published' || run.state === 'failed') return
  const kinds: Record<string, SyncCounts> = {}
  for (const mirror of mirrors) kinds[mirror.kind] = await publishKind(tx, run, mirror, context.at)
  const catalog = await context.publishCatalog(tx, { at: context.at })
  kinds['items'] = { read: 0, held: 0, added: catalog.added, changed: catalog.changed, removed: catalog.removed }
  const report: SyncReport = { kinds, drift: catalog.drift }
  await store.finishRun(tx, { id: run.id, state: 'published', at: context.at, report, error: null })
  await store.clearStaging(tx, run.id)
}

async function publishKind(tx: Tx, run: store.SyncRun, mirror: MirrorTable<never>, at: Date): Promise<SyncCounts> {
  const read = await rowsOf(tx, run.id, mirror.kind)
  const before = await mirror.hashes(tx)
  const changed = read.filter(({ key, hash }) => before.get(key) !== hash)
  const added = changed.filter(({ key }) => !before.has(key)).length
  await mirror.upsert(tx, changed)
  const present = new Set(read.map(({ key }) => key))
  const missing = run.mode === 'full' ? [...before.keys()].filter((key) => !present.has(key)) : []
  const held = missing.length > guard.count && missing.length > before.size * guard.share
  if (!held) await mirror.remove(tx, missing, at)
  return {
    read: read.length,
    added,
    changed: changed.length - added,
    removed: held ? 0 : missing.length,
    held: held ? missing.length : 0,
  }
}

async function rowsOf(tx: Tx, runId: string, kind: string): Promise<MirrorRow<never>[]> {
  const rows = await store.staged(tx, runId, kind)
  if (kind !== 'accounts') return rows.map(({ key, hash, data }) => ({ key, hash, row: data as never }))
  // Parents are asked for after the accounts, so they are joined here.
  const parents = new Map((await store.staged(tx, runId, 'parents')).map(({ key, data }) => [key, data]))
  return rows.map(({ key, data }) => {
    const row = { ...(data as object), ...(parents.get(key) as object | undefined) }
    return { key: mirrorKey(key), hash: rowHashOf(row), row: row as never }
  })
}
