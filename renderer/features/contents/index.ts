export { ContentsPage } from './ContentsPage'
