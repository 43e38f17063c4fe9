package io.kubia.controller;

import io.kubia.controller.name.ZoneFeed;
import io.kubia.controller.store.ObjectStore;
import io.kubia.dns.source.Source;
import io.kubia.dns.source.ZoneUpdates;
import org.jspecify.annotations.Nullable;

/** The store as a source of the DNS server that runs beside it. */
final class Names implements Source {
    private final ObjectStore store;
    private @Nullable ZoneFeed feed;

    Names(ObjectStore store) {
        this.store = store;
    }

    @Override
    public void start(ZoneUpdates updates) {
        var started = new ZoneFeed(store, updates::apply);
        feed = started;
        started.start();
    }

    @Override
    public void close() {
        if (feed != null) {
            feed.close();
        }
    }
}
