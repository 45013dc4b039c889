import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/every-page.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    // The files of a worker share its process and the modules it has loaded, which keep no state: what a file changes is
    // its own database, folder and servers. Measured on twelve files of the API: two thirds of the processor time.
    isolate: false,
    sequence: { shuffle: false, sequencer: LongestFirst },
  },
})
