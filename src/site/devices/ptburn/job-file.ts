import type { DeviceOrder } from '../device.ts'

export interface JobFileNames {
  readonly clientId: string
  /** As the device spells it. */
  readonly label: string
  /** The image file, or the folder of a `Data` job; as the device spells it. */
  readonly content: string
}

/**
 * The text of a `.JRQ` file. It depends on nothing but its arguments: same job, same bytes.
 * @see PTBurn SDK 3.24, job request file
 */
export function jobFile(order: DeviceOrder, names: JobFileNames): string {
  const lines: [key: string, value: string | number][] = [
    ['JobID', order.stem],
    ['ClientID', names.clientId],
    // 0 goes first and 400 last; 100 leaves room on both sides for an operator.
    ['Importance', 100],
    ...contentLines(order, names.content),
    ['Copies', order.copies],
    ['BurnSpeed', 0],
    ['VerifyDisc', 'YES'],
    ['CloseDisc', 'YES'],
    ['RejectIfNotBlank', 'YES'],
    ['PrintLabel', names.label],
    ['PrintQuality', 3],
    // Tenths of a millimetre: the label leaves 46 mm inside and 2 mm at the rim free.
    ['PrintInnerDiam', 460],
    ['PrintOuterMargin', 20],
    // The device would delete the whole first-level folder; the site tidies up itself.
    ['DeleteFiles', 'NO'],
  ]
  return lines.map(([key, value]) => `${key}=${oneLine(value)}\r\n`).join('')
}

function contentLines(order: DeviceOrder, content: string): [string, string][] {
  if ('image' in order.content)
    return [
      ['ImageFile', content],
      ['ImageType', 'MODE_1_2048'],
    ]
  return [
    ['Data', content],
    // The Joliet default would cut long names.
    ['DataImageType', 'UDF'],
    ['VolumeName', order.volumeId],
    ['DiscType', order.medium === 'CD' ? 'CDR' : 'DVDR'],
  ]
}

function oneLine(value: string | number): string {
  const text = String(value)
  if (/[\r\n]/.test(text)) throw new Error(`${JSON.stringify(text)} would break the job file`)
  return text
}
