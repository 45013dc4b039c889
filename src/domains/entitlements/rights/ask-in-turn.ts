import { PartnerFailure } from '../../../kernel/partner-failure.ts'
import { PartnerRefusal } from '../../../kernel/partner-refusal.ts'
import type { DownloadPackage, PlatformDownloads } from './port.ts'

/** In whose name and for which account the platform is asked for files. A name of null is the store's own. */
export interface Asker {
  readonly userName: string | null
  readonly accountId: string
}

/**
 * Asks in one way after another while the platform says that it does not know the asker, the account or the thing under that
 * name; its last no is the answer. A no that is told to a member, such as of export rules, is no matter of names and stands.
 * So does an outage, which is none of the asker's doing.
 */
export async function askInTurn<Way extends Pick<Asker, 'userName'>, Answer>(
  ways: readonly Way[],
  ask: (way: Way) => Promise<Answer>,
): Promise<Answer> {
  const [first, ...others] = ways
  if (first === undefined) throw new Error('there is no way to ask')
  try {
    return await ask(first)
  } catch (error) {
    if (others.length === 0 || !isPassedOver(error, first)) throw error
    return askInTurn(others, ask)
  }
}

// What is refused to the store itself says nothing yet of a member, who may have accepted terms that the store has not.
function isPassedOver(error: unknown, { userName }: Pick<Asker, 'userName'>): boolean {
  if (!isNo(error)) return false
  return userName === null || !(error instanceof PartnerRefusal) || error.code === 'download-unknown'
}

/**
 * The packages that these lines open, asked in one name. The platform refuses a question as a whole for one line that it
 * does not know under this name, so that the lines are then asked about one by one, and that line opens nothing.
 * @throws {PartnerFailure} when it refuses every line
 */
export async function packagesOfLines(
  platform: Pick<PlatformDownloads, 'downloadPackages'>,
  userName: string | null,
  activationIds: readonly string[],
): Promise<readonly DownloadPackage[]> {
  try {
    return await platform.downloadPackages({ userName, activationIds })
  } catch (error) {
    if (activationIds.length < 2 || !isNo(error)) throw error
    const found = new Map<string, DownloadPackage>()
    let refused = 0
    for (const activationId of activationIds)
      try {
        for (const one of await platform.downloadPackages({ userName, activationIds: [activationId] }))
          found.set(one.packageId, one)
      } catch (cause) {
        if (!isNo(cause)) throw cause
        refused += 1
      }
    if (refused === activationIds.length) throw error
    return [...found.values()]
  }
}

function isNo(error: unknown): error is PartnerFailure {
  return error instanceof PartnerFailure && error.judgement === 'final'
}
