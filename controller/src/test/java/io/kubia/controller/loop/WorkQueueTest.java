package io.kubia.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubia.controller.model.ObjectKey;
import io.kubia.controller.model.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final Instant NOW = Instant.EPOCH;
    private static final ObjectKey A = ObjectKey.of(ResourceTypes.NODE, "a");
    private static final ObjectKey B = ObjectKey.of(ResourceTypes.NODE, "b");

    private final WorkQueue queue = new WorkQueue();

    @Test
    void aKeyIsThereOnce() {
        queue.add(A);
        queue.add(B);
        queue.add(A);

        assertThat(queue.poll(NOW)).contains(A);
        assertThat(queue.poll(NOW)).contains(B);
        assertThat(queue.poll(NOW)).isEmpty();
    }

    @Test
    void theEarlierTimeCounts() {
        queue.addAt(A, NOW.plusSeconds(5));
        queue.addAt(A, NOW.plusSeconds(9));
        queue.addAt(A, NOW.plusSeconds(3));

        assertThat(queue.nextDue()).contains(NOW.plusSeconds(3));
        assertThat(queue.poll(NOW.plusSeconds(2))).isEmpty();
        assertThat(queue.poll(NOW.plusSeconds(3))).contains(A);
        assertThat(queue.size()).isZero();
    }

    @Test
    void nowTakesTheirPlaceWhoWait() {
        queue.addAt(A, NOW.plusSeconds(5));
        queue.add(A);

        assertThat(queue.poll(NOW)).contains(A);
        assertThat(queue.poll(NOW.plusSeconds(10))).isEmpty();
    }

    @Test
    void failuresWaitLongerAndLongerUntilOneSucceeds() {
        queue.addAfterFailure(A, NOW);
        assertThat(queue.nextDue()).contains(NOW.plusMillis(5));
        assertThat(queue.poll(NOW.plusMillis(5))).contains(A);

        queue.addAfterFailure(A, NOW);
        assertThat(queue.nextDue()).contains(NOW.plusMillis(10));
        assertThat(queue.poll(NOW.plusMillis(10))).contains(A);

        for (int i = 0; i < 100; i++) {
            queue.addAfterFailure(A, NOW);
            queue.poll(NOW.plus(Duration.ofDays(1)));
        }
        queue.addAfterFailure(A, NOW);
        assertThat(queue.nextDue()).contains(NOW.plusSeconds(10));
        queue.poll(NOW.plusSeconds(10));

        queue.succeeded(A);
        queue.addAfterFailure(A, NOW);
        assertThat(queue.nextDue()).contains(NOW.plusMillis(5));
    }
}
