import type { FastifyInstance } from 'fastify'
import type { Db } from '../../../platform/db/db.ts'
import { sendPage } from '../../../platform/http/pages/views.ts'
import { missedTitles } from './title-store.ts'

const titlesShown = 200

/** Titles that somebody clicked in the portal and that have no kit yet, for who maps titles. */
export function registerTitleMissPages(app: FastifyInstance, { db }: { readonly db: Db }): void {
  app.get('/admin/title-misses', { config: { access: 'staff' }, schema: { hide: true } }, async (request, reply) =>
    sendPage(request, reply, 'shop/catalog/title-misses', {
      title: 'Titles without a kit',
      section: 'misses',
      wide: true,
      missed: await missedTitles(db, titlesShown),
    }),
  )
}
