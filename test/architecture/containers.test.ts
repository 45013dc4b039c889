import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { projectRoot } from '../../src/platform/project-root.ts'
import { settingNames } from './setting-names.ts'

// Docker itself is not needed here: both files are read, and each variable, script and path that they name must be there.

const read = (name: string) => readFileSync(join(projectRoot, name), 'utf8')
const isThere = (path: string) => existsSync(join(projectRoot, path))
const settings = settingNames()
const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')))

/** What the image of PostgreSQL reads. */
const ofPostgres = ['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB']

describe('the Dockerfile', () => {
  const text = read('Dockerfile')
  const stages = stagesOf(text)
  const last = stages.at(-1)

  it('has no mistake, and one that is planted in each kind of line is seen', () => {
    expect(mistakesOfDockerfile(text)).toEqual([])
    const planted = [
      ['COPY views views', 'COPY pictures pictures', 'pictures is not in the project'],
      ['COPY src src', 'COPY test test', 'test is left out by .dockerignore'],
      ['DATA_DIR=/data', 'DATA_FOLDER=/data', 'DATA_FOLDER is no setting'],
      ['npm run build', 'npm run compile', 'package.json has no script compile'],
      ['process.env.PORT', 'process.env.STORE_PORT', 'STORE_PORT is no setting'],
      ['COPY --from=build /store/dist dist', 'COPY --from=builder /store/dist dist', 'no stage builder'],
      ['/healthz', '/health', '/health is no address of the store'],
      ['"dist/src/main.js"', '"dist/main.js"', 'dist/main.js is built from nothing'],
    ] as const
    for (const [from, to, mistake] of planted) {
      expect(text).toContain(from)
      expect(mistakesOfDockerfile(text.replace(from, to)), to).toContain(mistake)
    }
  })

  it('builds in one stage and runs in another, which has no compiler and no tests', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', null])
    const copied = last?.lines.filter(({ word }) => word === 'COPY').flatMap(({ rest }) => sourcesOf(rest))
    expect(copied).toEqual(expect.arrayContaining(['views', 'drizzle', '/store/node_modules', '/store/dist']))
    expect(copied).not.toEqual(expect.arrayContaining(['src']))
    expect(text).toContain('npm prune --omit=dev')
  })

  it('runs as a user without rights, looks after its health, and starts as npm start does', () => {
    const of = (word: string) => last?.lines.filter((line) => line.word === word).map(({ rest }) => rest) ?? []
    expect(of('USER')).toEqual(['node'])
    expect(of('HEALTHCHECK')).toHaveLength(1)
    expect(of('CMD').map((rest) => z.array(z.string()).parse(JSON.parse(rest)).join(' '))).toEqual([scripts['start']])
  })

  it('takes an image of Node that the package allows', () => {
    const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json')))
    const least = Number(/\d+/.exec(engines.node)?.[0])
    const images = [...text.matchAll(/^FROM node:(\d+)/gm)].map(([, major]) => Number(major))
    expect(images).toHaveLength(2)
    for (const major of images) expect(major).toBeGreaterThan(least)
  })
})

const serviceSchema = z.object({
  build: z.string().optional(),
  image: z.string(),
  profiles: z.array(z.string()).optional(),
  environment: z.record(z.string(), z.string()).default({}),
  env_file: z.array(z.object({ path: z.string(), required: z.boolean() })).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  healthcheck: z.object({ test: z.array(z.string()) }).optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
})
const composeSchema = z.object({
  services: z.record(z.string(), serviceSchema),
  volumes: z.record(z.string(), z.null()),
})

describe('compose.yaml', () => {
  const text = read('compose.yaml')

  it('has no mistake, and one that is planted in each kind of line is seen', () => {
    expect(mistakesOfCompose(text)).toEqual([])
    const planted = [
      ['      ROLE: worker', '      ROLES: worker', 'worker: ROLES is no setting'],
      ['      ROLE: worker', '      ROLE: clerk', 'worker: ROLE may not be clerk'],
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is Compose that fills it in.
      ['${POSTGRES_PASSWORD:-}@', '${DATABASE_PASSWORD:-}@', 'DATABASE_PASSWORD is no setting'],
      ['  build: .', '  build: ./docker', 'web: ./docker has no Dockerfile'],
      ['    database:\n      condition', '    postgres:\n      condition', 'web: no service postgres'],
      ["'8080:8080'", "'8080:8090'", 'web: nothing listens at 8090'],
      ['    - media:/data', '    - discs:/data', 'web: no volume discs'],
      ['    - media:/data', '    - media:/var/data', 'web: /var/data is not where the image keeps its data'],
      ['required: false', 'required: true', 'web: store.env is not in the project'],
      ['POSTGRES_DB: store', 'POSTGRES_NAME: store', 'database: POSTGRES_NAME is no variable of its image'],
    ] as const
    for (const [from, to, mistake] of planted) {
      expect(text).toContain(from)
      expect(mistakesOfCompose(text.replace(from, to)), to).toContain(mistake)
    }
  })

  it('holds the web, the worker, their database, and the box for whoever asks for it', () => {
    const { services } = composeSchema.parse(parse(text, { merge: true }))
    const facts = Object.entries(services).map(([name, { environment, profiles }]) => ({
      name,
      role: environment['ROLE'] ?? null,
      profiles: profiles ?? [],
    }))
    expect(facts).toEqual([
      { name: 'web', role: 'web', profiles: [] },
      { name: 'worker', role: 'worker', profiles: [] },
      { name: 'database', role: null, profiles: [] },
      { name: 'box', role: null, profiles: ['box'] },
    ])
    for (const name of ['web', 'worker'])
      expect(services[name]?.depends_on).toEqual({ database: { condition: 'service_healthy' } })
    expect(services['database']?.healthcheck?.test).toContain('pg_isready')
  })
})

interface Stage {
  readonly name: string | null
  readonly lines: readonly { readonly word: string; readonly rest: string }[]
}

function stagesOf(text: string): readonly Stage[] {
  const whole = text.replace(/^#.*\n/gm, '').replace(/\\\n\s*/g, '')
  const lines = whole.split('\n').flatMap((line) => {
    const [, word, rest] = /^([A-Z]+) (.*)$/.exec(line) ?? []
    return word === undefined || rest === undefined ? [] : [{ word, rest }]
  })
  const starts = lines.flatMap(({ word }, at) => (word === 'FROM' ? [at] : []))
  return starts.map((start, at) => {
    const own = lines.slice(start, starts[at + 1])
    return { name: / AS (\S+)$/.exec(own[0]?.rest ?? '')?.[1] ?? null, lines: own }
  })
}

const sourcesOf = (rest: string) =>
  rest
    .split(' ')
    .filter((word) => !word.startsWith('--'))
    .slice(0, -1)

function mistakesOfDockerfile(text: string): string[] {
  const ignored = read('.dockerignore').split('\n')
  const stages = stagesOf(text)
  return stages.flatMap(({ lines }, at) =>
    lines.flatMap(({ word, rest }) => {
      if (word === 'ENV') return rest.split(/\s+/).flatMap((pair) => unknownSettings([pair.split('=')[0] ?? '']))
      if (word === 'RUN')
        return [...rest.matchAll(/npm run (\S+)/g)].flatMap(([, name = '']) =>
          name in scripts ? [] : [`package.json has no script ${name}`],
        )
      if (word === 'CMD') return unbuilt(rest)
      if (word === 'HEALTHCHECK')
        return [
          ...unknownSettings([...rest.matchAll(/process\.env\.(\w+)/g)].map(([, name = '']) => name)),
          ...[...rest.matchAll(/\}(\/\w+)`/g)].flatMap(([, path = '']) =>
            read('src/platform/http/operations/health.ts').includes(`'${path}'`)
              ? []
              : [`${path} is no address of the store`],
          ),
        ]
      if (word !== 'COPY') return []
      const [, from] = /--from=(\S+)/.exec(rest) ?? []
      if (from !== undefined) return stages.slice(0, at).some(({ name }) => name === from) ? [] : [`no stage ${from}`]
      return sourcesOf(rest).flatMap((path) => [
        ...(isThere(path) ? [] : [`${path} is not in the project`]),
        ...(ignored.includes(path) ? [`${path} is left out by .dockerignore`] : []),
      ])
    }),
  )
}

function unknownSettings(names: readonly string[]): string[] {
  return names.filter((name) => !settings.has(name)).map((name) => `${name} is no setting`)
}

/** Programs that the build makes of no source. */
function unbuilt(command: string): string[] {
  const programs = [...command.matchAll(/"(dist\/[\w/.-]+)\.js"/g)].map(([, path = '']) => path)
  return programs
    .filter((path) => !isThere(`${path.replace(/^dist\//, '')}.ts`))
    .map((path) => `${path}.js is built from nothing`)
}

function mistakesOfCompose(text: string): string[] {
  const { services, volumes } = composeSchema.parse(parse(text, { merge: true }))
  const filledIn = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
  return [
    ...unknownSettings(filledIn.filter((name) => !ofPostgres.includes(name))),
    ...Object.entries(services).flatMap(([name, service]) =>
      [...(service.build === undefined ? mistakesOfDatabase(service) : mistakesOfStore(service, service.build))]
        .concat(Object.keys(service.depends_on).flatMap((other) => (other in services ? [] : [`no service ${other}`])))
        .concat(
          service.volumes.flatMap((volume) => {
            const [source = ''] = volume.split(':')
            return source in volumes ? [] : [`no volume ${source}`]
          }),
        )
        .map((mistake) => `${name}: ${mistake}`),
    ),
  ]
}

type Service = z.infer<typeof serviceSchema>

function mistakesOfDatabase({ environment }: Service): string[] {
  return Object.keys(environment)
    .filter((name) => !ofPostgres.includes(name))
    .map((name) => `${name} is no variable of its image`)
}

/** The ports at which the store and its box listen unless they are told otherwise, and the data of the image. */
const listening = [...read('src/config.ts').matchAll(/^ {2}(?:BOX_\w+_)?PORT: .*default\((\d+)\)/gm)].map(
  ([, port = '']) => port,
)
const roles: readonly string[] = /ROLE: z\.enum\(\[(.*?)\]/.exec(read('src/config.ts'))?.[1]?.match(/\w+/g) ?? []
const dataFolder = /DATA_DIR=(\S+)/.exec(read('Dockerfile'))?.[1]

function mistakesOfStore({ environment, env_file: files, ports, volumes }: Service, build: string): string[] {
  const role = environment['ROLE']
  return [
    ...(isThere(join(build, 'Dockerfile')) ? [] : [`${build} has no Dockerfile`]),
    ...unknownSettings(Object.keys(environment)),
    ...(role === undefined || roles.includes(role) ? [] : [`ROLE may not be ${role}`]),
    ...files.flatMap(({ path, required }) => (!required || isThere(path) ? [] : [`${path} is not in the project`])),
    ...ports.flatMap((port) => {
      const inside = port.split(':').at(-1) ?? ''
      return listening.includes(inside) ? [] : [`nothing listens at ${inside}`]
    }),
    ...volumes.flatMap((volume) => {
      const [, target = ''] = volume.split(':')
      return target === dataFolder ? [] : [`${target} is not where the image keeps its data`]
    }),
  ]
}
