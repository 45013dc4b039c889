import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { connect } from '../../src/platform/db/db.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { createLog } from '../../src/platform/log/log.ts'
import { startBoss } from '../../src/platform/queue/boss.ts'
import { startPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
    templateDatabase: string
    /** Copied by boxes that are started as they come; exists once the first of them has asked for it. */
    boxTemplateDatabase: string
    /** For what the run makes once and its workers share. */
    runFolder: string
  }
}

/** One PostgreSQL for the whole run and in it one migrated database, which every test file copies. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env['TEST_DATABASE_URL']
  const server = given === undefined ? await startPostgres() : { url: given, stop: async () => {} }
  const templateDatabase = `store_template_${process.pid}`
  const boxTemplateDatabase = `store_template_box_${process.pid}`
  const runFolder = mkdtempSync(join(tmpdir(), 'store-test-run-'))
  const admin = postgres(server.url, { max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${templateDatabase}`)
  const url = withDatabase(server.url, templateDatabase)
  await migrate({ url, pool: 1 })
  const connection = connect({ url, pool: 2 })
  const boss = await startBoss(connection.queueClient, createLog({ level: 'silent' }))
  await boss.stop({ graceful: false, wait: true })
  await connection.close()
  project.provide('postgresUrl', server.url)
  project.provide('templateDatabase', templateDatabase)
  project.provide('boxTemplateDatabase', boxTemplateDatabase)
  project.provide('runFolder', runFolder)
  return async () => {
    for (const name of [templateDatabase, boxTemplateDatabase])
      await admin.unsafe(`drop database if exists ${name} with (force)`)
    await admin.end({ timeout: 1 })
    await server.stop()
    rmSync(runFolder, { recursive: true, force: true })
  }
}

function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
