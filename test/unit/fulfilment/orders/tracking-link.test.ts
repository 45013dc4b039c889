import { expect, it } from 'vitest'
import { trackingLink } from '../../../../src/domains/fulfilment/orders/tracking-link.ts'

it.each([
  ['DHL', '00340434161094042557', 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=00340434161094042557'],
  ['dhl express', 'JD 01', 'https://www.dhl.com/global-en/home/tracking.html?tracking-id=JD%2001'],
  ['U.P.S.', '1Z999AA10123456784', 'https://www.ups.com/track?tracknum=1Z999AA10123456784'],
  ['Royal Mail', 'AB1/2?#', 'https://www.royalmail.com/track-your-item#/tracking-results/AB1%2F2%3F%23'],
  ['FedEx', "$&'<script>", "https://www.fedex.com/fedextrack/?trknbr=%24%26'%3Cscript%3E"],
])('%s %s leads to the page of the carrier, with the number encoded', (carrier, number, link) => {
  expect(trackingLink(carrier, number)).toBe(link)
})

it.each(['Post', 'Our own van', '', 'DHLX', 'constructor'])('a carrier like "%s" has no link', (carrier) => {
  expect(trackingLink(carrier, '1')).toBeNull()
})
