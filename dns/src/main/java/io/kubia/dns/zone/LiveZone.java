package io.kubia.dns.zone;

import io.kubia.dns.model.Change;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The zone as it is now.
 *
 * <p>Implementation note. What changes together is applied to the writer's own working state and becomes visible at
 * once, by one write of one volatile reference. The old zone stays whole for whoever still reads it; the two share all
 * that did not change, the answers encoded so far included. Readers take the reference once for each question.
 */
public final class LiveZone {
    private static final String SCHEMA_VERSION = "1.1.0";

    private final ZoneConfig config;
    private final InstantSource clock;
    private final ZoneNames naming;
    private final NameEdits names = new NameEdits();
    private final Namespaces namespaces;
    private final Services services;
    private final Pods pods;

    private final AtomicBoolean isChanging = new AtomicBoolean();
    private volatile Zone zone;

    /** An empty zone that has not been synced. The clock gives the serial numbers, as CoreDNS counts them. */
    public LiveZone(ZoneConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.naming = new ZoneNames(config.name());
        this.namespaces = new Namespaces(names, naming, config.pods() != PodNames.OFF);
        this.services = new Services(names, naming, namespaces, config.namesEndpointsByPod());
        this.pods = new Pods(names, naming, namespaces);
        putFixedNames();
        this.zone = new Zone(
                config,
                naming,
                names.names(),
                seconds(),
                false,
                new Zone.Size(0, 0, names.names().size()));
    }

    /** The zone of this moment. Any thread may call, and never waits. */
    public Zone now() {
        return zone;
    }

    /**
     * Applies changes in their order and makes the result visible, all at once. One thread at a time may call; it is
     * visible when this returns.
     *
     * @return whether anything has changed
     * @throws IllegalStateException two threads call at once
     */
    public boolean apply(List<Change> changes) {
        if (!isChanging.compareAndSet(false, true)) {
            throw new IllegalStateException("zone: two threads change it (expected: one at a time)");
        }
        try {
            boolean isSynced = zone.isSynced();
            for (var change : changes) {
                isSynced |= change instanceof Change.Synced;
                make(change);
            }
            return publish(isSynced);
        } finally {
            isChanging.set(false);
        }
    }

    /** Applies one change. */
    public boolean apply(Change change) {
        return apply(List.of(change));
    }

    private void make(Change change) {
        switch (change) {
            case Change.PutService(var service) -> services.put(service);
            case Change.RemoveService(var key) -> services.remove(key);
            case Change.ReplaceServices(var all) -> services.replace(all);
            case Change.PutSlice(var slice) -> services.put(slice);
            case Change.RemoveSlice(var key) -> services.removeSlice(key);
            case Change.ReplaceSlices(var all) -> services.replaceSlices(all);
            case Change.PutNamespace(var name) -> namespaces.put(name);
            case Change.RemoveNamespace(var name) -> namespaces.remove(name);
            case Change.ReplaceNamespaces(var all) -> namespaces.replace(all);
            case Change.PutPod(var pod) -> pods.put(pod);
            case Change.RemovePod(var key) -> pods.remove(key);
            case Change.ReplacePods(var all) -> pods.replace(all);
            case Change.Synced() -> {}
        }
    }

    private boolean publish(boolean isSynced) {
        var before = zone;
        var size = new Zone.Size(
                services.serviceCount(), services.endpointCount(), names.names().size());
        boolean hasChanged = before.names() != names.names()
                || before.isSynced() != isSynced
                || !before.size().equals(size);
        if (hasChanged) {
            int serial = before.serial() + Math.max(1, seconds() - before.serial());
            zone = new Zone(config, naming, names.names(), serial, isSynced, size);
        }
        return hasChanged;
    }

    private void putFixedNames() {
        var apex = naming.apex();
        names.put(apex, new Content.Apex(config.nameServers()));
        names.put(naming.services(), Content.Nothing.INSTANCE);
        names.put(naming.pods(), Content.Nothing.INSTANCE);
        names.put(ZoneNames.fixed("dns-version", apex), new Content.Text(SCHEMA_VERSION));
        var dns = ZoneNames.fixed("dns", apex);
        names.put(dns, Content.Nothing.INSTANCE);
        boolean hasAddresses = !config.nameServers().isEmpty();
        names.put(
                ZoneNames.fixed("ns", dns),
                hasAddresses ? new Content.Addresses(config.nameServers()) : Content.Nothing.INSTANCE);
    }

    /** As serial numbers count: around after 136 years, and compared by their difference (RFC 1982). */
    private int seconds() {
        return (int) (clock.millis() / 1000);
    }
}
