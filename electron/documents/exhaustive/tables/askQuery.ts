import { z } from 'zod';
import {
  aggregateSchema,
  type TableFilter,
  type TableQuery,
  tableFilterSchema,
  tableOperatorSchema,
} from '../../../../shared/contract/listings.ts';
import type { ModelUseError } from '../../../../shared/contract/models.ts';
import { ok, type Result } from '../../../../shared/result.ts';
import type { AnswerSchema } from '../../../engine/answerSchema.ts';
import { type AskJsonInput, askJson } from '../askJson.ts';
import { plainText } from '../plainText.ts';
import { wordsOf } from '../recognise/findAsking.ts';
import type { TableGroup } from './tableGroups.ts';

const mostGroups = 4;
const mostColumns = 24;
const valuesShown = 6;
const longestShown = 32;
const maxTokens = 260;

const answerSchema = z.union([
  z.object({ isPossible: z.literal(false) }),
  z.object({
    table: z.int(),
    aggregate: aggregateSchema,
    column: z.string().nullable(),
    filters: z.array(tableFilterSchema),
  }),
]);

/**
 * Has the model translate a question into a query; our code computes it.
 * @param input.groups best first; those after the fourth are not shown to the model.
 * @returns null where the question is none that the tables can answer, or the query makes no sense with them.
 */
export async function askQuery(
  input: Pick<AskJsonInput<z.ZodType>, 'ready' | 'signal'> & {
    readonly question: string;
    readonly groups: readonly TableGroup[];
  },
): Promise<Result<TableQuery | null, ModelUseError>> {
  const groups = input.groups.slice(0, mostGroups);
  const answered = await askJson({
    ready: input.ready,
    signal: input.signal,
    messages: [
      {
        role: 'system',
        text: [
          'You translate a question into a query of a table. The query is computed by a program over all rows.',
          'Take a filter only for what the question says. Write values as they stand in the table; for a column of dates a year such as 2023 or a month such as 2023-05 is a value as well.',
          '"aggregate" is count for how many rows; sum, average, min or max of "column"; list for the rows themselves. "column" is null for count and list.',
          'If the tables cannot answer the question, say that it is not possible.',
          ...groups.map(describe),
        ].join('\n\n'),
      },
      { role: 'user', text: input.question },
    ],
    jsonSchema: schemaFor(groups),
    schema: answerSchema,
    maxTokens,
    priority: 'completion',
  });
  if (!answered.ok) return answered;
  if (answered.value === null || 'isPossible' in answered.value) return ok(null);
  const { table, aggregate, column, filters } = answered.value;
  const group = groups[table - 1];
  if (!group) return ok(null);
  const has = (name: string) => group.columns.find((each) => each.name === name);
  if (filters.some((filter) => !has(filter.column))) return ok(null);
  const isComputed = aggregate !== 'count' && aggregate !== 'list';
  const kind = column === null ? undefined : has(column)?.kind;
  if (isComputed && (kind === undefined || kind === 'text')) return ok(null);
  return ok({
    tableIds: group.tables.map(({ id }) => id),
    aggregate,
    column: isComputed ? column : null,
    filters: filters.map((filter) => asWritten(filter, group)),
  });
}

/** The groups whose names, columns and values share most words with the question, best first. */
export function rankGroups(question: string, groups: readonly TableGroup[]): TableGroup[] {
  const asked = new Set(wordsOf(plainText(question)).filter((word) => word.length > 2));
  const scoreOf = (group: TableGroup) => {
    const texts = [...group.names, ...group.columns.map(({ name }) => name)];
    const values = group.columns.flatMap(({ name }) => group.valuesOf(name).slice(0, 200));
    const count = (list: readonly string[]) =>
      [...asked].filter((word) => list.some((text) => wordsOf(plainText(text)).includes(word))).length;
    return 2 * count(texts) + count(values);
  };
  return groups
    .map((group) => ({ group, score: scoreOf(group) }))
    .toSorted((left, right) => right.score - left.score)
    .map(({ group }) => group);
}

/** The value as it stands in the column; a part of it where no cell says just that. */
function asWritten(filter: TableFilter, group: TableGroup): TableFilter {
  const column = group.columns.find(({ name }) => name === filter.column);
  if (filter.operator !== 'is' || column?.kind !== 'text') return filter;
  const values = group.valuesOf(filter.column);
  const wanted = wordsOf(plainText(filter.value)).join(' ');
  const same = values.find((value) => wordsOf(plainText(value)).join(' ') === wanted);
  if (same !== undefined) return { ...filter, value: same };
  const isPart = wanted !== '' && values.some((value) => plainText(value).includes(plainText(filter.value)));
  return isPart ? { ...filter, operator: 'contains' } : filter;
}

function describe(group: TableGroup, index: number): string {
  const columns = group.columns.slice(0, mostColumns).map(({ name, kind }) => {
    const values = group
      .valuesOf(name)
      .slice(0, valuesShown)
      .map((value) => value.slice(0, longestShown));
    return `- ${name} (${kind}): ${values.join('; ')}`;
  });
  return [`Table ${index + 1} “${group.names.slice(0, 3).join('”, “')}”`, ...columns].join('\n');
}

function schemaFor(groups: readonly TableGroup[]): AnswerSchema {
  const columns = [
    ...new Set(groups.flatMap((group) => group.columns.slice(0, mostColumns).map(({ name }) => name))),
  ];
  return {
    oneOf: [
      { type: 'object', properties: { isPossible: { const: false } } },
      {
        type: 'object',
        properties: {
          table: { enum: groups.map((_, index) => index + 1) },
          aggregate: { enum: aggregateSchema.options },
          column: { enum: [...columns, null] },
          filters: {
            type: 'array',
            maxItems: 4,
            items: {
              type: 'object',
              properties: {
                column: { enum: columns },
                operator: { enum: tableOperatorSchema.options },
                value: { type: 'string', maxLength: 80 },
              },
            },
          },
        },
      },
    ],
  };
}
