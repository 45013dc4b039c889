/** Which names a page needs. */
export interface NamesAsked {
  readonly accountIds: readonly string[]
  readonly userNames: readonly string[]
}

/** Those that are known. */
export interface Names {
  readonly accounts: ReadonlyMap<string, string>
  readonly people: ReadonlyMap<string, string>
}

type Kind = 'account' | 'accountName' | 'person' | 'personName'

/**
 * Names beside ids. A template asks for them where they stand; each is a mark until the page is whole, and then all of
 * them are found in one statement, however long the list is.
 */
export interface PageNames {
  readonly helpers: {
    /** HTML: the account's name with its ID, the ID alone where the name is not known; nothing without an ID. */
    readonly account: (accountId: string | null | undefined) => string
    /** Text: the account's name, else its ID. */
    readonly accountName: (accountId: string | null | undefined) => string
    /** HTML: the person's name with the sign-in name. */
    readonly person: (userName: string | null | undefined) => string
    /** Text: the person's name, else the sign-in name. */
    readonly personName: (userName: string | null | undefined) => string
  }
  /** The page with names in place of the marks. */
  fill(html: string, find: (asked: NamesAsked) => Promise<Names>): Promise<string>
}

// For private use, so in no text that the store keeps; `fill` leaves alone what it did not make.
const [open, close] = ['\u{F0000}', '\u{F0001}']

/** @param linked whether a name leads to the page that staff have for it */
export function pageNames(asText: (text: string) => string, linked = false): PageNames {
  const asked: { readonly kind: Kind; readonly id: string }[] = []
  const mark = (kind: Kind) => (id: string | null | undefined) => {
    if (id === null || id === undefined || id === '') return ''
    asked.push({ kind, id })
    return `${open}${asked.length - 1}${close}`
  }
  return {
    helpers: {
      account: mark('account'),
      accountName: mark('accountName'),
      person: mark('person'),
      personName: mark('personName'),
    },
    fill: async (html, find) => {
      if (asked.length === 0) return html
      const idsOf = (of: string) => [...new Set(asked.flatMap(({ kind, id }) => (kind.startsWith(of) ? [id] : [])))]
      const names = await find({ accountIds: idsOf('account'), userNames: idsOf('person') })
      return html.replaceAll(new RegExp(`${open}(\\d+)${close}`, 'gu'), (whole, index) => {
        const wanted = asked[Number(index)]
        return wanted === undefined ? whole : written(wanted, names, { asText, linked })
      })
    },
  }
}

function written(
  { kind, id }: { readonly kind: Kind; readonly id: string },
  names: Names,
  { asText, linked }: { readonly asText: (text: string) => string; readonly linked: boolean },
): string {
  const name = (kind.startsWith('account') ? names.accounts : names.people).get(id) ?? ''
  if (kind === 'accountName' || kind === 'personName') return asText(name || id)
  const page = `/admin/${kind === 'account' ? 'accounts' : 'members'}/${encodeURIComponent(id)}`
  const shown = linked && name !== '' ? `<a href="${page}">${asText(name)}</a>` : asText(name)
  if (kind === 'account') return `${name === '' ? '' : `${shown} `}<code>${asText(id)}</code>`
  return name === '' ? asText(id) : `${shown} <span class="small">(${asText(id)})</span>`
}
