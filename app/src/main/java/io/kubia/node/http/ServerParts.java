package io.kubia.node.http;

import io.kubia.node.store.DataStore;

/** What all connections of a server share. */
record ServerParts(HttpConfig config, DataStore store, Answers answers, DateField dates, HttpMetrics metrics) {}
