import { parentPort } from 'node:worker_threads'

parentPort.postMessage([{ warning: { about: {}, text: 'the thread is there' } }])
await import('./bulk-thread-of-sources.mjs')
