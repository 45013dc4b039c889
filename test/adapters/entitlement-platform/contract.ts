import { afterAll, beforeAll, expect, it } from 'vitest'
import type {
  EntitlementPlatform,
  NewEntitlement,
  Page,
  ProductKey,
} from '../../../src/domains/entitlements/rights/port.ts'
import { addDays, type LocalDate } from '../../../src/kernel/local-date.ts'
import { PartnerFailure } from '../../../src/kernel/partner-failure.ts'

/** An implementation at work on a world of which these facts hold. */
export interface PlatformUnderTest {
  readonly platform: EntitlementPlatform
  readonly now: () => Date
  readonly today: LocalDate
  /** Deployed, and related to other products. */
  readonly product: ProductKey
  readonly partNumber: string
  readonly maintenance: { readonly product: ProductKey; readonly partNumber: string }
  readonly rootAccountId: string
  /** Below the root account. */
  readonly childAccountId: string
  readonly partnerAccountId: string
  /** An active member of the root account. */
  readonly userName: string
  /** A line of the root account whose product has packages. */
  readonly activationIdWithDownloads: string
  /** One that it keeps, and that asks nothing of a line; null where it keeps none. */
  readonly licenseModel: string | null
  /** Whether it keeps a log of who downloaded what. */
  readonly tellsDownloads: boolean
  /** The accounts in which somebody is listed, or is asked to be where a person at the vendor does it. */
  listedAtLast(userName: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** What every entitlement platform promises to the store. */
export function entitlementPlatformContract(open: () => Promise<PlatformUnderTest>): void {
  let subject: PlatformUnderTest
  beforeAll(async () => {
    subject = await open()
  })
  afterAll(() => subject.close())

  let minted = 0
  const newSale = (): NewEntitlement => {
    minted += 1
    const orderId = `SO-C-${minted}`
    const line = {
      activationId: `${orderId}-L1`,
      partNumber: subject.partNumber,
      orderId,
      orderLineNumber: '1',
      quantity: 3,
      startDate: subject.today,
      expirationDate: null,
    }
    return {
      entitlementId: orderId,
      description: `Order ${orderId}: "quotes" & <brackets>`,
      endCustomerAccountId: subject.rootAccountId,
      partnerAccountId: null,
      contactUserName: subject.userName,
      shipToEmail: subject.userName,
      lines: [line],
      maintenanceLines: [
        {
          activationId: `${orderId}-L2`,
          product: subject.maintenance.product,
          partNumber: subject.maintenance.partNumber,
          orderId,
          orderLineNumber: '2',
          startDate: subject.today,
          expirationDate: addDays(subject.today, 364),
          coversActivationIds: [line.activationId],
        },
      ],
    }
  }

  it('products of each kind are read page by page to an end, each of them once', async () => {
    for (const kind of ['product', 'suite', 'maintenance'] as const) {
      const found = await everything((page) => subject.platform.products({ kind, page }))
      expect(found.every((product) => product.kind === kind && product.name !== '')).toBe(true)
      expect(new Set(found.map(({ platformId }) => platformId)).size).toBe(found.length)
      if (kind === 'product') expect(found).toContainEqual(expect.objectContaining(subject.product))
      if (kind === 'maintenance') expect(found).toContainEqual(expect.objectContaining(subject.maintenance.product))
    }
  })

  it('part numbers lead to their product', async () => {
    const found = await everything((page) => subject.platform.partNumbers({ page }))
    const product = found.find(({ partNumber }) => partNumber === subject.partNumber)?.product
    expect(product?.name).toBeTruthy()
    const maintenance = found.find(({ partNumber }) => partNumber === subject.maintenance.partNumber)?.product
    expect(maintenance).toEqual(subject.maintenance.product)
  })

  it('relations of a product start or end at it', async () => {
    const found = await subject.platform.relationsOf([subject.product])
    expect(found.length).toBeGreaterThan(0)
    for (const { from, to } of found) expect([from, to]).toContainEqual(subject.product)
  })

  it('accounts are read to an end; roots are those without parents', async () => {
    const all = await everything((page) => subject.platform.accounts({ page }))
    const roots = await everything((page) => subject.platform.accounts({ page, onlyRoots: true }))
    const ids = (accounts: typeof all) => accounts.map(({ accountId }) => accountId)
    expect(ids(all)).toEqual(expect.arrayContaining([subject.rootAccountId, subject.childAccountId]))
    expect(ids(all)).toContain(subject.partnerAccountId)
    expect(ids(roots)).toContain(subject.rootAccountId)
    expect(ids(roots)).not.toContain(subject.childAccountId)
    expect(await subject.platform.parentsOf([subject.rootAccountId, subject.childAccountId])).toEqual([
      { accountId: subject.childAccountId, parentAccountId: subject.rootAccountId },
    ])
  })

  it('a member is found by sign-in name with the accounts and roles, and a stranger is null', async () => {
    const all = await everything((page) => subject.platform.members({ page }))
    const member = await subject.platform.member(subject.userName)
    expect(member).toEqual(all.find(({ userName }) => userName === subject.userName))
    expect(member?.accounts.map(({ accountId }) => accountId)).toContain(subject.rootAccountId)
    expect(await subject.platform.member('nobody@nowhere.example')).toBeNull()
  })

  it('somebody whom nobody knew can be listed as a member, and twice is once', async () => {
    const newcomer = {
      userName: 'new.comer@example.com',
      firstName: 'New',
      lastName: 'Comer',
      accountId: subject.rootAccountId,
    }
    await subject.platform.listMember(newcomer)
    await subject.platform.listMember(newcomer)
    const found = await subject.listedAtLast('new.comer@example.com')
    expect(found).toEqual([subject.rootAccountId])
  })

  it('a member of one account who is listed in another stays in the first', async () => {
    const before = await subject.platform.member(subject.userName)
    await subject.platform.listMember({
      userName: subject.userName,
      firstName: 'Other',
      lastName: 'Name',
      accountId: subject.partnerAccountId,
    })
    const found = await subject.listedAtLast(subject.userName)
    expect(found).toEqual(expect.arrayContaining([subject.rootAccountId, subject.partnerAccountId]))
    if (before) expect((await subject.platform.member(subject.userName))?.firstName).toBe(before.firstName)
  })

  it('an entitlement that was created is live, whole and found by its order [S61]', async () => {
    const sale = newSale()
    await subject.platform.createEntitlement(sale)
    const { lines, maintenanceLines } = await subject.platform.linesOfOrder(sale.entitlementId)
    expect(lines).toEqual([
      expect.objectContaining({
        activationId: `${sale.entitlementId}-L1`,
        entitlementId: sale.entitlementId,
        entitlementState: 'DEPLOYED',
        state: 'DEPLOYED',
        accountId: subject.rootAccountId,
        partNumber: subject.partNumber,
        quantity: 3,
        remainingQuantity: 3,
        startDate: subject.today,
        expirationDate: null,
        permanent: true,
        orderId: sale.entitlementId,
        orderLineNumber: '1',
      }),
    ])
    expect(maintenanceLines).toEqual([
      expect.objectContaining({
        activationId: `${sale.entitlementId}-L2`,
        product: subject.maintenance.product,
        expirationDate: addDays(subject.today, 364),
        permanent: false,
        coveredActivationIds: [`${sale.entitlementId}-L1`],
      }),
    ])
  })

  it('the end customer owns what a partner bought for it', async () => {
    const sale = { ...newSale(), partnerAccountId: subject.partnerAccountId, contactUserName: null, shipToEmail: null }
    await subject.platform.createEntitlement(sale)
    const { lines } = await subject.platform.linesOfOrder(sale.entitlementId)
    expect(lines.map(({ accountId }) => accountId)).toEqual([subject.rootAccountId])
  })

  it('a line names the partner that sold it, and no partner when the customer bought it directly', async () => {
    const direct = newSale()
    const sold = { ...newSale(), partnerAccountId: subject.partnerAccountId, contactUserName: null, shipToEmail: null }
    const joining = newSale()
    await subject.platform.createEntitlement(direct)
    await subject.platform.createEntitlement(sold)
    await subject.platform.addLines(sold.entitlementId, joining.lines, [])
    const partnersOf = async ({ entitlementId }: NewEntitlement) =>
      (await subject.platform.linesOfOrder(entitlementId)).lines.map(({ partnerAccountIds }) => partnerAccountIds)
    expect(await partnersOf(direct)).toEqual([[]])
    expect(await partnersOf(sold)).toEqual([[subject.partnerAccountId]])
    // Partners are the entitlement's: a line that joins it has them too.
    expect(await partnersOf(joining)).toEqual([[subject.partnerAccountId]])
    const read = await everything((page) => subject.platform.entitlementLines({ page }))
    const line = read.find(({ activationId }) => activationId === `${sold.entitlementId}-L1`)
    expect(line?.partnerAccountIds).toEqual([subject.partnerAccountId])
  })

  it('an entitlement id that exists is refused for good, and nothing is doubled', async () => {
    const sale = newSale()
    await subject.platform.createEntitlement(sale)
    expect((await failureOf(subject.platform.createEntitlement(sale))).judgement).toBe('final')
    expect((await subject.platform.linesOfOrder(sale.entitlementId)).lines).toHaveLength(1)
  })

  it('an entitlement with a part number that is not sold is refused whole', async () => {
    const sale = newSale()
    const [line] = sale.lines
    const lines = line ? [line, { ...line, activationId: `${sale.entitlementId}-L9`, partNumber: 'NO-SUCH-PART' }] : []
    const failure = await failureOf(subject.platform.createEntitlement({ ...sale, lines }))
    expect(failure.judgement).toBe('final')
    expect(await subject.platform.linesOfOrder(sale.entitlementId)).toEqual({ lines: [], maintenanceLines: [] })
  })

  it('lines are added to an entitlement under their own order, and an activation id that exists is refused', async () => {
    const first = newSale()
    const second = newSale()
    await subject.platform.createEntitlement(first)
    await subject.platform.addLines(first.entitlementId, second.lines, [])
    const { lines } = await subject.platform.linesOfOrder(second.entitlementId)
    expect(lines).toEqual([expect.objectContaining({ entitlementId: first.entitlementId, state: 'DEPLOYED' })])
    const changed = second.lines.map((line) => ({ ...line, quantity: 99 }))
    const failure = await failureOf(subject.platform.addLines(first.entitlementId, changed, []))
    expect(failure.judgement).toBe('final')
    expect((await subject.platform.linesOfOrder(second.entitlementId)).lines).toMatchObject([{ quantity: 3 }])
  })

  it('a line can be made the child of another, twice is once, and a line that is not there is refused', async () => {
    const base = newSale()
    const addOn = newSale()
    await subject.platform.createEntitlement(base)
    await subject.platform.createEntitlement(addOn)
    const link = {
      entitlementId: addOn.entitlementId,
      activationId: `${addOn.entitlementId}-L1`,
      parentActivationId: `${base.entitlementId}-L1`,
    }
    await subject.platform.setParentLine(link)
    await subject.platform.setParentLine(link)
    const { lines } = await subject.platform.linesOfOrder(addOn.entitlementId)
    expect(lines.map(({ parentActivationId }) => parentActivationId)).toEqual([link.parentActivationId])
    for (const wrong of [{ activationId: 'SO-NEVER-L1' }, { parentActivationId: 'SO-NEVER-L1' }])
      expect((await failureOf(subject.platform.setParentLine({ ...link, ...wrong }))).judgement).toBe('final')
  })

  it('an order that the platform does not know has no lines', async () => {
    expect(await subject.platform.linesOfOrder('SO-NEVER')).toEqual({ lines: [], maintenanceLines: [] })
  })

  it('what changed after an instant is always among what is read after it', async () => {
    const modifiedAfter = subject.now()
    const sale = newSale()
    await subject.platform.createEntitlement(sale)
    const lines = await everything((page) => subject.platform.entitlementLines({ page, modifiedAfter }))
    expect(lines.map(({ activationId }) => activationId)).toContain(`${sale.entitlementId}-L1`)
    const maintenance = await everything((page) => subject.platform.maintenanceLines({ page, modifiedAfter }))
    expect(maintenance.map(({ activationId }) => activationId)).toContain(`${sale.entitlementId}-L2`)
    const all = await everything((page) => subject.platform.entitlementLines({ page }))
    expect(all.map(({ activationId }) => activationId)).toEqual(
      expect.arrayContaining(lines.map(({ activationId }) => activationId)),
    )
  })

  it('nothing has changed after a time that lies ahead', async () => {
    const query = { page: 1, modifiedAfter: new Date(subject.now().getTime() + 10 * 86_400_000) }
    expect(await subject.platform.entitlementLines(query)).toMatchObject({ items: [], hasMore: false })
    expect(await subject.platform.maintenanceLines(query)).toMatchObject({ items: [], hasMore: false })
    expect(await subject.platform.products({ kind: 'product', ...query })).toMatchObject({ items: [], hasMore: false })
    expect(await subject.platform.accounts(query)).toMatchObject({ items: [], hasMore: false })
    expect(await subject.platform.members(query)).toMatchObject({ items: [], hasMore: false })
  })

  it('the platform mails an entitlement on request, and refuses to for one that it does not have', async () => {
    const sale = newSale()
    await subject.platform.createEntitlement(sale)
    const mail = { entitlementId: sale.entitlementId, to: subject.userName, locale: 'en-IE' }
    await subject.platform.emailEntitlement(mail)
    const failure = await failureOf(subject.platform.emailEntitlement({ ...mail, entitlementId: 'SO-NEVER' }))
    expect(failure.judgement).toBe('final')
    expect(failure.message).not.toContain(subject.userName)
  })

  it('a member sees the packages of a line and the files in them, and not those of a line that is not theirs', async () => {
    const { userName, activationIdWithDownloads: activationId } = subject
    const packages = await subject.platform.downloadPackages({ userName, activationIds: [activationId] })
    const current = packages.find((each) => each.current)
    if (!current) throw new Error('the line has no current package')
    const query = { userName, accountId: subject.rootAccountId, packageId: current.packageId }
    const files = await subject.platform.downloadFiles(query)
    expect(files.length).toBeGreaterThan(0)
    for (const file of files) expect(file.url).toMatch(/^https?:/)
    expect(await subject.platform.downloadPackages({ userName, activationIds: [] })).toEqual([])
    const unknown = subject.platform.downloadPackages({ userName, activationIds: ['ACT-NEVER'] })
    expect((await failureOf(unknown)).judgement).toBe('final')
  })

  it('the store in its own name sees the packages and files of any line, and is told no of one that there is not', async () => {
    const { userName, activationIdWithDownloads: activationId, rootAccountId: accountId } = subject
    const asked = { activationIds: [activationId] }
    const packages = await subject.platform.downloadPackages({ ...asked, userName: null })
    expect(packages).toEqual(await subject.platform.downloadPackages({ ...asked, userName }))
    const query = { accountId, packageId: packages[0]?.packageId ?? '' }
    const files = await subject.platform.downloadFiles({ ...query, userName: null })
    const named = await subject.platform.downloadFiles({ ...query, userName })
    expect(files.map(({ fileId, sha256 }) => [fileId, sha256])).toEqual(
      named.map(({ fileId, sha256 }) => [fileId, sha256]),
    )
    const unknown = subject.platform.downloadPackages({ userName: null, activationIds: ['ACT-NEVER'] })
    expect((await failureOf(unknown)).judgement).toBe('final')
  })

  it('a file that a member fetched to its end is told to every asker of the account, and what the store fetched is not [N2]', async () => {
    const { userName, activationIdWithDownloads: activationId, rootAccountId: accountId, platform } = subject
    const packages = await platform.downloadPackages({ userName, activationIds: [activationId] })
    const query = { accountId, packageId: packages.find((each) => each.current)?.packageId ?? '' }
    const none = subject.tellsDownloads ? [] : null
    expect(await platform.completedDownloads({ ...query, userName })).toEqual(none)
    if (!subject.tellsDownloads) return
    const fetched = async (asker: string | null) => {
      const [first] = await platform.downloadFiles({ ...query, userName: asker })
      await (await fetch(first?.url ?? '')).arrayBuffer()
      return first
    }
    await fetched(null)
    expect(await platform.completedDownloads({ ...query, userName })).toEqual(none)
    const file = await fetched(userName)
    await fetched(userName)
    const told = { fileId: file?.fileId, fileName: file?.name, userName, at: subject.now() }
    const found = await platform.completedDownloads({ ...query, userName })
    expect(found).toEqual([expect.objectContaining(told), expect.objectContaining(told)])
    expect(new Set(found?.map(({ logId }) => logId)).size).toBe(2)
    expect(await platform.completedDownloads({ ...query, userName: null })).toEqual(found)
    // The account's, and nobody else's.
    const other = platform.completedDownloads({ ...query, accountId: subject.childAccountId, userName: null })
    expect(await other).toEqual([])
  })

  it('a token that the platform did not issue is not valid', async () => {
    expect(await subject.platform.validateToken({ userName: subject.userName, token: 'made-up' })).toBe(false)
  })

  it('a license model is known with what it asks of a line, and one that is not there is told apart', async () => {
    const { licenseModel, platform } = subject
    if (licenseModel === null) expect(await platform.attributesOfModel('any')).toBe('no models kept')
    else {
      expect(await platform.attributesOfModel(licenseModel)).toEqual([])
      expect(await platform.attributesOfModel(`${licenseModel} "of <no> tenant" & none`)).toBe('unknown model')
    }
  })

  it('ping is quiet when all is well', async () => {
    await subject.platform.ping()
  })
}

export async function failureOf(promise: Promise<unknown>): Promise<PartnerFailure> {
  const outcome = await promise.catch((error: unknown) => error)
  if (outcome instanceof PartnerFailure) return outcome
  throw new Error('the call did not fail as a partner failure', { cause: outcome })
}

async function everything<Item>(read: (page: number) => Promise<Page<Item>>): Promise<Item[]> {
  const found: Item[] = []
  for (let page = 1; page <= 500; page += 1) {
    const { items, hasMore } = await read(page)
    found.push(...items)
    if (!hasMore) return found
  }
  throw new Error('the pages do not end')
}
