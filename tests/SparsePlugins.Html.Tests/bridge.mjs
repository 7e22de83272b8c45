// Drives Chromium for the C# tests: a call a line on standard input, an answer a line on standard output.
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const [executablePath] = process.argv.slice(2);
// Chromium refuses its sandbox to root, which containers and CI run as.
const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
const browser = await chromium.launch({ executablePath, args });
let page = null;
let seen = { messages: [], requests: [] };

const calls = {
  async open({ path, fragment, ...options }) {
    await page?.context().close();
    seen = { messages: [], requests: [] };
    page = await (await browser.newContext({ ...options, offline: true })).newPage();
    page.setDefaultTimeout(600_000); // Only what hangs fails, however busy the machine is.
    page.on("console", (message) => seen.messages.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => seen.messages.push(`error: ${error.message}`));
    page.on("request", (request) => seen.requests.push(request.url()));
    await page.goto(pathToFileURL(path).href + fragment);
    return true;
  },
  seen: async () => seen,
  // A page that is just loading again is asked once more.
  evaluate: ({ script }) =>
    page.evaluate(script).catch(async (error) => {
      if (!error.message.includes("context was destroyed")) throw error;
      await page.waitForLoadState();
      return page.evaluate(script);
    }),
  click: ({ selector }) => page.click(selector),
  doubleClick: ({ selector }) => page.dblclick(selector),
  fill: ({ selector, text }) => page.fill(selector, text),
  choose: ({ selector, label }) => page.selectOption(selector, { label }),
  focus: ({ selector }) => page.focus(selector),
  press: ({ key }) => page.keyboard.press(key),
  move: ({ x, y }) => page.mouse.move(x, y, { steps: 4 }),
  tap: ({ x, y }) => page.touchscreen.tap(x, y),
  async download({ selector }) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.click(selector)]);
    const chunks = [];
    for await (const chunk of await file.createReadStream()) chunks.push(chunk);
    return { name: file.suggestedFilename(), base64: Buffer.concat(chunks).toString("base64") };
  },
  down: () => page.mouse.down(),
  up: () => page.mouse.up(),
  doubleClickAt: ({ x, y }) => page.mouse.dblclick(x, y),
  media: (options) => page.emulateMedia(options),
  pdf: ({ path }) => page.pdf({ path, format: "A4" }).then((bytes) => bytes.length),
  async accessibility() {
    const session = await page.context().newCDPSession(page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const named = nodes.filter((node) => !node.ignored);
    return named.map((node) => ({ role: node.role?.value ?? "", name: String(node.name?.value ?? "") }));
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const { call, ...options } = JSON.parse(line);
  const answer = await calls[call](options).then(
    (value) => ({ value: value ?? null }),
    (error) => ({ error: error.message }),
  );
  process.stdout.write(JSON.stringify(answer) + "\n");
}
await browser.close();
