import { z } from 'zod'

/** What an engine could take: a limit keeps a broken page from sending more, not a person from anything. */
const maxWords = 2_000
const maxWord = 131_072
const maxPorts = 1_000

const hasNoNul = (text: string): boolean => !text.includes('\0')
const word = z.string().max(maxWord).refine(hasNoNul)
const port = z.number().int().min(1).max(65_535)

const publishedPort = z
  .object({
    containerPort: port,
    protocol: z.enum(['tcp', 'udp', 'sctp']),
    hostPort: port.optional(),
    hostIp: z
      .string()
      .max(45)
      .regex(/^[0-9a-f:.]*$/i)
      .optional(),
  })
  .strict()

export const runRequestSchema = z
  .object({
    image: z.string().min(1).max(512),
    name: z.string().min(1).max(255).optional(),
    command: z.array(word).max(maxWords).readonly().optional(),
    entrypoint: z.array(word).max(maxWords).readonly().optional(),
    env: z.array(word.regex(/^[^=]/)).max(maxWords).readonly(),
    ports: z.array(publishedPort).max(maxPorts).readonly(),
    publishAll: z.boolean(),
    autoRemove: z.boolean(),
    detach: z.boolean(),
    replace: z.string().min(1).max(255).optional(),
  })
  .strict()
