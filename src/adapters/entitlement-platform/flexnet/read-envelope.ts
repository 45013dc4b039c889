import { SaxesParser, type SaxesTagPlain } from 'saxes'

/** What a SOAP body held: the local name of its one element and the content as plain objects, arrays and texts. */
export interface Answer {
  readonly name: string
  readonly content: unknown
}

type Content = string | Children
interface Children {
  [name: string]: Content | Content[]
}

interface OpenElement {
  readonly name: string
  /** `xsi:nil`: as if the element were not there. */
  readonly absent: boolean
  children: Children | null
  text: string
}

/** Takes in a SOAP envelope as it arrives, so that nothing holds its whole text. */
export interface EnvelopeReader {
  write(text: string): void
  /** Null when the text was no whole SOAP envelope. */
  end(): Answer | null
}

/**
 * Elements become the texts they hold, or objects of their children by local name, arrays where a name repeats; other
 * attributes than `xsi:nil` are dropped.
 */
export function envelopeReader(): EnvelopeReader {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const root: OpenElement = open('', false)
  const path = [root]
  let innermost = root
  let broken = false
  const refuse = () => {
    broken = true
  }
  parser.on('error', refuse)
  // Forbidden in SOAP messages (SOAP 1.1, section 3), and how entity bombs come in.
  parser.on('doctype', refuse)
  parser.on('opentag', (tag) => {
    innermost = open(tag.name.slice(tag.name.indexOf(':') + 1), isNil(tag))
    path.push(innermost)
  })
  const addText = (text: string) => {
    innermost.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = path.pop()
    innermost = path.at(-1) ?? root
    if (closed && !closed.absent) addChild(innermost, closed)
  })
  const guarded = (work: () => void) => {
    if (!broken) work()
  }
  return {
    write: (text) => guarded(() => parser.write(text)),
    end: () => {
      guarded(() => parser.close())
      return broken ? null : answerIn(root)
    },
  }
}

function open(name: string, absent: boolean): OpenElement {
  return { name, absent, children: null, text: '' }
}

function addChild(parent: OpenElement, { name, children, text }: OpenElement): void {
  const content = children ?? text.trim()
  // No element of the platform is called so, and as a property it would be more than one.
  if (name === '__proto__') return
  parent.children ??= {}
  const before = parent.children[name]
  if (before === undefined) parent.children[name] = content
  else if (Array.isArray(before)) before.push(content)
  else parent.children[name] = [before, content]
}

function isNil({ attributes }: SaxesTagPlain): boolean {
  for (const name in attributes)
    if (name === 'nil' || name.endsWith(':nil')) return attributes[name] === 'true' || attributes[name] === '1'
  return false
}

function answerIn({ children }: OpenElement): Answer | null {
  const body = child(child(children, 'Envelope'), 'Body')
  if (typeof body !== 'object' || body === null) return null
  const [first] = Object.entries(body)
  return first ? { name: first[0], content: first[1] } : null
}

function child(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
