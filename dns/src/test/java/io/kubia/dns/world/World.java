package io.kubia.dns.world;

import io.kubia.dns.model.Change;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Service;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** All the objects of a cluster, as a test wants them; mutable, unlike what is made of it. */
public final class World {
    /** What the clock says for every zone that is made here: a zone that has changed once has the next serial number. */
    public static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochSecond(999));

    public final Map<ObjectKey, Service> services = new TreeMap<>();
    public final Map<ObjectKey, EndpointSlice> slices = new TreeMap<>();
    public final Map<ObjectKey, Pod> pods = new TreeMap<>();
    public final Set<String> namespaces = new TreeSet<>();

    public void put(Service service) {
        services.put(service.key(), service);
    }

    public void put(EndpointSlice slice) {
        slices.put(slice.key(), slice);
    }

    public void put(Pod pod) {
        pods.put(pod.key(), pod);
    }

    /** A zone that has learned all of it at once, and has been synced. */
    public LiveZone zone(ZoneConfig config) {
        var changes = changes(config);
        changes.add(new Change.Synced());
        return zone(config, changes);
    }

    /** A zone that has learned all of it, but not that it is all. */
    public LiveZone unsyncedZone(ZoneConfig config) {
        return zone(config, changes(config));
    }

    private static LiveZone zone(ZoneConfig config, List<Change> changes) {
        var zone = new LiveZone(config, CLOCK);
        zone.apply(changes);
        return zone;
    }

    private List<Change> changes(ZoneConfig config) {
        var changes = new ArrayList<Change>(List.of(
                new Change.ReplaceNamespaces(List.copyOf(namespaces)),
                new Change.ReplaceServices(List.copyOf(services.values())),
                new Change.ReplaceSlices(List.copyOf(slices.values()))));
        if (config.pods() == PodNames.VERIFIED) {
            changes.add(new Change.ReplacePods(List.copyOf(pods.values())));
        }
        return changes;
    }
}
