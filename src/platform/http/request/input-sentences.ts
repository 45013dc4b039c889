import { z } from 'zod'

type Issue = Parameters<NonNullable<NonNullable<Parameters<typeof z.config>[0]>['customError']>>[0]

const wanted: Readonly<Record<string, string>> = {
  string: 'Give a text',
  number: 'Give a number',
  int: 'Give a whole number',
  boolean: 'Give true or false',
  array: 'Give a list',
  object: 'Give an object',
}

/** What is wrong with a value, in words for whoever typed it; undefined leaves it to the words of zod. */
export function inputSentence(issue: Issue): string | undefined {
  if (issue.code !== 'invalid_type' && issue.code !== 'invalid_value') return undefined
  if (issue.input === undefined || issue.input === '') return 'This is missing'
  if (issue.code === 'invalid_type') return wanted[String(issue.expected)]
  const values = issue.values as readonly unknown[]
  return values.length <= 12
    ? `Give ${values
        .map(String)
        .join(', ')
        .replace(/, ([^,]*)$/, ' or $1')}`
    : undefined
}

/** Once in a process: zod's own words name types of a program ("expected string, received undefined"). */
export function speakPlainly(): void {
  z.config({ customError: inputSentence })
}
