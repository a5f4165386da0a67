import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** What a platform opens a file with, as whoever is at the desk would have it. */
const OPENERS: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
};

/** Opens a page in the browser; false where there is none to be seen, or nothing to open it with. */
export async function openPage(path: string): Promise<boolean> {
  const { platform, env } = process;
  const hasScreen =
    platform in OPENERS || [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((screen) => (screen ?? '') !== '');
  if (!hasScreen) return false;
  const [command = '', ...args] = OPENERS[platform] ?? ['xdg-open'];
  const opener = spawn(command, [...args, path], { stdio: 'ignore', detached: true });
  try {
    await once(opener, 'spawn');
  } catch {
    return false;
  }
  opener.unref();
  return true;
}
