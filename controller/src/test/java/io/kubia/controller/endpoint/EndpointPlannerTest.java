package io.kubia.controller.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.json.Json;
import io.kubia.controller.json.JsonArray;
import io.kubia.controller.json.JsonObject;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EndpointPlannerTest {
    private static EndpointPlan plan(KubeObject service, List<KubeObject> pods, List<KubeObject> present) {
        var view = Service.of(service);
        var endpoints =
                pods.stream().flatMap(pod -> PodEndpoint.of(view, pod).stream()).toList();
        return EndpointPlanner.plan(
                view,
                endpoints,
                present.stream()
                        .filter(object -> object.type().equals(ResourceTypes.ENDPOINTS))
                        .findFirst(),
                present.stream()
                        .filter(object -> object.type().equals(ResourceTypes.ENDPOINT_SLICE))
                        .toList());
    }

    private static KubeObject of(EndpointPlan plan, io.kubia.controller.model.ResourceType type) {
        return plan.create().stream()
                .filter(object -> object.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void readyPodsAreApartFromOthers() {
        var plan = plan(Pods.headless(), List.of(Pods.pod(1, false), Pods.pod(0, true)), List.of());

        assertThat(of(plan, ResourceTypes.ENDPOINTS).json().array("subsets"))
                .hasToString(
                        "[{\"addresses\":[{\"hostname\":\"kubia-0\",\"ip\":\"127.244.0.2\",\"nodeName\":\"here\",\"targetRef\":"
                                + "{\"kind\":\"Pod\",\"name\":\"kubia-0\",\"namespace\":\"default\",\"uid\":\"uid-0\"}}],"
                                + "\"notReadyAddresses\":[{\"hostname\":\"kubia-1\",\"ip\":\"127.244.0.3\",\"nodeName\":\"here\","
                                + "\"targetRef\":{\"kind\":\"Pod\",\"name\":\"kubia-1\",\"namespace\":\"default\",\"uid\":\"uid-1\"}}],"
                                + "\"ports\":[{\"name\":\"http\",\"port\":8080,\"protocol\":\"TCP\"}]}]");
        var slice = of(plan, ResourceTypes.ENDPOINT_SLICE);
        assertThat(slice.labels())
                .containsEntry("kubernetes.io/service-name", "kubia")
                .containsEntry("service.kubernetes.io/headless", "")
                .containsEntry("endpointslice.kubernetes.io/managed-by", "endpointslice-controller.k8s.io")
                .containsEntry("a", "b");
        assertThat(slice.name()).matches("kubia-[a-z0-9]{5}");
        assertThat(slice.controller().orElseThrow().uid()).isEqualTo("service-uid");
        assertThat(slice.json().array("endpoints").size()).isEqualTo(2);
    }

    @Test
    void whatIsAsItShouldBeIsLeftAlone() {
        var pods = List.of(Pods.pod(0, true), Pods.pod(1, true));
        var first = plan(Pods.headless(), pods, List.of());

        var second = plan(Pods.headless(), pods, first.create());

        assertThat(second).isEqualTo(new EndpointPlan(List.of(), List.of(), List.of()));
    }

    @Test
    void aTerminatingPodServesButIsNotReady() {
        var pod = Pods.pod(0, true).withMetadata("deletionTimestamp", Json.of("2026-11-24T00:00:30Z"));

        var plan = plan(Pods.headless(), List.of(pod), List.of());

        assertThat(of(plan, ResourceTypes.ENDPOINTS).json().has("subsets")).isFalse();
        assertThat(of(plan, ResourceTypes.ENDPOINT_SLICE)
                        .json()
                        .array("endpoints")
                        .get(0)
                        .asObject()
                        .object("conditions"))
                .hasToString("{\"ready\":false,\"serving\":true,\"terminating\":true}");
    }

    @Test
    void whoPublishesThoseThatAreNotReadyShowsThemAsReady() {
        var service = Pods.headless().withSpec(spec -> spec.with("publishNotReadyAddresses", true));

        var plan = plan(service, List.of(Pods.pod(0, false)), List.of());

        assertThat(of(plan, ResourceTypes.ENDPOINTS)
                        .json()
                        .array("subsets")
                        .get(0)
                        .asObject()
                        .has("addresses"))
                .isTrue();
    }

    @Test
    void aPodWithoutThePortIsBehindNothing() {
        var service = Pods.headless()
                .withSpec(spec -> spec.with(
                        "ports",
                        JsonArray.of(JsonObject.builder()
                                .put("port", 80)
                                .put("targetPort", "other")
                                .build())));

        var plan = plan(service, List.of(Pods.pod(0, true)), List.of());

        assertThat(of(plan, ResourceTypes.ENDPOINTS).json().has("subsets")).isFalse();
        assertThat(plan.create()).hasSize(1);
    }

    @Test
    void aServiceWithoutPortsStillHasAddresses() {
        var service = Pods.headless().withSpec(spec -> spec.without("ports"));

        var plan = plan(service, List.of(Pods.pod(0, true)), List.of());

        assertThat(of(plan, ResourceTypes.ENDPOINTS)
                        .json()
                        .array("subsets")
                        .get(0)
                        .asObject()
                        .names())
                .containsExactly("addresses");
        assertThat(of(plan, ResourceTypes.ENDPOINT_SLICE).json().array("ports")).isEmpty();
    }

    @Test
    void onePodsChangeIsAChangeOfOneSlice() {
        var pods = new ArrayList<KubeObject>();
        for (int i = 0; i < 250; i++) {
            pods.add(Pods.pod(i, true));
        }
        var present = plan(Pods.headless(), pods, List.of()).create();
        assertThat(present).hasSize(1 + 3);

        pods.set(120, Pods.pod(120, false));
        var plan = plan(Pods.headless(), pods, present);

        assertThat(plan.create()).isEmpty();
        assertThat(plan.remove()).isEmpty();
        assertThat(plan.replace()).hasSize(2);
    }

    @Test
    void slicesWithoutEndpointsGo() {
        var present =
                plan(Pods.headless(), List.of(Pods.pod(0, true)), List.of()).create();

        var plan = plan(Pods.headless(), List.of(), present);

        assertThat(plan.remove()).hasSize(1);
        assertThat(plan.replace()).hasSize(1);
    }

    @Test
    void podsThatHaveEndedOrHaveNoAddressAreBehindNothing() {
        var view = Service.of(Pods.headless());

        assertThat(PodEndpoint.of(view, Pods.pod(0, true).withStatus(status -> status.with("phase", "Succeeded"))))
                .isEmpty();
        assertThat(PodEndpoint.of(view, Pods.pod(0, true).withStatus(status -> status.without("podIP"))))
                .isEqualTo(Optional.empty());
    }
}
