import { ok } from '../../../shared/result.ts';
import { writePaper } from '../../papers/writePaper.ts';
import type { Handlers } from '../handlers.ts';

export function paperRoutes(): Pick<Handlers, 'papers.write'> {
  return {
    'papers.write': async ({ paper, format }) => {
      const written = await writePaper(paper, format);
      return written.ok ? ok({ base64: Buffer.from(written.value).toString('base64') }) : written;
    },
  };
}
