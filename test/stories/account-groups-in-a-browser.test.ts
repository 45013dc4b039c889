import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { type Box, startBox } from '../support/box.ts'
import { describeInBrowser, openBrowser } from '../support/browser.ts'
import { type Looker, openLooker } from '../support/looker.ts'

const listOfGuild = `list,name,audience,audience_value,currency,priority,valid_from,valid_through,falls_back,part_number,min_quantity,increment,unit_price
GUILD,Guild prices,group,guild,EUR,5,,,yes,TEXTURES-2-LIC,1,1,7.00
`

describeInBrowser('groups of accounts in a browser', () => {
  let box: Box
  let browser: Browser
  let looker: Looker
  let carla: Page
  beforeAll(async () => {
    box = await startBox()
    browser = await openBrowser()
    looker = await openLooker(browser)
    const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 1200, height: 900 } })
    carla = await context.newPage()
    await carla.goto(box.portal.url)
    await carla.locator('form:has(input[value="carla@paintworks.example"]) button').first().click()
    await carla.goto(`${box.portal.url}/go?entry=admin`)
  })
  afterAll(async () => {
    await browser?.close()
    await box.close()
  })

  const groups = () => `${box.url}/admin/account-groups`
  const main = async () => (await carla.textContent('main')) ?? ''
  const complaints = (name: string) => looker.faultsOf(carla, name)
  const priceOfAcme = async () => {
    const alice = await box.member('alice@acme.example')
    const item = z.object({ unitPrice: z.object({ minor: z.number() }) })
    return (await alice.ask(item, 'GET', `${box.url}/api/items/TEXTURES-2-LIC`)).unitPrice.minor
  }

  it('staff make, fill, rename and remove a group by keyboard and without JavaScript, and prices follow', async () => {
    const before = await priceOfAcme()
    await carla.goto(groups())
    expect(await main()).toContain('No groups yet')
    expect(await complaints('groups-empty')).toEqual([])
    await carla.click('button:has-text("Make the group")')
    expect(await main()).toContain('Give the group a name')
    expect(await main()).toContain('Give at least one account ID')
    expect(await carla.title()).toMatch(/^Error: /)

    await carla.focus('#name')
    await carla.keyboard.type('guild')
    await carla.keyboard.press('Tab')
    await carla.keyboard.type('ACME\nNOT-YET')
    await carla.keyboard.press('Tab')
    await carla.keyboard.press('Enter')
    await carla.waitForURL(/account-groups\/guild$/)
    expect(await main()).toContain('Not known yet')
    expect(await complaints('group')).toEqual([])

    await carla.goto(`${box.url}/admin/price-file`)
    const importer = await box.staff('carla')
    await importer.send(`${box.url}/admin/price-file`, { csv: listOfGuild })
    const preview = (await importer.send(`${box.url}/admin/price-file`, { csv: listOfGuild })).body.toString()
    const hash = /name="hash" value="([^"]+)"/.exec(preview)?.[1] ?? ''
    await importer.send(`${box.url}/admin/price-file/publish`, { csv: listOfGuild, hash })
    expect([await priceOfAcme(), before === 700]).toEqual([700, false])

    await carla.goto(`${groups()}/guild`)
    await carla.fill('#accountIds', 'PIXEL, ACME;BRIGHT')
    await carla.click('button:has-text("Add them")')
    expect(await main()).toContain('2 accounts added.')
    await carla.click('button:has-text("Take out NOT-YET")')
    expect(await main()).not.toContain('NOT-YET')
    await carla.fill('#name', 'Painters’ guild / north')
    await carla.click('button:has-text("Rename the group")')
    expect(await carla.textContent('h1')).toBe('Painters’ guild / north')
    expect(await main()).toContain('Guild prices')
    expect(await priceOfAcme()).toBe(700)

    await carla.goto(groups())
    await carla.fill('#name', 'Painters’ guild / north')
    await carla.fill('#accountIds', 'ACME')
    await carla.click('button:has-text("Make the group")')
    expect(await main()).toContain('group-exists')
    expect(await carla.inputValue('#accountIds')).toBe('ACME')
    expect(await complaints('groups-refused')).toEqual([])

    await carla.click('table a:has-text("guild / north")')
    await carla.click('text=Remove this group')
    expect(await main()).toContain('1 price list stays and is then for nobody')
    expect(await complaints('group-remove')).toEqual([])
    await carla.click('button:has-text("Remove the group")')
    expect(await main()).toContain('has no accounts any more')
    expect(await main()).toContain('The group is empty')
    expect(await priceOfAcme()).toBe(before)
    const rows = await box.database.db.execute(
      "select action from audit_entries where action like 'account-groups.%' order by at",
    )
    expect(rows.map((row) => row['action'])).toEqual(
      ['make', 'fill', 'take-out', 'rename', 'remove'].map((name) => `account-groups.${name}`),
    )
  })

  it('a group of many accounts and a list of many groups page to their end', async () => {
    await box.database.db.execute(`insert into account_groups select 'A' || n, 'many' from generate_series(1, 230) n`)
    await box.database.db.execute(`insert into account_groups select 'A1', 'g' || n from generate_series(1, 120) n`)
    const read = async (at: string, what: RegExp) => {
      const found: string[] = []
      await carla.goto(at)
      for (let page = 0; page < 20; page += 1) {
        found.push(...[...(await carla.content()).matchAll(what)].map(([, id = '']) => id))
        if ((await carla.locator('a[rel="next"]').count()) === 0) return found
        await carla.locator('a[rel="next"]').click()
      }
      throw new Error('the list never ends')
    }
    const accounts = await read(`${groups()}/many`, /name="accountId" value="(A\d+)"/g)
    expect([accounts.length, new Set(accounts).size]).toEqual([230, 230])
    const named = await read(groups(), /account-groups\/(g\d+)"/g)
    expect([named.length, new Set(named).size]).toEqual([120, 120])
  })

  it('staff of another role read and change nothing', async () => {
    const reid = await box.staff('reid')
    const page = (await reid.open(groups())).body.toString()
    expect(page).not.toContain('<form method="post" action="/admin/account-groups"')
    expect((await reid.send(groups(), { name: 'x', accountIds: 'ACME' })).status).toBe(403)
    expect((await reid.send(`${groups()}/many/remove`, {})).status).toBe(403)
    expect((await reid.open(`${groups()}/none-such`)).status).toBe(404)
  })
})
