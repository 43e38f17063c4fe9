package io.kubia.dns.fuzz;

import io.kubia.dns.world.World;
import io.kubia.dns.world.WorldText;
import java.util.List;

/** What is asked about. */
public final class Worlds {
    private Worlds() {}

    /** A cluster with something of everything, and a service that no datagram can hold. */
    public static World varied() {
        var text = new WorldText();
        for (var line : List.of(
                "headless default/kubia",
                "slice default/kubia-1 kubia http:8080/TCP",
                "endpoint kubia-0 10.42.0.3",
                "endpoint kubia-1 10.42.0.4 fd00::4",
                "endpoint kubia-2 10.42.0.5 not-ready",
                "cluster default/api 10.43.0.10 fd01::1 https:443/TCP",
                "external default/shop shop.example.com",
                "external default/alias kubia.default.svc.cluster.local",
                "headless default/many",
                "slice default/many-1 many http:80/TCP")) {
            text.read(line);
        }
        for (int i = 0; i < 2_000; i++) {
            text.read("endpoint many-" + i + " 10.1." + i / 250 + "." + i % 250);
        }
        return text.world();
    }
}
