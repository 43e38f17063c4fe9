package io.kubia.controller.statefulset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static List<Runnable> things(int count, Runnable thing) {
        return Collections.nCopies(count, thing);
    }

    @Test
    void batchesGrow() {
        var sizes = new ArrayList<Integer>();
        Batches batches = batch -> sizes.add(batch.size());

        batches.slowly(things(2000, () -> {}));

        assertThat(sizes).containsExactly(1, 2, 4, 8, 16, 32, 64, 128, 256, 500, 500, 489);
    }

    @Test
    void nothingIsDoneAfterABatchWithAFailure() {
        var tries = new AtomicInteger();
        Runnable fails = () -> {
            if (tries.incrementAndGet() >= 2) {
                throw new IllegalStateException("full");
            }
        };

        assertThatThrownBy(() -> new ConcurrentBatches().slowly(things(100, fails)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(tries).hasValue(3);
    }

    /** Each waits for all the others: one after the other, they would wait for ever. */
    @Test
    void aBatchIsDoneAtOnce() {
        int size = 64;
        var met = new CountDownLatch(size);

        new ConcurrentBatches().run(things(size, () -> {
            met.countDown();
            try {
                met.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }));

        assertThat(met.getCount()).isZero();
    }
}
