import type { FastifyInstance } from 'fastify'
import { localPathOf } from '../request/local-path.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Of a form's address: the path of the page that the form stands on, where it is not the one above. */
    formPage?: string
  }
}

/** Which addresses are pages, for whoever has to be led from another address to one. */
export interface PageRoutes {
  /** The page at the path; without one there, the page that is nearest above; null when that is only the door. */
  pageAt(path: string): string | null
  isPage(path: string): boolean
  /** Whether a form is sent there. */
  isForm(path: string): boolean
}

/** Learns the pages as they are registered; call it before any of them is. */
export function learnPageRoutes(app: FastifyInstance): PageRoutes {
  const pages: RegExp[] = []
  const forms: RegExp[] = []
  app.addHook('onRoute', ({ method, url, schema }) => {
    const methods = [method].flat()
    const isOfPages = (schema as { hide?: boolean } | undefined)?.hide === true && localPathOf(url) !== null
    if (!isOfPages) return
    if (methods.includes('GET')) pages.push(patternOf(url))
    if (methods.includes('POST')) forms.push(patternOf(url))
  })
  const isPage = (path: string) => pages.some((page) => page.test(path))
  return {
    isPage,
    isForm: (path) => forms.some((form) => form.test(path)),
    pageAt: (path) => {
      for (let at = path; at.length > 1; at = at.slice(0, at.lastIndexOf('/'))) if (isPage(at)) return at
      return null
    },
  }
}

function patternOf(url: string): RegExp {
  const parts = url
    .split('/')
    .map((part) => (part.startsWith(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')))
  return new RegExp(`^${parts.join('/')}$`)
}

/** The page of the form whose address was opened as if it were one; null for all else. */
export function pageOfFormAt(pages: PageRoutes, url: string): string | null {
  const path = url.split('?')[0] ?? ''
  return pages.isForm(path) ? pages.pageAt(path) : null
}
