import { firstOf, textOf } from '../../containers/xml.ts';
import { declaredDate } from '../../declaredDate.ts';
import { readPart } from './package.ts';

/** When an Office document was last changed, as its properties have it, else when it was made. */
export function coreDate(archive: Parameters<typeof readPart>[0]): string | null {
  const core = readPart(archive, 'docProps/core.xml');
  const [modified, created] = ['modified', 'created'].map((name) => core && firstOf(core, name));
  return declaredDate(modified && textOf(modified)) ?? declaredDate(created && textOf(created));
}
