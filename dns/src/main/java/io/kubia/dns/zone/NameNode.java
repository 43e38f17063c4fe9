package io.kubia.dns.zone;

import io.kubia.dns.model.DnsName;
import org.jspecify.annotations.Nullable;

/**
 * A name and what stands there.
 *
 * <p>Implementation note. Nothing of it changes but the four fields that keep answers once they have been encoded. They
 * are written and read without synchronization: {@link Records} has final fields only, so that whoever sees one sees it
 * whole, and two threads that encode the same at once get the same.
 */
public final class NameNode {
    private final byte[] name;
    private final int hash;
    private final Content content;

    private @Nullable Records a;
    private @Nullable Records aaaa;
    private @Nullable Records srv;
    private @Nullable Records other;

    NameNode(NameKey key, byte[] name, Content content) {
        this.name = name;
        this.hash = key.hash();
        this.content = content;
    }

    /** The records of a type, none when it has no such; for all types but SOA. */
    public Records records(int type, Zone zone) {
        // Each field is read once: read again, it might be null again.
        var known = kept(type);
        if (known == null) {
            known = encode(type, zone);
            keep(type, known);
        }
        return known;
    }

    /** Whether it has any records at all, and is not there only because others are below it. */
    public boolean hasRecords() {
        return !(content instanceof Content.Nothing);
    }

    /** Whether it is the zone's own name, which has the SOA record. */
    public boolean isApex() {
        return content instanceof Content.Apex;
    }

    /** Whether it is an address' name, outside of the zone's own. */
    public boolean isReverse() {
        return content instanceof ReverseContent;
    }

    /** What it is another name for; null when it is none. */
    public @Nullable DnsName alias() {
        return content instanceof Content.Alias(var target) ? target : null;
    }

    Content content() {
        return content;
    }

    /** Its name as it stands in packets, in lower case. Nobody may change it. */
    public byte[] name() {
        return name;
    }

    int hash() {
        return hash;
    }

    boolean isNamed(NameKey key) {
        return hash == key.hash() && key.isName(name);
    }

    /** All of its records, but for the SOA record, without those that only belong to them. Not kept. */
    public Records transferRecords(Zone zone) {
        var out = RecordWriter.forTransfer(name.length, zone.ttl());
        content.write(RecordType.A, out);
        content.write(RecordType.AAAA, out);
        content.write(RecordType.SRV, out);
        if (content.otherType() != 0) {
            content.write(content.otherType(), out);
        }
        return out.toRecords();
    }

    private @Nullable Records kept(int type) {
        return switch (type) {
            case RecordType.A -> a;
            case RecordType.AAAA -> aaaa;
            case RecordType.SRV -> srv;
            default -> type == content.otherType() ? other : Records.NONE;
        };
    }

    private void keep(int type, Records records) {
        switch (type) {
            case RecordType.A -> a = records;
            case RecordType.AAAA -> aaaa = records;
            case RecordType.SRV -> srv = records;
            default -> other = records;
        }
    }

    private Records encode(int type, Zone zone) {
        var out = new RecordWriter(name.length, zone.ttl());
        content.write(type, out);
        return out.toRecords();
    }
}
