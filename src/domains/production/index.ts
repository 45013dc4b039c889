export { siteOfToken } from './authenticate-site.ts'
export { cancelJobsOfOrder, cancelMediaJob } from './cancel-media-job.ts'
export { createMediaJob, type NewMediaJob } from './create-media-job.ts'
export {
  type BrandDefinition,
  defineBrand,
  defineKit,
  defineSite,
  type KitDefinition,
  type SiteDefinition,
} from './define-site.ts'
export { type MediaJobChanged, mediaJobChanged } from './events.ts'
export { productionHandlers } from './handlers.ts'
export { type JobProgress, jobProgressSchema, jobsOfOrder } from './jobs-of-order.ts'
export type { MediaStore, StoredFile } from './port.ts'
export type { PrepareDeps } from './prepare-media-job.ts'
export { rerouteMediaJob } from './reroute-media-job.ts'
export { retryMediaJob } from './retry-media-job.ts'
export { type SilenceLimits, watchSilentJobs } from './watch-silent-jobs.ts'
