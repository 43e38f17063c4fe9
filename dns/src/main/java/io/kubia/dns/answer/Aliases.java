package io.kubia.dns.answer;

import io.kubia.dns.model.DnsName;
import io.kubia.dns.zone.NameKey;
import io.kubia.dns.zone.NameNode;
import io.kubia.dns.zone.Zone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the aliases lead that begin at a name. Used over and over by one {@link Answerer}. */
final class Aliases {
    /** CoreDNS' limit. A longer way is a mistake, and a circle is endless. */
    private static final int MAX_HOPS = 10;

    private final NameKey key = new NameKey();
    private final List<DnsName> targets = new ArrayList<>();
    private @Nullable NameNode end;
    private boolean isInside;

    void clear() {
        targets.clear();
    }

    /** Follows them as far as this zone knows. Returns whether they have an end. */
    boolean follow(Zone zone, DnsName first) {
        targets.clear();
        for (DnsName target = first; target != null; target = end == null ? null : end.alias()) {
            if (targets.size() == MAX_HOPS) {
                targets.clear();
                return false;
            }
            targets.add(target);
            var wire = target.wire();
            key.set(wire, 0, wire.length);
            end = zone.find(key);
            isInside = zone.startInside(key) >= 0;
        }
        return true;
    }

    /** The names that follow the first one; the last of them is no alias that this zone knows. */
    List<DnsName> targets() {
        return targets;
    }

    /** What stands at the last name; null when nothing does that is known here. */
    @Nullable
    NameNode end() {
        return end;
    }

    /** Whether the last name is within the zone, so that nobody else can know more of it. */
    boolean endsInside() {
        return isInside;
    }
}
