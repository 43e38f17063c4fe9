'use strict';
// The peer of this bench: a stand-in for the small node.js data node that kubia grew out of, making the same calls in
// the same order with the same defaults (no agent options, no DNS cache, a synchronous read of the file), and answering
// as early as it does: a POST is answered when the file is open, before the body has arrived in it.
// BENCH_ADDRESS and BENCH_FILE are where three of them on one machine differ; who they are and which DNS server they
// ask is told by names.js.
const http = require('http');
const os = require('os');
const fs = require('fs');
const dns = require('dns');

const PORT = 8080;
const SERVICE = 'kubia.default.svc.cluster.local';
const FILE = process.env.BENCH_FILE;

function stored() {
  try {
    fs.statSync(FILE);
  } catch (missing) {
    return 'No data posted yet';
  }
  return fs.readFileSync(FILE, 'utf8');
}

function store(request, response) {
  const sink = fs.createWriteStream(FILE);
  sink.on('open', () => {
    request.pipe(sink);
    console.log('New data has been received and stored.');
    response.writeHead(200);
    response.end(`Data stored on pod ${os.hostname()}\n`);
  });
}

function read(peer, whenRead) {
  http
    .get({ host: peer, port: PORT, path: '/data' }, (answer) => {
      let text = '';
      answer.on('data', (chunk) => {
        text += chunk;
      });
      answer.on('end', () => whenRead(text));
    })
    .on('error', (error) => whenRead(`Error: ${error.message}`));
}

function readCluster(response) {
  response.write(`You've hit ${os.hostname()}\n`);
  response.write('Data stored in the cluster:\n');
  dns.resolveSrv(SERVICE, (error, peers) => {
    if (error) {
      response.end(`Could not look up DNS SRV records: ${error}`);
    } else if (peers.length === 0) {
      response.end('No peers discovered.');
    } else {
      let waitingFor = peers.length;
      for (const peer of peers) {
        read(peer.name, (text) => {
          response.write(`- ${peer.name}: ${text}\n`);
          waitingFor -= 1;
          if (waitingFor === 0) {
            response.end();
          }
        });
      }
    }
  });
}

http
  .createServer((request, response) => {
    if (request.method === 'POST') {
      store(request, response);
      return;
    }
    response.writeHead(200);
    if (request.url === '/data') {
      response.end(stored());
    } else {
      readCluster(response);
    }
  })
  .listen(PORT, process.env.BENCH_ADDRESS);
