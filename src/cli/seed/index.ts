export { seedDebian } from './debian.ts'
export { seedBox } from './seed-box.ts'
export { seedPaintworks } from './seed-paintworks.ts'
