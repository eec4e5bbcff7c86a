import { z } from 'zod';

/** The part of JSON Schema that an answer can be held to. Every property is written, in the order given. */
export type AnswerSchema =
  | { readonly const: Scalar }
  | { readonly enum: readonly Scalar[] }
  | { readonly type: 'number' | 'integer' | 'boolean' | 'null' }
  | { readonly type: 'string'; readonly minLength?: number; readonly maxLength?: number }
  | { readonly type: 'object'; readonly properties: Readonly<Record<string, AnswerSchema>> }
  | {
      readonly type: 'array';
      readonly items: AnswerSchema;
      readonly minItems?: number;
      readonly maxItems?: number;
    }
  | { readonly oneOf: readonly AnswerSchema[] };

type Scalar = string | number | boolean | null;

const scalarSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const count = z.int().min(0).exactOptional();

/** A key that would be ignored is refused instead: an answer that breaks a rule unseen is worse than none. */
export const answerSchemaSchema: z.ZodType<AnswerSchema> = z.lazy(() =>
  z.union([
    z.strictObject({ const: scalarSchema }),
    z.strictObject({ enum: z.array(scalarSchema).min(1) }),
    z.strictObject({ type: z.enum(['number', 'integer', 'boolean', 'null']) }),
    z.strictObject({ type: z.literal('string'), minLength: count, maxLength: count }),
    z.strictObject({ type: z.literal('object'), properties: z.record(z.string(), answerSchemaSchema) }),
    z.strictObject({
      type: z.literal('array'),
      items: answerSchemaSchema,
      minItems: count,
      maxItems: count,
    }),
    z.strictObject({ oneOf: z.array(answerSchemaSchema).min(1) }),
  ]),
);
