package io.kubia.controller.garbage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubia.controller.json.Json;
import io.kubia.controller.model.KubeObject;
import io.kubia.controller.model.ResourceTypes;
import io.kubia.controller.model.Timestamps;
import io.kubia.controller.registry.Part;
import io.kubia.controller.store.Selection;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens to old events. */
class EventExpiryTest {
    private final World world = new World(new EventReconciler.Limits(Duration.ofHours(1), 10));

    @AfterEach
    void close() {
        world.close();
    }

    private KubeObject event(String name) {
        var time = Json.of(Timestamps.print(world.clock.instant()));
        return world.create(NamespaceTest.event("default", name).with("lastTimestamp", time));
    }

    @Test
    void anEventGoesAnHourAfterItWasSeenLast() {
        var first = event("first");
        var again = event("again");
        world.settle();
        world.clock.advance(Duration.ofMinutes(40));
        world.registry.change(
                again.key(),
                Part.WHOLE,
                now -> now.with("lastTimestamp", Json.of(Timestamps.print(world.clock.instant()))),
                false);
        world.settle();

        world.clock.advance(Duration.ofMinutes(19));
        world.settle();
        assertThat(world.has(first)).isTrue();
        world.clock.advance(Duration.ofMinutes(1));
        world.settle();
        assertThat(world.has(first)).isFalse();
        assertThat(world.has(again)).isTrue();
        assertThat(world.driver().nextDue()).contains(world.clock.instant().plus(Duration.ofMinutes(40)));
        world.clock.advance(Duration.ofMinutes(40));
        world.settle();
        assertThat(world.has(again)).isFalse();
    }

    @Test
    void theOldestGoWhenThereAreTooMany() {
        for (int i = 0; i < 10; i++) {
            event("e" + i);
        }
        world.registry.change(
                NamespaceTest.event("default", "e0").key(), Part.WHOLE, now -> now.with("count", Json.of(2)), false);
        world.settle();
        for (int i = 10; i < 14; i++) {
            event("e" + i);
        }
        world.settle();
        assertThat(world.registry.now().list(Selection.all(ResourceTypes.EVENT)))
                .extracting(KubeObject::name)
                .containsExactlyInAnyOrder("e0", "e5", "e6", "e7", "e8", "e9", "e10", "e11", "e12", "e13");
    }

    @Test
    void tooManyAtTheStartAreTooManyAsWell() {
        for (int i = 10; i < 40; i++) {
            event("e" + i);
        }
        world.restart();
        world.settle();
        assertThat(world.registry.now().list(Selection.all(ResourceTypes.EVENT)))
                .extracting(KubeObject::name)
                .containsExactly("e30", "e31", "e32", "e33", "e34", "e35", "e36", "e37", "e38", "e39");
    }

    @Test
    void limitsAreChecked() {
        assertThat(EventReconciler.Limits.DEFAULT).isEqualTo(new EventReconciler.Limits(Duration.ofHours(1), 5_000));
        assertThatThrownBy(() -> new EventReconciler.Limits(Duration.ZERO, 1)).hasMessage("age: PT0S (expected: > 0)");
        assertThatThrownBy(() -> new EventReconciler.Limits(Duration.ofHours(1), 0))
                .hasMessage("count: 0 (expected: >= 1)");
    }
}
