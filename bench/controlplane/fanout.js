// Measures how long after a write's answer the last of many watchers has the event: fanout.js WATCHERS WRITES. An event
// that came before the answer counts as 0.
"use strict";
const { send, listen, print } = require("./api.js");

const [watchers, writes] = process.argv.slice(2).map(Number);
const path = "/api/v1/namespaces/default/pods/kubia-0";
let mark = "";
let missing = 0;
let told = () => {};

function heard() {
  let rest = "";
  return (chunk) => {
    const text = rest + chunk;
    rest = text.slice(text.lastIndexOf("\n") + 1);
    if (mark && text.includes(mark) && text.indexOf("\n", text.indexOf(mark)) >= 0) {
      missing--;
      if (missing === 0) told(performance.now());
    }
  };
}

async function write(i) {
  mark = `"mark-${i}"`;
  missing = watchers;
  const last = new Promise((resolve) => (told = resolve));
  const began = performance.now();
  const patch = { metadata: { labels: { bench: `mark-${i}` } } };
  const answer = send("PATCH", path, patch, "application/merge-patch+json").then(() => performance.now());
  const [answered, ended] = await Promise.all([answer, last]);
  mark = "";
  return [Math.max(0, ended - answered), ended - began];
}

async function main() {
  await Promise.all(Array.from({ length: watchers }, () => listen("", heard())));
  for (let i = 0; i < 20; i++) await write(`warm-up-${i}`);
  const times = [];
  for (let i = 0; i < writes; i++) times.push(await write(i));
  const sorted = (column) => times.map((row) => row[column]).sort((a, b) => a - b);
  const afterAnswer = sorted(0);
  print("fanout_ms", afterAnswer[Math.floor(writes / 2)]);
  print("fanout_worst_ms", afterAnswer[writes - 1]);
  print("fanout_from_request_ms", sorted(1)[Math.floor(writes / 2)]);
}

const limit = setTimeout(() => {
  console.error(`event of a write: ${missing} of ${watchers} watchers without it after 60 s`);
  process.exit(1);
}, 60000);
main().then(
  () => process.exit(0),
  (error) => {
    clearTimeout(limit);
    console.error(error.message);
    process.exit(1);
  },
);
