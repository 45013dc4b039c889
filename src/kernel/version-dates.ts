const months = Array.from({ length: 12 }, (_, month) =>
  new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month)).toLowerCase(),
)

/** 1 to 12 for `jan`, `sept` or `march`; 0 for any other word. */
function monthOf(word: string): number {
  return word.length < 3 ? 0 : 1 + months.findIndex((name) => name.startsWith(word))
}

/** A day as year, month and day, whether it is written 20240501, 2024-05-01, 2024-May-01 or 2024.5.1. */
export function dated(text: string): string {
  return text
    .replace(/^((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?!\d)/, '$1.$2.$3')
    .replace(/^((?:19|20)\d\d)[-/. ](\d\d?)[-/](\d\d?)(?!\d)/, '$1.$2.$3')
    .replace(/^((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d.])/, '$1.$2')
    .replace(/^((?:19|20)\d\d)[-/. ]?(\p{L}{3,9})(?!\p{L})[-. ]?/u, (whole, year: string, word: string) => {
      const month = monthOf(word)
      return month === 0 ? whole : `${year}.${month}.`
    })
}

const year = '((?:19|20)\\d\\d)(?!\\d)'
const day = '(\\d\\d?)(?:st|nd|rd|th)?'
/** What may name the product before it. */
const start = '^(\\D*?)(?<![\\p{L}\\d.])'
const forms = {
  // 31.12.2023: two digits each, because 1.2.2023 may be a version.
  dotted: new RegExp(`${start}(0[1-9]|[12]\\d|3[01])\\.(0[1-9]|1[0-2])\\.${year}(?!\\.)`, 'u'),
  slashed: new RegExp(`${start}(\\d\\d?)/(\\d\\d?)/${year}`, 'u'),
  month: new RegExp(`${start}(0?[1-9]|1[0-2])/${year}`, 'u'),
  named: new RegExp(`${start}(?:${day}[-. /]*)?(\\p{L}{3,9})[-. /]*(?:${day},?[-. /]+)?${year}`, 'u'),
  part: new RegExp(`${start}(q|h|w|wk|week|cw|kw)[-. ]?(\\d\\d?)[-. /]*(?:fy)?${year}`, 'u'),
  partAfter: new RegExp(`${start}(\\d)([qh])[-. /]*(?:fy)?${year}`, 'u'),
}

/**
 * A date with its year first, where it is written the other way round: 31.12.2023, 12/31/2023, 12/2023, Jan 2024, 31 Dec
 * 2023, Q4 2023. With slashes the month is first, as in America, unless only the second number can be one.
 */
export function withYearFirst(text: string): string {
  return text
    .replace(forms.dotted, '$1$4.$3.$2')
    .replace(forms.slashed, (whole, before: string, a: string, b: string, y: string) => {
      const [month, dayOfMonth] = Number(a) > 12 ? [b, a] : [a, b]
      return isDay(month, dayOfMonth) ? `${before}${y}.${month}.${dayOfMonth}` : whole
    })
    .replace(forms.month, '$1$3.$2')
    .replace(forms.named, (whole, before: string, first = '', word = '', second = '', y = '') => {
      const month = monthOf(word)
      const dayOfMonth = first || second
      return month === 0 ? whole : `${before}${y}.${month}${dayOfMonth === '' ? '' : `.${dayOfMonth}`}`
    })
    .replace(forms.part, '$1$4 $2$3')
    .replace(forms.partAfter, '$1$4 $3$2')
}

function isDay(month: string, dayOfMonth: string): boolean {
  return Number(month) >= 1 && Number(month) <= 12 && Number(dayOfMonth) >= 1 && Number(dayOfMonth) <= 31
}
