import type { PageRange } from '../../../shared/contract/documents.ts';
import type { PromptMessage } from '../../engine/engine.ts';

interface Subject {
  readonly title: string;
  /** BCP 47, or null: then the model is asked for the text's own language. */
  readonly language: string | null;
}

/** The same for every step of one summary, so that the engine reads it once. */
function rules({ title, language }: Subject): PromptMessage {
  return {
    role: 'system',
    text: [
      `You help to summarise the document “${title}”.`,
      'Use only what the given text says. Add nothing, judge nothing.',
      `Write in ${languageName(language)}, in plain sentences, without headings, lists or an introduction.`,
    ].join(' '),
  };
}

/** Asks for the main statements of one section. */
export function sectionPrompt(
  subject: Subject,
  section: { heading: string | null; pages: PageRange; text: string; sentences: number },
): PromptMessage[] {
  return [
    rules(subject),
    {
      role: 'user',
      text: [
        `Text (${pagesName(section.pages)}${section.heading ? `, “${section.heading}”` : ''}):`,
        section.text,
        `State what this text says in at most ${section.sentences} sentences.`,
      ].join('\n\n'),
    },
  ];
}

/** Asks to join notes on consecutive sections into one shorter text. */
export function joinPrompt(
  subject: Subject,
  part: { notes: readonly string[]; sentences: number },
): PromptMessage[] {
  return [
    rules(subject),
    {
      role: 'user',
      text: [
        'Notes on consecutive parts of the document:',
        part.notes.map((note) => `- ${note}`).join('\n'),
        `Join them into one paragraph of at most ${part.sentences} sentences that keeps the most important statements.`,
      ].join('\n\n'),
    },
  ];
}

/** Asks for the few sentences that stand before the points. */
export function overviewPrompt(
  subject: Subject,
  overview: { points: readonly string[]; sentences: number },
): PromptMessage[] {
  return [
    rules(subject),
    {
      role: 'user',
      text: [
        'The document says, in order:',
        overview.points.map((point) => `- ${point}`).join('\n'),
        `Tell in at most ${overview.sentences} sentences what the whole document is about and what matters most in it.`,
      ].join('\n\n'),
    },
  ];
}

function languageName(language: string | null): string {
  if (!language) return 'the language of the text';
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(language) ?? language;
}

function pagesName([first, last]: PageRange): string {
  return first === last ? `page ${first}` : `pages ${first}–${last}`;
}
