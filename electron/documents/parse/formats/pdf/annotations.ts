import { z } from 'zod';

/** Text that lies on a page without being part of it: what was typed into a form or onto the page. */
export interface PlacedText {
  /** The corners of its box, in the page's own coordinates. */
  readonly rect: readonly [number, number, number, number];
  readonly lines: readonly string[];
  /** In points; null where the file does not say. */
  readonly size: number | null;
}

export interface Annotations {
  readonly placed: readonly PlacedText[];
  /** What people noted on the page, with their names. */
  readonly comments: readonly string[];
  /** Names of files pinned to the page. */
  readonly files: readonly string[];
}

/** Drawn marks and notes; links, sounds and the like carry a description at most. */
const commentTypes: ReadonlySet<string> = new Set([
  'Text',
  'Highlight',
  'Underline',
  'Squiggly',
  'StrikeOut',
  'Square',
  'Circle',
  'Line',
  'Polygon',
  'PolyLine',
  'Ink',
  'Caret',
  'Stamp',
  'FileAttachment',
  'Redact',
]);

const optionalText = z.string().nullish().catch(null);
const textObject = z.object({ str: z.string() }).nullish().catch(null);
/** As pdf.js gives them, which types them as anything. */
const annotationSchema = z.object({
  subtype: z.string(),
  rect: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  fieldType: optionalText,
  fieldValue: z
    .union([z.string(), z.array(z.string())])
    .nullish()
    .catch(null),
  /** The lines its appearance shows. */
  textContent: z.array(z.string()).nullish().catch(null),
  options: z
    .array(z.object({ exportValue: optionalText, displayValue: optionalText }))
    .nullish()
    .catch(null),
  checkBox: z.boolean().catch(false),
  radioButton: z.boolean().catch(false),
  password: z.boolean().catch(false),
  exportValue: optionalText,
  buttonValue: optionalText,
  contentsObj: textObject,
  titleObj: textObject,
  defaultAppearanceData: z.object({ fontSize: z.number() }).nullish().catch(null),
  file: z.object({ filename: z.string() }).nullish().catch(null),
});
type Annotation = z.infer<typeof annotationSchema>;

/** @param raw what pdf.js gives for one page. */
export function readAnnotations(raw: readonly unknown[]): Annotations {
  const placed: PlacedText[] = [];
  const comments: string[] = [];
  const files: string[] = [];
  for (const value of raw) {
    const parsed = annotationSchema.safeParse(value);
    if (!parsed.success) continue;
    const annotation = parsed.data;
    const { subtype, rect, titleObj, contentsObj, file } = annotation;
    const lines = placedLines(annotation).filter((line) => line.trim() !== '');
    if (lines.length > 0)
      placed.push({ rect, lines, size: annotation.defaultAppearanceData?.fontSize || null });
    if (file) files.push(file.filename);
    const comment = contentsObj?.str.trim() ?? '';
    if (!commentTypes.has(subtype) || comment === '') continue;
    const author = titleObj?.str.trim() ?? '';
    comments.push(`Comment${author === '' ? '' : ` (${author})`}: ${comment}`);
  }
  return { placed, comments, files };
}

function placedLines(annotation: Annotation): readonly string[] {
  const { subtype, textContent, contentsObj } = annotation;
  if (subtype === 'Widget') return fieldLines(annotation);
  if (subtype !== 'FreeText') return [];
  return textContent ?? contentsObj?.str.split(/\r\n?|\n/u) ?? [];
}

function fieldLines(annotation: Annotation): readonly string[] {
  const { fieldType, fieldValue, textContent, options } = annotation;
  if (annotation.password) return [];
  if (fieldType === 'Btn') return buttonLines(annotation);
  const values = typeof fieldValue === 'string' ? [fieldValue] : (fieldValue ?? []);
  if (fieldType === 'Ch') {
    return values.map(
      (value) => options?.find(({ exportValue }) => exportValue === value)?.displayValue ?? value,
    );
  }
  return textContent ?? values.flatMap((value) => value.split(/\r\n?|\n/u));
}

function buttonLines({
  checkBox,
  radioButton,
  fieldValue,
  exportValue,
  buttonValue,
}: Annotation): readonly string[] {
  if (!checkBox && !radioButton) return [];
  const own = checkBox ? exportValue : buttonValue;
  return [typeof own === 'string' && own === fieldValue ? '☒' : '☐'];
}
