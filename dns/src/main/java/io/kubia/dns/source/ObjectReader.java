package io.kubia.dns.source;

import io.kubia.dns.model.Address;
import io.kubia.dns.model.Change;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Pod;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;
import io.kubia.dns.model.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Takes out of the objects of Kubernetes' API what DNS asks for. */
final class ObjectReader {
    private static final String SERVICE_LABEL = "kubernetes.io/service-name";
    private static final String DEFAULT_NAMESPACE = "default";

    private final Field object;
    private final ObjectKey key;

    private ObjectReader(Field object, ObjectKey key) {
        this.object = object;
        this.key = key;
    }

    /** What may be done with fields that turn out to be malformed. */
    private interface Reading<T> {
        T read(ObjectReader reader) throws ObjectException;
    }

    static Service service(JsonNode node) throws ObjectException {
        return read(node, ObjectReader::service);
    }

    /** A slice; nothing when it belongs to no service, or has no addresses but names. */
    static Optional<EndpointSlice> slice(JsonNode node) throws ObjectException {
        return read(node, ObjectReader::slice);
    }

    /** The older form of a service's endpoints: a slice for each of its subsets. */
    static List<EndpointSlice> endpoints(JsonNode node) throws ObjectException {
        return read(node, ObjectReader::endpoints);
    }

    static Pod pod(JsonNode node) throws ObjectException {
        return read(node, reader -> new Pod(reader.key, reader.podAddresses()));
    }

    /** The name of a namespace, which is in none itself. */
    static String namespace(JsonNode node) throws ObjectException {
        var name = new Field("", node).at("metadata").at("name");
        try {
            return new Change.PutNamespace(name.requiredText()).name();
        } catch (IllegalArgumentException e) {
            throw new ObjectException("metadata: " + e.getMessage());
        }
    }

    /** Which object it is. */
    static ObjectKey key(JsonNode node) throws ObjectException {
        var metadata = new Field("", node).at("metadata");
        var namespace = metadata.at("namespace").text().orElse(DEFAULT_NAMESPACE);
        var name = metadata.at("name");
        try {
            return new ObjectKey(namespace, name.requiredText());
        } catch (IllegalArgumentException e) {
            throw new ObjectException("metadata: " + e.getMessage());
        }
    }

    private static <T> T read(JsonNode node, Reading<T> reading) throws ObjectException {
        var key = key(node);
        try {
            return reading.read(new ObjectReader(new Field("", node), key));
        } catch (ObjectException | IllegalArgumentException e) {
            throw new ObjectException(key + ": " + e.getMessage());
        }
    }

    private Service service() throws ObjectException {
        var spec = object.at("spec");
        boolean publishesNotReady = spec.at("publishNotReadyAddresses").isTrue(false);
        if (spec.at("type").text().orElse("ClusterIP").equals("ExternalName")) {
            var name = spec.at("externalName");
            try {
                return new Service.ExternalName(key, DnsName.parse(name.requiredText()));
            } catch (IllegalArgumentException e) {
                throw name.unexpected("a DNS name");
            }
        }
        if (spec.at("clusterIP").text().orElse("").equals("None")) {
            return new Service.Headless(key, publishesNotReady);
        }
        return new Service.ClusterIp(key, clusterAddresses(spec), ports(spec.at("ports")), publishesNotReady);
    }

    private static List<Address> clusterAddresses(Field spec) throws ObjectException {
        var addresses = new ArrayList<Address>();
        for (var address : spec.at("clusterIPs").elements()) {
            addresses.add(address(address));
        }
        // Both are there on a Kubernetes of today, and the list begins with the one; older ones have no list.
        var first = spec.at("clusterIP");
        if (addresses.isEmpty() && !first.text().orElse("").isEmpty()) {
            addresses.add(address(first));
        }
        return addresses;
    }

    private Optional<EndpointSlice> slice() throws ObjectException {
        var service = object.at("metadata").at("labels").at(SERVICE_LABEL).text();
        if (service.isEmpty() || object.at("addressType").text().orElse("").equals("FQDN")) {
            return Optional.empty();
        }
        var endpoints = new ArrayList<Endpoint>();
        for (var endpoint : object.at("endpoints").elements()) {
            boolean isReady = endpoint.at("conditions").at("ready").isTrue(true);
            var addresses = new ArrayList<Address>();
            for (var address : endpoint.at("addresses").elements()) {
                addresses.add(address(address));
            }
            endpoints.add(endpoint(endpoint, addresses, isReady));
        }
        return Optional.of(new EndpointSlice(key, service.get(), endpoints, ports(object.at("ports"))));
    }

    private List<EndpointSlice> endpoints() throws ObjectException {
        var slices = new ArrayList<EndpointSlice>();
        for (var subset : object.at("subsets").elements()) {
            var endpoints = new ArrayList<Endpoint>();
            for (var ready : subset.at("addresses").elements()) {
                endpoints.add(endpoint(ready, List.of(address(ready.at("ip"))), true));
            }
            for (var notReady : subset.at("notReadyAddresses").elements()) {
                endpoints.add(endpoint(notReady, List.of(address(notReady.at("ip"))), false));
            }
            // No slice of the API's has a colon in its name.
            var sliceKey = new ObjectKey(key.namespace(), key.name() + ":" + slices.size());
            slices.add(new EndpointSlice(sliceKey, key.name(), endpoints, ports(subset.at("ports"))));
        }
        return slices;
    }

    private static Endpoint endpoint(Field endpoint, List<Address> addresses, boolean isReady) throws ObjectException {
        var target = endpoint.at("targetRef");
        boolean isPod = target.at("kind").text().orElse("").equals("Pod");
        var hostname = endpoint.at("hostname").text().filter(name -> !name.isEmpty());
        var pod = isPod ? target.at("name").text() : Optional.<String>empty();
        return new Endpoint(addresses, hostname.orElse(null), isReady, pod.orElse(null));
    }

    private List<Address> podAddresses() throws ObjectException {
        var status = object.at("status");
        var addresses = new ArrayList<Address>();
        for (var address : status.at("podIPs").elements()) {
            addresses.add(address(address.at("ip")));
        }
        var first = status.at("podIP");
        if (addresses.isEmpty() && !first.text().orElse("").isEmpty()) {
            addresses.add(address(first));
        }
        return addresses;
    }

    private static List<Port> ports(Field list) throws ObjectException {
        var ports = new ArrayList<Port>();
        for (var port : list.elements()) {
            var protocol = port.at("protocol");
            var number = port.at("port");
            try {
                ports.add(new Port(
                        port.at("name").text().orElse(""),
                        Protocol.valueOf(protocol.text().orElse("TCP")),
                        number.number(0)));
            } catch (IllegalArgumentException e) {
                throw port.unexpected(
                        "a name of letters, digits and dashes, a protocol TCP, UDP or SCTP, a port to 65535");
            }
        }
        return ports;
    }

    private static Address address(Field field) throws ObjectException {
        var text = field.requiredText();
        if (!Address.isAddress(text)) {
            throw field.unexpected("an IP address");
        }
        return Address.parse(text);
    }
}
