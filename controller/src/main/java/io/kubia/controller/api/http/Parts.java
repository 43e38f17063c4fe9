package io.kubia.controller.api.http;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What every connection uses.
 *
 * @param threads runs what answers requests, each on a thread of its own that may wait
 * @param underWay how many are being answered, streams not counted
 */
record Parts(
        HttpConfig config,
        Router router,
        Guard guard,
        HttpMetrics metrics,
        DateField dates,
        Executor threads,
        AtomicInteger underWay) {}
