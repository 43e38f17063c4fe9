package io.kubia.dns.zone;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import java.util.List;

/** What stands at a name. */
sealed interface Content
        permits Content.Nothing,
                Content.Apex,
                Content.Alias,
                Content.Addresses,
                Content.Text,
                ClusterContent,
                EndpointContent,
                ReverseContent {

    /** How long answers are kept when nothing else is said; a schema does not change (the specification's example). */
    int SCHEMA_TTL = 28_800;

    /** The type that it has, or may have, besides A, AAAA and SRV; 0 for none. */
    default int otherType() {
        return 0;
    }

    /** Writes its records of a type, those that belong to them included. */
    void write(int type, RecordWriter out);

    /** A name that is there because there are others below it. */
    record Nothing() implements Content {
        static final Nothing INSTANCE = new Nothing();

        @Override
        public void write(int type, RecordWriter out) {}
    }

    /** The zone's own name. Its SOA record changes with every change and is kept with the zone. */
    record Apex(List<Address> nameServers) implements Content {
        private static final byte[] NAME_SERVER = {2, 'n', 's', 3, 'd', 'n', 's'};

        @Override
        public int otherType() {
            return RecordType.NS;
        }

        @Override
        public void write(int type, RecordWriter out) {
            if (type == RecordType.NS) {
                int position = out.nameServer(NAME_SERVER);
                // A pointer leads there, whatever the length of the zone's name.
                out.additional(position, NAME_SERVER, nameServers);
            }
        }
    }

    /** Another name is meant. */
    record Alias(DnsName target) implements Content {
        @Override
        public int otherType() {
            return RecordType.CNAME;
        }

        @Override
        public void write(int type, RecordWriter out) {
            if (type == RecordType.CNAME) {
                out.name(RecordType.CNAME, target.wire());
            }
        }
    }

    /** Addresses and nothing else. */
    record Addresses(List<Address> addresses) implements Content {
        @Override
        public void write(int type, RecordWriter out) {
            writeAddresses(type, addresses, out);
        }
    }

    /** The version of the schema that the names follow. */
    record Text(String text) implements Content {
        @Override
        public int otherType() {
            return RecordType.TXT;
        }

        @Override
        public void write(int type, RecordWriter out) {
            if (type == RecordType.TXT) {
                out.text(text, SCHEMA_TTL);
            }
        }
    }

    /** Those of the family that the type asks for. */
    static void writeAddresses(int type, Iterable<Address> addresses, RecordWriter out) {
        if (type == RecordType.A || type == RecordType.AAAA) {
            for (var address : addresses) {
                if (address.isV6() == (type == RecordType.AAAA)) {
                    out.address(address);
                }
            }
        }
    }
}
