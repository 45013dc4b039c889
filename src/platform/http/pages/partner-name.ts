const names: Readonly<Record<string, string>> = {
  flexnet: 'The entitlement platform',
  'entitlement platform': 'The entitlement platform',
  'file-feed': 'The entitlement platform',
  stripe: 'The card processor',
  portal: 'The download portal',
  'openid provider': 'The sign-on service',
  smtp: 'The mail server',
  'media-store': 'The store of media files',
  downloads: 'The download service',
}

/** A partner in a sentence that buyers read; the adapters' own names are for the log. */
export function partnerName(partner: string): string {
  return names[partner] ?? 'A partner system'
}
