export const columnKeys = [
  'reference',
  'created',
  'unique',
  'size',
  'use',
  'status',
  'lastUsed',
  'id',
  'digest',
  'platform',
] as const
export type ColumnKey = (typeof columnKeys)[number]

export const defaultColumns: readonly ColumnKey[] = [
  'reference',
  'created',
  'unique',
  'size',
  'use',
  'status',
]

/** The settings' list made sound: the reference is always there, unknown names are dropped, the order is fixed. */
export function chosenColumns(saved: readonly string[] | undefined): readonly ColumnKey[] {
  const wanted = new Set<string>(saved ?? defaultColumns)
  wanted.add('reference')
  return columnKeys.filter((key) => wanted.has(key))
}

export function withColumn(
  shown: readonly ColumnKey[],
  key: ColumnKey,
  visible: boolean,
): readonly ColumnKey[] {
  return columnKeys.filter((candidate) => (candidate === key ? visible : shown.includes(candidate)))
}
