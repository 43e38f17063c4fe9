// What a client of the API sees of pods: requests, and a watch that tells of each event when it comes.
"use strict";
const http = require("http");

const base = new URL(process.env.BENCH_API);
const agent = new http.Agent({ keepAlive: true });
const LIMIT_MS = 60000;

function send(method, path, body, type = "application/json") {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? "" : JSON.stringify(body);
    const headers = text ? { "Content-Type": type, "Content-Length": Buffer.byteLength(text) } : {};
    const request = http.request({ host: base.hostname, port: base.port, method, path, headers, agent }, (answer) => {
      let said = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk) => (said += chunk));
      answer.on("end", () => {
        if (answer.statusCode >= 300) reject(new Error(`${method} ${path}: ${answer.statusCode} ${said}`));
        else resolve(JSON.parse(said));
      });
    });
    request.on("error", reject);
    request.end(text);
  });
}

// A watch of pods from now on; `heard` is called with each chunk of text. Resolves when the server has begun to answer.
function listen(query, heard) {
  return new Promise((resolve, reject) => {
    const path = `/api/v1/namespaces/default/pods?watch=1&${query}`;
    const request = http.get({ host: base.hostname, port: base.port, path, agent: false }, (answer) => {
      answer.setEncoding("utf8");
      answer.on("data", heard);
      answer.on("error", () => {}); // it is we who end it
      resolve(request);
    });
    request.on("error", reject);
  });
}

// The pods that a watch has told of, by name, as they are now.
class Pods {
  constructor() {
    this.present = new Map();
    this.waiting = [];
    this.rest = "";
  }

  static async watch(query = "") {
    const pods = new Pods();
    pods.request = await listen(query, (chunk) => pods.heard(chunk));
    return pods;
  }

  heard(chunk) {
    const at = performance.now();
    const lines = (this.rest + chunk).split("\n");
    this.rest = lines.pop();
    for (const line of lines) {
      const { type, object } = JSON.parse(line);
      if (type === "DELETED") this.present.delete(object.metadata.name);
      else this.present.set(object.metadata.name, object);
    }
    this.waiting = this.waiting.filter(({ condition, resolve }) => !condition(this.present) || resolve(at));
  }

  // Resolves with the moment of the event that made the condition true.
  until(what, condition) {
    return new Promise((resolve, reject) => {
      if (condition(this.present)) return resolve(performance.now());
      const limit = setTimeout(() => reject(new Error(`${what}: not after ${LIMIT_MS / 1000} s`)), LIMIT_MS);
      const done = (at) => {
        clearTimeout(limit);
        resolve(at);
      };
      this.waiting.push({ condition, resolve: done });
    });
  }

  close() {
    this.request.on("error", () => {});
    this.request.destroy();
  }
}

function isReady(pod) {
  const ready = pod?.status?.conditions?.find((condition) => condition.type === "Ready");
  return ready?.status === "True" && !pod.metadata.deletionTimestamp;
}

function print(metric, value) {
  console.log(`${metric}\t${value.toFixed(2)}`);
}

module.exports = { send, listen, Pods, isReady, print };
