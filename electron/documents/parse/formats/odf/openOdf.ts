import type { DocumentError } from '../../../../../shared/contract/documents.ts';
import { fail, ok, type Result } from '../../../../../shared/result.ts';
import { type Archive, openArchive } from '../../containers/archive.ts';
import { deepElementsOf, textOf } from '../../containers/xml.ts';
import { declaredDate } from '../../declaredDate.ts';
import type { Source } from '../../source.ts';
import { readPart } from '../ooxml/package.ts';

export interface OdfPackage {
  readonly archive: Archive;
  readonly content: string;
  readonly title: string | null;
  readonly datedAt: string | null;
}

/** Opens an OpenDocument package. Fails with 'documents.passwordProtected' where its content is encrypted. */
export function openOdf(source: Source): Result<OdfPackage, DocumentError> {
  const { fileName } = source;
  const opened = openArchive(source);
  if (!opened.ok) return opened;
  const archive = opened.value;
  const manifest = readPart(archive, 'META-INF/manifest.xml');
  if (manifest && deepElementsOf(manifest, 'encryption-data').length > 0)
    return fail({ code: 'documents.passwordProtected', fileName, canBeOpened: false });
  const content = archive.readText('content.xml');
  if (content === null)
    return fail({ code: 'documents.damaged', fileName, reason: 'content.xml is missing' });
  const meta = readPart(archive, 'meta.xml');
  const title = meta && deepElementsOf(meta, 'title')[0];
  const [changed, made] = ['date', 'creation-date'].map((name) => meta && deepElementsOf(meta, name)[0]);
  return ok({
    archive,
    content,
    title: title ? textOf(title).trim() || null : null,
    datedAt: declaredDate(changed && textOf(changed)) ?? declaredDate(made && textOf(made)),
  });
}
