// Opens a report in headless Chromium, uses it as a reader would, and prints what came of it as JSON.
// Arguments: the report's path; then, where pictures are wanted, a folder for them.
import { chromium } from "playwright-core";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [report, pictures] = process.argv.slice(2);
const problems = [];
const requests = [];

async function open(browser, width, colorScheme) {
  const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme });
  page.on("console", (message) => problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.stack));
  page.on("request", (request) => requests.push(request.url().slice(0, 200)));
  await page.goto(pathToFileURL(report).href);
  return page;
}

// The second column of the first table that is a number, by row of its first body.
const figures = (page) => page.$$eval("table", ([table]) => [...table.tBodies[0].rows].filter((row) => row.cells.length > 2).map((row) => Number(row.cells[2].dataset.order)));

async function sorted(page) {
  const head = page.locator("table").first().locator("thead th").nth(2);
  await head.locator("button").focus();
  await page.keyboard.press("Enter");
  const rising = await figures(page);
  await head.locator("button").click();
  return { rising, falling: await figures(page), sort: await head.getAttribute("aria-sort") };
}

// The section against the baseline: its advice, and what a figure in the first place shows before and after it is unfolded.
async function compared(page) {
  const section = page.locator("#compare");
  if ((await section.count()) === 0) return null;
  const details = section.locator("details", { hasText: "R@1, against" }).first();
  const folded = await details.innerText();
  await details.locator("summary").click();
  return {
    advice: await section.locator(":scope > ul:not(.notes) li").allInnerTexts(),
    places: await section.locator("h3").allInnerTexts(),
    figures: await section.locator("details").count(),
    folded,
    subject: await details.locator("summary").innerText(),
    findings: await details.locator("li").allInnerTexts(),
  };
}

// Rows of the first table of the hardest samples, as they come and sorted by class and by average precision, and the tables' titles.
async function hardest(page) {
  const table = page.locator("#hard table").first();
  const rows = () => table.evaluate(({ tBodies: [body] }) => [...body.rows].map((row) => [...row.cells].map((cell) => cell.innerText)));
  const sortedBy = async (name) => {
    await table.getByRole("button", { name }).click();
    return rows();
  };
  return {
    places: await page.locator("#hard h3").allInnerTexts(),
    rows: await rows(),
    byClass: await sortedBy("class"),
    rising: await sortedBy("average precision"),
    falling: await sortedBy("average precision"),
  };
}

// What stands nearest to the middle of a chart, in words; null where there is no such chart.
async function hovered(page, chart) {
  const plot = page.locator(`[data-chart="${chart}"] .u-over`);
  if ((await plot.count()) === 0) return null;
  await plot.scrollIntoViewIfNeeded();
  const { width, height } = await plot.boundingBox();
  // Off the middle, where a map of classes has no cell.
  await plot.hover({ position: { x: width * 0.55, y: height * 0.35 } });
  return page.locator(`[data-chart="${chart}"] .tip span`).innerText();
}

// Names of the charts, and the middles of some.
async function charted(page) {
  const names = await page.$$eval("[data-chart]", (charts) => charts.map((chart) => chart.dataset.chart));
  return { names, loss: await hovered(page, "loss"), cells: await hovered(page, "class-inter-contrastive"), bars: await hovered(page, names.find((name) => name.startsWith("class-intra"))) };
}

async function toggled(page) {
  const label = (chart) => page.locator(`[data-chart=${chart}] .plot`).getAttribute("aria-label");
  const before = await label("loss");
  const loss = page.locator("#losses button").first();
  await loss.click();
  const hidden = await label("loss");
  await loss.click();
  await page.locator("[data-chart=loss] figcaption button").click();
  return { before, hidden, scale: await page.locator("[data-chart=loss] figcaption button").innerText() };
}

// Whether a chart that a dark screen shows is drawn again for paper.
async function printed(browser) {
  const page = await open(browser, 1280, "dark");
  const onScreen = await page.$eval("[data-chart=loss] canvas", (canvas) => canvas.toDataURL());
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const isRedrawn = (before) => document.querySelector("[data-chart=loss] canvas").toDataURL() !== before;
  const redrawn = await page.waitForFunction(isRedrawn, onScreen).catch(() => null);
  await page.close();
  return redrawn !== null;
}

// Where the canvas of the explorer has its first point.
const aPoint = (page) => page.evaluate(() => {
  const canvas = document.getElementById("map");
  // Read from a copy: Chromium warns when a canvas that is drawn is read again and again.
  const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext("2d");
  copy.drawImage(canvas, 0, 0);
  const { data, width } = copy.getImageData(0, 0, canvas.width, canvas.height);
  const scale = canvas.width / canvas.clientWidth;
  for (let i = 3; i < data.length; i += 4) if (data[i] > 200) return { x: ((i >> 2) % width) / scale, y: Math.floor((i >> 2) / width) / scale };
});

// The inputs, after the losses: what the explorer says of them and of a point.
async function inputs(page) {
  const panels = page.locator("#panel");
  if ((await panels.count()) === 0) return null;
  const titles = await panels.locator("option").allInnerTexts();
  await panels.selectOption({ label: titles.at(-1) });
  await page.locator("#map").scrollIntoViewIfNeeded();
  await page.locator("#map").hover({ position: await aPoint(page) });
  return { titles, views: await page.locator("#view option").allInnerTexts(), sampled: await page.locator("#sampled").innerText(), readout: await page.locator("#readout").innerText() };
}

// A drawn point of the canvas: what the readout says when the pointer is there, and how many pixels the lines to its neighbours change.
async function explored(page) {
  const map = page.locator("#map");
  if ((await map.count()) === 0) return null;
  await map.scrollIntoViewIfNeeded();
  const pixels = async () => (await map.screenshot()).toString("base64");
  const drawn = await pixels();
  await map.hover({ position: await aPoint(page) });
  const readout = await page.locator("#readout").innerText();
  const pointed = await pixels();
  await page.mouse.move(0, 0);

  await page.locator("#class-filter").fill("class 1 ");
  const classes = page.locator("#class-list button");
  const found = await classes.allInnerTexts();
  await classes.first().click();
  const isolated = await pixels();
  await classes.first().click();
  await page.locator("#class-filter").fill("");

  const whole = await pixels();
  await map.hover({ position: { x: 200, y: 200 } });
  await page.mouse.wheel(0, -300);
  await page.waitForTimeout(50);
  await page.mouse.move(0, 0);
  const zoomed = await pixels();
  await page.locator("#whole").click();
  return {
    readout,
    neighborsAreDrawn: pointed !== drawn,
    found,
    classIsIsolated: isolated !== drawn,
    allComesBack: whole === drawn,
    wheelZooms: zoomed !== drawn,
    wholeComesBack: (await pixels()) === drawn,
  };
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
try {
  const page = await open(browser, 1280, "light");
  const said = {
    sorted: await sorted(page),
    compared: await compared(page),
    hardest: await hardest(page),
    charted: await charted(page),
    toggled: await toggled(page),
    explored: await explored(page),
    inputs: await inputs(page),
    printed: await printed(browser),
    // What a class's name, an option or a script would add if it were not escaped.
    smuggled: await page.locator("main b, main pre *:not(code)").count(),
    widths: [],
  };
  for (const width of [1280, 800, 390]) {
    for (const scheme of ["light", "dark"]) {
      const view = await open(browser, width, scheme);
      said.widths.push(await view.evaluate(() => document.documentElement.scrollWidth - innerWidth));
      if (pictures) {
        mkdirSync(pictures, { recursive: true });
        await view.evaluate(() => document.querySelector("#compare details")?.setAttribute("open", ""));
        for (const section of await view.locator("section").all()) {
          await section.screenshot({ path: join(pictures, `${width}-${scheme}-${await section.getAttribute("id")}.png`) });
        }
      }
      await view.close();
    }
  }
  console.log(JSON.stringify({ ...said, problems, requests: requests.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")) }));
} finally {
  await browser.close();
}
