package io.kubia.dns.zone;

import io.kubia.dns.model.DnsName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All the names of one moment. Immutable, but for the answers that its nodes keep once they have been encoded. */
public final class Zone {
    private final ZoneConfig config;
    private final ZoneNames naming;
    private final NameTrie names;
    private final int serial;
    private final boolean isSynced;
    private final Size size;
    private final Soa soa;

    Zone(ZoneConfig config, ZoneNames naming, NameTrie names, int serial, boolean isSynced, Size size) {
        this.config = config;
        this.naming = naming;
        this.names = names;
        this.serial = serial;
        this.isSynced = isSynced;
        this.size = size;
        this.soa = new Soa(config.ttl(), config.negativeTtl(), serial);
    }

    /**
     * How much there is in a zone.
     *
     * @param endpoints ready or not, each counted once for each slice that tells of it
     * @param names those in between included, and those of addresses
     */
    public record Size(int services, int endpoints, int names) {}

    /** Where all of its names end. */
    public DnsName name() {
        return config.name();
    }

    /** Whether everything has been told that there was when the source began; until then nothing is answered. */
    public boolean isSynced() {
        return isSynced;
    }

    /** Grows with every change (RFC 1982): the time of the last one in seconds, or more when they come faster. */
    public int serial() {
        return serial;
    }

    /** How much there is in it. */
    public Size size() {
        return size;
    }

    /** The record that tells of the zone itself. */
    public Soa soa() {
        return soa;
    }

    /** What stands at a name, of the zone or of an address; null when nothing does. */
    public @Nullable NameNode find(NameKey name) {
        var node = names.find(name);
        return node == null && config.pods() == PodNames.INSECURE ? PodLabel.find(this, naming, name) : node;
    }

    /** Where in it the zone's name begins; -1 when it is not within the zone. */
    public int startInside(NameKey name) {
        return name.indexOf(naming.apex());
    }

    /** Where in it the name of the tree of addresses begins; -1 when it is in neither. */
    public int startInReverse(NameKey name) {
        return ZoneNames.reverseTree(name);
    }

    /** The zone's name as it stands in packets, in lower case. Nobody may change it. */
    public byte[] wireName() {
        return naming.apex();
    }

    /** All names that the zone has itself, those of addresses left out; in no order. */
    public List<NameNode> namesInside() {
        var inside = new ArrayList<NameNode>(names.size());
        names.forEach(node -> {
            if (!node.isReverse()) {
                inside.add(node);
            }
        });
        return inside;
    }

    NameTrie names() {
        return names;
    }

    /** How long answers may be kept, in seconds. */
    public int ttl() {
        return (int) config.ttl().toSeconds();
    }
}
