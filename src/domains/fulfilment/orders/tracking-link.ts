interface Carrier {
  /** As people write them, in small letters, without spaces and marks. */
  readonly names: readonly string[]
  /** The carrier's public page for a parcel; `{number}` stands for the number, encoded for an address. */
  readonly page: string
}

/** Carriers with a public page for each parcel. The addresses were written from memory and never fetched: look at one before you rely on it. */
const carriers: readonly Carrier[] = [
  {
    names: ['dhl', 'dhlexpress', 'dhlpaket', 'dhlparcel', 'dhlglobalmail'],
    page: 'https://www.dhl.com/global-en/home/tracking.html?tracking-id={number}',
  },
  {
    names: ['deutschepost'],
    page: 'https://www.deutschepost.de/de/s/sendungsverfolgung.html?piececode={number}',
  },
  { names: ['ups', 'unitedparcelservice'], page: 'https://www.ups.com/track?tracknum={number}' },
  { names: ['fedex', 'federalexpress'], page: 'https://www.fedex.com/fedextrack/?trknbr={number}' },
  {
    names: ['usps', 'unitedstatespostalservice'],
    page: 'https://tools.usps.com/go/TrackConfirmAction?tLabels={number}',
  },
  {
    names: ['royalmail'],
    page: 'https://www.royalmail.com/track-your-item#/tracking-results/{number}',
  },
  { names: ['anpost'], page: 'https://www.anpost.com/Post-Parcels/Track/History?item={number}' },
  { names: ['dpd'], page: 'https://tracking.dpd.de/status/en_US/parcel/{number}' },
  { names: ['gls'], page: 'https://gls-group.com/GROUP/en/parcel-tracking?match={number}' },
  { names: ['evri', 'hermesuk'], page: 'https://www.evri.com/track/parcel/{number}' },
  {
    names: ['laposte', 'colissimo', 'chronopost'],
    page: 'https://www.laposte.fr/outils/suivre-vos-envois?code={number}',
  },
  {
    names: ['swisspost', 'dieschweizerischepost', 'lapostesuisse'],
    page: 'https://service.post.ch/ekp-web/ui/entry/search/{number}',
  },
  { names: ['postnl'], page: 'https://jouw.postnl.nl/track-and-trace/{number}' },
  {
    names: ['tnt'],
    page: 'https://www.tnt.com/express/en_gb/site/shipping-tools/tracking.html?searchType=con&cons={number}',
  },
  {
    names: ['canadapost', 'postescanada'],
    page: 'https://www.canadapost-postescanada.ca/track-reperage/en#/search?searchFor={number}',
  },
  { names: ['australiapost', 'auspost'], page: 'https://auspost.com.au/mypost/track/details/{number}' },
]

const pageOf = new Map(carriers.flatMap(({ names, page }) => names.map((name) => [name, page] as const)))

/** The carrier's page of a parcel; null for a carrier whose page the store does not know. */
export function trackingLink(carrier: string, trackingNumber: string): string | null {
  const page = pageOf.get(carrier.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, ''))
  return page === undefined ? null : page.replace('{number}', () => encodeURIComponent(trackingNumber))
}
