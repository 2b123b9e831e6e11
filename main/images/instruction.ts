import type { ListedHistory } from '../ports/engineClient'

/**
 * Whether a build step made a layer, as far as its own record says. `likely`: what it usually is where both can be.
 * The Engine API leaves `empty_layer` out, and a layer may hold 0 bytes (a new folder), so a size of 0 says nothing;
 * a size above 0 is a layer for sure.
 */
export type StepKind =
  | { readonly type: 'layer' }
  | { readonly type: 'empty' }
  | { readonly type: 'either'; readonly likely?: 'layer' | 'empty' }

const metadataOnly =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/
// The classic builder: `/bin/sh -c #(nop) CMD ["sh"]`, on Windows `cmd /S /C #(nop) ...`, with an arg list before it.
const classicMetadata = /(?:^|\s)#\(nop\)\s+(.*)$/s

/** Words that only BuildKit writes: a mark at the end of what made a layer, a comment at every step. */
const buildKitMark = /# buildkit\s*$/
const buildKitComments = new Set(['buildkit.dockerfile.v0', 'buildkit.exporter.image.v0'])

/** The instruction stands at the beginning and BuildKit's mark at the end: the middle of a huge one is not read. */
const headRead = 16_384
const tailRead = 64

export function stepKind(step: Pick<ListedHistory, 'createdBy' | 'comment' | 'size'>): StepKind {
  if (step.size > 0) return { type: 'layer' }
  const { createdBy } = step
  const text = (
    createdBy.length <= headRead + tailRead
      ? createdBy
      : `${createdBy.slice(0, headRead)} ${createdBy.slice(-tailRead)}`
  ).trim()
  const classic = classicMetadata.exec(text)?.[1]
  if (classic !== undefined) return classicKind(classic)
  if (buildKitMark.test(text) || buildKitComments.has(step.comment)) return buildKitKind(text, step.comment)
  if (metadataOnly.test(text)) return { type: 'empty' }
  // A RUN of the classic builder, a commit, an import, another tool: the classic builder drops layers without content.
  return { type: 'either' }
}

/** ADD, COPY and WORKDIR nearly always change something; metadata never does. */
function classicKind(instruction: string): StepKind {
  if (metadataOnly.test(instruction)) return { type: 'empty' }
  return { type: 'either', likely: 'layer' }
}

/** BuildKit keeps a layer for every RUN, COPY and ADD, changed or not; for WORKDIR since 2019, but not for `/`. */
function buildKitKind(text: string, comment: string): StepKind {
  if (buildKitMark.test(text) || comment === 'buildkit.exporter.image.v0') return { type: 'layer' }
  if (/^WORKDIR\s+\/\s*$/.test(text)) return { type: 'empty' }
  if (/^WORKDIR\b/.test(text)) return { type: 'either', likely: 'layer' }
  if (/^(?:RUN|COPY|ADD)\b/.test(text)) return { type: 'layer' }
  if (metadataOnly.test(text)) return { type: 'empty' }
  return { type: 'either' }
}
