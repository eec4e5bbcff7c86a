import { ok } from '../../../shared/result.ts';
import { writePaper } from '../../papers/writePaper.ts';
import type { Handlers } from '../handlers.ts';

export function paperRoutes(): Pick<Handlers, 'papers.writeDocx'> {
  return {
    'papers.writeDocx': async ({ paper }) =>
      ok({ base64: Buffer.from(await writePaper(paper, 'docx')).toString('base64') }),
  };
}
