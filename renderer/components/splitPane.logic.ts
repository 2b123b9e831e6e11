/** Width of the side that leaves the main part its least width, and never less than its own least. */
export function clampSide(wanted: number, whole: number, minSide: number, minMain: number): number {
  const most = Math.max(minSide, whole - minMain)
  return Math.round(Math.min(most, Math.max(minSide, wanted)))
}
