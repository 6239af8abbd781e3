// A terminal without a window. One JSON request a line on stdin, one answer a line on stdout:
//   {"write": TEXT} -> {"column": COLUMN, "row": ROW, "answer": TEXT}
//     where the cursor is then (from 0), and what the terminal sends back to the program
//   {"read": true} -> {"rows": [[[COLUMN, TEXT], ...], ...]}
//     the cells of the screen that are not blank
// Arguments: columns, rows, and how it counts cells: 6, 11 or graphemes.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { Terminal } = require("@xterm/headless");
const [columns, rows, unicode] = process.argv.slice(2);
const terminal = new Terminal({
  cols: Number(columns),
  rows: Number(rows),
  allowProposedApi: true,
  scrollback: 0,
});
if (unicode === "11") {
  const { Unicode11Addon } = require("@xterm/addon-unicode11");
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = "11";
} else if (unicode === "graphemes") {
  const { UnicodeGraphemesAddon } = require("@xterm/addon-unicode-graphemes");
  terminal.loadAddon(new UnicodeGraphemesAddon());
}
let answer = "";
terminal.onData((data) => {
  answer += data;
});

function cells(line) {
  const found = [];
  for (let x = 0; x < terminal.cols; x += 1) {
    const cell = line.getCell(x);
    const text = cell.getChars();
    if (cell.getWidth() > 0 && text.trim()) {
      found.push([x, text]);
    }
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  const buffer = terminal.buffer.active;
  let told;
  if (request.read) {
    told = { rows: [] };
    for (let y = 0; y < terminal.rows; y += 1) {
      told.rows.push(cells(buffer.getLine(buffer.viewportY + y)));
    }
  } else {
    await new Promise((done) => terminal.write(request.write, done));
    const now = terminal.buffer.active;
    told = { column: now.cursorX, row: now.cursorY, answer };
    answer = "";
  }
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
