import { groupBy } from '../../../kernel/group-by.ts'
import type { LocalDate } from '../../../kernel/local-date.ts'
import { type Chain, leadsFrom } from './chain.ts'
import type { ChainValidator } from './tables.ts'
import { inEffect, type LineDays, type Release, validated } from './validator.ts'

/** A deployed line of the account, or of one that it inherits from. */
export interface RightLine extends LineDays {
  readonly activationId: string
  readonly productName: string
  readonly productVersion: string
  /** Maintenance that covers it, deployed. */
  readonly maintenance: readonly LineDays[]
}

/** A product as a key of the releases. */
export function releaseKey({ name, version }: { readonly name: string; readonly version: string }): string {
  return JSON.stringify([name, version])
}

/** What an account's rights follow from. */
export interface RightsFacts<Line extends RightLine> {
  /** The account and those that it inherits from: the ones by which an early ship may name it. */
  readonly accounts: readonly string[]
  readonly lines: readonly Line[]
  readonly chains: readonly Chain[]
  /** The day of release of each product that is deployed on the platform, where the platform says it. */
  readonly releases: ReadonlyMap<string, LocalDate>
  /** Of deployed products whose release date is not known: the day on which a sync first saw them. In neither: grants nothing. */
  readonly unknownReleases?: ReadonlyMap<string, LocalDate>
  /** True: what turns on an unknown date is judged by the day on which the product was first seen. False: it is hidden. */
  readonly offersUnknown?: boolean
}

/** Why a line brings a further product. */
export interface ChainTrace {
  readonly chainId: string
  readonly validator: ChainValidator
  /** The first day on which it did. */
  readonly since: LocalDate
  readonly sentence: string
}

export interface ChainedProduct<Line> extends ChainTrace {
  readonly line: Line
  readonly product: { readonly name: string; readonly version: string }
  /** The account of the cohort by which it is open; null where it is open to all. */
  readonly earlyFor: string | null
}

export interface Rights<Line> {
  /** Lines in effect. */
  readonly held: readonly Line[]
  /** Products that come with them free of charge; of several chains from one line, the one that came first. */
  readonly granted: readonly ChainedProduct<Line>[]
  /** Products that are offered to their holder at a price. */
  readonly offered: readonly ChainedProduct<Line>[]
}

/**
 * What an account has on a day. Chains take one step: what a chain grants opens no further chain, just as the platform's
 * relations name each pair of products.
 */
export function rightsOf<Line extends RightLine>(facts: RightsFacts<Line>, on: LocalDate): Rights<Line> {
  const held = facts.lines.filter((line) => inEffect(line, on))
  const chains = groupBy(facts.chains, ({ from }) => from.name)
  const found = held.flatMap((line) => chainedFrom(line, { ...facts, chains: chains.get(line.productName) ?? [] }, on))
  return {
    held,
    granted: firstOfEach(found.filter(({ grants }) => grants === 'update')),
    offered: firstOfEach(found.filter(({ grants }) => grants === 'upgrade')),
  }
}

type Found<Line> = ChainedProduct<Line> & Pick<Chain, 'grants'>

function chainedFrom<Line extends RightLine>(line: Line, facts: RightsFacts<Line>, on: LocalDate): Found<Line>[] {
  const product = { name: line.productName, version: line.productVersion }
  return facts.chains.flatMap((chain): Found<Line>[] => {
    const release = releaseOf(chain, facts)
    if (release === null || !leadsFrom(chain, product) || isSame(chain.to, product)) return []
    const opened = openedTo(chain, facts.accounts, on)
    const holds = validated(chain, line, line.maintenance, release)
    if (opened === null || holds === null || holds.from > on) return []
    const way = chain.grants === 'update' ? 'comes with' : 'is offered for'
    const { earlyFor } = opened
    const early = earlyFor === null ? '' : `; account ${earlyFor} has it early`
    const sentence = `${chain.to.name} ${chain.to.version} ${way} ${product.name} ${product.version} ${holds.sentence}${early}`
    const { id: chainId, validator, grants } = chain
    return [{ line, product: chain.to, chainId, validator, since: holds.from, sentence, grants, earlyFor }]
  })
}

/** A subscription asks for no date; what does is hidden where the date is not known, unless the store offers it. */
function releaseOf<Line extends RightLine>(chain: Chain, facts: RightsFacts<Line>): Release | null {
  const key = releaseKey(chain.to)
  const on = facts.releases.get(key)
  if (on !== undefined) return { on, isKnown: true }
  const seenOn = facts.unknownReleases?.get(key)
  if (seenOn === undefined || (chain.validator !== 'subscription' && facts.offersUnknown !== true)) return null
  return { on: seenOn, isKnown: false }
}

/** By which account of its cohort the chain is open, or to all; null when it is not open to these accounts. */
function openedTo(
  { cohort, generalFrom }: Chain,
  accounts: readonly string[],
  on: LocalDate,
): { readonly earlyFor: string | null } | null {
  if (generalFrom === null ? cohort.length === 0 : generalFrom <= on) return { earlyFor: null }
  const named = accounts.find((account) => cohort.includes(account))
  return named === undefined ? null : { earlyFor: named }
}

function firstOfEach<Line extends RightLine>(found: readonly Found<Line>[]): ChainedProduct<Line>[] {
  const order = [...found].sort((a, b) => compare(a.since, b.since) || compare(a.chainId, b.chainId))
  const first = new Map<string, ChainedProduct<Line>>()
  for (const { grants: _, ...one } of order) {
    const key = JSON.stringify([one.product.name, one.product.version, one.line.activationId])
    if (!first.has(key)) first.set(key, one)
  }
  return [...first].sort(([a], [b]) => compare(a, b)).map(([, one]) => one)
}

function isSame(a: { name: string; version: string }, b: { name: string; version: string }): boolean {
  return a.name === b.name && a.version === b.version
}

function compare(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}
