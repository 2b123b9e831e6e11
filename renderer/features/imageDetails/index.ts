export { ImageDetailsPanel } from './ImageDetailsPanel'
