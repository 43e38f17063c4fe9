package io.kubia.controller.registry;

import static io.kubia.controller.registry.TestRegistry.object;
import static io.kubia.controller.registry.TestRegistry.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.ApiException;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.Selection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllocationTest {
    private static final RegistryConfig SMALL = new RegistryConfig("10.96.0.0/27", 30000, 30049);
    private static final String SERVICE = """
            apiVersion: v1
            kind: Service
            metadata: {name: shop}
            spec:
              type: NodePort
              ports:
              - {name: a, port: 80}
              - {name: b, port: 81}
            """;

    private final TestRegistry world = new TestRegistry(new MemoryObjectStore(), SMALL);
    private final Registry registry = world.registry;

    /** Four threads create, change and delete services at random, and after a while another registry takes over. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noTwoServicesEverHaveTheSame(long seed) throws Exception {
        var root = new SplittableRandom(seed);
        try (var threads = Executors.newFixedThreadPool(4)) {
            var work = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 4; i++) {
                var random = root.split();
                work.add(() -> worked(registry, random));
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isPositive();
                requireUnique();
            }
        }
        assertThat(worked(new TestRegistry(world.store, SMALL).registry, root.split()))
                .isPositive();
        requireUnique();
    }

    private static int worked(Registry registry, SplittableRandom random) {
        int done = 0;
        for (int i = 0; i < 150; i++) {
            var key = ObjectKey.of(ResourceTypes.SERVICE, "default", "shop-" + random.nextInt(20));
            try {
                switch (random.nextInt(4)) {
                    case 0 -> registry.delete(key, DeleteOptions.DEFAULT);
                    case 1 -> registry.change(key, Part.WHOLE, now -> ofType(now, random), false);
                    default -> registry.create(ofType(named(key.name()), random), false);
                }
                done++;
            } catch (ApiException e) {
                assertThat(e.status().code()).isIn(404, 409, 422);
            }
        }
        return done;
    }

    private static KubeObject ofType(KubeObject service, SplittableRandom random) {
        var type = random.nextBoolean() ? "NodePort" : "ClusterIP";
        return service.withSpec(spec -> spec.with("type", type));
    }

    private static KubeObject named(String name) {
        return object(SERVICE).withMetadata("name", Json.of(name));
    }

    private void requireUnique() {
        var addresses = new HashSet<String>();
        var ports = new HashSet<Long>();
        for (var service : registry.now().list(Selection.all(ResourceTypes.SERVICE))) {
            assertThat(service.spec().text("clusterIP", "")).startsWith("10.96.0.");
            assertThat(addresses.add(service.spec().text("clusterIP", "")))
                    .as(service.toString())
                    .isTrue();
            boolean hasPorts = "NodePort".equals(service.spec().text("type"));
            for (var port : service.spec().array("ports").objects()) {
                assertThat(port.has("nodePort")).as(service.toString()).isEqualTo(hasPorts);
                if (hasPorts) {
                    assertThat(ports.add(port.number("nodePort", 0)))
                            .as(service.toString())
                            .isTrue();
                    assertThat(port.number("nodePort", 0)).isBetween(30000L, 30049L);
                }
            }
        }
    }

    @Test
    void theWholeBlockIsUsedAndNoMore() {
        var addresses = new HashSet<String>();
        var clusterOnly = SERVICE.replace("NodePort", "ClusterIP");
        world.create(clusterOnly.replace("shop", "kubernetes"));
        for (int i = 0; i < 29; i++) {
            addresses.add(world.create(clusterOnly.replace("shop", "shop-" + i))
                    .spec()
                    .text("clusterIP"));
        }

        assertThat(addresses).hasSize(29).doesNotContain("10.96.0.0", "10.96.0.1", "10.96.0.31");
        assertThat(refusal(() -> world.create(clusterOnly.replace("shop", "late"))))
                .isEqualTo("422 Invalid: Service \"late\" is invalid: spec.clusterIPs: Invalid value: []: failed to"
                        + " allocate IP: range is full");
    }

    @Test
    void lowAddressesAreLeftToWhoAsksForThem() {
        var addresses = new HashSet<String>();
        for (int i = 0; i < 10; i++) {
            addresses.add(
                    world.create(SERVICE.replace("shop", "shop-" + i)).spec().text("clusterIP"));
        }

        assertThat(addresses).allMatch(address -> Integer.parseInt(address.substring(8)) >= 16);
    }

    @Test
    void whatIsAskedForIsGivenOnce() {
        var asking = SERVICE.replace("type: NodePort", "type: NodePort\n  clusterIP: 10.96.0.9")
                .replace("port: 80}", "port: 80, nodePort: 30010}");
        var given = world.create(asking);

        assertThat(given.spec().text("clusterIP")).isEqualTo("10.96.0.9");
        assertThat(refusal(() -> world.create(asking.replace("name: shop", "name: late"))))
                .isEqualTo("422 Invalid: Service \"late\" is invalid: [spec.clusterIPs: Invalid value: [\"10.96.0.9\"]:"
                        + " failed to allocate IP 10.96.0.9: provided IP is already allocated, spec.ports[0].nodePort:"
                        + " Invalid value: 30010: provided port is already allocated]");
        assertThat(refusal(() -> world.create(asking.replace("10.96.0.9", "10.96.1.9")
                        .replace("name: shop", "name: far")
                        .replace("30010", "80"))))
                .isEqualTo("422 Invalid: Service \"far\" is invalid: [spec.clusterIPs: Invalid value: [\"10.96.1.9\"]:"
                        + " failed to allocate IP 10.96.1.9: provided IP is not in the valid range. The range of valid IPs"
                        + " is 10.96.0.0/27, spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid"
                        + " range. The range of valid ports is 30000-30049]");
    }

    @Test
    void anUpdateThatDoesNotSayKeepsThem() {
        var given = world.create(SERVICE);

        var again = registry.change(given.key(), Part.WHOLE, now -> object(SERVICE), false);

        assertThat(again).isEqualTo(given);
    }

    @Test
    void anotherTypeTakesThemAndGivesOthers() {
        var given = world.create(SERVICE);

        var external = registry.change(
                given.key(),
                Part.WHOLE,
                now -> now.withSpec(spec -> spec.with("type", "ExternalName").with("externalName", "example.com")),
                false);
        assertThat(external.spec().names()).doesNotContain("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy");
        assertThat(external.spec().array("ports").objects()).noneMatch(port -> port.has("nodePort"));

        var back = registry.change(
                given.key(), Part.WHOLE, now -> now.withSpec(spec -> spec.with("type", "NodePort")), false);
        assertThat(back.spec().array("clusterIPs").texts())
                .containsExactly(back.spec().text("clusterIP"));
        assertThat(back.spec().array("ports").objects()).allMatch(port -> port.has("nodePort"));
    }

    @Test
    void onePortOfTwoProtocolsHasOneNodePort() {
        var given = registry.create(
                object(SERVICE).withSpec(spec -> spec.with("ports", JsonArray.of(port("TCP"), port("UDP")))), false);

        var ports = given.spec().array("ports").objects();
        assertThat(Set.of(ports.getFirst().number("nodePort", 0)))
                .contains(ports.getLast().number("nodePort", 1));
    }

    private static Json port(String protocol) {
        return JsonObject.of("port", Json.of(53))
                .with("protocol", protocol)
                .with("name", protocol.toLowerCase(Locale.ROOT));
    }
}
