import type { FastifyReply } from 'fastify'
import type { Placement } from './schemas.ts'

/** 201 for what was ordered or asked for now, 200 for what had been before. */
export function sendPlacement(reply: FastifyReply, placement: Placement): FastifyReply {
  return reply.code(placement.repeated ? 200 : 201).send(placement)
}
