import type { Clock } from '../../../kernel/clock.ts'
import { DomainError } from '../../../kernel/domain-error.ts'
import { dateOf } from '../../../kernel/local-date.ts'
import type { Db, Tx } from '../../../platform/db/db.ts'
import { InvalidInput, NotFound } from '../../../platform/http/answer/problems.ts'
import { audit } from '../../../platform/http/operations/audit.ts'
import {
  type ImportedChain,
  importChains,
  type ListedChain,
  listChains,
  partNumbersOf,
  removeChains,
} from '../../entitlements/rights/index.ts'
import { publishCatalog } from './publish-catalog.ts'

export interface ChainDeps {
  readonly db: Db
  readonly clock: Clock
}

export interface ChainsChanged {
  readonly chains: number
  /** Items that opened, closed or say something else because of it. */
  readonly itemsChanged: number
}

/**
 * Adds or replaces chains by id, all or none, and brings the items that they offer or hide up to date in the same
 * transaction: rights and catalog change together, without a sync. May be run again.
 * @throws {InvalidInput} naming the row, when two have one id
 */
export async function saveChains(
  deps: ChainDeps,
  chains: readonly ImportedChain[],
  actor: string,
): Promise<ChainsChanged> {
  const first = new Map<string, number>()
  for (const [row, { id }] of chains.entries()) {
    const earlier = first.get(id)
    if (earlier !== undefined)
      throw new InvalidInput([{ pointer: `#/chains/${row}/id`, detail: `The same as in row ${earlier}.` }])
    first.set(id, row)
  }
  return deps.db.transaction(async (tx) => {
    const before = await listChains(tx)
    await importChains(tx, chains)
    // A chain that is led elsewhere leaves the items where it led before.
    const itemsChanged = await follow(tx, deps.clock, [...chains, ...before.filter(({ id }) => first.has(id))])
    const ids = chains.slice(0, idsAudited).map(({ id }) => id)
    const subject = chains.length === 1 ? (ids[0] ?? '') : `${chains.length} chains`
    await audit(tx, { at: deps.clock.now(), actor, action: 'chains.save', subject, detail: { ids } })
    return { chains: chains.length, itemsChanged }
  })
}

/** Takes one chain away; what the platform's relation says counts again. @throws {NotFound} */
export async function takeAwayChain(deps: ChainDeps, chainId: string, actor: string): Promise<ChainsChanged> {
  return deps.db.transaction(async (tx) => {
    const chain = await chainOf(tx, chainId)
    await removeChains(tx, [chainId])
    const itemsChanged = await follow(tx, deps.clock, [chain])
    await audit(tx, { at: deps.clock.now(), actor, action: 'chains.remove', subject: chainId })
    return { chains: 1, itemsChanged }
  })
}

/**
 * Opens an early ship to every eligible account from today on, or takes it back to its cohort.
 * @throws {NotFound}
 * @throws {NoEarlyShip} when the chain names no account that has it early: taken back, it would still be everybody's
 */
export async function openEarlyShip(
  deps: ChainDeps,
  { chainId, open, actor }: { readonly chainId: string; readonly open: boolean; readonly actor: string },
): Promise<ChainsChanged> {
  return deps.db.transaction(async (tx) => {
    const { releasedOn: _, isDeployed: __, ...chain } = await chainOf(tx, chainId)
    if (chain.cohort.length === 0) throw new NoEarlyShip(chainId)
    const generalFrom = open ? dateOf(deps.clock.now()) : null
    await importChains(tx, [{ ...chain, cohort: [...chain.cohort], generalFrom }])
    const itemsChanged = await follow(tx, deps.clock, [chain])
    const action = open ? 'chains.open' : 'chains.take-back'
    await audit(tx, { at: deps.clock.now(), actor, action, subject: chainId, detail: { generalFrom } })
    return { chains: 1, itemsChanged }
  })
}

const idsAudited = 100

async function chainOf(tx: Tx, chainId: string) {
  const chain = (await listChains(tx)).find(({ id }) => id === chainId)
  if (!chain) throw new NotFound('product chain')
  return chain
}

async function follow(tx: Tx, clock: Clock, chains: readonly Pick<ListedChain, 'to'>[]): Promise<number> {
  const partNumbers = await partNumbersOf(
    tx,
    chains.map(({ to }) => to),
  )
  const { added, changed } = await publishCatalog(tx, { at: clock.now(), partNumbers })
  return added + changed
}

export class NoEarlyShip extends DomainError {
  constructor(chainId: string) {
    super('state-conflict', 'This chain names no account that has the product early.', { chainId })
  }
}
