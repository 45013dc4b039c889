/**
 * Waits for an answer, and no longer than so. What comes later is for nobody, and its failure is no unhandled one.
 * @throws the error of `late`, made when the time is up; a `TimeoutError` unless told
 */
export async function within<Answer>(
  ms: number,
  answer: Promise<Answer>,
  late: () => Error = () => new DOMException(`no answer within ${ms} ms`, 'TimeoutError'),
): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const timeUp = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), ms)
  })
  return Promise.race([answer, timeUp]).finally(() => clearTimeout(timer))
}
