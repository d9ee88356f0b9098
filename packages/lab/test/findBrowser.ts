import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

/** A browser of the Chromium family: a program, or the one that Playwright keeps for itself. */
export interface Browser {
  /** absent: Playwright's own */
  readonly executablePath?: string;
}

/** Names on the PATH, the likeliest first. */
const NAMES = [
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
  "chrome",
  "microsoft-edge-stable",
  "microsoft-edge",
  "brave-browser",
];
const MAC_NAMES = ["Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser"];
const WINDOWS_PLACES = [
  "Google/Chrome/Application/chrome.exe",
  "Chromium/Application/chrome.exe",
  "Microsoft/Edge/Application/msedge.exe",
];

/** The browser that CHROME_PATH names, one of this machine, or Playwright's; undefined where there is none. */
export async function findBrowser(): Promise<Browser | undefined> {
  const named = process.env.CHROME_PATH;
  if (named !== undefined && named !== "") {
    if (await starts({ executablePath: named })) return { executablePath: named };
    throw new Error(`CHROME_PATH names ${named}, which does not start as a browser: correct it, or unset it`);
  }
  for (const executablePath of systemBrowsers()) {
    if (await starts({ executablePath })) return { executablePath };
  }
  return (await starts({})) ? {} : undefined;
}

/** How every test starts it. */
export function launch({ executablePath }: Browser) {
  // the sandbox wants a user who is not root, and a container wants to be spared the rest
  const root = process.getuid?.() === 0;
  const args = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ];
  return chromium.launch({ executablePath, headless: true, chromiumSandbox: !root, args });
}

async function starts(browser: Browser): Promise<boolean> {
  try {
    await (await launch(browser)).close();
    return true;
  } catch {
    return false;
  }
}

function systemBrowsers(): string[] {
  const { env, platform } = process;
  const folders = (env.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const onPath = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  const onMac = ["/", env.HOME ?? "/"].flatMap((root) =>
    MAC_NAMES.map((name) => join(root, `Applications/${name}.app/Contents/MacOS/${name}`)),
  );
  const onWindows = [env.PROGRAMFILES, env["PROGRAMFILES(X86)"], env.LOCALAPPDATA].flatMap((root) =>
    root === undefined ? [] : WINDOWS_PLACES.map((place) => join(root, place)),
  );
  const places = platform === "win32" ? onWindows : platform === "darwin" ? [...onPath, ...onMac] : onPath;
  return places.filter((place) => existsSync(place) && !isStub(place));
}

/** Ubuntu's /usr/bin/chromium-browser only says that one should install a snap. */
function isStub(place: string): boolean {
  if (process.platform !== "linux" || !place.endsWith("chromium-browser")) return false;
  try {
    execFileSync(place, ["--version"], { stdio: "ignore" });
    return false;
  } catch {
    return true;
  }
}
