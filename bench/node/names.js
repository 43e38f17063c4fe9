'use strict';
// Loaded before the peer (node -r): gives one process of several on this machine its own host name, and points its
// look-ups at the bench's DNS server. Host names go there over node's own asynchronous resolver: getaddrinfo, which they
// would take in a pod, cannot be told a port, and is slower (four threads, one look-up each), so this favours the peer.
const dns = require('dns');
const net = require('net');
const os = require('os');

dns.setServers([process.env.BENCH_DNS]);
os.hostname = () => process.env.BENCH_NAME;

dns.lookup = (name, options, callback) => {
  const answer = callback ?? options;
  const all = typeof options === 'object' && options.all;
  const found = (addresses) => {
    if (all) {
      answer(
        null,
        addresses.map((address) => ({ address, family: 4 })),
      );
    } else {
      answer(null, addresses[0], 4);
    }
  };
  if (net.isIP(name)) {
    process.nextTick(found, [name]);
  } else {
    dns.resolve4(name, (error, addresses) => (error ? answer(error) : found(addresses)));
  }
};
