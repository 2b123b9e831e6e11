export { parseJson } from '../streams/parseJson'

/** True for a web page where data was expected, whatever its content type says. */
export function looksLikeHtml(contentType: string | undefined, bytes: Buffer): boolean {
  const start = bytes.subarray(0, 512).toString('latin1').trimStart().toLowerCase()
  if (/^(?:<!doctype html|<html|<head|<body|<script|<!--)/.test(start)) return true
  return contentType?.toLowerCase().includes('text/html') === true && start.startsWith('<')
}
