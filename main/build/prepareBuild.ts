import { basename, join } from 'node:path'
import type { BuilderKind } from '@shared/domain/build'
import type { BuildPreparation, ChosenDockerfile } from '@shared/domain/buildForm'
import type { EngineInfo } from '@shared/domain/engine'
import { parseReference } from '@shared/domain/reference'
import { AppFailure } from '@shared/errors'
import { ellipsis, harmless } from '@shared/text'
import { type BuildPlace, fileFromFolder, findDockerfiles } from './buildPlace'
import { type OpenContext, openContext } from './context/openContext'
import { locateLine } from './dockerfile/locateStep'
import { outlineOf } from './dockerfile/outline'

type Engine = { readonly builder: BuilderKind; readonly info: EngineInfo }

/** What can be told without walking the context. What is wrong with it is told too, not thrown. */
export async function prepareBuild(
  { folder, dockerfile: asked }: BuildPlace,
  { builder, info }: Engine,
): Promise<BuildPreparation> {
  const dockerfiles = await findDockerfiles(folder)
  const base = {
    folderName: ellipsis(harmless(basename(folder)), 200) || '/',
    builder,
    store: info.store,
    dockerfiles,
    proposedTag: proposedTag(basename(folder)),
  }
  try {
    return { ...base, dockerfile: chosenOf(await openAsked(folder, asked, { builder, dockerfiles })) }
  } catch (error) {
    if (error instanceof AppFailure) return { ...base, problem: error.error }
    throw error
  }
}

/** Where Docker's own name is missing, the first that looks like one. */
export async function openAsked(
  folder: string,
  asked: string | undefined,
  { builder, dockerfiles }: { readonly builder: BuilderKind; readonly dockerfiles?: readonly string[] },
): Promise<OpenContext> {
  const [first] = asked === undefined ? (dockerfiles ?? (await findDockerfiles(folder))) : []
  const dockerfile = asked ?? (first === undefined ? undefined : join(folder, ...first.split('/')))
  return await openContext(folder, { builder, ...(dockerfile === undefined ? {} : { dockerfile }) })
}

function chosenOf({ root, dockerfile }: OpenContext): ChosenDockerfile {
  const content = dockerfile.bytes.toString('utf8')
  const { name, outside } = fileFromFolder(root, join(dockerfile.folder, dockerfile.name))
  const outline = outlineOf(content, dockerfile.name)
  return {
    name: harmless(name),
    outside,
    outline,
    spots: outline.problems.map(({ params }) => locateLine(content, dockerfile.name, Number(params['line']))),
  }
}

/** What `docker` users type by hand: the folder's name, made fit for a reference. */
export function proposedTag(folderName: string): string {
  const lower = folderName.toLowerCase().slice(0, 60)
  const words = lower.split(/[^a-z0-9]+/).filter((word) => word !== '')
  const name = [lower, words.join('-')].find((candidate) => {
    const parsed = parseReference(candidate)
    return parsed.ok && parsed.value.familiar === candidate && !/[/:@]/.test(candidate)
  })
  return `${name ?? 'image'}:latest`
}
