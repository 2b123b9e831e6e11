export { EntryKind } from '../../main/layers/layerIndex'
export { scanLayer, scanLayerFile } from '../../main/layers/scan/scanLayer'
export { unpacked } from '../../main/streams/unpacked'
