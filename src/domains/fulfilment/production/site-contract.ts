import { z } from 'zod'

/**
 * The contract between the store and a production site, the one file that both sides share. All calls carry
 * `Authorization: Bearer <site token>`; all bodies are JSON. A site sees the jobs of its own site and nothing else.
 *
 * | call | does |
 * | --- | --- |
 * | `POST /api/site/check-in` siteCheckInSchema -> siteProfileSchema | says what the site can do; sent at start and every minute |
 * | `GET /api/site/jobs` -> siteJobsSchema | jobs of this site that are not finished |
 * | `POST /api/site/jobs/:jobId/reports` siteReportSchema -> siteReportReceiptSchema | one step done or failed; the same report id twice is one report |
 * | `GET /api/site/files/:sha256` (Range) | the bytes of a file of one of this site's jobs |
 * | `PUT /api/site/inventory` siteInventorySchema -> 204 | which files the site holds, verified |
 */
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const md5 = z.string().regex(/^[0-9a-f]{32}$/)

export const mediumSchema = z.enum(['CD', 'DVD', 'DVD-DL', 'BD'])

export const manifestFileSchema = z
  .object({
    /** Relative path on the disc with `/`; never absolute, never with `..`. */
    path: z.string().min(1).max(200),
    sizeBytes: z.number().int().nonnegative(),
    /** As the platform gave it; null when the platform has none for this file. */
    md5: md5.nullable(),
    /** Computed by the store when it took the file in. */
    sha256,
  })
  .meta({ id: 'ManifestFile' })

export const manifestDiscSchema = z
  .object({
    number: z.number().int().positive(),
    /** ISO 9660 volume id, `[A-Z0-9_]{1,32}`. */
    volumeId: z.string().regex(/^[A-Z0-9_]{1,32}$/),
    medium: mediumSchema,
    files: z.array(manifestFileSchema).min(1),
  })
  .meta({ id: 'ManifestDisc' })

export const labelTextSchema = z
  .object({
    brand: z.object({
      name: z.string(),
      colour: z.string().regex(/^#[0-9a-f]{6}$/i),
      licenceNotice: z.string(),
    }),
    title: z.string(),
    version: z.string(),
    orderNumber: z.string(),
    partNumber: z.string(),
  })
  .meta({ id: 'LabelText' })

/** Frozen when the job is released: names, versions and hashes never change afterwards. */
export const manifestSchema = z
  .object({
    formatVersion: z.literal(1),
    reference: z.string(),
    orderNumber: z.string(),
    lineNumber: z.number().int().positive(),
    kitPartNumber: z.string(),
    kitVersion: z.string(),
    /** Seconds since 1970; the date of every file in the image, so that the same manifest gives the same bytes. */
    imageEpoch: z.number().int().positive(),
    label: labelTextSchema,
    discs: z.array(manifestDiscSchema).min(1),
  })
  .meta({ id: 'Manifest' })
export type Manifest = z.infer<typeof manifestSchema>

export const siteJobSchema = z
  .object({
    jobId: z.string(),
    /** `[A-Z0-9_-]{1,28}`, never used twice, also over retries; with `-D<n>` for disc n it names the device's job. */
    reference: z.string().regex(/^[A-Z0-9_-]{1,28}$/),
    state: z.enum(['released', 'staged', 'imaged', 'submitted', 'running']),
    copies: z.number().int().positive(),
    manifest: manifestSchema,
    cancelRequested: z.boolean(),
  })
  .meta({ id: 'SiteJob' })
export type SiteJob = z.infer<typeof siteJobSchema>
export const siteJobsSchema = z.object({ jobs: z.array(siteJobSchema) }).meta({ id: 'SiteJobs' })

export const siteCheckInSchema = z
  .strictObject({
    agentVersion: z.string().max(40),
    device: z.enum(['ptburn', 'epson', 'rimage', 'vendor-package', 'none']),
    /** False when the site can stage files but not build an image (no xorriso). */
    buildsImages: z.boolean(),
    freeBytes: z.number().int().nonnegative().nullable(),
    /** Null when the device's own heartbeat has not been seen. */
    deviceSeenAt: z.iso.datetime().nullable(),
    deviceMessage: z.string().max(500),
  })
  .meta({ id: 'SiteCheckIn' })
export const siteProfileSchema = z
  .object({ siteId: z.string(), name: z.string(), pollSeconds: z.number().positive() })
  .meta({ id: 'SiteProfile' })

export const discResultSchema = z
  .object({
    discNumber: z.number().int().positive(),
    copy: z.number().int().positive(),
    outcome: z.enum(['made', 'failed']),
    reason: z.string().max(500),
    serial: z.string().max(64),
  })
  .meta({ id: 'DiscResult' })

const reportOf = <Step extends string>(step: Step) =>
  z.strictObject({
    /** Derived from job, step and content by the site, so that a repeated report has the same id. */
    reportId: z.string().min(1).max(80),
    at: z.iso.datetime(),
    step: z.literal(step),
    message: z.string().max(1000),
  })

export const siteReportSchema = z
  .discriminatedUnion('step', [
    reportOf('staged').extend({ fetchedFiles: z.number().int(), fetchedBytes: z.number().int() }),
    reportOf('imaged').extend({
      images: z.array(
        z.object({ discNumber: z.number().int(), sha256, sizeBytes: z.number().int(), builtBy: z.string() }),
      ),
    }),
    reportOf('submitted').extend({
      /** The command files, byte for byte, for the job page. */
      commandFiles: z.array(z.object({ name: z.string(), content: z.string().max(20_000) })),
      /** The label of the first disc as a PNG of at most 200 KB, base64. */
      labelPreviewPng: z.string().max(400_000).nullable(),
    }),
    reportOf('running').extend({ percent: z.number().min(0).max(100).nullable() }),
    reportOf('finished').extend({ discs: z.array(discResultSchema).min(1) }),
    reportOf('failed').extend({
      cause: z.enum([
        'checksum-mismatch',
        'file-missing',
        'no-space',
        'image-failed',
        'device-refused',
        'device-failed',
        'device-silent',
      ]),
      discs: z.array(discResultSchema),
    }),
  ])
  .meta({ id: 'SiteReport' })
export type SiteReport = z.infer<typeof siteReportSchema>
export const siteReportReceiptSchema = z
  .object({ jobState: z.string(), repeated: z.boolean() })
  .meta({ id: 'SiteReportReceipt' })

export const siteInventorySchema = z
  .strictObject({
    files: z.array(z.strictObject({ sha256, sizeBytes: z.number().int().nonnegative() })).max(100_000),
  })
  .meta({ id: 'SiteInventory' })
