package io.kubia.controller.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.endpoint.Pods;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.store.MemoryObjectStore;
import io.kubia.controller.store.ObjectStore;
import io.kubia.controller.store.Write;
import io.kubia.dns.model.DnsName;
import io.kubia.dns.zone.LiveZone;
import io.kubia.dns.zone.PodNames;
import io.kubia.dns.zone.ZoneConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ZoneFeedTest {
    private final ObjectStore store = new MemoryObjectStore();
    private final List<io.kubia.dns.model.Change> changes = new ArrayList<>();
    private final LiveZone zone = new LiveZone(
            new ZoneConfig(
                    DnsName.parse("cluster.local"),
                    List.of(),
                    Duration.ofSeconds(5),
                    Duration.ZERO,
                    PodNames.OFF,
                    false),
            InstantSource.system());
    private final ZoneFeed feed = new ZoneFeed(store, told -> {
        changes.addAll(told);
        zone.apply(told);
    });

    @AfterEach
    void close() {
        feed.close();
        store.close();
    }

    @Test
    void whatThereIsIsToldAtTheStart() {
        create(Pods.headless());
        create(Pods.pod(0, true));

        feed.start();

        assertThat(zone.now().isSynced()).isTrue();
        assertThat(zone.now().size().services()).isEqualTo(1);
        assertThat(zone.now().size().endpoints()).isEqualTo(1);
    }

    @Test
    void aPodsReadinessIsToldBeforeItsSlice() {
        feed.start();
        create(Pods.headless());
        var pod = create(Pods.pod(0, false));
        changes.clear();

        replace(pod, Pods.pod(0, true));

        assertThat(changes).singleElement().isInstanceOfSatisfying(io.kubia.dns.model.Change.PutSlice.class, put -> {
            assertThat(put.slice().endpoints().getFirst().ready()).isTrue();
            assertThat(put.slice().endpoints().getFirst().hostname()).isEqualTo("kubia-0");
        });
    }

    @Test
    void whatGoesIsToldToo() {
        feed.start();
        var service = create(Pods.headless());
        create(Pods.pod(0, true));
        var pod = create(Pods.pod(1, true));
        assertThat(zone.now().size().endpoints()).isEqualTo(2);

        remove(pod);
        assertThat(zone.now().size().endpoints()).isEqualTo(1);

        remove(service);
        assertThat(zone.now().size().services()).isZero();
        assertThat(zone.now().size().endpoints()).isZero();
    }

    @Test
    void aPodThatChangesItsLabelsLeaves() {
        feed.start();
        create(Pods.headless());
        var pod = create(Pods.pod(0, true));

        replace(pod, Pods.pod(0, true).withLabel("app", "other"));

        assertThat(zone.now().size().endpoints()).isZero();
    }

    @Test
    void slicesThatPeopleMakeAreTold() {
        feed.start();
        create(Pods.object(ResourceTypes.SERVICE, """
                metadata: {name: outside, namespace: default, uid: u}
                spec: {clusterIP: None, ports: [{name: db, port: 5432}]}
                """));
        create(Pods.object(ResourceTypes.ENDPOINT_SLICE, """
                metadata: {name: by-hand, namespace: default, uid: s, labels: {kubernetes.io/service-name: outside}}
                addressType: IPv4
                endpoints: [{addresses: [10.0.0.1], conditions: {}}]
                ports: [{name: db, port: 5432, protocol: TCP}]
                """));

        assertThat(zone.now().size().endpoints()).isEqualTo(1);
    }

    private KubeObject create(KubeObject object) {
        return store.write(new Write.Create(object)).join();
    }

    private void replace(KubeObject before, KubeObject after) {
        store.write(new Write.Replace(after, before.resourceVersion())).join();
    }

    private void remove(KubeObject object) {
        store.write(new Write.Remove(object.key(), object.resourceVersion())).join();
    }
}
