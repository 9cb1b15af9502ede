// Bundle the map's scripts and styles into static/vendor, named by their content.
//
// The names go into manifest.json; views/assets.py reads them.  A bundle that holds an
// address elsewhere in its styles stops the build: the page must work with the network unplugged.
import { build } from "esbuild";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "vendor");

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const result = await build({
  entryPoints: { map: path.join(here, "src", "main.js") },
  outdir: out,
  entryNames: "[name].[hash]",
  bundle: true,
  minify: true,
  format: "iife",
  target: ["es2020"],
  charset: "utf8",
  legalComments: "linked",
  loader: { ".png": "dataurl", ".svg": "dataurl", ".woff2": "file" },
  assetNames: "[name].[hash]",
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const file of Object.keys(result.metafile.outputs)) {
  const name = path.basename(file);
  const kind = name.match(/^map\.[A-Z0-9]+\.(js|css)$/)?.[1];
  if (kind) manifest[`map.${kind}`] = name;
  if (name.endsWith(".css")) {
    const css = await readFile(path.resolve(file), "utf8");
    if (/(url\(|@import)\s*['"]?(https?:)?\/\//.test(css)) {
      throw new Error(`${name} fetches from elsewhere; every file must be local`);
    }
  }
}
if (!manifest["map.js"] || !manifest["map.css"]) {
  throw new Error(`expected a script and a style sheet, got ${JSON.stringify(manifest)}`);
}
await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
