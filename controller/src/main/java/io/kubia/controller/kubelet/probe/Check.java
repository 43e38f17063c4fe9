package io.kubia.controller.kubelet.probe;

import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One question to a container: a probe's, or a hook's. */
public sealed interface Check {
    /**
     * A GET that is answered with a status from 200 to 399.
     *
     * @param host empty for the pod's own address
     */
    record Http(String scheme, String host, int port, String path, Map<String, String> headers) implements Check {
        public Http {
            headers = new LinkedHashMap<>(headers);
        }
    }

    /** A connection that is accepted. */
    record Tcp(String host, int port) implements Check {}

    /** A command that ends with 0. */
    record Exec(List<String> command) implements Check {
        public Exec {
            command = List.copyOf(command);
        }
    }

    /** The gRPC health protocol, answered with SERVING. */
    record Grpc(int port, String service) implements Check {}

    /** One that cannot be asked, as it names a port that the container does not have, or nothing at all. */
    record Impossible(String why) implements Check {}

    /** Whether asking costs a process. */
    default boolean isExpensive() {
        return this instanceof Exec;
    }

    /**
     * What a probe or a hook asks.
     *
     * @param ports of the container, for their names
     */
    static Optional<Check> read(JsonObject json, JsonArray ports) {
        if (json.has("httpGet")) {
            return Optional.of(http(json.object("httpGet"), ports));
        }
        if (json.has("tcpSocket")) {
            var tcp = json.object("tcpSocket");
            var port = port(tcp, ports);
            return Optional.of(
                    port.isPresent() ? new Tcp(tcp.text("host", ""), port.getAsInt()) : new Impossible(noPort(tcp)));
        }
        if (json.has("exec")) {
            return Optional.of(new Exec(json.object("exec").array("command").texts()));
        }
        if (json.has("grpc")) {
            var grpc = json.object("grpc");
            return Optional.of(new Grpc((int) grpc.number("port", 0), grpc.text("service", "")));
        }
        return Optional.empty();
    }

    private static Check http(JsonObject json, JsonArray ports) {
        var port = port(json, ports);
        if (port.isEmpty()) {
            return new Impossible(noPort(json));
        }
        var headers = new LinkedHashMap<String, String>();
        for (var header : json.array("httpHeaders").objects()) {
            headers.put(header.text("name", ""), header.text("value", ""));
        }
        var path = json.text("path", "/");
        return new Http(
                json.text("scheme", "HTTP"),
                json.text("host", ""),
                port.getAsInt(),
                path.startsWith("/") ? path : "/" + path,
                headers);
    }

    private static OptionalInt port(JsonObject json, JsonArray ports) {
        var number = json.number("port");
        if (number.isPresent()) {
            return OptionalInt.of((int) number.getAsLong());
        }
        var name = json.text("port", "");
        for (var port : ports.objects()) {
            if (name.equals(port.text("name"))) {
                return OptionalInt.of((int) port.number("containerPort", 0));
            }
        }
        return name.isEmpty() || !name.chars().allMatch(Character::isDigit) || name.length() > 5
                ? OptionalInt.empty()
                : OptionalInt.of(Integer.parseInt(name));
    }

    private static String noPort(JsonObject json) {
        return "couldn't find port: " + json.text("port", "none");
    }
}
