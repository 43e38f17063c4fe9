/**
 * What a role counts, as Prometheus text: counters, gauges and histograms, written without locks from any thread.
 *
 * <p>Depends on nothing. Small enough that a client library, which brings a registry, exemplars and a protobuf format,
 * would cost more start-up time and memory than it saves lines (docs/decisions/0003).
 */
@NullMarked
package io.kubia.role.metrics;

import org.jspecify.annotations.NullMarked;
