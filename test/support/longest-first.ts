import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { projectRoot } from '../../src/platform/project-root.ts'

/** Files of more than a minute. One that began last would run alone, with the other workers idle. */
const longest = [
  'stories/kill/kill',
  'platform/process',
  'stories/operator-commands',
  'stories/checkout-in-a-browser',
  'stories/pages-in-a-browser',
  'stories/company-in-a-browser',
  'stories/sales-in-a-browser',
  'stories/demo',
  'platform/start-failures',
  'api/wrong-input/every-route',
  'api/access/another-account',
  'api/entitlements/rights/dry-run-figures',
].map((path) => `test/${path}.test.ts`)

for (const path of longest)
  if (!existsSync(join(projectRoot, path))) throw new Error(`${path} is no test file: mend the list of the longest`)

/** Begins with the longest files. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ moduleId }: TestSpecification) => {
      const place = longest.findIndex((path) => moduleId.endsWith(`/${path}`))
      return place < 0 ? longest.length : place
    }
    return (await super.sort(files)).toSorted((a, b) => placeOf(a) - placeOf(b))
  }
}
