import type { Archive } from '../../containers/archive.ts';
import { elementsOf, parseXml, type XmlElement } from '../../containers/xml.ts';

export interface Relationship {
  readonly id: string;
  /** The last part of its type: "worksheet", "notesSlide", "chart", … */
  readonly kind: string;
  /** Path of a part inside the package. */
  readonly target: string;
}

/** The parts a part refers to; those outside the package are left out. Empty where there are none or they are broken. */
export function readRelationships(archive: Archive, part: string): Relationship[] {
  const slash = part.lastIndexOf('/');
  const folder = part.slice(0, slash + 1);
  const root = readPart(archive, `${folder}_rels/${part.slice(slash + 1)}.rels`);
  if (!root) return [];
  return elementsOf(root, 'Relationship')
    .filter(({ attributes }) => attributes.get('TargetMode') !== 'External')
    .map(({ attributes }) => ({
      id: attributes.get('Id') ?? '',
      kind: (attributes.get('Type') ?? '').replace(/^.*\//u, ''),
      target: resolvePath(folder, attributes.get('Target') ?? ''),
    }));
}

/** The part everything else hangs on, by its usual name where the package does not say. */
export function mainPart(archive: Archive, usual: string): string {
  const named = readRelationships(archive, '').find(({ kind }) => kind === 'officeDocument')?.target;
  return named !== undefined && archive.readBytes(named) !== null ? named : usual;
}

/** Null where the part is missing or broken: what it would have held is left out, not the document. */
export function readPart(archive: Archive, part: string): XmlElement | null {
  const text = archive.readText(part);
  if (text === null) return null;
  try {
    return parseXml(text);
  } catch {
    return null;
  }
}

/** The id that refers to another part, whatever prefix its writer gave it. */
export function relationId({ attributes }: XmlElement): string | undefined {
  return attributes.get('r:id') ?? attributes.get(':id');
}

function resolvePath(folder: string, target: string): string {
  const parts = (target.startsWith('/') ? target.slice(1) : folder + target).split('/');
  const path: string[] = [];
  for (const part of parts) {
    if (part === '..') path.pop();
    else if (part !== '.' && part !== '') path.push(part);
  }
  return path.join('/');
}
