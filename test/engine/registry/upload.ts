import { digestOf, type Repository } from '../../fakes/registry/content'

/** Puts a made-up repository into a real registry (distribution-spec, "Pushing Blobs" and "Pushing Manifests"). */
export async function upload(host: string, name: string, repository: Repository): Promise<void> {
  const base = `http://${host}/v2/${name}`
  for (const bytes of repository.blobs.values()) {
    const begun = await expectOk(fetch(`${base}/blobs/uploads/`, { method: 'POST' }))
    const place = new URL(begun.headers.get('location') ?? '', base)
    place.searchParams.set('digest', digestOf(bytes))
    const headers = { 'content-type': 'application/octet-stream' }
    await expectOk(fetch(place, { method: 'PUT', headers, body: new Uint8Array(bytes) }))
  }
  const put = async (reference: string, { bytes, mediaType }: { bytes: Buffer; mediaType: string }) =>
    await expectOk(
      fetch(`${base}/manifests/${reference}`, {
        method: 'PUT',
        headers: { 'content-type': mediaType },
        body: new Uint8Array(bytes),
      }),
    )
  for (const [digest, manifest] of repository.manifests) await put(digest, manifest)
  for (const [tag, digest] of repository.tags) {
    const manifest = repository.manifests.get(digest)
    if (manifest !== undefined) await put(tag, manifest)
  }
}

async function expectOk(asking: Promise<Response>): Promise<Response> {
  const answer = await asking
  if (!answer.ok) throw new Error(`${answer.status} ${answer.url}: ${await answer.text()}`)
  return answer
}
