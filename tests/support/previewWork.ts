import type { CodeRun } from '../../shared/contract/code.ts';
import type { KeySentences, Summary } from '../../shared/contract/summaries.ts';
import { codeRunIdSchema, documentIdSchema, summaryIdSchema } from '../../shared/ids.ts';
import { model } from './previewContents.ts';
import { statistics } from './previewMessages.ts';

const now = new Date().toISOString();

export const keySentences: KeySentences = {
  dates: [],
  points: [
    { text: 'Revenue rose by 8 % to €412 million, carried by the service business.', pages: [12, 12] },
    { text: 'The board proposes a dividend of €0.85 per share.', pages: [31, 31] },
    { text: 'Two plants were closed; 214 positions were affected.', pages: [58, 58] },
    {
      text: 'Energy cost per unit fell by a fifth after the change to heat recovery in both foundries.',
      pages: [77, 78],
    },
  ],
  coverage: { sectionsRead: 112, sectionsTotal: 112 },
  elapsedMs: 840,
};

export const summary: Summary = {
  id: summaryIdSchema.parse('summary-1'),
  documentId: documentIdSchema.parse('report'),
  modelId: model.id,
  modelName: model.name,
  length: 'medium',
  style: 'keyPoints',
  language: null,
  actions: [],
  state: 'reading',
  text: '',
  points: [
    {
      text: '**Business.** Services now bring in more than half of revenue for the first time, while hardware sales fell for the third year.',
      pages: [9, 14],
    },
    {
      text: '**People.** The company closed two plants and agreed a social plan; training spending doubled.',
      pages: [55, 61],
    },
  ],
  coverage: { sectionsRead: 71, sectionsTotal: 112 },
  sections: Array.from({ length: 112 }, (_, index) => ({
    pages: [index + 1, index + 1],
    heading: `Section ${index + 1}`,
    isRead: index < 71,
  })),
  combining: null,
  remainingMs: 62_000,
  elapsedMs: 110_000,
  error: null,
  createdAt: now,
};

export function readOneMore(before: Summary): Summary {
  const sectionsRead = before.coverage.sectionsRead + 1;
  return {
    ...before,
    state: sectionsRead >= 112 ? 'finished' : 'reading',
    coverage: { sectionsRead, sectionsTotal: 112 },
    sections: before.sections.map((section, index) => ({ ...section, isRead: index < sectionsRead })),
    remainingMs: (112 - sectionsRead) * 1500,
  };
}

export const codeRun: CodeRun = {
  id: codeRunIdSchema.parse('run-1'),
  action: 'fix',
  instruction: 'totals are wrong for refunds',
  source: {
    fileName: 'src/invoice.ts',
    language: 'typescript',
    text: 'export function total() {}',
    fileId: null,
  },
  state: 'finished',
  answer:
    'Refund lines have a negative quantity, and `Math.abs` turned them into charges. The rounding happened per line; it belongs at the end.',
  hunks: [
    {
      oldStart: 12,
      oldLines: 5,
      newStart: 12,
      newLines: 5,
      lines: [
        ' export function total(lines: Line[]): number {',
        '   let sum = 0;',
        '   for (const line of lines) {',
        '-    sum += round(Math.abs(line.quantity) * line.price);',
        '+    sum += line.quantity * line.price;',
        '   }',
      ],
    },
    {
      oldStart: 24,
      oldLines: 2,
      newStart: 24,
      newLines: 2,
      lines: ['-  return sum;', '+  return round(sum);', ' }'],
    },
  ],
  target: { fileName: 'src/invoice.ts', isNew: false },
  decision: 'open',
  canWrite: true,
  modelName: 'Qwen 2.5 Coder 7B',
  stopReason: 'endOfAnswer',
  statistics: { ...statistics, tokensPerSecond: 31 },
  error: null,
  createdAt: now,
};
