package io.kubia.dns.zone;

import io.kubia.dns.model.ObjectKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Whose address it is, in the tree of addresses. */
final class ReverseContent implements Content {
    private final List<Owner> owners;

    private ReverseContent(List<Owner> owners) {
        this.owners = owners;
    }

    static ReverseContent of(Owner owner) {
        return new ReverseContent(List.of(owner));
    }

    /** Somebody who has the address, by what, in the order in which they are preferred. */
    enum Claim {
        /** A service's own address. */
        SERVICE,
        /** An endpoint's, of a headless service: the specification gives it a name. */
        ENDPOINT,
        /** An endpoint's, of another service: it has a name below that service, which CoreDNS tells. */
        CLUSTER_ENDPOINT
    }

    /** Who has the address. */
    static final class Owner implements Comparable<Owner> {
        private static final Comparator<Owner> ORDER = Comparator.<Owner, Claim>comparing(owner -> owner.claim)
                .thenComparing(owner -> owner.source)
                .thenComparing(owner -> owner.name, Arrays::compare);

        private final Claim claim;
        private final ObjectKey source;
        private final byte[] name;

        /** {@code source}: the service or the slice that says so. */
        Owner(Claim claim, ObjectKey source, byte[] name) {
            this.claim = claim;
            this.source = source;
            this.name = name;
        }

        @Override
        public int compareTo(Owner other) {
            return ORDER.compare(this, other);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Owner owner && compareTo(owner) == 0;
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(name);
        }
    }

    ReverseContent with(Owner owner) {
        var more = new ArrayList<>(owners);
        more.add(owner);
        more.sort(null);
        return new ReverseContent(List.copyOf(more));
    }

    /** Without one that is among them; empty when it is the only one. */
    ReverseContent without(Owner owner) {
        var fewer = new ArrayList<>(owners);
        fewer.remove(owner);
        return new ReverseContent(List.copyOf(fewer));
    }

    boolean isEmpty() {
        return owners.isEmpty();
    }

    @Override
    public int otherType() {
        return RecordType.PTR;
    }

    /** Of the best claim only: a service's own address is its and nobody else's, and a name beats a made-up one. */
    @Override
    public void write(int type, RecordWriter out) {
        if (type != RecordType.PTR) {
            return;
        }
        var best = owners.getFirst().claim;
        var written = new ArrayList<byte[]>();
        for (var owner : owners) {
            if (owner.claim == best && written.stream().noneMatch(name -> Arrays.equals(name, owner.name))) {
                out.name(RecordType.PTR, owner.name);
                written.add(owner.name);
            }
            if (best == Claim.SERVICE) {
                return;
            }
        }
    }
}
