import { z } from 'zod';

const minimal = { width: 380, height: 480 } as const;
const preferred = { width: 1280, height: 840 } as const;
/** So much of the window must be on a screen that it can be grasped. */
const graspable = { width: 120, height: 40 } as const;

const rectangleSchema = z.object({ x: z.int(), y: z.int(), width: z.int(), height: z.int() });
export type Rectangle = z.infer<typeof rectangleSchema>;
export const windowPlaceSchema = z.object({ bounds: rectangleSchema, isMaximized: z.boolean() });
export type WindowPlace = z.infer<typeof windowPlaceSchema>;

/**
 * Where the window opens: where it was, if that is still on a screen, else in the middle of the first one.
 * @param workAreas of the screens there are now, the main one first.
 */
export function placeWindow(saved: unknown, workAreas: readonly Rectangle[]): WindowPlace {
  const main = workAreas[0] ?? { x: 0, y: 0, ...preferred };
  const parsed = windowPlaceSchema.safeParse(saved);
  const place = parsed.success ? parsed.data : null;
  if (place && workAreas.some((area) => isGraspable(place.bounds, area))) {
    const width = Math.max(place.bounds.width, minimal.width);
    const height = Math.max(place.bounds.height, minimal.height);
    return { bounds: { ...place.bounds, width, height }, isMaximized: place.isMaximized };
  }
  const width = Math.min(preferred.width, main.width);
  const height = Math.min(preferred.height, main.height);
  return {
    bounds: {
      x: main.x + Math.round((main.width - width) / 2),
      y: main.y + Math.round((main.height - height) / 2),
      width,
      height,
    },
    isMaximized: false,
  };
}

export const minimalSize = minimal;

/** The title bar is at the top, so its corner counts, not the window's area. */
function isGraspable(bounds: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  const isTopVisible = bounds.y >= area.y && bounds.y + graspable.height <= area.y + area.height;
  return visibleWidth >= graspable.width && isTopVisible;
}
