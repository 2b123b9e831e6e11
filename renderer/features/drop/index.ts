export { DropZone } from './DropZone'
export { useBuildCommands } from './useBuildCommands'
export { useChooseSource } from './useChooseSource'
