export { DropZone } from './DropZone'
