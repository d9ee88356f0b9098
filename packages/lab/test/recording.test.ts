import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { openLab } from "./browser.js";
import { delayed, download, drop, folderWith, lagwise, recordings, wordsOf } from "./recordingFiles.js";

const verdict = (page: Page) => page.locator(".verdict").textContent();
const fitted = (page: Page, what: RegExp) =>
  page.locator(".fit > .hint").first().filter({ hasText: what }).waitFor();
const command = (page: Page) => page.locator(".take code").textContent();
const complete = (page: Page) =>
  page.getByRole("button", { name: "Report (HTML)" }).and(page.locator(":enabled")).waitFor();

describe("the built-in recording", () => {
  it("is fitted as soon as the view opens, and drawn", async () => {
    const { page } = await openLab("#data");
    await complete(page);
    expect(await page.locator("[role=status]").textContent()).toMatch(
      /^95 % of the response's energy lies within 8 lags; your data ask for nu_W = 0\.46/,
    );
    for (const id of ["impulse-response", "lag-weights", "evidence", "prediction"]) {
      await page.locator(`#${id} .chart > svg`).waitFor();
    }
    expect(await page.locator(".scroll tbody tr").count()).toBe(1);
    expect(await verdict(page)).toMatch(/your data ask for νW = 0\.46/);
  });

  it("gives the report and the model of the command line that it shows, byte for byte", async () => {
    // on screens of single pixels charts are drawn half a pixel aside, so that their lines are crisp
    const { page } = await openLab("#data", { deviceScaleFactor: 2 });
    await complete(page);
    const shown = await command(page);
    expect(shown).toBe("lagwise fit sales");
    const model = await download(page, "Model (JSON)");
    const report = await download(page, "Report (HTML)");
    expect([model.name, report.name]).toEqual(["sales.json", "sales.html"]);
    const folder = folderWith();
    expect(model.text).toBe(lagwise(folder, [...wordsOf(shown ?? ""), "--json"]));
    lagwise(folder, [...wordsOf(shown ?? ""), "--report", "sales.html"]);
    expect(report.text).toBe(readFileSync(join(folder, "sales.html"), "utf8"));
  });

  it("is fitted anew as settings change, which are in the address; back undoes them", async () => {
    const { page } = await openLab("#data");
    await fitted(page, /29 lags/);
    await page.getByRole("textbox", { name: "Lags, as a number" }).fill("12");
    await page.keyboard.press("Enter");
    await fitted(page, /12 lags/);
    await page.getByRole("radio", { name: "levels" }).check();
    await fitted(page, /150 samples/);
    expect(await command(page)).toBe("lagwise fit sales --lags 12 --no-difference");
    const { hash } = new URL(page.url());
    expect(hash).toBe("#data?lags=12&difference=no");
    const sentence = await verdict(page);
    const other = await openLab(hash);
    await fitted(other.page, /150 samples.*12 lags/);
    expect(await verdict(other.page)).toBe(sentence);
    await page.goBack();
    await fitted(page, /149 samples.*12 lags/);
    await page.goBack();
    await fitted(page, /29 lags/);
  });

  it("stays fitted while another view is shown", async () => {
    const { page } = await openLab("#data");
    await complete(page);
    let workers = page.workers().length;
    page.on("worker", () => workers++);
    await page.getByRole("link", { name: "Weights" }).click();
    await page.waitForSelector("h1:has-text('How far')");
    const before = workers;
    await page.getByRole("link", { name: "Your data" }).click();
    await page.locator(".verdict").waitFor();
    await complete(page);
    expect(workers).toBe(before);
  });

  it("is not offered where it does not come with the page; the sentence says how to get it", async () => {
    const { page } = await openLab("#data?recording=gas-furnace");
    expect(await page.getByRole("alert").textContent()).toMatch(
      /lagwise data pull gas-furnace.*drop gas-furnace\.csv here/,
    );
  });
});

describe("a file of one's own", () => {
  it("of two columns is fitted when it is dropped", async () => {
    const { page } = await openLab("#data");
    await fitted(page, /29 lags/);
    await drop(page, "log.csv", delayed(400));
    await fitted(page, /u → y · 400 samples/);
    await complete(page);
    expect(new URL(page.url()).hash).toBe("#data?recording=&file=log.csv&input=u&output=y");
    const lags = await table(page, "Impulse response: data as CSV");
    const largest = lags.reduce((a, b) => (Math.abs(Number(b[3])) > Math.abs(Number(a[3])) ? b : a));
    expect(largest[0]).toBe("2");
    expect(Number(largest[3])).toBeCloseTo(0.8, 1);
  });

  it.each([
    ["snappy.parquet", "f8", "i8", 3],
    ["zstd.parquet", "f8", "i8", 3],
    ["deflated.npz", "x", "y", 2],
    ["f8-rows.npy", "1", "2", 1],
    ["compressed.mat", "x", "y", 2],
  ] as const)("%s is read in the page as on the command line", async (name, input, output, lags) => {
    const fixture = new URL(`../../data/test/fixtures/${name}`, import.meta.url);
    const { page } = await openLab(
      `#data?recording=&file=${name}&input=${input}&output=${output}&lags=${lags}`,
    );
    await drop(page, name, readFileSync(fixture));
    await complete(page);
    const { text } = await download(page, "Model (JSON)");
    const words = ["fit", name, "--input", input, "--output", output, "--lags", String(lags), "--json"];
    expect(text).toBe(lagwise(folderWith({ [name]: readFileSync(fixture) }), words));
  });

  it("of more columns asks which; ticks and typed lists say so, by keyboard alone", async () => {
    const { page } = await openLab("#data");
    await drop(
      page,
      "wide.csv",
      delayed(200)
        .replaceAll(/$/gm, "")
        .replaceAll(/^(.+),(.+)$/gm, "$1,$2,$1"),
    );
    await page.getByText("Say which columns of wide.csv drive").waitFor();
    await page.getByRole("textbox", { name: "Inputs, which drive" }).focus();
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    const tick = page.getByRole("checkbox", { name: "y as output" });
    await tick.focus();
    await page.keyboard.press("Space");
    await fitted(page, /u → y · 200 samples/);
    expect(await page.getByRole("textbox", { name: "Outputs, which answer" }).inputValue()).toBe("y");
    expect(await command(page)).toBe("lagwise fit wide.csv --input 1 --output y");
  });

  it("is asked for by a link that was made with it, and gets the columns of the link", async () => {
    const { page } = await openLab("#data?recording=&file=log.csv&input=y&output=u&lags=7");
    await page.getByText("This link was made with the file log.csv: drop it here.").waitFor();
    await drop(page, "log.csv", delayed(400));
    await fitted(page, /y → u · 400 samples.*7 lags/);
    await drop(page, "other.csv", delayed(300));
    await fitted(page, /u → y · 300 samples/);
    await page.goBack();
    await fitted(page, /y → u · 400 samples.*7 lags/);
  });

  it("with markup for names is text and nothing else", async () => {
    const name = "<img src=x onerror=window.hurt=1>";
    const { page } = await openLab("#data");
    await drop(page, `${name}.csv`, delayed(200, `${name},<script>window.hurt=1</script>`));
    await fitted(page, /200 samples/);
    await complete(page);
    expect(await page.getByRole("checkbox", { name: `${name} as input` }).isChecked()).toBe(true);
    expect(await page.locator("main img, main script").count()).toBe(0);
    const report = await download(page, "Report (HTML)");
    const read = await page.context().newPage();
    await read.setContent(report.text);
    expect(await read.locator("img").count()).toBe(0);
    for (const one of [page, read]) {
      expect(await one.evaluate(() => Reflect.get(window, "hurt"))).toBeUndefined();
    }
  });

  it("chosen with the button works as a dropped one", async () => {
    const { page } = await openLab("#data");
    const [chooser] = await Promise.all([
      page.waitForEvent("filechooser"),
      page.getByRole("button", { name: "choose a file" }).press("Enter"),
    ]);
    const folder = folderWith({ "log.csv": delayed(400) });
    await chooser.setFiles(join(folder, "log.csv"));
    await fitted(page, /u → y · 400 samples/);
  });
});

describe("what cannot be read or fitted gets one sentence", () => {
  const novel = `It was a dark night; the rain fell in torrents, except at intervals.\n${"And then, it rained on and on.\n".repeat(200)}`;
  it.each([
    ["empty.csv", "", /^empty\.csv is empty: it has no bytes\.$/],
    ["novel.csv", novel, /novel\.csv/],
    ["notes.txt", "nothing to see here\nnor here\n", /notes\.txt has a single column/],
    [
      "paper.pdf",
      `%PDF-1.7\n%\u00e2\u00e3\u0000\n${"stream\u0000\u0001".repeat(99)}`,
      /^paper\.pdf is neither a table/,
    ],
    [
      "half.mat",
      `${"MATLAB 5.0 MAT-file".padEnd(124)}\u0000\u0001IM${"\u000e\u0000\u0000\u0000\u00ff\u00ff"}`,
      /half\.mat is cut off/,
    ],
    ["text.csv", "u,y\n1,2\nhello,3\n4,5\n", /text\.csv/],
    ["flat.csv", `u,y\n${"5,1\n5,2\n".repeat(40)}`, /u.*constant/],
    ["short.csv", "u,y\n1,2\n2,1\n", /too few samples/],
  ])("%s", async (name, content, sentence) => {
    const { page } = await openLab("#data");
    await drop(page, name, content);
    // what can be told only from the columns is told when they are chosen
    const alert = page.getByRole("alert");
    const asked = page.getByText("Say which columns of");
    await alert.or(asked).first().waitFor();
    if (await asked.isVisible()) {
      await page.getByRole("textbox", { name: "Inputs, which drive" }).fill("1");
      await page.keyboard.press("Enter");
      await page.getByRole("textbox", { name: "Outputs, which answer" }).fill("2");
      await page.keyboard.press("Enter");
    }
    await alert.filter({ hasText: sentence }).waitFor();
    expect(await alert.count()).toBe(1);
    expect(await page.locator("h1").count()).toBe(1);
    await drop(page, "log.csv", delayed(400));
    await fitted(page, /u → y · 400 samples/);
  });
});

describe("the prediction", () => {
  it("is zoomed by hand, by sliders and by keyboard, and the window is in the address", async () => {
    const { page } = await openLab("#data");
    await drop(page, "log.csv", delayed(12_000));
    await fitted(page, /the last 2.400 test/);
    const chart = page.locator("#prediction .chart > svg");
    await chart.waitFor();
    expect(await samplesShown(page)).toEqual([9600, 9999]);
    await chart.scrollIntoViewIfNeeded();
    const box = await chart.boundingBox();
    if (box === null) throw new Error("no chart");
    const [left, right] = [await tickAt(page, 9700), await tickAt(page, 9800)];
    await page.mouse.move(left, box.y + 90);
    await page.mouse.down();
    await page.mouse.move(right, box.y + 120, { steps: 5 });
    await page.mouse.up();
    await page.waitForFunction(() => location.hash.includes("until=200"));
    expect(new URL(page.url()).hash).toContain("from=100&until=200");
    await expect.poll(() => samplesShown(page)).toEqual([9700, 9799]);
    const from = page.getByRole("slider", { name: "From test sample" });
    await from.focus();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => samplesShown(page)).toEqual([9701, 9800]);
    await page.getByRole("button", { name: "the whole test part" }).click();
    await page.getByText("the lowest and the highest of 5 samples").waitFor();
    await expect.poll(() => samplesShown(page)).toEqual([9600, 11_999]);
    await page.goBack();
    await expect.poll(() => samplesShown(page)).toEqual([9701, 9800]);
  });
});

describe("a file of 500 MB", () => {
  it("streams through with its progress, and is stopped at once", { timeout: 120_000 }, async () => {
    const { page } = await openLab("#data");
    await fitted(page, /29 lags/);
    await page.evaluate(
      ([head, rows]) => {
        const piece = new Blob([rows.repeat(Math.ceil(2 ** 23 / rows.length))]);
        const pieces = Array.from({ length: Math.ceil((500 * 2 ** 20) / piece.size) }, () => piece);
        const made = new DataTransfer();
        made.items.add(new File([head, ...pieces], "long.csv"));
        document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: made, bubbles: true }));
      },
      ["u,y\n", delayed(20_000).slice(4)],
    );
    await page.getByText(/^reading: \d.* samples$/).waitFor({ timeout: 60_000 });
    const first = await page.locator("#fit-progress").textContent();
    await expect.poll(() => page.locator("#fit-progress").textContent()).not.toBe(first);
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("Stopped.", { exact: true }).waitFor();
    await drop(page, "log.csv", delayed(400));
    await fitted(page, /u → y · 400 samples/);
  });
});

describe.skipIf(recordings === undefined)("S1 (skipped without LAGWISE_DATA)", () => {
  const bytes = () => readFileSync(join(recordings ?? "", "s1_data.mat"));

  it("is fitted when it is dropped, while the page goes on drawing frames", {
    timeout: 120_000,
  }, async () => {
    const { page } = await openLab("#data");
    await fitted(page, /29 lags/);
    await page.evaluate(() => {
      const frames = { count: 0 };
      Reflect.set(window, "frames_", frames);
      const frame = () => {
        frames.count++;
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    });
    await drop(page, "s1_data.mat", bytes());
    const evaluations = page.getByText(/asking the data for their lag weights: [1-9]/);
    await evaluations.waitFor({ timeout: 60_000 });
    const drawn = () => page.evaluate(() => (Reflect.get(window, "frames_") as { count: number }).count);
    const before = await drawn();
    await fitted(page, /35.129 samples.*15 lags/);
    expect(await drawn()).toBeGreaterThan(before);
    await complete(page);
    expect(await page.getByText("15 lags, so that it takes seconds").count()).toBe(1);
    expect(await command(page)).toBe("lagwise fit s1_data.mat --input spikes --output vel --lags 15");
    const model = await download(page, "Model (JSON)");
    const words = wordsOf((await command(page)) ?? "");
    expect(model.text).toBe(lagwise(recordings ?? "", [...words, "--json"]));
  });

  it("cut in half gets a sentence", async () => {
    const { page } = await openLab("#data");
    const half = bytes();
    await drop(page, "half.mat", half.subarray(0, half.length / 2));
    await page.getByRole("alert").filter({ hasText: "half.mat is cut off" }).waitFor();
  });
});

/** The rows of a figure's data, without their header. */
async function table(page: Page, button: string): Promise<string[][]> {
  const { text } = await download(page, button);
  return text
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line) => line.split(","));
}

/** The first and the last sample that the prediction's data hold. */
async function samplesShown(page: Page): Promise<[number, number]> {
  const rows = await table(page, "Prediction on the test part: data as CSV");
  return [Number(rows[0][1]), Number(rows[rows.length - 1][1])];
}

/** Where on the screen the prediction's tick of this sample stands. */
async function tickAt(page: Page, sample: number): Promise<number> {
  const label = page.locator("#prediction .chart text").filter({
    hasText: new RegExp(`^${Math.floor(sample / 1000)}.?${String(sample % 1000).padStart(3, "0")}$`),
  });
  const box = await label.first().boundingBox();
  if (box === null) throw new Error(`no tick at ${sample}`);
  return box.x + box.width / 2;
}
