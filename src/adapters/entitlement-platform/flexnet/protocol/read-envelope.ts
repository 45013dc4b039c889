import { SaxesParser } from 'saxes'

/** What a SOAP body held: the local name of its one element and the content as plain objects, arrays and texts. */
export interface Answer {
  readonly name: string
  readonly content: unknown
}

type Content = string | Children
interface Children {
  [name: string]: Content | Content[]
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
  // Of each open element, from the root on: its children so far, and whether it is `xsi:nil`: as if it were not there.
  const children: (Children | null)[] = [null]
  const absent: boolean[] = [false]
  let depth = 0
  // Since the last tag: what counts is the text of elements that have no children.
  let text = ''
  let isNil = false
  let broken = false
  const refuse = () => {
    broken = true
  }
  parser.on('error', refuse)
  // Forbidden in SOAP messages (SOAP 1.1, section 3), and how entity bombs come in.
  parser.on('doctype', refuse)
  parser.on('attribute', ({ name, value }) => {
    if (name === 'nil' || name.endsWith(':nil')) isNil = value === 'true' || value === '1'
  })
  parser.on('opentag', () => {
    depth += 1
    children[depth] = null
    absent[depth] = isNil
    isNil = false
    text = ''
  })
  const addText = (more: string) => {
    text += more
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', ({ name }) => {
    const content = children[depth] ?? text.trim()
    text = ''
    depth -= 1
    if (absent[depth + 1] === true) return
    const parent = children[depth] ?? {}
    children[depth] = parent
    addChild(parent, name.slice(name.indexOf(':') + 1), content)
  })
  const guarded = (work: () => void) => {
    if (!broken) work()
  }
  return {
    write: (piece) => guarded(() => parser.write(piece)),
    end: () => {
      guarded(() => parser.close())
      return broken ? null : answerIn(children[0])
    },
  }
}

function addChild(parent: Children, name: string, content: Content): void {
  // No element of the platform is called so, and as a property it would be more than one.
  if (name === '__proto__') return
  const before = parent[name]
  if (before === undefined) parent[name] = content
  else if (Array.isArray(before)) before.push(content)
  else parent[name] = [before, content]
}

function answerIn(root: unknown): Answer | null {
  const body = child(child(root, 'Envelope'), 'Body')
  if (typeof body !== 'object' || body === null) return null
  const [first] = Object.entries(body)
  return first ? { name: first[0], content: first[1] } : null
}

function child(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}
