import type { PageRange } from '../../../shared/contract/documents.ts';
import { maxNoteCharacters } from '../../../shared/contract/summaries.ts';
import type { PromptMessage } from '../../engine/engine.ts';

export interface Subject {
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

function ask(subject: Subject, ...parts: readonly string[]): PromptMessage[] {
  return [rules(subject), { role: 'user', text: parts.join('\n\n') }];
}

/** Asks for the main statements of one section. */
export function sectionPrompt(
  subject: Subject,
  section: { heading: string | null; pages: PageRange; text: string; sentences: number },
): PromptMessage[] {
  return ask(
    subject,
    sectionHead(section),
    section.text,
    `State what this text says in at most ${section.sentences} sentences.`,
  );
}

/** Asks to join notes on consecutive sections into one shorter text. */
export function joinPrompt(
  subject: Subject,
  part: { notes: readonly string[]; sentences: number },
): PromptMessage[] {
  return ask(
    subject,
    'Notes on consecutive parts of the document:',
    listOf(part.notes),
    `Join them into one paragraph of at most ${part.sentences} sentences that keeps the most important statements.`,
  );
}

/** Asks for one part of a summary in a style of its own. */
export function partPrompt(
  subject: Subject,
  part: {
    notes: readonly string[];
    sentences: number;
    style: 'keyPoints' | 'abstract' | 'chapters' | 'plain';
  },
): PromptMessage[] {
  const { sentences } = part;
  const wishes = {
    keyPoints: `Join them into one paragraph of at most ${sentences} sentences that keeps the most important statements.`,
    abstract: `Tell what this part contributes in at most ${sentences} concise sentences, as in the abstract of a paper. Begin with the matter itself.`,
    chapters: `Tell what this chapter says in at most ${sentences} sentences.`,
    plain: `Tell the most important of it in at most ${sentences} short sentences that anybody understands: ${plainWords}`,
  } as const;
  return ask(
    subject,
    'Notes on consecutive parts of the document:',
    listOf(part.notes),
    `${wishes[part.style]} ${inLanguage(subject)}`,
  );
}

const plainWords =
  'everyday words, one thought in each sentence, every technical term replaced or explained in a few words.';

/** Asks for the few sentences that stand before the points. */
export function overviewPrompt(
  subject: Subject,
  overview: { points: readonly string[]; sentences: number; isPlain: boolean },
): PromptMessage[] {
  return ask(
    subject,
    'The document says, in order:',
    listOf(overview.points),
    [
      `Tell in at most ${overview.sentences} sentences what the whole document is about and what matters most in it.`,
      ...(overview.isPlain ? [`Use words that anybody understands: ${plainWords}`] : []),
      inLanguage(subject),
    ].join(' '),
  );
}

/** Some room is left, since models count characters badly. */
const wantedNoteCharacters = maxNoteCharacters - 40;

/** Asks for a text as short as a message. */
export function notePrompt(subject: Subject, notes: readonly string[]): PromptMessage[] {
  return ask(
    subject,
    'The document says, in order:',
    listOf(notes),
    `Tell the most important of it in one or two short sentences, in at most ${wantedNoteCharacters} characters in all. No hashtags, no quotation marks. ${inLanguage(subject)}`,
  );
}

/** Asks to say the same in fewer words. */
export function shortenPrompt(subject: Subject, text: string): PromptMessage[] {
  return ask(
    subject,
    text,
    `This text has ${[...text].length} characters. Say it in at most ${wantedNoteCharacters}: leave out what matters least. ${inLanguage(subject)}`,
  );
}

/** Asks for a draft of an answer to a mail. @param mail its text, or notes on it where it is too long. */
export function replyPrompt(subject: Subject, mail: readonly string[]): PromptMessage[] {
  return [
    {
      role: 'system',
      text: [
        'You draft replies to mails for the person who received them.',
        `Write in ${languageName(subject.language)}. Write the text of the reply only, no subject line.`,
        'Answer every question and request of the mail, in its order and in its tone.',
        'Where an answer needs a decision or a fact that the mail does not give, leave a gap in square brackets that says what is missing. Invent nothing.',
      ].join(' '),
    },
    { role: 'user', text: [`The mail “${subject.title}”:`, ...mail, 'Draft the reply.'].join('\n\n') },
  ];
}

/** Asks for what has to be done, by whom and when. */
export function actionsPrompt(
  subject: Subject,
  section: { heading: string | null; pages: PageRange; text: string },
): PromptMessage[] {
  return [
    {
      role: 'system',
      text: [
        `You list what the document “${subject.title}” says has to be done: tasks, duties, requests, decisions to carry out, deadlines and appointments.`,
        'Use only what the given text says. “who” is who has to do it and “when” the date or period, both in the words of the text; null where it does not say.',
        `Write “what” in ${languageName(subject.language)}, in one short sentence. An empty list is a good answer.`,
      ].join(' '),
    },
    { role: 'user', text: [sectionHead(section), section.text].join('\n\n') },
  ];
}

/** Asks for lines in another language, as many as are given. */
export function translatePrompt(subject: Subject, lines: readonly string[]): PromptMessage[] {
  return [
    {
      role: 'system',
      text: `You translate into ${languageName(subject.language)}. Names, dates and numbers stay as they are.`,
    },
    {
      role: 'user',
      text: [
        lines.map((line, index) => `${index + 1}. ${line}`).join('\n'),
        `Translate each of the ${lines.length} lines, in the same order.`,
      ].join('\n\n'),
    },
  ];
}

/** About thirty tokens a sentence. */
export function sentencesFor(tokens: number): number {
  return Math.max(1, Math.round(tokens / 32));
}

function listOf(notes: readonly string[]): string {
  return notes.map((note) => `- ${note}`).join('\n');
}

function sectionHead(section: { heading: string | null; pages: PageRange }): string {
  return `Text (${pagesName(section.pages)}${section.heading ? `, “${section.heading}”` : ''}):`;
}

/** Said once more at the end: small models fall back into the language of what they were given. */
function inLanguage({ language }: Subject): string {
  return `Write in ${languageName(language)}.`;
}

export function languageName(language: string | null): string {
  if (!language) return 'the language of the text';
  return new Intl.DisplayNames('en', { type: 'language', fallback: 'code' }).of(language) ?? language;
}

export function pagesName([first, last]: PageRange): string {
  return first === last ? `page ${first}` : `pages ${first}–${last}`;
}
