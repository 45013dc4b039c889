const meanings: Readonly<Record<number, string>> = {
  1: 'internal error of the recording engine',
  2: 'internal error of the job processor',
  3: 'internal error of the robotics',
  4: 'the files to burn are invalid',
  5: 'too many files',
  6: 'nothing to burn was given',
  7: 'the print file is invalid',
  8: 'the job request file is invalid',
  9: 'the status file is corrupt',
  10: 'invalid medium',
  11: 'not enough space on the medium',
  12: 'the medium is not blank',
  13: 'the drive did not open or close',
  14: 'the drive was not ready in time',
  15: 'the drive does not belong to the robot',
  16: 'aborted by the user',
  17: 'invalid DVD structure',
  18: 'recording error',
  19: 'verify error',
  20: 'reject limit exceeded',
  21: 'invalid session of a multisession disc',
  22: 'this client is not authorised for the server',
}

// The job as submitted is at fault or was called off; making it again as it is would end the same way.
const refusals: ReadonlySet<number> = new Set([4, 5, 6, 7, 8, 16, 17, 21, 22])

/** @see PTBurn SDK 3.24, JobErrorNumber and DiscErrorNumber */
export function describeError(number: number, deviceText: string): string {
  const text = meanings[number] ?? (deviceText === '' ? 'unknown error' : deviceText)
  return `${text} (error ${number})`
}

export function isRefusal(number: number): boolean {
  return refusals.has(number)
}
