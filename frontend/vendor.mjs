// Copies what the console's pages load into ivr/console/static/vendor, and says where each file is from. For maintainers:
//   cd frontend && npm ci && node vendor.mjs
// The output is committed: whoever installs or runs the product needs no Node. Each file is copied as it was published,
// but for the pointer to a source map that is not there.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..");
const OUT = join(ROOT, "ivr/console/static/vendor");

// One line per package: the folder it gets, its licence's text, and its files (ours: theirs).
const PACKAGES = {
  "htmx.org": { folder: "htmx", licence: "LICENSE", files: { "htmx.min.js": "dist/htmx.min.js" } },
  bootstrap: { folder: "bootstrap", licence: "LICENSE", files: { "bootstrap.min.css": "dist/css/bootstrap.min.css" } },
  tinykeys: { folder: "tinykeys", licence: "LICENSE", files: { "tinykeys.js": "dist/tinykeys.module.js" } },
  "@fontsource-variable/noto-sans-bengali": {
    folder: "noto-sans-bengali",
    licence: "LICENSE",
    files: { "bengali.woff2": "files/noto-sans-bengali-bengali-wght-normal.woff2" },
  },
  "@twilio/voice-sdk": { folder: "twilio", licence: "LICENSE.md", files: { "twilio.min.js": "dist/twilio.min.js" } },
  "lucide-static": { folder: "lucide", licence: "LICENSE", files: { "sprite.svg": "sprite.svg" }, only: icons() },
};

// The pictures that pages may show, by Lucide's names.
function icons() {
  return `alarm-clock arrow-left arrow-right ban bell book-open calendar calendar-clock check chevron-down chevron-left
    chevron-right circle-alert circle-check circle-question-mark circle-x clock coffee contact copy download ear eye flag globe
    hash headset house id-card info key-round keyboard languages link list lock log-in log-out mail map-pin
    menu merge message-square mic mic-off moon ellipsis pause pencil phone phone-call phone-forwarded
    phone-incoming phone-missed phone-off phone-outgoing play plus printer refresh-cw repeat rotate-ccw scroll-text
    search send settings shield skip-forward smartphone split star sticky-note sun tag timer trash triangle-alert
    undo-2 upload user user-check user-plus user-x users volume-2 wifi wifi-off x`.split(/\s+/);
}

const text = (name) => /\.(js|css|svg)$/.test(name);
const bare = (words) => words.replace(/\n?(\/\/|\/\*)# sourceMappingURL=\S+?( \*\/)?\s*$/, "\n");

function sprite(whole, wanted) {
  const licence = whole.match(/<!-- @license .*? -->/)[0];
  const symbols = wanted.map((name) => {
    const found = whole.match(new RegExp(`<symbol id="${name}"[\\s\\S]*?</symbol>`));
    if (!found) throw new Error(`there is no icon ${name}`);
    return found[0].replace(/\n\s*/g, "");
  });
  return `${licence}\n<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

function file(from, name, only) {
  if (!text(name)) return readFileSync(from);
  const words = readFileSync(from, "utf8");
  return Buffer.from(only ? sprite(words, only) : bare(words));
}

rmSync(OUT, { recursive: true, force: true });
const vendored = {};
const notices = [];
for (const [name, { folder, licence, files, only }] of Object.entries(PACKAGES)) {
  const home = join(HERE, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
  mkdirSync(join(OUT, folder), { recursive: true });
  const words = readFileSync(join(home, licence), "utf8").trim();
  writeFileSync(join(OUT, folder, "LICENSE"), `${words}\n`);
  notices.push(`## ${name} ${version} (${license})\n\n\`\`\`text\n${words}\n\`\`\`\n`);
  for (const [ours, theirs] of Object.entries(files)) {
    const bytes = file(join(home, theirs), ours, only);
    writeFileSync(join(OUT, folder, ours), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    vendored[`${folder}/${ours}`] = { package: name, version, licence: license, sha256 };
  }
}
writeFileSync(join(OUT, "VENDORED.json"), `${JSON.stringify(vendored, null, 2)}\n`);
writeFileSync(
  join(ROOT, "THIRD_PARTY_NOTICES.md"),
  `# Third-party notices\n\nWhat the console's pages load in the browser stands in \`ivr/console/static/vendor\`, and is the work of others.\n\n${notices.join("\n")}`,
);
