import type { Archive } from '../../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, textOf, type XmlElement } from '../../containers/xml.ts';
import { readPart, readRelationships } from './package.ts';

/** One paragraph of DrawingML (`a:p`), with its line breaks and tabs. */
export function drawingParagraph(paragraph: XmlElement): string {
  return elementsOf(paragraph)
    .map((child) => {
      if (child.name === 'br') return '\n';
      if (child.name === 'r' || child.name === 'fld') return elementsOf(child, 't').map(textOf).join('');
      return child.name === 'm' || child.name === 'oMath' ? textOf(child) : '';
    })
    .join('');
}

/** What a chart says in words: its titles, the names of its series and their categories with values. */
export function chartLines(archive: Archive, part: string): { title: string | null; rows: string[][] } {
  const root = readPart(archive, part);
  const chart = root && firstOf(root, 'chart');
  if (!chart) return { title: null, rows: [] };
  const title = firstOf(chart, 'title');
  const series = deepElementsOf(chart, 'ser').slice(0, 50);
  const names = series.map((each) => cachedValues(firstOf(each, 'tx')).get(0) ?? '');
  const categories = series.map((each) => cachedValues(firstOf(each, 'cat') ?? firstOf(each, 'xVal')));
  const values = series.map((each) => cachedValues(firstOf(each, 'val') ?? firstOf(each, 'yVal')));
  const labels = categories[0] ?? new Map<number, string>();
  const points = [...new Set([...labels.keys(), ...values.flatMap((each) => [...each.keys()])])].sort(
    (a, b) => a - b,
  );
  return {
    title: title ? deepElementsOf(title, 'p').map(drawingParagraph).join(' ').trim() || null : null,
    rows:
      points.length === 0
        ? []
        : [
            [firstOf(series[0], 'cat') ? 'Category' : 'X', ...names],
            ...points
              .slice(0, 1000)
              .map((point) => [labels.get(point) ?? '', ...values.map((each) => each.get(point) ?? '')]),
          ],
  };
}

/** The texts of a SmartArt diagram, in the order of its model. */
export function diagramLines(archive: Archive, part: string): string[] {
  const root = readPart(archive, part);
  if (!root) return [];
  return deepElementsOf(root, 'pt').flatMap((point) =>
    deepElementsOf(point, 'p')
      .map(drawingParagraph)
      .filter((text) => text.trim() !== ''),
  );
}

/** Parts a part refers to, by kind. */
export function relatedParts(archive: Archive, part: string, kind: RegExp): string[] {
  return readRelationships(archive, part)
    .filter((each) => kind.test(each.kind))
    .map(({ target }) => target);
}

function cachedValues(element: XmlElement | null): Map<number, string> {
  const values = new Map<number, string>();
  if (!element) return values;
  const direct = firstOf(element, 'v');
  if (direct) values.set(0, textOf(direct));
  for (const point of deepElementsOf(element, 'pt')) {
    const value = firstOf(point, 'v');
    const index = Number(point.attributes.get('idx') ?? 0);
    const before = values.get(index);
    if (value) values.set(index, before === undefined ? textOf(value) : `${textOf(value)} / ${before}`);
  }
  return values;
}
