export { type SeededIndex, seedDebian } from './debian.ts'
export { seedBox } from './seed-box.ts'
export { type Seeded, seedPaintworks } from './seed-paintworks.ts'
