package io.kubia.controller.name;

import io.kubia.controller.endpoint.PodEndpoint;
import io.kubia.controller.endpoint.Service;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.dns.model.Address;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.model.Endpoint;
import io.kubia.dns.model.EndpointSlice;
import io.kubia.dns.model.ObjectKey;
import io.kubia.dns.model.Port;
import io.kubia.dns.model.Protocol;
import java.util.List;

/** The store's objects in the terms of the zone. What no name can be made of throws an {@link IllegalArgumentException}. */
final class ZoneObjects {
    private ZoneObjects() {}

    static ObjectKey key(KubeObject object) {
        return new ObjectKey(object.namespace(), object.name());
    }

    static io.kubia.dns.model.Service service(Service service) {
        var key = key(service.object());
        if (service.isExternalName()) {
            return new io.kubia.dns.model.Service.ExternalName(
                    key, DnsName.parse(service.object().spec().text("externalName", "")));
        }
        if (service.headless()) {
            return new io.kubia.dns.model.Service.Headless(key, service.publishesNotReady());
        }
        var ports = service.ports().stream()
                .map(port -> new Port(port.name(), Protocol.valueOf(port.protocol()), port.port()))
                .toList();
        var addresses = service.addresses().stream().map(Address::parse).toList();
        return new io.kubia.dns.model.Service.ClusterIp(key, addresses, ports, service.publishesNotReady());
    }

    /** One pod behind a service is a slice of its own, so that its change is a change of nothing else. */
    static EndpointSlice slice(Service service, PodEndpoint endpoint) {
        var ports = endpoint.ports().stream()
                .map(port -> new Port(port.name(), Protocol.valueOf(port.protocol()), port.number()))
                .toList();
        return new EndpointSlice(
                sliceKey(key(service.object()), endpoint.pod().uid()),
                service.object().name(),
                List.of(new Endpoint(
                        List.of(Address.parse(endpoint.address())),
                        endpoint.hostname(),
                        endpoint.ready(),
                        endpoint.pod().name())),
                ports);
    }

    /** No object's name has a slash in it. */
    static ObjectKey sliceKey(ObjectKey service, String podUid) {
        return new ObjectKey(service.namespace(), service.name() + "/" + podUid);
    }

    /** A slice that somebody has made by hand. */
    static EndpointSlice slice(KubeObject slice, String service) {
        var ports = slice.json().array("ports").objects().stream()
                .map(port -> new Port(port.text("name", ""), Protocol.valueOf(port.text("protocol", "TCP")), (int)
                        port.number("port", 0)))
                .toList();
        var endpoints = slice.json().array("endpoints").objects().stream()
                .map(ZoneObjects::endpoint)
                .toList();
        return new EndpointSlice(key(slice), service, endpoints, ports);
    }

    private static Endpoint endpoint(JsonObject endpoint) {
        var ready = endpoint.object("conditions").get("ready");
        return new Endpoint(
                endpoint.array("addresses").texts().stream().map(Address::parse).toList(),
                endpoint.text("hostname"),
                ready == null || endpoint.object("conditions").isTrue("ready"),
                endpoint.object("targetRef").text("name"));
    }
}
