import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { readOrNull, writeDurably } from './durable-file.ts'

/** What the site remembers of one disc number of one job, on its own disk. */
export interface DiscFolder {
  readonly tree: string
  readonly image: string
  readonly built: Memory<z.infer<typeof builtSchema>>
  /** Written before the command file can be seen by the device, never removed. */
  readonly submission: Memory<z.infer<typeof submissionSchema>>
  /** The first end state seen: the device forgets it. */
  readonly end: Memory<z.infer<typeof endSchema>>
  /** Since when the device shows no sign of the job. */
  readonly silence: Memory<z.infer<typeof silenceSchema>>
}

export interface Memory<Value> {
  read(): Promise<Value | null>
  write(value: Value): Promise<void>
  forget(): Promise<void>
}

const builtSchema = z.object({ sha256: z.string(), sizeBytes: z.number(), builtBy: z.string() })
const submissionSchema = z.object({ stem: z.string(), at: z.iso.datetime() })
const silenceSchema = z.object({ since: z.iso.datetime() })
const endSchema = z.object({
  good: z.number(),
  bad: z.number(),
  result: z.enum(['made', 'refused', 'failed', 'silent']),
  reason: z.string(),
})
export type DiscEnd = z.infer<typeof endSchema>

export async function openDiscFolder(jobFolder: string, discNumber: number): Promise<DiscFolder> {
  const folder = join(jobFolder, `D${discNumber}`)
  await mkdir(folder, { recursive: true })
  return {
    tree: join(folder, 'tree'),
    image: join(folder, 'disc.iso'),
    built: memory(join(folder, 'image.json'), builtSchema),
    submission: memory(join(folder, 'submission.json'), submissionSchema),
    end: memory(join(folder, 'end.json'), endSchema),
    silence: memory(join(folder, 'silence.json'), silenceSchema),
  }
}

/** A small JSON file, replaced as a whole. */
export function memory<Value>(file: string, schema: z.ZodType<Value>): Memory<Value> {
  return {
    async read() {
      const bytes = await readOrNull(file)
      return bytes === null ? null : schema.parse(JSON.parse(bytes.toString('utf8')))
    },
    write: (value) => writeDurably(file, JSON.stringify(value)),
    forget: () => rm(file, { force: true }),
  }
}
