/**
 * Which styles are headings. Word translates their ids ("berschrift1", "1") but keeps their built-in names
 * in English, and own styles say it by an outline level or by what they are based on.
 * @returns the level by style id, 1 outermost.
 */
export function readHeadingLevels(stylesXml: string | null): ReadonlyMap<string, number> {
  const styles = new Map<string, { readonly level: number | null; readonly basedOn: string | null }>();
  for (const match of (stylesXml ?? '').matchAll(/<w:style\b([^>]*)>([\s\S]*?)<\/w:style>/gu)) {
    const id = /w:styleId="([^"]*)"/u.exec(match[1] ?? '')?.[1];
    if (id === undefined || !/w:type="paragraph"/u.test(match[1] ?? '')) continue;
    const body = match[2] ?? '';
    styles.set(id, { level: ownLevel(body), basedOn: /<w:basedOn w:val="([^"]*)"/u.exec(body)?.[1] ?? null });
  }
  const levels = new Map<string, number>();
  for (const id of styles.keys()) {
    const visited = new Set<string>();
    for (let current: string | null = id; current !== null && !visited.has(current); ) {
      visited.add(current);
      const style = styles.get(current);
      if (style?.level != null) {
        if (style.level > 0) levels.set(id, style.level);
        break;
      }
      current = style?.basedOn ?? null;
    }
  }
  return levels;
}

/** Null where the style says nothing, 0 where it says body text. */
function ownLevel(styleBody: string): number | null {
  const name = /<w:name w:val="([^"]*)"/u.exec(styleBody)?.[1]?.toLowerCase() ?? '';
  const named = /^heading (\d)$/u.exec(name)?.[1];
  if (named) return Number(named);
  if (name === 'title') return 1;
  const outline = /<w:outlineLvl w:val="(\d)"/u.exec(styleBody)?.[1];
  if (outline === undefined) return null;
  return outline === '9' ? 0 : Number(outline) + 1;
}
