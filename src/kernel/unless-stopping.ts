/**
 * Waits for an answer, but not when the process stops: nobody needs it then.
 * @throws the reason of the signal
 */
export async function unlessStopping<Answer>(
  stopping: AbortSignal | undefined,
  answer: Promise<Answer>,
): Promise<Answer> {
  if (!stopping) return answer
  stopping.throwIfAborted()
  // Listening ends with each answer: a promise of the stopping, raced with every page, would hold them all.
  return new Promise<Answer>((resolve, reject) => {
    const stop = () => reject(stopping.reason)
    stopping.addEventListener('abort', stop, { once: true })
    answer.then(resolve, reject).finally(() => stopping.removeEventListener('abort', stop))
  })
}
