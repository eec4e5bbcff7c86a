import { fail, ok } from '../../../../shared/result.ts';
import { declaredDate } from '../declaredDate.ts';
import type { FormatReader } from '../source.ts';
import { createInnerList } from './innerList.ts';
import { addMail } from './mail/mailBlocks.ts';
import { parseMail } from './mail/parseMail.ts';

/** Reads a mail with its attachments, each under its name. */
export const readEml: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const mail = await parseMail(bytes);
  if (mail.subject === null && mail.from === null && mail.to === null && mail.date === null) {
    return fail({ code: 'documents.damaged', fileName, reason: 'it does not begin like a mail' });
  }
  const files = createInnerList(source, { missingHeading: 'Attachments that are not read' });
  const ending = await addMail(files, mail, { level: 1 });
  if (ending) return fail(ending);
  onProgress({ done: 1, total: 1 });
  const read = files.finish();
  return read.ok ? ok({ ...read.value, title: mail.subject, datedAt: declaredDate(mail.date) }) : read;
};
