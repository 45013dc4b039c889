import { allCountries, countryName } from '../../../kernel/countries.ts'
import { isLocalDate, writtenDate } from '../../../kernel/local-date.ts'
import { formatMoney, money } from '../../../kernel/money.ts'
import { wallClock } from '../../../kernel/time-zone.ts'
import { counted } from '../../../kernel/words.ts'
import { escapeHtml } from '../../messages/escape-html.ts'
import { type AddressParts, addressLinesOf } from './address-lines.ts'
import { wrapTitle } from './wrap-title.ts'

/** Amounts in minor units. */
interface Taxed {
  readonly currency: string
  readonly taxMinor: number
  /** The net amount without a rate; null where this was not noted. */
  readonly noRateMinor: number | null
}

interface Sent {
  readonly currency: string
  readonly freightMinor: number
  /** True where the country has no freight rate; null where this was not noted. */
  readonly freightNoRate: boolean | null
}

/** What every template may call, as `it.h`. Each gives plain text, escaped by the template, unless it says otherwise. */
export const viewHelpers = {
  /** `1,234.50 EUR` */
  money: (minor: number, currency: string) => formatMoney(money(minor, currency)),
  /** The tax of what was priced: an amount, or `no rate`, which is not a rate of zero. */
  tax: (sums: Taxed) => taxText(sums),
  /** The freight of what was priced: an amount, `no rate`, or nothing where none is charged. */
  freight: (sums: Sent) => freightText(sums),
  /** `30 Nov 2026`, of a calendar date or of an instant in the zone of the helpers. */
  date: (value: string | Date | null | undefined) => (value ? dateText(value, 'UTC') : ''),
  until: untilText,
  /** `30 Nov 2026, 14:05 UTC` */
  time: (value: string | Date | null | undefined) => (value ? timeText(value, 'UTC') : ''),
  iso: (value: string | Date) => new Date(value).toISOString(),
  /** Decimal units, as discs and downloads are sold: `4.7 GB`. */
  bytes: bytesText,
  count: (value: number) => new Intl.NumberFormat('en').format(value),
  /** `1 disc`, `2 discs`. */
  plural: counted,
  /** A stable word such as `inProduction` or `NOT_ENTITLED` as people say it: `In production`. */
  word: wordOf,
  categoryName: (category: string) => categoryNames[category] ?? wordOf(category),
  rightSentence,
  wrapTitle,
  /** The tracking number as HTML: a link where the page of its carrier is known. */
  tracking: trackingHtml,
  /** HTML: an ID with a button to copy it, where the page has its script. */
  copyable: (text: string, tag: 'code' | 'span' = 'code') =>
    `<${tag} data-copy="${escapeHtml(text)}">${escapeHtml(text)}</${tag}>`,
  badge,
  /** Whether anything of these lines goes by post. */
  isShipped: (lines: readonly { readonly obligation: string }[]) =>
    lines.some(({ obligation }) => obligation === 'media' || obligation === 'goods'),
  country: countryName,
  /** As the country writes it, with the country last. */
  addressLines: (address: AddressParts) => [
    ...addressLinesOf(address),
    ...(address.country === '' ? [] : [countryName(address.country)]),
  ],
  countries: () => allCountries,
  /** What a price sentence says beside the price of one, which stands next to it: the rule, and what it takes off. */
  whyPrice: (sentence: string, unitMinor: number, currency: string) =>
    whyOf(sentence, formatMoney(money(unitMinor, currency))),
  /** The text with a full stop. */
  sentence: (text: string) => (/[.!?]$/.test(text) || text === '' ? text : `${text}.`),
  /** The address of the same page with some parameters changed; null takes one away. */
  link: linkOf,
} as const

export type ViewHelpers = typeof viewHelpers

const inZones = new Map<string, ViewHelpers>([['UTC', viewHelpers]])

/** The helpers whose dates and times of instants are those of the zone, a name that `isTimeZone` knows. */
export function helpersIn(timeZone: string): ViewHelpers {
  const known = inZones.get(timeZone)
  if (known) return known
  const made: ViewHelpers = {
    ...viewHelpers,
    date: (value) => (value ? dateText(value, timeZone) : ''),
    time: (value) => (value ? timeText(value, timeZone) : ''),
  }
  inZones.set(timeZone, made)
  return made
}

function dateText(value: string | Date, timeZone: string): string {
  if (typeof value === 'string' && isLocalDate(value)) return writtenDate(value)
  return writtenDate(wallClock(new Date(value), timeZone).date)
}

function timeText(value: string | Date, timeZone: string): string {
  const { date, time, zone } = wallClock(new Date(value), timeZone)
  return `${writtenDate(date)}, ${time} ${zone}`
}

function bytesText(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let left = size
  let unit = 0
  while (left >= 999.5 && unit < units.length - 1) {
    left /= 1000
    unit += 1
  }
  const digits = unit === 0 || left >= 99.95 ? 0 : 1
  return `${left.toFixed(digits)} ${size === 1 ? 'byte' : units[unit]}`
}

const words: Readonly<Record<string, string>> = {
  pushing: 'Being set up',
  unclear: 'Being checked',
  made: 'Made',
  awaitingShipment: 'To be shipped',
  purchaseOrder: 'Purchase order',
  free: 'Nothing to pay',
  partlyComplete: 'Partly done',
  needsAttention: 'Needs attention',
  addon: 'Add-on',
  'DVD-DL': 'DVD (dual layer)',
}

function wordOf(code: string): string {
  const known = words[code]
  if (known !== undefined) return known
  const spaced = code
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/[-_]/g, ' ')
    .toLowerCase()
  return spaced.charAt(0).toUpperCase() + spaced.slice(1)
}

const categoryNames: Readonly<Record<string, string>> = {
  base: 'Products',
  upgrade: 'Upgrades',
  addon: 'Add-ons',
  seat: 'Seats',
  media: 'Media kits',
  maintenance: 'Maintenance',
  service: 'Services',
  book: 'Books',
}

/** `until 30 Nov 2026`, or `no end` where the platform writes the end of the calendar. */
function untilText(date: string): string {
  return date.startsWith('9999') ? 'no end' : `until ${dateText(date, 'UTC')}`
}

/** A right as a whole sentence: `5 seats of Paint Pro 2.1, until 30 Nov 2026, maintenance until 31 Dec 2026.` */
function rightSentence(right: {
  readonly quantity: number
  readonly productName: string
  readonly productVersion: string
  readonly expirationDate: string | null
  readonly maintenanceThrough: string | null
}): string {
  const { quantity, productName, productVersion, expirationDate, maintenanceThrough } = right
  const seats = counted(quantity, 'seat')
  const until = expirationDate === null ? 'permanent' : untilText(expirationDate)
  const maintenance =
    maintenanceThrough === null
      ? 'without maintenance'
      : maintenanceThrough.startsWith('9999')
        ? 'maintenance without end'
        : `maintenance until ${dateText(maintenanceThrough, 'UTC')}`
  return `${seats} of ${productName} ${productVersion}, ${until}, ${maintenance}.`
}

function trackingHtml(parcel: { readonly trackingNumber: string; readonly trackingUrl?: string | null }): string {
  const number = escapeHtml(parcel.trackingNumber)
  return parcel.trackingUrl ? `<a href="${escapeHtml(parcel.trackingUrl)}" rel="noreferrer">${number}</a>` : number
}

/** Sentences that orders keep say the price again: `Gold partner 20 %: 10.00 EUR instead of 12.50 EUR each`. */
function whyOf(sentence: string, price: string): string {
  const whole = sentence.replace(/\.$/, '')
  if (whole === `${price} each`) return ''
  if (whole.endsWith(`: ${price} each`)) return `${whole.slice(0, -`: ${price} each`.length)}.`
  const [why, instead] = whole.split(`: ${price} instead of `)
  return why !== undefined && instead !== undefined ? `${why}, instead of ${instead}.` : `${whole}.`
}

type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'quiet'

const tones: Readonly<Record<string, Tone>> = {
  ...toneOf('ok', 'live complete shipped made published settled sent matched paid ok balanced finished'),
  ...toneOf(
    'busy',
    'placed pushing inProgress inProduction reading publishing queued released staged imaged submitted',
  ),
  ...toneOf('busy', 'running open awaitingShipment partlyComplete in_transit pending created waiting'),
  ...toneOf('ok', 'accepted approved'),
  ...toneOf('warn', 'unclear unknown expired late different overdue'),
  ...toneOf('bad', 'failed needsAttention missing dead down'),
}

/** Shapes besides colours, so that no meaning hangs on colour alone. Paths of a 16 by 16 drawing. */
const icons: Readonly<Record<Tone, string>> = {
  ok: '<path d="M3 8.5l3.2 3L13 4.5"/>',
  busy: '<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>',
  warn: '<path d="M8 2.5l6 11H2z"/><path d="M8 6.5v3.2M8 11.6v.1"/>',
  bad: '<path d="M4 4l8 8M12 4l-8 8"/>',
  quiet: '<path d="M4 8h8"/>',
}

/** A state as HTML: its word and a shape. */
function badge(state: string, text?: string): string {
  const tone = tones[state] ?? 'quiet'
  const icon = `<svg viewBox="0 0 16 16" aria-hidden="true" focusable="false">${icons[tone]}</svg>`
  return `<span class="badge ${tone}">${icon}${escapeHtml(text ?? wordOf(state))}</span>`
}

function toneOf(tone: Tone, states: string): Record<string, Tone> {
  return Object.fromEntries(states.split(' ').map((state) => [state, tone]))
}

function linkOf(path: string, parameters: Readonly<Record<string, string | number | null | undefined>>): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(parameters))
    if (value !== null && value !== undefined && value !== '') query.set(name, String(value))
  const text = query.toString()
  return text === '' ? path : `${path}?${text}`
}

function freightText({ currency, freightMinor, freightNoRate }: Sent): string {
  if (freightNoRate === true) return 'no rate'
  return freightMinor === 0 ? '' : viewHelpers.money(freightMinor, currency)
}

function taxText({ currency, taxMinor, noRateMinor }: Taxed): string {
  const tax = viewHelpers.money(taxMinor, currency)
  if (noRateMinor === null || noRateMinor === 0) return tax
  return taxMinor === 0 ? 'no rate' : `${tax}, no rate on ${viewHelpers.money(noRateMinor, currency)}`
}
