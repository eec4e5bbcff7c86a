import type { MenuItemConstructorOptions } from 'electron';

/** The platform's usual menus; what Sotto does is in its window, where it is reachable by keyboard too. */
export function createMenuTemplate(input: {
  readonly platform: NodeJS.Platform;
  readonly isDeveloping: boolean;
}): MenuItemConstructorOptions[] {
  const isMac = input.platform === 'darwin';
  return [
    ...(isMac ? [{ role: 'appMenu' as const }] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(input.isDeveloping ? [{ role: 'reload' as const }, { role: 'toggleDevTools' as const }] : []),
      ],
    },
    { role: 'windowMenu' },
  ];
}
