import type { Originals } from '../../documents/originals/originals.ts';
import type { Handlers } from '../handlers.ts';

export function originalRoutes(
  originals: Originals,
): Pick<Handlers, Extract<keyof Handlers, `originals.${string}`>> {
  return {
    'originals.open': ({ documentId }) => originals.open(documentId),
    'originals.read': (input) => originals.read(input),
    'originals.readPdfPart': (input) => originals.readPdfPart(input),
  };
}
