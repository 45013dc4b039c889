export { createSiteAgent, type SiteAgent, type SiteAgentOptions } from './agent.ts'
