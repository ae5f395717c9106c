// Reads a built site as its readers do: from disk, in a browser, with every other host cut off.
import { readFile, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const WEIGHT = 1024 * 1024;
const WIDTHS = [390, 1280];
const THEMES = ["light", "dark"];
const site = path.resolve(process.argv[2]);
const root = pathToFileURL(site).href + "/";
const pages = (await readdir(site)).filter((name) => name.endsWith(".html")).sort();
const axe = await readFile(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");
const faults = [];
const outside = new Set();
const counts = { pages: pages.length, links: 0, axe: 0, heaviest: 0 };
const check = (holds, fault) => holds || faults.push(fault);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

// Every request is seen, and none but those for files is let through.
const open = async (options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (/^(file|data|blob):/.test(url)) return route.continue();
    outside.add(url);
    return route.abort();
  });
  context.setDefaultTimeout(30000);
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${page.url()}: script error: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`${page.url()}: console: ${message.text()}`);
  });
  // A page is left only once it has loaded, so that whatever fails is a fault.
  page.on("requestfailed", (request) =>
    faults.push(`${page.url()}: did not load ${request.url()}: ${request.failure().errorText}`),
  );
  return { context, page };
};

const readTargets = async (page) =>
  page.evaluate(() => ({
    ids: [...document.querySelectorAll("[id]")].map((element) => element.id),
    links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
    resources: performance.getEntriesByType("resource").map((entry) => entry.name),
  }));

const sizeOf = async (url) => {
  try {
    return (await stat(fileURLToPath(url.split(/[?#]/)[0]))).size;
  } catch {
    return null;
  }
};

const followLinks = async (javaScriptEnabled) => {
  const { context, page } = await open({ javaScriptEnabled });
  const known = new Map();
  for (const name of pages) {
    const loaded = new Set();
    const note = (request) => loaded.add(request.url().split(/[?#]/)[0]);
    page.on("request", note);
    await page.goto(root + name);
    page.off("request", note);
    // With scripts off the page cannot be asked by script either: its locators can.
    const attributes = async (selector, attribute) =>
      page.locator(selector).evaluateAll((all, name) => all.map((one) => one.getAttribute(name)), attribute);
    const ids = await attributes("[id]", "id");
    const links = await attributes("a[href]", "href");
    known.set(name, { ids, links });
    const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
    check(!twice.length, `${name}: ids used twice: ${twice.join(", ")}`);
    check(
      (await page.locator("article").innerText()).trim().length > 40,
      `${name}: hardly any text (scripts ${javaScriptEnabled ? "on" : "off"})`,
    );
    if (!javaScriptEnabled) continue;
    let weight = 0;
    for (const url of loaded) weight += (await sizeOf(url)) ?? 0;
    counts.heaviest = Math.max(counts.heaviest, weight);
    check(weight < WEIGHT, `${name}: ${Math.round(weight / 1024)} KB, figures included`);
  }
  for (const [name, { links }] of known) {
    for (const link of links) {
      const url = new URL(link, root + name);
      if (url.protocol === "http:" || url.protocol === "https:") continue;
      counts.links += 1;
      const [file, anchor] = [url.href.split(/[?#]/)[0], decodeURIComponent(url.hash.slice(1))];
      check(file.startsWith(root), `${name}: a link leaves the site: ${link}`);
      check((await sizeOf(file)) !== null, `${name}: a link leads nowhere: ${link}`);
      const target = known.get(path.basename(file));
      if (anchor && target) check(target.ids.includes(anchor), `${name}: no such anchor: ${link}`);
    }
  }
  await context.close();
};

// What a reader sees of a picture and of the page around it: each light or dark.
const grounds = async (page, picture) => {
  const shot = (await picture.screenshot()).toString("base64");
  return page.evaluate(async (data) => {
    const image = new Image();
    image.src = `data:image/png;base64,${data}`;
    await image.decode();
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    // The lower corner: the head of a narrow page may lie over the upper one.
    canvas.drawImage(image, 4, image.height - 4, 1, 1, 0, 0, 1, 1);
    const [paper] = canvas.getImageData(0, 0, 1, 1).data;
    const [ground] = getComputedStyle(document.body).backgroundColor.match(/\d+/g);
    return [paper, Number(ground)].map((one) => (one > 127 ? "light" : "dark"));
  }, shot);
};

const readAccessibly = async (width, theme) => {
  const { context, page } = await open({
    viewport: { width, height: 900 },
    colorScheme: theme,
    reducedMotion: "reduce",
  });
  for (const name of pages) {
    const place = `${name} (${width} px, ${theme})`;
    await page.goto(root + name + (name === "search.html" ? "?q=产值" : ""));
    // What is folded is read too.
    for (const unfolded of [false, true]) {
      if (unfolded) {
        await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
      }
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      check(over <= 0, `${place}: ${over} px wider than the window`);
    }
    const cut = await page
      .locator(".scroll")
      .evaluateAll((all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1).length);
    check(width > 600 || !cut, `${place}: ${cut} tables wider than a phone`);
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({ preload: false }));
    counts.axe += 1;
    for (const { id, help, nodes } of violations) {
      faults.push(`${place}: axe ${id}: ${help}: ${nodes.length}×, first ${nodes[0].html.slice(0, 160)}`);
    }
    const pictures = await page
      .locator(".picture img")
      .evaluateAll((all) => all.map((one) => [one.alt, one.naturalWidth]));
    for (const [alt, natural] of pictures) {
      check(alt && natural > 0, `${place}: a figure without alt text or that does not load`);
    }
    for (const picture of await page.locator(".picture img").all()) {
      const [paper, ground] = await grounds(page, picture);
      check(paper === theme && ground === theme, `${place}: a ${paper} figure on a ${ground} page`);
    }
  }
  await context.close();
};

const turnTheme = async () => {
  const { context, page } = await open({ colorScheme: "light" });
  await page.goto(root + "index.html");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const seen = new Set([light]);
  for (let turn = 0; turn < 3; turn += 1) {
    await page.locator(".theme-toggle:visible").first().click();
    seen.add(await ground());
    const [paper, around] = await grounds(page, page.locator(".picture img").first());
    check(paper === around, `turned by the button: a ${paper} figure on a ${around} page`);
  }
  check(seen.size === 2, `the theme button shows ${seen.size} grounds, not a light and a dark one`);
  await context.close();
};

const search = async () => {
  const { context, page } = await open();
  for (const word of ["exports", "产值", "创汇"]) {
    await page.goto(root + "index.html");
    const box = page.locator(".sidebar-search");
    await box.fill(word);
    await box.press("Enter");
    await page.waitForURL(/search\.html/);
    const hits = page.locator("#search-found > li");
    check((await hits.count()) > 0, `search finds nothing for ${word}`);
    if (!(await hits.count())) continue;
    const stem = word.replace(/s$/, "");
    check((await hits.first().innerText()).toLowerCase().includes(stem), `the first hit does not show ${word}`);
    await hits.first().locator("a").click();
    await page.waitForLoadState();
    check(!page.url().includes("search.html"), `the first hit for ${word} leads nowhere`);
    const text = await page.locator("article").innerText();
    check(text.toLowerCase().includes(stem), `the page found does not hold ${word}`);
  }
  for (const [query, shown] of [["77%", "77"], ["0.6 percent", "0.6"], ["forex", "oreign"]]) {
    await page.goto(root + "search.html?q=" + encodeURIComponent(query));
    const hits = page.locator("#search-found > li");
    const first = (await hits.count()) ? await hits.first().innerText() : "";
    check(first.includes(shown) && first, `search finds nothing for ${query}`);
  }
  // A part that starts at no boundary a dictionary knows.
  await page.goto(root + "search.html?q=" + encodeURIComponent("业总产"));
  check((await page.locator("#search-found mark").first().innerText()) === "业总产", "search finds no part of 工业总产值");
  await page.goto(root + "search.html?q=" + encodeURIComponent("<img src=x onerror=alert(1)>"));
  check((await page.locator("#search-found > li, article img").count()) === 0, "search takes markup for markup");
  await context.close();
};

// A number inside a fold has an address of its own, and every page is locked.
const followNumber = async () => {
  const { context, page } = await open();
  for (const name of pages) {
    await page.goto(root + name);
    const policy = page.locator('meta[http-equiv="Content-Security-Policy"]');
    check((await policy.count()) === 1, `${name}: no Content-Security-Policy`);
    const number = page.locator(".numbers li").first();
    if (!(await number.count())) continue;
    await page.goto(`${root}${name}#${await number.getAttribute("id")}`);
    check(await page.locator(".numbers li").first().isVisible(), `${name}: a number stays folded`);
  }
  await context.close();
};

// The front page is headed by what was found; on paper no page is longer than what it says.
const readHeadings = async () => {
  const { context, page } = await open();
  const told = JSON.parse(await readFile(path.join(site, "data", "datapackage.json"), "utf8"));
  await page.emulateMedia({ media: "print" });
  for (const name of pages) {
    await page.goto(root + name);
    const headings = await page.locator("h1").evaluateAll((all) => all.map((one) => one.firstChild.textContent));
    check(headings.length === 1, `${name}: ${headings.length} headings of the first rank`);
    const headline = told.headline ?? told.title;
    check(name !== "index.html" || headings[0] === headline, `the front page is headed: ${headings[0]}`);
    const blank = await page.evaluate(
      () => document.documentElement.offsetHeight - document.querySelector("article").getBoundingClientRect().bottom,
    );
    check(blank < 60, `${name}: ${blank} px of blank paper at its end`);
  }
  await context.close();
};

const copyCitation = async () => {
  const { context, page } = await open();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  for (const name of pages) {
    await page.goto(root + name);
    const fold = page.locator("details.tools").first();
    if (!(await fold.count())) continue;
    await fold.locator("summary").first().click();
    const shown = (await fold.locator(".cite-text").first().innerText()).trim();
    await fold.locator("button.copy").first().click();
    await page.waitForFunction(() => document.querySelector("button.copy").textContent === "Copied");
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      return Promise.all(["text/plain", "text/html"].map(async (kind) => (await item.getType(kind)).text()));
    });
    check(shown.length > 40, `${name}: hardly a citation: ${shown}`);
    check(copied[0].trim() === shown, `${name}: copied ${copied[0]}, shown ${shown}`);
    check(/<(em|i)>/.test(copied[1]), `${name}: the rich copy has lost its italics: ${copied[1]}`);
    await context.close();
    return;
  }
  faults.push("no page has a citation to copy");
};

// A step that cannot be ended is a fault like any other; the others go on.
const step = async (name, run) => {
  try {
    await run();
  } catch (error) {
    faults.push(`${name}: ${error.message.split("\n")[0]}`);
  }
};

await step("scripts on", () => followLinks(true));
await step("scripts off", () => followLinks(false));
for (const width of WIDTHS) {
  await Promise.all(
    THEMES.map((theme) => step(`${width} px, ${theme}`, () => readAccessibly(width, theme))),
  );
}
await step("headings", readHeadings);
await step("theme", turnTheme);
await step("search", search);
await step("number", followNumber);
await step("citation", copyCitation);
await browser.close();

for (const url of outside) faults.push(`asked another host: ${url}`);
const kept = [...new Set(faults)];
const MOST = 40;
for (const fault of kept.slice(0, MOST)) console.error(`  ${fault}`);
if (kept.length > MOST) console.error(`  and ${kept.length - MOST} more`);
console.log(
  `${counts.pages} pages, ${counts.links} internal links, ${counts.axe} axe runs, ` +
    `heaviest page ${Math.round(counts.heaviest / 1024)} KB, ` +
    `${outside.size} outside requests, ${kept.length} faults`,
);
process.exit(kept.length ? 1 : 0);
