// Builds dist/ from src/, the design system dkfds and what the pages use:
//
//   cd web && npm ci && node build.mjs
//
// What the pages use is read from the code: class names stand whole in string
// literals of *.templ and *.go files, and icons in the calls that draw them. So
// this runs again whenever a page uses something new; a test in internal/web
// says when. The same input gives the same bytes.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { brotliCompressSync, brotliDecompressSync, constants, gunzipSync, gzipSync } from "node:zlib";
import { join, extname } from "node:path";
import { transform } from "lightningcss";
import postcss from "postcss";
import selectors from "postcss-selector-parser";

const here = import.meta.dirname;
const dkfds = join(here, "node_modules/dkfds");
const dist = join(here, "dist");
const budget = 150_000; // bytes of a first visit: everything here, one page not included

const pages = sources(join(here, "../internal"));
const used = { classes: classesIn(pages), tags: tagsIn(pages), icons: iconsIn(pages) };

const unused = new Set();
const pictures = {}; // those the style sheet points to, found while it is made
const built = {
  "app.css": styles(),
  "icons.svg": sprite(),
  "attendance.js": readFileSync(join(here, "src/js/attendance.js")),
  "attendance-offline.js": readFileSync(join(here, "src/js/attendance-offline.js")),
  "back.js": readFileSync(join(here, "src/js/back.js")),
  "checkin.js": readFileSync(join(here, "src/js/checkin.js")),
  "logo.svg": readFileSync(join(here, "src/logo.svg")),
  ...pictures,
  "fonts/plex-regular.woff2": font("Regular"),
  "fonts/plex-semibold.woff2": font("SemiBold"),
  "fonts/plex-bold.woff2": font("Bold"),
};
const files = Object.entries(built).flatMap(([name, content]) => [[name, Buffer.from(content)], ...packed(name, Buffer.from(content))]);
mkdirSync(join(dist, "fonts"), { recursive: true });
for (const [name, bytes] of files) writeFileSync(join(dist, name), bytes);
for (const name of readdirSync(dist)) if (name !== "fonts" && !files.some(([f]) => f === name)) rmSync(join(dist, name));
report();

// sources are the texts of all pages: templates and hand-written Go, no tests.
function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((f) => f.isFile() && /\.(templ|go)$/.test(f.name) && !/(_templ|_test)\.go$/.test(f.name))
    .map((f) => ({ name: f.name, text: readFileSync(join(f.parentPath, f.name), "utf8") }));
}

// classesIn is every word of every string literal that could be a class.
function classesIn(pages) {
  const words = pages.flatMap(({ text }) => text.match(/"[^"\n]*"|`[^`]*`/g) ?? []).flatMap((s) => s.slice(1, -1).split(/\s+/));
  return new Set(words.filter((w) => /^[a-z][\w-]*$/i.test(w)));
}

// tagsIn is every HTML and SVG element that a template draws.
function tagsIn(pages) {
  const found = pages.filter((p) => p.name.endsWith(".templ")).flatMap(({ text }) => text.match(/<[a-z][a-z0-9]*/gi) ?? []);
  return new Set(found.map((t) => t.slice(1)));
}

// iconsIn is every icon that a call or a literal names.
function iconsIn(pages) {
  const calls = /\b(?:Icon|IconSmall|Empty)\("([a-z-]+)"|\bTag\([^,()]+, "([a-z-]+)"|\bIcon:\s*"([a-z-]+)"|\ticon:\s*"([a-z-]+)"/g;
  const own = ["success", "warning", "error", "info"]; // Message picks these by tone
  const named = pages.flatMap(({ text }) => [...text.matchAll(calls)].map((m) => m[1] ?? m[2] ?? m[3] ?? m[4]));
  return [...new Set([...own, ...named])].sort();
}

// styles is the design system in a layer of its own, so that ours wins without
// force, then our own; both without what no page uses.
function styles() {
  const system = postcss.parse(readFileSync(join(dkfds, "dist/css/dkfds.min.css"), "utf8"));
  system.walkAtRules("font-face", (rule) => rule.remove());
  purge(system).walkDecls((d) => {
    d.value = d.value.replace(/\.\.\/img\/svg-icons\/([\w-]+\.svg)/g, (_, name) => {
      pictures[name] = readFileSync(join(dkfds, "dist/img/svg-icons", name));
      return name;
    });
  });
  const folder = join(here, "src/css");
  const own = readdirSync(folder).filter((f) => extname(f) === ".css").sort()
    .map((f) => postcss.parse(readFileSync(join(folder, f), "utf8"), { from: f }));
  for (const sheet of own) sheet.walkRules((rule) => selectors((list) => list.walkClasses(noteUnused)).processSync(rule.selector));
  const code = Buffer.from(`@layer dkfds{${system}}\n${own.map(purge).join("\n")}`);
  return transform({ filename: "app.css", code, minify: true, targets: { chrome: 111 << 16, firefox: 113 << 16, safari: (16 << 16) | (4 << 8) } }).code;
}

function noteUnused(part) {
  if (!used.classes.has(part.value)) unused.add(part.value);
}

// purge takes out the selectors that cannot match anything on our pages, and the
// rules that are empty without them.
function purge(sheet) {
  sheet.walkRules((rule) => {
    if (rule.parent.name === "keyframes") return;
    const list = selectors().astSync(rule.selector);
    list.each((one) => { if (!one.every(possible)) one.remove(); });
    if (list.length === 0) rule.remove();
    else rule.selector = list.toString();
  });
  const used = sheet.toString();
  sheet.walkAtRules("keyframes", (rule) => { if (!used.includes(`animation:${rule.params}`)) rule.remove(); });
  sheet.walkAtRules((rule) => { if (rule.nodes?.length === 0) rule.remove(); });
  return sheet;
}

// possible asks of one part of a selector. Only plain parts decide; what stands
// inside :not() or :has() does not.
function possible(part) {
  if (part.type === "class") return used.classes.has(part.value);
  if (part.type === "tag") return used.tags.has(part.value.toLowerCase());
  return true;
}

// sprite is one file with a symbol for each icon.
function sprite() {
  const symbols = used.icons.map((name) => {
    const svg = readFileSync(join(dkfds, "dist/img/svg-icons", `${name}.svg`), "utf8");
    const [, box, inside] = svg.match(/<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)<\/svg>/s);
    return `<symbol id="i-${name}" viewBox="${box}">${inside.trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

// font is one cut of the typeface, with the letters of western Europe.
function font(cut) {
  return readFileSync(join(dkfds, `src/fonts/IBMPlexSans/split/woff2/IBMPlexSans-${cut}-Latin1.woff2`));
}

// packed is a file in the encodings browsers ask for, when that pays. Versions of
// zlib pack differently, so a packed file that is still right is left alone.
function packed(name, bytes) {
  if (extname(name) === ".woff2" || bytes.length < 1000) return []; // packed already, or one packet either way
  const best = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  return [
    [`${name}.gz`, kept(`${name}.gz`, gunzipSync, bytes) ?? gzipSync(bytes, { level: 9 })],
    [`${name}.br`, kept(`${name}.br`, brotliDecompressSync, bytes) ?? brotliCompressSync(bytes, { params: best })],
  ];
}

function kept(name, unpack, bytes) {
  const file = join(dist, name);
  if (!existsSync(file)) return;
  const before = readFileSync(file);
  if (unpack(before).equals(bytes)) return before;
}

// report says what a first visit costs, and fails when it is too much.
function report() {
  const size = Object.fromEntries(files.map(([name, bytes]) => [name, bytes.length]));
  let total = 0;
  for (const name of Object.keys(built)) {
    total += size[`${name}.gz`] ?? size[name];
    console.log(name.padEnd(26), String(size[name]).padStart(6), "gzip", size[`${name}.gz`] ?? "-", "brotli", size[`${name}.br`] ?? "-");
  }
  console.log(`classes of ours that no page uses: ${[...unused].sort().join(" ") || "none"}`);
  console.log(`first visit: ${total} bytes with gzip, of at most ${budget}`);
  if (total > budget) process.exitCode = 1;
}
