export { createSiteAgent, type SiteAgent, type SiteAgentOptions } from './agent.ts'
export type { PtburnConfig } from './devices/ptburn/ptburn.ts'
