export { ImagesPage } from './ImagesPage'
