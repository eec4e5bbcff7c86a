import { tableText } from '../../../../../shared/tableText.ts';
import type { BlockList } from '../../blockList.ts';
import type { Archive } from '../../containers/archive.ts';
import { deepElementsOf, elementsOf, firstOf, type XmlElement } from '../../containers/xml.ts';
import { chartLines, diagramLines, drawingParagraph } from '../ooxml/drawingText.ts';
import { readRelationships } from '../ooxml/package.ts';

interface Slide {
  readonly archive: Archive;
  readonly part: string;
  readonly list: BlockList;
  readonly page: number;
  readonly countText: (text: string) => void;
  readonly isHidden: boolean;
  /** What stands at the edge of the slides, each once. */
  readonly footers: Set<string>;
}

/** Adds the shapes of a slide: its title first, the others as they lie from top to bottom and left to right. */
export function addShapes(slide: Slide, tree: XmlElement): void {
  const shapes = inReadingOrder(shapesOf(tree));
  const title = shapes.find((shape) => /^(?:title|ctrTitle)$/u.test(placeholder(shape) ?? ''));
  const titleText = title ? paragraphsOf(title).join(' ').trim() : '';
  const { list, page, isHidden } = slide;
  if (titleText !== '' || isHidden) {
    const shown = titleText === '' ? `Slide ${page}` : titleText;
    list.addHeading({ level: 1, text: isHidden ? `${shown} (hidden)` : shown, page });
  } else if (page > 1) list.addHeading({ level: 1, text: `Slide ${page}`, page });
  for (const shape of shapes) if (shape !== title) addShape(slide, shape);
}

function addShape(slide: Slide, shape: XmlElement): void {
  const { list, page, countText } = slide;
  if (shape.name === 'graphicFrame') {
    addGraphic(slide, shape);
    return;
  }
  // The number and date of every slide.
  if (/^(?:sldNum|dt)$/u.test(placeholder(shape) ?? '')) return;
  if (/^(?:ftr|hdr)$/u.test(placeholder(shape) ?? '')) {
    slide.footers.add(paragraphsOf(shape).join('\n').trim());
    return;
  }
  const body = firstOf(shape, 'txBody');
  if (!body) {
    const text = firstOf(shape, 'nvPicPr', 'cNvPr')?.attributes.get('descr')?.trim() ?? '';
    // Neither a file's name nor PowerPoint's own guess.
    if (text !== '' && !/automatically generated|\.(?:png|jpe?g|gif|emf|wmf|svg|bmp|tiff?)$/iu.test(text))
      list.add({ kind: 'paragraph', text: `Picture: ${text}`, page });
    return;
  }
  const paragraphs = elementsOf(body, 'p').map((paragraph) => ({
    text: drawingParagraph(paragraph).trim(),
    level: Number(firstOf(paragraph, 'pPr')?.attributes.get('lvl') ?? 0),
  }));
  const filled = paragraphs.filter(({ text }) => text !== '');
  for (const { text } of filled) countText(text);
  const isList = /^(?:body|obj|)$/u.test(placeholder(shape) ?? 'text') && filled.length > 1;
  list.add({
    kind: isList ? 'list' : 'paragraph',
    text: filled
      .map(({ text, level }) =>
        isList ? `${'  '.repeat(Math.min(9, level))}- ${text.replaceAll('\n', ' ')}` : text,
      )
      .join('\n'),
    page,
  });
}

function addGraphic(slide: Slide, frame: XmlElement): void {
  const { archive, part, list, page, countText } = slide;
  const content = firstOf(frame, 'graphic', 'graphicData');
  if (!content) return;
  for (const table of elementsOf(content, 'tbl')) {
    const rows = elementsOf(table, 'tr').map((row) =>
      elementsOf(row, 'tc').map((cell) => paragraphsOf(cell).join(' ')),
    );
    const text = tableText(repeatDown(table, rows));
    countText(text);
    list.add({ kind: 'table', text, page });
  }
  const targetOf = (id: string | undefined) =>
    readRelationships(archive, part).find((each) => each.id === id)?.target;
  const chart = firstOf(content, 'chart');
  const chartPart = chart && targetOf(chart.attributes.get('r:id') ?? chart.attributes.get(':id'));
  if (chartPart) {
    const { title, rows } = chartLines(archive, chartPart);
    list.add({ kind: 'paragraph', text: title ? `Chart: ${title}` : '', page });
    list.add({ kind: 'table', text: tableText(rows), page });
  }
  const diagram = firstOf(content, 'relIds');
  const diagramPart = diagram && targetOf(diagram.attributes.get(':dm'));
  if (diagramPart) {
    const lines = diagramLines(archive, diagramPart).map((line) => `- ${line.replaceAll('\n', ' ')}`);
    list.add({ kind: 'list', text: lines.join('\n'), page });
  }
}

/** A cell that goes on over the rows below is given to each of them. */
function repeatDown(table: XmlElement, rows: readonly string[][]): string[][] {
  const filled: string[][] = [];
  for (const [y, row] of elementsOf(table, 'tr').entries()) {
    filled.push(
      elementsOf(row, 'tc').map((cell, x) => {
        const goesOn = /^(?:1|true)$/u.test(cell.attributes.get('vMerge') ?? '');
        return goesOn ? (filled[y - 1]?.[x] ?? '') : (rows[y]?.[x] ?? '');
      }),
    );
  }
  return filled;
}

/** Shapes without groups and without the older stand-in of what newer programs show. */
function shapesOf(tree: XmlElement): XmlElement[] {
  return elementsOf(tree).flatMap((child) => {
    if (child.name === 'grpSp') return shapesOf(child);
    if (child.name === 'AlternateContent') {
      const chosen = firstOf(child, 'Choice');
      const shapes = chosen ? shapesOf(chosen) : [];
      const fallback = firstOf(child, 'Fallback');
      return shapes.length > 0 || !fallback ? shapes : shapesOf(fallback);
    }
    return ['sp', 'graphicFrame', 'pic', 'cxnSp'].includes(child.name) ? [child] : [];
  });
}

/** Shapes that take their place from the layout have none of their own: then the file's order stands. */
function inReadingOrder(shapes: readonly XmlElement[]): XmlElement[] {
  const placed = shapes.map((shape) => {
    const offset = firstOf(shape, 'spPr', 'xfrm', 'off') ?? firstOf(shape, 'xfrm', 'off');
    return { shape, x: Number(offset?.attributes.get('x')), y: Number(offset?.attributes.get('y')) };
  });
  if (placed.some(({ x, y }) => !Number.isFinite(x) || !Number.isFinite(y))) return [...shapes];
  // Half a centimetre: shapes this close in height stand side by side.
  const band = 180_000;
  return placed
    .sort((a, b) => Math.round(a.y / band) - Math.round(b.y / band) || a.x - b.x)
    .map(({ shape }) => shape);
}

/** The role a shape takes from its layout; null for one of its own. */
function placeholder(shape: XmlElement): string | null {
  const mark = elementsOf(shape).find(({ name }) => name.startsWith('nv'));
  const found = mark && firstOf(mark, 'nvPr', 'ph');
  return found ? (found.attributes.get('type') ?? '') : null;
}

function paragraphsOf(element: XmlElement): string[] {
  return deepElementsOf(element, 'p')
    .map(drawingParagraph)
    .filter((text) => text.trim() !== '');
}
