import { fail, ok } from '../../../../shared/result.ts';
import { openCompoundFile } from '../containers/compoundFile.ts';
import { declaredDate } from '../declaredDate.ts';
import type { FormatReader } from '../source.ts';
import { createInnerList } from './innerList.ts';
import { addMail } from './mail/mailBlocks.ts';
import { readOutlookMail } from './mail/outlookMail.ts';

/** Reads an Outlook message ([MS-OXMSG]) with its attachments. */
export const readMsg: FormatReader = async (source) => {
  const { bytes, fileName, onProgress } = source;
  const file = openCompoundFile(bytes);
  if (!file) return fail({ code: 'documents.damaged', fileName, reason: 'its directory cannot be read' });
  const mail = readOutlookMail(file, file.root);
  const files = createInnerList(source, { missingHeading: 'Attachments that are not read' });
  const ending = await addMail(files, mail, { level: 1 });
  if (ending) return fail(ending);
  onProgress({ done: 1, total: 1 });
  const read = files.finish();
  return read.ok ? ok({ ...read.value, title: mail.subject, datedAt: declaredDate(mail.date) }) : read;
};
