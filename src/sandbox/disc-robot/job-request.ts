import { stat } from 'node:fs/promises'
import { join } from 'node:path'

export interface JobRequest {
  readonly clientId: string
  readonly copies: number
  /** Local paths. */
  readonly image: string | null
  readonly data: readonly string[]
  readonly label: string | null
}

export interface Refusal {
  readonly errorNumber: 4 | 6 | 7 | 8
  readonly text: string
}

// Keys of the PTBurn 3 SDK, in lower case.
const knownKeys = new Set(
  `jobid clientid importance data audiofile imagefile imagetype dataimagetype deletefiles closedisc copies printlabel
  volumename burnspeed verifydisc rejectifnotblank notifyclient preserveisovariations premasterdata disctype readdatato
  readdataformat createsubfolders checkfileondisc checksystemidondisc checkvolumeidondisc checkpubidondisc
  checkprepareridondisc checkappidondisc pvdsystemid pvdpublisherid pvdpreparerid pvdapplicationid loadunloadoverride
  driveid binid testrecord printquality printinnerdiam printoutermargin mergefield printreject robotname`
    .toLowerCase()
    .split(/\s+/),
)

const yesOrNo = ['verifydisc', 'closedisc', 'rejectifnotblank', 'deletefiles', 'premasterdata', 'printreject']
const ranges: Readonly<Record<string, readonly [number, number]>> = {
  importance: [0, 400],
  copies: [1, 10_000],
  burnspeed: [0, 100],
  printquality: [0, 4],
  printinnerdiam: [150, 500],
  printoutermargin: [0, 20],
}
const imageTypes = ['MODE_1_2048', 'MODE_2_2336', 'MODE_2_2352']

/** Reads and judges a job file as the service does: by its keys first, then by the files that it names. */
export async function readJobRequest(
  text: string,
  share: { readonly hotFolder: string; readonly devicePrefix: string },
): Promise<JobRequest | Refusal> {
  const keys = new Map<string, string[]>()
  for (const line of text.split(/\r?\n/).filter((candidate) => candidate.trim() !== '')) {
    const [, key, value] = /^\s*([A-Za-z]+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (key === undefined || value === undefined || !knownKeys.has(key.toLowerCase()))
      return { errorNumber: 8, text: `Invalid line: ${line.slice(0, 60)}` }
    keys.set(key.toLowerCase(), [...(keys.get(key.toLowerCase()) ?? []), value])
  }
  const wrong = wrongValue(keys)
  if (wrong !== null) return { errorNumber: 8, text: wrong }
  const images = keys.get('imagefile') ?? []
  const data = keys.get('data') ?? []
  const label = keys.get('printlabel')?.[0]
  if (images.length > 0 && data.length > 0) return { errorNumber: 8, text: 'ImageFile and Data share a session' }
  if (images.length === 0 && data.length === 0 && label === undefined)
    return { errorNumber: 6, text: 'Nothing to record' }
  const local = async (path: string) => existing(localPath(share, path))
  const found = await Promise.all([...images, ...data].map(local))
  if (found.includes(null)) return { errorNumber: 4, text: 'A file to record was not found' }
  const labelPath = label === undefined ? null : await local(label)
  if (label !== undefined && (labelPath === null || !/\.(bmp|jpg|std|prn)$/i.test(label)))
    return { errorNumber: 7, text: 'The print file is invalid' }
  const paths = found.filter((path) => path !== null)
  return {
    clientId: keys.get('clientid')?.[0] ?? 'Unknown',
    copies: Number(keys.get('copies')?.[0] ?? 1),
    image: images.length > 0 ? (paths[0] ?? null) : null,
    data: images.length > 0 ? [] : paths,
    label: labelPath,
  }
}

function wrongValue(keys: ReadonlyMap<string, readonly string[]>): string | null {
  for (const key of yesOrNo)
    for (const value of keys.get(key) ?? []) if (!/^(yes|no)$/i.test(value)) return `${key} must be YES or NO`
  for (const [key, [low, high]] of Object.entries(ranges))
    for (const value of keys.get(key) ?? [])
      if (!/^\d+$/.test(value) || Number(value) < low || Number(value) > high) return `${key} must be ${low} to ${high}`
  for (const value of keys.get('imagetype') ?? []) if (!imageTypes.includes(value)) return 'imagetype is unknown'
  for (const key of ['jobid', 'clientid', 'volumename'])
    for (const value of keys.get(key) ?? []) if (!/^[ -~]{1,32}$/.test(value)) return `${key} must be ASCII, up to 32`
  return null
}

function localPath(share: { readonly hotFolder: string; readonly devicePrefix: string }, path: string): string | null {
  const prefix = `${share.devicePrefix.toLowerCase().replace(/\\+$/, '')}\\`
  if (!path.toLowerCase().startsWith(prefix)) return null
  const parts = path.slice(prefix.length).split('\\')
  return parts.includes('..') ? null : join(share.hotFolder, ...parts)
}

async function existing(path: string | null): Promise<string | null> {
  return path !== null && (await stat(path).catch(() => null)) !== null ? path : null
}
