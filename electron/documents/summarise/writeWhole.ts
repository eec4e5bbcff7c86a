import type { PageRange } from '../../../shared/contract/documents.ts';
import type { ModelUseError } from '../../../shared/contract/models.ts';
import { maxNoteCharacters } from '../../../shared/contract/summaries.ts';
import { ok, type Result } from '../../../shared/result.ts';
import { countCharacters, fitNote } from '../instant/fitNote.ts';
import { writePoint } from './joinNotes.ts';
import { notePrompt, replyPrompt, shortenPrompt } from './prompts.ts';
import { readSections } from './readSection.ts';
import type { Run } from './run.ts';

/** A model that is asked to shorten its text this often without success will not. */
const maxShortenings = 2;

/** Writes one text of the whole document: a note that is never too long, or a reply to a mail. */
export async function writeWhole(run: Run, style: 'note' | 'reply'): Promise<Result<string, ModelUseError>> {
  const { sections, document, language } = run;
  const subject = { title: document.title, language: language ?? document.language };
  const pages: PageRange = [sections[0]?.pages[0] ?? 1, sections.at(-1)?.pages[1] ?? 1];
  const isReadWhole = style === 'reply' && sections.length === 1;
  const notes = isReadWhole
    ? sections.map(({ text }) => ({ text, pages }))
    : await readSections(run, sections);
  // The calls know what failed.
  if (notes === null) return ok('');
  const rewrite = (texts: readonly string[]) =>
    style === 'note' ? notePrompt(subject, texts) : replyPrompt(subject, texts);
  const written = await writePoint({ ...run, rewrite }, { notes, position: 0 });
  if (!written.ok) return written;
  if (isReadWhole) run.onNotes({ position: 0, notes: '' });
  const { text } = written.value;
  const final = style === 'note' ? await shorten(run, text) : ok(text);
  if (!final.ok) return final;
  if (final.value !== '') run.onPoints([{ text: final.value, pages }]);
  return ok('');
}

/** Asks for fewer words; what stays too long ends with its last sentence that fits. */
async function shorten(run: Run, text: string): Promise<Result<string, ModelUseError>> {
  const language = run.language ?? run.document.language;
  let note = withoutQuotes(text);
  for (let time = 0; time < maxShortenings && countCharacters(note) > maxNoteCharacters; time += 1) {
    const shorter = await run.calls.write({
      messages: shortenPrompt({ title: run.document.title, language }, note),
      maxTokens: run.plan.pointTokens,
      isUrgent: true,
    });
    if (!shorter.ok) return shorter;
    if (shorter.value !== '') note = withoutQuotes(shorter.value);
  }
  return ok(fitNote(note, language));
}

/** Models put short texts in quotation marks. */
function withoutQuotes(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  return /^["“„«](.*)["”“»]$/u.exec(line)?.[1]?.trim() ?? line;
}
